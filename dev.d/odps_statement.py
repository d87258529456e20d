"""One statement against MaxCompute's emulator, by the official Python client: what a project's owner would type.

usage: ./dev odps "STATEMENT"          SQL, or a security statement (add user, grant, show grants, …)
       ./dev odps --create-role NAME   makes a RAM role of the owner's account that trusts the service
"""

import base64
import csv
import datetime
import hashlib
import hmac
import io
import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid

URL = os.environ["SLUICE_ODPS_URL"]
KEY_ID = os.environ["SLUICE_ODPS_KEY_ID"]
KEY_SECRET = os.environ["SLUICE_ODPS_KEY_SECRET"]

# What does not go through SQL but through the project's authorization resource.
SECURITY = re.compile(
    r"\s*(add|remove)\s+user\b|\s*(grant|revoke|whoami|list\s+users|show\s+grants|describe\s+role)\b", re.IGNORECASE
)
TRUST = {
    "Statement": [
        {
            "Action": "sts:AssumeRole",
            "Effect": "Allow",
            "Principal": {"Service": ["alikafka.aliyuncs.com"]},
        }
    ],
    "Version": "1",
}


def encode(text):
    return urllib.parse.quote(text, safe="-_.~")


def call_ram(action, **parameters):
    """An RPC style call, signed as RAM and STS want it (HMAC-SHA1 over the sorted parameters)."""
    parameters |= {
        "Action": action,
        "Version": "2015-05-01",
        "Format": "JSON",
        "AccessKeyId": KEY_ID,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0",
        "SignatureNonce": str(uuid.uuid4()),
        "Timestamp": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    query = "&".join(f"{encode(name)}={encode(parameters[name])}" for name in sorted(parameters))
    to_sign = f"POST&%2F&{encode(query)}".encode()
    signature = base64.b64encode(hmac.new(f"{KEY_SECRET}&".encode(), to_sign, hashlib.sha1).digest()).decode()
    request = urllib.request.Request(f"{URL}/?{query}&Signature={encode(signature)}", method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        answer = json.load(error)
        raise SystemExit(f"odps: {answer['Code']}: {answer['Message']}") from None
    except OSError as error:
        raise SystemExit(f"odps: {URL} does not answer: {error}") from None


def create_role(name):
    role = call_ram("CreateRole", RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
    print(role["Role"]["Arn"])


def print_rows(text):
    """A result as the service gives it: rows as CSV, or lines (show partitions, desc)."""
    if not text.startswith('"'):
        print(text, end="" if text.endswith("\n") else "\n")
        return
    for row in csv.reader(io.StringIO(text)):
        print(" | ".join("NULL" if cell == "\\N" else cell for cell in row))


def run(statement):
    from odps import ODPS, errors, options

    options.connect_timeout = 10
    options.read_timeout = 60
    client = ODPS(KEY_ID, KEY_SECRET, os.environ["SLUICE_ODPS_PROJECT"], endpoint=f"{URL}/api")
    try:
        if SECURITY.match(statement):
            result = client.run_security_query(statement.strip().rstrip(";"))
            done = isinstance(result, dict) and list(result) == ["result"]
            print(result["result"] if done else json.dumps(result, ensure_ascii=False, indent=2))
            return
        instance = client.execute_sql(statement)
        # The console's result, not the instance tunnel: `show partitions` has no rows to download.
        for result in instance.get_task_results().values():
            if str(result):
                print_rows(str(result))
    except errors.ODPSError as error:
        raise SystemExit(f"odps: {error}") from None
    except OSError as error:  # requests' own errors are such.
        raise SystemExit(f"odps: {URL} does not answer: {error}") from None


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "--create-role":
        create_role(arguments[1])
    elif len(arguments) == 1 and not arguments[0].startswith("-"):
        run(arguments[0])
    else:
        raise SystemExit(__doc__.strip())


if __name__ == "__main__":
    main(sys.argv[1:])

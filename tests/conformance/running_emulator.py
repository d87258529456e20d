"""Starts the emulator's program for a test, and speaks RAM and STS to it."""

import base64
import hashlib
import hmac
import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

OWNER_UID = "1000"
OWNER_KEY = ("LTAIowner", "owner-secret")
SERVICE_UID = "2000"
SERVICE_KEY = ("LTAIservice", "service-secret")
PROJECT = "connector_test"

SEED = """
accounts:
  - uid: "1000"
    access_keys: [{id: LTAIowner, secret: owner-secret}]
  - uid: "2000"
    service: alikafka.aliyuncs.com
    access_keys: [{id: LTAIservice, secret: service-secret}]
projects:
  - {name: connector_test, owner: "1000", region: cn-hangzhou}
"""

TRUST = json.dumps({
    "Version": "1",
    "Statement": [{
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": ["alikafka.aliyuncs.com"]},
    }],
})


class RpcError(Exception):
    """A refusal of RAM or STS."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body}")
        self.status = status
        self.code = body["Code"]


class RunningEmulator:
    """The program, over a directory that outlives it."""

    def __init__(self, *flags):
        self.binary = os.environ["SLUICE_EMULATOR"]
        self.directory = tempfile.mkdtemp(prefix="emulator_", dir=os.environ.get("TEST_TMPDIR"))
        self.flags = flags
        self.process = None
        self.start()

    def start(self):
        seed = os.path.join(self.directory, "seed.yaml")
        with open(seed, "w", encoding="utf-8") as file:
            file.write(SEED)
        port_file = os.path.join(self.directory, "port")
        if os.path.exists(port_file):
            os.remove(port_file)
        with open(os.path.join(self.directory, "log"), "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, f"--data_dir={self.directory}/data", f"--seed_file={seed}",
                 f"--port_file={port_file}", "--enable_faults", *self.flags], stderr=log)
        deadline = time.monotonic() + 60
        while not os.path.exists(port_file):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the emulator did not start: " + self.log())
            time.sleep(0.02)
        with open(port_file, encoding="utf-8") as file:
            self.address = file.read().strip()
        self.endpoint = f"http://{self.address}/api"

    def log(self):
        with open(os.path.join(self.directory, "log"), encoding="utf-8") as file:
            return file.read()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def rpc(self, action, version, key, in_body=False, **parameters):
        """Calls RAM or STS, signed as their clients sign."""
        everything = {
            "Action": action, "Version": version, "Format": "JSON", "AccessKeyId": key[0],
            "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
            "SignatureNonce": str(uuid.uuid4()),
            "Timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "SignatureType": "", **parameters,
        }
        quote = lambda text: urllib.parse.quote(str(text), safe="~")
        query = "&".join(f"{quote(k)}={quote(v)}" for k, v in sorted(everything.items()))
        text = "POST&%2F&" + quote(query)
        digest = hmac.new((key[1] + "&").encode(), text.encode(), hashlib.sha1).digest()
        query += "&Signature=" + quote(base64.b64encode(digest).decode())
        request = urllib.request.Request(
            f"http://{self.address}/" + ("" if in_body else "?" + query), method="POST",
            data=query.encode() if in_body else b"",
            headers={"Content-Type": "application/x-www-form-urlencoded"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise RpcError(error.code, json.load(error)) from error

    def create_role(self, name, trust=TRUST):
        return self.rpc("CreateRole", "2015-05-01", OWNER_KEY, RoleName=name,
                        AssumeRolePolicyDocument=trust)["Role"]

    def assume_role(self, name, key=SERVICE_KEY, **parameters):
        return self.rpc("AssumeRole", "2015-04-01", key,
                        RoleArn=f"acs:ram::{OWNER_UID}:role/{name}",
                        RoleSessionName=f"kafka-session-{OWNER_UID}",
                        AssumeRoleFor=OWNER_UID, **parameters)["Credentials"]

    def fault(self, method, path="", body=None):
        request = urllib.request.Request(
            f"http://{self.address}/emulator/faults{path}", method=method,
            data=json.dumps(body).encode() if body is not None else None)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

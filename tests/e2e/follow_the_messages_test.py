"""Whoever does only what the messages say gets from a wrong definition to a running connector.

The test is that somebody: it reads what sluicectl says and carries out the remedies, statement by statement and word by
word; a remedy that it cannot carry out fails it. What it typed and read is docs/transcripts/from-wrong-to-running.md. With
SLUICE_UPDATE_TRANSCRIPT=1 that file is written anew, else it must be what the test saw.
"""

import difflib
import json
import os
import random
import re
import shlex
import string
import subprocess
import tempfile
import unittest

from odps import ODPS

from running_control_plane import Cluster
from running_control_plane import RunningControlPlane
from running_control_plane import RunningWorker
from running_emulator import OWNER_KEY
from running_emulator import OWNER_UID
from running_emulator import PROJECT
from running_emulator import SERVICE_KEY
from running_emulator import RunningEmulator
from transcript import Transcript

DOCUMENT = "docs/transcripts/from-wrong-to-running.md"
ROLE = "AliyunKafkaMaxComputeUser1"
ROUNDS_MAX = 6

SETTING = re.compile(r"\bset ((?:\w+\.)*\w+) to ([\w:/.-]+)")
SECURITY = re.compile(r"\s*(grant|revoke|add user)\b", re.IGNORECASE)


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def as_yaml(fields, indent=""):
    lines = []
    for name, value in fields.items():
        if isinstance(value, dict):
            lines.append(f"{indent}{name}:\n" + as_yaml(value, indent + "  "))
        else:
            lines.append(f"{indent}{name}: {value}\n")
    return "".join(lines)


class FollowTheMessagesTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.cluster = Cluster()
        self.addCleanup(self.cluster.stop)
        self.emulator = RunningEmulator()
        self.addCleanup(self.emulator.kill)
        self.plane = RunningControlPlane(self.cluster.fresh_database(), SERVICE_KEY,
                                         f"http://{self.emulator.address}")
        self.addCleanup(self.plane.process.kill)
        worker = RunningWorker(self.plane)
        self.addCleanup(worker.process.kill)
        # Kafka is shared, so topic and connector have a name of their own, as long as the one that is shown.
        self.name = "".join(random.choices(string.ascii_lowercase, k=6))
        self.folder = tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR"))
        self.owner = ODPS(*OWNER_KEY, project=PROJECT, endpoint=self.emulator.endpoint)
        self.transcript = Transcript("From a wrong definition to a running connector")
        self.transcript.rename(self.name, "orders")
        self.transcript.rename(self.cluster.kafka, "127.0.0.1:19092")
        self.transcript.rename(self.emulator.address, "127.0.0.1:18080")

    def sluicectl(self, line, show=True):
        """What the command printed; its exit code is remembered."""
        done = subprocess.run(
            [os.environ["SLUICE_CTL"], *shlex.split(line)], capture_output=True, text=True, timeout=60, check=False,
            cwd=self.folder, env={"SLUICE_SERVER": self.plane.address, "SLUICE_INSTANCE": "local", "HOME": self.folder})
        self.exit_code = done.returncode
        self.errors = done.stderr
        if show:
            self.transcript.command(f"sluicectl {line}", done.stdout + done.stderr)
        return done.stdout

    def succeed(self, line):
        output = self.sluicectl(line)
        self.assertEqual(0, self.exit_code, output + self.errors)
        return output

    def sql(self, statement):
        """Runs it as the owner of the project would in a console."""
        if SECURITY.match(statement):
            self.owner.run_security_query(statement.rstrip(";"))
        else:
            self.owner.execute_sql(statement)

    def write_definition(self):
        text = as_yaml(self.definition)
        with open(os.path.join(self.folder, "orders.yaml"), "w", encoding="utf-8") as file:
            file.write(text)
        return text

    def follow(self, remedy):
        """Does what a remedy says; fails when nobody could."""
        statements = re.findall(r"^.*?;$", remedy, re.MULTILINE | re.DOTALL)
        rest = re.sub(r"^.*?;$", "", remedy, flags=re.MULTILINE | re.DOTALL).strip()
        for statement in map(str.strip, statements):
            self.sql(statement)
            self.typed.append(("odps", statement))
        if rest.startswith("kafka-topics.sh "):
            self.cluster.tool("org.apache.kafka.tools.TopicCommand", *shlex.split(rest)[1:])
            self.cluster.wait_for_topic(self.name)
            self.typed.append(("$", rest))
        elif rest:
            setting = SETTING.search(rest)
            self.assertIsNotNone(setting, f"nobody can follow this remedy: {remedy!r}")
            *path, name = map(camel, setting[1].split("."))
            fields = self.definition
            for part in path:
                fields = fields[part]
            fields[name] = setting[2]
            self.typed.append(("file", ".".join([*path, name]) + ": " + setting[2]))
            self.write_definition()
        self.assertTrue(statements or rest, "there is an error without a remedy")

    def tell_what_was_typed(self):
        settings = [text for kind, text in self.typed if kind == "file"]
        statements = [text for kind, text in self.typed if kind == "odps"]
        commands = [text for kind, text in self.typed if kind == "$"]
        if settings:
            self.transcript.say("The file is changed:")
            self.transcript.show("\n".join(settings))
        if commands:
            self.transcript.say("On a machine that has Kafka's tools:")
            self.transcript.show("\n".join(f"$ {command}" for command in commands))
        if statements:
            self.transcript.say("As the owner of the MaxCompute project:")
            self.transcript.show("\n".join(f"odps> {statement}" for statement in statements))

    def validate_until_deployable(self):
        for _ in range(ROUNDS_MAX):
            # Asked twice: once for the reader, once for the program that follows.
            self.sluicectl("validate -f orders.yaml")
            found = json.loads(self.sluicectl("validate -f orders.yaml -o json", show=False))
            self.assertEqual(0 if found["deployable"] else 1, self.exit_code)
            if found["deployable"]:
                return
            self.typed = []
            for finding in found["findings"]:
                if finding["severity"] == "ERROR":
                    self.follow(finding["remedy"])
            self.tell_what_was_typed()
        self.fail("it is still not deployable:\n" + self.transcript.text())

    def prepare_a_world_that_lacks_much(self):
        """A table with a column of the wrong type, a role that the project does not know, and no topic."""
        self.sql("create table orders (topic string, `partition` bigint, `offset` string, key string, value string) "
                 "partitioned by (pt string);")
        self.emulator.create_role(ROLE)
        self.definition = {
            "kind": "Connector",
            "name": f"instances/local/connectors/{self.name}",
            "source": {"topic": self.name},
            "sink": {
                "endpoint": self.emulator.endpoint,
                "endpointKind": "PUBLIC",
                "project": PROJECT,
                "table": "orders",
                "accountUid": f'"{OWNER_UID}"',
                "roleName": ROLE,
                "format": "CSV",
            },
        }

    def test_from_wrong_to_running(self):
        self.prepare_a_world_that_lacks_much()
        t = self.transcript
        t.say("""
Somebody who has read nothing but `sluicectl --help` wants the records of a Kafka topic in a MaxCompute table. Almost
everything is wrong: the topic does not exist, the table has a column of the wrong type, the role is no user of the
project, and the definition asks for what cannot be. They do only what the messages say. A test does so too, on the
emulator, and writes this page: `tests/e2e/follow_the_messages_test.py`.

## The definition

First the Kafka cluster is made known:
""")
        self.succeed(f"create instance local --bootstrap-servers {self.cluster.kafka} --connector-feature enabled")
        t.say("The connector is described in `orders.yaml`:")
        t.show(self.write_definition())
        self.sluicectl("create -f orders.yaml")
        self.assertEqual(3, self.exit_code, self.errors)
        t.say("""
## What else is wrong

`validate` tells everything at once, of the definition and of the real world, and changes nothing. It is followed and asked
again until nothing stands in the way.
""")
        self.validate_until_deployable()
        t.say("## Running")
        self.succeed("create -f orders.yaml --wait")
        self.succeed(f"deploy connector {self.name} --wait")
        self.succeed(f"send-test connector {self.name} --key 1 --value 'the first order' --wait")
        t.say("What a task makes of a topic's latest records can be looked at without a task, before Deploy too:")
        self.succeed(f"preview connector {self.name}")
        t.say("The row is there. Looking at it needs one more grant, and says so:")
        spec = str(next(iter(self.owner.get_table("orders").partitions)).partition_spec).replace("'", "")
        rows = f"get rows {self.name} --partition '{spec}'"
        self.sluicectl(rows)
        self.assertEqual(7, self.exit_code, self.errors)
        self.typed = []
        self.follow(re.search(r"^remedy: (.*)", self.errors, re.MULTILINE)[1])
        self.tell_what_was_typed()
        shown = self.succeed(rows)
        self.assertIn("the first order", shown)
        self.compare_with_the_document()

    def compare_with_the_document(self):
        seen = self.transcript.text()
        if os.environ.get("SLUICE_UPDATE_TRANSCRIPT"):
            with open(os.path.realpath(DOCUMENT), "w", encoding="utf-8") as file:
                file.write(seen)
            return
        with open(DOCUMENT, encoding="utf-8") as file:
            written = file.read()
        if seen != written:
            difference = "\n".join(difflib.unified_diff(written.splitlines(), seen.splitlines(), "written", "seen",
                                                        lineterm=""))
            self.fail(f"{DOCUMENT} is not what happens; when all is well with it, write it anew: "
                      f"./dev test //tests/e2e:follow_the_messages_test --test_env=SLUICE_UPDATE_TRANSCRIPT=1\n{difference}")


if __name__ == "__main__":
    unittest.main()

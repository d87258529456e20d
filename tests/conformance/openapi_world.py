"""A running control plane for requests that nobody thought of, and what they find there."""

import http.client
import json
import time
import uuid

from odps import ODPS

from running_control_plane import Cluster
from running_control_plane import RunningControlPlane
from running_emulator import OWNER_KEY
from running_emulator import OWNER_UID
from running_emulator import PROJECT
from running_emulator import SERVICE_KEY
from running_emulator import RunningEmulator

ROLE = "AliyunKafkaMaxComputeUser1"
TABLE = "test_kafka"
INSTANCE = "alikafka"
CONNECTORS = ("orders", "payments")
# An instance whose brokers are not there, as one that is being set up, or is down.
DARK_INSTANCE = "dark"
# An instance that requests may change and delete; those that would do so to INSTANCE do it to this one.
CHANGED_INSTANCE = "changed"
NOBODY_LISTENS = "127.0.0.1:1"


class World:
    """A control plane that asks for tokens, and what it needs for calls to come to something."""

    def __init__(self, add_cleanup):
        self.cluster = Cluster()
        add_cleanup(self.cluster.stop)
        self.emulator = RunningEmulator()
        add_cleanup(self.emulator.kill)
        self.plane = RunningControlPlane(self.cluster.fresh_database(), SERVICE_KEY,
                                         f"http://{self.emulator.address}", authentication="tokens")
        add_cleanup(self.plane.process.kill)
        self.tokens = {"admin": self.plane.admin_token()}
        self.topic = f"openapi-{uuid.uuid4().hex[:12]}"
        self.cluster.create_topic(self.topic, 2)
        self.prepare_maxcompute()
        self.wait_until_serving()
        # Two alike: requests revoke the one, and are made with the other.
        viewer = {"roleBindings": [{"role": "VIEWER"}]}
        self.must("POST", "/v1/apiTokens?apiTokenId=revoked", viewer)
        self.tokens["viewer"] = self.must("POST", "/v1/apiTokens?apiTokenId=viewer", viewer)["secret"]
        self.make_what_is_missing()

    def prepare_maxcompute(self):
        owner = ODPS(*OWNER_KEY, project=PROJECT, endpoint=self.emulator.endpoint)
        owner.execute_sql(f"CREATE TABLE IF NOT EXISTS {TABLE}(topic STRING,partition BIGINT,offset BIGINT,"
                          "key STRING,value STRING) PARTITIONED by (pt STRING);")
        self.emulator.create_role(ROLE)
        user = f"`RAM${OWNER_UID}:role/{ROLE.lower()}`"
        owner.run_security_query(f"add user {user}")
        for right in (f"Describe,Alter,Update,Select on table {TABLE}", f"CreateInstance,List on project {PROJECT}"):
            owner.run_security_query(f"grant {right} to user {user}")
        owner.get_table(TABLE).create_partition("pt='11-17-2020 15'")

    def wait_until_serving(self):
        for _ in range(600):
            if self.ask("GET", "/v1/caller")[0] == 200:
                return
            time.sleep(0.1)
        raise RuntimeError("the control plane does not serve: " + self.plane.log())

    def ask(self, method, target, body=None):
        connection = http.client.HTTPConnection(self.plane.http.removeprefix("http://"), timeout=60)
        try:
            connection.request(method, target, None if body is None else json.dumps(body),
                               {"Content-Type": "application/json", "Authorization": f"Bearer {self.tokens['admin']}"})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def must(self, method, target, body=None):
        status, answer = self.ask(method, target, body)
        if status != 200:
            raise RuntimeError(f"{method} {target}: {status} {answer}")
        return answer

    def instance(self):
        return {"bootstrapServers": [self.cluster.kafka], "connectorFeature": "ENABLED", "vswitchIds": ["vsw-1"]}

    def sink(self):
        return {"endpoint": self.emulator.endpoint, "project": PROJECT, "table": TABLE, "accountUid": OWNER_UID,
                "roleName": ROLE}

    def connector(self):
        return {"source": {"topic": self.topic}, "sink": self.sink()}

    def make_what_is_missing(self):
        """Requests delete what they find."""
        for name in (INSTANCE, CHANGED_INSTANCE):
            self.ask("POST", f"/v1/instances?instanceId={name}", self.instance())
        self.ask("POST", f"/v1/instances?instanceId={DARK_INSTANCE}&skipConnectionCheck=true",
                 {**self.instance(), "bootstrapServers": [NOBODY_LISTENS]})
        for name in CONNECTORS:
            self.ask("POST", f"/v1/instances/{INSTANCE}/connectors?connectorId={name}", self.connector())
            self.ask("POST", f"/v1/instances/{INSTANCE}/connectors/{name}:deploy", {})

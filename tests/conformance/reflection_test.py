"""Whoever has never seen our protos can describe and call the whole API: Python, by gRPC reflection alone."""

import time
import unittest
import uuid

import grpc
from google.api import annotations_pb2
from google.protobuf import descriptor_pb2
from google.protobuf import json_format
from google.protobuf import message_factory
from google.protobuf.descriptor_pool import DescriptorPool
from google.rpc import error_details_pb2
from google.rpc import status_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from odps import ODPS

from running_control_plane import Cluster
from running_control_plane import RunningControlPlane
from running_emulator import OWNER_KEY
from running_emulator import OWNER_UID
from running_emulator import PROJECT
from running_emulator import SERVICE_KEY
from running_emulator import RunningEmulator

OURS = {
    "sluice.v1.AccessService",
    "sluice.v1.InstanceService",
    "sluice.v1.ConnectorService",
    "sluice.v1.DeadLetterService",
    "sluice.v1.FleetService",
    "sluice.v1.OffsetService",
    "sluice.v1.WorkerService",
    "sluice.v1.WatchService",
}
ROLE = "AliyunKafkaMaxComputeUser1"
USER = f"`RAM${OWNER_UID}:role/{ROLE.lower()}`"
# Of this run alone: its consumer group stays on the brokers, which others share.
NAME = f"kafka-maxcompute-sink-{uuid.uuid4().hex[:8]}"
CONNECTOR = f"instances/alikafka/connectors/{NAME}"


class Refused(Exception):
    """What a call answered instead: its code and its one ErrorInfo."""

    def __init__(self, error):
        super().__init__(f"{error.code()} {error.details()}")
        self.code = error.code().name
        self.details = []
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                self.details = status_pb2.Status.FromString(value).details
        infos = [info for info in map(self._info, self.details) if info]
        assert len(infos) == 1, f"{len(infos)} ErrorInfo in {error}"
        assert infos[0].domain == "sluice", infos[0]
        self.reason = infos[0].reason
        self.remedy = infos[0].metadata.get("remedy", "")

    @staticmethod
    def _info(any_message):
        info = error_details_pb2.ErrorInfo()
        return info if any_message.Unpack(info) else None


class Api:
    """Services by reflection: call("sluice.v1.InstanceService", "GetInstance", name=…)."""

    def __init__(self, channel):
        self.channel = channel
        self.database = ProtoReflectionDescriptorDatabase(channel)
        self.pool = DescriptorPool(self.database)
        self.called = set()

    def services(self):
        return set(self.database.get_services())

    def methods(self, service):
        return {method.name: method for method in self.pool.FindServiceByName(service).methods}

    def call(self, service, method, **request):
        descriptor = self.methods(service)[method]
        self.called.add((service, method))
        request_class = message_factory.GetMessageClass(descriptor.input_type)
        response_class = message_factory.GetMessageClass(descriptor.output_type)
        stub = self.channel.unary_unary(
            f"/{service}/{method}",
            request_serializer=request_class.SerializeToString,
            response_deserializer=response_class.FromString)
        try:
            answer = stub(json_format.ParseDict(request, request_class()), timeout=60)
        except grpc.RpcError as error:
            raise Refused(error) from error
        return json_format.MessageToDict(answer, descriptor_pool=self.pool)

    def watch(self, service, method, messages, **request):
        """Calls a method that answers with a stream and returns its first messages."""
        descriptor = self.methods(service)[method]
        self.called.add((service, method))
        request_class = message_factory.GetMessageClass(descriptor.input_type)
        response_class = message_factory.GetMessageClass(descriptor.output_type)
        stub = self.channel.unary_stream(
            f"/{service}/{method}",
            request_serializer=request_class.SerializeToString,
            response_deserializer=response_class.FromString)
        stream = stub(json_format.ParseDict(request, request_class()), timeout=60)
        try:
            return [json_format.MessageToDict(next(stream), descriptor_pool=self.pool) for _ in range(messages)]
        except grpc.RpcError as error:
            raise Refused(error) from error
        finally:
            stream.cancel()

    def converse(self, service, method, *messages):
        """Calls a method of two streams and returns what comes back."""
        descriptor = self.methods(service)[method]
        self.called.add((service, method))
        request_class = message_factory.GetMessageClass(descriptor.input_type)
        response_class = message_factory.GetMessageClass(descriptor.output_type)
        stub = self.channel.stream_stream(
            f"/{service}/{method}",
            request_serializer=request_class.SerializeToString,
            response_deserializer=response_class.FromString)
        try:
            answers = stub(iter([json_format.ParseDict(m, request_class()) for m in messages]), timeout=60)
            return [json_format.MessageToDict(answer, descriptor_pool=self.pool) for answer in answers]
        except grpc.RpcError as error:
            raise Refused(error) from error


class ReflectionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.stop)
        cls.emulator = RunningEmulator()
        cls.addClassCleanup(cls.emulator.kill)
        cls.plane = RunningControlPlane(cls.cluster.fresh_database(), SERVICE_KEY,
                                        f"http://{cls.emulator.address}")
        cls.addClassCleanup(cls.plane.process.kill)
        cls.channel = grpc.insecure_channel(cls.plane.address)
        cls.addClassCleanup(cls.channel.close)
        cls.api = Api(cls.channel)
        cls.topic = f"reflection-{time.time_ns()}"
        cls.cluster.create_topic(cls.topic, 2)
        cls.wait_until_serving()

    @classmethod
    def wait_until_serving(cls):
        # gRPC's own health service is no part of what is described; its messages are simple enough.
        check = cls.channel.unary_unary("/grpc.health.v1.Health/Check")
        for _ in range(600):
            if check(b"", timeout=10, wait_for_ready=True) == b"\x08\x01":  # status: SERVING
                return
            time.sleep(0.1)
        raise RuntimeError("the control plane does not serve: " + cls.plane.log())

    def call(self, short_name, **request):
        service, method = short_name.split(".")
        return self.api.call(f"sluice.v1.{service}", method, **request)

    def refusal(self, short_name, **request):
        with self.assertRaises(Refused) as raised:
            self.call(short_name, **request)
        return raised.exception

    def test_1_every_service_and_message_is_described(self):
        self.assertLessEqual(OURS, self.api.services())
        self.assertIn("grpc.health.v1.Health", self.api.services())
        self.assertIn("google.longrunning.Operations", self.api.services())
        for service in OURS:
            for name, method in self.api.methods(service).items():
                self.assertTrue(method.input_type.full_name.startswith("sluice.v1."), name)
                options = descriptor_pb2.MethodOptions.FromString(method.GetOptions().SerializeToString())
                if service != "sluice.v1.WorkerService":
                    rule = options.Extensions[annotations_pb2.http]
                    self.assertTrue(rule.WhichOneof("pattern"), f"{name} has no HTTP form")

    def test_2_every_call_is_made(self):
        self.prepare_maxcompute()
        self.instances()
        self.create()
        self.verbs()
        self.log_level()
        self.revisions()
        self.data()
        self.dead_letters()
        self.lists()
        self.fleet()
        self.offsets()
        self.access()
        self.delete()
        for service in OURS:
            for method in self.api.methods(service):
                self.assertIn((service, method), self.api.called)

    def prepare_maxcompute(self):
        owner = ODPS(*OWNER_KEY, project=PROJECT, endpoint=self.emulator.endpoint)
        owner.execute_sql("CREATE TABLE IF NOT EXISTS test_kafka(topic STRING,partition BIGINT,offset BIGINT,"
                          "key STRING,value STRING) PARTITIONED by (pt STRING);")
        self.emulator.create_role(ROLE)
        owner.run_security_query(f"add user {USER}")
        self.owner = owner

    def grant(self, text):
        self.owner.run_security_query(f"grant {text} to user {USER}")

    def instances(self):
        instance = {"bootstrapServers": [self.cluster.kafka], "connectorFeature": "ENABLED",
                    "vswitchIds": ["vsw-1"]}
        made = self.call("InstanceService.CreateInstance", instanceId="alikafka", instance=instance,
                         requestId="make-alikafka")
        self.assertEqual(made, self.call("InstanceService.GetInstance", name="instances/alikafka"))
        self.assertEqual(made, self.call("InstanceService.CreateInstance", instanceId="alikafka",
                                         instance=instance, requestId="make-alikafka"))
        taken = self.refusal("InstanceService.CreateInstance", instanceId="alikafka", instance=instance)
        self.assertEqual(("ALREADY_EXISTS", "INSTANCE_EXISTS"), (taken.code, taken.reason))
        self.call("InstanceService.CreateInstance", instanceId="spare", instance=instance)
        listed = self.call("InstanceService.ListInstances", pageSize=1)
        self.assertEqual(["instances/alikafka"], [i["name"] for i in listed["instances"]])
        listed = self.call("InstanceService.ListInstances", pageToken=listed["nextPageToken"])
        self.assertEqual(["instances/spare"], [i["name"] for i in listed["instances"]])
        changed = self.call("InstanceService.UpdateInstance",
                            instance={"name": "instances/spare", "region": "cn-hangzhou"}, updateMask="region")
        self.assertEqual("cn-hangzhou", changed["region"])
        checked = self.call("InstanceService.CheckInstance", name="instances/spare")
        self.assertTrue(checked["observed"]["reachable"])
        self.assertEqual({}, self.call("InstanceService.DeleteInstance", name="instances/spare"))

    def connector(self):
        return {
            "source": {"topic": self.topic},
            "sink": {"endpoint": self.emulator.endpoint, "project": PROJECT, "table": "test_kafka",
                     "accountUid": OWNER_UID, "roleName": ROLE},
        }

    def create(self):
        for name in ["", "a" * 49, "-a", "A", "a_b", "ä", "a" * 2**20]:
            bad = self.refusal("ConnectorService.CreateConnector", parent="instances/alikafka",
                               connectorId=name, connector=self.connector())
            self.assertEqual(("INVALID_ARGUMENT", "VALIDATION_FAILED"), (bad.code, bad.reason))
        create = {"parent": "instances/alikafka", "connectorId": NAME,
                  "connector": self.connector()}
        found = self.call("ConnectorService.ValidateConnector", **create)
        self.assertFalse(found.get("deployable", False))
        self.assertIn(f"grant Describe on table test_kafka to user {USER};",
                      [finding.get("remedy") for finding in found["findings"]])
        # Each grant of R4 that is missing is told by its exact statement.
        for action, thing in [("Describe", "table test_kafka"),
                              ("CreateInstance", f"project {PROJECT}"),
                              ("Alter", "table test_kafka"),
                              ("Update", "table test_kafka")]:
            missing = self.refusal("ConnectorService.CreateConnector", **create)
            self.assertEqual("FAILED_PRECONDITION", missing.code)
            self.assertIn(f"grant {action} on {thing} to user {USER};", missing.remedy)
            self.grant(f"{action} on {thing}")
        validated = self.call("ConnectorService.ValidateConnector", **create)
        self.assertTrue(validated.get("deployable"), validated)
        written = self.call("ConnectorService.RenderConnector", **create)
        self.assertIn("kind: Connector", written["manifest"])
        self.assertTrue(written["command"].startswith("sluicectl create connector"), written["command"])
        would_be = self.call("ConnectorService.CreateConnector", validateOnly=True, **create)
        self.assertEqual(f"connect-task-{NAME}", would_be["resources"]["taskGroup"])
        made = self.call("ConnectorService.CreateConnector", **create)
        self.assertEqual(CONNECTOR, made["name"])
        taken = self.refusal("ConnectorService.CreateConnector", **create)
        self.assertEqual("ALREADY_EXISTS", taken.code)
        self.assertEqual(1, len(self.call("ConnectorService.ListConnectors", parent="instances/-")["connectors"]))
        self.wait_for_state("DRAFT")

    def wait_for_state(self, state):
        for _ in range(300):
            connector = self.call("ConnectorService.GetConnector", name=CONNECTOR)
            if connector["state"] == state:
                return connector
            time.sleep(0.1)
        raise AssertionError(f"never became {state}: {connector}\n{self.plane.log()}")

    def verbs(self):
        early = self.refusal("ConnectorService.PauseConnector", name=CONNECTOR)
        self.assertEqual(("FAILED_PRECONDITION", "VERB_NOT_ALLOWED"), (early.code, early.reason))
        running = self.call("ConnectorService.DeployConnector", name=CONNECTOR)
        self.assertEqual("RUNNING", running["desiredState"])
        stale = self.refusal("ConnectorService.StopConnector", name=CONNECTOR, etag="old")
        self.assertEqual(("ABORTED", "ETAG_MISMATCH"), (stale.code, stale.reason))
        self.assertEqual("PAUSED", self.call("ConnectorService.PauseConnector", name=CONNECTOR)["desiredState"])
        self.assertEqual("RUNNING", self.call("ConnectorService.ResumeConnector", name=CONNECTOR)["desiredState"])

    def log_level(self):
        closely = self.call("ConnectorService.SetConnectorLogLevel", name=CONNECTOR, level="debug", duration="60s")
        self.assertEqual("debug", closely["level"])
        self.assertEqual({}, self.call("ConnectorService.SetConnectorLogLevel", name=CONNECTOR))

    def revisions(self):
        changed = self.call("ConnectorService.UpdateConnector", connector={"name": CONNECTOR, "description": "new"},
                            updateMask="description", author="ada", reason="why not")
        self.assertEqual("2", changed["revision"])
        fixed = self.refusal("ConnectorService.UpdateConnector",
                             connector={"name": CONNECTOR, "source": {"topic": "another"}})
        self.assertEqual(("INVALID_ARGUMENT", "VALIDATION_FAILED"), (fixed.code, fixed.reason))
        listed = self.call("ConnectorService.ListConnectorRevisions", parent=CONNECTOR)["revisions"]
        self.assertEqual(["2", "1"], [revision["number"] for revision in listed])
        self.assertEqual(listed[0], self.call("ConnectorService.GetConnectorRevision", name=listed[0]["name"]))
        self.assertEqual(("ada", "why not"), (listed[0]["author"], listed[0]["reason"]))
        compared = self.call("ConnectorService.DiffConnectorRevisions", name=CONNECTOR)["differences"]
        self.assertEqual([{"field": "description", "to": '"new"', "effect": "IN_PLACE"}], compared)
        back = self.call("ConnectorService.RollbackConnector", name=CONNECTOR)
        self.assertEqual(("3", None), (back["revision"], back.get("description")))
        again = self.call("ConnectorService.RestartConnector", name=CONNECTOR)
        self.assertEqual(back["etag"], again["etag"])

    def data(self):
        sent = self.call("ConnectorService.SendTestRecord", name=CONNECTOR, partition=1, key="1", value="1")
        self.assertEqual((self.topic, 1), (sent["topic"], sent["partition"]))
        shown = self.call("ConnectorService.PreviewRecords", parent="instances/alikafka",
                          connectorId=NAME)
        self.assertEqual(["topic", "partition", "offset", "key", "value"], shown["columns"])
        self.assertEqual([[self.topic, "1", "0", "1", "1"]], [record["row"] for record in shown["records"]])
        self.owner.get_table("test_kafka").create_partition("pt='11-17-2020 15'")
        with self.owner.get_table("test_kafka").open_writer("pt='11-17-2020 15'") as writer:
            writer.write([["t", 0, 0, "1", None]])
        listed = self.call("ConnectorService.ListTablePartitions", name=CONNECTOR)
        self.assertEqual(["pt=11-17-2020 15"], [partition["spec"] for partition in listed["partitions"]])
        rows = {"name": CONNECTOR, "partition": "pt=11-17-2020 15"}
        denied = self.refusal("ConnectorService.PreviewTableRows", **rows)
        self.assertEqual(("PERMISSION_DENIED", "PERMISSION_MISSING"), (denied.code, denied.reason))
        self.assertEqual(f"grant Select on table test_kafka to user {USER};", denied.remedy)
        self.grant("Select on table test_kafka")
        shown = self.call("ConnectorService.PreviewTableRows", **rows)
        self.assertEqual([["t", "0", "0", "1", None, "11-17-2020 15"]], shown["rows"])

    def dead_letters(self):
        self.assertEqual({}, self.call("DeadLetterService.ListDeadLetters", parent=CONNECTOR))
        none = self.refusal("DeadLetterService.GetDeadLetter", name=CONNECTOR + "/deadLetters/dead-letter-0-0")
        self.assertEqual(("NOT_FOUND", "DEAD_LETTER_NOT_FOUND"), (none.code, none.reason))
        every = {"parent": CONNECTOR, "choice": {"all": True}}
        replay = self.call("DeadLetterService.ReplayDeadLetters", **every)
        for _ in range(300):
            if replay.get("done"):
                break
            time.sleep(0.1)
            replay = self.api.call("google.longrunning.Operations", "GetOperation", name=replay["name"])
        self.assertTrue(replay["done"], replay)
        self.assertEqual("type.googleapis.com/sluice.v1.ReplayDeadLettersResponse", replay["response"]["@type"])
        self.assertEqual({}, self.call("DeadLetterService.DiscardDeadLetters", **every))

    def lists(self):
        wrong = self.refusal("ConnectorService.ListConnectors", parent="instances/-", filter="state = BROKEN")
        self.assertEqual(("INVALID_ARGUMENT", "FILTER_INVALID"), (wrong.code, wrong.reason))
        listed = self.call("ConnectorService.ListConnectors", parent="instances/alikafka",
                           filter="desired_state = RUNNING AND name = kafka*", orderBy="severity desc")
        self.assertEqual([CONNECTOR], [connector["name"] for connector in listed["connectors"]])
        counted = self.call("ConnectorService.CountConnectors", parent="instances/-")
        self.assertEqual("1", counted["totalCount"])
        events = self.call("ConnectorService.ListConnectorEvents", parent=CONNECTOR, types=["CHANGE"])["events"]
        self.assertEqual(["restart", "rollback", "update", "resume", "pause", "deploy", "create"],
                         [event["verb"] for event in events])
        figures = self.call("ConnectorService.QueryConnectorMetrics", name=CONNECTOR, metrics=["rows"])
        self.assertEqual(["rows"], [series["metric"] for series in figures["series"]])
        done = self.call("ConnectorService.BatchSetConnectorState", parent="instances/alikafka", verb="pause",
                         names=[CONNECTOR], validateOnly=True)["results"]
        self.assertEqual([(CONNECTOR, True)], [(result["name"], result["done"]) for result in done])
        topics = self.call("InstanceService.ListTopics", parent="instances/alikafka", filter=self.topic)["topics"]
        self.assertEqual([(self.topic, 2)], [(topic["topic"], topic["partitions"]) for topic in topics])
        tables = {"parent": "instances/alikafka", "sink": self.connector()["sink"], "prefix": "test_"}
        denied = self.refusal("InstanceService.ListTables", **tables)
        self.assertEqual(("PERMISSION_DENIED", "PERMISSION_MISSING"), (denied.code, denied.reason))
        self.grant(f"List on project {PROJECT}")
        self.assertEqual(["test_kafka"], self.call("InstanceService.ListTables", **tables)["tables"])
        snapshot = self.api.watch("sluice.v1.WatchService", "Watch", 1,
                                  subscriptions=[{"id": "all", "parent": "instances/-"}])[0]
        self.assertEqual([CONNECTOR], [connector["name"] for connector in snapshot["connectors"]])
        self.assertTrue(snapshot["snapshotDone"])

    def fleet(self):
        refused = None
        try:
            self.api.converse("sluice.v1.WorkerService", "Connect",
                              {"hello": {"protocolVersion": 99, "workerUid": "u", "workerName": "w"}})
        except Refused as error:
            refused = error
        self.assertEqual("PROTOCOL_VERSION_UNSUPPORTED", refused.reason)
        self.assertEqual({}, self.call("FleetService.ListWorkers"))
        nobody = self.refusal("FleetService.GetWorker", name="workers/none")
        self.assertEqual(("NOT_FOUND", "WORKER_NOT_FOUND"), (nobody.code, nobody.reason))
        # Without a worker the task is there all the same, and says that nobody has it.
        tasks = []
        for _ in range(300):
            tasks = self.call("ConnectorService.ListTasks", parent=CONNECTOR).get("tasks", [])
            if tasks:
                break
            time.sleep(0.1)
        self.assertEqual(["UNASSIGNED"], [task["state"] for task in tasks])
        self.assertEqual(tasks[0], self.call("ConnectorService.GetTask", name=tasks[0]["name"]))

    def offsets(self):
        stands = self.call("OffsetService.GetOffsets", name=CONNECTOR)["partitions"]
        self.assertEqual("1", stands[1]["endOffset"])
        self.assertNotIn("committedOffset", stands[1])  # 0, as of a partition that was empty when it was deployed.
        plan = self.call("OffsetService.PlanOffsetChange", name=CONNECTOR, target={"latest": True})
        self.assertEqual("1", plan["leftOut"])
        self.assertEqual(["RECORDS_LEFT_OUT"], [warning["reason"] for warning in plan["warnings"]])
        stale = self.refusal("OffsetService.ApplyOffsetChange", name=CONNECTOR, plan={**plan, "etag": "old"})
        self.assertEqual(("FAILED_PRECONDITION", "PLAN_STALE"), (stale.code, stale.reason))
        operation = self.call("OffsetService.ApplyOffsetChange", name=CONNECTOR, plan=plan, author="ada")
        self.assertEqual("OFFSET_CHANGE", operation["metadata"]["kind"])
        service = "google.longrunning.Operations"
        for _ in range(30):
            operation = self.api.call(service, "WaitOperation", name=operation["name"], timeout="10s")
            if operation.get("done"):
                break
        self.assertEqual("1", operation["response"]["moves"][0]["toOffset"])
        listed = self.api.call(service, "ListOperations", name="operations", filter="done = true")["operations"]
        self.assertIn(operation, listed)
        self.assertEqual(operation, self.api.call(service, "GetOperation", name=operation["name"]))
        with self.assertRaises(Refused) as over:
            self.api.call(service, "CancelOperation", name=operation["name"])
        self.assertEqual("OPERATION_NOT_CANCELLABLE", over.exception.reason)
        self.api.call(service, "DeleteOperation", name=operation["name"])
        self.assertEqual("1", self.call("OffsetService.GetOffsets", name=CONNECTOR)["partitions"][1]["committedOffset"])

    def access(self):
        who = self.call("AccessService.GetCaller")
        self.assertNotIn("apiToken", who)
        self.assertIn("apiTokens.create", who["permissions"])
        wrong = self.refusal("AccessService.CreateApiToken", apiTokenId="ada", apiToken={})
        self.assertEqual(("INVALID_ARGUMENT", "VALIDATION_FAILED"), (wrong.code, wrong.reason))
        made = self.call("AccessService.CreateApiToken", apiTokenId="ada", life="3600s",
                         apiToken={"roleBindings": [{"role": "OPERATOR"}]})
        self.assertTrue(made["secret"].startswith("slc_"))
        self.assertEqual(made["apiToken"], self.call("AccessService.GetApiToken", name="apiTokens/ada"))
        self.assertEqual([made["apiToken"]], self.call("AccessService.ListApiTokens")["apiTokens"])
        self.assertEqual("REVOKED", self.call("AccessService.RevokeApiToken", name="apiTokens/ada")["state"])
        off = self.refusal("AccessService.CreateSignInLink")
        self.assertEqual(("FAILED_PRECONDITION", "AUTHENTICATION_OFF"), (off.code, off.reason))

    def delete(self):
        self.assertEqual("STOPPED", self.call("ConnectorService.StopConnector", name=CONNECTOR)["desiredState"])
        self.call("ConnectorService.DeleteConnector", name=CONNECTOR, undeleteWindow="3600s")
        self.wait_for_state("DELETED")
        self.assertEqual("STOPPED", self.call("ConnectorService.UndeleteConnector", name=CONNECTOR)["desiredState"])
        self.wait_for_state("STOPPED")
        self.assertEqual("DELETING", self.call("ConnectorService.DeleteConnector", name=CONNECTOR)["state"])
        for _ in range(300):
            try:
                self.call("ConnectorService.GetConnector", name=CONNECTOR)
            except Refused as gone:
                self.assertEqual(("NOT_FOUND", "CONNECTOR_NOT_FOUND"), (gone.code, gone.reason))
                return
            time.sleep(0.1)
        self.fail("it was never gone: " + self.plane.log())


if __name__ == "__main__":
    unittest.main()

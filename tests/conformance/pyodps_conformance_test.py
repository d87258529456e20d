"""An unmodified pyodps against the emulator: what it does with the service must work here."""

import datetime
import decimal
import threading
import time
import unittest

import odps
import requests
from odps import ODPS, errors, options
from odps.accounts import StsAccount

from running_emulator import (OWNER_KEY, OWNER_UID, PROJECT, SERVICE_KEY, SERVICE_UID, RpcError,
                              RunningEmulator)

options.retry_times = 0
options.verbose = False

ROLE = "AliyunKafkaMaxComputeUser1"
PRINCIPAL = f"RAM${OWNER_UID}:role/{ROLE.lower()}"


class Conformance(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.emulator = RunningEmulator()
        cls.owner = ODPS(*OWNER_KEY, project=PROJECT, endpoint=cls.emulator.endpoint)

    @classmethod
    def tearDownClass(cls):
        cls.emulator.kill()

    def setUp(self):
        self.table = "t_" + self.id().rsplit(".", 1)[-1].lower()[:100]

    def as_role(self, credentials, **kwargs):
        account = StsAccount(credentials["AccessKeyId"], credentials["AccessKeySecret"],
                             credentials["SecurityToken"])
        return ODPS(account=account, project=PROJECT, endpoint=self.emulator.endpoint, **kwargs)

    def rows(self, sql, client=None):
        with (client or self.owner).execute_sql(sql).open_reader(tunnel=True) as reader:
            return [list(record.values) for record in reader]

    def partitions(self, table, client=None):
        with (client or self.owner).execute_sql(f"show partitions {table};").open_reader() as reader:
            return reader.raw

    def test_scenario_of_the_product_runs_verbatim(self):
        self.owner.execute_sql(
            "CREATE TABLE IF NOT EXISTS test_kafka(topic STRING,partition BIGINT,offset BIGINT,"
            "key STRING,value STRING) PARTITIONED by (pt STRING);")
        self.emulator.create_role(ROLE)
        for statement in (
                f"add user `RAM$:${OWNER_UID}:role/{ROLE.lower()}`",
                f"add user `{PRINCIPAL}`",
                f"grant CreateInstance on project {PROJECT} to user `{PRINCIPAL}`",
                f"grant Describe, Alter, Update on table test_kafka to user `{PRINCIPAL}`"):
            self.owner.execute_security_query(statement)
        role = self.as_role(self.emulator.assume_role(ROLE))

        table = role.get_table("test_kafka")
        with table.open_writer(partition="pt='11-17-2020 15'", create_partition=True) as writer:
            writer.write([["maxcompute-test-input", 0, 0, "1", "1"]])

        self.assertEqual(self.partitions("test_kafka", role).strip(), "pt=11-17-2020 15")
        self.assertEqual(
            self.rows('select * from test_kafka where pt ="11-17-2020 15";'),
            [["maxcompute-test-input", 0, 0, "1", "1", "11-17-2020 15"]])
        # The four grants do not read.
        with self.assertRaises(errors.NoPermission) as refused:
            self.rows('select * from test_kafka where pt ="11-17-2020 15";', role)
        for part in ("odps:Select", "projects/connector_test/tables/test_kafka", PRINCIPAL):
            self.assertIn(part, str(refused.exception))

    def test_every_type_is_written_and_read_back(self):
        types = {
            "a": ("tinyint", 1), "b": ("smallint", -2), "c": ("int", 3), "d": ("bigint", 2**62),
            "e": ("float", 1.5), "f": ("double", 0.1), "g": ("boolean", True),
            "h": ("string", "h\u00e9llo, \"x\"\n"), "i": ("varchar(10)", "v"), "j": ("char(3)", "abc"),
            "k": ("binary", b"\x00\xff\x01"), "l": ("decimal(20,4)", decimal.Decimal("-3.1400")),
            "m": ("date", datetime.date(1969, 12, 31)),
            "n": ("datetime", datetime.datetime(2024, 1, 2, 3, 4, 5)),
            "o": ("array<bigint>", [1, None, 2]), "p": ("map<string,bigint>", {"a": 1}),
            "q": ("json", {"a": [1]}),
        }
        columns = ", ".join(f"{name} {kind} comment 'x'" for name, (kind, _) in types.items())
        self.owner.execute_sql(f"create table {self.table} ({columns}) lifecycle 7")
        table = self.owner.get_table(self.table)
        row = [value for _, value in types.values()]
        with table.open_writer() as writer:
            writer.write([row, [None] * len(row)])

        with table.open_reader() as reader:
            self.assertEqual(reader.count, 2)
            read = [list(record.values) for record in reader]
        self.assertEqual(read, [row, [None] * len(row)])
        self.assertEqual(self.rows(f"select * from {self.table} where d is not null"), [row])

    def test_several_blocks_sessions_and_partitions(self):
        self.owner.execute_sql(
            f"create table {self.table} (id bigint, s string) partitioned by (pt string, hh bigint)")
        table = self.owner.get_table(self.table)
        for hour in (1, 2):
            table.create_partition(f"pt='2024-01-01 10:05+%&',hh={hour}", if_not_exists=True)
        with table.open_writer(partition="pt='2024-01-01 10:05+%&',hh=1", blocks=[0, 7, 19999]) as writer:
            for block in (19999, 0, 7):
                writer.write(block, [[block * 10 + i, "x" * i] for i in range(1000)])
        with table.open_reader(partition="pt='2024-01-01 10:05+%&',hh=1") as reader:
            self.assertEqual(reader.count, 3000)
            ids = [record["id"] for record in reader[990:1010]]
        self.assertEqual(ids, list(range(990, 1000)) + list(range(70, 80)))
        self.assertEqual(
            [str(partition.name) for partition in table.partitions],
            ["pt='2024-01-01 10:05+%&',hh='1'", "pt='2024-01-01 10:05+%&',hh='2'"])
        self.assertEqual(self.rows(
            f"select count(*), count(distinct id), min(id), max(s) from {self.table} "
            f"where hh = 1 and id between 0 and 99"), [[130, 100, 0, "x" * 99]])
        self.assertTrue(table.exist_partition("pt='2024-01-01 10:05+%&',hh='2'"))
        table.delete_partition("pt='2024-01-01 10:05+%&',hh='2'")
        self.assertFalse(table.exist_partition("pt='2024-01-01 10:05+%&',hh='2'"))

    def test_select_sorts_groups_and_limits(self):
        self.owner.execute_sql(f"create table {self.table} (topic string, partition bigint, offset bigint)")
        with self.owner.get_table(self.table).open_writer() as writer:
            writer.write([["b", 0, 3], ["a", 1, 2], [None, 1, 1], ["a", 0, 0]])
        self.assertEqual(
            self.rows(f"-- remark\nSELECT `topic`, offset AS o FROM {PROJECT}.`{self.table}` WHERE NOT "
                      "(partition = 0 OR topic IS NULL) OR offset IN (0, 3) ORDER BY offset DESC LIMIT 2;"),
            [["b", 3], ["a", 2]])
        self.assertEqual(
            self.rows(f"select partition, count(*) n, max(offset) from {self.table} "
                      "group by partition order by n, partition"), [[0, 2, 3], [1, 2, 2]])
        self.assertEqual(self.rows(f"select count(*) from {self.table} where topic <> 'a'"), [[1]])
        self.assertEqual(self.rows(f"select * from {self.table} where topic = 'none'"), [])
        raw = self.owner.execute_sql(f"select topic, offset from {self.table} where offset < 2 "
                                     "order by offset").open_reader(tunnel=False).raw
        self.assertEqual(raw, '"topic","offset"\n"a","0"\n\\N,"1"\n')

    def test_head_previews_rows(self):
        self.owner.execute_sql(f"create table {self.table} (a string, b bigint) partitioned by (pt string)")
        table = self.owner.get_table(self.table)
        with table.open_writer(partition="pt='x'", create_partition=True) as writer:
            writer.write([["q\"", 1], [None, 2]])
        self.assertEqual([list(record.values) for record in table.head(5, partition="pt='x'")],
                         [["q\"", 1, "x"], [None, 2, "x"]])

    def test_tables_are_listed_described_and_dropped(self):
        self.owner.execute_sql(f"create table {self.table} (a string not null comment 'c') comment 'about'")
        with self.assertRaises(errors.ODPSError):
            self.owner.execute_sql(f"create table {self.table} (a string)")
        self.assertIn(self.table, [table.name for table in self.owner.list_tables(prefix=self.table)])
        table = self.owner.get_table(self.table)
        self.assertEqual(table.comment, "about")
        self.assertFalse(table.table_schema.columns[0].nullable)
        self.assertIn(self.table, self.owner.execute_sql("show tables").open_reader().raw)
        self.owner.execute_sql(f"desc {self.table}")
        with self.assertRaises(errors.ODPSError) as refused:
            with table.open_writer() as writer:
                writer.write([[None]])
        self.assertIn("is not nullable", str(refused.exception))
        table.drop()
        self.assertFalse(self.owner.exist_table(self.table))
        with self.assertRaises(errors.NoSuchTable):
            self.owner.execute_sql(f"select * from {self.table}")

    def test_wrong_signatures_and_unknown_keys_are_refused(self):
        for key, code in (((OWNER_KEY[0], "wrong"), "SignatureNotMatch"),
                          (("LTAInobody", "x"), "InvalidAccessKeyId")):
            client = ODPS(*key, project=PROJECT, endpoint=self.emulator.endpoint)
            with self.assertRaises(errors.ODPSError) as refused:
                client.get_table("any").reload()
            self.assertEqual(refused.exception.code, code)

    def test_version_4_signatures_are_taken(self):
        client = ODPS(*OWNER_KEY, project=PROJECT, endpoint=self.emulator.endpoint,
                      region_name="cn-hangzhou")
        client.execute_sql(f"create table {self.table} (a string)")
        with client.get_table(self.table).open_writer() as writer:
            writer.write([["x"]])
        self.assertEqual(self.rows(f"select a from {self.table}", client), [["x"]])

    def test_each_missing_grant_is_named(self):
        role_name = "each-grant"
        self.emulator.create_role(role_name)
        principal = f"RAM${OWNER_UID}:role/{role_name}"
        self.owner.execute_sql(f"create table {self.table} (a string) partitioned by (pt string)")
        self.owner.execute_security_query(f"add user `{principal}`")
        role = self.as_role(self.emulator.assume_role(role_name))

        def refused(action, call):
            with self.assertRaises(errors.NoPermission) as error:
                call()
            self.assertIn(f"'odps:{action}'", str(error.exception))
            self.assertIn(principal, str(error.exception))

        def grant(action, what):
            self.owner.execute_security_query(f"grant {action} on {what} to user `{principal}`")

        add = lambda: role.execute_sql(f"alter table {self.table} add if not exists partition (pt='1')")
        table = role.get_table(self.table)
        refused("CreateInstance", add)
        grant("CreateInstance", f"project {PROJECT}")
        refused("Alter", add)
        grant("Alter", f"table {self.table}")
        add()
        refused("Describe", table.reload)
        refused("Describe", lambda: self.partitions(self.table, role))
        grant("Describe", f"table {self.table}")
        self.assertEqual(self.partitions(self.table, role), "pt=1\n")

        def write():
            with table.open_writer(partition="pt='1'") as writer:
                writer.write([["x"]])

        def read():
            with table.open_reader(partition="pt='1'") as reader:
                return [record[0] for record in reader]

        refused("Update", write)
        grant("Update", f"table {self.table}")
        write()
        refused("Select", read)
        grant("Select", f"table {self.table}")
        self.assertEqual(read(), ["x"])
        refused("CreateTable", lambda: role.execute_sql("create table forbidden (a string)"))
        refused("Drop", lambda: role.execute_sql(f"drop table {self.table}"))
        self.owner.execute_security_query(f"revoke Update on table {self.table} from user `{principal}`")
        refused("Update", write)
        self.owner.execute_security_query(f"remove user `{principal}`")
        refused("Read", read)  # Not a user any more: no grant would help.

    def test_security_questions_are_answered(self):
        who = self.owner.run_security_query("whoami")
        self.assertEqual(who["ID"], OWNER_UID)
        self.owner.run_security_query(f"add user ALIYUN${SERVICE_UID}")
        self.assertIn(f"ALIYUN${SERVICE_UID}", str(self.owner.run_security_query("list users")))
        self.owner.run_security_query(
            f"grant List, CreateInstance on project {PROJECT} to user ALIYUN${SERVICE_UID}")
        shown = str(self.owner.run_security_query(f"show grants for user ALIYUN${SERVICE_UID}"))
        self.assertIn("CreateInstance", shown)
        with self.assertRaises(errors.ODPSError):
            self.owner.run_security_query(f"add user `RAM${OWNER_UID}:role/nobody`")

    def test_roles_and_tokens(self):
        made = self.emulator.create_role("Kafka-Role")
        self.assertEqual(made["Arn"], f"acs:ram::{OWNER_UID}:role/Kafka-Role")
        ram = lambda action, **p: self.emulator.rpc(action, "2015-05-01", OWNER_KEY, **p)
        self.assertEqual(ram("GetRole", RoleName="kafka-role")["Role"]["RoleName"], "Kafka-Role")
        with self.assertRaises(RpcError) as twice:
            self.emulator.create_role("kafka-ROLE")
        self.assertEqual((twice.exception.status, twice.exception.code), (409, "EntityAlreadyExists.Role"))
        with self.assertRaises(RpcError) as root:
            self.emulator.assume_role("Kafka-Role", key=OWNER_KEY)
        self.assertEqual(root.exception.code, "NoPermission")
        with self.assertRaises(RpcError) as wrong:
            self.emulator.assume_role("Kafka-Role", key=(SERVICE_KEY[0], "wrong"))
        self.assertEqual(wrong.exception.code, "SignatureDoesNotMatch")
        token = self.emulator.assume_role("Kafka-Role", in_body=True)
        self.assertTrue(token["AccessKeyId"].startswith("STS."))
        without = ODPS(token["AccessKeyId"], token["AccessKeySecret"], project=PROJECT,
                       endpoint=self.emulator.endpoint)
        with self.assertRaises(errors.ODPSError) as refused:
            without.get_table("any").reload()
        self.assertEqual(refused.exception.code, "InvalidSecurityToken")
        ram("UpdateRole", RoleName="Kafka-Role", NewAssumeRolePolicyDocument=
            '{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
            '"Principal":{"Service":["fc.aliyuncs.com"]}}]}')
        with self.assertRaises(RpcError) as untrusted:
            self.emulator.assume_role("Kafka-Role")
        self.assertEqual((untrusted.exception.status, untrusted.exception.code), (403, "NoPermission"))
        ram("DeleteRole", RoleName="Kafka-Role")
        with self.assertRaises(RpcError) as gone:
            self.emulator.assume_role("Kafka-Role")
        self.assertEqual((gone.exception.status, gone.exception.code), (404, "EntityNotExist.Role"))

    def test_a_commit_that_lost_its_answer_can_be_repeated(self):
        self.owner.execute_sql(f"create table {self.table} (a bigint)")
        tunnel = odps.tunnel.TableTunnel(self.owner)
        session = tunnel.create_upload_session(self.table)
        with session.open_record_writer(0) as writer:
            writer.write(session.new_record([1]))
        self.emulator.fault("POST", body={"match": {"operation": "commit_upload", "table": self.table},
                                          "action": "drop_after"})
        with self.assertRaises(requests.ConnectionError):
            session.commit([0])
        self.assertEqual(tunnel.create_upload_session(self.table, upload_id=session.id).status,
                         session.Status.Closed)
        session.commit([0])
        self.assertEqual(self.rows(f"select a from {self.table}"), [[1]])

    def test_a_held_commit_is_carried_out_when_it_is_released(self):
        self.owner.execute_sql(f"create table {self.table} (a bigint)")
        with self.owner.get_table(self.table).open_writer() as writer:
            writer.write([[1]])
        fault = self.emulator.fault("POST", body={
            "match": {"operation": "commit_upload", "table": self.table}, "action": "hold_before"})["id"]

        def write():
            with self.owner.get_table(self.table).open_writer() as late:
                late.write([[2]])

        writer = threading.Thread(target=write)
        writer.start()
        of = lambda: next(f for f in self.emulator.fault("GET")["faults"] if f["id"] == fault)
        while of()["holding"] == 0:
            time.sleep(0.01)
        self.assertEqual(self.rows(f"select count(*) from {self.table}"), [[1]])
        self.emulator.fault("POST", f"/{fault}/release", {})
        writer.join()
        self.assertEqual(self.rows(f"select count(*) from {self.table}"), [[2]])
        self.assertEqual((of()["hits"], of()["holding"]), (1, 0))


class Durability(unittest.TestCase):

    def test_killed_and_started_again_it_has_everything_that_was_committed(self):
        emulator = RunningEmulator()
        client = ODPS(*OWNER_KEY, project=PROJECT, endpoint=emulator.endpoint)
        client.execute_sql("create table t (a bigint) partitioned by (pt string)")
        emulator.create_role("kept")
        client.execute_security_query(f"add user `RAM${OWNER_UID}:role/kept`")
        token = emulator.assume_role("kept")
        with client.get_table("t").open_writer(partition="pt='1'", create_partition=True) as writer:
            writer.write([[1], [2]])
        tunnel = odps.tunnel.TableTunnel(client)
        session = tunnel.create_upload_session("t", partition_spec="pt=1")
        with session.open_record_writer(0) as writer:
            writer.write(session.new_record([3]))

        emulator.kill()
        emulator.start()

        client = ODPS(*OWNER_KEY, project=PROJECT, endpoint=emulator.endpoint)
        count = lambda: client.execute_sql("select count(*), sum(a) from t").open_reader(tunnel=True)[0].values
        self.assertEqual(list(count()), [2, 3])
        session = odps.tunnel.TableTunnel(client).create_upload_session(
            "t", partition_spec="pt=1", upload_id=session.id)
        session.commit([0])
        self.assertEqual(list(count()), [3, 6])
        role = ODPS(account=StsAccount(token["AccessKeyId"], token["AccessKeySecret"], token["SecurityToken"]),
                    project=PROJECT, endpoint=emulator.endpoint)
        self.assertEqual(role.run_security_query("whoami")["DisplayName"], f"RAM${OWNER_UID}:role/kept")
        self.assertEqual(emulator.stop(), 0)

    def test_a_session_that_expired_is_never_committed(self):
        emulator = RunningEmulator("--session_life=1s")
        client = ODPS(*OWNER_KEY, project=PROJECT, endpoint=emulator.endpoint)
        client.execute_sql("create table t (a bigint)")
        session = odps.tunnel.TableTunnel(client).create_upload_session("t")
        with session.open_record_writer(0) as writer:
            writer.write(session.new_record([3]))
        while session.status == session.Status.Normal:
            session.reload()
            time.sleep(0.05)
        self.assertEqual(session.status, session.Status.Expired)
        emulator.kill()
        emulator.flags = ()
        emulator.start()
        client = ODPS(*OWNER_KEY, project=PROJECT, endpoint=emulator.endpoint)
        session = odps.tunnel.TableTunnel(client).create_upload_session("t", upload_id=session.id)
        self.assertEqual(session.status, session.Status.Expired)
        with self.assertRaises(errors.ODPSError):
            session.commit([0])
        self.assertEqual(emulator.stop(), 0)


if __name__ == "__main__":
    unittest.main()

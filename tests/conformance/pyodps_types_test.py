"""Types, schemas, previews, SQL and signatures: what an unmodified pyodps reads and writes beside the tunnel's sessions."""

import csv
import datetime
import decimal
import os
import subprocess
import unittest

from odps import ODPS, errors, options

from running_emulator import OWNER_KEY, PROJECT, RunningEmulator

options.retry_times = 0
options.verbose = False

# Column, type, and a value as pyodps gives it back.
ROW = [
    ("a", "tinyint", 1), ("b", "smallint", -2), ("c", "int", 3), ("d", "bigint", 2**62),
    ("e", "float", 1.5), ("f", "double", 0.1), ("g", "boolean", True),
    ("h", "string", "h\u00e9llo, \"x\"\n"), ("i", "varchar(10)", "v"), ("j", "char(3)", "abc"),
    ("k", "binary", b"\x00\xff\x01"), ("l", "decimal(20,4)", decimal.Decimal("-3.1400")),
    ("m", "date", datetime.date(1969, 12, 31)), ("n", "datetime", datetime.datetime(2024, 1, 2, 3, 4, 5)),
    ("q", "json", {"a": [1]}), ("r", "array<bigint>", [1, None, 2]),
    ("s", "map<string,array<double>>", {"k": [0.5, None]}),
    ("t", "struct<x:bigint,y:struct<z:string>>", (7, ("deep",))),
]
# The same as INSERT spells it and as a result in CSV prints it.
LITERALS = {
    "tinyint": ("1", "1"), "smallint": ("-2S", "-2"), "int": ("3", "3"), "bigint": ("9223372036854775807", None),
    "float": ("0.1", "0.1"), "double": ("1e300", None), "boolean": ("true", "true"),
    "string": (r"'it''s \"x\"'", "it's \"x\""), "varchar(3)": ("'abc'", "abc"), "char(3)": ("'ab'", "ab"),
    "binary": ("X'00ff41'", "=00=FFA"), "decimal(5,2)": ("3.14159", "3.14"), "date": ("date '2024-02-29'", "2024-02-29"),
    "datetime": ("datetime '2024-01-02 03:04:05'", "2024-01-02 03:04:05"),
    "timestamp": ("timestamp '1969-12-31 23:59:59.000000001'", "1969-12-31 23:59:59.000000001"),
    "timestamp_ntz": ("timestamp_ntz '2024-01-02 03:04:05'", "2024-01-02 03:04:05"),
    "json": ("json '{\"a\": 1}'", "{\"a\": 1}"), "array<string>": ("array('x', null)", r'["x", \N]'),
    "map<string,bigint>": ("map('k', 1)", '{"k":1}'),
    "struct<a:bigint,b:array<date>>": ("named_struct('a', 1, 'b', array('2024-01-02'))", "{a:1, b:[2024-01-02]}"),
}


def plain(value):
    return tuple(plain(part) for part in value) if isinstance(value, tuple) else value


class TypesTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.emulator = RunningEmulator()
        cls.odps = ODPS(*OWNER_KEY, project=PROJECT, endpoint=cls.emulator.endpoint)

    @classmethod
    def tearDownClass(cls):
        cls.emulator.kill()

    def setUp(self):
        self.table = "t_" + self.id().rsplit(".", 1)[-1].lower()[:100]

    def rows(self, sql, client=None, **kwargs):
        with (client or self.odps).execute_sql(sql, **kwargs).open_reader(tunnel=True) as reader:
            return [[plain(value) for value in record.values] for record in reader]

    def make_with_row(self):
        columns = ", ".join(f"{name} {kind}" for name, kind, _ in ROW)
        self.odps.execute_sql(f"create table {self.table} ({columns}) partitioned by (pt string, hh bigint)")
        table = self.odps.get_table(self.table)
        with table.open_writer(partition="pt='x',hh=1", create_partition=True) as writer:
            writer.write([[value for _, _, value in ROW], [None] * len(ROW)])
        return table

    def test_every_type_goes_there_and_back(self):
        table = self.make_with_row()
        rows = [[value for _, _, value in ROW], [None] * len(ROW)]
        with table.open_reader(partition="pt='x',hh=1") as reader:
            # Values of partition keys are the client's own addition, as texts.
            self.assertEqual([[plain(v) for v in record.values] for record in reader], [row + ["x", "1"] for row in rows])
        self.assertEqual(self.rows(f"select * from {self.table}"), [row + ["x", 1] for row in rows])
        self.assertEqual(self.rows(f"select t, r from {self.table} where l = -3.14 and m < '1970-01-01'"),
                         [[(7, ("deep",)), [1, None, 2]]])

    def test_every_type_is_inserted_and_printed(self):
        kinds = list(LITERALS)
        self.odps.execute_sql(
            f"create table {self.table} (" + ", ".join(f"c{i} {kind}" for i, kind in enumerate(kinds)) + ")")
        self.odps.execute_sql(
            f"insert into table {self.table} values ("
            + ", ".join(literal for literal, _ in LITERALS.values()) + "), ("
            + ", ".join("null" for _ in kinds) + ")")
        text = self.odps.execute_sql(f"select * from {self.table}").get_task_result("AnonymousSQLTask")
        first, second = list(csv.reader(text.splitlines()))[1:]
        for kind, text in zip(kinds, first):
            if LITERALS[kind][1] is not None:
                self.assertEqual(text, LITERALS[kind][1], kind)
        self.assertEqual(second, [r"\N"] * len(kinds))

    def test_what_does_not_fit_is_not_stored_and_its_column_named(self):
        cases = [("tinyint not null", None, "is not nullable"), ("tinyint", 127, None), ("varchar(2)", "\u00e9\u00e9", None),
                 ("decimal(4,2)", decimal.Decimal("99.994"), None)]
        for number, (kind, value, why) in enumerate(cases):
            name = f"{self.table}_{number}"
            self.odps.execute_sql(f"create table {name} (c {kind})")

            def write(name=name, value=value):
                with self.odps.get_table(name).open_writer() as writer:
                    writer.write([[value]])

            if why is None:
                write()
            else:
                with self.assertRaises(errors.ODPSError) as refused:
                    write()
                self.assertIn(why, str(refused.exception))
                self.assertIn("column c", str(refused.exception))
        self.assertEqual(self.rows(f"select * from {self.table}_3"), [[decimal.Decimal("99.99")]])
        with self.assertRaises(errors.ODPSError) as refused:
            self.odps.execute_sql(f"insert into {self.table}_1 values (128)")
        self.assertIn("'128' is no value of type tinyint", str(refused.exception))

    def test_a_table_tells_all_that_was_said_of_it(self):
        self.odps.execute_sql(
            f"create table {self.table} (id bigint not null comment 'it''s', m map<string,decimal(10,2)>, "
            "primary key (id)) comment 'about' partitioned by (pt string comment 'day') "
            "tblproperties ('transactional'='true') lifecycle 7")
        table = self.odps.get_table(self.table)
        self.assertEqual((table.comment, table.lifecycle), ("about", 7))
        self.assertEqual([(c.name, str(c.type).lower(), c.nullable, c.comment) for c in table.table_schema.simple_columns],
                         [("id", "bigint", False, "it's"), ("m", "map<string,decimal(10,2)>", True, "")])
        self.assertEqual(table.table_schema.partitions[0].comment, "day")
        self.assertEqual(table.primary_key, ["id"])
        self.assertTrue(table.is_transactional)
        made = self.odps.execute_sql(f"show create table {self.table}").open_reader().raw
        self.odps.execute_sql(f"drop table {self.table}")
        self.odps.execute_sql(made)
        self.assertEqual(self.odps.get_table(self.table).primary_key, ["id"])

    def test_head_gives_the_first_rows(self):
        table = self.make_with_row()
        first = table.head(1, partition="pt='x',hh=1", columns=["d", "h"])
        self.assertEqual([list(record.values)[:2] for record in first], [[2**62, "h\u00e9llo, \"x\"\n"]])
        # Whole rows, but for what pyodps leaves as text, and DATETIME, which it takes for one of its own zone.
        names = [name for name, kind, _ in ROW if kind not in ("binary", "json", "datetime")]
        rows = [[plain(value) for value in record.values] for record in table.head(5, columns=names)]
        self.assertEqual(rows[0], [value for name, _, value in ROW if name in names])
        self.assertEqual(rows[1], [None] * len(names))

    def test_columns_that_are_added_are_written_next_to_those_before(self):
        self.odps.execute_sql(f"create table {self.table} (a bigint)")
        with self.odps.get_table(self.table).open_writer() as writer:
            writer.write([[1]])
        self.odps.execute_sql(f"ALTER TABLE {self.table} ADD COLUMNS (insert_time BIGINT, headers MAP<STRING,STRING>);")
        with self.odps.get_table(self.table).open_writer() as writer:
            writer.write([[2, 5, {"k": "v"}]])
        self.assertEqual(self.rows(f"select * from {self.table}"), [[1, None, None], [2, 5, {"k": "v"}]])

    def test_schemas(self):
        self.odps.create_schema("conformance")
        self.assertTrue(self.odps.exist_schema("conformance"))
        self.assertFalse(self.odps.exist_schema("nowhere"))
        self.assertIn("conformance", [schema.name for schema in self.odps.list_schemas()])
        within = ODPS(*OWNER_KEY, project=PROJECT, schema="conformance", endpoint=self.emulator.endpoint)
        within.execute_sql("create table t (a bigint) partitioned by (pt string)")
        table = within.get_table("t")
        with table.open_writer(partition="pt='1'", create_partition=True) as writer:
            writer.write([[7]])
        with table.open_reader(partition="pt='1'") as reader:
            self.assertEqual([record[0] for record in reader], [7])
        self.assertEqual(self.rows("select a from t", within), [[7]])
        self.assertEqual(self.rows("select a from conformance.t", within), [[7]])
        self.assertEqual(self.rows(f"select a from {PROJECT}.conformance.t"), [[7]])
        self.assertEqual([t.name for t in within.list_tables()], ["t"])
        self.assertTrue(table.exist_partition("pt='1'"))
        self.assertEqual([record[0] for record in table.head(1, partition="pt='1'")], [7])
        self.assertFalse(self.odps.exist_table("t"))
        with self.assertRaises(errors.ODPSError):
            self.odps.delete_schema("conformance")
        within.delete_table("t")
        self.odps.delete_schema("conformance")
        self.assertFalse(self.odps.exist_schema("conformance"))

    def test_signatures_of_version_4(self):
        client = ODPS(*OWNER_KEY, project=PROJECT, endpoint=self.emulator.endpoint, region_name="cn-hangzhou")
        client.execute_sql(f"create table {self.table} (a bigint)")
        self.assertIn("/cn-hangzhou/odps/aliyun_v4_request:",
                      client.rest.get(client.get_table(self.table).resource()).request.headers["Authorization"])
        with client.get_table(self.table).open_writer() as writer:
            writer.write([[1]])
        self.assertEqual(self.rows(f"select * from {self.table}", client), [[1]])

    def test_lists_come_in_pages(self):
        self.odps.execute_sql(f"create table {self.table} (a bigint) partitioned by (pt string)")
        self.odps.execute_sql(f"alter table {self.table} add " + " ".join(f"partition (pt='{i}')" for i in range(5)))
        table = self.odps.get_table(self.table)
        seen, marker = [], ""
        while True:
            page = self.odps.rest.get(table.resource(), params={
                "partitions": "", "expectmarker": "true", "maxitems": "2", "marker": marker, "name": ""}).text
            seen += page.split("<Name>")[1:]
            marker = page.partition("<Marker>")[2].partition("</Marker>")[0]
            if not marker:
                break
            self.assertEqual(page.count("<Name>"), 2)
        self.assertEqual([name.partition("<")[0] for name in seen], [f"pt={i}" for i in range(5)])

    def test_wrong_statements_raise_what_the_service_raises(self):
        for sql, kind, text in (
                ("select * from nowhere", errors.NoSuchTable, "ODPS-0130131:[1,15]"),
                ("select a\nform t", errors.ParseError, "ODPS-0130161:[2,"),
                ("create table x (a text)", errors.ParseError, "not a column type"),
                ("insert into nowhere values (1)", errors.NoSuchTable, "nowhere"),
                ("alter table nowhere add columns (a bigint)", errors.NoSuchTable, "ODPS-0130131:[1,13]")):
            with self.assertRaises(kind) as refused:
                self.odps.execute_sql(sql)
            self.assertIn(text, str(refused.exception))


class TlsTest(unittest.TestCase):

    def test_everything_is_served_within_tls(self):
        directory = os.environ.get("TEST_TMPDIR", "/tmp")
        certificate, key = os.path.join(directory, "certificate.pem"), os.path.join(directory, "key.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", key, "-out", certificate, "-days", "1", "-subj", "/CN=emulator",
                        "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        emulator = RunningEmulator(f"--tls_certificate_file={certificate}", f"--tls_key_file={key}")
        os.environ["REQUESTS_CA_BUNDLE"] = certificate
        try:
            odps = ODPS(*OWNER_KEY, project=PROJECT, endpoint=f"https://{emulator.address}/api")
            odps.execute_sql("create table t (a bigint)")
            with odps.get_table("t").open_writer() as writer:
                writer.write([[i] for i in range(1000)])
            with odps.execute_sql("select count(*) from t").open_reader(tunnel=True) as reader:
                self.assertEqual(reader[0][0], 1000)
            self.assertTrue(odps.get_table("t").open_reader().status is not None)
        finally:
            del os.environ["REQUESTS_CA_BUNDLE"]
        self.assertEqual(emulator.stop(), 0)


if __name__ == "__main__":
    unittest.main()

"""What tests of the tunnel share: an emulator, pyodps, and a table for each test."""

import contextlib
import unittest

import requests
from odps import ODPS, errors, options
from odps.tunnel import TableTunnel

from running_emulator import OWNER_KEY, PROJECT, RunningEmulator

options.retry_times = 0
options.verbose = False


class Tunnel(unittest.TestCase):
    """One emulator for a whole class of tests, and a table for each test."""

    flags = ()

    @classmethod
    def setUpClass(cls):
        cls.emulator = RunningEmulator(*cls.flags)
        cls.connect()

    @classmethod
    def connect(cls):
        cls.owner = ODPS(*OWNER_KEY, project=PROJECT, endpoint=cls.emulator.endpoint)
        cls.tunnel = TableTunnel(cls.owner)

    @classmethod
    def tearDownClass(cls):
        cls.emulator.kill()

    def setUp(self):
        self.table = "t_" + self.id().rsplit(".", 1)[-1].lower()[:100]

    def create(self, columns, rest=""):
        self.owner.execute_sql(f"create table {self.table} ({columns}) {rest}")

    def create_keyed(self, rest=""):
        self.create("id bigint not null, name string, city string, primary key (id)",
                    rest + " tblproperties ('transactional'='true')")

    def rows(self, what="*", rest=""):
        sql = f"select {what} from {self.table} {rest}"
        with self.owner.execute_sql(sql).open_reader(tunnel=True) as reader:
            return [list(record.values) for record in reader]

    def upload(self, *ids, block=0, **kwargs):
        """An upload session with one block that is not committed."""
        session = self.tunnel.create_upload_session(self.table, **kwargs)
        self.write(session, block, *ids)
        return session

    def write(self, session, block, *ids, compress=False):
        with session.open_record_writer(block, compress=compress) as writer:
            for one in ids:
                writer.write(session.new_record([one]))

    def download(self, session, start, count, **kwargs):
        with session.open_record_reader(start, count, **kwargs) as reader:
            return [list(record.values) for record in reader]

    def end(self, session, state):
        return requests.put(f"http://{self.emulator.address}/emulator/uploads/{session.id}",
                            json={"state": state}, timeout=30).status_code

    def end_all_open(self, state):
        return requests.put(f"http://{self.emulator.address}/emulator/uploads", json={"state": state}, timeout=30).status_code

    @contextlib.contextmanager
    def fault(self, operation, action, **more):
        fault = self.emulator.fault("POST", body={
            "match": {"operation": operation, "table": self.table}, "action": action, **more})["id"]
        yield
        struck = [f["struck"] for f in self.emulator.fault("GET")["faults"] if f["id"] == fault]
        self.emulator.fault("DELETE", f"/{fault}")
        self.assertGreater(struck[0], 0, f"{action} of {operation} struck nothing")

    @contextlib.contextmanager
    def refused(self, code):
        with self.assertRaises(errors.ODPSError) as error:
            yield error
        self.assertEqual(error.exception.code, code, error.exception)

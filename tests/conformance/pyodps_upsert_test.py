"""An unmodified pyodps against the emulator's upserts, on tables with a primary key."""

import datetime
import threading
import unittest

import requests
from odps import errors

from tunnel_case import Tunnel


class Upserts(Tunnel):

    def upsert(self, session, *rows, compress=False):
        stream = session.open_upsert_stream(compress=compress)
        for row in rows:
            stream.upsert(session.new_record(row))
        stream.close()

    def test_the_last_row_of_a_key_is_what_is_read(self):
        self.create_keyed()
        session = self.tunnel.create_upsert_session(self.table, slot_num=2)
        self.upsert(session, *[[i, "first", str(i)] for i in range(100)], [7, "again", None])
        self.assertEqual(self.rows("count(*)"), [[0]])
        session.commit()
        self.assertEqual(session.status, session.Status.Committed)

        session = self.tunnel.create_upsert_session(self.table)
        self.upsert(session, [7, "third", "x"], [100, "new", "y"], compress=True)
        stream = session.open_upsert_stream()
        stream.delete(session.new_record([8, None, None]))
        stream.delete(session.new_record([1000, None, None]))
        stream.close()
        session.commit()

        self.assertEqual(self.rows("count(*), count(distinct id)"), [[100, 100]])
        self.assertEqual(self.rows(rest="where id in (6, 7, 8, 100) order by id"),
                         [[6, "first", "6"], [7, "third", "x"], [100, "new", "y"]])
        download = self.tunnel.create_download_session(self.table)
        self.assertEqual(download.count, 100)

    def test_pyodps_writes_and_reads_a_keyed_table_by_itself(self):
        self.create_keyed("partitioned by (pt string)")
        table = self.owner.get_table(self.table)
        self.assertEqual((table.is_transactional, table.primary_key), (True, ["id"]))
        for name in ("first", "second"):
            with table.open_writer(partition="pt='x'", create_partition=True) as writer:
                writer.write([[1, name, None], [2, name, None]])
        with table.open_writer(partition="pt='x'") as writer:
            writer.delete([[2, None, None]])
        with table.open_reader(partition="pt='x'") as reader:
            self.assertEqual([list(record.values) for record in reader], [[1, "second", None, "x"]])

    def test_keys_of_several_columns_and_types(self):
        self.create("d date not null, s string not null, v bigint, primary key (s, d)",
                    "tblproperties ('transactional'='true')")
        session = self.tunnel.create_upsert_session(self.table)
        day = lambda number: datetime.date(2024, 1, number)
        self.upsert(session, [day(1), "a", 1], [day(2), "a", 2], [day(1), "b", 3], [day(1), "a", 4])
        session.commit()
        self.assertEqual(self.rows("s, d, v", "order by v"),
                         [["a", day(2), 2], ["b", day(1), 3], ["a", day(1), 4]])

    def test_an_aborted_session_changes_nothing(self):
        self.create_keyed()
        session = self.tunnel.create_upsert_session(self.table)
        self.upsert(session, [1, "x", None])
        session.abort()
        session.reload()
        self.assertEqual(session.status, session.Status.Aborted)
        with self.refused("StatusConflict"):
            session.commit()
        self.assertEqual(self.rows(), [])

    def test_a_row_without_its_key_is_refused(self):
        self.create_keyed()
        session = self.tunnel.create_upsert_session(self.table)
        with self.assertRaises(errors.ODPSError) as refused:
            self.upsert(session, [None, "x", None])
        self.assertIn("is not nullable", str(refused.exception))
        session.abort()

    def test_a_table_without_a_key_takes_no_upserts(self):
        self.create("a bigint")
        with self.refused("InvalidArgument"):
            self.tunnel.create_upsert_session(self.table)

    def test_a_session_is_over_when_columns_are_added(self):
        self.create_keyed()
        session = self.tunnel.create_upsert_session(self.table)
        self.upsert(session, [1, "x", None])
        self.owner.execute_sql(f"alter table {self.table} add columns (more bigint)")
        with self.refused("SchemaModified"):
            session.commit()
        session.close()
        again = self.tunnel.create_upsert_session(self.table)
        self.upsert(again, [1, "x", None, 5])
        again.commit()
        self.assertEqual(self.rows(), [[1, "x", None, 5]])

    def test_a_commit_that_lost_its_answer_can_be_repeated(self):
        self.create_keyed()
        session = self.tunnel.create_upsert_session(self.table)
        self.upsert(session, [1, "x", None])
        with self.fault("commit_upsert", "drop_after"), self.assertRaises(requests.ConnectionError):
            session.commit()
        session.commit()
        self.assertEqual(self.rows(), [[1, "x", None]])

    def test_sessions_that_commit_together_lose_nothing(self):
        self.create_keyed()
        sessions = [self.tunnel.create_upsert_session(self.table) for _ in range(4)]
        for number, session in enumerate(sessions):
            self.upsert(session, *[[number * 10 + i, "x", None] for i in range(10)])
        threads = [threading.Thread(target=session.commit) for session in sessions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.rows("count(*), min(id), max(id)"), [[40, 0, 39]])

    def test_packs_and_rows_outlive_the_process(self):
        self.create_keyed()
        first = self.tunnel.create_upsert_session(self.table)
        self.upsert(first, [1, "first", None], [2, "first", None])
        first.commit()
        second = self.tunnel.create_upsert_session(self.table)
        self.upsert(second, [1, "second", None])
        second.close()
        self.emulator.kill()
        self.emulator.start()
        self.connect()
        self.assertEqual(self.rows(rest="order by id"), [[1, "first", None], [2, "first", None]])
        self.tunnel.create_upsert_session(self.table, upsert_id=second.id).commit()
        self.assertEqual(self.rows(rest="order by id"), [[1, "second", None], [2, "first", None]])


class RepeatedUpserts(Tunnel):
    flags = ("--repeated_commit=status_conflict",)

    def test_the_other_answer_to_a_repeated_commit_of_an_upsert(self):
        self.create_keyed()
        session = self.tunnel.create_upsert_session(self.table)
        session.commit()
        with self.refused("UpsertSessionNotFound"):
            session.commit()


if __name__ == "__main__":
    unittest.main()

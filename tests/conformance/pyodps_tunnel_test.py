"""An unmodified pyodps against the emulator's tunnel: every kind of session, and what goes wrong with them."""

import contextlib
import datetime
import threading
import time
import unittest

import requests
from odps import ODPS, errors, options
from odps.tunnel import CompressOption, TableTunnel
from odps.tunnel.errors import TunnelError

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


class Uploads(Tunnel):

    def test_blocks_are_listed_replaced_and_committed_by_the_servers_list(self):
        self.create("a bigint")
        session = self.upload(1, block=7)
        self.write(session, 19999, 2, 3)
        self.write(session, 7, 4)
        self.assertEqual(sorted(session.get_block_list()), [7, 19999])
        for wrong in ([7], [7, 8], [7, 8, 19999], []):
            with self.assertRaises(TunnelError):
                session.commit(wrong)
        self.assertEqual(self.rows(), [])
        session.commit([7, 19999])
        self.assertEqual(self.rows(), [[4], [2], [3]])
        self.assertEqual(session.status, session.Status.Closed)
        self.assertEqual(sorted(session.get_block_list()), [7, 19999])

    def test_ids_beyond_the_last_block_are_refused(self):
        self.create("a bigint")
        session = self.upload(1)
        for block in (20000, -1):
            with self.refused("InvalidBlockID"):
                self.write(session, block, 1)

    def test_an_overwrite_replaces_everything_at_its_commit(self):
        self.create("a bigint")
        self.upload(1).commit([0])
        second = self.upload(2, overwrite=True)
        self.upload(3).commit([0])
        self.assertEqual(self.rows(rest="order by a"), [[1], [3]])
        second.commit([0])
        self.assertEqual(self.rows(), [[2]])
        self.tunnel.create_upload_session(self.table, overwrite=True).commit([])
        self.assertEqual(self.rows(), [])

    def test_an_overwrite_leaves_the_other_partitions(self):
        self.create("a bigint", "partitioned by (pt string)")
        for pt in "xy":
            self.upload(1, partition_spec=f"pt={pt}", create_partition=True).commit([0])
        self.upload(2, partition_spec="pt=x", overwrite=True).commit([0])
        self.assertEqual(self.rows(rest="order by pt"), [[2, "x"], [1, "y"]])

    def test_a_partition_that_is_missing_or_not_named_is_told(self):
        self.create("a bigint", "partitioned by (pt string)")
        with self.refused("NoSuchPartition"):
            self.upload(1, partition_spec="pt=none")
        with self.refused("MissingPartitionSpec"):
            self.upload(1)
        session = self.upload(1, partition_spec="pt=x", create_partition=True)
        self.owner.get_table(self.table).create_partition("pt='y'")
        with self.refused("InvalidResourceSpec"):
            self.tunnel.create_upload_session(self.table, partition_spec="pt=y", upload_id=session.id)
        with self.refused("NoSuchUpload"):
            self.tunnel.create_upload_session(self.table, partition_spec="pt=x", upload_id="none")

    def test_a_session_that_ended_otherwise_takes_nothing_more(self):
        self.create("a bigint")
        for state in ("EXPIRED", "CANCELED", "CRITICAL"):
            session = self.upload(1)
            self.assertEqual(self.end(session, state), 200)
            session.reload()
            self.assertEqual(session.status.value, state)
            with self.refused("StatusConflict"):
                session.commit([0])
            with self.refused("StatusConflict"):
                self.write(session, 1, 2)
            self.assertEqual(self.end(session, "CRITICAL"), 409)
        self.assertEqual(self.rows(), [])

    def test_a_client_can_cancel_its_session(self):
        self.create("a bigint")
        session = self.upload(1)
        for _ in range(2):
            answer = self.tunnel.tunnel_rest.delete(session._table.table_resource(),
                                                    params={"uploadid": session.id})
            self.assertEqual(answer.json()["Status"], "CANCELED")
        with self.refused("StatusConflict"):
            session.commit([0])

    def test_a_table_with_a_primary_key_takes_no_blocks_and_no_packs(self):
        self.create_keyed()
        with self.refused("InvalidArgument"):
            self.tunnel.create_upload_session(self.table)
        with self.refused("InvalidArgument"):
            self.tunnel.create_stream_upload_session(self.table)

    def test_every_compression_is_taken_and_given(self):
        self.create("a string")
        algorithms = CompressOption.CompressAlgorithm
        for algorithm in (algorithms.ODPS_ZLIB, algorithms.ODPS_ZSTD, algorithms.ODPS_LZ4,
                          algorithms.ODPS_SNAPPY):
            option = CompressOption(algorithm)
            values = [f"{algorithm.value} {i}" * 50 for i in range(3000)]
            session = self.tunnel.create_upload_session(self.table, overwrite=True, compress_option=option)
            self.write(session, 0, *values, compress=True)
            session.commit([0])
            download = self.tunnel.create_download_session(self.table, compress_option=option)
            read = self.download(download, 0, download.count, compress=True)
            self.assertEqual(read, [[value] for value in values], algorithm)


class RepeatedCommits(Tunnel):
    flags = ("--repeated_commit=status_conflict",)

    def test_the_other_answer_to_a_repeated_commit(self):
        self.create("a bigint")
        session = self.upload(1)
        session.commit([0])
        with self.refused("StatusConflict"):
            session.commit([0])
        session.reload()
        self.assertEqual(session.status, session.Status.Closed)
        self.assertEqual(self.rows(), [[1]])

    def test_the_other_answer_to_a_repeated_commit_of_an_upsert(self):
        self.create_keyed()
        session = self.tunnel.create_upsert_session(self.table)
        session.commit()
        with self.refused("UpsertSessionNotFound"):
            session.commit()


class SlowCommits(Tunnel):
    flags = ("--commit_takes=700ms",)

    def test_a_commit_is_carried_out_after_its_time_also_when_nobody_asks(self):
        self.create("a bigint")
        session = self.upload(1)
        session.commit([0])
        self.assertEqual(session.status, session.Status.Closing)
        with self.refused("StatusConflict"):
            self.write(session, 1, 2)
        self.assertEqual(self.rows(), [])
        time.sleep(0.8)
        self.assertEqual(self.rows(), [[1]])
        session.reload()
        self.assertEqual(session.status, session.Status.Closed)

    def test_a_commit_is_finished_by_the_next_process(self):
        self.create("a bigint")
        session = self.upload(1)
        session.commit([0])
        self.emulator.kill()
        self.emulator.start()
        self.connect()
        self.assertEqual(self.rows(), [[1]])
        again = self.tunnel.create_upload_session(self.table, upload_id=session.id)
        self.assertEqual(again.status, again.Status.Closed)


class Streams(Tunnel):

    def test_packs_are_seen_at_once(self):
        self.create("a bigint, s string", "partitioned by (pt string)")
        session = self.tunnel.create_stream_upload_session(
            self.table, partition_spec="pt=x", create_partition=True, slot_num=3)
        self.assertEqual(len(session.slots), 3)
        for flush in range(3):
            writer = session.open_record_writer(compress=flush == 1)
            writer.write(session.new_record([flush, "s"]))
            writer.close()
            self.assertEqual(self.rows("count(*)"), [[flush + 1]])
        session.reload(force=True)
        self.assertEqual(session.status, "normal")
        session.abort()  # Which the service answers, and does nothing.
        self.assertEqual(self.rows(rest="order by a"), [[0, "s", "x"], [1, "s", "x"], [2, "s", "x"]])

    def test_an_answer_that_was_lost_doubles_the_rows_of_a_client_that_repeats(self):
        self.create("a bigint")
        session = self.tunnel.create_stream_upload_session(self.table)

        def write():
            writer = session.open_record_writer()
            writer.write(session.new_record([1]))
            writer.close()

        with self.fault("put_stream", "drop_after"), self.assertRaises(requests.ConnectionError):
            write()
        write()
        self.assertEqual(self.rows(), [[1], [1]])

    def test_whoever_wants_the_latest_columns_is_told_that_there_are_more(self):
        self.create("a bigint")
        strict = self.tunnel.create_stream_upload_session(self.table, allow_schema_mismatch=False)
        easy = self.tunnel.create_stream_upload_session(self.table)

        def write(session, row):
            writer = session.open_record_writer()
            writer.write(session.new_record(row))
            writer.close()

        write(strict, [1])
        self.owner.execute_sql(f"alter table {self.table} add columns (b string)")
        with self.refused("SchemaModified") as refused:
            write(strict, [2])
        self.assertEqual(refused.exception.status_code, 412)
        write(easy, [3])
        write(self.tunnel.create_stream_upload_session(self.table, allow_schema_mismatch=False), [4, "new"])
        self.assertEqual(self.rows(rest="order by a"), [[1, None], [3, None], [4, "new"]])

    def test_what_does_not_fit_the_table_is_refused_whole(self):
        self.create("a bigint, s string not null")
        session = self.tunnel.create_stream_upload_session(self.table)
        writer = session.open_record_writer()
        writer.write(session.new_record([1, "ok"]))
        writer.write(session.new_record([2, None]))
        with self.refused("DataStoreError"):
            writer.close()
        self.assertEqual(self.rows(), [])

    def test_a_session_of_a_table_that_was_made_anew_is_not_found_there(self):
        self.create("a bigint")
        session = self.tunnel.create_stream_upload_session(self.table)
        self.owner.execute_sql(f"drop table {self.table}")
        self.create("a bigint")
        with self.refused("InvalidResourceSpec"):
            session.reload(force=True)

    def test_what_is_not_covered_says_so(self):
        self.create("a bigint", "partitioned by (pt string)")
        with self.refused("NotImplemented"):
            self.tunnel.create_stream_upload_session(self.table, dynamic_partition=True)


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


class Downloads(Tunnel):

    def test_ranges_and_columns(self):
        self.create("a bigint, s string, d double")
        table = self.owner.get_table(self.table)
        with table.open_writer(blocks=[0, 1]) as writer:
            for block in (0, 1):
                writer.write(block, [[block * 5 + i, f"s{i}", None] for i in range(5)])
        session = self.tunnel.create_download_session(self.table)
        self.assertEqual((session.count, session.status), (10, session.Status.Normal))
        ids = lambda start, count: [row[0] for row in self.download(session, start, count)]
        self.assertEqual(ids(3, 4), [3, 4, 5, 6])
        self.assertEqual(ids(8, 100), [8, 9])
        self.assertEqual(ids(10, 1), [])
        with self.refused("InvalidRowRange"):
            ids(11, 1)
        self.assertEqual(self.download(session, 1, 1, columns=["s", "a"]), [["s1", 1]])
        with self.refused("NoSuchDownload"):
            self.tunnel.create_download_session(self.table, download_id="none")

    def test_a_session_sees_what_was_there_when_it_was_made(self):
        self.create("a bigint")
        self.upload(1).commit([0])
        session = self.tunnel.create_download_session(self.table)
        self.upload(2).commit([0])
        self.assertEqual(self.download(session, 0, 10), [[1]])
        self.upload(3, overwrite=True).commit([0])
        with self.refused("TableModified"):
            self.download(session, 0, 10)

    def test_the_rows_of_a_select_keep_their_types(self):
        self.create("a bigint, s string")
        self.assertEqual(self.rows("a, s"), [])
        with self.owner.get_table(self.table).open_writer() as writer:
            writer.write([[i, None if i % 2 else str(i)] for i in range(5)])
        instance = self.owner.execute_sql(f"select s, a from {self.table} where a > 0")
        with instance.open_reader(tunnel=True) as reader:
            self.assertEqual(reader.count, 4)
            self.assertEqual([list(record.values) for record in reader[1:3]], [["2", 2], [None, 3]])


class Faults(Tunnel):

    def test_a_full_disk_fails_what_writes_and_nothing_else(self):
        self.create("a bigint")
        self.upload(1).commit([0])
        session = self.upload(2)
        with self.fault("put_block", "disk_full", times=0), self.refused("InternalServerError"):
            self.write(session, 1, 3)
        self.assertEqual(session.get_block_list(), [0])
        with self.fault("", "disk_full", times=0):
            answer = self.tunnel.tunnel_rest.post  # Without pyodps' repetitions, which take two minutes.
            with self.refused("InternalServerError"):
                answer(session._table.table_resource(), "", params={"uploadid": session.id})
            session.reload()
        self.assertEqual(session.status, session.Status.Normal)
        session.commit([0])
        self.assertEqual(self.rows(), [[1], [2]])

    def test_an_answer_that_is_cut_is_noticed(self):
        self.create("s string")
        self.upload("x" * 1000).commit([0])
        session = self.tunnel.create_download_session(self.table)
        for after in (0, 100, 1000):
            with self.fault("read_download", "cut", after_bytes=after), self.assertRaises(Exception):
                self.download(session, 0, 1)
        self.assertEqual(self.download(session, 0, 1), [["x" * 1000]])

    def test_the_next_calls_of_a_kind_fail_and_later_ones_do_not(self):
        self.create("a bigint")
        session = self.upload(1)
        with self.fault("put_block", "fail", times=2, skip=1, status=409, code="StatusConflict"):
            self.write(session, 1, 2)
            for _ in range(2):
                with self.refused("StatusConflict"):
                    self.write(session, 2, 3)
            self.write(session, 2, 4)
        session.commit([0, 1, 2])
        self.assertEqual(self.rows(), [[1], [2], [4]])

    def test_both_answers_to_a_repeated_commit_can_be_had_from_one_emulator(self):
        self.create("a bigint")
        session = self.upload(1)
        with self.fault("commit_upload", "fail", skip=1, status=409, code="StatusConflict"):
            session.commit([0])
            with self.refused("StatusConflict"):
                session.commit([0])
        session.commit([0])
        self.assertEqual(self.rows(), [[1]])

    def test_a_call_can_be_slow(self):
        self.create("a bigint")
        session = self.upload(1)
        with self.fault("commit_upload", "delay", delay_ms=300):
            begin = time.monotonic()
            session.commit([0])
        self.assertGreaterEqual(time.monotonic() - begin, 0.3)

    def test_a_fault_that_cannot_be_says_what_could(self):
        answer = requests.post(f"http://{self.emulator.address}/emulator/faults", timeout=30,
                               json={"action": "explode"})
        self.assertEqual(answer.status_code, 400)
        self.assertIn("disk_full", answer.json()["Message"])


class Quotas(Tunnel):
    flags = ("--quota_uploads_per_5min=2", "--quota_blocks_per_5min=3", "--quota_downloads_per_5min=1",
             "--quota_commits_per_15s=2", "--quota_commits_at_once=1")

    def answer(self, method, session, **params):
        """A request without pyodps' repetitions, which would not end."""
        try:
            call = getattr(self.tunnel.tunnel_rest, method)
            resource = session._table.table_resource()
            return call(resource, "", params=params) if method == "post" else call(resource, params=params)
        except errors.ODPSError as error:
            return error

    def throttled(self, code, method, session, **params):
        error = self.answer(method, session, **params)
        self.assertIsInstance(error, errors.ODPSError)
        self.assertEqual((error.code, error.status_code), (code, 429))

    def test_what_is_above_a_limit_is_throttled_per_table(self):
        self.create("a bigint")
        first, second = self.upload(1), self.upload(2)
        self.throttled("RequestQuotaExceeded", "post", first, uploads="1")
        self.write(second, 1, 3)
        with self.assertRaises(errors.ODPSError) as refused:
            self.write(second, 2, 4)
        self.assertEqual((refused.exception.code, refused.exception.status_code), ("FlowExceeded", 429))
        first.commit([0])
        second.commit([0, 1])
        self.throttled("QPSExceeded", "post", second, uploadid=second.id)
        self.tunnel.create_download_session(self.table)
        self.throttled("RequestQuotaExceeded", "post", first, downloads="")
        self.table += "_other"
        self.create("a bigint")
        self.upload(1).commit([0])

    def test_commits_at_the_same_time_are_throttled_with_the_time_to_wait(self):
        self.create("a bigint")
        first, second = self.upload(1), self.upload(2)
        with self.fault("commit_upload", "delay", delay_ms=1000):
            slow = threading.Thread(target=first._complete_upload)
            slow.start()
            time.sleep(0.4)
            self.throttled("SlotExceeded", "post", second, uploadid=second.id)
            slow.join()
        second.commit([0])
        self.assertEqual(self.rows(rest="order by a"), [[1], [2]])


class ShortLives(Tunnel):
    flags = ("--session_life=1s",)

    def test_every_kind_of_session_expires(self):
        self.create("a bigint")
        table = self.table
        upload = self.upload(1)
        stream = self.tunnel.create_stream_upload_session(self.table)
        download = self.tunnel.create_download_session(self.table)
        self.table += "_keyed"
        self.create_keyed()
        upsert = self.tunnel.create_upsert_session(self.table)
        upsert.close()
        long_upsert = self.tunnel.create_upsert_session(self.table, lifecycle=1)
        time.sleep(1.1)
        upload.reload()
        self.assertEqual(upload.status, upload.Status.Expired)
        with self.refused("StreamSessionNotFound"):
            stream.reload(force=True)
        upsert.reload()
        self.assertEqual(upsert.status, upsert.Status.Expired)
        with self.refused("StatusConflict"):
            upsert.commit()
        long_upsert.commit()
        download.reload()
        self.assertEqual(download.status, download.Status.Expired)
        self.table = table
        with self.refused("StatusConflict"):
            self.download(download, 0, 1)


if __name__ == "__main__":
    unittest.main()

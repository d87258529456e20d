"""An unmodified pyodps against the emulator's tunnel: uploads, downloads and streams."""

import time
import unittest

import requests
from odps.tunnel import CompressOption
from odps.tunnel.errors import TunnelError

from tunnel_case import Tunnel


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

    def test_all_open_sessions_can_be_ended_at_once(self):
        self.create("a bigint")
        committed = self.upload(1)
        committed.commit([0])
        open_ones = [self.upload(2), self.upload(3)]
        self.assertEqual(self.end_all_open("EXPIRED"), 200)
        for session in open_ones:
            session.reload()
            self.assertEqual(session.status.value, "EXPIRED")
        self.assertEqual(self.rows(), [[1]])
        self.assertEqual(self.end_all_open("CLOSED"), 400)

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


if __name__ == "__main__":
    unittest.main()

"""An unmodified pyodps against an emulator that fails, throttles and forgets."""

import threading
import time
import unittest

import requests
from odps import errors

from tunnel_case import Tunnel


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

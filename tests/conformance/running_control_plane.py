"""Starts the control plane's program for a test, on a fresh database of a real PostgreSQL."""

import os
import signal
import subprocess
import tempfile
import time
import uuid


def run(*command):
    """Its stdout; fails with its stderr."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} answered {done.returncode}: {done.stderr}")
    return done.stdout.strip()


class Cluster:
    """A real Kafka and a real PostgreSQL: those of the whole test run, or ones of our own."""

    def __init__(self):
        self.directory = tempfile.mkdtemp(prefix="cluster_", dir=os.environ.get("TEST_TMPDIR"))
        self.kafka = os.environ.get("SLUICE_TEST_KAFKA", "")
        self.postgres = os.environ.get("SLUICE_TEST_POSTGRES", "")
        self.own = []
        if not self.kafka:
            self.kafka = self._start("kafka")
        if not self.postgres:
            self.postgres = self._start("postgres")

    def _start(self, part):
        folder = os.path.join(self.directory, part)
        self.own.append((part, folder))
        return run(f"tests/cluster/{part}", "start", folder).splitlines()[-1].removeprefix("bootstrap=")

    def stop(self):
        for part, folder in self.own:
            run(f"tests/cluster/{part}", "remove" if part == "postgres" else "stop", folder)

    def fresh_database(self):
        name = "test_" + uuid.uuid4().hex
        run("psql", "-Xqt", "-d", self.postgres, "-c", f"create database {name}")
        base, _, options = self.postgres.partition("?")
        return base.rsplit("/", 1)[0] + "/" + name + ("?" + options if options else "")

    def tool(self, java_class, *arguments):
        """Runs one of Kafka's command line classes."""
        return run("tests/cluster/kafka", "tool", java_class, *arguments)

    def create_topic(self, name, partitions):
        self.tool("org.apache.kafka.tools.TopicCommand", "--bootstrap-server", self.kafka, "--create", "--topic",
                  name, "--partitions", str(partitions), "--replication-factor", "1")
        self.wait_for_topic(name)

    def wait_for_topic(self, name):
        """A broker may learn of a topic a moment after whoever made it has its answer."""
        for _ in range(20):
            known = self.tool("org.apache.kafka.tools.TopicCommand", "--bootstrap-server", self.kafka, "--list")
            if name in known.split():
                return
        raise AssertionError(f"the broker does not know topic {name}")


class RunningControlPlane:
    """The program, migrated and listening."""

    def __init__(self, database_url, service_key, sts_endpoint, authentication="none"):
        self.binary = os.environ["SLUICE_CONTROLPLANE"]
        self.directory = tempfile.mkdtemp(prefix="controlplane_", dir=os.environ.get("TEST_TMPDIR"))
        port_file = os.path.join(self.directory, "port")
        http_port_file = os.path.join(self.directory, "http_port")
        self.service_flags = [
            f"--service_access_key_id={service_key[0]}",
            f"--service_access_key_secret_file={self._secret('key', service_key[1])}",
            f"--sts_endpoint={sts_endpoint}",
        ]
        self.flags = [
            *self.service_flags,
            "--grpc_listen_address=127.0.0.1:0",
            f"--authentication={authentication}",
            f"--port_file={port_file}",
            "--http_listen=127.0.0.1:0",
            f"--http_port_file={http_port_file}",
            f"--database_url_file={self._secret('database_url', database_url)}",
            f"--secret_key_file={os.path.join(self.directory, 'secret_key')}",
        ]
        run(self.binary, "migrate", *self.flags)
        self.log_file = os.path.join(self.directory, "log")
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen([self.binary, *self.flags], stderr=log)
        deadline = time.monotonic() + 60
        while not os.path.exists(port_file):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the control plane did not start: " + self.log())
            time.sleep(0.02)
        with open(port_file, encoding="utf-8") as file:
            self.address = file.read().strip()
        with open(http_port_file, encoding="utf-8") as file:
            self.http = "http://" + file.read().strip()

    def _secret(self, name, text):
        path = os.path.join(self.directory, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def admin_token(self):
        """The secret of the first token; when asked once."""
        return run(self.binary, "create-admin-token", *self.flags)

    def log(self):
        with open(self.log_file, encoding="utf-8") as file:
            return file.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


class RunningWorker:
    """A worker of a control plane, with the same right to assume roles."""

    def __init__(self, plane):
        directory = tempfile.mkdtemp(prefix="worker_", dir=os.environ.get("TEST_TMPDIR"))
        self.log_file = os.path.join(directory, "log")
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                [os.environ["SLUICE_WORKER"], f"--control_plane_addresses={plane.address}",
                 f"--state_dir={directory}", "--worker_name=worker", *plane.service_flags], stderr=log)

    def log(self):
        with open(self.log_file, encoding="utf-8") as file:
            return file.read()

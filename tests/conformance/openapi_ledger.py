"""What was asked and answered, and which answers are faults."""

import collections
import json
import shlex
import threading

from openapi_world import INSTANCE


def error_of(response):
    """`NOT_FOUND CONNECTOR_NOT_FOUND` of an answer, empty when it is none of ours."""
    try:
        error = json.loads(response.content)["error"]
        reasons = [detail["reason"] for detail in error["details"] if detail["@type"].endswith("/google.rpc.ErrorInfo")]
        return " ".join([error["status"], *reasons])
    except (ValueError, KeyError, TypeError):
        return ""


def names_other_brokers(world, case):
    return case.path == "/v1/instances" or case.path_parameters.get("instance") != INSTANCE


def names_another_endpoint(world, case):
    said = json.dumps(case.body) if isinstance(case.body, dict) else ""
    return "ndpoint" in said.replace(f'"endpoint": "{world.emulator.endpoint}"', "")


# The answers of class 5xx that are the truth about something outside, which the request names: 503 with these reasons,
# and only when it names what is not there. Whatever is not here is a bug.
TRUTHFUL = {
    "UNAVAILABLE KAFKA_UNAVAILABLE": names_other_brokers,
    "UNAVAILABLE KAFKA_CONNECTION_TIMED_OUT": names_other_brokers,
    "UNAVAILABLE MAXCOMPUTE_UNREACHABLE": names_another_endpoint,
}


def is_truthful(world, case, response):
    names_it = TRUTHFUL.get(error_of(response))
    return response.status_code == 503 and names_it is not None and names_it(world, case)


class Ledger:
    """What was asked and answered. Many threads write."""

    def __init__(self, world):
        self.world = world
        self.lock = threading.Lock()
        self.statuses = collections.Counter()
        self.by_operation = collections.defaultdict(collections.Counter)
        self.server_errors = collections.Counter()
        self.slowest = {}
        self.failures = {}
        self.silent = {}

    def on_answer(self, context, case, response):
        with self.lock:
            self.statuses[response.status_code] += 1
            self.by_operation[case.operation.label][response.status_code] += 1
            self.slowest[case.operation.label] = max(self.slowest.get(case.operation.label, 0), response.elapsed)
            if response.status_code >= 500:
                self.server_errors[(response.status_code, error_of(response), case.operation.label)] += 1

    def on_failure(self, context, failure, case, response):
        if response.status_code >= 500 and is_truthful(self.world, case, response):
            return False
        key = (case.operation.label, failure.title, response.status_code, error_of(response))
        told = f"{self.curl(response.request)}\n    {failure.message}\n    {response.content[:600]!r}"
        with self.lock:
            # The shortest of them is read most easily.
            self.failures[key] = min(self.failures.get(key, told), told, key=len)
        return True

    def on_silence(self, context, case, request):
        with self.lock:
            self.silent.setdefault(case.operation.label, self.curl(request))

    def curl(self, request):
        """A line that sends the same again; whose token, instead of the token."""
        words = ["curl", "-i", "-X", request.method]
        for name, value in request.headers.items():
            value = value.decode("latin-1") if isinstance(value, bytes) else value
            for who, secret in self.world.tokens.items():
                value = value.replace(secret, who.upper() + "_TOKEN")
            if name in ("Authorization", "Content-Type"):
                words += ["-H", f"{name}: {value}"]
        if request.body:
            body = request.body if isinstance(request.body, str) else request.body.decode("utf-8", "backslashreplace")
            words += ["--data-binary", body]
        return shlex.join([*words, request.url])

    def tell(self):
        classes = collections.Counter()
        for status, count in self.statuses.items():
            classes[f"{status // 100}xx"] += count
        print(f"{sum(self.statuses.values())} requests to {len(self.by_operation)} operations:",
              ", ".join(f"{count} {name}" for name, count in sorted(classes.items())))
        print("by status:", ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items())))
        never = sorted(label for label, counts in self.by_operation.items() if not counts[200])
        print(f"answered by 200 at least once: {len(self.by_operation) - len(never)}; never:", ", ".join(never) or "-")
        slowest = sorted(self.slowest.items(), key=lambda item: -item[1])[:5]
        print("slowest:", ", ".join(f"{seconds:.1f} s {label}" for label, seconds in slowest))
        for (status, error, label), count in sorted(self.server_errors.items()):
            print(f"  {count} times {status} {error}: {label}")

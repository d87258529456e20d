"""What requests may say to a world, and who keeps it worth saying."""

import base64
import threading
import uuid

from openapi_world import CHANGED_INSTANCE
from openapi_world import CONNECTORS
from openapi_world import DARK_INSTANCE
from openapi_world import INSTANCE
from openapi_world import NOBODY_LISTENS
from openapi_world import ROLE
from openapi_world import TABLE
from running_emulator import OWNER_UID
from running_emulator import PROJECT


class Words:
    """What a request may say so that it comes further than to a name that nobody has: by names of fields and
    parameters."""

    def __init__(self, world):
        self.world = world
        orders = f"instances/{INSTANCE}/connectors/{CONNECTORS[0]}"
        times = ["2020-11-17T15:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"]
        durations = ["1s", "60s", "0s", "-1s", "0.000000001s", "315576000000s"]
        numbers = [0, 1, 2, -1, 1000, 2**31 - 1, -2**31]
        # Nobody there, a service of another kind, and MaxCompute where it is not.
        endpoints = [f"http://{NOBODY_LISTENS}/api", f"{world.plane.http}/openapi.json",
                     f"http://{world.emulator.address}/nothing"]
        # Made as the control plane makes them, but by a stranger.
        forged = base64.urlsafe_b64encode(b"1\noperations \n%d x" % (2**63 - 1)).decode().rstrip("=")
        self.said = {
            # Of paths.
            "instance": [*[INSTANCE] * 7, DARK_INSTANCE, CHANGED_INSTANCE, "-"],
            "connector": [*CONNECTORS],
            "revision": ["1", "2", "0", str(2**63 - 1)],
            "task": ["0", "1", "-1"],
            "deadLetter": ["dead-letter-0-0", f"dead-letter-{2**31 - 1}-{2**63 - 1}"],
            "apiToken": ["revoked", "nobody"],
            "worker": ["nobody"],
            "operation": ["nobody"],
            # Of queries and bodies.
            "instanceId": [INSTANCE, "another"],
            "connectorId": [*CONNECTORS, "another"],
            "source": [{"topic": world.topic}, {"topic": "nobody"}],
            "sink": [*[world.sink()] * 4, {**world.sink(), "format": "JSON", "delivery": "STREAM"},
                     *[{**world.sink(), "endpoint": endpoint} for endpoint in endpoints],
                     {**world.sink(), "mode": "VALUE", "partitionGranularity": "MINUTE", "timeZone": "Asia/Shanghai"}],
            "bootstrapServers": [[world.cluster.kafka], [NOBODY_LISTENS], ["nobody.invalid:9092"]],
            "endpoint": [world.emulator.endpoint, *endpoints],
            "tunnelEndpoint": [f"http://{world.emulator.address}", f"http://{NOBODY_LISTENS}"],
            "project": [PROJECT, "nobody"],
            "table": [TABLE, "nobody"],
            "topic": [world.topic, "nobody", "__consumer_offsets"],
            "accountUid": [OWNER_UID, "1"],
            "roleName": [ROLE, "nobody"],
            "target": [{"latest": True}, {"earliest": True}, {"time": times[0]}, {"time": times[2]}],
            "choice": [{"all": True}, {"marked": True}, {"names": [f"{orders}/deadLetters/dead-letter-0-0"]}],
            "names": [[orders]],
            "name": [orders, f"instances/{INSTANCE}"],
            "parent": [f"instances/{INSTANCE}", "instances/-"],
            "verb": ["pause", "resume", "deploy", "stop", "restart"],
            "filter": ["state = RUNNING", "desired_state = PAUSED AND name = or*", "labels.a = b", "done = true",
                       "kafka"],
            "orderBy": ["name", "severity desc", "update_time"],
            "updateMask": ["description", "*", "sink.mode", "bootstrap_servers", "error_policy"],
            "level": ["debug", "error"],
            "metrics": [["rows"], ["lag"]],
            "partition": [0, 1, -1, 2**31 - 1, "pt=11-17-2020 15"],
            "partitions": [[0], [{"partition": 0, "toOffset": "0"}]],
            "requestId": ["first"],
            "validateOnly": [True, False],
            "skipConnectionCheck": [True],
            "undeleteWindow": ["3600s"],
            "roleBindings": [[{"role": "VIEWER"}]],
            "apiTokenId": ["another"],
            "subscriptions": [[{"id": "all", "parent": "instances/-", "counts": True}]],
            "pageToken": ["nobody", forged],
            "etag": ["old"],
            "startTime": times, "endTime": times, "time": times,
            "step": durations, "duration": durations, "life": durations, "wait": ["1s", *durations[2:]],
            "timeout": ["1s", *durations[2:]],
            "pageSize": numbers, "limit": numbers,
        }
        self.always = {"pageToken": [forged]}

    def learn(self):
        """Names and tokens that the control plane gave meanwhile."""
        self.said["requestId"] = ["first", uuid.uuid4().hex]
        in_connector = f"/v1/instances/{INSTANCE}/connectors/{CONNECTORS[0]}"
        for word, target, find in [
                ("operation", "/v1/operations", lambda a: [o["name"].split("/", 1)[1] for o in a["operations"]]),
                ("worker", "/v1/workers", lambda a: [w["name"].split("/")[1] for w in a["workers"]]),
                ("revision", f"{in_connector}/revisions", lambda a: [r["number"] for r in a["revisions"]]),
                ("pageToken", f"{in_connector}/events?pageSize=1", lambda a: [a["nextPageToken"]]),
                ("etag", in_connector, lambda a: [a["etag"]])]:
            status, answer = self.world.ask("GET", target)
            try:
                self.said[word] = [*find(answer)[:5], *self.always.get(word, ["0"])]
            except KeyError:
                pass  # There is none yet.
        status, plan = self.world.ask("POST", f"{in_connector}:planOffsetChange", {"target": {"latest": True}})
        if status == 200:
            self.said["plan"] = [plan]

    def aimed(self, value, chance):
        """The same value, some of its fields said otherwise."""
        if isinstance(value, dict):
            return {name: self.word(name, child, chance) for name, child in value.items()}
        if isinstance(value, list):
            return [self.aimed(child, chance) for child in value]
        return value

    def word(self, name, value, chance, how_often=0.6):
        if name in self.said and chance.random() < how_often:
            return chance.choice(self.said[name])
        return self.aimed(value, chance)

    def added(self, values, names, chance, how_often):
        """With some of those fields that are not there."""
        # What the path says need not be said again.
        missing = [name for name in sorted(names)
                   if name in self.said and name not in values and name not in ("name", "parent")]
        return {**values, **{name: chance.choice(self.said[name]) for name in missing if chance.random() < how_often}}


class Keeper(threading.Thread):
    """Makes again what requests have deleted, and learns words."""

    def __init__(self, world, words):
        super().__init__(daemon=True)
        self.world = world
        self.words = words
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(2):
            self.world.make_what_is_missing()
            self.words.learn()

    def stop(self):
        self.over.set()
        self.join()

"""Requests that are generated from the OpenAPI document, to every call and for minutes: none is answered by a 5xx, and
every answer is what the document says.

    --seed=N      generates the requests of another run again; without it they are new ones. What the world holds when
                  one of them comes differs all the same
    --seconds=N   how long
"""

import argparse
import functools
import json
import random
import sys
import time
import unittest

import jsonschema_rs
import schemathesis
from schemathesis.engine import events
from schemathesis.engine import from_schema

from openapi_aim import Aim
from openapi_ledger import Ledger
from openapi_words import Keeper
from openapi_words import Words
from openapi_world import World

CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
          "data_of_events_is_what_the_document_says", "who_shows_no_token_gets_nothing")


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--seconds", type=int, default=300)
    return parser.parse_args()


@schemathesis.check
def data_of_events_is_what_the_document_says(context, response, case):
    """The document has the message beside the text that holds it, where no check of schemathesis looks."""
    content = case.operation.definition.raw["responses"]["200"]["content"]
    if response.status_code != 200 or "text/event-stream" not in content:
        return
    components = case.operation.schema.raw_schema["components"]
    schema = content["text/event-stream"]["schema"]["properties"]["data"]["x-json-schema"]
    validator = jsonschema_rs.validator_for({**schema, "components": components})
    for line in response.content.decode().splitlines():
        if line.startswith("data: "):
            wrong = [f"{error.instance_path}: {error.message}"
                     for error in validator.iter_errors(json.loads(line.removeprefix("data: ")))]
            assert not wrong, wrong


@schemathesis.check
def who_shows_no_token_gets_nothing(context, response, case):
    shown = response.request.headers.get("Authorization", "")
    if shown in ("", "Bearer slc_nobody") and response.status_code < 400 and case.method != "OPTIONS":
        raise AssertionError("somebody without a token is let in")


def config(asked):
    return schemathesis.Config.from_dict({
        "seed": asked.seed,
        "max-time": asked.seconds,
        # CPython 3.11 does not survive two threads that read Python's own source at once, which hypothesis does.
        "workers": 1,
        # The run goes on after a failure: one bug does not hide the next.
        "continue-on-failure": True,
        "request-timeout": 90,
        # What a strategy filters out or takes long for is no fault of ours.
        "suppress-health-check": ["all"],
        "warnings": False,
        "generation": {"database": "none"},
        "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
        # A stream goes on for an hour; its first event is enough.
        "operations": [{"include-path": "/v1:watch", "max-stream-events": 1}],
    })


class OpenApiSoakTest(unittest.TestCase):
    def test_no_generated_request_is_answered_by_a_5xx_and_answers_are_those_of_the_document(self):
        sys.stdout.reconfigure(line_buffering=True)
        asked = options()
        print(f"seed {asked.seed}, {asked.seconds} s", flush=True)
        world = World(self.addCleanup)
        schema = schemathesis.openapi.from_url(world.plane.http + "/openapi.json", config=config(asked))
        words = Words(world)
        ledger = Ledger(world)
        for name, hook in [("map_case", Aim(asked.seed, words, schema.raw_schema, world.tokens).at),
                           ("after_call", ledger.on_answer), ("filter_failure", ledger.on_failure),
                           ("after_network_error", ledger.on_silence)]:
            schema.hook(name)(functools.partial(hook))  # It writes into them, which a method does not allow.
        keeper = Keeper(world, words)
        keeper.start()
        began = time.monotonic()
        broken = []
        for event in from_schema(schema).execute():
            if isinstance(event, events.NonFatalError):
                broken.append(f"{event.label}: {event.info.title}: {event.info.message}")
            elif isinstance(event, events.FatalError):
                raise event.exception
        print(f"took {time.monotonic() - began:.0f} s")
        keeper.stop()
        ledger.tell()
        for key, told in sorted(ledger.failures.items()):
            print("\nFAILURE", *key, "\n   ", told)
        for label, line in sorted(ledger.silent.items()):
            print("\nNO ANSWER", label, "\n   ", line)
        for line in sorted(set(broken)):
            print("\nBROKEN", line)
        self.assertIsNone(world.plane.process.poll(), "the control plane has ended: " + world.plane.log()[-4000:])
        operations = {operation.ok().label for operation in schema.get_all_operations()}
        self.assertEqual(operations, set(ledger.by_operation), "an operation was never asked")
        self.assertEqual(([], [], []), (sorted(ledger.failures), sorted(ledger.silent), sorted(set(broken))))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

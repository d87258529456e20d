"""Holds docs/requirements.md to its word: every rule R0 to R27 names the tests that prove it, and these exist."""

import os
import re
import sys
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
RULES = {f"R{number}" for number in range(28)}
ROW = re.compile(r"^\| (R\d+) \| (.*) \|$", re.MULTILINE)
TARGET = re.compile(r"`//([a-z0-9_/]+):([a-z0-9_]+)`")


def proofs():
    with open(os.path.join(TOP, "docs", "requirements.md"), encoding="utf-8") as text:
        return {rule: TARGET.findall(cell) for rule, cell in ROW.findall(text.read())}


def is_a_test(folder, name):
    path = os.path.join(TOP, folder, "BUILD.bazel")
    if not os.path.exists(path):
        return False
    with open(path, encoding="utf-8") as text:
        return f'name = "{name}"' in text.read()


class RequirementsTest(unittest.TestCase):
    def test_every_rule_names_a_test(self):
        self.assertEqual(sorted(rule for rule in RULES if not proofs().get(rule)), [])

    def test_every_test_that_is_named_exists(self):
        bad = [f"{rule}: //{folder}:{name}" for rule, targets in proofs().items() for folder, name in targets
               if not is_a_test(folder, name)]
        self.assertEqual(bad, [])


if __name__ == "__main__":
    sys.exit(unittest.main())

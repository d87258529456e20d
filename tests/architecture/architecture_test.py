"""Refuses folder cycles, forbidden arrows and vendor headers outside their room. Reads every C++ file of the workspace.

ARCHITECTURE.md says why each arrow is as it is.
"""

import collections
import os
import re
import sys
import unittest

# `data` files are links into the workspace: from this one its top is found.
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
ROOMS = ["api", "base", "cli", "controlplane", "conversion", "dataplane", "emulator", "formats", "maxcompute", "tests"]
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)

# Who may include what beside itself. A room that is not named on the right is refused.
ARROWS = {
    "base": [],
    "maxcompute": ["base"],
    "formats": ["base"],
    "conversion": ["base", "maxcompute/record"],
    "emulator": ["base/check.h", "base/config", "base/http", "base/log", "base/process", "base/status", "base/sync", "base/time"],
    "api": ["base"],
    "cli": ["api", "base"],
    "controlplane": ["api", "base", "conversion", "formats", "maxcompute"],
    "dataplane": ["api", "base", "conversion", "formats", "maxcompute"],
}

# The stages of the data plane do not know each other; task/ knows their order.
STAGES = ["dataplane/commit", "dataplane/consume", "dataplane/deadletter", "dataplane/upload"]

# A vendor's header and the only rooms that may include it.
VENDORS = {
    r"librdkafka/": ["base/kafka"],
    r"pqxx/": ["controlplane/store/postgres"],
    r"postgresql/": ["controlplane/store/postgres"],
    r"curl/": ["base/http"],
    r"boost/": ["base/http"],
    r"sqlite3\.h": ["emulator"],
    r"grpc(pp)?/": ["api/client", "controlplane/rpc", "controlplane/gateway", "dataplane/worker", "cli"],
    r"yaml-cpp/": ["api/manifest", "base/config", "cli", "emulator"],
    r"spdlog/": ["base/log"],
    r"prometheus/": ["base/metrics"],
}

# Values that stay free of wires and stores.
PURE = {
    "controlplane/model": ["base", "controlplane/model"],
    "controlplane/lifecycle": ["base", "controlplane/lifecycle", "controlplane/model"],
    "controlplane/filter": ["base", "controlplane/filter", "controlplane/lifecycle", "controlplane/model"],
    "controlplane/scheduling": ["base", "controlplane/scheduling", "controlplane/model", "controlplane/store"],
}


def is_test(path):
    """Tests and what only tests use may reach further."""
    name = os.path.basename(path)
    return "_test." in name or "testing" in name or "in_memory" in name or "contract" in name or path.startswith("tests/")


def read_includes():
    found = {}
    for room in ROOMS:
        for folder, _, names in os.walk(os.path.join(TOP, room)):
            for name in names:
                if not name.endswith((".h", ".cc")):
                    continue
                path = os.path.relpath(os.path.join(folder, name), TOP)
                with open(os.path.join(folder, name), encoding="utf-8") as text:
                    found[path] = [a or b for a, b in INCLUDE.findall(text.read())]
    return found


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as text:
        return text.read()


def within(path, room):
    return path == room or path.startswith(room + "/")


class ArchitectureTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.includes = read_includes()

    def ours(self, path):
        """The includes of `path` that are files of this workspace."""
        return [i for i in self.includes[path] if i.split("/")[0] in ROOMS and "/" in i]

    def test_the_workspace_was_read(self):
        self.assertGreater(len(self.includes), 100)

    def test_arrows_point_one_way(self):
        bad = []
        for path in self.includes:
            room = path.split("/")[0]
            for include in self.ours(path):
                if within(include, room) or room not in ARROWS:
                    continue
                if is_test(path) and (within(include, "tests") or room != "emulator"):
                    continue
                if not any(within(include, allowed) for allowed in ARROWS[room]):
                    bad.append(f"{path} includes {include}")
        self.assertEqual(bad, [])

    def test_the_planes_never_include_each_other_not_even_in_tests(self):
        bad = [f"{path} includes {include}" for path in self.includes for include in self.ours(path)
               if {path.split("/")[0], include.split("/")[0]} == {"controlplane", "dataplane"}]
        self.assertEqual(bad, [])

    def test_stages_of_the_data_plane_do_not_include_each_other(self):
        bad = []
        for path in self.includes:
            for stage in STAGES:
                if within(path, stage) and not is_test(path):
                    bad += [f"{path} includes {i}" for i in self.ours(path)
                            if any(within(i, other) for other in STAGES + ["dataplane/task", "dataplane/worker"] if other != stage)]
        self.assertEqual(bad, [])

    def test_vendor_headers_stay_in_their_rooms(self):
        bad = []
        for path, includes in self.includes.items():
            if is_test(path):
                continue
            for include in includes:
                for vendor, rooms in VENDORS.items():
                    if re.match(vendor, include) and not any(within(path, room) for room in rooms):
                        bad.append(f"{path} includes {include}")
        self.assertEqual(bad, [])

    def test_pure_rooms_know_neither_wire_nor_store(self):
        bad = []
        for path in self.includes:
            for room, allowed in PURE.items():
                if within(path, room) and not is_test(path):
                    bad += [f"{path} includes {i}" for i in self.ours(path) if not any(within(i, a) for a in allowed)]
        self.assertEqual(bad, [])

    def test_folders_form_no_cycle(self):
        graph = collections.defaultdict(set)
        for path in self.includes:
            if is_test(path):
                continue
            for include in self.ours(path):
                here, there = os.path.dirname(path), os.path.dirname(include)
                if here != there and include in self.includes:
                    graph[here].add(there)

        def reach(start):
            seen, todo = set(), list(graph[start])
            while todo:
                folder = todo.pop()
                if folder not in seen:
                    seen.add(folder)
                    todo += graph[folder]
            return seen

        self.assertEqual(sorted(folder for folder in list(graph) if folder in reach(folder)), [])

    def test_pipelines_that_are_shown_are_those_that_are_there(self):
        shown = re.findall(r"`(deploy/ci/\S+\.yaml)`:\n\n```yaml\n(.*?)```", read("docs/ci.md"), re.DOTALL)
        self.assertEqual(len(shown), 2)
        for path, text in shown:
            self.assertIn(text, read(path), path)

    def test_nothing_is_named_for_what_it_is_not(self):
        bad = [path for path in self.includes
               if re.search(r"(^|[/_])(utils?|helpers?|common|misc|managers?)([._/]|$)", path)]
        self.assertEqual(bad, [])


if __name__ == "__main__":
    sys.exit(unittest.main())

"""Reads Bazel's build events: prints the slowest tests, then the counts. Exit code 1 when a test failed or none ran."""

import collections
import json
import sys


def main(events_path, seconds):
    took = collections.defaultdict(float)
    cached = set()
    verdicts = {}
    with open(events_path) as events:
        for line in events:
            event = json.loads(line)
            if "testResult" in event:
                label = event["id"]["testResult"]["label"]
                took[label] += int(event["testResult"].get("testAttemptDurationMillis", 0)) / 1000
                if event["testResult"].get("cachedLocally"):
                    cached.add(label)
            elif "testSummary" in event:
                verdicts[event["id"]["testSummary"]["label"]] = event["testSummary"]["overallStatus"]
            elif "targetCompleted" in event.get("id", {}) and not event.get("completed", {}).get("success"):
                verdicts.setdefault(event["id"]["targetCompleted"]["label"], "FAILED_TO_BUILD")
    failed = sorted(label for label, verdict in verdicts.items() if verdict not in ("PASSED", "FLAKY"))
    print("slowest:")
    for label in sorted(took, key=took.get, reverse=True)[:10]:
        print(f"  {took[label]:7.1f} s  {label}{' (cached)' if label in cached else ''}")
    for label in failed:
        print(f"{verdicts[label]}: {label}")
    print(f"took {seconds} s")
    print(f"{len(verdicts) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not verdicts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))

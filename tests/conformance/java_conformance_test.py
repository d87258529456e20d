"""The official Java client against the emulator: compiles java/*.java, runs them, and fails with the cases that failed."""

import glob
import os
import subprocess
import sys
import tempfile

from running_emulator import OWNER_KEY, OWNER_UID, PROJECT, RunningEmulator

ROLE = "JavaConformance"


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    jars = os.environ["SLUICE_ODPS_JARS"]
    classes = tempfile.mkdtemp(prefix="classes_", dir=os.environ.get("TEST_TMPDIR"))
    subprocess.run(["javac", "-nowarn", "-XDsuppressNotes", "-encoding", "UTF-8", "-d", classes, "-cp", f"{jars}/*",
                    *sorted(glob.glob(f"{here}/java/*.java"))], check=True, timeout=120)
    emulator = RunningEmulator()
    try:
        emulator.create_role(ROLE)
        token = emulator.assume_role(ROLE)
        run = subprocess.run(
            ["java", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC", "-Dfile.encoding=UTF-8",
             # Arrow's buffers, which the client sets up whether they are used or not.
             "--add-opens=java.base/java.nio=ALL-UNNAMED",
             "-cp", f"{classes}:{jars}/*", "Conformance", emulator.endpoint, PROJECT, *OWNER_KEY,
             f"RAM${OWNER_UID}:role/{ROLE.lower()}", token["AccessKeyId"], token["AccessKeySecret"],
             token["SecurityToken"]],
            stdout=subprocess.PIPE, text=True, timeout=240, check=False)
    finally:
        emulator.kill()
    print(run.stdout)
    passed = [line for line in run.stdout.splitlines() if line.startswith("passed ")]
    failed = [line for line in run.stdout.splitlines() if line.startswith("FAILED ")]
    print(f"{len(passed)} cases passed, {len(failed)} failed")
    for line in failed:
        print(line)
    return 0 if passed and not failed and run.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())

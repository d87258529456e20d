"""Compares what the documents say of keys, flags and exit codes with what the programs say themselves.

usage: docs_tables.py [--fix] BAZEL_BIN

A document holds `<!-- begin PROGRAM WORDS -->`, then what `PROGRAM WORDS` prints, then `<!-- end -->`. Inside code fences
the text is taken as it is.
"""

import pathlib
import re
import subprocess
import sys

PROGRAMS = {
    "sluice-controlplane": "controlplane",
    "sluice-worker": "dataplane",
    "maxcompute-emulator": "emulator",
    "sluicectl": "cli",
}
BLOCK = re.compile(r"(<!-- begin (\S+) (.*?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def printed(built, program, words):
    command = [str(built / PROGRAMS[program] / program), *words.split()]
    text = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout
    # A table is Markdown already; everything else is shown as it looks on a terminal.
    return text if text.startswith("|") else f"```\n{text}```\n"


def main(arguments):
    fix = arguments[0] == "--fix"
    built = pathlib.Path(arguments[-1])
    stale = []
    for document in sorted(pathlib.Path("docs").rglob("*.md")):
        text = document.read_text()
        fresh = BLOCK.sub(lambda m: m[1] + printed(built, m[2], m[3]) + m[5], text)
        if fresh != text:
            stale.append(str(document))
            if fix:
                document.write_text(fresh)
    if stale and not fix:
        print(f"stale: {', '.join(stale)}; ./dev lint --fix writes them anew")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

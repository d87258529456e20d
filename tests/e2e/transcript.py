"""A session at a terminal as a document: what was typed, what was answered, and a sentence here and there."""

import re

# What differs from run to run, and what is written instead: of the same length in tables, so that these stay aligned.
_STEADY = [
    (re.compile(r"\b\d\d-\d\d-20\d\d \d\d\b"), "11-17-2020 15"),
    (re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "2020-11-17T07:12:09Z"),
    (re.compile(r", version \d+\.\d+\b"), ", version 4.1"),
    # Only told when the machine is slow.
    (re.compile(r"^waiting: .*\n", re.MULTILINE), ""),
]


class Transcript:
    """Collects Markdown. What differs from run to run is written as something that never does."""

    def __init__(self, title):
        self.parts = [f"# {title}\n"]
        self.names = {}

    def rename(self, real, shown):
        """Every `real` is written as `shown`, of the same length where it stands in tables."""
        self.names[real] = shown

    def say(self, text):
        self.parts.append(text.strip() + "\n")

    def show(self, text):
        self.parts.append("```\n" + text.rstrip("\n") + "\n```\n")

    def command(self, line, output):
        self.show(f"$ {line}\n{output}")

    def text(self):
        text = "\n".join(self.parts)
        for real, shown in self.names.items():
            text = text.replace(real, shown)
        for pattern, shown in _STEADY:
            text = pattern.sub(shown, text)
        return text

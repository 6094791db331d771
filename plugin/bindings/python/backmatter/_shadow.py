"""A document of another program as Markdown for the library: a block of text
a line, so that a finding leads back to its block."""

import json
import re

SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")
SPACE = re.compile(r"\s+")


def escape(text):
    """Text that Markdown takes as it is."""
    return SPECIAL.sub(r"\\\1", SPACE.sub(" ", text))


def citation(text):
    """What a role says, as a citation of Markdown: "a, p. 3; b"."""
    parts = []
    for part in text.split(";"):
        part = part.strip()
        if part and "@" not in part:
            part = "@" + part
        parts.append(part.replace("[", "").replace("]", ""))
    return "[" + SPACE.sub(" ", "; ".join(parts)) + "]"


class Shadow:
    """The text, and whose each of its lines is."""

    def __init__(self, meta):
        # JSON is YAML.
        self.lines = ["---"]
        for key, value in meta.items():
            self.lines.append("%s: %s" % (key, json.dumps(value)))
        self.lines += ["---", ""]
        self.blocks = {}

    def add(self, text, block, level=0):
        """A paragraph, or a heading of a level, and what it is."""
        text = text.strip()
        if not text:
            return
        self.lines.append("#" * min(level, 6) + " " * bool(level) + text)
        self.blocks[len(self.lines)] = block
        self.lines.append("")

    def block(self, line):
        """The block of a line, or of the nearest before it; or None."""
        while line > 0 and line not in self.blocks:
            line -= 1
        return self.blocks.get(line)

    @property
    def text(self):
        return "\n".join(self.lines) + "\n"

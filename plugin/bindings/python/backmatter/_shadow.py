"""A document of another program as Markdown for the library: a block of text
a line, so that a finding leads back to its block."""

import json
import re

ESCAPES = str.maketrans({c: "\\" + c for c in
                         "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"})
SPACE = re.compile(r"\s+")
# Space that is more or other than a blank.
MUCH_SPACE = re.compile(r"[^\S ]\s*| \s+")


def escape(text):
    """Text that Markdown takes as it is."""
    return MUCH_SPACE.sub(" ", text.translate(ESCAPES))


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
        """A paragraph, or a heading of a level, and what it is; gives its
        line, or 0 where it has no text."""
        text = text.strip()
        if not text:
            return 0
        self.lines.append("#" * min(level, 6) + " " + text if level else text)
        line = len(self.lines)
        self.blocks[line] = block
        self.lines.append("")
        return line

    def line(self, line):
        """That of the block of a line, or of the nearest before it; or 0."""
        while line > 0 and line not in self.blocks:
            line -= 1
        return line

    @property
    def text(self):
        return "\n".join(self.lines) + "\n"

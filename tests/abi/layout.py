"""The structs of the header as a compiler lays them out, against the record of
it: what is there stays where it is, and what is new comes behind and into the
record (`python3 tests/abi/layout.py` writes it)."""

import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import suite  # noqa: E402

RECORD = os.path.join(HERE, "layout.txt")
INCLUDE = os.path.join(suite.TOP, "include")
# Those that hosts fill, whose sizes are tried; the library fills the others.
FILLED = ["bm_host", "bm_engine_options", "bm_convert_options",
          "bm_check_options", "bm_bib_options"]


def members():
    """(struct, its members) in the order of the header."""
    with open(os.path.join(INCLUDE, "backmatter.h"), encoding="utf-8") as f:
        text = re.sub(r"/\*.*?\*/", " ", f.read(), flags=re.S)
    for found in re.finditer(r"typedef struct (\w+) \{(.*?)\n\} \1;", text,
                             re.S):
        names = []
        for line in found.group(2).split(";"):
            function = re.search(r"\(\*(\w+)\)\s*\(", line)
            if function:
                names.append(function.group(1))
            elif line.strip():
                names += re.findall(r"(\w+)\s*(?:,|$)", line.strip())
        yield found.group(1), names


def measure():
    """Lines "STRUCT size", "STRUCT.MEMBER offset size", and constants."""
    lines = ["#include <stdio.h>", '#include "backmatter.h"',
             "int main(void) {"]
    for struct, names in members():
        lines.append('printf("%s %%zu\\n", sizeof(%s));' % (struct, struct))
        for name in names:
            lines.append(
                'printf("%s.%s %%zu %%zu\\n", offsetof(%s, %s), '
                "sizeof(((%s *)0)->%s));" % (struct, name, struct, name,
                                             struct, name))
    lines.append("return 0; }")
    with tempfile.TemporaryDirectory() as tmp:
        source = os.path.join(tmp, "layout.c")
        suite.write(source, "\n".join(lines))
        program = os.path.join(tmp, "layout")
        subprocess.run(["cc", "-I" + INCLUDE, "-o", program, source],
                       check=True)
        return subprocess.run([program], check=True, capture_output=True,
                              text=True).stdout


def check(s):
    recorded = suite.read(RECORD).decode()
    now = dict(l.split(" ", 1) for l in measure().splitlines())
    old = dict(l.split(" ", 1) for l in recorded.splitlines())
    for name, place in old.items():
        if "." in name:
            s.check("%s stays where it is" % name, now.get(name) == place,
                    "%s, and was at %s" % (now.get(name), place))
        else:
            s.check("%s does not shrink" % name,
                    int(now.get(name, 0)) >= int(place), now.get(name))
    for name, place in now.items():
        if "." in name and name not in old:
            struct = name.split(".")[0]
            end = int(old.get(struct, "0"))
            s.check("%s is new, and behind" % name,
                    int(place.split()[0]) >= end - 8, place)
    s.check("the record is that of the header", set(now) == set(old),
            "run: python3 tests/abi/layout.py")


def older(s, program):
    """Hosts that knew less of each struct."""
    recorded = [l.split() for l in suite.read(RECORD).decode().splitlines()]
    for struct in FILLED:
        ends = sorted({int(l[1]) + int(l[2]) for l in recorded
                       if l[0].startswith(struct + ".")})
        # One who has the format to write, at least.
        if struct == "bm_convert_options":
            ends = ends[2:]
        size = next(int(l[1]) for l in recorded if l[0] == struct)
        # And one from a later header, who has more.
        r = suite.run([program, s.library, struct] + [
            str(e) for e in ends + [size, size + 24]])
        s.check("hosts that know less, or more, of %s" % struct,
                r.status == 0, "%s%s" % (r.text, r))


if __name__ == "__main__":
    suite.write(RECORD, measure())

#!/usr/bin/env python3
"""No memory is tested, not assumed: every allocation fails in turn."""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402


def named(line, library):
    """A frame of a backtrace as "function file:line"; "" outside of us."""
    frame = re.match(r"(\S+)\(\+(0x[0-9a-f]+)\)", line)
    if not frame:
        return "" if re.match(r"\S+\(.*\)\s*\[0x", line) else line
    if os.path.realpath(frame.group(1)) != os.path.realpath(library):
        return ""
    r = suite.run(["addr2line", "-f", "-s", "-e", library, frame.group(2)])
    return "            by " + " ".join(r.text.split()[:2])


def main():
    p = suite.parser(__doc__)
    p.add_argument("--seconds", type=float, default=6,
                   help="for each scenario; 0: every allocation")
    options = p.parse_args()
    s = suite.Suite("oom", options)
    program = os.path.join(s.build, "tests", "oom", "oom")
    s.need(s.library, program)
    r = suite.run([program, s.library,
                   os.path.join(suite.HERE, "abi", "data"),
                   str(options.seconds)], deadline=3000)
    found = re.search(r"^(\d+) passed, (\d+) failed$", r.text, re.M)
    for line in r.text.splitlines():
        line = named(line, s.library)
        if line and not (found and line == found.group(0)):
            print(line)
    if found:
        s.passed, s.failed = int(found.group(1)), int(found.group(2))
    s.check("oom ends in good order",
            found and r.status == (1 if s.failed else 0), r)
    s.done()


if __name__ == "__main__":
    main()

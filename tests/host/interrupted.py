"""Writes that are killed, or find no room: the old file stays as it was, and
nothing else is left."""

import os
import random
import resource
import signal
import subprocess
import time

import suite

PARAGRAPH = "A sentence of some words that stands in a paragraph. " * 8
OLD = b"what was there before"
KILLS = 12


def book(s):
    where = s.tmp()
    suite.write(os.path.join(where, "in.md"), "---\ntitle: Long\n---\n" +
                "".join("\n# Chapter %d\n\n%s\n" % (i, PARAGRAPH)
                        for i in range(400)))
    os.mkdir(os.path.join(where, "out"))
    return where


def convert(s, fmt):
    return [s.backmatter, "-q", "--fail-on", "never", "--no-project", "-t",
            fmt, "-o", "out/book", "in.md"]


def unnamed_files(folder):
    """Whether the file system has files without a name."""
    try:
        os.close(os.open(folder, os.O_TMPFILE | os.O_WRONLY))
    except (AttributeError, OSError):
        return False
    return True


def killed(s, where, fmt):
    """kill -9 at moments from the start to the end of a run."""
    folder, r = os.path.join(where, "out"), random.Random(7)
    out = os.path.join(folder, "book")
    begin = time.monotonic()
    s.check("%s is written" % fmt,
            suite.run(convert(s, fmt), where).status == 0)
    length = time.monotonic() - begin
    new = suite.read(out)
    for i in range(KILLS):
        suite.write(out, OLD)
        p = subprocess.Popen(convert(s, fmt), cwd=where,
                             stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
        # Most of them near the end, where things are written.
        time.sleep(length * (1 - r.random() ** 2))
        p.send_signal(signal.SIGKILL)
        p.wait()
        s.check("%s killed, %d: the old file or the new one" % (fmt, i),
                suite.read(out) in (OLD, new))
        if unnamed_files(folder):
            s.check("%s killed, %d: nothing else is there" % (fmt, i),
                    os.listdir(folder) == ["book"], os.listdir(folder))


def small():
    """Files cannot grow beyond 8 kB: as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


def no_room(s, where, fmt):
    out = suite.write(os.path.join(where, "out", "book"), OLD)
    r = suite.run(convert(s, fmt), where, limit=small)
    s.check("%s without room is said" % fmt,
            r.status != 0 and "out/book" in r.errors, "%s %s" % (r, r.errors))
    s.check("%s without room leaves the old file" % fmt,
            suite.read(out) == OLD)
    s.check("%s without room leaves nothing else" % fmt,
            os.listdir(os.path.dirname(out)) == ["book"])


def interrupted(s):
    where = book(s)
    for fmt in ("epub", "html"):
        killed(s, where, fmt)
        no_room(s, where, fmt)


PARTS = [interrupted]

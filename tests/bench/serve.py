#!/usr/bin/env python3
"""How long a page that is open waits for an edit of its source.

A site of 200 pages is served; one file is replaced again and again, as editors
save.  Counted is the time until a listener of the stream of events is told,
and until the new page has come.  With --browser FILE the same in Chromium: until the
page shows the new words (tests/external/reload.mjs).
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
sys.path.insert(0, os.path.join(HERE, "..", "host"))
import serving  # noqa: E402
import suite  # noqa: E402

WORDS = ("pain back nerve scar sleep walk step rest plan week month people "
         "group risk question answer lead").split()
PROJECT = """title: Bench
lang: en
bibliography: refs.json
metadata:
  author: {name: Ana Ruiz, credentials: MD}
  date: 2026-01-01
  reviewed: 2026-01-01
  next-review: 2099-01-01
  reviewer: Ben Sample, MD
  funding: none
  interests: none
books:
  - {id: guide, title: The guide, folder: guide}
"""
REFS = """[{"id": "ash2019", "type": "book", "title": "Backs",
 "author": [{"family": "Ash", "given": "B."}],
 "issued": {"date-parts": [[2019]]}}]"""
LIMIT = 0.2


def page(r, n, pages, words=""):
    def sentence():
        return " ".join(r.choice(WORDS) for _ in range(12)).capitalize() + "."
    lines = ["---", "title: Page %d" % n, "id: p%d" % n, "---", "", words, ""]
    for part in range(4):
        lines += ["## Part %d" % part, ""]
        for _ in range(3):
            lines += [" ".join(sentence() for _ in range(5)), ""]
        to = r.randrange(pages)
        lines += ["A source [@ash2019]. See [page %d](%03d.md)." % (to, to),
                  ""]
    return "\n".join(lines)


def make(where, pages):
    r = random.Random(1)
    suite.write(os.path.join(where, "backmatter.yaml"), PROJECT)
    suite.write(os.path.join(where, "refs.json"), REFS)
    for n in range(pages):
        suite.write(os.path.join(where, "guide", "%03d.md" % n),
                    page(r, n, pages))


def cpu(server):
    """Seconds that the server has worked."""
    with open("/proc/%d/stat" % server.process.pid, encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def edits(server, where, pages, count):
    """[(until told, until the page is there, CPU of both)] in seconds"""
    rows = []
    for n in range(count):
        k = n * 37 % pages
        _, state = server.page("/guide/p%d.html" % k)
        events = serving.Events(server, state)
        events.next()
        words = "Edit number %d of this bench." % n
        text = page(random.Random(n), k, pages, words)
        path = os.path.join(where, "guide", "%03d.md" % k)
        suite.write(path + "~new", text)
        time.sleep(0.3)  # the note about that name is long gone
        worked = cpu(server)
        begun = time.monotonic()
        os.rename(path + "~new", path)
        event = events.next()
        while event is not None and event[0] != "reload":
            event = events.next()
        told = time.monotonic() - begun
        shown = words in server.page("/guide/p%d.html" % k)[0]
        rows.append((told, time.monotonic() - begun if shown else 1e9,
                     cpu(server) - worked))
        events.close()
    return rows


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--pages", type=int, default=200)
    p.add_argument("--edits", type=int, default=21)
    p.add_argument("--browser", metavar="FOLDER",
                   help="has node_modules with playwright-core")
    options = p.parse_args()
    s = suite.Suite("serve", options)
    s.need(s.backmatter, s.library)
    where = s.tmp("site")
    make(where, options.pages)
    server = serving.Server(s.backmatter, where, "-q")
    built = server.get("/guide/p0.html")[0] == 200
    if not s.check("the site is built", built,
                   "" if built else server.end()[1][-1000:]):
        s.done()
    rows = edits(server, where, options.pages, options.edits)
    for name, column in zip(("told", "page there", "CPU"), zip(*rows)):
        print("%-12s median %.3f s, best %.3f, worst %.3f (%d edits, %d pages)"
              % (name, statistics.median(column), min(column), max(column),
                 len(column), options.pages))
    s.check("an edit is shown in %.1f s" % LIMIT,
            statistics.median(t for _, t, _ in rows) < LIMIT)
    if options.browser:
        r = subprocess.run(
            ["node", os.path.join(HERE, "reload.mjs"),
             os.path.join(options.browser, "node_modules"),
             shutil.which("chromium") or "google-chrome", "http://localhost:%d/guide/p7.html" % server.port,
             os.path.join(where, "guide", "007.md"), str(options.edits)],
            stdout=subprocess.PIPE, check=False)
        print(r.stdout.decode().rstrip())
        s.check("and so in Chromium", r.returncode == 0)
    server.end()
    s.done()


if __name__ == "__main__":
    main()

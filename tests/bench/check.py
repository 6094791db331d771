#!/usr/bin/env python3
"""CPU of `backmatter check` against axe-core in one browser and Ace, on the
same pages and books, in one run.

    tests/bench/check.py --modules build/external/node_modules
        [--pages 500] [--books 20] [--build build]

The pages and books are what the golden documents become.  CPU is that of all
processes that a judge starts, also of those that it leaves behind.
"""

import argparse
import ctypes
import glob
import os
import resource
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(
    __file__))))
PR_SET_CHILD_SUBREAPER = 36
LEAST = 200


def cpu():
    u = resource.getrusage(resource.RUSAGE_CHILDREN)
    return u.ru_utime + u.ru_stime


def spend(commands, env=None):
    """Seconds of CPU that the commands and all their children take."""
    before = cpu()
    for command in commands:
        subprocess.run(command, env=env, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return cpu() - before


def make(program, folder, kind, wanted):
    """Documents of the golden tests as pages or books; again until enough."""
    sources = sorted(glob.glob(os.path.join(TOP, "tests/golden/*/*.md")) +
                     glob.glob(os.path.join(TOP, "content/handbook/*.md")))
    out = []
    for source in sources * (wanted // max(len(sources), 1) + 2):
        path = os.path.join(folder, "%04d.%s" % (len(out), kind))
        subprocess.run([program, "--no-check", "--fail-on", "never", "-q",
                        "-o", path, source], stderr=subprocess.DEVNULL)
        if os.path.exists(path):
            out.append(path)
        if len(out) == wanted:
            break
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--build", default=os.path.join(TOP, "build"))
    p.add_argument("--modules", required=True)
    p.add_argument("--pages", type=int, default=500)
    p.add_argument("--books", type=int, default=20)
    options = p.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    program = os.path.join(options.build, "backmatter")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    bad = False
    with tempfile.TemporaryDirectory() as top:
        quiet = os.path.join(top, "chromium")
        with open(quiet, "w", encoding="utf-8") as f:
            f.write("#!/bin/sh\nexec '%s' --no-sandbox --disable-gpu "
                    "--disable-dev-shm-usage \"$@\"\n" % chromium)
        os.chmod(quiet, 0o755)
        env = dict(os.environ, PUPPETEER_EXECUTABLE_PATH=quiet,
                   CHROME_PATH=quiet, ACE_TIMEOUT_INITIAL="90000")
        pages = make(program, top, "html", options.pages)
        books = make(program, top, "epub", options.books)
        ace = os.path.join(options.modules, "@daisy/ace-cli/bin/ace.js")
        axe = os.path.join(TOP, "tests/bench/axe.mjs")
        rows = (
            ("axe-core in one browser", pages,
             [["node", axe, options.modules, quiet] + pages]),
            ("Ace", books, [["node", ace, "-f", "-s", "-o", book + ".ace",
                             book] for book in books]))
        for name, files, commands in rows:
            ours = spend([[program, "check", "-q", "--fail-on", "never"] +
                          files])
            theirs = spend(commands, env)
            print("%d files: backmatter check %.3f s, %s %.1f s: %.0f times"
                  % (len(files), ours, name, theirs, theirs / ours),
                  flush=True)
            bad |= theirs / ours < LEAST
    sys.exit(bad)


if __name__ == "__main__":
    main()

"""What the suites in Python share: counting, running, cleaning up.

A suite ends with the line "N passed, N failed[, N skipped]" and with exit
status 1 when anything failed.  Only failures are printed on the way, unless
-v is given.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
WORKERS = min(2, os.cpu_count() or 1)

# No locale, no colour, nothing of the caller's reaches what is tested.
CLEAN_ENV = {
    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
    "HOME": os.environ.get("HOME", "/"),
    "LC_ALL": "C",
}
# A sanitizer's report is a crash of its own exit status, never findings.
SANITIZER_EXIT = 86
CLEAN_ENV["ASAN_OPTIONS"] = "exitcode=%d:detect_leaks=1" % SANITIZER_EXIT
CLEAN_ENV["UBSAN_OPTIONS"] = (
    "exitcode=%d:halt_on_error=1:print_stacktrace=1" % SANITIZER_EXIT)
CLEAN_ENV["LSAN_OPTIONS"] = "exitcode=%d" % SANITIZER_EXIT


def parser(doc):
    """The options that every suite has."""
    p = argparse.ArgumentParser(description=doc)
    p.add_argument("--build", default="build", help="folder of the binaries")
    p.add_argument("-v", "--verbose", action="store_true")
    return p


class Suite:
    """Counts checks and prints those that fail."""

    def __init__(self, name, options):
        self.name = name
        self.verbose = options.verbose
        self.build = os.path.join(TOP, options.build)
        self.sanitized = "san" in os.path.basename(self.build)
        self.backmatter = os.path.join(self.build, "backmatter")
        self.library = os.path.join(self.build, "backmatter.so")
        self.passed = self.failed = self.skipped = 0
        self.lock = threading.Lock()
        self._tmp = None

    def check(self, what, good, detail=""):
        """One test.  Returns whether it passed."""
        with self.lock:
            if good:
                self.passed += 1
                if self.verbose:
                    print("ok      %s" % what)
            else:
                self.failed += 1
                print("FAILED  %s" % what)
                for line in str(detail).rstrip().splitlines()[:60]:
                    print("        %s" % line)
            sys.stdout.flush()
        return bool(good)

    def equal(self, what, got, want):
        return self.check(what, got == want,
                          "got  %.2000r\nwant %.2000r" % (got, want))

    def skip(self, what, why):
        with self.lock:
            self.skipped += 1
            print("skipped %s: %s" % (what, why))

    def each(self, function, items, workers=WORKERS):
        """Calls function for every item, two at a time; an exception is a
        failure of that item."""
        def guarded(item):
            try:
                function(item)
            except Exception as error:  # a broken test must not end the rest
                self.check("%s %r" % (function.__name__, item), False,
                           "%s: %s" % (type(error).__name__, error))
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(guarded, items))

    def tmp(self, name=None):
        """A new folder that goes away with the suite."""
        if self._tmp is None:
            self._tmp = tempfile.mkdtemp(prefix="backmatter-test-")
        if name is None:
            return tempfile.mkdtemp(dir=self._tmp)
        path = os.path.join(self._tmp, name)
        os.makedirs(path, exist_ok=True)
        return path

    def need(self, *paths):
        """Ends the suite, failed, when something was not built."""
        for path in paths:
            if not os.path.exists(path):
                self.check("%s can run" % self.name, False,
                           "%s is missing: run make" % os.path.relpath(path, TOP))
                self.done()

    def done(self):
        if self._tmp is not None:
            shutil.rmtree(self._tmp, ignore_errors=True)
        tail = ", %d skipped" % self.skipped if self.skipped else ""
        print("%d passed, %d failed%s" % (self.passed, self.failed, tail))
        sys.stdout.flush()
        sys.exit(1 if self.failed else 0)


class Result:
    """What a program left: status (negative: the signal), out, err."""

    def __init__(self, status, out, err, timed_out=False, user=0.0):
        self.status, self.out, self.err = status, out, err
        self.timed_out = timed_out
        self.user = user

    @property
    def text(self):
        return self.out.decode("utf-8", "replace")

    @property
    def errors(self):
        return self.err.decode("utf-8", "replace")

    def __str__(self):
        return "exit %d%s\n%s" % (self.status,
                                  " (deadline)" if self.timed_out else "",
                                  self.errors[:3000])


def run(argv, cwd=None, data=b"", env=None, deadline=120, limit=None):
    """Runs a program without a terminal; data is its stdin."""
    full = dict(CLEAN_ENV)
    full.update(env or {})
    full = {k: v for k, v in full.items() if v is not None}
    try:
        p = subprocess.run(argv, cwd=cwd, input=data, env=full,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           timeout=deadline, preexec_fn=limit)
    except subprocess.TimeoutExpired as late:
        return Result(-9, late.stdout or b"", late.stderr or b"", True)
    except OSError as error:
        return Result(127, b"", str(error).encode())
    return Result(p.returncode, p.stdout, p.stderr)


def write(path, data):
    """Writes text or bytes, making the folders."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def read(path):
    with open(path, "rb") as f:
        return f.read()


def tree(folder):
    """{relative path: bytes} of a folder; a link is its target's name."""
    out = {}
    for base, dirs, files in os.walk(folder):
        dirs.sort()
        for name in files + [d for d in dirs
                             if os.path.islink(os.path.join(base, d))]:
            path = os.path.join(base, name)
            rel = os.path.relpath(path, folder)
            out[rel] = (os.readlink(path).encode() if os.path.islink(path)
                        else read(path))
    return out


def difference(a, b):
    """Names what differs between two trees; "" when they are the same."""
    lines = []
    for name in sorted(set(a) | set(b)):
        if name not in a:
            lines.append("only in the second: " + name)
        elif name not in b:
            lines.append("only in the first: " + name)
        elif a[name] != b[name]:
            at = next((i for i, (x, y) in enumerate(zip(a[name], b[name]))
                       if x != y), min(len(a[name]), len(b[name])))
            lines.append("%s differs from byte %d: %r / %r" % (
                name, at, a[name][max(0, at - 30):at + 30],
                b[name][max(0, at - 30):at + 30]))
    return "\n".join(lines)

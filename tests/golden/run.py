#!/usr/bin/env python3
"""Goldens: the presence of a file selects the test.

For NAME.md or NAME.xml in any folder under tests/golden, run in that folder:

  NAME.STEP.xml   stdout of --dump=STEP (one of STEPS below); the dump fed back
                  must not change
  NAME.html       stdout of -t html, without its style sheet and checksums
  NAME.man        stdout of -t man
  NAME.jats       stdout of -t jats
  NAME.text       stdout of -t text
  NAME.markdown   stdout of -t markdown
  NAME.links      what cites, notes and backlinks lead to, in HTML, in a site
                  and in an EPUB, with every id that is there twice and every
                  link to nowhere
  NAME.diag       stderr of the last of these runs (-t html if there is
                  none), then a last line "exit N".  Without NAME.diag the
                  run must exit 0.
  NAME.args       more options, on one or more lines

--update writes those files again; then look at `git diff`.
"""

import difflib
import os
import re
import shlex
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402
import links  # noqa: E402

STEPS = ["read", "metadata", "pages", "remarks", "ids", "status", "xref",
         "glossary", "claims", "evidence", "readability", "punctuation",
         "cite", "split", "disclaimer", "document", "a11y"]
OUTPUTS = [".%s.xml" % s for s in STEPS] + [
    ".man", ".text", ".jats", ".markdown", ".html"]
LINKS = ".links"
STYLE = re.compile(rb"(?<=<style>).*?(?=</style>)|(?<='sha256-)[^']*(?=')", re.S)
ROOT = os.path.dirname(os.path.abspath(__file__))


def inputs(only):
    """Every (folder, file, stem) that has an expected output."""
    found = []
    for base, dirs, files in os.walk(ROOT):
        dirs.sort()
        names = set(files)
        for name in sorted(files):
            stem, suffix = os.path.splitext(name)
            if suffix not in (".md", ".xml"):
                continue
            if any(name.endswith(o) for o in OUTPUTS):
                continue
            if not any(stem + o in names
                       for o in OUTPUTS + [LINKS, ".diag"]):
                continue
            rel = os.path.relpath(os.path.join(base, name), ROOT)
            if not only or any(o in rel for o in only):
                found.append((base, name, stem))
    return found


def orphans():
    """Expected outputs whose input is gone."""
    for base, _, files in os.walk(ROOT):
        names = set(files)
        for name in sorted(files):
            for o in OUTPUTS + [LINKS, ".diag", ".args"]:
                if name.endswith(o):
                    stem = name[:-len(o)]
                    if stem + ".md" not in names and stem + ".xml" not in names:
                        yield os.path.relpath(os.path.join(base, name), ROOT)
                    break


def diff(want, got, name):
    a = want.decode("utf-8", "replace").splitlines()
    b = got.decode("utf-8", "replace").splitlines()
    if a == b:
        return "the files differ in line ends only"
    return "\n".join(difflib.unified_diff(a, b, name, "now", lineterm="", n=2))


class Golden(suite.Suite):
    def __init__(self, options):
        super().__init__("golden", options)
        self.update = options.update
        self.valgrind = options.valgrind
        self.changed = []

    def compare(self, folder, name, got):
        path = os.path.join(folder, name)
        rel = os.path.relpath(path, ROOT)
        want = suite.read(path)
        if self.update:
            if want != got:
                suite.write(path, got)
                self.changed.append(rel)
            return True
        return self.check(rel, want == got,
                          "" if want == got else diff(want, got, name))

    def crashed(self, what, result):
        """A signal, a deadline or a sanitizer's word is never expected."""
        bad = (result.status < 0 or result.status not in (0, 1, 3)
               or b"Sanitizer" in result.err
               or b"runtime error:" in result.err)
        if bad:
            self.check(what, False, result)
        return bad

    def one(self, item):
        folder, name, stem = item
        rel = os.path.relpath(os.path.join(folder, name), ROOT)
        args = []
        args_file = os.path.join(folder, stem + ".args")
        if os.path.exists(args_file):
            args = shlex.split(suite.read(args_file).decode(), comments=True)
        if self.valgrind:
            self.under_valgrind(folder, name, rel, args)
            return
        runs = []
        for output in OUTPUTS:
            expected = stem + output
            if not os.path.exists(os.path.join(folder, expected)):
                continue
            if output.endswith(".xml"):
                runs.append((expected, ["--dump=" + output[1:-4]]))
            else:
                runs.append((expected, ["-t", output[1:]]))
        diag = os.path.join(folder, stem + ".diag")
        if not runs:
            runs.append((None, ["-t", "html"]))
        last = None
        for expected, how in runs:
            last = suite.run([self.backmatter] + how + args + [name], folder)
            what = "%s %s" % (rel, " ".join(how))
            if self.crashed(what, last):
                return
            out = STYLE.sub(b"", last.out)
            if expected and not self.compare(folder, expected, out):
                if last.err:
                    print("        stderr: " + last.errors[:600])
            if how[0].startswith("--dump="):
                self.again(folder, rel, how, args, last)
        if os.path.exists(os.path.join(folder, stem + LINKS)):
            self.links(folder, name, stem, args)
        said = last.err
        if said and not said.endswith(b"\n"):
            said += b"\n"
        if os.path.exists(diag):
            self.compare(folder, stem + ".diag",
                         said + b"exit %d\n" % last.status)
        elif last.status != 0 and not self.update:
            self.check("%s exits 0 (or has a .diag)" % rel, False, last)

    def again(self, folder, rel, how, args, first):
        """A pass run on its own output changes nothing."""
        if self.update or not first.out:
            return
        result = suite.run([self.backmatter, "-f", "docbook"] + how + args,
                           folder, first.out)
        same = result.out == first.out
        self.check("%s %s, fed back" % (rel, how[0]), same, "" if same else
                   diff(first.out, result.out, "first") + "\n" + str(result))

    def links(self, folder, name, stem, args):
        """The ways through three outputs of one document."""
        lines = []
        with tempfile.TemporaryDirectory() as work:
            for kind, out in (("html", "page.html"), ("site", "site"),
                              ("epub", "book.epub")):
                path = os.path.join(work, out)
                result = suite.run([self.backmatter, "--fail-on", "never",
                                    "-t", kind, "-o", path] + args + [name],
                                   folder)
                if result.status != 0:
                    self.check("%s as %s" % (name, kind), False, result)
                    return
                lines += links.report(kind, path)
        self.compare(folder, stem + LINKS, ("\n".join(lines) +
                                            "\n").encode())

    def under_valgrind(self, folder, name, rel, args):
        """One whole conversion; only memory errors and leaks count."""
        with tempfile.NamedTemporaryFile(suffix=".log") as log:
            result = suite.run(
                ["valgrind", "-q", "--error-exitcode=99", "--leak-check=full",
                 "--errors-for-leak-kinds=definite,indirect",
                 "--show-leak-kinds=definite,indirect",
                 "--keep-debuginfo=yes", "--log-file=" + log.name,
                 self.backmatter, "-t", "html"] + args + [name],
                folder, deadline=600)
            said = suite.read(log.name).decode("utf-8", "replace")
        self.check(rel + " under valgrind",
                   result.status in (0, 1, 3) and not said.strip(),
                   "exit %d\n%s" % (result.status, said))


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--update", action="store_true",
                   help="write the expected files again")
    p.add_argument("--valgrind", action="store_true")
    p.add_argument("only", nargs="*", help="part of an input's path")
    options = p.parse_args()
    s = Golden(options)
    s.need(s.backmatter)
    found = inputs(options.only)
    s.each(s.one, found)
    if not options.only:
        lost = list(orphans())
        s.check("every expected file has an input", not lost, "\n".join(lost))
        s.check("there are goldens", found, "none found")
    if options.update:
        for rel in sorted(s.changed):
            print("updated " + rel)
    s.done()


if __name__ == "__main__":
    main()

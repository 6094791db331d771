"""--depfile: what an output is made of, as make and ninja read it."""

import os
import shutil
import time

import suite

PROJECT = """title: T
lang: en
bibliography: refs.json
books:
  - id: b
    title: B
    documents: [one.md, two.md]
"""
# Names that mean something to make, ninja or both.
ODD = ["a part.md", "a#part.md", "a$part.md", "a=part.md", "a%part.md",
       "a\\ part.md"]
MAKEFILE = """out/page.html:
\t%s --no-project -o out/page.html --depfile out/page.d page.md
-include out/page.d
"""
NINJA = """rule page
  command = %s --no-project -o $out --depfile $out.d $in
  depfile = $out.d
build out/page.html: page page.md
"""


def tree(s):
    where = s.tmp()
    text = "---\ntitle: A page\n---\n\nWords.\n\n"
    for name in ODD:
        suite.write(os.path.join(where, name), "Of %s.\n\n" % name[1])
        text += "```{include} %s\n```\n\n" % name
    suite.write(os.path.join(where, "page.md"), text)
    os.mkdir(os.path.join(where, "out"))
    return where


def later(path):
    """The file as if it had been written now."""
    time.sleep(0.02)
    os.utime(path)


def driven(s, what, command, where):
    """Runs a builder; each file that the page is made of wakes it again."""
    page = os.path.join(where, "out", "page.html")
    r = suite.run(command, where)
    if not s.check(what + " builds the page", r.status == 0 and
                   os.path.exists(page), r.text + r.errors):
        return
    for name in ["page.md"] + ODD:
        before = os.stat(page).st_ino
        r = suite.run(command, where)
        s.check("%s rests when nothing changed (before %s)" % (what, name),
                r.status == 0 and os.stat(page).st_ino == before, r)
        later(os.path.join(where, name))
        r = suite.run(command, where)
        s.check("%s wakes for %s" % (what, name), r.status == 0 and
                os.stat(page).st_ino != before, r.text + r.errors)
    os.remove(os.path.join(where, ODD[0]))
    suite.write(os.path.join(where, "page.md"), "# Alone\n")
    later(os.path.join(where, "page.md"))
    r = suite.run(command, where)
    s.check(what + " goes on when a file is gone", r.status == 0,
            r.text + r.errors)


def depfiles(s):
    where = tree(s)
    suite.write(os.path.join(where, "Makefile"), MAKEFILE % s.backmatter)
    driven(s, "make", ["make", "-s", "out/page.html"], where)
    if shutil.which("ninja") is None:
        s.skip("ninja", "there is none")
        return
    where = tree(s)
    suite.write(os.path.join(where, "build.ninja"), NINJA % s.backmatter)
    driven(s, "ninja", ["ninja", "-v"], where)


def depfile_of_build(s):
    where = s.tmp()
    for name, text in (("backmatter.yaml", PROJECT), ("refs.json", "[]"),
                       ("one.md", "# One\n\n![](p.png)\n"),
                       ("two.md", "# Two\n")):
        suite.write(os.path.join(where, name), text)
    r = suite.run([s.backmatter, "build", "-o", "my site", "--depfile",
                   "site.d", "--fail-on", "never", "."], where)
    s.equal("a build has a depfile", r.status, 0)
    text = suite.read(os.path.join(where, "site.d")).decode()
    rule = text.replace("\\\n", "").splitlines()[0]
    s.equal("it names all that was read", [n for n in
            rule.split(": ")[1].split() if not n.startswith("/usr")],
            ["backmatter.yaml", "one.md", "refs.json", "two.md"])
    s.check("it is about the folder", rule.startswith("my\\ site:"), rule)


def depfile_refused(s):
    where = tree(s)
    r = suite.run([s.backmatter, "--depfile", "x.d", "page.md"], where)
    s.check("--depfile without --output is wrong usage", r.status == 2 and
            "--output" in r.errors, r)
    r = suite.run([s.backmatter, "-o", "out/page.html", "--depfile",
                   "none/x.d", "page.md"], where)
    s.check("a depfile that cannot be written is told", r.status == 3 and
            "x.d" in r.errors, r)


PARTS = [depfiles, depfile_of_build, depfile_refused]

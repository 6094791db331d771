"""A project in parts: linked in any order they give the bytes and the findings
of one build; parts that do not go together are refused, each by its name."""

import json
import os
import re
import shutil

import suite

DAY = ["--today", "2026-02-01"]
PART = "part.backmatter"
STATE = ".backmatter-state"


def bm(s, where, *args):
    return suite.run([s.backmatter] + list(args), where)


def findings(run):
    """In their order; the output may lie anywhere."""
    return [re.sub(r'"file": "[^"]*/site/', '"file": "site/',
                   json.dumps(f, sort_keys=True))
            for f in json.loads(run.text)["findings"]]


def told(s, where, *args):
    return bm(s, where, *args, "--format", "json", "--report", "-",
              "--verbose")


def make(s, where, out, i, n, *more):
    return bm(s, where, "build", "-q", "--shard", "%d/%d" % (i, n), "-o",
              os.path.join(out, "part%d" % i), *DAY, *more, ".")


def link(s, where, out, *args):
    return told(s, where, "link", "-o", os.path.join(out, "site"), *args)


def whole(s, where, *more):
    """One build of all: its run and what it wrote."""
    out = s.tmp()
    r = told(s, where, "build", "-o", os.path.join(out, "site"), *DAY, *more,
             ".")
    return r, suite.tree(out)


def same(s, what, where, n, r, *more, names=False):
    """n parts, made and linked in the order of r."""
    want, files = whole(s, where, *more)
    parts, out, known = s.tmp(), s.tmp(), []
    order = r.sample(range(1, n + 1), n)
    if names:
        for i in order:
            s.check("%s: names %d" % (what, i), make(
                s, where, os.path.join(parts, "n"), i, n, "--names",
                *more).status == 0)
        known = ["--with", os.path.join(parts, "n")]
    for i in order:
        p = make(s, where, os.path.join(parts, "p"), i, n, *known, *more)
        if p.status == 3 and want.status == 3:
            return
        if not s.check("%s: part %d of %d" % (what, i, n), p.status == 0 and
                       not p.err, p):
            return
    r.shuffle(order)
    got = link(s, where, out, *more, *["%s/p/part%d" % (parts, i)
                                       for i in order])
    s.equal(what + ": exit status", got.status, want.status)
    s.equal(what + ": findings", findings(got), findings(want))
    found = suite.tree(out)
    s.check(what + ": the same bytes", found == files,
            suite.difference(files, found))


def random_projects(s, tree, options):
    for seed in range(options.first, options.first + options.seeds):
        t = tree(os.path.join(s.tmp(), "p"), seed)
        for _ in range(4):
            t.edit()
        for k, n in enumerate((1, 3, t.r.randint(4, 12))):
            same(s, "seed %d in %d parts" % (seed, n), t.where, n, t.r,
                 "--data", "data", names=k == 1)


def handbook(s, r):
    same(s, "the handbook in 4 parts", os.path.join(suite.TOP, "content"), 4,
         r)


def again(s, tree):
    """What link leaves is what a build goes on from."""
    t = tree(os.path.join(s.tmp(), "p"), 5)
    parts, out = s.tmp(), s.tmp()
    for i in (1, 2):
        make(s, t.where, parts, i, 2)
    link(s, t.where, out, parts)
    site = os.path.join(out, "site")
    before = {n: os.stat(os.path.join(site, n)).st_ino
              for n in suite.tree(site)}
    told(s, t.where, "build", "-o", site, *DAY, ".")
    s.equal("a build after link touches nothing",
            {n: os.stat(os.path.join(site, n)).st_ino
             for n in suite.tree(site) if n != STATE},
            {n: i for n, i in before.items() if n != STATE})


class Refusals:
    """Two good parts, and what may happen to them."""

    def __init__(self, s, tree):
        self.s = s
        self.t = tree(os.path.join(s.tmp(), "p"), 7)
        self.parts = s.tmp()
        for i in (1, 2):
            make(s, self.t.where, self.parts, i, 2)

    def path(self, *names):
        return os.path.join(self.parts, *names)

    def refused(self, what, code, words, *args):
        out = self.s.tmp()
        r = link(self.s, self.t.where, out, *(args or (self.parts,)))
        found = [f for f in json.loads(r.text)["findings"]
                 if f["code"] == code]
        self.s.check(what + " is refused", r.status == 3 and found and any(
            words in f["file"] + f["message"] for f in found) and
            not os.listdir(out), "%s\n%s" % (r, r.text))
        return r

    def bad_sets(self):
        self.refused("a missing part", "part-missing", "no 2",
                     self.path("part1"))
        self.refused("a part twice", "part-unfit", "twice", self.path("part1"),
                     self.path("part2"), self.path("part1"))
        self.refused("what is no part", "part-unfit", "img",
                     os.path.join(self.t.where, "img"))
        self.refused("another day", "part-other", "2026-02-01", "--today",
                     "2026-02-02", self.parts)
        self.refused("other options", "part-other", "options",
                     "--profile", "os=x", self.parts)
        three = self.s.tmp()
        make(self.s, self.t.where, three, 2, 3)
        self.refused("one of three", "part-unfit", "number",
                     self.path("part1"), os.path.join(three, "part2"))
        make(self.s, self.t.where, three, 1, 2, "--names")
        self.refused("names only", "part-unfit", "names",
                     os.path.join(three, "part1"), self.path("part2"))

    def damage(self):
        name = self.path("part2", PART)
        data = suite.read(name)
        for k, bad in enumerate((b"", data[:-1], data[:200], data + b"x",
                                 data[:90] + b"\0" + data[91:])):
            suite.write(name, bad)
            self.refused("damage %d" % k, "part-damaged", "part2")
        suite.write(name, data)
        page = next(p for p in sorted(suite.tree(self.path("part2")))
                    if p.endswith(".html"))
        text = suite.read(self.path("part2", page))
        suite.write(self.path("part2", page), text[:-2] + b"!\n")
        self.refused("a damaged page", "part-damaged", page)
        os.remove(self.path("part2", page))
        self.refused("a missing page", "part-damaged", page)
        suite.write(self.path("part2", page), text)

    def another_version(self):
        """As if the same program had another checksum of its source."""
        old = self.s.tmp()
        shutil.copytree(self.path("part1"), os.path.join(old, "part1"))
        r = bm(self.s, self.t.where, "build", "-q", "--shard", "1/2", "-o",
               os.path.join(old, "part1"), *DAY, "--no-check", ".")
        self.s.check("a part is made again", r.status == 0, r)
        self.refused("one made with other options", "part-other", "part1",
                     os.path.join(old, "part1"), self.path("part2"))

    def edited(self):
        t = self.t
        page = "guide/" + t.pages()[0]
        text = t.text(page)
        t.put(page, text.replace("title: ", "title: New ", 1))
        r = self.refused("an edited document", "part-changed", page)
        self.s.check("and all parts that saw it are told",
                     "1 other part" in r.text, r.text)
        make(self.s, t.where, self.parts, 2, 2)
        self.refused("one edited between parts", "part-changed", page)
        t.put(page, text)
        make(self.s, t.where, self.parts, 2, 2)
        refs = t.text("refs.json")
        t.put("refs.json", t.refs())
        self.refused("an edited bibliography", "part-changed", "refs.json")
        t.put("refs.json", refs)
        t.put("guide/8-new.md", "# New\n\nText.\n")
        self.refused("a new document", "part-changed", "8-new.md")
        os.remove(t.path("guide/8-new.md"))
        r = link(self.s, t.where, self.s.tmp(), self.parts)
        self.s.check("and as it was, all is linked", r.status in (0, 1), r)

    def wrong_use(self):
        for what, args in (("of none", ["build", "--shard", "1/0"]),
                           ("beyond", ["build", "--shard", "3/2"]),
                           ("no number", ["build", "--shard", "a/2"]),
                           ("without output", ["build", "--shard", "1/2"]),
                           ("audit", ["build", "--shard", "1/2", "-o", "x",
                                      "--audit"]),
                           ("links", ["link", "--links", "l.tsv", "x"]),
                           ("names alone", ["build", "--names"]),
                           ("with alone", ["build", "--with", "x"]),
                           ("nothing", ["link"])):
            r = bm(self.s, self.t.where, *args)
            self.s.check("wrong use: " + what, r.status == 2 and r.err, r)


def run(s, tree, options):
    random_projects(s, tree, options)
    handbook(s, tree(os.path.join(s.tmp(), "p"), 3).r)
    again(s, tree)
    r = Refusals(s, tree)
    r.bad_sets()
    r.another_version()
    r.damage()
    r.edited()
    r.wrong_use()

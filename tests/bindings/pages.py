#!/usr/bin/env python3
"""The page that each host makes by the manual's lines, as they stand there,
before vnu and axe; and what Backmatter adds to the host's time.

    tests/bindings/pages.py [--build build] [--pages 50] [--no-judges]

Each page is made without Backmatter too, of the same text: what a judge finds
in both is the host's own.  Time is CPU of a run over --pages pages, with and
without, the less of two runs each, divided by the pages.
"""

import importlib.util
import json
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
import run as bindings  # noqa: E402
import xslt  # noqa: E402

MANUAL = os.path.join(suite.TOP, "content", "manual", "10-toolchains.md")
STOCK = xslt.STOCK + "/xhtml5/docbook.xsl"
LAYER = "/usr/local/share/backmatter/docbook-layer.xsl"
HEAD = """---
title: Scars %d
lang: en
author: Ann Author
bibliography: refs.json
subjects: [spine]
reviewed: 2026-01-15
reviewer: {name: Pat Lee, credentials: MD}
next-review: 2027-01-15
layout: base.njk
---

"""
BODY = """# Scars %d

Scar tissue can press on a nerve [@a, p. 3]. As @a says, it may [see @a].

## Who sees it

- a doctor [@a]
- a nurse

It may hurt for long. It may also be seen without pain [@a].
"""
RST = """:author: Ann Author
:subjects: spine
:reviewed: 2026-01-15
:next-review: 2027-01-15

Scars %d
=========

Scar tissue can press on a nerve %s.

Who sees it
-----------

* a doctor %s
* a nurse

It may hurt for long. It may also be seen without pain.
"""
ALONE = """<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:import href="%s"/></xsl:stylesheet>
""" % STOCK
LAYOUT = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width"></head>
<body><main>{{ content | safe }}</main></body></html>
"""


class Host:
    """One that runs in a folder: name, kind of its lines in the manual, which
    of those, the file of its page, the command of its version."""

    def __init__(self, name, section, kind, page, version, number=0):
        self.name, self.section, self.kind = name, section, kind
        self.page, self.version, self.number = page, version, number

    def lines(self):
        """The block of the manual."""
        text = suite.read(MANUAL).decode().split("{#%s}" % self.section)[1]
        return re.findall(r"```%s\n(.*?)```" % self.kind, text.split(
            "\n## ")[0], re.S)[self.number]


HOSTS = (
    Host("xsltproc", "xslt", "sh", "book.html", "xsltproc --version"),
    Host("xmlstarlet", "xslt", "sh", "book.html", "xmlstarlet --version", 1),
    Host("lxml", "xslt", "python", "book.html", "python3 -c 'import "
         "lxml.etree as e; print(e.__version__)'"),
    Host("PHP", "xslt", "php", "book.html", "php -r 'echo PHP_VERSION;'"),
    Host("nokogiri", "xslt", "ruby", "book.html", "ruby -e 'require "
         "\"nokogiri\"; puts Nokogiri::VERSION'"),
    Host("MkDocs", "mkdocs", "yaml", "site/index.html", "mkdocs --version"),
    Host("Sphinx", "sphinx", "python", "out/index.html",
         "python3 -c 'import sphinx; print(sphinx.__version__)'"),
    Host("pandoc, Lua", "pandoc", "sh", "page.html", "pandoc --version"),
    Host("pandoc, JSON", "pandoc", "sh", "page.html", "pandoc --version", 1),
    Host("Eleventy", "node", "js", "_site/index.html",
         "node $NODE_PATH/@11ty/eleventy/cmd.cjs --version"),
    Host("Python", "python", "python", "page.html", "python3 --version"),
    Host("make", "make", "make", "page.html", "make --version"),
)


def packages(s):
    """What npm installs for the package for Node."""
    spec = importlib.util.spec_from_file_location("node_run", os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "node", "run.py"))
    node = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(node)
    s.check("npm installs what Eleventy needs", node.installed(s))


def prefix(s):
    """What `make install` would put below /usr/local."""
    where = s.tmp("prefix")
    for name, target in (
            ("lib/backmatter/backmatter.so", s.library),
            ("bin/backmatter", s.backmatter),
            ("bin/backmatter-pandoc", os.path.join(
                suite.TOP, "plugin/bindings/pandoc/backmatter-pandoc")),
            ("share/backmatter/docbook-layer.xsl", xslt.LAYER)):
        path = os.path.join(where, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.symlink(target, path)
    # The Python that has the hosts' packages goes by this name there.
    os.symlink(sys.executable, os.path.join(where, "bin", "python3"))
    return where


class Place:
    """A folder for a host, with or without Backmatter, and some pages."""

    def __init__(self, s, host, ours, count):
        self.s, self.host, self.ours, self.count = s, host, ours, count
        self.where = os.path.join(s.build, "external", "hosts", re.sub(
            r"\W+", "-", host.name.lower()) + ("" if ours else "-alone"))
        if count > 1:
            self.where = s.tmp()
        shutil.rmtree(self.where, ignore_errors=True)
        self.put("refs.json", bindings.REFERENCES)

    def put(self, name, text):
        suite.write(os.path.join(self.where, name), text)

    def lines(self):
        return self.host.lines().replace("/usr/local", self.s.prefix)

    def names(self, first, other):
        return [first] + [other % i for i in range(1, self.count)]

    # Each gives a script for the shell.

    def script(self):
        name = self.host.section
        return getattr(self, name)()

    def xslt(self):
        names = self.names("book", "b%d")
        for name in names:
            self.put(name + ".xml", xslt.DOCUMENT % "")
        lines = self.lines()
        if not self.ours:
            self.put("stock.xsl", ALONE)
            lines = lines.replace(LAYER.replace(
                "/usr/local", self.s.prefix), "stock.xsl")
        if self.host.kind == "sh":
            return lines.replace("book.xml", " ".join(
                n + ".xml" for n in names))
        *head, last = lines.rstrip("\n").split("\n")
        text = "\n".join(head + [last.replace("book.", n + ".")
                                 for n in names])
        self.put("script", {"php": "<?php\n"}.get(self.host.kind, "") + text)
        return {"python": "python3", "php": "php",
                "ruby": "ruby"}[self.host.kind] + " script"

    def markdown(self, first, other):
        names = self.names(first, other)
        for i, name in enumerate(names):
            self.put(name + ".md", HEAD % i + BODY % i)
        return names

    def mkdocs(self):
        self.markdown("docs/index", "docs/p%d")
        self.put("mkdocs.yml", "site_name: Spine\n" + (
            self.lines() if self.ours else ""))
        return "mkdocs build -q"

    def sphinx(self):
        names = self.names("index", "p%d")
        for i, name in enumerate(names):
            cite = ":bm:cite:`a`" if self.ours else "[@a]"
            self.put(name + ".rst", RST % (i, cite, cite))
        self.put("conf.py", 'project = "Spine"\n' + (
            self.lines() if self.ours else ""))
        return "python3 -m sphinx -q . out"

    def pandoc(self):
        names = self.markdown("page", "p%d")
        lines = self.lines()
        if not self.ours:
            lines = re.sub(r"--(lua-)?filter \S+", "", lines)
        return "\n".join(lines.replace("page.", n + ".") for n in names)

    def node(self):
        self.markdown("index", "p%d")
        self.put("_includes/base.njk", LAYOUT)
        self.put("package.json", '{"type": "module"}')
        os.symlink(os.path.join(self.s.build, "node", "node_modules"),
                   os.path.join(self.where, "node_modules"))
        if self.ours:
            self.put("eleventy.config.js", self.lines().replace(
                "strict: true", "strict: false"))
        return "node node_modules/@11ty/eleventy/cmd.cjs --quiet"

    def python(self):
        if not self.ours:
            return None
        *head, call, last = self.lines().rstrip("\n").split("\n")
        self.put("script", "\n".join(head + [call, last] * self.count))
        return "python3 script > page.html\nsed -i '1,/<.html>/!d' page.html"

    def make(self):
        if not self.ours:
            return None
        names = self.markdown("page", "p%d")
        self.put("Makefile", self.lines())
        return "make -s -k -i " + " ".join(n + ".html" for n in names)

    def env(self):
        p, s = self.s.prefix, self.s
        return {"PATH": "%s/bin:%s" % (p, os.environ["PATH"]),
                "PYTHONPATH": bindings.PACKAGE, "PYTHONWARNINGS": "ignore",
                "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8",
                "BACKMATTER_LIBRARY": s.library, "NODE_NO_WARNINGS": "1",
                "NODE_PATH": os.path.join(s.build, "node", "node_modules"),
                "LIBXSLT_PLUGINS_PATH": os.path.join(p, "lib/backmatter"),
                "LUA_PATH_5_3": os.path.join(
                    suite.TOP, "plugin/bindings/pandoc/?.lua;;"),
                "LUA_CPATH_5_3": s.build + "/lua/?.so;;"}

    def run(self):
        """CPU seconds, and what the run left; None without such a run."""
        script = self.script()
        if script is None:
            return 0.0, None
        before = os.times()
        r = suite.run(["sh", "-c", script], self.where, env=self.env(),
                      deadline=300)
        after = os.times()
        return (after.children_user + after.children_system -
                before.children_user - before.children_system), r


def page(s, host, ours):
    """Makes a page; its place for the judges, or None."""
    place = Place(s, host, ours, 1)
    _, r = place.run()
    path = os.path.join(place.where, host.page)
    if r is None:
        return None
    text = suite.read(path).decode() if os.path.exists(path) else ""
    if ours:
        s.check("%s: the manual's lines make a page with its reference" %
                host.name, "A Book about Scars" in text,
                "%s\n%s" % (r, text[-300:]))
    return {"root": os.path.dirname(path), "pages": [path]} if text else None


def added(s, host, count):
    """Milliseconds of CPU per page, of the host alone and more with us."""
    best = []
    for ours in (False, True):
        best.append(min(Place(s, host, ours, count).run()[0]
                        for _ in range(2)))
    return 1000 * best[0] / count, 1000 * (best[1] - best[0]) / count


def judged(s, places):
    """[(rule, text)] of each page, by vnu and axe."""
    where = os.path.join(s.build, "external", "hosts")
    suite.write(os.path.join(where, "places.json"), json.dumps(places))
    r = suite.run(["node", os.path.join(suite.TOP, "tests/external/judge.mjs"),
                   s.build, "--pages", where], suite.TOP, deadline=600)
    path = os.path.join(where, "findings.json")
    if not s.check("the judges run", os.path.exists(path) and r.status in (
            0, 1) and "could not run" not in r.text, r.text + r.errors):
        return {}
    found = {}
    for judge, findings in json.loads(suite.read(path)).items():
        for f in findings:
            file = os.path.join(s.build, f["file"])
            found.setdefault(file, []).append((judge, f["rule"], re.sub(
                r"line \d+", "line", f["text"])))
    os.remove(path)
    return found


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--pages", type=int, default=50)
    p.add_argument("--no-judges", action="store_true")
    p.add_argument("--host", action="append", help="this one alone")
    bindings.with_packages()
    options = p.parse_args()
    s = suite.Suite("pages", options)
    s.need(s.backmatter, s.library)
    packages(s)
    s.prefix = prefix(s)
    hosts = [h for h in HOSTS if not options.host or h.name in options.host]
    made = {h: [page(s, h, ours) for ours in (True, False)] for h in hosts}
    found = {} if options.no_judges else judged(
        s, [p for both in made.values() for p in both if p])
    print("%-14s %-24s %9s %9s  %s" % ("host", "version", "alone", "added",
                                       "findings of ours / of the host"))
    for h, both in made.items():
        r = suite.run(["sh", "-c", h.version], suite.TOP, env=Place(
            s, h, True, 2).env())
        version = (r.text.strip() or "?").split("\n")[0][:24]
        own, alone = [found.get(x["pages"][0], []) if x else [] for x in both]
        rules = {(j, rule) for j, rule, _ in alone}
        ours = [f for f in own if f[:2] not in rules]
        base, more = added(s, h, options.pages) if options.pages else (0, 0)
        print("%-14s %-24s %6.1f ms %6.1f ms  %d / %d" % (
            h.name, version, base, more, len(ours), len(own) - len(ours)),
            flush=True)
        if not options.no_judges:
            s.check("%s: judges find nothing that the host alone has not" %
                    h.name, not ours, "\n".join(map(str, ours)))
    s.done()


if __name__ == "__main__":
    main()

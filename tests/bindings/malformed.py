"""Malformed documents through each binding, in the process of its host: no
crash, no leak, nothing written outside of the folder.

MALFORMED says how many each gets, MALFORMED_SEED damages them otherwise,
MALFORMED_HOSTS names those to try ("mkdocs,php"), and MALFORMED_KEEP is a
folder for the documents that broke a host.
"""

import copy
import importlib.util
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

import malformed_hosts as host
import suite
from sites import PACKAGE, there

COUNT = int(os.environ.get("MALFORMED", "40"))
SEED = int(os.environ.get("MALFORMED_SEED", "1"))
HOSTS = os.environ.get("MALFORMED_HOSTS")
KEEP = os.environ.get("MALFORMED_KEEP")
# KiB that a process may grow by after its first quarter; the heap of pandoc
# itself takes its time to settle.
GROWTH = 24 << 10
# An engine keeps what front matter names, damaged languages and styles too.
# For Eleventy, beyond what it grows by itself: malloc keeps pieces of what the
# largest page took.
GROWTH_OF = {"mkdocs": 64 << 10, "pandoc-lua": 160 << 10, "eleventy": 48 << 10}
GOLDEN = os.path.join(suite.TOP, "tests", "golden")
FOLDER = os.path.dirname(os.path.abspath(__file__))


# ---- Documents -------------------------------------------------------------

def damages():
    """The ways in which the suite `hostile` damages, and our own."""
    path = os.path.join(suite.TOP, "tests", "hostile", "run.py")
    spec = importlib.util.spec_from_file_location("hostile_run", path)
    hostile = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hostile)
    return list(hostile.DAMAGE) + [zeros, deep]


def zeros(r, data):
    at = r.randrange(len(data) + 1)
    return data[:at] + b"\0" * r.choice((1, 7, 300)) + data[at:]


def deep(r, data):
    """Things inside of each other."""
    n = r.choice((30, 300, 3000))
    begin, end = r.choice(((b"> ", b""), (b"[", b"@a]"), (b"<para>", b""),
                           (b"<section>", b"</section>"), (b"*", b"*"),
                           (b"- ", b""), (b"(", b")"), (b"::: {.a}\n", b":::\n")))
    at = r.randrange(len(data) + 1)
    return data[:at] + begin * n + b"x" + end * n + data[at:]


def corpus(ending):
    for folder, _, names in sorted(os.walk(GOLDEN)):
        for name in sorted(names):
            if name.endswith(ending) and "." not in name[:-len(ending)]:
                data = suite.read(os.path.join(folder, name))
                if len(data) < 20000:
                    yield data


def as_tree(r, data):
    """What is left of a document as XML that any parser takes, but with
    elements where none can be."""
    from lxml import etree  # pylint: disable=import-outside-toplevel
    try:
        root = etree.fromstring(data, etree.XMLParser(
            recover=True, resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return b"<article xmlns='http://docbook.org/ns/docbook'/>"
    for _ in range(r.choice((0, 0, 1, 5))):
        all_ = list(root.iter(etree.Element))
        one, other = r.choice(all_), r.choice(all_)
        way = r.randrange(4)
        if way == 0:
            try:
                one.tag = other.tag
            except ValueError:  # the parser took it, this does not
                pass
        elif way == 1 and len(all_) < 2000:
            one.append(copy.deepcopy(other))
        elif way == 2 and one is not root:
            one.getparent().remove(one)
        else:
            one.set("linkend", "nobody")
            one.set("{http://www.w3.org/XML/1998/namespace}id", r.choice(
                ("a", "", " x\ny ", "\u00e4")))
    return etree.tostring(root)


def as_pandoc(r, data):
    """A tree of pandoc with the words of a document."""
    def inlines(text):
        out = []
        for word in text.split()[:60]:
            if "@" in word:
                named = [{"citationId": re.sub(r"\W", "", word) or "a",
                          "citationPrefix": [], "citationSuffix": [],
                          "citationMode": {"t": "NormalCitation"},
                          "citationNoteNum": 0, "citationHash": 0}]
                out.append({"t": "Cite", "c": [
                    named if r.randrange(4) else [],
                    [{"t": "Str", "c": word}]]})
            out += [{"t": "Str", "c": word}, {"t": "Space"}]
        return out

    blocks = []
    for text in data.decode("utf-8", "replace").split("\n\n")[:40]:
        kind = r.choice(("Para", "Plain", "Header", "BlockQuote", "Null"))
        content = inlines(text)
        block = {"t": kind, "c": content}
        if kind == "Header":
            block["c"] = [r.choice((0, 1, 99)), ["", [], []], content]
        if kind == "BlockQuote":
            block["c"] = [{"t": "Para", "c": content}]
        blocks.append(block)
    return json.dumps({"pandoc-api-version": [1, 22], "meta": {
        "bibliography": {"t": "MetaString", "c": "refs.json"}},
        "blocks": blocks}).encode()


def documents(folder, references, kinds):
    """A folder with what the hosts need, and the documents in it."""
    r = random.Random(SEED)
    ways = damages()
    inside = os.path.join(folder, "in")
    os.makedirs(inside)
    suite.write(os.path.join(folder, "refs.json"), references)
    suite.write(os.path.join(folder, "parts.xsl"), host.PARTS)
    suite.write(os.path.join(folder, "mkdocs.yml"), "site_name: S\nplugins:\n"
                "  - backmatter:\n      bibliography: refs.json\n"
                "      cache: false\n")
    suite.write(os.path.join(folder, "docs", "index.md"), "# A\n")
    suite.write(os.path.join(folder, "rst", "conf.py"), "extensions = ["
                "'backmatter.sphinx']\nbackmatter_bibliography = ["
                "'../refs.json']\n")
    suite.write(os.path.join(folder, "rst", "index.rst"), "A\n=\n")
    suite.write(os.path.join(folder, "filter.lua"), host.LUA)
    suite.write(os.path.join(folder, "eleventy.config.cjs"),
                host.ELEVENTY_CONFIG)
    suite.write(os.path.join(folder, "last.xml"), "<last/>")
    suite.write(os.path.join(folder, "empty.md"), "")
    names = []
    seeds = {"md": list(corpus(".md")), "xml": list(corpus(".xml"))}
    for n in range(COUNT):
        kind = kinds[n % len(kinds)]
        data = r.choice(seeds["xml" if kind in ("xml", "tree") else "md"])
        for _ in range(r.choice((1, 1, 2, 3))):
            data = r.choice(ways)(r, data)[:100000]
        if kind == "tree":
            data = as_tree(r, data)
        if kind == "json":
            data = as_pandoc(r, data)
        if kind == "rst":
            data = re.sub(rb"\[@([^\]]*)\]", rb":bm:cite:`\1`", data)
            # No including of other files, which docutils would do itself.
            data = re.sub(rb"::|__|\.\. ", b": ", data)
        names.append("in/%05d.%s" % (n, kind))
        suite.write(os.path.join(folder, names[-1]), data)
    suite.write(os.path.join(folder, "names"), "\n".join(names) + "\n")


# ---- Hosts -----------------------------------------------------------------

def tree(folder):
    """All files there and what is in them, but for what hosts may write."""
    out = {}
    for at, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in (
            "out", "site", ".cache", "rst", "__pycache__")]
        for name in set(names) - {"now"}:
            path = os.path.join(at, name)
            st = os.lstat(path)
            out[os.path.relpath(path, folder)] = (st.st_mtime_ns, st.st_size)
    return out


def at_hand(folder, name, good):
    """The document that a host worked at; it is kept where that is wanted."""
    path = os.path.join(folder, "now")
    if good or not os.path.exists(path):
        return ""
    document = suite.read(path).decode()
    if KEEP:
        os.makedirs(KEEP, exist_ok=True)
        shutil.copy(os.path.join(folder, document), os.path.join(
            KEEP, "%s-%s" % (name, os.path.basename(document))))
    return "at " + document


def watched(command, folder, env):
    """Runs a program that takes all documents and tells nothing of its memory:
    that is looked at from here, and told behind its output in KiB."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        p = subprocess.Popen(command, cwd=folder, stdout=out, stderr=err,
                             env=dict(suite.CLEAN_ENV, **env))
        seen, end = [], time.time() + 60 + COUNT
        while p.poll() is None and time.time() < end:
            with open("/proc/%d/statm" % p.pid, encoding="ascii") as f:
                seen.append(int((f.read().split() + ["0", "0"])[1]) * 4)
            time.sleep(0.02)
        p.kill()
        p.wait()
        # What one document needs comes and goes: the lowest of each quarter.
        size = len(seen) // 4
        grown = min(seen[-size:]) - min(seen[size:2 * size]) if size else 0
        out.seek(0)
        err.seek(0)
        return suite.Result(p.returncode, out.read() + b" %d" % grown,
                            err.read()[-3000:])


def bare(command, folder, env):
    """KiB that the host grows by over the same documents without the plug-in,
    or None if it fails."""
    r = suite.run(command, folder, env=dict(env, BARE="1"), deadline=60 + COUNT)
    said = re.search(r"^done %d (-?\d+)" % COUNT, r.text, re.M)
    return int(said.group(1)) if r.status == 0 and said else None


def through(s, references, name, command, kinds):
    outer = s.tmp("malformed-" + name)
    folder = os.path.join(outer, "project")
    documents(folder, references, kinds)
    if command[0] == "node":
        # As it is now, not as the suite of Node last installed it.
        shutil.copytree(os.path.join(suite.TOP, "plugin", "bindings", "node"),
                        os.path.join(folder, "node_modules", "backmatter"))
    home = os.path.join(outer, "home")
    os.makedirs(home)
    before = tree(outer)
    env = {"PYTHONPATH": PACKAGE, "BACKMATTER_LIBRARY": s.library,
           "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", "HOME": home,
           "LIBXSLT_PLUGINS_PATH": s.build, "PYTHONWARNINGS": "ignore",
           "NODE_PATH": os.path.join(s.build, "node", "node_modules"),
           "NODE_NO_WARNINGS": "1", "ELEVENTY": os.path.join(
               s.build, "node/node_modules/@11ty/eleventy/src/Eleventy.js"),
           "LUA_PATH_5_3": os.path.join(suite.TOP, "plugin", "bindings",
                                        "pandoc") + "/?.lua;;",
           "LUA_CPATH_5_3": s.build + "/lua/?.so;;"}
    start = time.time()
    if kinds == ("tree",):
        r = watched([*command, *sorted(
            "in/" + n for n in os.listdir(os.path.join(folder, "in"))),
            "last.xml"], folder, env)
        said = re.search(r"done (1) 0 (-?\d+)$", r.text)
        # Its words for documents of which nothing can be made.
        good = said and r.status in (0, 6, 9, 10)
    else:
        r = suite.run(command, folder, env=env, deadline=60 + COUNT)
        said = re.search(r"^done (\d+) (-?\d+)", r.text, re.M)
        good = r.status == 0 and said and int(said.group(1)) == COUNT
    s.check("malformed, %s: no crash" % name, good, "%s\n%s\n%s" % (
        at_hand(folder, name, good), r.text[-300:], r))
    if said:
        # Eleventy keeps something of each page: as much as without Backmatter.
        own = bare(command, folder, env) if name == "eleventy" else 0
        s.check("malformed, %s: no leak" % name,
                own is not None and
                int(said.group(2)) - own < GROWTH_OF.get(name, GROWTH),
                "%s KiB more, %s of the host" % (said.group(2), own))
    s.check("malformed, %s: nothing written outside" % name,
            tree(outer) == before)
    if COUNT >= 1000 and said:
        print("%s: %d documents, %s KiB more after the first quarter, %s of the "
              "host, %.0f s" % (name, COUNT, said.group(2), own,
                                time.time() - start), flush=True)
    shutil.rmtree(outer, ignore_errors=True)


def hosts(s, references):
    """All that are installed; each tells that it is left out."""
    def python(code):
        return [sys.executable, "-X", "faulthandler", "-c",
                host.PYTHON + code]

    core = os.path.join(s.build, "lua", "backmatter", "core.so")
    linked = subprocess.run(["ldd", shutil.which("pandoc") or "/nonexistent"],
                            capture_output=True, text=True, check=False)
    node = os.path.isdir(os.path.join(s.build, "node", "node_modules",
                                      "backmatter"))
    both, md, xml = ("md", "xml"), ("md",), ("xml",)
    for name, command, kinds, is_there in (
            ("python", python(host.API), both, lambda: True),
            ("queue", python(host.QUEUE), both, lambda: True),
            ("mkdocs", python(host.MKDOCS), md,
             lambda: there(s, "mkdocs", "mkdocs")),
            ("sphinx", python(host.SPHINX), ("rst",),
             lambda: there(s, "sphinx", "python3-sphinx")),
            ("pandoc-json", python(host.PANDOC_JSON), ("json",), lambda: True),
            ("pandoc-lua", ["pandoc", "-t", "html", "--lua-filter",
                            "filter.lua", "empty.md"], ("json",),
             lambda: os.path.exists(core) and "liblua5.3" in linked.stdout),
            ("lxml", python(host.LXML), xml,
             lambda: there(s, "lxml", "python3-lxml")),
            ("xsltproc", ["xsltproc", "--nonet", "parts.xsl"], ("tree",),
             lambda: shutil.which("xsltproc") and
             there(s, "lxml", "python3-lxml")),
            ("xmlstarlet", ["xmlstarlet", "tr", "parts.xsl"], ("tree",),
             lambda: shutil.which("xmlstarlet") and
             there(s, "lxml", "python3-lxml")),
            ("php", ["php", "-r", host.PHP], xml, lambda: shutil.which("php")),
            ("ruby", ["ruby", "-e", host.RUBY], xml, lambda: shutil.which("ruby")),
            ("node", ["node", "-e", host.NODE], both, lambda: node),
            ("eleventy", ["node", "--expose-gc", "-e", host.ELEVENTY], md,
             lambda: node)):
        if HOSTS and name not in HOSTS.split(","):
            continue
        if is_there():
            through(s, references, name, command, kinds)
        else:
            s.skip("malformed, " + name, "it is not installed here")

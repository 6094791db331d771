#!/usr/bin/env python3
"""The plug-in in other hosts: as a module of XSLT processors, and through the
package for Python: its structs against the header, documents through
it, threads beside lxml, and inputs that are broken on purpose."""

import ctypes
import gc
import os
import random
import re
import resource
import subprocess
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
import malformed  # noqa: E402
import many  # noqa: E402
import pandoc  # noqa: E402
import parallel  # noqa: E402
import sites  # noqa: E402
import xslt  # noqa: E402

PACKAGE = os.path.join(suite.TOP, "plugin", "bindings", "python")
TEXT = """---
title: Scars
author: Ann Author
lang: en
---

# Scars

Scar tissue can press on a nerve [@a].

| Who | Sees |
|---|---|
| A doctor | it |
"""
REFERENCES = ('[{"id":"a","type":"book","title":"A Book about Scars",'
              '"author":[{"family":"Doe","given":"Jane"}],'
              '"issued":{"date-parts":[[2001]]}}]')


# ---- structs ---------------------------------------------------------------

def structs(s, abi):
    """Sizes and places of all members, as a compiler sees the header."""
    tmp = s.tmp("structs")
    source = os.path.join(tmp, "structs.c")
    lines = ['#include <stdio.h>', '#include "backmatter.h"',
             'int main(void) {']
    for name in abi.STRUCTS.values():
        lines.append('printf("%s %%zu\\n", sizeof(%s));' % (name, name))
    for cls, name in abi.STRUCTS.items():
        for member in cls._fields_:
            lines.append('printf("%s.%s %%zu %%zu\\n", offsetof(%s, %s), '
                         'sizeof(((%s *)0)->%s));' % (
                             name, member[0], name, member[0], name,
                             member[0]))
    lines.append("return 0; }")
    with open(source, "w", encoding="utf-8") as f:
        f.write("\n".join(lines))
    program = os.path.join(tmp, "structs")
    subprocess.run(["cc", "-I" + os.path.join(suite.TOP, "include"), "-o",
                    program, source], check=True)
    said = {}
    for line in subprocess.run([program], check=True, capture_output=True,
                               text=True).stdout.splitlines():
        key, *numbers = line.split()
        said[key] = [int(n) for n in numbers]
    for cls, name in abi.STRUCTS.items():
        s.check("%s is no longer than the header's" % name,
                ctypes.sizeof(cls) <= said[name][0])
        for member in cls._fields_:
            field = getattr(cls, member[0])
            s.check("%s.%s lies where the header has it" % (name, member[0]),
                    [field.offset, field.size] ==
                    said["%s.%s" % (name, member[0])],
                    "%s, not %s" % ([field.offset, field.size],
                                    said["%s.%s" % (name, member[0])]))


# ---- documents -------------------------------------------------------------

def documents(s, backmatter, refs):
    with open(os.path.join(suite.TOP, "include", "backmatter.h"),
              encoding="utf-8") as f:
        version = re.search(r'BM_VERSION "(.*)"', f.read()).group(1)
    s.check("the version is the library's", backmatter.version() == version)
    r = backmatter.convert(TEXT, bibliography=refs)
    s.check("a page comes back", r.text.startswith("<!DOCTYPE html>"))
    s.check("with its reference", "A Book about Scars" in r.text)
    s.check("and no error", r.errors == [], r.findings)
    command = suite.run([s.backmatter, "-b", refs, "--fail-on", "never"],
                        s.tmp(), TEXT.encode())
    s.check("the same bytes as the command writes", command.out == r.data)
    r = backmatter.convert(TEXT.encode(), "site", bibliography=[refs])
    s.check("a site is files", "index.html" in r.files and
            "css/book.css" in r.files, sorted(r.files))
    r = backmatter.convert(TEXT, "epub", bibliography=[refs])
    s.check("a book is bytes", r.data[:2] == b"PK")
    path = os.path.join(s.tmp("out"), "page.html")
    r = backmatter.convert(TEXT, bibliography=[refs], output=path)
    s.check("an output is written", os.path.exists(path) and r.data == b"")
    r = backmatter.convert("# A\n\nSee [@nobody].\n")
    wrong = [f for f in r.findings if f.code == "cite-no-bibliography"]
    s.check("a finding has its place", len(wrong) == 1 and
            (wrong[0].line, wrong[0].column) == (3, 6) and
            wrong[0].severity == "error", r.findings)
    s.check("and reads as the command's do", str(wrong[0]) ==
            "<stdin>:3:6: error: %s [cite-no-bibliography]" %
            wrong[0].message, wrong)
    found = backmatter.lint("# A\n\nStem cells cure back pain.\n")
    s.check("lint finds a claim", any(f.text == "Stem cells cure back pain."
                                      for f in found), found)
    s.check("rules are there", "cite-unresolved" in backmatter.rules())


def mistakes(s, backmatter):
    def raises(what, kind, call):
        try:
            call()
        except kind as e:
            s.check(what, True)
            return e
        except Exception as e:  # pylint: disable=broad-except
            s.check(what, False, repr(e))
            return None
        s.check(what, False, "nothing was raised")
        return None

    e = raises("broken XML raises", backmatter.Error,
               lambda: backmatter.convert("<a><b></a>", source="docbook"))
    s.check("with its findings", e is not None and e.findings and
            e.findings[0].code == "xml-syntax", e)
    raises("an unknown writer raises", backmatter.Error,
           lambda: backmatter.convert("a", "nonsense"))
    raises("a missing file raises", backmatter.Error,
           lambda: backmatter.convert(name="/nonexistent/a.md"))
    raises("neither text nor name raises", TypeError,
           lambda: backmatter.convert())
    engine = backmatter.Engine()
    engine.close()
    engine.close()
    raises("a closed engine raises", ValueError, lambda: engine.convert("a"))
    r = backmatter.convert("a\x00b")
    s.check("a zero byte is no end", "b</p>" in r.text, r.text[-300:])
    s.check("a lone surrogate is no crash",
            "p" in backmatter.convert("a\ud800b").text)


# ---- threads ---------------------------------------------------------------

def threads(s, backmatter, refs):
    """Eight threads, lxml at work between them on the same libxml2."""
    try:
        from lxml import etree  # pylint: disable=import-outside-toplevel
    except ImportError:
        etree = None
        s.skip("threads beside lxml", "python3-lxml is not installed")
    wanted = backmatter.convert(TEXT, bibliography=refs).data
    wrong = []

    def work(number):
        for i in range(6):
            got = backmatter.convert(TEXT, bibliography=refs).data
            if got != wanted:
                wrong.append("thread %d, round %d: other bytes" % (number, i))
            if etree is None:
                continue
            doc = etree.fromstring("<a><b n='%d'/></a>" % i)
            sheet = etree.XSLT(etree.XML(
                '<xsl:stylesheet version="1.0" xmlns:xsl='
                '"http://www.w3.org/1999/XSL/Transform"><xsl:template '
                'match="/"><o><xsl:value-of select="//@n"/></o>'
                '</xsl:template></xsl:stylesheet>'))
            if sheet(doc).getroot().text != str(i):
                wrong.append("lxml in thread %d is wrong" % number)
            try:
                etree.fromstring("<a><b></a>")
                wrong.append("lxml took broken XML")
            except etree.XMLSyntaxError as e:
                if "mismatch" not in str(e):
                    wrong.append("lxml's word is lost: %s" % e)

    running = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for t in running:
        t.start()
    for t in running:
        t.join()
    s.check("eight threads give the same bytes", not wrong, wrong)


def queue(s, backmatter, refs):
    """Documents in the library's own thread: what convert() gives."""
    options = {"bibliography": [refs], "lint": True, "source": "markdown"}
    texts = [TEXT, "# B\n\nIt [@nobody].\n", "", TEXT + "\nMore.\n"]
    with backmatter.Queue("parts", **options) as q:
        numbers = [q.add(t, "a.md") for t in texts]
        engine = backmatter.Engine()
        same = [q.take(n) == engine.convert(t, "parts", name="a.md", **options)
                for n, t in reversed(list(zip(numbers, texts)))]
        s.check("a queue gives what convert() gives", all(same), same)
        try:
            q.take(numbers[0])
            s.check("a document is taken once", False)
        except backmatter.Error as e:
            s.check("a document is taken once", e.findings == [])
        q.add(TEXT)
    r = suite.run([sys.executable, "-c", "import backmatter, os\n"
                   "q = backmatter.Queue()\nfor i in range(99): q.add('# A')\n"
                   "if os.fork() == 0: raise SystemExit\nos.wait()"],
                  s.tmp(), env={"PYTHONPATH": PACKAGE}, deadline=60)
    s.check("a program may end while a queue works", r.status == 0, r)


def wrong_libraries(s):
    """Clear words where the library is not what is needed."""
    folder = s.tmp("wrong")
    suite.write(os.path.join(folder, "text.so"), "no library\n")
    source = suite.write(os.path.join(folder, "f.c"), "const void *"
                         "bm_get_api(unsigned a) { return a > 99 ? &a : 0; }")
    subprocess.run(["cc", "-w", "-shared", "-fPIC", "-o", os.path.join(
        folder, "other.so"), source], check=True)
    for path, words in (
            ("missing.so", "is not installed"),
            ("text.so", "text.so is no library of Backmatter"),
            ("/lib/x86_64-linux-gnu/libm.so.6", "is no library of Backmatter"),
            ("other.so", "does not serve this package")):
        path = os.path.join(folder, path)
        if path.startswith("/lib") and not os.path.exists(path):
            continue
        r = suite.run([sys.executable, "-c", "import backmatter\n"
                       "backmatter.convert('a')"], folder, env={
                           "PYTHONPATH": PACKAGE, "BACKMATTER_LIBRARY": path})
        s.check("a wrong library, %s: %s" % (os.path.basename(path), words),
                r.status == 1 and "OSError" in r.errors and
                words in r.errors, r)


# ---- broken input ----------------------------------------------------------

def broken(s, backmatter):
    """Documents cut, flipped and mixed; memory stays where it was."""
    rng = random.Random(20261123)
    golden = os.path.join(suite.TOP, "tests", "golden")
    seeds = []
    for folder, _, names in sorted(os.walk(golden)):
        for name in sorted(names):
            if name.endswith((".md", ".xml")) and "." not in name[:-4]:
                with open(os.path.join(folder, name), "rb") as f:
                    seeds.append((name, f.read()))
    rng.shuffle(seeds)
    lost = []

    def one(name, data):
        data = bytearray(data)
        for _ in range(rng.randrange(1, 8)):
            at = rng.randrange(len(data) + 1)
            kind = rng.randrange(4)
            if kind == 0 and data:
                data[min(at, len(data) - 1)] = rng.randrange(256)
            elif kind == 1:
                del data[at:]
            elif kind == 2:
                data[at:at] = rng.choice(seeds)[1][:200]
            else:
                data[at:at] = bytes([rng.randrange(256)]) * 40
        source = "docbook" if name.endswith(".xml") else "markdown"
        try:
            r = backmatter.convert(bytes(data), source=source)
            if not r.data:
                lost.append("%s: no output and no word" % name)
        except backmatter.Error as e:
            if not e.findings:
                lost.append("%s: %s, and no finding" % (name, e))

    for name, data in seeds[:60]:
        one(name, data)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = int(os.environ.get("BROKEN", 2 * len(seeds)))
    for i in range(count):
        one(*seeds[i % len(seeds)])
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    s.check("%d broken documents: an output or a finding each" %
            (60 + count), not lost and len(seeds) > 100,
            "\n".join(lost[:5]))
    s.check("and memory does not grow with them", grown < 20000,
            "%d KiB more" % grown)


def with_packages():
    """Goes on in Debian's Python where this one lacks its packages."""
    debian = "/usr/bin/python3"
    try:
        import lxml  # noqa: F401  pylint: disable=import-outside-toplevel
    except ImportError:
        if os.path.exists(debian) and "BM_DEBIAN_PYTHON" not in os.environ:
            os.execve(debian, [debian, "-B"] + sys.argv,
                      dict(os.environ, BM_DEBIAN_PYTHON="1"))


def main():
    with_packages()
    options = suite.parser(__doc__).parse_args()
    s = suite.Suite("bindings", options)
    if s.sanitized:
        s.skip("bindings", "Python has no sanitizers built in")
        return s.done()
    os.environ["BACKMATTER_LIBRARY"] = s.library
    sys.path.insert(0, PACKAGE)
    import backmatter  # pylint: disable=import-outside-toplevel
    from backmatter import _abi  # pylint: disable=import-outside-toplevel

    refs = os.path.join(s.tmp("refs"), "refs.json")
    with open(refs, "w", encoding="utf-8") as f:
        f.write(REFERENCES)
    structs(s, _abi)
    documents(s, backmatter, refs)
    mistakes(s, backmatter)
    threads(s, backmatter, refs)
    queue(s, backmatter, refs)
    wrong_libraries(s)
    broken(s, backmatter)
    sites.parts(s, backmatter, TEXT, refs)
    sites.hosts(s, REFERENCES)
    pandoc.hosts(s, REFERENCES)
    parallel.hosts(s)
    many.try_each(s)
    xslt.hosts(s, REFERENCES)
    malformed.hosts(s, REFERENCES)
    return s.done()


if __name__ == "__main__":
    sys.exit(main())

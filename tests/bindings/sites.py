"""The plug-ins for MkDocs and Sphinx, in those programs."""

import os
import re
import sys

import suite

PACKAGE = os.path.join(suite.TOP, "plugin", "bindings", "python")
MKDOCS = """site_name: Spine
markdown_extensions: [admonition]
plugins:
  - backmatter:
      bibliography: refs.json
      ignore: [author-missing, DOC-01, DOC-03, DOC-04]
%s
"""
PAGE = """---
title: Scars
subjects: [spine]
reviewed: 2026-01-15
reviewer: Pat Lee
next-review: 2027-01
---

# Scars [@b]

A scar can press on a nerve [@a, p. 3]. As @a says, it may [see @a; also
@b, pp. 4-5]. \u00dcm [@b] and `[@a]`.

!!! note "Title"
    Indented [@a].

=== "Tab"

    \u00dcnder [@b], so.

| Who | Sees |
|---|---|
| A doctor | it [@b] |

```
code [@a]
```
"""
BAD = "# Two\n\nText.\n\n- So it is [@nobody].\n\nThis cure has no risk at all.\n"
CONF = """project = "Spine"
extensions = ["backmatter.sphinx"]
backmatter_bibliography = ["refs.json"]
backmatter_style = "apa"
suppress_warnings = ["backmatter.DOC-01", "backmatter.DOC-03",
    "backmatter.DOC-04", "backmatter.author-missing"]
"""
RST = """:subjects: spine
:reviewed: 2026-01-15
:reviewer: Pat Lee
:next-review: 2027-01

Scars :bm:cite:`b`
==================

A *scar* can press :bm:cite:`a, p. 3`. As :bm:citet:`a` says,
it may :bm:cite:`see @a; b, pp. 4-5`.

.. note::

   Indented :bm:cite:`a`.

.. bm:bibliography::

.. toctree::

   two

Two
---

===  ==================
Who  Sees
===  ==================
A    it :bm:cite:`b`
===  ==================
"""
BAD_RST = "Two\n===\n\nText.\n\n* So it is :bm:cite:`nobody`.\n"


class Site:
    """A project in a folder, and the program that builds it."""

    def __init__(self, s, name, references):
        self.folder = s.tmp(name)
        self.env = {"PYTHONPATH": PACKAGE, "BACKMATTER_LIBRARY": s.library,
                    "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
        self.put("refs.json", references[:-1] + "," + references[1:].replace(
            '"a"', '"b"').replace("2001", "2002"))

    def put(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        suite.write(path, text)

    def get(self, name):
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            return ""
        with open(path, encoding="utf-8") as f:
            return f.read()

    def run(self, *args):
        return suite.run([sys.executable, "-m"] + list(args), self.folder,
                         env=self.env, deadline=120)


def there(s, module, package):
    try:
        __import__(module)
    except ImportError:
        s.skip(module, package + " is not installed")
        return False
    return True


def links_hold(s, what, page):
    """Links of ours lead somewhere, and no id is there twice."""
    ids = re.findall(r'\bid="([^"]+)"', page)
    wanted = re.findall(r'role="doc-[a-z]+"[^>]*href="#([^"]+)"|'
                        r'href="#((?:cite|ref|fn)-[^"]+)"', page)
    lost = [a or b for a, b in wanted if (a or b) not in ids]
    s.check(what + ": links and ids", wanted and not lost and
            len(set(ids)) == len(ids), "%s\n%s" % (lost, sorted(ids)))


def mkdocs(s, references):
    if not there(s, "mkdocs", "mkdocs"):
        return
    site = Site(s, "mkdocs", references)
    site.put("mkdocs.yml", MKDOCS % "      style: apa")
    site.put("docs/index.md", PAGE)
    r = site.run("mkdocs", "build", "--strict")
    page = site.get("site/index.html")
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))
    s.check("mkdocs: a sound site passes --strict", r.status == 0, r)
    for what, words in (
            ("heading", "Scars (Doe, 2002)"),
            ("text", "on a nerve (Doe, 2001, p. 3). As Doe (2001) says, it "
             "may (see Doe, 2001, also 2002, pp. 4\u20135). "
             "\u00dcm (Doe, 2002) and [@a]."),
            ("admonition", "Indented (Doe, 2001)."),
            ("tab", "\u00dcnder (Doe, 2002), so."),
            ("table", "it (Doe, 2002)"), ("code", "code [@a]"),
            ("references", "Doe, J. (2001). A Book about Scars.")):
        s.check("mkdocs: citations in " + what, words in plain, plain[-3000:])
    s.check("mkdocs: contents and ids have no citation",
            '<h1 id="scars">' in page and "\ue0f0" not in page)
    s.check("mkdocs: notices stand before and behind",
            page.find('id="notice-general"') < page.find("on a nerve") <
            page.find('id="references"') and "notice-general" in page)
    links_hold(s, "mkdocs", page)
    again = site.run("mkdocs", "build", "--strict")
    strip = re.compile("Build Date.*")
    s.check("mkdocs: what was kept gives the same page", r.status ==
            again.status and os.listdir(os.path.join(site.folder, ".cache", "backmatter")) and
            strip.sub("", site.get("site/index.html")) == strip.sub("", page))
    changed = MKDOCS.replace("plugins:", "hooks: [hook.py]\nplugins:")
    site.put("hook.py", "def on_page_markdown(markdown, **_):\n"
             "    return markdown.replace('nerve', 'disc')\n")
    site.put("mkdocs.yml", changed % "      style: apa")
    site.run("mkdocs", "build", "--strict")
    s.check("mkdocs: what others do to a text before counts",
            "on a disc (Doe, 2001, p. 3). As" in re.sub(
                r"<[^>]*>", "", site.get("site/index.html")),
            site.get("site/index.html"))
    site.put("mkdocs.yml", MKDOCS % "      style: apa\n      today: 2027-06-01")
    r = site.run("mkdocs", "build", "--strict")
    s.check("mkdocs: a date may stand as YAML reads it", r.status != 0 and
            "[review-expired]" in r.errors, r)
    site.put("mkdocs.yml", MKDOCS % "")
    site.run("mkdocs", "build")
    s.check("mkdocs: marks stand behind full stop and comma", re.search(
        r'on a nerve\.<span class="citation"><sup>', site.get(
            "site/index.html")) and re.search(
                r'nder,<span class="citation"><sup>', site.get(
                    "site/index.html")))
    site.put("docs/bad.md", BAD)
    site.put("mkdocs.yml", MKDOCS % "      style: nosuch")
    r = site.run("mkdocs", "build")
    s.check("mkdocs: an unknown style is told once, with the file to mend",
            r.errors.count('Citation style "nosuch"') == 1 and
            'mkdocs.yml: error: Citation style "nosuch"' in r.errors, r)
    site.put("mkdocs.yml", MKDOCS % "")
    for round_ in ("", ", again"):
        r = site.run("mkdocs", "build", "--strict")
        s.check("mkdocs: --strict fails at file and line" + round_,
                r.status != 0 and "docs/bad.md:5:13: error: Citation key "
                '"nobody"' in r.errors and re.search(
                    r"docs/bad\.md:7:\d+: .*\[SAF", r.errors), r)
    site.put("docs/bad.md", "\udcff\x01[@a".encode(
        "utf-8", "replace").decode() + "[" * 3000 + "@a]" * 3000)
    r = site.run("mkdocs", "build")
    s.check("mkdocs: nonsense is no crash", r.status == 0, r)


def sphinx(s, references):
    if not there(s, "sphinx", "python3-sphinx"):
        return
    site = Site(s, "sphinx", references)
    site.put("conf.py", CONF)
    site.put("index.rst", RST)
    site.put("two.rst", "Two\n===\n\nText.\n")
    r = site.run("sphinx", "-W", "-q", "-j2", ".", "out")
    page = site.get("out/index.html")
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))
    s.check("sphinx: a sound site passes -W, in parallel", r.status == 0, r)
    for what, words in (
            ("heading", "Scars(Doe, 2002)"),
            ("text", "can press (Doe, 2001, p. 3). As Doe (2001) says, it "
             "may (see Doe, 2001, 2002, pp. 4\u20135)."),
            ("admonition", "Indented (Doe, 2001)."),
            ("table", "it (Doe, 2002)"),
            ("references", "Doe, J. (2001). A Book about Scars.")):
        s.check("sphinx: citations in " + what,
                words.replace("s(", "s (") in plain or words in plain,
                plain[:3000])
    s.check("sphinx: titles have no citation",
            "<title>Scars &#8212;" in page, page[:900])
    s.check("sphinx: references stand where they are wanted",
            0 < page.find('id="references"') < page.find("toctree-wrapper"))
    s.check("sphinx: notices are in", 'id="notice-general"' in page)
    links_hold(s, "sphinx", page)
    r = site.run("sphinx", "-W", "-q", "-b", "text", ".", "text")
    s.check("sphinx: other builders have the words", r.status == 0 and
            "can press (Doe, 2001, p. 3)." in site.get("text/index.txt") and
            "Doe, J. (2001). A Book about Scars." in
            site.get("text/index.txt"), r)
    r = site.run("sphinx", "-W", "-q", "-b", "singlehtml", ".", "single")
    one = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", site.get(
        "single/index.html")))
    s.check("sphinx: all documents in one tree have theirs", r.status == 0 and
            "can press (Doe, 2001, p. 3)." in one and
            "Doe, J. (2001). A Book about Scars." in one, r)
    site.put("two.rst", "Two\n===\n\nIt is :bm:cite:`a`.\n")
    r = site.run("sphinx", "-W", "-q", ".", "out")
    s.check("sphinx: what was not read again keeps what it had",
            r.status == 0 and "It is <span class=\"citation\">" in site.get(
                "out/two.html") and "A Book about Scars" in site.get(
                    "out/two.html") and site.get("out/index.html") == page, r)
    site.put("two.rst", BAD_RST)
    r = site.run("sphinx", "-W", "--keep-going", "-q", ".", "out")
    s.check("sphinx: -W fails at file and line", r.status != 0 and
            re.search(r'two\.rst:6: ERROR: Citation key "nobody".*'
                      r"\[cite-unresolved\]", r.errors), r)
    s.check("sphinx: only what changed is read", "index.rst" not in r.errors)


def parts(s, backmatter, text, refs):
    """The output that both are made of."""
    r = backmatter.convert(text, "parts", bibliography=refs, style="apa")
    files = sorted(r.files)
    s.check("parts: files with their places", files ==
            ["bibliography.html", "citations/1-9-35.html"], files)
    s.check("parts: what stands for a citation", r.files.get(files[-1], b"")
            .startswith(b'<span class="citation">('), r.files)
    r = backmatter.convert("# A\n\nIt [@a] is.[^1]\n\n[^1]: Own.\n", "parts",
                           bibliography=refs,
                           style="chicago-fullnote-bibliography")
    s.check("parts: notes that cite, and no other", r.files[
        "citations/1-3-5.html"].startswith(b'<sup class="noteref">') and
        b"Own" not in r.files["notes.html"] and b"A Book about Scars" in
        r.files["notes.html"], r.files)


def hosts(s, references):
    mkdocs(s, references)
    sphinx(s, references)

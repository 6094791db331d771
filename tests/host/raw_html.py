"""What hostile texts come to: nothing that runs, loads or takes over.

    python3 tests/host/raw_html.py FOLDER    writes the texts, for a browser
"""

import html.parser
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402
from raw_html_cases import CASES, QUIET  # noqa: E402

# All that our sheets write, with drawings and formulas.
ELEMENTS = set("""html head meta title style body a main header h1 h2 h3 div p
    span section nav details summary ol ul li dl dt dd sub sup kbd br b i em
    strong s code pre img table caption thead tbody tr th td blockquote
    figure figcaption footer math mi mn mo mrow mtext g svg rect text image
    use title aside article abbr""".split())
META = ("viewport", "generator", "color-scheme", "description", "author")


class Page(html.parser.HTMLParser):
    """Notes what must not be in a page."""

    def __init__(self):
        super().__init__()
        self.bad = []

    def handle_starttag(self, tag, attrs):
        if tag not in ELEMENTS:
            self.bad.append("<%s>" % tag)
        for name, value in attrs:
            plain = "".join(c for c in (value or "").lower() if c > " ")
            if name.startswith("on") or name in ("srcdoc", "action", "style"):
                self.bad.append("%s in <%s>" % (name, tag))
            if plain.startswith(("javascript:", "vbscript:", "data:text")):
                self.bad.append("%s=%s" % (name, value))
            if name in ("src", "srcset", "poster", "data", "background") and \
                    "hit.example" in plain:
                self.bad.append("%s=%s" % (name, value))
        given = dict(attrs)
        if tag == "meta" and "charset" not in given and \
                given.get("name") not in META and \
                given.get("http-equiv") != "Content-Security-Policy":
            self.bad.append("<meta %s>" % given)


def hostile(s):
    """Each text as a page of its own."""
    for number, (name, text) in enumerate(CASES):
        where = s.tmp()
        suite.write(os.path.join(where, "t.md"), text)
        r = suite.run([s.backmatter, "--fail-on", "never", "-o", "t.html",
                       "t.md"], where)
        path = os.path.join(where, "t.html")
        if not os.path.exists(path):
            s.check("raw HTML %d: %s" % (number, name), False, r)
            continue
        page = Page()
        page.feed(suite.read(path).decode())
        said = any("[%s]" % code in r.errors for code in (
            "markdown-raw-html", "link-unsafe", "foreign-unsafe",
            "markdown-attributes", "image-not-found", "markdown-raw",
            "link-unresolved", "link-scheme", "markdown-attribute",
            "markdown-math", "frontmatter-unknown"))
        s.check("raw HTML %d: %s" % (number, name), not page.bad,
                "%s\n%s" % (page.bad, r))
        s.check("raw HTML %d: %s is told" % (number, name),
                said or name in QUIET, r)


def main():
    for number, (_, text) in enumerate(CASES):
        suite.write(os.path.join(sys.argv[1], "%03d.md" % number), text)


PARTS = [hostile]

if __name__ == "__main__":
    main()

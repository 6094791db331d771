"""What the pages of an output link to: for goldens named NAME.links."""

import html.parser
import os
import posixpath
import zipfile

ROLES = {"doc-biblioref": "cite", "doc-backlink": "back",
         "doc-noteref": "note"}


class Page(html.parser.HTMLParser):
    """Ids of one page and the links of its text."""

    def __init__(self, name, text):
        super().__init__()
        self.name = name
        self.ids = []
        self.links = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a" and attrs.get("href"):
            self.links.append((ROLES.get(attrs.get("role")),
                               attrs.get("id", ""), attrs["href"]))


def pages_of(path):
    """(name, text) of each page of a file, a folder or an EPUB."""
    if os.path.isdir(path):
        for base, dirs, files in os.walk(path):
            dirs.sort()
            for name in sorted(files):
                if name.endswith(".html"):
                    full = os.path.join(base, name)
                    with open(full, encoding="utf-8") as f:
                        yield os.path.relpath(full, path), f.read()
    elif path.endswith(".epub"):
        with zipfile.ZipFile(path) as z:
            for name in z.namelist():
                if name.endswith(".xhtml"):
                    yield name, z.read(name).decode()
    else:
        with open(path, encoding="utf-8") as f:
            yield os.path.basename(path), f.read()


def report(kind, path):
    """Lines on every page: its links for citations and notes, and what is
    wrong: an id twice, or a link to nowhere."""
    pages = [Page(name, text) for name, text in pages_of(path)]
    ids = {p.name: set(p.ids) for p in pages}
    lines = []
    for p in pages:
        for one in sorted(set(i for i in p.ids if p.ids.count(i) > 1)):
            lines.append("%s %s: TWICE %s" % (kind, p.name, one))
        for role, here, href in p.links:
            if ":" in href.split("#")[0]:
                continue
            file, _, target = href.partition("#")
            to = posixpath.normpath(posixpath.join(
                posixpath.dirname(p.name), file)) if file else p.name
            good = to in ids and (not target or target in ids[to])
            if role or not good:
                lines.append("%s %s: %s %s -> %s%s" % (
                    kind, p.name, role or "link", here or "-", href,
                    "" if good else " NOWHERE"))
    return lines

"""Backmatter as a JSON filter of pandoc, for a pandoc that loads no module:

    pandoc --filter backmatter-pandoc -o out.html in.md

It does what plugin/bindings/pandoc/backmatter.lua does, and takes the same
from the metadata of the document.
"""

import json
import re
import sys
from html.parser import HTMLParser

from . import _host, _shadow

RAW = re.compile(r"html|epub|revealjs|slidy|slideous|dzslides|s5")
TAKEN = {"bibliography", "csl", "style", "references", "nocite", "abstract"}
BLANK = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}


# ---- The tree of pandoc ----------------------------------------------------


def inlines_in(value):
    """All lists of inlines and blocks below a node, in their order."""
    if isinstance(value, dict):
        yield from inlines_in(value.get("c"))
    elif isinstance(value, list):
        yield value
        for item in value:
            yield from inlines_in(item)


def stringify(value):
    if isinstance(value, list):
        return "".join(stringify(v) for v in value)
    if isinstance(value, dict):
        kind, content = value.get("t"), value.get("c")
        if kind in BLANK:
            return " "
        if kind in ("Str", "MetaString"):
            return content
        if kind in ("Code", "Math", "RawInline"):
            return content[1]
        if kind in ("Link", "Image", "Span", "Cite", "Quoted"):
            return stringify(content[1])
        if kind == "MetaBool":
            return "true" if content else "false"
        return stringify(content) if isinstance(content, list) else ""
    return ""


def cite_source(citations):
    def suffix(c):
        text = re.sub(r"[\[\]]", "", stringify(c["citationSuffix"]))
        return " " + text if text and text[0] not in " ," else text

    first = citations[0]
    if len(citations) == 1 and first["citationMode"]["t"] == "AuthorInText":
        rest = suffix(first).lstrip(" ,")
        return "@{%s}%s" % (first["citationId"],
                            " [%s]" % rest if rest else "")
    parts = []
    for c in citations:
        prefix = re.sub(r"[\[\]]", "", stringify(c["citationPrefix"]))
        bare = c["citationMode"]["t"] == "SuppressAuthor"
        parts.append("%s%s@{%s}%s" % (
            prefix + " " if prefix else "", "-" if bare else "",
            c["citationId"], suffix(c)))
    return "[" + "; ".join(parts) + "]"


def markdown(inlines):
    out = []
    for el in inlines:
        kind, content = el["t"], el.get("c")
        if kind == "Cite" and content[0]:
            out.append(cite_source(content[0]))
        elif kind == "Cite":
            out.append(markdown(content[1]))
        elif kind == "Str":
            out.append(_shadow.escape(content))
        elif kind in BLANK:
            out.append(" ")
        elif kind in ("Code", "Math"):
            out.append("`x`")
        elif kind in ("Link", "Span", "Image"):
            out.append(markdown(content[1]))
        elif kind == "Quoted":
            out.append("\u201c" + markdown(content[1]) + "\u201d")
        elif isinstance(content, list) and kind not in ("Note", "RawInline"):
            out.append(markdown(content))
    return "".join(out)


def plain_meta(value):
    kind, content = value["t"], value.get("c")
    if kind == "MetaBool":
        return content
    if kind == "MetaList":
        return [plain_meta(v) for v in content]
    if kind == "MetaMap":
        return {k: plain_meta(v) for k, v in sorted(content.items())}
    return stringify(value)


def blocks_of(value):
    """Blocks with inlines of their own, in the order of the document."""
    if isinstance(value, list):
        for item in value:
            yield from blocks_of(item)
    elif isinstance(value, dict):
        if value.get("t") in ("Para", "Plain", "Header"):
            yield value
        content = value.get("c")
        if isinstance(content, list):
            yield from blocks_of(content)


def shadow_of(doc):
    meta = {k: plain_meta(v) for k, v in sorted(doc["meta"].items())
            if k not in TAKEN and not k.startswith("backmatter-")}
    made = _shadow.Shadow(meta)
    for block in blocks_of(doc["blocks"]):
        content = block["c"]
        if block["t"] == "Header":
            made.add(markdown(content[2]), block, content[0])
        else:
            made.add(markdown(content), block)
    return made


# ---- HTML to the tree ------------------------------------------------------

INLINE = {"sup": "Superscript", "sub": "Subscript", "em": "Emph", "i": "Emph",
          "strong": "Strong", "b": "Strong"}
BLOCK = ("section", "aside", "div", "ol", "ul", "li", "p", "h2")


class Tree(HTMLParser):
    """What the library writes for citations, notices and references."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack = [("", {}, [])]
        self.skipped = 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if self.skipped or attrs.get("class") == "backlinks":
            self.skipped += 1
        elif tag != "br":
            self.stack.append((tag, attrs, []))

    def handle_endtag(self, tag):
        if self.skipped:
            self.skipped -= 1
            return
        if tag == "br" or len(self.stack) == 1:
            return
        name, attrs, inside = self.stack.pop()
        self.stack[-1][2].extend(self.node(name, attrs, inside))

    def handle_data(self, data):
        if self.skipped:
            return
        for part in re.split(r"(\s+)", data):
            if part.isspace():
                self.stack[-1][2].append({"t": "Space"})
            elif part:
                self.stack[-1][2].append({"t": "Str", "c": part})

    @staticmethod
    def node(name, attrs, inside):
        attr = [attrs.get("id") or "", (attrs.get("class") or "").split(), []]
        if name in INLINE:
            return [{"t": INLINE[name], "c": inside}]
        if name == "a":
            return [{"t": "Link", "c": [attr, inside,
                                        [attrs.get("href") or "", ""]]}]
        if name == "p":
            return [{"t": "Para", "c": strip(inside)}]
        if name == "h2":
            return [{"t": "Header", "c": [2, attr, strip(inside)]}]
        if name in ("ol", "ul"):
            items = [i["c"][1] for i in inside if i["t"] == "Div"]
            if name == "ul" or "labelled" in attr[1]:
                return [{"t": "BulletList", "c": items}] if name == "ul" else [
                    b for item in items for b in item]
            return [{"t": "OrderedList", "c": [
                [1, {"t": "Decimal"}, {"t": "Period"}], items]}]
        if name in BLOCK:
            return [{"t": "Div", "c": [attr, as_blocks(inside)]}]
        if attrs.get("class") == "label":
            return inside + [{"t": "Space"}]
        return [{"t": "Span", "c": [attr, inside]}] if attr[0] or attr[
            1] else inside


def strip(inlines):
    while inlines and inlines[0]["t"] == "Space":
        inlines = inlines[1:]
    while inlines and inlines[-1]["t"] == "Space":
        inlines = inlines[:-1]
    return inlines


def as_blocks(nodes):
    out, line = [], []
    for node in nodes + [None]:
        if node is not None and node["t"] not in (
                "Para", "Header", "Div", "BulletList", "OrderedList"):
            line.append(node)
            continue
        if strip(line):
            out.append({"t": "Para", "c": strip(line)})
        line = []
        if node is not None:
            out.append(node)
    return out


def parsed(html):
    tree = Tree()
    tree.feed(html)
    tree.close()
    return tree.stack[0][2]


# ---- The filter ------------------------------------------------------------


class Filter:
    def __init__(self, target):
        self.raw = RAW.search(target or "") is not None

    def blocks(self, html):
        if self.raw:
            return [{"t": "RawBlock", "c": ["html", html]}]
        return as_blocks(parsed(html))

    def inlines(self, html):
        if self.raw:
            return [{"t": "RawInline", "c": ["html", html]}]
        return parsed(html)

    def put(self, inlines, citations, english):
        """Citations into a list; no space stands before a mark, and in
        English it stands behind full stop and comma."""
        out, i = [], 0
        while i < len(inlines):
            el = inlines[i]
            # One that names no key is a text like others.
            html = next(citations, None) if (
                el["t"] == "Cite" and el["c"][0]) else None
            i += 1
            if html is None:
                out.append(el)
                continue
            if _host.is_mark(html):
                if out and out[-1]["t"] in BLANK:
                    out.pop()
                after = inlines[i] if i < len(inlines) else {"t": ""}
                if english and after["t"] == "Str" and re.match(
                        r"[.,](?!\d)", after["c"]):
                    out.append({"t": "Str", "c": after["c"][0]})
                    inlines[i] = {"t": "Str", "c": after["c"][1:]}
            out += self.inlines(html)
        inlines[:] = out


def listed(meta, key):
    value = plain_meta(meta[key]) if key in meta else []
    return value if isinstance(value, list) else [value]


def tell(parts, made):
    seen = set()
    for f in parts.findings:
        block = made.blocks.get(made.line(f.line))
        near = ""
        if block is not None:
            content = block["c"]
            words = stringify(content[2] if block["t"] == "Header" else
                              content)[:40]
            near = ' near "%s"' % words
        text = "%s: %s%s [%s]" % (f.severity, f.message, near, f.code)
        if text not in seen:
            seen.add(text)
            print("backmatter: " + text, file=sys.stderr)
    return len(seen)


def apply(doc, target):
    """Changes a document of pandoc; how many findings there were."""
    meta = doc["meta"]
    made = shadow_of(doc)
    style = meta.get("csl") or meta.get("style")
    project = meta.get("backmatter-project")
    lang = plain_meta(meta["lang"]) if "lang" in meta else "en"
    reader = _host.Reader(
        ignore=listed(meta, "backmatter-ignore"),
        bibliography=listed(meta, "bibliography"),
        style=style and plain_meta(style),
        project=project and plain_meta(project),
        root=".",
        lint="backmatter-lint" not in meta or plain_meta(
            meta["backmatter-lint"]) is not False,
    )
    parts = reader.read(made.text, "-")
    count = tell(parts, made)
    put = Filter(target)
    citations = iter([html for _, _, html in parts.citations])
    for block in list(blocks_of(doc["blocks"])):
        content = block["c"][2] if block["t"] == "Header" else block["c"]
        lists = [content] + [
            found for found in inlines_in(content)
            if found is not content and found and isinstance(found[0], dict)
            and "t" in found[0]]
        for found in lists:
            if any(isinstance(i, dict) and i.get("t") == "Cite"
                   for i in found):
                put.put(found, citations, str(lang).startswith("en"))
    notices = "backmatter-notices" not in meta or plain_meta(
        meta["backmatter-notices"]) is not False
    before = parts.before if notices else []
    tail = parts.tail if notices else [
        p for p in (parts.notes, parts.bibliography) if p]
    doc["blocks"] = (
        [b for html in before for b in put.blocks(html)] + doc["blocks"] +
        [b for html in tail for b in put.blocks(html)])
    strict = "backmatter-strict" in meta and plain_meta(
        meta["backmatter-strict"])
    for key in ("bibliography", "csl"):
        meta.pop(key, None)
    return count if strict else 0


def main():
    doc = json.load(sys.stdin)
    count = apply(doc, sys.argv[1] if len(sys.argv) > 1 else "html")
    if count:
        print("backmatter: %d findings" % count, file=sys.stderr)
        return 1
    json.dump(doc, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())

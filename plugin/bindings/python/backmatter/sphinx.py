"""Backmatter in Sphinx: citations, notices, and what is wrong with a text.

    extensions = ["backmatter.sphinx"]
    backmatter_bibliography = ["refs.json"]

Then write :bm:cite:`doe2001, p. 3` in a document.  Findings are warnings of
the type "backmatter", so `sphinx-build -W` fails on them and
suppress_warnings = ["backmatter.author-missing"] leaves one out.
"""

import os
import re

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from . import _host, _shadow, version

log = logging.getLogger(__name__)

STYLE_FILE = "backmatter.css"
# Documents that may wait for the library.
AHEAD = 32
#: Fields at the head of a document that are ours too, with what they hold.
LISTS = ("subjects", "topics", "keywords", "condition", "place")
SKIPPED = (
    addnodes.desc_signature,
    addnodes.toctree,
    nodes.label,
    nodes.literal_block,
    nodes.math_block,
    nodes.comment,
    nodes.raw,
    nodes.docinfo,
    nodes.field_list,
    nodes.target,
    nodes.substitution_definition,
    nodes.system_message,
)


class bm_held(nodes.Element):
    """What stands in a tree for what the library will make."""


class bm_cite(nodes.Inline, bm_held):
    """A citation; `source` is what Markdown writes for it."""


class bm_place(nodes.General, bm_held):
    """Where the references or the notices go."""


class bm_html(nodes.General, nodes.Inline, nodes.Element):
    """What came from the library: `html`."""


class CiteRole(SphinxRole):
    """:bm:cite:`key, p. 3; other`, :bm:citet:`key` in the sentence."""

    def __init__(self, in_text=False):
        super().__init__()
        self.in_text = in_text

    def run(self):
        source = _shadow.citation(self.text)
        if self.in_text:
            key, _, rest = source[1:-1].partition(",")
            source = key + (" [%s]" % rest.strip() if rest.strip() else "")
        node = bm_cite(self.rawtext, source=source, text=self.text)
        self.set_source_info(node)
        self.env.temp_data["bm_cites"] = True
        return [node], []


class PlaceDirective(SphinxDirective):
    """.. bm:bibliography:: and .. bm:notices::"""

    def run(self):
        node = bm_place(what=self.name.split(":")[-1])
        self.set_source_info(node)
        self.env.temp_data["bm_places"] = True
        return [node]


class BackmatterDomain(Domain):
    """Keeps for each document what it came to: `citations`, lists by line of
    the text that the library got, and what stands at each place."""

    name = "bm"
    label = "Backmatter"
    roles = {"cite": CiteRole(), "citet": CiteRole(in_text=True)}
    directives = {
        "bibliography": PlaceDirective,
        "notices": PlaceDirective,
    }
    initial_data = {"parts": {}}
    data_version = 1

    def clear_doc(self, docname):
        self.data["parts"].pop(docname, None)

    def merge_domaindata(self, docnames, otherdata):
        for docname in docnames:
            if docname in otherdata["parts"]:
                self.data["parts"][docname] = otherdata["parts"][docname]

    def resolve_any_xref(self, *_args, **_kwargs):
        return []


# ---- A document to the library ---------------------------------------------


def reader(app):
    """The reader of this process: engines do not go over a fork."""
    kept = getattr(app, "_backmatter", None)
    if kept is None or kept[0] != os.getpid():
        config = app.config
        folder = os.path.relpath(app.confdir)
        style = config.backmatter_style
        if style and ("/" in style or style.endswith(".csl")):
            style = os.path.join(folder, style)
        project = config.backmatter_project
        made = _host.Reader(
            ahead=True,
            bibliography=files(app),
            style=style,
            lang=config.language or "en",
            lint=config.backmatter_lint,
            root=folder,
            today=config.backmatter_today,
            project=project and os.path.join(folder, project),
        )
        kept = app._backmatter = (os.getpid(), made)
    return kept[1]


def files(app):
    value = app.config.backmatter_bibliography or []
    value = [value] if isinstance(value, str) else value
    return [os.path.join(os.path.relpath(app.confdir), v) for v in value]


def metadata(env, docname, doctree):
    """What the fields at the head say, and the title."""
    meta = {}
    for key, value in env.metadata.get(docname, {}).items():
        if not isinstance(value, str) or key in ("orphan", "tocdepth",
                                                 "nocomments", "nosearch"):
            continue
        key = key.lower().replace(" ", "-").replace("_", "-")
        meta[key] = (
            [v.strip() for v in value.split(",")] if key in LISTS else value)
    title = next(iter(doctree.findall(nodes.title)), None)
    if title is not None:
        meta.setdefault("title", title.astext())
    return meta


def kinds(*table):
    """A function that gives for a node the name of the first classes that it
    is of; each class is looked at once."""
    known = {}

    def kind_of(node):
        cls = node.__class__
        if cls not in known:
            known[cls] = next((name for name, classes in table
                               if issubclass(cls, classes)), None)
        return known[cls]

    return kind_of


block_kind = kinds(("skipped", SKIPPED), ("section", nodes.section),
                   ("title", nodes.title), ("block", nodes.TextElement))
text_kind = kinds(("cite", bm_cite), ("text", nodes.Text),
                  ("code", (nodes.literal, nodes.math, nodes.raw)),
                  ("mark", nodes.footnote_reference))


def text_of(node, cited):
    """The text of a block as Markdown, its citations as such; `cited` gets
    those."""
    out = []
    for child in node.children:
        kind = text_kind(child)
        if kind == "text":
            # Few have anything that is not their text.
            text = child.astext() if "\0" in child else child
            out.append(_shadow.escape(text))
        elif kind == "cite":
            cited.append(child)
            out.append(child["source"])
        elif kind == "code":
            out.append("`x`")
        elif kind != "mark":
            out.append(text_of(child, cited))
    return "".join(out)


def shadow_of(env, docname, doctree):
    """A document as the library gets it; each citation learns where what
    stands for it will be found."""
    made = _shadow.Shadow(metadata(env, docname, doctree))

    def add(node, level):
        cited = []
        text = text_of(node, cited)
        # The title of the page is in its metadata.
        if level == 1 and not cited:
            return
        line = made.add(text, place_of(node), level)
        for count, found in enumerate(cited):
            found["at"] = (docname, line, count)

    def walk(node, level):
        for child in node.children:
            kind = block_kind(child)
            if kind == "block":
                add(child, 0)
            elif kind == "section":
                walk(child, level + 1)
            elif kind == "title":
                add(child, level if isinstance(node, nodes.section) else 0)
            elif kind != "skipped":
                walk(child, level)

    walk(doctree, 0)
    return made


# ---- What came back --------------------------------------------------------


def tell(parts, made, docname):
    seen = set()
    for f in parts.findings:
        line = made.line(f.line)
        key = (f.code, f.message, line)
        if key in seen:
            continue
        seen.add(key)
        say = log.error if f.severity == "error" else log.warning
        say("%s [%s]", f.message, f.code, location=location(
            made.blocks.get(line), docname), type="backmatter",
            subtype=f.code)


def place_of(block):
    """Where a block is; never the block itself, which would keep the whole
    tree for as long as the library takes."""
    while block is not None and block.line is None:
        block = block.parent
    return (block.source, block.line) if block is not None else None


def location(place, docname):
    """As Sphinx names places."""
    if place is None:
        return docname
    source, line = place
    return "%s:%s" % (os.path.abspath(source) if source else "<unknown>",
                      line)


def html_node(html, inline=False):
    return bm_html(html=html, inline=inline)


def drop_space(node):
    """No space stands before a raised mark."""
    parent, at = node.parent, node.parent.index(node)
    if at > 0 and isinstance(parent[at - 1], nodes.Text):
        text = parent[at - 1].astext()
        parent.replace(parent[at - 1], nodes.Text(text.rstrip(" \n")))


def clean_titles(env, docname):
    """Citations in headings are no part of contents and links."""
    for kept in (env.titles, env.longtitles, env.tocs):
        if docname in kept:
            for node in list(kept[docname].findall(bm_cite)):
                drop_space(node)
                node.parent.remove(node)


def put_places(doctree, docname, has_places):
    """Marks where the rest goes, if the author has not said."""
    given = set()
    for node in doctree.findall(bm_place) if has_places else ():
        if node["what"] not in given:
            node["docname"] = docname
        given.add(node["what"])
    section = next(iter(doctree.findall(nodes.section)), doctree)
    for what in ("after", "bibliography"):
        if what not in given:
            section += bm_place(what=what, docname=docname)
    if "notices" not in given:
        at = 1 if len(section) and isinstance(section[0], nodes.title) else 0
        section.insert(at, bm_place(what="notices", docname=docname))


class Pending:
    """Documents that the library is at while Sphinx reads the next ones."""

    def __init__(self, names):
        self.files = [os.path.abspath(name) for name in names]
        self.process = os.getpid()
        self.documents = []

    def add(self, app, docname, made, path):
        self.documents.append((docname, made, path))
        if os.getpid() != self.process:
            # What a process for a few documents reads goes back with them.
            self.take(app)
        else:
            reader(app).ahead(made.text, path)
            while len(self.documents) > AHEAD:
                self.take_one(app)

    def take(self, app):
        while self.documents:
            self.take_one(app)

    def take_one(self, app):
        docname, made, path = self.documents.pop(0)
        parts = reader(app).read(made.text, path)
        by_line = {}
        for line, _, html in parts.citations:
            by_line.setdefault(line, []).append(html)
        notices = app.config.backmatter_notices
        app.env.get_domain("bm").data["parts"][docname] = {
            "citations": by_line,
            "notices": parts.before if notices else [],
            "after": parts.after if notices else [],
            "bibliography": [p for p in (parts.notes, parts.bibliography)
                             if p],
        }
        tell(parts, made, docname)


def begin(app):
    app._backmatter_pending = Pending(files(app))


def prepare(app, _env, docnames):
    """Has the library load what it needs while Sphinx reads, unless other
    processes do that: a thread does not go over a fork."""
    if docnames and app.parallel < 2:
        reader(app).start()


def read(app, doctree):
    env = app.env
    docname = env.docname
    made = shadow_of(env, docname, doctree)
    if "bm_cites" in env.temp_data:
        clean_titles(env, docname)
    put_places(doctree, docname, "bm_places" in env.temp_data)
    pending = app._backmatter_pending
    for name in pending.files:
        env.note_dependency(name)
    pending.add(app, docname, made, os.path.relpath(env.doc2path(docname)))


def take(app, _env):
    app._backmatter_pending.take(app)
    end(app)


def end(app, _exception=None):
    """Gives back what the library keeps between documents."""
    kept = getattr(app, "_backmatter", None)
    if kept is not None and kept[0] == os.getpid():
        kept[1].finish()


def put(app, doctree, _docname):
    """Puts into a tree, which may hold several documents, what came back."""
    kept = app.env.get_domain("bm").data["parts"]
    for node in list(doctree.findall(bm_held)):
        if isinstance(node, bm_place):
            html = kept.get(node.get("docname"), {}).get(node["what"], [])
            node.replace_self([html_node(h) for h in html])
            continue
        docname, line, count = node.get("at", (None, 0, 0))
        here = kept.get(docname, {}).get("citations", {}).get(line, [])
        if count >= len(here):
            node.replace_self(nodes.inline("", "[%s]" % node["text"]))
            continue
        if _host.is_mark(here[count]):
            drop_space(node)
        node.replace_self(html_node(here[count], True))


# ---- Builders --------------------------------------------------------------


def visit_html(self, node):
    self.body.append(node["html"] if node["inline"] else node["html"] + "\n")
    raise nodes.SkipNode


def plain(html):
    html = re.sub(r'<span class="backlinks">.*?</span>', "", html, flags=re.S)
    html = re.sub(r'(<span class="label">[^<]*</span>)', r"\1 ", html)
    text = re.sub(r"<[^>]*>", "", html)
    for name, char in (("lt", "<"), ("gt", ">"), ("nbsp", "\u00a0"),
                       ("quot", '"'), ("amp", "&")):
        text = text.replace("&%s;" % name, char)
    return text


def visit_latex(self, node):
    text = self.encode(plain(node["html"]).strip())
    if _host.is_mark(node["html"]):
        text = "\\textsuperscript{%s}" % text
    self.body.append(text if node["inline"] else "\n\n" + re.sub(
        r"\n+", "\n\n", text) + "\n")
    raise nodes.SkipNode


def visit_plain(self, node):
    text = plain(node["html"])
    if node["inline"]:
        self.add_text(text)
    else:
        for line in filter(None, text.split("\n")):
            self.new_state(0)
            self.add_text(line)
            self.end_state()
    raise nodes.SkipNode


def visit_other(self, node):
    if hasattr(self, "body"):
        self.body.append(plain(node["html"]))
    raise nodes.SkipNode


def add_style(app, exception):
    folder = os.path.join(app.outdir, "_static")
    if exception is None and app.builder.format == "html" and os.path.isdir(
            folder):
        with open(os.path.join(folder, STYLE_FILE), "w",
                  encoding="utf-8") as f:
            f.write(_host.STYLE)


def setup(app):
    for name, default in (("bibliography", []), ("style", None),
                          ("project", None), ("today", None), ("lint", True),
                          ("notices", True)):
        app.add_config_value("backmatter_" + name, default, "env")
    other = (visit_other, None)
    app.add_node(bm_html, html=(visit_html, None), epub=(visit_html, None),
                 latex=(visit_latex, None), text=(visit_plain, None),
                 man=other, texinfo=other)
    app.add_node(bm_cite)
    app.add_node(bm_place)
    app.add_domain(BackmatterDomain)
    app.add_css_file(STYLE_FILE)
    app.connect("builder-inited", begin)
    app.connect("env-before-read-docs", prepare)
    app.connect("doctree-read", read)
    app.connect("env-updated", take)
    app.connect("doctree-resolved", put)
    app.connect("build-finished", end)
    app.connect("build-finished", add_style)
    return {"version": version(), "parallel_read_safe": True,
            "parallel_write_safe": True}

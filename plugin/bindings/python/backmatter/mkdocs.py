"""Backmatter in MkDocs: citations, notices, and what is wrong with a text.

    plugins:
      - backmatter:
          bibliography: refs.json

Findings are warnings of MkDocs, so `mkdocs build --strict` fails on them.
"""

import bisect
import dataclasses
import datetime
import itertools
import logging
import os
import re

from mkdocs.config import config_options as c
from mkdocs.plugins import BasePlugin, event_priority

from . import _host

log = logging.getLogger("mkdocs.plugins.backmatter")

CACHE = os.path.join(".cache", "backmatter")
STYLE_FILE = "css/backmatter.css"
# Tabs, which the library does not know: their content is indented, and is
# text.  Admonitions it reads itself.
FENCE = re.compile(r"\s*(`{3,}|~{3,})")
CONTAINER = re.compile(r"\s*===[!+]?\s+\"")
# What stands before a page as MkDocs takes it off.
FRONT = re.compile(r"-{3}[ \t]*\n(?:.*?\n)(?:-{3}|\.{3})[ \t]*\n\n*", re.S)
# Pages that the library may be ahead of MkDocs.
AHEAD = 32
# Characters of nobody, which Markdown and slugs leave alone; digits of them.
OPEN, CLOSE, ZERO = "\ue0f0", "\ue0f1", 0xE0E0
HELD = re.compile(OPEN + "([\ue0e0-\ue0e9]+)" + CLOSE)


def hold(number):
    """The place of a citation while others work on the text."""
    return OPEN + "".join(chr(ZERO + int(d)) for d in str(number)) + CLOSE


def held(match):
    return int("".join(str(ord(d) - ZERO) for d in match.group(1)))


def unfold(text):
    """The lines of a text; those with the content of tabs moved to where
    paragraphs stand; and by how much each was moved."""
    if "===" not in text:
        lines = text.split("\n")
        return lines, lines, [0] * len(lines)
    lines, bare, moved, levels = [], [], [], []
    fence = None
    for line in text.split("\n"):
        spaced = line.expandtabs(4)
        indent = len(spaced) - len(spaced.lstrip())
        if spaced.strip() and fence is None:
            while levels and indent < levels[-1] + 4:
                levels.pop()
        inside = 4 * len(levels)
        found = None if fence else CONTAINER.match(spaced)
        marker = FENCE.match(spaced)
        if marker and fence is None:
            fence = marker.group(1)
        elif marker and marker.group(1).startswith(fence):
            fence = None
        if found and indent == inside:
            levels.append(indent)
            spaced, inside = "", 0
        elif not inside or not spaced.strip():
            spaced, inside = line, 0
        lines.append(line.expandtabs(4) if inside else line)
        bare.append(spaced[inside:])
        moved.append(inside)
    return lines, bare, moved


def step(bare, at, column):
    """Line and index of a column that counts bytes from 1; behind a citation
    that goes on in the next line, columns are those of the line before."""
    left = column - 1
    while at + 1 < len(bare):
        size = len(bare[at].encode("utf-8"))
        if left <= size:
            break
        left -= size + 1
        at += 1
    return at, len(bare[at].encode("utf-8")[:left].decode("utf-8", "ignore"))


def places(text, source, citations):
    """Where each citation is in the lines of a source put together: (start,
    end, its number), in their order, and whether all were found."""
    lines, bare, moved = source.lines, source.bare, source.moved
    starts = [0, *itertools.accumulate(len(line) + 1 for line in lines)]
    found, begins, out = None, [], {}
    for number, (line, column, _) in enumerate(citations):
        at = line - 1 - source.first
        if not 0 <= at < len(lines):
            continue
        at, index = step(bare, at, column)
        offset = starts[at] + moved[at] + index
        # Mostly it is in brackets, with no other near; else all are looked
        # for, which takes longer.
        begin = text.rfind("[", 0, offset + 1)
        here = _host.CITATION.match(text, begin) if begin >= 0 else None
        if here and offset < here.end() and "@" not in text[
                max(0, begin - 200) : begin]:
            out.setdefault(here.span(), number)
            continue
        if found is None:
            found = [m.span() for m in _host.CITATION.finditer(text)]
            begins = [begin for begin, _ in found]
        k = bisect.bisect_right(begins, offset) - 1
        if k >= 0 and offset < found[k][1]:
            out.setdefault(found[k], number)
    return [(b, e, n) for (b, e), n in sorted(out.items())], len(out) == len(
        citations)


def put_held(text, found, citations, swap):
    """The text with what stands for citations until it is a page."""
    out, last = [], 0
    for begin, end, number in found:
        before, mark = text[last:begin], hold(number)
        if _host.is_mark(citations[number][2]):
            before = before.rstrip(" ")
            behind = text[end : end + 2]
            if swap and behind[:1] in (".", ",") and not behind[1:].isdigit():
                mark = behind[0] + mark
                end += 1
        out += [before, mark]
        last = end
    return "".join(out) + text[last:]


class Source:
    """The text of a page, and of what stands before it in its file."""

    def __init__(self, markdown, head, whole=None):
        if not head.startswith("---"):
            head = "\n" * head.count("\n")
        self.markdown = markdown
        self.whole = whole
        self.first = head.count("\n")
        self.lines, self.bare, self.moved = unfold(markdown)
        self.text = head + "\n".join(self.bare)

    @classmethod
    def of_file(cls, whole):
        """As MkDocs will have it, if nobody changes it."""
        front = FRONT.match(whole)
        at = front.end() if front else len(whole) - len(whole.lstrip("\n"))
        return cls(whole[at:], whole[:at], whole)

    @classmethod
    def changed(cls, markdown, whole):
        """What others have made of it."""
        at = whole.rfind(markdown.rstrip("\n"))
        return cls(markdown, whole[:at] if at >= 0 else whole[: len(
            whole) - len(whole.lstrip())])


def read_file(path):
    with open(path, encoding="utf-8-sig", errors="strict") as f:
        return f.read()


def path_of(file):
    """As findings name it."""
    path = getattr(file, "abs_src_path", None)
    if not path:
        return file.src_path
    here = os.getcwd() + os.sep
    if path.startswith(here) and os.pardir not in path:
        return path[len(here):]
    return os.path.relpath(path)


class BackmatterPlugin(BasePlugin):
    """See the manual, chapter "In other toolchains"."""

    config_scheme = (
        ("bibliography", c.Type((str, list), default=None)),
        ("style", c.Type(str, default=None)),
        ("lang", c.Type(str, default=None)),
        ("project", c.Type(str, default=None)),
        ("today", c.Type((str, datetime.date), default=None)),
        ("lint", c.Type(bool, default=True)),
        ("notices", c.Type(bool, default=True)),
        ("css", c.Type(bool, default=True)),
        ("ignore", c.Type(list, default=[])),
        ("cache", c.Type(bool, default=True)),
    )

    def _path(self, config, value):
        folder = os.path.dirname(os.path.abspath(config["config_file_path"]))
        return os.path.relpath(os.path.join(folder, value))

    def on_config(self, config):
        own = self.config
        files = own["bibliography"] or []
        files = [files] if isinstance(files, str) else files
        style = own["style"]
        if style and ("/" in style or style.endswith(".csl")):
            style = self._path(config, style)
        theme = config["theme"]
        locale = str(theme["locale"] if "locale" in theme else "en")
        locale = locale.replace("_", "-")
        self.lang = own["lang"] or locale
        self.options = dict(
            ignore=own["ignore"],
            bibliography=[self._path(config, f) for f in files],
            style=style,
            lang=self.lang,
            lint=own["lint"],
            root=os.path.relpath(
                os.path.dirname(os.path.abspath(config["config_file_path"]))),
            cache=self._path(config, CACHE) if own["cache"] else None,
            today=str(own["today"]) if own["today"] else None,
            project=own["project"] and self._path(config, own["project"]),
        )
        if own["css"]:
            config["extra_css"].append(STYLE_FILE)
        return config

    def on_pre_build(self, config, **_):
        # Files may have changed since the last build of `mkdocs serve`.
        self.reader = _host.Reader(ahead=True, **self.options)
        self.reader.start()
        self.parts = {}
        self.shared = []
        self.sources = {}
        self.coming = iter(())
        self.missed = 0

    def on_files(self, files, **_):
        # In their order, which is that in which MkDocs will read them.
        self.coming = iter([f for f in files.documentation_pages()
                            if getattr(f, "abs_src_path", None)])
        return files

    def _look_ahead(self):
        """Gives the next pages to the library as they are in their files."""
        while len(self.sources) < AHEAD and self.missed < 3:
            file = next(self.coming, None)
            if file is None:
                return
            try:
                source = Source.of_file(read_file(file.abs_src_path))
            except (OSError, ValueError):
                continue  # MkDocs will say so
            self.sources[file.src_path] = source
            self.reader.ahead(source.text, path_of(file))

    def _source(self, markdown, file):
        """The source of a page that MkDocs has come to."""
        source = self.sources.pop(file.src_path, None)
        if source is not None and source.markdown == markdown:
            return source
        # Another plug-in works on the texts before this one.
        self.missed += source is not None
        whole = markdown
        if getattr(file, "abs_src_path", None):
            whole = read_file(file.abs_src_path)
        return Source.changed(markdown, whole)

    def on_serve(self, server, config, **_):
        for path in self.options["bibliography"]:
            server.watch(path)
        return server

    @event_priority(100)
    def on_page_read_source(self, page, **_):
        """Spares MkDocs a file that was read already; what a plug-in after
        this one says counts."""
        self._look_ahead()
        source = self.sources.get(page.file.src_path)
        return source.whole if source is not None else None

    def on_page_markdown(self, markdown, page, **_):
        path = path_of(page.file)
        source = self._source(markdown, page.file)
        parts = self.reader.read(source.text, path)
        seen = set()
        for finding in parts.findings:
            if finding.file is None:
                # About what all pages share, such as the style.
                finding = dataclasses.replace(finding, file="mkdocs.yml")
                if finding in self.shared:
                    continue
                self.shared.append(finding)
            key = (finding.line, finding.column, finding.code,
                   finding.message)
            if key not in seen:
                seen.add(key)
                self._tell(finding)
        self.parts[page.file.src_path] = parts
        text = "\n".join(source.lines)
        if not parts.citations:
            return text
        english = (page.meta.get("lang") or self.lang).startswith("en")
        found, all_found = places(text, source, parts.citations)
        if not all_found:
            log.warning("%s: a citation could not be put in its place", path)
        return put_held(text, found, parts.citations, english)

    @staticmethod
    def _tell(finding):
        level = {"error": logging.ERROR, "info": logging.INFO}
        log.log(level.get(finding.severity, logging.WARNING), "%s%s", finding,
                "\n    " + finding.hint if finding.hint else "")

    def on_page_content(self, html, page, **_):
        parts = self.parts.pop(page.file.src_path, None)
        if parts is None:
            return html
        citations = parts.citations
        if citations:
            html = HELD.sub(lambda m: citations[held(m)][2], html)
            strip_toc(page.toc)
            if page.title and OPEN in page.title:
                page.title = HELD.sub("", page.title).strip()
        before = "\n".join(parts.before) if self.config["notices"] else ""
        tail = parts.tail if self.config["notices"] else [
            p for p in (parts.notes, parts.bibliography) if p]
        if before:
            at = html.find("</h1>")
            at = at + len("</h1>") if at >= 0 else 0
            html = html[:at] + "\n" + before + html[at:]
        return "\n".join([html] + tail)

    def on_post_build(self, config, **_):
        self.reader.finish()
        if self.config["css"]:
            path = os.path.join(config["site_dir"], STYLE_FILE)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(_host.STYLE)


def strip_toc(items):
    """Citations in headings are no part of the contents."""
    for item in items:
        if OPEN in item.title:
            item.title = HELD.sub("", item.title).strip()
        strip_toc(item.children)

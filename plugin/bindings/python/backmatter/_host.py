"""What the plug-ins for other programs share: a document goes to the library
as Markdown, and what is to be put into the program's own page comes back in
parts (see plugin/write/parts.c)."""

import hashlib
import json
import os
import re
from dataclasses import asdict

from . import Engine, Error, Finding, _abi

#: Findings about what the program that makes the page has rules of its own
#: for: its links and images, its ids, its dialect, the keys of its metadata.
OTHERS = (
    "file-",
    "footnote-",
    "frontmatter-unknown",
    "heading-",
    "id-",
    "image-format",
    "image-not-found",
    "image-remote",
    "image-unsafe",
    "link-fragment",
    "link-outside",
    "link-scheme",
    "link-unresolved",
    "markdown-",
    "xref-",
)

#: A citation of Markdown: in brackets, or within the sentence.
CITATION = re.compile(
    r"\[[^\[\]@]*@(?:[^\[\]]|\[[^\[\]]*\])*\]"
    r"|-?@(?:\{[^}\s]+\}|\w(?:[\w:.#$%&+?<>~/-]*\w)?)"
    r"(?:\s\[[^\[\]]*\])?"
)
MARK = re.compile(r'(?:<span class="citation">)?<sup\b')
NAMES_FILES = re.compile(
    r"^\s*(?:bibliography|glossary|status-table|style|cover)\s*:|:::\s*include",
    re.M,
)
PART = re.compile(r"(citations|notices)/(\d+)-(\w+)(?:-(\d+))?\.html$")


class Parts:
    """What a document came to."""

    def __init__(self, files, findings):
        self.findings = findings
        #: (line, column in bytes, HTML), in the order of the source.
        self.citations = []
        self.before = []
        self.after = []
        numbered = []
        for path, data in files.items():
            found = PART.match(path)
            if found:
                numbered.append(
                    (int(found.group(2)), found, data)
                )
        numbered.sort(key=lambda item: item[0])
        for _, found, html in numbered:
            if found.group(1) == "citations":
                self.citations.append(
                    (int(found.group(3)), int(found.group(4)), html)
                )
            elif found.group(3) == "start":
                self.before.append(html)
            else:
                self.after.append(html)
        self.notes = files.get("notes.html", "")
        self.bibliography = files.get("bibliography.html", "")

    @property
    def tail(self):
        """What stands behind the text."""
        return self.after + [p for p in (self.notes, self.bibliography) if p]


def is_mark(html):
    """Whether a citation is a raised mark: no space stands before it."""
    return MARK.match(html) is not None


class Reader:
    """Makes parts of documents, with the options of a host's configuration.

    `cache` is a folder where what a text came to is kept, for as long as the
    library, the options and the files that they name are the same.
    """

    def __init__(self, ignore=(), cache=None, **options):
        self.engine = None
        self.ignore = tuple(ignore or ())
        self.options = {k: v for k, v in options.items() if v is not None}
        self.cache = cache
        self.used = set()
        self.stamp = self._stamp() if cache else None

    def _stamp(self):
        """What all results depend on, beside their texts."""
        o = self.options
        files = [_abi.find()] + list(o.get("bibliography", ()))
        files += [o.get("style") or ""]
        if o.get("project"):
            files += [o["project"], os.path.join(o["project"],
                                                 "backmatter.yaml")]
        stamp = [repr(sorted(o.items()))]
        for path in files:
            if os.path.exists(path):
                st = os.stat(path)
                stamp.append([path, st.st_mtime_ns, st.st_size])
        return json.dumps(stamp)

    def concerns(self, finding):
        """Whether the host is to be told of a finding."""
        return (
            finding.severity != "info"
            and finding.code not in self.ignore
            and not finding.code.startswith(OTHERS)
        )

    def read(self, text, name, **options):
        """Parts of a text; an input that is too bad has findings alone."""
        path = None
        # What names files itself depends on more than is known here.
        if self.cache and not NAMES_FILES.search(text):
            key = "\0".join([self.stamp, name, repr(options), text])
            path = os.path.join(self.cache, hashlib.sha256(
                key.encode("utf-8", "surrogatepass")).hexdigest())
            self.used.add(os.path.basename(path))
            kept = self._kept(path)
            if kept is not None:
                return kept
        files, findings = self._convert(text, name, options)
        findings = [f for f in findings if self.concerns(f)]
        if path:
            self._keep(path, files, findings)
        return Parts(files, findings)

    def _convert(self, text, name, options):
        if self.engine is None:
            self.engine = Engine()
        try:
            result = self.engine.convert(
                text,
                "parts",
                name=name,
                source="markdown",
                **dict(self.options, **options)
            )
        except Error as error:
            if not error.findings:
                raise
            return {}, error.findings
        return (
            {k: v.decode("utf-8") for k, v in result.files.items()},
            result.findings,
        )

    @staticmethod
    def _kept(path):
        try:
            with open(path, encoding="utf-8") as f:
                files, findings = json.load(f)
            return Parts(files, [Finding(**f) for f in findings])
        except (OSError, ValueError, TypeError):
            return None

    def _keep(self, path, files, findings):
        try:
            os.makedirs(self.cache, exist_ok=True)
            with open(path + ".new", "w", encoding="utf-8") as f:
                json.dump([files, [asdict(d) for d in findings]], f)
            os.replace(path + ".new", path)
        except OSError:
            self.cache = None

    def finish(self):
        """Forgets what no text of this run came to."""
        if self.cache and os.path.isdir(self.cache):
            for name in set(os.listdir(self.cache)) - self.used:
                os.unlink(os.path.join(self.cache, name))


#: A few rules for what comes from the library, for any theme.
STYLE = """\
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px;
  padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  border: 0; }
.citation sup, sup.noteref { line-height: 0; }
.notice { border-inline-start: .25em solid; padding: .5em 1em; margin: 1em 0; }
.notice > :first-child { margin-top: 0; font-weight: bold; }
.notice > :last-child { margin-bottom: 0; }
.references.labelled { list-style: none; padding-inline-start: 0; }
.references .label { display: inline-block; min-width: 2em; padding: 0;
  color: inherit; background: none; font: inherit; }
.backlinks a { padding-inline: .25em; }
"""

"""What the plug-ins for other programs share: a document goes to the library
as Markdown, and what is to be put into the program's own page comes back in
parts (see plugin/write/parts.c)."""

import hashlib
import json
import os
import re
from dataclasses import fields

from . import Engine, Error, Finding, Queue, _abi

#: Of what is kept between two runs.
FORMAT = 2
#: Of a finding, in the order in which it is made.
NAMES = [f.name for f in fields(Finding)]
#: A text that needs what all texts need.
WARM = "---\nlang: %s\n---\n\n# One\n\nA word.\n"
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
    r"\n[^\S\n]*(?:bibliography|glossary|status-table|style|cover)\s*:"
)
INCLUDES = re.compile(r":::\s*include")
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


def names_files(text):
    """Whether a text may name files itself."""
    return NAMES_FILES.search("\n" + text) is not None or (
        ":::" in text and INCLUDES.search(text) is not None)


def is_mark(html):
    """Whether a citation is a raised mark: no space stands before it."""
    return MARK.match(html) is not None


class Reader:
    """Makes parts of documents, with the options of a host's configuration.

    `cache` is a folder where what a text came to is kept, for as long as the
    library, the options and the files that they name are the same.  With
    `ahead`, a thread of the library works while the host does.
    """

    def __init__(self, ignore=(), cache=None, ahead=False, **options):
        self.ignore = tuple(ignore or ())
        self.options = {k: v for k, v in options.items() if v is not None}
        self.cache = cache
        self.kept = _Kept(cache, self._stamp()) if cache else None
        self.want_queue = ahead
        self.engine = self.queue = None
        #: By text and name: what the queue calls it, and what the cache does.
        self.numbers = {}
        self.keys = {}

    def _stamp(self):
        """What all results depend on, beside their texts."""
        o = self.options
        files = [_abi.find()] + list(o.get("bibliography", ()))
        files += [o.get("style") or ""]
        if o.get("project"):
            files += [o["project"], os.path.join(o["project"],
                                                 "backmatter.yaml")]
        stamp = [FORMAT, repr(sorted(o.items())), repr(self.ignore)]
        for path in files:
            if os.path.exists(path):
                st = os.stat(path)
                stamp.append([path, st.st_mtime_ns, st.st_size])
        return json.dumps(stamp)

    def concerns(self, severity, code):
        """Whether the host is to be told of a finding."""
        return (
            severity != "info"
            and code not in self.ignore
            and not code.startswith(OTHERS)
        )

    def start(self):
        """Has the library load what it needs while the host prepares, unless
        little will be asked of it."""
        if self.want_queue and not (self.kept and self.kept.before):
            self._start()
            if self.queue is not None:
                self.numbers[None] = self.queue.add(
                    WARM % self.options.get("lang", "en"), "-")

    def ahead(self, text, name):
        """A text that will soon be read, if nothing changes it before."""
        if not self.want_queue or (text, name) in self.numbers:
            return
        if self.kept and self.kept.before:
            key = self.keys[text, name] = self.kept.key(text, name)
            if key in self.kept.before:
                return
        if self.queue is None:
            self._start()
        if self.queue is not None:
            self.numbers[text, name] = self.queue.add(text, name)

    def _start(self):
        """A queue, of a library that has them."""
        self.want_queue = Queue.known()
        if self.want_queue and self.queue is None:
            self.queue = Queue("parts", source="markdown",
                               concerns=self.concerns, **self.options)

    def read(self, text, name):
        """Parts of a text; an input that is too bad has findings alone."""
        key = self.keys.pop((text, name), None)
        # What names files itself depends on more than is known here.
        keep = self.kept is not None and not names_files(text)
        if keep and key is None:
            key = self.kept.key(text, name)
        found = self.kept.get(key) if keep else None
        if found is None:
            found = files, findings = self._convert(text, name)
            if keep:
                self.kept.put(key, files, findings)
        return Parts(*found)

    def _convert(self, text, name):
        try:
            result = self._result(text, name)
        except Error as error:
            if not error.findings:
                raise
            return {}, [f for f in error.findings
                        if self.concerns(f.severity, f.code)]
        return (
            {k: v.decode("utf-8") for k, v in result.files.items()},
            result.findings,
        )

    def _result(self, text, name):
        if self.want_queue and self.queue is None:
            self._start()
        if self.queue is not None:
            number = self.numbers.pop((text, name), None)
            if number is None:
                number = self.queue.add(text, name)
            result = self.queue.take(number)
            if None in self.numbers:
                # What was said of files that are loaded once.
                result.findings[:0] = [
                    f for f in self.queue.take(self.numbers.pop(None)).findings
                    if f.file not in (None, "-")]
            return result
        if self.engine is None:
            self.engine = Engine(concerns=self.concerns)
        return self.engine.convert(text, "parts", name=name,
                                   source="markdown", **self.options)

    def finish(self):
        """Ends the run: forgets what no text of it came to."""
        if self.kept:
            self.kept.save()
        for made in (self.queue, self.engine):
            if made is not None:
                made.close()
        self.queue = self.engine = None
        self.numbers, self.keys = {}, {}


class _Kept:
    """What texts came to in an earlier run, in one file."""

    def __init__(self, folder, stamp):
        self.path = os.path.join(folder, "pages.json")
        self.now = {}
        self.stamp = hashlib.sha256(stamp.encode(
            "utf-8", "surrogatepass")).hexdigest()
        self.before = self._load()
        self.changed = False

    def _load(self):
        try:
            with open(self.path, encoding="utf-8") as f:
                kept = json.load(f)
            return kept["pages"] if kept["stamp"] == self.stamp else {}
        except (OSError, ValueError, TypeError, KeyError):
            return {}

    @staticmethod
    def key(text, name):
        return hashlib.sha256(("%s\0%s" % (name, text)).encode(
            "utf-8", "surrogatepass")).hexdigest()

    def get(self, key):
        """(files, findings) of a text, or None."""
        found = self.now.get(key) or self.before.get(key)
        if found is None:
            return None
        try:
            files, findings = found
            out = files, [Finding(*f) for f in findings]
        except (TypeError, ValueError):
            return None
        self.now[key] = found
        return out

    def put(self, key, files, findings):
        self.now[key] = [
            files, [[getattr(f, n) for n in NAMES] for f in findings]]
        self.changed = True

    def save(self):
        """Writes it, where something is new or gone."""
        if not self.changed and len(self.now) == len(self.before):
            return
        folder = os.path.dirname(self.path)
        try:
            os.makedirs(folder, exist_ok=True)
            for name in os.listdir(folder):
                os.unlink(os.path.join(folder, name))
            with open(self.path + ".new", "w", encoding="utf-8") as f:
                f.write(json.dumps({"stamp": self.stamp, "pages": self.now}))
            os.replace(self.path + ".new", self.path)
        except OSError:
            pass
        self.before, self.changed = self.now, False


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

"""Backmatter for Python: documents to accessible HTML and EPUB.

    import backmatter

    result = backmatter.convert("# Scars\\n\\nThey hurt [@a].", style="apa",
                                bibliography=["refs.json"])
    print(result.text)
    for finding in result.findings:
        print(finding)

It calls backmatter.so through ctypes and needs nothing to be compiled.  The
library changes nothing that belongs to the process, so lxml may be at work in
the same one.  Functions may be called from any number of threads: each has an
engine of its own.  What the options mean is told in include/backmatter.h and
in the manual.
"""

import atexit
import ctypes
import os
import threading
import weakref
from dataclasses import dataclass, field
from typing import Dict, List, Optional

from . import _abi

__all__ = [
    "Engine",
    "Error",
    "Finding",
    "Queue",
    "Result",
    "build",
    "convert",
    "lint",
    "rules",
    "version",
]

SEVERITIES = {1: "info", 2: "warning", 3: "error"}


class Error(Exception):
    """Nothing could be made of the input; `findings` say why."""

    def __init__(self, status, message, findings=()):
        super().__init__(message)
        self.status = status
        self.findings = list(findings)


@dataclass(frozen=True)
class Finding:
    """What was found at one place of a document.

    Lines and columns count from 1, columns in bytes; 0 is unknown.
    """

    severity: str
    code: str
    message: str
    file: Optional[str]
    line: int
    column: int
    end_line: int
    end_column: int
    reference: Optional[str]
    hint: Optional[str]
    text: Optional[str]
    fingerprint: Optional[str]

    def __str__(self):
        place = self.file or "-"
        if self.line:
            place += ":%d:%d" % (self.line, self.column)
        return "%s: %s: %s [%s]" % (
            place,
            self.severity,
            self.message,
            self.code,
        )


@dataclass
class Result:
    """What came of a document."""

    #: The output, where it is one file; of a site see `files`.
    data: bytes = b""
    #: The files of a site or of an output with names, by path.
    files: Dict[str, bytes] = field(default_factory=dict)
    findings: List[Finding] = field(default_factory=list)

    @property
    def text(self):
        """The output as text."""
        return self.data.decode("utf-8")

    @property
    def errors(self):
        return [f for f in self.findings if f.severity == "error"]


def _bytes(value):
    """A path or text for C, None as NULL."""
    return None if value is None else os.fsencode(value)


def _string(value):
    """Text from C."""
    return None if value is None else value.decode("utf-8", "replace")


def _names(values):
    """A NULL-ended list of strings, or NULL."""
    if not values:
        return None
    if isinstance(values, (str, bytes, os.PathLike)):
        values = [values]
    items = [_bytes(v) for v in values]
    return (ctypes.c_char_p * (len(items) + 1))(*items, None)


class _Output:
    """A sink that keeps what is written, and what Python raised meanwhile."""

    def __init__(self):
        self.files = {}
        self.path = None
        self.parts = []
        self.raised = None
        self.sink = _abi.Sink(
            size=ctypes.sizeof(_abi.Sink),
            open=_abi.OPEN(self._open),
            write=_abi.WRITE(self._write),
            close=_abi.CLOSE(self._close),
        )

    def _open(self, _user, path):
        self.path = _string(path)
        self.parts = []
        return _abi.OK

    def _write(self, _user, data, length):
        try:
            self.parts.append(ctypes.string_at(data, length))
        except MemoryError:
            return _abi.NO_MEMORY
        return _abi.OK

    def _close(self, _user):
        self.files[self.path] = b"".join(self.parts)
        return _abi.OK

    def result(self, findings):
        """All that came."""
        files = self.files
        data = files.pop("", b"")
        if not data and len(files) == 1:
            data = next(iter(files.values()))
        return Result(data, files, findings)


def _input(text, name):
    """A document for C; the struct keeps what it leads to."""
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")
    if text is None and name is None:
        raise TypeError("a text or the name of a file is needed")
    return _abi.Input(
        size=ctypes.sizeof(_abi.Input),
        name=_bytes(name),
        data=text,
        length=len(text) if text is not None else 0,
    )


def convert_options(
    to="html",
    *,
    source=None,
    bibliography=None,
    style=None,
    lang=None,
    today=None,
    root=None,
    output=None,
    project=None,
    schema=None,
    profiles=None,
    dump=None,
    lint=False,
    readability=False,
    check=False,
    epoch=-1,
):
    """The options of a conversion, as C takes them."""
    options = _abi.ConvertOptions(
        size=ctypes.sizeof(_abi.ConvertOptions),
        to=_bytes(to),
        dump=_bytes(dump),
        style=_bytes(style),
        lang=_bytes(lang),
        bibliographies=_names(bibliography),
        today=_bytes(today),
        root=_bytes(root),
        output=_bytes(output),
        project=_bytes(project),
        schema=_bytes(schema),
        profiles=_names(profiles),
        source_date_epoch=epoch,
        lint=lint,
        readability=readability,
        check=check,
    )
    setattr(options, "from", _bytes(source))
    return options


class _Findings:
    """What the library tells; apart from the engine, so that no circle of
    references keeps one alive."""

    def __init__(self, concerns=None):
        self.list = []
        self.concerns = concerns

    def take(self, _user, diag):
        d = diag.contents
        severity = SEVERITIES.get(d.severity, "error")
        code = _string(d.code)
        if self.concerns is not None and not self.concerns(severity, code):
            return
        self.list.append(
            Finding(
                severity=severity,
                code=code,
                message=_string(d.message),
                file=_string(d.file),
                line=d.line,
                column=d.column,
                end_line=d.end_line,
                end_column=d.end_column,
                reference=_string(d.reference),
                hint=_string(d.hint),
                text=_string(d.text),
                fingerprint=_string(d.fingerprint),
            )
        )


class _Handle:
    """What the library made for us: one thread at a time may use it; a lock
    sees to that.  Close it, or let it go, to give its memory back."""

    KIND = None

    def __init__(self, data_dir=None, style_dir=None, locale_dir=None,
                 concerns=None):
        """`concerns` says of a severity and a code whether such findings are
        wanted, else all are."""
        self._handle = None
        self._lock = threading.Lock()
        self._told = _Findings(concerns)
        self._api = _abi.load()
        # Kept here for as long as the engine may call it.
        self._diag = _abi.DIAG(self._told.take)
        host = _abi.Host(size=ctypes.sizeof(_abi.Host), diag=self._diag)
        options = _abi.EngineOptions(
            size=ctypes.sizeof(_abi.EngineOptions),
            data_dir=_bytes(data_dir),
            style_dir=_bytes(style_dir),
            locale_dir=_bytes(locale_dir),
        )
        handle = ctypes.c_void_p()
        status = getattr(self._api, self.KIND + "_new")(
            ctypes.byref(host), ctypes.byref(options), ctypes.byref(handle)
        )
        self._check(status, [])
        self._handle = handle

    def close(self):
        """Frees it; it cannot be used any more."""
        with self._lock:
            if self._handle is not None:
                getattr(self._api, self.KIND + "_free")(self._handle)
                self._handle = None

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def __del__(self):
        if getattr(self, "_handle", None) is not None:
            self.close()

    def _check(self, status, findings):
        if status == _abi.OK:
            return
        if status == _abi.NO_MEMORY:
            raise MemoryError("backmatter has no memory left")
        message = _string(self._api.status_text(status))
        first = [f for f in findings if f.severity == "error"][:1]
        if first:
            message = str(first[0])
        raise Error(status, message, findings)

    def _call(self, function, *arguments):
        """Runs a function of the engine; gives the findings."""
        with self._lock:
            if self._handle is None:
                raise ValueError("the %s is closed" % self.KIND)
            self._told.list = findings = []
            status = function(self._handle, *arguments)
        self._check(status, findings)
        return findings


class Engine(_Handle):
    """One engine: it keeps styles and sheets between documents."""

    KIND = "engine"

    def convert(self, text=None, to="html", *, name=None, **options):
        """Converts a document: `text` (str or bytes), or the file `name`.

        `source` is its format ("markdown", "docbook"), else the name and the
        text tell.  With `output` it is written to that path, else it is in
        the Result.  With `check` nothing is written.  For other options see
        `convert_options`.  Error is raised where nothing could be made of it;
        a finding raises nothing.
        """
        given = _input(text, name)
        options = convert_options(to, **options)
        kept = _Output()
        sink = None if options.output is not None else ctypes.byref(kept.sink)
        findings = self._call(
            self._api.convert, ctypes.byref(given), ctypes.byref(options), sink
        )
        return kept.result(findings)

    def lint(self, text=None, **options):
        """The findings of a document, claims without evidence among them."""
        options.setdefault("lint", True)
        return self.convert(text, check=True, **options).findings

    def build(
        self,
        project=".",
        output=None,
        *,
        today=None,
        threads=1,
        check=False,
        readability=False,
        schema=None,
        profiles=None,
        epoch=-1,
    ):
        """Builds the site and the books of a project; gives the findings."""
        options = _abi.BuildOptions(
            size=ctypes.sizeof(_abi.BuildOptions),
            project=_bytes(project),
            output=_bytes(output),
            today=_bytes(today),
            threads=threads,
            source_date_epoch=epoch,
            check=check,
            readability=readability,
            schema=_bytes(schema),
            profiles=_names(profiles),
        )
        return self._call(self._api.build, ctypes.byref(options))

    def rules(self):
        """All rules of the library: code, severity, summary, hint."""
        count = ctypes.c_size_t()
        table = self._api.rules(ctypes.byref(count))
        return {
            _string(r.code): {
                "severity": SEVERITIES.get(r.severity, "error"),
                "summary": _string(r.summary),
                "reference": _string(r.reference),
                "hint": _string(r.hint),
            }
            for r in (table[i].contents for i in range(count.value))
        }

    def formats(self):
        """The names for `source`, `to` and `dump`."""

        def listed(names):
            out = []
            i = 0
            while names[i] is not None:
                out.append(_string(names[i]))
                i += 1
            return out

        return (
            listed(self._api.readers()),
            listed(self._api.writers()),
            listed(self._api.passes()),
        )


class Queue(_Handle):
    """Documents that are converted in a thread of the library while Python
    does other work, all with the same options."""

    KIND = "queue"

    def __init__(self, to="html", concerns=None, **options):
        # The library goes on reading them.
        self._options = convert_options(to, **options)
        self._process = os.getpid()
        super().__init__(concerns=concerns)
        _queues.add(self)

    def close(self):
        """Ends its thread, except in a child, where there is none."""
        if os.getpid() == self._process:
            super().close()

    @staticmethod
    def known():
        """Whether the library has queues."""
        return _abi.has(_abi.load(), "queue_free")

    def add(self, text=None, name=None):
        """Adds a document; gives the number that take() wants."""
        number = ctypes.c_size_t()
        self._call(
            self._api.queue_add,
            ctypes.byref(_input(text, name)),
            ctypes.byref(self._options),
            ctypes.byref(number),
        )
        return number.value

    def take(self, number):
        """Waits for a document; once for each.  As Engine.convert."""
        kept = _Output()
        findings = self._call(
            self._api.queue_take, number, ctypes.byref(kept.sink)
        )
        return kept.result(findings)


#: Their threads must not outlive what other libraries clean up at exit.
_queues = weakref.WeakSet()


@atexit.register
def _end_queues():
    for queue in list(_queues):
        queue.close()


_local = threading.local()


def _engine():
    """The engine of this thread."""
    engine = getattr(_local, "engine", None)
    if engine is None:
        engine = _local.engine = Engine()
    return engine


def convert(text=None, to="html", **options):
    """See Engine.convert."""
    return _engine().convert(text, to, **options)


def lint(text=None, **options):
    """See Engine.lint."""
    return _engine().lint(text, **options)


def build(project=".", output=None, **options):
    """See Engine.build."""
    return _engine().build(project, output, **options)


def rules():
    """See Engine.rules."""
    return _engine().rules()


def version():
    """The version of the library."""
    return _string(_abi.load().version)

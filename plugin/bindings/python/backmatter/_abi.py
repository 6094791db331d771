"""The structs of include/backmatter.h, and finding the library.

Each struct opens with its size and only ever grows at its end, so what is
here may end earlier than the header's: the library takes the size and leaves
the rest alone.  tests/bindings compares every member with the header.
"""

import ctypes
import os
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char,
    c_char_p,
    c_int,
    c_int64,
    c_size_t,
    c_uint,
    c_uint32,
    c_void_p,
)

ABI = 1

OK, NO_MEMORY, BAD_ARGUMENT, BAD_INPUT, NOT_FOUND, IO, LIMIT = range(7)
UNSUPPORTED, INTERNAL = 7, 8


class Diag(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("severity", c_int),
        ("code", c_char_p),
        ("message", c_char_p),
        ("file", c_char_p),
        ("line", c_uint32),
        ("column", c_uint32),
        ("end_line", c_uint32),
        ("end_column", c_uint32),
        ("reference", c_char_p),
        ("hint", c_char_p),
        ("text", c_char_p),
        ("source", c_char_p),
        ("source_column", c_uint32),
        ("character", c_uint32),
        ("end_character", c_uint32),
        ("fingerprint", c_char_p),
    ]


DIAG = CFUNCTYPE(None, c_void_p, POINTER(Diag))


class Host(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("user", c_void_p),
        ("alloc", c_void_p),
        ("diag", DIAG),
        ("read", c_void_p),
        ("release", c_void_p),
        ("progress", c_void_p),
    ]


class EngineOptions(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("data_dir", c_char_p),
        ("style_dir", c_char_p),
        ("locale_dir", c_char_p),
    ]


OPEN = CFUNCTYPE(c_int, c_void_p, c_char_p)
WRITE = CFUNCTYPE(c_int, c_void_p, POINTER(c_char), c_size_t)
CLOSE = CFUNCTYPE(c_int, c_void_p)


class Sink(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("user", c_void_p),
        ("open", OPEN),
        ("write", WRITE),
        ("close", CLOSE),
    ]


class Input(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("name", c_char_p),
        ("data", c_char_p),
        ("length", c_size_t),
    ]


class ConvertOptions(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("from", c_char_p),
        ("to", c_char_p),
        ("dump", c_char_p),
        ("style", c_char_p),
        ("lang", c_char_p),
        ("bibliographies", POINTER(c_char_p)),
        ("today", c_char_p),
        ("root", c_char_p),
        ("output", c_char_p),
        ("source_date_epoch", c_int64),
        ("threads", c_uint),
        ("lint", c_uint),
        ("readability", c_uint),
        ("ledger", c_uint),
        ("check", c_uint),
        ("proof", c_char_p),
        ("project", c_char_p),
        ("schema", c_char_p),
        ("audit", c_char_p),
        ("profiles", POINTER(c_char_p)),
    ]


class BuildOptions(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("project", c_char_p),
        ("output", c_char_p),
        ("today", c_char_p),
        ("threads", c_uint),
        ("source_date_epoch", c_int64),
        ("check", c_uint),
        ("readability", c_uint),
        ("ledger", c_uint),
        ("schema", c_char_p),
        ("profiles", POINTER(c_char_p)),
    ]


class Rule(Structure):
    _fields_ = [
        ("code", c_char_p),
        ("severity", c_int),
        ("summary", c_char_p),
        ("reference", c_char_p),
        ("hint", c_char_p),
    ]


NAMES = CFUNCTYPE(POINTER(c_char_p))


class Api(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("abi", c_uint),
        ("version", c_char_p),
        ("status_text", CFUNCTYPE(c_char_p, c_int)),
        (
            "engine_new",
            CFUNCTYPE(
                c_int,
                POINTER(Host),
                POINTER(EngineOptions),
                POINTER(c_void_p),
            ),
        ),
        ("engine_free", CFUNCTYPE(None, c_void_p)),
        (
            "convert",
            CFUNCTYPE(
                c_int,
                c_void_p,
                POINTER(Input),
                POINTER(ConvertOptions),
                POINTER(Sink),
            ),
        ),
        ("build", CFUNCTYPE(c_int, c_void_p, POINTER(BuildOptions))),
        (
            "rules",
            CFUNCTYPE(POINTER(POINTER(Rule)), POINTER(c_size_t)),
        ),
        ("readers", NAMES),
        ("writers", NAMES),
        ("passes", NAMES),
        # ---- not in every library: see `has` ----
        ("bib", c_void_p),
        ("bib_writers", c_void_p),
        ("engine_rules", c_void_p),
        ("ledger", c_void_p),
        ("check", c_void_p),
        (
            "queue_new",
            CFUNCTYPE(
                c_int,
                POINTER(Host),
                POINTER(EngineOptions),
                POINTER(c_void_p),
            ),
        ),
        (
            "queue_add",
            CFUNCTYPE(
                c_int,
                c_void_p,
                POINTER(Input),
                POINTER(ConvertOptions),
                POINTER(c_size_t),
            ),
        ),
        (
            "queue_take",
            CFUNCTYPE(c_int, c_void_p, c_size_t, POINTER(Sink)),
        ),
        ("queue_free", CFUNCTYPE(None, c_void_p)),
    ]


def has(api, member):
    """Whether the table of this library goes as far as a member."""
    return api.size >= getattr(Api, member).offset + ctypes.sizeof(c_void_p)


#: Struct here, and its name in the header.
STRUCTS = {
    Diag: "bm_diag",
    Host: "bm_host",
    EngineOptions: "bm_engine_options",
    Sink: "bm_sink",
    Input: "bm_input",
    ConvertOptions: "bm_convert_options",
    BuildOptions: "bm_build_options",
    Rule: "bm_rule",
    Api: "bm_api",
}


def candidates():
    """Where the library may be: the environment's word is the only one."""
    named = os.environ.get("BACKMATTER_LIBRARY")
    if named:
        return [named]
    here = os.path.dirname(os.path.abspath(__file__))
    found = [os.path.join(here, "backmatter.so")]
    for up in range(2, 6):
        prefix = here
        for _ in range(up):
            prefix = os.path.dirname(prefix)
        found.append(os.path.join(prefix, "lib", "backmatter", "backmatter.so"))
    for prefix in ("/usr/local", "/usr"):
        found.append(prefix + "/lib/backmatter/backmatter.so")
    # A checkout that was built.
    top = here
    for _ in range(4):
        top = os.path.dirname(top)
    found.append(os.path.join(top, "build", "backmatter.so"))
    return found


def find():
    """The path of the library.  OSError where there is none."""
    for path in candidates():
        if os.path.exists(path):
            return path
    raise OSError(
        "backmatter.so is not installed: `make install`, or name it in "
        "BACKMATTER_LIBRARY"
    )


def load():
    """The table of functions.  OSError where there is no library for it."""
    path = find()
    try:
        library = ctypes.CDLL(path)
        library.bm_get_api.restype = POINTER(Api)
    except (OSError, AttributeError) as e:
        raise OSError("%s is no library of Backmatter: %s" % (path, e)) from e
    library.bm_get_api.argtypes = [c_uint]
    table = library.bm_get_api(ABI)
    if not table:
        raise OSError("%s does not serve this package (ABI %d)" % (path, ABI))
    return table.contents

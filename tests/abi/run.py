#!/usr/bin/env python3
"""The promise of include/backmatter.h and of the shared object."""

import html
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402
import layout  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
EXPORTED = ["backmatter_init", "bm_get_api"]
LANGUAGES = [
    ("gcc", "c99"), ("gcc", "c11"), ("clang", "c99"), ("clang", "c11"),
    ("g++", "c++11"), ("g++", "c++17"), ("clang++", "c++11"),
]


def which(program):
    for folder in os.environ.get("PATH", "").split(":"):
        path = os.path.join(folder, program)
        if os.access(path, os.X_OK):
            return path
    return None


def header(s):
    """The header compiles alone, under flags stricter than the source's."""
    for compiler, standard in LANGUAGES:
        what = "header as %s by %s" % (standard, compiler)
        if which(compiler) is None:
            if compiler.startswith("clang"):
                continue  # an extra witness where it is installed
            s.check(what, False, compiler + " is not installed")
            continue
        language = "c++" if "++" in standard else "c"
        r = suite.run([compiler, "-x", language, "-std=" + standard,
                       "-pedantic", "-Wall", "-Wextra", "-Wconversion",
                       "-Wundef", "-Werror", "-fsyntax-only",
                       "-I", os.path.join(suite.TOP, "include"),
                       os.path.join(HERE, "header.c")])
        s.check(what, r.status == 0, r)


def symbols(s):
    """Two names out; nothing asked of the host; the libraries named."""
    r = suite.run(["nm", "-D", "--defined-only", s.library])
    names = sorted(line.split()[-1].split("@")[0]
                   for line in r.text.splitlines()
                   if line.split() and " A " not in line)
    s.check("symbols have a version", "bm_get_api@@BACKMATTER_1" in r.text,
            r.text)
    names = [n for n in names if not n.startswith("__asan")
             and not n.startswith("__odr_asan")]
    s.equal("exported symbols", names, EXPORTED)
    r = suite.run(["readelf", "-d", s.library])
    needed = re.findall(r"\(NEEDED\).*\[(.*?)\]", r.text)
    for library in ("libxml2.so", "libxslt.so"):
        s.check("DT_NEEDED has " + library,
                any(n.startswith(library) for n in needed), needed)
    s.check("no text relocations", "TEXTREL" not in r.text)
    s.check("no path to search libraries",
            "RPATH" not in r.text and "RUNPATH" not in r.text, r.text)
    # ldd -r names every symbol that no needed library brings.
    r = suite.run(["ldd", "-r", s.library])
    lost = [line for line in (r.text + r.errors).splitlines()
            if "undefined symbol" in line
            and not re.search(r"__(asan|ubsan|lsan|sanitizer)", line)]
    s.check("no symbol is asked of the host", not lost, "\n".join(lost))
    wanted = suite.run(["nm", "-D", "--undefined-only", s.library]).text
    names = {line.split()[-1].split("@")[0] for line in wanted.splitlines()}
    # glibc's stdio is fine for snprintf, and for files; not these.
    never = {"exit", "_exit", "abort", "setlocale", "atexit", "puts",
             "printf", "vprintf", "putchar", "perror", "signal", "sigaction",
             "system", "popen", "xmlCleanupParser", "xsltCleanupGlobals",
             "xmlMemSetup", "exsltRegisterAll", "xmlCleanupThreads",
             "xsltSetDefaultSecurityPrefs", "cmark_release_plugins",
             "srand", "rand", "random"}
    if not s.sanitized:
        s.equal("functions that a guest does not call",
                sorted(never & names), [])


def programs(s):
    data = os.path.join(HERE, "data")
    needed = re.findall(r"\(NEEDED\).*\[(.*?)\]",
                        suite.run(["readelf", "-d", s.library]).text)
    # A leak report counts what is lost at unloading, also by libraries that
    # only end with the process.
    held = [n for n in needed if not n.startswith(("libasan", "libubsan",
                                                   "libc.", "ld-"))]
    for name in ("reload", "threads"):
        program = os.path.join(s.build, "tests", "abi", name)
        s.need(program)
        r = suite.run([program, s.library, data] + (
            held if s.sanitized and name == "reload" else []), deadline=300)
        found = re.search(r"^(\d+) passed, (\d+) failed$", r.text, re.M)
        s.check("abi/%s ends in good order" % name,
                found and r.status == (1 if int(found.group(2)) else 0),
                "%s\n%s" % (r, r.text[-2000:]))
        if found:
            s.passed += int(found.group(1))
            s.failed += int(found.group(2))
            for line in r.text.splitlines()[:-1]:
                print(line)


def example(s):
    """The program of the manual page: 30 lines that work."""
    page = suite.read(os.path.join(suite.TOP, "content", "manual",
                                   "backmatter.3.xml")).decode()
    program = html.unescape(re.findall(
        r"<programlisting>(.*?)</programlisting>", page, re.S)[-1])
    s.check("the example has 30 lines", program.count("\n") < 30)
    tmp = s.tmp("example")
    suite.write(os.path.join(tmp, "example.c"), program)
    r = suite.run(["cc", "-std=c11", "-Wall", "-Wextra", "-Werror",
                   "-I" + os.path.join(suite.TOP, "include"),
                   '-DBACKMATTER_PLUGIN="%s"' % s.library, "-o", "example",
                   "example.c", "-ldl"], tmp)
    if s.check("the example compiles", r.status == 0, r) and not s.sanitized:
        r = suite.run([os.path.join(tmp, "example")], tmp, b"# A\n\nIt is.\n")
        s.check("the example runs", r.status == 0 and "<p>It is.</p>" in
                r.text and "no author" in r.errors, r)


def older(s):
    program = os.path.join(s.build, "tests", "abi", "older")
    s.need(program)
    layout.check(s)
    layout.older(s, program)


def main():
    options = suite.parser(__doc__).parse_args()
    s = suite.Suite("abi", options)
    header(s)
    s.need(s.library)
    symbols(s)
    programs(s)
    older(s)
    example(s)
    s.done()


if __name__ == "__main__":
    main()

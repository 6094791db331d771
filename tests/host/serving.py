"""`backmatter serve`: what it shows, to whom, and that it follows changes."""

import atexit
import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import time

import suite

# Seconds that anything may take on a busy machine.
PATIENCE = 60


class Server:
    """A server on a free port, until it is ended."""

    def __init__(self, backmatter, where, *args, **env):
        self.process = subprocess.Popen(
            [backmatter, "serve", "--port", "0"] + list(args), cwd=where,
            env=dict(suite.CLEAN_ENV, **env), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        atexit.register(self.process.kill)
        self.said = b""
        self.port = None
        end = time.monotonic() + PATIENCE
        while self.port is None and time.monotonic() < end and self.reads():
            found = re.search(rb"http://localhost:(\d+)/", self.said)
            if found:
                self.port = int(found.group(1))

    def reads(self, seconds=PATIENCE):
        """Takes what it says; False when it has ended."""
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        data = os.read(self.process.stdout.fileno(), 65536) if ready else b""
        self.said += data
        return bool(data)

    def end(self, how=signal.SIGTERM):
        """(exit status, what stood on standard error)"""
        self.process.send_signal(how)
        out, errors = self.process.communicate(timeout=PATIENCE)
        self.said += out
        return self.process.returncode, errors.decode("utf-8", "replace")

    def get(self, path, method="GET", host=None, address="127.0.0.1",
            headers=None):
        """(status, headers, bytes); the path goes out as it is."""
        c = http.client.HTTPConnection(address, self.port, timeout=PATIENCE)
        c.putrequest(method, path, skip_host=True)
        for h in [host] if isinstance(host, (str, type(None))) else host:
            c.putheader("Host", h or "localhost:%d" % self.port)
        for key, value in (headers or {}).items():
            c.putheader(key, value)
        c.endheaders()
        r = c.getresponse()
        body = r.read()
        c.close()
        return r.status, {k.lower(): v for k, v in r.getheaders()}, body

    def page(self, path):
        """(text, state) of a page."""
        text = self.get(path)[2].decode()
        found = re.search('data-state="([^"]*)"', text)
        return text, found.group(1) if found else ""


class Events:
    """The stream of events that a page listens to."""

    def __init__(self, server, state):
        self.socket = socket.create_connection(
            ("127.0.0.1", server.port), timeout=PATIENCE)
        self.socket.sendall((
            "GET /-/events?state=%s HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % (
                state, server.port)).encode())
        self.file = self.socket.makefile("rb")

    def next(self):
        """(name, data) of the next event; None at the end, or when there
        is none for long."""
        name = None
        end = time.monotonic() + PATIENCE
        for line in self.file:
            if time.monotonic() > end or line == b"0\r\n":
                return None
            line = line.strip()
            if line.startswith(b"event: "):
                name = line[7:].decode()
            elif line.startswith(b"data: ") and name:
                return name, line[6:].decode()
        return None

    def close(self):
        self.file.close()
        self.socket.close()


def put(path, text):
    """As editors save: beside its place, and then into it."""
    suite.write(path + "~new", text)
    os.rename(path + "~new", path)


def until(server, path, words, patience=PATIENCE):
    """A page, as soon as it has these words."""
    end = time.monotonic() + patience
    text = server.page(path)[0]
    while words not in text and time.monotonic() < end:
        time.sleep(.05)
        text = server.page(path)[0]
    return text


PROJECT = """title: T
lang: en
metadata:
  author: {name: Ana Ruiz, credentials: MD}
books:
  - {id: b, title: B, folder: b, epub: ../b.epub}
"""
ANEW = PROJECT.replace("title: T", "title: Anew")
PAGE = "---\ntitle: %s\n---\n\n%s\n"


PICTURE = ('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
           '<title>P</title></svg>')


def project(s):
    where = s.tmp()
    suite.write(os.path.join(where, "backmatter.yaml"), PROJECT)
    suite.write(os.path.join(where, "b", "one.md"), PAGE % ("One", "First."))
    suite.write(os.path.join(where, "b", "two.md"), PAGE % ("Two", "Other."))
    return where


def asked(s, server, where):
    """What is answered, and what is refused."""
    def status(path, **more):
        return server.get(path, **more)[0]

    code, headers, body = server.get("/b/one.html")
    disk = suite.read(os.path.join(where, "build", "site", "b", "one.html"))
    s.check("a page is served", code == 200 and b"First." in body, body)
    s.equal("with its type", headers.get("content-type"),
            "text/html; charset=utf-8")
    s.equal("and is not kept", headers.get("cache-control"), "no-store")
    s.check("with the script that shows it anew, which no file has",
            b"/-/reload.js" in body and b"/-/" not in disk, body[:800])
    s.check("and nothing else is changed but for its policy",
            re.sub(rb'content="default-src[^"]*"', b"", re.sub(
                rb"<script src=\"/-/[^\n]*\n", b"", body)) ==
            re.sub(rb'content="default-src[^"]*"', b"", disk), body[:1500])
    for path, kind in (("/css/book.css", "text/css; charset=utf-8"),
                       ("/js/search.js", "text/javascript; charset=utf-8"),
                       ("/-/reload.js", "text/javascript; charset=utf-8"),
                       ("/-/reload.css", "text/css; charset=utf-8"),
                       ("/b.epub", "application/epub+zip")):
        code, headers, body = server.get(path)
        s.check("%s is %s" % (path, kind), (code, headers.get(
            "content-type")) == (200, kind) and body, (code, headers))
    s.equal("the home page", status("/"), 200)
    code, headers, _ = server.get("/b")
    s.equal("a folder has a slash", (code, headers.get("location")),
            (302, "/b/"))
    s.equal("on ::1 too", status("/", address="::1",
                                 host="[::1]:%d" % server.port), 200)
    code, headers, body = server.get("/no/such/page.html")
    s.check("what is not there is the site's own page for it",
            code == 404 and b'href="/css/book.css"' in body and
            b'href="#page-main"' in body, body)
    for path in ("/../backmatter.yaml", "/%2e%2e/backmatter.yaml",
                 "/b/..%2f..%2f..%2fbackmatter.yaml", "/b/../../x", "//b",
                 "/.backmatter-state", "/b/.x", "/b%5c..", "/b%00.html",
                 "/%", "/%zz", "/" + "a" * 3000, "/outside.html",
                 "/folder/one.html"):
        s.equal("not served: %.40s" % path, status(path), 404)
    port = server.port
    for host in ("evil.example", "evil.example:%d" % port, "localhost",
                 "localhost:%d" % (port + 1), "localhost:%d.evil" % port,
                 "127.0.0.1:%d@evil" % port, "127.0.0.2:%d" % port,
                 ["localhost:%d" % port] * 2,
                 ["localhost:%d" % port, "evil.example"]):
        s.equal("not to %s" % (host,), status("/", host=host), 421)
    for host in ("127.0.0.1:%d" % port, "LOCALHOST:%d" % port):
        s.equal("to " + host, status("/", host=host), 200)
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        s.equal("no " + method, status("/", method=method), 405)
    code, headers, body = server.get("/b/one.html", method="HEAD")
    s.check("HEAD has no body", code == 200 and body == b"" and
            int(headers["content-length"]) > 100, headers)


def ranges(s, server):
    whole = server.get("/css/book.css")[2]
    n = len(whole)
    for field, want in (("bytes=0-9", whole[:10]), ("bytes=-7", whole[-7:]),
                        ("bytes=%d-" % (n - 3), whole[-3:]),
                        ("bytes=5-%d" % (n + 9), whole[5:])):
        code, headers, body = server.get("/css/book.css",
                                         headers={"Range": field})
        s.check("the part " + field, code == 206 and body == want and
                headers["content-range"].endswith("/%d" % n), headers)
    s.equal("no part behind the end", server.get(
        "/css/book.css", headers={"Range": "bytes=%d-" % n})[0], 416)
    for field in ("bytes=9-1", "bytes=x", "lines=1-2", "bytes=0-1,4-5",
                  "bytes=99999999999999999999-"):
        s.equal("all of it for " + field, server.get(
            "/css/book.css", headers={"Range": field})[0], 200)


def followed(s, server, where, path="/b/one.html"):
    """Edits of all kinds reach the page."""
    one = os.path.join(where, "b", "one.md")

    def sees(what, edit, words, at=path):
        first = None
        while first is None or first[0] == "reload":
            # A page that was read as it changed is told once more.
            events = Events(server, server.page(at)[1])
            first = events.next()
        begun = time.monotonic()
        edit()
        event = events.next()
        while event is not None and event[0] == "found":
            event = events.next()
        took = time.monotonic() - begun
        events.close()
        text = until(server, at, words, 10)
        s.check("a page is told of %s" % what, first is not None and
                first[0] == "found" and event is not None and
                event[0] == "reload" and took < PATIENCE,
                (first, event, took))
        s.check("and shows %s" % what, words in text, text[-1500:])

    sees("a file that was replaced",
         lambda: put(one, PAGE % ("One", "Second.")), "Second.")
    sees("a file that was written to",
         lambda: suite.write(one, PAGE % ("One", "Third.")), "Third.")
    sees("a new file",
         lambda: put(os.path.join(where, "b", "three.md"),
                     PAGE % ("Three", "New.")), ">Three<")
    sees("a file that is gone",
         lambda: os.unlink(os.path.join(where, "b", "three.md")), ">One<",
         "/b/index.html")
    sees("the project file",
         lambda: put(os.path.join(where, "backmatter.yaml"),
                     ANEW), "Anew")
    put(one, PAGE % ("One", "![A dot](img/a.svg)"))
    until(server, path, "A dot")
    sees("a picture in a new folder", lambda: suite.write(
        os.path.join(where, "b", "img", "a.svg"), PICTURE), "width=\"9\"")


def quiet(s, server, where):
    """What changes nothing reloads nothing; what cannot be built is told."""
    one = os.path.join(where, "b", "one.md")
    put(one, PAGE % ("One", "Fourth."))
    until(server, "/b/one.html", "Fourth.")
    time.sleep(.3)
    state = server.page("/b/one.html")[1]
    events = Events(server, state)
    events.next()
    suite.write(os.path.join(where, "b", ".one.md.swp"), "x")
    suite.write(os.path.join(where, "notes.txt"), "x")
    put(one, PAGE % ("One", "Fourth."))
    event = events.next()
    s.check("a file saved as it was: a build, and the page stays",
            event is not None and event[0] == "found" and
            server.page("/b/one.html")[1] == state, event)
    put(os.path.join(where, "backmatter.yaml"), ANEW + "nonsense: [")
    event = events.next()
    found = json.loads(event[1]) if event and event[0] == "found" else {}
    s.check("a project that cannot be read is told",
            found.get("failed") is True and found.get("errors", 0) > 0 and
            found["list"][0]["file"] == "backmatter.yaml" and
            found["list"][0]["line"] > 0 and
            found["list"][0]["code"] == "project-syntax", event)
    text, now = server.page("/b/one.html")
    s.check("the old page stays", "Fourth." in text and now == state, now)
    put(os.path.join(where, "backmatter.yaml"), ANEW)
    event = events.next()
    s.check("until all is well", event is not None and event[0] == "found"
            and json.loads(event[1])["failed"] is False, event)
    put(one, PAGE % ("One", "A \"<b>\" claim [@nobody]."))
    while event is not None and event[0] != "reload":
        event = events.next()
    events.close()
    text, state = server.page("/b/one.html")
    events = Events(server, state)
    found = json.loads(events.next()[1])
    s.check("findings of a site that was built",
            found["failed"] is False and
            any(f["file"] == "b/one.md" and f["line"] == 5
                for f in found["list"]), found)
    return events


def served(s):
    where = project(s)
    server = Server(s.backmatter, where)
    if not s.check("a server starts", server.port, server.said):
        return
    site = os.path.join(where, "build", "site")
    os.symlink(os.path.join(where, "backmatter.yaml"),
               os.path.join(site, "outside.html"))
    os.symlink(os.path.join(site, "b"), os.path.join(site, "folder"))
    asked(s, server, where)
    ranges(s, server)
    followed(s, server, where)
    events = quiet(s, server, where)
    r = suite.run([s.backmatter, "serve", "--port", str(server.port)], where)
    s.check("a port that is taken", r.status == 3 and
            "port %d is taken" % server.port in r.errors, r)
    status, errors = server.end(signal.SIGINT)
    s.equal("Ctrl+C ends it well", status, 0)
    s.check("its findings stand on standard error",
            "b/one.md:5:" in errors, errors[-1500:])
    # A burst of writes may have been two, with an event each.
    for _ in range(9):
        last = events.next()
        if last is None:
            break
    s.equal("the stream ends", last, None)
    events.close()


def without_site(s):
    """A first build that fails, and what comes of it."""
    where = project(s)
    suite.write(os.path.join(where, "backmatter.yaml"), PROJECT + "x: [")
    server = Server(s.backmatter, where)
    if not s.check("a server without a site", server.port, server.said):
        return
    code, _, body = server.get("/b/one.html")
    s.check("says that there is none", code == 503 and
            b"There is no site yet" in body and b"/-/reload.js" in body, body)
    events = Events(server, server.page("/")[1])
    s.check("and why", '"failed":true' in events.next()[1])
    put(os.path.join(where, "backmatter.yaml"), PROJECT)
    event = events.next()
    while event is not None and event[0] == "found":
        event = events.next()
    s.check("and becomes one", event is not None and event[0] == "reload"
            and "First." in server.page("/b/one.html")[0], event)
    events.close()
    s.equal("SIGTERM ends it well", server.end()[0], 0)


def document(s):
    """One document without a project."""
    where = s.tmp()
    tmp = s.tmp()
    text = "---\ntitle: Alone\nlang: en\n---\n\n## Part\n\n%s\n"
    page = os.path.join(where, "page.md")
    suite.write(page, text % "First. ![A dot](a.svg)")
    server = Server(s.backmatter, where, "page.md", TMPDIR=tmp)
    if not s.check("a document is served", server.port, server.said):
        return
    s.check("as a site", "First." in server.page("/")[0])
    suite.write(os.path.join(where, "a.svg"), PICTURE)
    s.check("whose pictures are waited for",
            'width="9"' in until(server, "/", 'width="9"', 20))
    put(page, text % "Second.")
    s.check("and whose words are followed",
            "Second." in until(server, "/", "Second.", 20))
    s.equal("nothing stands beside it", sorted(os.listdir(where)),
            ["a.svg", "page.md"])
    s.equal("a document is served to the end", server.end()[0], 0)
    s.equal("and nothing is left", os.listdir(tmp), [])


def usage(s):
    for what, args, status, words in (
            ("no project", ["."], 3, "no backmatter.yaml"),
            ("no folder", ["nowhere"], 3, "no backmatter.yaml in nowhere"),
            ("a port that is none", ["--port", "x"], 2, "x is not a port"),
            ("a large port", ["--port", "65536"], 2, "is not a port"),
            ("another form", ["--format", "json"], 2, "as text")):
        r = suite.run([s.backmatter, "serve"] + args, s.tmp())
        s.check("serve: " + what, r.status == status and words in r.errors,
                r)
    r = suite.run([s.backmatter, "serve", "--help"], s.tmp())
    s.check("serve --help", r.status == 0 and "--port" in r.text and
            all(len(line) <= 80 for line in r.text.splitlines()), r.text)


PARTS = [served, without_site, document, usage]

#!/usr/bin/env python3
"""A site in parts by GNU parallel on two hosts: the bytes of one machine, and
what each step takes.

    tests/bench/shard.py [--pages 2000] [--parts 4] [--names] [--keep FOLDER]
                         [--ssh] [--build build]

A host is a namespace of the network without any, with one processor and a
copy of the project in a folder of its own; parallel reaches it through a
program that stands for ssh, and the parts come to one folder.  With --ssh it
reaches them through OpenSSH: a server for each on a port of the loopback, with
keys and settings made for the run in its folder.  One machine is one processor
too.  CPU is user and system time of all that a step runs; time
is that of the clock, which others on this machine make longer; with --ssh the
CPU of the parts is that of servers, and is not counted.
"""

import getpass
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import suite  # noqa: E402

SMALL = 0.25   # of a whole build: what linking may take
SSH = """#!/bin/sh
[ "$1" = -- ] && shift
export SHELL=/bin/sh
host=$1
shift
[ "$1" = -- ] && shift
echo "$host" >> %(where)s/hosts-used
cd %(where)s/$host/project || exit 1
exec %(net)s taskset -c ${host#h} sh -c "$*"
"""
# What a command of parallel finds there is as with the program above.
COMMAND = """#!/bin/sh
export SHELL=/bin/sh
echo %(host)s >> %(where)s/hosts-used
cd %(where)s/%(host)s/project || exit 1
exec taskset -c %(cpu)s sh -c "$SSH_ORIGINAL_COMMAND"
"""
SERVER = """ListenAddress 127.0.0.1
Port %(port)d
HostKey %(where)s/keys/%(host)s
AuthorizedKeysFile %(where)s/keys/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
ForceCommand %(where)s/%(host)s.sh
"""
CLIENT = """Host *
HostName 127.0.0.1
User %(user)s
IdentityFile %(where)s/keys/user
IdentitiesOnly yes
UserKnownHostsFile %(where)s/keys/known
GlobalKnownHostsFile none
LogLevel ERROR
"""


def site_bench():
    path = os.path.join(os.path.dirname(__file__), "site.py")
    spec = importlib.util.spec_from_file_location("bench_site", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Bench:
    def __init__(self, s, where, options):
        self.s, self.where, self.options = s, where, options
        self.servers, self.login = [], "1/h0,1/h1"
        self.command = [s.backmatter, "-q", "--today", "2026-02-01"]

    def step(self, what, argv, where, status=0):
        """CPU seconds of a run; says what it took."""
        before, start = os.times(), time.monotonic()
        r = suite.run(argv, where, deadline=3600,
                      env={"HOME": self.where, "PARALLEL_HOME": self.where})
        after = os.times()
        cpu = (after.children_user + after.children_system -
               before.children_user - before.children_system)
        print("%-34s %7.2f s of CPU, %7.2f s by the clock" % (
            what, cpu, time.monotonic() - start), flush=True)
        self.s.check(what, r.status == status, "%s\n%s" % (r, r.text[-500:]))
        return cpu

    def build(self, *more):
        return ([self.s.backmatter, "build", "-q", "--fail-on", "never",
                 "--today", "2026-02-01"] + list(more))

    def parallel(self, what, out, *more):
        parts = [str(i) for i in range(1, self.options.parts + 1)]
        parts.reverse()
        return self.step(what, [
            "parallel", "--ssh", os.path.join(self.where, "ssh.sh"),
            "--sshlogin", self.login, "--joblog",
            os.path.join(self.where, out + ".log")] + self.build(
                "-j1", "--shard", "{}/%d" % len(parts), "-o",
                os.path.join(self.where, out, "{}"), *more) + [
                    ".", ":::"] + parts, self.where)

    def jobs(self, out):
        """What each host did, as parallel kept it."""
        for line in suite.read(os.path.join(
                self.where, out + ".log")).decode().splitlines()[1:]:
            f = line.split("\t")
            print("    %s on %s: %s s by the clock" % (
                f[8].split("--shard ")[1].split()[0], f[1], f[3].strip()),
                flush=True)


def hosts(b):
    """Two of them, and a project on each and here."""
    site_bench().make(os.path.join(b.where, "project"), b.options.pages, True,
                      "    epub: ../guide.epub\n" if b.options.epub else "")
    for host in ("h0", "h1"):
        shutil.copytree(os.path.join(b.where, "project"),
                        os.path.join(b.where, host, "project"))
    can = suite.run(["unshare", "-rn", "true"]).status == 0
    if not can:
        print("without namespaces: this machine does not allow them")
    ssh = suite.write(os.path.join(b.where, "ssh.sh"), SSH % {
        "where": b.where, "net": "unshare -rn" if can else ""})
    os.chmod(ssh, 0o755)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def keygen(path):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "",
                    "-f", path], check=True)


def servers(b):
    """A server of OpenSSH for each host, in place of what stands for one."""
    keys = os.path.join(b.where, "keys")
    os.makedirs(keys, 0o700)
    keygen(os.path.join(keys, "user"))
    client, known = CLIENT % {"user": getpass.getuser(), "where": b.where}, ""
    program = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin")
    # Where a server puts itself before it knows who calls.
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", 0o755, exist_ok=True)
    for cpu, host in enumerate(("h0", "h1")):
        words = {"where": b.where, "host": host, "cpu": cpu,
                 "port": free_port()}
        keygen(os.path.join(keys, host))
        known += "[127.0.0.1]:%d %s" % (words["port"], suite.read(
            os.path.join(keys, host + ".pub")).decode())
        client = "Host %s\nPort %d\n%s" % (host, words["port"], client)
        os.chmod(suite.write(os.path.join(b.where, host + ".sh"),
                             COMMAND % words), 0o755)
        settings = suite.write(os.path.join(b.where, host + ".conf"),
                               SERVER % words)
        b.servers.append(subprocess.Popen(
            [program, "-D", "-e", "-f", settings], stderr=open(os.path.join(
                b.where, host + ".said"), "wb")))
    suite.write(os.path.join(keys, "known"), known)
    config = suite.write(os.path.join(b.where, "client.conf"), client)
    os.chmod(suite.write(os.path.join(b.where, "ssh.sh"),
                         '#!/bin/sh\nexec ssh -F %s "$@"\n' % config), 0o755)
    time.sleep(1)
    b.s.check("both servers wait", all(p.poll() is None for p in b.servers),
              suite.read(os.path.join(b.where, "h0.said")))


def compare(b):
    here, there = (suite.tree(os.path.join(b.where, n))
                   for n in ("one", "linked"))
    b.s.check("the bytes of one machine", here and here == there,
              suite.difference(here, there))
    print("%d files, %.1f MB: the same bytes" % (
        len(here), sum(map(len, here.values())) / 1e6), flush=True)
    used = set(suite.read(os.path.join(b.where, "hosts-used")).split())
    b.s.check("both hosts worked", used == {b"h0", b"h1"}, used)


def run(b):
    """One machine, the parts, and both compared."""
    s, options = b.s, b.options
    project = os.path.join(b.where, "project")
    whole = b.step("one machine", ["taskset", "-c", "0"] + b.build(
        "-j1", "-o", os.path.join(b.where, "one", "site"), "."), project)
    known = []
    if options.names:
        b.parallel("names on two hosts", "names", "--names")
        b.jobs("names")
        known = ["--with", os.path.join(b.where, "names")]
    b.parallel("parts on two hosts", "parts", *known)
    b.jobs("parts")
    link = b.step("link", ["taskset", "-c", "0", s.backmatter, "link", "-q",
                           "-j1", "--fail-on", "never", "-o",
                           os.path.join(b.where, "linked", "site"),
                           os.path.join(b.where, "parts")], project)
    print("linking takes %.0f %% of a build" % (100 * link / whole))
    s.check("linking takes less than %.0f %%" % (100 * SMALL),
            link < SMALL * whole)
    compare(b)


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--pages", type=int, default=2000)
    p.add_argument("--parts", type=int, default=4)
    p.add_argument("--names", action="store_true",
                   help="parts of names before the others")
    p.add_argument("--epub", action="store_true", help="with a book")
    p.add_argument("--ssh", action="store_true",
                   help="through servers of OpenSSH on the loopback")
    p.add_argument("--keep", help="a folder to work in, which stays")
    options = p.parse_args()
    s = suite.Suite("bench_shard", options)
    s.need(s.backmatter, s.library)
    if shutil.which("parallel") is None:
        s.check("parallel is installed", False)
        s.done()
    if options.ssh and not shutil.which(
            "sshd", path=os.environ["PATH"] + ":/usr/sbin"):
        s.check("openssh-server is installed", False)
        s.done()
    b = Bench(s, os.path.abspath(options.keep or s.tmp("bench")), options)
    hosts(b)
    try:
        if options.ssh:
            servers(b)
        run(b)
    finally:
        for p in b.servers:
            p.terminate()
            p.wait()
    s.done()


if __name__ == "__main__":
    main()

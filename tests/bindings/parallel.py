"""A library of documents on several hosts by GNU parallel: in any order, the
bytes of one machine."""

import os
import random
import shutil

import suite

# A host that is reached by this in place of ssh: without network where the
# machine allows that.
SSH = """#!/bin/sh
[ "$1" = -- ] && shift
export SHELL=/bin/sh
host=$1
shift
[ "$1" = -- ] && shift
echo "$host" >> hosts-used
if unshare -rn true 2>/dev/null; then
	exec unshare -rn sh -c "$*"
fi
exec sh -c "$*"
"""


def library(s, folder):
    golden = os.path.join(suite.TOP, "tests", "golden", "markdown")
    names = sorted(n for n in os.listdir(golden) if n.count(".") == 1 and
                   n.endswith(".md"))[:12]
    for name in names:
        suite.write(os.path.join(folder, name),
                    suite.read(os.path.join(golden, name)))
    return names


def pages(folder):
    return {k: v for k, v in suite.tree(folder).items()
            if k.endswith(".html")}


def hosts(s):
    if shutil.which("parallel") is None:
        s.skip("parallel", "parallel is not installed")
        return
    one, other = s.tmp("one"), s.tmp("other")
    names = library(s, one)
    library(s, other)
    command = [s.backmatter, "-q", "--no-project", "--today", "2026-01-31",
               "--fail-on", "never"]
    for name in names:
        suite.run(command + ["-o", name[:-3] + ".html", name], one)
    ssh = suite.write(os.path.join(other, "ssh.sh"), SSH)
    os.chmod(ssh, 0o755)
    random.Random(7).shuffle(names)
    r = suite.run(["parallel", "--ssh", ssh, "--sshlogin", "1/h1,1/h2",
                   "--workdir", other] + command +
                  ["-o", "{.}.html", "{}"], other, "\n".join(names).encode(),
                  env={"HOME": other, "PARALLEL_HOME": other},
                  deadline=120)
    used = set(suite.read(os.path.join(other, "hosts-used")).split()) \
        if os.path.exists(os.path.join(other, "hosts-used")) else set()
    s.check("parallel: both hosts work", r.status == 0 and
            used >= {b"h1", b"h2"}, "%s\n%s" % (used, r))
    s.check("parallel: the same bytes as one machine", pages(one) and
            pages(one) == pages(other), suite.difference(
                pages(one), pages(other)))

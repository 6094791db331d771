"""The manual's examples for many machines, as they stand there: GNU parallel,
Slurm, a matrix of CI, make.  Each gives the bytes of one build."""

import os
import re
import shutil

import parallel
import suite

MANUAL = os.path.join(suite.TOP, "content", "manual", "10-toolchains.md")
DAY = "2026-01-31"
PROJECT = "title: All\nbooks:\n  - {id: b, title: B, folder: d}\n"
# Runs what it is given at once, each number of an array; there is no queue.
SBATCH = """#!/bin/sh
numbers=0
while [ $# -gt 0 ]; do
	case $1 in
	--array=*)
		range=${1#--array=}
		numbers=$(seq "${range%-*}" "${range#*-}") ;;
	--wrap) command=$2; shift ;;
	esac
	shift
done
for SLURM_ARRAY_TASK_ID in $numbers; do
	export SLURM_ARRAY_TASK_ID
	sh -c "$command" >&2 || exit 1
done
echo 7
"""


def examples():
    """Blocks of code behind the heading, by what they begin with."""
    text = suite.read(MANUAL).decode().split("{#many}")[1].split("\n## ")[0]
    return [(kind, body) for kind, body in re.findall(
        r"```(\w+)\n(.*?)```", text, re.S)]


def program(where, name, text):
    path = suite.write(os.path.join(where, "bin", name), text)
    os.chmod(path, 0o755)


class Place:
    """A project named content, with the programs that the examples call."""

    def __init__(self, s):
        self.s, self.where = s, s.tmp()
        for i in range(9):
            suite.write(os.path.join(
                self.where, "content", "d", "%d-a.md" % i),
                "# Page %d\n\nTo [](%d-a.md).\n" % (i, (i + 4) % 9))
        suite.write(os.path.join(self.where, "content", "backmatter.yaml"),
                    PROJECT)
        # Findings of these pages are none of our business.
        program(self.where, "backmatter",
                "#!/bin/sh\ncommand=$1\nshift\nexec %s \"$command\" "
                "--fail-on never \"$@\"\n" % s.backmatter)
        program(self.where, "date", "#!/bin/sh\necho %s\n" % DAY)
        program(self.where, "sbatch", SBATCH)
        program(self.where, "ssh.sh", parallel.SSH)
        self.env = {"PATH": "%s/bin:%s" % (self.where, os.environ["PATH"]),
                    "HOME": self.where, "PARALLEL_HOME": self.where,
                    "PARALLEL_SSH": os.path.join(self.where, "bin/ssh.sh")}

    def run(self, *argv):
        return suite.run(list(argv), self.where, env=self.env)

    def site(self):
        where = os.path.join(self.where, "site")
        return suite.tree(where) if os.path.isdir(where) else {}


def one_build(s):
    p = Place(s)
    p.run("backmatter", "build", "-q", "--today", DAY, "-o", "site", "content")
    return p.site()


def actions(p, text):
    """The commands of the jobs; artifacts are folders of their name."""
    runs = re.findall(r"- run: (.*)", text)
    count = re.search(r"part: \[(.*)\]", text).group(1).split(", ")
    more = " --today " + DAY
    for i in reversed(count):
        command = runs[0].replace("${{ matrix.part }}", i) + more
        r = p.run("sh", "-c", command)
        if r.status != 0:
            return r
        os.renames(os.path.join(p.where, "parts", i),
                   os.path.join(p.where, "kept", "part-" + i))
        # Hidden files are left out by default.
        os.remove(os.path.join(p.where, "kept", "part-" + i, ".backmatter"))
    shutil.move(os.path.join(p.where, "kept"), os.path.join(p.where, "parts"))
    return p.run("sh", "-c", runs[1])


def try_each(s):
    want, tried = one_build(s), []
    for kind, text in examples():
        p = Place(s)
        what = "parallel" if "parallel " in text else \
            "Slurm" if "sbatch" in text else {
                "yaml": "a matrix", "make": "make"}.get(kind)
        if what == "parallel" and shutil.which("parallel") is None:
            s.skip("many: parallel", "parallel is not installed")
            continue
        tried.append(what)
        if what == "a matrix":
            r = actions(p, text)
        elif what == "make":
            suite.write(os.path.join(p.where, "Makefile"), text.replace(
                "--shard", "--today %s --shard" % DAY))
            r = p.run("make", "-j2")
        else:
            r = p.run("sh", "-ec", text)
        s.check("many: %s works" % what, r.status == 0,
                "%s\n%s" % (r, r.text))
        s.check("many: %s gives the bytes of one build" % what,
                want and p.site() == want, suite.difference(want, p.site()))
        if what == "make":
            again(s, p)
    s.check("many: all examples were tried", {
        "Slurm", "a matrix", "make"} <= set(tried), tried)


def again(s, p):
    """make does nothing without a change, and all with one."""
    r = p.run("make", "-q")
    s.check("many: make has nothing more to do", r.status == 0, r)
    suite.write(os.path.join(p.where, "content", "d", "3-a.md"),
                "# Another page\n\nWords.\n")
    r = p.run("make")
    s.check("many: make follows an edit", r.status == 0 and any(
        b"Another page" in v for v in p.site().values()), r)

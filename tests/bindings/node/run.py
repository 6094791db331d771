#!/usr/bin/env python3
"""The package for Node with what npm installs: on its own, in markdown-it, in
Eleventy 3, and its types."""

import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(os.path.dirname(HERE)))
sys.path.insert(0, os.path.dirname(HERE))
import suite  # noqa: E402
import run as bindings  # noqa: E402

PACKAGE = os.path.join(suite.TOP, "plugin", "bindings", "node")
CONFIG = """const backmatter = require("backmatter/eleventy");
module.exports = (config) => {
  config.addPlugin(backmatter, { bibliography: "refs.json", style: "apa",
    strict: %s, ignore: ["author-missing", "DOC-01", "DOC-03", "DOC-04"] });
  return { dir: { input: "in" } };
};
"""
PAGE = """---
title: Scars
---

# Scars [@a]

A scar [@a, p. 3]. As @a says, it may [see
@a, pp. 4-5]. \u00dcm [@a] and `[@a]`.

| A | B |
|---|---|
| c | it [@a] |
"""


def installed(s):
    """The folder where npm has put what is asked for, and the package."""
    folder = os.path.join(s.build, "node")
    wanted = suite.read(os.path.join(HERE, "package.json"))
    stamp = os.path.join(folder, "package.json")
    if not os.path.exists(stamp) or suite.read(stamp) != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        suite.write(os.path.join(folder, "new", "package.json"), wanted)
        r = subprocess.run(["npm", "install", "--no-audit", "--no-fund",
                            "--loglevel=error"], check=False,
                           cwd=os.path.join(folder, "new"))
        if r.returncode != 0:
            return None
        os.rename(os.path.join(folder, "new", "node_modules"),
                  os.path.join(folder, "node_modules"))
        suite.write(stamp, wanted)
    inside = os.path.join(folder, "node_modules", "backmatter")
    shutil.rmtree(inside, ignore_errors=True)
    shutil.copytree(PACKAGE, inside)
    return folder


def eleventy(s, folder, env):
    site = os.path.join(folder, "site")
    shutil.rmtree(site, ignore_errors=True)
    suite.write(os.path.join(site, "refs.json"), bindings.REFERENCES)
    suite.write(os.path.join(site, "in", "a.md"), PAGE)
    suite.write(os.path.join(site, "eleventy.config.js"), CONFIG % "true")

    def run():
        return suite.run(["node", os.path.join(
            folder, "node_modules/@11ty/eleventy/cmd.cjs")], site, env=env,
            deadline=120)

    r = run()
    page = suite.read(os.path.join(site, "_site", "a", "index.html")).decode(
    ) if r.status == 0 else ""
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))
    s.check("eleventy: a sound site is built", r.status == 0, r)
    s.check("eleventy: citations are in", "Scars (Doe, 2001)" in plain and
            "A scar (Doe, 2001, p. 3). As Doe (2001) says, it may (see Doe, "
            "2001, pp. 4\u20135). \u00dcm (Doe, 2001) and [@a]." in plain and
            "it (Doe, 2001)" in plain and "Doe, J. (2001). A Book" in plain,
            plain)
    suite.write(os.path.join(site, "in", "b.md"), "# B\n\nIt [@nobody].\n")
    r = run()
    s.check("eleventy: strict fails at file and line", r.status != 0 and
            "in/b.md:3:5: error" in r.errors + r.text, r)


def main():
    options = suite.parser(__doc__).parse_args()
    s = suite.Suite("node", options)
    if shutil.which("npm") is None:
        s.skip("node", "npm is not installed")
        return s.done()
    s.need(s.library, s.backmatter)
    folder = installed(s)
    if not s.check("node: npm installs what the tests need", folder):
        return s.done()
    refs = suite.write(os.path.join(folder, "refs.json"), bindings.REFERENCES)
    env = {"BACKMATTER_LIBRARY": s.library, "REFERENCES": refs,
           "COMMAND": s.backmatter, "NODE_NO_WARNINGS": "1",
           "GOLDEN": os.path.join(suite.TOP, "tests", "golden")}
    for name in ("test.cjs", "types.ts"):
        shutil.copy(os.path.join(HERE, name), folder)
    r = suite.run(["node", "--test", "--test-reporter=tap", "test.cjs"],
                  folder, env=env, deadline=300)
    for line in r.text.splitlines():
        found = re.match(r"(not )?ok \d+ - (?!test\.cjs)(.*)", line)
        if found:
            s.check("node: " + found.group(2), not found.group(1), r.text)
    s.check("node: all were run", re.search(r"^# pass [1-9]", r.text, re.M) and
            r.status == 0, r)
    r = suite.run(["node", "node_modules/typescript/bin/tsc", "--noEmit",
                   "--strict", "--skipLibCheck", "--types", "node", "--module",
                   "node16", "--moduleResolution", "node16", "types.ts"],
                  folder, deadline=120)
    s.check("node: the types hold", r.status == 0, r.text)
    eleventy(s, folder, env)
    return s.done()


if __name__ == "__main__":
    sys.exit(main())

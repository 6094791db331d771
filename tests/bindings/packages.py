#!/usr/bin/env python3
"""What is handed on: a tarball with the same bytes each time, from which
Debian packages are built that lintian has nothing against, and the list of
what the binaries are made of."""

import json
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402


def make(*targets):
    return suite.run(["make", "-s"] + list(targets), suite.TOP, deadline=1500,
                     env={"HOME": os.environ.get("HOME", "/")})


def main():
    s = suite.Suite("packages", suite.parser(__doc__).parse_args())
    first = make("dist")
    name = next((n for n in sorted(os.listdir(s.build))
                 if n.endswith(".tar.gz")), "none")
    before = suite.read(os.path.join(s.build, name)) if name != "none" else b""
    os.remove(os.path.join(s.build, name))
    make("dist")
    s.check("dist: the same bytes again", first.status == 0 and before ==
            suite.read(os.path.join(s.build, name)), first)
    r = make("sbom")
    bom = json.loads(suite.read(os.path.join(s.build, "backmatter.spdx.json")))
    names = {p["name"] for p in bom["packages"]}
    s.check("sbom: SPDX 2.3 with the libraries", r.status == 0 and
            bom["spdxVersion"] == "SPDX-2.3" and
            any("xml2" in n for n in names) and
            any("cmark" in n for n in names), names)
    ids = {p["SPDXID"] for p in bom["packages"] + bom["files"]}
    lost = [x for x in bom["relationships"]
            if x["relatedSpdxElement"] not in ids]
    s.check("sbom: relations lead somewhere", not lost, lost)
    if not shutil.which("dpkg-buildpackage") or not shutil.which("lintian"):
        s.skip("deb", "debhelper or lintian is not installed")
        return s.done()
    r = make("deb")
    folder = os.path.join(s.build, "deb")
    debs = sorted(n for n in os.listdir(folder) if n.endswith(".deb") and
                  "dbgsym" not in n)
    s.check("deb: packages are built", r.status == 0 and len(debs) == 3,
            "%s\n%s" % (debs, r))
    changes = [n for n in os.listdir(folder) if n.endswith(".changes")]
    r = suite.run(["lintian", "--allow-root", "--fail-on", "error,warning",
                   "--suppress-tags",
                   "bogus-mail-host,initial-upload-closes-no-bugs"] + changes,
                  folder, deadline=300)
    s.check("deb: lintian has nothing against them", r.status == 0 and
            not r.text.strip(), r.text)
    return s.done()


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""What the shared object is made of, as SPDX 2.3 in JSON.

  sbom.py LIBRARY VERSION SECONDS [COMMAND]

The libraries are those that the files ask the loader for; their versions and
packages are those of this machine.
"""

import datetime
import hashlib
import json
import os
import re
import subprocess
import sys


def run(*argv):
    r = subprocess.run(argv, capture_output=True, text=True, check=False)
    return r.stdout if r.returncode == 0 else ""


def needed(path):
    """{soname: file} of what the loader is asked for."""
    names = re.findall(r"\(NEEDED\).*\[(.*?)\]", run("readelf", "-d", path))
    where = dict(re.findall(r"^\s*(\S+) => (\S+)", run("ldd", path), re.M))
    return {n: where.get(n) for n in names}


def package_of(path):
    """(name, version, licences) of the Debian package with a file."""
    for name in (path, os.path.realpath(path)):
        for tried in (name, name.replace("/lib/", "/usr/lib/", 1)):
            found = re.match(r"([^:,]+)", run("dpkg", "-S", tried))
            if found:
                package = found.group(1)
                version = run("dpkg-query", "-W", "-f", "${Version}", package)
                return package, version
    return None


def checksum(path, name):
    with open(path, "rb") as f:
        return {"algorithm": name.upper(),
                "checksumValue": hashlib.new(name, f.read()).hexdigest()}


def document(files, version, seconds):
    created = datetime.datetime.fromtimestamp(
        seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    sums = [checksum(f, "sha1") for f in files]
    code = hashlib.sha1("".join(sorted(
        c["checksumValue"] for c in sums)).encode()).hexdigest()
    packages = [{
        "SPDXID": "SPDXRef-backmatter", "name": "backmatter",
        "versionInfo": version, "downloadLocation": "NOASSERTION",
        "filesAnalyzed": True, "licenseConcluded": "MIT",
        "licenseDeclared": "MIT", "licenseInfoFromFiles": ["MIT"],
        "copyrightText": "2026 The Backmatter authors",
        "packageVerificationCode": {"packageVerificationCodeValue": code},
    }]
    entries, relations, seen = [], [
        ("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-backmatter")], {}
    for path, sha1 in zip(files, sums):
        ref = "SPDXRef-file-" + re.sub(r"[^A-Za-z0-9.-]", "-",
                                       os.path.basename(path))
        entries.append({
            "SPDXID": ref, "fileName": "./" + os.path.basename(path),
            "checksums": [sha1, checksum(path, "sha256")],
            "fileTypes": ["BINARY"], "licenseConcluded": "MIT",
            "licenseInfoInFiles": ["MIT"],
            "copyrightText": "2026 The Backmatter authors"})
        relations.append(("SPDXRef-backmatter", "CONTAINS", ref))
        for soname, where in sorted(needed(path).items()):
            found = package_of(where) if where else None
            name, has = found or (soname, "NOASSERTION")
            target = "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)
            if target not in seen:
                seen[target] = True
                entry = {
                    "SPDXID": target, "name": name, "versionInfo": has,
                    "downloadLocation": "NOASSERTION",
                    "filesAnalyzed": False,
                    "licenseConcluded": "NOASSERTION",
                    "licenseDeclared": "NOASSERTION",
                    "copyrightText": "NOASSERTION"}
                if found:
                    entry["externalRefs"] = [{
                        "referenceCategory": "PACKAGE-MANAGER",
                        "referenceType": "purl",
                        "referenceLocator": "pkg:deb/debian/%s@%s" % (
                            name, has)}]
                packages.append(entry)
            relations.append((ref, "DYNAMIC_LINK", target))
    return {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT", "name": "backmatter-" + version,
        "documentNamespace": "https://backmatter.example/spdx/%s-%s" % (
            version, code),
        "creationInfo": {"created": created,
                         "creators": ["Tool: backmatter-sbom"]},
        "packages": packages, "files": entries,
        "relationships": [
            {"spdxElementId": a, "relationshipType": r,
             "relatedSpdxElement": b} for a, r, b in dict.fromkeys(
                 relations)],
    }


def main():
    library, version, seconds, *more = sys.argv[1:]
    json.dump(document([library] + more, version, int(seconds)), sys.stdout,
              indent=2)
    print()


if __name__ == "__main__":
    main()

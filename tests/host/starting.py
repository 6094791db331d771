"""`backmatter init`: a first project, over nothing that is there."""

import json
import os

import suite

FILES = [".gitignore", "README.md", "backmatter.yaml", "index.md",
         "pages/1-after-surgery.md", "pages/2-questions.md",
         "references.json"]


def names(where):
    return sorted(os.path.relpath(os.path.join(base, name), where)
                  for base, _, files in os.walk(where) for name in files)


def begun(s):
    """It is built, and nobody finds anything."""
    where = s.tmp()
    r = suite.run([s.backmatter, "init", "new/one", "--today", "2028-02-29"],
                  where)
    s.check("a project is made", r.status == 0 and "cd new/one" in r.text and
            not r.err, r)
    one = os.path.join(where, "new", "one")
    s.equal("with these files", names(one), FILES)
    text = suite.read(os.path.join(one, "backmatter.yaml")).decode()
    s.check("with its language and dates", "\nlang: en\n" in text and
            "reviewed: 2028-02-29\n" in text and
            "next-review: 2029-02-28\n" in text and "{" not in text, text)
    for command in (["lint", "--fail-on", "warning"],
                    ["build", "--fail-on", "warning"],
                    ["check", "--fail-on", "warning", "build"]):
        r = suite.run([s.backmatter] + command + ["--today", "2028-03-01"][
            :0 if command[0] == "check" else 2], one)
        s.check("%s finds nothing" % command[0], r.status == 0 and not r.out
                and not r.err, r)
    page = suite.read(os.path.join(
        one, "build", "site", "guide", "after-surgery.html")).decode()
    s.check("its notices and its source are there",
            'id="notice-emergency"' in page and "Weir" in page, page[-3000:])
    s.check("and the book", os.path.exists(os.path.join(
        one, "build", "guide.epub")))
    again = suite.run([s.backmatter, "init", "."], one)
    s.check("nothing is written over", again.status == 3 and
            all(name in again.errors for name in FILES) and
            suite.read(os.path.join(one, "backmatter.yaml")).decode() == text,
            again)


def languages(s):
    """Each language builds as English does, and all have the same files."""
    where = s.tmp()
    folder = os.path.join(suite.TOP, "content", "starter")
    for tag in sorted(set(os.listdir(folder)) - {"all", "en"}):
        one = os.path.join(where, tag)
        r = suite.run([s.backmatter, "init", "-q", "-l", tag, tag,
                       "--today", "2028-02-29"], where)
        s.check("%s begins" % tag, r.status == 0 and names(one) == FILES, r)
        r = suite.run([s.backmatter, "build", "--fail-on", "warning",
                       "--today", "2028-03-01"], one)
        s.check("%s builds without a finding" % tag,
                r.status == 0 and not r.err, r)
        page = suite.read(os.path.join(
            one, "build", "site", "guide", "after-surgery.html")).decode()
        s.check("%s has notices in its language, and its sources" % tag,
                'lang="%s"' % tag in page and 'lang="en-US"' not in page and
                'id="notice-emergency"' in page and "Weir" in page, page)
        if tag in ("ar", "he"):
            s.check("from right to left", ' dir="rtl"' in page, page[:200])


def sources(s):
    """What the texts cite is what the handbook cites."""
    def works(*path):
        return {w["id"]: {k: v for k, v in w.items() if k != "custom"}
                for w in json.loads(suite.read(os.path.join(
                    suite.TOP, "content", *path)))}
    ours = works("references.json")
    for key, work in works("starter", "all", "references.json").items():
        s.equal("the work %s is in the handbook" % key, work, ours.get(key))


def refused(s):
    where = s.tmp()
    suite.write(os.path.join(where, "index.md"), "Mine.\n")
    r = suite.run([s.backmatter, "init"], where)
    s.check("one file in the way is enough", r.status == 3 and
            names(where) == ["index.md"], r)
    s.check("and is named, once", r.errors.count("is there already") == 1 and
            "index.md" in r.errors, r)
    for tag in ("xx", "all", "", "../en", "en/", "en-", "e" * 99, "sv", "zh-TW"):
        r = suite.run([s.backmatter, "init", "new", "--lang", tag], where)
        s.check("no texts in %.9s" % tag, r.status == 2 and
                "there are: ar de en es fr he it ja nl pl pt zh-Hans\n"
                in r.errors and
                not os.path.exists(os.path.join(where, "new")), r)
    r = suite.run([s.backmatter, "init", "-q", "gb", "-l", "en-GB"], where)
    s.check("the tag that was asked for stands in the project",
            r.status == 0 and not r.out and b"\nlang: en-GB\n" in suite.read(
                os.path.join(where, "gb", "backmatter.yaml")), r)
    suite.write(os.path.join(where, "file"), "")
    r = suite.run([s.backmatter, "init", "file/x"], where)
    s.check("a folder that cannot be made", r.status == 3 and
            "file" in r.errors, r)
    r = suite.run([s.backmatter, "init", "--help"], where)
    s.check("init --help", r.status == 0 and "--lang" in r.text and
            all(len(line) <= 80 for line in r.text.splitlines()), r.text)


PARTS = [begun, languages, sources, refused]

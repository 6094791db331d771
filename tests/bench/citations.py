#!/usr/bin/env python3
"""Citations: Backmatter, pandoc's --citeproc and the reference engine.

500 items and 1,000 clusters, to HTML, in three styles; the same items and
clusters for all.  pandoc and Backmatter convert the whole document, the
reference engine (npm's citeproc, installed under the build folder) makes its
citations alone.  Then the curve: twice the items, twice the clusters.
"""

import json
import os
import random
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import article  # noqa: E402
import run as bench  # noqa: E402
import suite  # noqa: E402

STYLES = ["american-medical-association", "vancouver", "apa"]
LOCALES = "/usr/share/citation-style-language/locales"
REFERENCE = "citeproc@2.4.63"
FASTER = 10           # times less CPU than pandoc
MEMORY = 30 * 1024    # KiB
NEAR_LINEAR = 1.35    # time for each item, twice the items


def items(count, seed=11):
    """Articles 80 %, books 12 %, web pages 8 %; 1 to 12 authors."""
    r = random.Random(seed)
    out = []
    for i in range(count):
        item = {"id": "item%d" % i, "language": "en",
                "title": " ".join(r.choice(article.WORDS)
                                  for _ in range(9)).capitalize(),
                "author": [{"family": r.choice(article.NAMES) +
                            r.choice(["", "", "son", "berg", "-Lee"]),
                            "given": r.choice(
                                ["Anna", "Bruno", "Carla M.", "D. E.", "Eve",
                                 "F. Georg", "Hanna", "Ian", "J. K."])}
                           for _ in range(r.randint(1, 12))],
                "issued": {"date-parts": [[r.randint(1990, 2025),
                                           r.randint(1, 12)]]}}
        kind = r.random()
        if kind < 0.80:
            journal = r.choice(article.WORDS).title()
            item.update({
                "type": "article-journal",
                "container-title": "Journal of " + journal,
                "container-title-short": "J " + journal,
                "volume": str(r.randint(1, 60)),
                "issue": str(r.randint(1, 12)),
                "page": "%d-%d" % (r.randint(1, 200), r.randint(201, 400)),
                "DOI": "10.5555/bench.%d" % i})
        elif kind < 0.92:
            item.update({"type": "book", "publisher": "Example Press",
                         "publisher-place": "London",
                         "edition": str(r.randint(1, 4))})
        else:
            item.update({"type": "webpage",
                         "URL": "https://example.org/%d" % i,
                         "accessed": {"date-parts": [[2026, 1, 31]]}})
        out.append(item)
    return out


def clusters(count, keys, seed=13):
    """Lists of [id, page]: one to four works, some with a page."""
    r = random.Random(seed)
    out = []
    for i in range(count):
        n = r.choice([1, 1, 1, 2, 2, 3, 4])
        # Every item is cited by somebody.
        ids = [i * keys // count] + [r.randrange(keys) for _ in range(n - 1)]
        out.append([["item%d" % k, str(r.randint(1, 300))
                     if r.random() < 0.15 else ""]
                    for k in dict.fromkeys(ids)])
    return out


def markdown(lists, seed=17):
    r = random.Random(seed)
    out = ["---", "title: Citations to measure with", "lang: en-US",
           "bibliography: refs.json", "---", ""]
    for cites in lists:
        out += ["%s [%s]." % (article.sentence(r), "; ".join(
            "@" + key + (", p. " + page if page else "")
            for key, page in cites)), ""]
    return "\n".join(out)


class Citations(bench.Bench):
    def prepare(self, keys, count):
        lists = clusters(count, keys)
        for name, text in (("refs.json", json.dumps(items(keys))),
                           ("clusters.json", json.dumps(lists)),
                           ("in.md", markdown(lists))):
            suite.write(os.path.join(self.folder, name), text)

    def ours(self, style):
        return self.measure([self.s.backmatter, "--style", style,
                             "--fail-on", "never", "-q", "-t", "html",
                             "in.md"])

    def pandoc(self, style):
        return self.measure(["pandoc", "--citeproc", "--standalone", "-t",
                             "html5", "--csl", "%s/%s.csl" % (
                                 bench.STYLES, style), "in.md"])

    def reference(self, style):
        script = os.path.join(suite.TOP, "tests", "bench", "reference.mjs")
        return self.measure(["node", script,
                             "%s/%s.csl" % (bench.STYLES, style),
                             "refs.json", "clusters.json", LOCALES])


def install_reference(s, folder):
    """Makes npm's citeproc findable in the folder; False: no npm."""
    cache = os.path.join(s.build, "bench")
    if not os.path.isdir(os.path.join(cache, "node_modules", "citeproc")):
        if shutil.which("npm") is None:
            return False
        os.makedirs(cache, exist_ok=True)
        r = suite.run(["npm", "install", "--no-audit", "--no-fund",
                       "--ignore-scripts", "--no-save", "--prefix", cache,
                       REFERENCE],
                      cache, env=dict(os.environ), deadline=600)
        if r.status != 0:
            print(r)
            return False
    os.symlink(os.path.join(cache, "node_modules"),
               os.path.join(folder, "node_modules"))
    return True


def compare(b, repeats):
    s = b.s
    b.prepare(500, 1000)
    peers = [("backmatter", b.ours), ("pandoc", b.pandoc)]
    if install_reference(s, b.folder):
        peers.append(("citeproc-js", b.reference))
    else:
        s.skip("the reference engine", "npm could not install it")
    print("\n1,000 clusters, 500 items, %d runs of each in turn" % repeats)
    print("%-30s %-12s %8s %8s %10s %8s" % (
        "style", "", "wall s", "CPU s", "peak MiB", "CPU x"))
    for style in STYLES:
        rows = {name: [] for name, _ in peers}
        for n in range(repeats + 1):
            for name, call in peers:
                row = call(style)
                if row is None:
                    return
                if n > 0:
                    rows[name].append(row)
        mine = bench.medians(rows["backmatter"])
        for name, _ in peers:
            m = bench.medians(rows[name])
            print("%-30s %-12s %8.3f %8.3f %10.1f %8.1f" % (
                style, name, m[0], m[1], m[2] / 1024, m[1] / mine[1]))
        ratio = bench.medians(rows["pandoc"])[1] / mine[1]
        s.check("%s: a tenth of pandoc's CPU" % style, ratio >= FASTER,
                "%.1f times" % ratio)
        s.check("%s: at most 30 MiB" % style, mine[2] <= MEMORY,
                "%.1f MiB" % (mine[2] / 1024))


def curve(b, repeats=3):
    s = b.s
    print("\n%-30s %8s %8s %8s %10s" % (
        "style", "items", "clusters", "CPU s", "peak MiB"))
    for style in ("american-medical-association", "apa"):
        rows = []
        for keys in (1250, 2500, 5000, 10000):
            b.prepare(keys, 2 * keys)
            runs = [b.ours(style) for _ in range(repeats)]
            if None in runs:
                return
            row = bench.medians(runs)
            rows.append(row[1])
            print("%-30s %8d %8d %8.3f %10.1f" % (
                style, keys, 2 * keys, row[1], row[2] / 1024))
        grown = rows[-1] / rows[-2] / 2
        s.check("%s: twice the items take twice the time (bound %.2f)" % (
            style, NEAR_LINEAR), grown <= NEAR_LINEAR,
            "%.2f times more for each" % grown)


def measure(s, repeats):
    b = Citations(s, s.tmp("citations"))
    compare(b, repeats)
    curve(b)


def main():
    p = suite.parser(__doc__.split("\n")[0])
    p.add_argument("--repeats", type=int, default=5)
    options = p.parse_args()
    s = suite.Suite("bench", options)
    s.need(s.backmatter, s.library,
           os.path.join(s.build, "tests", "bench", "measure"))
    measure(s, options.repeats)
    s.done()


if __name__ == "__main__":
    main()

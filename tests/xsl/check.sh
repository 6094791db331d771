#!/bin/sh
# Every element of elements.xml has a template, in HTML and in EPUB; parts.xml
# has elements whose markup depends on where they stand.
# Usage: tests/xsl/check.sh [BACKMATTER]
set -eu
program=${1:-build/backmatter}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for to in html epub; do
	"$program" --fail-on never -t "$to" -o "$work/out.$to" \
	    "$here/elements.xml" > "$work/findings" 2>&1
	if grep 'xslt-' "$work/findings"; then
		echo "FAIL $to: an element has no template"
		exit 1
	fi
	test -s "$work/out.$to"
	echo "ok $to"
done

"$program" --fail-on never -t html -o "$work/parts.html" \
    "$here/parts.xml" > "$work/findings" 2>&1
while read -r wanted; do
	if ! grep -qF "$wanted" "$work/parts.html"; then
		echo "FAIL parts: not in the page: $wanted"
		exit 1
	fi
done <<'END'
<h1 id="heading-of-the-page">Heading of the page</h1>
<span class="orgname">Institute</span>, <span class="address">Mill Lane 4</span>
<p class="address">Block Street 9</p>
<p>Words of a toc.</p>
<span class="media-missing">A film</span>
<cite>A second title</cite>
<span class="publishername">Press</span>, <span class="address">Harbour Road 2</span>
<span class="conftitle">Meeting</span>, <span class="address">Hill Square 7</span>
END
echo "ok parts"

#!/bin/sh
# Every element of elements.xml has a template, in HTML and in EPUB.
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

#!/bin/sh
# Debian packages from the tarball of `make dist`:
#   deb.sh TARBALL VERSION DATE HOMEPAGE MAINTAINER FOLDER
# DATE is seconds since 1970; the packages come into FOLDER.
set -eu
tarball=$1 version=$2 date=$3 homepage=$4 maintainer=$5 out=$6
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$out"
mkdir -p "$out"
cp "$tarball" "$out/backmatter_$version.orig.tar.gz"
tar -C "$out" -xzf "$tarball"
cp -r "$here/debian" "$out/backmatter-$version/debian"
cd "$out/backmatter-$version"
for f in control copyright changelog; do
	sed -i "s|@VERSION@|$version|; s|@HOMEPAGE@|$homepage|
	    s|@MAINTAINER@|$maintainer|
	    s|@DATE@|$(LC_ALL=C date -u -R -d "@$date")|" "debian/$f"
done
export SOURCE_DATE_EPOCH="$date"
dpkg-buildpackage -us -uc -b

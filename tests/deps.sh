#!/bin/sh
# Installs what is missing on Debian 12, and nothing else.
#
#   sh tests/deps.sh build|test|external|bench|packages
#
# A stage includes those before it (external and bench include test).  It is
# silent and quick when nothing is missing, says what it installs, and uses
# sudo when it is not run as root.
set -eu

BUILD='gcc libc6-dev make pkg-config libxml2-dev libxslt1-dev
  libcmark-gfm-dev libcmark-gfm-extensions-dev libyaml-dev libjansson-dev
  zlib1g-dev libicu-dev libpcre2-dev libgumbo-dev libmicrohttpd-dev citation-style-language-styles
  citation-style-language-locales'
TEST='libcmocka-dev libzip-dev g++ binutils python3 valgrind libxml2-utils
  xsltproc clang-format mandoc docbook5-xml ninja-build
  docbook-xsl-ns python3-lxml mkdocs python3-sphinx pandoc liblua5.3-dev
  xmlstarlet parallel php-cli php-xml ruby-nokogiri'
EXTERNAL='default-jre-headless chromium epubcheck python3-junitparser'
PACKAGES='debhelper dh-python lintian liblua5.3-dev'
BENCH='pandoc docbook-xsl-ns xsltproc'

say() {
	printf 'deps: %s\n' "$*" >&2
}

# The packages among the arguments that dpkg does not have installed.
missing() {
	for p in "$@"; do
		# shellcheck disable=SC2016
		case $(dpkg-query -W -f '${db:Status-Status} ' "$p" \
		    2>/dev/null) in
		*installed*) ;;
		*) printf '%s ' "$p" ;;
		esac
	done
}

# A program that is there already, from wherever, is as good as a package.
have() {
	command -v "$1" >/dev/null 2>&1
}

stage=${1:-build}
case $stage in
build) want=$BUILD ;;
test) want="$BUILD $TEST" ;;
packages) want="$BUILD $PACKAGES" ;;
external)
	want="$BUILD $TEST $EXTERNAL"
	# Debian's own nodejs 18 is enough; a newer one is left alone.
	have node || want="$want nodejs"
	have npm || want="$want npm"
	;;
bench)
	want="$BUILD $TEST $BENCH"
	have node || want="$want nodejs"
	have npm || want="$want npm"
	;;
*)
	echo 'usage: deps.sh build|test|external|bench|packages' >&2
	exit 2
	;;
esac

if ! have dpkg-query || ! have apt-get; then
	say 'this is not a Debian; please install what these packages hold:'
	# shellcheck disable=SC2086
	echo $want >&2
	# The compiler says the rest, if anything is missing.
	exit 0
fi

# shellcheck disable=SC2086
need=$(missing $want)
if [ -z "$need" ]; then
	exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
	as_root='env'
elif have sudo; then
	as_root='sudo env'
else
	say "missing: $need"
	say 'I am not root and there is no sudo. As root, run:'
	say "  apt-get install --no-install-recommends $need"
	exit 1
fi
say "installing $need"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM

apt() {
	$as_root DEBIAN_FRONTEND=noninteractive apt-get -q \
	    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" \
	    </dev/null >"$log" 2>&1
}

# The lists of packages may be missing (a container) or old (a 404).
# shellcheck disable=SC2086
if ! apt install -y --no-install-recommends $need; then
	say 'the package lists are missing or old: apt-get update'
	if ! apt update || ! apt install -y --no-install-recommends $need; then
		tail -n 20 "$log" >&2
		say "apt-get could not install: $need"
		exit 1
	fi
fi
need=$(missing $want)
if [ -n "$need" ]; then
	say "still missing: $need"
	exit 1
fi

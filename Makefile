# Backmatter.  `make site` and `make check` each do all the set-up themselves.
#
#   make            builds build/backmatter and build/backmatter.so
#   make site       installs what is missing, builds, converts content/
#   make check      installs what is missing, builds, runs every test
#   make external   judges build/ by other people's validators
#   make sober      counts false alarms on the machine's manual pages
#   make bench      measures against pandoc in the same run
#   make install PREFIX=/usr/local [DESTDIR=...]
#   make dist | deb | sbom   a tarball, Debian packages, what it is made of
#
# SAN=1 builds into build-san/ with ASan and UBSan; CC=clang works too.

SHELL  := /bin/sh
CC     ?= cc
PREFIX ?= /usr/local
JOBS   ?= $(shell nproc 2>/dev/null || echo 2)

ifdef SAN
BUILD  ?= build-san
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
            -fno-omit-frame-pointer
DEFS   :=
OPT    ?= -O1 -g
else
BUILD  ?= build
OPT    ?= -O2 -g
DEFS   := -Wl,-z,defs
endif

PKGS     := libxml-2.0 libxslt libcmark-gfm yaml-0.1 jansson zlib \
            icu-i18n icu-uc libpcre2-8 gumbo
# The command opens it when it serves a site.
HEADERS  := libmicrohttpd
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
ifdef WERROR
WARN     += -Werror
endif
CPPFLAGS += -Iplugin -Iinclude -D_XOPEN_SOURCE=700
# Headers of libraries are not ours to mend: no warnings from them.
PKGCFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS) 2>/dev/null))
LIBS     := $(shell pkg-config --libs $(PKGS) 2>/dev/null) \
            -lcmark-gfm-extensions -lpthread -lm
HOSTLIBS := $(shell pkg-config --libs jansson 2>/dev/null)
CFLAGS   += -std=c11 $(OPT) $(WARN) -fPIC -fvisibility=hidden $(SANFLAGS)

# The folders of the plug-in, in the order of their dependency.
DIRS     ?= core xml bib csl lint pack schema read pass write check engine \
            audit checker build .
SRCS     := $(sort $(foreach d,$(DIRS),$(wildcard plugin/$(d)/*.c)))
SRCS     := $(patsubst plugin/./%,plugin/%,$(SRCS))
OBJS     := $(SRCS:plugin/%.c=$(BUILD)/obj/%.o)
HOSTSRCS := $(wildcard plugin/host/*.c)
HOSTOBJS := $(HOSTSRCS:plugin/%.c=$(BUILD)/obj/%.o)
# Where the manual will stand, for reports that link to it.
SITE_URL := $(shell sed -n 's/^base-url: *//p' content/backmatter.yaml)
DATA     := $(sort $(shell find xsl content/notices content/csl content/claims \
              content/glossary.tsv content/status.tsv -type f \
              \( -name '*.xsl' -o -name '*.css' -o -name '*.js' -o -name '*.xml' \
              -o -name '*.md' -o -name '*.csl' -o -name '*.tsv' \) ! -name tests.tsv 2>/dev/null))

# What the command brings itself.
HOSTDATA := $(sort $(shell find content/serve content/starter -type f 2>/dev/null))

UNITS    := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/test_*.c))
FUZZERS  := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

.DELETE_ON_ERROR:
# Clients of the shared object: they know the header and dlopen it.
CLIENTS  := $(patsubst tests/%.c,$(BUILD)/tests/%,tests/abi/reload.c \
              tests/abi/threads.c tests/abi/older.c tests/oom/oom.c tests/bench/measure.c)
CLIENTS  += $(BUILD)/tests/abi/fake.so
MAN      := $(patsubst content/manual/%.xml,$(BUILD)/%,$(wildcard content/manual/*.[135].xml))
RUN      := python3 -B tests/run --build $(BUILD)
# Parallel, unless the caller said how much.
SUBMAKE  = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

.PHONY: packages dist deb sbom lua sober all deps have-libs site check unit golden fuzz external judges peers bench install clean \
        do-site do-check san format golden-update tests valgrind man \
        do-san uninstall rules-page

all: $(BUILD)/backmatter $(BUILD)/backmatter.so

# ---- what is needed --------------------------------------------------------

deps:
	@sh tests/deps.sh build

# Says so before a compiler complains about headers.
have-libs:
	@pkg-config --exists $(PKGS) $(HEADERS) 2>/dev/null || { \
	    echo 'Libraries are missing; `make deps` installs them.' >&2; exit 1; }

# ---- the library and the command -------------------------------------------

$(BUILD)/obj/%.o: plugin/%.c | have-libs
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(PKGCFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

LINKING  := $(BUILD)/obj/host/report_sarif.o $(BUILD)/obj/host/report_earl.o
$(LINKING): CPPFLAGS += -DSITE_URL='"$(SITE_URL)"'
$(LINKING): content/backmatter.yaml

$(BUILD)/embedded.S: $(DATA) plugin/core/embed.sh
	@mkdir -p $(@D)
	sh plugin/core/embed.sh $(DATA) > $@

$(BUILD)/obj/embedded.o: $(BUILD)/embedded.S
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

$(BUILD)/host.S: $(HOSTDATA) plugin/core/embed.sh
	@mkdir -p $(@D)
	sh plugin/core/embed.sh $(HOSTDATA) > $@

$(BUILD)/obj/host.o: $(BUILD)/host.S
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

# Which program wrote an output: a checksum of its source.
ALLSRCS  := $(sort $(SRCS) $(DATA) $(shell find plugin include -name '*.h'))

$(BUILD)/build_id.c: $(ALLSRCS)
	@mkdir -p $(@D)
	printf 'extern const char bm_build_id[];\nconst char bm_build_id[] = "%s";\n' \
	    "$$(cat $^ | sha256sum | cut -d' ' -f1)" > $@

$(BUILD)/obj/build_id.o: $(BUILD)/build_id.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# All of the plug-in, for the tests, which look inside.
$(BUILD)/libbackmatter.a: $(OBJS) $(BUILD)/obj/embedded.o $(BUILD)/obj/build_id.o
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/backmatter.so: $(OBJS) $(BUILD)/obj/embedded.o $(BUILD)/obj/build_id.o plugin/backmatter.map
	$(CC) -shared $(SANFLAGS) $(LDFLAGS) -Wl,--version-script=plugin/backmatter.map \
	    -Wl,-z,relro $(DEFS) -o $@ $(OBJS) $(BUILD)/obj/embedded.o $(BUILD)/obj/build_id.o $(LIBS)

# The command knows the library only by its header; it finds backmatter.so
# beside itself or where it was installed.
$(BUILD)/backmatter: $(HOSTOBJS) $(BUILD)/obj/host.o | $(BUILD)/backmatter.so
	$(CC) $(SANFLAGS) $(LDFLAGS) -o $@ $(HOSTOBJS) $(BUILD)/obj/host.o \
	    $(HOSTLIBS) -ldl -lpthread

-include $(OBJS:.o=.d) $(HOSTOBJS:.o=.d)

# ---- the module for Lua ----------------------------------------------------

# Where Lua 5.3 has headers; its functions are those of the program that loads
# the module.
LUAFLAGS := $(shell pkg-config --cflags lua5.3 2>/dev/null)
ifneq ($(LUAFLAGS),)
LUACORE  := $(BUILD)/lua/backmatter/core.so
endif

lua: $(LUACORE)

$(BUILD)/lua/backmatter/core.so: plugin/bindings/pandoc/core.c include/backmatter.h
	@mkdir -p $(@D)
	$(CC) -Iinclude -D_XOPEN_SOURCE=700 $(LUAFLAGS) $(CFLAGS) -shared $(LDFLAGS) \
	    -DBACKMATTER_PLUGIN='"$(PREFIX)/lib/backmatter/backmatter.so"' \
	    -o $@ $< -ldl

# ---- tests -----------------------------------------------------------------

$(BUILD)/tests/unit/%: tests/unit/%.c $(BUILD)/libbackmatter.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests/unit $(PKGCFLAGS) $(CFLAGS) -o $@ $< \
	    $(BUILD)/libbackmatter.a $(LDFLAGS) $(LIBS) -lcmocka -lzip

$(BUILD)/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c $(BUILD)/libbackmatter.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests/fuzz $(PKGCFLAGS) $(CFLAGS) $(FUZZFLAGS) -o $@ $< \
	    $(if $(FUZZFLAGS),,tests/fuzz/replay.c) $(BUILD)/libbackmatter.a \
	    $(LDFLAGS) $(LIBS)

# The CSL engine behind the protocol of CSL's test suite.
CSLENGINE := $(BUILD)/tests/csl-engine

$(CSLENGINE): $(wildcard tests/csl/*.[ch]) $(BUILD)/libbackmatter.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(PKGCFLAGS) $(CFLAGS) -o $@ $(wildcard tests/csl/*.c) \
	    $(BUILD)/libbackmatter.a $(LDFLAGS) $(LIBS)

$(BUILD)/tests/abi/fake.so: tests/abi/fake.c include/backmatter.h
	@mkdir -p $(@D)
	$(CC) -Iinclude $(CFLAGS) -shared -o $@ $<

$(CLIENTS): tests/abi/client.h include/backmatter.h

$(BUILD)/tests/%: tests/%.c
	@mkdir -p $(@D)
	$(CC) -Iinclude -Itests -D_POSIX_C_SOURCE=200809L $(CFLAGS) -o $@ $< \
	    $(LDFLAGS) -ldl -lpthread

tests: $(UNITS) $(FUZZERS) $(CLIENTS) $(CSLENGINE) $(LUACORE)

unit: $(UNITS)
	@$(RUN) unit

golden: all
	@$(RUN) golden

golden-update: all
	@python3 -B tests/golden/run.py --build $(BUILD) --update

fuzz: $(FUZZERS)
	@$(RUN) fuzz

# A test that does not build is a failure of its suite, not the end of all.
check:
	@sh tests/deps.sh test
	@$(SUBMAKE) do-check

do-check: all $(MAN)
	@$(MAKE) --no-print-directory -k tests || echo 'some tests do not build' >&2
	@$(RUN)

# The same binaries with ASan and UBSan; what measures time is left out.
san:
	@sh tests/deps.sh test
	@$(SUBMAKE) SAN=1 do-san

do-san: all
	@$(MAKE) --no-print-directory -k tests || echo 'some tests do not build' >&2
	@$(RUN) abi unit golden oom fuzz evidence terms csl csl_styles pathological

valgrind: all
	@sh tests/deps.sh test
	@$(RUN) valgrind

external: site
	@sh tests/deps.sh external
	@$(RUN) markdown_spec external node

# Some fifty odd books and their pages before all judges of books, articles by
# the schema of JATS, and the pages of other hosts: minutes.
judges: all
	@sh tests/deps.sh external
	@node tests/external/judge.mjs $(BUILD) --kinds
	@python3 -B tests/bindings/pages.py --build $(BUILD)

# E-books of ours beside those of other programs: what judges find in them, and
# what they say of their accessibility.
peers: all
	@sh tests/deps.sh external
	@node tests/epub/peers.mjs $(BUILD)

# The tarball, the Debian packages and lintian, the list of SPDX.
packages: all
	@sh tests/deps.sh packages
	@$(RUN) packages

# False alarms of the claim rules, on the machine's own manual pages.
sober: all
	@$(RUN) sober

bench:
	@sh tests/deps.sh bench
	@$(SUBMAKE) all $(BUILD)/tests/bench/measure
	@python3 -B tests/bench/run.py --build $(BUILD)
	@python3 -B tests/bench/site.py --build $(BUILD)

# ---- what is published -----------------------------------------------------

site:
	@sh tests/deps.sh build
	@$(SUBMAKE) do-site

do-site: all $(MAN)
	$(BUILD)/backmatter build content -o $(BUILD)/site

# The chapter on the rules of check, printed from their tables.
rules-page: all
	python3 -B tests/rules_page.py $(BUILD)/backmatter > $(BUILD)/rules.md
	mv $(BUILD)/rules.md content/manual/12-check-rules.md

man: $(MAN)

$(MAN): $(BUILD)/%: content/manual/%.xml $(BUILD)/backmatter $(BUILD)/backmatter.so
	$(BUILD)/backmatter --no-project -t man -o $@ $<

# ---- installing ------------------------------------------------------------

INSTALL  ?= install
D         = $(DESTDIR)$(PREFIX)
VERSION  := $(shell sed -n 's/^.define BM_VERSION "\(.*\)"/\1/p' include/backmatter.h)
COMPLETE := plugin/host/completions
BASHCOMP := share/bash-completion/completions/backmatter
ZSHCOMP  := share/zsh/site-functions/_backmatter
FISHCOMP := share/fish/vendor_completions.d/backmatter.fish
# Where this prefix's Python looks for packages.
PYTHON   := $(if $(filter /usr,$(PREFIX)),python3,$(shell python3 -c \
    'import sys; print("python%d.%d" % sys.version_info[:2])' 2>/dev/null || \
    echo python3))
PYTHONDIR = $(PREFIX)/lib/$(PYTHON)/dist-packages
PYTHONSRC := plugin/bindings/python

$(BUILD)/backmatter.pc: include/backmatter.h Makefile
	@mkdir -p $(@D)
	printf '%s\n' 'prefix=$(PREFIX)' 'includedir=$${prefix}/include' \
	    'plugin=$${prefix}/lib/backmatter/backmatter.so' '' \
	    'Name: backmatter' \
	    'Description: medical documents to accessible HTML and EPUB' \
	    'Version: $(VERSION)' 'Cflags: -I$${includedir}' \
	    'Libs: -ldl' > $@

# The prefix may differ from the last time: backmatter.pc is made anew.
install: all $(MAN)
	@rm -f $(BUILD)/backmatter.pc $(LUACORE)
	@if [ -n '$(LUACORE)' ]; then $(MAKE) --no-print-directory -s lua; fi
	@$(MAKE) --no-print-directory -s $(BUILD)/backmatter.pc
	$(INSTALL) -d '$D/bin' '$D/lib/backmatter' '$D/lib/pkgconfig' '$D/include'
	$(INSTALL) -m 755 $(BUILD)/backmatter '$D/bin/backmatter'
	$(INSTALL) -m 644 $(BUILD)/backmatter.so '$D/lib/backmatter/backmatter.so'
	$(INSTALL) -m 644 include/backmatter.h '$D/include/backmatter.h'
	$(INSTALL) -m 644 $(BUILD)/backmatter.pc '$D/lib/pkgconfig/backmatter.pc'
	@set -e; for m in $(MAN); do \
	    $(INSTALL) -D -m 644 $$m "$D/share/man/man$${m##*.}/$${m##*/}"; done
	@set -e; put() { if [ -f "$$1" ]; then $(INSTALL) -D -m 644 "$$1" "$$2"; fi; }; \
	    put $(COMPLETE)/backmatter.bash '$D/$(BASHCOMP)'; \
	    put $(COMPLETE)/_backmatter '$D/$(ZSHCOMP)'; \
	    put $(COMPLETE)/backmatter.fish '$D/$(FISHCOMP)'
	$(INSTALL) -D -m 644 plugin/bindings/xsltproc/docbook-layer.xsl \
	    '$D/share/backmatter/docbook-layer.xsl'
	@set -e; for m in $(wildcard plugin/bindings/node/*.*); do \
	    $(INSTALL) -D -m 644 $$m "$D/share/nodejs/backmatter/$${m##*/}"; done
	$(INSTALL) -D -m 644 plugin/bindings/pandoc/backmatter.lua \
	    '$D/share/lua/5.3/backmatter.lua'
	$(INSTALL) -m 755 plugin/bindings/pandoc/backmatter-pandoc '$D/bin/backmatter-pandoc'
	@if [ -n '$(LUACORE)' ]; then $(INSTALL) -D -m 644 $(BUILD)/lua/backmatter/core.so \
	    '$D/lib/lua/5.3/backmatter/core.so'; fi
	@set -e; for m in $(wildcard $(PYTHONSRC)/backmatter/*.py); do \
	    $(INSTALL) -D -m 644 $$m \
	        "$(DESTDIR)$(PYTHONDIR)/backmatter/$${m##*/}"; done
	@set -e; for m in $(wildcard $(PYTHONSRC)/backmatter.egg-info/*); do \
	    $(INSTALL) -D -m 644 $$m \
	        "$(DESTDIR)$(PYTHONDIR)/backmatter.egg-info/$${m##*/}"; done

uninstall:
	rm -f '$D/bin/backmatter-pandoc' '$D/share/lua/5.3/backmatter.lua' \
	    '$D/bin/backmatter' '$D/lib/backmatter/backmatter.so' \
	    '$D/include/backmatter.h' '$D/lib/pkgconfig/backmatter.pc' \
	    '$D/$(BASHCOMP)' '$D/$(ZSHCOMP)' '$D/$(FISHCOMP)' \
	    $(foreach m,$(MAN),'$D/share/man/man$(subst .,,$(suffix $m))/$(notdir $m)')
	rm -rf '$D/share/nodejs/backmatter' '$(DESTDIR)$(PYTHONDIR)/backmatter' '$D/lib/lua/5.3/backmatter' \
	    '$(DESTDIR)$(PYTHONDIR)/backmatter.egg-info' '$D/share/backmatter'
	-rmdir '$D/lib/backmatter'

# ---- packages --------------------------------------------------------------

# The time of what is packed: of the last commit, unless it is given.
STAMP    := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null || echo 0))
DIST     := $(BUILD)/backmatter-$(VERSION).tar.gz
PACKERS  ?= The Backmatter authors <backmatter@backmatter.example>
TOPLEVEL := plugin include xsl content tests Makefile README.md LICENSE .ci .clang-format

# The same tree gives the same bytes.
dist:
	@mkdir -p $(BUILD)
	@{ git ls-files 2>/dev/null | grep . || find $(TOPLEVEL) -type f; } | LC_ALL=C sort \
	    > $(BUILD)/dist.files
	tar --format=ustar --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
	    --mtime=@$(STAMP) --no-recursion \
	    --transform='s,^,backmatter-$(VERSION)/,' -cf - -T $(BUILD)/dist.files | \
	    gzip -9 -n > $(DIST)

deb: dist
	@sh tests/deps.sh packages
	sh plugin/packaging/deb.sh $(DIST) $(VERSION) $(STAMP) '$(SITE_URL)' \
	    '$(PACKERS)' $(BUILD)/deb > $(BUILD)/deb.log 2>&1 || \
	    { tail -n 30 $(BUILD)/deb.log >&2; exit 1; }
	@ls $(BUILD)/deb/*.deb

# What the binaries are made of, as SPDX.
sbom: all
	python3 -B plugin/packaging/sbom.py $(BUILD)/backmatter.so $(VERSION) $(STAMP) \
	    $(BUILD)/backmatter > $(BUILD)/backmatter.spdx.json

# ---- keeping house ---------------------------------------------------------

format:
	find plugin include tests -name '*.[ch]' -exec clang-format -i {} +

clean:
	rm -rf build build-san

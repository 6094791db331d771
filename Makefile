# Backmatter.  `make site` and `make check` each do all the set-up themselves.
#
#   make            builds build/backmatter and build/backmatter.so
#   make site       installs what is missing, builds, converts content/
#   make check      installs what is missing, builds, runs every test
#   make external   judges build/ by other people's validators
#   make bench      measures against pandoc in the same run
#   make install PREFIX=/usr/local [DESTDIR=...]
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
OPT    ?= -O1 -g
else
BUILD  ?= build
OPT    ?= -O2 -g
endif

PKGS     := libxml-2.0 libxslt libexslt libcmark-gfm yaml-0.1 jansson libzip \
            icu-i18n icu-uc
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
ifdef WERROR
WARN     += -Werror
endif
CPPFLAGS += -Iplugin -Iinclude -D_XOPEN_SOURCE=700
# Headers of libraries are not ours to mend: no warnings from them.
PKGCFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS) 2>/dev/null))
LIBS     := $(shell pkg-config --libs $(PKGS) 2>/dev/null) \
            -lcmark-gfm-extensions -lpthread -lm
CFLAGS   += -std=c11 $(OPT) $(WARN) -fPIC -fvisibility=hidden $(SANFLAGS)

# The folders of the plug-in, in the order of their dependency.
DIRS     ?= core xml bib csl pack read pass write check .
SRCS     := $(sort $(foreach d,$(DIRS),$(wildcard plugin/$(d)/*.c)))
SRCS     := $(patsubst plugin/./%,plugin/%,$(SRCS))
OBJS     := $(SRCS:plugin/%.c=$(BUILD)/obj/%.o)
HOSTSRCS := $(wildcard plugin/host/*.c)
HOSTOBJS := $(HOSTSRCS:plugin/%.c=$(BUILD)/obj/%.o)
DATA     := $(sort $(shell find xsl content/notices content/csl -type f \
              \( -name '*.xsl' -o -name '*.css' -o -name '*.xml' \
              -o -name '*.md' -o -name '*.csl' \) 2>/dev/null))

UNITS    := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/test_*.c))
FUZZERS  := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

.DELETE_ON_ERROR:
.PHONY: all deps site check unit golden fuzz external bench install clean \
        do-site do-check san format golden-update tests valgrind

all: $(BUILD)/backmatter $(BUILD)/backmatter.so

# ---- what is needed --------------------------------------------------------

deps:
	@sh tests/deps.sh build

# ---- the library and the command -------------------------------------------

$(BUILD)/obj/%.o: plugin/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(PKGCFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/embedded.S: $(DATA) plugin/core/embed.sh
	@mkdir -p $(@D)
	sh plugin/core/embed.sh $(DATA) > $@

$(BUILD)/obj/embedded.o: $(BUILD)/embedded.S
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

# All of the plug-in, for the tests, which look inside.
$(BUILD)/libbackmatter.a: $(OBJS) $(BUILD)/obj/embedded.o
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/backmatter.so: $(OBJS) $(BUILD)/obj/embedded.o plugin/backmatter.map
	$(CC) -shared $(SANFLAGS) $(LDFLAGS) -Wl,--version-script=plugin/backmatter.map \
	    -Wl,-z,relro,-z,now -o $@ $(OBJS) $(BUILD)/obj/embedded.o $(LIBS)

# The command knows the library only by its header; it finds backmatter.so
# beside itself or where it was installed.
$(BUILD)/backmatter: $(HOSTOBJS) | $(BUILD)/backmatter.so
	$(CC) $(SANFLAGS) $(LDFLAGS) -o $@ $(HOSTOBJS) -ldl -lpthread

-include $(OBJS:.o=.d) $(HOSTOBJS:.o=.d)

# ---- tests -----------------------------------------------------------------

$(BUILD)/tests/unit/%: tests/unit/%.c $(BUILD)/libbackmatter.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests/unit $(PKGCFLAGS) $(CFLAGS) -o $@ $< \
	    $(BUILD)/libbackmatter.a $(LDFLAGS) $(LIBS) -lcmocka

$(BUILD)/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c $(BUILD)/libbackmatter.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests/fuzz $(PKGCFLAGS) $(CFLAGS) $(FUZZFLAGS) -o $@ $< \
	    $(if $(FUZZFLAGS),,tests/fuzz/replay.c) $(BUILD)/libbackmatter.a \
	    $(LDFLAGS) $(LIBS)

tests: $(UNITS) $(FUZZERS)

unit: $(UNITS)
	@set -e; for t in $(UNITS); do echo "== $$t"; $$t; done


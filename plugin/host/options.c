#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backmatter.h"
#include "help.h"
#include "report.h"

enum {
	OPT_ROOT = 256,
	OPT_TITLE,
	OPT_DUMP,
	OPT_DATA,
	OPT_STYLE_DIR,
	OPT_LOCALE_DIR,
	OPT_TODAY,
	OPT_FORMAT,
	OPT_FAIL_ON,
	OPT_NO_HINTS,
	OPT_SOURCE,
	OPT_NO_SOURCE,
	OPT_REPORT,
	OPT_LEDGER,
	OPT_PROJECT,
	OPT_NO_PROJECT,
	OPT_PROOF,
	OPT_DEPFILE,
	OPT_FRESH,
	OPT_BASELINE,
	OPT_WRITE_BASELINE,
	OPT_COLOR,
	OPT_LIBRARY,
	OPT_LINT,
	OPT_RULES,
	OPT_READABILITY,
	OPT_SCHEMA,
	OPT_AUDIT,
	OPT_PROFILE,
	OPT_BATCH,
	OPT_WCAG,
	OPT_SELF_CHECK,
	OPT_ONIX,
	OPT_SPLIT_LEVEL,
	OPT_SPLIT_SIZE,
	OPT_NO_CHECK,
	OPT_RULE,
	OPT_OLINK_DB,
	OPT_WRITE_OLINK_DB,
	OPT_MADE_FROM,
	OPT_PORT,
	OPT_LINKS,
	OPT_SHARD,
	OPT_NAMES,
	OPT_WITH
};

static const struct option longs[] = {
    {"from", required_argument, NULL, 'f'},
    {"to", required_argument, NULL, 't'},
    {"output", required_argument, NULL, 'o'},
    {"style", required_argument, NULL, 's'},
    {"bibliography", required_argument, NULL, 'b'},
    {"lang", required_argument, NULL, 'l'},
    {"title", required_argument, NULL, OPT_TITLE},
    {"root", required_argument, NULL, OPT_ROOT},
    {"project", required_argument, NULL, OPT_PROJECT},
    {"no-project", no_argument, NULL, OPT_NO_PROJECT},
    {"dump", required_argument, NULL, OPT_DUMP},
    {"lint", no_argument, NULL, OPT_LINT},
    {"data", required_argument, NULL, OPT_DATA},
    {"style-dir", required_argument, NULL, OPT_STYLE_DIR},
    {"locale-dir", required_argument, NULL, OPT_LOCALE_DIR},
    {"today", required_argument, NULL, OPT_TODAY},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"fail-on", required_argument, NULL, OPT_FAIL_ON},
    {"verbose", no_argument, NULL, 'v'},
    {"quiet", no_argument, NULL, 'q'},
    {"no-hints", no_argument, NULL, OPT_NO_HINTS},
    {"source", no_argument, NULL, OPT_SOURCE},
    {"no-source", no_argument, NULL, OPT_NO_SOURCE},
    {"report", required_argument, NULL, OPT_REPORT},
    {"ledger", required_argument, NULL, OPT_LEDGER},
    {"proof", required_argument, NULL, OPT_PROOF},
    {"depfile", required_argument, NULL, OPT_DEPFILE},
    {"fresh", no_argument, NULL, OPT_FRESH},
    {"baseline", required_argument, NULL, OPT_BASELINE},
    {"write-baseline", required_argument, NULL, OPT_WRITE_BASELINE},
    {"color", required_argument, NULL, OPT_COLOR},
    {"threads", required_argument, NULL, 'j'},
    {"library", required_argument, NULL, OPT_LIBRARY},
    {"audit", optional_argument, NULL, OPT_AUDIT},
    {"schema", optional_argument, NULL, OPT_SCHEMA},
    {"rules", no_argument, NULL, OPT_RULES},
    {"readability", no_argument, NULL, OPT_READABILITY},
    {"profile", required_argument, NULL, OPT_PROFILE},
    {"onix", required_argument, NULL, OPT_ONIX},
    {"split-level", required_argument, NULL, OPT_SPLIT_LEVEL},
    {"split-size", required_argument, NULL, OPT_SPLIT_SIZE},
    {"batch", no_argument, NULL, OPT_BATCH},
    {"wcag", no_argument, NULL, OPT_WCAG},
    {"check", no_argument, NULL, OPT_SELF_CHECK},
    {"no-check", no_argument, NULL, OPT_NO_CHECK},
    {"rule", required_argument, NULL, OPT_RULE},
    {"olink-db", required_argument, NULL, OPT_OLINK_DB},
    {"write-olink-db", required_argument, NULL, OPT_WRITE_OLINK_DB},
    {"made-from", required_argument, NULL, OPT_MADE_FROM},
    {"port", required_argument, NULL, OPT_PORT},
    {"links", required_argument, NULL, OPT_LINKS},
    {"shard", required_argument, NULL, OPT_SHARD},
    {"names", no_argument, NULL, OPT_NAMES},
    {"with", required_argument, NULL, OPT_WITH},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

static bool
wrong(const char *format, const char *what)
{
	fputs("backmatter: ", stderr);
	fprintf(stderr, format, what);
	fputs("\nTry 'backmatter --help'.\n", stderr);
	return false;
}

/* The place of value among NULL-ended choices, or -1. */
static int
choice(const char *value, const char *const *choices)
{
	for (int i = 0; choices[i] != NULL; i++)
		if (strcmp(choices[i], value) == 0)
			return i;
	return -1;
}

/* A number up to `most`; `format` says what it is not. */
static bool
set_number(unsigned *out, const char *value, unsigned long most,
	   const char *format)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || n > most ||
	    value[0] == '-')
		return wrong(format, value);
	*out = (unsigned)n;
	return true;
}

static bool
set_today(options *o, const char *value)
{
	struct tm tm = {0};
	int n = 0;

	if (sscanf(value, "%4d-%2d-%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday,
		   &n) != 3 ||
	    n != 10 || value[n] != '\0' || tm.tm_mon < 1 || tm.tm_mon > 12 ||
	    tm.tm_mday < 1 || tm.tm_mday > 31)
		return wrong("--today wants a date like 2026-01-31, not %s",
			     value);
	memcpy(o->today, value, 11);
	return true;
}

/* One more rule to look for, or to leave out. */
static bool
add_rule(options *o, const char *code)
{
	if (o->rule_count == MAX_RULES)
		return wrong("there are too many rules: %s", code);
	o->rules[o->rule_count++] = code;
	return true;
}

static bool
set_choice(options *o, int opt, const char *value)
{
	/* In the order of report_format. */
	static const char *const formats[] = {
	    "text", "json", "sarif", "junit", "github",
	    "act",  "tap",  "earl",  "html",  NULL};
	static const char *const levels[] = {"never", "info", "warning",
					     "error", NULL};
	static const char *const whens[] = {"never", "always", "auto", NULL};
	int n;

	if (opt == OPT_FORMAT) {
		n = choice(value, formats);
		if ((n == REPORT_ACT || n == REPORT_EARL) &&
		    o->command != COMMAND_CHECK)
			n = -1;
		o->format = n;
	} else if (opt == OPT_FAIL_ON) {
		n = choice(value, levels);
		o->fail_on = n;
		o->fail_on_given = true;
	} else {
		n = choice(value, whens);
		o->color = n == 2 ? -1 : n;
	}
	return n >= 0 || wrong("there is no choice named %s here", value);
}

/* "2/8": which part of how many. */
static bool
set_shard(options *o, const char *value)
{
	int n = 0;

	if (strspn(value, "0123456789/") == strlen(value) &&
	    sscanf(value, "%6u/%6u%n", &o->shard, &o->shards, &n) == 2 &&
	    value[n] == '\0' && o->shard > 0 && o->shard <= o->shards &&
	    o->shards <= MAX_SHARDS)
		return true;
	return wrong("--shard wants a part of how many, as 2/8, not %s", value);
}

/* One more part, or folder of parts, to take names from. */
static bool
add_part(options *o, const char *path)
{
	if (o->part_count == MAX_PARTS)
		return wrong("%s is one part too many: name their folder",
			     path);
	o->parts[o->part_count++] = path;
	return true;
}

static bool
set(options *o, int opt, const char *value)
{
	switch (opt) {
	case 'f':
		o->from = value;
		return true;
	case 't':
		o->to = value;
		return true;
	case 'o':
		o->output = value;
		return true;
	case 's':
		o->style = value;
		return true;
	case 'b':
		if (o->bibliography_count == MAX_BIBLIOGRAPHIES)
			return wrong("%s is one bibliography too many", value);
		o->bibliographies[o->bibliography_count++] = value;
		return true;
	case 'l':
		o->lang = value;
		return true;
	case OPT_TITLE:
		o->title = value;
		return true;
	case OPT_ROOT:
		o->root = value;
		return true;
	case OPT_PROJECT:
		o->project = value;
		o->no_project = false;
		return true;
	case OPT_NO_PROJECT:
		o->project = NULL;
		o->no_project = true;
		return true;
	case OPT_LINT:
		o->lint = true;
		return true;
	case OPT_DUMP:
		o->dump = value;
		return true;
	case OPT_DATA:
		o->data = value;
		return true;
	case OPT_STYLE_DIR:
		o->style_dir = value;
		return true;
	case OPT_LOCALE_DIR:
		o->locale_dir = value;
		return true;
	case OPT_LIBRARY:
		o->library = value;
		return true;
	case OPT_TODAY:
		return set_today(o, value);
	case OPT_FORMAT:
	case OPT_FAIL_ON:
	case OPT_COLOR:
		return set_choice(o, opt, value);
	case 'v':
		o->verbose = true;
		return true;
	case 'q':
		o->quiet = true;
		return true;
	case OPT_NO_HINTS:
		o->hints = false;
		return true;
	case OPT_SOURCE:
	case OPT_NO_SOURCE:
		o->source = opt == OPT_SOURCE;
		return true;
	case OPT_LEDGER:
		o->ledger = value;
		return true;
	case OPT_PROOF:
		o->proof = value;
		return true;
	case OPT_DEPFILE:
		o->depfile = value;
		return true;
	case OPT_FRESH:
		o->fresh = true;
		return true;
	case OPT_REPORT:
		o->report = value;
		return true;
	case OPT_BASELINE:
		o->baseline = value;
		return true;
	case OPT_WRITE_BASELINE:
		o->write_baseline = value;
		return true;
	case 'j':
		return set_number(&o->threads, value, 1024,
				  "%s is not a number of threads");
	case OPT_PORT:
		return set_number(&o->port, value, 65535, "%s is not a port");
	case OPT_PROFILE:
		if (o->profile_count == MAX_PROFILES)
			return wrong("%s is one profile too many", value);
		o->profiles[o->profile_count++] = value;
		return true;
	case OPT_OLINK_DB:
		if (o->olink_count == MAX_OLINKS)
			return wrong("%s is one database too many", value);
		o->olinks[o->olink_count++] = value;
		return true;
	case OPT_WRITE_OLINK_DB:
		o->olinks_out = value;
		return true;
	case OPT_LINKS:
		o->links = value;
		return true;
	case OPT_ONIX:
		o->onix = value;
		return true;
	case OPT_SPLIT_LEVEL:
		if (strspn(value, "0123456") != 1 || value[1] != '\0')
			return wrong("%s is no level of sections: 0 to 6",
				     value);
		o->split_level = value;
		return true;
	case OPT_SPLIT_SIZE:
		if (value[strspn(value, "0123456789")] != '\0' &&
		    strspn(value, "0123456789") != strcspn(value, "kKM"))
			return wrong("%s is no size, as 300k is one", value);
		o->split_size = value;
		return true;
	case OPT_READABILITY:
		o->readability = o->verbose = true;
		return true;
	case OPT_AUDIT:
		o->audit = value != NULL ? value : "";
		o->verbose = o->verbose || value == NULL;
		return true;
	case OPT_SCHEMA:
		o->schema = value != NULL ? value : "";
		return true;
	case OPT_BATCH:
		o->batch = true;
		return true;
	case OPT_SELF_CHECK:
	case OPT_NO_CHECK:
		o->self_check = opt == OPT_SELF_CHECK;
		return true;
	case OPT_WCAG:
		o->wcag = true;
		return true;
	case OPT_RULE:
		return add_rule(o, value);
	case OPT_MADE_FROM:
		if (o->origin_count == MAX_ORIGINS)
			return wrong("%s is one source too many", value);
		o->origins[o->origin_count++] = value;
		return true;
	case OPT_SHARD:
		return set_shard(o, value);
	case OPT_NAMES:
		o->names = true;
		return true;
	case OPT_WITH:
		return add_part(o, value);
	case OPT_RULES:
		o->command = COMMAND_RULES;
		return true;
	case 'h':
		o->command = help_of(o->command);
		return true;
	case 'V':
		o->command = COMMAND_VERSION;
		return true;
	default:
		fputs("Try 'backmatter --help'.\n", stderr);
		return false;
	}
}

/* Reproducible builds give the time by SOURCE_DATE_EPOCH. */
static bool
set_time(options *o)
{
	const char *s = getenv("SOURCE_DATE_EPOCH");
	time_t now;
	struct tm tm;
	char *end;

	if (s != NULL && *s != '\0') {
		errno = 0;
		o->epoch = strtoll(s, &end, 10);
		if (errno != 0 || *end != '\0' || o->epoch < 0)
			return wrong("SOURCE_DATE_EPOCH is not a number of "
				     "seconds: %s",
				     s);
		now = (time_t)o->epoch;
	} else {
		now = time(NULL);
	}
	/* Parts say which day they were made for. */
	if (o->command == COMMAND_LINK && (s == NULL || *s == '\0'))
		return true;
	if (o->today[0] == '\0' && gmtime_r(&now, &tm) != NULL)
		strftime(o->today, sizeof(o->today), "%Y-%m-%d", &tm);
	return true;
}

/* Whether options for parts go together with the others. */
static bool
parts_possible(const options *o)
{
	const char *whole = o->audit != NULL   ? "--audit"
			    : o->links != NULL ? "--links"
					       : NULL;

	if (o->command == COMMAND_LINK && o->argument == NULL)
		return wrong("link wants the parts%s",
			     ", or a folder with them");
	if (o->shard != 0 && o->command != COMMAND_BUILD)
		return wrong("--shard is for build%s", "");
	if ((o->names || o->part_count > 0) && o->shard == 0)
		return wrong("%s is for a part: give --shard too",
			     o->names ? "--names" : "--with");
	if (o->shard == 0 && o->command != COMMAND_LINK)
		return true;
	if (whole != NULL)
		return wrong("%s asks for all of each document: give it to a "
			     "build without --shard",
			     whole);
	if (o->shard != 0 && o->olinks_out != NULL)
		return wrong("%s is for link, which knows all documents",
			     "--write-olink-db");
	return o->shard == 0 || o->output != NULL ||
	       wrong("a part has no usual place: name it with --output%s", "");
}

bool
options_read(int argc, char **argv, options *out)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	int opt;

	memset(out, 0, sizeof(*out));
	out->fail_on = BM_ERROR;
	out->hints = true;
	out->color = -1;
	out->source = -1;
	out->self_check = -1;
	out->epoch = -1;
	out->port = 8000;
	out->threads = cpus < 1 ? 1 : cpus < 64 ? (unsigned)cpus : 64;
	if (argc > 1 && strcmp(argv[1], "build") == 0)
		out->command = COMMAND_BUILD;
	else if (argc > 1 && strcmp(argv[1], "bib") == 0)
		out->command = COMMAND_BIB;
	else if (argc > 1 && strcmp(argv[1], "lint") == 0)
		out->command = COMMAND_LINT;
	else if (argc > 1 && strcmp(argv[1], "check") == 0)
		out->command = COMMAND_CHECK;
	else if (argc > 1 && strcmp(argv[1], "serve") == 0)
		out->command = COMMAND_SERVE;
	else if (argc > 1 && strcmp(argv[1], "init") == 0)
		out->command = COMMAND_INIT;
	else if (argc > 1 && strcmp(argv[1], "link") == 0)
		out->command = COMMAND_LINK;
	else if (argc > 1 && strcmp(argv[1], "explain") == 0)
		out->command = COMMAND_EXPLAIN;
	if (out->command != COMMAND_CONVERT) {
		argv[1] = argv[0];
		argv++;
		argc--;
	}
	while ((opt = getopt_long(argc, argv, "f:t:o:s:b:l:vqj:hV", longs,
				  NULL)) != -1)
		if (!set(out, opt, optarg))
			return false;
	out->files = argv + optind;
	out->file_count = (size_t)(argc - optind);
	if (optind < argc && strcmp(argv[optind], "-") != 0)
		out->argument = argv[optind];
	if ((out->command == COMMAND_LINT || out->command == COMMAND_CHECK) &&
	    out->report == NULL)
		out->report = out->output;
	if (optind + 1 < argc && out->command != COMMAND_BIB &&
	    out->command != COMMAND_LINT && out->command != COMMAND_CHECK &&
	    out->command != COMMAND_LINK)
		return wrong("there is one argument too many: %s",
			     argv[optind + 1]);
	if (out->ledger != NULL && out->command != COMMAND_LINT)
		return wrong("--ledger is for lint: backmatter lint --ledger "
			     "%s",
			     out->ledger);
	if (out->command == COMMAND_SERVE && out->format != REPORT_TEXT)
		return wrong("serve tells what it finds as text%s", "");
	if (!parts_possible(out))
		return false;
	if (out->command == COMMAND_EXPLAIN && out->argument == NULL)
		return wrong("explain what?%s", " Give the code of a finding.");
	return set_time(out);
}

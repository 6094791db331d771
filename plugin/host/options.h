/* The command line. */
#ifndef HOST_OPTIONS_H
#define HOST_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum command {
	COMMAND_CONVERT,
	COMMAND_BUILD,
	COMMAND_BIB,
	COMMAND_LINT,
	COMMAND_CHECK,
	COMMAND_EXPLAIN,
	COMMAND_RULES,
	COMMAND_SERVE,
	COMMAND_INIT,
	COMMAND_LINK,
	COMMAND_HELP,
	COMMAND_BUILD_HELP,
	COMMAND_BIB_HELP,
	COMMAND_LINT_HELP,
	COMMAND_CHECK_HELP,
	COMMAND_SERVE_HELP,
	COMMAND_INIT_HELP,
	COMMAND_LINK_HELP,
	COMMAND_VERSION
};

#define MAX_BIBLIOGRAPHIES 64
#define MAX_PROFILES       16
#define MAX_OLINKS         64
#define MAX_RULES          64
#define MAX_ORIGINS        64
#define MAX_PARTS          256
#define MAX_SHARDS         100000

typedef struct options {
	enum command command;
	const char *argument; /* FILE, DIR or CODE; NULL: none */
	char **files;         /* all of them, NULL-ended, for bib, lint */
	size_t file_count;
	const char *title;
	const char *from, *to, *output, *style, *lang, *root, *dump, *data;
	const char *style_dir, *locale_dir, *library;
	const char *bibliographies[MAX_BIBLIOGRAPHIES + 1];
	size_t bibliography_count;
	const char *profiles[MAX_PROFILES + 1];
	size_t profile_count;
	const char *olinks[MAX_OLINKS + 1];
	size_t olink_count;
	const char *olinks_out;
	const char *links; /* file for a list of those that lead out */
	char today[16];
	int64_t epoch;
	bool fail_on_given;
	int fail_on;                      /* a bm_severity; 0: never */
	int format;                       /* a report_format */
	const char *rules[MAX_RULES + 1]; /* of check; "-CODE" leaves out */
	size_t rule_count;
	/* Documents, or folders of them, that pages to check were made of. */
	const char *origins[MAX_ORIGINS];
	size_t origin_count;
	bool wcag;      /* the table of criteria behind the findings */
	int self_check; /* of what is written; -1: as the command has it */
	bool batch;     /* names of files on standard input, for check */
	bool readability, verbose, quiet, hints, lint;
	int source;          /* -1: as the command has it */
	const char *ledger;  /* its file, or NULL */
	const char *proof;   /* the same */
	const char *depfile; /* the same */
	const char *project; /* NULL: the document's own, or none */
	bool no_project;
	bool fresh;             /* build: takes over nothing */
	unsigned shard, shards; /* which part of how many; 0: all of it */
	bool names;             /* a part of names only */
	const char *parts[MAX_PARTS + 1]; /* that a part knows names from */
	size_t part_count;
	const char *split_level, *split_size;
	const char *onix;   /* its file, or NULL */
	const char *audit;  /* its file, "" findings only, NULL none */
	const char *schema; /* its file, "" the installed one, NULL none */
	const char *report, *baseline, *write_baseline;
	int color; /* -1 auto */
	unsigned threads;
	unsigned port; /* of serve */
} options;

/*
 * Reads the arguments and SOURCE_DATE_EPOCH.  False: it has said on standard
 * error what is wrong.
 */
bool options_read(int argc, char **argv, options *out);

#endif

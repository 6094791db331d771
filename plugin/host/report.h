/* Findings in the form that was asked for, and progress. */
#ifndef HOST_REPORT_H
#define HOST_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "backmatter.h"
#include "baseline.h"
#include "criteria.h"

typedef enum report_format {
	REPORT_TEXT,
	REPORT_JSON,
	REPORT_SARIF,
	REPORT_JUNIT,
	REPORT_GITHUB,
	REPORT_ACT, /* of check only: outcomes, no findings */
	REPORT_TAP,
	REPORT_EARL, /* of check only, as ACT */
	REPORT_HTML
} report_format;

/* A finding that is kept until the end; its strings are its own. */
typedef struct finding {
	bm_severity severity;
	char *code, *message, *file, *hint, *fingerprint;
	char *line_text; /* the whole line, when it is at hand */
	uint32_t line, column, end_line;
	uint32_t character, end_character;
} finding;

/* What was looked at. */
typedef struct looked_at {
	char *name;     /* as it is shown, from the current folder */
	char *absolute; /* a file, or a folder with all in it */
	bool folder;
} looked_at;

typedef struct report {
	report_format format;
	FILE *out;
	bool color, hints, progress, source, quiet;
	bm_severity least;  /* what is shown in text */
	int fail_on;        /* a bm_severity; 0: never */
	bool fail_on_given; /* ... on the command line */
	size_t counts[4];   /* by severity, without those that are known */
	size_t listed;      /* findings in the JSON so far */
	bool bar;           /* a progress line stands on the terminal */
	char **hinted;      /* codes whose hint was printed */
	size_t hinted_count;

	finding *kept; /* for forms that are written at the end */
	size_t kept_count;
	looked_at *looked;
	size_t looked_count;
	char *here; /* the current folder, absolute */

	outcomes all; /* of check */
	bool wcag;    /* the table of criteria behind the findings */

	baseline *known; /* findings of old stock, or NULL */
	size_t known_count;
	const char *write_baseline; /* file to write, or NULL */

	/* For SARIF and HTML, set before the end. */
	const bm_rule *const *rules;
	size_t rule_count;
	const char *version;
	bool failed; /* something could not be read or converted */
	bool no_memory;
} report;

/* Fills the rest of a report whose options are set; false without memory. */
bool report_open(report *r);
void report_close(report *r);

/* For bm_host.diag and bm_host.progress; user is the report. */
void report_diag(void *user, const bm_diag *diag);
/* For bm_check_options.outcome. */
void report_outcome(void *user, const bm_outcome *outcome);
void report_progress(void *user, const char *step, size_t done, size_t total);
/* Notes that a document is looked at, or all in a folder, which may be named
 * by its project file. */
void report_looks_at(report *r, const char *path, bool folder);
/* Ends the report: the rest of the form, a sum, what the baseline says. */
void report_end(report *r);
/* Whether there was a new finding of this severity or a worse one. */
bool report_has(const report *r, bm_severity severity);
/* Whether an entry of the baseline should have been found again. */
bool report_is_stale(const report *r, const baseline_entry *entry);
/* The rule of a code, when rules are set, or NULL. */
const bm_rule *report_rule(const report *r, const char *code);
/* Whether words for people may go to standard error. */
bool report_may_speak(const report *r);
/* The name of a file from the current folder, the caller's; or NULL. */
char *report_name(const report *r, const char *file);

extern const char *const report_severities[]; /* "error" ... */

/* ---- the forms (report_*.c) ---- */

void report_text(report *r, const bm_diag *d);
void report_json(report *r, const bm_diag *d);
void report_json_end(report *r);
void report_github(report *r, const bm_diag *d);
void report_sarif(report *r);
void report_junit(report *r);
void report_tap(report *r);
void report_html(report *r);
/* The table of criteria. */
void report_text_criteria(report *r);
void report_json_criteria(report *r);
/* Outcomes are written as they come. */
void report_earl_begin(report *r);
void report_earl(report *r, const bm_outcome *o);
void report_earl_end(report *r);
void report_act(report *r, const bm_outcome *o);

#endif

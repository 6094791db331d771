/* Findings on standard error, as text or JSON, and progress. */
#ifndef HOST_REPORT_H
#define HOST_REPORT_H

#include <stdbool.h>

#include "backmatter.h"

typedef struct report {
	bool json, color, hints, progress;
	bm_severity least; /* what is shown */
	size_t counts[4];  /* by severity */
	size_t listed;     /* findings in the JSON so far */
	bool bar;          /* a progress line stands on the terminal */
	const char *hinted[512];
	size_t hinted_count;
} report;

/* For bm_host.diag and bm_host.progress; user is the report. */
void report_diag(void *user, const bm_diag *diag);
void report_progress(void *user, const char *step, size_t done, size_t total);
/* Ends the report: the closing brackets, or a sum on a terminal. */
void report_end(report *r);
/* Whether there was a finding of this severity or a worse one. */
bool report_has(const report *r, bm_severity severity);

#endif

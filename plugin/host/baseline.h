/* Findings of old stock, which are counted and do not fail. */
#ifndef HOST_BASELINE_H
#define HOST_BASELINE_H

#include <stdbool.h>
#include <stddef.h>

/* One finding, known by the first three. */
typedef struct baseline_entry {
	char *file; /* from the folder of the baseline */
	char *code, *fingerprint;
	char *message; /* for people */
	bool used;     /* it was found again */
} baseline_entry;

typedef struct baseline {
	char *path, *folder; /* folder is absolute */
	baseline_entry *entries;
	size_t count, cap;
} baseline;

/* An empty one for a file; the caller's.  NULL without memory. */
baseline *baseline_new(const char *path);
/* Reads a file; NULL when it has said on standard error what is wrong. */
baseline *baseline_read(const char *path);
void baseline_free(baseline *b);
/* Adds a finding; false without memory.  file is as a run named it. */
bool baseline_add(baseline *b, const char *file, const char *code,
		  const char *fingerprint, const char *message);
/* Whether a finding is known; marks it as found again. */
bool baseline_knows(baseline *b, const char *file, const char *code,
		    const char *fingerprint);
/*
 * Writes it sorted, beside its place and then renamed; false when it has said
 * what is wrong.
 */
bool baseline_write(baseline *b);

#endif

/*
 * The checker: pages in, findings and outcomes out.  A family of rules is one
 * file with a table; check.c runs all of them over each page.
 */
#ifndef BM_CHECK_CHECK_H
#define BM_CHECK_CHECK_H

#include "check/page.h"

struct check_run;

/*
 * What is tested under the code of a rule: the ACT rule that it is (or NULL),
 * the success criteria with their levels ("1.1.1 A, 4.1.2 A"; "" for good
 * practice), what is expected in one sentence without a full stop, and the
 * test itself.
 */
typedef struct check_test {
	const char *code, *act, *wcag, *expected;
	void (*run)(struct check_run *run);
} check_test;

/* Both tables end with a NULL code and have the same codes. */
typedef struct check_family {
	const char *name;
	const bm_rule *rules;
	const check_test *tests;
} check_family;

/* NULL-ended. */
extern const check_family *const check_families[];

/* What came of one test on one page.  A page for which all are 0 has nothing
 * that the rule is about. */
typedef struct check_tally {
	const check_test *test;
	const bm_rule *rule;
	uint32_t passed, person, failed;
} check_tally;

typedef struct check_result {
	BM_VEC(check_tally) tallies; /* in the order of the families */
} check_result;

/* What a test gets: it reads the page and tells what it sees. */
typedef struct check_run {
	page *page;
	bm_diags *diags;
	check_tally *tally; /* of the test that runs */
} check_run;

/*
 * Reads and judges one page; findings go to diags, which lives in arena as
 * all else.  A page that cannot be read has a finding and BM_BAD_INPUT or
 * BM_LIMIT.
 */
bm_status check_page(bm_arena *arena, bm_diags *diags, const char *file,
		     bm_str text, page_type type, check_result *out);
/* The same for a page that was read; its `files` may have been set. */
bm_status check_page_read(page *p, bm_diags *diags, check_result *out);

/* ---- for tests ---- */

/* One thing that the rule is about is as it should be. */
void check_pass(check_run *run);
/* ... is not: a finding at the node; format says what was found. */
void check_fail(check_run *run, page_node_id n, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same at an attribute. */
void check_fail_at(check_run *run, const page_attr *attr, const char *format,
		   ...) __attribute__((format(printf, 3, 4)));
/* Whether a part of the page has a tree of its own in it, declared by a
 * template (HTML 4.12.3).  What is in those is not read, so nothing is known
 * to be missing. */
bool check_has_tree(const page *p, page_node_id n);
/* Whether the element has a name, or may have one by a style that cannot be
 * decided: that is noted.  Else the caller tells that it has none. */
bool check_named(check_run *run, page_node_id n);
/* ... cannot be decided without a person: a finding that informs. */
void check_person(check_run *run, page_node_id n, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

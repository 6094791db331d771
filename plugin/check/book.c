#include "check/book.h"

#include "check/epub.h"

struct judging {
	bm_arena *arena;
	bm_diags *diags;
	check_result *sum;
	check_seen_fn seen;
	void *user;
	bool more;
};

/* See book.h. */
bool
check_is_book(bm_str bytes)
{
	return bm_str_starts(bytes, "PK\3\4");
}

/* One page by the rules of pages; its tallies to the sums. */
static bm_status
judge_page(void *user, page *p)
{
	struct judging *j = user;
	check_result r;
	bm_status status;

	p->more = j->more;
	status = check_page_read(p, j->diags, &r);

	for (size_t i = 0; i < r.tallies.len && status == BM_OK; i++) {
		check_tally *t = i < j->sum->tallies.len
				     ? &j->sum->tallies.items[i]
				     : BM_VEC_PUSH(j->arena, &j->sum->tallies);

		if (t == NULL)
			return BM_NO_MEMORY;
		t->test = r.tallies.items[i].test;
		t->rule = r.tallies.items[i].rule;
		t->passed += r.tallies.items[i].passed;
		t->person += r.tallies.items[i].person;
		t->failed += r.tallies.items[i].failed;
	}
	return status == BM_OK && j->seen != NULL ? j->seen(j->user, p)
						  : status;
}

/* See book.h. */
bm_status
check_book(bm_arena *arena, bm_diags *diags, const char *file, bm_str bytes,
	   bool more, check_seen_fn seen, void *user, check_result *out)
{
	struct judging j = {arena, diags, out, seen, user, more};
	uint32_t found[EPUB_RULES_MAX];
	bm_status status;

	memset(out, 0, sizeof(*out));
	status = epub_check(bm_arena_allocator(arena), file, bytes, diags,
			    judge_page, &j, found);
	for (size_t i = 0; epub_tests[i].code != NULL; i++) {
		check_tally *t = BM_VEC_PUSH(arena, &out->tallies);

		if (t == NULL)
			return BM_NO_MEMORY;
		t->test = &epub_tests[i];
		t->rule = &epub_rules[i];
		/* An info finding is what a person should look at. */
		if (epub_rules[i].severity == BM_INFO)
			t->person = found[i];
		else
			t->failed = found[i];
		t->passed = found[i] == 0;
	}
	return status;
}

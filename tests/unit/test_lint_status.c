#include "pass_help.h"

#include "bib/item.h"
#include "core/data.h"
#include "core/file.h"
#include "lint/status.h"

#define HEAD "product\tcondition\tplace\tstatus\tas-of\tsource\texpires\n"

static lint_statuses *
table(const char *rows, bm_doc *doc)
{
	lint_statuses *t = lint_statuses_new(NULL);

	assert_non_null(t);
	assert_int_equal(lint_statuses_read(t, bm_str_of(rows), "status.tsv",
					    true, doc->diags),
			 BM_OK);
	assert_int_equal(lint_statuses_end(t), BM_OK);
	return t;
}

static const lint_status *
find(const lint_statuses *t, bm_doc *doc, const char *name)
{
	return lint_statuses_find(t, doc->arena, bm_str_of(name));
}

static void
names_are_folded(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");

	(void)state;
#define KEY(s) lint_status_key(doc->arena, BM_STR(s))
	assert_string_equal(KEY("A Cell product/back pain/US"),
			    "cell product/back pain/us");
	assert_string_equal(KEY("an-implant / low  back_pain /US"),
			    "implant/low back pain/us");
	assert_string_equal(KEY("ein Implantat/a-b/*"), "implantat/a b/*");
	/* What only begins like an article is none. */
	assert_string_equal(KEY("anabolic/x/y"), "anabolic/x/y");
	assert_string_equal(KEY("a/x/y"), "a/x/y");
	/* A key is its own key. */
	assert_string_equal(KEY("an A-100 implant/x/y"), "100 implant/x/y");
	assert_string_equal(KEY("100 implant/x/y"), "100 implant/x/y");
	assert_string_equal(KEY("- a  an x-/y/z"), "x/y/z");
	assert_string_equal(KEY("--/ /"), "//");
	assert_string_equal(KEY(""), "");
#undef KEY
	assert_string_equal(lint_status_bare("A cell product"), "cell product");
	assert_string_equal(lint_status_bare("une proth\xC3\xA8se"),
			    "proth\xC3\xA8se");
	assert_string_equal(lint_status_bare("A-100"), "A-100");
	assert_string_equal(lint_status_bare("a "), "a ");
	bm_doc_free(doc);
}

static void
rows_are_found(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	lint_statuses *t =
	    table("\xEF\xBB\xBF" HEAD "# a remark\n\n"
		  "a thing\tpain\tUS\tnot-approved\t2025-10-01\tsrc\t2026\r\n"
		  "Name\tpain\t*\tinvestigational\t2025-10\tsrc\t\n"
		  "Name\tgout\tUS\tapproved\t\tsrc\t2026-01\n"
		  "Name\tpain\tUS\twithdrawn\t2025\tsrc\t\n",
		  doc);
	const lint_status *a = find(t, doc, "thing/Pain/us");

	(void)state;
	says(doc, "");
	assert_int_equal(t->list.len, 4);
	assert_string_equal(a->product, "a thing");
	assert_int_equal(a->standing, LINT_NOT_APPROVED);
	assert_true(a->dated && a->own);
	assert_int_equal(a->as_of.day, 1);
	assert_int_equal(a->expires.year, 2026);
	assert_int_equal(a->pos.line, 4);
	assert_string_equal(a->pos.file, "status.tsv");
	assert_int_equal(find(t, doc, "name/pain/*")->expires.year, 2028);
	assert_false(find(t, doc, "name/gout/us")->dated);
	assert_null(find(t, doc, "name/gout"));
	assert_null(find(t, doc, ""));
	/* What else is known of the same product in the same place. */
	assert_null(lint_status_approved(t, a));
	assert_ptr_equal(lint_status_approved(t, find(t, doc, "name/pain/us")),
			 find(t, doc, "name/gout/us"));
	assert_null(lint_status_approved(t, find(t, doc, "name/pain/*")));
	lint_statuses_free(t);
	bm_doc_free(doc);
}

static void
bad_lines_are_findings(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	lint_statuses *t =
	    table(HEAD "few\n"
		       "a\tb\tc\tapproved\t2025-13\ts\t\n"
		       "a\tb\tc\tApproved\t2025\ts\t\n"
		       "a\tb\tc\tapproved\t2025-06-02\ts\t2028-06-03\n"
		       "a\tb\tc\tapproved\t2025-06-02\ts\t2028-06-02\n"
		       "A\tB\tC\tapproved\t2025\ts\t\n"
		       "d\te\tc\tapproved\t2025-06\ts\t2025\n"
		       "d\tf\tc\tapproved\t2025-06\ts\t2024\n",
		  doc);

	(void)state;
	says(doc,
	     "2: This line of the status table is left out: it has no column "
	     "condition [status-file]\n"
	     "3: This line of the status table is left out: this is not a date "
	     "[status-file]\n"
	     "4: This line of the status table is left out: its status is none "
	     "of approved, not-approved, withdrawn, investigational "
	     "[status-file]\n"
	     "5: This line of the status table is left out: it expires more "
	     "than 36 months after its date [status-file]\n"
	     "7: Line 6 has a status of A for B in C already "
	     "[status-duplicate]\n"
	     "9: This line of the status table is left out: it expires before "
	     "its date [status-file]\n");
	assert_int_equal(doc->diags->list.items[1].column, 16);
	assert_int_equal(doc->diags->list.items[1].end_column, 23);
	assert_int_equal(t->list.len, 2);
	lint_statuses_free(t);
	bm_doc_free(doc);
}

/* A later file's row counts, and keeps its number. */
static void
later_files_count(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	lint_statuses *t = lint_statuses_new(NULL);
	const lint_status *row;

	(void)state;
	assert_int_equal(
	    lint_statuses_read(t,
			       BM_STR(HEAD "a b\tc\tUS\tapproved\t2025\ts\t\n"),
			       "one.tsv", false, doc->diags),
	    BM_OK);
	assert_int_equal(lint_statuses_read(
			     t,
			     BM_STR(HEAD "A-B\tC\tus\twithdrawn\t2026\tt\t\n"),
			     "two.tsv", true, doc->diags),
			 BM_OK);
	assert_int_equal(
	    lint_statuses_read(t, BM_STR(""), "three.tsv", true, doc->diags),
	    BM_OK);
	assert_int_equal(lint_statuses_end(t), BM_OK);
	says(doc, "");
	row = find(t, doc, "a b/c/us");
	assert_int_equal(t->list.len, 1);
	assert_int_equal(row->standing, LINT_WITHDRAWN);
	assert_int_equal(row->number, 0);
	assert_string_equal(row->pos.file, "two.tsv");
	assert_true(row->own);
	lint_statuses_free(t);
	bm_doc_free(doc);
}

static void
rows_expire(void **state)
{
	static const struct {
		const char *expires, *today;
		bool expired;
	} cases[] = {
	    {"2026-01-31", "2026-01-31", false},
	    {"2026-01-31", "2026-02-01", true},
	    {"2026-01", "2026-01-31", false},
	    {"2026-01", "2026-02-01", true},
	    {"2026", "2026-12-31", false},
	    {"2026", "2027-01-01", true},
	    /* Without a day of its own, 36 months after it was looked up. */
	    {"", "2028-10-01", false},
	    {"", "2028-10-02", true},
	};
	bm_doc *doc = bm_doc_new(NULL, "test.xml");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *rows = bm_arena_printf(
		    doc->arena, HEAD "a\tb\tc\tapproved\t2025-10-01\ts\t%s\n",
		    cases[i].expires);
		lint_statuses *t = table(rows, doc);
		bm_date today;

		assert_true(bm_date_parse(bm_str_of(cases[i].today), &today));
		assert_int_equal(lint_status_expired(t->list.items[0], &today),
				 cases[i].expired);
		assert_false(lint_status_expired(t->list.items[0], NULL));
		lint_statuses_free(t);
	}
	says(doc, "");
	bm_doc_free(doc);
}

/* The table that the library brings: no fault, all dated, each source known. */
static void
own_table(void **state)
{
	bm_data data = {NULL};
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	bm_library *library = bm_library_new(NULL);
	bm_str text;
	lint_statuses *t;

	(void)state;
	assert_int_equal(
	    bm_file_read(doc->arena, "content/references.json", &text), BM_OK);
	assert_int_equal(
	    bm_bib_read(library, text, "references.json", doc->diags), BM_OK);
	assert_int_equal(bm_data_load(&data, doc->arena, "status.tsv", &text),
			 BM_OK);
	t = table(bm_arena_str(doc->arena, text), doc);
	says(doc, "");
	assert_true(t->list.len >= 5);
	for (size_t i = 0; i < t->list.len; i++) {
		const lint_status *row = t->list.items[i];

		assert_true(row->dated);
		assert_non_null(
		    bm_library_find(library, bm_str_of(row->source)));
	}
	lint_statuses_free(t);
	bm_library_free(library);
	bm_doc_free(doc);
}

/* Ten thousand rows are read and found in a moment. */
static void
many_rows(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	lint_statuses *t;
	bm_buf rows;

	(void)state;
	bm_buf_init(&rows, NULL);
	bm_buf_puts(&rows, HEAD);
	for (int i = 0; i < 10000; i++)
		bm_buf_printf(
		    &rows, "a thing\tsome pain %d\tUS\tapproved\t2025\ts\t\n",
		    i);
	t = table(bm_buf_cstr(&rows), doc);
	says(doc, "");
	assert_int_equal(t->list.len, 10000);
	assert_non_null(find(t, doc, "thing/some-pain-9999/US"));
	lint_statuses_free(t);
	bm_buf_free(&rows);
	bm_doc_free(doc);
}

/* Each allocation fails in turn, of the table and of the findings. */
static void
no_memory(void **state)
{
	static const char rows[] =
	    HEAD "a thing\tpain\tUS\tapproved\t2025\ts\t\n"
		 "a thing\tpain\tUS\tapproved\t2025\ts\t\nfew\n"
		 "Other\tpain\tUS\tnot-approved\t2025\ts\t2026\n";
	bool done = false;

	(void)state;
	for (long at = 0; !done && at < 500; at++) {
		struct failing f = {at, 0};
		bm_allocator al = {failing_alloc, &f};
		bm_doc *doc = bm_doc_new(&al, "test.xml");
		lint_statuses *t = doc != NULL ? lint_statuses_new(&al) : NULL;
		bm_status status = BM_NO_MEMORY;

		if (t != NULL)
			status = lint_statuses_read(t, bm_str_of(rows), "s.tsv",
						    true, doc->diags);
		if (status == BM_OK)
			status = lint_statuses_end(t);
		if (status == BM_OK)
			assert_true(f.left >= 0 || doc->diags->list.len < 2);
		else
			assert_int_equal(status, BM_NO_MEMORY);
		done = f.left >= 0;
		lint_statuses_free(t);
		bm_doc_free(doc);
	}
	assert_true(done);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_folded),
	    cmocka_unit_test(rows_are_found),
	    cmocka_unit_test(bad_lines_are_findings),
	    cmocka_unit_test(later_files_count),
	    cmocka_unit_test(rows_expire),
	    cmocka_unit_test(own_table),
	    cmocka_unit_test(many_rows),
	    cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

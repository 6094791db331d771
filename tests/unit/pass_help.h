/* What the tests of passes share. */
#ifndef BM_TESTS_PASS_HELP_H
#define BM_TESTS_PASS_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "failing.h"
#include "pass/pass.h"
#include "xml/l10n.h"
#include "xml/parse.h"

#define DB      "xmlns=\"http://docbook.org/ns/docbook\""
#define XLINK   "xmlns:xlink=\"http://www.w3.org/1999/xlink\""
#define ARTICLE "<article " DB " " XLINK " xml:lang=\"en\">"
#define AUTHOR                                                                 \
	"<author><personname>A B<othername role=\"credentials\">MD"            \
	"</othername></personname></author>"

static bm_l10n *shared_words;

static inline void
free_words(void)
{
	bm_l10n_free(shared_words);
}

/* Words of ours, as an engine has them; freed when the program ends. */
static inline bm_l10n *
words_of_ours(void)
{
	static const bm_data data = {.dir = NULL};

	if (shared_words == NULL) {
		shared_words = bm_l10n_new(NULL, &data);
		assert_non_null(shared_words);
		atexit(free_words);
	}
	return shared_words;
}

static inline bm_doc *
parse(const char *text, const char *file)
{
	bm_doc *doc = bm_doc_new(NULL, file);

	assert_non_null(doc);
	doc->l10n = words_of_ours();
	assert_int_equal(bm_xml_parse(doc, bm_str_of(text), NULL), BM_OK);
	return doc;
}

/* The caller frees the text. */
static inline char *
dumped(const bm_doc *doc)
{
	bm_buf out;

	bm_buf_init(&out, NULL);
	assert_int_equal(bm_doc_dump(doc, &out), BM_OK);
	assert_non_null(out.ptr);
	return out.ptr;
}

/*
 * Parses text as "test.xml" and runs the pass; its dump, parsed and run again,
 * must give the same dump.
 */
static inline bm_doc *
passed(const bm_pass *pass, const char *text, const bm_pass_context *context)
{
	static const bm_pass_context none = {0};
	bm_doc *doc = parse(text, "test.xml"), *again;
	char *first, *second;

	if (context == NULL)
		context = &none;
	assert_int_equal(pass->run(doc, context), BM_OK);
	first = dumped(doc);
	again = parse(first, "test.xml");
	assert_int_equal(pass->run(again, context), BM_OK);
	second = dumped(again);
	assert_string_equal(first, second);
	free(first);
	free(second);
	bm_doc_free(again);
	return doc;
}

/* The element with this id. */
static inline xmlNode *
with_id(const bm_doc *doc, const char *id)
{
	xmlNode *root = bm_doc_element(doc);

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (bm_streq(bm_attr_xml(n, "id"), id))
			return n;
	fail_msg("no element has the id %s", id);
	return NULL;
}

/* The number-th element (from 0) of a name. */
static inline xmlNode *
nth(const bm_doc *doc, const char *name, int number)
{
	xmlNode *root = bm_doc_element(doc);

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (bm_is(n, name) && number-- == 0)
			return n;
	fail_msg("no element %s of that number", name);
	return NULL;
}

/* Compares all findings, "LINE: MESSAGE [CODE]\n" each, sorted. */
static inline void
says(bm_doc *doc, const char *expected)
{
	bm_buf out;

	bm_buf_init(&out, NULL);
	bm_diags_sort(doc->diags);
	for (size_t i = 0; i < doc->diags->list.len; i++) {
		const bm_diag *d = &doc->diags->list.items[i];
		bm_buf_printf(&out, "%u: %s [%s]\n", (unsigned)d->line,
			      d->message, d->code);
	}
	assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
}

/* Runs the pass with each allocation of its own failing in turn. */
static inline void
survives(const bm_pass *pass, const char *text, const bm_pass_context *context)
{
	static const bm_pass_context none = {0};
	bool done = false;

	if (context == NULL)
		context = &none;
	for (long at = 0; !done && at < 4000; at++) {
		struct failing f = {1000000, 0};
		bm_allocator al = {failing_alloc, &f};
		bm_doc *doc = bm_doc_new(&al, "test.xml");

		assert_non_null(doc);
		assert_int_equal(bm_xml_parse(doc, bm_str_of(text), NULL),
				 BM_OK);
		f.left = at;
		bm_status status = pass->run(doc, context);
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		if (f.left < 0)
			assert_int_equal(status, BM_NO_MEMORY);
		else
			done = true;
		f.left = 1000000;
		bm_doc_free(doc);
	}
	assert_true(done);
}

#endif

/* Front matter: keys to info, and what is wrong with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "read/read.h"

typedef struct result {
	bm_doc *doc;
	bm_buf dump;
} result;

static result
read_text(const char *text)
{
	result r = {0};

	r.doc = bm_doc_new(NULL, "t.md");
	assert_non_null(r.doc);
	assert_int_equal(bm_reader_markdown.read(r.doc, bm_str_of(text), NULL),
			 BM_OK);
	bm_buf_init(&r.dump, NULL);
	assert_int_equal(bm_doc_dump(r.doc, &r.dump), BM_OK);
	bm_diags_sort(r.doc->diags);
	return r;
}

static void
done(result *r)
{
	bm_buf_free(&r->dump);
	bm_doc_free(r->doc);
}

/* yaml between fences; part (NULL: any) is in the dump; code (NULL: nothing)
 * is reported at line * 1000 + column. */
static void
check_(const char *yaml, const char *part, const char *code, unsigned at,
       const char *file, int line)
{
	bm_buf text;
	result r;
	bool ok = code == NULL;

	bm_buf_init(&text, NULL);
	bm_buf_printf(&text, "---\n%s---\n\nBody.\n", yaml);
	r = read_text(bm_buf_cstr(&text));
	for (size_t i = 0; i < r.doc->diags->list.len; i++) {
		const bm_diag *d = &r.doc->diags->list.items[i];

		if (code != NULL && strcmp(d->code, code) == 0 &&
		    d->line * 1000 + d->column == at)
			ok = true;
		else if (code == NULL)
			ok = false;
		if (!ok)
			print_error("%u:%u: %s [%s]\n", d->line, d->column,
				    d->message, d->code);
	}
	if (part != NULL && strstr(bm_buf_cstr(&r.dump), part) == NULL) {
		print_error("missing: %s\nin: %s\n", part,
			    bm_buf_cstr(&r.dump));
		ok = false;
	}
	if (strstr(bm_buf_cstr(&r.dump), "<para>Body.</para>") == NULL)
		ok = false;
	if (!ok)
		_fail(file, line);
	bm_buf_free(&text);
	done(&r);
}
#define gives(yaml, part) check_((yaml), (part), NULL, 0, __FILE__, __LINE__)
#define finds(yaml, part, code, at)                                            \
	check_((yaml), (part), (code), (at), __FILE__, __LINE__)

static void
plain_keys(void **state)
{
	(void)state;
	gives("title: T\nsubtitle: S\n", "<info>\n    <title>T</title>\n    "
					 "<subtitle>S</subtitle>");
	gives("subtitle: S\ndate: 2026-01-02\ntitle: T\n",
	      "<info>\n    <title>T</title>\n    <subtitle>S</subtitle>");
	gives("id: x-1\nlang: de\n", "xml:id=\"x-1\" xml:lang=\"de\"");
	gives("type: chapter\n", "<chapter ");
	gives("date: 2026-01-02\n", "<pubdate>2026-01-02</pubdate>");
	gives("description: |\n  A\n  b.\n\n  C.\n", "<para>C.</para>");
	gives("keywords: [a, b c]\n",
	      "<keywordset>\n      <keyword>a</keyword>\n      "
	      "<keyword>b c</keyword>");
	gives("keywords: a, b\n", "<keyword>a</keyword>\n      "
				  "<keyword>b</keyword>");
	gives("subjects:\n  - s\n", "<subjectset>\n      <subject>\n        "
				    "<subjectterm>s</subjectterm>");
	gives("publisher: P\n", "<publisher>\n      "
				"<publishername>P</publishername>");
	gives(
	    "copyright: {year: [2025, 2026], holder: H}\n",
	    "<copyright>\n      <year>2025</year>\n      <year>2026</year>\n  "
	    "    <holder>H</holder>");
	gives("copyright: All mine\n", "<legalnotice>\n      "
				       "<para>All mine</para>");
	gives("license: CC BY\n", "<para>CC BY</para>");
	gives("doi: 10.1/x\n", "<biblioid class=\"doi\">10.1/x</biblioid>");
	gives("isbn: '978'\n", "<biblioid class=\"isbn\">978</biblioid>");
	gives("uuid: u\n", "<biblioid class=\"other\" otherclass=\"uuid\">u<");
	gives("identifier: https://x.y/z\n", "<biblioid class=\"uri\">");
	gives("identifier: [a, 'urn:x:y']\n", "otherclass=\"identifier\">a<");
	gives("reviewed: 2026-01-01\nno: true\n",
	      "<meta name=\"reviewed\" content=\"2026-01-01\"/>\n    "
	      "<meta name=\"no\" content=\"true\"/>");
	gives("nocite: ['@a', '@b']\n", "<meta name=\"nocite\" content=\"@a\"/>"
					"\n    <meta name=\"nocite\" "
					"content=\"@b\"/>");
	gives("reviewer: {name: N, at: {x: 1}}\n",
	      "<meta name=\"reviewer.name\" content=\"N\"/>\n    "
	      "<meta name=\"reviewer.at.x\" content=\"1\"/>");
	gives("title: \"a\\x01b\"\n", "<title>a?b</title>");
}

static void
people(void **state)
{
	(void)state;
	gives("author: Ann B\n", "<author>\n      <personname>Ann B</"
				 "personname>");
	gives("authors: [A, B]\n", "<personname>B</personname>");
	gives("author: {given: A, family: B, credentials: MD, affiliation: "
	      "[C, D], orcid: 0-1, email: a@b.c}\n",
	      "<firstname>A</firstname><surname>B</surname><othername "
	      "role=\"credentials\">MD</othername></personname>\n      "
	      "<affiliation>\n        <orgname>C</orgname>\n      "
	      "</affiliation>\n      <affiliation>\n        "
	      "<orgname>D</orgname>\n      </affiliation>\n      "
	      "<uri type=\"orcid\">0-1</uri>\n      <email>a@b.c</email>");
	gives("author: {name: Ann B. C, credentials: MD}\n",
	      "<firstname>Ann B.</firstname><surname>C</surname>");
	gives("editor: {org: O}\n", "<editor>\n      <orgname>O</orgname>");
	gives("translators: [A, B]\n",
	      "<othercredit class=\"translator\">\n      <personname>B<");
	gives("illustrator: {org: O}\n",
	      "<othercredit class=\"illustrator\">\n      <orgname>O<");
	gives("contributor: {name: A, role: reviewer}\n",
	      "<othercredit class=\"reviewer\">");
	gives("contributor: {name: A, role: nrt}\n",
	      "<othercredit class=\"other\" otherclass=\"nrt\">");
	gives("contributors: A\n", "<othercredit>\n      <personname>A<");
	finds("translator: {name: A, role: x}\n",
	      "<meta name=\"translator.role\" content=\"x\"/>",
	      "frontmatter-unknown", 2023);
	finds("author: {name: A, shoe: 43}\n",
	      "<meta name=\"author.shoe\" content=\"43\"/>",
	      "frontmatter-unknown", 2019);
	finds("author: {shoe: 43}\n",
	      "<meta name=\"author.shoe\" content=\"43\"/>",
	      "frontmatter-value", 2009);
}

static void
keys(void **state)
{
	(void)state;
	gives("csl: ama.csl\n", "<meta name=\"style\" content=\"ama.csl\"/>");
	gives("citation-style: ama\n",
	      "<meta name=\"style\" content=\"ama\"/>");
	gives("a: 1\nreferences:\n- id: x\n  type: book\nb: 2\n",
	      "content=\"references:&#10;- id: x&#10;  type: book&#10;\"/>\n"
	      "    <meta name=\"b\"");
	gives("references: [{id: x}]\n",
	      "content=\"references: [{id: x}]&#10;\"");
	gives("references: as text\n", "content=\"as text\"");
	finds("references: {id: x}\n", NULL, "frontmatter-value", 2013);
	finds("next_review: 1\n", "<meta name=\"next_review\" content=\"1\"/>",
	      "frontmatter-key", 2001);
	finds("x: 1\nSponsor: A\n", "<meta name=\"Sponsor\" content=\"A\"/>",
	      "frontmatter-key", 3001);
	finds("fundign: A\n", "<meta name=\"fundign\"", "frontmatter-key",
	      2001);
	gives("tags: A\nlayout: B\ndraft: C\nplaces: D\nstyles: E\n",
	      "<meta name=\"styles\" content=\"E\"/>");
}

static void
faults(void **state)
{
	(void)state;
	finds("a: b: c\n", NULL, "frontmatter-syntax", 2005);
	finds("x: 1\n\xC3\xA9: \xC3\xA9 @\ny: @a\n", NULL, "frontmatter-syntax",
	      4004);
	finds("title: 'x\n", NULL, "frontmatter-syntax", 2008);
	finds("title: A\ntitle: B\n", "<title>A</title>",
	      "frontmatter-duplicate", 3001);
	finds("title: [A]\n", NULL, "frontmatter-value", 2008);
	finds("title: {a: b}\n", NULL, "frontmatter-value", 2008);
	finds("title:\n", NULL, "frontmatter-empty", 2001);
	finds("type: figure\n", "<article ", "frontmatter-type", 2007);
	finds("id: 1 a\n", "xml:id=\"_-a\"", "frontmatter-id", 2005);
	finds("? [a]\n: b\n", NULL, "frontmatter-value", 2003);
	finds("copyright: {holder: H}\n",
	      "<meta name=\"copyright.holder\" content=\"H\"/>",
	      "frontmatter-value", 2012);
	finds("a: *b\n", NULL, "frontmatter-syntax", 2004);
	finds("a: &b [*b]\n", NULL, "frontmatter-syntax", 2008);
}

static void
bounds(void **state)
{
	bm_buf b;

	(void)state;
	gives("a: &x v\nb: *x\n", "<meta name=\"b\" content=\"v\"/>");
	/* "Billion laughs". */
	bm_buf_init(&b, NULL);
	bm_buf_puts(&b, "a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
	for (int i = 1; i < 10; i++) {
		bm_buf_printf(&b, "a%d: &a%d [", i, i);
		for (int j = 0; j < 9; j++)
			bm_buf_printf(&b, "*a%d%s", i - 1, j < 8 ? "," : "]\n");
	}
	finds(bm_buf_cstr(&b), NULL, "frontmatter-limit", 6014);
	bm_buf_clear(&b);
	bm_buf_puts(&b, "a: ");
	for (int i = 0; i < 100; i++)
		bm_buf_putc(&b, '[');
	for (int i = 0; i < 100; i++)
		bm_buf_putc(&b, ']');
	bm_buf_putc(&b, '\n');
	finds(bm_buf_cstr(&b), NULL, "frontmatter-limit", 2023);
	bm_buf_free(&b);
}

static void
fences(void **state)
{
	static const struct {
		const char *text, *part;
	} cases[] = {
	    {"---\ntitle: T\n...\n\nx\n", "<title>T</title>"},
	    {"---\n\nx\n---\n", "<para role=\"break\"/>"},
	    {"---\n---\n", "<para role=\"break\"/>\n  <para role"},
	    {"---\nFoo\n---\nx\n", "<para role=\"break\"/>"},
	    {"---\ntitle: T\n", "title: T"},
	    {"\n---\ntitle: T\n---\n", "<title>title: T</title>"},
	    {"---  \ntitle: T\n---", "<title>T</title>"},
	    {"---\r\ntitle: T\r\n---\r\n", "<title>T</title>"},
	    {"---\n# only a comment\n---\nx\n", "<info/>"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		result r = read_text(cases[i].text);

		if (strstr(bm_buf_cstr(&r.dump), cases[i].part) == NULL)
			print_error("%zu: %s\n", i, bm_buf_cstr(&r.dump));
		assert_non_null(strstr(bm_buf_cstr(&r.dump), cases[i].part));
		done(&r);
	}
}

/* Defaults of a project: what info holds already is kept. */
static void
defaults(void **state)
{
	result r = read_text("---\ntitle: T\nauthor: A\nreviewed: 1\n"
			     "doi: x\nlang: fr\n---\n");

	(void)state;
	assert_int_equal(
	    bm_frontmatter_apply(r.doc,
				 BM_STR("title: U\nauthor: B\neditor: E\n"
					"reviewed: 2\nfunding: F\ndoi: y\n"
					"isbn: z\nlang: de\ntype: book\n"),
				 1),
	    BM_OK);
	bm_buf_clear(&r.dump);
	assert_int_equal(bm_doc_dump(r.doc, &r.dump), BM_OK);
	assert_non_null(strstr(r.dump.ptr, "<title>T</title>"));
	assert_null(strstr(r.dump.ptr, "<title>U</title>"));
	assert_null(strstr(r.dump.ptr, ">B<"));
	assert_non_null(strstr(r.dump.ptr, ">E<"));
	assert_null(strstr(r.dump.ptr, "content=\"2\""));
	assert_non_null(strstr(r.dump.ptr, "content=\"F\""));
	assert_null(strstr(r.dump.ptr, ">y<"));
	assert_non_null(strstr(r.dump.ptr, ">z<"));
	assert_non_null(strstr(r.dump.ptr, "xml:lang=\"fr\""));
	assert_null(strstr(r.dump.ptr, "<book"));
	assert_int_equal(r.doc->diags->list.len, 0);
	/* Again: nothing changes. */
	assert_int_equal(
	    bm_frontmatter_apply(r.doc,
				 BM_STR("editor: E\nfunding: F\nisbn: z\n"), 1),
	    BM_OK);
	{
		bm_buf again;

		bm_buf_init(&again, NULL);
		assert_int_equal(bm_doc_dump(r.doc, &again), BM_OK);
		assert_string_equal(again.ptr, r.dump.ptr);
		bm_buf_free(&again);
	}
	done(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_keys), cmocka_unit_test(people),
	    cmocka_unit_test(keys),       cmocka_unit_test(faults),
	    cmocka_unit_test(bounds),     cmocka_unit_test(fences),
	    cmocka_unit_test(defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What a build leaves for the next one: bytes, skeletons, the state file. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/wire.h"
#include "build/state.h"
#include "write/skeleton.h"
#include "xml/parse.h"

static void
numbers_and_texts(void **unused)
{
	static const uint64_t numbers[] = {0,   127,        128,
					   300, UINT32_MAX, (uint64_t)1 << 40};
	bm_arena *arena = bm_arena_new(NULL);
	bm_wire in = {0};
	bm_buf buf;

	(void)unused;
	bm_buf_init(&buf, NULL);
	for (size_t i = 0; i < 6; i++)
		bm_wire_put(&buf, numbers[i]);
	bm_wire_put_text(&buf, NULL);
	bm_wire_put_text(&buf, "");
	bm_wire_put_path(&buf, "a/", "a/b.md");
	bm_wire_put_path(&buf, "", "../c.md");
	in.rest = bm_buf_str(&buf);
	for (size_t i = 0; i < 6; i++)
		assert_true(bm_wire_get(&in) == numbers[i]);
	assert_null(bm_wire_get_text(&in, arena));
	assert_string_equal(bm_wire_get_text(&in, arena), "");
	assert_string_equal(bm_wire_get_path(&in, arena, "x/y/"), "x/y/b.md");
	assert_string_equal(bm_wire_get_path(&in, arena, "x/"), "../c.md");
	assert_false(in.bad);
	bm_wire_get(&in);
	assert_true(in.bad);
	bm_buf_free(&buf);
	bm_arena_free(arena);
}

static void
lies_about_length(void **unused)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_wire in = {.rest = BM_STR("\x7F"
				     "abc")};

	(void)unused;
	assert_null(bm_wire_get_text(&in, arena));
	assert_true(in.bad);
	in = (bm_wire){.rest = BM_STR("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")};
	bm_wire_get(&in);
	assert_true(in.bad);
	in = (bm_wire){.rest = BM_STR("\x03"
				      "a\0")};
	assert_null(bm_wire_get_text(&in, arena));
	assert_true(in.bad);
	bm_arena_free(arena);
}

/* A state with one of everything. */
static void
fill(bm_state *s, bm_arena *arena)
{
	bm_state_doc *d = BM_VEC_PUSH(arena, &s->docs);
	bm_state_shared *h = BM_VEC_PUSH(arena, &s->shared);
	bm_state_input *i = BM_VEC_PUSH(arena, &d->inputs);
	bm_diag *found = BM_VEC_PUSH(arena, &d->found[BM_FOUND_SITE]);

	s->key = "key";
	d->path = "p/a.md";
	d->book = "b";
	d->signature = "s";
	d->face = "f";
	d->skeleton = BM_STR("bones");
	*i = (bm_state_input){{"p/a.md", true}, "sum"};
	*found = (bm_diag){.severity = BM_ERROR,
			   .code = "c",
			   .message = "m",
			   .file = "p/a.md",
			   .line = 7};
	h->sha256 = "sum";
	h->diag = *found;
}

static void
state_there_and_back(void **unused)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_state s = {0}, got;
	const bm_state_doc *d;
	bm_buf buf, again;

	(void)unused;
	fill(&s, arena);
	bm_buf_init(&buf, NULL);
	bm_buf_init(&again, NULL);
	bm_state_put(&s, "p/", &buf);
	assert_int_equal(buf.status, BM_OK);
	/* The folder may have another name by then. */
	assert_int_equal(bm_state_get(arena, bm_buf_str(&buf), "q/", &got),
			 BM_OK);
	d = &got.docs.items[0];
	assert_string_equal(d->path, "q/a.md");
	assert_string_equal(d->inputs.items[0].read.path, "q/a.md");
	assert_true(d->inputs.items[0].read.jailed);
	assert_true(bm_str_is(d->skeleton, "bones"));
	assert_string_equal(d->found[BM_FOUND_SITE].items[0].file, "q/a.md");
	assert_int_equal(d->found[BM_FOUND_SITE].items[0].line, 7);
	assert_int_equal(got.shared.items[0].diag.severity, BM_ERROR);
	bm_state_put(&got, "q/", &again);
	assert_int_equal(again.len, buf.len);
	assert_memory_equal(again.ptr, buf.ptr, buf.len);
	bm_buf_free(&again);
	bm_buf_free(&buf);
	bm_arena_free(arena);
}

/* Each byte that is another one, and each end that comes too early. */
static void
damaged_state(void **unused)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_state s = {0}, got;
	bm_buf buf;

	(void)unused;
	fill(&s, arena);
	bm_buf_init(&buf, NULL);
	bm_state_put(&s, "p/", &buf);
	for (size_t i = 0; i < buf.len; i++) {
		buf.ptr[i] ^= 1;
		assert_int_equal(
		    bm_state_get(arena, bm_buf_str(&buf), "p/", &got),
		    BM_BAD_INPUT);
		buf.ptr[i] ^= 1;
		assert_int_equal(
		    bm_state_get(arena, (bm_str){buf.ptr, i}, "p/", &got),
		    BM_BAD_INPUT);
	}
	bm_buf_free(&buf);
	bm_arena_free(arena);
}

static const char page[] =
    "<article xmlns='http://docbook.org/ns/docbook' xml:id='a'"
    " xmlns:xlink='http://www.w3.org/1999/xlink'><info><title>T</title>"
    "<pubdate>2026-01-01</pubdate></info><para>Words of no <emphasis>"
    "interest</emphasis>, <link xlink:href='b.md#x'>here</link> and <link "
    "xlink:href='c.md'/>.</para><section xml:id='s'><title>A <emphasis>part"
    "</emphasis></title><mediaobject><imageobject><imagedata fileref='i.png'/>"
    "</imageobject></mediaobject></section></article>";

static void
skeletons(void **unused)
{
	bm_doc *doc = bm_doc_new(NULL, "p/a.xml");
	bm_doc *bones = bm_doc_new(NULL, "q/a.xml");
	bm_skeleton_facts facts = {0};
	bm_buf buf, again, dump;

	(void)unused;
	assert_int_equal(bm_xml_parse(doc, BM_STR(page), NULL), BM_OK);
	bm_buf_init(&buf, NULL);
	bm_buf_init(&again, NULL);
	bm_buf_init(&dump, NULL);
	bm_skeleton_put(doc, "p/", &buf, &facts);
	assert_true(facts.shows);
	assert_false(facts.index);
	assert_int_equal(bm_skeleton_get(bones, "q/", bm_buf_str(&buf)), BM_OK);
	bm_doc_dump(bones, &dump);
	assert_null(strstr(dump.ptr, "interest"));
	assert_non_null(strstr(dump.ptr, "<title>A part</title>"));
	assert_non_null(strstr(dump.ptr, "xlink:href=\"b.md#x\">text</link>"));
	assert_non_null(strstr(dump.ptr, "xlink:href=\"c.md\"/>"));
	assert_non_null(strstr(dump.ptr, "fileref=\"i.png\""));
	assert_string_equal(bm_get_pos(bones, bm_doc_element(bones))->file,
			    "q/a.xml");
	/* What is cut off is none. */
	for (size_t i = 0; i < buf.len; i++) {
		bm_doc *cut = bm_doc_new(NULL, "p/a.xml");

		assert_int_equal(
		    bm_skeleton_get(cut, "p/", (bm_str){buf.ptr, i}),
		    BM_BAD_INPUT);
		bm_doc_free(cut);
	}
	bm_buf_free(&again);
	bm_buf_free(&dump);
	bm_buf_free(&buf);
	bm_doc_free(bones);
	bm_doc_free(doc);
}

/* Writes the face of the page with one text in place of another. */
static void
face_of(const char *from, const char *to, char out[65])
{
	bm_doc *doc = bm_doc_new(NULL, "p/a.xml");
	const char *at = strstr(page, from);
	bm_skeleton_facts facts = {0};
	bm_buf text, bones;

	assert_non_null(at);
	bm_buf_init(&text, NULL);
	bm_buf_init(&bones, NULL);
	bm_buf_put(&text, page, (size_t)(at - page));
	bm_buf_puts(&text, to);
	bm_buf_puts(&text, at + strlen(from));
	assert_int_equal(bm_xml_parse(doc, bm_buf_str(&text), NULL), BM_OK);
	bm_skeleton_put(doc, "p/", &bones, &facts);
	memcpy(out, facts.face, sizeof(facts.face));
	bm_buf_free(&bones);
	bm_buf_free(&text);
	bm_doc_free(doc);
}

/* Others see titles, ids and dates of a document, not its text and links. */
static void
faces(void **unused)
{
	static const char *const same[][2] = {{"interest", "matter"},
					      {"b.md#x", "d.md"},
					      {"i.png", "j.png"},
					      {"<para>", "\n\n<para>"},
					      {"c.md'/>", "c.md'>c</link>"},
					      {"T</title>", "T</title >"}};
	static const char *const other[][2] = {
	    {"T</title>", "U</title>"},
	    {"xml:id='s'", "xml:id='t'"},
	    {"xml:id='a'", ""},
	    {"2026-01-01", "2026-01-02"},
	    {"part<", "piece<"},
	    {"<para>", "<para xml:id='p'>"},
	    {"<para>", "<indexterm><primary>i</primary></indexterm><para>"}};
	char first[65], now[65];

	(void)unused;
	face_of("T", "T", first);
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		face_of(same[i][0], same[i][1], now);
		assert_string_equal(now, first);
	}
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++) {
		face_of(other[i][0], other[i][1], now);
		assert_string_not_equal(now, first);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_and_texts),
	    cmocka_unit_test(lies_about_length),
	    cmocka_unit_test(state_there_and_back),
	    cmocka_unit_test(damaged_state),
	    cmocka_unit_test(skeletons),
	    cmocka_unit_test(faces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

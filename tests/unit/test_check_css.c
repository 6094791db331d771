/* Style sheets: the cascade, and sheets that pages share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "check/check.h"
#include "check/css.h"
#include "core/pool.h"

#define PAGES 6

/* What "b.css" and "c.css" hold. */
static bm_status
read_sheet(void *user, bm_arena *arena, const char *path, bm_str *out)
{
	(void)user;
	(void)arena;
	if (strcmp(path, "b.css") == 0)
		*out = bm_str_of("@import 'c.css'; p { opacity: .5 }");
	else if (strcmp(path, "c.css") == 0)
		*out = bm_str_of("p { opacity: .1; float: left }");
	else
		return BM_NOT_FOUND;
	return BM_OK;
}

static const page_files files = {NULL, read_sheet};

/* All that is declared for the elements of a page, as text. */
static char *
declared(bm_arena *arena, const char *text, css_cache *sheets)
{
	bm_diags diags;
	bm_buf out;
	page p;
	css *c;

	bm_diags_init(&diags, arena);
	bm_buf_init(&out, NULL);
	assert_int_equal(
	    page_read(arena, &diags, "a.html", bm_str_of(text), PAGE_HTML, &p),
	    BM_OK);
	p.files = &files;
	p.sheets = sheets;
	c = css_read(&p);
	assert_non_null(c);
	for (page_node_id n = 1; n < p.nodes.len; n++) {
		css_value v[CSS_PROPS], again[CSS_PROPS];

		if (!page_is_element(&p, n))
			continue;
		assert_int_equal(css_declared(c, &p, n, v),
				 css_declared(c, &p, n, again));
		assert_memory_equal(v, again, sizeof(v));
		bm_buf_printf(&out, "%s", page_tag(&p, n));
		for (int i = 0; i < CSS_PROPS; i++)
			if (v[i].text.ptr != NULL || v[i].maybe)
				bm_buf_printf(
				    &out, " %d=%.*s%s%s%.*s", i,
				    (int)v[i].text.len,
				    v[i].text.ptr != NULL ? v[i].text.ptr : "",
				    v[i].important ? "!" : "",
				    v[i].maybe ? "?" : "", (int)v[i].other.len,
				    v[i].other.ptr != NULL ? v[i].other.ptr
							   : "");
		bm_buf_puts(&out, "\n");
	}
	bm_buf_printf(
	    &out, "%.*s %d\n", (int)css_resolve(c, bm_str_of("var(--a)")).len,
	    css_resolve(c, bm_str_of("var(--a)")).ptr, css_foreign(c));
	text = bm_arena_str(arena, bm_buf_str(&out));
	bm_buf_free(&out);
	return (char *)(uintptr_t)text;
}

/* The same alone, and as one of several that share. */
static const char *
same(bm_arena *arena, css_cache *sheets, const char *text)
{
	const char *alone = declared(arena, text, NULL);

	for (int i = 0; i < 3; i++) {
		const char *shared = declared(arena, text, sheets);

		if (strcmp(alone, shared) != 0)
			fail_msg("%s\nalone:\n%s\nshared:\n%s", text, alone,
				 shared);
	}
	return alone;
}

#define HEAD "<!DOCTYPE html><html><head><title>A</title>"

static void
test_shared(void **unused)
{
	bm_arena *arena = bm_arena_new(NULL);
	css_cache *sheets = css_cache_new(NULL);

	(void)unused;
	same(arena, sheets,
	     HEAD
	     "<style>:root { --a: red } p { color: var(--a) }</style>"
	     "<style>[data-x=\"1\"], x-y.z, #i { float: right }</style>"
	     "<link rel=stylesheet href=b.css></head><body>"
	     "<p data-x=1>a<x-y class=z>b</x-y><i id=i>c</i></body></html>");
	/* The same style, where names have other numbers. */
	same(arena, sheets,
	     HEAD "<style>[data-x=\"1\"], x-y.z, #i { float: right }</style>"
		  "</head><body data-q data-r data-x=1><x-z class=z></x-z>"
		  "<x-y class=\"y z\" style=\"float: none\"></body></html>");
	same(arena, sheets,
	     HEAD "<style>p { color: red }</style><style media=print>"
		  "p { color: blue }</style><style media=\"(width > 1px)\">"
		  "p { color: red }</style></head><body><p>a</body></html>");
	same(arena, sheets,
	     HEAD "<style>p { color: red } @import 'b.css';</style></head>"
		  "<body><p>a</body></html>");
	css_cache_free(sheets);
	bm_arena_free(arena);
}

/* What may hold counts if nothing that does is above it, wherever it was
 * found. */
static void
test_maybe(void **unused)
{
	bm_arena *arena = bm_arena_new(NULL);
	css_cache *sheets = css_cache_new(NULL);

	(void)unused;
	assert_non_null(strstr(
	    same(arena, sheets,
		 HEAD "<style>p { float: left } @supports (a: b) { p { float: "
		      "right } }</style></head><body><p>a</body></html>"),
	    "=left?right\n"));
	assert_non_null(strstr(
	    same(arena, sheets,
		 HEAD "<style>@supports (a: b) { p { float: right } } "
		      "p { float: left }</style></head><body><p>a</body>"),
	    "=left\n"));
	assert_non_null(strstr(
	    same(arena, sheets,
		 HEAD "<style>p.a { float: left } @supports (a: b) { p { "
		      "float: right } }</style></head><body><p class=a>a"),
	    "=left\n"));
	css_cache_free(sheets);
	bm_arena_free(arena);
}

static uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

/* A page of a few sheets, of which others have some. */
static void
make_page(uint32_t *seed, bm_buf *out)
{
	static const char *const sheets[] = {
	    "p{color:red}.a{color:blue;float:left}",
	    "#b,.a>i{color:red!important}@media print{p{float:none}}",
	    "@media (width>9px){.a{float:right}p{display:none}}",
	    "@import 'b.css';*{color:green}",
	    "@charset 'x';@supports (a:b){.a p,b{color:gray}}",
	    ":root{--a:1px}[data-c]{position:fixed}u-v{float:left}",
	    "body{--a:2px}i:not(.a){color:black}p:first-child{float:none}",
	    "@media (orientation:portrait){p{transform:rotate(90deg)}}"};
	static const char *const parts[] = {
	    "<p>",
	    "<p class=a>",
	    "<i id=b>",
	    "<b data-c>",
	    "<u-v class=a>",
	    "</p>",
	    "</i>",
	    "</b>",
	    "</u-v>",
	    "x",
	    "<i style='float:right;color:red'>"};
	size_t steps = 1 + next_random(seed) % 4;

	bm_buf_puts(out, HEAD);
	while (steps-- > 0) {
		const char *s = sheets[next_random(seed) % 8];

		bm_buf_printf(out, "<style>%s</style>", s);
	}
	bm_buf_puts(out, "</head><body>");
	for (steps = next_random(seed) % 12; steps > 0; steps--)
		bm_buf_puts(out, parts[next_random(seed) % 11]);
	bm_buf_puts(out, "</body></html>");
}

static void
test_random(void **unused)
{
	css_cache *sheets = css_cache_new(NULL);
	uint32_t seed = 3;
	bm_buf made;

	(void)unused;
	bm_buf_init(&made, NULL);
	for (int i = 0; i < 1000; i++) {
		bm_arena *arena = bm_arena_new(NULL);

		bm_buf_clear(&made);
		make_page(&seed, &made);
		same(arena, sheets, bm_buf_cstr(&made));
		bm_arena_free(arena);
	}
	bm_buf_free(&made);
	css_cache_free(sheets);
}

/* Texts beyond what the cache holds are read for each page. */
static void
test_full(void **unused)
{
	css_cache *sheets = css_cache_new(NULL);
	bm_buf made;

	(void)unused;
	bm_buf_init(&made, NULL);
	for (int i = 0; i < 20; i++) {
		bm_arena *arena = bm_arena_new(NULL);

		bm_buf_clear(&made);
		bm_buf_printf(&made,
			      HEAD "<style>/*%0300000d*/p{color:red}"
				   "</style></head><body><p>a",
			      i);
		same(arena, sheets, bm_buf_cstr(&made));
		bm_arena_free(arena);
	}
	bm_buf_free(&made);
	css_cache_free(sheets);
}

struct many {
	css_cache *sheets;
	char *results[PAGES];
	bm_arena *arenas[PAGES];
};

static bm_status
declare_one(void *user, size_t i)
{
	struct many *m = user;

	m->results[i] = declared(
	    m->arenas[i],
	    HEAD "<style>p{color:red}[data-c]{float:left}</style></head>"
		 "<body><p data-c>a</body></html>",
	    m->sheets);
	return BM_OK;
}

static void
test_threads(void **unused)
{
	struct many m = {.sheets = css_cache_new(NULL)};

	(void)unused;
	for (size_t i = 0; i < PAGES; i++)
		m.arenas[i] = bm_arena_new(NULL);
	bm_parallel(3, PAGES, declare_one, &m);
	for (size_t i = 0; i < PAGES; i++) {
		assert_string_equal(m.results[0], m.results[i]);
		assert_non_null(strstr(m.results[i], "=left"));
	}
	for (size_t i = 0; i < PAGES; i++)
		bm_arena_free(m.arenas[i]);
	css_cache_free(m.sheets);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shared),  cmocka_unit_test(test_maybe),
	    cmocka_unit_test(test_random),  cmocka_unit_test(test_full),
	    cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

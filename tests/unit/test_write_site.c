/* Sites and single pages, through the real sheets. */
#include "write_help.h"

static const bm_data data;

struct fixture {
	bm_arena *arena;
	bm_diags diags;
	bm_sheet *sheet;
	bm_doc *home, *one, *two, *man, *meta;
	bm_doc *docs[2];
	bm_book books[2];
	bm_site site;
	bm_write_env env;
	struct kept kept;
	bm_sink sink;
};

static void
set_up(struct fixture *f, const char *sheet)
{
	memset(f, 0, sizeof(*f));
	f->arena = bm_arena_new(NULL);
	bm_diags_init(&f->diags, f->arena);
	assert_int_equal(bm_sheet_new(&data, sheet, &f->diags, &f->sheet),
			 BM_OK);
	f->home = doc_of(
	    NULL, "text/index.md",
	    "<article" DB "xml:id='home' xml:lang='en'><info><title>Welcome"
	    "</title><pubdate>2024-01-02</pubdate></info><para>Read "
	    "<link xlink:href='01-one.md'>one</link>, <link "
	    "xlink:href='guide/'>the guide</link>.</para></article>");
	f->one = doc_of(
	    NULL, "text/01-one.md",
	    "<article" DB "xml:id='one' xml:lang='en'><info><title>One &lt;1>"
	    "</title><pubdate>2024-05-06</pubdate>"
	    "<meta name='reviewed' content='2025-02-03'/></info>"
	    "<para>See <link xlink:href='02-two.md#s'/> and <link "
	    "xlink:href='man.xml'>m</link>.</para><mediaobject><alt>S</alt>"
	    "<imageobject><imagedata fileref='figures/spine.svg'/>"
	    "</imageobject></mediaobject></article>");
	f->two = doc_of(
	    NULL, "text/02-two.md",
	    "<article" DB "xml:id='two' xml:lang='en'><info><title>Two"
	    "</title></info><section xml:id='s'><title>Sect</title>"
	    "<para>x<footnote xml:id='fn'><para>Note.</para></footnote></para>"
	    "</section></article>");
	f->man = doc_of(
	    NULL, "text/man.xml",
	    "<book" DB "xml:id='ref' xml:lang='en'><info><title>Ref</title>"
	    "</info><chapter xml:id='c'><title>C</title><para><link "
	    "xlink:href='01-one.md'/></para></chapter></book>");
	f->docs[0] = f->one;
	f->docs[1] = f->two;
	f->books[0] = (bm_book){.id = "guide",
				.title = "The guide",
				.docs = f->docs,
				.doc_count = 2,
				.epub_href = "guide.epub"};
	f->books[1] = (bm_book){.id = "ref", .docs = &f->man, .doc_count = 1};
	f->site = (bm_site){.title = "Site",
			    .lang = "en",
			    .base_url = "https://example.org/docs",
			    .home = f->home,
			    .books = f->books,
			    .book_count = 2};
	f->env = (bm_write_env){.data = &data,
				.sheet = f->sheet,
				.files = &image_files,
				.epoch = -1,
				.lang = "en",
				.threads = 1,
				.diags = &f->diags};
	f->sink = kept_sink(&f->kept);
}

static void
tear_down(struct fixture *f)
{
	kept_free(&f->kept);
	bm_doc_free(f->home);
	bm_doc_free(f->one);
	bm_doc_free(f->two);
	bm_doc_free(f->man);
	bm_sheet_free(f->sheet);
	bm_arena_free(f->arena);
}

static void
site_has_all_its_files(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, "site");
	assert_int_equal(bm_write_site(&f.site, &f.env, &f.sink), BM_OK);
	assert_int_equal(
	    strncmp(f.kept.order,
		    "index.html\nguide/index.html\nguide/one.html\n"
		    "guide/two.html\nref/index.html\nref/c.html\n"
		    "404.html\nmedia/spine.svg\ncss/",
		    90),
	    0);
	assert_has(kept_file(&f.kept, "index.html"), "href=\"guide/one.html\"");
	assert_has(kept_file(&f.kept, "index.html"),
		   "href=\"guide/index.html\"");
	assert_has(kept_file(&f.kept, "guide/one.html"),
		   "<a href=\"two.html#s\">Sect</a>");
	assert_has(kept_file(&f.kept, "guide/one.html"), "../ref/index.html");
	assert_has(kept_file(&f.kept, "guide/one.html"), "../media/spine.svg");
	assert_has(kept_file(&f.kept, "guide/one.html"), "One &lt;1&gt;");
	assert_has(kept_file(&f.kept, "ref/c.html"),
		   "<a href=\"../guide/one.html\">One &lt;1&gt;</a>");
	assert_has(kept_file(&f.kept, "guide/index.html"), "guide.epub");
	assert_has(kept_file(&f.kept, "404.html"), "href=\"/docs/index.html\"");
	assert_int_equal(f.diags.list.len, 0);
	assert_int_equal(f.one->diags->list.len, 0);
	tear_down(&f);
}

static void
sitemap_has_dates_of_the_text(void **state)
{
	struct fixture f;
	const char *map;

	(void)state;
	set_up(&f, "site");
	assert_int_equal(bm_write_site(&f.site, &f.env, &f.sink), BM_OK);
	map = kept_file(&f.kept, "sitemap.xml");
	assert_has(map, "<loc>https://example.org/docs/</loc>");
	assert_has(map, "<loc>https://example.org/docs/guide/one.html</loc>");
	assert_has(map, "<lastmod>2025-02-03</lastmod>");
	assert_has_not(map, "404");
	tear_down(&f);
	set_up(&f, "site");
	f.site.base_url = NULL;
	assert_int_equal(bm_write_site(&f.site, &f.env, &f.sink), BM_OK);
	assert_null(kept_file(&f.kept, "sitemap.xml"));
	assert_has(kept_file(&f.kept, "404.html"), "href=\"/index.html\"");
	tear_down(&f);
}

static void
threads_change_nothing(void **state)
{
	struct fixture a, b;

	(void)state;
	set_up(&a, "site");
	set_up(&b, "site");
	b.env.threads = 4;
	assert_int_equal(bm_write_site(&a.site, &a.env, &a.sink), BM_OK);
	assert_int_equal(bm_write_site(&b.site, &b.env, &b.sink), BM_OK);
	assert_string_equal(a.kept.order, b.kept.order);
	for (size_t i = 0; i < a.kept.files.len; i++) {
		bm_buf *x = a.kept.files.entries[i].value;
		bm_buf *y = b.kept.files.entries[i].value;
		assert_int_equal(x->len, y->len);
		assert_memory_equal(bm_buf_cstr(x), bm_buf_cstr(y), x->len);
	}
	tear_down(&a);
	tear_down(&b);
}

static void
site_without_home_lists_its_books(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, "site");
	f.site.home = NULL;
	assert_int_equal(bm_write_site(&f.site, &f.env, &f.sink), BM_OK);
	assert_has(kept_file(&f.kept, "index.html"), "The guide");
	assert_has(kept_file(&f.kept, "index.html"), "ref/index.html");
	tear_down(&f);
}

static void
one_document_is_a_site(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, "site");
	assert_int_equal(bm_writer_site.write(f.man, &f.env, &f.sink), BM_OK);
	assert_has(kept_file(&f.kept, "index.html"), "href=\"c.html\"");
	/* What else there is we cannot know: the link stays. */
	assert_has(kept_file(&f.kept, "c.html"), "href=\"01-one.md\"");
	assert_int_equal(f.man->diags->list.len, 0);
	tear_down(&f);
}

static void
page_needs_no_other_file(void **state)
{
	struct fixture f;
	const char *page;

	(void)state;
	set_up(&f, "html");
	assert_int_equal(bm_writer_html.write(f.two, &f.env, &f.sink), BM_OK);
	page = kept_file(&f.kept, "");
	assert_has(page, "<!DOCTYPE html>");
	assert_has(page, "<style>");
	assert_has(page, "id=\"fnref-1\"");
	assert_has_not(page, "<link rel=\"stylesheet\"");
	tear_down(&f);
}

/* What Markdown marks in the tree and HTML has an element for. */
static void
roles_become_elements(void **state)
{
	struct fixture f;
	const char *page;
	bm_doc *doc = doc_of(
	    NULL, "text/x.md",
	    "<article" DB "xml:id='x' xml:lang='en'><info><title>X</title>"
	    "</info><note role='collapsed'><title>T</title><para>a</para>"
	    "</note><tip role='big collapsible'><para>b</para></tip>"
	    "<note role='other'><para>c</para></note>"
	    "<variablelist><varlistentry><term>t</term><listitem>"
	    "<itemizedlist role='definitions'><listitem><para>d</para>"
	    "</listitem><listitem><para>e</para></listitem></itemizedlist>"
	    "</listitem></varlistentry></variablelist></article>");

	(void)state;
	set_up(&f, "html");
	assert_int_equal(bm_writer_html.write(doc, &f.env, &f.sink), BM_OK);
	page = kept_file(&f.kept, "");
	assert_has(page,
		   "<details>\n<summary class=\"title\">Note: T</summary>");
	assert_has(page, "<details open=\"open\">\n<summary class=\"title\">Tip"
			 "</summary>");
	assert_has(page, "<p class=\"title\">Note</p>");
	assert_has(page, "<dd>\n<p>d</p>\n</dd>");
	assert_has(page, "<dd>\n<p>e</p>\n</dd>");
	bm_doc_free(doc);
	tear_down(&f);
}

static bm_status
refuse(void *user, const char *data_, size_t length)
{
	(void)user;
	(void)data_;
	(void)length;
	return BM_IO;
}

static void
a_failing_sink_stops_the_run(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, "site");
	f.sink.write = refuse;
	assert_int_equal(bm_write_site(&f.site, &f.env, &f.sink), BM_IO);
	tear_down(&f);
}

static void
no_memory_is_told(void **state)
{
	bm_status status = BM_NO_MEMORY;

	(void)state;
	for (size_t n = 0; status != BM_OK && n < 3000; n += 1 + n / 16) {
		struct limited l = {.left = n};
		bm_allocator al = {limited_alloc, &l};
		struct fixture f;
		set_up(&f, "site");
		f.env.al = &al;
		status = bm_write_site(&f.site, &f.env, &f.sink);
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		assert_int_equal(l.balance, 0);
		f.kept.open = NULL;
		tear_down(&f);
	}
	assert_int_equal(status, BM_OK);
}

static void
writers_are_found(void **state)
{
	(void)state;
	assert_ptr_equal(bm_writer_find("epub"), &bm_writer_epub);
	assert_true(bm_writer_epub.binary);
	assert_true(bm_writer_site.many_files);
	assert_null(bm_writer_find("pdf"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(site_has_all_its_files),
	    cmocka_unit_test(sitemap_has_dates_of_the_text),
	    cmocka_unit_test(threads_change_nothing),
	    cmocka_unit_test(site_without_home_lists_its_books),
	    cmocka_unit_test(one_document_is_a_site),
	    cmocka_unit_test(page_needs_no_other_file),
	    cmocka_unit_test(roles_become_elements),
	    cmocka_unit_test(a_failing_sink_stops_the_run),
	    cmocka_unit_test(no_memory_is_told),
	    cmocka_unit_test(writers_are_found),
	};
	return cmocka_run_group_tests_name("write site", tests, NULL, NULL);
}

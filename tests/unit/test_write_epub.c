/* Books as EPUB, through the real sheet. */
#include "write_help.h"

#include <zip.h>

static const bm_data data;

struct fixture {
	bm_arena *arena;
	bm_diags diags;
	bm_sheet *sheet;
	bm_doc *meta, *docs[3], *other;
	bm_book book;
	bm_book books[2];
	bm_site site;
	bm_write_env env;
	struct kept kept;
	bm_sink sink;
	zip_t *zip;
};

static void
set_up(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->arena = bm_arena_new(NULL);
	bm_diags_init(&f->diags, f->arena);
	assert_int_equal(bm_sheet_new(&data, "epub", &f->diags, &f->sheet),
			 BM_OK);
	f->meta = doc_of(
	    NULL, "backmatter.yaml",
	    "<book" DB "xml:lang='en-GB'><info><title>Back &amp; pain</title>"
	    "<subtitle>A guide</subtitle><author><personname><firstname>Ada"
	    "</firstname><surname>Byron</surname><othername "
	    "role='credentials'>MD</othername></personname></author>"
	    "<editor><orgname>Eds</orgname></editor>"
	    "<pubdate>2024-05-06</pubdate><publisher><publishername>Pub"
	    "</publishername></publisher><abstract><para>About.</para>"
	    "</abstract><subjectset><subject><subjectterm>spine</subjectterm>"
	    "</subject></subjectset><copyright><year>2024</year><holder>Us"
	    "</holder></copyright></info></book>");
	f->docs[0] = doc_of(
	    NULL, "text/01-one.md",
	    "<article" DB "xml:id='one' xml:lang='en-GB'><info><title>One"
	    "</title></info>"
	    "<note role='notice' xml:id='notice-general' "
	    "bm:generated='disclaimer' bm:kind='general'><title>General"
	    "</title><para>Not advice.</para></note>"
	    "<para><link xlink:href='03-end.xml#g1'>g</link> "
	    "<link xml:id='away' xlink:href='../manual/a.md#x'>manual</link>"
	    "</para><figure xml:id='fig' bm:label='1'><title>Spine</title>"
	    "<mediaobject><alt>The spine</alt><imageobject><imagedata "
	    "fileref='figures/spine.svg'/></imageobject></mediaobject>"
	    "</figure><section xml:id='s1'><title>First</title><para/>"
	    "</section></article>");
	f->docs[1] =
	    doc_of(NULL, "text/02-two.md",
		   "<article" DB "xml:id='One' xml:lang='de'><info><title>Zwei"
		   "</title></info>"
		   "<note role='notice' xml:id='notice-general' "
		   "bm:generated='disclaimer' bm:kind='general'><title>General"
		   "</title><para>Again.</para></note><para/></article>");
	f->docs[2] = doc_of(
	    NULL, "text/03-end.xml",
	    "<glossary" DB "xml:id='glossary' xml:lang='en-GB'><info><title>"
	    "Words</title></info><glossentry xml:id='g1'><glossterm>a"
	    "</glossterm><glossdef><para>b</para></glossdef></glossentry>"
	    "</glossary>");
	f->other = doc_of(
	    NULL, "manual/a.md",
	    "<article" DB "xml:id='a'><info><title>A</title></info>"
	    "<section xml:id='x'><title>X</title><para/></section></article>");
	f->book = (bm_book){.id = "b",
			    .lang = "en-GB",
			    .meta = f->meta,
			    .docs = f->docs,
			    .doc_count = 3};
	f->books[0] = f->book;
	f->books[1] =
	    (bm_book){.id = "manual", .docs = &f->other, .doc_count = 1};
	f->site = (bm_site){.title = "S", .books = f->books, .book_count = 2};
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
	if (f->zip != NULL)
		zip_discard(f->zip);
	kept_free(&f->kept);
	bm_doc_free(f->meta);
	for (size_t i = 0; i < 3; i++)
		bm_doc_free(f->docs[i]);
	bm_doc_free(f->other);
	bm_sheet_free(f->sheet);
	bm_arena_free(f->arena);
}

static void
open_zip(struct fixture *f)
{
	bm_buf *buf = bm_map_getz(&f->kept.files, "");
	zip_error_t error;
	zip_source_t *source;

	assert_non_null(buf);
	zip_error_init(&error);
	source = zip_source_buffer_create(buf->ptr, buf->len, 0, &error);
	f->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
	assert_non_null(f->zip);
}

/* The text of an entry, or NULL; lives as long as the fixture. */
static const char *
entry(struct fixture *f, const char *path)
{
	zip_stat_t st;
	zip_file_t *file;
	char *text;

	if (zip_stat(f->zip, path, 0, &st) != 0)
		return NULL;
	text = bm_arena_alloc(f->arena, st.size + 1);
	file = zip_fopen(f->zip, path, 0);
	assert_int_equal(zip_fread(file, text, st.size), st.size);
	zip_fclose(file);
	return text;
}

static void
write_book(struct fixture *f)
{
	assert_int_equal(bm_write_epub(&f->book, &f->env, &f->sink), BM_OK);
	open_zip(f);
}

static void
package_says_what_the_book_is(void **state)
{
	static const char *const parts[] = {
	    "unique-identifier=\"book-id\"",
	    "xml:lang=\"en-GB\"",
	    "<dc:identifier id=\"book-id\">urn:uuid:",
	    ">Back &amp; pain</dc:title>",
	    ">A guide</dc:title>",
	    "<dc:language>en-GB</dc:language>",
	    "\">Ada Byron, MD</dc:creator>",
	    "scheme=\"marc:relators\">aut</meta>",
	    ">Byron, Ada</meta>",
	    "\">Eds</dc:contributor>",
	    "<dc:publisher>Pub</dc:publisher>",
	    "<dc:date>2024-05-06</dc:date>",
	    "<dc:description>About.</dc:description>",
	    "<dc:subject>spine</dc:subject>",
	    "<dc:rights>\xC2\xA9 2024 Us</dc:rights>",
	    "<meta property=\"dcterms:modified\">2024-05-06T00:00:00Z</meta>",
	    "properties=\"nav\"",
	    "properties=\"cover-image\"",
	    ">main</meta>",
	    ">subtitle</meta>",
	    "<dc:language>de</dc:language>",
	    "<spine toc=\"ncx\">",
	    "href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"",
	    "href=\"media/spine.svg\"",
	    NULL};
	struct fixture f;
	const char *opf;

	(void)state;
	set_up(&f);
	write_book(&f);
	opf = entry(&f, "EPUB/package.opf");
	for (size_t i = 0; parts[i] != NULL; i++)
		assert_has(opf, parts[i]);
	assert_has_not(opf, "conformsTo");
	assert_string_equal(zip_get_name(f.zip, 0, 0), "mimetype");
	assert_string_equal(zip_get_name(f.zip, 1, 0),
			    "META-INF/container.xml");
	tear_down(&f);
}

static void
accessibility_is_counted(void **state)
{
	struct fixture f;
	const char *opf;

	(void)state;
	set_up(&f);
	write_book(&f);
	opf = entry(&f, "EPUB/package.opf");
	assert_has(opf, "\"schema:accessMode\">textual<");
	assert_has(opf, "\"schema:accessMode\">visual<");
	assert_has(opf, "\"schema:accessModeSufficient\">textual<");
	assert_has(opf, "\"schema:accessibilityFeature\">alternativeText<");
	assert_has(opf, "\"schema:accessibilityHazard\">none<");
	assert_has_not(opf, "longDescription");
	assert_has_not(opf, "MathML");
	tear_down(&f);
	/* Without the picture's text the claim is gone. */
	set_up(&f);
	xmlNode *fig = by_id(f.docs[0], "fig");
	xmlNode *alt = bm_child(bm_child(fig, "mediaobject"), "alt");
	xmlUnlinkNode(alt);
	xmlFreeNode(alt);
	write_book(&f);
	opf = entry(&f, "EPUB/package.opf");
	assert_has_not(opf, "alternativeText");
	assert_has(opf, "\"schema:accessModeSufficient\">textual,visual<");
	assert_has(opf,
		   "1 of 1 images that carry meaning lack a text alternative");
	tear_down(&f);
	/* And a book without pictures is no visual one. */
	set_up(&f);
	f.book.docs = &f.docs[1];
	f.book.doc_count = 1;
	write_book(&f);
	opf = entry(&f, "EPUB/package.opf");
	assert_has_not(opf, ">visual<");
	assert_has_not(opf, "alternativeText");
	tear_down(&f);
}

/* Adds a meta to the metadata of the book. */
static void
say(struct fixture *f, const char *name, const char *content)
{
	xmlNode *info = bm_child(bm_doc_element(f->meta), "info");
	xmlNode *el = bm_el(f->meta, info, "meta");

	bm_set(f->meta, el, "name", name);
	bm_set(f->meta, el, "content", content);
}

static void
conformance_needs_an_evaluator(void **state)
{
	static const char claim[] =
	    "EPUB Accessibility 1.1 - WCAG 2.1 Level AA";
	static const char *const parts[] = {
	    "id=\"conformance-",
	    ">EPUB Accessibility 1.1 - WCAG 2.1 Level AA<",
	    "\"a11y:certifiedBy\" refines=\"#conformance-",
	    "\"a11y:certifierCredential\" refines=\"#evaluator-",
	    "\"dcterms:date\" refines=\"#evaluator-",
	    "rel=\"a11y:certifierReport\" href=\"https://x.org/r\" "
	    "refines=\"#evaluator-",
	    NULL};
	struct fixture f;
	const char *opf;

	(void)state;
	set_up(&f);
	say(&f, "conforms-to", claim);
	write_book(&f);
	assert_has_not(entry(&f, "EPUB/package.opf"), "conformsTo");
	assert_true(has_code(&f.diags, "conformance-evaluator", 0));
	tear_down(&f);
	set_up(&f);
	say(&f, "conforms-to", "WCAG AA");
	say(&f, "certified-by", "Us");
	write_book(&f);
	assert_has_not(entry(&f, "EPUB/package.opf"), "conformsTo");
	assert_true(has_code(&f.diags, "conformance-form", 0));
	tear_down(&f);
	set_up(&f);
	say(&f, "conforms-to", claim);
	say(&f, "certified-by", "Us");
	say(&f, "certified-date", "2026-01-02");
	f.book.site = &f.site; /* so that its link leads somewhere */
	say(&f, "certifier-credential", "A seal");
	say(&f, "certifier-report", "https://x.org/r");
	say(&f, "accessibility-exemption", "eaa-microenterprise");
	say(&f, "accessibility-exemption", "because");
	write_book(&f);
	opf = entry(&f, "EPUB/package.opf");
	for (size_t i = 0; parts[i] != NULL; i++)
		assert_has(opf, parts[i]);
	assert_has(opf, "\"a11y:exemption\">eaa-microenterprise<");
	assert_true(has_code(&f.diags, "exemption-unknown", 0));
	tear_down(&f);
}

static void
conformance_needs_a_sound_book(void **state)
{
	struct fixture f;
	xmlNode *object, *alt;

	(void)state;
	set_up(&f);
	say(&f, "conforms-to", "EPUB Accessibility 1.1 - WCAG 2.0 Level A");
	say(&f, "certified-by", "Us");
	object = bm_child(by_id(f.docs[0], "fig"), "mediaobject");
	alt = bm_child(object, "alt");
	xmlUnlinkNode(alt);
	xmlFreeNode(alt);
	write_book(&f);
	assert_has_not(entry(&f, "EPUB/package.opf"), "conformsTo");
	assert_true(has_code(&f.diags, "conformance-faults", 0));
	tear_down(&f);
}

/* A section with a title, and an anchor for a page of paper. */
static void
mark_page(bm_doc *doc, const char *id, const char *label)
{
	xmlNode *el = bm_el(doc, bm_doc_element(doc), "anchor");

	bm_set_xml(doc, el, "id", id);
	bm_set(doc, el, "role", "pagebreak");
	bm_set(doc, el, "xreflabel", label);
}

static void
pages_of_paper_are_listed(void **state)
{
	struct fixture f;
	const char *nav, *opf;

	(void)state;
	set_up(&f);
	mark_page(f.docs[0], "page-1", "1");
	mark_page(f.docs[1], "page-2", "2");
	say(&f, "page-source", "urn:isbn:9783161484100");
	write_book(&f);
	nav = entry(&f, "EPUB/nav.xhtml");
	opf = entry(&f, "EPUB/package.opf");
	assert_has(nav, "epub:type=\"page-list\" role=\"doc-pagelist\"");
	assert_has(nav, "<a href=\"one.xhtml#page-1\">1</a>");
	assert_has(entry(&f, "EPUB/one.xhtml"),
		   "role=\"doc-pagebreak\" aria-label=\"1\"");
	assert_has(opf, ">pageBreakMarkers<");
	assert_has(opf, ">pageNavigation<");
	assert_has(opf, ">pagination<");
	assert_has(entry(&f, "EPUB/toc.ncx"), "One-2.xhtml#page-2");
	assert_false(has_code(&f.diags, "page-source", 0));
	tear_down(&f);
	/* A source without pages, pages without a source, one page twice. */
	set_up(&f);
	say(&f, "page-source", "urn:isbn:9783161484100");
	write_book(&f);
	assert_has_not(entry(&f, "EPUB/package.opf"), "dc:source");
	assert_has_not(entry(&f, "EPUB/package.opf"), "pageNavigation");
	assert_true(has_code(&f.diags, "pages-missing", 0));
	tear_down(&f);
	set_up(&f);
	mark_page(f.docs[0], "page-1", "1");
	mark_page(f.docs[1], "page-1-2", "1");
	write_book(&f);
	assert_true(has_code(&f.diags, "page-source", 0));
	assert_true(has_code(f.docs[1]->diags, "page-duplicate", 0));
	tear_down(&f);
}

static void
old_readers_get_contents(void **state)
{
	struct fixture f;
	const char *ncx, *opf, *from, *to;

	(void)state;
	set_up(&f);
	write_book(&f);
	ncx = entry(&f, "EPUB/toc.ncx");
	opf = entry(&f, "EPUB/package.opf");
	from = strstr(opf, "urn:uuid:");
	to = strchr(from, '<');
	char id[80];
	snprintf(id, sizeof(id), "content=\"%.*s\"", (int)(to - from), from);
	assert_has(ncx, id);
	assert_has(ncx, "src=\"one.xhtml#s1\"");
	assert_has(ncx, "src=\"cover.xhtml\"");
	assert_has(ncx, "\"dtb:depth\" content=\"2\"");
	assert_has(opf, "<meta name=\"cover\" content=\"cover-image\"/>");
	assert_has_not(opf, "page-progression-direction");
	tear_down(&f);
	set_up(&f);
	say(&f, "writing-mode", "vertical-rl");
	write_book(&f);
	opf = entry(&f, "EPUB/package.opf");
	assert_has(opf, "page-progression-direction=\"rtl\"");
	assert_has(opf, ">verticalWriting<");
	assert_has(entry(&f, "EPUB/one.xhtml"), "class=\"vertical\"");
	tear_down(&f);
}

static void
navigation_follows_the_spine(void **state)
{
	struct fixture f;
	const char *nav, *first, *second, *third;

	(void)state;
	set_up(&f);
	write_book(&f);
	nav = entry(&f, "EPUB/nav.xhtml");
	assert_has(nav, "href=\"title.xhtml\"");
	assert_has(nav, "href=\"one.xhtml#s1\"");
	/* "One" and "one" are two files everywhere. */
	assert_has(nav, "href=\"One-2.xhtml\"");
	first = strstr(nav, "href=\"notices.xhtml\"");
	second = strstr(nav, "href=\"one.xhtml\"");
	third = strstr(nav, "href=\"glossary.xhtml\"");
	assert_true(first != NULL && second > first && third > second);
	assert_has(nav, "epub:type=\"bodymatter\" href=\"one.xhtml\"");
	assert_has(nav, "epub:type=\"glossary\" href=\"glossary.xhtml\"");
	assert_has(nav, "epub:type=\"loi\"");
	assert_has_not(nav, "epub:type=\"lot\"");
	assert_has(nav, "href=\"one.xhtml#fig\"");
	tear_down(&f);
}

static void
notices_stand_once_in_full(void **state)
{
	struct fixture f;
	const char *page;

	(void)state;
	set_up(&f);
	write_book(&f);
	page = entry(&f, "EPUB/notices.xhtml");
	assert_has(page, "Not advice.");
	assert_has_not(page, "Again.");
	assert_has(entry(&f, "EPUB/one.xhtml"), "Not advice.");
	tear_down(&f);
}

static void
links_out_of_the_book(void **state)
{
	struct fixture f;

	(void)state;
	/* A book alone: nothing is known of the manual. */
	set_up(&f);
	write_book(&f);
	assert_has(entry(&f, "EPUB/one.xhtml"), "href=\"glossary.xhtml#g1\"");
	assert_has_not(entry(&f, "EPUB/one.xhtml"), "manual/a");
	assert_true(has_code(f.docs[0]->diags, "link-unresolved", 0));
	tear_down(&f);
	/* In a site without an address: only the text. */
	set_up(&f);
	f.book.site = &f.site;
	write_book(&f);
	assert_has_not(entry(&f, "EPUB/one.xhtml"), "manual/a");
	assert_true(has_code(f.docs[0]->diags, "link-outside", 0));
	assert_false(has_code(f.docs[0]->diags, "link-unresolved", 0));
	tear_down(&f);
	set_up(&f);
	f.book.site = &f.site;
	f.site.base_url = "https://example.org/d/";
	write_book(&f);
	assert_has(entry(&f, "EPUB/one.xhtml"),
		   "href=\"https://example.org/d/manual/a.html#x\"");
	assert_int_equal(f.docs[0]->diags->list.len, 0);
	tear_down(&f);
}

static void
same_bytes_each_time(void **state)
{
	struct fixture a, b;
	bm_buf *x, *y;

	(void)state;
	set_up(&a);
	set_up(&b);
	b.env.threads = 4;
	a.env.epoch = b.env.epoch = 1700000000;
	write_book(&a);
	/* A second run over the same trees, too. */
	write_book(&b);
	zip_discard(b.zip);
	kept_free(&b.kept);
	b.sink = kept_sink(&b.kept);
	write_book(&b);
	x = bm_map_getz(&a.kept.files, "");
	y = bm_map_getz(&b.kept.files, "");
	assert_int_equal(x->len, y->len);
	assert_memory_equal(x->ptr, y->ptr, x->len);
	assert_has(entry(&a, "EPUB/package.opf"), "2023-11-14T22:13:20Z");
	tear_down(&a);
	tear_down(&b);
}

static void
one_document_is_a_book(void **state)
{
	struct fixture f;
	bm_doc *doc;

	(void)state;
	set_up(&f);
	assert_int_equal(bm_writer_epub.write(f.docs[0], &f.env, &f.sink),
			 BM_OK);
	open_zip(&f);
	assert_has(entry(&f, "EPUB/title.xhtml"), "<h1>One</h1>");
	assert_has(entry(&f, "EPUB/one.xhtml"), "manual");
	assert_false(has_code(f.docs[0]->diags, "link-unresolved", 0));
	tear_down(&f);
	/* A book has a page for its title of its own. */
	set_up(&f);
	doc = doc_of(
	    NULL, "b.xml",
	    "<book" DB "xml:id='bk' xml:lang='en'><info><title>Bk</title>"
	    "</info><chapter xml:id='c1'><title>C1</title><para/></chapter>"
	    "<chapter xml:id='c2'><title>C2</title><para/></chapter></book>");
	assert_int_equal(bm_writer_epub.write(doc, &f.env, &f.sink), BM_OK);
	open_zip(&f);
	assert_null(entry(&f, "EPUB/title.xhtml"));
	assert_non_null(entry(&f, "EPUB/bk.xhtml"));
	assert_has(entry(&f, "EPUB/nav.xhtml"), "href=\"c2.xhtml\"");
	assert_has(entry(&f, "EPUB/package.opf"),
		   "<itemref idref=\"text-2\"/>\n<itemref idref=\"text-3\"/>");
	bm_doc_free(doc);
	tear_down(&f);
}

static void
cover_wraps_a_long_title(void **state)
{
	struct fixture f;
	const char *svg_text;

	(void)state;
	set_up(&f);
	f.book.title = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk"
		       "bauunterbeamtengesellschaft <and> a very long story "
		       "about it that needs many lines on any cover at all";
	write_book(&f);
	svg_text = entry(&f, "EPUB/cover.svg");
	assert_has(svg_text, "&lt;and&gt;");
	unsigned lines = 0;
	for (const char *at = svg_text; (at = strstr(at, "<text")) != NULL;
	     at++)
		lines++;
	assert_true(lines > 4 && lines < 14);
	tear_down(&f);
}

static void
no_memory_is_told(void **state)
{
	bm_status status = BM_NO_MEMORY;

	(void)state;
	for (size_t n = 0; status != BM_OK && n < 5000; n += 1 + n / 16) {
		struct limited l = {.left = n};
		bm_allocator al = {limited_alloc, &l};
		struct fixture f;
		set_up(&f);
		f.env.al = &al;
		f.book.site = &f.site;
		status = bm_write_epub(&f.book, &f.env, &f.sink);
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		assert_int_equal(l.balance, 0);
		tear_down(&f);
	}
	assert_int_equal(status, BM_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(package_says_what_the_book_is),
	    cmocka_unit_test(accessibility_is_counted),
	    cmocka_unit_test(conformance_needs_an_evaluator),
	    cmocka_unit_test(conformance_needs_a_sound_book),
	    cmocka_unit_test(pages_of_paper_are_listed),
	    cmocka_unit_test(old_readers_get_contents),
	    cmocka_unit_test(navigation_follows_the_spine),
	    cmocka_unit_test(notices_stand_once_in_full),
	    cmocka_unit_test(links_out_of_the_book),
	    cmocka_unit_test(same_bytes_each_time),
	    cmocka_unit_test(one_document_is_a_book),
	    cmocka_unit_test(cover_wraps_a_long_title),
	    cmocka_unit_test(no_memory_is_told),
	};
	return cmocka_run_group_tests_name("write epub", tests, NULL, NULL);
}

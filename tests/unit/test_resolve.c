/* Resolving: what sheets are told, before any sheet runs. */
#include "write_help.h"

#include "write/publication.h"

static const bm_data data;

static bm_write_env
env_of(const bm_allocator *al)
{
	return (bm_write_env){.data = &data,
			      .al = al,
			      .files = &image_files,
			      .epoch = -1,
			      .lang = "en"};
}

/* Resolves documents as one book; the plan is freed again. */
static bm_status
resolve(pub_kind kind, bm_doc **docs, size_t count, const bm_allocator *al)
{
	bm_write_env env = env_of(al);
	bm_book source = {.id = "b", .docs = docs, .doc_count = count};
	publication *p = pub_new(kind, &env);
	bm_status status = BM_NO_MEMORY;
	pub_book *book;

	if (p == NULL)
		return BM_NO_MEMORY;
	book = pub_add_book(p, &source, kind == PUB_SITE ? "b/" : "");
	for (size_t i = 0; book != NULL && i < count; i++)
		if (pub_add_doc(p, book, docs[i]) == NULL)
			goto out;
	if (book == NULL)
		goto out;
	p->home = "index.html";
	status = kind == PUB_HTML ? BM_OK : pub_arrange(p, book);
	if (status == BM_OK)
		status = pub_resolve(p);
out:
	pub_free(p);
	return status;
}

static bm_doc *
resolved(pub_kind kind, const char *xml)
{
	bm_doc *doc = doc_of(NULL, "text/01-one.xml", xml);

	assert_non_null(doc);
	assert_int_equal(resolve(kind, &doc, 1, NULL), BM_OK);
	return doc;
}

static const char book_xml[] =
    "<book" DB "xml:lang='en' xml:id='main'><info><title>Main</title></info>\n"
    "<part xml:id='p1'><title>Part</title>"
    "<chapter xml:id='one'><title>One</title><para><footnote xml:id='f1'>"
    "<para>n</para></footnote><link linkend='two'/></para>"
    "<section xml:id='s1'><title>S1</title><section xml:id='s11'>"
    "<title>S11</title><bridgehead xml:id='bh'>B</bridgehead></section>"
    "</section><section xml:id='s2'><title>S2</title></section></chapter>"
    "</part>"
    "<chapter xml:id='two' bm:label='2'><title>Two</title>"
    "<para><footnote xml:id='f2'><para>a</para></footnote>"
    "<footnote xml:id='f3'><para>b</para></footnote>"
    "<footnoteref xml:id='r' linkend='f3'/>"
    "<link xml:id='l1' linkend='s11'>x</link>"
    "<xref xml:id='l2' linkend='s1'/></para></chapter>"
    "<bibliography xml:id='bib'><bibliomixed>x</bibliomixed></bibliography>"
    "</book>";

static void
book_is_cut_and_linked(void **state)
{
	bm_doc *doc = resolved(PUB_SITE, book_xml);
	xmlNode *page;

	(void)state;
	assert_string_equal(bm_attr_bm(bm_doc_element(doc), "chunk"),
			    "b/index.html");
	assert_string_equal(bm_attr_bm(by_id(doc, "p1"), "chunk"), "b/p1.html");
	assert_string_equal(bm_attr_bm(by_id(doc, "one"), "chunk"),
			    "b/one.html");
	assert_string_equal(bm_attr_bm(by_id(doc, "one"), "root"), "../");
	assert_null(bm_attr_bm(by_id(doc, "s1"), "chunk"));
	assert_string_equal(bm_attr_bm(by_id(doc, "bib"), "chunk"),
			    "b/bib.html");
	assert_string_equal(bm_attr_bm(by_id(doc, "l1"), "href"),
			    "one.html#s11");
	assert_string_equal(bm_attr_bm(by_id(doc, "l2"), "href"),
			    "one.html#s1");
	assert_string_equal(bm_attr_bm(by_id(doc, "l2"), "text"), "S1");
	page = bm_first_element(by_id(doc, "two"));
	assert_true(bm_is_bm(page, "page"));
	assert_string_equal(bm_attr(page, "title"), "Two");
	assert_string_equal(bm_attr(page, "number"), "2");
	assert_string_equal(bm_attr(page, "doc-title"), "Main");
	bm_doc_free(doc);
}

/* A set in a set is a file too, else its books would have none round them. */
static void
set_in_a_set_is_cut(void **state)
{
	bm_doc *doc = resolved(
	    PUB_SITE, "<set" DB "xml:id='b'><title>All</title><set "
		      "xml:id='in'><title>In</title><book xml:id='k'><title>K"
		      "</title><chapter xml:id='c'><title>C</title><para/>"
		      "</chapter></book></set></set>");

	(void)state;
	for (const char *const *id =
		 (const char *const[]){"in", "k", "c", NULL};
	     *id != NULL; id++) {
		xmlNode *el = by_id(doc, *id);
		assert_non_null(bm_attr_bm(el, "chunk"));
		assert_non_null(bm_attr_bm(el->parent, "chunk"));
		assert_string_equal(bm_attr_bm(el, "level"), "1");
	}
	bm_doc_free(doc);
}

static void
page_has_its_way(void **state)
{
	bm_doc *doc = resolved(PUB_SITE, book_xml);
	xmlNode *n = bm_first_element(bm_first_element(by_id(doc, "one")));
	const char *want[] = {"crumb index.html", "crumb p1.html",
			      "prev p1.html", "next two.html", NULL};
	char text[256];

	(void)state;
	/* Home is the page above in this plan's root, then book, then part. */
	assert_string_equal(bm_attr(n, "href"), "../index.html");
	n = bm_next_element(n);
	for (size_t i = 0; want[i] != NULL; i++, n = bm_next_element(n)) {
		snprintf(text, sizeof(text), "%s %s", (const char *)n->name,
			 bm_attr(n, "href"));
		assert_string_equal(text, want[i]);
	}
	assert_true(bm_is_bm(n, "toc"));
	xmlNode *entry = bm_first_element(n);
	assert_string_equal(bm_attr(entry, "href"), "p1.html");
	entry = bm_first_element(entry);
	assert_string_equal(bm_attr(entry, "href"), "one.html");
	assert_string_equal(bm_attr(entry, "current"), "page");
	n = bm_next_element(n);
	assert_true(bm_is_bm(n, "local-toc"));
	entry = bm_first_element(n);
	assert_string_equal(bm_attr(entry, "href"), "#s1");
	assert_string_equal(bm_attr(bm_first_element(entry), "href"), "#s11");
	bm_doc_free(doc);
}

static void
levels_start_anew_in_each_file(void **state)
{
	bm_doc *doc = resolved(PUB_SITE, book_xml);

	(void)state;
	assert_string_equal(bm_attr_bm(by_id(doc, "one"), "level"), "1");
	assert_string_equal(bm_attr_bm(by_id(doc, "s1"), "level"), "2");
	assert_string_equal(bm_attr_bm(by_id(doc, "s11"), "level"), "3");
	assert_string_equal(bm_attr_bm(by_id(doc, "bh"), "level"), "4");
	assert_string_equal(bm_attr_bm(by_id(doc, "two"), "level"), "1");
	assert_int_equal(resolve(PUB_HTML, &doc, 1, NULL), BM_OK);
	assert_string_equal(bm_attr_bm(bm_doc_element(doc), "level"), "1");
	assert_string_equal(bm_attr_bm(by_id(doc, "one"), "level"), "3");
	assert_string_equal(bm_attr_bm(by_id(doc, "s11"), "level"), "5");
	assert_null(bm_attr_bm(by_id(doc, "one"), "chunk"));
	bm_doc_free(doc);
}

static void
notes_count_for_each_file(void **state)
{
	bm_doc *doc = resolved(PUB_SITE, book_xml);
	xmlNode *ref = by_id(doc, "r");

	(void)state;
	assert_string_equal(bm_attr_bm(by_id(doc, "f1"), "label"), "1");
	assert_string_equal(bm_attr_bm(by_id(doc, "f2"), "label"), "1");
	assert_string_equal(bm_attr_bm(by_id(doc, "f3"), "label"), "2");
	assert_string_equal(bm_attr_bm(by_id(doc, "f3"), "ref"), "fnref-2");
	assert_string_equal(bm_attr_bm(by_id(doc, "f3"), "in"), "b/two.html");
	assert_string_equal(bm_attr_bm(ref, "label"), "2");
	assert_string_equal(bm_attr_bm(ref, "ref"), "fnref-2-2");
	assert_string_equal(bm_attr_bm(ref, "href"), "#f3");
	assert_string_equal(bm_attr_bm(by_id(doc, "two"), "notes"), "2");
	assert_null(bm_attr_bm(bm_doc_element(doc), "notes"));
	bm_doc_free(doc);
}

/* The tree without what the parser keeps apart. */
static char *
dump(bm_doc *doc)
{
	bm_buf buf;
	char *text;

	bm_buf_init(&buf, NULL);
	assert_int_equal(bm_doc_dump(doc, &buf), BM_OK);
	text = strdup(bm_buf_cstr(&buf));
	bm_buf_free(&buf);
	return text;
}

static void
it_may_run_again(void **state)
{
	static const pub_kind order[] = {PUB_EPUB, PUB_HTML, PUB_SITE};
	bm_doc *doc = resolved(PUB_SITE, book_xml);
	char *first = dump(doc), *last;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(resolve(order[i], &doc, 1, NULL), BM_OK);
	last = dump(doc);
	assert_string_equal(first, last);
	free(first);
	free(last);
	bm_doc_free(doc);
}

static void
links_go_to_other_documents(void **state)
{
	bm_doc *docs[2] = {
	    doc_of(
		NULL, "text/01-one.md",
		"<article" DB "xml:id='one'><info><title>One</title></info>\n"
		"<para><link xml:id='a' xlink:href='02-two.md#t'/>\n"
		"<link xml:id='b' xlink:href='02-two.md'>two</link>\n"
		"<link xml:id='c' xlink:href='./02-two.md#gone'>x</link>\n"
		"<link xml:id='d' xlink:href='03.md'>x</link>\n"
		"<link xml:id='e' xlink:href='https://x.org/a#b'>x</link>\n"
		"<link xml:id='f' xlink:href=' java&#9;script:1'>x</link>\n"
		"<link xml:id='g' xlink:href='%30%32-two.md#t'>x</link>\n"
		"<link xml:id='h' xlink:href='#one'>x</link></para></article>"),
	    doc_of(NULL, "text/02-two.md",
		   "<article" DB
		   "xml:id='two'><info><title>The two</title></info>"
		   "<table xml:id='t' bm:label='3'><title>T</title><tgroup "
		   "cols='1'>"
		   "<tbody><row><entry>x</entry></row></tbody></tgroup></table>"
		   "</article>")};
	bm_doc *d = docs[0];

	(void)state;
	assert_int_equal(resolve(PUB_SITE, docs, 2, NULL), BM_OK);
	assert_string_equal(bm_attr_bm(by_id(d, "a"), "href"), "two.html#t");
	assert_string_equal(bm_attr_bm(by_id(d, "a"), "text"), "Table 3");
	assert_string_equal(bm_attr_bm(by_id(d, "b"), "href"), "two.html");
	assert_null(bm_attr_bm(by_id(d, "b"), "text"));
	assert_null(bm_attr_bm(by_id(d, "c"), "href"));
	assert_null(bm_attr_bm(by_id(d, "d"), "href"));
	assert_string_equal(bm_attr_bm(by_id(d, "e"), "href"),
			    "https://x.org/a#b");
	assert_null(bm_attr_bm(by_id(d, "f"), "href"));
	assert_string_equal(bm_attr_bm(by_id(d, "g"), "href"), "two.html#t");
	assert_string_equal(bm_attr_bm(by_id(d, "h"), "href"), "#one");
	assert_true(has_code(d->diags, "link-unresolved", 4));
	assert_true(has_code(d->diags, "link-unresolved", 5));
	assert_true(has_code(d->diags, "link-unsafe", 7));
	assert_int_equal(d->diags->list.len, 3);
	/* Once is enough. */
	assert_int_equal(resolve(PUB_EPUB, docs, 2, NULL), BM_OK);
	assert_int_equal(d->diags->list.len, 3);
	bm_doc_free(docs[0]);
	bm_doc_free(docs[1]);
}

static const char table_xml[] =
    "<article" DB "><info><title>T</title></info>"
    "<table xml:id='t' rowheader='firstcol'><title>x</title>"
    "<tgroup cols='3'><colspec colname='c1'/><colspec colname='c2' "
    "align='right'/><colspec colname='c3'/>"
    "<thead><row><entry xml:id='h0' morerows='1'/>"
    "<entry xml:id='h1' namest='c2' nameend='c3'>Both</entry></row>"
    "<row><entry xml:id='h2'>L</entry><entry xml:id='h3'>R</entry></row>"
    "</thead><tbody>"
    "<row><entry xml:id='r1' morerows='1'>Row</entry>"
    "<entry xml:id='d1'>1</entry><entry xml:id='d2'>2</entry></row>"
    "<row><entry xml:id='d3'>3</entry><entry xml:id='d4'>4</entry></row>"
    "<row xml:id='bad'><entry>a</entry><entry>b</entry><entry>c</entry>"
    "<entry xml:id='over'>d</entry></row>"
    "</tbody></tgroup></table>"
    "<informaltable><tgroup cols='2'><thead><row><entry xml:id='s1'>A</entry>"
    "<entry>B</entry></row></thead><tbody><row><entry xml:id='s2'>1</entry>"
    "<entry>2</entry></row></tbody></tgroup></informaltable>"
    "<informaltable><tr><th xml:id='x1'>A</th><th>B</th></tr>"
    "<tr><th xml:id='x2' rowspan='2'>C</th><td>1</td></tr>"
    "<tr><td xml:id='x3'>2</td></tr></informaltable></article>";

static void
table_cells_know_their_headers(void **state)
{
	bm_doc *doc = resolved(PUB_HTML, table_xml);

	(void)state;
	/* An empty header would be announced as nothing. */
	assert_null(bm_attr_bm(by_id(doc, "h0"), "cell")); /* td, by itself */
	assert_string_equal(bm_attr_bm(by_id(doc, "h0"), "rowspan"), "2");
	assert_string_equal(bm_attr_bm(by_id(doc, "h1"), "cell"), "th");
	assert_string_equal(bm_attr_bm(by_id(doc, "h1"), "colspan"), "2");
	assert_string_equal(bm_attr_bm(by_id(doc, "h1"), "scope"), "col");
	assert_string_equal(bm_attr_bm(by_id(doc, "r1"), "scope"), "row");
	assert_string_equal(bm_attr_bm(by_id(doc, "d1"), "align"), "right");
	assert_string_equal(bm_attr_bm(by_id(doc, "d1"), "headers"),
			    "h1 h2 r1");
	assert_string_equal(bm_attr_bm(by_id(doc, "d4"), "headers"),
			    "h1 h3 r1");
	assert_true(has_code(doc->diags, "table-columns", 0));
	assert_null(bm_attr_bm(by_id(doc, "s1"), "id"));
	assert_string_equal(bm_attr_bm(by_id(doc, "s1"), "scope"), "col");
	assert_null(bm_attr_bm(by_id(doc, "s2"), "cell"));
	assert_null(bm_attr_bm(by_id(doc, "s2"), "headers"));
	assert_string_equal(bm_attr_bm(by_id(doc, "x1"), "scope"), "col");
	assert_string_equal(bm_attr_bm(by_id(doc, "x2"), "scope"), "row");
	assert_string_equal(bm_attr_bm(by_id(doc, "x3"), "headers"),
			    "table-r1c2 x2");
	bm_doc_free(doc);
}

/* A row of CALS may leave columns out, one of HTML may not. */
static void
gaps_of_rows_are_told(void **state)
{
	bm_doc *doc = resolved(
	    PUB_HTML,
	    "<article" DB "><info><title>T</title></info>"
	    "<informaltable><tgroup cols='4'><colspec colname='c2' colnum='2'/>"
	    "<colspec colname='c3'/><colspec colname='c4'/><tbody>"
	    "<row xml:id='r1'><entry xml:id='a' morerows='1'>A</entry>"
	    "<entry xml:id='b' colname='c4'>B</entry></row>"
	    "<row xml:id='r2'><entry xml:id='c'>C</entry></row>"
	    "</tbody></tgroup></informaltable>"
	    "<informaltable><tgroup cols='2'><colspec colname='x'/>"
	    "<colspec colname='y'/><tbody><row>"
	    "<entry xml:id='w' namest='x' nameend='y'>W</entry></row>"
	    "</tbody></tgroup></informaltable></article>");

	(void)state;
	assert_null(bm_attr_bm(by_id(doc, "a"), "gap"));
	assert_string_equal(bm_attr_bm(by_id(doc, "b"), "gap"), "2");
	assert_null(bm_attr_bm(by_id(doc, "r1"), "gap"));
	assert_null(bm_attr_bm(by_id(doc, "c"), "gap"));
	assert_string_equal(bm_attr_bm(by_id(doc, "r2"), "gap"), "2");
	/* No cell begins in the second column: there is none. */
	assert_null(bm_attr_bm(by_id(doc, "w"), "colspan"));
	bm_doc_free(doc);
}

/* What one wide row asks of thousands is not done. */
static void
gaps_have_a_bound(void **state)
{
	size_t gaps = 0;
	bm_doc *doc;
	bm_buf buf;

	(void)state;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<article" DB "><info><title>T</title></info>"
			  "<informaltable><tgroup cols='1000'>"
			  "<colspec colname='z' colnum='1000'/><tbody><row>"
			  "<entry colname='z'>x</entry></row>");
	for (int i = 0; i < 1000; i++)
		bm_buf_puts(&buf, "<row><entry>x</entry></row>");
	bm_buf_puts(&buf, "</tbody></tgroup></informaltable></article>");
	doc = resolved(PUB_HTML, bm_buf_cstr(&buf));
	for (xmlNode *n = bm_doc_element(doc); n != NULL;
	     n = bm_walk(n, bm_doc_element(doc)))
		if (bm_attr_bm(n, "gap") != NULL)
			gaps += strtoul(bm_attr_bm(n, "gap"), NULL, 10);
	assert_true(gaps > 999 && gaps < 10000);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
hostile_tables_end(void **state)
{
	bm_doc *doc = resolved(
	    PUB_HTML,
	    "<article" DB "><informaltable><tgroup cols='99999999999'>"
	    "<colspec colnum='88888888' colname='z'/><tbody>"
	    "<row><entry morerows='99999999999' namest='z' nameend='z'>a"
	    "</entry><entry colname='nope'>b</entry></row>"
	    "<row><entry spanname='none'>c</entry></row><row/>"
	    "</tbody></tgroup></informaltable>"
	    "<informaltable><tr><td colspan='0' rowspan='0'>x</td>"
	    "<td colspan='4000000000'>y</td><td>z</td></tr></informaltable>"
	    "</article>");

	(void)state;
	bm_doc_free(doc);
}

static void
images_are_found_and_looked_into(void **state)
{
	bm_doc *doc = doc_of(
	    NULL, "text/01-one.md",
	    "<article" DB "><info><title>T</title></info>\n"
	    "<mediaobject><alt>Spine</alt><imageobject><imagedata xml:id='a' "
	    "fileref='figures/spine.svg'/></imageobject></mediaobject>\n"
	    "<mediaobject><imageobject><imagedata xml:id='b' "
	    "fileref='photo.png'/></imageobject></mediaobject>\n"
	    "<mediaobject role='decorative'><alt/><imageobject><imagedata "
	    "xml:id='c' fileref='figures/photo.png'/></imageobject>"
	    "</mediaobject>\n"
	    "<mediaobject><imageobject><imagedata xml:id='d' "
	    "fileref='gone.png'/></imageobject></mediaobject>\n"
	    "<mediaobject><imageobject><imagedata xml:id='e' "
	    "fileref='bad.svg'/></imageobject></mediaobject>\n"
	    "<mediaobject><imageobject><imagedata xml:id='f' "
	    "fileref='note.txt'/></imageobject></mediaobject>\n"
	    "<mediaobject><imageobject><imagedata xml:id='g' "
	    "fileref='https://x.org/a.png'/></imageobject></mediaobject>"
	    "</article>");

	(void)state;
	assert_int_equal(resolve(PUB_EPUB, &doc, 1, NULL), BM_OK);
	assert_string_equal(bm_attr_bm(by_id(doc, "a"), "src"),
			    "media/spine.svg");
	assert_string_equal(bm_attr_bm(by_id(doc, "a"), "width"), "640");
	assert_string_equal(bm_attr_bm(by_id(doc, "a"), "height"), "320");
	assert_string_equal(bm_attr_bm(by_id(doc, "b"), "src"),
			    "media/photo.png");
	assert_string_equal(bm_attr_bm(by_id(doc, "b"), "width"), "40");
	assert_string_equal(bm_attr_bm(by_id(doc, "c"), "src"),
			    "media/photo-2.png");
	for (const char *id = "defg"; *id != '\0'; id++) {
		char name[2] = {*id, 0};
		assert_null(bm_attr_bm(by_id(doc, name), "src"));
	}
	assert_true(has_code(doc->diags, "image-not-found", 5));
	assert_true(has_code(doc->diags, "image-unsafe", 6));
	assert_true(has_code(doc->diags, "image-format", 7));
	assert_true(has_code(doc->diags, "image-remote", 8));
	assert_int_equal(resolve(PUB_HTML, &doc, 1, NULL), BM_OK);
	assert_string_equal(bm_attr_bm(by_id(doc, "a"), "src"),
			    "figures/spine.svg");
	assert_string_equal(bm_attr_bm(by_id(doc, "g"), "src"),
			    "https://x.org/a.png");
	bm_doc_free(doc);
}

static void
probe(const char *bytes, size_t n, const char *type, unsigned w, unsigned h)
{
	bm_arena *arena = bm_arena_new(NULL);
	char *copy = malloc(n > 0 ? n : 1); /* so that overreads are seen */
	pub_image image;

	memcpy(copy, bytes, n);
	assert_int_equal(pub_image_probe(arena, (bm_str){copy, n}, &image),
			 BM_OK);
	assert_true(bm_streq(image.type, type));
	assert_int_equal(image.width, w);
	assert_int_equal(image.height, h);
	free(copy);
	bm_arena_free(arena);
}

static void
image_sizes(void **state)
{
	static const char jpeg[] = "\xFF\xD8\xFF\xE0\0\x04xx\xFF\xFF\xC0\0\x11"
				   "\x08\0\x30\0\x40\x03zz";
	static const char gif[] = "GIF89a\x05\0\x06\0\0\0";
	static const char vp8x[] = "RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0"
				   "\x0f\0\0\x1f\0\0";
	static const char vp8l[] = "RIFF\0\0\0\0WEBPVP8L\x0a\0\0\0\x2f"
				   "\x03\x40\0\0\0\0\0\0\0";
	static const char unit[] = "<svg xmlns='http://www.w3.org/2000/svg' "
				   "width='10cm' height='4' "
				   "viewBox='-1 -2.5 12.6, 7'/>";

	(void)state;
	probe(jpeg, sizeof(jpeg) - 1, "image/jpeg", 64, 48);
	probe(gif, sizeof(gif) - 1, "image/gif", 5, 6);
	probe(vp8x, sizeof(vp8x) - 1, "image/webp", 16, 32);
	probe(vp8l, sizeof(vp8l) - 1, "image/webp", 4, 2);
	probe(unit, sizeof(unit) - 1, "image/svg+xml", 13, 7);
	probe("", 0, NULL, 0, 0);
	probe("<html><svg></html>", 18, NULL, 0, 0);
	for (size_t n = 0; n < sizeof(jpeg) - 1; n++) {
		bm_arena *arena = bm_arena_new(NULL);
		char *copy = malloc(n + 1);
		pub_image image;
		memcpy(copy, jpeg, n);
		copy = realloc(copy, n > 0 ? n : 1);
		pub_image_probe(arena, (bm_str){copy, n}, &image);
		free(copy);
		bm_arena_free(arena);
	}
}

static void
file_names_are_safe_and_unique(void **state)
{
	bm_write_env env = env_of(NULL);
	publication *p = pub_new(PUB_SITE, &env);
	static const char *const cases[][2] = {{"intro", "intro.html"},
					       {"Intro", "Intro-2.html"},
					       {"a/../b c", "a-b-c.html"},
					       {"CON", "CON-page.html"},
					       {"com1.x", "com1.x-page.html"},
					       {"\xC3\xA9t\xC3\xA9", "t.html"},
					       {"...", "page.html"},
					       {"", "page-2.html"},
					       {NULL, NULL}};

	(void)state;
	for (size_t i = 0; cases[i][0] != NULL; i++)
		assert_string_equal(
		    pub_unique_name(p, "", cases[i][0], ".html"), cases[i][1]);
	pub_free(p);
}

static void
context_lists_words_that_count(void **state)
{
	bm_doc *doc =
	    resolved(PUB_HTML, "<article" DB
			       "xml:lang='de-AT'><info><title>T</title></info>"
			       "<para/></article>");
	xmlNode *context = bm_doc_element(doc)->last;
	size_t count = 0;

	(void)state;
	assert_true(bm_is_bm(context, "context"));
	assert_string_equal(bm_attr(context, "writer"), "html");
	assert_string_equal(bm_attr(context, "chunked"), "no");
	xmlNode *l10n = bm_first_element(context);
	assert_true(bm_is_bm(l10n, "l10n"));
	assert_string_equal(bm_attr_xml(l10n, "lang"), "de-AT");
	/* All other words are no part of the tree. */
	for (xmlNode *n = bm_first_element(l10n); n != NULL;
	     n = bm_next_element(n)) {
		assert_true(bm_str_starts(bm_str_of(bm_attr(n, "name")),
					  "search-found-"));
		count++;
	}
	assert_int_equal(count, 2);
	bm_doc_free(doc);
}

static void
no_memory_is_told(void **state)
{
	bm_status status = BM_NO_MEMORY;

	(void)state;
	for (size_t n = 0; status != BM_OK && n < 400; n++) {
		bm_doc *doc = doc_of(NULL, "text/01-one.xml", book_xml);
		struct limited l = {.left = n};
		bm_allocator al = {limited_alloc, &l};
		status = resolve(PUB_SITE, &doc, 1, &al);
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		assert_int_equal(l.balance, 0);
		bm_doc_free(doc);
	}
	assert_int_equal(status, BM_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(book_is_cut_and_linked),
	    cmocka_unit_test(set_in_a_set_is_cut),
	    cmocka_unit_test(page_has_its_way),
	    cmocka_unit_test(levels_start_anew_in_each_file),
	    cmocka_unit_test(notes_count_for_each_file),
	    cmocka_unit_test(it_may_run_again),
	    cmocka_unit_test(links_go_to_other_documents),
	    cmocka_unit_test(table_cells_know_their_headers),
	    cmocka_unit_test(gaps_of_rows_are_told),
	    cmocka_unit_test(gaps_have_a_bound),
	    cmocka_unit_test(hostile_tables_end),
	    cmocka_unit_test(images_are_found_and_looked_into),
	    cmocka_unit_test(image_sizes),
	    cmocka_unit_test(file_names_are_safe_and_unique),
	    cmocka_unit_test(context_lists_words_that_count),
	    cmocka_unit_test(no_memory_is_told),
	};
	return cmocka_run_group_tests_name("resolve", tests, NULL, NULL);
}

#include "xml_help.h"

static bm_doc *
include(const char *text, struct fake *fakes, bm_status expected)
{
	bm_doc *doc = new_doc("docs/a.xml", "docs");
	bm_xml_files files = {fakes, fake_read};
	bm_status status = bm_xml_parse(doc, bm_str_of(text), &files);
	if (status != expected)
		print_diags(doc);
	assert_int_equal(status, expected);
	return doc;
}

static void
dump_is(const bm_doc *doc, const char *expected)
{
	bm_buf out;
	bm_buf_init(&out, NULL);
	bm_doc_dump(doc, &out);
	assert_string_equal(strchr(bm_buf_cstr(&out), '\n') + 1, expected);
	bm_buf_free(&out);
}

static void
includes_files(void **state)
{
	(void)state;
	struct fake fakes[] = {
	    {"docs/part/b.xml",
	     "<?xml version='1.0'?>\n<d:section xmlns:d='" DB "' xml:id='b' "
	     "xmlns:l='http://www.w3.org/1999/xlink'>"
	     "\n<d:para l:href='x'>b</d:para>\n"
	     "<xi:include " XI " href='c%2Exml'/></d:section>",
	     0},
	    {"docs/part/c.xml",
	     "<section xmlns='" DB "' xml:lang='fr'><para xml:id='p'>c"
	     "<emphasis>!</emphasis></para><para>d</para></section>",
	     0},
	    {"docs/t.txt", "a < b & c\xEF\xBF\xBE\n", 0},
	    {NULL, NULL, 0}};
	bm_doc *doc =
	    include("<article xmlns='" DB "' " XI "><title>t</title>\n"
		    "<xi:include href='part/b.xml'/>"
		    "<xi:include href='part/c.xml' xpointer='p'/>"
		    "<xi:include href='part/c.xml' xpointer='element(/1/2)'/>"
		    "<xi:include href='part/c.xml' xpointer='element(p/1)'/>"
		    "<programlisting>1<xi:include href='t.txt' parse='text'/>2"
		    "</programlisting></article>",
		    fakes, BM_OK);
	print_diags(doc);
	assert_int_equal(doc->diags->list.len, 0);
	dump_is(doc,
		"<article xmlns=\"" DB
		"\" xmlns:xlink=\"http://www.w3.org/1999/"
		"xlink\">\n"
		"  <title>t</title>\n"
		"  <section xml:id=\"b\" xml:base=\"part/b.xml\">\n"
		"    <para xlink:href=\"x\">b</para>\n"
		"    <section xml:lang=\"fr\">\n"
		"      <para xml:id=\"p\">c<emphasis>!</emphasis></para>\n"
		"      <para>d</para>\n"
		"    </section>\n"
		"  </section>\n"
		"  <para xml:id=\"p\" xml:base=\"part/c.xml\" xml:lang=\"fr\">c"
		"<emphasis>!</emphasis></para>\n"
		"  <para xml:base=\"part/c.xml\" xml:lang=\"fr\">d</para>\n"
		"  <emphasis xml:base=\"part/c.xml\" xml:lang=\"fr\">!"
		"</emphasis>\n"
		"  <programlisting>1a &lt; b &amp; c\xEF\xBF\xBD\n2"
		"</programlisting>\n"
		"</article>\n");
	xmlNode *section = bm_child(bm_doc_element(doc), "section");
	const bm_pos *pos = bm_get_pos(doc, bm_child(section, "para"));
	assert_string_equal(pos->file, "docs/part/b.xml");
	assert_int_equal(pos->line, 3);
	assert_int_equal(pos->column, 1);
	pos = bm_get_pos(doc, bm_child(bm_child(section, "section"), "para"));
	assert_string_equal(pos->file, "docs/part/c.xml");
	pos = bm_get_pos(doc, bm_child(bm_doc_element(doc), "programlisting"));
	assert_string_equal(pos->file, "docs/a.xml");
	/* The tree can be built on. */
	bm_set_xml(doc, section, "id", "new");
	bm_add_textz(doc, bm_el(doc, section, "para"), "more");
	bm_doc_free(doc);
}

static void
include_as_root(void **state)
{
	(void)state;
	struct fake fakes[] = {
	    {"docs/x/b.xml", "<xi:include " XI " href='y/c.xml'/>", 0},
	    {"docs/x/y/c.xml", "<para xmlns='" DB "' xml:base='z/'>c</para>",
	     0},
	    {"docs/b.txt", "text", 0},
	    {NULL, NULL, 0}};
	bm_doc *doc =
	    include("<xi:include " XI " href='x/b.xml'/>", fakes, BM_OK);
	dump_is(doc, "<para xmlns=\"" DB "\" xml:base=\"x/y/z/\">c</para>\n");
	bm_doc_free(doc);
	/* One that leads elsewhere stays what it is. */
	struct fake elsewhere[] = {
	    {"docs/b.xml", "<para xmlns='" DB "' xml:base='/z/'>c</para>", 0},
	    {NULL, NULL, 0}};
	doc = include("<article xmlns='" DB "' " XI ">"
		      "<xi:include href='b.xml'/></article>",
		      elsewhere, BM_OK);
	dump_is(doc, "<article xmlns=\"" DB "\">\n"
		     "  <para xml:base=\"/z/\">c</para>\n</article>\n");
	bm_doc_free(doc);
	doc = include("<xi:include " XI " href='b.txt' parse='text'/>", fakes,
		      BM_BAD_INPUT);
	found(doc, "xinclude-unsupported", 1, 1);
	bm_doc_free(doc);
	doc =
	    include("<xi:include " XI " href='no.xml'/>", fakes, BM_BAD_INPUT);
	found(doc, "xinclude-not-found", 1, 1);
	bm_doc_free(doc);
	/* A file whose root cannot be included leaves the rest alone. */
	fakes[0].text = "<xi:include " XI " href='gone.xml'/>";
	doc = include("<a " XI "><xi:include href='x/b.xml'/>z</a>", fakes,
		      BM_OK);
	found(doc, "xinclude-not-found", 1, 1);
	text_is(doc, "z");
	bm_doc_free(doc);
}

static void
include_fallback(void **state)
{
	(void)state;
	struct fake fakes[] = {{"docs/b.xml", "<b>b</b>", 0}, {NULL, NULL, 0}};
	bm_doc *doc = include(
	    "<a xmlns='u' " XI ">1<xi:include href='no.xml'><xi:fallback>2"
	    "<p:c xmlns:p='v'>3</p:c><xi:include href='b.xml'/>"
	    "<xi:include href='no2.xml'><xi:fallback>4</xi:fallback>"
	    "</xi:include></xi:fallback></xi:include>5"
	    "<xi:include href='no3.xml'><xi:fallback/></xi:include></a>",
	    fakes, BM_OK);
	assert_int_equal(doc->diags->list.len, 0);
	dump_is(doc, "<a xmlns=\"u\">12<c xmlns=\"v\">3</c>"
		     "<b xmlns=\"\">b</b>45</a>\n");
	bm_doc_free(doc);
}

static void
include_by_pointer(void **state)
{
	static const char *const pointers[] = {
	    "xpointer(/b/c[2])",
	    "xpointer(/p:b/*[3])",
	    "xpointer(id('x')/../c)", /* no path of names: passed over */
	    "xpointer(id('x')/d)",
	    "xmlns(p=u) other(x) element(none) xpointer(/b/c[2])",
	    "xpath1(/b/c[2])",
	};
	static const char *const want[] = {"two", "two", NULL,
					   "in",  "two", "two"};
	struct fake fakes[] = {{"docs/b.xml",
				"<b><c>one</c><e xml:id='x'><d>in</d></e>"
				"<c>two</c></b>",
				0},
			       {NULL, NULL, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(pointers) / sizeof(pointers[0]); i++) {
		char text[300];
		bm_doc *doc;

		snprintf(text, sizeof(text),
			 "<a " XI "><xi:include href='b.xml' "
			 "xpointer=\"%s\"/></a>",
			 pointers[i]);
		doc = include(text, fakes, BM_OK);
		assert_int_equal(doc->diags->list.len, want[i] == NULL);
		text_is(doc, want[i] != NULL ? want[i] : "");
		bm_doc_free(doc);
	}
}

static void
include_failures(void **state)
{
	(void)state;
	static const struct {
		const char *attributes, *code;
	} bad[] = {
	    {"href='no.xml'", "xinclude-not-found"},
	    {"href='b.xml' xpointer='none'", "xinclude-not-found"},
	    {"href='b.xml' xpointer='element(/1/9)'", "xinclude-not-found"},
	    {"href='b.xml' xpointer='xpointer(//b)'", "xinclude-unsupported"},
	    {"href='b.xml' xpointer='element(/x)'", "xinclude-unsupported"},
	    {"href='b.xml' xpointer='xpointer(/b/c)'", "xinclude-not-found"},
	    {"href='b.xml' xpointer='xpointer(/c)'", "xinclude-not-found"},
	    {"href='b.xml' xpointer='xpointer(/b[0])'", "xinclude-not-found"},
	    {"href='b.xml' xpointer='xpointer(/)'", "xinclude-unsupported"},
	    {"href='b.xml' xpointer='xpointer(/b/@c)'", "xinclude-unsupported"},
	    {"href='b.xml' xpointer='xpointer(/c/text())'",
	     "xinclude-unsupported"},
	    {"href='b.xml' xpointer='xpointer(/b[x])'", "xinclude-unsupported"},
	    {"href='b.xml' xpointer='xpointer(/b'", "xinclude-unsupported"},
	    {"href='b.xml' xpointer='other(x)'", "xinclude-unsupported"},
	    {"href='b.xml' xpointer=\"xpointer(id('x')/range-to(id('y')))\"",
	     "xinclude-unsupported"},
	    {"href='b.xml' parse='html'", "xinclude-unsupported"},
	    {"href='b.xml#b'", "xinclude-unsupported"},
	    {"xpointer='b'", "xinclude-unsupported"},
	    {"href='../b.xml'", "xinclude-outside"},
	    {"href='x/../../../etc/passwd' parse='text'", "xinclude-outside"},
	    {"href='/etc/passwd' parse='text'", "xinclude-outside"},
	    {"href='%2Fetc/passwd' parse='text'", "xinclude-outside"},
	    {"href='%2e%2e/b.xml' parse='text'", "xinclude-outside"},
	    {"href='file:///etc/passwd' parse='text'", "xinclude-outside"},
	    {"href='http://example.org/'", "xinclude-outside"},
	    {"href='//example.org/'", "xinclude-outside"},
	    {"href='b.xml' xml:base='../'", "xinclude-outside"},
	    {"href='b.xml' xml:base='http://example.org/'", "xinclude-outside"},
	    {"href='a.xml'", "xinclude-cycle"},
	    {"href='./x/../a.xml'", "xinclude-cycle"},
	    {"href='loop.xml'", "xinclude-cycle"},
	    {"href='bad.xml'", "xml-syntax"},
	    {"href='latin.txt' parse='text' encoding='klingon'",
	     "xinclude-unsupported"},
	};
	struct fake fakes[] = {
	    {"docs/b.xml", "<b/>", 0},
	    {"docs/loop.xml", "<c " XI "><xi:include href='a.xml'/></c>", 0},
	    {"docs/bad.xml", "<b>", 0},
	    {"docs/latin.txt", "\xE9", 0},
	    {NULL, NULL, 0}};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char text[400];
		snprintf(text, sizeof(text),
			 "<a " XI ">before \n <xi:include %s/> after</a>",
			 bad[i].attributes);
		bm_doc *doc = include(text, fakes, BM_OK);
		if (doc->diags->list.len != 1)
			print_message("%s\n", bad[i].attributes);
		assert_int_equal(doc->diags->list.len, 1);
		bool here = strcmp(bad[i].code, "xml-syntax") != 0 &&
			    strstr(text, "loop") == NULL;
		found(doc, bad[i].code, here ? 2 : 0, here ? 2 : 0);
		text_is(doc, "before after");
		bm_doc_free(doc);
	}
	bm_doc *doc = include("<a " XI "><xi:include href='latin.txt' "
			      "parse='text' encoding='iso-8859-1'/></a>",
			      fakes, BM_OK);
	text_is(doc, "\xC3\xA9");
	bm_doc_free(doc);
	/* Without files, or without a root, nothing is read. */
	doc = new_doc("docs/a.xml", "docs");
	assert_int_equal(
	    bm_xml_parse(doc,
			 bm_str_of("<a " XI "><xi:include href='b.xml'/></a>"),
			 NULL),
	    BM_OK);
	found(doc, "xinclude-not-found", 1, 0);
	bm_doc_free(doc);
	doc = new_doc("docs/a.xml", NULL);
	bm_xml_files files = {fakes, fake_read};
	assert_int_equal(
	    bm_xml_parse(doc,
			 bm_str_of("<a " XI "><xi:include href='b.xml'/></a>"),
			 &files),
	    BM_OK);
	found(doc, "xinclude-outside", 1, 0);
	bm_doc_free(doc);
}

/* Each file includes the next one twice. */
static bm_status
doubling_read(void *user, bm_doc *doc, const char *path, bm_str *out)
{
	int n = atoi(bm_path_base(path));
	(void)user;
	const char *text =
	    bm_arena_printf(doc->arena,
			    "<b " XI "><xi:include href='%d.xml'/><xi:include "
			    "href='%d.xml'/></b>",
			    n + 1, n + 1);
	*out = bm_str_of(text);
	return BM_OK;
}

static void
includes_are_bounded(void **state)
{
	(void)state;
	bm_doc *doc = new_doc("docs/a.xml", "docs");
	bm_xml_files files = {NULL, doubling_read};
	double start = seconds();
	bm_status status = bm_xml_parse(
	    doc, bm_str_of("<a " XI "><xi:include href='1.xml'/></a>"), &files);
	assert_int_equal(status, BM_OK);
	found(doc, "xinclude-limit", 1, 0);
	assert_int_equal(doc->diags->list.len, 1);
	assert_true(seconds() - start < 5);
	bm_doc_free(doc);
}

/* What a file declares holds in it and in the files of its entities, and what
 * is around it keeps its own. */
static void
include_with_declarations(void **state)
{
	(void)state;
	struct fake fakes[] = {
	    {"docs/b.xml",
	     "<!DOCTYPE b [<!ENTITY n 'two'><!ENTITY own '!'>"
	     "<!ENTITY e SYSTEM 'e.xml'>]><b>&n;&e;</b>",
	     0},
	    {"docs/c.xml", "<c>three<xi:include " XI " href='d.xml'/></c>", 0},
	    {"docs/d.xml",
	     "<!DOCTYPE d [<!ENTITY f SYSTEM 'f.xml'>]>"
	     "<d>&f;</d>",
	     0},
	    {"docs/e.xml", "<e>&n;&own;</e>", 0},
	    {"docs/f.xml", "<f>four</f>", 0},
	    {"docs/g.xml", "<g>&n;</g>", 0},
	    {NULL, NULL, 0}};
	bm_doc *doc =
	    include("<!DOCTYPE a [<!ENTITY n 'one'>"
		    "<!ENTITY g SYSTEM 'g.xml'>]><a " XI ">&g;"
		    "<xi:include href='b.xml'/><xi:include href='c.xml'/>"
		    "<xi:include href='b.xml'/>&g;</a>",
		    fakes, BM_OK);
	dump_is(doc, "<a><g>one</g><b>two<e>two!</e></b>"
		     "<c>three<d><f>four</f></d></c>"
		     "<b>two<e>two!</e></b><g>one</g></a>\n");
	bm_doc_free(doc);
}

static bm_status
disk_read(void *user, bm_doc *doc, const char *path, bm_str *out)
{
	(void)user;
	return bm_file_read(doc->arena, path, out);
}

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* A link inside of the folder that leads out of it is not followed. */
static void
include_through_links(void **state)
{
	(void)state;
	char base[] = "/tmp/bm-xinclude-XXXXXX", path[200];
	assert_non_null(mkdtemp(base));
	snprintf(path, sizeof(path), "%s/in", base);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/secret.xml", base);
	write_file(path, "<secret>no</secret>");
	snprintf(path, sizeof(path), "%s/in/good.xml", base);
	write_file(path, "<good>yes</good>");
	snprintf(path, sizeof(path), "%s/in/out.xml", base);
	assert_int_equal(symlink("../secret.xml", path), 0);
	snprintf(path, sizeof(path), "%s/in/up", base);
	assert_int_equal(symlink("..", path), 0);

	char file[200], root[200];
	snprintf(root, sizeof(root), "%s/in", base);
	snprintf(file, sizeof(file), "%s/in/a.xml", base);
	bm_doc *doc = new_doc(file, root);
	bm_xml_files files = {NULL, disk_read};
	assert_int_equal(
	    bm_xml_parse(doc,
			 bm_str_of("<a " XI "><xi:include href='good.xml'/>"
				   "<xi:include href='out.xml'/>"
				   "<xi:include href='up/secret.xml'/>"
				   "<xi:include href='../secret.xml'/></a>"),
			 &files),
	    BM_OK);
	text_is(doc, "yes");
	assert_int_equal(doc->diags->list.len, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(doc->diags->list.items[i].code,
				    "xinclude-outside");
	bm_doc_free(doc);

	static const char *const made[] = {"in/up", "in/out.xml", "in/good.xml",
					   "secret.xml"};
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", base, made[i]);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/in", base);
	rmdir(path);
	rmdir(base);
}
int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(includes_files),
	    cmocka_unit_test(include_as_root),
	    cmocka_unit_test(include_fallback),
	    cmocka_unit_test(include_by_pointer),
	    cmocka_unit_test(include_failures),
	    cmocka_unit_test(includes_are_bounded),
	    cmocka_unit_test(include_with_declarations),
	    cmocka_unit_test(include_through_links),
	};

	return cmocka_run_group_tests_name("xml xinclude", tests, NULL, NULL);
}

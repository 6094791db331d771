#include "xml_help.h"

/* ---- Positions
 * ---------------------------------------------------------------- */

static void
positions(void **state)
{
	(void)state;
	bm_doc *doc = parse("<a>\n  <b\n    x='1'\n  y='2'><c/></b> <d >t</d>\n"
			    "<!-- <no> --><?pi <no>?><![CDATA[<no>]]><e/></a>",
			    BM_OK);
	at(doc, 1, 1, 1);
	at(doc, 2, 2, 3);
	at(doc, 3, 4, 9);
	at(doc, 4, 4, 18);
	at(doc, 5, 5, 41);
	bm_doc_free(doc);
}

static void
positions_far_down(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<a>\n");
	for (int i = 0; i < 70000; i++)
		bm_buf_puts(&buf, i % 1000 == 0 ? "<p/>\n" : "text\n");
	bm_buf_puts(&buf, "  <b/><c\n\n/>");
	for (int i = 0; i < 20000; i++)
		bm_buf_puts(&buf, "0123456789");
	bm_buf_puts(&buf, "<d/></a>");
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_OK);
	at(doc, 2, 2, 1);
	at(doc, 71, 69002, 1);
	at(doc, 72, 70002, 3);
	at(doc, 73, 70002, 7);
	at(doc, 74, 70004, 200003);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
positions_of_other_texts(void **state)
{
	(void)state;
	bm_doc *doc =
	    parse("\xEF\xBB\xBF<a>\r\n <b/>\r\n\r\n\t<c/></a>", BM_OK);
	at(doc, 1, 1, 1);
	at(doc, 2, 2, 2);
	at(doc, 3, 4, 2);
	bm_doc_free(doc);

	doc = parse("<?xml version='1.0' encoding='ISO-8859-1'?>\n"
		    "<a>caf\xE9 <b/></a>",
		    BM_OK);
	text_is(doc, "caf\xC3\xA9");
	at(doc, 2, 2, 10);
	bm_doc_free(doc);

	static const char utf16[] = "\xFF\xFE<\0a\0>\0\n\0 \0<\0b\0/\0>\0\xE9\0"
				    "<\0/\0a\0>";
	doc = parse_str((bm_str){utf16, sizeof(utf16)}, BM_OK);
	at(doc, 2, 2, 2);
	text_is(doc, "\xC3\xA9");
	bm_doc_free(doc);

	/* Without a mark, and with a declaration that says UTF-16. */
	const char *plain = "<?xml version='1.0' encoding='UTF-16'?><a>x</a>";
	char wide[200] = {0};
	for (size_t i = 0; plain[i] != 0; i++)
		wide[2 * i + 1] = plain[i];
	doc = parse_str((bm_str){wide, 2 * strlen(plain)}, BM_OK);
	text_is(doc, "x");
	bm_doc_free(doc);
	doc = parse(plain, BM_BAD_INPUT);
	found(doc, "xml-syntax", 1, 1);
	bm_doc_free(doc);
}

/* ---- Errors
 * -------------------------------------------------------------------- */

static void
syntax_errors(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint32_t line, column;
	} bad[] = {
	    {"<a>\n <b>\n</a>", 3, 5},
	    {"", 1, 1},
	    {"  ", 0, 0},
	    {"plain", 1, 1},
	    {"<a>\n  &nbsp;</a>", 2, 9},
	    {"<a x='1' x='2'/>", 1, 0},
	    {"<a>\xE9</a>", 1, 4},
	    {"<a/><b/>", 1, 5},
	    {"<a b=c/>", 1, 6},
	    {"<a>&#0;</a>", 1, 0},
	    {"<?xml version='1.0' encoding='klingon'?><a/>", 1, 1},
	    {"<?xml version='1.0' encoding='UTF-16'?><a/>", 1, 1},
	    {"<a", 1, 0},
	    {"<a>]]></a>", 1, 0},
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		bm_doc *doc = parse(bad[i].text, BM_BAD_INPUT);
		found(doc, "xml-syntax", bad[i].line, bad[i].column);
		const char *m = doc->diags->list.items[0].message;
		assert_null(strchr(m, '\n'));
		bm_doc_free(doc);
	}
	bm_doc *doc = parse("<a>\n  &nbsp;</a>", BM_BAD_INPUT);
	assert_non_null(
	    strstr(doc->diags->list.items[0].message, "write &#xA0;"));
	bm_doc_free(doc);
	doc = parse_str((bm_str){"<a>\0</a>", 8}, BM_BAD_INPUT);
	found(doc, "xml-syntax", 1, 4);
	bm_doc_free(doc);
	doc = parse("<a>\n<x:b/></a>", BM_BAD_INPUT);
	found(doc, "xml-syntax", 2, 0);
	bm_doc_free(doc);
	doc = parse("<a><b:c:d xmlns:b='u'/></a>", BM_BAD_INPUT);
	found(doc, "xml-syntax", 1, 0);
	bm_doc_free(doc);
	doc = parse("<a xlink:href='x'/>", BM_BAD_INPUT);
	found(doc, "xml-syntax", 1, 0);
	assert_non_null(
	    strstr(doc->diags->list.items[0].message, "add xmlns:xlink="));
	bm_doc_free(doc);
}

static void
error_far_down(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<a>");
	for (int i = 0; i < 80000; i++)
		bm_buf_puts(&buf, "\n");
	bm_buf_puts(&buf, " &what;</a>");
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-syntax", 80001, 8);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

/* ---- Entities
 * ------------------------------------------------------------------- */

static void
entities_are_expanded(void **state)
{
	(void)state;
	bm_doc *doc = parse(
	    "<!DOCTYPE a [<!ENTITY x 'one &amp; &y;'><!ENTITY y 'two&#38;#60;'>"
	    "<!ENTITY m 'p<b>q &x;</b>r'><!ENTITY n '(&m;)'>]>\n"
	    "<a t='&x;'>&x; &x; &m; &n;\n<c/></a>",
	    BM_OK);
	assert_int_equal(doc->diags->list.len, 0);
	text_is(doc, "one & two< one & two< pq one & two<r (pq one & two<r)");
	assert_string_equal(bm_attr(bm_doc_element(doc), "t"), "one & two<");
	at(doc, 4, 3, 1);
	assert_null(doc->xml->intSubset);
	/* What comes out of an entity has the place of what is around it. */
	at(doc, 2, 2, 1);
	bm_doc_free(doc);
}

static void
cdata_is_text(void **state)
{
	(void)state;
	bm_doc *doc = parse("<a>x<![CDATA[<y>&]]>z<!--c--><?p i?></a>", BM_OK);
	xmlNode *n = bm_doc_element(doc)->children;
	assert_string_equal((const char *)n->content, "x<y>&z");
	assert_int_equal(n->next->type, XML_COMMENT_NODE);
	assert_int_equal(n->next->next->type, XML_PI_NODE);
	bm_doc_free(doc);
}

/* Declarations e0..eN, each with `times` of the one before. */
static void
put_laughs(bm_buf *buf, const char *first, int levels, int times)
{
	bm_buf_printf(buf, "<!DOCTYPE a [<!ENTITY e0 '%s'>", first);
	for (int i = 1; i <= levels; i++) {
		bm_buf_printf(buf, "<!ENTITY e%d '", i);
		for (int j = 0; j < times; j++)
			bm_buf_printf(buf, "&e%d;", i - 1);
		bm_buf_puts(buf, "'>");
	}
	bm_buf_puts(buf, "]>");
}

static void
entity_bombs(void **state)
{
	(void)state;
	static const char *const firsts[] = {"ha", "<b>ha</b>"};
	for (size_t f = 0; f < 2; f++)
		for (size_t u = 0; u < 3; u++)
			for (int levels = 10; levels <= 35; levels += 25) {
				if (f == 1 && u == 1)
					continue;
				bm_buf buf;
				bm_buf_init(&buf, NULL);
				put_laughs(&buf, firsts[f], levels, 10);
				bm_buf_printf(
				    &buf,
				    u == 0   ? "<a>\n&e%d;</a>"
				    : u == 1 ? "<a\nx='&e%d;'/>"
					     : "<a>\n<b><c>&e%d;</c></b></a>",
				    levels);
				double start = seconds();
				bm_doc *doc =
				    parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
				found(doc, "xml-entity-limit", 2, 0);
				assert_int_equal(doc->diags->list.len, 1);
				assert_true(seconds() - start < 1);
				bm_doc_free(doc);
				bm_buf_free(&buf);
			}
	bm_doc *doc = parse("<!DOCTYPE a [<!ENTITY x '&y;'><!ENTITY y '&x;'>]>"
			    "<a>&x;</a>",
			    BM_BAD_INPUT);
	found(doc, "xml-entity-limit", 1, 0);
	bm_doc_free(doc);
}

static void
quadratic_blowup(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<!DOCTYPE a [<!ENTITY x '");
	for (int i = 0; i < 50000; i++)
		bm_buf_putc(&buf, 'x');
	bm_buf_puts(&buf, "'>]><a>");
	for (int i = 0; i < 50000; i++)
		bm_buf_puts(&buf, "&x;");
	bm_buf_puts(&buf, "</a>");
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-entity-limit", 1, 0);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
parameter_entity_bomb(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<!DOCTYPE a [<!ENTITY % e0 '<!-- -->'>");
	for (int i = 1; i < 30; i++)
		bm_buf_printf(
		    &buf, "<!ENTITY %% e%d '&#37;e%d; &#37;e%d; &#37;e%d;'>", i,
		    i - 1, i - 1, i - 1);
	bm_buf_puts(&buf, "%e29;]><a/>");
	double start = seconds();
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	/* libxml2 2.9 also calls the expansion of two in a row an error. */
	assert_true(doc->diags->list.len <= 2);
	assert_string_equal(
	    doc->diags->list.items[doc->diags->list.len - 1].code,
	    "xml-entity-limit");
	assert_true(seconds() - start < 2);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
default_attribute_bomb(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<!DOCTYPE a [<!ATTLIST b x CDATA '");
	for (int i = 0; i < 100000; i++)
		bm_buf_putc(&buf, 'x');
	bm_buf_puts(&buf, "'>]><a>");
	for (int i = 0; i < 20000; i++)
		bm_buf_puts(&buf, "<b/>");
	bm_buf_puts(&buf, "</a>");
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-entity-limit", 1, 0);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

/* One letter at a time must not be joined in quadratic time. */
static void
many_small_references(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<!DOCTYPE a [<!ENTITY x 'x'><!ENTITY y '&x;'>]><a>");
	for (int i = 0; i < 300000; i++)
		bm_buf_puts(&buf, "&y;");
	bm_buf_puts(&buf, "</a>");
	double start = seconds();
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_OK);
	assert_true(seconds() - start < 3);
	assert_int_equal(
	    strlen((const char *)bm_doc_element(doc)->children->content),
	    300000);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
external_entities_are_not_read(void **state)
{
	(void)state;
	bm_doc *doc =
	    parse("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>"
		  "<!ENTITY unused SYSTEM '/etc/hosts'><!ENTITY y '[&x;]'>]>\n"
		  "<a>before &x; after &y; end</a>",
		  BM_OK);
	assert_int_equal(doc->diags->list.len, 2);
	found(doc, "xml-external-entity", 2, 0);
	assert_non_null(strstr(doc->diags->list.items[0].message, "entity x"));
	text_is(doc, "before after [] end");
	bm_doc_free(doc);

	doc = parse("<!DOCTYPE a [<!ENTITY x SYSTEM '/etc/passwd'>]>"
		    "<a t='&x;'/>",
		    BM_OK);
	found(doc, "xml-external-entity", 1, 0);
	bm_doc_free(doc);

	doc = parse("<!DOCTYPE a [<!ENTITY % x SYSTEM '/etc/passwd'>\n %x; "
		    "<!ENTITY y 'why'>]><a>&y;</a>",
		    BM_OK);
	found(doc, "xml-external-entity", 2, 0);
	text_is(doc, "why");
	bm_doc_free(doc);
}

static void
entities_of_an_external_subset(void **state)
{
	(void)state;
	bm_doc *doc =
	    parse("<!DOCTYPE a PUBLIC '-//OASIS//DTD DocBook XML V4.5//EN' "
		  "'http://www.oasis-open.org/docbook/xml/4.5/docbookx.dtd'>\n"
		  "<a t='x&nbsp;y'>one&nbsp;two &mdash; &nosuch; end</a>",
		  BM_OK);
	/* DocBook's own names are known. */
	assert_int_equal(doc->diags->list.len, 1);
	found(doc, "xml-external-entity", 2, 0);
	assert_non_null(strstr(doc->diags->list.items[0].message, "nosuch"));
	text_is(doc, "one\xC2\xA0two \xE2\x80\x94 &nosuch; end");
	assert_string_equal(bm_attr(bm_doc_element(doc), "t"), "x\xC2\xA0y");
	bm_doc_free(doc);
}

/* ---- Bounds
 * ------------------------------------------------------------------------ */

static void
nested(bm_buf *buf, int depth)
{
	for (int i = 0; i < depth; i++)
		bm_buf_puts(buf, "<a>\n");
	for (int i = 0; i < depth; i++)
		bm_buf_puts(buf, "</a>");
}

static void
depth_is_bounded(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	nested(&buf, BM_DEPTH_MAX);
	bm_doc_free(parse_str(bm_buf_str(&buf), BM_OK));
	bm_buf_clear(&buf);
	nested(&buf, 1000000);
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-depth-limit", BM_DEPTH_MAX + 1, 1);
	assert_int_equal(doc->diags->list.len, 1);
	bm_doc_free(doc);
	/* Half of the depth from an entity. */
	bm_buf_clear(&buf);
	bm_buf_puts(&buf, "<!DOCTYPE a [<!ENTITY x '");
	nested(&buf, 150);
	bm_buf_puts(&buf, "'>]><a>");
	for (int i = 0; i < 100; i++)
		bm_buf_puts(&buf, "<a>");
	bm_buf_puts(&buf, "&x;");
	for (int i = 0; i < 100; i++)
		bm_buf_puts(&buf, "</a>");
	bm_buf_puts(&buf, "</a>");
	doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-depth-limit", 0, 0);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
attributes_are_bounded(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<a>\n <b");
	for (int i = 0; i < 200000; i++)
		bm_buf_printf(&buf, " a%d=''", i);
	bm_buf_puts(&buf, "/></a>");
	double start = seconds();
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-attribute-limit", 2, 2);
	assert_true(seconds() - start < 1);
	bm_doc_free(doc);
	bm_buf_clear(&buf);
	for (int i = 0; i < 100; i++) {
		bm_buf_puts(&buf, "<a");
		for (int j = 0; j < 20; j++)
			bm_buf_printf(&buf, " xmlns:n%d-%d='u'", i, j);
		bm_buf_puts(&buf, ">");
	}
	for (int i = 0; i < 100; i++)
		bm_buf_puts(&buf, "</a>");
	doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-attribute-limit", 1, 0);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
large_text_and_wide_tree(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<a>");
	for (int i = 0; i < 1100000; i++)
		bm_buf_puts(&buf, "0123456789");
	for (int i = 0; i < 200000; i++)
		bm_buf_puts(&buf, "<b/>");
	bm_buf_puts(&buf, "</a>");
	double start = seconds();
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_OK);
	at(doc, 200001, 1, 11000004 + 4 * 199999);
	bm_doc_free(doc);
	assert_true(seconds() - start < 5);
	bm_buf_free(&buf);
}

/* ---- XInclude
 * ------------------------------------------------------------------------- */

/* ---- Auxiliary files, threads, memory
 * -------------------------------------------------- */

static void
parses_data(void **state)
{
	(void)state;
	bm_arena *arena = bm_arena_new(NULL);
	xmlDoc *out;
	const char *error;
	assert_int_equal(
	    bm_xml_parse_data(arena, BM_STR("<a>x</a>"), "n", &out, &error),
	    BM_OK);
	assert_non_null(out);
	xmlFreeDoc(out);
	assert_int_equal(
	    bm_xml_parse_data(arena, BM_STR("<a>\n<b></a>"), "n", &out, &error),
	    BM_BAD_INPUT);
	assert_null(out);
	assert_int_equal(strncmp(error, "line 2: ", 8), 0);
	assert_null(strchr(error, '\n'));
	assert_int_equal(bm_xml_parse_data(
			     arena,
			     BM_STR("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"),
			     "n", &out, &error),
			 BM_BAD_INPUT);
	assert_non_null(strstr(error, "entity x"));
	assert_int_equal(bm_xml_parse_data(arena, BM_STR(""), "n", &out, NULL),
			 BM_BAD_INPUT);
	assert_int_equal(
	    bm_xml_parse_data(arena, (bm_str){NULL, 0}, "n", &out, &error),
	    BM_BAD_INPUT);
	bm_arena_free(arena);
}

static void *
worker(void *user)
{
	(void)user;
	for (int i = 0; i < 50; i++) {
		bm_doc *doc = bm_doc_new(NULL, "a.xml");
		if (bm_xml_parse(
			doc,
			BM_STR("<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>&x;<b/>"
			       "<c x='&x;'/></a>"),
			NULL) != BM_OK)
			return doc;
		bm_doc_free(doc);
	}
	return NULL;
}

static void
threads(void **state)
{
	(void)state;
	pthread_t all[4];
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&all[i], NULL, worker, NULL),
				 0);
	for (int i = 0; i < 4; i++) {
		void *result;
		pthread_join(all[i], &result);
		assert_null(result);
	}
}

static void *
failing(void *user, void *ptr, size_t old_size, size_t new_size)
{
	long *left = user;
	(void)old_size;
	if (new_size == 0) {
		free(ptr);
		return NULL;
	}
	if (--*left < 0)
		return NULL;
	return realloc(ptr, new_size);
}

static void
without_memory(void **state)
{
	(void)state;
	struct fake fakes[] = {
	    {"docs/b.xml", "<b xml:id='b'><c xml:lang='x'/></b>", 0},
	    {"docs/t.txt", "\xE9t\x01", 0},
	    {NULL, NULL, 0}};
	bm_xml_files files = {fakes, fake_read};
	bm_buf text;
	bm_buf_init(&text, NULL);
	bm_buf_puts(
	    &text,
	    "<!DOCTYPE a SYSTEM 'x' [<!ENTITY x 'y'><!ENTITY e SYSTEM 'f'>"
	    "<!ENTITY l '");
	for (int i = 0; i < 20000; i++)
		bm_buf_puts(&text, "l");
	bm_buf_puts(
	    &text,
	    "'>]><a " XI ">&x;&nbsp;&e;&l;<xi:include href='b.xml'/>"
	    "<xi:include href='sub/../b.xml' xpointer='element(/1/1)'/>"
	    "<xi:include href='t.txt' parse='text' encoding='iso-8859-1'/>"
	    "<xi:include href='no.xml'/></a>");
	bool went_well = false;
	for (long n = 0; n < 300 && !went_well; n++) {
		long left = n;
		bm_allocator al = {failing, &left};
		bm_doc *doc = bm_doc_new(&al, "docs/a.xml");
		if (doc == NULL)
			continue;
		doc->root = "docs";
		bm_status status = bm_xml_parse(doc, bm_buf_str(&text), &files);
		went_well = status == BM_OK;
		assert_true(went_well || status == BM_NO_MEMORY);
		bm_doc_free(doc);
	}
	assert_true(went_well);
	bm_buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(positions),
	    cmocka_unit_test(positions_far_down),
	    cmocka_unit_test(positions_of_other_texts),
	    cmocka_unit_test(syntax_errors),
	    cmocka_unit_test(error_far_down),
	    cmocka_unit_test(entities_are_expanded),
	    cmocka_unit_test(cdata_is_text),
	    cmocka_unit_test(entity_bombs),
	    cmocka_unit_test(quadratic_blowup),
	    cmocka_unit_test(parameter_entity_bomb),
	    cmocka_unit_test(default_attribute_bomb),
	    cmocka_unit_test(many_small_references),
	    cmocka_unit_test(external_entities_are_not_read),
	    cmocka_unit_test(entities_of_an_external_subset),
	    cmocka_unit_test(depth_is_bounded),
	    cmocka_unit_test(attributes_are_bounded),
	    cmocka_unit_test(large_text_and_wide_tree),
	    cmocka_unit_test(parses_data),
	    cmocka_unit_test(threads),
	    cmocka_unit_test(without_memory),
	};

	return cmocka_run_group_tests_name("xml parse", tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xml/parse.h"
#include "xml/serialize.h"
#include "xml/xslt.h"

#define XSL                                                                    \
	"<xsl:stylesheet version='1.0' "                                       \
	"xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "                    \
	"xmlns:bm='http://backmatter/' extension-element-prefixes='bm' "       \
	"xmlns:db='http://docbook.org/ns/docbook' "                            \
	"exclude-result-prefixes='db'>"
#define END "</xsl:stylesheet>"
#define DB  "xmlns='http://docbook.org/ns/docbook'"

/* ---- A data folder
 * ------------------------------------------------------------- */

struct folder {
	char base[32];
	char paths[16][80];
	int count;
};

static int
setup(void **state)
{
	struct folder *f = calloc(1, sizeof(*f));
	strcpy(f->base, "/tmp/bm-xslt-XXXXXX");
	if (mkdtemp(f->base) == NULL)
		return -1;
	char path[80];
	snprintf(path, sizeof(path), "%s/xsl", f->base);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/xsl/m", f->base);
	mkdir(path, 0700);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct folder *f = *state;
	char path[80];
	for (int i = 0; i < f->count; i++)
		unlink(f->paths[i]);
	snprintf(path, sizeof(path), "%s/xsl/m", f->base);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/xsl", f->base);
	rmdir(path);
	rmdir(f->base);
	free(f);
	return 0;
}

static void
put(struct folder *f, const char *name, const char *text)
{
	char path[80];
	snprintf(path, sizeof(path), "%s/xsl/%s", f->base, name);
	strcpy(f->paths[f->count++], path);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* ---- Running
 * -------------------------------------------------------------------- */

static void
print_diags(const bm_diags *diags)
{
	for (size_t i = 0; i < diags->list.len; i++) {
		const bm_diag *d = &diags->list.items[i];
		print_message("  %s:%u:%u: %s [%s]\n",
			      d->file != NULL ? d->file : "-", d->line,
			      d->column, d->message, d->code);
	}
}

static bm_sheet *
compile(const struct folder *f, const char *name, bm_doc *doc,
	bm_status expected)
{
	bm_data data = {.dir = f != NULL ? f->base : NULL};
	bm_sheet *sheet = NULL;
	bm_status status = bm_sheet_new(&data, name, doc->diags, &sheet);
	if (status != expected)
		print_diags(doc->diags);
	assert_int_equal(status, expected);
	return sheet;
}

static bm_doc *
parsed(const char *text)
{
	bm_doc *doc = bm_doc_new(NULL, "a.xml");
	assert_int_equal(bm_xml_parse(doc, bm_str_of(text), NULL), BM_OK);
	return doc;
}

/* Writes "[FILE]" and the tree of each chunk to the buffer. */
static bm_status
gather(void *user, const char *file, xmlDoc *tree)
{
	bm_buf *out = user;
	bm_buf_printf(out, "[%s]", file);
	bm_write_xml(tree, out);
	return BM_OK;
}

static bm_status
refuse(void *user, const char *file, xmlDoc *tree)
{
	(*(int *)user)++;
	(void)file;
	(void)tree;
	return BM_IO;
}

#define DECL "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static void
runs(void **state)
{
	struct folder *f = *state;
	put(f, "main.xsl",
	    XSL "<xsl:param name='css'/><xsl:param name='unset' "
		"select='\"d\"'/><xsl:include href='m/one.xsl'/>"
		"<xsl:include href='m/two.xsl'/>"
		"<xsl:template match='/'><out css='{$css}' unset='{$unset}'>"
		"<xsl:apply-templates/></out></xsl:template>" END);
	put(f, "m/one.xsl",
	    XSL "<xsl:include href='two.xsl'/><xsl:template match='db:article'>"
		"<one><xsl:apply-templates/></one></xsl:template>" END);
	/* Other prefixes for the same things. */
	put(f, "m/two.xsl",
	    "<t:transform version='1.0' xmlns:d='http://docbook.org/ns/docbook'"
	    " xmlns:t='http://www.w3.org/1999/XSL/Transform' xmlns:q='urn:q' "
	    "exclude-result-prefixes='d q'><t:template match='d:para[@q:a]'>"
	    "<two><t:value-of select='normalize-space(.)'/></two></t:template>"
	    "<t:template match='text()'/></t:transform>");
	bm_doc *doc = parsed("<article " DB "><para xmlns:q='urn:q' q:a=''> x "
			     "y</para><para>no</para></article>");
	bm_sheet *sheet = compile(f, "main", doc, BM_OK);
	const bm_sheet_param params[] = {
	    {"css", "it's \"so\" 1+1"}, {"other", NULL}, {NULL, NULL}};
	for (int i = 0; i < 2; i++) {
		bm_buf out;
		bm_buf_init(&out, NULL);
		assert_int_equal(bm_sheet_run(sheet, doc, params, gather, &out),
				 BM_OK);
		assert_string_equal(
		    bm_buf_cstr(&out),
		    "[]" DECL "<out css=\"it's &quot;so&quot; 1+1\" "
		    "unset=\"d\">\n<one>\n<two>x y</two>\n</one>\n</out>\n");
		bm_buf_free(&out);
	}
	assert_int_equal(doc->diags->list.len, 0);
	bm_sheet_free(sheet);
	bm_sheet_free(NULL);
	bm_doc_free(doc);
}

static void
chunks(void **state)
{
	struct folder *f = *state;
	put(f, "main.xsl",
	    XSL
	    "<xsl:template match='db:book'><bm:chunk file='index.html'>"
	    "<book xmlns='urn:x'>a<xsl:apply-templates select='db:chapter'/>"
	    "b</book></bm:chunk></xsl:template>"
	    "<xsl:template match='db:chapter'><bm:chunk file='{@xml:id}.html'>"
	    "<xsl:variable name='v'><i>v</i></xsl:variable>"
	    "<chapter><xsl:copy-of select='$v'/><xsl:value-of select='.'/>"
	    "</chapter></bm:chunk></xsl:template>" END);
	bm_doc *doc = parsed("<book " DB "><chapter xml:id='c1'>one</chapter>"
			     "<chapter xml:id='c2'>two</chapter></book>");
	bm_sheet *sheet = compile(f, "main", doc, BM_OK);
	bm_buf out;
	bm_buf_init(&out, NULL);
	assert_int_equal(bm_sheet_run(sheet, doc, NULL, gather, &out), BM_OK);
	assert_string_equal(bm_buf_cstr(&out),
			    "[c1.html]" DECL "<chapter><i>v</i>one</chapter>\n"
			    "[c2.html]" DECL "<chapter><i>v</i>two</chapter>\n"
			    "[index.html]" DECL
			    "<book xmlns=\"urn:x\">ab</book>\n");
	bm_buf_free(&out);
	/* A callback that fails ends the run. */
	int calls = 0;
	assert_int_equal(bm_sheet_run(sheet, doc, NULL, refuse, &calls), BM_IO);
	assert_int_equal(calls, 1);
	bm_sheet_free(sheet);
	bm_doc_free(doc);
}

static void
tells(void **state)
{
	struct folder *f = *state;
	put(f, "main.xsl",
	    XSL "<xsl:template match='db:article'><xsl:apply-templates/>"
		"</xsl:template><xsl:template match='*'><bm:unhandled/>"
		"<xsl:apply-templates/></xsl:template>"
		"<xsl:template match='db:tip'><xsl:message>Look: "
		"<xsl:value-of "
		"select='.'/>\nhere</xsl:message></xsl:template>" END);
	bm_doc *doc = parsed("<article " DB ">\n<para>x</para><para/>\n"
			     " <note/>\n  <tip>tip</tip></article>");
	bm_sheet *sheet = compile(f, "main", doc, BM_OK);
	bm_buf out;
	bm_buf_init(&out, NULL);
	assert_int_equal(bm_sheet_run(sheet, doc, NULL, gather, &out), BM_OK);
	bm_buf_free(&out);
	const bm_diag *d = doc->diags->list.items;
	assert_int_equal(doc->diags->list.len, 3);
	assert_string_equal(d[0].code, "xslt-unhandled");
	assert_string_equal(d[0].message, "The element para has no template");
	assert_int_equal(d[0].line, 2);
	assert_int_equal(d[0].column, 1);
	assert_string_equal(d[1].code, "xslt-unhandled");
	assert_int_equal(d[1].line, 3);
	assert_int_equal(d[1].column, 2);
	assert_string_equal(d[2].code, "xslt-message");
	assert_string_equal(d[2].message, "Look: tip here");
	assert_int_equal(d[2].line, 4);
	assert_int_equal(d[2].column, 3);
	bm_sheet_free(sheet);
	bm_doc_free(doc);
}

/* Neither files nor network, and an error is one finding. */
static void
is_shut_in(void **state)
{
	struct folder *f = *state;
	put(f, "main.xsl",
	    XSL "<xsl:template match='/'><a><xsl:copy-of "
		"select='document(\"/etc/hosts\")'/></a></xsl:template>" END);
	bm_doc *doc = parsed("<article " DB "/>");
	bm_sheet *sheet = compile(f, "main", doc, BM_OK);
	bm_buf out;
	bm_buf_init(&out, NULL);
	assert_int_equal(bm_sheet_run(sheet, doc, NULL, gather, &out),
			 BM_INTERNAL);
	assert_int_equal(out.len, 0);
	assert_true(doc->diags->list.len >= 1);
	assert_string_equal(doc->diags->list.items[0].code, "xslt-error");
	assert_non_null(
	    strstr(doc->diags->list.items[0].message, "/etc/hosts"));
	bm_sheet_free(sheet);
	bm_doc_free(doc);

	put(f, "write.xsl",
	    XSL "<xsl:template match='/'><xsl:document "
		"href='written-by-sheet'><a/></xsl:document>"
		"<e:document href='written-by-sheet' "
		"xmlns:e='http://exslt.org/common' "
		"xsl:extension-element-prefixes='e'><b/></e:document>"
		"</xsl:template>" END);
	doc = parsed("<article " DB "/>");
	sheet = compile(f, "write", doc, BM_OK);
	bm_sheet_run(sheet, doc, NULL, gather, &out);
	assert_int_not_equal(access("written-by-sheet", F_OK), 0);
	bm_sheet_free(sheet);
	bm_doc_free(doc);
	bm_buf_free(&out);
}

/* Writes the result as a page. */
static bm_status
as_html(void *user, const char *file, xmlDoc *tree)
{
	(void)file;
	bm_write_html(tree, user);
	return BM_OK;
}

/*
 * What is streamed is the same bytes as what is not: in the page, in a block,
 * in a variable that is copied, in a chunk, and beside a picture.
 */
static void
streams(void **state)
{
	static const char rest[] =
	    "<xsl:template match='db:para'>%s<p id='{@role}'>"
	    "<xsl:value-of select='.'/> &amp; <b>b</b></p>%s</xsl:template>"
	    "<xsl:template match='db:equation'>%s<p><svg "
	    "xmlns='http://www.w3.org/2000/svg'/></p>%s</xsl:template>"
	    "<xsl:template match='/'><xsl:variable name='v'>"
	    "<xsl:apply-templates select='.//db:para'/></xsl:variable><html>"
	    "<body><div><xsl:apply-templates select='.//db:para'/></div><div>"
	    "text <xsl:apply-templates/></div><xsl:copy-of select='$v'/>"
	    "</body></html><bm:chunk file='c'><div><xsl:apply-templates/>"
	    "</div></bm:chunk></xsl:template>";
	struct folder *f = *state;
	char sheets[2][1500];
	bm_buf out[2];

	for (int i = 0; i < 2; i++) {
		const char *open = i == 0 ? "" : "<bm:stream>";
		const char *close = i == 0 ? "" : "</bm:stream>";
		int n = snprintf(sheets[i], sizeof(sheets[i]), XSL);

		snprintf(sheets[i] + n, sizeof(sheets[i]) - (size_t)n, rest,
			 open, close, open, close);
		strcat(sheets[i], END);
		put(f, i == 0 ? "whole.xsl" : "stream.xsl", sheets[i]);
		bm_buf_init(&out[i], NULL);
		bm_doc *doc =
		    parsed("<article " DB "><para role='1'>a &lt; b</para>"
			   "<para role='2'><?bm-written x?></para>"
			   "<equation/></article>");
		bm_sheet *sheet =
		    compile(f, i == 0 ? "whole" : "stream", doc, BM_OK);
		assert_int_equal(bm_sheet_run_for(sheet, doc, NULL, NULL,
						  BM_FORM_HTML, as_html,
						  &out[i]),
				 BM_OK);
		bm_sheet_free(sheet);
		bm_doc_free(doc);
	}
	assert_string_equal(bm_buf_cstr(&out[0]), bm_buf_cstr(&out[1]));
	assert_non_null(strstr(out[1].ptr, "<p id=\"1\">a &lt; b"));
	bm_buf_free(&out[0]);
	bm_buf_free(&out[1]);
}

static void
gives_terms(void **state)
{
	struct folder *f = *state;
	char sheet_text[1500];
	int n = snprintf(sheet_text, sizeof(sheet_text), XSL);
	bm_buf out;
	bm_map terms;

	snprintf(sheet_text + n, sizeof(sheet_text) - (size_t)n, "%s%s",
		 "<xsl:template match='/'><o a=\"{bm:term('of', 1, 'two')}\" "
		 "b=\"{bm:term('of', '{2}')}\" c=\"{bm:term('plain', 3)}\" "
		 "d=\"{bm:term('twice', 4)}\" e=\"{bm:term('none')}\" "
		 "f=\"{bm:term('none', '', ' b ')}\"/></xsl:template>",
		 END);
	put(f, "main.xsl", sheet_text);
	bm_doc *doc = parsed("<article " DB "/>");
	bm_sheet *sheet = compile(f, "main", doc, BM_OK);
	bm_map_init(&terms, doc->arena);
	*bm_map_put(&terms, BM_STR("of"), NULL) = (void *)"{2} of {1}";
	*bm_map_put(&terms, BM_STR("plain"), NULL) = (void *)"a {b}";
	*bm_map_put(&terms, BM_STR("twice"), NULL) = (void *)"{1}{1}{";
	bm_buf_init(&out, NULL);
	assert_int_equal(bm_sheet_run_for(sheet, doc, NULL, &terms,
					  BM_FORM_TREE, gather, &out),
			 BM_OK);
	assert_non_null(strstr(bm_buf_cstr(&out),
			       "a=\"two of 1\" b=\" of {2}\" c=\"a {b}\" "
			       "d=\"44{\" e=\"none\" f=\"none b\""));
	bm_buf_clear(&out);
	/* Without words the names do. */
	assert_int_equal(bm_sheet_run(sheet, doc, NULL, gather, &out), BM_OK);
	assert_non_null(strstr(bm_buf_cstr(&out), "a=\"of 1 two\""));
	bm_buf_free(&out);
	bm_sheet_free(sheet);
	bm_doc_free(doc);
}

static void
counts_arguments(void **state)
{
	static const char *const calls[] = {"bm:term()",
					    "bm:term('a', 'b', 'c', 'd')"};
	struct folder *f = *state;

	for (size_t i = 0; i < 2; i++) {
		char text[1500];
		int n = snprintf(text, sizeof(text), XSL);
		bm_doc *doc = parsed("<article " DB "/>");
		bm_sheet *sheet;
		bm_buf out;

		snprintf(text + n, sizeof(text) - (size_t)n,
			 "<xsl:template match='/'><o a=\"{%s}\"/>"
			 "</xsl:template>" END,
			 calls[i]);
		put(f, "main.xsl", text);
		sheet = compile(f, "main", doc, BM_OK);
		bm_buf_init(&out, NULL);
		assert_int_not_equal(
		    bm_sheet_run(sheet, doc, NULL, gather, &out), BM_OK);
		assert_true(doc->diags->list.len > 0);
		bm_buf_free(&out);
		bm_sheet_free(sheet);
		bm_doc_free(doc);
	}
}

static void
stops(void **state)
{
	struct folder *f = *state;
	put(f, "stop.xsl",
	    XSL "<xsl:template match='/'><xsl:message terminate='yes'>No"
		"</xsl:message></xsl:template>" END);
	put(f, "bad.xsl",
	    XSL "<xsl:template match='/'><xsl:value-of select='nosuch()'/>"
		"</xsl:template>" END);
	put(f, "deep.xsl",
	    XSL "<xsl:template match='/' name='r'><a><xsl:call-template "
		"name='r'/></a></xsl:template>" END);
	bm_buf out;
	bm_buf_init(&out, NULL);
	static const char *const names[] = {"stop", "bad", "deep"};
	for (size_t i = 0; i < 3; i++) {
		bm_doc *doc = parsed("<article " DB "/>");
		bm_sheet *sheet = compile(f, names[i], doc, BM_OK);
		bm_status status = bm_sheet_run(sheet, doc, NULL, gather, &out);
		assert_true(status == BM_BAD_INPUT || status == BM_INTERNAL);
		assert_true(doc->diags->errors >= 1);
		if (i == 1)
			assert_string_equal(doc->diags->list.items[0].message,
					    "There is no function nosuch");
		bm_sheet_free(sheet);
		bm_doc_free(doc);
	}
	assert_int_equal(out.len, 0);
	bm_buf_free(&out);
}

static void
refuses_bad_sheets(void **state)
{
	struct folder *f = *state;
	put(f, "cycle.xsl", XSL "<xsl:include href='m/back.xsl'/>" END);
	put(f, "m/back.xsl", XSL "<xsl:include href='../cycle.xsl'/>" END);
	put(f, "gone.xsl", XSL "<xsl:include href='nowhere.xsl'/>" END);
	put(f, "out.xsl", XSL "<xsl:include href='../../etc/x.xsl'/>" END);
	put(f, "import.xsl", XSL "<xsl:import href='gone.xsl'/>" END);
	put(f, "syntax.xsl", "<xsl:stylesheet>");
	put(f, "other.xsl", "<html/>");
	put(f, "xpath.xsl",
	    XSL "<xsl:template match='/'><xsl:value-of select='a[b'/>"
		"</xsl:template>" END);
	static const char *const names[] = {"cycle",  "out",   "import",
					    "syntax", "other", "xpath"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		bm_doc *doc = bm_doc_new(NULL, NULL);
		/* libxslt itself repeats this one on the handler that
		 * belongs to the host. */
		assert_null(compile(f, names[i], doc, BM_BAD_INPUT));
		assert_true(doc->diags->list.len >= 1);
		assert_string_equal(doc->diags->list.items[0].code,
				    "xslt-error");
		bm_doc_free(doc);
	}
	bm_doc *doc = bm_doc_new(NULL, NULL);
	assert_null(compile(f, "gone", doc, BM_NOT_FOUND));
	assert_null(compile(f, "absent", doc, BM_NOT_FOUND));
	bm_doc_free(doc);
}

static void
has_functions(void **state)
{
	struct folder *f = *state;
	put(f, "main.xsl",
	    XSL "<xsl:template match='/' "
		"xmlns:e='http://exslt.org/common'><xsl:variable name='v'>"
		"<x>1</x><x>2</x></xsl:variable><o><xsl:value-of "
		"select='count(e:node-set($v)/x)'/>;<xsl:value-of select="
		"'concat(function-available(\"e:node-set\"),"
		"function-available(\"concat\"),"
		"function-available(\"current\"),"
		"function-available(\"e:no\"),function-available(\"q:x\"))'/"
		">;<xsl:for-each "
		"select='e:node-set($v)/x'><xsl:value-of "
		"select='.'/>,</xsl:for-each></o></xsl:template>" END);
	bm_doc *doc = parsed("<article " DB "/>");
	bm_sheet *sheet = compile(f, "main", doc, BM_OK);
	bm_buf out;
	bm_buf_init(&out, NULL);
	assert_int_equal(bm_sheet_run(sheet, doc, NULL, gather, &out), BM_OK);
	assert_non_null(
	    strstr(bm_buf_cstr(&out), ">2;truetruetruefalsefalse;1,2,</o>"));
	bm_buf_free(&out);
	bm_sheet_free(sheet);
	bm_doc_free(doc);
}

/* The tree is as it was, also behind a sheet that strips white space, and
 * moving elements between two runs does no harm. */
static void
leaves_the_tree_alone(void **state)
{
	struct folder *f = *state;
	put(f, "main.xsl",
	    XSL "<xsl:strip-space elements='*'/><xsl:key name='k' "
		"match='db:para' use='@role'/><xsl:template match='/'>"
		"<o><xsl:for-each select='key(\"k\",\"a\")|//db:note'>"
		"<xsl:value-of select='local-name()'/>"
		"<xsl:value-of select='generate-id()=generate-id(.)'/>"
		"</xsl:for-each><xsl:for-each select='//db:note'>"
		"<bm:unhandled/></xsl:for-each></o></xsl:template>" END);
	bm_doc *doc =
	    parsed("<article " DB "> <para role='a'>x</para>\n <note/>"
		   " </article>");
	bm_buf before, after, out;
	bm_buf_init(&before, NULL);
	bm_buf_init(&after, NULL);
	bm_buf_init(&out, NULL);
	xmlNode *root = bm_doc_element(doc);
	assert_int_equal(root->children->type, XML_TEXT_NODE);
	bm_doc_dump(doc, &before);
	bm_sheet *sheet = compile(f, "main", doc, BM_OK);
	assert_int_equal(bm_sheet_run(sheet, doc, NULL, gather, &out), BM_OK);
	assert_non_null(strstr(bm_buf_cstr(&out), "<o>paratruenotetrue</o>"));
	bm_doc_dump(doc, &after);
	assert_string_equal(bm_buf_cstr(&before), bm_buf_cstr(&after));
	assert_int_equal(root->children->type, XML_TEXT_NODE);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		assert_null(n->type == XML_ELEMENT_NODE ? n->psvi : NULL);
	assert_int_equal(doc->diags->list.items[0].line, 2);
	assert_int_equal(doc->diags->list.items[0].column, 2);
	/* The note goes to the front. */
	xmlNode *note = bm_child(root, "note");
	xmlUnlinkNode(note);
	xmlAddPrevSibling(root->children, note);
	bm_buf_clear(&out);
	assert_int_equal(bm_sheet_run(sheet, doc, NULL, gather, &out), BM_OK);
	assert_non_null(strstr(bm_buf_cstr(&out), "<o>notetrueparatrue</o>"));
	bm_buf_free(&before);
	bm_buf_free(&after);
	bm_buf_free(&out);
	bm_sheet_free(sheet);
	bm_doc_free(doc);
}

struct job {
	const bm_sheet *sheet;
	bool failed;
};

static void *
worker(void *user)
{
	struct job *job = user;
	for (int i = 0; i < 100; i++) {
		char text[200], expected[200];
		snprintf(text, sizeof(text),
			 "<article " DB "><para>%p %d</para><x/></article>",
			 user, i);
		snprintf(expected, sizeof(expected),
			 "[f]" DECL "<o>%p %d</o>\n", user, i);
		bm_doc *doc = bm_doc_new(NULL, "a.xml");
		bm_buf out;
		bm_buf_init(&out, NULL);
		if (bm_xml_parse(doc, bm_str_of(text), NULL) != BM_OK ||
		    bm_sheet_run(job->sheet, doc, NULL, gather, &out) !=
			BM_OK ||
		    strcmp(bm_buf_cstr(&out), expected) != 0 ||
		    doc->diags->list.len != 1)
			job->failed = true;
		bm_buf_free(&out);
		bm_doc_free(doc);
	}
	return NULL;
}

static void
shares_a_sheet(void **state)
{
	struct folder *f = *state;
	put(f, "main.xsl",
	    XSL "<xsl:template match='/'><bm:chunk file='f'><o><xsl:value-of "
		"select='.'/></o></bm:chunk><xsl:for-each select='*'>"
		"<bm:unhandled/></xsl:for-each></xsl:template>" END);
	bm_doc *doc = bm_doc_new(NULL, NULL);
	bm_sheet *sheet = compile(f, "main", doc, BM_OK);
	struct job jobs[4];
	pthread_t all[4];
	for (int i = 0; i < 4; i++) {
		jobs[i] = (struct job){sheet, false};
		assert_int_equal(
		    pthread_create(&all[i], NULL, worker, &jobs[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(all[i], NULL);
		assert_false(jobs[i].failed);
	}
	bm_sheet_free(sheet);
	bm_doc_free(doc);
}

/* The sheets that the library brings. */
static void
own_sheets_compile(void **state)
{
	(void)state;
	static const char *const names[] = {"html", "site", "epub", "man"};
	for (size_t i = 0; i < 4; i++) {
		bm_doc *doc = bm_doc_new(NULL, NULL);
		bm_data data = {NULL};
		bm_sheet *sheet = NULL;
		bm_status status =
		    bm_sheet_new(&data, names[i], doc->diags, &sheet);
		if (status != BM_OK)
			print_diags(doc->diags);
		assert_int_equal(status, BM_OK);
		bm_sheet_free(sheet);
		bm_doc_free(doc);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(runs),
	    TEST(chunks),
	    TEST(tells),
	    TEST(is_shut_in),
	    TEST(gives_terms),
	    TEST(counts_arguments),
	    TEST(stops),
	    TEST(refuses_bad_sheets),
	    TEST(has_functions),
	    TEST(leaves_the_tree_alone),
	    TEST(shares_a_sheet),
	    TEST(streams),
	    cmocka_unit_test(own_sheets_compile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Schemas and documents: any bytes as a schema for a fixed document, and any
 * bytes as a document for a fixed schema.  The first byte chooses.  No crash,
 * no leak, no end without a word, and the same findings when it is asked
 * again.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema/schema.h"
#include "xml/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define RNG "xmlns='http://relaxng.org/ns/structure/1.0' "
#define XSD "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'"

static const char schema_text[] =
    "<grammar " RNG XSD "><start><ref name='a'/></start>"
    "<define name='a'><element name='a'><interleave><optional><attribute "
    "name='n'><data type='integer'/></attribute></optional><optional>"
    "<attribute name='d'><choice><data type='date'/><value>never</value>"
    "</choice></attribute></optional><zeroOrMore><ref name='b'/></zeroOrMore>"
    "<zeroOrMore><element><anyName><except><name>a</name><name>b</name>"
    "</except></anyName><mixed><zeroOrMore><choice><ref name='a'/><attribute>"
    "<anyName/></attribute></choice></zeroOrMore></mixed></element>"
    "</zeroOrMore></interleave></element></define><define name='b'><element "
    "name='b'><group><ref name='c'/><oneOrMore><choice><ref name='c'/><ref "
    "name='a'/></choice></oneOrMore></group></element></define><define "
    "name='c'><element name='c'><choice><list><oneOrMore><data type='anyURI'/>"
    "</oneOrMore></list><data type='token'><param name='pattern'>[a-c]+\\d?"
    "</param></data></choice></element></define></grammar>";
static const char document[] =
    "<a n='1' d='2024-02-29'>text<b><c>a</c><a/></b><x y='z'>words<a n='x'/>"
    "</x><b><c/></b><!-- --><a><b/></a></a>";

static bm_status
read_schema(void *user, bm_arena *arena, const char *path, bm_str *out)
{
	int *left = user;

	(void)arena;
	/* What a schema includes is the fixed one, a few times. */
	if (--*left < 0)
		return BM_NOT_FOUND;
	*out = bm_str_of(path[0] == 's' ? schema_text : "<a/>");
	return BM_OK;
}

struct given {
	bm_str text;
	int left;
};

static bm_status
read_given(void *user, bm_arena *arena, const char *path, bm_str *out)
{
	struct given *g = user;

	if (strcmp(path, "given") != 0)
		return read_schema(&g->left, arena, path, out);
	*out = g->text;
	return BM_OK;
}

/* Judges the text; returns the number of findings. */
static size_t
judge(bm_schema *schema, bm_str text)
{
	bm_doc *doc = bm_doc_new(NULL, "a.xml");
	size_t found;

	if (doc == NULL)
		abort();
	if (bm_xml_parse(doc, text, NULL) == BM_OK &&
	    bm_schema_check(schema, doc) != BM_OK)
		abort();
	found = doc->diags->list.len;
	bm_doc_free(doc);
	return found;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct given given = {{NULL, 0}, 5};
	rng_files files = {&given, read_given};
	bm_schema *schema = NULL;
	bm_doc *doc;
	bm_status status;
	bool turn;
	size_t once;

	if (size == 0)
		return 0;
	turn = data[0] % 2 == 0;
	given.text = turn ? (bm_str){(const char *)data + 1, size - 1}
			  : bm_str_of(schema_text);
	doc = bm_doc_new(NULL, "a.xml");
	if (doc == NULL)
		abort();
	status =
	    bm_schema_new(NULL, "given", "5.0", &files, doc->diags, &schema);
	if (status != BM_OK &&
	    (status != BM_BAD_INPUT || doc->diags->errors == 0))
		abort(); /* a refusal without a word */
	bm_doc_free(doc);
	if (status != BM_OK)
		return 0;
	given.text = turn ? bm_str_of(document)
			  : (bm_str){(const char *)data + 1, size - 1};
	once = judge(schema, given.text);
	if (!bm_schema_is_worn(schema) && judge(schema, given.text) != once)
		abort();
	bm_schema_free(schema);
	return 0;
}

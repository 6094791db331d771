#include "xml/xslt_term.h"

#include <libxml/xpathInternals.h>

#include "core/buf.h"

/* The word with what belongs into it. */
static void
fill(bm_buf *out, bm_str word, const bm_str args[2])
{
	size_t at = 0;

	while (at < word.len) {
		size_t open = bm_str_find(word, "{", at);
		bm_str rest = {word.ptr + open, word.len - open};
		bool first = bm_str_starts(rest, "{1}");

		bm_buf_put(out, word.ptr + at, open - at);
		at = open;
		if (first || bm_str_starts(rest, "{2}")) {
			bm_buf_putstr(out, args[first ? 0 : 1]);
			at += 3;
		} else if (rest.len > 0) {
			bm_buf_putc(out, '{');
			at++;
		}
	}
}

/* What stands for a word that there is not. */
static void
name_it(bm_buf *out, bm_str name, const bm_str args[2])
{
	bm_buf_putstr(out, name);
	for (size_t i = 0; i < 2; i++) {
		bm_str arg = bm_str_trim(args[i]);

		if (arg.len > 0) {
			bm_buf_putc(out, ' ');
			bm_buf_putstr(out, arg);
		}
	}
}

static bm_str
str_of(const xmlChar *text)
{
	return bm_str_of(text != NULL ? (const char *)text : "");
}

/* See xslt_term.h. */
void
bm_xpath_term(xmlXPathParserContext *xpath, int count, const bm_map *terms)
{
	xmlChar *given[3] = {NULL, NULL, NULL};
	const char *word;
	bm_buf out;

	if (count < 1 || count > 3) {
		xmlXPathSetArityError(xpath);
		return;
	}
	for (int i = count; i-- > 0;)
		given[i] = xmlXPathPopString(xpath);
	bm_buf_init(&out, NULL);
	if (!xmlXPathCheckError(xpath)) {
		bm_str name = str_of(given[0]);
		bm_str args[2] = {str_of(given[1]), str_of(given[2])};

		word = terms != NULL ? bm_map_get(terms, name) : NULL;
		if (word == NULL)
			name_it(&out, name, args);
		else
			fill(&out, bm_str_of(word), args);
		if (out.status == BM_OK)
			valuePush(xpath, xmlXPathNewCString(bm_buf_cstr(&out)));
		else
			xmlXPathSetError(xpath, XPATH_MEMORY_ERROR);
	}
	bm_buf_free(&out);
	for (size_t i = 0; i < 3; i++)
		xmlFree(given[i]);
}

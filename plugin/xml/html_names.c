#include "xml/html_names.h"

#include <stdlib.h>
#include <string.h>

static const char *const voids[] = {"area",  "base",   "br",    "col",  "embed",
				    "hr",    "img",    "input", "link", "meta",
				    "param", "source", "track", "wbr"};

static const char *const blocks[] = {
    "address", "article", "aside",    "base",     "blockquote", "body",
    "caption", "col",     "colgroup", "dd",       "details",    "dialog",
    "div",     "dl",      "dt",       "fieldset", "figcaption", "figure",
    "footer",  "form",    "h1",       "h2",       "h3",         "h4",
    "h5",      "h6",      "head",     "header",   "hgroup",     "hr",
    "html",    "legend",  "li",       "link",     "main",       "menu",
    "meta",    "nav",     "ol",       "p",        "pre",        "script",
    "search",  "section", "style",    "summary",  "table",      "tbody",
    "td",      "tfoot",   "th",       "thead",    "title",      "tr",
    "ul"};

static int
compare(const void *key, const void *name)
{
	return strcmp(key, *(const char *const *)name);
}

bool
bm_html_is_void(const char *name)
{
	return bsearch(name, voids, sizeof(voids) / sizeof(voids[0]),
		       sizeof(voids[0]), compare) != NULL;
}

bool
bm_html_is_block(const char *name)
{
	return bsearch(name, blocks, sizeof(blocks) / sizeof(blocks[0]),
		       sizeof(blocks[0]), compare) != NULL;
}

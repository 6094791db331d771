/*
 * Drawings and formulas inside a text.  They pass as they are, so what would
 * run a script or load a file is taken out here, with a finding.
 */
#include <stdlib.h>

#include "write/publication.h"
#include "xml/html_names.h"

#define NS_SVG    "http://www.w3.org/2000/svg"
#define NS_MATHML "http://www.w3.org/1998/Math/MathML"

static bool
is_foreign(const xmlNode *el)
{
	const char *uri = el->type == XML_ELEMENT_NODE && el->ns != NULL
			      ? (const char *)el->ns->href
			      : "";

	return strcmp(uri, NS_SVG) == 0 || strcmp(uri, NS_MATHML) == 0;
}

/* Shapes and what holds them (SVG 2); each in the order of strcmp. */
static const char *const drawing[] = {
    "a",        "circle",         "clipPath",       "defs",
    "desc",     "ellipse",        "filter",         "g",
    "image",    "line",           "linearGradient", "marker",
    "mask",     "path",           "pattern",        "polygon",
    "polyline", "radialGradient", "rect",           "stop",
    "svg",      "switch",         "symbol",         "text",
    "textPath", "title",          "tspan",          "use",
    "view"};

/* Elements of HTML beside those of html_names.h.  One of these names inside a
 * formula ends it for a parser of HTML, and is what it says. */
static const char *const html[] = {
    "a",        "abbr",     "acronym",  "applet",   "audio",    "b",
    "basefont", "bdi",      "bdo",      "bgsound",  "big",      "blink",
    "button",   "canvas",   "center",   "cite",     "code",     "data",
    "datalist", "del",      "dfn",      "dir",      "em",       "font",
    "frame",    "frameset", "i",        "iframe",   "image",    "img",
    "input",    "ins",      "isindex",  "kbd",      "keygen",   "label",
    "listing",  "map",      "mark",     "marquee",  "menuitem", "meter",
    "multicol", "nextid",   "nobr",     "noembed",  "noframes", "noscript",
    "object",   "optgroup", "option",   "output",   "picture",  "plaintext",
    "portal",   "progress", "q",        "rb",       "rp",       "rt",
    "rtc",      "ruby",     "s",        "samp",     "select",   "slot",
    "small",    "spacer",   "span",     "strike",   "strong",   "sub",
    "sup",      "svg",      "template", "textarea", "time",     "tt",
    "u",        "var",      "video",    "xmp"};

static int
compare(const void *key, const void *name)
{
	return strcmp(key, *(const char *const *)name);
}

#define HAS(list, name)                                                        \
	(bsearch(name, list, sizeof(list) / sizeof(*(list)), sizeof(*(list)),  \
		 compare) != NULL)

/* Whether an element may stand in a drawing or formula. */
static bool
is_kept(const xmlNode *el)
{
	const char *name = (const char *)el->name;

	if (bm_is(el, NULL) || bm_is_bm(el, NULL))
		return true; /* the sheet knows what to do with it */
	if (!is_foreign(el))
		return false;
	if (strcmp((const char *)el->ns->href, NS_SVG) == 0)
		return HAS(drawing, name) || strncmp(name, "fe", 2) == 0;
	return strcmp(name, "annotation-xml") == 0 ||
	       (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789") ==
		    strlen(name) &&
		!HAS(html, name) && !bm_html_is_void(name) &&
		!bm_html_is_block(name));
}

static void
remove_attributes(pub_doc *d, xmlNode *el)
{
	for (xmlAttr *a = el->properties, *next; a != NULL; a = next) {
		next = a->next;
		if (!pub_attribute_unsafe(el, a))
			continue;
		pub_report(d, el, "foreign-unsafe",
			   "The attribute %s of %s is left out",
			   (const char *)a->name, (const char *)el->name);
		xmlRemoveProp(a);
	}
}

/* Makes an element and all inside it say and do nothing.  The elements stay:
 * their ids may have been noted. */
static void
disarm(pub_doc *d, xmlNode *top)
{
	pub_report(d, top, "foreign-unsafe", "%s is left out",
		   (const char *)top->name);
	for (xmlNode *n = top, *next; n != NULL; n = next) {
		if (n->type == XML_ELEMENT_NODE) {
			next = bm_walk(n, top);
			while (n->properties != NULL)
				xmlRemoveProp(n->properties);
			xmlNodeSetName(n, (const xmlChar *)"g");
			continue;
		}
		next = bm_walk_over(n, top);
		xmlUnlinkNode(n);
		xmlFreeNode(n);
	}
}

/* See publication.h. */
void
pub_foreign(pub_doc *d, xmlNode *top)
{
	if (!is_foreign(top) || is_foreign(top->parent))
		return;
	for (xmlNode *n = top, *next; n != NULL; n = next) {
		next = bm_walk(n, top);
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (is_kept(n)) {
			if (is_foreign(n))
				remove_attributes(d, n);
			continue;
		}
		next = bm_walk_over(n, top);
		disarm(d, n);
	}
}

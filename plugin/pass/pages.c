/*
 * Pass "pages": where pages of the printed book begin.  Authors write
 * <?page 12?>, in DocBook and in Markdown, at any place; such an instruction
 * becomes an anchor with the role "pagebreak" at the next place where an
 * element can stand, so that lists of pages and links can reach it.
 */
#include "pass/pass.h"
#include "pass/tree.h"

static const bm_rule rules[] = {
    {"page-label", BM_WARNING, "A mark of a page says no number",
     "EPUB Accessibility 1.1, 3.4.1", "Write it as <?page 12?>."},
    {0}};

/* What holds text, or blocks and no text. */
static const char *const inlines[] = {
    "para",        "simpara",     "title",   "subtitle",      "phrase",
    "emphasis",    "quote",       "term",    "link",          "caption",
    "entry",       "attribution", "literal", "foreignphrase", "member",
    "bibliomixed", NULL};
static const char *const blocks[] = {"article",
				     "chapter",
				     "appendix",
				     "preface",
				     "section",
				     "sect1",
				     "sect2",
				     "sect3",
				     "sect4",
				     "sect5",
				     "simplesect",
				     "partintro",
				     "listitem",
				     "blockquote",
				     "sidebar",
				     "note",
				     "tip",
				     "warning",
				     "caution",
				     "important",
				     "danger",
				     "example",
				     "informalexample",
				     "glossdef",
				     "answer",
				     "question",
				     "step",
				     "abstract",
				     "dedication",
				     "acknowledgements",
				     "colophon",
				     "topic",
				     "textobject",
				     "footnote",
				     "td",
				     "th",
				     NULL};

/* Whether a page can be marked among the children of el. */
static bool
can_hold(const xmlNode *el)
{
	return bm_is_any(el, inlines) || bm_is_any(el, blocks);
}

/* Behind the titles and notices of a division, or at the start of a text. */
static void
put_first(xmlNode *el, xmlNode *anchor)
{
	xmlNode *last = NULL;

	for (xmlNode *n = bm_first_element(el);
	     n != NULL && bm_is_any(el, blocks) && bm_pass_is_head(n);
	     n = bm_next_element(n))
		last = n;
	if (last != NULL)
		xmlAddNextSibling(last, anchor);
	else if (el->children != NULL)
		xmlAddPrevSibling(el->children, anchor);
	else
		xmlAddChild(el, anchor);
}

/* The first element at or behind n, in the order of the text, that can hold
 * the mark; NULL if there is none before the end of root. */
static xmlNode *
next_holder(xmlNode *n, const xmlNode *root)
{
	for (; n != NULL; n = bm_walk(n, root)) {
		while (n != NULL && bm_is(n, "info"))
			n = bm_walk_over(n, root);
		if (n == NULL || can_hold(n))
			return n;
	}
	return NULL;
}

/* Puts the anchor where its instruction stands, or as near as can be. */
static void
place(bm_doc *doc, xmlNode *pi, xmlNode *anchor)
{
	xmlNode *parent = pi->parent, *root = bm_doc_element(doc), *holder;
	const xmlNode *before = pi->prev;

	while (before != NULL && before->type != XML_ELEMENT_NODE)
		before = before->prev;
	/* Not before the title, and not between sections. */
	if (bm_is_any(parent, inlines) ||
	    (bm_is_any(parent, blocks) && !bm_pass_is_division(before) &&
	     (before != NULL || !bm_pass_is_division(parent)))) {
		xmlReplaceNode(pi, anchor);
		return;
	}
	holder = next_holder(bm_walk_over(pi, root), root);
	if (holder == NULL) /* the end of all: the last place that can */
		for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
			holder = bm_is_any(n, inlines) ? n : holder;
	xmlUnlinkNode(pi);
	if (holder != NULL)
		put_first(holder, anchor);
	else
		xmlAddChild(root, anchor);
}

/* The number that an instruction says: all of it, or of a pseudo-attribute. */
static const char *
label_of(bm_doc *doc, const xmlNode *pi)
{
	bm_str s = bm_str_trim(bm_str_of((const char *)pi->content));
	size_t from = bm_str_find(s, "\"", 0);

	if (from < s.len) {
		size_t to = bm_str_find(s, "\"", from + 1);
		s = (bm_str){s.ptr + from + 1, to - from - 1};
	}
	return bm_arena_str(doc->arena, bm_str_trim(s));
}

static void
mark(bm_doc *doc, bm_ids *ids, xmlNode *pi)
{
	const char *label = pi->content != NULL ? label_of(doc, pi) : "";
	const bm_pos *pos = bm_get_pos(doc, pi);
	xmlNode *anchor;
	char *id;

	if (label == NULL || label[0] == '\0') {
		if (label != NULL)
			bm_diag_add(doc->diags, &rules[0], pos, NULL);
		xmlUnlinkNode(pi);
		xmlFreeNode(pi);
		return;
	}
	anchor = bm_el(doc, NULL, "anchor");
	id = bm_arena_printf(doc->scratch, "page-%s", label);
	if (anchor == NULL || id == NULL) {
		doc->no_memory = true;
		xmlFreeNode(anchor);
		return;
	}
	for (char *c = id; *c != '\0'; c++)
		if (!bm_is_alpha(*c) && !bm_is_digit(*c))
			*c = '-';
	bm_set(doc, anchor, "role", "pagebreak");
	bm_set_xml(doc, anchor, "id", bm_ids_claim(ids, id, anchor));
	bm_set(doc, anchor, "xreflabel", label);
	bm_set_pos(doc, anchor, pos);
	place(doc, pi, anchor);
	xmlFreeNode(pi);
}

static bool
is_mark(const xmlNode *n)
{
	return n->type == XML_PI_NODE &&
	       strcmp((const char *)n->name, "page") == 0;
}

static bm_status
pages_run(bm_doc *doc, const bm_pass_context *context)
{
	xmlNode *root = bm_doc_element(doc), *next;
	bool some = false;
	bm_status status;
	bm_ids ids;

	(void)context;
	for (xmlNode *n = root; n != NULL && !some; n = bm_walk(n, root))
		some = is_mark(n);
	if (!some)
		return bm_pass_status(doc);
	status = bm_ids_collect(&ids, doc);
	if (status != BM_OK)
		return status;
	for (xmlNode *n = root; n != NULL; n = next) {
		next = bm_walk(n, root);
		if (is_mark(n))
			mark(doc, &ids, n);
	}
	return bm_pass_status(doc);
}

const bm_pass bm_pass_pages = {
    .name = "pages", .rules = rules, .run = pages_run};

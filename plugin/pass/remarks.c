/*
 * Pass "remarks": annotations may stand in any text and in any info (DocBook
 * 5.2, annotation), where no block can be shown.  They are moved behind the
 * block that they are in, or to the start of the division whose info they
 * are in; where one stood in a text, a phrase leads to it.
 */
#include "pass/pass.h"
#include "pass/tree.h"

static const bm_rule rules[] = {{0}};

/* An annotation, and where the one before was put. */
struct moving {
	bm_doc *doc;
	bm_ids ids;
	xmlNode *behind; /* the block that annotations were put behind */
	xmlNode *last;   /* the last of them */
};

/* Whether an annotation is shown where it stands in el. */
static bool
can_hold(const xmlNode *el)
{
	static const char *const names[] = {"listitem",    "blockquote",
					    "sidebar",     "note",
					    "tip",         "warning",
					    "caution",     "important",
					    "danger",      "annotation",
					    "example",     "informalexample",
					    "figure",      "informalfigure",
					    "glossdef",    "answer",
					    "question",    "step",
					    "callout",     "abstract",
					    "legalnotice", "personblurb",
					    "footnote",    "textobject",
					    "entry",       "td",
					    "th",          NULL};

	return bm_is_any(el, names) || bm_pass_is_division(el);
}

/* Divisions between whose parts nothing else can stand. */
static bool
is_strict(const xmlNode *el)
{
	static const char *const names[] = {
	    "set",          "book",      "part",  "reference", "refentry",
	    "glossary",     "glossdiv",  "index", "indexdiv",  "setindex",
	    "bibliography", "bibliodiv", NULL};

	return bm_is_any(el, names);
}

/* What comes before the text of a division. */
static bool
is_head(const xmlNode *n)
{
	static const char *const names[] = {"refmeta", "refnamediv", NULL};

	return bm_pass_is_head(n) || bm_is_any(n, names);
}

/* The last thing that comes before the text of a division. */
static xmlNode *
last_head(xmlNode *division)
{
	xmlNode *last = NULL;

	for (xmlNode *n = bm_first_element(division); n != NULL && is_head(n);
	     n = bm_next_element(n))
		last = n;
	return last;
}

/* Bibliographies have annotations of their own; those of a mere copy of a
 * title, such as titleabbrev, go with it. */
static bool
stays(const xmlNode *note)
{
	static const char *const names[] = {
	    "biblioentry", "bibliomixed", "biblioset", "bibliomset",
	    "titleabbrev", "indexterm",   "remark",    NULL};

	for (const xmlNode *n = note; n != NULL; n = n->parent)
		if (bm_is_any(n, names))
			return true;
	return false;
}

/* What an annotation goes behind; NULL if it can stay.  Tells whether it
 * leaves a text on the way. */
static xmlNode *
place_for(xmlNode *note, bool *from_text)
{
	xmlNode *n = note, *host;

	*from_text = true;
	for (host = n->parent; host->type == XML_ELEMENT_NODE;
	     n = host, host = n->parent) {
		if (bm_is(n, "info"))
			*from_text = false;
		if (can_hold(host))
			break;
	}
	if (host->type != XML_ELEMENT_NODE || n == note)
		return NULL;
	if (bm_pass_is_division(host) && (is_strict(host) || is_head(n)))
		return last_head(host);
	/* In a block with a title: behind that block's own words. */
	return bm_pass_is_head(n) ? host : n;
}

/* Leaves a phrase behind that leads to the annotation. */
static void
leave_mark(struct moving *m, xmlNode *note)
{
	xmlNode *mark = bm_el_before(m->doc, note, "phrase");
	const char *id = bm_attr_xml(note, "id");

	if (id == NULL) {
		id = bm_ids_claim(&m->ids, "remark", note);
		bm_set_xml(m->doc, note, "id", id);
	}
	if (mark == NULL || id == NULL) {
		m->doc->no_memory = true;
		return;
	}
	bm_set(m->doc, mark, "annotations", id);
	bm_mark_generated(m->doc, mark, "remarks");
	bm_set_pos(m->doc, mark, bm_get_pos(m->doc, note));
}

static void
move(struct moving *m, xmlNode *note)
{
	bool from_text;
	xmlNode *behind = stays(note) ? NULL : place_for(note, &from_text);

	if (behind == NULL)
		return;
	if (from_text)
		leave_mark(m, note);
	xmlUnlinkNode(note);
	xmlAddNextSibling(m->behind == behind ? m->last : behind, note);
	m->behind = behind;
	m->last = note;
}

static bool
is_nested(const xmlNode *note)
{
	for (const xmlNode *n = note->parent; n != NULL; n = n->parent)
		if (bm_is(n, "annotation"))
			return true;
	return false;
}

static bm_status
remarks_run(bm_doc *doc, const bm_pass_context *context)
{
	xmlNode *root = bm_doc_element(doc);
	BM_VEC(xmlNode *) notes = {0};
	struct moving m = {.doc = doc};
	bm_status status;

	(void)context;
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		xmlNode **slot;

		if (n == root || !bm_is(n, "annotation"))
			continue;
		slot = BM_VEC_PUSH(doc->scratch, &notes);
		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = n;
	}
	if (notes.len == 0)
		return bm_pass_status(doc);
	status = bm_ids_collect(&m.ids, doc);
	/* Those in others later, so that the others keep their order. */
	for (size_t i = 0; i < 2 * notes.len && status == BM_OK; i++) {
		xmlNode *note = notes.items[i % notes.len];

		if (is_nested(note) == (i >= notes.len))
			move(&m, note);
		status = bm_pass_status(doc);
	}
	return status;
}

const bm_pass bm_pass_remarks = {
    .name = "remarks", .rules = rules, .run = remarks_run};

/* Skeletons of documents: see skeleton.h. */
#include "write/skeleton.h"

#include <stdlib.h>

#include "core/sha256.h"
#include "core/wire.h"
#include "write/publication.h"

/* What follows in the bytes. */
enum { CLOSE, ELEMENT, TEXT };
/* The namespace of a name. */
enum { NONE, DOCBOOK, OURS, XML, XLINK, SPACES };

/* How much of an element is kept. */
typedef enum share {
	NOTHING,
	NAMES,  /* what others call it: its id, label, title */
	ITSELF, /* all attributes, and whether something is inside */
	ALL_OF_IT
} share;

/* ---- What matters -------------------------------------------------------- */

static bool
is_shown(const xmlNode *el)
{
	static const char *const shown[] = {
	    "mediaobject", "inlinemediaobject", "imageobject", "imageobjectco",
	    "videoobject", "audioobject",       "imagedata",   "videodata",
	    "audiodata",   "textdata",          NULL};

	return bm_is_any(el, shown);
}

/* Whether the address of a link may be in another document. */
static bool
leads_out(const xmlNode *el)
{
	return bm_attr_xlink(el, "href") != NULL || bm_is(el, "olink") ||
	       (bm_is(el, "nonterminal") && bm_attr(el, "def") != NULL);
}

static share
share_of(const xmlNode *el, const xmlNode *root)
{
	static const char *const whole[] = {"indexterm", "refmeta",
					    "refnamediv", NULL};

	if ((bm_is(el, "info") &&
	     (el->parent == root || pub_is_division(el->parent))) ||
	    bm_is_any(el, whole) || pub_is_empty_index(el))
		return ALL_OF_IT;
	if (leads_out(el) || is_shown(el))
		return ITSELF;
	return el == root || bm_attr_xml(el, "id") != NULL ||
		       pub_is_division(el)
		   ? NAMES
		   : NOTHING;
}

/* ---- Writing ------------------------------------------------------------- */

struct writer {
	bm_doc *doc;
	bm_buf *out;
	bm_buf *face; /* what others see: no places, no links of its own */
	bool quiet;   /* others do not see what is being written */
	bm_map files; /* those that were mentioned */
	const char *file, *dir;
	bm_skeleton_facts *facts;
};

static void
put(struct writer *w, uint64_t number)
{
	bm_wire_put(w->out, number);
	if (!w->quiet)
		bm_wire_put(w->face, number);
}

static void
put_word(struct writer *w, const char *text)
{
	bm_wire_put_text(w->out, text);
	if (!w->quiet)
		bm_wire_put_text(w->face, text);
}

static int
space_of(const xmlNs *ns)
{
	const char *uri = ns != NULL ? (const char *)ns->href : NULL;

	return uri == NULL                       ? NONE
	       : strcmp(uri, BM_NS_DOCBOOK) == 0 ? DOCBOOK
	       : strcmp(uri, BM_NS) == 0         ? OURS
	       : strcmp(uri, BM_NS_XML) == 0     ? XML
	       : strcmp(uri, BM_NS_XLINK) == 0   ? XLINK
						 : SPACES;
}

static void
put_pos(struct writer *w, const bm_pos *pos)
{
	bool same = w->file != NULL && pos->file != NULL &&
		    strcmp(pos->file, w->file) == 0;

	bm_wire_put(w->out, same ? 0 : 1);
	if (!same) {
		bm_wire_put_path(w->out, w->dir, pos->file);
		w->file = pos->file;
	}
	bm_wire_put(w->out, pos->line);
	bm_wire_put(w->out, pos->column);
	bm_wire_put(w->out, pos->end_line);
	bm_wire_put(w->out, pos->end_column);
}

static void
put_attr(struct writer *w, int space, const char *name, const char *value)
{
	put(w, (uint64_t)space + 1);
	put_word(w, name);
	put_word(w, value);
}

/* The start of an element; all attributes or those that name it. */
static void
put_start(struct writer *w, const xmlNode *el, bool all)
{
	int space = space_of(el->ns);

	put(w, ELEMENT);
	/* Elements of others are kept for their id only. */
	put(w, (uint64_t)(space == OURS ? OURS : DOCBOOK));
	put_word(w, (const char *)el->name);
	put_pos(w, bm_get_pos(w->doc, el));
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next) {
		int of = space_of(a->ns);
		const char *name = (const char *)a->name;
		bool names =
		    of == XML || (of == OURS && (strcmp(name, "label") == 0 ||
						 strcmp(name, "cut") == 0));

		if (of != SPACES && (all || names) &&
		    (a->children == NULL || a->children->content != NULL))
			put_attr(w, of, name,
				 a->children != NULL
				     ? (const char *)a->children->content
				     : "");
	}
	put(w, 0);
}

static void
put_close(struct writer *w)
{
	put(w, CLOSE);
}

static void
put_text(struct writer *w, const char *text)
{
	put(w, TEXT);
	put_word(w, text);
}

/* An element and all inside. */
static void
put_all(struct writer *w, xmlNode *top)
{
	xmlNode *n = top;
	bool leaving = false;

	do {
		if (n->type == XML_ELEMENT_NODE && leaving)
			put_close(w);
		else if (n->type == XML_ELEMENT_NODE) {
			w->facts->shows = w->facts->shows || is_shown(n);
			put_start(w, n, true);
		} else if (!leaving && n->content != NULL &&
			   (n->type == XML_TEXT_NODE ||
			    n->type == XML_CDATA_SECTION_NODE))
			put_text(w, (const char *)n->content);
	} while (pub_step(top, &n, &leaving));
}

/* What an element is called where others tell of it. */
static void
put_names(struct writer *w, xmlNode *el)
{
	xmlNode *title = bm_title(el);
	const char *name = "title";

	if (title == NULL && bm_is(el, "glossentry")) {
		title = bm_child(el, "glossterm");
		name = "glossterm";
	}
	if (title == NULL)
		return;
	put(w, ELEMENT);
	put(w, DOCBOOK);
	put_word(w, name);
	put_pos(w, bm_get_pos(w->doc, title));
	put(w, 0);
	put_text(w, bm_textz(w->doc, title));
	put_close(w);
}

/* Mentions the file that an element comes from, if it is the first to. */
static void
mention(struct writer *w, const xmlNode *el)
{
	const bm_pos *pos = bm_get_pos(w->doc, el);
	bool is_new = false;
	void **slot = pos->file != NULL
			  ? bm_map_put(&w->files, bm_str_of(pos->file), &is_new)
			  : NULL;

	if (slot == NULL || !is_new)
		return;
	*slot = w;
	bm_wire_put_path(w->face, w->dir, pos->file);
	put(w, ELEMENT);
	put(w, OURS);
	put_word(w, "from");
	put_pos(w, pos);
	put(w, 0);
	put_close(w);
}

/* See skeleton.h. */
void
bm_skeleton_put(bm_doc *doc, const char *dir, bm_buf *out,
		bm_skeleton_facts *facts)
{
	xmlNode *root = bm_doc_element(doc), *n = root;
	struct writer w = {.doc = doc, .out = out, .dir = dir, .facts = facts};
	bool leaving = false;
	bm_buf face;

	bm_buf_init(&face, &out->al);
	w.face = &face;
	bm_map_init(&w.files, doc->scratch);
	do {
		share s =
		    n->type == XML_ELEMENT_NODE ? share_of(n, root) : NOTHING;

		w.quiet = s == ITSELF && bm_attr_xml(n, "id") == NULL;
		if (leaving) {
			if (s == NAMES || s == ITSELF)
				put_close(&w);
			continue;
		}
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (n != root)
			mention(&w, n);
		facts->shows = facts->shows || is_shown(n);
		facts->index = facts->index || pub_is_empty_index(n);
		if (s == ALL_OF_IT) {
			put_all(&w, n);
			leaving = true; /* on to the next */
		} else if (s != NOTHING) {
			put_start(&w, n, s == ITSELF);
			if (n == root)
				mention(&w, n);
			if (s == NAMES || bm_attr_xml(n, "id") != NULL)
				put_names(&w, n);
			else if (leads_out(n) && !pub_says_nothing(n))
				put_text(&w, "text");
		}
	} while (pub_step(root, &n, &leaving));
	bm_sha256_hex(bm_buf_str(&face), facts->face);
	if (face.status != BM_OK)
		out->status = face.status;
	bm_buf_free(&face);
	bm_arena_reset(doc->scratch);
}

/* ---- Reading ------------------------------------------------------------- */

struct reader {
	bm_wire in;
	bm_doc *doc;
	const char *file, *dir;
	size_t depth;
};

static void
get_pos(struct reader *r, xmlNode *el)
{
	bm_pos pos = {0};

	if (bm_wire_get(&r->in) != 0)
		r->file = bm_wire_get_path(&r->in, r->doc->arena, r->dir);
	pos.file = r->file;
	pos.line = (uint32_t)bm_wire_get_max(&r->in, UINT32_MAX);
	pos.column = (uint32_t)bm_wire_get_max(&r->in, UINT32_MAX);
	pos.end_line = (uint32_t)bm_wire_get_max(&r->in, UINT32_MAX);
	pos.end_column = (uint32_t)bm_wire_get_max(&r->in, UINT32_MAX);
	bm_set_pos(r->doc, el, &pos);
}

/* Whether a word can be the name of an element or attribute of ours. */
static bool
is_name(const char *s)
{
	if (s == NULL || *s == '\0')
		return false;
	for (; *s != '\0'; s++)
		if (!bm_is_alpha(*s) && !bm_is_digit(*s) && *s != '-' &&
		    *s != '_')
			return false;
	return true;
}

static void
get_attrs(struct reader *r, xmlNode *el)
{
	void (*const set[])(bm_doc *, xmlNode *, const char *,
			    const char *) = {[NONE] = bm_set,
					     [DOCBOOK] = bm_set,
					     [OURS] = bm_set_bm,
					     [XML] = bm_set_xml,
					     [XLINK] = bm_set_xlink};
	uint64_t space;

	while ((space = bm_wire_get_max(&r->in, SPACES)) != 0) {
		const char *name = bm_wire_get_text(&r->in, r->doc->arena);
		const char *value = bm_wire_get_text(&r->in, r->doc->arena);

		if (!is_name(name) || value == NULL)
			r->in.bad = true;
		if (r->in.bad)
			return;
		set[space - 1](r->doc, el, name, value);
	}
}

/* The next element, last in parent (NULL: it is the root). */
static xmlNode *
get_element(struct reader *r, xmlNode *parent)
{
	bool ours = bm_wire_get(&r->in) == OURS;
	const char *name = bm_wire_get_text(&r->in, r->doc->arena);
	xmlNode *el;

	if (!is_name(name) || (parent == NULL && ours) ||
	    r->depth++ > 2 * BM_DEPTH_MAX)
		r->in.bad = true;
	if (r->in.bad)
		return NULL;
	el = parent == NULL ? bm_doc_set_root(r->doc, name)
	     : ours         ? bm_el_bm(r->doc, parent, name)
			    : bm_el(r->doc, parent, name);
	if (el == NULL)
		return NULL;
	get_pos(r, el);
	get_attrs(r, el);
	return el;
}

/* See skeleton.h. */
bm_status
bm_skeleton_get(bm_doc *doc, const char *dir, bm_str bytes)
{
	struct reader r = {.in = {.rest = bytes}, .doc = doc, .dir = dir};
	xmlNode *at = NULL, *root = NULL;

	doc->is_skeleton = true;
	if (bm_wire_get(&r.in) == ELEMENT)
		root = at = get_element(&r, NULL);
	while (at != NULL && !r.in.bad && !doc->no_memory) {
		uint64_t what = bm_wire_get_max(&r.in, TEXT);

		if (what == ELEMENT) {
			at = get_element(&r, at);
		} else if (what == TEXT) {
			const char *text = bm_wire_get_text(&r.in, doc->arena);
			if (text != NULL)
				bm_add_textz(doc, at, text);
		} else {
			r.depth--;
			at = at != root ? at->parent : NULL;
		}
	}
	if (doc->no_memory || bm_arena_failed(doc->arena))
		return BM_NO_MEMORY;
	return r.in.bad || root == NULL || r.in.rest.len != 0 ? BM_BAD_INPUT
							      : BM_OK;
}

/* ---- What linking came to ------------------------------------------------ */

/* An element as it stands, without the words of ours and the contents of its
 * own page. */
static void
sum_all(bm_buf *sum, xmlNode *top)
{
	xmlNode *n = top;
	bool leaving = false;

	do {
		if (n->type != XML_ELEMENT_NODE) {
			if (!leaving && n->content != NULL)
				bm_wire_put_text(sum, (const char *)n->content);
			continue;
		}
		if (leaving) {
			bm_buf_putc(sum, '/');
			continue;
		}
		if (bm_is_bm(n, "l10n") || bm_is_bm(n, "local-toc")) {
			leaving = true;
			continue;
		}
		bm_wire_put_text(sum, (const char *)n->name);
		for (const xmlAttr *a = n->properties; a != NULL; a = a->next) {
			bm_wire_put_text(sum, (const char *)a->name);
			if (a->children != NULL)
				bm_wire_put_text(
				    sum, (const char *)a->children->content);
		}
	} while (pub_step(top, &n, &leaving));
}

/* See publication.h. */
bm_status
pub_signature(publication *p, pub_doc *d)
{
	xmlNode *root = bm_doc_element(d->doc), *n = root;
	bm_status status;
	bm_buf sum;

	bm_buf_init(&sum, p->env->al);
	while (n != NULL) {
		bool whole = bm_is_bm(n, "page") || bm_is_bm(n, "context") ||
			     pub_is_empty_index(n);

		if (whole) {
			sum_all(&sum, n);
			n = bm_walk_over(n, root);
			continue;
		}
		if (n->type == XML_ELEMENT_NODE && leads_out(n)) {
			bm_wire_put_text(&sum, bm_attr_bm(n, "href"));
			bm_wire_put_text(&sum, bm_attr_bm(n, "text"));
		} else if (n->type == XML_ELEMENT_NODE && is_shown(n)) {
			pub_media_sum(p, d, n, &sum);
		}
		n = bm_walk(n, root);
	}
	bm_sha256_hex(bm_buf_str(&sum), d->signature);
	status = sum.status;
	bm_buf_free(&sum);
	return status;
}

/* See publication.h. */
void
pub_strip(pub_doc *d)
{
	xmlNode *root = bm_doc_element(d->doc), *n = root, *next;

	for (; n != NULL; n = next) {
		bool gone = bm_is_bm(n, "page") || bm_is_bm(n, "context");

		next = gone ? bm_walk_over(n, root) : bm_walk(n, root);
		if (!gone)
			continue;
		xmlUnlinkNode(n);
		xmlFreeNode(n);
	}
}

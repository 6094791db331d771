/*
 * Writer "parts": what a host that makes its own page of a document puts into
 * it.  It is cut out of the page of the sheet "html", each part a file:
 *
 *   citations/N-LINE-COLUMN.html  what stands for the Nth citation of the
 *                                 document, which is there in its source
 *   notices/N-start.html          a notice before the text
 *   notices/N-LINE.html           one behind the block of that line
 *   notices/N-end.html            one behind the text
 *   notes.html                    citations of a style that cites by notes
 *   bibliography.html             the lists of references
 *
 * Numbers count from 1.  A citation that begins with "<sup" is a mark: no
 * space stands before it.
 */
#include <stdlib.h>

#include "write/publication.h"
#include "xml/serialize.h"

/* Ids of what is cut out begin so. */
#define MARK "backmatter-part-"

typedef struct part {
	const char *path;
	xmlNode *el; /* in the source */
	bool taken;
} part;

struct cutter {
	bm_doc *doc;
	const bm_write_env *env;
	const bm_sink *sink;
	BM_VEC(part) citations;
	BM_VEC(xmlNode *) kept; /* notices and bibliographies */
	BM_VEC(xmlNode *) held; /* the rest of the tree, meanwhile */
	bm_map notices;         /* by the ids of their elements, to paths */
	size_t notice_count;
	bool has_text; /* something of the author's was met */
};

/* ---- Marking the source -------------------------------------------------- */

/* Where a citation is, or the one that a note was made of. */
static const bm_pos *
place_in_source(const struct cutter *c, xmlNode *el)
{
	xmlNode *n = el;

	while (n != NULL && !bm_is(n, "citation"))
		n = bm_walk(n, el);
	return bm_get_pos(c->doc, n != NULL ? n : el);
}

/* Puts an element with an id of ours around a citation, or around the note
 * that was made of one. */
static bool
mark_citation(struct cutter *c, xmlNode *citation)
{
	bm_arena *arena = c->doc->arena;
	part *p = BM_VEC_PUSH(arena, &c->citations);
	const bm_pos *pos = place_in_source(c, citation);
	xmlNode *around = bm_el_before(c->doc, citation, "phrase");

	if (p == NULL || around == NULL)
		return false;
	p->path =
	    bm_arena_printf(arena, "citations/%zu-%u-%u.html", c->citations.len,
			    (unsigned)pos->line, (unsigned)pos->column);
	bm_set_xml(c->doc, around, "id",
		   bm_arena_printf(arena, MARK "%zu", c->citations.len));
	p->el = around;
	xmlUnlinkNode(citation);
	xmlAddChild(around, citation);
	return !bm_arena_failed(arena);
}

/* The place of a notice in the name of its file. */
static const char *
place_of(struct cutter *c, const xmlNode *notice)
{
	const xmlNode *root = bm_doc_element(c->doc), *n = notice;
	bool behind = false;

	if (!c->has_text)
		return "start";
	/* At the end, when nothing of the author's follows in its division. */
	while ((n = bm_next_element(n)) != NULL && !behind)
		behind = !bm_is_generated(n, NULL);
	if (!behind && (notice->parent == root))
		return "end";
	for (n = notice->prev; n != NULL; n = n->prev)
		if (n->type == XML_ELEMENT_NODE && !bm_is_generated(n, NULL)) {
			const bm_pos *pos = bm_get_pos(c->doc, n);

			return bm_arena_printf(c->doc->arena, "%u",
					       (unsigned)pos->line);
		}
	return "end";
}

/* Keeps an element as it is. */
static bool
keep(struct cutter *c, xmlNode *el)
{
	xmlNode **slot = BM_VEC_PUSH(c->doc->arena, &c->kept);

	if (slot != NULL)
		*slot = el;
	return slot != NULL;
}

static bool
mark_notice(struct cutter *c, xmlNode *notice)
{
	const char *id = bm_attr_xml(notice, "id");
	const char *place = place_of(c, notice);
	void **slot =
	    id != NULL ? bm_map_put(&c->notices, bm_str_of(id), NULL) : NULL;

	if (id == NULL)
		return true;
	if (slot == NULL || place == NULL)
		return false;
	*slot = bm_arena_printf(c->doc->arena, "notices/%zu-%s.html",
				++c->notice_count, place);
	return *slot != NULL && keep(c, notice);
}

/* Everything that will be cut out, in the order of the document. */
static bm_status
mark_all(struct cutter *c)
{
	static const char *const heads[] = {"info", "title", "titleabbrev",
					    "subtitle", NULL};
	xmlNode *root = bm_doc_element(c->doc), *n = root;
	bool good = true;

	while (n != NULL && good) {
		const char *by = bm_attr_bm(n, "generated");
		bool over = false;

		if (bm_streq(by, "disclaimer")) {
			good = mark_notice(c, n);
			over = true;
		} else if (bm_is(n, "bibliography")) {
			good = keep(c, n);
			over = true;
		} else if ((bm_is(n, "citation") &&
			    (by == NULL || strcmp(by, "cite") == 0)) ||
			   (bm_is(n, "footnote") && bm_streq(by, "cite"))) {
			good = mark_citation(c, n);
			over = true;
		} else if (bm_is_any(n, heads)) {
			over = bm_is(n, "info");
		} else if (by == NULL && n != root &&
			   n->type == XML_ELEMENT_NODE) {
			c->has_text = true;
		}
		n = over ? bm_walk_over(n, root) : bm_walk(n, root);
	}
	return good && !c->doc->no_memory ? BM_OK : BM_NO_MEMORY;
}

/*
 * Takes all else out of the tree, so that the sheet has little to do: marked
 * citations come into one paragraph, behind it what is kept as it is.
 */
static bm_status
prune(struct cutter *c)
{
	static const char *const heads[] = {"info", "title", NULL};
	xmlNode *root = bm_doc_element(c->doc), *next;
	xmlNode *para = bm_el(c->doc, root, "para"), **slot;

	if (para == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < c->citations.len; i++) {
		xmlUnlinkNode(c->citations.items[i].el);
		xmlAddChild(para, c->citations.items[i].el);
	}
	for (size_t i = 0; i < c->kept.len; i++)
		xmlUnlinkNode(c->kept.items[i]);
	for (xmlNode *n = root->children; n != NULL; n = next) {
		next = n->next;
		if (n == para || bm_is_any(n, heads))
			continue;
		slot = BM_VEC_PUSH(c->doc->arena, &c->held);
		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = n;
		xmlUnlinkNode(n);
	}
	xmlNodeSetName(root, (const xmlChar *)"article");
	for (size_t i = 0; i < c->kept.len; i++)
		xmlAddChild(root, c->kept.items[i]);
	return BM_OK;
}

/* Others still look at nodes of the tree, though no more at their order. */
static void
put_back(struct cutter *c)
{
	for (size_t i = 0; i < c->held.len; i++)
		xmlAddChild(bm_doc_element(c->doc), c->held.items[i]);
}

/* ---- Cutting the page ---------------------------------------------------- */

/* Writes what is inside an element, or the element itself. */
static bm_status
put_part(struct cutter *c, const char *path, xmlNode *el, bool inside)
{
	bm_status status;
	bm_buf buf;

	bm_buf_init(&buf, c->env->al);
	for (xmlNode *n = inside ? el->children : el; n != NULL;
	     n = inside ? n->next : NULL)
		bm_write_html_node(n, &buf);
	status = buf.status == BM_OK ? bm_put(c->sink, path, bm_buf_str(&buf))
				     : buf.status;
	bm_buf_free(&buf);
	return status;
}

/* Of notes at the end of a page only those that cite; whether there are. */
static bool
keep_citing(xmlNode *section)
{
	bool any = false;

	for (xmlNode *n = section, *next; n != NULL; n = next) {
		const char *id = bm_attr(n, "id");

		next = bm_walk(n, section);
		if (n->type != XML_ELEMENT_NODE ||
		    strcmp((const char *)n->name, "li") != 0)
			continue;
		next = bm_walk_over(n, section);
		if (id != NULL && bm_str_starts(bm_str_of(id), "fn-cite-")) {
			any = true;
			continue;
		}
		xmlUnlinkNode(n);
		xmlFreeNode(n);
	}
	return any;
}

/* A part, if the element is one; *over: nothing else is in it. */
static bm_status
cut(struct cutter *c, xmlNode *el, bool *over)
{
	const char *id = bm_attr(el, "id"), *role = bm_attr(el, "role");
	const char *path = id != NULL ? bm_map_getz(&c->notices, id) : NULL;

	*over = strcmp((const char *)el->name, "nav") == 0;
	if (path != NULL) {
		*over = true;
		return put_part(c, path, el, false);
	}
	if (id != NULL && bm_str_starts(bm_str_of(id), MARK)) {
		size_t n = strtoul(id + sizeof(MARK) - 1, NULL, 10);
		part *p = n > 0 && n <= c->citations.len
			      ? &c->citations.items[n - 1]
			      : NULL;

		if (p == NULL || p->taken)
			return BM_OK;
		p->taken = true;
		return put_part(c, p->path, el, true);
	}
	if (bm_streq(role, "doc-bibliography")) {
		*over = true;
		return put_part(c, "bibliography.html", el, false);
	}
	return BM_OK;
}

static bm_status
take(void *user, const char *file, xmlDoc *tree)
{
	struct cutter *c = user;
	xmlNode *root = xmlDocGetRootElement(tree), *notes = NULL;
	bm_status status = BM_OK;

	(void)file;
	for (xmlNode *n = root; n != NULL && status == BM_OK;) {
		bool over = false;

		if (n->type == XML_ELEMENT_NODE) {
			status = cut(c, n, &over);
			if (bm_streq(bm_attr(n, "role"), "doc-endnotes"))
				notes = n;
		}
		n = over ? bm_walk_over(n, root) : bm_walk(n, root);
	}
	if (status == BM_OK && notes != NULL && keep_citing(notes))
		status = put_part(c, "notes.html", notes, false);
	return status;
}

static bm_status
parts_write(bm_doc *doc, const bm_write_env *env, const bm_sink *sink)
{
	static const bm_sheet_param none[] = {{NULL, NULL}};
	struct cutter c = {.doc = doc, .env = env, .sink = sink};
	publication *p = pub_new(PUB_HTML, env);
	bm_status status = BM_NO_MEMORY;
	pub_doc *d = NULL;

	if (p == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&c.notices, doc->arena);
	p->single = true;
	status = mark_all(&c);
	if (status == BM_OK)
		status = prune(&c);
	if (status == BM_OK) {
		d = pub_add_doc(p, NULL, doc);
		status = d != NULL ? pub_resolve(p) : BM_NO_MEMORY;
	}
	if (status == BM_OK)
		status = bm_sheet_run_for(env->sheet, doc, none, d->terms,
					  BM_FORM_TREE, take, &c);
	put_back(&c);
	pub_free(p);
	return status;
}

const bm_writer bm_writer_parts = {.name = "parts",
				   .sheet = "html",
				   .many_files = true,
				   .suffix = "",
				   .write = parts_write,
				   .rules = bm_resolve_rules};

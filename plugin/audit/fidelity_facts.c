/* What a document and a page say that must not get lost between them. */
#include "audit/audit.h"
#include "check/model.h"
#include "audit/fidelity.h"
#include "pass/tree.h"

/* Bytes of words that are compared, and nodes that they are taken from. */
#define KEY_MAX   400
#define NODES_MAX 400

/* Adds the words of a text to a key of about `most` bytes. */
static void
put_words(bm_buf *key, bm_str text, size_t most)
{
	size_t at = 0;
	bm_str word;

	while (key->len < most && bm_audit_word(text, &at, &word))
		for (size_t i = 0; i < word.len; i++)
			bm_buf_putc(key, bm_lower(word.ptr[i]));
}

static bm_fact *
add(bm_facts *f, bm_fact_kind kind, const char *key, const bm_pos *pos)
{
	bm_fact *fact = BM_VEC_PUSH(f->arena, &f->list);

	if (fact == NULL)
		return NULL;
	*fact = (bm_fact){
	    .kind = kind, .key = bm_arena_strdup(f->arena, key), .pos = *pos};
	return fact;
}

static bm_facts *
new_facts(bm_arena *arena, const char *file)
{
	bm_facts *f = BM_NEW(arena, bm_facts);

	if (f == NULL)
		return NULL;
	f->arena = arena;
	f->file = bm_arena_strdup(arena, file != NULL ? file : "<stdin>");
	return f->file != NULL ? f : NULL;
}

/* The name of a file without its folders. */
static const char *
base_name(bm_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	path = slash != NULL ? slash + 1 : path;
	return bm_arena_str(arena, (bm_str){path, strcspn(path, "?#")});
}

/* ---- a document ---- */

/* Elements of a text that are printed as they are, in place. */
static bool
is_plain(const xmlNode *el)
{
	static const char *const names[] = {
	    "emphasis",    "phrase",        "literal",   "code", "subscript",
	    "superscript", "foreignphrase", "citetitle", "link", "acronym",
	    "abbrev",      "para",          "simpara",   NULL};
	const char *href = bm_attr_xlink(el, "href");

	/* What begins with "status:" gives way to a sentence. */
	return bm_is_any(el, names) &&
	       (href == NULL || strncmp(href, "status:", 7) != 0);
}

/* Whether nothing of it stands where it is written. */
static bool
is_elsewhere(const xmlNode *el)
{
	static const char *const names[] = {"footnote", "indexterm",  "remark",
					    "citation", "annotation", NULL};

	return !bm_is(el, NULL) || bm_is_any(el, names);
}

/*
 * The words of an element as a key: of the longest stretch in which nothing
 * stands that may be printed in another way.
 */
static void
key_of(const xmlNode *top, bm_buf *piece, bm_buf *best)
{
	const xmlNode *last = NULL, *owner; /* that a stretch belongs to */

	bm_buf_clear(best);
	for (xmlNode *n = top->children, *next; n != NULL; n = next) {
		next = bm_walk(n, top);
		if (n->type == XML_ELEMENT_NODE && !is_plain(n)) {
			last = NULL;
			if (is_elsewhere(n))
				next = bm_walk_over(n, top);
		}
		if ((n->type != XML_TEXT_NODE &&
		     n->type != XML_CDATA_SECTION_NODE) ||
		    n->content == NULL)
			continue;
		owner = n->parent;
		while (owner != top && is_plain(owner))
			owner = owner->parent;
		if (owner != last)
			bm_buf_clear(piece);
		last = owner;
		put_words(piece, bm_str_of((const char *)n->content),
			  KEY_MAX / 2);
		if (piece->len > best->len) {
			bm_buf_clear(best);
			bm_buf_putstr(best, bm_buf_str(piece));
		}
	}
}

struct reading {
	bm_facts *facts;
	bm_doc *doc;
	bm_buf piece, key;
	bm_map languages;
	const xmlNode *root;
};

/* A fact whose words are those of an element; none without any. */
static void
add_words(struct reading *r, bm_fact_kind kind, const xmlNode *el,
	  const char *image)
{
	bm_fact *fact;

	key_of(el, &r->piece, &r->key);
	r->facts->no_memory |=
	    r->piece.status != BM_OK || r->key.status != BM_OK;
	if (r->key.len == 0)
		return;
	fact =
	    add(r->facts, kind, bm_buf_cstr(&r->key), bm_get_pos(r->doc, el));
	if (fact == NULL)
		return;
	fact->text = bm_audit_excerpt(r->facts->arena, bm_textz(r->doc, el));
	fact->image = image != NULL ? base_name(r->facts->arena, image) : NULL;
}

/* The words that stand in for an image, or NULL. */
static const xmlNode *
words_of_image(const xmlNode *media, const xmlNode *object)
{
	const xmlNode *alt = bm_child(media, "alt");
	const xmlNode *text = bm_child(media, "textobject");

	if (alt == NULL)
		alt = bm_child(object, "alt");
	for (; alt == NULL && text != NULL; text = bm_next(text, "textobject"))
		alt = bm_child(text, "phrase");
	return alt;
}

static void
add_image(struct reading *r, const xmlNode *media)
{
	const xmlNode *object = bm_child(media, "imageobject");
	const xmlNode *words = words_of_image(media, object);
	const char *file = bm_attr(bm_child(object, "imagedata"), "fileref");

	if (words != NULL && file != NULL &&
	    !bm_pass_has_word(bm_attr(media, "role"), "decorative"))
		add_words(r, BM_FACT_ALT, words, file);
}

/* Whether the first column of a CALS table is one of headers, and each row
 * begins in it. */
static bool
has_header_column(xmlNode *group)
{
	const char *own = bm_attr(group, "rowheader");
	const char *table = bm_attr(group->parent, "rowheader");

	if (!bm_streq(own != NULL ? own : table, "firstcol"))
		return false;
	for (xmlNode *n = group; n != NULL; n = bm_walk(n, group))
		if (n->type == XML_ELEMENT_NODE &&
		    (bm_attr(n, "morerows") != NULL ||
		     bm_attr(n, "namest") != NULL ||
		     bm_attr(n, "colname") != NULL ||
		     bm_attr(n, "spanname") != NULL))
			return bm_is(n, "colspec");
	return true;
}

static void
add_header_column(struct reading *r, xmlNode *group)
{
	const xmlNode *body = bm_child(group, "tbody");

	if (!has_header_column(group))
		return;
	for (const xmlNode *row = bm_child(body, "row"); row != NULL;
	     row = bm_next(row, "row")) {
		const xmlNode *first = bm_first_element(row);

		if (bm_is(first, "entry"))
			add_words(r, BM_FACT_HEADER, first, NULL);
	}
}

/* Whether a cell heads others: it is th, or in thead. */
static bool
is_header(const xmlNode *el)
{
	return bm_is(el, "th") ||
	       ((bm_is(el, "entry") || bm_is(el, "td")) && el->parent != NULL &&
		bm_is(el->parent->parent, "thead"));
}

/* Whether a language of it can be looked for on a page. */
static bool
is_shown(const xmlNode *el)
{
	static const char *const names[] = {
	    "info",       "remark",       "indexterm", "textobject",
	    "annotation", "bibliography", "alt",       NULL};

	for (; el != NULL && el->type == XML_ELEMENT_NODE; el = el->parent)
		if (bm_is_any(el, names))
			return false;
	return true;
}

static void
add_language(struct reading *r, const xmlNode *el)
{
	const char *lang = bm_attr_xml(el, "lang");
	bm_fact_kind kind = el == r->root ? BM_FACT_LANGUAGE : BM_FACT_PART;
	bool fresh = true;
	bm_fact *fact;

	if (page_blank(lang) || !is_shown(el) ||
	    (kind == BM_FACT_PART &&
	     (bm_map_put(&r->languages, bm_str_of(lang), &fresh) == NULL ||
	      !fresh)))
		return;
	fact = add(r->facts, kind, lang, bm_get_pos(r->doc, el));
	if (fact != NULL)
		fact->text = fact->key;
}

static void
add_element(struct reading *r, xmlNode *el)
{
	const xmlNode *title;

	if (bm_attr_xml(el, "lang") != NULL)
		add_language(r, el);
	if (el == r->root) {
		title = bm_title(el);
		if (title != NULL)
			add_words(r, BM_FACT_TITLE, title, NULL);
	} else if (bm_pass_is_division(el)) {
		title = bm_title(el);
		if (title != NULL)
			add_words(r, BM_FACT_HEADING, title, NULL);
	} else if (bm_is(el, "mediaobject") || bm_is(el, "inlinemediaobject")) {
		add_image(r, el);
	} else if (is_header(el)) {
		add_words(r, BM_FACT_HEADER, el, NULL);
	} else if (bm_is(el, "tgroup")) {
		add_header_column(r, el);
	}
}

bm_facts *
bm_facts_of_source(bm_arena *arena, bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);
	struct reading r = {
	    .facts = new_facts(arena, doc->file), .doc = doc, .root = root};

	if (r.facts == NULL)
		return NULL;
	bm_buf_init(&r.piece, bm_arena_allocator(arena));
	bm_buf_init(&r.key, bm_arena_allocator(arena));
	bm_map_init(&r.languages, arena);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (n->type == XML_ELEMENT_NODE && bm_is(n, NULL))
			add_element(&r, n);
	bm_buf_free(&r.piece);
	bm_buf_free(&r.key);
	return bm_arena_failed(arena) || r.facts->no_memory || doc->no_memory
		   ? NULL
		   : r.facts;
}

/* ---- a page ---- */

/* The words in an element, as a key; false when there are too many nodes. */
static bool
page_key(bm_facts *f, const page *p, page_node_id n, uint32_t most, bm_buf *key)
{
	page_node_id end = page_end(p, n);
	bool whole = end - n <= most;

	if (!whole)
		end = n + most;
	bm_buf_clear(key);
	for (page_node_id i = n; i < end; i++) {
		const page_node *node = page_at(p, i);

		if (node->kind == PAGE_TEXT)
			put_words(key, (bm_str){node->u.text, node->count},
				  KEY_MAX);
		else if (page_is(p, i, N_img) && page_has(p, i, N_alt))
			put_words(key, bm_str_of(page_attr_of(p, i, N_alt)),
				  KEY_MAX);
	}
	f->no_memory |= key->status != BM_OK;
	return whole;
}

/* Elements that texts stand in which are no headings any more. */
static bool
holds_text(const page *p, page_node_id n)
{
	static const page_name names[] = {
	    N_p,  N_div,    N_dt,   N_dd,      N_li,         N_td,    N_b,
	    N_em, N_strong, N_span, N_caption, N_figcaption, N_legend};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (page_is(p, n, names[i]))
			return true;
	return false;
}

/* A place on a page, whose name lives with the facts. */
static bm_pos
place_on(const bm_facts *f, const page *p, page_node_id n)
{
	bm_pos pos = page_pos(p, n);

	pos.file = f->file;
	return pos;
}

static void
add_page_image(bm_facts *f, page *p, page_node_id n, bm_buf *key)
{
	const char *src = page_attr_of(p, n, N_src);
	const char *name = model_name_text(p, n);
	bm_pos pos = place_on(f, p, n);
	bm_fact *fact;

	bm_buf_clear(key);
	put_words(key, bm_str_of(name), KEY_MAX);
	f->no_memory |= key->status != BM_OK;
	fact = add(f, BM_FACT_ALT, bm_buf_cstr(key), &pos);
	if (fact == NULL)
		return;
	fact->text = bm_audit_excerpt(f->arena, name);
	if (src == NULL)
		src = page_attr_of(p, n, N_data);
	fact->image = src != NULL ? base_name(f->arena, src) : NULL;
}

static void
add_node(bm_facts *f, page *p, page_node_id n, bool places, bm_buf *key)
{
	static const page_name images[] = {N_img,  N_svg,   N_object,
					   N_area, N_video, N_audio};
	aria_role role = model_role(p, n);
	bm_pos pos = place_on(f, p, n);
	const char *lang = page_attr_of(p, n, N_lang);

	if (lang == NULL)
		lang = page_attr_ns(p, n, NS_XML, N_lang);
	if (lang != NULL)
		add(f, n == p->root ? BM_FACT_LANGUAGE : BM_FACT_PART, lang,
		    &pos);
	else if (n == p->root)
		add(f, BM_FACT_LANGUAGE, "", &pos);
	for (size_t i = 0; i < sizeof(images) / sizeof(*images); i++)
		if (page_at(p, n)->name == images[i])
			add_page_image(f, p, n, key);
	if (page_is(p, n, N_title) && page_parent(p, n) == p->html_head) {
		page_key(f, p, n, NODES_MAX, key);
		add(f, BM_FACT_TITLE, bm_buf_cstr(key), &pos);
	} else if (role == R_heading) {
		page_key(f, p, n, NODES_MAX, key);
		add(f, BM_FACT_HEADING, bm_buf_cstr(key), &pos);
	} else if (page_is(p, n, N_th) || role == R_columnheader ||
		   role == R_rowheader) {
		page_key(f, p, n, NODES_MAX, key);
		add(f, BM_FACT_HEADER, bm_buf_cstr(key), &pos);
	} else if (places && holds_text(p, n) && page_key(f, p, n, 40, key) &&
		   key->len > 0 && key->len < KEY_MAX) {
		add(f, BM_FACT_TEXT, bm_buf_cstr(key), &pos);
	}
}

bm_facts *
bm_facts_of_page(bm_arena *arena, page *p, bool places)
{
	bm_facts *f = new_facts(arena, p->file);
	bm_buf key;

	if (f == NULL)
		return NULL;
	bm_buf_init(&key, bm_arena_allocator(arena));
	for (page_node_id n = 1; n < p->nodes.len; n++)
		if (page_is_element(p, n))
			add_node(f, p, n, places, &key);
	bm_buf_free(&key);
	return bm_arena_failed(arena) || f->no_memory || p->no_memory ? NULL
								      : f;
}

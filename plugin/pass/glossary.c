/*
 * Pass "glossary": the first use of a term on a page leads to its entry.
 * What changes an author's words (short forms explained, older names
 * replaced) is done only when the text or its project asks for it, and each
 * change is reported; without that it is a finding.
 */
#include "pass/glossary.h"

#include "core/file.h"
#include "pass/tree.h"

static const bm_rule rules[] = {
    {"terms-option", BM_WARNING, "\"terms\" has a value that is not known",
     NULL, "Write link, expand and prefer, one or more, or off."},
    {"terms-deprecated", BM_INFO, "An older name is used on its own", NULL,
     "Write the name of today beside it, or \"terms: prefer\" to have it "
     "replaced."},
    {"terms-swapped", BM_INFO, "An older name was replaced", NULL,
     "Write \"terms: link\" to keep it."},
    {"terms-abbreviation", BM_INFO, "A short form is used before its meaning",
     "WCAG 2.2, 3.1.4",
     "Write the full name before it, or \"terms: expand\" to have it added."},
    {"terms-expanded", BM_INFO, "The meaning of a short form was added",
     "WCAG 2.2, 3.1.4", NULL},
    {"terms-about", BM_INFO, "\"about\" names something that is no term", NULL,
     "Its codes are not known; use a name of the glossary, or add it to the "
     "file of terms."},
    {0}};

enum { OPTION, DEPRECATED, SWAPPED, ABBREVIATION, EXPANDED, ABOUT };

/* What is known of a term on a page. */
enum { LINKED = 1, EXPLAINED = 2, NAMED = 4, REPORTED = 8, BRACKETS = 16 };

typedef struct linker {
	bm_doc *doc;
	const lint_terms *table;
	bm_map state; /* page and term -> flags */
	bool link, expand, prefer, findings;
	bool *used;
	bool *named; /* in full, anywhere in the document */
	lint_text text;
	BM_VEC(term_edit) edits;
} linker;

const bm_terms *
bm_terms_of(const bm_doc *doc)
{
	return doc->terms;
}

/* ---- Options ---- */

/* False when the author wants none of it. */
static bool
read_options(linker *l)
{
	const xmlNode *info = bm_child(bm_doc_element(l->doc), "info");
	const xmlNode *m = info != NULL ? bm_child(info, "meta") : NULL;
	bool said = false, off = false;

	for (; m != NULL; m = bm_next(m, "meta")) {
		const char *value = bm_attr(m, "content");

		if (!bm_streq(bm_attr(m, "name"), "terms") || value == NULL)
			continue;
		said = true;
		if (strcmp(value, "link") == 0)
			l->link = true;
		else if (strcmp(value, "expand") == 0)
			l->expand = true;
		else if (strcmp(value, "prefer") == 0)
			l->prefer = true;
		else if (strcmp(value, "off") == 0 ||
			 strcmp(value, "no") == 0 ||
			 strcmp(value, "false") == 0)
			off = true;
		else
			bm_diag_add(l->doc->diags, &rules[OPTION],
				    bm_get_pos(l->doc, m),
				    "\"terms\" cannot be \"%s\"", value);
	}
	if (!said)
		l->link = true;
	return !off;
}

/* ---- Pages ---- */

/* The page that a node stands on: the nearest division with a file of its
 * own, or the root. */
static const xmlNode *
page_of(const linker *l, const xmlNode *node)
{
	for (; node != NULL && node->type == XML_ELEMENT_NODE;
	     node = node->parent)
		if (bm_pass_is_chunk(node))
			return node;
	return bm_doc_element(l->doc);
}

/* The flags of a term on a page; NULL without memory. */
static uintptr_t *
flags_of(linker *l, const xmlNode *page, const lint_term *term)
{
	char key[sizeof page + sizeof term->number];
	void **place;

	memcpy(key, &page, sizeof page);
	memcpy(key + sizeof page, &term->number, sizeof term->number);
	place = bm_map_put(&l->state, (bm_str){key, sizeof key}, NULL);
	if (place == NULL)
		l->doc->no_memory = true;
	return (uintptr_t *)(void *)place;
}

static void
raise_flag(linker *l, const xmlNode *page, const lint_term *term,
	   uintptr_t flag)
{
	uintptr_t *flags = flags_of(l, page, term);

	if (flags != NULL)
		*flags |= flag;
}

/* Old names and new ones are one thing to link to. */
static const lint_term *
meant(const lint_term *term)
{
	return term->better != NULL ? term->better : term;
}

/* ---- Links that are there ---- */

/* The term whose entry a link leads to, or NULL. */
static const lint_term *
target_of(linker *l, const xmlNode *el)
{
	bm_arena *arena = l->doc->arena;
	const char *id = bm_attr(el, "linkend");
	const char *href = bm_attr_xlink(el, "href"), *hash, *dir, *path;

	if (id != NULL)
		return lint_terms_target(l->table, arena, NULL, id);
	hash = href != NULL ? strchr(href, '#') : NULL;
	if (hash == NULL || hash[1] == '\0')
		return NULL;
	if (hash == href)
		return lint_terms_target(l->table, arena, NULL, hash + 1);
	dir = bm_path_dir(arena, l->doc->file);
	path = bm_arena_strndup(arena, href, (size_t)(hash - href));
	path =
	    dir != NULL && path != NULL ? bm_path_join(arena, dir, path) : NULL;
	return path != NULL ? lint_terms_target(l->table, arena, path, hash + 1)
			    : NULL;
}

/* A glossterm without a target that names a term gets one. */
static const lint_term *
complete(linker *l, xmlNode *el)
{
	const char *name = bm_attr(el, "baseform");
	const lint_term *term;

	if (bm_attr(el, "linkend") != NULL ||
	    bm_attr_xlink(el, "href") != NULL ||
	    bm_is(el->parent, "glossentry"))
		return NULL;
	if (name == NULL)
		name = bm_textz(l->doc, el);
	term = lint_terms_find(l->table, l->doc->arena, bm_str_of(name));
	if (term == NULL)
		return NULL;
	if (term->id == NULL)
		term = meant(term);
	if (term->id == NULL || !l->link ||
	    bm_term_point(l->doc, el, term) != BM_OK)
		return NULL;
	return term;
}

/* An older name that an earlier run replaced. */
static void
find_former(linker *l, const char *was)
{
	lint_uses uses = {0};

	if (was == NULL || lint_terms_match(l->table, l->doc->arena,
					    bm_str_of(was), &uses) != BM_OK)
		return;
	for (size_t i = 0; i < uses.len; i++)
		l->used[uses.items[i].term->number] = true;
}

/* A short form that says itself what it means. */
static void
find_meaning(linker *l, const xmlNode *el)
{
	const xmlNode *alt = bm_child(el, "alt");
	lint_uses uses = {0};

	if (alt == NULL ||
	    lint_terms_match(l->table, l->doc->arena,
			     bm_str_of(bm_textz(l->doc, alt)), &uses) != BM_OK)
		return;
	for (size_t i = 0; i < uses.len; i++)
		raise_flag(l, page_of(l, el), uses.items[i].term, EXPLAINED);
}

/* What the author linked himself, and what an earlier run made. */
static void
find_links(linker *l)
{
	static const char *const links[] = {"link", "xref", "glossterm",
					    "olink", NULL};
	xmlNode *root = bm_doc_element(l->doc);

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const lint_term *term;

		if (bm_is(n, "abbrev") || bm_is(n, "acronym"))
			find_meaning(l, n);
		find_former(l, bm_attr_bm(n, "was"));
		if (!bm_is_any(n, links))
			continue;
		term = target_of(l, n);
		if (term == NULL && bm_is(n, "glossterm"))
			term = complete(l, n);
		if (term == NULL)
			continue;
		l->used[term->number] = true;
		raise_flag(l, page_of(l, n), meant(term), LINKED);
		raise_flag(l, page_of(l, n), term, LINKED);
	}
}

/* ---- Where terms are looked for ---- */

/* Whether the words of a block are nobody's to touch. */
static bool
is_left_alone(const lint_block *b)
{
	static const char *const own[] = {
	    "glossterm", "term", "attribution", "refpurpose",
	    "segtitle",  "th",   "caption",     NULL};
	static const char *const round[] = {
	    "blockquote",   "epigraph",   "info", "thead",
	    "bibliography", "bibliolist", NULL};

	if (b->kind == LINT_HEADING || b->quoted || bm_is_any(b->node, own))
		return true;
	for (const xmlNode *n = b->node;
	     n != NULL && n->type == XML_ELEMENT_NODE; n = n->parent)
		if (bm_is_any(n, round))
			return true;
	return false;
}

/* Whether a text inside a block stands in something that is not prose. */
static bool
is_inside_other(const xmlNode *text, const xmlNode *block)
{
	static const char *const other[] = {
	    "link",          "xref",        "olink",
	    "glossterm",     "firstterm",   "quote",
	    "foreignphrase", "abbrev",      "acronym",
	    "citetitle",     "anchor",      "biblioref",
	    "citation",      "personname",  "orgname",
	    "productname",   "trademark",   "guilabel",
	    "guibutton",     "guimenu",     "guimenuitem",
	    "wordasword",    "footnoteref", "ulink",
	    "annotation",    "indexterm",   NULL};

	for (const xmlNode *n = text->parent; n != NULL && n != block;
	     n = n->parent)
		if (bm_is_any(n, other) || bm_attr_xlink(n, "href") != NULL ||
		    bm_attr(n, "linkend") != NULL)
			return true;
	return false;
}

/* The term that the entry round a block explains, or NULL. */
static const lint_term *
own_entry(linker *l, const lint_block *b)
{
	for (const xmlNode *n = b->node;
	     n != NULL && n->type == XML_ELEMENT_NODE; n = n->parent)
		if (bm_is(n, "glossentry")) {
			const char *id = bm_attr_xml(n, "id");

			return id == NULL
				   ? NULL
				   : lint_terms_target(l->table, l->doc->arena,
						       NULL, id);
		}
	return NULL;
}

/*
 * Where the words of a use are in the tree.  False: they are in several
 * nodes, or in something that is no prose.
 */
static bool
find_node(const lint_block *b, const lint_use *use, term_edit *out)
{
	size_t low = 0, high = b->runs.len;
	const lint_run *first, *last;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (b->runs.items[mid].at <= use->at)
			low = mid;
		else
			high = mid;
	}
	if (high == 0)
		return false;
	first = last = &b->runs.items[low];
	while (last + 1 < b->runs.items + b->runs.len &&
	       last[1].at < use->at + use->len)
		last++;
	if (first->node != last->node || use->at < first->at ||
	    use->at + use->len > last->at + last->len)
		return false;
	out->node = (xmlNode *)first->node;
	out->from = first->from + (use->at - first->at);
	out->to = last->from + (use->at + use->len - last->at);
	return !is_inside_other(first->node, b->node);
}

/* ---- Words ---- */

static bool
starts_sentence(bm_str text, size_t at)
{
	return at == 0 || (at >= 2 && text.ptr[at - 1] == ' ' &&
			   strchr(".!?", text.ptr[at - 2]) != NULL);
}

/* Whether a name begins with the sound of a vowel; letters are said one by
 * one in a short form. */
static bool
vowel(const char *s, bool letters)
{
	return s[0] != '\0' && strchr(letters ? "aefhilmnorsx" : "aeiou",
				      bm_lower(s[0])) != NULL;
}

/* Whether "a" or "an" before the use would be wrong for the new name. */
static bool
article_differs(bm_str text, const lint_use *use, const char *name)
{
	const char *p = text.ptr + use->at;
	bool old;

	if (use->at < 2 || p[-1] != ' ')
		return false;
	if (bm_lower(p[-2]) == 'a' && (use->at == 2 || p[-3] == ' '))
		old = false;
	else if (use->at > 2 && bm_lower(p[-2]) == 'n' &&
		 bm_lower(p[-3]) == 'a' && (use->at == 3 || p[-4] == ' '))
		old = true;
	else
		return false;
	return vowel(name, false) != old;
}

/* The preferred name as it stands in this place. */
static const char *
new_words(linker *l, const lint_block *b, const lint_use *use)
{
	bm_arena *arena = l->doc->arena;
	const lint_term *better = use->term->better;
	const char *name =
	    use->plural ? lint_plural(arena, better->name) : better->name;
	char first = b->text.ptr[use->at];
	char *copy = name != NULL ? bm_arena_strdup(arena, name) : NULL;
	bool big = starts_sentence(b->text, use->at) ||
		   (!use->short_form && first >= 'A' && first <= 'Z' &&
		    use->term->name[0] >= 'a');

	if (copy != NULL && big && copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return copy;
}

/* The old name as it stands in brackets: no sentence begins there. */
static const char *
old_words(linker *l, const lint_block *b, const lint_use *use)
{
	char *copy =
	    bm_arena_strndup(l->doc->arena, b->text.ptr + use->at, use->len);

	if (copy != NULL && !use->short_form && use->term->name[0] >= 'a')
		copy[0] = bm_lower(copy[0]);
	return copy;
}

/* Whether a use is the full name of what a short form stands for. */
static bool
is_full_name(const lint_use *use, const lint_use *short_form)
{
	return !use->short_form && meant(use->term) == meant(short_form->term);
}

/*
 * Whether the text gives the meaning of a short form beside it: "full name
 * (SHORT)", "SHORT (full name)".  What stands alone in brackets is explained,
 * though it be by words that are no term.
 */
static bool
is_explained(const lint_block *b, const lint_uses *uses, size_t i)
{
	const lint_use *u = &uses->items[i];
	const lint_use *next = i + 1 < uses->len ? &uses->items[i + 1] : NULL;
	bm_str t = b->text;
	size_t end = u->at + u->len;

	if (u->at > 0 && t.ptr[u->at - 1] == '(' && end < t.len &&
	    (t.ptr[end] == ')' || t.ptr[end] == ';' || t.ptr[end] == ','))
		return true;
	return next != NULL && is_full_name(next, u) && next->at - end <= 3 &&
	       t.ptr[next->at - 1] == '(';
}

/* Goes on to offset `to` of a text; tells if that is between quotation marks.
 * *at and *open are where it was last, and what it was then. */
static bool
in_quotation(bm_str text, size_t to, size_t *at, bool *open)
{
	while (*at < to) {
		uint32_t c = bm_utf8_next(text, at);

		if (c == '"')
			*open = !*open;
		else if (c == 0x201E || c == 0xAB)
			*open = true;
		else if (c == 0x201C) /* ends what U+201E began */
			*open = !*open;
		else if (c == 0x201D || c == 0xBB)
			*open = false;
	}
	return *open;
}

/* ---- One use ---- */

typedef struct place {
	lint_block *block;
	const xmlNode *page;
	const lint_uses *uses;
	const lint_term *own;
	size_t i;
	size_t scanned; /* for quotation marks, this far */
	bool quotation; /* and there one is open */
	bool touch;     /* the words may be edited */
} place;

static void
say(linker *l, const place *p, int rule, const char *format, const char *what)
{
	const lint_use *u = &p->uses->items[p->i];
	bm_pos pos = lint_locate(&l->text, p->block, u->at, u->len);

	bm_diag_add(l->doc->diags, &rules[rule], &pos, format, (int)u->len,
		    p->block->text.ptr + u->at, what);
}

/* Whether the block itself has the name of today. */
static bool
block_has(const place *p, const lint_term *term)
{
	for (size_t i = 0; i < p->uses->len; i++)
		if (p->uses->items[i].term == term &&
		    !p->uses->items[i].short_form)
			return true;
	return false;
}

/* An older name: it is replaced, or reported once a page. */
static void
meet_old(linker *l, const place *p, term_edit *edit)
{
	const lint_use *u = &p->uses->items[p->i];
	const lint_term *t = u->term;
	uintptr_t *flags = flags_of(l, p->page, t);
	uintptr_t *today = NULL;
	const char *words;
	bool known;

	if (flags == NULL || t == p->own ||
	    (p->own != NULL && meant(t) == p->own))
		return;
	if (t->better != NULL)
		today = flags_of(l, p->page, t->better);
	flags = flags_of(l, p->page, t); /* the map may have grown */
	known =
	    t->better != NULL && ((today != NULL && (*today & NAMED) != 0) ||
				  block_has(p, t->better));
	if (known && (*flags & BRACKETS) == 0)
		return;
	if (l->prefer && t->better != NULL && p->touch && !known) {
		words = new_words(l, p->block, u);
		if (words != NULL &&
		    !article_differs(p->block->text, u, words)) {
			edit->text = words;
			if ((*flags & BRACKETS) == 0)
				edit->former = old_words(l, p->block, u);
			*flags |= BRACKETS;
			say(l, p, SWAPPED, "\"%.*s\" was replaced by \"%s\"",
			    words);
			return;
		}
	}
	if (!l->findings || (*flags & REPORTED) != 0)
		return;
	*flags |= REPORTED;
	say(l, p, DEPRECATED,
	    "\"%.*s\" is an older name; the one of today is \"%s\"",
	    t->preferred);
}

/* A short form: what it means is added, or missed, once a page. */
static void
meet_short(linker *l, const place *p, term_edit *edit)
{
	const lint_use *u = &p->uses->items[p->i];
	const lint_term *t = u->term;
	const char *name =
	    u->plural ? lint_plural(l->doc->arena, t->name) : t->name;
	uintptr_t *flags = flags_of(l, p->page, t);

	if (flags == NULL || name == NULL || (*flags & EXPLAINED) != 0)
		return;
	if (is_explained(p->block, p->uses, p->i)) {
		*flags |= EXPLAINED;
		if (l->expand && p->touch)
			edit->means = name;
		return;
	}
	if (l->expand && p->touch) {
		*flags |= EXPLAINED;
		edit->means = edit->expansion = name;
		say(l, p, EXPANDED, "\"%.*s\" was explained as \"%s\"", name);
		return;
	}
	if (!l->findings || (*flags & (NAMED | REPORTED)) != 0)
		return;
	*flags |= REPORTED;
	say(l, p, ABBREVIATION,
	    "\"%.*s\" is used before the page says that it means \"%s\"",
	    t->name);
}

/* A link to the entry, once a page. */
static void
meet_link(linker *l, const place *p, term_edit *edit)
{
	const lint_term *t = p->uses->items[p->i].term;
	const lint_term *to = t->id != NULL && t->entry ? t : meant(t);
	uintptr_t *flags;

	if (!l->link || to->id == NULL || !p->touch || to == p->own ||
	    meant(t) == p->own)
		return;
	flags = flags_of(l, p->page, to);
	if (flags == NULL || (*flags & LINKED) != 0)
		return;
	*flags |= LINKED;
	edit->link = to;
}

static bool
is_english(const lint_block *b)
{
	return b->lang == NULL || strncmp(b->lang, "en", 2) == 0;
}

/* Short forms of two letters mean many things: they are the term's only where
 * the document has its full name. */
static bool
is_meant(const linker *l, const lint_block *b, const lint_use *u)
{
	if (u->term->english && !is_english(b))
		return false;
	return !u->short_form || strlen(u->term->abbreviation) > 2 ||
	       l->named[u->term->number];
}

static bm_status
meet(linker *l, place *p)
{
	const lint_use *u = &p->uses->items[p->i];
	term_edit edit = {0}, *slot;

	if (!is_meant(l, p->block, u))
		return BM_OK;
	l->used[u->term->number] = true;
	l->used[meant(u->term)->number] = true;
	p->touch =
	    !in_quotation(p->block->text, u->at, &p->scanned, &p->quotation) &&
	    find_node(p->block, u, &edit);
	meet_link(l, p, &edit);
	if (u->term->preferred[0] != '\0')
		meet_old(l, p, &edit);
	else if (u->short_form)
		meet_short(l, p, &edit);
	if (!u->short_form)
		raise_flag(l, p->page, u->term, NAMED);
	if (edit.link == NULL && edit.text == NULL && edit.means == NULL)
		return BM_OK;
	/* A link needs no more than its element; to find the word itself in
	 * the source takes long. */
	if (edit.text == NULL && edit.means == NULL)
		edit.pos = *bm_get_pos(l->doc, edit.node);
	else
		edit.pos = lint_locate(&l->text, p->block, u->at, u->len);
	slot = BM_VEC_PUSH(l->doc->arena, &l->edits);
	if (slot == NULL)
		return BM_NO_MEMORY;
	*slot = edit;
	return BM_OK;
}

/* ---- The document ---- */

static bm_status
match_all(linker *l, lint_uses *uses)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < l->text.blocks.len && status == BM_OK; i++) {
		lint_block *b = l->text.blocks.items[i];

		status = lint_terms_match(l->table, l->doc->scratch, b->text,
					  &uses[i]);
		for (size_t k = 0; k < uses[i].len; k++)
			if (!uses[i].items[k].short_form)
				l->named[uses[i].items[k].term->number] = true;
	}
	return status;
}

static bm_status
look(linker *l)
{
	/* What is found is as large as the text, and of no use later. */
	bm_arena *arena = l->doc->scratch;
	lint_uses *uses;
	bm_status status = lint_text_blocks(l->doc, arena, &l->text);

	if (status != BM_OK || l->text.blocks.len == 0)
		return status;
	uses = BM_NEW_ARRAY(arena, lint_uses, l->text.blocks.len);
	if (uses == NULL)
		return BM_NO_MEMORY;
	status = match_all(l, uses);
	for (size_t i = 0; i < l->text.blocks.len && status == BM_OK; i++) {
		place p = {.block = l->text.blocks.items[i], .uses = &uses[i]};

		if (uses[i].len == 0 || is_left_alone(p.block))
			continue;
		p.page = page_of(l, p.block->node);
		p.own = own_entry(l, p.block);
		for (; p.i < uses[i].len && status == BM_OK; p.i++)
			status = meet(l, &p);
	}
	return status == BM_OK
		   ? bm_term_edits(l->doc, l->edits.items, l->edits.len)
		   : status;
}

/* The table for a document: the shared one, or one with its own entries. */
static bm_status
choose_table(linker *l, const lint_terms *shared)
{
	xmlNode *root = bm_doc_element(l->doc);
	bool own = false;
	lint_terms *table;
	bm_status status;

	for (xmlNode *n = root; n != NULL && !own; n = bm_walk(n, root))
		own = bm_is(n, "glossentry") || lint_is_auto_glossary(n);
	l->table = shared;
	if (!own)
		return BM_OK;
	table = lint_terms_in(l->doc->arena);
	if (table == NULL)
		return BM_NO_MEMORY;
	status = lint_terms_copy(table, shared);
	if (status == BM_OK)
		status = lint_terms_entries(table, l->doc, NULL);
	if (status == BM_OK)
		status = lint_terms_end(table);
	l->table = table;
	return status;
}

/*
 * Whether terms can matter: somebody asked for findings or for a way to treat
 * them, the text has a subject, or there is a glossary to lead to.  Any other
 * document is not read for them.
 */
static bool
matters(const bm_doc *doc, const bm_pass_context *context)
{
	xmlNode *root = bm_doc_element(doc);

	if (context->claims != NULL || bm_meta(doc, "terms") != NULL ||
	    bm_meta(doc, "about") != NULL || bm_meta(doc, "glossary") != NULL)
		return true;
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (bm_is(n, "glossary") || bm_is(n, "subjectset") ||
		    bm_is(n, "glossterm") || bm_is(n, "glosslist"))
			return true;
	return false;
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	linker l = {.doc = doc, .findings = context->claims != NULL};
	bm_status status;
	bm_terms *terms;

	if (context->terms == NULL || bm_doc_element(doc) == NULL ||
	    !matters(doc, context) || !read_options(&l))
		return BM_OK;
	bm_glossary_empty(doc);
	status = choose_table(&l, context->terms);
	if (status != BM_OK)
		return status;
	l.used = BM_NEW_ARRAY(doc->arena, bool, l.table->list.len + 1);
	l.named = BM_NEW_ARRAY(doc->arena, bool, l.table->list.len + 1);
	terms = BM_NEW(doc->arena, bm_terms);
	if (l.used == NULL || l.named == NULL || terms == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&l.state, doc->arena);
	find_links(&l);
	status = look(&l);
	if (status == BM_OK)
		status = bm_terms_about(doc, l.table, &rules[ABOUT]);
	if (status == BM_OK && bm_glossary_asked(doc))
		status = bm_glossary_fill(doc, l.table, l.used);
	*terms = (bm_terms){.table = l.table, .used = l.used};
	doc->terms = terms;
	return status == BM_OK ? bm_pass_status(doc) : status;
}

const bm_pass bm_pass_glossary = {"glossary", rules, run};

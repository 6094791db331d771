/* Pass "cite": works that were retracted, corrected or doubted. */
#include "pass/cite_standing.h"

#include "pass/design_words.h"
#include "pass/syntax.h"
#include "pass/words.h"

/* By weight: the first that a work has is what its citations say. */
static const struct {
	unsigned standing;
	int rule;
	bm_word word;
	const char *role, *said; /* said: in the finding */
} kinds[] = {
    {BM_STANDING_RETRACTED, BM_CITE_RETRACTED, BM_WORD_RETRACTED, "retracted",
     "was retracted"},
    {BM_STANDING_CONCERN, BM_CITE_CONCERN, BM_WORD_CONCERN, "concern",
     "is under an expression of concern"},
    {BM_STANDING_CORRECTED, BM_CITE_CORRECTED, BM_WORD_CORRECTED, "corrected",
     "was corrected"},
};

#define KINDS (sizeof(kinds) / sizeof(*kinds))

/* The weightiest kind of a standing; KINDS if there is none. */
static size_t
kind_of(unsigned standing)
{
	size_t k = 0;

	while (k < KINDS && (kinds[k].standing & standing) == 0)
		k++;
	return k;
}

/* ---- Findings ------------------------------------------------------------ */

/*
 * The biblioref of an item, from `ref` on, or NULL: cites are in the order of
 * their bibliorefs.
 */
static const xmlNode *
find_ref(const bm_citing *c, const xmlNode *ref, const bm_item *item)
{
	for (; ref != NULL; ref = bm_next(ref, "biblioref")) {
		const char *key = bm_attr(ref, "linkend");

		if (key != NULL && bm_library_find(c->context->library,
						   bm_str_of(key)) == item)
			break;
	}
	return ref;
}

/* Whether the author says of this cite that he knows. */
static bool
is_acknowledged(bm_citing *c, const bm_cited *cited, const csl_cite *cite,
		const xmlNode *ref, size_t kind)
{
	const xmlNode *node = cited->node;
	unsigned standing = kinds[kind].standing;

	if (bm_pass_has_word(bm_attr(node, "role"), kinds[kind].role) ||
	    (ref != NULL &&
	     bm_pass_has_word(bm_attr(ref, "role"), kinds[kind].role)))
		return true;
	return bm_cite_affix_says(c->doc, node, cite->prefix, standing) ||
	       bm_cite_affix_says(c->doc, node, cite->suffix, standing) ||
	       bm_cite_is_said(c->doc, node, standing);
}

/* See cite_standing.h. */
void
bm_cite_check_standing(bm_citing *c, const bm_cited *cited)
{
	const xmlNode *next = bm_child(cited->node, "biblioref");

	for (size_t i = 0; i < cited->cites.len; i++) {
		const csl_cite *cite = &cited->cites.items[i];
		const bm_item *item = cite->item;
		const xmlNode *ref;
		bm_str notice;
		size_t k = kind_of(bm_item_standing(item, &notice));

		if (k == KINDS)
			continue;
		ref = find_ref(c, next, item);
		next = ref != NULL ? bm_next(ref, "biblioref") : next;
		if (is_acknowledged(c, cited, cite, ref, k))
			continue;
		bm_diag_add(c->doc->diags, &c->rules[kinds[k].rule],
			    bm_get_pos(c->doc, ref != NULL ? ref : cited->node),
			    "The cited work \"%.*s\" %s%s%.*s%s, and the text "
			    "does not say so",
			    (int)item->id.len, item->id.ptr, kinds[k].said,
			    notice.len > 0 ? " (" : "", (int)notice.len,
			    notice.ptr, notice.len > 0 ? ")" : "");
	}
}

/* ---- In the text --------------------------------------------------------- */

/* The language that is in force at a node. */
static const char *
lang_at(const bm_citing *c, const xmlNode *node)
{
	const char *lang = bm_lang(node);

	return lang != NULL ? lang : c->context->lang;
}

/* Fills a new phrase: " [retracted]" or " [2: retracted]". */
static void
fill_mark(bm_citing *c, xmlNode *phrase, size_t kind, const char *label)
{
	const char *word =
	    bm_word_in(c->doc, kinds[kind].word, lang_at(c, phrase));

	if (phrase == NULL)
		return;
	bm_set(
	    c->doc, phrase, "role",
	    bm_arena_printf(c->doc->scratch, "standing %s", kinds[kind].role));
	bm_add_textz(
	    c->doc, phrase,
	    label != NULL && *label != '\0'
		? bm_arena_printf(c->doc->scratch, " [%s: %s]", label, word)
		: bm_arena_printf(c->doc->scratch, " [%s]", word));
}

/* A link of a collapsed range, which is not seen. */
static bool
is_hidden(const xmlNode *link)
{
	return bm_is(link->parent, "phrase") &&
	       bm_pass_has_word(bm_attr(link->parent, "role"), "between");
}

static bool
is_raised(const xmlNode *link, const xmlNode *citation)
{
	while (link != citation && !bm_is(link, "superscript"))
		link = link->parent;
	return link != citation;
}

/*
 * Behind the link; if the citation has no other cite, behind all that ends
 * with the link, so that the words are not raised with a number.
 */
static void
mark_link(bm_citing *c, xmlNode *citation, xmlNode *link, size_t kind,
	  bool alone)
{
	xmlNode *at = link;

	while (alone && at->next == NULL && at->parent != citation)
		at = at->parent;
	fill_mark(c, bm_el_after(c->doc, at, "phrase"), kind, NULL);
}

/* A work of the citation that has a standing. */
struct marked {
	size_t kind, number; /* number: as the style counts, or 0 */
	const char *label;   /* for behind the citation */
	bool done;
};

/* Puts a work among those that are to be marked, by the id of its entry. */
static bm_status
add_marked(bm_citing *c, bm_map *works, const bm_reference *ref, size_t kind)
{
	struct marked *m = BM_NEW(c->doc->scratch, struct marked);
	void **slot = bm_map_put(
	    works, bm_str_of(ref != NULL && ref->id != NULL ? ref->id : ""),
	    NULL);

	if (m == NULL || slot == NULL)
		return BM_NO_MEMORY;
	m->kind = kind;
	m->number = ref != NULL ? ref->number : 0;
	if (*slot == NULL)
		*slot = m;
	return BM_OK;
}

/* See cite_standing.h. */
void
bm_cite_show_standing(bm_citing *c, const bm_map *references, xmlNode *citation,
		      const bm_cited *cited)
{
	bool alone = cited->cites.len == 1 && cited->own.len == 0 &&
		     cited->missing.len == 0;
	bm_map works;

	bm_map_init(&works, c->doc->scratch);
	for (size_t i = 0; i < cited->cites.len; i++) {
		const bm_item *item = cited->cites.items[i].item;
		size_t k = kind_of(bm_item_standing(item, NULL));

		if (k != KINDS &&
		    add_marked(c, &works, bm_map_get(references, item->id),
			       k) != BM_OK)
			return;
	}
	for (xmlNode *n = works.len > 0 ? citation : NULL; n != NULL;
	     n = bm_walk(n, citation)) {
		const char *id =
		    bm_is(n, "link") ? bm_attr(n, "linkend") : NULL;
		struct marked *m = id != NULL ? bm_map_getz(&works, id) : NULL;

		if (m == NULL)
			continue;
		/* Words raised with numbers would be too small to read. */
		if (is_hidden(n) || (!alone && is_raised(n, citation))) {
			m->label = m->number > 0
				       ? bm_arena_printf(c->doc->scratch, "%zu",
							 m->number)
				       : bm_textz(c->doc, n);
			continue;
		}
		mark_link(c, citation, n, m->kind, alone);
		m->done = true;
	}
	for (size_t i = 0; i < works.len; i++) {
		const struct marked *m = works.entries[i].value;

		if (!m->done)
			fill_mark(c, bm_el(c->doc, citation, "phrase"), m->kind,
				  m->label);
	}
}

/* ---- In the list --------------------------------------------------------- */

/* The address of a word of a notice: a URL, a DOI, or a number behind "PMID".
 */
static const char *
word_url(bm_arena *arena, bm_str word, bm_str before)
{
	if (bm_str_starts(word, "https://") || bm_str_starts(word, "http://"))
		return csl_identifier_url(arena, "URL", word);
	if (bm_str_starts(word, "doi:"))
		word = (bm_str){word.ptr + 4, word.len - 4};
	if (bm_str_starts(word, "10.") && bm_str_find(word, "/", 0) < word.len)
		return csl_identifier_url(arena, "DOI", word);
	if ((bm_str_is(before, "PMID:") || bm_str_is(before, "PMID")) &&
	    word.len > 0 && bm_is_digit(*word.ptr))
		return csl_identifier_url(arena, "PMID", word);
	return NULL;
}

/* The text of a notice, with links. */
static void
add_notice(bm_doc *doc, xmlNode *parent, bm_str notice)
{
	bm_str rest = notice, word, before = {"", 0};

	while (bm_str_split(&rest, ' ', &word)) {
		bm_str core = word;
		const char *url;

		while (core.len > 0 &&
		       strchr(".,;)", core.ptr[core.len - 1]) != NULL)
			core.len--;
		url = word_url(doc->scratch, core, before);
		if (before.ptr != NULL && word.ptr != notice.ptr)
			bm_add_textz(doc, parent, " ");
		if (url != NULL) {
			xmlNode *link = bm_el(doc, parent, "link");

			bm_set_xlink(doc, link, "href", url);
			bm_add_text(doc, link, core);
			core =
			    (bm_str){word.ptr + core.len, word.len - core.len};
			bm_add_text(doc, parent, core);
		} else
			bm_add_text(doc, parent, word);
		before = word;
	}
}

/* Two things of a list; the second if there is no first.  NULL without
 * memory. */
static char *
joined(bm_doc *doc, const char *first, const char *second, const char *lang)
{
	char *text = NULL;
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(doc->scratch));
	bm_buf_puts(&out, first);
	if (first != NULL)
		bm_put_between(doc, &out, false, NULL, lang);
	bm_buf_puts(&out, second);
	if (out.status == BM_OK)
		text = bm_arena_strdup(doc->scratch, bm_buf_cstr(&out));
	bm_buf_free(&out);
	return text;
}

/* The words of all that a work's standing is, "Retracted, corrected". */
static const char *
all_words(bm_doc *doc, unsigned standing, const char *lang)
{
	char *text = NULL;

	for (size_t k = 0; k < KINDS; k++) {
		const char *word = bm_word_in(doc, kinds[k].word, lang);

		if ((standing & kinds[k].standing) != 0)
			text = joined(doc, text, word, lang);
	}
	if (text != NULL && *text >= 'a' && *text <= 'z')
		*text = (char)(*text - 'a' + 'A');
	return text;
}

/* See cite_standing.h. */
void
bm_cite_entry_design(bm_citing *c, xmlNode *entry, const bm_item *item)
{
	const char *text =
	    bm_design_text(c->doc->l10n, c->doc->arena, bm_item_design(item),
			   bm_item_people(item), lang_at(c, entry));
	xmlNode *misc;

	if (text == NULL)
		return;
	bm_add_textz(c->doc, entry, " ");
	misc = bm_el(c->doc, entry, "bibliomisc");
	if (misc == NULL)
		return;
	bm_set(c->doc, misc, "role", "design");
	bm_add_textz(c->doc, misc, text);
	bm_add_textz(c->doc, misc,
		     bm_word_in(c->doc, BM_WORD_STOP, lang_at(c, entry)));
}

/* See cite_standing.h. */
void
bm_cite_entry_standing(bm_citing *c, xmlNode *entry, const bm_item *item)
{
	bm_str notice;
	unsigned standing = bm_item_standing(item, &notice);
	const char *lang = lang_at(c, entry);
	xmlNode *misc, *strong;

	if (kind_of(standing) == KINDS)
		return;
	bm_add_textz(c->doc, entry, " ");
	misc = bm_el(c->doc, entry, "bibliomisc");
	strong = misc != NULL ? bm_el(c->doc, misc, "emphasis") : NULL;
	if (strong == NULL)
		return;
	bm_set(c->doc, misc, "role",
	       bm_arena_printf(c->doc->scratch, "standing %s",
			       kinds[kind_of(standing)].role));
	bm_set(c->doc, strong, "role", "strong");
	bm_add_textz(c->doc, strong, all_words(c->doc, standing, lang));
	if (notice.len == 0) {
		bm_add_textz(c->doc, strong,
			     bm_word_in(c->doc, BM_WORD_STOP, lang));
		return;
	}
	bm_add_textz(c->doc, strong, bm_word_in(c->doc, BM_WORD_COLON, lang));
	bm_add_textz(c->doc, misc, " ");
	add_notice(c->doc, misc, bm_str_trim(notice));
}

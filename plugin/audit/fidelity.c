/*
 * What documents say, looked for on the pages.  Texts are compared by their
 * words alone, so that numbers before a heading, quotation marks and markup
 * make no difference; what is printed in another way is not compared.
 */
#include "audit/fidelity.h"

/* In the order of bm_fact_kind. */
const bm_rule bm_fidelity_rules[] = {
    {"source-language", BM_ERROR, "A page is not in the language of its source",
     "WCAG 2.2, 3.1.1 (A)", "Give html the lang of the source."},
    {"source-part-language", BM_WARNING,
     "The language of a part is not on the page", "WCAG 2.2, 3.1.2 (AA)",
     "Put lang on the element that the source gives it to."},
    {"source-title", BM_ERROR, "The title of the source is not on the page",
     "WCAG 2.2, 2.4.2 (A)", "Put it into title, and into the first heading."},
    {"source-heading", BM_ERROR,
     "A heading of the source is no heading on the page", "WCAG 2.2, 1.3.1 (A)",
     "Write it as h1 to h6, at the level that it has in the source."},
    {"source-alt", BM_ERROR,
     "The alternative text of an image did not reach the page",
     "WCAG 2.2, 1.1.1 (A)", "Put the words of the source into alt."},
    {"source-header", BM_ERROR,
     "A header cell of the source is none on the page", "WCAG 2.2, 1.3.1 (A)",
     "Write the cell as th, with scope."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

const check_test bm_fidelity_tests[] = {
    {"source-language", NULL, "3.1.1 A",
     "A page is in the language that its source names", NULL},
    {"source-part-language", NULL, "3.1.2 AA",
     "Each language that the source names is on a page", NULL},
    {"source-title", NULL, "2.4.2 A",
     "The title of the source is that of a page, or a heading", NULL},
    {"source-heading", NULL, "1.3.1 A",
     "Each heading of the source is a heading of a page", NULL},
    {"source-alt", NULL, "1.1.1 A",
     "Each alternative text of the source is that of an image", NULL},
    {"source-header", NULL, "1.3.1 A",
     "Each header cell of the source is a header cell of a page", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

/* Bytes that are looked through for texts with others round them. */
#define EFFORT_MAX ((size_t)1000000000)
/* Pages that a heading may speak for. */
#define VOTES_MAX 8

/* A fact of a page among those with the same words. */
struct seen {
	const bm_fact *fact;
	uint32_t page;
	struct seen *next;
	struct seen *last, *free; /* of the first one only */
};

struct bm_fidelity {
	bm_arena *arena;
	BM_VEC(const bm_facts *) pages;
	bm_map keys[BM_FACT_KINDS]; /* to lists of seen */
	bm_map images;              /* name of a file -> list of seen */
	bm_buf all[BM_FACT_KINDS];  /* their keys, a line each */
	size_t effort;
};

bm_fidelity *
bm_fidelity_new(bm_arena *arena)
{
	bm_fidelity *f = BM_NEW(arena, bm_fidelity);

	if (f == NULL)
		return NULL;
	f->arena = arena;
	f->effort = EFFORT_MAX;
	for (int k = 0; k < BM_FACT_KINDS; k++) {
		bm_map_init(&f->keys[k], arena);
		bm_buf_init(&f->all[k], bm_arena_allocator(arena));
	}
	bm_map_init(&f->images, arena);
	return f;
}

void
bm_fidelity_end(bm_fidelity *f)
{
	for (int k = 0; f != NULL && k < BM_FACT_KINDS; k++)
		bm_buf_free(&f->all[k]);
}

static bool
enter(bm_fidelity *f, bm_map *map, const char *key, const bm_fact *fact)
{
	void **slot = bm_map_put(map, bm_str_of(key), NULL);
	struct seen *s = BM_NEW(f->arena, struct seen), *first;

	if (slot == NULL || s == NULL)
		return false;
	*s = (struct seen){.fact = fact,
			   .page = (uint32_t)f->pages.len - 1,
			   .last = s,
			   .free = s};
	first = *slot;
	if (first == NULL)
		*slot = s;
	else
		first->last = first->last->next = s;
	return true;
}

bool
bm_fidelity_add(bm_fidelity *f, const bm_facts *facts)
{
	const bm_facts **slot = BM_VEC_PUSH(f->arena, &f->pages);

	if (slot == NULL)
		return false;
	*slot = facts;
	for (size_t i = 0; i < facts->list.len; i++) {
		const bm_fact *fact = &facts->list.items[i];

		if (!enter(f, &f->keys[fact->kind], fact->key, fact) ||
		    (fact->image != NULL &&
		     !enter(f, &f->images, fact->image, fact)))
			return false;
		bm_buf_puts(&f->all[fact->kind], fact->key);
		bm_buf_putc(&f->all[fact->kind], '\n');
	}
	return true;
}

/* ---- looking ---- */

/* Whether a page has these words, perhaps among others; when that would cost
 * too much, it is taken to have them. */
static bool
has(bm_fidelity *f, bm_fact_kind kind, const char *key)
{
	if (bm_map_getz(&f->keys[kind], key) != NULL)
		return true;
	if (f->effort < f->all[kind].len)
		return true;
	f->effort -= f->all[kind].len;
	return strstr(bm_buf_cstr(&f->all[kind]), key) != NULL;
}

/* Takes one of the header cells with these words. */
static bool
take_header(bm_fidelity *f, const char *key)
{
	struct seen *first = bm_map_getz(&f->keys[BM_FACT_HEADER], key);

	if (first == NULL)
		return has(f, BM_FACT_HEADER, key);
	if (first->free == NULL)
		return false;
	first->free = first->free->next;
	return true;
}

/* Whether one language is the other, perhaps said more exactly. */
static bool
speaks(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), least = n < m ? n : m;

	if (least == 0)
		return false;
	for (size_t i = 0; i < least; i++)
		if (bm_lower(a[i] == '_' ? '-' : a[i]) !=
		    bm_lower(b[i] == '_' ? '-' : b[i]))
			return false;
	return n == m || (n > m ? a[m] : b[n]) == '-' ||
	       (n > m ? a[m] : b[n]) == '_';
}

static bool
has_language(const bm_fidelity *f, const char *lang)
{
	static const bm_fact_kind kinds[] = {BM_FACT_LANGUAGE, BM_FACT_PART};

	for (size_t k = 0; k < 2; k++) {
		const bm_map *map = &f->keys[kinds[k]];

		for (size_t i = 0; i < map->len; i++) {
			const struct seen *s = map->entries[i].value;

			if (speaks(lang, s->fact->key))
				return true;
		}
	}
	return false;
}

/* The alternative text is on this image, or is words of a page. */
static bool
has_alt(bm_fidelity *f, const bm_fact *fact)
{
	return has(f, BM_FACT_ALT, fact->key) ||
	       has(f, BM_FACT_TEXT, fact->key) ||
	       has(f, BM_FACT_HEADING, fact->key);
}

static const bm_fact *
language_of(const bm_facts *facts)
{
	for (size_t i = 0; facts != NULL && i < facts->list.len; i++)
		if (facts->list.items[i].kind == BM_FACT_LANGUAGE)
			return &facts->list.items[i];
	return NULL;
}

static bool
same_language(const bm_facts *made, const bm_facts *source)
{
	const bm_fact *a = language_of(made), *b = language_of(source);

	return a != NULL && b != NULL && speaks(b->key, a->key);
}

/* The page that most headings of a source are on, or NULL. */
static const bm_facts *
page_of(bm_fidelity *f, const bm_facts *source)
{
	uint32_t *votes = BM_NEW_ARRAY(f->arena, uint32_t, f->pages.len + 1);
	size_t best = 0;

	if (votes == NULL || f->pages.len == 0)
		return NULL;
	for (size_t i = 0; i < source->list.len; i++) {
		const bm_fact *fact = &source->list.items[i];
		const struct seen *s;
		int n = 0;

		if (fact->kind != BM_FACT_HEADING &&
		    fact->kind != BM_FACT_TITLE)
			continue;
		s = bm_map_getz(&f->keys[BM_FACT_HEADING], fact->key);
		for (; s != NULL && n < VOTES_MAX; s = s->next, n++)
			votes[s->page]++;
	}
	for (size_t i = 1; i < f->pages.len; i++)
		if (votes[i] > votes[best])
			best = i;
	if (votes[best] == 0 && f->pages.len > 1)
		return NULL;
	/* A document may be on several pages, and on one with others of its
	 * book; one of those that have it in its language will do. */
	for (size_t i = 0; i < f->pages.len; i++)
		if (votes[i] > 0 && same_language(f->pages.items[i], source))
			return f->pages.items[i];
	return f->pages.items[best];
}

/* Where the page has the text in another form, or NULL. */
static const bm_fact *
place_of(bm_fidelity *f, const bm_fact *fact)
{
	const struct seen *s = NULL;

	if (fact->kind == BM_FACT_ALT)
		s = fact->image != NULL ? bm_map_getz(&f->images, fact->image)
					: NULL;
	else
		s = bm_map_getz(&f->keys[BM_FACT_TEXT], fact->key);
	return s != NULL ? s->fact : NULL;
}

struct comparing {
	bm_fidelity *f;
	const bm_facts *source, *page; /* most of it is on that one */
};

static bool
is_there(const struct comparing *c, const bm_fact *fact)
{
	const bm_fact *lang = language_of(c->page);

	switch (fact->kind) {
	case BM_FACT_LANGUAGE:
		return lang == NULL || speaks(fact->key, lang->key);
	case BM_FACT_PART:
		return has_language(c->f, fact->key);
	case BM_FACT_TITLE:
		return has(c->f, BM_FACT_TITLE, fact->key) ||
		       has(c->f, BM_FACT_HEADING, fact->key);
	case BM_FACT_HEADING:
		return has(c->f, BM_FACT_HEADING, fact->key);
	case BM_FACT_ALT:
		return has_alt(c->f, fact);
	default:
		return take_header(c->f, fact->key);
	}
}

/* Where the source says it, for people. */
static const char *
origin_of(const struct comparing *c, const bm_fact *fact)
{
	const bm_pos *pos = &fact->pos;
	const char *out =
	    pos->line == 0 ? pos->file
			   : bm_arena_printf(c->f->arena, "%s:%u:%u", pos->file,
					     pos->line, pos->column);

	return out != NULL ? out : "";
}

/* The finding stands where the page has the thing, else where the source
 * says it; its words name the other place. */
static void
tell(const struct comparing *c, const bm_fact *fact, bm_diags *diags)
{
	const bm_rule *rule = &bm_fidelity_rules[fact->kind];
	const bm_fact *place = fact->kind == BM_FACT_LANGUAGE
				   ? language_of(c->page)
				   : place_of(c->f, fact);
	/* Findings outlive what is kept of the pages. */
	bm_pos pos = place != NULL ? place->pos : fact->pos;
	const char *file = c->page != NULL       ? c->page->file
			   : c->f->pages.len > 0 ? c->f->pages.items[0]->file
						 : "the output";

	if (pos.file != NULL)
		pos.file = bm_arena_strdup(diags->arena, pos.file);
	if (place == NULL)
		bm_diag_add(diags, rule, &pos, "%s: \"%s\" (looked for in %s)",
			    rule->summary, fact->text, file);
	else if (fact->kind == BM_FACT_LANGUAGE)
		bm_diag_add(diags, rule, &pos,
			    "The page says \"%s\", its source \"%s\" (%s)",
			    place->key, fact->text, origin_of(c, fact));
	else if (fact->kind == BM_FACT_ALT)
		bm_diag_add(diags, rule, &pos,
			    "The image has the text \"%s\", in the source "
			    "\"%s\" (%s)",
			    place->text != NULL ? place->text : "", fact->text,
			    origin_of(c, fact));
	else
		bm_diag_add(diags, rule, &pos,
			    "This is no %s here, but in the source: \"%s\" "
			    "(%s)",
			    fact->kind == BM_FACT_HEADER ? "header cell"
							 : "heading",
			    fact->text, origin_of(c, fact));
}

/* Whether a finding stands at this place already. */
static bool
is_told(const bm_diags *known, const bm_fact *fact)
{
	for (size_t i = 0; known != NULL && i < known->list.len; i++) {
		const bm_diag *d = &known->list.items[i];

		if (d->line == fact->pos.line && d->column == fact->pos.column)
			return true;
	}
	return false;
}

bm_status
bm_fidelity_compare(bm_fidelity *f, const bm_facts *source,
		    const bm_diags *known, bm_diags *diags,
		    check_tally *tallies)
{
	struct comparing c = {f, source, page_of(f, source)};

	for (int k = 0; k < BM_FACT_KINDS; k++)
		if (f->all[k].status != BM_OK)
			return BM_NO_MEMORY;
	for (size_t i = 0; i < source->list.len; i++) {
		const bm_fact *fact = &source->list.items[i];
		bool missing = !is_there(&c, fact);
		bool is_lost = missing && !is_told(known, fact);

		if (is_lost)
			tell(&c, fact, diags);
		if (tallies != NULL && is_lost)
			tallies[fact->kind].failed++;
		else if (tallies != NULL && !missing)
			tallies[fact->kind].passed++;
	}
	return bm_arena_failed(f->arena) ? BM_NO_MEMORY : BM_OK;
}

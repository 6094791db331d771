/*
 * What must be known of all of a document before its first word is put into
 * the tree: the ids that its attributes give, and its abbreviations.
 */
#include "read/markdown.h"

#include "core/map.h"

/* An abbreviation; those with the same first word in a row. */
typedef struct meaning {
	struct meaning *next;
	const char *name, *text;
	unsigned count; /* of those from here on */
} meaning;

/* Those that begin with the same word: each is tried at each such word. */
#define ALIKE_MAX 32

/* The beginnings of ids that references with "@" may have. */
static const char *const prefixes[] = {"sec", "fig", "tbl", "tab",
				       "eq",  "lst", "exm", NULL};

static bool
prefixed(const char *id, char mark)
{
	for (size_t i = 0; prefixes[i] != NULL; i++) {
		size_t n = strlen(prefixes[i]);

		if (strncmp(id, prefixes[i], n) == 0 && id[n] == mark)
			return true;
	}
	return false;
}

bool
bm_md_words_prefixed(const char *id)
{
	return prefixed(id, ':');
}

static void
add_id(bm_md_build *b, const char *id)
{
	if (id != NULL && bm_map_put(b->ids, bm_str_of(id), NULL) != NULL)
		*bm_map_put(b->ids, bm_str_of(id), NULL) = b;
}

static bool
is_word(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || (c & 0x80) != 0;
}

static size_t
word_end(bm_str s, size_t at)
{
	while (at < s.len && is_word(s.ptr[at]))
		at++;
	return at;
}

static void
add_meaning(bm_md_build *b, const cmark_node *node, const bm_md_box *box)
{
	bm_str name = bm_str_of(box->name);
	meaning *m = BM_NEW(b->doc->scratch, meaning);
	void **slot;

	if (m == NULL || word_end(name, 0) == 0)
		return;
	m->name = bm_md_clean(b, name);
	m->text = bm_md_clean(b, bm_str_of(box->mark));
	slot = bm_map_put(b->abbreviations,
			  (bm_str){name.ptr, word_end(name, 0)}, NULL);
	if (slot == NULL)
		return;
	m->next = *slot;
	m->count = m->next != NULL ? m->next->count + 1 : 1;
	if (m->count <= ALIKE_MAX)
		*slot = m;
	else
		bm_md_say(b, node, "markdown-limit",
			  "more than %d abbreviations begin alike; \"%s\" is "
			  "left out",
			  ALIKE_MAX, m->name);
}

void
bm_md_words_collect(bm_md_build *b)
{
	bm_arena *arena = b->doc->scratch;
	cmark_node *node = b->tree->root;
	bm_md_attrs attrs;

	b->abbreviations = BM_NEW(arena, bm_map);
	b->ids = BM_NEW(arena, bm_map);
	if (b->abbreviations == NULL || b->ids == NULL) {
		b->doc->no_memory = true;
		return;
	}
	bm_map_init(b->abbreviations, arena);
	bm_map_init(b->ids, arena);
	while (node != NULL) {
		const bm_md_box *box = bm_md_box_of(node);
		const char *list = box != NULL ? box->attrs : NULL;

		if (node->type == bm_md_type_attr)
			list = node->as.opaque;
		if (list != NULL &&
		    bm_md_attr_read(arena, bm_str_of(list), &attrs) > 0)
			add_id(b, attrs.id);
		if (box != NULL && box->kind == BM_MD_ABBREVIATION)
			add_meaning(b, node, box);
		if (box != NULL && box->kind == BM_MD_ITEM &&
		    box->name[0] == '@' && box->name[1] != '\0')
			add_id(b, box->name + 1);
		if (node->first_child != NULL) {
			node = node->first_child;
			continue;
		}
		while (node != NULL && node->next == NULL)
			node = node->parent;
		node = node != NULL ? node->next : NULL;
	}
}

/* "fig:a" leads to that id whether it is there or not, so that a missing one
 * is found; "fig-a" and the ids of examples only when they are. */
const char *
bm_md_words_target(bm_md_build *b, const char *key)
{
	if (!prefixed(key, ':') && bm_map_getz(b->ids, key) == NULL)
		return NULL;
	return bm_md_id(b, NULL, key);
}

/* The longest abbreviation that stands at s[at], as a whole. */
static const meaning *
meaning_at(const bm_md_build *b, bm_str s, size_t at, size_t end)
{
	const meaning *m =
	    bm_map_get(b->abbreviations, (bm_str){s.ptr + at, end - at});
	const meaning *best = NULL;

	for (; m != NULL; m = m->next) {
		size_t n = strlen(m->name);

		if (s.len - at >= n && memcmp(s.ptr + at, m->name, n) == 0 &&
		    (at + n == s.len || !is_word(s.ptr[at + n]) ||
		     !is_word(s.ptr[at + n - 1])) &&
		    (best == NULL || n > strlen(best->name)))
			best = m;
	}
	return best;
}

void
bm_md_words_put(bm_md_build *b, const cmark_node *node, bm_str s)
{
	size_t from = 0, at = 0;

	if (b->abbreviations->len == 0 || bm_is(b->at, "acronym")) {
		bm_md_put(b, s);
		return;
	}
	while (at < s.len) {
		size_t end = word_end(s, at);
		const meaning *m = end > at ? meaning_at(b, s, at, end) : NULL;
		xmlNode *el;

		if (m == NULL) {
			at = end > at ? end : at + 1;
			continue;
		}
		bm_md_put(b, (bm_str){s.ptr + from, at - from});
		el = bm_md_el(b, node, "acronym");
		bm_add_textz(b->doc, el, m->name);
		bm_add_textz(b->doc, bm_el(b->doc, el, "alt"), m->text);
		at += strlen(m->name);
		from = at;
	}
	bm_md_put(b, (bm_str){s.ptr + from, s.len - from});
}

#include "pass/trigger.h"

#include "pass/tree.h"
#include "pass/wording.h"

/* s in lower case, trimmed, in the arena; NULL without memory. */
static char *
lower_case(bm_arena *arena, bm_str s)
{
	char *copy = bm_arena_str(arena, bm_str_trim(s));

	for (char *c = copy; c != NULL && *c != '\0'; c++)
		*c = bm_lower(*c);
	return copy;
}

/* Remembers that `division` of page is about topic. */
static void
add_topic(bm_triggers *t, bm_str topic, const xmlNode *at, xmlNode *division,
	  size_t page)
{
	bm_arena *arena = t->doc->arena;
	const char *key = lower_case(arena, topic);
	bool is_new;

	if (key == NULL || *key == '\0')
		return;
	void **slot = bm_map_put(&t->topics, bm_str_of(key), &is_new);
	if (slot == NULL)
		return;
	if (*slot == NULL)
		*slot = BM_NEW(arena, bm_reasons);
	bm_reasons *list = *slot;
	bm_reason *reason = BM_NEW(arena, bm_reason);
	bm_reason **place = list != NULL ? BM_VEC_PUSH(arena, list) : NULL;
	if (reason == NULL || place == NULL)
		return;
	reason->name = bm_arena_printf(arena, "topic:%s", key);
	reason->at = at;
	reason->division = division;
	reason->page = page;
	*place = reason;
}

/* Adds the topics that a division's role names. */
static void
add_role(bm_triggers *t, xmlNode *division, size_t page)
{
	bm_str rest = bm_str_of(bm_attr(division, "role")), word;

	while (rest.len > 0 && bm_str_split(&rest, ' ', &word))
		if (bm_str_starts(word, "topic:"))
			add_topic(t, (bm_str){word.ptr + 6, word.len - 6},
				  division, division, page);
}

/* The division whose info holds this subjectterm, or NULL. */
static xmlNode *
division_of(const xmlNode *term)
{
	const xmlNode *n = term->parent;

	while (bm_is(n, "subject") || bm_is(n, "subjectset"))
		n = n->parent;
	return bm_is(n, "info") && bm_pass_is_division(n->parent) ? n->parent
								  : NULL;
}

/* Notes that a page starts at n, inside page `outer`. */
static bool
add_page(bm_triggers *t, xmlNode *n, size_t outer, const xmlNode *root)
{
	bm_page *page = BM_VEC_PUSH(t->doc->arena, &t->pages);

	if (page == NULL)
		return false;
	page->node = n;
	page->parent = outer;
	page->end = bm_walk_over(n, root);
	return true;
}

bm_status
bm_triggers_collect(bm_triggers *t, bm_doc *doc, const bm_date *today)
{
	xmlNode *root = bm_doc_element(doc);
	size_t page = 0;

	memset(t, 0, sizeof(*t));
	t->doc = doc;
	t->today = today;
	bm_map_init(&t->topics, doc->arena);
	bm_map_init(&t->found, doc->arena);
	if (!add_page(t, root, 0, root))
		return BM_NO_MEMORY;
	for (xmlNode *n = root; n != NULL;) {
		while (page != 0 && n == t->pages.items[page].end)
			page = t->pages.items[page].parent;
		if (bm_attr_bm(n, "generated") != NULL) {
			n = bm_walk_over(n, root);
			continue;
		}
		if (n != root && bm_pass_is_page(n)) {
			if (!add_page(t, n, page, root))
				return BM_NO_MEMORY;
			page = t->pages.len - 1;
		}
		if (bm_pass_is_division(n))
			add_role(t, n, page);
		xmlNode *division =
		    bm_is(n, "subjectterm") ? division_of(n) : NULL;
		if (division != NULL)
			add_topic(t, bm_str_of(bm_textz(doc, n)), n, division,
				  page);
		n = bm_walk(n, root);
	}
	return bm_pass_status(doc);
}

/* See trigger.h.  Pages are asked for in the order of the document. */
size_t
bm_triggers_page(bm_triggers *t, const xmlNode *node)
{
	size_t n = t->pages.len;

	while (node->parent != NULL && !bm_pass_is_page(node))
		node = node->parent;
	if (node->type != XML_ELEMENT_NODE)
		return 0; /* the root's */
	for (size_t i = 0; i < n; i++) {
		size_t k = (t->near + i) % n;

		if (t->pages.items[k].node == node)
			return t->near = k;
	}
	return 0;
}

/* The reason that a meta or another field of info gives, or NULL. */
static const bm_reasons *
find_meta(bm_triggers *t, const char *name)
{
	const xmlNode *at = NULL;
	bm_arena *arena = t->doc->arena;

	if (strcmp(name, "expired") != 0)
		at = bm_info_find(t->doc, name);
	else if (bm_review_expired(t->doc, t->today))
		at = bm_info_find(t->doc, "next-review");
	if (at == NULL)
		return NULL;
	bm_reasons *list = BM_NEW(arena, bm_reasons);
	bm_reason *reason = BM_NEW(arena, bm_reason);
	bm_reason **place = list != NULL ? BM_VEC_PUSH(arena, list) : NULL;
	if (reason == NULL || place == NULL)
		return NULL;
	reason->name = bm_arena_printf(arena, "meta:%s", name);
	reason->at = at;
	reason->division = bm_doc_element(t->doc);
	*place = reason;
	return list;
}

const bm_reasons *
bm_triggers_find(bm_triggers *t, bm_trigger kind, const char *when)
{
	bm_str s = bm_str_of(when);

	if (bm_str_starts(s, "found:"))
		return bm_map_getz(&t->found, when + strlen("found:"));
	if (kind == BM_TRIGGER_FOUND && strchr(when, ':') == NULL)
		return bm_map_getz(&t->found, when);
	if (bm_str_starts(s, "meta:"))
		return find_meta(t, when + strlen("meta:"));
	if (kind == BM_TRIGGER_METADATA && !bm_str_starts(s, "topic:"))
		return find_meta(t, when);
	if (bm_str_starts(s, "topic:"))
		when += strlen("topic:");
	const char *key = lower_case(t->doc->arena, bm_str_of(when));
	return key != NULL ? bm_map_getz(&t->topics, key) : NULL;
}

/* See trigger.h. */
const char *
bm_reason_words(bm_doc *doc, const bm_reason *reason)
{
	const char *name = reason->name;

	if (reason->words != NULL)
		return reason->words;
	if (strncmp(name, "topic:", 6) == 0)
		name = bm_arena_printf(doc->arena, "topic %s", name + 6);
	else if (strncmp(name, "meta:", 5) == 0)
		name = bm_arena_printf(doc->arena, "metadata %s", name + 5);
	return name != NULL ? name : "";
}

bool
bm_review_expired(const bm_doc *doc, const bm_date *today)
{
	const char *next = bm_meta(doc, "next-review");
	bm_date due, now;

	if (today == NULL || next == NULL ||
	    !bm_date_parse(bm_str_of(next), &due))
		return false;
	/* A month, or a year, is kept to its end. */
	now = *today;
	if (due.month == 0)
		now.month = 0;
	if (due.day == 0)
		now.day = 0;
	return bm_date_cmp(due, now) < 0;
}

/* Whether place a lies in b or b in a: "US" and "US-CA". */
static bool
overlap(const char *a, const char *b)
{
	while (*a != '\0' && bm_lower(*a) == bm_lower(*b)) {
		a++;
		b++;
	}
	return (*a == '\0' && (*b == '\0' || *b == '-')) ||
	       (*b == '\0' && *a == '-');
}

bool
bm_places_match(const bm_doc *doc, const char *const *places)
{
	const xmlNode *info = bm_child(bm_doc_element(doc), "info");

	if (places == NULL)
		return true;
	for (const xmlNode *n = bm_child(info, "meta"); n != NULL;
	     n = bm_next(n, "meta")) {
		const char *place = bm_attr(n, "content");

		if (!bm_streq(bm_attr(n, "name"), "audience-place") ||
		    place == NULL)
			continue;
		for (size_t i = 0; places[i] != NULL; i++)
			if (overlap(place, places[i]))
				return true;
	}
	return false;
}

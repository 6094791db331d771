/*
 * The catalogue: notices read from Markdown files with front matter, checked
 * once, then shared read-only by all documents.
 */
#include "pass/notice.h"

#include "core/date.h"
#include "pass/tree.h"
#include "pass/wording.h"

const bm_rule bm_notice_rules[] = {
    {"notice-syntax", BM_ERROR, "A file of the notice catalogue is not right",
     NULL,
     "A notice has id, title, trigger (always, topic, metadata), when, "
     "placement (start, end, mention) and a text."},
    {"notice-duplicate", BM_ERROR, "Two notices have the same id", NULL,
     "Give each notice an id of its own; the first one is used."},
    {"notice-key-unknown", BM_WARNING, "A notice has a key with no meaning",
     NULL,
     "Keys are id, title, lang, trigger, when, placement, places, role, "
     "landmark, every-page, short, source, expires and values."},
    {0}};

enum { SYNTAX, DUPLICATE, KEY_UNKNOWN };

/* One file on its way into the catalogue. */
struct reading {
	bm_notices *notices;
	bm_doc *doc;
	bm_diags *diags;
	bool bad;
};

bm_notices *
bm_notices_new(const bm_allocator *al)
{
	bm_arena *arena = bm_arena_new(al);
	bm_notices *notices = BM_NEW(arena, bm_notices);

	if (notices == NULL) {
		bm_arena_free(arena);
		return NULL;
	}
	notices->arena = arena;
	return notices;
}

void
bm_notices_free(bm_notices *notices)
{
	if (notices == NULL)
		return;
	for (size_t i = 0; i < notices->list.len; i++)
		bm_doc_free(notices->list.items[i].wording);
	bm_arena_free(notices->arena);
}

/* Adds a finding at node.  The name of the file is copied, as the document
 * may be gone when the finding is read. */
static void
say(struct reading *r, int rule, const xmlNode *node, const char *text,
    const char *word)
{
	bm_pos pos = *bm_get_pos(r->doc, node);

	pos.file = bm_arena_strdup(r->diags->arena, pos.file);
	bm_diag_add(r->diags, &bm_notice_rules[rule], &pos, text, word);
	if (bm_notice_rules[rule].severity == BM_ERROR)
		r->bad = true;
}

/* What a meta element holds, or NULL. */
static const char *
content(const xmlNode *meta)
{
	const char *value = bm_attr(meta, "content");

	return value != NULL && *value != '\0' ? value : NULL;
}

/* The first meta with this name, or NULL. */
static xmlNode *
meta(const struct reading *r, const char *name)
{
	xmlNode *n = bm_child(bm_child(bm_doc_element(r->doc), "info"), "meta");

	while (n != NULL && !bm_streq(bm_attr(n, "name"), name))
		n = bm_next(n, "meta");
	return n;
}

/* The value of a key as a copy, or NULL. */
static const char *
value(struct reading *r, const char *name)
{
	return bm_arena_strdup(r->notices->arena, content(meta(r, name)));
}

/* All values of a key, NULL-ended; NULL if there are none. */
static const char *const *
values(struct reading *r, const char *name)
{
	const xmlNode *n;
	size_t count = 0, i = 0;

	for (n = meta(r, name); n != NULL; n = bm_next(n, "meta"))
		if (bm_streq(bm_attr(n, "name"), name) && content(n) != NULL)
			count++;
	if (count == 0)
		return NULL;
	const char **list =
	    BM_NEW_ARRAY(r->notices->arena, const char *, count + 1);
	if (list == NULL)
		return NULL;
	for (n = meta(r, name); n != NULL && i < count; n = bm_next(n, "meta"))
		if (bm_streq(bm_attr(n, "name"), name) && content(n) != NULL)
			list[i++] =
			    bm_arena_strdup(r->notices->arena, content(n));
	return list;
}

/*
 * The index of a key's value among words (NULL-ended); `fallback` when the
 * key is missing, which is an error if that is negative.
 */
static int
choice(struct reading *r, const char *name, const char *const *words,
       int fallback)
{
	const xmlNode *n = meta(r, name);

	if (content(n) == NULL) {
		if (fallback < 0)
			say(r, SYNTAX, bm_doc_element(r->doc),
			    "the notice has no %s", name);
		return fallback < 0 ? 0 : fallback;
	}
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(content(n), words[i]) == 0)
			return i;
	say(r, SYNTAX, n, "\"%s\" is not a word for this key", content(n));
	return 0;
}

/* A key that is yes or no; no when missing. */
static bool
flag(struct reading *r, const char *name)
{
	static const char *const words[] = {"no", "yes", "false", "true", NULL};

	return choice(r, name, words, 0) % 2 == 1;
}

/* Reports keys that are not known; they may be misspelt. */
static void
check_keys(struct reading *r)
{
	static const char *const known[] = {
	    "trigger",    "when",  "placement", "places",  "role", "landmark",
	    "every-page", "short", "source",    "expires", NULL};
	const xmlNode *n =
	    bm_child(bm_child(bm_doc_element(r->doc), "info"), "meta");

	for (; n != NULL; n = bm_next(n, "meta")) {
		const char *name = bm_attr(n, "name");
		bool found = bm_str_starts(bm_str_of(name), "values.");

		for (size_t i = 0; known[i] != NULL && !found; i++)
			found = bm_streq(name, known[i]);
		if (!found)
			say(r, KEY_UNKNOWN, n, "the key \"%s\" is not known",
			    name != NULL ? name : "");
	}
}

/* Reports braces that do not close, and a notice without text. */
static void
check_text(struct reading *r, const bm_notice *notice)
{
	xmlNode *root = bm_doc_element(r->doc);
	bool some = false;

	if (*notice->title == '\0')
		say(r, SYNTAX, root, "the notice has no %s", "title");
	if (!bm_placeholders_sound(bm_str_of(notice->title)) ||
	    !bm_placeholders_sound(bm_str_of(notice->shortform)))
		say(r, SYNTAX, root, "\"{{\" has no \"}}\" behind it%s", "");
	for (xmlNode *n = bm_first_element(root); n != NULL;
	     n = bm_next_element(n))
		some |= bm_is(n, NULL) && !bm_pass_is_head(n);
	if (!some)
		say(r, SYNTAX, root, "the notice has no %s", "text");
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (n->type == XML_TEXT_NODE &&
		    !bm_placeholders_sound(bm_str_of((char *)n->content)))
			say(r, SYNTAX, n->parent,
			    "\"{{\" has no \"}}\" behind it%s", "");
}

/* Fills the members that are words of a small set. */
static void
read_choices(struct reading *r, bm_notice *notice)
{
	static const char *const triggers[] = {"always", "topic", "metadata",
					       NULL};
	static const char *const placements[] = {"start", "end", "mention",
						 NULL};
	static const char *const roles[] = {"note", "warning", "important",
					    "caution", NULL};

	notice->trigger = (bm_trigger)choice(r, "trigger", triggers, -1);
	notice->placement =
	    (bm_placement)choice(r, "placement", placements, -1);
	notice->role = roles[choice(r, "role", roles, 0)];
	notice->landmark = flag(r, "landmark");
	notice->every_page = flag(r, "every-page");
}

/* Fills notice from the document and reports what is wrong with it. */
static void
read_notice(struct reading *r, bm_notice *notice)
{
	xmlNode *root = bm_doc_element(r->doc);
	bm_arena *arena = r->notices->arena;
	bm_date date;

	notice->id = bm_arena_strdup(arena, bm_attr_xml(root, "id"));
	notice->file = bm_arena_strdup(arena, r->doc->file);
	notice->title =
	    bm_arena_strdup(arena, bm_textz(r->doc, bm_title(root)));
	read_choices(r, notice);
	notice->when = values(r, "when");
	notice->places = values(r, "places");
	notice->source = value(r, "source");
	notice->expires = value(r, "expires");
	notice->shortform = value(r, "short");
	notice->wording = r->doc;
	if (notice->title == NULL || bm_arena_failed(arena))
		return;
	if (notice->id == NULL ||
	    xmlValidateNCName((const xmlChar *)notice->id, 0) != 0)
		say(r, SYNTAX, root, "the notice has no %s", "id");
	if ((notice->trigger == BM_TRIGGER_ALWAYS) != (notice->when == NULL))
		say(r, SYNTAX, root,
		    notice->when == NULL
			? "the notice names nothing that triggers it: %s"
			: "a notice that is always there has no \"%s\"",
		    "when");
	if (notice->expires != NULL &&
	    !bm_date_parse(bm_str_of(notice->expires), &date))
		say(r, SYNTAX, meta(r, "expires"), "\"%s\" is not a date",
		    notice->expires);
	check_keys(r);
	check_text(r, notice);
}

/* Reports that the id was used before. */
static void
check_new(struct reading *r, const bm_notice *notice)
{
	for (size_t i = 0; i < r->notices->list.len && !r->bad; i++)
		if (strcmp(r->notices->list.items[i].id, notice->id) == 0)
			say(r, DUPLICATE, bm_doc_element(r->doc),
			    "there is a notice \"%s\" already", notice->id);
}

bm_status
bm_notices_add(bm_notices *notices, bm_doc *doc, bm_diags *diags)
{
	struct reading r = {notices, doc, diags, false};
	bm_notice notice = {0};
	bm_notice *slot = NULL;

	if (!bm_is(bm_doc_element(doc), NULL)) {
		bm_doc_free(doc);
		return BM_BAD_INPUT;
	}
	read_notice(&r, &notice);
	bool no_memory = bm_arena_failed(notices->arena) ||
			 bm_pass_status(doc) != BM_OK ||
			 bm_arena_failed(diags->arena);
	if (!no_memory && !r.bad)
		check_new(&r, &notice);
	if (!no_memory && !r.bad &&
	    (slot = BM_VEC_PUSH(notices->arena, &notices->list)) != NULL) {
		*slot = notice;
		return BM_OK;
	}
	bm_doc_free(doc);
	return no_memory || !r.bad ? BM_NO_MEMORY : BM_BAD_INPUT;
}

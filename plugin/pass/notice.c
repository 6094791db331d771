/*
 * The catalogue: notices read from Markdown files with front matter, checked
 * once, then shared read-only by all documents.
 */
#include "pass/notice.h"

#include "core/date.h"
#include "core/file.h"
#include "core/sha256.h"
#include "lint/status.h"
#include "pass/syntax.h"
#include "pass/tree.h"
#include "pass/wording.h"

const bm_rule bm_notice_rules[] = {
    {"notice-syntax", BM_ERROR, "A file of the notice catalogue is not right",
     NULL,
     "A notice has id, title, trigger (always, topic, metadata, found), when, "
     "placement (top, start, end, mention, beside) and a text."},
    {"notice-duplicate", BM_ERROR,
     "Two notices have the same id and the same language", NULL,
     "Give each notice an id of its own; the first one is used."},
    {"notice-key-unknown", BM_WARNING, "A notice has a key with no meaning",
     NULL,
     "Keys are id, title, lang, trigger, when, placement, places, role, "
     "landmark, every-page, short, source, expires, values, status, text "
     "and sha256."},
    {"notice-checksum", BM_ERROR,
     "A text that a notice keeps word for word is not what it was", NULL,
     "Compare the file with the law.  Only if the file is right, give the "
     "notice its SHA-256."},
    {0}};

enum { SYNTAX, DUPLICATE, KEY_UNKNOWN, CHECKSUM };

/* One file on its way into the catalogue. */
struct reading {
	bm_notices *notices;
	bm_doc *doc;
	const bm_data *data;
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
	    "trigger",  "when",       "placement", "places", "role",
	    "landmark", "every-page", "short",     "source", "expires",
	    "text",     "sha256",     "status",    NULL};
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
		if (n->type == XML_TEXT_NODE && !bm_notice_verbatim(n) &&
		    !bm_placeholders_sound(bm_str_of((char *)n->content)))
			say(r, SYNTAX, n->parent,
			    "\"{{\" has no \"}}\" behind it%s", "");
}

/* ---- Texts kept word for word ---- */

/* See notice.h. */
bool
bm_notice_verbatim(const xmlNode *node)
{
	while (node != NULL && node->type != XML_DOCUMENT_NODE) {
		if (bm_attr_bm(node, "verbatim") != NULL)
			return true;
		node = node->parent;
	}
	return false;
}

/* Adds each run of lines without an empty one between as a paragraph. */
static void
add_paragraphs(struct reading *r, bm_str text)
{
	xmlNode *root = bm_doc_element(r->doc), *para = NULL;
	bm_str line;

	while (bm_str_split(&text, '\n', &line)) {
		line = bm_str_trim(line);
		if (line.len == 0) {
			para = NULL;
			continue;
		}
		if (para == NULL) {
			para = bm_el(r->doc, root, "para");
			bm_set_bm(r->doc, para, "verbatim", "yes");
		} else {
			bm_add_textz(r->doc, para, "\n");
		}
		bm_add_text(r->doc, para, line);
	}
}

/* Whether two checksums are the same, in small and capital letters alike. */
static bool
same_sum(const char *a, const char *b)
{
	while (*a != '\0' && bm_lower(*a) == bm_lower(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

/*
 * The text of the file that the key "text" names, if its SHA-256 is the one
 * that the notice was checked with.
 */
static void
read_text(struct reading *r, bm_notice *notice)
{
	const char *name = content(meta(r, "text"));
	const xmlNode *sum = meta(r, "sha256");
	const char *path = NULL;
	bm_status status = BM_NOT_FOUND;
	char hex[65];
	bm_str text;

	if (name == NULL)
		return;
	if (content(sum) == NULL) {
		say(r, SYNTAX, meta(r, "text"),
		    "the notice has no %s of its text", "sha256");
		return;
	}
	if (strchr(name, '/') == NULL)
		path = bm_path_join(r->doc->arena,
				    bm_path_dir(r->doc->arena, r->doc->file),
				    name);
	if (r->data != NULL && path != NULL)
		status = bm_data_load(r->data, r->doc->arena, path, &text);
	if (status != BM_OK) {
		say(r, SYNTAX, meta(r, "text"),
		    "there is no file \"%s\" beside the notice", name);
		return;
	}
	bm_sha256_hex(text, hex);
	if (!same_sum(hex, content(sum))) {
		say(r, CHECKSUM, sum, "the text has another SHA-256: %s", hex);
		return;
	}
	if (!bm_utf8_valid(text, NULL))
		say(r, SYNTAX, meta(r, "text"), "the text \"%s\" is not UTF-8",
		    name);
	notice->sha256 = bm_arena_strdup(r->notices->arena, hex);
	add_paragraphs(r, text);
}

/* Reports words for a status that no row of a table can have. */
static void
check_status(struct reading *r, const bm_notice *notice)
{
	for (size_t i = 0; notice->status != NULL && notice->status[i] != NULL;
	     i++) {
		bool known = false;

		for (int k = 0; k < LINT_STANDINGS; k++)
			known |=
			    strcmp(notice->status[i],
				   lint_standing_name((lint_standing)k)) == 0;
		if (!known)
			say(r, SYNTAX, meta(r, "status"),
			    "\"%s\" is not a word for this key",
			    notice->status[i]);
	}
}

/* Fills the members that are words of a small set. */
static void
read_choices(struct reading *r, bm_notice *notice)
{
	static const char *const triggers[] = {"always", "topic", "metadata",
					       "found", NULL};
	static const char *const placements[] = {"start",  "end", "mention",
						 "beside", "top", NULL};
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
	notice->lang = bm_arena_strdup(arena, bm_attr_xml(root, "lang"));
	notice->file = bm_arena_strdup(arena, r->doc->file);
	notice->title =
	    bm_arena_strdup(arena, bm_textz(r->doc, bm_title(root)));
	read_choices(r, notice);
	notice->when = values(r, "when");
	notice->places = values(r, "places");
	notice->status = values(r, "status");
	check_status(r, notice);
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
	read_text(r, notice);
	if (notice->sha256 != NULL || meta(r, "text") == NULL)
		check_text(r, notice);
}

/* Reports that the id was used before in this language. */
static void
check_new(struct reading *r, const bm_notice *notice)
{
	for (size_t i = 0; i < r->notices->list.len && !r->bad; i++)
		if (strcmp(r->notices->list.items[i].id, notice->id) == 0 &&
		    bm_streq(r->notices->list.items[i].lang, notice->lang))
			say(r, DUPLICATE, bm_doc_element(r->doc),
			    "there is a notice \"%s\" already", notice->id);
}

/* See notice.h. */
const bm_notice *
bm_notices_pick(const bm_notices *notices, const bm_notices *translated,
		const char *id, const char *lang, bool *fits)
{
	const bm_notice *first = NULL, *near = NULL;

	*fits = true;
	for (size_t i = 0; i < notices->list.len; i++) {
		const bm_notice *n = &notices->list.items[i];

		if (strcmp(n->id, id) != 0)
			continue;
		if (lang == NULL || bm_streq(n->lang, lang))
			return n;
		if (near == NULL && n->lang != NULL &&
		    bm_langtag_same(n->lang, lang))
			near = n;
		if (first == NULL)
			first = n;
	}
	if (near != NULL)
		return near;
	for (size_t i = 0; translated != NULL && i < translated->list.len; i++)
		if (strcmp(translated->list.items[i].id, id) == 0 &&
		    bm_langtag_same(translated->list.items[i].lang, lang))
			return &translated->list.items[i];
	*fits = first == NULL || first->lang == NULL;
	return first;
}

/* What the original says of its placeholders holds for a translation too. */
static void
take_values(struct reading *r, const bm_notice *original)
{
	const xmlNode *from =
	    bm_child(bm_doc_element(original->wording), "info");
	xmlNode *info = bm_child(bm_doc_element(r->doc), "info");

	for (const xmlNode *n = bm_child(from, "meta"); n != NULL;
	     n = bm_next(n, "meta")) {
		xmlNode *el;

		if (!bm_str_starts(bm_str_of(bm_attr(n, "name")), "values."))
			continue;
		el = bm_el(r->doc, info, "meta");
		bm_set(r->doc, el, "name", bm_attr(n, "name"));
		bm_set(r->doc, el, "content", bm_attr(n, "content"));
	}
}

/* Fills notice from a translation: what it says is its own. */
static void
read_translation(struct reading *r, const bm_notices *of, bm_notice *notice)
{
	xmlNode *root = bm_doc_element(r->doc);
	const char *id = bm_attr_xml(root, "id");
	bm_arena *arena = r->notices->arena;
	bool fits;
	const bm_notice *original =
	    bm_notices_pick(of, NULL, id != NULL ? id : "", NULL, &fits);

	if (original == NULL) {
		say(r, SYNTAX, root, "there is no notice \"%s\" to translate",
		    id != NULL ? id : "");
		return;
	}
	*notice = *original;
	notice->grade = 0;
	notice->sha256 = NULL;
	notice->lang = bm_arena_strdup(arena, bm_attr_xml(root, "lang"));
	notice->file = bm_arena_strdup(arena, r->doc->file);
	notice->title =
	    bm_arena_strdup(arena, bm_textz(r->doc, bm_title(root)));
	notice->shortform = value(r, "short");
	notice->wording = r->doc;
	if (notice->title == NULL || bm_arena_failed(arena))
		return;
	take_values(r, original);
	if (notice->lang == NULL)
		say(r, SYNTAX, root, "the notice has no %s", "lang");
	check_text(r, notice);
}

/* Adds what was read, or frees it. */
static bm_status
keep(struct reading *r, const bm_notice *notice)
{
	bm_notice *slot = NULL;
	bool no_memory = bm_arena_failed(r->notices->arena) ||
			 bm_pass_status(r->doc) != BM_OK ||
			 bm_arena_failed(r->diags->arena);

	if (!no_memory && !r->bad)
		check_new(r, notice);
	if (!no_memory && !r->bad &&
	    (slot = BM_VEC_PUSH(r->notices->arena, &r->notices->list)) !=
		NULL) {
		*slot = *notice;
		return BM_OK;
	}
	bm_doc_free(r->doc);
	return no_memory || !r->bad ? BM_NO_MEMORY : BM_BAD_INPUT;
}

/* See notice.h. */
bm_status
bm_notices_add(bm_notices *notices, bm_doc *doc, const bm_data *data,
	       bm_diags *diags)
{
	struct reading r = {notices, doc, data, diags, false};
	bm_notice notice = {0};

	if (!bm_is(bm_doc_element(doc), NULL)) {
		bm_doc_free(doc);
		return BM_BAD_INPUT;
	}
	read_notice(&r, &notice);
	return keep(&r, &notice);
}

/* See notice.h. */
bm_status
bm_notices_translate(bm_notices *notices, const bm_notices *of, bm_doc *doc,
		     bm_diags *diags)
{
	struct reading r = {notices, doc, NULL, diags, false};
	bm_notice notice = {0};

	if (!bm_is(bm_doc_element(doc), NULL)) {
		bm_doc_free(doc);
		return BM_BAD_INPUT;
	}
	read_translation(&r, of, &notice);
	return keep(&r, &notice);
}

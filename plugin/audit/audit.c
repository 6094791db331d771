/*
 * Nothing lost.  Right after reading, the words, images, ids, links and
 * languages of the document are noted with their places.  What is written
 * passes through a sink of ours, which reads the pages again.  Then each word
 * is looked for, together with its neighbor, so that a common word elsewhere
 * does not stand for one that was lost.
 */
#include "audit/audit.h"

#include <stdlib.h>

#include "pass/tree.h"
#include "xml/escape.h"
#include "xml/reread.h"

const bm_rule bm_audit_rules[] = {
    {"audit-text", BM_WARNING, "Text of the document is not in the output",
     NULL,
     "Look at the element it stands in; if it is to be shown, use another."},
    {"audit-image", BM_WARNING, "An image is not in the output", NULL,
     "Of several forms of an image one is shown; see the manual."},
    {"audit-id", BM_WARNING, "An id of the document is not in the output", NULL,
     "Links from elsewhere to this place lead nowhere."},
    {"audit-link", BM_WARNING, "A link of the document is not in the output",
     NULL, "Look at the element it stands in."},
    {"audit-language", BM_WARNING,
     "A language of the document is not in the output", "WCAG 2.2, 3.1.2",
     "Look at the element that names it."},
    {"audit-source", BM_WARNING, "Words of the text were not read", NULL,
     "Write it in the way of the manual; then tell us of the text, as no "
     "word may be lost."},
    {"audit-total", BM_INFO, "What went in and what came out", NULL,
     "Write all of it with --audit=FILE."},
    {NULL, BM_INFO, NULL, NULL, NULL}};

/* Bytes compared for words whose neighbors are others in the output. */
#define EFFORT_MAX ((size_t)2000000000)

void
bm_audit_init(bm_audit *audit, bm_arena *arena)
{
	memset(audit, 0, sizeof(*audit));
	audit->arena = arena;
	bm_buf_init(&audit->squeezed, bm_arena_allocator(arena));
	bm_buf_init(&audit->file, bm_arena_allocator(arena));
	bm_audit_again(audit, NULL);
}

/* See audit.h. */
void
bm_audit_again(bm_audit *audit, const char *output)
{
	audit->output = output;
	bm_map_init(&audit->pairs, audit->arena);
	bm_map_init(&audit->words, audit->arena);
	for (int k = 0; k < BM_AUDIT_KINDS; k++) {
		bm_map_init(&audit->found[k], audit->arena);
		if (k != BM_AUDIT_SOURCE)
			audit->out[k] = 0;
	}
	bm_buf_clear(&audit->squeezed);
	for (size_t i = 0; i < audit->items.len; i++) {
		if (audit->items.items[i].kind != BM_AUDIT_SOURCE)
			audit->items.items[i].missing = 0;
		audit->items.items[i].why = NULL;
	}
}

void
bm_audit_end(bm_audit *audit)
{
	bm_buf_free(&audit->squeezed);
	bm_buf_free(&audit->file);
}

/* ---- The source -----------------------------------------------------------
 */

static bm_audit_item *
add(bm_audit *a, const bm_doc *doc, bm_audit_kind kind, const xmlNode *el,
    const char *text)
{
	bm_audit_item *item = BM_VEC_PUSH(a->arena, &a->items);

	if (item == NULL) {
		a->status = BM_NO_MEMORY;
		return NULL;
	}
	*item = (bm_audit_item){
	    .kind = kind,
	    .element = bm_arena_strdup(a->arena, (const char *)el->name),
	    .text = bm_arena_strdup(a->arena, text),
	    .pos = *bm_get_pos(doc, el),
	    .words = 1};
	if (item->element == NULL || item->text == NULL)
		a->status = BM_NO_MEMORY;
	return item;
}

/* What is told of a table in words is shown beside it. */
static bool
of_table(const xmlNode *el)
{
	static const char *const tables[] = {"table", "informaltable", NULL};

	return bm_is(el, "textobject") && bm_is_any(el->parent, tables);
}

/*
 * Why the text of an element may be missing by design: it is for editors, for
 * machines, or another form of what is shown.  NULL: it may not.
 */
static const char *
excuse(const xmlNode *el)
{
	static const struct {
		const char *name, *why;
	} table[] = {
	    {"remark", "remarks are for editors"},
	    {"revremark", "remarks are for editors"},
	    {"indexterm", "an index shows it where there is one"},
	    {"itermset", "an index shows it where there is one"},
	    {"titleabbrev", "a short form of the title"},
	    {"keywordset", "it is for search"},
	    {"subjectset", "it is for search"},
	    {"biblioentry", "the citation style decides what is printed"},
	    {"bibliomixed", "the citation style decides what is printed"},
	    {"citation", "the citation style decides what is printed"},
	    {"textobject", "another form of an image that is shown"},
	    {"olink", "the text comes from the document it leads to"},
	};

	if (!bm_is(el, NULL) && (bm_streq((const char *)el->name, "style") ||
				 bm_streq((const char *)el->name, "script")))
		return "it is for programs";
	for (; el != NULL && el->type == XML_ELEMENT_NODE; el = el->parent)
		for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
			if (bm_is(el, table[i].name) && !of_table(el))
				return table[i].why;
	return NULL;
}

static void
add_text(bm_audit *a, const bm_doc *doc, const xmlNode *text)
{
	bm_str s = bm_str_of((const char *)text->content), word;
	size_t at = 0, words = 0;
	bm_audit_item *item;

	while (bm_audit_word(s, &at, &word))
		words++;
	if (words == 0)
		return;
	item = add(a, doc, BM_AUDIT_TEXT, text->parent, s.ptr);
	if (item == NULL)
		return;
	item->words = words;
	item->context = excuse(text->parent);
}

/* Adds a name the first time that it is met. */
static void
add_once(bm_audit *a, const bm_doc *doc, bm_audit_kind kind, const xmlNode *el,
	 const char *text, bm_map *seen)
{
	bool fresh;

	if (text == NULL || *text == '\0')
		return;
	if (bm_map_put(&seen[kind], bm_str_of(text), &fresh) == NULL)
		a->status = BM_NO_MEMORY;
	else if (fresh)
		add(a, doc, kind, el, text)->context = excuse(el);
}

/* What an image is one form of. */
static const xmlNode *
forms_of(const xmlNode *el)
{
	static const char *const objects[] = {"mediaobject",
					      "inlinemediaobject", NULL};

	while (el != NULL && !bm_is_any(el, objects))
		el = el->type == XML_ELEMENT_NODE ? el->parent : NULL;
	return el;
}

static void
add_element(bm_audit *a, const bm_doc *doc, const xmlNode *el, bm_map *seen)
{
	static const char *const data[] = {"imagedata", "audiodata",
					   "videodata", NULL};
	const char *href = bm_attr_xlink(el, "href");

	if (bm_is_any(el, data)) {
		size_t before = a->items.len;

		add_once(a, doc, BM_AUDIT_IMAGE, el, bm_attr(el, "fileref"),
			 seen);
		if (a->items.len > before)
			a->items.items[before].group = forms_of(el);
	}
	add_once(a, doc, BM_AUDIT_ID, el, bm_attr_xml(el, "id"), seen);
	/* What begins with "status:" gives way to a sentence. */
	if (href != NULL && *href != '#' && strncmp(href, "status:", 7) != 0 &&
	    (!a->linked || strchr(href, ':') != NULL))
		add_once(a, doc, BM_AUDIT_LINK, el, href, seen);
	add_once(a, doc, BM_AUDIT_LANGUAGE, el, bm_attr_xml(el, "lang"), seen);
}

bm_status
bm_audit_source(bm_audit *a, const bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);
	bm_map seen[BM_AUDIT_KINDS];

	for (int k = 0; k < BM_AUDIT_KINDS; k++)
		bm_map_init(&seen[k], a->arena);
	for (xmlNode *n = root; n != NULL && a->status == BM_OK;
	     n = bm_walk(n, root)) {
		if (n->type == XML_ELEMENT_NODE)
			add_element(a, doc, n, seen);
		else if (n->type == XML_TEXT_NODE ||
			 n->type == XML_CDATA_SECTION_NODE)
			add_text(a, doc, n);
	}
	return a->status;
}

/* ---- The output -----------------------------------------------------------
 */

static void
take_name(bm_audit *a, bm_audit_kind kind, const char *name)
{
	size_t *n;

	if (name == NULL || *name == '\0')
		return;
	n = bm_audit_count(a, &a->found[kind], bm_str_of(name));
	if (n != NULL && ++*n == 1)
		a->out[kind]++;
}

/* The name of a file without its folders and what follows it. */
static bm_str
base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	path = slash != NULL ? slash + 1 : path;
	return (bm_str){path, strcspn(path, "?#")};
}

/* An image of the output; of two files of one name one is called "name-2". */
static void
take_image(bm_audit *a, const char *path)
{
	bm_str base = base_of(path);
	size_t dot = base.len, at;

	take_name(a, BM_AUDIT_IMAGE, bm_arena_str(a->arena, base));
	while (dot > 0 && base.ptr[--dot] != '.')
		;
	for (at = dot; at > 0 && bm_is_digit(base.ptr[at - 1]); at--)
		;
	if (at > 1 && at < dot && base.ptr[at - 1] == '-')
		take_name(a, BM_AUDIT_IMAGE,
			  bm_arena_printf(a->arena, "%.*s%.*s", (int)at - 1,
					  base.ptr, (int)(base.len - dot),
					  base.ptr + dot));
}

static void
take_attributes(bm_audit *a, const xmlNode *el)
{
	static const char *const words[] = {
	    "alt",   "title",    "aria-label",  "content",
	    "value", "summary",  "placeholder", "label",
	    "abbr",  "datetime", NULL};
	static const char *const images[] = {"src", "data", "poster", NULL};

	for (size_t i = 0; words[i] != NULL; i++) {
		const char *text = bm_attr(el, words[i]);
		bm_str none = {NULL, 0};

		if (text != NULL)
			bm_audit_words(a, text, &none);
	}
	for (size_t i = 0; images[i] != NULL; i++) {
		const char *src = bm_attr(el, images[i]);

		if (src == NULL || *src == '\0')
			continue;
		if (strncmp(src, "data:", 5) == 0)
			take_name(a, BM_AUDIT_IMAGE, "data:");
		else
			take_image(a, src);
	}
	take_name(a, BM_AUDIT_ID, bm_attr(el, "id"));
	take_name(a, BM_AUDIT_LINK, bm_attr(el, "href"));
	take_name(a, BM_AUDIT_LANGUAGE,
		  bm_attr(el, "lang") != NULL ? bm_attr(el, "lang")
					      : bm_attr_xml(el, "lang"));
}

/* Whether it is a mark of ours, which stands between words of the author. */
static bool
is_mark(const xmlNode *el)
{
	return bm_streq((const char *)el->name, "a") &&
	       (bm_streq(bm_attr(el, "class"), "co") ||
		bm_streq(bm_attr(el, "role"), "doc-noteref"));
}

/* See audit.h. */
bm_status
bm_audit_page(bm_audit *a, bm_str text, bool xhtml)
{
	bm_arena *arena = bm_arena_new(bm_arena_allocator(a->arena));
	bm_str last = {NULL, 0};
	xmlDoc *page = NULL;
	bm_status status =
	    arena != NULL ? bm_reread(arena, text, xhtml, &page) : BM_NO_MEMORY;
	xmlNode *root = status == BM_OK ? xmlDocGetRootElement(page) : NULL;

	for (xmlNode *n = root, *next; n != NULL; n = next) {
		next = bm_walk(n, root);
		if (n->type == XML_ELEMENT_NODE) {
			take_attributes(a, n);
			if (bm_streq((const char *)n->name, "style") ||
			    bm_streq((const char *)n->name, "script") ||
			    is_mark(n))
				next = bm_walk_over(n, root);
		} else if ((n->type == XML_TEXT_NODE ||
			    n->type == XML_CDATA_SECTION_NODE) &&
			   n->content != NULL) {
			bm_audit_words(a, (const char *)n->content, &last);
		}
	}
	xmlFreeDoc(page);
	bm_arena_free(arena);
	return status == BM_NO_MEMORY ? status : a->status;
}

static bm_status
take_container(bm_audit *a, bm_str bytes)
{
	bm_arena *arena = bm_arena_new(bm_arena_allocator(a->arena));
	bm_status status = BM_NO_MEMORY;
	bm_map entries;

	if (arena != NULL)
		status = bm_ocf_list(arena, bytes, &entries);
	for (size_t i = 0; status == BM_OK && i < entries.len; i++) {
		bm_str name = entries.entries[i].key, text;

		take_image(a, name.ptr);
		if (!bm_str_ends(name, ".xhtml"))
			continue;
		status = bm_ocf_read(arena, bytes, &entries, name.ptr, &text);
		if (status == BM_OK)
			status = bm_audit_page(a, text, true);
	}
	bm_arena_free(arena);
	return status;
}

/* ---- The sink in front ----------------------------------------------------
 */

static bm_status
on_open(void *user, const char *path)
{
	bm_audit *a = user;

	bm_buf_clear(&a->file);
	a->path = bm_arena_strdup(a->arena, path);
	return a->path != NULL ? a->to->open(a->to->user, path) : BM_NO_MEMORY;
}

static bm_status
on_write(void *user, const char *data, size_t length)
{
	bm_audit *a = user;
	bm_str path = bm_str_of(a->path);

	if (path.len == 0 || bm_str_ends(path, ".html") ||
	    bm_str_ends(path, ".xhtml"))
		bm_buf_put(&a->file, data, length);
	return a->file.status == BM_OK ? a->to->write(a->to->user, data, length)
				       : a->file.status;
}

static bm_status
on_close(void *user)
{
	bm_audit *a = user;
	bm_status status = BM_OK;

	if (a->file.len > 0)
		status = a->packed
			     ? take_container(a, bm_buf_str(&a->file))
			     : bm_audit_page(a, bm_buf_str(&a->file), false);
	return status == BM_NO_MEMORY ? status : a->to->close(a->to->user);
}

const bm_sink *
bm_audit_sink(bm_audit *a, const bm_writer *writer, const bm_sink *to)
{
	a->packed = writer->proof == BM_PROOF_PACKED;
	a->to = to;
	a->sink = (bm_sink){sizeof(a->sink), a, on_open, on_write, on_close};
	return &a->sink;
}

/* ---- Comparing ------------------------------------------------------------
 */

/* The same with pages of no document. */
static bool
use_word(bm_audit *a, bm_str word)
{
	return bm_audit_use(&a->words, word) ||
	       (a->others != NULL && bm_audit_use(&a->others->words, word));
}

static bool
use_pair(bm_audit *a, bm_str pair)
{
	return bm_audit_use(&a->pairs, pair) ||
	       (a->others != NULL && bm_audit_use(&a->others->pairs, pair));
}

/* Whether a name is in the output. */
static bool
has_name(const bm_audit *a, bm_audit_kind kind, bm_str name)
{
	return bm_map_get(&a->found[kind], name) != NULL ||
	       (a->others != NULL &&
		bm_map_get(&a->others->found[kind], name) != NULL);
}

/* How many words of a text are not in the output beside their neighbors. */
static size_t
missing_words(bm_audit *a, const bm_audit_item *item)
{
	bm_str s = bm_str_of(item->text), before = {NULL, 0}, word, key;
	bool paired = false; /* the word before was found with this one */
	size_t at = 0, missing = 0;
	char room[256];

	if (item->words == 1)
		return bm_audit_word(s, &at, &word) && !use_word(a, word);
	while (bm_audit_word(s, &at, &word)) {
		bool found =
		    before.len > 0 &&
		    bm_audit_pair(room, sizeof(room), before, word, &key) &&
		    use_pair(a, key);

		/* A word counts when it stands by either neighbor. */
		if (before.len > 0 && !found && !paired)
			missing++;
		paired = found;
		before = word;
	}
	return missing + !paired;
}

/* Whether the whole text is there when white space and markup are not looked
 * at. */
static bool
is_squeezed(bm_audit *a, const char *text, size_t *effort)
{
	bm_buf buf;
	bool found;

	bm_buf_init(&buf, bm_arena_allocator(a->arena));
	bm_audit_squeeze(&buf, text);
	if (*effort < a->squeezed.len)
		found = false;
	else
		found = strstr(bm_buf_cstr(&a->squeezed), bm_buf_cstr(&buf)) !=
			    NULL ||
			(a->others != NULL &&
			 strstr(bm_buf_cstr(&a->others->squeezed),
				bm_buf_cstr(&buf)) != NULL);
	*effort -= *effort < a->squeezed.len ? *effort : a->squeezed.len;
	bm_buf_free(&buf);
	return found;
}

/* How many words stand in lines that are not in the output as a whole: marks
 * of callouts come between lines. */
static size_t
missing_lines(bm_audit *a, const char *text, size_t *effort)
{
	bm_str rest = bm_str_of(text), line, word;
	size_t missing = 0;

	while (bm_str_split(&rest, '\n', &line)) {
		const char *copy = bm_arena_str(a->arena, line);
		size_t at = 0;

		if (copy != NULL && is_squeezed(a, copy, effort))
			continue;
		while (bm_audit_word(line, &at, &word))
			missing++;
	}
	return missing;
}

/* The code of a finding at the same place, which then has said it; or NULL. */
static const char *
told(const bm_map *places, const bm_audit *a, const bm_pos *pos)
{
	const char *key = bm_arena_printf(a->arena, "%s:%u:%u",
					  pos->file != NULL ? pos->file : "",
					  pos->line, pos->column);

	return key != NULL ? bm_map_getz(places, key) : NULL;
}

static void
list_told(bm_audit *a, const bm_doc *doc, bm_map *places)
{
	bm_map_init(places, a->arena);
	for (size_t i = 0; i < doc->diags->list.len; i++) {
		const bm_diag *d = &doc->diags->list.items[i];
		const char *key = bm_arena_printf(
		    a->arena, "%s:%u:%u", d->file != NULL ? d->file : "",
		    d->line, d->column);
		void **slot = key != NULL
				  ? bm_map_put(places, bm_str_of(key), NULL)
				  : NULL;

		if (slot == NULL)
			a->status = BM_NO_MEMORY;
		else
			*slot = (void *)(uintptr_t)d->code;
	}
}

/* See audit.h. */
const char *
bm_audit_excerpt(bm_arena *arena, const char *text)
{
	const char *out;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(arena));
	for (text += strspn(text, " \t\r\n"); *text != '\0'; text++) {
		if (buf.len >= 60 && ((unsigned char)*text & 0xC0) != 0x80)
			break;
		if (!bm_is_space(*text))
			bm_buf_putc(&buf, *text);
		else if (!bm_is_space(text[1]) && text[1] != '\0')
			bm_buf_putc(&buf, ' ');
	}
	if (*text != '\0')
		bm_buf_puts(&buf, "...");
	out = bm_arena_strdup(arena, bm_buf_cstr(&buf));
	bm_buf_free(&buf);
	return out != NULL ? out : "";
}

/* An address as it is written. */
static const char *
address(bm_audit *a, const char *text)
{
	const char *out;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(a->arena));
	bm_address(&buf, text);
	out = bm_arena_strdup(a->arena, bm_buf_cstr(&buf));
	bm_buf_free(&buf);
	if (out == NULL)
		a->status = BM_NO_MEMORY;
	return out != NULL ? out : "";
}

static void
look_for(bm_audit *a, bm_audit_item *item, size_t *effort)
{
	switch (item->kind) {
	case BM_AUDIT_TEXT:
		item->missing = missing_words(a, item);
		if (item->missing > 0 && is_squeezed(a, item->text, effort))
			item->missing = 0;
		if (item->missing > 0 && strchr(item->text, '\n') != NULL) {
			size_t n = missing_lines(a, item->text, effort);

			item->missing = n < item->missing ? n : item->missing;
		}
		break;
	case BM_AUDIT_IMAGE:
		item->missing = !has_name(a, item->kind, base_of(item->text)) &&
				!has_name(a, item->kind, BM_STR("data:"));
		break;
	case BM_AUDIT_LINK:
		item->missing =
		    !has_name(a, item->kind, bm_str_of(address(a, item->text)));
		break;
	case BM_AUDIT_SOURCE: /* it has been judged */
		break;
	default:
		item->missing = !has_name(a, item->kind, bm_str_of(item->text));
	}
	if (item->missing > 0)
		item->shown = bm_audit_excerpt(a->arena, item->text);
}

static bm_str
group_key(const bm_audit_item *item)
{
	return (bm_str){(const char *)&item->group, sizeof(item->group)};
}

/* Of several forms of an image one is shown. */
static void
excuse_forms(bm_audit *a, const bm_map *places)
{
	bm_map shown;

	bm_map_init(&shown, a->arena);
	for (size_t i = 0; i < a->items.len; i++) {
		const bm_audit_item *item = &a->items.items[i];

		if (item->group == NULL ||
		    (item->missing > 0 && told(places, a, &item->pos) == NULL))
			continue; /* not the one to be shown */
		void **slot = bm_map_put(&shown, group_key(item), NULL);
		if (slot == NULL)
			a->status = BM_NO_MEMORY;
		else
			*slot = a;
	}
	for (size_t i = 0; i < a->items.len; i++) {
		bm_audit_item *item = &a->items.items[i];

		if (item->group != NULL && item->missing > 0 &&
		    item->context == NULL &&
		    told(places, a, &item->pos) == NULL &&
		    bm_map_get(&shown, group_key(item)) != NULL)
			item->context =
			    "another form of an image that is shown";
	}
}

bm_status
bm_audit_compare(bm_audit *a, bm_doc *doc, bm_diags *diags)
{
	const char *output = a->output != NULL ? a->output : "the output";
	size_t effort = EFFORT_MAX, words[2] = {0, 0};
	static const char *const what[] = {
	    "Text", "An image", "An id of the document",
	    "A link of the document", "A language of the document"};
	bm_map places;

	list_told(a, doc, &places);
	for (size_t i = 0; i < a->items.len; i++)
		look_for(a, &a->items.items[i], &effort);
	excuse_forms(a, &places);
	for (size_t i = 0; i < a->items.len; i++) {
		bm_audit_item *item = &a->items.items[i];

		if (item->kind == BM_AUDIT_TEXT) {
			words[0] += item->words;
			words[1] += item->missing;
		}
		if (item->missing == 0)
			continue;
		item->why = item->context != NULL
				? item->context
				: told(&places, a, &item->pos);
		if (item->why != NULL)
			continue;
		if (item->kind == BM_AUDIT_SOURCE)
			bm_diag_add(diags, &bm_audit_rules[item->kind],
				    &item->pos,
				    "%zu of %zu words of this line were not "
				    "read: \"%s\"",
				    item->missing, item->words, item->shown);
		else if (item->kind == BM_AUDIT_TEXT)
			bm_diag_add(diags, &bm_audit_rules[item->kind],
				    &item->pos,
				    "%zu of %zu words of this %s are not in "
				    "%s: \"%s\"",
				    item->missing, item->words, item->element,
				    output, item->shown);
		else
			bm_diag_add(diags, &bm_audit_rules[item->kind],
				    &item->pos, "%s is not in %s: %s",
				    what[item->kind], output, item->shown);
	}
	bm_diag_add(diags, bm_rule_find(bm_audit_rules, "audit-total"),
		    &(bm_pos){.file = doc->file},
		    "Of %zu words of the document %zu are not in %s", words[0],
		    words[1], output);
	return bm_arena_failed(a->arena) ? BM_NO_MEMORY : a->status;
}

#include "pass/wording.h"

#include "core/buf.h"
#include "core/date.h"
#include "pass/status.h"
#include "pass/status_words.h"
#include "pass/syntax.h"
#include "pass/tree.h"
#include "pass/words.h"

/* ---- Values -------------------------------------------------------------- */

/*
 * Cuts text before the next placeholder off *rest into *text and its name
 * into *name (ptr NULL at the end of the text).  false when *rest is used up.
 */
static bool
next_placeholder(bm_str *rest, bm_str *text, bm_str *name)
{
	if (rest->len == 0)
		return false;
	size_t open = bm_str_find(*rest, "{{", 0);
	size_t close =
	    open < rest->len ? bm_str_find(*rest, "}}", open) : rest->len;
	if (close >= rest->len)
		open = rest->len;
	*text = (bm_str){rest->ptr, open};
	*name = (bm_str){NULL, 0};
	size_t used = rest->len;
	if (open < rest->len) {
		*name = bm_str_trim(
		    (bm_str){rest->ptr + open + 2, close - open - 2});
		used = close + 2;
	}
	rest->ptr += used;
	rest->len -= used;
	return true;
}

bool
bm_placeholders_sound(bm_str s)
{
	bm_str text, name;

	while (next_placeholder(&s, &text, &name))
		if ((name.ptr == NULL &&
		     bm_str_find(text, "{{", 0) < text.len) ||
		    (name.ptr != NULL && name.len == 0))
			return false;
	return true;
}

/* What a meta element holds; "" if nothing. */
static const char *
content(bm_doc *doc, const xmlNode *meta)
{
	const char *value = bm_attr(meta, "content");

	return value != NULL ? value : bm_textz(doc, meta);
}

static bool
is_denial(const char *s)
{
	static const char *const words[] = {"", "none", "no", "false", NULL};
	bm_str trimmed = bm_str_trim(bm_str_of(s));

	for (size_t i = 0; words[i] != NULL; i++) {
		size_t k = 0;

		while (k < trimmed.len && words[i][k] != '\0' &&
		       bm_lower(trimmed.ptr[k]) == words[i][k])
			k++;
		if (k == trimmed.len && words[i][k] == '\0')
			return true;
	}
	return false;
}

/* Whether a meta's name is `name`, or starts with it and a full stop. */
static bool
is_named(const xmlNode *meta, const char *name)
{
	const char *own = bm_attr(meta, "name");
	size_t length = strlen(name);

	return own != NULL && strncmp(own, name, length) == 0 &&
	       (own[length] == '\0' || own[length] == '.');
}

const xmlNode *
bm_info_find(const bm_doc *doc, const char *name)
{
	const xmlNode *info = bm_child(bm_doc_element(doc), "info");

	for (const xmlNode *n = bm_child(info, "meta"); n != NULL;
	     n = bm_next(n, "meta")) {
		const char *value = bm_attr(n, "content");
		const xmlNode *text = n->children;

		if (value == NULL && text != NULL &&
		    text->type == XML_TEXT_NODE)
			value = (const char *)text->content;
		if (is_named(n, name) && value != NULL && !is_denial(value))
			return n;
	}
	if (strcmp(name, "author") == 0 && bm_child(info, name) == NULL)
		return bm_child(info, "authorgroup");
	if (strcmp(name, "author") == 0 || strcmp(name, "editor") == 0 ||
	    strcmp(name, "publisher") == 0)
		return bm_child(info, name);
	return NULL;
}

/* One value, dates in words. */
static void
put_value(bm_wording *w, const char *name, const char *value, bm_buf *out)
{
	static const char *const dates[] = {"reviewed", "next-review",
					    "modified", NULL};
	bool is_date = bm_str_ends(bm_str_of(name), "-date");
	bm_date date;

	for (size_t i = 0; dates[i] != NULL; i++)
		is_date |= strcmp(name, dates[i]) == 0;
	if (is_date && bm_date_parse(bm_str_of(value), &date))
		bm_buf_puts(out, bm_date_in(w->doc, date, w->lang));
	else
		bm_buf_putstr(out, bm_str_trim(bm_str_of(value)));
}

/* All metas of this name: "a", "a and b", "a, b and c". */
static void
put_metas(bm_wording *w, const char *name, bm_buf *out)
{
	const xmlNode *info = bm_child(bm_doc_element(w->doc), "info");
	const xmlNode *next = NULL;
	size_t put = 0;

	for (const xmlNode *n = bm_child(info, "meta"); n != NULL; n = next) {
		next = bm_next(n, "meta");
		while (next != NULL &&
		       (!bm_streq(bm_attr(next, "name"), name) ||
			*content(w->doc, next) == '\0'))
			next = bm_next(next, "meta");
		if (!bm_streq(bm_attr(n, "name"), name) ||
		    *content(w->doc, n) == '\0')
			continue;
		if (put > 0)
			bm_put_between(w->doc, out, next == NULL,
				       content(w->doc, n), w->lang);
		put_value(w, name, content(w->doc, n), out);
		put++;
	}
}

/* A person given as a map: "NAME.name", "NAME.credentials". */
static void
put_person(bm_wording *w, const char *name, bm_buf *out)
{
	static const char *const parts[] = {"name", "given", "family", "org",
					    NULL};
	bm_arena *arena = w->doc->arena;

	for (size_t i = 0; parts[i] != NULL; i++) {
		const char *key =
		    bm_arena_printf(arena, "%s.%s", name, parts[i]);
		const char *value = key != NULL ? bm_meta(w->doc, key) : NULL;

		if (value != NULL && out->len > 0)
			bm_buf_putc(out, ' ');
		bm_buf_puts(out, value);
	}
	const char *key = bm_arena_printf(arena, "%s.credentials", name);
	const char *value = key != NULL ? bm_meta(w->doc, key) : NULL;
	if (value != NULL && out->len > 0) {
		bm_buf_puts(out, ", ");
		bm_buf_puts(out, value);
	}
}

/* What info says outside its metas. */
static void
put_field(bm_wording *w, const char *name, bm_buf *out)
{
	const xmlNode *info = bm_child(bm_doc_element(w->doc), "info");
	const xmlNode *field = bm_child(info, name);

	if (strcmp(name, "publisher") == 0)
		bm_buf_puts(out,
			    bm_textz(w->doc, bm_child(field, "publishername")));
	else if (strcmp(name, "author") == 0 && field == NULL)
		field = bm_child(bm_child(info, "authorgroup"), name);
	if (strcmp(name, "author") == 0)
		bm_buf_puts(out, bm_pass_person(w->doc, field));
	else if (strcmp(name, "title") == 0)
		bm_buf_puts(out, bm_textz(w->doc, field));
	else if (strcmp(name, "pubdate") == 0)
		put_value(w, "-date", bm_textz(w->doc, field), out);
}

const char *
bm_wording_source(bm_wording *w, const char *placeholder)
{
	bm_arena *arena = w->doc->arena;
	const char *key = bm_arena_printf(arena, "values.%s", placeholder);
	const char *own = key != NULL ? bm_meta(w->notice->wording, key) : NULL;

	if (own != NULL)
		return own;
	if (strcmp(placeholder, "date") == 0)
		return "reviewed";
	if (strcmp(placeholder, "date2") == 0)
		return "next-review";
	if (strcmp(placeholder, "place_in") == 0)
		return "place";
	char *name = bm_arena_strdup(arena, placeholder);
	for (char *c = name; c != NULL && *c != '\0'; c++)
		if (*c == '_')
			*c = '-';
	return name;
}

/* ---- Values from the status table -----------------------------------------
 */

bool
bm_wording_told(const bm_doc *doc)
{
	static const char *const names[] = {"product", "condition", "place",
					    "status-date", NULL};

	for (size_t i = 0; names[i] != NULL; i++)
		if (bm_meta(doc, names[i]) != NULL)
			return true;
	return false;
}

bool
bm_wording_optional(bm_str placeholder)
{
	return bm_str_ends(placeholder, "?");
}

/* The row that fills what the document does not say. */
static const lint_status *
row_for(const bm_wording *w, const lint_status *given)
{
	if (given != NULL || w->notice->status == NULL ||
	    bm_wording_told(w->doc))
		return given;
	return bm_statuses_pick(w->doc, w->notice->status);
}

/* The product as it begins a sentence. */
static void
put_product(const lint_status *row, bm_buf *out)
{
	char c = row->product[0];

	bm_buf_putc(out, (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c));
	bm_buf_puts(out, row->product + 1);
}

/* The row of one place in the text, which is told alone. */
static const lint_status *const *
own_row(const bm_wording *w)
{
	const lint_status **list =
	    BM_NEW_ARRAY(w->doc->arena, const lint_status *, 2);

	if (list != NULL)
		list[0] = w->row;
	return list;
}

static const char *
condition_of(const bm_wording *w, const lint_status *row)
{
	(void)w;
	return row->condition;
}

static const char *
place_of(const bm_wording *w, const lint_status *row)
{
	if (strcmp(row->place, "*") == 0)
		return NULL;
	return w->within ? bm_place_in(w->doc, row->place, w->lang)
			 : bm_place_text(w->doc, row->place, w->lang);
}

#define PARTS_MAX 64

/* "a", "a and b", "a, b and c": what the rows say, each once. */
static void
put_list(bm_wording *w,
	 const char *(*say)(const bm_wording *, const lint_status *),
	 bm_buf *out)
{
	const char *parts[PARTS_MAX];
	size_t count = 0;

	for (size_t i = 0; w->rows[i] != NULL && count < PARTS_MAX; i++) {
		const char *part = say(w, w->rows[i]);
		size_t k = 0;

		while (part != NULL && k < count && strcmp(parts[k], part) != 0)
			k++;
		if (part != NULL && k == count)
			parts[count++] = part;
	}
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			bm_put_between(w->doc, out, i + 1 == count, parts[i],
				       w->lang);
		bm_buf_puts(out, parts[i]);
	}
}

/* The earliest of the dates of the rows. */
static bm_date
oldest(const bm_wording *w, bool expires)
{
	bm_date first = expires ? w->row->expires : w->row->as_of;

	for (size_t i = 0; w->rows[i] != NULL; i++) {
		bm_date date =
		    expires ? w->rows[i]->expires : w->rows[i]->as_of;

		if (bm_date_cmp(date, first) < 0)
			first = date;
	}
	return first;
}

/* What the row says for a key of the metadata; nothing if it does not. */
static void
put_row(bm_wording *w, const char *name, bm_buf *out)
{
	const lint_status *row = w->row, *use;

	if (row == NULL)
		return;
	if (strcmp(name, "product") == 0)
		put_product(row, out);
	else if (strcmp(name, "condition") == 0)
		put_list(w, condition_of, out);
	else if (strcmp(name, "place") == 0)
		put_list(w, place_of, out);
	else if (strcmp(name, "status-date") == 0 && row->dated)
		bm_buf_puts(out, bm_date_in(w->doc, oldest(w, false), w->lang));
	else if (strcmp(name, "status-expires") == 0 && row->dated)
		bm_buf_puts(out, bm_date_in(w->doc, oldest(w, true), w->lang));
	else if (strcmp(name, "approved-use") == 0 &&
		 (use = lint_status_approved(w->doc->statuses->table, row)) !=
		     NULL) {
		bm_buf_puts(out, use->condition);
		w->drew_use = use;
	} else if (strcmp(name, "status-sentence") == 0 && row->dated) {
		const char *s = bm_status_sentence(w->doc, row, w->lang);

		w->doc->no_memory |= s == NULL;
		bm_buf_puts(out, s);
		bm_buf_putc(out, '.');
	}
	if (out->len > 0)
		w->drew = true;
}

/* The value of one placeholder, in the arena; NULL if there is none. */
static const char *
value_of(bm_wording *w, bm_str name)
{
	const char *key, *source, *value = NULL;
	bm_buf buf;

	for (const bm_value_pair *g = w->given; g != NULL && g->name != NULL;
	     g++)
		if (bm_str_is(name, g->name) && g->value != NULL)
			return bm_arena_strdup(w->doc->arena, g->value);
	name.len -= bm_wording_optional(name);
	key = bm_arena_str(w->doc->arena, name);
	source = key != NULL ? bm_wording_source(w, key) : NULL;
	if (source == NULL)
		return NULL;
	w->within = strcmp(key, "place_in") == 0;
	bm_buf_init(&buf, bm_arena_allocator(w->doc->arena));
	if (w->row != NULL)
		put_row(w, source, &buf);
	if (buf.len == 0)
		put_metas(w, source, &buf);
	if (buf.len == 0)
		put_person(w, source, &buf);
	if (buf.len == 0)
		put_field(w, source, &buf);
	if (buf.status != BM_OK)
		w->doc->no_memory = true;
	else if (buf.len > 0 && !is_denial(bm_buf_cstr(&buf)))
		value = bm_arena_strdup(w->doc->arena, bm_buf_cstr(&buf));
	/* What a row says of a place has its word already. */
	if (value != NULL && w->within && !w->drew)
		value = bm_place_in(w->doc, value, w->lang);
	bm_buf_free(&buf);
	return value;
}

/* Remembers the value of one placeholder. */
static void
look_up(bm_wording *w, bm_str name)
{
	bool is_new;
	void **slot = bm_map_put(&w->values, name, &is_new);

	if (slot != NULL && is_new)
		*slot = (void *)(uintptr_t)value_of(w, name);
}

static void
look_up_all(bm_wording *w, bm_str text)
{
	bm_str before, name;

	while (next_placeholder(&text, &before, &name))
		if (name.ptr != NULL)
			look_up(w, name);
}

bm_status
bm_wording_init(bm_wording *w, bm_doc *doc, const bm_notice *notice,
		const bm_value_pair *given, const lint_status *row)
{
	xmlNode *root = bm_doc_element(notice->wording);
	const char *own = bm_attr_xml(root, "lang");
	const char *document = bm_attr_xml(bm_doc_element(doc), "lang");

	w->doc = doc;
	w->notice = notice;
	w->given = given;
	w->row = row_for(w, row);
	w->rows = NULL;
	w->drew = false;
	w->drew_use = NULL;
	if (w->row != NULL)
		w->rows = w->row == row ? own_row(w)
					: bm_statuses_together(doc, w->row);
	if (w->row != NULL && w->rows == NULL)
		return BM_NO_MEMORY;
	w->lang =
	    own == NULL || (document != NULL && bm_langtag_same(own, document))
		? document
		: own;
	bm_map_init(&w->values, doc->arena);
	look_up_all(w, bm_str_of(notice->title));
	look_up_all(w, bm_str_of(notice->shortform));
	for (xmlNode *n = root; n != NULL;) {
		if (bm_is(n, "info") || bm_attr_bm(n, "verbatim") != NULL) {
			n = bm_walk_over(n, root);
			continue;
		}
		if (n->type == XML_TEXT_NODE)
			look_up_all(w, bm_str_of((const char *)n->content));
		n = bm_walk(n, root);
	}
	return bm_pass_status(doc);
}

/* ---- Text ---------------------------------------------------------------- */

/* Adds text with the values put in. */
static void
put_text(const bm_wording *w, xmlNode *el, const char *s)
{
	bm_str text = bm_str_of(s), before, name;

	while (next_placeholder(&text, &before, &name)) {
		bm_add_text(w->doc, el, before);
		if (name.ptr != NULL)
			bm_add_textz(w->doc, el, bm_map_get(&w->values, name));
	}
}

/* Copies the attributes of a block or inline; ids stay behind, as a notice
 * may stand in several places. */
static void
copy_attributes(const bm_wording *w, const xmlNode *from, xmlNode *to)
{
	for (const xmlAttr *a = from->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;
		const char *ns = a->ns != NULL ? (const char *)a->ns->href : "";

		if (a->children == NULL || a->children->content == NULL)
			continue;
		const char *value = (const char *)a->children->content;
		if (strcmp(ns, "") == 0)
			bm_set(w->doc, to, name, value);
		else if (strcmp(ns, BM_NS_XLINK) == 0)
			bm_set_xlink(w->doc, to, name, value);
		else if (strcmp(ns, BM_NS_XML) == 0 && strcmp(name, "id") != 0)
			bm_set_xml(w->doc, to, name, value);
	}
}

/* Whether a block needs a value that is not known, and can be left out. */
static bool
is_idle(const bm_wording *w, xmlNode *block)
{
	for (xmlNode *n = block; n != NULL; n = bm_walk(n, block)) {
		bm_str text = bm_str_of(
		    n->type == XML_TEXT_NODE ? (const char *)n->content : NULL);
		bm_str before, name;

		while (next_placeholder(&text, &before, &name))
			if (name.ptr != NULL && bm_wording_optional(name) &&
			    bm_map_get(&w->values, name) == NULL)
				return true;
	}
	return false;
}

/* Copies one node without its children; NULL if it is left out. */
static xmlNode *
copy_node(const bm_wording *w, xmlNode *n, xmlNode *to, bool top)
{
	if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
		if (!top && bm_notice_verbatim(n))
			bm_add_textz(w->doc, to, (const char *)n->content);
		else if (!top)
			put_text(w, to, (const char *)n->content);
	} else if (n->type == XML_PI_NODE) {
		xmlNode *pi = xmlNewDocPI(w->doc->xml, n->name, n->content);
		if (pi == NULL)
			w->doc->no_memory = true;
		else
			xmlAddChild(to, pi);
	} else if (bm_is(n, NULL) && !(top && bm_pass_is_head(n)) &&
		   !(top && is_idle(w, n))) {
		xmlNode *copy = bm_el(w->doc, to, (const char *)n->name);
		if (copy != NULL)
			copy_attributes(w, n, copy);
		return copy;
	}
	return NULL;
}

/* Copies the blocks of the wording into el. */
static void
copy_blocks(const bm_wording *w, xmlNode *el)
{
	xmlNode *root = bm_doc_element(w->notice->wording);
	xmlNode *n = root->children;
	xmlNode *to = el;

	while (n != NULL) {
		xmlNode *copy = copy_node(w, n, to, to == el);

		if (w->doc->no_memory)
			return;
		if (copy != NULL && n->children != NULL) {
			to = copy;
			n = n->children;
			continue;
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			if (n != root)
				to = to->parent;
		}
		n = n == root ? NULL : n->next;
	}
}

void
bm_wording_put(const bm_wording *w, xmlNode *el, bool shortform)
{
	if (el == NULL)
		return;
	put_text(w, bm_el(w->doc, el, "title"), w->notice->title);
	if (shortform)
		put_text(w, bm_el(w->doc, el, "para"), w->notice->shortform);
	else
		copy_blocks(w, el);
}

/*
 * Pass "status": puts sentences from the status table where the author refers
 * to a row, each with its date and its source, and looks whether what the
 * document tells of approvals still holds.
 */
#include "pass/status.h"

#include "core/nearest.h"
#include "pass/status_words.h"
#include "pass/tree.h"
#include "pass/words.h"

static const bm_rule rules[] = {
    {"status-expired", BM_ERROR,
     "A text tells a regulatory status that is out of date", NULL,
     "Look it up again.  In a status table give its row the new \"as-of\" and "
     "\"expires\"; in metadata set \"status-date\" to that day, and "
     "\"status-expires\" to the day on which it must be looked up again; "
     "without it that is 36 months later."},
    {"status-undated", BM_ERROR,
     "A text tells a regulatory status that has no date", NULL,
     "Look it up, and give its row of the status table \"as-of\" and "
     "\"expires\"."},
    {"status-unknown", BM_ERROR, "The status table has no such row", NULL,
     "Write PRODUCT/CONDITION/PLACE as a row of the table has them; --data "
     "or the key \"status-table\" names another table."},
    {"status-source", BM_ERROR,
     "The source of a status is not in the bibliography", NULL,
     "Add it to the bibliography, or correct the key in the table."},
    {"status-stale", BM_WARNING,
     "A row of the status table is out of date or has no date", NULL,
     "Look it up again, or take it out; no text of this run depends on it."},
    {"status-words", BM_WARNING,
     "A reference to the status table has words of its own", NULL,
     "Leave the words out: the sentence is made from the table.  They were "
     "kept before it."},
    {"status-unread", BM_ERROR,
     "A reference to the status table was not read as one", "CommonMark, 6.3",
     "An address has no blanks: write a hyphen for each, or put it between "
     "< and >."},
    {"status-language", BM_WARNING,
     "The status table is not in the language of the document", NULL,
     "Give a table with products and conditions in that language: "
     "\"status-table\"."},
    {0}};

enum { EXPIRED, UNDATED, UNKNOWN, SOURCE, STALE, WORDS, UNREAD, LANGUAGE };

static const char scheme[] = "status:";
static const char mark[] = "bm-status";

/* A run over one document. */
typedef struct teller {
	bm_doc *doc;
	const bm_pass_context *context;
	bm_statuses *own;
	size_t effort; /* what may still be spent on suggestions */
	bool foreign_said;
} teller;

/* ---- Rows -----------------------------------------------------------------
 */

/* How unlike two names are, part for part: a part that is the same counts for
 * more than letters do. */
static size_t
unlike(teller *t, bm_str a, bm_str b)
{
	size_t sum = 0;
	bm_str x, y;

	for (size_t i = 0; i < 3; i++) {
		if (!bm_str_split(&a, '/', &x))
			x = (bm_str){"", 0};
		if (!bm_str_split(&b, '/', &y))
			y = (bm_str){"", 0};
		if (x.len > BM_DISTANCE_MAX || y.len > BM_DISTANCE_MAX ||
		    t->effort < x.len * y.len + 1)
			return SIZE_MAX;
		t->effort -= x.len * y.len + 1;
		if (!bm_str_eq(x, y))
			sum += bm_distance(x, y) + 2;
	}
	return sum;
}

#define NEAREST 3

/* The rows most like a key, each with its name in quotes; "" if none is. */
static const char *
suggest(teller *t, const char *key)
{
	static const char *const lead[] = {"; the nearest is ",
					   "; the nearest are "};
	const lint_statuses *table = t->own->table;
	const lint_status *best[NEAREST] = {NULL};
	size_t far[NEAREST], count = 0;
	const char *text = NULL;
	bm_buf out;

	for (size_t i = 0; i < table->list.len; i++) {
		const lint_status *row = table->list.items[i];
		size_t d = unlike(t, bm_str_of(key), bm_str_of(row->key));
		size_t at = count;

		if (d == SIZE_MAX || d > strlen(key) / 2)
			continue;
		while (at > 0 && far[at - 1] > d)
			at--;
		if (at == NEAREST)
			continue;
		count += count < NEAREST;
		for (size_t k = count - 1; k > at; k--) {
			far[k] = far[k - 1];
			best[k] = best[k - 1];
		}
		far[at] = d;
		best[at] = row;
	}
	bm_buf_init(&out, bm_arena_allocator(t->doc->arena));
	for (size_t i = 0; i < count; i++) {
		const char *name =
		    bm_arena_printf(t->doc->arena, "\"%s/%s/%s\"",
				    lint_status_bare(best[i]->product),
				    best[i]->condition, best[i]->place);

		/* As it can stand in a link of Markdown. */
		bm_buf_puts(&out, i == 0 ? lead[count > 1] : ", ");
		for (const char *c = name; c != NULL && *c != '\0'; c++)
			bm_buf_putc(&out, *c == ' ' ? '-' : *c);
	}
	if (out.status == BM_OK)
		text = bm_arena_strdup(t->doc->arena, bm_buf_cstr(&out));
	else
		t->doc->no_memory = true;
	bm_buf_free(&out);
	return text != NULL ? text : "";
}

/* The row of a name; one that is not there is reported. */
static const lint_status *
find_row(teller *t, const char *name, const xmlNode *at)
{
	const lint_status *row = bm_statuses_row(t->doc, name);
	const char *key;

	if (row != NULL)
		return row;
	key = lint_status_key(t->doc->arena, bm_str_of(name));
	if (key == NULL)
		t->doc->no_memory = true;
	bm_diag_add(t->doc->diags, &rules[UNKNOWN], bm_get_pos(t->doc, at),
		    "The status table has no row \"%.200s\"%s", name,
		    key != NULL ? suggest(t, key) : "");
	return NULL;
}

/* The entries that the author wrote himself, by id. */
static bool
find_sources(teller *t)
{
	static const char *const entries[] = {"biblioentry", "bibliomixed",
					      NULL};
	xmlNode *root = bm_doc_element(t->doc);

	bm_map_init(&t->own->sources, t->doc->arena);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *id =
		    bm_is_any(n, entries) ? bm_attr_xml(n, "id") : NULL;
		void **slot = id != NULL ? bm_map_put(&t->own->sources,
						      bm_str_of(id), NULL)
					 : NULL;

		if (id != NULL && slot == NULL)
			return false;
		if (slot != NULL)
			*slot = n;
	}
	return true;
}

/* ---- Sentences ------------------------------------------------------------
 */

/* The citation of a row's source, behind a blank. */
static void
cite(teller *t, xmlNode *phrase, const lint_status *row, const bm_pos *pos)
{
	xmlNode *citation;

	if (!bm_statuses_source(t->doc, row, pos))
		return;
	bm_add_textz(t->doc, phrase, " ");
	citation = bm_el(t->doc, phrase, "citation");
	if (citation != NULL)
		bm_set_pos(t->doc, citation, pos);
	bm_set(t->doc, bm_el(t->doc, citation, "biblioref"), "linkend",
	       row->source);
}

/* Products and conditions of the library are English. */
static void
check_language(teller *t, const lint_status *row, const xmlNode *at)
{
	const char *lang = bm_lang(at);

	if (row->own || t->foreign_said || lang == NULL ||
	    strncmp(lang, "en", 2) == 0)
		return;
	t->foreign_said = true;
	bm_diag_add(t->doc->diags, &rules[LANGUAGE], bm_get_pos(t->doc, at),
		    "The status of %s is told in English",
		    bm_statuses_name(t->doc, row));
}

/* Fills the phrase: the sentence, or the part of it that is asked for. */
static void
tell(teller *t, xmlNode *phrase, const lint_status *row, const char *part)
{
	const char *lang = bm_lang(phrase);
	const bm_pos *pos = bm_get_pos(t->doc, phrase);
	const char *sentence;

	t->own->used[row->number] = true;
	check_language(t, row, phrase);
	bm_statuses_rely(t->doc, t->context, row, pos);
	if (strcmp(part, "date") == 0) {
		bm_add_textz(t->doc, phrase,
			     bm_date_in(t->doc, row->as_of, lang));
		return;
	}
	if (lang != NULL && !bm_status_speaks(t->doc, lang))
		bm_set_xml(t->doc, phrase, "lang", "en");
	if (strcmp(part, "status") == 0) {
		bm_add_textz(t->doc, phrase,
			     bm_standing_text(t->doc, row->standing, lang));
		cite(t, phrase, row, pos);
		return;
	}
	if (part[0] != '\0')
		bm_diag_add(
		    t->doc->diags, &rules[UNKNOWN], pos,
		    "A row has no part \"%.200s\"; there are \"status\" "
		    "and \"date\"",
		    part);
	sentence = bm_status_sentence(t->doc, row, lang);
	if (sentence == NULL)
		t->doc->no_memory = true;
	bm_set_bm(t->doc, phrase, "sentence", "yes");
	bm_add_textz(t->doc, phrase, sentence);
	cite(t, phrase, row, pos);
	bm_add_textz(t->doc, phrase, bm_word_in(t->doc, BM_WORD_STOP, lang));
}

/* The sentence brings its full stop; one that the author has right behind is
 * that very one. */
static void
take_stop(teller *t, const xmlNode *ref)
{
	const char *stop = bm_word_in(t->doc, BM_WORD_STOP, bm_lang(ref));
	xmlNode *after = ref->next;
	char *rest;

	if (after == NULL || after->type != XML_TEXT_NODE ||
	    after->content == NULL ||
	    strncmp((char *)after->content, stop, strlen(stop)) != 0)
		return;
	rest = bm_arena_strdup(t->doc->scratch,
			       (char *)after->content + strlen(stop));
	if (rest == NULL)
		return;
	xmlNodeSetContent(after, NULL);
	if (rest[0] == '\0') {
		xmlUnlinkNode(after);
		xmlFreeNode(after);
	} else if (xmlTextConcat(after, (xmlChar *)rest, (int)strlen(rest)) !=
		   0)
		t->doc->no_memory = true;
}

/* Whether running text cannot stand in el. */
static bool
holds_blocks(const xmlNode *el)
{
	static const char *const names[] = {
	    "listitem", "note",       "important", "warning", "caution",
	    "tip",      "blockquote", "sidebar",   "callout", NULL};

	return bm_pass_is_division(el) || bm_is_any(el, names);
}

/* Makes the phrase for one reference, in place of it. */
static void
replace(teller *t, xmlNode *ref, const char *name, const bm_pos *pos)
{
	bm_doc *doc = t->doc;
	const char *hash = strchr(name, '#');
	const char *part = hash != NULL ? hash + 1 : "";
	const char *key = hash != NULL ? bm_arena_strndup(doc->arena, name,
							  (size_t)(hash - name))
				       : name;
	bool block = holds_blocks(ref->parent);
	xmlNode *para = block ? bm_el_before(doc, ref, "para") : NULL;
	xmlNode *phrase = block ? bm_el(doc, para, "phrase")
				: bm_el_before(doc, ref, "phrase");
	const lint_status *row = key != NULL ? find_row(t, key, ref) : NULL;

	if (phrase == NULL || key == NULL)
		return;
	bm_set_pos(doc, phrase, pos);
	bm_mark_generated(doc, para != NULL ? para : phrase, "status");
	bm_set(doc, phrase, "role",
	       row == NULL || !row->dated ? "status unresolved" : "status");
	if (row != NULL) {
		bm_set_bm(doc, phrase, "status", row->key);
		bm_set_bm(doc, phrase, "product",
			  lint_status_bare(row->product));
	}
	if (row != NULL && row->dated) {
		tell(t, phrase, row, part);
		if (bm_attr_bm(phrase, "sentence") != NULL)
			take_stop(t, ref);
	} else {
		if (row != NULL) {
			t->own->used[row->number] = true;
			bm_statuses_rely(doc, t->context, row, pos);
		}
		bm_add_textz(doc, phrase, "[");
		bm_add_textz(doc, phrase, name);
		bm_add_textz(doc, phrase, "?]");
	}
}

/* The words of a link stay before the sentence. */
static void
keep_words(teller *t, xmlNode *link)
{
	xmlNode *words, *next;

	if (link->children == NULL)
		return;
	bm_diag_add(t->doc->diags, &rules[WORDS], bm_get_pos(t->doc, link),
		    NULL);
	words = bm_el_before(t->doc, link, "phrase");
	for (xmlNode *n = link->children; words != NULL && n != NULL;
	     n = next) {
		next = n->next;
		xmlUnlinkNode(n);
		xmlAddChild(words, n);
	}
	if (words != NULL)
		bm_add_textz(t->doc, words, " ");
}

/* What a node refers to: a link with our scheme, or an instruction; NULL. */
static const char *
reference(teller *t, const xmlNode *n)
{
	const char *href = bm_is(n, "link") ? bm_attr_xlink(n, "href") : NULL;
	bm_str s;

	if (href != NULL && strncmp(href, scheme, strlen(scheme)) == 0)
		return bm_arena_strdup(t->doc->arena, href + strlen(scheme));
	if (n->type != XML_PI_NODE || strcmp((const char *)n->name, mark) != 0)
		return NULL;
	s = bm_str_trim(bm_str_of((const char *)n->content));
	return s.len > 0 ? bm_arena_str(t->doc->arena, s) : "";
}

/* Reports "[](status:a product/...)" with blanks, which is no link. */
static void
check_text(teller *t, const xmlNode *n)
{
	static const char *const code[] = {
	    "literal",        "code",          "programlisting",
	    "screen",         "literallayout", "userinput",
	    "computeroutput", "markup",        NULL};

	if (n->type != XML_TEXT_NODE || n->content == NULL ||
	    strstr((const char *)n->content, "](status:") == NULL ||
	    bm_is_any(n->parent, code))
		return;
	bm_diag_add(t->doc->diags, &rules[UNREAD], bm_get_pos(t->doc, n), NULL);
}

/* Every reference in the text, and what an earlier run made of them. */
static void
tell_all(teller *t)
{
	xmlNode *root = bm_doc_element(t->doc), *next;

	for (xmlNode *n = root; n != NULL; n = next) {
		const char *key = n->type == XML_ELEMENT_NODE
				      ? bm_attr_bm(n, "status")
				      : NULL;
		const lint_status *row =
		    key != NULL ? find_row(t, key, n) : NULL;
		const char *name = reference(t, n);

		check_text(t, n);

		next = bm_walk(n, root);
		if (row != NULL) {
			t->own->used[row->number] = true;
			bm_statuses_rely(t->doc, t->context, row,
					 bm_get_pos(t->doc, n));
		}
		if (name == NULL)
			continue;
		if (n->type == XML_ELEMENT_NODE)
			keep_words(t, n);
		replace(t, n, name, bm_get_pos(t->doc, n));
		next = bm_walk_over(n, root);
		xmlUnlinkNode(n);
		xmlFreeNode(n);
	}
}

/* ---- Metadata, and the rest of the table ----------------------------------
 */

/* The rows that the metadata name. */
static void
collect_rows(teller *t)
{
	const xmlNode *info = bm_child(bm_doc_element(t->doc), "info");

	for (xmlNode *m = bm_child(info, "meta"); m != NULL;
	     m = bm_next(m, "meta")) {
		const char *key = bm_attr(m, "content");
		const lint_status *row, **slot;

		if (!bm_streq(bm_attr(m, "name"), "legal-status") ||
		    key == NULL || key[0] == '\0' || strcmp(key, "none") == 0)
			continue;
		row = find_row(t, key, m);
		slot = row != NULL ? BM_VEC_PUSH(t->doc->arena, &t->own->rows)
				   : NULL;
		if (slot != NULL)
			*slot = row;
		if (row == NULL)
			continue;
		t->own->used[row->number] = true;
		/* For the data that machines get. */
		bm_set_bm(t->doc, m, "product", lint_status_bare(row->product));
	}
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	teller t = {
	    .doc = doc, .context = context, .effort = BM_NEAREST_EFFORT};
	size_t rows;

	if (context->statuses == NULL || bm_doc_element(doc) == NULL)
		return BM_OK;
	rows = context->statuses->list.len;
	t.own = doc->statuses = BM_NEW(doc->arena, bm_statuses);
	if (t.own == NULL)
		return BM_NO_MEMORY;
	t.own->table = context->statuses;
	t.own->used = BM_NEW_ARRAY(doc->arena, bool, rows + 1);
	t.own->told = BM_NEW_ARRAY(doc->arena, bool, rows + 1);
	if (t.own->used == NULL || t.own->told == NULL || !find_sources(&t))
		return BM_NO_MEMORY;
	collect_rows(&t);
	tell_all(&t);
	if (context->alone)
		bm_statuses_rest(doc, context->today, t.own->used);
	return bm_pass_status(doc);
}

const bm_pass bm_pass_statuses = {"status", rules, run};

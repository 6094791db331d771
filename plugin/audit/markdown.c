/*
 * The reader of Markdown, judged: each word that is prose in the source must
 * be in the tree that was made of it.  Words are looked for beside their
 * neighbors first, and then each for itself; each word of the tree answers
 * for one of the source.
 */
#include "audit/audit.h"

#include "pass/tree.h"

/* A word of the source. */
typedef struct seen {
	bm_str word;
	uint32_t line;
	bool found;
	bool defines; /* it may be shown often, or never */
} seen;

typedef struct judge {
	bm_arena *arena; /* until the end of the document's reading */
	BM_VEC(seen) words;
	bm_audit text, names; /* of the tree: its text, its attributes */
} judge;

/* ---- The source -----------------------------------------------------------
 */

/* Whether a part of a word is an entity. */
static bool
is_doubtful(bm_str s, bm_str word)
{
	const char *end = word.ptr + word.len;

	return (word.ptr > s.ptr && word.ptr[-1] == 1) ||
	       (end < s.ptr + s.len && *end == 1);
}

static bool
list_words(judge *j, bm_str prose, const char *const *why)
{
	uint32_t line = 1;
	bm_str rest = prose, text, word;

	for (; bm_str_split(&rest, '\n', &text); line++) {
		size_t at = 0;

		while (bm_audit_word(text, &at, &word)) {
			seen *slot;

			if (is_doubtful(prose, word))
				continue;
			slot = BM_VEC_PUSH(j->arena, &j->words);
			if (slot == NULL)
				return false;
			*slot = (seen){.word = word,
				       .line = line,
				       .defines = why[line] != NULL};
		}
	}
	return true;
}

/* ---- The tree -------------------------------------------------------------
 */

static void
take_tree(judge *j, const bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);
	bm_str last = {NULL, 0}, none = {NULL, 0};

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		if (n->type != XML_ELEMENT_NODE) {
			if (n->content != NULL)
				bm_audit_words(&j->text,
					       (const char *)n->content, &last);
			continue;
		}
		/* "type: book" and "::: note" name elements. */
		bm_audit_words(&j->names, (const char *)n->name, &none);
		for (const xmlAttr *a = n->properties; a != NULL; a = a->next)
			for (const xmlNode *v = a->children; v != NULL;
			     v = v->next)
				if (v->content != NULL)
					bm_audit_words(&j->names,
						       (const char *)v->content,
						       &none);
	}
}

/* ---- Comparing ------------------------------------------------------------
 */

/* First the words beside their neighbors, which no other can stand for. */
static void
find_pairs(judge *j)
{
	char room[256];
	bm_str key;

	for (size_t i = 0; i + 1 < j->words.len; i++) {
		seen *a = &j->words.items[i], *b = a + 1;

		if (a->defines || b->defines ||
		    !bm_audit_pair(room, sizeof(room), a->word, b->word,
				   &key) ||
		    !bm_audit_use(&j->text.pairs, key))
			continue;
		if (!a->found)
			a->found = bm_audit_use(&j->text.words, a->word);
		if (!b->found)
			b->found = bm_audit_use(&j->text.words, b->word);
	}
}

static void
find_rest(judge *j)
{
	for (size_t i = 0; i < j->words.len; i++) {
		seen *s = &j->words.items[i];

		if (!s->found)
			s->found =
			    (s->defines
				 ? bm_map_get(&j->text.words, s->word) != NULL
				 : bm_audit_use(&j->text.words, s->word)) ||
			    bm_map_get(&j->names.words, s->word) != NULL;
	}
}

/* The words of one line as an item; i is the first of them.  Returns the
 * first of the next line. */
static size_t
add_line(judge *j, bm_audit *a, const bm_doc *doc, const char *const *why,
	 size_t i)
{
	uint32_t line = j->words.items[i].line;
	bm_audit_item *item = BM_VEC_PUSH(a->arena, &a->items);
	bm_buf lost;

	if (item == NULL) {
		a->status = BM_NO_MEMORY;
		return j->words.len;
	}
	*item = (bm_audit_item){
	    .kind = BM_AUDIT_SOURCE, .element = "line", .pos = doc->start};
	item->pos.line = line;
	bm_buf_init(&lost, bm_arena_allocator(a->arena));
	for (; i < j->words.len && j->words.items[i].line == line; i++) {
		const seen *s = &j->words.items[i];

		item->words++;
		if (s->found)
			continue;
		if (item->missing++ > 0)
			bm_buf_putc(&lost, ' ');
		bm_buf_putstr(&lost, s->word);
	}
	item->text = bm_arena_strdup(a->arena, bm_buf_cstr(&lost));
	item->context = why[line];
	if (lost.status != BM_OK || item->text == NULL)
		a->status = BM_NO_MEMORY;
	bm_buf_free(&lost);
	return i;
}

/* Lines that have a finding of the reader, and definitions: nothing may use
 * them. */
static void
list_reasons(const bm_doc *doc, bm_str text, const char **why, uint32_t lines)
{
	uint32_t line = 1;
	bm_str rest = text, s;

	for (; bm_str_split(&rest, '\n', &s) && line < lines; line++) {
		while (s.len > 0 && (*s.ptr == ' ' || *s.ptr == '>')) {
			s.ptr++;
			s.len--;
		}
		if (bm_str_starts(s, "[") && bm_str_find(s, "]:", 0) < s.len)
			why[line] = "a definition that nothing uses";
		if (bm_str_starts(s, "*[") && bm_str_find(s, "]:", 0) < s.len)
			why[line] = "an abbreviation that nothing uses";
	}
	for (size_t i = 0; i < doc->diags->list.len; i++) {
		const bm_diag *d = &doc->diags->list.items[i];

		if (d->line > 0 && d->line < lines &&
		    bm_streq(d->file, doc->file))
			why[d->line] = d->code;
	}
}

static bm_status
judge_text(judge *j, bm_audit *a, const bm_doc *doc, bm_str text)
{
	char *prose = bm_arena_strndup(j->arena, text.ptr, text.len);
	uint32_t lines = 2;
	const char **why;

	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	why = BM_NEW_ARRAY(j->arena, const char *, lines + 1);
	if (prose == NULL || why == NULL)
		return BM_NO_MEMORY;
	list_reasons(doc, text, why, lines);
	bm_audit_prose(prose, text.len);
	if (!list_words(j, (bm_str){prose, text.len}, why))
		return BM_NO_MEMORY;
	take_tree(j, doc);
	a->out[BM_AUDIT_SOURCE] = j->text.out[BM_AUDIT_TEXT];
	find_pairs(j);
	find_rest(j);
	for (size_t i = 0; i < j->words.len;)
		i = add_line(j, a, doc, why, i);
	return bm_arena_failed(j->arena) ? BM_NO_MEMORY : a->status;
}

/* See audit.h. */
bm_status
bm_audit_markdown(bm_audit *a, const bm_doc *doc, bm_str text)
{
	judge j = {.arena = bm_arena_new(bm_arena_allocator(a->arena))};
	bm_status status;

	if (j.arena == NULL)
		return BM_NO_MEMORY;
	bm_audit_init(&j.text, j.arena);
	bm_audit_init(&j.names, j.arena);
	status = judge_text(&j, a, doc, text);
	bm_audit_end(&j.text);
	bm_audit_end(&j.names);
	bm_arena_free(j.arena);
	return status;
}

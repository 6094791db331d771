/*
 * Footnotes.  DocBook writes a note where it is first referred to, and a note
 * may hold no other: a note that is first referred to inside a note is put
 * right behind that one.
 */
#include "read/markdown.h"

static const bm_rule *
rule(const char *code)
{
	return bm_rule_find(bm_md_rules, code);
}

/* The "label" at s[at], behind "[^", or an empty one. */
static bm_str
label_at(bm_str s, size_t at)
{
	size_t end = at;

	while (end < s.len && s.ptr[end] != ']' && s.ptr[end] != '[' &&
	       !bm_is_space(s.ptr[end]))
		end++;
	if (end >= s.len || s.ptr[end] != ']')
		end = at;
	return (bm_str){s.ptr + at, end - at};
}

/* Labels written "\[^label]" are meant as text. */
static void
find_escaped(bm_md_build *b)
{
	size_t at = 0;

	while ((at = bm_str_find(b->source, "\\[^", at)) < b->source.len) {
		bm_str label = label_at(b->source, at + 3);
		void **slot;

		at += 3;
		if (label.len == 0)
			continue;
		slot = bm_map_put(&b->escaped, label, NULL);
		if (slot == NULL)
			b->doc->no_memory = true;
		else
			*slot = b;
	}
}

void
bm_md_notes_begin(bm_md_build *b)
{
	bm_arena *arena = b->doc->arena;

	bm_map_init(&b->note_ids, arena);
	bm_map_init(&b->missing, arena);
	bm_md_notes_add(b);
}

void
bm_md_notes_add(bm_md_build *b)
{
	bm_map_init(&b->escaped, b->doc->arena);
	if (b->tree->forced != NULL)
		b->tree->forced->user_data = BM_MD_DONE;
	find_escaped(b);
}

/* An id of its own for each note. */
static const char *
new_id(bm_md_build *b, const bm_md_note *note)
{
	const char *clean = bm_md_id(b, NULL, note->label), *id = NULL;

	if (clean == NULL)
		return NULL;
	if (clean[0] == '_' && note->label[0] != '_')
		clean++; /* "fn-" is in front */
	for (unsigned n = 1;; n++) {
		bool is_new;
		void **slot;

		id = n == 1
			 ? bm_arena_printf(b->doc->arena, "fn-%s", clean)
			 : bm_arena_printf(b->doc->arena, "fn-%s-%u", clean, n);
		slot = id != NULL
			   ? bm_map_put(&b->note_ids, bm_str_of(id), &is_new)
			   : NULL;
		if (slot == NULL)
			return NULL;
		if (is_new) {
			*slot = b;
			return id;
		}
	}
}

static void
put_note(bm_md_build *b, bm_md_note *note)
{
	xmlNode *el = bm_md_el(b, note->node, "footnote");
	unsigned links = b->links;

	if (el == NULL)
		return;
	bm_set_xml(b->doc, el, "id", note->id);
	b->in_note = true;
	b->links = 0;
	bm_md_walk(b, note->node, el);
	b->links = links;
	b->in_note = false;
	if (bm_first_element(el) == NULL)
		bm_el(b->doc, el, "para");
}

static void
queue(bm_md_build *b, bm_md_note *note)
{
	bm_md_note **slot = BM_VEC_PUSH(b->doc->arena, &b->queue);

	if (slot == NULL)
		b->doc->no_memory = true;
	else
		*slot = note;
}

/* Notes first referred to in the note just put, and in those. */
static void
put_queue(bm_md_build *b)
{
	for (size_t i = 0; i < b->queue.len; i++)
		put_note(b, b->queue.items[i]);
	b->queue.len = 0;
}

void
bm_md_note_ref(bm_md_build *b, cmark_node *node)
{
	const cmark_node *def = node->parent_footnote_def;
	/* A label may be defined twice: the node tells which one cmark took. */
	bm_md_note *note = def != NULL && def->user_data != NULL
			       ? &b->tree->notes[(uintptr_t)def->user_data - 1]
			       : NULL;
	bool first;

	if (note == NULL) {
		bm_md_put(b, bm_md_str(&node->as.literal));
		return;
	}
	if (note->shown) {
		/* At the end, among those that nothing refers to. */
		bm_md_put(b, BM_STR("[^"));
		bm_md_put(b, bm_str_of(note->label));
		bm_md_put(b, BM_STR("]"));
		return;
	}
	first = note->id == NULL;
	if (first)
		note->id = new_id(b, note);
	if (note->id == NULL) {
		b->doc->no_memory = true;
		return;
	}
	if (first && !b->in_note) {
		put_note(b, note);
		put_queue(b);
		return;
	}
	bm_set(b->doc, bm_md_el(b, node, "footnoteref"), "linkend", note->id);
	if (first) {
		bm_md_say(
		    b, node, "footnote-nested",
		    "note \"%s\" is first referred to inside another note",
		    note->label);
		queue(b, note);
	}
}

static bool
find_lines(bm_md_build *b)
{
	bm_str s = b->source;
	size_t count = 1;

	if (b->lines != NULL)
		return true;
	for (size_t i = 0; i < s.len; i++)
		count += s.ptr[i] == '\n';
	b->lines = BM_NEW_ARRAY(b->doc->scratch, size_t, count + 1);
	if (b->lines == NULL)
		return false;
	b->line_count = 0;
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] == '\n')
			b->lines[++b->line_count] = i + 1;
	b->lines[++b->line_count] = s.len;
	return true;
}

bm_str
bm_md_source_lines(bm_md_build *b, int first, int last)
{
	size_t from, to;

	if (!find_lines(b) || first < 1 || (size_t)first > b->line_count)
		return (bm_str){NULL, 0};
	if (last < first)
		last = first;
	from = b->lines[first - 1];
	to = (size_t)last < b->line_count ? b->lines[last] : b->source.len;
	return bm_str_trim((bm_str){b->source.ptr + from, to - from});
}

bm_str
bm_md_source_from(bm_md_build *b, const cmark_node *node)
{
	size_t at, line = (size_t)node->start_line;

	if (node->start_line < 1 || node->start_column < 1 || !find_lines(b) ||
	    line > b->line_count)
		return (bm_str){NULL, 0};
	at = b->lines[line - 1] + (size_t)node->start_column - 1;
	if (at > b->lines[line])
		at = b->lines[line];
	return (bm_str){b->source.ptr + at, b->lines[line] - at};
}

bool
bm_md_is_written(bm_md_build *b, const cmark_node *node, const char *sign)
{
	bm_str line = bm_md_source_from(b, node);

	return line.ptr == NULL || bm_str_starts(line, sign);
}

/* A definition that nothing refers to: its text, as parsed or as written. */
static void
put_unused(bm_md_build *b, bm_md_note *note, xmlNode *section)
{
	bool twice = note->lost;
	bm_pos pos = {.file = b->doc->file,
		      .line = note->line > 0 ? (uint32_t)note->line : 0,
		      .column = 1};

	bm_diag_add(b->doc->diags,
		    rule(twice ? "footnote-duplicate" : "footnote-unused"),
		    &pos,
		    twice ? "note \"%s\" is defined twice"
			  : "nothing refers to note \"%s\"",
		    note->label);
	note->shown = true;
	if (!note->lost) {
		bm_md_walk(b, note->node, section);
		return;
	}
	b->at = section;
	section = bm_el(b->doc, section, "programlisting");
	b->at = section;
	bm_md_put(b, bm_md_source_lines(b, note->line, note->end_line));
	bm_md_flush(b);
}

void
bm_md_notes_end(bm_md_build *b)
{
	const char *part = bm_is(b->root, "book") ? "appendix" : "section";
	xmlNode *section = NULL, *title = NULL;

	for (size_t i = 0; i < b->tree->note_count; i++) {
		bm_md_note *note = &b->tree->notes[i];

		if (note->id != NULL || b->doc->no_memory)
			continue;
		if (section == NULL) {
			section = bm_el(b->doc, b->root, part);
			bm_set(b->doc, section, "role", "unused-notes");
			title = bm_el(b->doc, section, "title");
		} else {
			bm_add_textz(b->doc, title, " ");
		}
		bm_add_textz(b->doc, title, "[^");
		bm_add_textz(b->doc, title,
			     bm_md_clean(b, bm_str_of(note->label)));
		bm_add_textz(b->doc, title, "]");
		put_unused(b, note, section);
	}
}

/* cmark makes references without a definition text again. */
void
bm_md_notes_in_text(bm_md_build *b, const cmark_node *node, bm_str text)
{
	size_t at = 0;

	while ((at = bm_str_find(text, "[^", at)) < text.len) {
		bm_str label = label_at(text, at + 2);
		bm_pos pos = bm_md_pos(b, node);
		bool is_new = false;

		at += 2;
		if (label.len == 0 || bm_map_get(&b->escaped, label) != NULL)
			continue;
		if (bm_map_put(&b->missing, label, &is_new) == NULL)
			b->doc->no_memory = true;
		if (!is_new)
			continue;
		pos.column += (uint32_t)(at - 2);
		bm_diag_add(b->doc->diags, rule("footnote-undefined"), &pos,
			    "no note \"%.*s\" is defined",
			    (int)(label.len < 100 ? label.len : 100),
			    label.ptr);
	}
}

/* Inline marks to DocBook: spans with classes, notes, formulas, roles. */
#include "read/markdown.h"

/* The element and role of a class; other classes are the role of a phrase. */
static const struct {
	const char *name, *element, *role;
} spans[] = {
    {"smallcaps", "emphasis", "smallcaps"},
    {"sc", "emphasis", "smallcaps"},
    {"underline", "emphasis", "underline"},
    {"ul", "emphasis", "underline"},
    {"mark", "emphasis", "mark"},
    {"highlight", "emphasis", "mark"},
    {"kbd", "keycap", NULL},
    {"term", "firstterm", NULL},
    {"quote", "quote", NULL},
    {"title", "citetitle", NULL},
    {"foreign", "foreignphrase", NULL},
    {"abbr", "acronym", NULL},
    {"index", "phrase", NULL},
};

static const char *const index_keys[] = {"primary", "secondary", "tertiary",
					 "see",     "seealso",   "type",
					 "class",   NULL};

static void
put_entry(bm_md_build *b, xmlNode *term, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		bm_add_textz(b->doc, bm_el(b->doc, term, name),
			     bm_md_clean(b, bm_str_of(value)));
}

/* "a!b!c" (makeindex) or the keys primary=, secondary=, tertiary=; see= and
 * seealso=. */
static void
put_index(bm_md_build *b, const cmark_node *node, bm_str words,
	  bm_md_attrs *attrs)
{
	static const char *const levels[] = {"primary", "secondary",
					     "tertiary"};
	const char *entry = bm_md_take_pair(attrs, "entry");
	const char *primary = bm_md_take_pair(attrs, "primary");
	xmlNode *term = bm_md_el(b, node, "indexterm");
	bm_str part;

	if (term == NULL)
		return;
	if (entry != NULL)
		words = bm_str_of(entry);
	if (primary != NULL)
		put_entry(b, term, levels[0], primary);
	for (int i = primary != NULL ? 1 : 0; i < 3; i++) {
		const char *given =
		    i > 0 ? bm_md_take_pair(attrs, levels[i]) : NULL;

		if (given == NULL && primary == NULL &&
		    bm_str_split(&words, '!', &part))
			given = bm_arena_str(b->doc->arena, bm_str_trim(part));
		put_entry(b, term, levels[i], given);
	}
	put_entry(b, term, "see", bm_md_take_pair(attrs, "see"));
	put_entry(b, term, "seealso", bm_md_take_pair(attrs, "seealso"));
}

/* Text of the nodes between a span's brackets. */
static bm_str
words_between(bm_md_build *b, const cmark_node *open, const cmark_node *close)
{
	bm_buf out;
	const char *text;

	bm_buf_init(&out, bm_arena_allocator(b->doc->arena));
	for (cmark_node *n = open->next; n != NULL && n != close; n = n->next) {
		if (n->type == CMARK_NODE_TEXT || n->type == CMARK_NODE_CODE)
			bm_buf_putstr(&out, bm_md_str(&n->as.literal));
		else
			bm_buf_puts(&out, bm_md_plain(b, n));
	}
	if (out.status != BM_OK)
		b->doc->no_memory = true;
	text = bm_md_clean(b, (bm_str){out.ptr, out.len});
	bm_buf_free(&out);
	return bm_str_of(text);
}

/* The first class with an element; the others stay. */
static size_t
take_class(bm_md_build *b, bm_md_attrs *attrs)
{
	size_t found = sizeof(spans) / sizeof(spans[0]);
	bm_str rest = bm_str_of(attrs->classes), word;
	const char *left = NULL;

	while (attrs->classes != NULL && bm_str_split(&rest, ' ', &word)) {
		size_t i = 0;

		while (i < sizeof(spans) / sizeof(spans[0]) &&
		       !bm_str_is(word, spans[i].name))
			i++;
		if (i < sizeof(spans) / sizeof(spans[0]) &&
		    found == sizeof(spans) / sizeof(spans[0]))
			found = i;
		else
			left = left == NULL
				   ? bm_arena_str(b->doc->arena, word)
				   : bm_arena_printf(b->doc->arena, "%s %.*s",
						     left, (int)word.len,
						     word.ptr);
	}
	attrs->classes = left;
	return found;
}

/* The opening bracket of a span; its list of attributes is behind the other
 * one, which pairing left in user_data of that. */
static void
open_span(bm_md_build *b, cmark_node *node, cmark_node *close)
{
	size_t none = sizeof(spans) / sizeof(spans[0]), kind;
	cmark_node *list = close->next;
	const char *name = "phrase", *meaning = NULL;
	bm_md_attrs attrs;
	xmlNode *el;

	bm_md_attr_read(b->doc->arena, bm_str_of(list->as.opaque), &attrs);
	list->user_data = BM_MD_DONE;
	kind = take_class(b, &attrs);
	if (kind < none && strcmp(spans[kind].name, "index") == 0) {
		put_index(b, node, words_between(b, node, close), &attrs);
		bm_md_apply(b, node, &attrs, b->at->last, b->at->last,
			    index_keys);
		bm_md_push(b, node, b->at); /* the words stay */
		return;
	}
	if (kind < none)
		name = spans[kind].element;
	if (strcmp(name, "acronym") == 0)
		meaning = bm_md_take_pair(&attrs, "title");
	el = bm_md_el(b, node, name);
	bm_md_apply(b, node, &attrs, el, NULL, NULL);
	if (kind < none && spans[kind].role != NULL && el != NULL)
		bm_set(b->doc, el, "role",
		       attrs.classes == NULL
			   ? spans[kind].role
			   : bm_arena_printf(b->doc->arena, "%s %s",
					     spans[kind].role, attrs.classes));
	bm_md_push(b, node, el);
	if (meaning != NULL)
		b->meanings = meaning;
}

static void
put_text_el(bm_md_build *b, const cmark_node *node, const char *name,
	    const char *text)
{
	xmlNode *el = bm_md_el(b, node, name);

	bm_add_textz(b->doc, el, bm_md_clean(b, bm_str_of(text)));
}

static void
put_formula(bm_md_build *b, cmark_node *node, const bm_md_mark *mark)
{
	xmlNode *el = bm_md_el(b, node, "inlineequation");

	bm_md_formula(b, node, el, bm_str_of(mark->text), mark->opens,
		      mark->opens ? "tex display" : "tex");
}

/* A note written where it is referred to.  DocBook has no note in a note. */
static void
put_note(bm_md_build *b, cmark_node *node, const bm_md_mark *mark)
{
	xmlNode *el, *para, *saved = b->at;
	unsigned links = b->links;

	if (b->in_note) {
		bm_md_say(b, node, "footnote-nested",
			  "note inside another note; its text stands in "
			  "brackets");
		bm_md_put(b, BM_STR(" ("));
		bm_md_walk(b, mark->para, b->at);
		bm_md_put(b, BM_STR(")"));
		return;
	}
	el = bm_md_el(b, node, "footnote");
	b->at = el;
	para = bm_md_el(b, mark->para, "para");
	b->at = saved;
	b->in_note = true;
	b->links = 0;
	b->depth += 2;
	if (para != NULL)
		bm_md_walk(b, mark->para, para);
	b->depth -= 2;
	b->links = links;
	b->in_note = false;
}

static bool
is_name(const bm_md_mark *mark, const char *a, const char *c)
{
	return strcmp(mark->name, a) == 0 || strcmp(mark->name, c) == 0;
}

/* "text (meaning)" as MyST writes abbreviations. */
static void
put_abbreviation(bm_md_build *b, const cmark_node *node, const char *text)
{
	const char *open = strrchr(text, '(');
	size_t n = strlen(text);
	xmlNode *el;

	if (open == NULL || open == text || text[n - 1] != ')') {
		put_text_el(b, node, "acronym", text);
		return;
	}
	el = bm_md_el(b, node, "acronym");
	bm_add_textz(
	    b->doc, el,
	    bm_md_clean(b, bm_str_trim((bm_str){text, (size_t)(open - text)})));
	bm_add_textz(
	    b->doc, bm_el(b->doc, el, "alt"),
	    bm_md_clean(b, (bm_str){open + 1, n - (size_t)(open - text) - 2}));
}

/* "text <target>" or "target" */
static void
put_reference(bm_md_build *b, const cmark_node *node, const char *text)
{
	const char *open = strrchr(text, '<');
	size_t n = strlen(text);
	bm_str id = bm_str_of(text);
	xmlNode *el;

	if (open != NULL && open != text && text[n - 1] == '>')
		id = (bm_str){open + 1, n - (size_t)(open - text) - 2};
	else
		open = NULL;
	el = bm_md_el(b, node, open != NULL ? "link" : "xref");
	bm_set(b->doc, el, "linkend",
	       bm_md_id(b, NULL, bm_arena_str(b->doc->arena, id)));
	if (open != NULL)
		bm_add_textz(b->doc, el,
			     bm_md_clean(b, bm_str_trim((bm_str){
						text, (size_t)(open - text)})));
}

static void
put_cites(bm_md_build *b, const cmark_node *node, const bm_md_mark *mark)
{
	xmlNode *el = bm_md_el(b, node, "citation");
	bm_str rest = bm_str_of(mark->text), key;

	while (bm_str_split(&rest, ',', &key)) {
		xmlNode *ref = bm_el(b->doc, el, "biblioref");

		bm_set(b->doc, ref, "linkend",
		       bm_md_clean(b, bm_str_trim(key)));
		if (strcmp(mark->name, "cite:t") == 0)
			bm_set_bm(b->doc, ref, "mode", "author-in-text");
	}
}

static void
put_role(bm_md_build *b, cmark_node *node, const bm_md_mark *mark)
{
	if (is_name(mark, "sub", "subscript")) {
		put_text_el(b, node, "subscript", mark->text);
	} else if (is_name(mark, "sup", "superscript")) {
		put_text_el(b, node, "superscript", mark->text);
	} else if (is_name(mark, "kbd", "kbd")) {
		put_text_el(b, node, "keycap", mark->text);
	} else if (is_name(mark, "term", "term")) {
		put_text_el(b, node, "glossterm", mark->text);
	} else if (is_name(mark, "abbr", "abbr")) {
		put_abbreviation(b, node, mark->text);
	} else if (is_name(mark, "math", "math")) {
		put_formula(b, node, mark);
	} else if (is_name(mark, "ref", "numref") ||
		   is_name(mark, "eq", "eq")) {
		put_reference(b, node, mark->text);
	} else if (is_name(mark, "index", "index")) {
		bm_md_attrs none = {0};

		put_index(b, node, bm_str_of(mark->text), &none);
	} else {
		put_cites(b, node, mark);
	}
}

bool
bm_md_mark_put(bm_md_build *b, cmark_node *node)
{
	const bm_md_mark *mark = node->as.opaque;
	cmark_node *mate = node->user_data;

	switch (mark->kind) {
	case BM_MD_NOTE:
		put_note(b, node, mark);
		return false;
	case BM_MD_FORMULA:
		put_formula(b, node, mark);
		return false;
	case BM_MD_ROLE:
		put_role(b, node, mark);
		return false;
	default:
		break;
	}
	if (mate == NULL) {
		bm_md_put(b, bm_str_of(mark->source));
		return false;
	}
	if (!mark->opens) {
		if (b->meanings != NULL && bm_is(b->at, "acronym")) {
			bm_md_flush(b);
			bm_add_textz(b->doc, bm_el(b->doc, b->at, "alt"),
				     bm_md_clean(b, bm_str_of(b->meanings)));
			b->meanings = NULL;
		}
		bm_md_close_pair(b, mate);
		return false;
	}
	node->user_data = NULL;
	if (bm_md_too_deep(b, node))
		return false;
	if (mark->kind == BM_MD_SPAN)
		open_span(b, node, mate);
	else
		bm_md_push(b, node,
			   bm_md_el(b, node,
				    mark->kind == BM_MD_SUPER ? "superscript"
							      : "subscript"));
	return false;
}

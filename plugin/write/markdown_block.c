/* Writer "markdown": blocks, lists and sections. */
#include "write/markdown.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const none[] = {NULL};
static const char *const common[] = {"id", "role", "lang", NULL};

/* Headings go down to the sixth level. */
#define LEVEL_MAX 6

static bool
is_head(const xmlNode *n)
{
	return bm_is(n, "title") || bm_is(n, "info") || bm_is(n, "subtitle");
}

static bool
is_words(const xmlNode *n)
{
	return (n->type == XML_TEXT_NODE ||
		n->type == XML_CDATA_SECTION_NODE) &&
	       bm_str_trim(bm_str_of((const char *)n->content)).len > 0;
}

bool
mdw_is_stray(const xmlNode *el)
{
	const xmlNode *n = el != NULL ? el->children : NULL;

	while (n != NULL && !is_words(n))
		n = n->next;
	return n != NULL;
}

xmlNode *
mdw_body(const xmlNode *el)
{
	xmlNode *n = el->children;

	while (n != NULL &&
	       ((n->type == XML_TEXT_NODE && !is_words(n)) || is_head(n)))
		n = n->next;
	return n;
}

/* Whether el has a title at most, and nothing else before its body. */
static bool
has_simple_head(const xmlNode *el)
{
	const xmlNode *first = el->children, *next;

	/* An instruction before the title would come behind it. */
	while (first != NULL && first->type == XML_TEXT_NODE)
		first = first->next;
	if (first != NULL && first->type == XML_PI_NODE &&
	    is_head(bm_next_element(first)))
		return false;
	first = bm_first_element(el);
	if (!is_head(first))
		return true;
	next = bm_next_element(first);
	return bm_is(first, "title") && first->properties == NULL &&
	       mdw_is_inline(first) && first->children != NULL &&
	       !is_head(next);
}

/* Text on one line: of a title, a term. */
static void
put_line(mdw *w, xmlNode *el)
{
	bool in_cell = w->in_cell;

	w->in_cell = w->text_start = true;
	mdw_inline(w, el);
	w->in_cell = in_cell;
}

/* "{...}" on a line of its own, for the block that follows. */
static void
put_attrs_before(mdw *w, const xmlNode *el, const char *const *more)
{
	if (!mdw_attrs(w, el, more))
		return;
	mdw_puts(w, "\n\n");
}

/* ---- Paragraphs ---------------------------------------------------------- */

/* Whether words for a reader are in there: a picture alone is no paragraph of
 * Markdown's. */
static bool
is_paragraph(const xmlNode *el)
{
	const xmlNode *n = el->children;
	bool words = false;

	if (!mdw_is_inline(el))
		return false;
	for (; n != NULL; n = n->next) {
		const char *s = (const char *)n->content;

		if (n->type == XML_TEXT_NODE)
			words = words || bm_str_trim(bm_str_of(s)).len > 0;
		else
			words = words || !(bm_is(n, "inlinemediaobject") ||
					   n->type == XML_COMMENT_NODE ||
					   n->type == XML_PI_NODE);
	}
	return words;
}

static bool
put_para(mdw *w, xmlNode *el)
{
	if (bm_streq(bm_attr(el, "role"), "break") && el->children == NULL &&
	    el->properties->next == NULL) {
		mdw_puts(w, "***\n");
		return true;
	}
	if (!mdw_only(el, common) || !mdw_can_attrs(el) || !is_paragraph(el))
		return false;
	if (mdw_attrs(w, el, none))
		mdw_puts(w, "\n");
	w->text_start = true;
	w->last = '\n';
	mdw_inline(w, el);
	mdw_line(w);
	return true;
}

/* ---- Lists --------------------------------------------------------------- */

/* Blocks that need no blank line between them and the one before. */
static bool
fits_tight(const xmlNode *item)
{
	static const char *const compact[] = {"spacing", NULL};
	const xmlNode *n = bm_first_element(item), *next;

	if (n != NULL && !bm_is(n, "para"))
		return false;
	for (; n != NULL; n = next) {
		next = bm_next_element(n);
		if (bm_is(n, "para") && n->properties != NULL)
			return false;
		if (next == NULL)
			break;
		if (!(bm_is(next, "itemizedlist") ||
		      (bm_is(next, "orderedlist") &&
		       mdw_only(next, compact))) ||
		    bm_next_element(next) != NULL ||
		    !bm_streq(bm_attr(next, "spacing"), "compact"))
			return false;
	}
	return true;
}

static size_t
count_children(const xmlNode *el)
{
	size_t count = 0;

	for (el = bm_first_element(el); el != NULL; el = bm_next_element(el))
		count++;
	return count;
}

/* What the marks of a list are made of. */
typedef struct marks {
	const char *numeration, *role;
	int number;
	char bullet;
	bool examples;
} marks;

static const char *
roman(int n, bool upper, char out[32])
{
	static const struct {
		int value;
		const char *sign;
	} signs[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"},
		     {100, "c"},  {90, "xc"},  {50, "l"},  {40, "xl"},
		     {10, "x"},   {9, "ix"},   {5, "v"},   {4, "iv"},
		     {1, "i"}};
	size_t length = 0;

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		for (; n >= signs[i].value && length < 14; n -= signs[i].value)
			for (const char *c = signs[i].sign; *c != '\0'; c++)
				out[length++] =
				    (char)(upper ? *c - 'a' + 'A' : *c);
	out[length] = '\0';
	return out;
}

static void
put_number(const marks *m, char out[64])
{
	const char *open = bm_streq(m->role, "parens") ? "(" : "";
	const char *close = m->role != NULL ? ")" : ".";
	char text[32];

	if (m->numeration == NULL)
		snprintf(text, sizeof(text), "%d", m->number);
	else if (strstr(m->numeration, "roman") != NULL)
		roman(m->number, m->numeration[0] == 'u', text);
	else
		snprintf(text, sizeof(text), "%c",
			 (m->numeration[0] == 'u' ? 'A' : 'a') + m->number - 1);
	/* Two blanks: a letter may begin a sentence, too. */
	snprintf(out, 64, "%s%s%s%s", open, text, close,
		 m->numeration != NULL && *open == '\0' ? "  " : " ");
}

/* Whether the list is numbered as items of Markdown can be. */
static bool
can_number(const xmlNode *el, marks *m, size_t examples)
{
	static const char *const known[] = {"loweralpha", "upperalpha",
					    "lowerroman", "upperroman"};
	static const char *const roles[] = {"paren", "parens", "examples"};
	const char *start = bm_attr(el, "startingnumber");
	size_t count = count_children(el), i = 0;
	bool letters;

	m->numeration = bm_attr(el, "numeration");
	m->role = bm_attr(el, "role");
	m->number = start != NULL ? atoi(start) : 1;
	if (bm_streq(m->numeration, "arabic"))
		m->numeration = NULL;
	while (m->numeration != NULL && i < 4 &&
	       strcmp(known[i], m->numeration) != 0)
		i++;
	letters = m->numeration != NULL && i < 2;
	if (i == 4 || (letters && m->number + (int)count > 27))
		return false;
	/* One letter that is an i counts as roman. */
	if (letters && m->number == 9)
		return false;
	if (m->numeration != NULL && !letters &&
	    (m->number > 3000 || (m->number != 1 && m->number < 1)))
		return false;
	if (m->numeration != NULL && !letters && m->number != 1 &&
	    (m->number == 5 || m->number == 10 || m->number == 50 ||
	     m->number == 100 || m->number == 500 || m->number == 1000))
		return false;
	for (i = 0; m->role != NULL && i < 3; i++)
		if (strcmp(roles[i], m->role) == 0)
			break;
	m->examples = bm_streq(m->role, "examples");
	if (m->examples)
		return m->numeration == NULL && m->number == (int)examples + 1;
	if (m->role == NULL && m->numeration == NULL && m->number == 0)
		return true;
	return i < 3 && m->number >= (bm_streq(m->role, "parens") ? 1 : 0) &&
	       m->number < 100000000;
}

static bool
can_item(const xmlNode *item, const marks *m)
{
	static const char *const task[] = {"role", NULL};
	static const char *const id[] = {"id", NULL};
	const char *role = bm_attr(item, "role");
	const char *name = bm_attr_xml(item, "id");

	if (!bm_is(item, "listitem") || bm_first_element(item) == NULL)
		return false;
	if (m->examples) {
		for (const char *c = name; c != NULL && *c != '\0'; c++)
			if (!bm_is_alpha(*c) && !bm_is_digit(*c) && *c != '-' &&
			    *c != '_')
				return false;
		return mdw_only(item, id);
	}
	if (m->bullet == 0 && m->numeration != NULL)
		return item->properties == NULL;
	return mdw_only(item, task) &&
	       (role == NULL ||
		((strcmp(role, "task-done") == 0 ||
		  strcmp(role, "task-open") == 0) &&
		 m->role == NULL && bm_is(bm_first_element(item), "para") &&
		 bm_first_element(item)->properties == NULL &&
		 is_paragraph(bm_first_element(item))));
}

/* A list right behind one whose marks are the same would go on with it. */
static bool
follows_list(const xmlNode *el)
{
	const xmlNode *prev = el->prev;

	while (prev != NULL && prev->type != XML_ELEMENT_NODE)
		prev = prev->prev;
	return bm_is(prev, (const char *)el->name);
}

/* An item with nothing in it has an empty paragraph. */
static bool
is_empty(const xmlNode *item)
{
	const xmlNode *para = bm_first_element(item);

	return bm_is(para, "para") && para->children == NULL &&
	       para->properties == NULL && bm_next_element(para) == NULL;
}

static void
put_item(mdw *w, xmlNode *item, const marks *m, bool tight)
{
	const char *id = bm_attr_xml(item, "id");
	const char *role = bm_attr(item, "role");
	char mark[80], blanks[81];
	size_t before, width;

	if (m->examples)
		snprintf(mark, sizeof(mark), "(@%.64s) ", id != NULL ? id : "");
	else if (m->bullet != 0)
		snprintf(mark, sizeof(mark), "%c ", m->bullet);
	else
		put_number(m, mark);
	mdw_puts(w, mark);
	width = strlen(mark);
	memset(blanks, ' ', width);
	blanks[width] = '\0';
	before = mdw_indent(w, blanks);
	if (role != NULL)
		mdw_puts(w, strcmp(role, "task-done") == 0 ? "[x] " : "[ ] ");
	if (is_empty(item))
		mdw_puts(w, "\n");
	else if (tight)
		for (xmlNode *n = bm_first_element(item); n != NULL;
		     n = bm_next_element(n)) {
			if (n != bm_first_element(item))
				mdw_line(w);
			mdw_block(w, n);
		}
	else
		mdw_blocks(w, item->children);
	mdw_dedent(w, before);
}

static bool
put_list(mdw *w, xmlNode *el)
{
	static const char *const known[] = {
	    "spacing", "numeration", "startingnumber", "role", "id",
	    "lang",    NULL};
	bool ordered = bm_is(el, "orderedlist"), loose = false;
	bool tight = bm_streq(bm_attr(el, "spacing"), "compact");
	marks m = {.bullet = ordered ? 0 : '-'};
	const char *more[3] = {NULL};

	if (!mdw_only(el, known) || !mdw_can_attrs(el) || mdw_is_stray(el) ||
	    (!tight && bm_attr(el, "spacing") != NULL) ||
	    bm_first_element(el) == NULL ||
	    (ordered && !can_number(el, &m, w->examples)))
		return false;
	for (xmlNode *n = bm_first_element(el); n != NULL;
	     n = bm_next_element(n)) {
		if (!can_item(n, &m) || (tight && !fits_tight(n)))
			return false;
		loose = loose || bm_next_element(bm_first_element(n)) != NULL;
	}
	/* One item of one block has no blank line to be loose by. */
	if (!tight && count_children(el) == 1 && !loose) {
		more[0] = "spacing";
		more[1] = "normal";
	}
	/* The role of a numbered list is in its marks. */
	if (ordered &&
	    (bm_attr_xml(el, "id") != NULL || more[0] != NULL ||
	     bm_attr_xml(el, "lang") != NULL) &&
	    m.role != NULL)
		return false;
	if (follows_list(el))
		mdw_puts(w, "<!-- -->\n\n");
	if (m.role == NULL)
		put_attrs_before(w, el, more);
	for (xmlNode *n = bm_first_element(el); n != NULL;
	     n = bm_next_element(n), m.number++) {
		if (n->prev != NULL && bm_first_element(el) != n && !tight)
			mdw_blank(w);
		mdw_line(w);
		put_item(w, n, &m, tight);
		w->examples += m.examples;
	}
	return true;
}

/* The list of a term's definitions, where it has several. */
static xmlNode *
several(const xmlNode *item)
{
	static const char *const role[] = {"role", NULL};
	xmlNode *list = bm_first_element(item);
	size_t count = 0;

	if (!bm_is(list, "itemizedlist") || bm_next_element(list) != NULL ||
	    !bm_streq(bm_attr(list, "role"), "definitions") ||
	    !mdw_only(list, role) || mdw_is_stray(list))
		return NULL;
	for (const xmlNode *n = bm_first_element(list); n != NULL;
	     n = bm_next_element(n), count++)
		if (!bm_is(n, "listitem") || n->properties != NULL ||
		    bm_first_element(n) == NULL)
			return NULL;
	return count > 1 ? list : NULL;
}

static void
put_definition(mdw *w, xmlNode *item)
{
	size_t before;

	mdw_puts(w, ":   ");
	before = mdw_indent(w, "    ");
	mdw_blocks(w, item->children);
	mdw_dedent(w, before);
}

static bool
put_definitions(mdw *w, xmlNode *el)
{
	if (el->properties != NULL || follows_list(el) || mdw_is_stray(el))
		return false;
	for (const xmlNode *n = bm_first_element(el); n != NULL;
	     n = bm_next_element(n)) {
		const xmlNode *term = bm_first_element(n);
		const xmlNode *item = bm_next_element(term);

		if (!bm_is(n, "varlistentry") || n->properties != NULL ||
		    mdw_is_stray(n) || !bm_is(term, "term") ||
		    term->properties != NULL || !is_paragraph(term) ||
		    !bm_is(item, "listitem") || item->properties != NULL ||
		    bm_next_element(item) != NULL ||
		    bm_first_element(item) == NULL)
			return false;
	}
	for (const xmlNode *n = bm_first_element(el); n != NULL;
	     n = bm_next_element(n)) {
		xmlNode *term = bm_first_element(n), *item, *list;

		if (n->prev != NULL && bm_first_element(el) != n)
			mdw_blank(w);
		mdw_line(w);
		w->last = '\n';
		bool in_cell = w->in_cell;
		w->in_cell = false;
		w->text_start = true;
		put_line(w, term);
		w->in_cell = in_cell;
		mdw_puts(w, "\n");
		item = bm_next_element(term);
		list = several(item);
		if (list != NULL)
			item = bm_first_element(list);
		for (; item != NULL;
		     item = list != NULL ? bm_next_element(item) : NULL) {
			if (list != NULL && item != bm_first_element(list)) {
				mdw_blank(w);
				mdw_line(w);
			}
			put_definition(w, item);
		}
	}
	return true;
}

/* ---- Figures --------------------------------------------- */

static bool
is_long_description(const xmlNode *n)
{
	return bm_is(n, "textobject") && n->properties == NULL &&
	       bm_first_element(n) != NULL && bm_child(n, "phrase") == NULL;
}

/* A picture with a long description, for the time of writing the rest. */
static bool
put_media(mdw *w, xmlNode *media)
{
	xmlNode *text = media->last;
	bool done;

	while (text != NULL && text->type == XML_TEXT_NODE)
		text = text->prev;
	if (!is_long_description(text))
		return mdw_image(w, media, media, NULL);
	xmlNode *before = text->prev;
	xmlUnlinkNode(text);
	done = mdw_image(w, media, media, NULL);
	if (done) {
		mdw_blank(w);
		mdw_puts(w, "::: description\n");
		mdw_blocks(w, text->children);
		mdw_line(w);
		mdw_puts(w, ":::");
	}
	if (before != NULL)
		xmlAddNextSibling(before, text);
	else
		xmlAddChild(media, text);
	return done;
}

/* Undoes what was written since. */
static bool
undo(mdw *w, size_t length, bool line_start, size_t notes)
{
	w->out.len = length;
	w->line_start = line_start;
	w->notes.len = notes;
	return false;
}

static bool
put_figure(mdw *w, xmlNode *el)
{
	xmlNode *title = bm_child(el, "title"),
		*media = bm_child(el, "mediaobject");
	size_t length = w->out.len, notes = w->notes.len;
	bool line_start = w->line_start, formal = bm_is(el, "figure");

	if (!mdw_only(el, common) || !mdw_can_attrs(el) || media == NULL ||
	    mdw_is_stray(el) || formal != (title != NULL) ||
	    bm_child(el, "info") != NULL ||
	    (title != NULL &&
	     (title->properties != NULL || !is_paragraph(title) ||
	      title != bm_first_element(el))))
		return false;
	if (bm_next_element(media) == NULL &&
	    (title == NULL || mdw_is_plain(title)) &&
	    (media->properties == NULL ||
	     bm_streq(bm_attr(media, "role"), "decorative")) &&
	    mdw_image(w, media, el,
		      title != NULL ? bm_textz(w->doc, title) : NULL)) {
		mdw_line(w);
		return true;
	}
	mdw_puts(w, "::: ");
	mdw_puts(w, "{.figure ");
	size_t at = w->out.len;
	if (mdw_attrs(w, el, none)) {
		memmove(w->out.ptr + at, w->out.ptr + at + 1, w->out.len - at);
		w->out.len--;
	} else {
		w->out.ptr[at - 1] = '}';
	}
	mdw_puts(w, "\n");
	for (; media != NULL; media = bm_next_element(media)) {
		if (!bm_is(media, "mediaobject") || !put_media(w, media))
			return undo(w, length, line_start, notes);
		mdw_blank(w);
	}
	if (title != NULL) {
		w->text_start = true;
		mdw_inline(w, title);
		mdw_line(w);
	}
	mdw_puts(w, ":::\n");
	return true;
}

/* ---- Boxes --------------------------------------------------------------- */

/* Names of divs that mean an element: no role of one without. */
static bool
is_taken(const char *role)
{
	static const char *const taken[] = {
	    "note",       "tip",          "important",  "warning",
	    "caution",    "danger",       "admonition", "abstract",
	    "summary",    "tldr",         "info",       "todo",
	    "seealso",    "hint",         "success",    "check",
	    "done",       "question",     "help",       "faq",
	    "attention",  "failure",      "fail",       "missing",
	    "bug",        "error",        "details",    "dropdown",
	    "sidebar",    "aside",        "margin",     "topic",
	    "figure",     "example",      "quote",      "cite",
	    "blockquote", "pull-quote",   "epigraph",   "description",
	    "longdesc",   "bibliography", NULL};
	bm_str rest = bm_str_of(role), word;

	while (role != NULL && rest.len > 0 &&
	       bm_str_split(&rest, ' ', &word)) {
		for (size_t i = 0; taken[i] != NULL; i++)
			if (bm_str_is(word, taken[i]))
				return true;
		if (bm_str_starts(word, "callout-"))
			return true;
	}
	return false;
}

/* ::: {.name #id} with a title as a heading and an attribution at the end. */
static bool
put_div(mdw *w, xmlNode *el)
{
	const char *name = (const char *)el->name;
	bool generic = bm_is(el, "informalexample");
	xmlNode *said = NULL, *body = mdw_body(el);
	size_t at;

	if (!mdw_only(el, common) || !mdw_can_attrs(el) ||
	    !has_simple_head(el) || body == NULL ||
	    (generic && is_taken(bm_attr(el, "role"))))
		return false;
	if (bm_is(el, "blockquote") || bm_is(el, "epigraph")) {
		if (bm_is(body, "attribution")) {
			said = body;
			body = bm_next_element(body);
			if (said->properties != NULL || !is_paragraph(said))
				return false;
		}
	}
	if (generic ? bm_title(el) != NULL
		    : bm_is(el, "example") && bm_title(el) == NULL)
		return false;
	mdw_puts(w, "::: ");
	if (generic && el->properties != NULL) {
		mdw_attrs(w, el, none);
	} else if (el->properties == NULL) {
		mdw_puts(w, name);
	} else {
		mdw_puts(w, "{.");
		mdw_puts(w, name);
		mdw_puts(w, " ");
		at = w->out.len;
		mdw_attrs(w, el, none);
		memmove(w->out.ptr + at, w->out.ptr + at + 1, w->out.len - at);
		w->out.len--;
	}
	mdw_puts(w, "\n");
	if (bm_title(el) != NULL) {
		mdw_puts(w, "### ");
		put_line(w, bm_title(el));
		mdw_puts(w, "\n\n");
	}
	mdw_blocks(w, body);
	if (said != NULL) {
		mdw_blank(w);
		mdw_puts(w, "-- ");
		put_line(w, said);
	}
	mdw_line(w);
	mdw_puts(w, ":::\n");
	return true;
}

static bool
put_quote(mdw *w, xmlNode *el)
{
	size_t before;

	if (el->properties != NULL || bm_child(el, "attribution") != NULL ||
	    bm_title(el) != NULL || bm_child(el, "info") != NULL ||
	    bm_first_element(el) == NULL)
		return put_div(w, el);
	/* Two in a row would be one. */
	if (follows_list(el))
		mdw_puts(w, "<!-- -->\n\n");
	before = mdw_indent(w, "> ");
	if (w->line_start == false)
		mdw_puts(w, "> ");
	mdw_blocks(w, el->children);
	mdw_line(w);
	mdw_dedent(w, before);
	return true;
}

static bool
put_bridgehead(mdw *w, xmlNode *el)
{
	static const char *const known[] = {"renderas", "id", "role", "lang",
					    NULL};
	const char *as = bm_attr(el, "renderas");
	int level = as != NULL && strncmp(as, "sect", 4) == 0 ? as[4] - '0' : 0;

	if (!mdw_only(el, known) || !mdw_can_attrs(el) || level < 1 ||
	    level > 5 || !is_paragraph(el) || w->prefix.len == 0)
		return false;
	for (int i = 0; i < level; i++)
		mdw_puts(w, "#");
	mdw_puts(w, " ");
	put_line(w, el);
	if (bm_attr_xml(el, "id") != NULL || bm_attr(el, "role") != NULL ||
	    bm_attr_xml(el, "lang") != NULL)
		mdw_puts(w, " ");
	mdw_attrs(w, el, none);
	mdw_puts(w, "\n");
	return true;
}

/* A place between blocks: a paragraph of nothing but its id. */
static bool
put_anchor(mdw *w, xmlNode *el)
{
	static const char *const known[] = {"id", NULL};

	if (!mdw_only(el, known) || !mdw_can_attrs(el) ||
	    bm_attr_xml(el, "id") == NULL || el->children != NULL)
		return false;
	mdw_puts(w, "[]");
	mdw_attrs(w, el, none);
	mdw_puts(w, "\n");
	return true;
}

/* ---- Sections ------------------------------------------------------------ */

static bool
put_section(mdw *w, xmlNode *el)
{
	static const char *const names[] = {"section", "chapter",    "sect1",
					    "sect2",   "sect3",      "sect4",
					    "sect5",   "simplesect", NULL};
	xmlNode *root = bm_doc_element(w->doc), *title = bm_title(el);
	int level = mdw_level(el);
	bool in_book = bm_is(root, "book") && el->parent == root;

	if (!bm_is_any(el, names) || !mdw_only(el, common) ||
	    !mdw_can_attrs(el) || title == NULL || !has_simple_head(el) ||
	    level > LEVEL_MAX || bm_is(el, "chapter") != in_book)
		return false;
	if (!bm_is(el, "section") && !bm_is(el, "chapter"))
		mdw_renamed(w, el, "a section");
	for (int i = 0; i < level; i++)
		mdw_puts(w, "#");
	mdw_puts(w, " ");
	put_line(w, title);
	if (el->properties != NULL)
		mdw_puts(w, " ");
	mdw_attrs(w, el, none);
	mdw_puts(w, "\n");
	if (mdw_body(el) != NULL)
		mdw_blank(w);
	mdw_blocks(w, mdw_body(el));
	return true;
}

/* A list of references or terms that is yet to be filled. */
static bool
put_empty_list(mdw *w, xmlNode *el)
{
	static const char *const known[] = {"id", "lang", NULL};
	static const char *const known_auto[] = {"id", "role", NULL};
	bool terms = bm_is(el, "glossary");
	int level = mdw_level(el);

	if (!mdw_only(el, terms ? known_auto : known) || !mdw_can_attrs(el) ||
	    bm_title(el) == NULL || !has_simple_head(el) ||
	    mdw_body(el) != NULL || level > LEVEL_MAX ||
	    (terms && (!bm_streq(bm_attr(el, "role"), "auto") ||
		       bm_attr_xml(el, "id") != NULL)) ||
	    w->prefix.len > 0 || bm_is(bm_doc_element(w->doc), "glossary"))
		return false;
	for (int i = 0; i < level; i++)
		mdw_puts(w, "#");
	mdw_puts(w, " ");
	put_line(w, bm_title(el));
	mdw_puts(w, terms ? " {.glossary" : " {.bibliography");
	if (el->properties != NULL && !terms) {
		size_t at;

		mdw_puts(w, " ");
		at = w->out.len;
		mdw_attrs(w, el, none);
		memmove(w->out.ptr + at, w->out.ptr + at + 1, w->out.len - at);
		w->out.len--;
	} else {
		mdw_puts(w, "}");
	}
	mdw_puts(w, "\n");
	return true;
}

/* ---- All of them --------------------------------------------------------- */

static bool
try_block(mdw *w, xmlNode *el)
{
	static const struct {
		const char *name;
		bool (*put)(mdw *w, xmlNode *el);
	} kinds[] = {
	    {"para", put_para},
	    {"itemizedlist", put_list},
	    {"orderedlist", put_list},
	    {"variablelist", put_definitions},
	    {"programlisting", mdw_code},
	    {"literallayout", mdw_lines},
	    {"equation", mdw_equation},
	    {"informalequation", mdw_equation},
	    {"figure", put_figure},
	    {"informalfigure", put_figure},
	    {"table", mdw_table},
	    {"informaltable", mdw_table},
	    {"blockquote", put_quote},
	    {"epigraph", put_div},
	    {"note", put_div},
	    {"tip", put_div},
	    {"important", put_div},
	    {"warning", put_div},
	    {"caution", put_div},
	    {"danger", put_div},
	    {"sidebar", put_div},
	    {"example", put_div},
	    {"informalexample", put_div},
	    {"bridgehead", put_bridgehead},
	    {"anchor", put_anchor},
	    {"bibliography", put_empty_list},
	    {"glossary", put_empty_list},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (bm_is(el, kinds[i].name))
			return kinds[i].put(w, el);
	return put_section(w, el);
}

void
mdw_block(mdw *w, xmlNode *el)
{
	size_t length = w->out.len, notes = w->notes.len;
	bool line_start = w->line_start;

	if (el->type == XML_PI_NODE &&
	    (strcmp((const char *)el->name, "bm-lint") == 0 ||
	     strcmp((const char *)el->name, "bm-notice") == 0)) {
		mdw_puts(w, "<!-- ");
		mdw_puts(w, (const char *)el->name);
		mdw_puts(w, ": ");
		mdw_puts(w, (const char *)el->content);
		mdw_puts(w, " -->\n");
		return;
	}
	if (el->type == XML_COMMENT_NODE)
		return;
	if (el->type == XML_PI_NODE &&
	    strcmp((const char *)el->name, "bm-page") == 0) {
		mdw_puts(w, "\\newpage\n");
		return;
	}
	if (el->type == XML_TEXT_NODE) {
		mdw_renamed(w, el, "a paragraph");
		w->text_start = true;
		mdw_text(w, (const char *)el->content);
		mdw_line(w);
		return;
	}
	if (el->type == XML_ELEMENT_NODE && bm_is(el, NULL) && try_block(w, el))
		return;
	undo(w, length, line_start, notes);
	mdw_raw_block(w, el);
}

void
mdw_blocks(mdw *w, xmlNode *first)
{
	const xmlNode *last = NULL;
	bool some = false;

	for (xmlNode *n = first; n != NULL; n = n->next) {
		if ((n->type == XML_TEXT_NODE && !is_words(n)) ||
		    n->type == XML_COMMENT_NODE ||
		    (is_head(n) && n->parent == bm_doc_element(w->doc)))
			continue;
		if (some)
			mdw_blank(w);
		if (n->type == XML_ELEMENT_NODE && !mdw_is_division(n) &&
		    mdw_is_division(last))
			mdw_renamed(w, n, "part of the division before it");
		mdw_block(w, n);
		last = n->type == XML_ELEMENT_NODE ? n : last;
		some = true;
	}
}

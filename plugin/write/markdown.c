/* Writer "markdown": lines, front matter, sections; see markdown.h. */
#include "write/markdown.h"

#include <stdio.h>

static const bm_rule rules[] = {
    {"markdown-lost", BM_WARNING,
     "Something of the tree has no form in Markdown", NULL,
     "Keep the document in DocBook, or leave this out."},
    {"markdown-renamed", BM_INFO, "An element becomes another in Markdown",
     NULL, "Nothing has to be done: both say the same."},
    {0}};

/* ---- Lines --------------------------------------------------------------- */

static void
put_prefix(mdw *w, bool trimmed)
{
	size_t n = w->prefix.len;

	while (trimmed && n > 0 && w->prefix.ptr[n - 1] == ' ')
		n--;
	if (n > 0)
		bm_buf_put(&w->out, w->prefix.ptr, n);
	w->line_start = false;
}

void
mdw_put(mdw *w, bm_str text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (w->line_start)
			put_prefix(w, text.ptr[i] == '\n');
		if (text.ptr[i] != '\n')
			continue;
		bm_buf_put(&w->out, text.ptr + from, i + 1 - from);
		from = i + 1;
		w->line_start = true;
	}
	if (text.len > from)
		bm_buf_put(&w->out, text.ptr + from, text.len - from);
	if (text.len > 0)
		w->last = text.ptr[text.len - 1];
}

void
mdw_free(mdw *w, bm_buf *buf)
{
	if (buf->status != BM_OK)
		w->doc->no_memory = true;
	bm_buf_free(buf);
}

void
mdw_puts(mdw *w, const char *text)
{
	mdw_put(w, bm_str_of(text));
}

void
mdw_line(mdw *w)
{
	if (!w->line_start)
		mdw_put(w, BM_STR("\n"));
}

/* At the start of a line: what stands before is parted from what follows. */
void
mdw_blank(mdw *w)
{
	mdw_line(w);
	if (w->out.len > 0)
		mdw_put(w, BM_STR("\n"));
}

size_t
mdw_indent(mdw *w, const char *more)
{
	size_t length = w->prefix.len;

	bm_buf_puts(&w->prefix, more);
	return length;
}

void
mdw_dedent(mdw *w, size_t length)
{
	if (w->prefix.ptr != NULL && length <= w->prefix.len) {
		w->prefix.len = length;
		w->prefix.ptr[length] = '\0';
	}
}

/* A fence longer than any run of backticks in text. */
static void
put_fence(mdw *w, bm_str text)
{
	size_t most = 2, run = 0;

	for (size_t i = 0; i < text.len; i++) {
		run = text.ptr[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	for (size_t i = 0; i <= most; i++)
		mdw_puts(w, "`");
}

void
mdw_fenced(mdw *w, bm_str text, const char *info, xmlNode *el)
{
	const char *more[3] = {NULL};

	put_fence(w, text);
	mdw_puts(w, info);
	if (el != NULL && info[0] != '\0' &&
	    (bm_attr_xml(el, "id") != NULL || bm_attr(el, "role") != NULL ||
	     bm_attr_xml(el, "lang") != NULL ||
	     bm_attr(el, "linenumbering") != NULL))
		mdw_puts(w, " ");
	if (el != NULL && bm_attr(el, "startinglinenumber") != NULL) {
		more[0] = "startFrom";
		more[1] = bm_attr(el, "startinglinenumber");
	}
	if (el != NULL)
		mdw_attrs(w, el, more);
	mdw_puts(w, "\n");
	mdw_put(w, text);
	if (text.len > 0)
		mdw_puts(w, "\n");
	put_fence(w, text);
	mdw_puts(w, "\n");
}

/* Divisions: they end the sections before them. */
bool
mdw_is_division(const xmlNode *el)
{
	static const char *const names[] = {
	    "section",      "sect1",      "sect2",
	    "sect3",        "sect4",      "sect5",
	    "simplesect",   "chapter",    "appendix",
	    "preface",      "part",       "article",
	    "bibliography", "glossary",   "index",
	    "colophon",     "dedication", "acknowledgements",
	    "toc",          "reference",  "refentry",
	    "topic",        "partintro",  "setindex",
	    "book",         NULL};

	return bm_is_any(el, names);
}

int
mdw_level(const xmlNode *el)
{
	int level = 1;

	for (el = el->parent; el != NULL && el->type == XML_ELEMENT_NODE;
	     el = el->parent)
		level++;
	return level;
}

void
mdw_raw_block(mdw *w, xmlNode *el)
{
	char info[40] = "{=docbook}";
	bm_buf xml;

	/* An instruction must not begin the preface of a book. */
	if ((mdw_is_division(el) || (el->type == XML_PI_NODE &&
				     el->parent == bm_doc_element(w->doc))) &&
	    w->prefix.len == 0 && el != bm_doc_element(w->doc))
		snprintf(info, sizeof(info), "{=docbook level=%d}",
			 mdw_level(el));

	bm_buf_init(&xml, bm_arena_allocator(w->doc->arena));
	bm_node_dump(el, &xml);
	mdw_fenced(w, bm_buf_str(&xml), info, NULL);
	mdw_free(w, &xml);
}

void
mdw_renamed(mdw *w, const xmlNode *el, const char *what)
{
	bm_diag_add(w->doc->diags, &rules[1], bm_get_pos(w->doc, el),
		    "%s becomes %s", (const char *)el->name, what);
}

/* ---- Attributes ---------------------------------------------------------- */

bool
mdw_only(const xmlNode *el, const char *const *names)
{
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next) {
		size_t i = 0;
		const char *name = (const char *)a->name;

		while (names[i] != NULL && strcmp(names[i], name) != 0)
			i++;
		if (names[i] == NULL)
			return false;
	}
	return true;
}

void
mdw_attributes_lost(mdw *w, const xmlNode *root)
{
	bm_diag_add(w->doc->diags, &rules[0], bm_get_pos(w->doc, root),
		    "attributes of %s but xml:id and xml:lang are left out",
		    (const char *)root->name);
}

bool
mdw_is_name(const char *s, bool dots)
{
	if (s == NULL || *s == '\0')
		return false;
	for (; *s != '\0'; s++)
		if (!bm_is_alpha(*s) && !bm_is_digit(*s) && *s != '-' &&
		    *s != '_' && (!dots || *s != '.') && (*s & 0x80) == 0)
			return false;
	return true;
}

bool
mdw_quotable(const char *value)
{
	if (value == NULL)
		return true;
	for (; *value != '\0'; value++)
		if (*value == '"' || *value == '\n' ||
		    (unsigned char)*value < ' ')
			return false;
	return true;
}

/* Words with one blank between each: classes can say no other. */
static bool
are_classes(const char *role)
{
	bm_str rest = bm_str_of(role), word;
	char name[64];

	while (bm_str_split(&rest, ' ', &word)) {
		if (word.len == 0 || word.len >= sizeof(name))
			return false;
		memcpy(name, word.ptr, word.len);
		name[word.len] = '\0';
		if (!mdw_is_name(name, false) && strchr(name, ':') == NULL)
			return false;
		if (strpbrk(name, "./#=\"{}") != NULL)
			return false;
	}
	return true;
}

bool
mdw_can_attrs(const xmlNode *el)
{
	const char *id = bm_attr_xml(el, "id"), *role = bm_attr(el, "role");
	const char *lang = bm_attr_xml(el, "lang");

	return (id == NULL || (mdw_is_name(id, true) && !bm_is_digit(id[0]) &&
			       id[0] != '-' && id[0] != '.')) &&
	       (role == NULL || are_classes(role)) &&
	       (lang == NULL || mdw_is_name(lang, false));
}

static void
put_word(mdw *w, bool *some, const char *mark, bm_str word)
{
	mdw_puts(w, *some ? " " : "{");
	*some = true;
	mdw_puts(w, mark);
	mdw_put(w, word);
}

bool
mdw_attrs(mdw *w, const xmlNode *el, const char *const *more)
{
	const char *id = bm_attr_xml(el, "id"), *lang = bm_attr_xml(el, "lang");
	bm_str rest = bm_str_of(bm_attr(el, "role")), word;
	bool some = false;

	if (id != NULL)
		put_word(w, &some, "#", bm_str_of(id));
	while (rest.len > 0 && bm_str_split(&rest, ' ', &word))
		put_word(w, &some, ".", word);
	if (bm_streq(bm_attr(el, "linenumbering"), "numbered"))
		put_word(w, &some, ".", BM_STR("numberLines"));
	if (lang != NULL)
		put_word(w, &some, "lang=", bm_str_of(lang));
	for (; more[0] != NULL; more += 2) {
		if (more[1] == NULL)
			continue;
		put_word(w, &some, more[0], BM_STR("=\""));
		mdw_puts(w, more[1]);
		mdw_puts(w, "\"");
	}
	if (some)
		mdw_puts(w, "}");
	return some;
}

/* ---- The whole ----------------------------------------------------------- */

static void
put_notes(mdw *w)
{
	for (size_t i = 0; i < w->notes.len; i++) {
		xmlNode *note = w->notes.items[i];
		size_t before;

		mdw_blank(w);
		mdw_puts(w, "[^");
		mdw_puts(w, bm_attr_xml(note, "id") + strlen("fn-"));
		mdw_puts(w, "]: ");
		before = mdw_indent(w, "    ");
		mdw_blocks(w, note->children);
		mdw_dedent(w, before);
	}
}

/* What stands before the first heading of a book is read as a preface with the
 * book's title. */
static void
put_body(mdw *w, xmlNode *root)
{
	xmlNode *first = mdw_body(root), *title = bm_title(root);

	if (first != NULL && first->type == XML_PI_NODE &&
	    bm_next_element(first) == bm_child(root, "info") &&
	    bm_child(root, "info") != NULL)
		mdw_renamed(w, first, "an instruction behind info");
	if (bm_is(root, "book") && bm_is(first, "preface") &&
	    first->properties == NULL && title != NULL &&
	    bm_child(first, "info") == NULL && bm_title(first) != NULL &&
	    mdw_is_plain(title) && mdw_is_plain(bm_title(first)) &&
	    mdw_body(first) != NULL && !mdw_is_division(mdw_body(first)) &&
	    bm_streq(bm_textz(w->doc, title),
		     bm_textz(w->doc, bm_title(first)))) {
		mdw_blocks(w, mdw_body(first));
		mdw_blank(w);
		first = bm_next_element(first);
	}
	mdw_blocks(w, first);
}

static bm_status
markdown_write(bm_doc *doc, const bm_write_env *env, const bm_sink *sink)
{
	xmlNode *root = bm_doc_element(doc);
	mdw w = {.doc = doc, .line_start = true};
	bm_status status;

	bm_buf_init(&w.out, env->al);
	bm_buf_init(&w.prefix, env->al);
	if (root != NULL && mdw_front(&w, root)) {
		put_body(&w, root);
		put_notes(&w);
	} else if (root != NULL) {
		bm_diag_add(doc->diags, &rules[1], bm_get_pos(doc, root),
			    "%s becomes part of an article",
			    (const char *)root->name);
		mdw_raw_block(&w, root);
	}
	mdw_line(&w);
	status = w.out.status != BM_OK ? w.out.status : w.prefix.status;
	if (status == BM_OK && doc->no_memory)
		status = BM_NO_MEMORY;
	if (status == BM_OK)
		status = bm_put(sink, "", bm_buf_str(&w.out));
	bm_buf_free(&w.out);
	bm_buf_free(&w.prefix);
	return status;
}

const bm_writer bm_writer_markdown = {.name = "markdown",
				      .suffix = ".md",
				      .as_read = true,
				      .write = markdown_write,
				      .rules = rules};

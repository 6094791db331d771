/* Writer "markdown": text and inline elements. */
#include "write/markdown.h"

#include <stdio.h>

/* What takes whole lines: a paragraph with it goes out as DocBook. */
static const char *const blocks[] = {
    "itemizedlist",  "orderedlist",     "variablelist", "simplelist",
    "segmentedlist", "calloutlist",     "bibliolist",   "glosslist",
    "qandaset",      "procedure",       "task",         "programlisting",
    "screen",        "literallayout",   "synopsis",     "address",
    "table",         "informaltable",   "figure",       "informalfigure",
    "example",       "informalexample", "equation",     "informalequation",
    "mediaobject",   "blockquote",      "epigraph",     "note",
    "tip",           "warning",         "caution",      "important",
    "danger",        "sidebar",         "para",         "formalpara",
    "simpara",       "cmdsynopsis",     "funcsynopsis", "programlistingco",
    "screenco",      "productionset",   "revhistory",   NULL};

bool
mdw_is_plain(const xmlNode *el)
{
	for (const xmlNode *n = el->children; n != NULL; n = n->next)
		if (n->type != XML_TEXT_NODE &&
		    n->type != XML_CDATA_SECTION_NODE)
			return false;
	return true;
}

bool
mdw_is_inline(const xmlNode *el)
{
	union {
		const xmlNode *in;
		xmlNode *walk;
	} at = {el};

	for (xmlNode *n = bm_walk(at.walk, el); n != NULL;) {
		if (bm_is_any(n, blocks))
			return false;
		/* Code has no line end, and there it is no white space. */
		if (n->type == XML_PI_NODE && n->content != NULL &&
		    strchr((const char *)n->content, '\n') != NULL)
			return false;
		n = bm_is(n, "footnote") ? bm_walk_over(n, el) : bm_walk(n, el);
	}
	return true;
}

/* ---- Elements ------------------------------------------------------------ */

static void
put_raw(mdw *w, xmlNode *n)
{
	size_t most = 0, run = 0;
	bm_buf xml;

	bm_buf_init(&xml, bm_arena_allocator(w->doc->arena));
	bm_node_dump(n, &xml);
	for (size_t i = 0; i < xml.len; i++) {
		run = xml.ptr[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
		if (xml.ptr[i] == '\n')
			xml.ptr[i] = ' ';
	}
	w->text_start = false;
	for (size_t i = 0; i <= most; i++)
		mdw_puts(w, "`");
	if (w->in_cell)
		for (size_t i = 0; i < xml.len; i++) {
			if (xml.ptr[i] == '|')
				mdw_puts(w, "\\");
			mdw_put(w, (bm_str){xml.ptr + i, 1});
		}
	else
		mdw_put(w, bm_buf_str(&xml));
	for (size_t i = 0; i <= most; i++)
		mdw_puts(w, "`");
	mdw_puts(w, "{=docbook}");
	mdw_free(w, &xml);
}

/* The first or last character that el shows, when that is text. */
static char
edge(const xmlNode *el, bool first)
{
	const xmlNode *n = first ? el->children : el->last;
	const char *s;

	if (n == NULL || n->type != XML_TEXT_NODE || n->content == NULL ||
	    n->content[0] == '\0')
		return '*';
	s = (const char *)n->content;
	return first ? s[0] : s[strlen(s) - 1];
}

/* Whether marks like "*" round el are understood: a word's letter inside at
 * both ends, and no mark of the same kind right before. */
static bool
can_mark(const mdw *w, const xmlNode *el, char mark)
{
	char after = edge(el, true), before = edge(el, false);
	const xmlNode *next = el->next;

	return mdw_is_word(after) && mdw_is_word(before) && w->last != mark &&
	       (next == NULL || next->type == XML_TEXT_NODE ||
		!bm_is(next, (const char *)el->name));
}

static void
put_between(mdw *w, xmlNode *el, const char *open, const char *close)
{
	mdw_puts(w, open);
	w->text_start = false;
	mdw_inline(w, el);
	mdw_puts(w, close);
}

static bool
put_emphasis(mdw *w, xmlNode *el)
{
	static const struct {
		const char *role, *mark, *open, *close;
	} kinds[] = {{"", "*", "<em>", "</em>"},
		     {"strong", "**", "<strong>", "</strong>"},
		     {"strikethrough", "~~", "<del>", "</del>"}};
	static const char *const role_only[] = {"role", NULL};
	static const char *const spans[] = {"smallcaps", "underline", "mark"};
	const char *role = bm_attr(el, "role");

	for (size_t i = 0; i < 3; i++) {
		if (!mdw_only(el, role_only) || el->children == NULL ||
		    strcmp(role != NULL ? role : "", kinds[i].role) != 0)
			continue;
		if (can_mark(w, el, kinds[i].mark[0]))
			put_between(w, el, kinds[i].mark, kinds[i].mark);
		else
			put_between(w, el, kinds[i].open, kinds[i].close);
		return true;
	}
	for (size_t i = 0; role != NULL && i < 3; i++)
		if (strcmp(role, spans[i]) == 0 && mdw_can_attrs(el))
			return false; /* a span */
	return false;
}

/* [text]{...} */
static bool
put_span(mdw *w, xmlNode *el, const char *const *more, const char *class)
{
	static const char *const known[] = {"id", "role", "lang", NULL};
	const char *role = bm_attr(el, "role");
	char list[200];

	if (!mdw_only(el, known) || !mdw_can_attrs(el))
		return false;
	mdw_puts(w, "[");
	w->text_start = false;
	mdw_inline(w, el);
	mdw_puts(w, "]");
	if (class == NULL) {
		if (!mdw_attrs(w, el, more))
			mdw_puts(w, "{.phrase}");
		return true;
	}
	snprintf(list, sizeof(list), "{.%s%s", class,
		 role != NULL || el->properties != NULL || more[0] != NULL
		     ? " "
		     : "");
	mdw_puts(w, list);
	if (role != NULL || el->properties != NULL ||
	    (more[0] != NULL && more[1] != NULL)) {
		/* The rest without its opening brace. */
		size_t at = w->out.len;

		mdw_attrs(w, el, more);
		if (w->out.len > at)
			memmove(w->out.ptr + at, w->out.ptr + at + 1,
				w->out.len - at);
		w->out.len -= w->out.len > at;
	} else {
		mdw_puts(w, "}");
	}
	return true;
}

/* Words that are classes of spans in themselves. */
static bool
is_taken(const char *role)
{
	static const char *const taken[] = {
	    "smallcaps", "sc",   "underline", "ul",    "mark",
	    "highlight", "kbd",  "term",      "quote", "title",
	    "foreign",   "abbr", "index",     NULL};
	bm_str rest = bm_str_of(role), word;

	while (role != NULL && rest.len > 0 && bm_str_split(&rest, ' ', &word))
		for (size_t i = 0; taken[i] != NULL; i++)
			if (bm_str_is(word, taken[i]))
				return true;
	return false;
}

static bool
put_code(mdw *w, const xmlNode *el)
{
	static const char *const known[] = {"id", "role", "lang", NULL};
	static const char *const none[] = {NULL};
	const char *text =
	    (const char *)(el->children != NULL ? el->children->content : NULL);
	size_t most = 0, run = 0, n = text != NULL ? strlen(text) : 0;
	bool pad;

	if (n == 0 || el->children->next != NULL || !mdw_is_plain(el) ||
	    !mdw_only(el, known) || !mdw_can_attrs(el) ||
	    strchr(text, '\n') != NULL || bm_is_space(text[0]) ||
	    bm_is_space(text[n - 1]) || (w->in_cell && strchr(text, '\\')))
		return false;
	for (size_t i = 0; i < n; i++) {
		run = text[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	pad = text[0] == '`' || text[n - 1] == '`';
	w->text_start = false;
	for (size_t i = 0; i <= most; i++)
		mdw_puts(w, "`");
	mdw_puts(w, pad ? " " : "");
	for (size_t i = 0; i < n; i++) {
		if (w->in_cell && text[i] == '|')
			mdw_puts(w, "\\");
		mdw_put(w, (bm_str){text + i, 1});
	}
	mdw_puts(w, pad ? " " : "");
	for (size_t i = 0; i <= most; i++)
		mdw_puts(w, "`");
	mdw_attrs(w, el, none);
	return true;
}

static bool
is_address(const char *url)
{
	for (; url != NULL && *url != '\0'; url++)
		if ((unsigned char)*url <= ' ' || *url == '<' || *url == '>' ||
		    *url == '\\' || *url == '|' || *url == '`')
			return false;
	return url != NULL;
}

/* "(address" as a link has it. */
static void
put_address(mdw *w, const char *mark, const char *url)
{
	bool bare = *url != '\0' && strpbrk(url, "()") == NULL;

	mdw_puts(w, bare ? "(" : "(<");
	mdw_puts(w, mark);
	for (; *url != '\0'; url++)
		if (*url == '&')
			mdw_puts(w, "&amp;");
		else
			mdw_put(w, (bm_str){url, 1});
	mdw_puts(w, bare ? "" : ">");
}

/* The schemes that the reader lets through. */
static bool
is_allowed(const char *url)
{
	static const char *const schemes[] = {
	    "http:", "https:", "mailto:", "tel:", "ftp:", "status:"};
	const char *colon = strchr(url, ':');

	if (colon == NULL || strcspn(url, "/?#") < (size_t)(colon - url))
		return true;
	for (size_t i = 0; i < 6; i++)
		if (strncmp(url, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

/* <https://...>: a link whose words are its address. */
static bool
put_autolink(mdw *w, const xmlNode *el, const char *href)
{
	static const char *const known[] = {"href", NULL};

	if ((strncmp(href, "https://", 8) != 0 &&
	     strncmp(href, "http://", 7) != 0) ||
	    strchr(href, '&') != NULL || !mdw_only(el, known) ||
	    !mdw_is_plain(el) || strcmp(bm_textz(w->doc, el), href) != 0)
		return false;
	mdw_puts(w, "<");
	mdw_puts(w, href);
	mdw_puts(w, ">");
	return true;
}

static bool
put_link(mdw *w, xmlNode *el)
{
	static const char *const known[] = {"id",      "role",  "lang", "href",
					    "linkend", "title", NULL};
	static const char *const none[] = {NULL};
	const char *href = bm_attr_xlink(el, "href");
	const char *linkend = bm_attr(el, "linkend");
	const char *title = bm_attr_xlink(el, "title");
	bool wordless = el->children == NULL;

	if (!mdw_only(el, known) || !mdw_can_attrs(el) ||
	    (href != NULL) == (linkend != NULL) || !mdw_quotable(title) ||
	    (title != NULL && (title[0] == '\0' || strpbrk(title, "\\&`"))) ||
	    (bm_is(el, "xref") && !wordless) ||
	    (wordless && !(bm_is(el, "xref") && linkend != NULL) &&
	     !(bm_is(el, "link") && bm_href_speaks(href))))
		return false;
	if (href != NULL && (!is_address(href) || href[0] == '#' ||
			     href[0] == '\0' || !is_allowed(href)))
		return false;
	if (linkend != NULL && !is_address(linkend))
		return false;
	w->text_start = false;
	if (href != NULL && put_autolink(w, el, href))
		return true;
	mdw_puts(w, "[");
	mdw_inline(w, el);
	mdw_puts(w, "]");
	put_address(w, linkend != NULL ? "#" : "",
		    linkend != NULL ? linkend : href);
	if (title != NULL) {
		mdw_puts(w, " \"");
		mdw_puts(w, title);
		mdw_puts(w, "\"");
	}
	mdw_puts(w, ")");
	mdw_attrs(w, el, none);
	return true;
}

/* ---- Notes and pictures ---------------------------------------------------
 */

/* Whether the reader put it there itself: right behind a note that is the
 * first to refer to it. */
static bool
is_behind_note(const xmlNode *el, const char *id)
{
	for (xmlNode *note = el->prev; bm_is(note, "footnote");
	     note = note->prev)
		for (xmlNode *n = note; n != NULL; n = bm_walk(n, note))
			if (bm_is(n, "footnoteref") &&
			    bm_streq(bm_attr(n, "linkend"), id))
				return true;
	return false;
}

static bool
put_note(mdw *w, xmlNode *el)
{
	const char *id = bm_attr_xml(el, "id");
	xmlNode *para = bm_first_element(el), **slot;
	static const char *const known[] = {"id", NULL};

	if (!mdw_only(el, known) || para == NULL || mdw_is_stray(el))
		return false;
	if (id == NULL && bm_is(para, "para") && para->properties == NULL &&
	    bm_next_element(para) == NULL && mdw_is_inline(para) &&
	    para->children != NULL && !w->in_cell) {
		w->text_start = false;
		put_between(w, para, "^[", "]");
		return true;
	}
	if (id == NULL || strncmp(id, "fn-", 3) != 0 || id[3] == '\0')
		return false;
	for (const char *c = id; *c != '\0'; c++)
		if (!mdw_is_word(*c) && *c != '-' && *c != '_' && *c != '.')
			return false;
	slot = BM_VEC_PUSH(w->doc->arena, &w->notes);
	if (slot == NULL)
		return false;
	*slot = el;
	if (is_behind_note(el, id))
		return true;
	w->text_start = false;
	mdw_puts(w, "[^");
	mdw_puts(w, id + 3);
	mdw_puts(w, "]");
	return true;
}

static bool
put_noteref(mdw *w, const xmlNode *el)
{
	const char *id = bm_attr(el, "linkend");

	for (size_t i = 0;
	     id != NULL && el->children == NULL && i < w->notes.len; i++)
		if (bm_streq(bm_attr_xml(w->notes.items[i], "id"), id)) {
			w->text_start = false;
			mdw_puts(w, "[^");
			mdw_puts(w, id + 3);
			mdw_puts(w, "]");
			return true;
		}
	return false;
}

/* The picture of a media object that has one and words for it; NULL: more. */
static const xmlNode *
only_image(const xmlNode *media)
{
	const xmlNode *n = bm_first_element(media), *data;

	if (mdw_is_stray(media) || mdw_is_stray(bm_child(media, "imageobject")))
		return NULL;

	if (bm_is(n, "alt")) {
		if (n->properties != NULL || !mdw_is_plain(n))
			return NULL;
		n = bm_next_element(n);
	}
	if (!bm_is(n, "imageobject") || n->properties != NULL ||
	    bm_next_element(n) != NULL)
		return NULL;
	data = bm_first_element(n);
	return bm_is(data, "imagedata") && bm_next_element(data) == NULL &&
		       data->children == NULL
		   ? data
		   : NULL;
}

/*
 * ![alt](file "title"){...} of a media object; the attributes are those of
 * `holder` and of the picture.  false: it says more than that.
 */
bool
mdw_image(mdw *w, xmlNode *media, const xmlNode *holder, const char *title)
{
	static const char *const keys[] = {"fileref", "width", "height",
					   "align",   "scale", NULL};
	const xmlNode *data = only_image(media), *alt = bm_child(media, "alt");
	bool decorative = bm_streq(bm_attr(media, "role"), "decorative");
	const char *file = data != NULL ? bm_attr(data, "fileref") : NULL;
	const char *more[9] = {NULL};
	size_t n = 0;

	if (file == NULL || !is_address(file) || !mdw_only(data, keys) ||
	    !is_allowed(file) || !mdw_can_attrs(holder) ||
	    !mdw_quotable(title) ||
	    (title != NULL && (title[0] == '\0' || strpbrk(title, "\\&`*_"))))
		return false;
	if (decorative != (alt != NULL && alt->children == NULL))
		return false;
	for (size_t i = 1; keys[i] != NULL; i++) {
		const char *value = bm_attr(data, keys[i]);

		if (value == NULL)
			continue;
		if (!mdw_quotable(value))
			return false;
		more[n++] = keys[i];
		more[n++] = value;
	}
	w->text_start = false;
	mdw_puts(w, "![");
	if (alt != NULL)
		mdw_text(w, bm_textz(w->doc, alt));
	mdw_puts(w, "]");
	put_address(w, "", file);
	if (title != NULL) {
		mdw_puts(w, " \"");
		mdw_puts(w, title);
		mdw_puts(w, "\"");
	}
	mdw_puts(w, ")");
	if (decorative && holder != media) {
		size_t at = w->out.len;

		mdw_puts(w, "{.decorative ");
		at = w->out.len;
		if (mdw_attrs(w, holder, more)) {
			memmove(w->out.ptr + at, w->out.ptr + at + 1,
				w->out.len - at);
			w->out.len--;
		} else {
			w->out.ptr[at - 1] = '}';
		}
	} else {
		mdw_attrs(w, holder, more);
	}
	return true;
}

/* ---- What stands in a paragraph ------------------------------------------ */

static bool
put_index(mdw *w, const xmlNode *el)
{
	static const char *const names[] = {"primary", "secondary", "tertiary",
					    "see",     "seealso",   NULL};
	static const char *const known[] = {"id", "role", "lang", NULL};
	const char *more[11] = {NULL};
	const xmlNode *n = bm_first_element(el);
	size_t count = 0;

	if (!mdw_only(el, known) || !mdw_can_attrs(el) || n == NULL)
		return false;
	for (size_t i = 0; names[i] != NULL; i++) {
		if (!bm_is(n, names[i]))
			continue;
		if (n->properties != NULL || !mdw_is_plain(n))
			return false;
		more[count++] = names[i];
		more[count++] = bm_textz(w->doc, n);
		if (more[count - 1][0] == '\0' ||
		    !mdw_quotable(more[count - 1]))
			return false;
		n = bm_next_element(n);
	}
	if (n != NULL || !bm_streq(more[0], "primary"))
		return false;
	w->text_start = false;
	mdw_puts(w, "[]{.index ");
	size_t at = w->out.len;
	mdw_attrs(w, el, more);
	memmove(w->out.ptr + at, w->out.ptr + at + 1, w->out.len - at);
	w->out.len--;
	return true;
}

static bool
put_formula(mdw *w, const xmlNode *el)
{
	bool display = false;
	const char *tex = mdw_tex(el, &display);
	bm_str s;

	if (tex == NULL || el->properties != NULL)
		return false;
	s = bm_str_trim(bm_str_of(tex));
	if (s.len == 0 || s.len != strlen(tex) || strchr(tex, '$') != NULL ||
	    mdw_is_word(w->last) || w->last == '$' || w->in_cell ||
	    tex[s.len - 1] == '\\' || tex[0] == '`' ||
	    (el->next != NULL && el->next->type == XML_TEXT_NODE &&
	     el->next->content != NULL &&
	     bm_is_digit((char)el->next->content[0])))
		return false;
	/* A line of its own would make it a block. */
	if (display && w->text_start)
		return false;
	w->text_start = false;
	mdw_puts(w, display ? "$$" : "$");
	mdw_puts(w, tex);
	mdw_puts(w, display ? "$$" : "$");
	return true;
}

static bool
put_acronym(mdw *w, xmlNode *el)
{
	xmlNode *alt = bm_child(el, "alt");
	const char *more[3] = {"title", NULL, NULL};

	if (alt == NULL)
		return put_span(w, el, more + 2, "abbr");
	if (alt->next != NULL || alt->properties != NULL ||
	    !mdw_is_plain(alt) || alt->children == NULL)
		return false;
	more[1] = bm_textz(w->doc, alt);
	return mdw_quotable(more[1]) && put_span(w, el, more, "abbr");
}

/* Elements that are a span with a class or a tag. */
static bool
put_named(mdw *w, xmlNode *el)
{
	static const struct {
		const char *name, *class;
	} named[] = {{"firstterm", "term"},
		     {"quote", "quote"},
		     {"citetitle", "title"},
		     {"foreignphrase", "foreign"}};
	static const struct {
		const char *name, *open, *close;
	} tags[] = {{"subscript", "<sub>", "</sub>"},
		    {"superscript", "<sup>", "</sup>"},
		    {"keycap", "<kbd>", "</kbd>"}};
	static const char *const none[] = {NULL};

	for (size_t i = 0; i < 4; i++)
		if (bm_is(el, named[i].name))
			return !is_taken(bm_attr(el, "role")) &&
			       put_span(w, el, none, named[i].class);
	for (size_t i = 0; i < 3; i++)
		if (bm_is(el, tags[i].name) && el->properties == NULL) {
			put_between(w, el, tags[i].open, tags[i].close);
			return true;
		}
	return false;
}

/* ~2~ and ^2^ where that is understood. */
static bool
put_raised(mdw *w, const xmlNode *el)
{
	const char *s =
	    (const char *)(el->children != NULL ? el->children->content : NULL);
	char mark = bm_is(el, "subscript") ? '~' : '^';

	if (s == NULL || *s == '\0' || el->children->next != NULL ||
	    !mdw_is_plain(el) || el->properties != NULL ||
	    (!bm_is(el, "subscript") && !bm_is(el, "superscript")) ||
	    !mdw_is_word(w->last) || w->last == mark)
		return false;
	for (const char *c = s; *c != '\0'; c++)
		if (!mdw_is_word(*c) && strchr("+-,.", *c) == NULL)
			return false;
	if (el->next != NULL && el->next->type != XML_TEXT_NODE)
		return false;
	if (el->next != NULL && el->next->content != NULL &&
	    (char)el->next->content[0] == mark)
		return false;
	mdw_put(w, (bm_str){&mark, 1});
	mdw_puts(w, s);
	mdw_put(w, (bm_str){&mark, 1});
	return true;
}

static bool
put_element(mdw *w, xmlNode *el)
{
	static const char *const none[] = {NULL};
	const char *role = bm_attr(el, "role");

	if (bm_is(el, "emphasis"))
		return put_emphasis(w, el) || ((bm_streq(role, "smallcaps") ||
						bm_streq(role, "underline") ||
						bm_streq(role, "mark")) &&
					       put_span(w, el, none, NULL));
	if (bm_is(el, "literal"))
		return put_code(w, el);
	if (bm_is(el, "link") || bm_is(el, "xref"))
		return put_link(w, el);
	if (bm_is(el, "citation"))
		return mdw_citation(w, el);
	if (bm_is(el, "footnote"))
		return put_note(w, el);
	if (bm_is(el, "footnoteref"))
		return put_noteref(w, el);
	if (bm_is(el, "indexterm"))
		return put_index(w, el);
	if (bm_is(el, "inlineequation"))
		return put_formula(w, el);
	if (bm_is(el, "acronym"))
		return put_acronym(w, el);
	if (bm_is(el, "phrase"))
		return el->properties != NULL && !is_taken(role) &&
		       put_span(w, el, none, NULL);
	if (bm_is(el, "inlinemediaobject")) {
		static const char *const known[] = {"id", "role", "lang",
						    "title", NULL};

		return mdw_only(el, known) &&
		       mdw_image(w, el, el, bm_attr_xlink(el, "title"));
	}
	return put_raised(w, el) || put_named(w, el);
}

static void
put_instruction(mdw *w, xmlNode *n)
{
	const char *name = (const char *)n->name;

	if (strcmp(name, "bm-break") == 0 && !w->in_cell) {
		mdw_puts(w, "\\\n");
		w->text_start = true;
	} else if (strcmp(name, "bm-break") == 0) {
		mdw_puts(w, "<br>");
	} else if (strcmp(name, "bm-lint") == 0 ||
		   strcmp(name, "bm-notice") == 0) {
		mdw_puts(w, "<!-- ");
		mdw_puts(w, name);
		mdw_puts(w, ": ");
		mdw_puts(w, (const char *)n->content);
		mdw_puts(w, " -->");
	} else {
		put_raw(w, n);
	}
}

void
mdw_inline_one(mdw *w, xmlNode *n)
{
	if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
		mdw_text(w, (const char *)n->content);
	else if (n->type == XML_PI_NODE)
		put_instruction(w, n);
	else if (n->type == XML_COMMENT_NODE)
		return;
	else if (!bm_is(n, NULL) || !put_element(w, n))
		put_raw(w, n);
	if (n->type == XML_ELEMENT_NODE)
		w->text_start = false;
}

void
mdw_inline(mdw *w, xmlNode *el)
{
	for (xmlNode *n = el->children; n != NULL; n = n->next) {
		/* What alt says was written with the attributes. */
		if (bm_is(n, "alt") && bm_is(el, "acronym"))
			continue;
		mdw_inline_one(w, n);
	}
}

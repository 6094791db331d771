/* Writer "markdown": code, formulas, lines that stay lines. */
#include "write/markdown.h"

static const char *const none[] = {NULL};
static const char *const common[] = {"id", "role", "lang", NULL};

/* Whether its lines are numbered as a fence can say it, or not at all. */
static bool
can_number(const xmlNode *el)
{
	const char *numbered = bm_attr(el, "linenumbering");
	const char *start = bm_attr(el, "startinglinenumber");

	return (numbered == NULL || strcmp(numbered, "numbered") == 0) &&
	       (start == NULL || (numbered != NULL && *start != '\0' &&
				  start[strspn(start, "0123456789")] == '\0'));
}

bool
mdw_code(mdw *w, xmlNode *el)
{
	static const char *const known[] = {
	    "language",           "id", "role", "lang", "linenumbering",
	    "startinglinenumber", NULL};
	const char *language = bm_attr(el, "language");
	const char *text =
	    (const char *)(el->children != NULL ? el->children->content : NULL);
	bm_buf all;

	if (!mdw_only(el, known) || !mdw_can_attrs(el) || !mdw_is_plain(el) ||
	    !can_number(el) ||
	    (language != NULL &&
	     (language[0] == '\0' || strpbrk(language, " \t\n`{}~\\&") ||
	      strcmp(language, "math") == 0)))
		return false;
	bm_buf_init(&all, bm_arena_allocator(w->doc->arena));
	for (const xmlNode *n = el->children; n != NULL; n = n->next)
		bm_buf_puts(&all, (const char *)n->content);
	text = bm_buf_cstr(&all);
	/* The class of code without a language would become one. */
	if (strchr(text, '\r') != NULL ||
	    (language == NULL && bm_attr(el, "role") != NULL)) {
		mdw_free(w, &all);
		return false;
	}
	mdw_fenced(w, bm_buf_str(&all), language != NULL ? language : "", el);
	mdw_free(w, &all);
	return true;
}

/* MathML that the reader has made of TeX; that is in its alttext. */
static const char *
tex_of_math(const xmlNode *math, bool *display)
{
	if (math->type != XML_ELEMENT_NODE || math->ns == NULL ||
	    strcmp((const char *)math->ns->href,
		   "http://www.w3.org/1998/Math/MathML") != 0 ||
	    strcmp((const char *)math->name, "math") != 0 ||
	    !bm_streq(bm_attr(math, "class"), "tex"))
		return NULL;
	*display = bm_streq(bm_attr(math, "display"), "block");
	return bm_attr(math, "alttext");
}

const char *
mdw_tex(const xmlNode *el, bool *display)
{
	const xmlNode *only = bm_first_element(el);
	const char *role = bm_attr(only, "role");

	if (only == NULL || bm_next_element(only) != NULL || mdw_is_stray(el))
		return NULL;
	if (!bm_is(only, "mathphrase"))
		return tex_of_math(only, display);
	*display = bm_streq(role, "tex display");
	if (!mdw_is_plain(only) || only->children == NULL ||
	    only->children->next != NULL ||
	    (!*display && !bm_streq(role, "tex")))
		return NULL;
	return (const char *)only->children->content;
}

bool
mdw_equation(mdw *w, xmlNode *el)
{
	bool display = false;
	const char *tex = mdw_tex(el, &display);
	bm_str s;

	/* Of a formula that stays TeX, nothing says that it is a block. */
	if (tex == NULL ||
	    display == bm_is(bm_first_element(el), "mathphrase") ||
	    !mdw_only(el, common) || !mdw_can_attrs(el) ||
	    bm_is(el, "equation") != (bm_attr_xml(el, "id") != NULL))
		return false;
	s = bm_str_trim(bm_str_of(tex));
	if (s.len == 0 || s.len != strlen(tex) || strstr(tex, "$$") != NULL)
		return false;
	mdw_puts(w, "$$\n");
	mdw_puts(w, tex);
	mdw_puts(w, "\n$$");
	if (el->properties != NULL) {
		mdw_puts(w, " ");
		mdw_attrs(w, el, none);
	}
	mdw_puts(w, "\n");
	return true;
}

/* ---- Lines ----------------------------------------------------------------
 */

/* Whether words can stand in lines: no blanks that the reader would drop, and
 * no line that ends inside an element. */
static bool
can_lines(xmlNode *el)
{
	bool blank = false;

	for (xmlNode *n = el->children; n != NULL; n = n->next) {
		const char *s = (const char *)n->content;

		if (n->type == XML_ELEMENT_NODE) {
			for (xmlNode *c = n; c != NULL; c = bm_walk(c, n))
				if (c->type == XML_TEXT_NODE &&
				    strchr((const char *)c->content, '\n'))
					return false;
			blank = false;
			continue;
		}
		if (n->type != XML_TEXT_NODE)
			return false;
		for (; *s != '\0'; s++) {
			if (*s == '\t' || *s == '\r' || (*s == '\n' && blank))
				return false;
			blank = *s == ' ';
		}
	}
	return !blank;
}

/* Where a line of text ends, and its blanks are. */
static void
put_words(mdw *w, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, " \n");

		if (n > 0) {
			const char *word =
			    bm_arena_str(w->doc->arena, (bm_str){text, n});

			if (word == NULL)
				return;
			mdw_text(w, word);
			text += n;
		} else {
			mdw_puts(w, *text == '\n' ? "\n| " : " ");
			text++;
		}
	}
}

/* "| line" for each line (pandoc, "line_blocks"). */
bool
mdw_lines(mdw *w, xmlNode *el)
{
	xmlNode *first = el->children;

	if (!bm_streq(bm_attr(el, "class"), "normal") ||
	    el->properties->next != NULL || first == NULL ||
	    !mdw_is_inline(el) || !can_lines(el))
		return false;
	/* What ends like the row of a table stays text. */
	if (el->last->type == XML_TEXT_NODE &&
	    bm_str_ends(bm_str_of((const char *)el->last->content), "|"))
		return false;
	mdw_puts(w, "| ");
	for (xmlNode *n = first; n != NULL; n = n->next) {
		w->text_start = false;
		if (n->type == XML_TEXT_NODE)
			put_words(w, (const char *)n->content);
		else
			mdw_inline_one(w, n);
	}
	mdw_puts(w, "\n");
	return true;
}

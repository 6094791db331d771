/* cs:text (variable, term, value) and the links of identifiers. */
#include "csl/render.h"

/* Number variables, whose ranges and lists are printed in CSL's form. */
static bool
is_number(const char *name)
{
	static const char *const names[] = {"page",
					    "locator",
					    "volume",
					    "issue",
					    "edition",
					    "number",
					    "page-first",
					    "chapter-number",
					    "collection-number",
					    "number-of-pages",
					    "number-of-volumes"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (bm_same(name, names[i]))
			return true;
	return false;
}

static bool
holds_only(bm_str s, const char *chars, bool digits_too)
{
	for (size_t i = 0; i < s.len; i++)
		if (!(digits_too && bm_is_digit(s.ptr[i])) &&
		    strchr(chars, s.ptr[i]) == NULL)
			return false;
	return s.len > 0;
}

/* Without a leading web address or "doi:". */
static bm_str
bare_doi(bm_str s)
{
	static const char *const before[] = {
	    "https://doi.org/", "http://doi.org/", "https://dx.doi.org/",
	    "http://dx.doi.org/", "doi:"};

	s = bm_str_trim(s);
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		if (bm_str_starts(s, before[i])) {
			s.ptr += strlen(before[i]);
			s.len -= strlen(before[i]);
		}
	return bm_str_trim(s);
}

/* Percent-encodes what a URI cannot hold; in the arena. */
static char *
uri(bm_arena *arena, const char *base, bm_str path)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t n = strlen(base);
	char *s = bm_arena_alloc(arena, n + path.len * 3 + 1);

	if (s == NULL)
		return NULL;
	memcpy(s, base, n);
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.ptr[i];

		if (c <= ' ' || c >= 0x7F || strchr("\"<>\\^`{|}", c)) {
			s[n++] = '%';
			s[n++] = hex[c >> 4];
			s[n++] = hex[c & 15];
		} else
			s[n++] = (char)c;
	}
	s[n] = '\0';
	return s;
}

/* See csl.h. */
const char *
csl_identifier_url(bm_arena *arena, const char *variable, bm_str value)
{
	value = bm_str_trim(value);
	if (value.len == 0)
		return NULL;
	if (bm_same(variable, "DOI")) {
		value = bare_doi(value);
		return bm_str_starts(value, "10.")
			   ? uri(arena, "https://doi.org/", value)
			   : NULL;
	}
	if (bm_same(variable, "PMID"))
		return holds_only(value, "", true)
			   ? bm_arena_printf(
				 arena, "https://pubmed.ncbi.nlm.nih.gov/%.*s/",
				 (int)value.len, value.ptr)
			   : NULL;
	if (bm_same(variable, "PMCID")) {
		bool named = bm_str_starts(value, "PMC");

		if (!holds_only(value, "PMC", true) || value.len > 20)
			return NULL;
		return bm_arena_printf(
		    arena, "https://pmc.ncbi.nlm.nih.gov/articles/%s%.*s/",
		    named ? "" : "PMC", (int)value.len, value.ptr);
	}
	if (bm_same(variable, "URL") && (bm_str_starts(value, "https://") ||
					 bm_str_starts(value, "http://")))
		return uri(arena, "", value);
	return NULL;
}

/* Whether it is a sign in which every character counts. */
static bool
is_identifier(const char *name)
{
	static const char *const names[] = {"DOI",   "URL",  "PMID",
					    "PMCID", "ISBN", "ISSN"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (bm_same(name, names[i]))
			return true;
	return false;
}

/* A leaf or a parsed field; identifiers become links. */
static csl_out *
variable_out(csl_context *cx, const char *name, bm_str s)
{
	const char *url;
	csl_out *out, *link;

	if (is_identifier(name)) {
		out = csl_out_text(cx->arena, s);
		url = csl_identifier_url(cx->arena, name, s);
		if (url == NULL || out == NULL)
			return out;
		link = csl_out_new(cx->arena, CSL_OUT_LINK);
		if (link != NULL)
			link->url = url;
		csl_out_append(link, out);
		return link;
	}
	out = csl_field_parse(cx->arena, cx->locale, s);
	if (out != NULL && cx->lang != NULL &&
	    (bm_same(name, "title") || bm_same(name, "container-title"))) {
		if (out->kind == CSL_OUT_TEXT) {
			out->lang = cx->lang;
			return out;
		}
		link = csl_out_new(cx->arena, CSL_OUT_GROUP);
		if (link != NULL)
			link->lang = cx->lang;
		csl_out_append(link, out);
		return link;
	}
	return out;
}

static csl_out *
render_variable(csl_context *cx, const csl_node *node)
{
	const char *name = node->variable;
	bm_str s = csl_variable(cx, name, node->form);
	csl_out *out;

	cx->asked = true;
	/* Whether there is a letter behind the year is not for the item to
	 * say: a term for "no date" beside it stays. */
	if (s.len == 0 && bm_same(name, "year-suffix"))
		cx->found = true;
	if (s.len == 0 || csl_variable_used(cx, name))
		return NULL;
	cx->found = true;
	cx->variables++;
	cx->locator_done |= strcmp(name, "locator") == 0;
	if (cx->in_substitute && cx->used_count < 8)
		cx->used[cx->used_count++] = name;
	/* The letter is part of the label (CSL 1.0.2, citation-label). */
	if (bm_same(name, "citation-label") && cx->ref != NULL &&
	    !cx->sorting && cx->ref->year_suffix.len > 0) {
		s = bm_str_of(bm_arena_printf(cx->arena, "%.*s%s", (int)s.len,
					      s.ptr, cx->ref->year_suffix.ptr));
		cx->suffix_done = true;
	}
	if (is_number(name))
		s = csl_number_text(cx, name, s, CSL_NUMERIC);
	out = variable_out(cx, name, s);
	if (out != NULL && bm_same(name, "year-suffix"))
		out->is_letter = true;
	return out;
}

/*
 * Whether the sentence has begun behind it even if it prints nothing: a number
 * or term that is not there leaves its place empty at the start.
 */
static bool
holds_place(const csl_node *node)
{
	return node->element == CSL_TEXT_TERM ||
	       (node->element == CSL_TEXT_VARIABLE &&
		is_number(node->variable) &&
		strcmp(node->variable, "page-first") != 0);
}

/*
 * Words of the style.  A full stop they begin with (". In ") meets the end of
 * what is printed before them, as that of an affix does.
 */
static csl_out *
render_value(csl_context *cx, const csl_node *node, csl_look *look)
{
	bm_str s = node->value;

	if (s.len > 1 && s.ptr[0] == '.' && !look->quotes &&
	    look->prefix.len == 0) {
		look->prefix = (bm_str){s.ptr, 1};
		s.ptr++;
		s.len--;
	}
	return s.len > 0 ? csl_field_parse(cx->arena, cx->locale, s) : NULL;
}

/* See render.h. */
csl_out *
csl_render_text(csl_context *cx, const csl_node *node)
{
	bool own = node->element != CSL_TEXT_VARIABLE; /* words of the style */
	csl_look look = node->look;
	csl_out *out = NULL;
	bm_str s;

	if (node->element == CSL_TEXT_VARIABLE) {
		out = render_variable(cx, node);
		look.strip_periods &= !is_identifier(node->variable);
	} else if (node->element == CSL_TEXT_TERM) {
		s = csl_term_get(cx->locale, node->variable, node->form,
				 node->plural == CSL_PLURAL_ALWAYS);
		if (s.len > 0)
			out = csl_field_parse(cx->arena, cx->locale, s);
		if (look.strip_periods)
			csl_strip_periods(cx->arena, out, true);
		if (out != NULL && cx->sentence_start &&
		    node->look.text_case == CSL_CASE_NONE)
			(void)csl_case_apply(cx->arena, out,
					     CSL_CASE_CAPITALIZE_FIRST, true,
					     cx->locale->lang);
	} else
		out = render_value(cx, node, &look);
	if (out == NULL && !cx->in_substitute && holds_place(node))
		cx->sentence_start = false;
	/* Title case leaves items of other languages alone (CSL 1.0.2, Title
	 * Case Conversion), but not what the style says itself. */
	return csl_out_decorate(cx->arena, out, &look, own || cx->english,
				own ? cx->locale->lang : cx->case_lang);
}

/* Compiles a style to the tree of model.h, checking it on the way. */
#include <stdlib.h>

#include "csl/model.h"
#include "csl/render.h"
#include "xml/parse.h"

typedef struct compiler {
	csl_style *style;
	bm_arena *arena;
	bm_diags *diags;
	int depth;
	const char *error; /* the first one */
} compiler;

static csl_node *compile_children(compiler *c, const xmlNode *parent);

static void
fail(compiler *c, const char *error)
{
	if (c->error == NULL)
		c->error = error;
}

static const char *
attribute(compiler *c, const xmlNode *node, const char *name)
{
	return csl_attribute(c->arena, node, name);
}

/* Whether an element of the specification is somewhere in this one. */
static bool
contains(const xmlNode *root, const char *name)
{
	const xmlNode *at = root->children;

	while (at != NULL) {
		if (csl_is(at, name))
			return true;
		if (at->children != NULL) {
			at = at->children;
			continue;
		}
		while (at != root && at->next == NULL)
			at = at->parent;
		at = at != root ? at->next : NULL;
	}
	return false;
}

/*
 * The macro of this name, compiled when it is first called, so that a circle
 * of calls is found here and never when rendering.
 */
static const csl_macro *
use_macro(compiler *c, const char *name)
{
	csl_macro *m =
	    name != NULL ? bm_map_getz(&c->style->macros, name) : NULL;

	if (m == NULL) {
		fail(c, bm_arena_printf(c->arena, "there is no macro \"%s\"",
					name != NULL ? name : ""));
		return NULL;
	}
	if (m->state == 1)
		fail(c, bm_arena_printf(c->arena, "macro \"%s\" calls itself",
					name));
	if (m->state == 0) {
		m->state = 1;
		m->children = compile_children(c, m->source);
		m->has_date = contains(m->source, "date");
		m->state = 2;
	}
	return m;
}

static void
compile_text(compiler *c, const xmlNode *node, csl_node *out)
{
	const char *s;

	out->form = csl_form_read(node);
	if ((s = attribute(c, node, "variable")) != NULL) {
		out->element = CSL_TEXT_VARIABLE;
		out->variable = s;
		if (strcmp(s, "year-suffix") == 0)
			c->style->uses_year_suffix = true;
	} else if ((s = attribute(c, node, "macro")) != NULL) {
		out->element = CSL_TEXT_MACRO;
		out->macro = use_macro(c, s);
	} else if ((s = attribute(c, node, "term")) != NULL) {
		out->element = CSL_TEXT_TERM;
		out->variable = s;
		out->plural = bm_streq(attribute(c, node, "plural"), "true")
				  ? CSL_PLURAL_ALWAYS
				  : CSL_PLURAL_NEVER;
	} else {
		out->element = CSL_TEXT_VALUE;
		out->value = bm_str_of(attribute(c, node, "value"));
	}
}

static csl_plural
plural_read(compiler *c, const xmlNode *node)
{
	const char *s = attribute(c, node, "plural");

	if (bm_streq(s, "always"))
		return CSL_PLURAL_ALWAYS;
	return bm_streq(s, "never") ? CSL_PLURAL_NEVER : CSL_PLURAL_CONTEXTUAL;
}

static void
compile_number(compiler *c, const xmlNode *node, csl_node *out)
{
	const char *form = attribute(c, node, "form");

	out->element = CSL_NUMBER;
	out->variable = attribute(c, node, "variable");
	out->number_form = bm_streq(form, "ordinal")        ? CSL_ORDINAL
			   : bm_streq(form, "long-ordinal") ? CSL_LONG_ORDINAL
			   : bm_streq(form, "roman")        ? CSL_ROMAN
							    : CSL_NUMERIC;
}

static void
compile_label(compiler *c, const xmlNode *node, csl_node *out)
{
	out->element = CSL_LABEL;
	out->variable = attribute(c, node, "variable");
	out->form = csl_form_read(node);
	out->plural = plural_read(c, node);
}

static void
compile_date(compiler *c, const xmlNode *node, csl_node *out)
{
	csl_date *d = BM_NEW(c->arena, csl_date);
	const char *parts = attribute(c, node, "date-parts");

	out->element = CSL_DATE;
	out->date = d;
	if (d == NULL)
		return;
	out->variable = d->variable = attribute(c, node, "variable");
	d->form = attribute(c, node, "form");
	d->parts_wanted = bm_streq(parts, "year")         ? 1
			  : bm_streq(parts, "year-month") ? 2
							  : 3;
	for (const xmlNode *p = csl_first(node, "date-part");
	     p != NULL && d->part_count < 3; p = csl_after(p, "date-part"))
		csl_date_part_read(c->arena, p, &d->parts[d->part_count++]);
}

/* Splits at white space; NULL-ended, in the arena. */
static const char *const *
split_words(compiler *c, const char *s)
{
	size_t n = s != NULL ? strlen(s) / 2 + 2 : 1, count = 0;
	const char **list = BM_NEW_ARRAY(c->arena, const char *, n);

	while (list != NULL && s != NULL) {
		while (bm_is_space(*s))
			s++;
		if (*s == '\0')
			break;
		n = strcspn(s, " \t\r\n");
		list[count++] = bm_arena_strndup(c->arena, s, n);
		s += n;
	}
	return list;
}

static void
compile_name(compiler *c, const xmlNode *node, csl_names *out)
{
	out->has_name = true;
	csl_name_options_read(c->arena, node, &out->options);
	csl_look_read(c->arena, node, &out->name);
	for (const xmlNode *p = csl_first(node, "name-part"); p != NULL;
	     p = csl_after(p, "name-part")) {
		bool given = bm_streq(attribute(c, p, "name"), "given");

		csl_look_read(c->arena, p, given ? &out->given : &out->family);
		out->has_given = out->has_given || given;
		out->has_family = out->has_family || !given;
	}
}

static void
compile_names(compiler *c, const xmlNode *node, csl_node *out)
{
	csl_names *n = BM_NEW(c->arena, csl_names);
	bool seen_name = false;

	out->element = CSL_NAMES;
	out->names = n;
	if (n == NULL)
		return;
	out->variable = attribute(c, node, "variable");
	n->variables = split_words(c, out->variable);
	csl_name_options_read(c->arena, node, &n->options);
	for (const xmlNode *e = csl_first(node, NULL); e != NULL;
	     e = csl_after(e, NULL)) {
		csl_name_options outer = n->options;

		if (csl_is(e, "name")) {
			compile_name(c, e, n);
			csl_name_options_merge(&outer, &n->options);
			n->options = outer;
			seen_name = true;
		} else if (csl_is(e, "et-al")) {
			n->has_et_al = true;
			n->et_al_term = csl_attribute_str(c->arena, e, "term");
			csl_look_read(c->arena, e, &n->et_al);
		} else if (csl_is(e, "label")) {
			n->label = BM_NEW(c->arena, csl_node);
			if (n->label == NULL)
				return;
			compile_label(c, e, n->label);
			csl_look_read(c->arena, e, &n->label->look);
			n->label_first = !seen_name;
		} else if (csl_is(e, "substitute")) {
			n->has_substitute = true;
			n->substitute = compile_children(c, e);
		}
	}
	/* Without cs:name a label stands behind the names. */
	if (!seen_name)
		n->label_first = false;
}

static void
compile_tests(compiler *c, const xmlNode *node, csl_branch *out)
{
	static const struct {
		const char *name;
		csl_test_kind kind;
	} kinds[] = {
	    {"type", CSL_TEST_TYPE},
	    {"variable", CSL_TEST_VARIABLE},
	    {"is-numeric", CSL_TEST_IS_NUMERIC},
	    {"is-uncertain-date", CSL_TEST_IS_UNCERTAIN},
	    {"locator", CSL_TEST_LOCATOR},
	    {"position", CSL_TEST_POSITION},
	    {"disambiguate", CSL_TEST_DISAMBIGUATE},
	};
	csl_test **tail = &out->tests;
	const char *match = attribute(c, node, "match");

	out->match = bm_streq(match, "any")    ? CSL_ANY
		     : bm_streq(match, "none") ? CSL_NONE
					       : CSL_ALL;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const char *s = attribute(c, node, kinds[i].name);
		const char *const *words = split_words(c, s);

		for (; words != NULL && *words != NULL; words++) {
			csl_test *t = BM_NEW(c->arena, csl_test);

			if (t == NULL)
				return;
			t->kind = kinds[i].kind;
			if (t->kind == CSL_TEST_DISAMBIGUATE)
				c->style->uses_condition = true;
			t->value = bm_str_of(*words);
			*tail = t;
			tail = &t->next;
		}
	}
	if (out->tests == NULL)
		fail(c, "an if has no condition");
}

static void
compile_choose(compiler *c, const xmlNode *node, csl_node *out)
{
	csl_branch **tail = &out->branches;

	out->element = CSL_CHOOSE;
	for (const xmlNode *e = csl_first(node, NULL); e != NULL;
	     e = csl_after(e, NULL)) {
		csl_branch *b = BM_NEW(c->arena, csl_branch);

		if (b == NULL)
			return;
		if (!csl_is(e, "else"))
			compile_tests(c, e, b);
		b->children = compile_children(c, e);
		*tail = b;
		tail = &b->next;
	}
}

/* One element; NULL for one that is not known, which is reported. */
static csl_node *
compile_element(compiler *c, const xmlNode *node)
{
	csl_node *out = BM_NEW(c->arena, csl_node);

	if (out == NULL)
		return NULL;
	csl_look_read(c->arena, node, &out->look);
	if (csl_is(node, "text"))
		compile_text(c, node, out);
	else if (csl_is(node, "number"))
		compile_number(c, node, out);
	else if (csl_is(node, "label"))
		compile_label(c, node, out);
	else if (csl_is(node, "names"))
		compile_names(c, node, out);
	else if (csl_is(node, "date"))
		compile_date(c, node, out);
	else if (csl_is(node, "choose"))
		compile_choose(c, node, out);
	else if (csl_is(node, "group")) {
		out->element = CSL_GROUP;
		out->children = compile_children(c, node);
	} else {
		bm_diag_add(c->diags, csl_rule("csl-style-element"), NULL,
			    "Citation style element \"%s\" is not known",
			    (const char *)node->name);
		return NULL;
	}
	return out;
}

static csl_node *
compile_children(compiler *c, const xmlNode *parent)
{
	csl_node *first = NULL, **tail = &first;

	if (++c->depth > CSL_NESTING_MAX) {
		fail(c, "its elements or macros are nested too deeply");
		c->depth--;
		return NULL;
	}
	for (const xmlNode *e = csl_first(parent, NULL);
	     e != NULL && c->error == NULL; e = csl_after(e, NULL)) {
		csl_node *node = compile_element(c, e);

		if (node == NULL)
			continue;
		*tail = node;
		tail = &node->next;
	}
	c->depth--;
	return first;
}

/* ---- cs:citation, cs:bibliography ---- */

static int
number_or(compiler *c, const xmlNode *node, const char *name, int missing)
{
	const char *s = attribute(c, node, name);

	return s != NULL && bm_is_digit(*s) ? (int)strtol(s, NULL, 10)
					    : missing;
}

/* Whether it prints citation-number; the depth is bounded by compiling. */
static bool
prints_number(const csl_node *node)
{
	for (; node != NULL; node = node->next) {
		if (bm_streq(node->variable, "citation-number") ||
		    prints_number(node->children) ||
		    (node->macro != NULL &&
		     prints_number(node->macro->children)))
			return true;
		for (const csl_branch *b = node->branches; b != NULL;
		     b = b->next)
			if (prints_number(b->children))
				return true;
	}
	return false;
}

static void
compile_sort(compiler *c, const xmlNode *sort, csl_area *out)
{
	csl_sort_key **tail = &out->sort;

	for (const xmlNode *e = csl_first(sort, "key"); e != NULL;
	     e = csl_after(e, "key")) {
		csl_sort_key *k = BM_NEW(c->arena, csl_sort_key);
		const char *macro = attribute(c, e, "macro");
		const char *last = attribute(c, e, "names-use-last");

		if (k == NULL)
			return;
		k->variable = attribute(c, e, "variable");
		if (macro != NULL)
			k->macro = use_macro(c, macro);
		k->by_number =
		    bm_streq(k->variable, "citation-number") ||
		    (k->macro != NULL && prints_number(k->macro->children));
		k->descending = bm_streq(attribute(c, e, "sort"), "descending");
		k->names_min = number_or(c, e, "names-min", -1);
		k->names_use_first = number_or(c, e, "names-use-first", -1);
		k->names_use_last = last == NULL ? -1 : *last == 't';
		*tail = k;
		tail = &k->next;
	}
}

static csl_collapse
collapse_read(compiler *c, const xmlNode *node)
{
	const char *s = attribute(c, node, "collapse");

	if (bm_streq(s, "citation-number"))
		return CSL_COLLAPSE_NUMBER;
	if (bm_streq(s, "year"))
		return CSL_COLLAPSE_YEAR;
	if (bm_streq(s, "year-suffix"))
		return CSL_COLLAPSE_YEAR_SUFFIX;
	return bm_streq(s, "year-suffix-ranged")
		   ? CSL_COLLAPSE_YEAR_SUFFIX_RANGED
		   : CSL_COLLAPSE_NONE;
}

static csl_given_rule
given_rule_read(compiler *c, const xmlNode *node)
{
	const char *s = attribute(c, node, "givenname-disambiguation-rule");

	if (bm_streq(s, "all-names"))
		return CSL_GIVEN_ALL;
	if (bm_streq(s, "all-names-with-initials"))
		return CSL_GIVEN_ALL_INITIALS;
	if (bm_streq(s, "primary-name"))
		return CSL_GIVEN_PRIMARY;
	return bm_streq(s, "primary-name-with-initials")
		   ? CSL_GIVEN_PRIMARY_INITIALS
		   : CSL_GIVEN_BY_CITE;
}

static void
compile_area(compiler *c, const xmlNode *node, csl_area *out)
{
	const xmlNode *layout = csl_first(node, "layout");

	if (layout == NULL) {
		if (node != NULL)
			fail(c, "citation or bibliography has no layout");
		return;
	}
	out->present = true;
	csl_name_options_read(c->arena, node, &out->options);
	compile_sort(c, csl_first(node, "sort"), out);
	out->layout = BM_NEW(c->arena, csl_node);
	if (out->layout == NULL)
		return;
	out->layout->element = CSL_LAYOUT;
	csl_look_read(c->arena, layout, &out->layout->look);
	out->layout->children = compile_children(c, layout);
	out->collapse = collapse_read(c, node);
	out->cite_group_delimiter =
	    csl_attribute_str(c->arena, node, "cite-group-delimiter");
	out->after_collapse_delimiter =
	    csl_attribute_str(c->arena, node, "after-collapse-delimiter");
	out->year_suffix_delimiter =
	    csl_attribute_str(c->arena, node, "year-suffix-delimiter");
	/* Nothing at all would run two years together. */
	out->has_cite_group = out->cite_group_delimiter.len > 0;
	out->has_after_collapse = out->after_collapse_delimiter.ptr != NULL;
	out->has_year_suffix_delimiter = out->year_suffix_delimiter.ptr != NULL;
	out->add_year_suffix = bm_streq(
	    attribute(c, node, "disambiguate-add-year-suffix"), "true");
	out->add_names =
	    bm_streq(attribute(c, node, "disambiguate-add-names"), "true");
	out->add_givenname =
	    bm_streq(attribute(c, node, "disambiguate-add-givenname"), "true");
	out->given_rule = given_rule_read(c, node);
	out->near_note_distance = number_or(c, node, "near-note-distance", 5);
	out->second_field_align =
	    attribute(c, node, "second-field-align") != NULL;
	out->hanging_indent =
	    bm_streq(attribute(c, node, "hanging-indent"), "true");
	out->author_substitute =
	    csl_attribute_str(c->arena, node, "subsequent-author-substitute");
}

static void
compile_globals(compiler *c, const xmlNode *root)
{
	csl_style *s = c->style;
	const char *demote = attribute(c, root, "demote-non-dropping-particle");
	const char *pages = attribute(c, root, "page-range-format");

	s->is_note = bm_streq(attribute(c, root, "class"), "note");
	s->initialize_with_hyphen =
	    !bm_streq(attribute(c, root, "initialize-with-hyphen"), "false");
	s->demote = bm_streq(demote, "never") ? CSL_DEMOTE_NEVER
		    : bm_streq(demote, "sort-only")
			? CSL_DEMOTE_SORT_ONLY
			: CSL_DEMOTE_DISPLAY_AND_SORT;
	s->page_format =
	    bm_streq(pages, "expanded")      ? CSL_PAGE_EXPANDED
	    : bm_streq(pages, "minimal")     ? CSL_PAGE_MINIMAL
	    : bm_streq(pages, "minimal-two") ? CSL_PAGE_MINIMAL_TWO
	    : bm_streq(pages, "chicago") || bm_streq(pages, "chicago-15")
		? CSL_PAGE_CHICAGO
	    : bm_streq(pages, "chicago-16") ? CSL_PAGE_CHICAGO16
					    : CSL_PAGE_ASIS;
	csl_name_options_read(c->arena, root, &s->options);
}

/* Notes all macros first: they may be called before they are written. */
static bool
collect_macros(compiler *c, const xmlNode *root)
{
	for (xmlNode *m = csl_first(root, "macro"); m != NULL;
	     m = csl_after(m, "macro")) {
		bm_str name = csl_attribute_str(c->arena, m, "name");
		void **place;
		csl_macro *macro;

		if (name.len == 0)
			continue;
		place = bm_map_put(&c->style->macros, name, NULL);
		macro = BM_NEW(c->arena, csl_macro);
		if (place == NULL || macro == NULL)
			return false;
		macro->name = name.ptr;
		macro->source = m;
		*place = macro;
	}
	return true;
}

static bm_status
compile(csl_style *style, bm_diags *diags)
{
	compiler c = {style, style->arena, diags, 0, NULL};
	const xmlNode *root = xmlDocGetRootElement(style->xml);

	bm_map_init(&style->macros, style->arena);
	if (!collect_macros(&c, root))
		return BM_NO_MEMORY;
	compile_globals(&c, root);
	if (csl_first(root, "citation") == NULL)
		fail(&c, "it has no citation element");
	compile_area(&c, csl_first(root, "citation"), &style->citation);
	compile_area(&c, csl_first(root, "bibliography"), &style->bibliography);
	if (bm_arena_failed(style->arena))
		return BM_NO_MEMORY;
	if (c.error != NULL) {
		bm_pos pos = {style->name, 0, 0, 0, 0};

		bm_diag_add(diags, csl_rule("csl-style-syntax"), &pos,
			    "Citation style cannot be used: %s", c.error);
		return BM_BAD_INPUT;
	}
	return BM_OK;
}

/* Finds and compiles; text: the style itself, or empty. */
static bm_status
style_new(const csl_paths *paths, const bm_allocator *al, bm_str text,
	  const char *name, bm_diags *diags, csl_style **out)
{
	bm_arena *arena = bm_arena_new(al);
	csl_style *style = BM_NEW(arena, csl_style);
	bm_status status = BM_NO_MEMORY;

	*out = NULL;
	if (style == NULL) {
		bm_arena_free(arena);
		return BM_NO_MEMORY;
	}
	style->arena = arena;
	style->name = bm_arena_strdup(arena, name);
	if (name == NULL || style->name != NULL)
		status = csl_style_find(paths, arena, text, style->name, diags,
					&style->xml, &style->default_locale);
	if (status == BM_OK)
		status = compile(style, diags);
	if (status != BM_OK) {
		csl_style_free(style);
		return status;
	}
	*out = style;
	return BM_OK;
}

/* See csl.h. */
bm_status
csl_style_load(const csl_paths *paths, const bm_allocator *al, const char *name,
	       bm_diags *diags, csl_style **out)
{
	return style_new(paths, al, (bm_str){0}, name, diags, out);
}

/* See csl.h. */
bm_status
csl_style_parse(const csl_paths *paths, const bm_allocator *al, bm_str text,
		const char *name, bm_diags *diags, csl_style **out)
{
	if (text.len == 0)
		text = BM_STR(" ");
	return style_new(paths, al, text, name, diags, out);
}

/* See csl.h. */
void
csl_style_free(csl_style *style)
{
	if (style == NULL)
		return;
	if (style->xml != NULL)
		xmlFreeDoc(style->xml);
	bm_arena_free(style->arena);
}

/* See csl.h. */
bool
csl_style_is_note(const csl_style *style)
{
	return style->is_note;
}

/* See csl.h. */
bool
csl_style_has_bibliography(const csl_style *style)
{
	return style->bibliography.present;
}

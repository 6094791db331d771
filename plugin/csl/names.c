/* cs:names: which names, how many, what stands between them. */
#include <unicode/uchar.h>

#include "csl/disambiguate.h"

typedef struct lister {
	csl_context *cx;
	const csl_names *spec; /* whose cs:name, cs:et-al are used */
	csl_name_style style;
	const char *variable; /* whose names are at hand */
} lister;

/* The options in force, outermost first (CSL 1.0.2, inheritable options). */
static void
gather_options(csl_context *cx, const csl_names *spec, csl_name_options *out)
{
	*out = cx->style->options;
	csl_name_options_merge(out, &cx->area->options);
	csl_name_options_merge(out, &spec->options);
	if (cx->position != CSL_POSITION_FIRST) {
		if (out->et_al_subsequent_min >= 0)
			out->et_al_min = out->et_al_subsequent_min;
		if (out->et_al_subsequent_use_first >= 0)
			out->et_al_use_first = out->et_al_subsequent_use_first;
	}
	if (cx->sorting) {
		out->sort_order = CSL_SORT_ORDER_ALL;
		/* For keys the area has the say, not the names' element. */
		if (cx->area->options.et_al_min >= 0)
			out->et_al_min = cx->area->options.et_al_min;
		if (cx->area->options.et_al_use_first >= 0)
			out->et_al_use_first =
			    cx->area->options.et_al_use_first;
		if (cx->key != NULL && cx->key->names_min >= 0)
			out->et_al_min = cx->key->names_min;
		if (cx->key != NULL && cx->key->names_use_first >= 0)
			out->et_al_use_first = cx->key->names_use_first;
		if (cx->key != NULL && cx->key->names_use_last >= 0)
			out->et_al_use_last = cx->key->names_use_last;
	}
}

/* How many names are printed; n when none are cut. */
static size_t
shown(const csl_name_options *o, size_t n)
{
	if (o->et_al_min <= 0 || o->et_al_use_first < 0 ||
	    n < (size_t)o->et_al_min || n <= (size_t)o->et_al_use_first)
		return n;
	return (size_t)o->et_al_use_first;
}

/* Whether "Family, Given" is asked for. */
static bool
name_inverted(const lister *l, size_t index)
{
	return l->style.options.sort_order == CSL_SORT_ORDER_ALL ||
	       (l->style.options.sort_order == CSL_SORT_ORDER_FIRST &&
		index == 0);
}

static bm_str
delimiter_of(const lister *l)
{
	bm_str d = l->style.options.delimiter;

	return d.ptr != NULL ? d : BM_STR(", ");
}

static bool
precedes(csl_precedes rule, bool contextual, bool after_inverted)
{
	switch (rule) {
	case CSL_PRECEDES_ALWAYS:
		return true;
	case CSL_PRECEDES_NEVER:
		return false;
	case CSL_PRECEDES_INVERTED:
		return after_inverted;
	default:
		return contextual;
	}
}

static void
put_affix(lister *l, csl_out *out, bm_str s)
{
	if (s.len > 0)
		csl_out_append(out, csl_out_affix(l->cx->arena, s));
}

/*
 * Whether a word at the edge of this code point needs no space beside it: in
 * scripts that put none, and where the term brings one of its own.
 */
static bool
stands_close(uint32_t c)
{
	char text[4];
	bm_str s = {text, bm_utf8_put(text, c)};

	return (c >= 0x0590 && c <= 0x05FF) || (c >= 0x2000 && c <= 0x200B) ||
	       csl_is_eastern(s);
}

static uint32_t
first_code(bm_str s)
{
	size_t at = 0;

	return s.len > 0 ? bm_utf8_next(s, &at) : 0;
}

static uint32_t
last_code(bm_str s)
{
	uint32_t c = 0;

	for (size_t at = 0; at < s.len;)
		c = bm_utf8_next(s, &at);
	return c;
}

/* Whether it is a sign and no word: a dash, a plus. */
static bool
is_sign(bm_str s)
{
	for (size_t at = 0; at < s.len;)
		if (u_isalnum((UChar32)bm_utf8_next(s, &at)))
			return false;
	return s.len > 0;
}

/*
 * What stands before the last name when none were cut.  A sign that a style
 * has for "and" is all that stands there; "&" is written as a word.
 */
static void
put_and(lister *l, csl_out *out, bool many, bool after_inverted)
{
	const csl_name_options *o = &l->style.options;
	bm_str word = BM_STR("&"), d = delimiter_of(l), before = {0};

	if (o->and_word == CSL_AND_TEXT)
		word = csl_term_get(l->cx->locale, "and", CSL_FORM_LONG, false);
	/* The word must not decide the order of works. */
	if (o->and_word == CSL_AND_UNSET || word.len == 0 || l->cx->sorting) {
		/* Between two names a delimiter is always needed. */
		put_affix(l, out, d);
		return;
	}
	if (o->and_word == CSL_AND_TEXT && is_sign(word) &&
	    !bm_str_is(word, "&")) {
		put_affix(l, out, word);
		return;
	}
	if (precedes(o->precedes_last, many, after_inverted)) {
		put_affix(l, out, d);
		before = d;
	}
	if (!bm_str_ends(before, " ") && !stands_close(first_code(word)))
		put_affix(l, out, BM_STR(" "));
	put_affix(l, out, word);
	if (!stands_close(last_code(word)))
		put_affix(l, out, BM_STR(" "));
}

static void
put_et_al(lister *l, csl_out *out, bool many, bool after_inverted)
{
	const csl_name_options *o = &l->style.options;
	const char *term = "et-al";
	csl_out *words;
	bm_str s;

	if (l->spec->has_et_al && l->spec->et_al_term.len > 0)
		term = l->spec->et_al_term.ptr;
	s = csl_term_get(l->cx->locale, term, CSL_FORM_LONG, false);
	if (s.len == 0 || l->cx->sorting)
		return;
	words = csl_out_text(l->cx->arena, s);
	if (l->spec->has_et_al)
		words = csl_out_decorate(l->cx->arena, words, &l->spec->et_al,
					 true, l->cx->locale->lang);
	if (out->children != NULL) {
		if (precedes(o->precedes_et_al, many, after_inverted))
			put_affix(l, out, delimiter_of(l));
		else if (!stands_close(first_code(s)))
			put_affix(l, out, BM_STR(" "));
	}
	csl_out_append(out, words);
}

/*
 * One name, with the look of cs:name, whose affixes each name of a person
 * has.
 */
static void
put_name(lister *l, csl_out *out, const bm_names *names, size_t i)
{
	csl_look look = l->spec->name;
	csl_name_style space;
	const csl_name_style *style = csl_tell_style(
	    l->cx, &l->style, l->variable, &names->items[i], i, &space);
	csl_out *name =
	    csl_name_out(l->cx, style, &names->items[i], name_inverted(l, i));

	if (names->items[i].literal.len > 0)
		look.prefix = look.suffix = (bm_str){0};
	csl_out_append(out, csl_out_decorate(l->cx->arena, name, &look,
					     l->cx->english, l->cx->case_lang));
}

/* Whether a name stands inverted: those of institutions never do. */
static bool
is_inverted(const lister *l, const bm_names *names, size_t i)
{
	return name_inverted(l, i) && names->items[i].literal.len == 0;
}

/*
 * Whether the source itself does not know all names: a word of the item's
 * "custom.et-al" is the variable (BibTeX's "and others").
 */
static bool
is_open(const lister *l)
{
	const bm_value *v = bm_item_get(l->cx->item, "custom.et-al");
	bm_str rest = v != NULL ? v->text : (bm_str){0}, word;

	while (rest.len > 0 && bm_str_split(&rest, ' ', &word))
		if (l->variable != NULL && bm_str_is(word, l->variable))
			return true;
	return false;
}

/*
 * How many names stand before the ellipsis: at least two are to be left out
 * whatever the least number to be cut is (CSL 1.0.2, et-al-use-last).
 */
static size_t
before_last(const csl_name_options *o, size_t count, size_t n)
{
	if (count < n && count > 1 && o->et_al_min == o->et_al_use_first + 1)
		return count - 1;
	return count;
}

/* The ellipsis and the last name; one name alone needs no delimiter. */
static void
put_last(lister *l, csl_out *out, const bm_names *names, size_t before)
{
	put_affix(l, out, before > 1 ? delimiter_of(l) : BM_STR(" "));
	put_affix(l, out, BM_STR("\xE2\x80\xA6 "));
	put_name(l, out, names, names->count - 1);
}

/*
 * What cs:name says of a name holds for the words behind those that are left
 * as well, unless cs:et-al says otherwise.
 */
static csl_out *
around_cut(lister *l, csl_out *out)
{
	return csl_out_decorate(l->cx->arena, out, &l->spec->name,
				l->cx->english, l->cx->case_lang);
}

/* One variable's names.  Names that are not known count as one more. */
static csl_out *
list_out(lister *l, const bm_names *names)
{
	csl_out *out = csl_out_new(l->cx->arena, CSL_OUT_GROUP);
	bool more = is_open(l);
	size_t n = names->count + (more ? 1 : 0);
	size_t count = shown(&l->style.options, n);
	size_t needed = csl_tell_names(l->cx, l->variable);
	bool use_last;

	if (out == NULL)
		return NULL;
	if (count > names->count)
		count = names->count;
	csl_watch_names(l->cx, &l->style, l->variable, names, count);
	if (needed > count)
		count = needed < names->count ? needed : names->count;
	use_last = !more && l->style.options.et_al_use_last == 1;
	if (use_last && needed <= count)
		count = before_last(&l->style.options, count, n);
	use_last = use_last && count + 1 < n;
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && i == n - 1)
			put_and(l, out, n > 2, is_inverted(l, names, i - 1));
		else if (i > 0)
			put_affix(l, out, delimiter_of(l));
		put_name(l, out, names, i);
	}
	if (use_last) {
		put_last(l, out, names, count);
	} else if (count < n && count > 0) {
		put_et_al(l, out, count > 1, is_inverted(l, names, count - 1));
		out = around_cut(l, out);
	}
	l->cx->names_count += count;
	return out != NULL && out->children != NULL ? out : NULL;
}

static bool
same_names(const bm_names *a, const bm_names *b)
{
	if (a == NULL || b == NULL || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!bm_str_eq(a->items[i].family, b->items[i].family) ||
		    !bm_str_eq(a->items[i].given, b->items[i].given) ||
		    !bm_str_eq(a->items[i].literal, b->items[i].literal))
			return false;
	return true;
}

/*
 * Names of one variable with their label.  Editors who are the translators
 * too are named once when the style asks for both and there is a word for it.
 */
static csl_out *
variable_out(lister *l, const char *variable, const char *term)
{
	const bm_names *names = csl_names_variable(l->cx, variable);
	csl_out *out, *label = NULL, *both;

	if (names == NULL || csl_variable_used(l->cx, variable))
		return NULL;
	l->variable = variable;
	out = list_out(l, names);
	if (out != NULL)
		out->is_names = true;
	if (out == NULL || l->spec->label == NULL || l->cx->sorting)
		return out;
	label = csl_label_for(l->cx, l->spec->label, term,
			      names->count > 1 || is_open(l));
	if (label == NULL)
		return out;
	both = csl_out_new(l->cx->arena, CSL_OUT_GROUP);
	csl_out_append(both, l->spec->label_first ? label : out);
	csl_out_append(both, l->spec->label_first ? out : label);
	return both;
}

static bool
wants(const csl_names *names, const char *variable)
{
	for (const char *const *v = names->variables; *v != NULL; v++)
		if (strcmp(*v, variable) == 0)
			return true;
	return false;
}

/*
 * Whether editors and translators are one list: the element asks for these
 * two, they are the same people, and there is a word for both where a label
 * needs one (CSL 1.0.2, Names).
 */
static bool
is_merged(lister *l, const csl_names *names)
{
	csl_context *cx = l->cx;
	const csl_node *label = l->spec->label;

	return wants(names, "editor") && wants(names, "translator") &&
	       names->variables[2] == NULL &&
	       same_names(csl_names_variable(cx, "editor"),
			  csl_names_variable(cx, "translator")) &&
	       (label == NULL ||
		csl_term_get(cx->locale, "editortranslator", label->form, false)
			.len > 0);
}

/* All variables of the element, joined by its delimiter. */
static csl_out *
variables_out(lister *l, const csl_names *names, bm_str delimiter)
{
	csl_context *cx = l->cx;
	csl_out *out = csl_out_new(cx->arena, CSL_OUT_GROUP);
	bool merged = is_merged(l, names);
	bool done = false;

	if (out == NULL)
		return NULL;
	for (const char *const *v = names->variables; *v != NULL; v++) {
		bool pair = merged && (strcmp(*v, "editor") == 0 ||
				       strcmp(*v, "translator") == 0);
		csl_out *one;

		if (pair && done)
			continue;
		done = done || pair;
		one = variable_out(l, *v, pair ? "editortranslator" : *v);
		if (one == NULL)
			continue;
		if (out->children != NULL)
			put_affix(l, out, delimiter);
		csl_out_append(out, one);
		if (cx->in_substitute && cx->used_count < 8)
			cx->used[cx->used_count++] = *v;
	}
	return out->children != NULL ? out : NULL;
}

/*
 * The first of these elements that prints something; NULL for none.  What
 * cs:choose chooses are alternatives like those beside it.  *done: there is
 * an answer, even if it prints nothing.
 */
static csl_out *
first_of(csl_context *cx, const csl_node *n, bool *done)
{
	csl_out *out = NULL;

	for (; n != NULL && !*done; n = n->next) {
		const csl_branch *branch;

		if (n->element == CSL_CHOOSE && ++cx->steps <= CSL_STEPS_MAX) {
			branch = csl_choose(cx, n);
			if (branch != NULL)
				out = first_of(cx, branch->children, done);
			continue;
		}
		out = csl_render_node(cx, n);
		if (out != NULL && csl_out_empty(out))
			out = NULL;
		/* A term that is there and says nothing is an answer too. */
		*done = out != NULL ||
			(n->element == CSL_TEXT_TERM &&
			 csl_term_get(cx->locale, n->variable, n->form, false)
				 .ptr != NULL);
	}
	return out;
}

/* What stands for names that are missing. */
static csl_out *
substitute(csl_context *cx, const csl_node *node, const csl_name_style *style)
{
	const csl_look *family = cx->outer_family, *given = cx->outer_given;
	const csl_names *outer = cx->outer_names;
	const csl_look *look = cx->outer_look;
	bool inside = cx->in_substitute, done = false;
	csl_out *out;

	cx->outer_names = node->names;
	cx->outer_look = &node->look;
	cx->outer_family = style->family;
	cx->outer_given = style->given;
	cx->in_substitute = true;
	out = first_of(cx, node->names->substitute, &done);
	cx->outer_names = outer;
	cx->outer_look = look;
	cx->outer_family = family;
	cx->outer_given = given;
	cx->in_substitute = inside;
	return out;
}

/* form="count": how many names were printed, as a number. */
static csl_out *
count_out(csl_context *cx, csl_out *out)
{
	/* No names are a number too, and the first to sort by. */
	if (out == NULL && !cx->sorting)
		return NULL;
	cx->found = true;
	return csl_out_text(
	    cx->arena,
	    bm_str_of(bm_arena_printf(cx->arena, cx->sorting ? "%06zu" : "%zu",
				      cx->names_count)));
}

/*
 * Whether these names are the ones that are left out of a cite whose author
 * stands in the sentence: the first that are printed, with whatever stands in
 * their place.  A group around takes them for names that are missing.
 */
static bool
leave_out(csl_context *cx, const csl_out *out, bool found, size_t variables)
{
	if (out == NULL || !cx->skip_author || cx->in_substitute)
		return false;
	cx->skip_author = false;
	cx->found = found;
	cx->variables = variables;
	return true;
}

/* See render.h. */
csl_out *
csl_render_names(csl_context *cx, const csl_node *node)
{
	const csl_names *names = node->names;
	lister l = {0};
	csl_look look = node->look;
	size_t variables = cx->variables;
	bool found = cx->found;
	csl_out *out;
	bm_str delimiter;

	if (names == NULL || names->variables == NULL)
		return NULL;
	l.cx = cx;
	l.spec = names;
	/* A bare cs:names in cs:substitute takes its form from outside. */
	if (cx->outer_names != NULL && !names->has_name &&
	    names->label == NULL && !names->has_et_al &&
	    !names->has_substitute) {
		l.spec = cx->outer_names;
		look = *cx->outer_look;
		look.delimiter = node->look.delimiter;
		look.has_delimiter = node->look.has_delimiter;
	}
	gather_options(cx, l.spec, &l.style.options);
	if (l.spec != names)
		csl_name_options_merge(&l.style.options, &names->options);
	/* Parts of names look in a substitute as they do outside. */
	l.style.family = cx->outer_family;
	l.style.given = cx->outer_given;
	if (l.spec->has_family || l.style.family == NULL)
		l.style.family = &l.spec->family;
	if (l.spec->has_given || l.style.given == NULL)
		l.style.given = &l.spec->given;
	l.style.demote = cx->style->demote;
	l.style.hyphen = cx->style->initialize_with_hyphen;
	cx->asked = true;
	cx->names_count = 0;
	delimiter = look.has_delimiter ? look.delimiter
				       : l.style.options.names_delimiter;
	out = variables_out(&l, names, delimiter);
	if (out != NULL && l.style.options.form == CSL_FORM_COUNT)
		out = count_out(cx, out);
	if (out == NULL) {
		/* What stands for the names has a look of its own; only
		 * variables in it count as found for a group around. */
		if (names->has_substitute)
			out = substitute(cx, node, &l.style);
		if (out == NULL && cx->sorting &&
		    l.style.options.form == CSL_FORM_COUNT)
			out = count_out(cx, NULL);
	} else if (cx->only_dates)
		return NULL;
	else {
		cx->found = true;
		cx->variables++;
		out = csl_out_decorate(cx->arena, out, &look, cx->english,
				       cx->case_lang);
	}
	if (leave_out(cx, out, found, variables))
		return NULL;
	if (out != NULL) {
		out->is_author = true;
		out->is_word = cx->variables == variables;
	}
	return out;
}

/*
 * See render.h.  A variable that is a key is its names in full, family name
 * first, cut as et-al says for the area and the key (CSL 1.0.2, Sorting).
 */
bm_str
csl_names_key(csl_context *cx, const bm_names *names)
{
	static const csl_names none = {
	    .options = {.et_al_min = -1,
			.et_al_use_first = -1,
			.et_al_use_last = -1,
			.et_al_subsequent_min = -1,
			.et_al_subsequent_use_first = -1,
			.initialize = -1,
			.form = -1}};
	csl_name_style st = {0};
	size_t count;
	bm_buf out;

	gather_options(cx, &none, &st.options);
	count = shown(&st.options, names->count);
	st.options.form = CSL_FORM_LONG;
	st.options.initialize_with = (bm_str){0};
	st.demote = cx->style->demote;
	bm_buf_init(&out, bm_arena_allocator(cx->arena));
	for (size_t i = 0; i < count; i++) {
		csl_out *name = csl_name_out(cx, &st, &names->items[i], true);

		if (i > 0)
			bm_buf_putc(&out, ' ');
		if (name != NULL)
			bm_buf_putstr(&out, csl_out_plain(cx->arena, name));
	}
	return csl_buf_take(cx->arena, &out);
}

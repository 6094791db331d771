/* Names that tell cites apart: how many are shown, and how much of each. */
#include "csl/disambiguate.h"

/* ---- People: whose family name and initials are shared ---- */

/* The names that are looked at: not those of institutions. */
static bool
is_person(const bm_name *n)
{
	return n->literal.len == 0 && n->family.len > 0 && n->given.len > 0;
}

/* Counts key under parent when it is new.  false without memory. */
static bool
note(csl_people *people, size_t *parent, bm_str key, size_t **count)
{
	bool is_new;
	void **place = bm_map_put(&people->names, key, &is_new);

	if (place == NULL)
		return false;
	if (is_new) {
		*place = BM_NEW(people->arena, size_t);
		if (parent != NULL)
			++*parent;
	}
	*count = *place;
	return *count != NULL;
}

static bm_str
join(bm_arena *arena, bm_str a, bm_str b)
{
	char *s = bm_arena_alloc(arena, a.len + b.len + 2);

	if (s == NULL)
		return (bm_str){0};
	if (a.len > 0)
		memcpy(s, a.ptr, a.len);
	s[a.len] = '\n';
	if (b.len > 0)
		memcpy(s + a.len + 1, b.ptr, b.len);
	return (bm_str){s, a.len + 1 + b.len};
}

/*
 * The family name: with its particle where the style never parts the two.
 */
static bm_str
family_key(const csl_context *cx, const bm_name *n)
{
	if (cx->style->demote != CSL_DEMOTE_NEVER ||
	    n->non_dropping_particle.len == 0)
		return n->family;
	return join(cx->arena, n->non_dropping_particle, n->family);
}

/* Given names; "J. J.", "J.J." and "J J" are one. */
static bm_str
given_key(bm_arena *arena, bm_str given)
{
	char *s = bm_arena_alloc(arena, given.len + 1);
	size_t n = 0;

	for (size_t i = 0; s != NULL && i < given.len; i++) {
		char c = given.ptr[i];

		if (c != '.' && c != ' ')
			s[n++] = c;
		else if (n > 0 && s[n - 1] != ' ')
			s[n++] = ' ';
	}
	while (n > 0 && s[n - 1] == ' ')
		n--;
	return (bm_str){s, n};
}

static bm_str
initials_key(bm_arena *arena, bm_str family, const bm_name *n)
{
	return join(arena, family,
		    csl_initials(arena, n->given, BM_STR("."), true, true));
}

/* Counts a person: the initials of a family, the given names of initials. */
static void
note_person(csl_context *cx, const bm_name *name)
{
	csl_people *people = cx->engine->people;
	bm_name n = csl_name_split(cx->arena, name);
	size_t *family, *initials, *given;
	bm_str name_key, key;

	if (!is_person(&n))
		return;
	name_key = family_key(cx, &n);
	key = initials_key(cx->arena, name_key, &n);
	if (note(people, NULL, name_key, &family) &&
	    note(people, family, key, &initials))
		(void)note(people, initials,
			   join(cx->arena, key, given_key(cx->arena, n.given)),
			   &given);
}

/*
 * How much of a given name tells this person from all others (CSL 1.0.2,
 * givenname-disambiguation-rule "all-names" and "primary-name").
 */
static int
person_level(csl_context *cx, const bm_name *name, bool initials,
	     bool only_initials)
{
	csl_people *people = cx->engine->people;
	bm_name n = csl_name_split(cx->arena, name);
	const size_t *forms, *full;
	bm_str family;

	if (!is_person(&n))
		return CSL_LEVEL_FAMILY;
	family = family_key(cx, &n);
	forms = bm_map_get(&people->names, family);
	if (forms == NULL)
		return CSL_LEVEL_FAMILY;
	full = bm_map_get(&people->names, initials_key(cx->arena, family, &n));
	if (only_initials)
		full = NULL;
	if ((full != NULL && *full > 1) ||
	    (*forms > 1 && !initials && !only_initials))
		return CSL_LEVEL_FULL;
	return *forms > 1 ? CSL_LEVEL_INITIALS : CSL_LEVEL_FAMILY;
}

/* ---- While names are rendered ---- */

/* What the style alone prints of given names. */
static int
style_level(const csl_name_style *style)
{
	if (style->options.form == CSL_FORM_SHORT)
		return CSL_LEVEL_FAMILY;
	return style->options.initialize_with.ptr != NULL ? CSL_LEVEL_INITIALS
							  : CSL_LEVEL_FULL;
}

/* Whether only the first name of a variable is to be told apart. */
static bool
primary_only(const csl_area *area)
{
	return area->given_rule == CSL_GIVEN_PRIMARY ||
	       area->given_rule == CSL_GIVEN_PRIMARY_INITIALS;
}

/* See disambiguate.h. */
void
csl_watch_names(csl_context *cx, const csl_name_style *style,
		const char *variable, const bm_names *names, size_t shown)
{
	csl_watch *w = cx->watch;
	size_t last = primary_only(&cx->style->citation) ? 1 : names->count;

	if (w == NULL || cx->sorting)
		return;
	if (w->people)
		for (size_t i = 0; i < last; i++)
			note_person(cx, &names->items[i]);
	if (w->list_count < CSL_TELL_LISTS)
		w->lists[w->list_count++] = (csl_seen_list){
		    variable, names->count, shown, style_level(style),
		    style->options.initialize_with.ptr != NULL};
}

static const csl_tell_list *
list_of(const csl_context *cx, const char *variable)
{
	if (cx->tell == NULL || cx->sorting)
		return NULL;
	for (size_t i = 0; i < cx->tell->list_count; i++)
		if (strcmp(cx->tell->lists[i].variable, variable) == 0)
			return &cx->tell->lists[i];
	return NULL;
}

/* See disambiguate.h. */
size_t
csl_tell_names(const csl_context *cx, const char *variable)
{
	const csl_tell_list *list = list_of(cx, variable);

	/* Entries follow their cites only where people are told apart. */
	if (cx->cite == NULL && !cx->style->citation.add_givenname)
		return 0;
	if (cx->tell != NULL && cx->tell->everything && !cx->sorting &&
	    cx->style->citation.add_names)
		return SIZE_MAX;
	return list != NULL ? list->names : 0;
}

/* What the rule wants for all cites, alike or not. */
static int
rule_level(csl_context *cx, const csl_name_style *style, const bm_name *name,
	   size_t index)
{
	const csl_area *area = &cx->style->citation;
	bool initials = style->options.initialize_with.ptr != NULL;

	if (cx->engine->people == NULL ||
	    area->given_rule == CSL_GIVEN_BY_CITE ||
	    (index > 0 && primary_only(area)))
		return CSL_LEVEL_FAMILY;
	return person_level(cx, name, initials,
			    area->given_rule == CSL_GIVEN_ALL_INITIALS ||
				area->given_rule == CSL_GIVEN_PRIMARY_INITIALS);
}

/* See disambiguate.h. */
const csl_name_style *
csl_tell_style(csl_context *cx, const csl_name_style *style,
	       const char *variable, const bm_name *name, size_t index,
	       csl_name_style *space)
{
	const csl_tell_list *list = list_of(cx, variable);
	int level = style_level(style), wanted;

	/* People who share a name sort by what tells them apart, too. */
	if (!cx->style->citation.add_givenname ||
	    (cx->sorting && cx->area != &cx->style->citation))
		return style;
	wanted = rule_level(cx, style, name, index);
	if (list != NULL && index < list->level_count &&
	    list->levels[index] > wanted)
		wanted = list->levels[index];
	if (cx->tell != NULL && cx->tell->everything && !cx->sorting &&
	    cx->style->citation.given_rule == CSL_GIVEN_BY_CITE)
		wanted = CSL_LEVEL_FULL;
	if (wanted <= level)
		return style;
	*space = *style;
	space->options.form = CSL_FORM_LONG;
	if (wanted == CSL_LEVEL_INITIALS &&
	    style->options.initialize_with.ptr == NULL) {
		if (cx->style->citation.given_rule == CSL_GIVEN_BY_CITE)
			return space;
		space->options.initialize_with = BM_STR("");
	}
	if (wanted == CSL_LEVEL_FULL)
		space->options.initialize_with = (bm_str){0};
	return space;
}

/* See render.h. */
bool
csl_tell_condition(csl_context *cx)
{
	unsigned holds = cx->tell != NULL ? cx->tell->conditions : 0;

	return cx->tests_seen++ < holds;
}

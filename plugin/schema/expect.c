/* What could stand at a place, for messages. */
#include "schema/check.h"

const char *
rng_shown(rng_check *c, const char *ns, const char *local)
{
	static const struct {
		const char *ns, *prefix;
	} known[] = {{"", ""},
		     {BM_NS_DOCBOOK, ""},
		     {BM_NS_XML, "xml:"},
		     {BM_NS_XLINK, "xlink:"},
		     {"http://www.w3.org/2001/XInclude", "xi:"},
		     {"http://www.w3.org/2000/svg", "svg:"},
		     {"http://www.w3.org/1998/Math/MathML", "mml:"},
		     {BM_NS_XHTML, "html:"},
		     {"http://docbook.org/ns/transclusion", "trans:"},
		     {"http://www.w3.org/2005/11/its", "its:"}};
	const char *out = NULL;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i].ns, ns) == 0)
			out = *known[i].prefix == '\0'
				  ? local
				  : bm_arena_printf(c->arena, "%s%s",
						    known[i].prefix, local);
	if (out == NULL)
		out = bm_arena_printf(c->arena, "%s (of %s)", local, ns);
	return out != NULL ? out : local;
}

static void
put(rng_check *c, bm_map *out, const char *key, const rng_name *name)
{
	void **slot = bm_map_put(out, bm_str_of(key), NULL);

	if (slot == NULL)
		c->failed = true;
	else
		*slot = (void *)(uintptr_t)name;
}

/* The names of a class; what it cannot name is "any element" and the like. */
static void
put_names(rng_check *c, const rng_names *names, const char *any, bm_map *out)
{
	for (; names != NULL; names = names->second) {
		const rng_names *one =
		    names->kind == RNG_NAME_CHOICE ? names->first : names;

		if (one->kind == RNG_NAME)
			put(c, out,
			    rng_shown(c, one->name->ns, one->name->local),
			    one->name);
		else if (one->kind == RNG_NAME_CHOICE)
			put_names(c, one, any, out);
		else
			put(c, out, any, NULL);
		if (names->kind != RNG_NAME_CHOICE)
			break;
	}
}

typedef bool (*visit_fn)(rng_check *c, const rng_pattern *p, bm_map *out);

/*
 * Shows fn the patterns inside p, each once; where it says so, those within
 * are shown too.  Of what has an order only the part that comes next is
 * shown, but attributes have none.
 */
static void
visit(rng_check *c, const rng_pattern *p, visit_fn fn, bm_map *seen,
      bm_map *out)
{
	void **slot = bm_map_put(
	    seen, (bm_str){(const char *)&p->id, sizeof(p->id)}, NULL);

	if (slot == NULL || *slot != NULL) {
		c->failed = c->failed || slot == NULL;
		return;
	}
	*slot = seen;
	if (!fn(c, p, out))
		return;
	for (uint32_t i = 0; i < p->count && !c->failed; i++) {
		visit(c, p->items[i], fn, seen, out);
		if (p->kind == RNG_GROUP && !p->attribute &&
		    !p->items[i]->nullable)
			break;
	}
}

static void
visit_all(rng_check *c, const rng_pattern *p, visit_fn fn, bm_map *out)
{
	bm_map seen;

	bm_map_init(&seen, c->arena);
	visit(c, p, fn, &seen, out);
}

static bool
see_element(rng_check *c, const rng_pattern *p, bm_map *out)
{
	if (p->kind == RNG_ELEMENT)
		put_names(c, p->element->names,
			  "an element of another vocabulary", out);
	return p->kind >= RNG_CHOICE && p->kind <= RNG_MORE;
}

void
rng_expected(rng_check *c, const rng_pattern *p, bm_map *out)
{
	visit_all(c, p, see_element, out);
}

/* The same, but only into what cannot be left out. */
static bool
see_required(rng_check *c, const rng_pattern *p, bm_map *out)
{
	return !p->nullable && see_element(c, p, out);
}

void
rng_required(rng_check *c, const rng_pattern *p, bm_map *out)
{
	visit_all(c, p, see_required, out);
}

static bool
see_attribute(rng_check *c, const rng_pattern *p, bm_map *out)
{
	if (p->kind == RNG_ATTRIBUTE)
		put_names(c, p->names, "an attribute of another vocabulary",
			  out);
	return p->attribute && p->kind != RNG_ATTRIBUTE;
}

/* Attributes that must be there: those inside of what gives nothing when the
 * start tag ends. */
static bool
see_needed(rng_check *c, const rng_pattern *p, bm_map *out)
{
	return p->attribute &&
	       rng_close_tag(c->t, p, false) == c->t->not_allowed &&
	       see_attribute(c, p, out);
}

void
rng_attributes(rng_check *c, const rng_pattern *p, bool needed, bm_map *out)
{
	visit_all(c, p, needed ? see_needed : see_attribute, out);
}

/* An attribute that is one way of several, none of which is nothing. */
static bool
see_alternative(rng_check *c, const rng_pattern *p, bm_map *out)
{
	if (p->kind == RNG_ATTRIBUTE && p->names->kind == RNG_NAME) {
		const char *name = bm_arena_printf(
		    c->arena, "the attribute %s",
		    rng_shown(c, p->names->name->ns, p->names->name->local));

		put(c, out, name != NULL ? name : "", NULL);
	}
	for (uint32_t i = 0; p->kind == RNG_CHOICE && i < p->count; i++)
		if (p->items[i] == c->t->empty)
			return false;
	return p->attribute && p->kind != RNG_ATTRIBUTE;
}

void
rng_alternatives(rng_check *c, const rng_pattern *p, bm_map *out)
{
	visit_all(c, p, see_alternative, out);
}

static bool
see_value(rng_check *c, const rng_pattern *p, bm_map *out)
{
	if (p->kind == RNG_VALUE)
		put(c, out, p->type->value, NULL);
	else if (p->kind == RNG_DATA)
		put(c, out, rng_data_words(p->type), NULL);
	return p->kind >= RNG_CHOICE && p->kind <= RNG_LIST;
}

void
rng_values(rng_check *c, const rng_pattern *p, bm_map *out)
{
	visit_all(c, p, see_value, out);
}

/* Whether an element of this name is anywhere in the content. */
static bool
holds(rng_check *c, const rng_pattern *p, const rng_name *name, bm_map *seen)
{
	void **slot;

	if (p->kind == RNG_ELEMENT)
		return p->element->names->kind == RNG_NAME &&
		       rng_names_have(p->element->names, name->ns, name->local);
	if (p->kind < RNG_CHOICE || p->kind > RNG_MORE)
		return false;
	slot = bm_map_put(seen, (bm_str){(const char *)&p->id, sizeof(p->id)},
			  NULL);
	if (slot == NULL || *slot != NULL)
		return false;
	*slot = seen;
	for (uint32_t i = 0; i < p->count; i++)
		if (holds(c, p->items[i], name, seen))
			return true;
	return false;
}

void
rng_homes(rng_check *c, const rng_name *name, bm_map *out)
{
	bm_map seen;

	bm_map_init(&seen, c->arena);
	for (size_t i = 0; i < c->t->elements.len; i++) {
		const rng_element *e = c->t->elements.items[i];

		if (e->names->kind != RNG_NAME)
			continue;
		/* A part that was looked into had none, or this one has. */
		if (holds(c, e->content, name, &seen)) {
			put_names(c, e->names, "", out);
			bm_map_init(&seen, c->arena);
		}
	}
}

void
rng_all_elements(rng_check *c, bm_map *out)
{
	for (size_t i = 0; i < c->t->elements.len; i++)
		put_names(c, c->t->elements.items[i]->names,
			  "an element of another vocabulary", out);
}

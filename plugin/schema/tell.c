/* Findings of the validator, in the words of the document. */
#include <stdlib.h>

#include "schema/check.h"

/* Names that a message lists. */
#define NAMES_MAX 16

static const bm_rule *
rule(const char *code)
{
	return bm_rule_find(bm_schema_rules, code);
}

static const char *
shown(rng_check *c, const xmlNode *el)
{
	return rng_shown(c, rng_uri(el->ns), (const char *)el->name);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/*
 * "a, b or c", sorted, "and 12 more" behind the first of very many; what the
 * map was given, in the arena.  "" for none.
 */
static const char *
list(rng_check *c, const bm_map *names)
{
	size_t n = names->len, few = n > NAMES_MAX + 3 ? NAMES_MAX : n;
	const char **all = BM_NEW_ARRAY(c->arena, const char *, n > 0 ? n : 1);
	const char *out;
	bm_buf buf;

	if (all == NULL)
		return "";
	for (size_t i = 0; i < n; i++)
		all[i] = names->entries[i].key.ptr;
	if (n > 1)
		qsort(all, n, sizeof(*all), by_text);
	bm_buf_init(&buf, bm_arena_allocator(c->arena));
	for (size_t i = 0; i < few; i++) {
		if (i > 0)
			bm_buf_puts(&buf,
				    few == n && i + 1 == n ? " or " : ", ");
		bm_buf_puts(&buf, all[i]);
	}
	if (few < n)
		bm_buf_printf(&buf, " and %zu more", n - few);
	out = bm_arena_strdup(c->arena, bm_buf_cstr(&buf));
	bm_buf_free(&buf);
	return out != NULL ? out : "";
}

/* What all states of a level expect. */
static void
expected(rng_check *c, const rng_level *level, bm_map *out)
{
	bm_map_init(out, c->arena);
	for (size_t i = level->states; i < level->end; i++)
		rng_expected(c, c->states.items[i].now, out);
}

/* The element before el, or NULL. */
static const xmlNode *
before(const xmlNode *el)
{
	const xmlNode *n = el->prev;

	while (n != NULL && n->type != XML_ELEMENT_NODE)
		n = n->prev;
	return n;
}

/* ---- Elements -------------------------------------------------------------
 */

/* Whether the parent could have had an element of this name when it began. */
static bool
could_be_first(rng_check *c, const rng_level *parent, const rng_name *name)
{
	rng_opens opens;

	for (size_t i = parent->states; i < parent->end; i++) {
		const rng_element *e = c->states.items[i].element;
		const rng_pattern *p =
		    e != NULL ? rng_close_tag(c->t, e->content, true) : NULL;

		if (p != NULL && rng_open_tag(c->t, p, name, &opens) &&
		    opens.len > 0)
			return true;
	}
	return false;
}

/*
 * The only elements that are expected here and may have this one inside, so
 * that it was perhaps meant to stand in one of them; NULL if there are none
 * or many.
 */
static const char *
wrapper(rng_check *c, const rng_level *parent, const rng_name *name)
{
	rng_opens out, in;
	bm_map names, found;

	/* Among text, many elements may hold others. */
	for (size_t s = parent->states; s < parent->end; s++)
		if (rng_take_text(c->t, c->states.items[s].now, BM_STR("x")) !=
		    c->t->not_allowed)
			return NULL;
	expected(c, parent, &names);
	bm_map_init(&found, c->arena);
	for (size_t i = 0; i < names.len && found.len < 4; i++) {
		const rng_name *n = names.entries[i].value;

		for (size_t s = parent->states; n != NULL && s < parent->end;
		     s++) {
			if (!rng_open_tag(c->t, c->states.items[s].now, n,
					  &out))
				return NULL;
			for (size_t k = 0; k < out.len; k++) {
				const rng_pattern *p = rng_close_tag(
				    c->t, out.items[k].element->content, true);

				if (p != NULL &&
				    rng_open_tag(c->t, p, name, &in) &&
				    in.len > 0 &&
				    bm_map_put(&found, names.entries[i].key,
					       NULL) == NULL)
					c->failed = true;
			}
		}
	}
	return found.len > 0 && found.len < 4 ? list(c, &found) : NULL;
}

static bool
has(const bm_map *names, const char *name)
{
	for (size_t i = 0; i < names->len; i++)
		if (bm_str_is(names->entries[i].key, name))
			return true;
	return false;
}

/* What to do about an element that is known but stands wrong. */
static const char *
advice(rng_check *c, const rng_level *parent, const xmlNode *el,
       const rng_name *name)
{
	const xmlNode *last = before(el);
	const char *in = wrapper(c, parent, name);
	bm_map homes;

	if (last != NULL && could_be_first(c, parent, name))
		return bm_arena_printf(c->arena, "; it has its place before %s",
				       shown(c, last));
	if (in != NULL)
		return bm_arena_printf(c->arena, "; put it into %s", in);
	bm_map_init(&homes, c->arena);
	rng_homes(c, name, &homes);
	if (parent->el != NULL && has(&homes, shown(c, parent->el)))
		return bm_arena_printf(c->arena,
				       "; it has its place earlier in %s",
				       shown(c, parent->el));
	return homes.len > 0 && homes.len <= NAMES_MAX
		   ? bm_arena_printf(c->arena, "; it has its place in %s",
				     list(c, &homes))
		   : "";
}

void
rng_tell_element(rng_check *c, const rng_level *parent, xmlNode *el)
{
	const char *name = shown(c, el), *near = NULL, *more = "";
	const rng_name *known =
	    rng_name_of(c->t, rng_uri(el->ns), (const char *)el->name);
	const char *in =
	    parent->el != NULL
		? bm_arena_printf(c->arena, "in %s", shown(c, parent->el))
		: "as the root of a document";
	bm_map here, all;

	c->told++;
	expected(c, parent, &here);
	bm_map_init(&all, c->arena);
	rng_all_elements(c, &all);
	if (known != NULL && bm_map_getz(&all, name) != NULL) {
		more = advice(c, parent, el, known);
	} else {
		near = bm_nearest(&here, name, &c->effort);
		if (near == NULL)
			near = bm_nearest(&all, name, &c->effort);
		if (near != NULL)
			more = bm_arena_printf(c->arena, "; did you mean %s?",
					       near);
	}
	bm_diag_add(c->doc->diags, rule("schema-element"),
		    bm_get_pos(c->doc, el),
		    near != NULL || bm_map_getz(&all, name) == NULL
			? "The schema has no element %s, which stands %s%s%s%s"
			: "%s cannot stand here %s%s%s%s",
		    name, in != NULL ? in : "", more != NULL ? more : "",
		    here.len > 0 ? " (allowed here: "
				 : " (nothing more is allowed here",
		    bm_arena_printf(c->arena, "%s)", list(c, &here)));
}

void
rng_tell_before(rng_check *c, const rng_level *parent, xmlNode *el,
		bm_map *missing)
{
	c->told++;
	bm_diag_add(c->doc->diags, rule("schema-incomplete"),
		    bm_get_pos(c->doc, el), "%s needs %s before this %s",
		    parent->el != NULL ? shown(c, parent->el) : "A document",
		    list(c, missing), shown(c, el));
}

void
rng_tell_incomplete(rng_check *c, const rng_level *level)
{
	const xmlNode *last = level->el->last;
	bm_map names;

	c->told++;
	bm_map_init(&names, c->arena);
	for (size_t i = level->states; i < level->end; i++)
		rng_required(c, c->states.items[i].now, &names);
	while (last != NULL && last->type != XML_ELEMENT_NODE)
		last = last->prev;
	for (size_t i = level->states; last == NULL && i < level->end; i++)
		rng_alternatives(c, c->states.items[i].element->content,
				 &names);
	bm_diag_add(c->doc->diags, rule("schema-incomplete"),
		    bm_get_pos(c->doc, level->el),
		    "%s is not complete%s%s: "
		    "it needs %s",
		    shown(c, level->el),
		    last != NULL ? " behind its last " : "",
		    last != NULL ? shown(c, last) : "",
		    names.len > 0 ? list(c, &names) : "a text");
}

/* ---- Attributes -----------------------------------------------------------
 */

/* "; did you mean x?" or "". */
static const char *
or_near(rng_check *c, const bm_map *names, const char *name)
{
	const char *near = bm_nearest(names, name, &c->effort);
	const char *out =
	    near != NULL ? bm_arena_printf(c->arena, "; did you mean %s?", near)
			 : NULL;

	return out != NULL ? out : "";
}

/* What an attribute of this name may be. */
static void
values_of(rng_check *c, const rng_pattern *p, const rng_name *name, bm_map *out,
	  unsigned depth)
{
	if (!p->attribute || depth > RNG_DEPTH_MAX)
		return;
	if (p->kind == RNG_ATTRIBUTE &&
	    rng_names_have(p->names, name->ns, name->local))
		rng_values(c, p->items[0], out);
	for (uint32_t i = 0; p->kind != RNG_ATTRIBUTE && i < p->count; i++)
		values_of(c, p->items[i], name, out, depth + 1);
}

/* The rarest first: those that most elements have tell nobody anything. */
static const char *
list_attributes(rng_check *c, const rng_level *level)
{
	bm_map mine, few, other;
	size_t common = 0;

	bm_map_init(&mine, c->arena);
	bm_map_init(&few, c->arena);
	for (size_t i = level->states; i < level->end; i++)
		rng_attributes(c, c->states.items[i].now, false, &mine);
	bm_map_init(&other, c->arena);
	/* Those of the elements around are the ones that all have. */
	for (const rng_level *l = level->outer; l != NULL; l = l->outer)
		for (size_t i = l->states; i < l->end; i++)
			if (c->states.items[i].element != NULL)
				rng_attributes(
				    c, c->states.items[i].element->content,
				    false, &other);
	for (size_t i = 0; i < mine.len; i++) {
		if (bm_map_get(&other, mine.entries[i].key) != NULL)
			common++;
		else if (bm_map_put(&few, mine.entries[i].key, NULL) == NULL)
			c->failed = true;
	}
	if (few.len == 0)
		return list(c, &mine);
	return common == 0
		   ? list(c, &few)
		   : bm_arena_printf(c->arena,
				     "%s, and %zu that most elements have",
				     list(c, &few), common);
}

void
rng_tell_attribute(rng_check *c, const rng_level *level, const xmlAttr *attr,
		   const char *value, bool known)
{
	const char *name =
	    rng_shown(c, rng_uri(attr->ns), (const char *)attr->name);
	const rng_name *asked =
	    rng_name_of(c->t, rng_uri(attr->ns), (const char *)attr->name);
	bm_pos pos = rng_attribute_place(c, level->el, attr);
	bm_map names;

	c->told++;
	bm_map_init(&names, c->arena);
	if (!known) {
		for (size_t i = level->states; i < level->end; i++)
			rng_attributes(c, c->states.items[i].now, false,
				       &names);
		bm_diag_add(c->doc->diags, rule("schema-attribute"), &pos,
			    "%s has no attribute %s%s (it has %s)",
			    shown(c, level->el), name, or_near(c, &names, name),
			    names.len > 0 ? list_attributes(c, level) : "none");
		return;
	}
	for (size_t i = level->states; asked != NULL && i < level->end; i++)
		values_of(c, c->states.items[i].now, asked, &names, 0);
	bm_diag_add(c->doc->diags, rule("schema-value"), &pos,
		    "The attribute %s of %s cannot be \"%.80s\"%s; it must be "
		    "%s",
		    name, shown(c, level->el), value, or_near(c, &names, value),
		    list(c, &names));
}

void
rng_tell_missing(rng_check *c, const rng_level *level)
{
	bm_map names;

	c->told++;
	bm_map_init(&names, c->arena);
	for (size_t i = level->states; i < level->end; i++)
		rng_attributes(c, c->states.items[i].now, true, &names);
	bm_diag_add(c->doc->diags, rule("schema-attribute-missing"),
		    bm_get_pos(c->doc, level->el), "%s needs the attribute %s",
		    shown(c, level->el), list(c, &names));
}

/* ---- Text -----------------------------------------------------------------
 */

/* The first words of a text. */
static const char *
words(rng_check *c, const char *text)
{
	const char *out;
	bm_buf buf;
	size_t cut;

	text += strspn(text, " \t\r\n");
	bm_buf_init(&buf, bm_arena_allocator(c->arena));
	for (; *text != '\0' && buf.len < 40; text++) {
		if (!bm_is_space(*text))
			bm_buf_putc(&buf, *text);
		else if (!bm_is_space(text[1]) && text[1] != '\0')
			bm_buf_putc(&buf, ' ');
	}
	/* Not within a character. */
	cut = buf.len;
	while (*text != '\0' && cut > 0 &&
	       ((unsigned char)*text & 0xC0) == 0x80)
		cut--, text--;
	if (*text != '\0')
		buf.len = cut;
	out = bm_arena_printf(c->arena, "%.*s%s", (int)buf.len,
			      bm_buf_cstr(&buf), *text != '\0' ? "..." : "");
	bm_buf_free(&buf);
	return out != NULL ? out : "";
}

void
rng_tell_text(rng_check *c, const rng_level *level, const xmlNode *text)
{
	bm_pos pos = rng_text_place(c, text);
	bm_map here;

	c->told++;
	expected(c, level, &here);
	bm_diag_add(c->doc->diags, rule("schema-text"), &pos,
		    "Text cannot stand directly in %s: \"%s\"%s (allowed here: "
		    "%s)",
		    shown(c, level->el), words(c, (const char *)text->content),
		    bm_map_getz(&here, "para") != NULL ? "; put it into a para"
						       : "",
		    here.len > 0 ? list(c, &here) : "nothing");
}

void
rng_tell_data(rng_check *c, const rng_level *level, const char *text)
{
	bm_map values;

	c->told++;
	bm_map_init(&values, c->arena);
	for (size_t i = level->states; i < level->end; i++)
		rng_values(c, c->states.items[i].now, &values);
	bm_diag_add(c->doc->diags, rule("schema-value"),
		    bm_get_pos(c->doc, level->el),
		    "The text of %s cannot be \"%s\"%s; it must be %s",
		    shown(c, level->el), words(c, text),
		    or_near(c, &values, text), list(c, &values));
}

/*
 * A tree against a schema, in one walk.  At each element stands a list of
 * states: the ways in which its start tag can be meant, each with what of its
 * content is to come.  A start tag leads from states of the parent to states
 * of its own; an end tag leads those that are complete back.  After a fault
 * the walk goes on as if it were mended, so that one fault is one finding.
 */
#include "schema/check.h"

/* Faults of one document that are told: more say nothing new. */
#define TOLD_MAX 1000

const char *
rng_uri(const xmlNs *ns)
{
	return ns != NULL && ns->href != NULL ? (const char *)ns->href : "";
}

static bool
fail(rng_check *c)
{
	c->failed = true;
	return false;
}

/* Whether nothing more can or need be said. */
static bool
silent(const rng_check *c)
{
	return c->failed || c->told >= TOLD_MAX;
}

static bool
live(const rng_check *c, const rng_state *s)
{
	return s->now != c->t->not_allowed;
}

static bool
any_live(const rng_check *c, const rng_level *level)
{
	for (size_t i = level->states; i < level->end; i++)
		if (live(c, &c->states.items[i]))
			return true;
	return false;
}

/* ---- Start tags -----------------------------------------------------------
 */

/* A state at the end of the list that has the content of this element. */
static bool
add_state(rng_check *c, size_t from, const rng_element *element, size_t *out)
{
	for (*out = from; *out < c->states.len; ++*out)
		if (c->states.items[*out].element == element)
			return true;
	rng_state *s = BM_VEC_PUSH(c->arena, &c->states);

	if (s == NULL)
		return fail(c);
	*s = (rng_state){.element = element, .now = element->content};
	return true;
}

/* The states that a start tag leads to.  Links of one state lie together. */
static bool
open_states(rng_check *c, const rng_level *parent, const rng_name *name,
	    size_t from)
{
	rng_opens opens;
	size_t at;

	for (size_t i = parent->states; i < parent->end; i++) {
		if (!live(c, &c->states.items[i]))
			continue;
		if (!rng_open_tag(c->t, c->states.items[i].now, name, &opens))
			return fail(c);
		for (size_t k = 0; k < opens.len; k++)
			if (!add_state(c, from, opens.items[k].element, &at))
				return false;
	}
	for (at = from; at < c->states.len; at++) {
		c->states.items[at].links = c->links.len;
		for (size_t i = parent->states; i < parent->end; i++) {
			if (!live(c, &c->states.items[i]))
				continue;
			if (!rng_open_tag(c->t, c->states.items[i].now, name,
					  &opens))
				return fail(c);
			for (size_t k = 0; k < opens.len; k++) {
				if (opens.items[k].element !=
				    c->states.items[at].element)
					continue;
				rng_link *l = BM_VEC_PUSH(c->arena, &c->links);

				if (l == NULL)
					return fail(c);
				*l = (rng_link){i, opens.items[k].rest};
				c->states.items[at].link_count++;
			}
		}
	}
	return true;
}

/* States for an element that stands where it cannot: all that the schema has
 * of this name. */
static bool
open_anyhow(rng_check *c, const rng_name *name, size_t from)
{
	size_t at;

	for (size_t i = 0; i < c->t->elements.len; i++) {
		const rng_element *e = c->t->elements.items[i];

		if (rng_names_have(e->names, name->ns, name->local) &&
		    e->names->kind == RNG_NAME && !add_state(c, from, e, &at))
			return false;
	}
	return true;
}

/* Whether one of the names is only late: it will be told when it comes. */
static bool
follows(const xmlNode *el, const bm_map *names)
{
	for (const xmlNode *n = el->next; n != NULL; n = n->next)
		for (size_t i = 0;
		     n->type == XML_ELEMENT_NODE && i < names->len; i++) {
			const rng_name *name = names->entries[i].value;

			if (name != NULL &&
			    strcmp(name->local, (const char *)n->name) == 0 &&
			    strcmp(name->ns, rng_uri(n->ns)) == 0)
				return true;
		}
	return false;
}

/*
 * Whether the element could stand here if one were not missing before it;
 * then it is told, and the parent goes on as if it were there.
 */
static bool
mend_missing(rng_check *c, const rng_level *parent, xmlNode *el,
	     const rng_name *name)
{
	bm_map wanted, missing;
	rng_opens before, after;
	bool found = false;

	bm_map_init(&missing, c->arena);
	for (size_t i = parent->states; i < parent->end; i++) {
		rng_state *s = &c->states.items[i];
		const rng_pattern *next = c->t->not_allowed;

		if (!live(c, s) || s->now->nullable)
			continue;
		bm_map_init(&wanted, c->arena);
		rng_required(c, s->now, &wanted);
		for (size_t w = 0; w < wanted.len; w++) {
			const rng_name *n = wanted.entries[w].value;
			void **slot;

			if (n == NULL ||
			    !rng_open_tag(c->t, s->now, n, &before))
				continue;
			for (size_t k = 0; k < before.len; k++) {
				if (!rng_open_tag(c->t, before.items[k].rest,
						  name, &after) ||
				    after.len == 0)
					continue;
				next = rng_choice(c->t, next,
						  before.items[k].rest);
				slot = bm_map_put(&missing,
						  wanted.entries[w].key, NULL);
				if (next == NULL || slot == NULL)
					return fail(c);
				*slot = wanted.entries[w].value;
			}
		}
		s->next = next;
		found = found || next != c->t->not_allowed;
	}
	for (size_t i = parent->states; i < parent->end; i++) {
		rng_state *s = &c->states.items[i];

		if (found && s->next != NULL)
			s->now = s->next;
		s->next = NULL;
	}
	if (found && !silent(c) && !follows(el, &missing))
		rng_tell_before(c, parent, el, &missing);
	return found;
}

/* Opens an element; false when there is no going on. */
static bool
open_element(rng_check *c, rng_level *parent, xmlNode *el, rng_level *level)
{
	const rng_name *name =
	    rng_name_of(c->t, rng_uri(el->ns), (const char *)el->name);

	if (name == NULL)
		return fail(c);
	*level = (rng_level){el, c->states.len, 0, false, false, parent};
	if (!open_states(c, parent, name, level->states))
		return false;
	if (c->states.len == level->states && any_live(c, parent)) {
		if (mend_missing(c, parent, el, name)) {
			if (!open_states(c, parent, name, level->states))
				return false;
		} else {
			parent->told = true;
			if (!silent(c))
				rng_tell_element(c, parent, el);
		}
	}
	if (c->states.len == level->states &&
	    !open_anyhow(c, name, level->states))
		return false;
	level->end = c->states.len;
	return !c->failed;
}

/* ---- Attributes -----------------------------------------------------------
 */

/* The value in one piece. */
static const char *
value_of(rng_check *c, const xmlAttr *attr)
{
	const xmlNode *n = attr->children;

	if (n == NULL)
		return "";
	if (n->next == NULL && n->type == XML_TEXT_NODE && n->content != NULL)
		return (const char *)n->content;
	xmlChar *all = xmlNodeListGetString(attr->doc, attr->children, 1);
	const char *copy =
	    bm_arena_strdup(c->arena, all != NULL ? (const char *)all : "");

	xmlFree(all);
	return copy;
}

/* Takes an attribute into all states; *good: one of them takes it.  If none
 * does, none is changed. */
static bool
try_attribute(rng_check *c, const rng_level *level, const rng_name *name,
	      const bm_str *value, bool *good)
{
	*good = false;
	for (size_t i = level->states; i < level->end; i++) {
		rng_state *s = &c->states.items[i];

		s->next = !live(c, s)
			      ? s->now
			      : rng_take_attribute(c->t, s->now, name, value);
		if (s->next == NULL)
			return fail(c);
		*good = *good || s->next != c->t->not_allowed;
	}
	for (size_t i = level->states; i < level->end; i++) {
		rng_state *s = &c->states.items[i];

		if (*good)
			s->now = s->next;
		s->next = NULL;
	}
	return true;
}

/* Takes one attribute, or tells why nothing takes it. */
static bool
take_attribute(rng_check *c, const rng_level *level, const xmlAttr *attr)
{
	const rng_name *name =
	    rng_name_of(c->t, rng_uri(attr->ns), (const char *)attr->name);
	const char *text = value_of(c, attr);
	bm_str value = bm_str_of(text);
	bm_map names;
	bool good, known;

	if (name == NULL || text == NULL)
		return fail(c);
	if (!try_attribute(c, level, name, &value, &good))
		return false;
	if (good || !any_live(c, level))
		return true;
	bm_map_init(&names, c->arena);
	for (size_t i = level->states; i < level->end; i++)
		rng_attributes(c, c->states.items[i].now, false, &names);
	known =
	    bm_map_getz(&names, rng_shown(c, name->ns, name->local)) != NULL;
	if (!silent(c))
		rng_tell_attribute(c, level, attr, text, known);
	/* It is there, if with a wrong value. */
	return !c->failed &&
	       (!known || try_attribute(c, level, name, NULL, &good));
}

static bool
take_attributes(rng_check *c, const rng_level *level)
{
	bool good = false;

	for (const xmlAttr *a = level->el->properties; a != NULL; a = a->next)
		if (strcmp(rng_uri(a->ns), BM_NS) != 0 &&
		    !take_attribute(c, level, a))
			return false;
	for (size_t i = level->states; i < level->end; i++) {
		rng_state *s = &c->states.items[i];

		s->next = rng_close_tag(c->t, s->now, false);
		if (s->next == NULL)
			return fail(c);
		good = good || s->next != c->t->not_allowed;
	}
	if (!good && any_live(c, level) && !silent(c))
		rng_tell_missing(c, level);
	for (size_t i = level->states; i < level->end; i++) {
		rng_state *s = &c->states.items[i];

		s->now = good ? s->next : rng_close_tag(c->t, s->now, true);
		s->next = NULL;
		if (s->now == NULL)
			return fail(c);
	}
	return true;
}

/* ---- Content --------------------------------------------------------------
 */

static bool
is_text(const xmlNode *n)
{
	return n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE;
}

static bool
is_white(const xmlNode *n)
{
	const char *s = n->content != NULL ? (const char *)n->content : "";

	return s[strspn(s, " \t\r\n")] == '\0';
}

/* Takes a text into all states; false: none takes it, and none changed. */
static bool
take_text(rng_check *c, const rng_level *level, bm_str text, bool optional)
{
	bool good = false;

	for (size_t i = level->states; i < level->end; i++) {
		rng_state *s = &c->states.items[i];

		s->next = rng_take_text(c->t, s->now, text);
		if (s->next != NULL && optional)
			s->next = rng_choice(c->t, s->next, s->now);
		if (s->next == NULL) {
			fail(c);
			return true;
		}
		good = good || s->next != c->t->not_allowed;
	}
	for (size_t i = level->states; good && i < level->end; i++)
		c->states.items[i].now = c->states.items[i].next;
	return good;
}

/* Whether an element may end as it stands. */
static bool
complete(const rng_check *c, const rng_level *level)
{
	for (size_t i = level->states; i < level->end; i++)
		if (c->states.items[i].now->nullable)
			return true;
	return false;
}

static bool
expects_elements(rng_check *c, const rng_level *level)
{
	bm_map names;

	bm_map_init(&names, c->arena);
	for (size_t i = level->states; i < level->end; i++)
		rng_expected(c, c->states.items[i].now, &names);
	return names.len > 0;
}

/* All text of an element, which may be a value of some type. */
static bool
take_whole(rng_check *c, rng_level *level, const xmlNode *first)
{
	const char *text = first != NULL && first->content != NULL
			       ? (const char *)first->content
			       : "";
	bool white = text[strspn(text, " \t\r\n")] == '\0';
	bool data = false, good;
	const xmlNode *n = first;
	bm_buf buf;

	for (size_t i = level->states; i < level->end; i++)
		data = data || c->states.items[i].now->data;
	if (n != NULL)
		for (n = n->next; n != NULL && !is_text(n);)
			n = n->next;
	bm_buf_init(&buf, bm_arena_allocator(c->arena));
	if (n != NULL) { /* comments stand between */
		for (n = level->el->children; n != NULL; n = n->next)
			if (is_text(n))
				bm_buf_puts(&buf, (const char *)n->content);
		text = bm_buf_cstr(&buf);
		white = text[strspn(text, " \t\r\n")] == '\0';
	}
	if (buf.status != BM_OK)
		fail(c);
	if (white && !data) {
		bm_buf_free(&buf);
		return !c->failed;
	}
	good = take_text(c, level, bm_str_of(text), white) &&
	       (!white || complete(c, level) || expects_elements(c, level));
	level->told = level->told || !good;
	if (!good && any_live(c, level) && !silent(c)) {
		if (data)
			rng_tell_data(c, level, text);
		else
			rng_tell_text(c, level, first);
	}
	/* What was told once needs no second word about what is missing. */
	for (size_t i = level->states; data && !good && i < level->end; i++)
		c->states.items[i].now = c->t->empty;
	bm_buf_free(&buf);
	return !c->failed;
}

static bool judge(rng_check *c, rng_level *parent, xmlNode *el);

static bool
take_children(rng_check *c, rng_level *level)
{
	const xmlNode *text = NULL;
	bool elements = false;

	for (xmlNode *n = level->el->children; n != NULL; n = n->next) {
		elements = elements || n->type == XML_ELEMENT_NODE;
		if (text == NULL && is_text(n))
			text = n;
	}
	if (!elements)
		return take_whole(c, level, text);
	for (xmlNode *n = level->el->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE &&
		    strcmp(rng_uri(n->ns), BM_NS) != 0) {
			if (!judge(c, level, n))
				return false;
		} else if (is_text(n) && !is_white(n)) {
			bm_str s = bm_str_of((const char *)n->content);

			if (take_text(c, level, s, false) || level->text_told ||
			    !any_live(c, level) || silent(c))
				continue;
			rng_tell_text(c, level, n);
			level->told = level->text_told = true;
		}
	}
	return !c->failed;
}

/* ---- End tags -------------------------------------------------------------
 */

/* Leads the states that are complete, else all, back to those of the
 * parent. */
static bool
close_element(rng_check *c, const rng_level *parent, const rng_level *level)
{
	bool whole = complete(c, level), linked = false;

	for (size_t i = level->states; i < level->end; i++)
		linked = linked || c->states.items[i].link_count > 0;
	/* What stands wrong may stand in the place of what is missing. */
	if (!whole && !level->told && any_live(c, level) && !silent(c))
		rng_tell_incomplete(c, level);
	if (!linked)
		return !c->failed;
	for (size_t i = parent->states; i < parent->end; i++)
		c->states.items[i].next = c->t->not_allowed;
	for (size_t i = level->states; i < level->end; i++) {
		const rng_state *s = &c->states.items[i];

		if (whole ? !s->now->nullable : !live(c, s))
			continue;
		for (size_t k = 0; k < s->link_count; k++) {
			const rng_link *l = &c->links.items[s->links + k];
			rng_state *p = &c->states.items[l->parent];

			p->next = rng_choice(c->t, p->next, l->rest);
			if (p->next == NULL)
				return fail(c);
		}
	}
	for (size_t i = parent->states; i < parent->end; i++) {
		c->states.items[i].now = c->states.items[i].next;
		c->states.items[i].next = NULL;
	}
	return true;
}

/* One element with all in it.  The depth of a tree is bounded. */
static bool
judge(rng_check *c, rng_level *parent, xmlNode *el)
{
	size_t links = c->links.len;
	rng_level level;

	if (!open_element(c, parent, el, &level) ||
	    !take_attributes(c, &level) || !take_children(c, &level) ||
	    !close_element(c, parent, &level))
		return false;
	c->states.len = level.states;
	c->links.len = links;
	return true;
}

/* ---- A document -----------------------------------------------------------
 */

static void
judge_tree(rng_check *c, xmlNode *root)
{
	rng_level level = {NULL, 0, 1, false, false, NULL};
	rng_state *s = BM_VEC_PUSH(c->arena, &c->states);

	c->t->work = 0;
	c->t->full = NULL;
	if (s == NULL) {
		c->failed = true;
		return;
	}
	*s = (rng_state){.now = c->schema->grammar.start};
	judge(c, &level, root);
}

/* Warns when the document knows more than the schema. */
static void
compare_versions(rng_check *c, const xmlNode *root)
{
	const char *has = bm_attr(root, "version"), *of = c->schema->version;

	if (has != NULL && of != NULL && strncmp(has, of, 3) > 0)
		bm_diag_add(
		    c->doc->diags,
		    bm_rule_find(bm_schema_rules, "schema-other-version"),
		    bm_get_pos(c->doc, root),
		    "The document is of DocBook %.20s; the schema that is "
		    "installed is of %s, and what is newer counts as wrong",
		    has, of);
}

bm_status
bm_schema_check(bm_schema *schema, bm_doc *doc)
{
	rng_check c = {.schema = schema,
		       .t = &schema->grammar.table,
		       .doc = doc,
		       .arena = doc->scratch,
		       .effort = BM_NEAREST_EFFORT};
	xmlNode *root = bm_doc_element(doc);
	bm_status status;

	if (root == NULL)
		return BM_OK;
	bm_map_init(&c.lines, c.arena);
	compare_versions(&c, root);
	pthread_mutex_lock(&schema->lock);
	judge_tree(&c, root);
	if (c.failed && c.t->full != NULL)
		bm_diag_add(doc->diags,
			    bm_rule_find(bm_schema_rules, "schema-limit"),
			    bm_get_pos(doc, root),
			    "The document is too much for the schema: it "
			    "takes more than %s",
			    c.t->full);
	if (bm_arena_failed(schema->arena) || bm_arena_failed(c.arena) ||
	    (c.failed && c.t->full == NULL))
		status = BM_NO_MEMORY;
	else
		status = rng_constraints(&c);
	pthread_mutex_unlock(&schema->lock);
	bm_arena_reset(doc->scratch);
	return status;
}

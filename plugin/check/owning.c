/* Roles that stand in others, and roles that hold others. */
#include "check/check.h"
#include "check/model.h"
#include "check/shadow.h"

static const bm_rule rules[] = {
    {"aria-context", BM_ERROR, "A role stands outside of what it is a part of",
     "WCAG 2.2, 1.3.1 (A)",
     "Put it into an element of the role that it belongs to, or take the role "
     "away."},
    {"aria-owned", BM_ERROR, "A role holds none of its parts, or other ones",
     "WCAG 2.2, 1.3.1 (A)",
     "Give what stands in it the roles that belong there, or take the role "
     "away."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* Which element owns another by aria-owns; made once a test. */
static bool
index_owned(page *p, bm_map *owners)
{
	bm_map_init(owners, p->arena);
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const char *list = page_attr_of(p, n, N_aria_owns);
		bm_str id;

		while (page_word(&list, &id)) {
			void **slot = bm_map_put(owners, id, NULL);

			if (slot == NULL)
				return false;
			if (*slot == NULL)
				*slot = (void *)(uintptr_t)(n + 1u);
		}
	}
	return true;
}

/* The element that n stands in for assistive programs. */
static page_node_id
owner_of(const page *p, const bm_map *owners, page_node_id n)
{
	const char *id = page_attr_of(p, n, N_id);
	uintptr_t owner = id != NULL && page_by_id(p, bm_str_of(id)) == n
			      ? (uintptr_t)bm_map_getz(owners, id)
			      : 0;

	return owner != 0 ? (page_node_id)(owner - 1) : page_parent(p, n);
}

/* Roles that are not looked at on the way between an owner and its part. */
static bool
is_between(aria_role role)
{
	return role == R_NO || role == R_none || role == R_presentation ||
	       role == R_generic;
}

/* ---- context ---- */

enum place { PLACE_WRONG, PLACE_TOP, PLACE_RIGHT };

/* Where an element with this role stands that `up` is the owner of; at the
 * top when nothing there decides it. */
static enum place
place_of(const page *p, const bm_map *owners, page_node_id up, aria_role role)
{
	const char *in = aria_role_at(role)->in;

	for (unsigned steps = 0; up != 0 && up != p->root && steps < 2000;
	     up = owner_of(p, owners, up), steps++) {
		aria_role above = model_role(p, up);

		if (aria_role_in(above, in))
			return PLACE_RIGHT;
		/* Items in a group in a menu or tree. */
		if (above != R_group && !is_between(above) &&
		    !(role == R_treeitem && above == R_treeitem))
			return PLACE_WRONG;
	}
	return PLACE_TOP;
}

/* The role of n if it has to stand in another one, or R_NO. */
static aria_role
part_role(const page *p, page_node_id n)
{
	aria_role role = page_is_element(p, n) ? p->model->given[n] : R_NO;

	/* A native item, cell or caption stands where HTML says. */
	if (role == R_NO || model_hidden(p, n) ||
	    *aria_role_at(role)->in == '\0' || role == R_caption ||
	    (role == model_implicit(p, n) && role != R_option))
		return R_NO;
	return role;
}

static void
judge_place(check_run *run, page_node_id at, aria_role role, enum place place)
{
	if (place == PLACE_RIGHT)
		check_pass(run);
	else
		check_fail(run, at, "The role %s does not stand in: %s",
			   aria_role_at(role)->name, aria_role_at(role)->in);
}

/* What stands in a tree of a script has what holds the tree above it; nothing
 * outside of it owns what is in it. */
static void
shadow_context(check_run *run, const shadow *s, const bm_map *owners)
{
	page *p = run->page, tree = s->tree;
	bm_map own;

	if (model_hidden(p, s->host) || !index_owned(&tree, &own))
		return;
	for (page_node_id n = 1; n < tree.nodes.len; n++) {
		aria_role role = part_role(&tree, n);
		enum place place;

		if (role == R_NO)
			continue;
		place = place_of(&tree, &own, owner_of(&tree, &own, n), role);
		if (place == PLACE_TOP)
			place = place_of(p, owners, s->host, role);
		judge_place(run, s->from, role, place);
	}
}

/* ACT ff89c9. */
static void
context(check_run *run)
{
	page *p = run->page;
	shadow s = {.from = 0};
	bm_map owners;

	if (!index_owned(p, &owners))
		return;
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		aria_role role = part_role(p, n);

		if (role != R_NO)
			judge_place(run, n, role,
				    place_of(p, &owners,
					     owner_of(p, &owners, n), role));
	}
	while (shadow_next(p, &s))
		shadow_context(run, &s, &owners);
}

/* ---- what is owned ---- */

struct owning {
	const page *p;
	const bm_map *owners;
	page_node_id top;
	const char *owns;
	unsigned right;
	bool text;          /* something stands in it */
	page_node_id wrong; /* the first that does not belong, or PAGE_NONE */
	aria_role group;    /* what may stand between it and its parts */
};

/* Roles that may always stand beside the parts. */
static bool
is_beside(aria_role role)
{
	return role == R_separator || role == R_caption;
}

/* Whether a role is one of a list, or a kind of one. */
static bool
belongs(aria_role role, const char *owns)
{
	bm_str word;

	while (page_word(&owns, &word))
		if (aria_role_is(role, aria_role_of(word)))
			return true;
	return false;
}

static void look_into(struct owning *o, page_node_id n, unsigned depth);

static void
look_at(struct owning *o, page_node_id n, unsigned depth)
{
	const page *p = o->p;
	aria_role role = model_role(p, n);

	if (model_hidden(p, n) || is_beside(role) || depth > 650)
		return;
	if (is_between(role) || role == R_group ||
	    (role == R_rowgroup && o->group == R_rowgroup)) {
		look_into(o, n, depth);
		return;
	}
	o->text = true;
	if (belongs(role, o->owns))
		o->right++;
	else if (o->wrong == PAGE_NONE)
		o->wrong = n;
}

/* The children of n, then what it owns by aria-owns. */
static void
look_into(struct owning *o, page_node_id n, unsigned depth)
{
	const page *p = o->p;
	const char *list = page_attr_of(p, n, N_aria_owns);
	bm_str id;

	for (page_node_id c = page_first(p, n); c != PAGE_NONE;
	     c = page_next(p, c)) {
		if (page_at(p, c)->kind == PAGE_TEXT &&
		    !page_blank(page_at(p, c)->u.text))
			o->text = true;
		if (page_is_element(p, c) && owner_of(p, o->owners, c) == n)
			look_at(o, c, depth + 1);
	}
	while (page_word(&list, &id)) {
		page_node_id to = page_by_id(p, id);

		if (to != PAGE_NONE && to != n && to != o->top &&
		    owner_of(p, o->owners, to) == n)
			look_at(o, to, depth + 1);
	}
}

static void
judge(check_run *run, struct owning *o, aria_role role)
{
	const page *p = run->page;
	const char *busy = page_attr_of(p, o->top, N_aria_busy);

	if (busy != NULL && bm_str_is_nocase(bm_str_of(busy), "true"))
		return;
	if (o->wrong != PAGE_NONE)
		check_fail(run, o->wrong,
			   "An element with the role %s stands in one with "
			   "the role %s, which holds: %s",
			   aria_role_at(model_role(p, o->wrong))->name,
			   aria_role_at(role)->name, o->owns);
	else if (o->right > 0)
		check_pass(run);
	else if (o->text)
		check_fail(run, o->top,
			   "The element with the role %s holds none of: %s",
			   aria_role_at(role)->name, o->owns);
	else
		check_person(run, o->top,
			     "The element with the role %s is empty; whether "
			     "a script fills it has to be tried",
			     aria_role_at(role)->name);
}

/* ACT bc4a75. */
static void
owned(check_run *run)
{
	page *p = run->page;
	bm_map owners;

	if (!index_owned(p, &owners))
		return;
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		aria_role role =
		    page_is_element(p, n) ? p->model->given[n] : R_NO;
		struct owning o = {
		    .p = p, .owners = &owners, .top = n, .wrong = PAGE_NONE};

		if (role == R_NO || model_hidden(p, n) ||
		    *aria_role_at(role)->owns == '\0')
			continue;
		/* HTML sees to its own lists. */
		if (role == model_implicit(p, n) &&
		    (page_is(p, n, N_ul) || page_is(p, n, N_ol) ||
		     page_is(p, n, N_menu)))
			continue;
		o.owns = aria_role_at(role)->owns;
		o.group = aria_role_is(role, R_table) ? R_rowgroup : R_group;
		look_into(&o, n, 0);
		judge(run, &o, role);
	}
}

static const check_test tests[] = {
    {"aria-context", "ff89c9", "1.3.1 A",
     "A role that is a part of another stands in it", context},
    {"aria-owned", "bc4a75", "1.3.1 A",
     "A role that consists of others holds them and nothing else", owned},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_owning = {"owning", rules, tests};

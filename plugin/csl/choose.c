/* cs:choose and its conditions. */
#include "csl/render.h"

static bool
position_is(const csl_context *cx, bm_str value)
{
	if (cx->cite == NULL)
		return false;
	if (bm_str_is(value, "first"))
		return cx->position == CSL_POSITION_FIRST;
	if (bm_str_is(value, "subsequent"))
		return cx->position >= CSL_POSITION_SUBSEQUENT;
	if (bm_str_is(value, "ibid"))
		return cx->position >= CSL_POSITION_IBID;
	if (bm_str_is(value, "ibid-with-locator"))
		return cx->position == CSL_POSITION_IBID_LOCATOR;
	return bm_str_is(value, "near-note") && cx->near_note;
}

static bool
locator_is(const csl_context *cx, bm_str value)
{
	bm_str label;

	if (cx->cite == NULL || cx->cite->locator.len == 0)
		return false;
	label = cx->cite->label;
	if (label.len == 0)
		label = BM_STR("page");
	if (bm_str_is(value, "sub-verbo") && bm_str_is(label, "sub verbo"))
		return true;
	return bm_str_eq(label, value);
}

static bool
uncertain(csl_context *cx, const char *name)
{
	const bm_item_date *d = csl_date_variable(cx, name);

	return d != NULL && d->circa;
}

static bool
test_holds(csl_context *cx, const csl_test *t)
{
	switch (t->kind) {
	case CSL_TEST_TYPE:
		return cx->item != NULL && bm_str_eq(cx->item->type, t->value);
	case CSL_TEST_VARIABLE:
		return csl_variable_present(cx, t->value.ptr);
	case CSL_TEST_IS_NUMERIC:
		return csl_is_numeric(cx, t->value.ptr);
	case CSL_TEST_IS_UNCERTAIN:
		return uncertain(cx, t->value.ptr);
	case CSL_TEST_LOCATOR:
		return locator_is(cx, t->value);
	case CSL_TEST_POSITION:
		return position_is(cx, t->value);
	case CSL_TEST_DISAMBIGUATE:
		return csl_tell_condition(cx) == bm_str_is(t->value, "true");
	}
	return false;
}

/* Whether one of the tests of this kind from t on holds. */
static bool
any_holds(csl_context *cx, const csl_test *t, csl_test_kind kind)
{
	for (; t != NULL; t = t->next)
		if (t->kind == kind && test_holds(cx, t))
			return true;
	return false;
}

static bool
branch_holds(csl_context *cx, const csl_branch *b)
{
	if (b->tests == NULL)
		return true;
	for (const csl_test *t = b->tests; t != NULL; t = t->next) {
		bool holds = test_holds(cx, t);

		/* Nothing is of two types at once: with "all" one of them. */
		if (b->match == CSL_ALL && !holds &&
		    (t->kind == CSL_TEST_TYPE || t->kind == CSL_TEST_LOCATOR))
			holds = any_holds(cx, b->tests, t->kind);

		if (b->match == CSL_ALL && !holds)
			return false;
		if (b->match == CSL_ANY && holds)
			return true;
		if (b->match == CSL_NONE && holds)
			return false;
	}
	return b->match != CSL_ANY;
}

/* The branch whose conditions hold first, or NULL. */
const csl_branch *
csl_choose(csl_context *cx, const csl_node *node)
{
	for (const csl_branch *b = node->branches; b != NULL; b = b->next)
		if (branch_holds(cx, b))
			return b;
	return NULL;
}

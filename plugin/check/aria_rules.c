/* Roles and attributes of ARIA: whether they are, and whether they fit. */
#include "check/check.h"
#include "check/model.h"

#include <stdlib.h>
#include <strings.h>

static const bm_rule rules[] = {
    {"aria-role", BM_ERROR, "A role does not exist", "WCAG 2.2, 4.1.2 (A)",
     "Use a role of WAI-ARIA or DPUB-ARIA, or take the attribute away."},
    {"aria-role-old", BM_WARNING, "A role is deprecated",
     "DPUB-ARIA 1.1, WAI-ARIA 1.2",
     "Take it away: a list item says enough by itself."},
    {"aria-attribute", BM_ERROR, "An aria- attribute does not exist",
     "WCAG 2.2, 4.1.2 (A)", "Mend its name or take it away."},
    {"aria-value", BM_ERROR,
     "An aria- attribute has a value that it cannot "
     "have",
     "WCAG 2.2, 4.1.2 (A)", "Use a value that WAI-ARIA gives for it."},
    {"aria-permitted", BM_ERROR,
     "An aria- attribute is not for elements of this role",
     "WCAG 2.2, 4.1.2 (A)",
     "Take it away, or give the element the role that "
     "it belongs to."},
    {"aria-required", BM_ERROR, "A role lacks an attribute that it must have",
     "WCAG 2.2, 4.1.2 (A)",
     "Add the attribute, or use the element of HTML "
     "that has it by itself."},
    {"aria-prohibited", BM_ERROR,
     "An element is named that must not have a name", "WCAG 2.2, 4.1.2 (A)",
     "Put the words into the text, or give the element a role that may have "
     "a name."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

static bool
is_ours(const page *p, page_node_id n)
{
	const page_node *node = page_at(p, n);

	return node->kind == PAGE_ELEMENT &&
	       (node->ns == NS_HTML || node->ns == NS_SVG ||
		node->ns == NS_MATHML);
}

/* The first role that is one, as it is written, or R_NO. */
static aria_role
written(const page *p, page_node_id n)
{
	const char *list = page_attr_of(p, n, N_role);
	bm_str word;

	while (page_word(&list, &word)) {
		aria_role role = aria_role_of(word);

		if (role != R_NO && !(aria_role_at(role)->flags & ABSTRACT))
			return role;
	}
	return R_NO;
}

/* ACT 674b10: one of the roles named is one. */
static void
role_valid(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *role;

		if (!is_ours(p, n) || model_hidden(p, n))
			continue;
		role = page_attr_at(p, n, N_role);
		if (role == NULL || page_blank(role->value))
			continue;
		if (written(p, n) != R_NO)
			check_pass(run);
		else
			check_fail_at(run, role, "There is no role \"%s\"",
				      role->value);
	}
}

static void
role_old(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		aria_role role = is_ours(p, n) ? p->model->given[n] : R_NO;

		if (role == R_NO || model_hidden(p, n))
			continue;
		if (aria_role_at(role)->flags & OLD)
			check_fail(run, n, "The role %s is deprecated",
				   aria_role_at(role)->name);
		else
			check_pass(run);
	}
}

/* ---- attributes ---- */

typedef void (*attribute_test)(check_run *run, page_node_id n,
			       const page_attr *a, const aria_attribute *known);

/* Calls test for each attribute that begins as those of ARIA do. */
static void
each_attribute(check_run *run, attribute_test test)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);

		if (!is_ours(p, n))
			continue;
		for (uint32_t i = 0; i < node->count; i++) {
			const page_attr *a = &p->attrs.items[node->u.attrs + i];
			const aria_attribute *known =
			    aria_attribute_of(a->name);

			if (a->ns == NS_NONE &&
			    (known != NULL ||
			     bm_str_starts(
				 bm_str_of(page_text_of_name(p, a->name)),
				 "aria-")))
				test(run, n, a, known);
		}
	}
}

/* ACT 5f99a7. */
static void
test_defined(check_run *run, page_node_id n, const page_attr *a,
	     const aria_attribute *known)
{
	(void)n;
	if (known != NULL)
		check_pass(run);
	else
		check_fail_at(run, a, "There is no attribute %s",
			      page_text_of_name(run->page, a->name));
}

static void
defined(check_run *run)
{
	each_attribute(run, test_defined);
}

static bool
is_number(const char *text, bool whole)
{
	char *end;

	while (bm_is_space(*text))
		text++;
	if (*text == '\0')
		return false;
	if (whole)
		strtol(text, &end, 10);
	else
		strtod(text, &end);
	if (end == text)
		return false;
	while (bm_is_space(*end))
		end++;
	return *end == '\0';
}

/* Whether an attribute may be missing all the same. */
static bool
may_lack(const page *p, page_node_id n, aria_role role, page_name name)
{
	const char *expanded;

	if (role == R_separator)
		return (model_flags(p, n) & M_FOCUSABLE) == 0;
	if (role != R_combobox || name != N_aria_controls)
		return false;
	expanded = page_attr_of(p, n, N_aria_expanded);
	return expanded == NULL ||
	       !bm_str_is_nocase(bm_str_of(expanded), "true");
}

/* Only where a role cannot do without it must what is referred to be there. */
static bool
refers(const page *p, page_node_id n, const page_attr *a)
{
	const char *list = a->value;
	bm_str id;

	if ((aria_role_at(model_role(p, n))->must & aria_bit(a->name)) == 0)
		return true;
	while (page_word(&list, &id))
		if (page_by_id(p, id) != PAGE_NONE)
			return true;
	return may_lack(p, n, model_role(p, n), a->name);
}

static bool
value_fits(const page *p, page_node_id n, const page_attr *a,
	   const aria_attribute *known)
{
	const char *list = a->value;
	bm_str word, one;

	switch (known->type) {
	case INTEGER:
		return is_number(a->value, true);
	case NUMBER:
		return is_number(a->value, false);
	case BOOLEAN:
		one = bm_str_trim(bm_str_of(a->value));
		return bm_str_is_nocase(one, "true") ||
		       bm_str_is_nocase(one, "false");
	case TOKEN:
		one = bm_str_trim(bm_str_of(a->value));
		list = known->values;
		while (page_word(&list, &word))
			if (bm_str_eq(word, one) ||
			    (word.len == one.len &&
			     strncasecmp(word.ptr, one.ptr, one.len) == 0))
				return true;
		return false;
	case TOKENS:
		while (page_word(&list, &word)) {
			const char *values = known->values;
			bool found = false;

			while (!found && page_word(&values, &one))
				found = one.len == word.len &&
					strncasecmp(one.ptr, word.ptr,
						    one.len) == 0;
			if (!found)
				return false;
		}
		return true;
	case IDREF:
	case IDREFS:
		return refers(p, n, a);
	case STRING:
		break;
	}
	return true;
}

/* ACT 6a7281. */
static void
test_value(check_run *run, page_node_id n, const page_attr *a,
	   const aria_attribute *known)
{
	if (known == NULL || page_blank(a->value))
		return;
	if (value_fits(run->page, n, a, known))
		check_pass(run);
	else if (*known->values != '\0')
		check_fail_at(run, a, "%s is \"%s\", and not one of: %s",
			      page_name_text(a->name), a->value, known->values);
	else
		check_fail_at(run, a, "%s cannot be \"%s\"",
			      page_name_text(a->name), a->value);
}

static void
values(check_run *run)
{
	each_attribute(run, test_value);
}

/* What an element without a role of ARIA may have beside what all may: ARIA
 * in HTML gives controls that have none what text fields have. */
static aria_set
set_without_role(const page *p, page_node_id n)
{
	return page_is(p, n, N_input) ? aria_role_at(R_textbox)->has : 0;
}

/* ACT 5c01ea. */
static void
test_permitted(check_run *run, page_node_id n, const page_attr *a,
	       const aria_attribute *known)
{
	const page *p = run->page;
	aria_role role = model_role(p, n);
	aria_set has;

	if (known == NULL || model_hidden(p, n) ||
	    (role == R_NO && page_at(p, n)->ns != NS_HTML))
		return;
	/* Elements of later standards and of scripts have roles of theirs. */
	if (role == R_NO && page_at(p, n)->name >= N_KNOWN)
		return;
	has = role != R_NO ? aria_role_at(role)->has : set_without_role(p, n);
	if (known->scope != BY_ROLE || (has & aria_bit(a->name)) != 0 ||
	    (page_is(p, n, N_input) && a->name == N_aria_checked))
		check_pass(run);
	else if (role != R_NO)
		check_fail_at(run, a, "%s is not for the role %s",
			      page_name_text(a->name),
			      aria_role_at(role)->name);
	else
		check_fail_at(run, a, "%s is not for %s elements",
			      page_name_text(a->name), page_tag(p, n));
}

static void
permitted(check_run *run)
{
	each_attribute(run, test_permitted);
}

/* ACT kb1m8s (ARIA 1.2, 5.2.8.6; ARIA 1.3, 5.2.8.6). */
static void
test_prohibited(check_run *run, page_node_id n, const page_attr *a,
		const aria_attribute *known)
{
	const page *p = run->page;
	aria_role role = written(p, n);
	bool naming;

	if (known == NULL || model_hidden(p, n) || page_blank(a->value))
		return;
	if ((role != R_none && role != R_presentation) ||
	    (model_flags(p, n) & M_FOCUSABLE))
		role = model_role(p, n);
	naming =
	    known->scope == NAMING ||
	    ((a->name == N_aria_roledescription ||
	      a->name == N_aria_brailleroledescription) &&
	     (role == R_generic || role == R_none || role == R_presentation));
	if (!naming || role == R_NO)
		return;
	if (!(aria_role_at(role)->flags & NO_NAME)) {
		check_pass(run);
		return;
	}
	/* img alt="" with a name is an image after all. */
	if (page_is(p, n, N_img) && !page_has(p, n, N_role))
		return;
	check_fail_at(run, a, "%s is not for the role %s, which has no name",
		      page_name_text(a->name), aria_role_at(role)->name);
}

static void
prohibited(check_run *run)
{
	each_attribute(run, test_prohibited);
}

/* ---- what a role must have ---- */

/* Whether the element of HTML has the state by itself (ARIA in HTML). */
static bool
has_by_itself(const page *p, page_node_id n, aria_role role)
{
	const char *type = page_attr_of(p, n, N_type);
	bm_str kind = bm_str_of(type != NULL ? type : "");

	if (model_implicit(p, n) == role)
		return true;
	if (page_is(p, n, N_input) && (bm_str_is_nocase(kind, "checkbox") ||
				       bm_str_is_nocase(kind, "radio")))
		return (aria_role_at(role)->must & aria_bit(N_aria_checked)) !=
		       0;
	return page_is(p, n, N_input) &&
	       (bm_str_is_nocase(kind, "range") ||
		bm_str_is_nocase(kind, "number")) &&
	       (aria_role_at(role)->must & aria_bit(N_aria_valuenow)) != 0;
}

/* The first attribute that is missing, or N_NONE. */
static page_name
missing(const page *p, page_node_id n, aria_role role)
{
	aria_set must = aria_role_at(role)->must;

	for (page_name name = N_aria_activedescendant;
	     name <= N_aria_valuetext && must != 0; name++)
		if ((must & aria_bit(name)) != 0 &&
		    page_blank(page_attr_of(p, n, name)) &&
		    !may_lack(p, n, role, name))
			return name;
	return N_NONE;
}

/* ACT 4e8ab6. */
static void
required(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		aria_role role = is_ours(p, n) ? p->model->given[n] : R_NO;
		page_name lacks;

		if (role == R_NO || model_hidden(p, n) ||
		    aria_role_at(role)->must == 0 || has_by_itself(p, n, role))
			continue;
		lacks = missing(p, n, role);
		if (lacks == N_NONE)
			check_pass(run);
		else
			check_fail(run, n, "The role %s must have %s",
				   aria_role_at(role)->name,
				   page_name_text(lacks));
	}
}

static const check_test tests[] = {
    {"aria-role", "674b10", "4.1.2 A", "A role attribute names a role",
     role_valid},
    {"aria-role-old", NULL, "", "No deprecated role is used", role_old},
    {"aria-attribute", "5f99a7", "4.1.2 A",
     "An attribute that begins with aria- is one of WAI-ARIA", defined},
    {"aria-value", "6a7281", "4.1.2 A",
     "The value of an aria- attribute is one that it can have", values},
    {"aria-permitted", "5c01ea", "4.1.2 A",
     "An aria- attribute is for all elements, or for those of this role",
     permitted},
    {"aria-required", "4e8ab6", "4.1.2 A",
     "A role has the states and properties that it must have", required},
    {"aria-prohibited", "kb1m8s", "4.1.2 A",
     "A role that has no name is not given one", prohibited},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_aria = {"aria", rules, tests};

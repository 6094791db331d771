/* backmatter.yaml: how pages are judged. */
#include <string.h>

#include "check/book.h"
#include "audit/fidelity.h"
#include "build/project_impl.h"

/* Whether a rule of check() has this code. */
static bool
is_check_rule(const char *code)
{
	if (bm_rule_find(check_epub.rules, code) != NULL ||
	    bm_rule_find(bm_fidelity_rules, code) != NULL)
		return true;
	for (const check_family *const *f = check_families; *f != NULL; f++)
		if (bm_rule_find((*f)->rules, code) != NULL)
			return true;
	return false;
}

/* The code of a rule, or NULL with a finding. */
static const char *
check_rule(struct loader *l, const yaml_node_t *node)
{
	const char *code = project_scalar(l, node, "rule");

	if (code != NULL && !is_check_rule(code)) {
		project_complain(l, "project-key", node,
				 "No rule of check has the code %s", code);
		return NULL;
	}
	return code;
}

/* A project_pair: a rule that is "off"; "on" is as if nothing were said. */
static void
rule_off(struct loader *l, const char *key, const yaml_node_t *key_node,
	 yaml_node_t *value, void *to)
{
	const char *code = check_rule(l, key_node);
	const char *text = project_scalar(l, value, key);
	bool off = bm_streq(text, "off") || bm_streq(text, "no") ||
		   bm_streq(text, "false");

	if (text != NULL && !off && !bm_streq(text, "on") &&
	    !bm_streq(text, "yes") && !bm_streq(text, "true"))
		project_complain(l, "project-key", value,
				 "A rule is on or off, not %s", text);
	else if (code != NULL && off)
		project_add(l, to, bm_arena_printf(l->arena, "-%s", code));
}

static void
rules(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	project_list list = {0};

	if (project_pairs(l, value, key,
			  "%s must be codes, as in table-caption: off",
			  rule_off, &list) &&
	    list.len > 0)
		*(const char *const **)to = project_end(l, &list);
}

static void
fail_on(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	static const char *const levels[] = {"never", "info", "warning",
					     "error"};
	const char *text = project_scalar(l, value, key);
	int *level = to;

	for (int i = 0; i < 4; i++)
		if (bm_streq(text, levels[i]))
			*level = i;
	if (text != NULL && *level < 0)
		project_complain(l, "project-key", value,
				 "fail-on is error, warning, info or never, "
				 "not %s",
				 text);
}

/* What an entry of "excuse" says; who says so and why is asked for only. */
struct excuse {
	bm_project_excuse that;
	const char *reason, *by;
};

static void
excuse_rule(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	(void)key;
	*(const char **)to = check_rule(l, value);
}

/* A project_item: a finding that stays: which, where, why, who says so. */
static void
excuse(struct loader *l, yaml_node_t *node, void *to)
{
	static const project_field fields[] = {
	    {"rule", excuse_rule, offsetof(struct excuse, that.rule)},
	    {"file", project_read_text, offsetof(struct excuse, that.file)},
	    {"reason", project_read_text, offsetof(struct excuse, reason)},
	    {"by", project_read_text, offsetof(struct excuse, by)},
	    {0}};
	struct excuse e = {.that.pos = project_position(l, node)};
	bm_project_check *check = to;
	bm_project_excuse *slot;

	if (!project_fill(l, node, "An entry of excuse", fields, &e))
		return;
	if (e.that.rule == NULL || page_blank(e.reason) || page_blank(e.by))
		project_complain(
		    l, "project-key", node,
		    "An entry of excuse needs a rule, a reason, and by: "
		    "initials%s",
		    "");
	else if ((slot = BM_VEC_PUSH(l->arena, &check->excuses)) != NULL)
		*slot = e.that;
}

static void
excuses(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	project_items(l, value, key, excuse, to);
}

/* See project_impl.h. */
void
project_read_check(struct loader *l, const char *key, yaml_node_t *value,
		   void *to)
{
	static const project_field fields[] = {
	    {"rules", rules, offsetof(bm_project_check, rules)},
	    {"baseline", project_read_path,
	     offsetof(bm_project_check, baseline)},
	    {"fail-on", fail_on, offsetof(bm_project_check, fail_on)},
	    {"excuse", excuses, 0},
	    {0}};

	(void)key;
	project_fill(l, value, "The key check", fields, to);
}

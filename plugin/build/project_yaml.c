/* backmatter.yaml: what its readers need of libyaml's tree. */
#include <string.h>

#include "core/map.h"
#include "core/nearest.h"
#include "build/project_impl.h"

/* See project_impl.h. */
bm_pos
project_position(const struct loader *l, const yaml_node_t *node)
{
	bm_pos pos = {.file = l->project->file};

	if (node != NULL) {
		pos.line = (uint32_t)node->start_mark.line + 1;
		pos.column = (uint32_t)node->start_mark.column + 1;
	}
	return pos;
}

/* See project_impl.h. */
void
project_complain(struct loader *l, const char *code, const yaml_node_t *node,
		 const char *format, const char *what)
{
	bm_pos pos = project_position(l, node);

	bm_diag_add(l->diags, bm_rule_find(bm_project_rules, code), &pos,
		    format, what);
}

/* See project_impl.h. */
const char *
project_scalar(struct loader *l, const yaml_node_t *node, const char *key)
{
	if (node->type != YAML_SCALAR_NODE) {
		project_complain(l, "project-key", node,
				 "%s must be a single value", key);
		return NULL;
	}
	return bm_arena_strndup(l->arena, (const char *)node->data.scalar.value,
				node->data.scalar.length);
}

/* See project_impl.h. */
const char *
project_path(struct loader *l, const yaml_node_t *node, const char *key)
{
	const char *s = project_scalar(l, node, key);

	return s == NULL ? NULL : bm_path_join(l->arena, l->project->dir, s);
}

/* See project_impl.h. */
void
project_add(struct loader *l, project_list *list, const char *text)
{
	const char **slot = text != NULL ? BM_VEC_PUSH(l->arena, list) : NULL;

	if (slot != NULL)
		*slot = text;
}

/* See project_impl.h. */
const char *const *
project_end(struct loader *l, project_list *list)
{
	const char **slot = BM_VEC_PUSH(l->arena, list);

	if (slot != NULL)
		*slot = NULL;
	return list->items;
}

/* See project_impl.h. */
bool
project_items(struct loader *l, yaml_node_t *node, const char *what,
	      project_item *each, void *to)
{
	if (node->type != YAML_SEQUENCE_NODE) {
		project_complain(l, "project-key", node, "%s must be a list",
				 what);
		return false;
	}
	for (yaml_node_item_t *i = node->data.sequence.items.start;
	     i < node->data.sequence.items.top; i++)
		each(l, yaml_document_get_node(&l->yaml, *i), to);
	return true;
}

/* See project_impl.h. */
bool
project_one_or_more(struct loader *l, yaml_node_t *node, const char *what,
		    project_item *each, void *to)
{
	if (node->type != YAML_SCALAR_NODE)
		return project_items(l, node, what, each, to);
	each(l, node, to);
	return true;
}

/* See project_impl.h. */
bool
project_pairs(struct loader *l, yaml_node_t *node, const char *what,
	      const char *form, project_pair *each, void *to)
{
	bm_map met;

	if (node->type != YAML_MAPPING_NODE) {
		project_complain(l, "project-key", node, form, what);
		return false;
	}
	bm_map_init(&met, l->arena);
	for (yaml_node_pair_t *i = node->data.mapping.pairs.start;
	     i < node->data.mapping.pairs.top; i++) {
		yaml_node_t *k = yaml_document_get_node(&l->yaml, i->key);
		yaml_node_t *v = yaml_document_get_node(&l->yaml, i->value);
		const char *key = project_scalar(l, k, "a key");
		void **slot = NULL;
		bool is_new = false;

		if (key != NULL)
			slot = bm_map_put(&met, bm_str_of(key), &is_new);
		if (slot == NULL)
			continue;
		*slot = k;
		if (is_new)
			each(l, key, k, v, to);
		else
			project_complain(l, "project-key", k,
					 "%s is given twice; the first counts",
					 key);
	}
	return true;
}

/* A mapping on its way to the fields that it fills. */
struct filling {
	const char *what;
	const project_field *fields;
	void *to;
};

/* No field has this key; perhaps one with a name like it is meant. */
static void
unknown(struct loader *l, const struct filling *f, const char *key,
	const yaml_node_t *node)
{
	size_t effort = BM_NEAREST_EFFORT;
	const char *meant, *text;
	bm_map names;
	bool is_new;

	bm_map_init(&names, l->arena);
	for (const project_field *i = f->fields; i->key != NULL; i++) {
		void **slot = bm_map_put(&names, bm_str_of(i->key), &is_new);

		if (slot != NULL)
			*slot = &names;
	}
	meant = bm_nearest(&names, key, &effort);
	text = bm_arena_printf(
	    l->arena, "%s has no key named %s%s%s%s", f->what, key,
	    meant != NULL ? "; did you mean " : "", meant != NULL ? meant : "",
	    meant != NULL ? "?" : "");
	if (text != NULL)
		project_complain(l, "project-key", node, "%s", text);
}

/* A project_pair: hands the value to the reader of its field. */
static void
fill(struct loader *l, const char *key, const yaml_node_t *key_node,
     yaml_node_t *value, void *to)
{
	const struct filling *f = to;
	const project_field *i = f->fields;

	while (i->key != NULL && strcmp(i->key, key) != 0)
		i++;
	if (i->key != NULL)
		i->read(l, key, value, (char *)f->to + i->offset);
	else
		unknown(l, f, key, key_node);
}

/* See project_impl.h. */
bool
project_fill(struct loader *l, yaml_node_t *node, const char *what,
	     const project_field *fields, void *to)
{
	struct filling f = {what, fields, to};

	return project_pairs(l, node, what, "%s must be keys and values", fill,
			     &f);
}

/* See project_impl.h. */
void
project_read_text(struct loader *l, const char *key, yaml_node_t *value,
		  void *to)
{
	*(const char **)to = project_scalar(l, value, key);
}

/* See project_impl.h. */
void
project_read_path(struct loader *l, const char *key, yaml_node_t *value,
		  void *to)
{
	*(const char **)to = project_path(l, value, key);
}

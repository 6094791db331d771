/* What the files that read backmatter.yaml share; private to them. */
#ifndef BM_PROJECT_IMPL_H
#define BM_PROJECT_IMPL_H

#include <stddef.h>
#include <yaml.h>

#include "engine/engine.h"

struct loader {
	bm_arena *arena;
	bm_diags *diags;
	bm_project *project;
	yaml_document_t yaml;
	bm_str text;
};

/* ---- project_yaml.c ---- */

bm_pos project_position(const struct loader *l, const yaml_node_t *node);
/* A finding at a node (NULL: the file) with one word in its format. */
void project_complain(struct loader *l, const char *code,
		      const yaml_node_t *node, const char *format,
		      const char *what);
/* A scalar's text in the arena, or NULL with a finding. */
const char *project_scalar(struct loader *l, const yaml_node_t *node,
			   const char *key);
/* The same as a path, relative to the project. */
const char *project_path(struct loader *l, const yaml_node_t *node,
			 const char *key);

/* Texts on their way into an array that NULL ends. */
typedef BM_VEC(const char *) project_list;
/* NULL is not added. */
void project_add(struct loader *l, project_list *list, const char *text);
const char *const *project_end(struct loader *l, project_list *list);

/* One item of a list. */
typedef void project_item(struct loader *l, yaml_node_t *node, void *to);
/* The items of a list in their order; false with a finding if it is none. */
bool project_items(struct loader *l, yaml_node_t *node, const char *what,
		   project_item *each, void *to);
/* The same; a single value stands for a list of one. */
bool project_one_or_more(struct loader *l, yaml_node_t *node, const char *what,
			 project_item *each, void *to);

/* One pair of a mapping; the key is in the arena. */
typedef void project_pair(struct loader *l, const char *key,
			  const yaml_node_t *key_node, yaml_node_t *value,
			  void *to);
/*
 * The pairs of a mapping in their order, each key once; false if it is none,
 * with form, which has one "%s" for what, as the finding.
 */
bool project_pairs(struct loader *l, yaml_node_t *node, const char *what,
		   const char *form, project_pair *each, void *to);

/* Reads the value of a key into the field that to points to. */
typedef void project_reader(struct loader *l, const char *key,
			    yaml_node_t *value, void *to);
/* Keys with the fields of a struct that they fill; a NULL key ends them. */
typedef struct project_field {
	const char *key;
	project_reader *read;
	size_t offset;
} project_field;

/*
 * Fills the struct at to from a mapping; what names it in findings ("A book").
 * Other keys are findings.  False if it is no mapping.
 */
bool project_fill(struct loader *l, yaml_node_t *node, const char *what,
		  const project_field *fields, void *to);

/* Readers of fields that are const char *. */
project_reader project_read_text, project_read_path;

/* ---- project_check.c, project_fonts.c ---- */

/* The key "check" into a bm_project_check. */
project_reader project_read_check;
/* The key "fonts" into the list of the project. */
project_reader project_read_fonts;

#endif

/* What the files that read backmatter.yaml share; private to them. */
#ifndef BM_PROJECT_IMPL_H
#define BM_PROJECT_IMPL_H

#include <yaml.h>

#include "engine/engine.h"

struct loader {
	bm_arena *arena;
	bm_diags *diags;
	bm_project *project;
	bool only_check; /* look at nothing else */
	yaml_document_t yaml;
	bm_str text;
};

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

/* project_fonts.c: fonts that books take along. */
void project_fonts(struct loader *l, const yaml_node_t *node);

#endif

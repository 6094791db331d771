/* backmatter.yaml: the fonts of books. */
#include <stdlib.h>
#include <string.h>

#include "build/project_impl.h"

/* Whether a family can stand between quotes in CSS. */
static bool
is_family(const char *name)
{
	for (const char *c = name; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == '"' || *c == '\\')
			return false;
	return *name != '\0' && bm_utf8_valid(bm_str_of(name), NULL);
}

/* "normal", "bold" or a number from 1 to 1000. */
static bool
is_weight(const char *s)
{
	size_t n = strspn(s, "0123456789");

	if (strcmp(s, "normal") == 0 || strcmp(s, "bold") == 0)
		return true;
	return s[n] == '\0' && n >= 1 && n <= 4 && s[0] != '0' &&
	       strtol(s, NULL, 10) <= 1000;
}

/* What a font is for: one word or a list. */
static void
font_use(struct loader *l, bm_font *font, const yaml_node_t *node)
{
	static const char *const words[] = {"text", "headings", "code"};
	bool list = node->type == YAML_SEQUENCE_NODE;
	size_t n = list ? (size_t)(node->data.sequence.items.top -
				   node->data.sequence.items.start)
			: 1;

	for (size_t i = 0; i < n; i++) {
		const yaml_node_t *item =
		    list ? yaml_document_get_node(
			       &l->yaml, node->data.sequence.items.start[i])
			 : node;
		const char *word = project_scalar(l, item, "use");
		unsigned use = 0;

		for (size_t k = 0; word != NULL && k < 3; k++)
			if (strcmp(words[k], word) == 0)
				use = 1u << k;
		if (word != NULL && use == 0)
			project_complain(
			    l, "project-key", item,
			    "A font is used for text, headings or code, "
			    "not %s",
			    word);
		font->use |= use;
	}
}

static void
font_key(struct loader *l, bm_font *font, const char *key,
	 const yaml_node_t *value, const yaml_node_t *key_node)
{
	if (strcmp(key, "file") == 0)
		font->path = project_path(l, value, key);
	else if (strcmp(key, "family") == 0)
		font->family = project_scalar(l, value, key);
	else if (strcmp(key, "weight") == 0)
		font->weight = project_scalar(l, value, key);
	else if (strcmp(key, "style") == 0)
		font->style = project_scalar(l, value, key);
	else if (strcmp(key, "license") == 0)
		font->licence = project_scalar(l, value, key);
	else if (strcmp(key, "license-file") == 0)
		font->licence_file = project_path(l, value, key);
	else if (strcmp(key, "use") == 0)
		font_use(l, font, value);
	else
		project_complain(l, "project-key", key_node,
				 "A font has no key named %s", key);
}

/* One font; false if it lacks something. */
static bool
font(struct loader *l, const yaml_node_t *node, bm_font *out)
{
	*out = (bm_font){.weight = "normal",
			 .style = "normal",
			 .pos = project_position(l, node)};
	if (node->type != YAML_MAPPING_NODE) {
		project_complain(l, "project-key", node,
				 "%s must be keys and values", "A font");
		return false;
	}
	for (yaml_node_pair_t *i = node->data.mapping.pairs.start;
	     i < node->data.mapping.pairs.top; i++) {
		yaml_node_t *k = yaml_document_get_node(&l->yaml, i->key);
		const char *key = project_scalar(l, k, "a key");

		if (key != NULL)
			font_key(l, out, key,
				 yaml_document_get_node(&l->yaml, i->value), k);
	}
	if (out->path == NULL || out->family == NULL || out->weight == NULL ||
	    out->style == NULL || !is_family(out->family) ||
	    !is_weight(out->weight) ||
	    (strcmp(out->style, "normal") != 0 &&
	     strcmp(out->style, "italic") != 0 &&
	     strcmp(out->style, "oblique") != 0)) {
		project_complain(
		    l, "project-key", node,
		    "A font needs a file and a family; weight is %s; "
		    "style is normal, italic or oblique",
		    "normal, bold or a number to 1000");
		return false;
	}
	return true;
}

/* See project_impl.h. */
void
project_fonts(struct loader *l, const yaml_node_t *node)
{
	if (node->type != YAML_SEQUENCE_NODE) {
		project_complain(l, "project-key", node, "%s must be a list",
				 "fonts");
		return;
	}
	for (yaml_node_item_t *i = node->data.sequence.items.start;
	     i < node->data.sequence.items.top; i++) {
		bm_font *slot = BM_VEC_PUSH(l->arena, &l->project->fonts);

		if (slot == NULL)
			return;
		if (!font(l, yaml_document_get_node(&l->yaml, *i), slot))
			l->project->fonts.len--;
	}
}

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

/* A project_item: a word for what a font is used for. */
static void
use_word(struct loader *l, yaml_node_t *node, void *to)
{
	static const char *const words[] = {"text", "headings", "code"};
	const char *word = project_scalar(l, node, "use");
	unsigned *use = to, bit = 0;

	for (size_t k = 0; k < 3; k++)
		if (bm_streq(word, words[k]))
			bit = 1u << k;
	if (word != NULL && bit == 0)
		project_complain(l, "project-key", node,
				 "A font is used for text, headings or code, "
				 "not %s",
				 word);
	*use |= bit;
}

static void
font_use(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	project_one_or_more(l, value, key, use_word, to);
}

/* One font; false if it lacks something. */
static bool
font(struct loader *l, yaml_node_t *node, bm_font *out)
{
	static const project_field fields[] = {
	    {"file", project_read_path, offsetof(bm_font, path)},
	    {"family", project_read_text, offsetof(bm_font, family)},
	    {"weight", project_read_text, offsetof(bm_font, weight)},
	    {"style", project_read_text, offsetof(bm_font, style)},
	    {"license", project_read_text, offsetof(bm_font, licence)},
	    {"license-file", project_read_path,
	     offsetof(bm_font, licence_file)},
	    {"use", font_use, offsetof(bm_font, use)},
	    {0}};

	*out = (bm_font){.weight = "normal",
			 .style = "normal",
			 .pos = project_position(l, node)};
	if (!project_fill(l, node, "A font", fields, out))
		return false;
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

/* A project_item. */
static void
add_font(struct loader *l, yaml_node_t *node, void *to)
{
	bm_project *project = to;
	bm_font *slot = BM_VEC_PUSH(l->arena, &project->fonts);

	if (slot != NULL && !font(l, node, slot))
		project->fonts.len--;
}

/* See project_impl.h. */
void
project_read_fonts(struct loader *l, const char *key, yaml_node_t *value,
		   void *to)
{
	project_items(l, value, key, add_font, to);
}

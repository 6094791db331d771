/* Finds the file of a style: names, ids, dependent and renamed styles. */
#include <jansson.h>

#include "core/file.h"
#include "csl/model.h"
#include "xml/parse.h"

#define DEFAULT_STYLE_DIR "/usr/share/citation-style-language/styles"

const bm_rule csl_rules[] = {
    {"csl-style-unknown", BM_ERROR, "The citation style was not found", "CSL",
     "Check the name; styles are files NAME.csl of the project or of the "
     "package citation-style-language-styles"},
    {"csl-style-syntax", BM_ERROR, "The citation style cannot be used",
     "CSL 1.0.2", "Check the style with a CSL validator or take another one"},
    {"csl-style-element", BM_WARNING,
     "The citation style has an element that CSL does not know", "CSL 1.0.2",
     "Remove it, or use a style written for CSL 1.0.2"},
    {"csl-locale-missing", BM_INFO,
     "There are no citation terms for this language", "CSL 1.0.2 locales",
     "Install the package citation-style-language-locales; English terms are "
     "used until then"},
    {0},
};

/* Styles that were renamed; both names of a pair lead to the other. */
static const char *const renamed[][2] = {
    {"nlm-citation-sequence", "vancouver"},
    {"nlm-citation-sequence-brackets", "vancouver-brackets"},
    {"nlm-citation-sequence-superscript", "vancouver-superscript"},
    {"nlm-name-year", "vancouver-author-date"},
    {"ama", "american-medical-association"},
    {"nlm", "vancouver"},
};

/* See model.h. */
const bm_rule *
csl_rule(const char *code)
{
	return bm_rule_find(csl_rules, code);
}

/* See model.h. */
bool
csl_is(const xmlNode *node, const char *name)
{
	return node != NULL && node->type == XML_ELEMENT_NODE &&
	       node->ns != NULL && node->ns->href != NULL &&
	       strcmp((const char *)node->ns->href, CSL_NS) == 0 &&
	       (name == NULL || strcmp((const char *)node->name, name) == 0);
}

static xmlNode *
first_from(xmlNode *node, const char *name)
{
	while (node != NULL && !csl_is(node, name))
		node = node->next;
	return node;
}

/* See model.h. */
xmlNode *
csl_first(const xmlNode *node, const char *name)
{
	return node == NULL ? NULL : first_from(node->children, name);
}

/* See model.h. */
xmlNode *
csl_after(const xmlNode *node, const char *name)
{
	return node == NULL ? NULL : first_from(node->next, name);
}

/* See model.h. */
const char *
csl_attribute(bm_arena *arena, const xmlNode *node, const char *name)
{
	const xmlAttr *a = node != NULL ? node->properties : NULL;

	for (; a != NULL; a = a->next) {
		if (strcmp((const char *)a->name, name) != 0)
			continue;
		if (a->children == NULL)
			return "";
		if (a->children->next == NULL && a->children->content != NULL)
			return bm_arena_strdup(
			    arena, (const char *)a->children->content);
	}
	return NULL;
}

/* See model.h. */
bm_str
csl_attribute_str(bm_arena *arena, const xmlNode *node, const char *name)
{
	return bm_str_of(csl_attribute(arena, node, name));
}

/* ---- Files ---- */

/* The last part of a style's id or path, without ".csl". */
static const char *
short_name(bm_arena *arena, const char *name)
{
	bm_str s = bm_str_of(name);

	while (s.len > 0 && s.ptr[s.len - 1] == '/')
		s.len--;
	for (size_t i = s.len; i > 0; i--)
		if (s.ptr[i - 1] == '/') {
			s.ptr += i;
			s.len -= i;
			break;
		}
	if (bm_str_ends(s, ".csl"))
		s.len -= 4;
	return bm_arena_str(arena, s);
}

/* Whether it can be a file's name: no way to another folder. */
static bool
plain_name(const char *name)
{
	if (name == NULL || *name == '\0' || *name == '.')
		return false;
	for (; *name != '\0'; name++)
		if (!bm_is_alpha(*name) && !bm_is_digit(*name) &&
		    strchr("-_.", *name) == NULL)
			return false;
	return true;
}

static bm_status
read_in(bm_arena *arena, const char *dir, const char *sub, const char *name,
	bm_str *out)
{
	const char *path;

	if (dir == NULL || !plain_name(name))
		return BM_NOT_FOUND;
	path = bm_arena_printf(arena, "%s/%s%s.csl", dir, sub, name);
	if (path == NULL)
		return BM_NO_MEMORY;
	return bm_file_read(arena, path, out);
}

/* A style by its short name from the project, the package, the data. */
static bm_status
read_named(const csl_paths *paths, bm_arena *arena, const char *name,
	   bm_str *out)
{
	const char *dir =
	    paths->style_dir != NULL ? paths->style_dir : DEFAULT_STYLE_DIR;
	bm_status status = read_in(arena, paths->project_dir, "", name, out);

	if (status == BM_OK || status == BM_NO_MEMORY)
		return status;
	status = read_in(arena, dir, "", name, out);
	if (status == BM_OK || status == BM_NO_MEMORY)
		return status;
	status = read_in(arena, dir, "dependent/", name, out);
	if (status == BM_OK || status == BM_NO_MEMORY || !plain_name(name) ||
	    paths->data == NULL)
		return status;
	name = bm_arena_printf(arena, "csl/%s.csl", name);
	return name != NULL ? bm_data_load(paths->data, arena, name, out)
			    : BM_NO_MEMORY;
}

/* The new name by renamed-styles.json beside the styles, or NULL. */
static const char *
renamed_by_file(const csl_paths *paths, bm_arena *arena, const char *name)
{
	const char *dir =
	    paths->style_dir != NULL ? paths->style_dir : DEFAULT_STYLE_DIR;
	const char *path =
	    bm_arena_printf(arena, "%s/renamed-styles.json", dir);
	const char *found = NULL;
	bm_str text;
	json_t *map;

	if (path == NULL || bm_file_read(arena, path, &text) != BM_OK)
		return NULL;
	map = json_loadb(text.ptr, text.len, 0, NULL);
	if (map != NULL)
		found = bm_arena_strdup(
		    arena, json_string_value(json_object_get(map, name)));
	json_decref(map);
	return found;
}

static bm_status
read_renamed(const csl_paths *paths, bm_arena *arena, const char *name,
	     bm_str *out)
{
	const char *other = renamed_by_file(paths, arena, name);
	bm_status status;

	if (other != NULL) {
		status = read_named(paths, arena, other, out);
		if (status == BM_OK || status == BM_NO_MEMORY)
			return status;
	}
	for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
		for (int side = 0; side < 2; side++) {
			if (!bm_streq(renamed[i][side], name))
				continue;
			status =
			    read_named(paths, arena, renamed[i][!side], out);
			if (status == BM_OK || status == BM_NO_MEMORY)
				return status;
		}
	return BM_NOT_FOUND;
}

/* A style given as a file: relative to the project and inside it. */
static bm_status
read_path(const csl_paths *paths, bm_arena *arena, const char *name,
	  bm_str *out)
{
	const char *path = name;

	if (paths->project_dir != NULL) {
		if (*name != '/')
			path = bm_arena_printf(arena, "%s/%s",
					       paths->project_dir, name);
		if (path == NULL)
			return BM_NO_MEMORY;
		if (!bm_path_inside(paths->project_dir, path))
			return BM_NOT_FOUND;
	}
	return bm_file_read(arena, path, out);
}

static bm_status
read_style(const csl_paths *paths, bm_arena *arena, const char *name,
	   bm_str *out)
{
	bm_status status = BM_NOT_FOUND;
	bool is_id = bm_str_starts(bm_str_of(name), "http://") ||
		     bm_str_starts(bm_str_of(name), "https://");

	if (!is_id && strchr(name, '/') != NULL)
		return read_path(paths, arena, name, out);
	if (!is_id && bm_str_ends(bm_str_of(name), ".csl"))
		status = read_path(paths, arena, name, out);
	if (status == BM_OK || status == BM_NO_MEMORY)
		return status;
	name = short_name(arena, name);
	if (name == NULL)
		return BM_NO_MEMORY;
	status = read_named(paths, arena, name, out);
	if (status == BM_OK || status == BM_NO_MEMORY)
		return status;
	return read_renamed(paths, arena, name, out);
}

/* The href of the link to the parent of a dependent style, or NULL. */
static const char *
parent_of(bm_arena *arena, const xmlDoc *xml)
{
	const xmlNode *info =
	    csl_first(xmlDocGetRootElement((xmlDoc *)(uintptr_t)xml), "info");

	for (xmlNode *l = csl_first(info, "link"); l != NULL;
	     l = csl_after(l, "link"))
		if (bm_streq(csl_attribute(arena, l, "rel"),
			     "independent-parent"))
			return csl_attribute(arena, l, "href");
	return NULL;
}

static void
syntax_error(bm_diags *diags, const char *name, const char *error)
{
	bm_pos pos = {name, 0, 0, 0, 0};

	bm_diag_add(diags, csl_rule("csl-style-syntax"), &pos,
		    "Citation style cannot be read: %s",
		    error != NULL ? error : "it is not a CSL style");
}

/* See model.h.  name NULL is the embedded style. */
bm_status
csl_style_find(const csl_paths *paths, bm_arena *arena, bm_str text,
	       const char *name, bm_diags *diags, xmlDoc **out,
	       const char **locale)
{
	bm_status status;

	*out = NULL;
	*locale = NULL;
	for (int hops = 0; hops < 4; hops++) {
		const char *error = NULL, *parent;
		const xmlNode *root;

		if (hops == 0 && text.len > 0)
			status = BM_OK;
		else if (name == NULL)
			status = paths->data != NULL
				     ? bm_data_load(paths->data, arena,
						    "csl/backmatter.csl", &text)
				     : BM_NOT_FOUND;
		else
			status = read_style(paths, arena, name, &text);
		if (status == BM_NO_MEMORY)
			return status;
		if (status != BM_OK) {
			bm_diag_add(diags, csl_rule("csl-style-unknown"), NULL,
				    "Citation style \"%s\" was not found",
				    name != NULL ? name : "backmatter");
			return BM_NOT_FOUND;
		}
		status = bm_xml_parse_data(arena, text, name, out, &error);
		if (status == BM_NO_MEMORY)
			return status;
		root = status == BM_OK ? xmlDocGetRootElement(*out) : NULL;
		if (!csl_is(root, "style")) {
			syntax_error(diags, name, error);
			goto fail;
		}
		if (*locale == NULL)
			*locale = csl_attribute(arena, root, "default-locale");
		parent = parent_of(arena, *out);
		if (parent == NULL || csl_first(root, "citation") != NULL)
			return BM_OK;
		xmlFreeDoc(*out);
		*out = NULL;
		name = parent;
	}
	syntax_error(diags, name, "its parents form a circle");
fail:
	if (*out != NULL)
		xmlFreeDoc(*out);
	*out = NULL;
	return BM_BAD_INPUT;
}

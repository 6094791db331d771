/* Finds the file of a style: names, ids, dependent and renamed styles. */
#include <jansson.h>

#include "core/file.h"
#include "csl/find.h"
#include "csl/model.h"
#include "xml/parse.h"

#define DEFAULT_STYLE_DIR "/usr/share/citation-style-language/styles"

const bm_rule csl_rules[] = {
    {"csl-style-unknown", BM_ERROR, "The citation style was not found", "CSL",
     "Check the name; styles are files NAME.csl of the project or of the "
     "package citation-style-language-styles"},
    {"csl-style-ambiguous", BM_ERROR,
     "Several citation styles have the title that is given", "CSL",
     "Give the name of one of them, which is that of its file without .csl"},
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

/*
 * The character that the reference at the start of s stands for, 0 if there is
 * none; *length gets how long it is.
 */
static uint32_t
reference(bm_str s, size_t *length)
{
	static const struct {
		const char *name;
		uint32_t c;
	} named[] = {{"&lt;", '<'},
		     {"&gt;", '>'},
		     {"&amp;", '&'},
		     {"&quot;", '"'},
		     {"&apos;", '\''}};
	size_t at = 2, start;
	uint32_t c = 0, base = 10;

	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (bm_str_starts(s, named[i].name)) {
			*length = strlen(named[i].name);
			return named[i].c;
		}
	if (!bm_str_starts(s, "&#"))
		return 0;
	if (at < s.len && s.ptr[at] == 'x') {
		base = 16;
		at++;
	}
	for (start = at; at < s.len && at < start + 7; at++) {
		char d = bm_lower(s.ptr[at]);

		if (bm_is_digit(d))
			c = c * base + (uint32_t)(d - '0');
		else if (base == 16 && d >= 'a' && d <= 'f')
			c = c * base + (uint32_t)(d - 'a') + 10;
		else
			break;
	}
	if (at >= s.len || s.ptr[at] != ';' || c > 0x10FFFF ||
	    (c >= 0xD800 && c < 0xE000) || (c < ' ' && c != '\n'))
		return 0;
	*length = at + 1;
	return c;
}

/* See model.h. */
char *
csl_text_decode(bm_arena *arena, const char *text)
{
	char *s = bm_arena_strdup(arena, text);
	size_t n = 0, length;

	if (s == NULL || strchr(s, '&') == NULL)
		return s;
	for (const char *at = text; *at != '\0';) {
		uint32_t c = *at == '&' ? reference(bm_str_of(at), &length) : 0;

		/* The character is never longer than what stands for it. */
		if (c != 0) {
			n += bm_utf8_put(s + n, c);
			at += length;
		} else
			s[n++] = *at++;
	}
	s[n] = '\0';
	return s;
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
			return csl_text_decode(
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
read_in(const csl_paths *paths, bm_arena *arena, const char *dir,
	const char *sub, const char *name, bm_str *out)
{
	const char *path;

	if (dir == NULL || !plain_name(name))
		return BM_NOT_FOUND;
	path = bm_arena_printf(arena, "%s/%s%s.csl", dir, sub, name);
	if (path == NULL)
		return BM_NO_MEMORY;
	return bm_file_read_told(&paths->teller, arena, path, out);
}

static const char *
style_dir(const csl_paths *paths)
{
	return paths->style_dir != NULL ? paths->style_dir : DEFAULT_STYLE_DIR;
}

/* A style by its short name from the document's folder, the project, the
 * package, the data. */
static bm_status
read_named(const csl_paths *paths, bm_arena *arena, const char *name,
	   bm_str *out)
{
	const struct {
		const char *dir, *sub;
	} places[] = {{paths->document_dir, ""},
		      {paths->project_dir, ""},
		      {style_dir(paths), ""},
		      {style_dir(paths), "dependent/"}};
	bm_status status = BM_NOT_FOUND;

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		status = read_in(paths, arena, places[i].dir, places[i].sub,
				 name, out);
		if (status == BM_OK || status == BM_NO_MEMORY)
			return status;
	}
	if (!plain_name(name) || paths->data == NULL)
		return status;
	name = bm_arena_printf(arena, "csl/%s.csl", name);
	return name != NULL ? bm_data_load(paths->data, arena, name, out)
			    : BM_NO_MEMORY;
}

static bm_status read_renamed(const csl_paths *paths, bm_arena *arena,
			      const char *name, bm_str *out);

/* Under the name that a file would have for a title, with or without "the". */
static bm_status
read_slug(const csl_paths *paths, bm_arena *arena, const char *name,
	  bm_str *out)
{
	const char *slug = csl_find_slug(arena, name), *other;
	bm_status status;

	if (slug == NULL)
		return BM_NO_MEMORY;
	status = read_named(paths, arena, slug, out);
	if (status != BM_OK && status != BM_NO_MEMORY)
		status = read_renamed(paths, arena, slug, out);
	if (status == BM_OK || status == BM_NO_MEMORY || *slug == '\0')
		return status;
	other = bm_str_starts(bm_str_of(slug), "the-")
		    ? slug + 4
		    : bm_arena_printf(arena, "the-%s", slug);
	return other != NULL ? read_named(paths, arena, other, out)
			     : BM_NO_MEMORY;
}

/* The new name by renamed-styles.json beside the styles, or NULL. */
static const char *
renamed_by_file(const csl_paths *paths, bm_arena *arena, const char *name)
{
	const char *path =
	    bm_arena_printf(arena, "%s/renamed-styles.json", style_dir(paths));
	const char *found = NULL;
	bm_str text;
	json_t *map;

	if (path == NULL ||
	    bm_file_read_told(&paths->teller, arena, path, &text) != BM_OK)
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

/* A file relative to a folder, if it lies in the project. */
static bm_status
read_below(const csl_paths *paths, bm_arena *arena, const char *dir,
	   const char *name, bm_str *out)
{
	const char *path = name;

	if (dir == NULL)
		return BM_NOT_FOUND;
	if (*name != '/')
		path = bm_arena_printf(arena, "%s/%s", dir, name);
	if (path == NULL)
		return BM_NO_MEMORY;
	if (bm_path_inside(paths->project_dir, path))
		return bm_file_read_told(&paths->teller, arena, path, out);
	if (paths->teller.fn != NULL)
		paths->teller.fn(paths->teller.user, path, BM_NOT_FOUND,
				 (bm_str){"", 0});
	return BM_NOT_FOUND;
}

/* A style given as a file: relative to the document or the project. */
static bm_status
read_path(const csl_paths *paths, bm_arena *arena, const char *name,
	  bm_str *out)
{
	bm_status status;

	if (paths->project_dir == NULL)
		return bm_file_read_told(&paths->teller, arena, name, out);
	status = read_below(paths, arena, paths->document_dir, name, out);
	if (status == BM_OK || status == BM_NO_MEMORY)
		return status;
	return read_below(paths, arena, paths->project_dir, name, out);
}

/* A style by its title; what else was found out goes to *found. */
static bm_status
read_titled(const csl_paths *paths, bm_arena *arena, const char *name,
	    bm_str *out, csl_found *found)
{
	const char *dependent =
	    bm_arena_printf(arena, "%s/dependent", style_dir(paths));
	const char *dirs[5];
	size_t n = 0;
	bm_status status;

	if (dependent == NULL)
		return BM_NO_MEMORY;
	if (paths->document_dir != NULL)
		dirs[n++] = paths->document_dir;
	if (paths->project_dir != NULL)
		dirs[n++] = paths->project_dir;
	dirs[n++] = style_dir(paths);
	dirs[n++] = dependent;
	dirs[n] = NULL;
	for (size_t i = 0; i < n; i++)
		bm_file_tell_names(&paths->teller, arena, dirs[i]);
	status = csl_find(dirs, arena, name, found);
	if (status != BM_OK)
		return status;
	return found->path != NULL
		   ? bm_file_read_told(&paths->teller, arena, found->path, out)
		   : BM_NOT_FOUND;
}

/* Every way to name a style, the quick ones first. */
static bm_status
read_style(const csl_paths *paths, bm_arena *arena, const char *given,
	   bm_str *out, csl_found *found)
{
	bm_status status = BM_NOT_FOUND;
	bool is_id = bm_str_starts(bm_str_of(given), "http://") ||
		     bm_str_starts(bm_str_of(given), "https://");
	bool is_file = !is_id && bm_str_ends(bm_str_of(given), ".csl");
	const char *name = given;

	if (!is_id && (is_file || strchr(given, '/') != NULL))
		status = read_path(paths, arena, given, out);
	if (status == BM_OK || status == BM_NO_MEMORY || *given == '.' ||
	    *given == '/')
		return status; /* a path is no title */
	if (is_id || strchr(given, '/') == NULL) {
		name = short_name(arena, given);
		if (name == NULL)
			return BM_NO_MEMORY;
		status = read_named(paths, arena, name, out);
		if (status == BM_OK || status == BM_NO_MEMORY)
			return status;
		status = read_renamed(paths, arena, name, out);
		if (status == BM_OK || status == BM_NO_MEMORY)
			return status;
	}
	if (!is_file && !is_id)
		status = read_slug(paths, arena, name, out);
	if (status == BM_OK || status == BM_NO_MEMORY)
		return status;
	return read_titled(paths, arena, name, out, found);
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

/* Says that there is no such style, and which ones are like it. */
static void
unknown(const csl_paths *paths, bm_diags *diags, const char *name,
	const csl_found *found)
{
	if (name == NULL)
		name = "backmatter";
	if (found->ambiguous)
		bm_diag_add(diags, csl_rule("csl-style-ambiguous"),
			    paths->named_at,
			    "Several citation styles have the title \"%s\": "
			    "%s",
			    name, found->list);
	else if (found->list != NULL && *found->list != '\0')
		bm_diag_add(diags, csl_rule("csl-style-unknown"),
			    paths->named_at,
			    "Citation style \"%s\" was not found; like it "
			    "are %s",
			    name, found->list);
	else
		bm_diag_add(diags, csl_rule("csl-style-unknown"),
			    paths->named_at,
			    "Citation style \"%s\" was not found", name);
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
	csl_found found = {0};
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
			status = read_style(paths, arena, name, &text, &found);
		if (status == BM_NO_MEMORY)
			return status;
		if (status != BM_OK) {
			unknown(paths, diags, name, &found);
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

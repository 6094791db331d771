/* backmatter.yaml: what a site consists of. */
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

#include "core/colour.h"
#include "core/file.h"
#include "check/book.h"
#include "engine/engine.h"
#include "audit/fidelity.h"
#include "pass/split.h"
#include "build/project_impl.h"

const bm_rule bm_project_rules[] = {
    {"project-syntax", BM_ERROR, "The project file is not well-formed YAML",
     "YAML 1.1", "Check indentation, colons and quotes at this place."},
    {"project-key", BM_ERROR,
     "A key of the project file is unknown or has the wrong form", NULL,
     "The manual's page on options lists the keys."},
    {"project-file", BM_ERROR,
     "The project names a file or folder that cannot be read", NULL,
     "Names are relative to the project file."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

static const bm_rule *
rule(const char *code)
{
	return bm_rule_find(bm_project_rules, code);
}

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

void
project_complain(struct loader *l, const char *code, const yaml_node_t *node,
		 const char *format, const char *what)
{
	bm_pos pos = project_position(l, node);

	bm_diag_add(l->diags, rule(code), &pos, format, what);
}

/* A scalar's text in the arena, or NULL with a finding. */
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

const char *
project_path(struct loader *l, const yaml_node_t *node, const char *key)
{
	const char *s = project_scalar(l, node, key);

	return s == NULL ? NULL : bm_path_join(l->arena, l->project->dir, s);
}

/* Byte offset of a line, which counts from 0. */
static size_t
line_start(bm_str text, size_t line)
{
	size_t at = 0;

	for (; line > 0 && at < text.len; line--)
		at = bm_str_find(text, "\n", at) + 1;
	return at < text.len ? at : text.len;
}

/*
 * The source text of a mapping, whole lines from its first key on, so that
 * the front matter's reader can read it again with true line numbers.  (The
 * marks of libyaml count characters, so only their lines are of use.)
 */
static bm_str
slice(struct loader *l, const yaml_node_t *node, const char *key,
      unsigned *line)
{
	size_t from, to;

	if (node->type != YAML_MAPPING_NODE ||
	    node->data.mapping.style == YAML_FLOW_MAPPING_STYLE ||
	    node->start_mark.line >= node->end_mark.line) {
		project_complain(l, "project-key", node,
				 "%s must be keys on lines of their own", key);
		return (bm_str){"", 0};
	}
	from = line_start(l->text, node->start_mark.line);
	to = line_start(l->text, node->end_mark.line);
	*line = (unsigned)node->start_mark.line + 1;
	return (bm_str){l->text.ptr + from, to - from};
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A scalar or list of paths. */
static const char *const *
paths(struct loader *l, yaml_node_t *node, const char *key)
{
	BM_VEC(const char *) list = {0};
	const char **slot;

	if (node->type == YAML_SCALAR_NODE) {
		slot = BM_VEC_PUSH(l->arena, &list);
		if (slot != NULL)
			*slot = project_path(l, node, key);
	} else if (node->type == YAML_SEQUENCE_NODE) {
		for (yaml_node_item_t *i = node->data.sequence.items.start;
		     i < node->data.sequence.items.top; i++) {
			yaml_node_t *n = yaml_document_get_node(&l->yaml, *i);
			const char *p =
			    n != NULL ? project_path(l, n, key) : NULL;

			slot = p != NULL ? BM_VEC_PUSH(l->arena, &list) : NULL;
			if (slot != NULL)
				*slot = p;
		}
	} else {
		project_complain(l, "project-key", node,
				 "%s must be a list of files", key);
	}
	slot = BM_VEC_PUSH(l->arena, &list);
	if (slot != NULL)
		*slot = NULL;
	return list.items;
}

/* The values of one attribute: a scalar, or a list. */
static const char *
profile_values(struct loader *l, yaml_node_t *node)
{
	const char *out = "";

	if (node->type != YAML_SEQUENCE_NODE)
		return project_scalar(l, node, "profile");
	for (yaml_node_item_t *i = node->data.sequence.items.start;
	     i < node->data.sequence.items.top && out != NULL; i++) {
		yaml_node_t *n = yaml_document_get_node(&l->yaml, *i);
		const char *value =
		    n != NULL ? project_scalar(l, n, "profile") : NULL;

		if (value != NULL)
			out = bm_arena_printf(l->arena, "%s%s%s", out,
					      *out != '\0' ? ";" : "", value);
	}
	return out;
}

/* The edition: attributes with their values, each as "os=linux;mac". */
static const char *const *
profiles(struct loader *l, yaml_node_t *node)
{
	BM_VEC(const char *) list = {0};
	const char **slot;

	if (node->type != YAML_MAPPING_NODE) {
		project_complain(l, "project-key", node,
				 "%s must be a mapping, as in os: linux",
				 "profile");
		return NULL;
	}
	for (yaml_node_pair_t *i = node->data.mapping.pairs.start;
	     i < node->data.mapping.pairs.top; i++) {
		yaml_node_t *k = yaml_document_get_node(&l->yaml, i->key);
		yaml_node_t *v = yaml_document_get_node(&l->yaml, i->value);
		const char *name =
		    k != NULL ? project_scalar(l, k, "profile") : NULL;
		const char *values = v != NULL ? profile_values(l, v) : NULL;

		if (name == NULL || values == NULL)
			continue;
		slot = BM_VEC_PUSH(l->arena, &list);
		if (slot != NULL)
			*slot =
			    bm_arena_printf(l->arena, "%s=%s", name, values);
	}
	slot = BM_VEC_PUSH(l->arena, &list);
	if (slot != NULL)
		*slot = NULL;
	return list.items;
}

/* One key of the theme. */
static void
theme_key(struct loader *l, const char *key, const yaml_node_t *key_node,
	  yaml_node_t *value)
{
	static const char *const colours[] = {"ground", "raised", "text",
					      "quiet",  "link",   "visited",
					      "accent", NULL};
	bm_theme *theme = &l->project->theme;
	const char *text = project_scalar(l, value, key);
	const char *bare = strncmp(key, "dark-", 5) == 0 ? key + 5 : key;
	bm_theme_colour *slot;
	bm_colour colour;
	bool known = false;

	for (size_t i = 0; colours[i] != NULL; i++)
		known |= strcmp(colours[i], bare) == 0;
	if (text == NULL)
		return;
	if (strcmp(key, "logo") == 0) {
		theme->logo = project_path(l, value, key);
		theme->logo_pos = project_position(l, value);
	} else if (strcmp(key, "font") == 0 && strcmp(text, "legible") == 0) {
		theme->font = text;
	} else if (!known) {
		project_complain(l, "project-key", key_node,
				 "A theme has no key or value like this: %s",
				 key);
	} else if (!bm_colour_parse(bm_str_of(text), &colour)) {
		project_complain(l, "project-key", value,
				 "%s is no colour: write it as in \"#0a525e\"",
				 text);
	} else if ((slot = BM_VEC_PUSH(l->arena, &theme->colours)) != NULL) {
		*slot =
		    (bm_theme_colour){key, text, project_position(l, value)};
	}
}

/* Colours and logo of the publisher. */
static void
theme(struct loader *l, yaml_node_t *node)
{
	if (node->type != YAML_MAPPING_NODE) {
		project_complain(l, "project-key", node,
				 "%s must be keys and values", "theme");
		return;
	}
	for (yaml_node_pair_t *i = node->data.mapping.pairs.start;
	     i < node->data.mapping.pairs.top; i++) {
		yaml_node_t *k = yaml_document_get_node(&l->yaml, i->key);
		const char *key = project_scalar(l, k, "a key");

		if (key != NULL)
			theme_key(l, key, k,
				  yaml_document_get_node(&l->yaml, i->value));
	}
}

/* Whether it names an HTML file below the site's folder. */
static bool
is_page(const char *name)
{
	bm_str rest = {name, strcspn(name, "#")}, part;
	bool good = bm_str_ends(rest, ".html");

	while (bm_str_split(&rest, '/', &part))
		good = good && part.len > 0 && part.ptr[0] != '.';
	return good && strchr(name, '\\') == NULL;
}

/* Pages that have moved: "old.html: new.html". */
static void
moved(struct loader *l, yaml_node_t *node)
{
	if (node->type != YAML_MAPPING_NODE) {
		project_complain(
		    l, "project-key", node,
		    "%s must be a mapping, as in old.html: new.html", "moved");
		return;
	}
	for (yaml_node_pair_t *i = node->data.mapping.pairs.start;
	     i < node->data.mapping.pairs.top; i++) {
		yaml_node_t *k = yaml_document_get_node(&l->yaml, i->key);
		yaml_node_t *v = yaml_document_get_node(&l->yaml, i->value);
		const char *from = project_scalar(l, k, "moved");
		const char *to = project_scalar(l, v, "moved");
		bm_moved *m;

		if (from == NULL || to == NULL)
			continue;
		if (!is_page(from) || strchr(from, '#') != NULL ||
		    !is_page(to)) {
			project_complain(l, "project-key", k,
					 "moved needs names of pages such as "
					 "guide/old.html, not %s",
					 is_page(from) ? to : from);
			continue;
		}
		m = BM_VEC_PUSH(l->arena, &l->project->moved);
		if (m != NULL)
			*m = (bm_moved){from, to, project_position(l, k)};
	}
}

/* All .md and .xml files of a folder, sorted by name. */
static const char *const *
folder(struct loader *l, const yaml_node_t *node)
{
	const char *dir = project_path(l, node, "folder");
	DIR *d = dir != NULL ? opendir(dir) : NULL;
	BM_VEC(const char *) list = {0};
	const char **slot = BM_VEC_PUSH(l->arena, &l->project->folders);
	struct dirent *e;

	if (slot != NULL)
		*slot = dir;
	if (d == NULL) {
		project_complain(l, "project-file", node,
				 "There is no folder %s",
				 dir != NULL ? dir : "");
		return NULL;
	}
	while ((e = readdir(d)) != NULL) {
		bm_str name = bm_str_of(e->d_name);

		if (name.ptr[0] == '.' ||
		    (!bm_str_ends(name, ".md") && !bm_str_ends(name, ".xml")))
			continue;
		slot = BM_VEC_PUSH(l->arena, &list);
		if (slot != NULL)
			*slot = bm_path_join(l->arena, dir, e->d_name);
	}
	closedir(d);
	if (list.len > 1)
		qsort(list.items, list.len, sizeof(*list.items), compare);
	slot = BM_VEC_PUSH(l->arena, &list);
	if (slot != NULL)
		*slot = NULL;
	return list.items;
}

/* Whether the id is safe as a folder's name and in an address. */
static bool
good_id(const char *id)
{
	for (const char *p = id; *p != '\0'; p++)
		if (!bm_is_alpha(*p) && !bm_is_digit(*p) && *p != '-' &&
		    *p != '_')
			return false;
	return *id != '\0';
}

/* "yes" or "no", as YAML 1.1 has them. */
static bool
yes_or_no(struct loader *l, const yaml_node_t *node, const char *key)
{
	const char *text = project_scalar(l, node, key);
	bool yes = bm_streq(text, "yes") || bm_streq(text, "true");

	if (text != NULL && !yes && !bm_streq(text, "no") &&
	    !bm_streq(text, "false"))
		project_complain(l, "project-key", node, "%s must be yes or no",
				 key);
	return yes;
}

/* How far chapters are cut, or how large files may be. */
static const char *
split(struct loader *l, const yaml_node_t *node, const char *key)
{
	const char *text = project_scalar(l, node, key);
	unsigned level;
	size_t size;

	if (text == NULL ||
	    (strcmp(key, "split-level") == 0 ? bm_split_level(text, &level)
					     : bm_split_size(text, &size)))
		return text;
	project_complain(l, "project-key", node,
			 strcmp(key, "split-level") == 0
			     ? "%s is no level: write 0 to 6"
			     : "%s is no size: write bytes, or as in 300k",
			 text);
	return NULL;
}

static void
book_key(struct loader *l, bm_project_book *book, const char *key,
	 yaml_node_t *value, const yaml_node_t *key_node)
{
	if (strcmp(key, "id") == 0)
		book->id = project_scalar(l, value, key);
	else if (strcmp(key, "title") == 0)
		book->title = project_scalar(l, value, key);
	else if (strcmp(key, "lang") == 0)
		book->lang = project_scalar(l, value, key);
	else if (strcmp(key, "epub") == 0)
		book->epub = project_scalar(l, value, key);
	else if (strcmp(key, "onix") == 0)
		book->onix = project_scalar(l, value, key);
	else if (strcmp(key, "whole") == 0)
		book->whole = yes_or_no(l, value, key);
	else if (strcmp(key, "split-level") == 0)
		book->split_level = split(l, value, key);
	else if (strcmp(key, "split-size") == 0)
		book->split_size = split(l, value, key);
	else if (strcmp(key, "group") == 0)
		book->group = project_scalar(l, value, key);
	else if (strcmp(key, "version") == 0)
		book->version = project_scalar(l, value, key);
	else if (strcmp(key, "cover") == 0)
		book->cover = project_path(l, value, key);
	else if (strcmp(key, "folder") == 0)
		book->files = folder(l, value);
	else if (strcmp(key, "documents") == 0)
		book->files = paths(l, value, key);
	else if (strcmp(key, "glossary") == 0)
		book->glossaries = paths(l, value, key);
	else if (strcmp(key, "metadata") == 0)
		book->metadata = slice(l, value, key, &book->metadata_line);
	else
		project_complain(l, "project-key", key_node,
				 "A book has no key named %s", key);
}

static void
add_book(struct loader *l, const yaml_node_t *node)
{
	bm_project_book *book = BM_VEC_PUSH(l->arena, &l->project->books);

	if (book == NULL)
		return;
	if (node->type != YAML_MAPPING_NODE) {
		project_complain(l, "project-key", node,
				 "%s must be keys and values", "A book");
		l->project->books.len--;
		return;
	}
	for (yaml_node_pair_t *p = node->data.mapping.pairs.start;
	     p < node->data.mapping.pairs.top; p++) {
		yaml_node_t *k = yaml_document_get_node(&l->yaml, p->key);
		yaml_node_t *v = yaml_document_get_node(&l->yaml, p->value);
		const char *key = project_scalar(l, k, "a key");

		if (key != NULL)
			book_key(l, book, key, v, k);
	}
	if (book->id == NULL || !good_id(book->id))
		project_complain(
		    l, "project-key", node,
		    "A book needs an id of letters, digits and hyphens%s", "");
	else if (book->files == NULL || book->files[0] == NULL)
		project_complain(l, "project-file", node,
				 "The book %s has no documents", book->id);
	else
		return;
	l->project->books.len--;
}

/* ---- how pages are judged ---- */

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

/* Rules that are "off"; "on" is as if nothing were said. */
static const char *const *
check_rules(struct loader *l, yaml_node_t *node)
{
	BM_VEC(const char *) list = {0};
	const char **slot;

	if (node->type != YAML_MAPPING_NODE) {
		project_complain(l, "project-key", node,
				 "%s must be codes, as in table-caption: off",
				 "rules");
		return NULL;
	}
	for (yaml_node_pair_t *i = node->data.mapping.pairs.start;
	     i < node->data.mapping.pairs.top; i++) {
		yaml_node_t *k = yaml_document_get_node(&l->yaml, i->key);
		yaml_node_t *v = yaml_document_get_node(&l->yaml, i->value);
		const char *code = check_rule(l, k);
		const char *text = project_scalar(l, v, "rules");
		bool off = bm_streq(text, "off") || bm_streq(text, "no") ||
			   bm_streq(text, "false");

		if (text != NULL && !off && !bm_streq(text, "on") &&
		    !bm_streq(text, "yes") && !bm_streq(text, "true"))
			project_complain(l, "project-key", v,
					 "A rule is on or off, not %s", text);
		else if (code != NULL && off &&
			 (slot = BM_VEC_PUSH(l->arena, &list)) != NULL)
			*slot = bm_arena_printf(l->arena, "-%s", code);
	}
	slot = list.len > 0 ? BM_VEC_PUSH(l->arena, &list) : NULL;
	if (slot != NULL)
		*slot = NULL;
	return list.items;
}

/* Findings that stay: which, where, why, and who says so. */
static void
check_excuse_entry(struct loader *l, yaml_node_t *node)
{
	bm_project_excuse e = {.pos = project_position(l, node)}, *slot;
	const char *reason = NULL, *by = NULL;

	if (node->type != YAML_MAPPING_NODE) {
		project_complain(l, "project-key", node,
				 "%s must be keys and values",
				 "An entry of excuse");
		return;
	}
	for (yaml_node_pair_t *i = node->data.mapping.pairs.start;
	     i < node->data.mapping.pairs.top; i++) {
		yaml_node_t *k = yaml_document_get_node(&l->yaml, i->key);
		yaml_node_t *v = yaml_document_get_node(&l->yaml, i->value);
		const char *key = project_scalar(l, k, "a key");

		if (bm_streq(key, "rule"))
			e.rule = check_rule(l, v);
		else if (bm_streq(key, "file"))
			e.file = project_scalar(l, v, key);
		else if (bm_streq(key, "reason"))
			reason = project_scalar(l, v, key);
		else if (bm_streq(key, "by"))
			by = project_scalar(l, v, key);
		else if (key != NULL)
			project_complain(
			    l, "project-key", k,
			    "An entry of excuse has no key named %s", key);
	}
	if (e.rule == NULL || page_blank(reason) || page_blank(by))
		project_complain(
		    l, "project-key", node,
		    "An entry of excuse needs a rule, a reason, and by: "
		    "initials%s",
		    "");
	else if ((slot = BM_VEC_PUSH(l->arena, &l->project->check.excuses)) !=
		 NULL)
		*slot = e;
}

static void
check_key(struct loader *l, const char *key, yaml_node_t *value,
	  const yaml_node_t *key_node)
{
	static const char *const levels[] = {"never", "info", "warning",
					     "error"};
	bm_project_check *c = &l->project->check;
	const char *text;

	if (strcmp(key, "rules") == 0) {
		c->rules = check_rules(l, value);
	} else if (strcmp(key, "baseline") == 0) {
		c->baseline = project_path(l, value, key);
	} else if (strcmp(key, "fail-on") == 0) {
		text = project_scalar(l, value, key);
		for (int i = 0; i < 4; i++)
			if (bm_streq(text, levels[i]))
				c->fail_on = i;
		if (text != NULL && c->fail_on < 0)
			project_complain(
			    l, "project-key", value,
			    "fail-on is error, warning, info or never, "
			    "not %s",
			    text);
	} else if (strcmp(key, "excuse") != 0) {
		project_complain(l, "project-key", key_node,
				 "The key check has no key named %s", key);
	} else if (value->type != YAML_SEQUENCE_NODE) {
		project_complain(l, "project-key", value, "%s must be a list",
				 key);
	} else {
		for (yaml_node_item_t *i = value->data.sequence.items.start;
		     i < value->data.sequence.items.top; i++)
			check_excuse_entry(
			    l, yaml_document_get_node(&l->yaml, *i));
	}
}

static void
check_settings(struct loader *l, yaml_node_t *node)
{
	if (node->type != YAML_MAPPING_NODE) {
		project_complain(l, "project-key", node,
				 "%s must be keys and values", "check");
		return;
	}
	for (yaml_node_pair_t *i = node->data.mapping.pairs.start;
	     i < node->data.mapping.pairs.top; i++) {
		yaml_node_t *k = yaml_document_get_node(&l->yaml, i->key);
		const char *key = project_scalar(l, k, "a key");

		if (key != NULL)
			check_key(l, key,
				  yaml_document_get_node(&l->yaml, i->value),
				  k);
	}
}

/* The file of a schema; "docbook" is the one that is installed. */
static const char *
schema(struct loader *l, const yaml_node_t *node, const char *key)
{
	const char *s = project_scalar(l, node, key);

	if (s == NULL || strcmp(s, "docbook") == 0)
		return s != NULL ? "" : NULL;
	return bm_path_join(l->arena, l->project->dir, s);
}

static void
project_key(struct loader *l, const char *key, yaml_node_t *value,
	    const yaml_node_t *key_node)
{
	bm_project *p = l->project;

	if (strcmp(key, "check") == 0)
		check_settings(l, value);
	else if (l->only_check)
		return;
	else if (strcmp(key, "title") == 0)
		p->title = project_scalar(l, value, key);
	else if (strcmp(key, "lang") == 0)
		p->lang = project_scalar(l, value, key);
	else if (strcmp(key, "base-url") == 0)
		p->base_url = project_scalar(l, value, key);
	else if (strcmp(key, "style") == 0) {
		p->style = project_scalar(l, value, key);
		p->style_pos = project_position(l, value);
	} else if (strcmp(key, "home") == 0)
		p->home = project_path(l, value, key);
	else if (strcmp(key, "schema") == 0)
		p->schema = schema(l, value, key);
	else if (strcmp(key, "bibliography") == 0)
		p->bibliographies = paths(l, value, key);
	else if (strcmp(key, "glossary") == 0)
		p->glossaries = paths(l, value, key);
	else if (strcmp(key, "status-table") == 0)
		p->statuses = paths(l, value, key);
	else if (strcmp(key, "olink-db") == 0)
		p->olinks = paths(l, value, key);
	else if (strcmp(key, "profile") == 0)
		p->profiles = profiles(l, value);
	else if (strcmp(key, "theme") == 0)
		theme(l, value);
	else if (strcmp(key, "moved") == 0)
		moved(l, value);
	else if (strcmp(key, "fonts") == 0)
		project_fonts(l, value);
	else if (strcmp(key, "metadata") == 0)
		p->defaults = slice(l, value, key, &p->defaults_line);
	else if (strcmp(key, "books") != 0)
		project_complain(l, "project-key", key_node,
				 "A project has no key named %s", key);
	else if (value->type != YAML_SEQUENCE_NODE)
		project_complain(l, "project-key", value, "%s must be a list",
				 key);
	else
		for (yaml_node_item_t *i = value->data.sequence.items.start;
		     i < value->data.sequence.items.top; i++)
			add_book(l, yaml_document_get_node(&l->yaml, *i));
}

/* Walks the document that libyaml has composed. */
static bm_status
walk(struct loader *l)
{
	yaml_node_t *root = yaml_document_get_root_node(&l->yaml);

	if (root == NULL || root->type != YAML_MAPPING_NODE) {
		project_complain(l, "project-syntax", root, "%s holds no keys",
				 l->project->file);
		return BM_BAD_INPUT;
	}
	for (yaml_node_pair_t *p = root->data.mapping.pairs.start;
	     p < root->data.mapping.pairs.top; p++) {
		yaml_node_t *k = yaml_document_get_node(&l->yaml, p->key);
		yaml_node_t *v = yaml_document_get_node(&l->yaml, p->value);
		const char *key = project_scalar(l, k, "a key");

		if (key != NULL)
			project_key(l, key, v, k);
	}
	if (l->project->books.len == 0 && !l->only_check) {
		project_complain(l, "project-key", root,
				 "The project has no %s",
				 "books that can be built");
		return BM_BAD_INPUT;
	}
	return bm_arena_failed(l->arena) ? BM_NO_MEMORY : BM_OK;
}

static bm_status
parse(struct loader *l)
{
	yaml_parser_t parser;
	bm_status status;

	if (!yaml_parser_initialize(&parser))
		return BM_NO_MEMORY;
	yaml_parser_set_input_string(
	    &parser, (const unsigned char *)l->text.ptr, l->text.len);
	if (yaml_parser_load(&parser, &l->yaml)) {
		status = walk(l);
		yaml_document_delete(&l->yaml);
	} else if (parser.error == YAML_MEMORY_ERROR) {
		status = BM_NO_MEMORY;
	} else {
		bm_pos pos = {.file = l->project->file,
			      .line = (uint32_t)parser.problem_mark.line + 1,
			      .column =
				  (uint32_t)parser.problem_mark.column + 1};

		bm_diag_add(l->diags, rule("project-syntax"), &pos,
			    "The project file is not well-formed YAML: %s",
			    parser.problem != NULL ? parser.problem : "");
		status = BM_BAD_INPUT;
	}
	yaml_parser_delete(&parser);
	return status;
}

/* The project file that a path names: itself, or the one in the folder. */
static const char *
project_file(bm_arena *arena, const char *name)
{
	struct stat st;

	if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
		return bm_path_join(arena, name, "backmatter.yaml");
	return bm_arena_strdup(arena, name);
}

static bm_status
load(bm_engine *engine, bm_arena *arena, const char *name, bm_diags *diags,
     bool only_check, bm_project *out)
{
	struct loader l = {.arena = arena,
			   .diags = diags,
			   .project = out,
			   .only_check = only_check};
	bm_status status;

	memset(out, 0, sizeof(*out));
	out->check.fail_on = -1;
	out->file = project_file(arena, name);
	out->dir = out->file != NULL ? bm_path_dir(arena, out->file) : NULL;
	if (out->dir == NULL)
		return BM_NO_MEMORY;
	status = bm_engine_read(engine, arena, out->file, &l.text);
	if (status == BM_OK) {
		/* A last line without an end would have no mark behind it. */
		const char *text = bm_arena_printf(
		    arena, "%.*s\n",
		    l.text.len < INT_MAX ? (int)l.text.len : INT_MAX,
		    l.text.ptr);

		if (text == NULL)
			return BM_NO_MEMORY;
		l.text = bm_str_of(text);
		return parse(&l);
	}
	if (status != BM_NO_MEMORY)
		project_complain(&l, "project-file", NULL,
				 "The project file %s cannot be read",
				 out->file);
	return status;
}

/* See engine.h. */
bm_status
bm_project_load(bm_engine *engine, bm_arena *arena, const char *name,
		bm_diags *diags, bm_project *out)
{
	return load(engine, arena, name, diags, false, out);
}

/* See engine.h. */
bm_status
bm_project_load_check(bm_engine *engine, bm_arena *arena, const char *name,
		      bm_diags *diags, bm_project *out)
{
	return load(engine, arena, name, diags, true, out);
}

/* See engine.h. */
const bm_project_book *
bm_project_book_of(const bm_project *project, bm_arena *arena, const char *path)
{
	for (size_t i = 0; i < project->books.len; i++)
		for (const char *const *f = project->books.items[i].files;
		     *f != NULL; f++)
			if (bm_path_same(arena, *f, path))
				return &project->books.items[i];
	return NULL;
}

/* See engine.h. */
bm_job
bm_project_job(const bm_project *project, const bm_project_book *book)
{
	bm_job job = {.style = project->style,
		      .style_pos =
			  project->style != NULL ? &project->style_pos : NULL,
		      .lang = project->lang,
		      .bibliographies = project->bibliographies,
		      .glossaries = project->glossaries,
		      .statuses = project->statuses,
		      .schema = project->schema,
		      .profiles = project->profiles,
		      .olinks = project->olinks,
		      .project_dir = project->dir,
		      .defaults = project->defaults,
		      .defaults_file = project->file,
		      .defaults_line = project->defaults_line};

	if (book == NULL)
		return job;
	if (book->lang != NULL)
		job.lang = book->lang;
	if (book->glossaries != NULL)
		job.glossaries = book->glossaries;
	job.split_level = book->split_level;
	job.split_size = book->split_size;
	if (book->metadata.len != 0) {
		job.overrides = book->metadata;
		job.overrides_line = book->metadata_line;
	}
	return job;
}

/* backmatter.yaml: what a site consists of.  What its pages are judged by is
 * read in project_check.c, fonts in project_fonts.c. */
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

#include "core/colour.h"
#include "core/file.h"
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

/* A project_item: one of several files. */
static void
add_path(struct loader *l, yaml_node_t *node, void *to)
{
	project_add(l, to, project_path(l, node, "A file"));
}

/* A scalar or list of paths. */
static void
paths(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	project_list list = {0};

	project_one_or_more(l, value, key, add_path, &list);
	*(const char *const **)to = project_end(l, &list);
}

/* A project_item: a value of an attribute, behind those before it. */
static void
add_value(struct loader *l, yaml_node_t *node, void *to)
{
	const char *value = project_scalar(l, node, "profile"), **all = to;

	if (value != NULL && *all != NULL)
		*all = bm_arena_printf(l->arena, "%s%s%s", *all,
				       **all != '\0' ? ";" : "", value);
}

/* A project_pair: an attribute and its values, as "os=linux;mac". */
static void
profile(struct loader *l, const char *key, const yaml_node_t *key_node,
	yaml_node_t *value, void *to)
{
	const char *values = "";

	(void)key_node;
	if (project_one_or_more(l, value, "profile", add_value, &values) &&
	    values != NULL)
		project_add(l, to,
			    bm_arena_printf(l->arena, "%s=%s", key, values));
}

/* The edition: attributes with their values. */
static void
profiles(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	project_list list = {0};

	if (project_pairs(l, value, key,
			  "%s must be a mapping, as in os: linux", profile,
			  &list))
		*(const char *const **)to = project_end(l, &list);
}

/* A project_pair: one key of the theme. */
static void
theme_key(struct loader *l, const char *key, const yaml_node_t *key_node,
	  yaml_node_t *value, void *to)
{
	static const char *const colours[] = {"ground", "raised", "text",
					      "quiet",  "link",   "visited",
					      "accent", NULL};
	bm_theme *theme = to;
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
theme(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	project_pairs(l, value, key, "%s must be keys and values", theme_key,
		      to);
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

/* A project_pair: a page that has moved, "old.html: new.html". */
static void
moved_page(struct loader *l, const char *from, const yaml_node_t *key_node,
	   yaml_node_t *value, void *to)
{
	const char *now = project_scalar(l, value, "moved");
	bm_project *project = to;
	bm_moved *m;

	if (now == NULL)
		return;
	if (!is_page(from) || strchr(from, '#') != NULL || !is_page(now)) {
		project_complain(l, "project-key", key_node,
				 "moved needs names of pages such as "
				 "guide/old.html, not %s",
				 is_page(from) ? now : from);
		return;
	}
	m = BM_VEC_PUSH(l->arena, &project->moved);
	if (m != NULL)
		*m = (bm_moved){from, now, project_position(l, key_node)};
}

static void
moved(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	project_pairs(l, value, key,
		      "%s must be a mapping, as in old.html: new.html",
		      moved_page, to);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All .md and .xml files of a folder, sorted by name. */
static void
folder(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	const char *dir = project_path(l, value, key);
	DIR *d = dir != NULL ? opendir(dir) : NULL;
	project_list list = {0};
	const char **slot = BM_VEC_PUSH(l->arena, &l->project->folders);
	struct dirent *e;

	if (slot != NULL)
		*slot = dir;
	if (d == NULL) {
		project_complain(l, "project-file", value,
				 "There is no folder %s",
				 dir != NULL ? dir : "");
		return;
	}
	while ((e = readdir(d)) != NULL) {
		bm_str name = bm_str_of(e->d_name);

		if (name.ptr[0] != '.' &&
		    (bm_str_ends(name, ".md") || bm_str_ends(name, ".xml")))
			project_add(l, &list,
				    bm_path_join(l->arena, dir, e->d_name));
	}
	closedir(d);
	if (list.len > 1)
		qsort(list.items, list.len, sizeof(*list.items), compare);
	*(const char *const **)to = project_end(l, &list);
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
static void
yes_or_no(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	const char *text = project_scalar(l, value, key);
	bool yes = bm_streq(text, "yes") || bm_streq(text, "true");

	if (text != NULL && !yes && !bm_streq(text, "no") &&
	    !bm_streq(text, "false"))
		project_complain(l, "project-key", value,
				 "%s must be yes or no", key);
	*(bool *)to = yes;
}

/* How far chapters are cut. */
static void
split_level(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	const char *text = project_scalar(l, value, key);
	unsigned level;

	if (text != NULL && bm_split_level(text, &level))
		*(const char **)to = text;
	else if (text != NULL)
		project_complain(l, "project-key", value,
				 "%s is no level: write 0 to 6", text);
}

/* How large files may be. */
static void
split_size(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	const char *text = project_scalar(l, value, key);
	size_t size;

	if (text != NULL && bm_split_size(text, &size))
		*(const char **)to = text;
	else if (text != NULL)
		project_complain(l, "project-key", value,
				 "%s is no size: write bytes, or as in 300k",
				 text);
}

static void
book_metadata(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	bm_project_book *book = to;

	book->metadata = slice(l, value, key, &book->metadata_line);
}

#define IN_BOOK(field) offsetof(bm_project_book, field)

static const project_field book_fields[] = {
    {"id", project_read_text, IN_BOOK(id)},
    {"title", project_read_text, IN_BOOK(title)},
    {"lang", project_read_text, IN_BOOK(lang)},
    {"epub", project_read_text, IN_BOOK(epub)},
    {"onix", project_read_text, IN_BOOK(onix)},
    {"whole", yes_or_no, IN_BOOK(whole)},
    {"split-level", split_level, IN_BOOK(split_level)},
    {"split-size", split_size, IN_BOOK(split_size)},
    {"group", project_read_text, IN_BOOK(group)},
    {"version", project_read_text, IN_BOOK(version)},
    {"cover", project_read_path, IN_BOOK(cover)},
    {"folder", folder, IN_BOOK(files)},
    {"documents", paths, IN_BOOK(files)},
    {"glossary", paths, IN_BOOK(glossaries)},
    {"metadata", book_metadata, 0},
    {0}};

/* A project_item. */
static void
add_book(struct loader *l, yaml_node_t *node, void *to)
{
	bm_project *project = to;
	bm_project_book *book = BM_VEC_PUSH(l->arena, &project->books);

	if (book == NULL)
		return;
	if (!project_fill(l, node, "A book", book_fields, book))
		;
	else if (book->id == NULL || !good_id(book->id))
		project_complain(
		    l, "project-key", node,
		    "A book needs an id of letters, digits and hyphens%s", "");
	else if (book->files == NULL || book->files[0] == NULL)
		project_complain(l, "project-file", node,
				 "The book %s has no documents", book->id);
	else
		return;
	project->books.len--;
}

static void
books(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	project_items(l, value, key, add_book, to);
}

/* The file of a schema; "docbook" is the one that is installed. */
static void
schema(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	const char *s = project_scalar(l, value, key);

	if (s != NULL)
		*(const char **)to =
		    strcmp(s, "docbook") == 0
			? ""
			: bm_path_join(l->arena, l->project->dir, s);
}

static void
style(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	bm_project *project = to;

	project->style = project_scalar(l, value, key);
	project->style_pos = project_position(l, value);
}

static void
defaults(struct loader *l, const char *key, yaml_node_t *value, void *to)
{
	bm_project *project = to;

	project->defaults = slice(l, value, key, &project->defaults_line);
}

#define IN_PROJECT(field) offsetof(bm_project, field)

static const project_field project_fields[] = {
    {"title", project_read_text, IN_PROJECT(title)},
    {"lang", project_read_text, IN_PROJECT(lang)},
    {"base-url", project_read_text, IN_PROJECT(base_url)},
    {"style", style, 0},
    {"home", project_read_path, IN_PROJECT(home)},
    {"schema", schema, IN_PROJECT(schema)},
    {"bibliography", paths, IN_PROJECT(bibliographies)},
    {"glossary", paths, IN_PROJECT(glossaries)},
    {"status-table", paths, IN_PROJECT(statuses)},
    {"olink-db", paths, IN_PROJECT(olinks)},
    {"profile", profiles, IN_PROJECT(profiles)},
    {"theme", theme, IN_PROJECT(theme)},
    {"moved", moved, 0},
    {"fonts", project_read_fonts, 0},
    {"metadata", defaults, 0},
    {"check", project_read_check, IN_PROJECT(check)},
    {"books", books, 0},
    {0}};

/* A project_pair: the key "check", and no other. */
static void
check_alone(struct loader *l, const char *key, const yaml_node_t *key_node,
	    yaml_node_t *value, void *to)
{
	bm_project *project = to;

	(void)key_node;
	if (strcmp(key, "check") == 0)
		project_read_check(l, key, value, &project->check);
}

/* Walks the document that libyaml has composed. */
static bm_status
walk(struct loader *l, bool only_check)
{
	yaml_node_t *root = yaml_document_get_root_node(&l->yaml);

	if (root == NULL || root->type != YAML_MAPPING_NODE) {
		project_complain(l, "project-syntax", root, "%s holds no keys",
				 l->project->file);
		return BM_BAD_INPUT;
	}
	if (only_check)
		project_pairs(l, root, "A project", "%s", check_alone,
			      l->project);
	else
		project_fill(l, root, "A project", project_fields, l->project);
	if (l->project->books.len == 0 && !only_check) {
		project_complain(l, "project-key", root,
				 "The project has no %s",
				 "books that can be built");
		return BM_BAD_INPUT;
	}
	return bm_arena_failed(l->arena) ? BM_NO_MEMORY : BM_OK;
}

static bm_status
parse(struct loader *l, bool only_check)
{
	yaml_parser_t parser;
	bm_status status;

	if (!yaml_parser_initialize(&parser))
		return BM_NO_MEMORY;
	yaml_parser_set_input_string(
	    &parser, (const unsigned char *)l->text.ptr, l->text.len);
	if (yaml_parser_load(&parser, &l->yaml)) {
		status = walk(l, only_check);
		yaml_document_delete(&l->yaml);
	} else if (parser.error == YAML_MEMORY_ERROR) {
		status = BM_NO_MEMORY;
	} else {
		bm_pos pos = {.file = l->project->file,
			      .line = (uint32_t)parser.problem_mark.line + 1,
			      .column =
				  (uint32_t)parser.problem_mark.column + 1};

		bm_diag_add(
		    l->diags, bm_rule_find(bm_project_rules, "project-syntax"),
		    &pos, "The project file is not well-formed YAML: %s",
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
	struct loader l = {.arena = arena, .diags = diags, .project = out};
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
		return parse(&l, only_check);
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

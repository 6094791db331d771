/* Where DocBook's schema is on this machine. */
#include "core/file.h"
#include "core/map.h"
#include "schema/schema.h"
#include "xml/parse.h"

#define USUAL   "/usr/share/xml/docbook/schema/rng"
#define CATALOG "/etc/xml/catalog"

#define NS_CATALOG "urn:oasis:names:tc:entity:xmlns:xml:catalog"

#define CATALOGS_MAX 50

struct search {
	bm_arena *arena;
	const rng_files *files;
	const char *uri;
	bm_map read; /* catalogs */
};

static bool
exists(const struct search *s, const char *path)
{
	bm_str text;

	return path != NULL &&
	       s->files->read(s->files->user, s->arena, path, &text) == BM_OK;
}

/* A path as a catalog in `dir` gives it. */
static const char *
local_path(const struct search *s, const char *dir, const char *name)
{
	static const char *const starts[] = {"file://localhost/", "file:///",
					     "file:/"};

	for (size_t i = 0; i < 3; i++)
		if (bm_str_starts(bm_str_of(name), starts[i]))
			return name + strlen(starts[i]) - 1;
	return bm_path_join(s->arena, dir, name);
}

static const char *look(struct search *s, const char *catalog);

/* What one entry of a catalog makes of the address, or NULL. */
static const char *
entry(struct search *s, const xmlNode *n, const char *dir)
{
	static const struct {
		const char *name, *key, *value;
		int kind; /* 0: the same; 1: a prefix; 2: another catalog */
	} kinds[] = {
	    {"uri", "name", "uri", 0},
	    {"system", "systemId", "uri", 0},
	    {"rewriteURI", "uriStartString", "rewritePrefix", 1},
	    {"rewriteSystem", "systemIdStartString", "rewritePrefix", 1},
	    {"delegateURI", "uriStartString", "catalog", 2},
	    {"delegateSystem", "systemIdStartString", "catalog", 2},
	    {"nextCatalog", NULL, "catalog", 2},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const char *key, *value = bm_attr(n, kinds[i].value);

		if (strcmp((const char *)n->name, kinds[i].name) != 0)
			continue;
		key = kinds[i].key != NULL ? bm_attr(n, kinds[i].key) : "";
		if (key == NULL || value == NULL ||
		    !bm_str_starts(bm_str_of(s->uri), key) ||
		    (kinds[i].kind == 0 && strcmp(s->uri, key) != 0))
			return NULL;
		if (kinds[i].kind == 1)
			value = bm_arena_printf(s->arena, "%s%s", value,
						s->uri + strlen(key));
		if (value != NULL)
			value = local_path(s, dir, value);
		return value != NULL && kinds[i].kind == 2 ? look(s, value)
							   : value;
	}
	return NULL;
}

/* OASIS XML Catalogs 1.1, 7, as far as one address needs it. */
static const char *
look(struct search *s, const char *catalog)
{
	const char *found = NULL, *dir = bm_path_dir(s->arena, catalog);
	xmlDoc *tree;
	bm_str text;
	bool fresh;

	/* Each once: catalogs may lead to one another in a circle. */
	bm_map_put(&s->read, bm_str_of(catalog), &fresh);
	if (dir == NULL || !fresh || s->read.len > CATALOGS_MAX ||
	    s->files->read(s->files->user, s->arena, catalog, &text) != BM_OK ||
	    bm_xml_parse_data(s->arena, text, catalog, &tree, NULL) != BM_OK)
		return NULL;
	xmlNode *root = xmlDocGetRootElement(tree);

	for (xmlNode *n = root; n != NULL && found == NULL;
	     n = bm_walk(n, root)) {
		if (n->type != XML_ELEMENT_NODE || n->ns == NULL ||
		    !bm_streq((const char *)n->ns->href, NS_CATALOG))
			continue;
		found = entry(s, n, dir);
		if (found != NULL && !exists(s, found))
			found = NULL;
		/* The tree goes before its strings are used. */
		if (found != NULL)
			found = bm_arena_strdup(s->arena, found);
	}
	xmlFreeDoc(tree);
	return found;
}

static const char *
version_file(bm_arena *arena, const char *version, const rng_files *files)
{
	static const char *const places[] = {
	    "http://docbook.org/xml", "https://docbook.org/xml",
	    "http://www.oasis-open.org/docbook/xml"};
	struct search s = {.arena = arena, .files = files};
	const char *path =
	    bm_arena_printf(arena, USUAL "/%s/docbook.rng", version);

	if (exists(&s, path))
		return path;
	path = NULL;
	for (size_t i = 0; i < 3 && path == NULL; i++) {
		s.uri = bm_arena_printf(arena, "%s/%s/rng/docbook.rng",
					places[i], version);
		bm_map_init(&s.read, arena);
		path = s.uri != NULL ? look(&s, CATALOG) : NULL;
	}
	return path;
}

const char *
bm_schema_installed(bm_arena *arena, const rng_files *files,
		    const char **version)
{
	static const char *const known[] = {"5.2", "5.1", "5.0"};
	const char *path = NULL;

	for (size_t i = 0; path == NULL && i < 3; i++) {
		path = version_file(arena, known[i], files);
		*version = known[i];
	}
	return path;
}

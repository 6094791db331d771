/* A schema's life, its rules, and where DocBook's own is installed. */
#include "schema/schema.h"

#include "schema/check.h"

const bm_rule bm_schema_rules[] = {
    {"schema-element", BM_ERROR,
     "The schema does not allow an element at this place",
     "RELAX NG; DocBook 5.2, schema",
     "Put it where it belongs, or use one of the elements that are allowed."},
    {"schema-incomplete", BM_ERROR,
     "An element is missing that the schema asks for",
     "RELAX NG; DocBook 5.2, schema", "Add the element that is named."},
    {"schema-text", BM_ERROR, "The schema does not allow text at this place",
     "RELAX NG; DocBook 5.2, schema",
     "Put the text into an element that can have text, such as para."},
    {"schema-attribute", BM_ERROR,
     "The schema does not give this element such an attribute",
     "RELAX NG; DocBook 5.2, schema",
     "Mend the spelling, or take the attribute out; role takes any value."},
    {"schema-attribute-missing", BM_ERROR,
     "An attribute is missing that the schema asks for",
     "RELAX NG; DocBook 5.2, schema", "Add the attribute that is named."},
    {"schema-value", BM_ERROR,
     "A value is not one of those that the schema allows",
     "RELAX NG; DocBook 5.2, schema", "Use a value of the kind that is named."},
    {"schema-exclusion", BM_ERROR,
     "An element stands, at whatever depth, in one that cannot hold it",
     "DocBook 5.2, Schematron rules",
     "Move it out of the outer element, or use an informal one."},
    {"schema-link-target", BM_ERROR,
     "A reference leads to an element of the wrong kind",
     "DocBook 5.2, Schematron rules",
     "Let it lead to an element of the kind that is named."},
    {"schema-count", BM_ERROR,
     "Elements that belong together are not of the same number",
     "DocBook 5.2, Schematron rules",
     "Add what is missing, or take out what is too much."},
    {"schema-version", BM_WARNING,
     "The root element does not say which version of DocBook it is",
     "DocBook 5.2, Schematron rules",
     "Add version=\"5.2\" to the root element."},
    {"schema-xlink", BM_ERROR,
     "An element of an extended link stands outside of one",
     "XLink 1.1, 5.1; DocBook 5.2, Schematron rules",
     "Put arcs, locators and resources into the extended link itself."},
    {"schema-suffix", BM_ERROR,
     "A suffix for ids is given, but not that it shall be used",
     "DocBook transclusion; DocBook 5.2, Schematron rules",
     "Add trans:idfixup=\"suffix\"."},
    {"schema-syntax", BM_ERROR, "The schema cannot be understood",
     "RELAX NG, 4", "Mend the schema, or name another with --schema=FILE."},
    {"schema-file", BM_ERROR, "The schema cannot be read", NULL,
     "Name a file with --schema=FILE; DocBook 5.0 is in Debian's package "
     "docbook5-xml, later versions come from docbook.org."},
    {"schema-other-version", BM_WARNING,
     "The document is of another version of DocBook than the schema", NULL,
     "Name the schema of that version with --schema=FILE."},
    {"schema-limit", BM_ERROR,
     "The schema asks for more work than documents are worth", NULL,
     "Make its choices and interleaved parts simpler."},
    {NULL, BM_INFO, NULL, NULL, NULL}};

/* What was made of a schema for documents is thrown away beyond this. */
#define BYTES_MAX ((size_t)96 << 20)

static bm_status
load(bm_schema *s, const rng_files *files, bm_diags *diags)
{
	bm_pos pos = {.file = bm_arena_strdup(diags->arena, s->file)};
	bm_status status;
	bm_str text;

	status = files->read(files->user, s->arena, s->file, &text);
	if (status == BM_NO_MEMORY)
		return status;
	if (status != BM_OK) {
		bm_diag_add(diags, bm_rule_find(bm_schema_rules, "schema-file"),
			    &pos, "The schema %s cannot be read", s->file);
		return BM_BAD_INPUT;
	}
	status = rng_grammar_read(&s->grammar, s->arena, s->file, text, files,
				  diags);
	s->own = s->grammar.table.count;
	return status;
}

/* Everything but the lock and the name. */
static void
unload(bm_schema *s)
{
	for (size_t i = 0; i < s->grammar.data.len; i++)
		rng_data_end(s->grammar.data.items[i]);
	memset(&s->grammar, 0, sizeof(s->grammar));
}

bm_status
bm_schema_new(const bm_allocator *al, const char *path, const char *version,
	      const rng_files *files, bm_diags *diags, bm_schema **out)
{
	bm_arena *arena = bm_arena_new(al);
	bm_schema *s = BM_NEW(arena, bm_schema);
	bm_status status;

	*out = NULL;
	if (s == NULL) {
		bm_arena_free(arena);
		return BM_NO_MEMORY;
	}
	s->arena = arena;
	s->file = bm_arena_strdup(arena, path);
	s->version = bm_arena_strdup(arena, version);
	if (s->file == NULL || pthread_mutex_init(&s->lock, NULL) != 0) {
		bm_arena_free(arena);
		return BM_NO_MEMORY;
	}
	status = load(s, files, diags);
	if (status == BM_OK)
		*out = s;
	else
		bm_schema_free(s);
	return status;
}

void
bm_schema_free(bm_schema *schema)
{
	if (schema == NULL)
		return;
	unload(schema);
	pthread_mutex_destroy(&schema->lock);
	bm_arena_free(schema->arena);
}

const char *
bm_schema_file(const bm_schema *schema)
{
	return schema->file;
}

bool
bm_schema_is_worn(bm_schema *schema)
{
	bool worn;

	pthread_mutex_lock(&schema->lock);
	worn = schema->grammar.table.full != NULL ||
	       bm_arena_used(schema->arena) > BYTES_MAX ||
	       schema->grammar.table.count - schema->own > RNG_PATTERNS_MAX / 4;
	pthread_mutex_unlock(&schema->lock);
	return worn;
}

/*
 * Front matter to DocBook info.  What a key becomes stands in the tables
 * below; any other key is kept as <meta name= content=>.  A key that info had
 * before is left alone, so that defaults of a project can be applied last.
 */
#include "core/map.h"
#include "core/vec.h"
#include "read/front_keys.h"
#include "read/markdown.h"
#include "xml/yaml.h"

/* Values of front matter, its aliases written out. */
#define NODES_MAX 20000

bm_status bm_frontmatter_read(bm_doc *doc, bm_str yaml, unsigned line);

const bm_rule bm_frontmatter_rules[] = {
    {"frontmatter-syntax", BM_ERROR, "The front matter is not valid YAML",
     "YAML 1.1",
     "Put a value that holds \": \", \"#\", \"@\" or quotation marks into "
     "quotation marks; indent with spaces."},
    {"frontmatter-limit", BM_ERROR,
     "The front matter is nested too deep or too large", NULL,
     "Use fewer levels and no aliases of aliases."},
    {"frontmatter-duplicate", BM_WARNING, "A key is given twice", "YAML 1.1",
     "Delete one of them; the first one counts."},
    {"frontmatter-value", BM_ERROR, "A value is not of the right kind", NULL,
     "See the table of keys in the manual."},
    {"frontmatter-empty", BM_WARNING, "A key has no value", NULL,
     "Give it one or delete the key."},
    {"frontmatter-unknown", BM_WARNING,
     "A key inside a value is not known; it is kept as metadata", NULL,
     "See the table of keys in the manual."},
    {"frontmatter-key", BM_WARNING,
     "A key is like one that means something; it is kept as metadata", NULL,
     "Write the key as the manual has it, or give your own another name."},
    {"frontmatter-id", BM_WARNING, "The id is not an XML name",
     "Namespaces in XML 1.0, NCName",
     "Begin with a letter; use letters, digits, \"-\", \"_\" and \".\"."},
    {"frontmatter-type", BM_ERROR, "The type is not that of a document", NULL,
     "Use article, chapter, appendix, preface, glossary, book, section, "
     "topic, dedication, acknowledgements or colophon."},
    {0}};

typedef struct work {
	bm_doc *doc;
	xmlNode *info;
	bm_map had;  /* names that info held before; "meta:NAME" */
	bool own;    /* the document's own: type names the root */
	bm_str text; /* the front matter, and the number of its first line */
	unsigned line;
	const bm_yaml *key; /* the key whose value is read */
} work;

/* message holds one "%s", for key. */
static void
say(work *w, const bm_yaml *at, const char *code, const char *message,
    const char *key)
{
	char *text = bm_arena_strdup(w->doc->arena, message), *hole;

	hole = text != NULL ? strstr(text, "%s") : NULL;
	if (hole == NULL)
		return;
	/* A sentence of ours begins with a capital. */
	if (text[0] >= 'a' && text[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
	*hole = '\0';
	bm_diag_add(w->doc->diags, bm_rule_find(bm_frontmatter_rules, code),
		    &at->pos, "%s%.200s%s", text, key, hole + 2);
}

static bool
had(const work *w, const char *name)
{
	return bm_map_getz(&w->had, name) != NULL;
}

static xmlNode *
put_el(work *w, xmlNode *parent, const char *name, const bm_yaml *at)
{
	xmlNode *el = bm_el(w->doc, parent, name);

	if (el != NULL)
		bm_set_pos(w->doc, el, &at->pos);
	return el;
}

/* YAML escapes can make characters that XML forbids: "?" and U+FFFD. */
static const char *
clean(work *w, bm_str s)
{
	char *out = bm_arena_str(w->doc->arena, s);

	if (out != NULL)
		return bm_front_clean(out, s.len);
	w->doc->no_memory = true;
	return "";
}

static xmlNode *
put_text(work *w, xmlNode *parent, const char *name, const bm_yaml *value)
{
	xmlNode *el = put_el(w, parent, name, value);

	bm_add_textz(w->doc, el, clean(w, value->text));
	return el;
}

/* A scalar with something in it; else a finding. */
static bool
is_text(work *w, const bm_yaml *value, const char *key)
{
	if (value->kind != BM_YAML_SCALAR) {
		say(w, value, "frontmatter-value", "\"%s\" must be a text",
		    key);
		return false;
	}
	if (value->null || bm_str_trim(value->text).len == 0) {
		say(w, value, "frontmatter-empty", "\"%s\" has no value", key);
		return false;
	}
	return true;
}

/* ---- meta ---- */

static void
put_meta(work *w, const char *name, const bm_yaml *value)
{
	xmlNode *el;

	if (!is_text(w, value, name))
		return;
	el = put_el(w, w->info, "meta", value);
	bm_set(w->doc, el, "name", clean(w, bm_str_of(name)));
	bm_set(w->doc, el, "content", clean(w, value->text));
}

/* Lists give one meta an item, maps dotted names.  Bounded by the depth that
 * bm_yaml_read lets through. */
static void
put_metas(work *w, const char *name, const bm_yaml *value)
{
	if (value->kind == BM_YAML_SCALAR) {
		put_meta(w, name, value);
	} else if (value->kind == BM_YAML_LIST) {
		for (const bm_yaml *i = value->first; i != NULL; i = i->next)
			put_metas(w, name, i);
	} else {
		for (const bm_yaml *k = value->first;
		     k != NULL && k->next != NULL; k = k->next->next) {
			char *full;

			if (!is_text(w, k, name))
				continue;
			full = bm_arena_printf(w->doc->arena, "%s.%s", name,
					       k->text.ptr);
			if (full == NULL)
				w->doc->no_memory = true;
			else
				put_metas(w, full, k->next);
		}
	}
}

static void
do_meta(work *w, const char *key, const bm_yaml *value)
{
	char *name = bm_arena_printf(w->doc->arena, "meta:%s", key);

	if (name == NULL)
		w->doc->no_memory = true;
	else if (!had(w, name))
		put_metas(w, key, value);
}

/* ---- what has an element of its own ---- */

/* Calls fn for value, or for each item of a list. */
static void
each(work *w, const char *key, const bm_yaml *value,
     void (*fn)(work *, const char *, const bm_yaml *))
{
	if (value->kind != BM_YAML_LIST) {
		fn(w, key, value);
		return;
	}
	if (value->first == NULL)
		say(w, value, "frontmatter-empty", "\"%s\" has no value", key);
	for (const bm_yaml *i = value->first; i != NULL; i = i->next)
		fn(w, key, i);
}

static void
do_title(work *w, const char *key, const bm_yaml *value)
{
	xmlNode *before = bm_first_element(w->info), *el;

	if (had(w, key) || !is_text(w, value, key))
		return;
	/* The title is the first child, the subtitle the second. */
	if (strcmp(key, "subtitle") == 0 && before != NULL &&
	    bm_is(before, "title"))
		before = bm_next_element(before);
	el = before != NULL ? bm_el_before(w->doc, before, key)
			    : bm_el(w->doc, w->info, key);
	if (el != NULL)
		bm_set_pos(w->doc, el, &value->pos);
	bm_add_textz(w->doc, el, clean(w, bm_str_trim(value->text)));
}

static void
do_root_attribute(work *w, const char *key, const bm_yaml *value)
{
	xmlNode *root = bm_doc_element(w->doc);
	const char *text;
	char *p;

	if (bm_attr_xml(root, key) != NULL || !is_text(w, value, key))
		return;
	text = clean(w, bm_str_trim(value->text));
	if (strcmp(key, "id") == 0) {
		p = bm_arena_strdup(w->doc->arena, text);
		if (p == NULL) {
			w->doc->no_memory = true;
			return;
		}
		for (char *c = p; *c != '\0'; c++)
			if (!(bm_is_alpha(*c) || *c == '_' || (*c & 0x80) ||
			      (c > p &&
			       (bm_is_digit(*c) || *c == '-' || *c == '.'))))
				*c = c == p ? '_' : '-';
		if (strcmp(p, text) != 0)
			say(w, value, "frontmatter-id",
			    "\"%s\" is no XML name; other characters were "
			    "replaced",
			    text);
		text = p;
	}
	bm_set_xml(w->doc, root, key, text);
}

static void
do_type(work *w, const char *key, const bm_yaml *value)
{
	static const char *const roots[] = {
	    "article", "chapter", "appendix", "preface",    "glossary",
	    "book",    "section", "topic",    "dedication", "acknowledgements",
	    "colophon"};
	bm_str text;

	if (!w->own || !is_text(w, value, key))
		return;
	text = bm_str_trim(value->text);
	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (bm_str_is(text, roots[i])) {
			xmlNodeSetName(bm_doc_element(w->doc),
				       BAD_CAST roots[i]);
			return;
		}
	say(w, value, "frontmatter-type",
	    "\"%s\" is no document; it is made an article", text.ptr);
}

static void
one_date(work *w, const char *key, const bm_yaml *value)
{
	if (is_text(w, value, key))
		put_text(w, w->info, "pubdate", value);
}

static void
do_date(work *w, const char *key, const bm_yaml *value)
{
	if (!had(w, "pubdate"))
		one_date(w, key, value);
}

/* Blank lines part paragraphs. */
static void
put_paras(work *w, xmlNode *parent, const bm_yaml *value)
{
	bm_str rest = value->text;

	while (rest.len > 0) {
		size_t end = bm_str_find(rest, "\n\n", 0);
		bm_str one = bm_str_trim((bm_str){rest.ptr, end});

		if (one.len > 0)
			bm_add_textz(w->doc, put_el(w, parent, "para", value),
				     clean(w, one));
		rest.ptr += end;
		rest.len -= end;
		while (rest.len > 0 && rest.ptr[0] == '\n') {
			rest.ptr++;
			rest.len--;
		}
	}
}

static void
one_abstract(work *w, const char *key, const bm_yaml *value)
{
	if (is_text(w, value, key))
		put_paras(w, put_el(w, w->info, "abstract", value), value);
}

static void
do_abstract(work *w, const char *key, const bm_yaml *value)
{
	if (!had(w, "abstract"))
		each(w, key, value, one_abstract);
}

/* A list, or a text with commas. */
static void
put_terms(work *w, const char *key, const bm_yaml *value, xmlNode *set,
	  bool subject)
{
	const bm_yaml *item =
	    value->kind == BM_YAML_LIST ? value->first : value;

	for (; item != NULL; item = item->next) {
		bm_str rest, one;
		bool split = item == value;

		if (!is_text(w, item, key))
			continue;
		rest = item->text;
		while (split ? bm_str_split(&rest, ',', &one)
			     : (one = rest).ptr != NULL) {
			xmlNode *parent = set;

			one = bm_str_trim(one);
			if (one.len > 0) {
				if (subject)
					parent =
					    put_el(w, set, "subject", item);
				bm_add_textz(
				    w->doc,
				    put_el(w, parent,
					   subject ? "subjectterm" : "keyword",
					   item),
				    clean(w, one));
			}
			if (!split)
				break;
		}
		if (split)
			break;
	}
}

static void
do_terms(work *w, const char *key, const bm_yaml *value)
{
	bool subject = key[0] == 's';
	const char *name = subject ? "subjectset" : "keywordset";
	xmlNode *set;

	if (had(w, name))
		return;
	if (value->kind == BM_YAML_MAP) {
		is_text(w, value, key);
		return;
	}
	set = put_el(w, w->info, name, value);
	put_terms(w, key, value, set, subject);
	if (set != NULL && set->children == NULL) {
		xmlUnlinkNode(set);
		xmlFreeNode(set);
	}
}

static void
one_publisher(work *w, const char *key, const bm_yaml *value)
{
	if (is_text(w, value, key))
		put_text(w, put_el(w, w->info, "publisher", value),
			 "publishername", value);
}

static void
do_publisher(work *w, const char *key, const bm_yaml *value)
{
	if (!had(w, "publisher"))
		each(w, key, value, one_publisher);
}

static void
one_legal(work *w, const char *key, const bm_yaml *value)
{
	if (is_text(w, value, key))
		put_paras(w, put_el(w, w->info, "legalnotice", value), value);
}

static void
do_legal(work *w, const char *key, const bm_yaml *value)
{
	if (!had(w, "legalnotice"))
		each(w, key, value, one_legal);
}

/* The value of a key in a map, or NULL. */
static const bm_yaml *
get(const bm_yaml *map, const char *key)
{
	const bm_yaml *k;

	for (k = map->first; k != NULL && k->next != NULL; k = k->next->next)
		if (k->kind == BM_YAML_SCALAR && bm_str_is(k->text, key))
			return k->next;
	return NULL;
}

/* Reports the keys of map that are not among names; kept as meta. */
static void
put_rest(work *w, const char *key, const bm_yaml *map, const char *const *names)
{
	const bm_yaml *k;

	for (k = map->first; k != NULL && k->next != NULL; k = k->next->next) {
		const char *const *n = names;
		char *full;

		if (k->kind != BM_YAML_SCALAR) {
			is_text(w, k, key);
			continue;
		}
		while (*n != NULL && !bm_str_is(k->text, *n))
			n++;
		if (*n != NULL)
			continue;
		full =
		    bm_arena_printf(w->doc->arena, "%s.%s", key, k->text.ptr);
		if (full == NULL) {
			w->doc->no_memory = true;
			return;
		}
		say(w, k, "frontmatter-unknown",
		    "\"%s\" is not known; it is kept as metadata", full);
		put_metas(w, full, k->next);
	}
}

static void
put_each(work *w, xmlNode *parent, const char *name, const char *key,
	 const bm_yaml *value)
{
	const bm_yaml *item = value;
	bool list;

	if (value == NULL)
		return;
	list = value->kind == BM_YAML_LIST;
	for (item = list ? value->first : value; item != NULL;
	     item = list ? item->next : NULL)
		if (is_text(w, item, key))
			put_text(w, parent, name, item);
}

static void
one_copyright(work *w, const char *key, const bm_yaml *value)
{
	static const char *const keys[] = {"year", "years", "holder", "holders",
					   NULL};
	const bm_yaml *year;
	xmlNode *el;

	if (value->kind != BM_YAML_MAP) {
		if (!had(w, "legalnotice"))
			one_legal(w, key, value);
		return;
	}
	year = get(value, "year");
	if (year == NULL)
		year = get(value, "years");
	if (year == NULL) {
		say(w, value, "frontmatter-value", "\"%s\" has no year", key);
		do_meta(w, key, value);
		return;
	}
	el = put_el(w, w->info, "copyright", value);
	put_each(w, el, "year", key, year);
	put_each(w, el, "holder", key, get(value, "holder"));
	put_each(w, el, "holder", key, get(value, "holders"));
	put_rest(w, key, value, keys);
}

static void
do_copyright(work *w, const char *key, const bm_yaml *value)
{
	if (!had(w, "copyright"))
		each(w, key, value, one_copyright);
}

static void
one_identifier(work *w, const char *key, const bm_yaml *value)
{
	bm_str text = bm_str_trim(value->text);
	xmlNode *el;

	if (!is_text(w, value, key))
		return;
	el = put_el(w, w->info, "biblioid", value);
	if (strcmp(key, "doi") == 0 || strcmp(key, "isbn") == 0) {
		bm_set(w->doc, el, "class", key);
	} else if (strcmp(key, "identifier") == 0 &&
		   (bm_str_find(text, "://", 0) < text.len ||
		    bm_str_starts(text, "urn:"))) {
		bm_set(w->doc, el, "class", "uri");
	} else {
		bm_set(w->doc, el, "class", "other");
		bm_set(w->doc, el, "otherclass", key);
	}
	bm_add_textz(w->doc, el, clean(w, text));
}

static void
do_identifier(work *w, const char *key, const bm_yaml *value)
{
	char *name = bm_arena_printf(w->doc->arena, "biblioid:%s", key);

	if (name == NULL)
		w->doc->no_memory = true;
	else if (!had(w, name))
		each(w, key, value, one_identifier);
}

/* ---- people ---- */

/* A name in one piece; parted before the last word when a personname has
 * other parts (DocBook 5.2: text, or parts, not both). */
static void
put_name(work *w, xmlNode *el, const bm_yaml *name, bool parts)
{
	bm_str text = bm_str_trim(name->text);
	size_t cut = text.len;

	while (cut > 0 && text.ptr[cut - 1] != ' ')
		cut--;
	if (!parts) {
		bm_add_textz(w->doc, el, clean(w, text));
		return;
	}
	if (cut > 0)
		bm_add_textz(w->doc, put_el(w, el, "firstname", name),
			     clean(w, bm_str_trim((bm_str){text.ptr, cut})));
	bm_add_textz(w->doc, put_el(w, el, "surname", name),
		     clean(w, (bm_str){text.ptr + cut, text.len - cut}));
}

static void
put_contact(work *w, xmlNode *el, const char *key, const bm_yaml *map)
{
	const bm_yaml *value = get(map, "affiliation"), *item = NULL;
	bool list = value != NULL && value->kind == BM_YAML_LIST;
	xmlNode *uri;

	if (value != NULL)
		item = list ? value->first : value;
	for (; item != NULL; item = list ? item->next : NULL)
		if (is_text(w, item, key))
			put_text(w, put_el(w, el, "affiliation", item),
				 "orgname", item);
	value = get(map, "orcid");
	if (value != NULL && is_text(w, value, key)) {
		uri = put_text(w, el, "uri", value);
		bm_set(w->doc, uri, "type", "orcid");
	}
	put_each(w, el, "email", key, get(map, "email"));
}

static void
put_person(work *w, xmlNode *el, const char *key, const bm_yaml *map)
{
	const bm_yaml *name = get(map, "name"), *given = get(map, "given");
	const bm_yaml *family = get(map, "family");
	const bm_yaml *titles = get(map, "credentials");
	xmlNode *person = put_el(w, el, "personname", map);

	if (given != NULL && is_text(w, given, key))
		put_text(w, person, "firstname", given);
	if (family != NULL && is_text(w, family, key))
		put_text(w, person, "surname", family);
	if (name != NULL && given == NULL && family == NULL &&
	    is_text(w, name, key))
		put_name(w, person, name, titles != NULL);
	else if (name != NULL && (given != NULL || family != NULL))
		say(w, name, "frontmatter-value",
		    "\"%s\" has a name beside given and family; those count",
		    key);
	if (titles != NULL && is_text(w, titles, key))
		bm_set(w->doc, put_text(w, person, "othername", titles), "role",
		       "credentials");
	put_contact(w, el, key, map);
}

/* An empty element for a person. */
static xmlNode *
put_credit(work *w, const char *key, const bm_yaml *value)
{
	const bm_yaml *role =
	    value->kind == BM_YAML_MAP ? get(value, "role") : NULL;
	bm_front_credit c;
	xmlNode *el;

	if (role != NULL && !is_text(w, role, key))
		role = NULL;
	c = bm_front_credit_of(key, role != NULL ? clean(w, role->text) : NULL);
	el = put_el(w, w->info, c.element, value);
	bm_set(w->doc, el, "class", c.class);
	bm_set(w->doc, el, "otherclass", c.other);
	return el;
}

static void
one_person(work *w, const char *key, const bm_yaml *value)
{
	static const char *const keys[] = {
	    "role",        "name",  "given", "family", "credentials",
	    "affiliation", "orcid", "email", "org",    NULL};
	const bm_yaml *org;
	xmlNode *el;

	if (value->kind == BM_YAML_LIST || value->kind == BM_YAML_SCALAR) {
		if (is_text(w, value, key))
			put_name(w,
				 put_el(w, put_credit(w, key, value),
					"personname", value),
				 value, false);
		return;
	}
	org = get(value, "org");
	if (org == NULL && get(value, "name") == NULL &&
	    get(value, "given") == NULL && get(value, "family") == NULL) {
		say(w, value, "frontmatter-value",
		    "\"%s\" has no name, given, family or org", key);
		do_meta(w, key, value);
		return;
	}
	el = put_credit(w, key, value);
	if (org != NULL) {
		if (is_text(w, org, key))
			put_text(w, el, "orgname", org);
		put_contact(w, el, key, value);
	} else {
		put_person(w, el, key, value);
	}
	/* Only a contributor may have a role. */
	put_rest(w, key, value, key[0] == 'c' ? keys : keys + 1);
}

static void
do_people(work *w, const char *key, const bm_yaml *value)
{
	if (!had(w, bm_front_credit_of(key, NULL).had))
		each(w, key, value, one_person);
}

/* Elements of info that no key stands for, as the writer "markdown" leaves
 * them. */
static void
do_docbook(work *w, const char *key, const bm_yaml *value)
{
	const char *why;

	if (w->own && is_text(w, value, key) &&
	    !bm_md_raw_put(w->doc, w->info, 2, value->text, &value->pos, &why))
		say(w, value, "frontmatter-value",
		    "\"%s\" is no well-formed DocBook", key);
}

/* Another tool's name for a key of ours. */
static void
do_style(work *w, const char *key, const bm_yaml *value)
{
	(void)key;
	do_meta(w, "style", value);
}

/*
 * Works, as pandoc has them in front matter: kept as they are written, key
 * and all, for bib/ to read.  As a text they are what "markdown" wrote.
 */
static void
do_references(work *w, const char *key, const bm_yaml *value)
{
	const bm_yaml *next = value->next;
	xmlNode *el;

	if (value->kind == BM_YAML_SCALAR || had(w, "meta:references")) {
		do_meta(w, key, value);
		return;
	}
	if (value->first == NULL || value->kind != BM_YAML_LIST) {
		say(w, value, "frontmatter-value", "\"%s\" must be a list",
		    key);
		return;
	}
	el = put_el(w, w->info, "meta", w->key);
	bm_set(w->doc, el, "name", key);
	bm_set(w->doc, el, "content",
	       clean(w, bm_front_lines(w->text, w->line, w->key->pos.line,
				       next != NULL ? next->pos.line : 0)));
}

/* ---- the table ---- */

static const struct {
	const char *key;
	void (*fn)(work *w, const char *key, const bm_yaml *value);
} keys[] = {
    {"docbook", do_docbook},
    {"title", do_title},
    {"subtitle", do_title},
    {"id", do_root_attribute},
    {"lang", do_root_attribute},
    {"type", do_type},
    {"author", do_people},
    {"authors", do_people},
    {"editor", do_people},
    {"editors", do_people},
    {"translator", do_people},
    {"translators", do_people},
    {"illustrator", do_people},
    {"illustrators", do_people},
    {"contributor", do_people},
    {"contributors", do_people},
    {"date", do_date},
    {"description", do_abstract},
    {"abstract", do_abstract},
    {"keywords", do_terms},
    {"subjects", do_terms},
    {"publisher", do_publisher},
    {"copyright", do_copyright},
    {"license", do_legal},
    {"rights", do_legal},
    {"identifier", do_identifier},
    {"doi", do_identifier},
    {"isbn", do_identifier},
    {"uuid", do_identifier},
    {"csl", do_style},
    {"citation-style", do_style},
    {"references", do_references},
};

static void
one_key(work *w, const bm_yaml *key, const bm_yaml *value, bm_map *seen)
{
	const char *name, *meant;
	void **slot;
	bool is_new;

	w->key = key;
	if (!is_text(w, key, "a key"))
		return;
	name = clean(w, bm_str_trim(key->text));
	slot = bm_map_put(seen, bm_str_of(name), &is_new);
	if (slot == NULL) {
		w->doc->no_memory = true;
		return;
	}
	*slot = w;
	if (!is_new) {
		say(w, key, "frontmatter-duplicate",
		    "key \"%s\" is given twice", name);
		return;
	}
	if (value->kind == BM_YAML_SCALAR && value->null) {
		say(w, key, "frontmatter-empty", "\"%s\" has no value", name);
		return;
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i].key, name) == 0) {
			keys[i].fn(w, name, value);
			return;
		}
	meant = bm_front_key_meant(name);
	if (meant != NULL)
		bm_diag_add(
		    w->doc->diags,
		    bm_rule_find(bm_frontmatter_rules, "frontmatter-key"),
		    &key->pos,
		    "The key \"%.200s\" means nothing; did you mean "
		    "\"%s\"?",
		    name, meant);
	do_meta(w, name, value);
}

static void
remember(work *w, const char *prefix, const char *name)
{
	char *full = bm_arena_printf(w->doc->arena, "%s%s", prefix, name);
	void **slot =
	    full != NULL ? bm_map_put(&w->had, bm_str_of(full), NULL) : NULL;

	if (slot == NULL)
		w->doc->no_memory = true;
	else
		*slot = w;
}

/* "reviewer.name" and "reviewer": a default is never mixed into what the
 * document says. */
static void
remember_meta(work *w, const char *name)
{
	const char *dot = name;

	remember(w, "meta:", name);
	while ((dot = strchr(dot, '.')) != NULL) {
		char *part =
		    bm_arena_strndup(w->doc->arena, name, (size_t)(dot - name));

		if (part != NULL)
			remember(w, "meta:", part);
		dot++;
	}
}

/* What info holds before anything is applied. */
static void
look(work *w)
{
	bm_map_init(&w->had, w->doc->arena);
	for (const xmlNode *el = bm_first_element(w->info); el != NULL;
	     el = bm_next_element(el)) {
		const char *name = (const char *)el->name, *c;

		remember(w, "", name);
		if (bm_is(el, "meta") && (c = bm_attr(el, "name")) != NULL)
			remember_meta(w, c);
		if (bm_is(el, "othercredit"))
			remember(w, "",
				 bm_front_credit_had(bm_attr(el, "class")));
		if (!bm_is(el, "biblioid"))
			continue;
		c = bm_attr(el, "otherclass");
		if (c == NULL)
			c = bm_attr(el, "class");
		if (c != NULL)
			remember(w, "biblioid:",
				 strcmp(c, "uri") == 0 ? "identifier" : c);
	}
}

static bm_status
apply(bm_doc *doc, bm_str text, unsigned line, bool own)
{
	work w = {.doc = doc, .own = own, .text = text, .line = line};
	bm_yaml *root;
	bm_yaml_error error;
	bm_status status;
	bm_map seen;

	status = bm_yaml_read(doc->arena, text, doc->file, line, NODES_MAX,
			      &root, &error);
	if (status == BM_BAD_INPUT || status == BM_LIMIT) {
		bm_diag_add(doc->diags,
			    bm_rule_find(bm_frontmatter_rules,
					 error.limit ? "frontmatter-limit"
						     : "frontmatter-syntax"),
			    &error.pos, "%s", error.message);
		return BM_OK;
	}
	if (status != BM_OK || root == NULL)
		return status;
	w.info = bm_doc_info(doc);
	if (w.info == NULL)
		return BM_NO_MEMORY;
	if (root->kind != BM_YAML_MAP) {
		if (own)
			return BM_NOT_FOUND;
		say(&w, root, "frontmatter-value", "%s must be \"key: value\"",
		    "front matter");
		return BM_OK;
	}
	look(&w);
	bm_map_init(&seen, doc->arena);
	for (const bm_yaml *k = root->first; k != NULL && k->next != NULL;
	     k = k->next->next)
		one_key(&w, k, k->next, &seen);
	return doc->no_memory || bm_arena_failed(doc->arena) ? BM_NO_MEMORY
							     : BM_OK;
}

bm_status
bm_frontmatter_apply(bm_doc *doc, bm_str yaml, unsigned line)
{
	return apply(doc, yaml, line, false);
}

bm_status
bm_frontmatter_read(bm_doc *doc, bm_str yaml, unsigned line)
{
	return apply(doc, yaml, line, true);
}

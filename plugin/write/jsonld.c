/* The structured data of a page. */
#include "write/jsonld.h"

#include <jansson.h>
#include <stdlib.h>
#include <strings.h>

#include "bib/item.h"

const bm_rule pub_jsonld_rules[] = {
    {"jsonld-hidden", BM_INFO,
     "A fact is left out of the structured data, as the page does not show it",
     NULL,
     "Machines are told nothing that readers are not; see that the page shows "
     "the value as it is written."},
    {0}};

typedef struct maker {
	pub_chunk *chunk;
	bm_doc *doc;
	page_text page;
	const xmlNode *info; /* of the document; or NULL: another page has it */
	json_t *root;
	bool failed;
} maker;

/* ---- Values that are shown ---- */

/* Says that a fact of info is not shown. */
static void
hidden(maker *m, const xmlNode *from, const char *what, const char *value)
{
	if (from != NULL)
		bm_diag_add(m->doc->diags, &pub_jsonld_rules[0],
			    bm_get_pos(m->doc, from),
			    "\"%s\" is left out of the structured data: the "
			    "page does not show \"%.120s\"",
			    what, value);
}

/* Takes over value, which may be NULL. */
static void
set_new(maker *m, json_t *object, const char *key, json_t *value)
{
	if (value == NULL || json_object_set_new(object, key, value) != 0)
		m->failed = true;
}

static void
append_new(maker *m, json_t *array, json_t *value)
{
	if (value == NULL || json_array_append_new(array, value) != 0)
		m->failed = true;
}

static json_t *
typed(maker *m, const char *type)
{
	json_t *object = json_object();

	if (object == NULL)
		m->failed = true;
	else
		set_new(m, object, "@type", json_string(type));
	return object;
}

/* Sets key to a text that the page shows; else says so.  True if it does. */
static bool
put(maker *m, json_t *object, const char *key, const char *value,
    const xmlNode *from)
{
	if (value == NULL || *value == '\0')
		return false;
	value = bm_arena_str(m->doc->arena, bm_str_trim(bm_str_of(value)));
	if (value == NULL || !page_text_shows(&m->page, value)) {
		hidden(m, from, key, value != NULL ? value : "");
		return false;
	}
	set_new(m, object, key, json_string(value));
	return true;
}

/* The list under key, made when it is not there. */
static json_t *
list_of(maker *m, json_t *object, const char *key)
{
	json_t *list = json_object_get(object, key);

	if (list == NULL) {
		list = json_array();
		set_new(m, object, key, list);
	}
	return list;
}

/* ---- People ---- */

static void
put_credentials(maker *m, json_t *person, const char *credentials,
		const xmlNode *from)
{
	json_t *c = typed(m, "EducationalOccupationalCredential");

	if (put(m, c, "credentialCategory", credentials, from))
		set_new(m, person, "hasCredential", json_incref(c));
	json_decref(c);
}

/* The parts of a name as the page joins them. */
static const char *
person_name(maker *m, const xmlNode *name)
{
	const char *out = "";

	for (const xmlNode *n = bm_first_element(name);
	     n != NULL && out != NULL; n = bm_next_element(n))
		if (!bm_streq(bm_attr(n, "role"), "credentials"))
			out = bm_arena_printf(m->doc->arena, "%s%s%s", out,
					      *out != '\0' ? " " : "",
					      bm_textz(m->doc, n));
	return out != NULL && *out != '\0' ? out : bm_textz(m->doc, name);
}

static const char *
credentials_of(maker *m, const xmlNode *name)
{
	const xmlNode *n = bm_child(name, "othername");

	while (n != NULL && !bm_streq(bm_attr(n, "role"), "credentials"))
		n = bm_next(n, "othername");
	return n != NULL ? bm_textz(m->doc, n) : NULL;
}

static void
put_organization(maker *m, json_t *object, const char *key, const char *name,
		 const xmlNode *from)
{
	json_t *o = typed(m, "Organization");

	if (put(m, o, "name", name, from))
		set_new(m, object, key, json_incref(o));
	json_decref(o);
}

static void
put_author(maker *m, const xmlNode *author)
{
	const xmlNode *name = bm_child(author, "personname"), *el;
	json_t *o = typed(m, name != NULL ? "Person" : "Organization");
	const char *text;

	if (name == NULL)
		name = bm_child(author, "orgname");
	text = name == NULL                ? NULL
	       : bm_is(name, "personname") ? person_name(m, name)
					   : bm_textz(m->doc, name);
	if (!put(m, o, "name", text, author)) {
		json_decref(o);
		return;
	}
	if (bm_is(name, "personname"))
		put_credentials(m, o, credentials_of(m, name), author);
	el = bm_child(bm_child(author, "affiliation"), "orgname");
	if (el != NULL)
		put_organization(m, o, "affiliation", bm_textz(m->doc, el), el);
	el = bm_child(author, "uri");
	if (el != NULL && bm_streq(bm_attr(el, "type"), "orcid")) {
		text = bm_textz(m->doc, el);
		put(m, o, "sameAs",
		    strstr(text, "://") != NULL
			? text
			: bm_arena_printf(m->doc->arena, "https://orcid.org/%s",
					  text),
		    el);
	}
	append_new(m, list_of(m, m->root, "author"), o);
}

static void
put_authors(maker *m)
{
	const xmlNode *group = bm_child(m->info, "authorgroup");

	for (const xmlNode *a = bm_child(m->info, "author"); a != NULL;
	     a = bm_next(a, "author"))
		put_author(m, a);
	for (const xmlNode *a = group != NULL ? bm_child(group, "author")
					      : NULL;
	     a != NULL; a = bm_next(a, "author"))
		put_author(m, a);
}

/* ---- Facts of info ---- */

static const xmlNode *
next_meta(maker *m, const xmlNode *before, const char *name)
{
	const xmlNode *n = before != NULL ? bm_next(before, "meta")
					  : bm_child(m->info, "meta");

	while (n != NULL && !bm_streq(bm_attr(n, "name"), name))
		n = bm_next(n, "meta");
	return n;
}

static void
put_meta(maker *m, json_t *object, const char *key, const char *name)
{
	const xmlNode *meta = next_meta(m, NULL, name);

	if (meta != NULL)
		put(m, object, key, bm_attr(meta, "content"), meta);
}

/* Whether what stands behind a name is a title: "MD", "PhD, RN". */
static bool
is_credentials(const char *s)
{
	size_t capitals = 0, n = strlen(s);

	for (size_t i = 0; i < n; i++)
		capitals += s[i] >= 'A' && s[i] <= 'Z';
	return capitals >= 2 && n <= 24;
}

/* Whether a name is that of an organization that the document names. */
static bool
is_named_org(maker *m, const char *name)
{
	/* The tree is only read. */
	xmlNode *root = (xmlNode *)(uintptr_t)m->info;
	size_t n = strlen(name);

	for (xmlNode *el = root; el != NULL; el = bm_walk(el, root)) {
		const char *text =
		    bm_is(el, "orgname") || bm_is(el, "publishername")
			? bm_textz(m->doc, el)
			: NULL;

		if (text != NULL && strlen(text) == n &&
		    strncasecmp(text, name, n) == 0)
			return true;
	}
	return false;
}

/* Whether a reviewer is no single person: "the editors". */
static bool
is_group(maker *m, const char *name)
{
	return strncasecmp(name, "the ", 4) == 0 || is_named_org(m, name);
}

static void
put_person(maker *m, const char *name, const char *credentials,
	   const xmlNode *from)
{
	json_t *o = typed(m, "Person");

	if (put(m, o, "name", name, from)) {
		if (credentials != NULL)
			put_credentials(m, o, credentials, from);
		set_new(m, m->root, "reviewedBy", json_incref(o));
	}
	json_decref(o);
}

/* "Name, MD", or "Name" alone; a remark in brackets is no part of it. */
static void
put_whole_reviewer(maker *m, const xmlNode *meta, const char *whole)
{
	const char *comma = strchr(whole, ','), *remark = strstr(whole, " (");
	const char *credentials = NULL, *name;
	size_t n = remark != NULL ? (size_t)(remark - whole) : strlen(whole);

	if (comma != NULL && is_credentials(comma + 1)) {
		n = (size_t)(comma - whole);
		credentials = comma + 1;
	}
	name = bm_arena_strndup(m->doc->arena, whole, n);
	if (name == NULL)
		m->failed = true;
	else if (credentials == NULL && is_group(m, name))
		put_organization(m, m->root, "reviewedBy", name, meta);
	else
		put_person(m, name, credentials, meta);
}

/* The text of "reviewer", or the keys name, credentials and org below it. */
static void
put_reviewer(maker *m)
{
	const xmlNode *meta = next_meta(m, NULL, "reviewer");
	const xmlNode *name = next_meta(m, NULL, "reviewer.name");
	const xmlNode *title = next_meta(m, NULL, "reviewer.credentials");
	const xmlNode *org = next_meta(m, NULL, "reviewer.org");

	if (org != NULL)
		put_organization(m, m->root, "reviewedBy",
				 bm_attr(org, "content"), org);
	else if (name != NULL)
		put_person(m, bm_attr(name, "content"),
			   title != NULL ? bm_attr(title, "content") : NULL,
			   name);
	else if (meta != NULL && bm_attr(meta, "content") != NULL)
		put_whole_reviewer(m, meta, bm_attr(meta, "content"));
}

static void
put_payers(maker *m)
{
	static const char *const pairs[][2] = {{"funder", "funding"},
					       {"sponsor", "sponsor"}};

	for (size_t i = 0; i < 2; i++) {
		const xmlNode *meta = next_meta(m, NULL, pairs[i][1]);
		const char *who =
		    meta != NULL ? bm_attr(meta, "content") : NULL;

		if (who != NULL && strcmp(who, "none") != 0 &&
		    strcmp(who, "no") != 0)
			put_organization(m, m->root, pairs[i][0], who, meta);
	}
}

/* Facts whose value is a word for machines: shown as <data value="...">. */
static void
put_access(maker *m)
{
	static const char *const features[] = {
	    "alternativeText", "readingOrder", "structuralNavigation", NULL};
	const xmlNode *access = next_meta(m, NULL, "access");
	json_t *list;

	if (access != NULL && bm_streq(bm_attr(access, "content"), "free")) {
		if (bm_map_getz(&m->page.values, "free") != NULL)
			set_new(m, m->root, "isAccessibleForFree", json_true());
		else
			hidden(m, access, "isAccessibleForFree", "free");
	}
	for (size_t i = 0; features[i] != NULL; i++) {
		if (bm_map_getz(&m->page.values, features[i]) == NULL)
			continue;
		list = list_of(m, m->root, "accessibilityFeature");
		append_new(m, list, json_string(features[i]));
	}
}

static void
put_audience(maker *m)
{
	for (const xmlNode *n = next_meta(m, NULL, "audience"); n != NULL;
	     n = next_meta(m, n, "audience")) {
		json_t *o = typed(m, "MedicalAudience");

		if (put(m, o, "audienceType", bm_attr(n, "content"), n))
			append_new(m, list_of(m, m->root, "medicalAudience"),
				   json_incref(o));
		json_decref(o);
	}
}

/* ---- What the text is about ---- */

static void
put_code(maker *m, json_t *object, const xmlNode *about, const char *attr,
	 const char *system)
{
	const char *code = bm_attr(about, attr);
	json_t *o;

	if (code == NULL)
		return;
	o = typed(m, "MedicalCode");
	if (put(m, o, "codeValue", code, about) &&
	    put(m, o, "codingSystem", system, about))
		append_new(m, list_of(m, object, "code"), json_incref(o));
	json_decref(o);
}

/* The first paragraph of a notice on this page, or NULL. */
static const char *
notice(maker *m, const char *kind)
{
	const xmlNode *root = m->chunk->node;

	for (xmlNode *n = m->chunk->node; n != NULL; n = bm_walk(n, root))
		if (bm_streq(bm_attr_bm(n, "kind"), kind) &&
		    bm_child(n, "para") != NULL)
			return bm_textz(m->doc, bm_child(n, "para"));
	return NULL;
}

/* A value of notices: none of them is a must on this page. */
static void
put_shown(maker *m, json_t *object, const char *key, const char *value)
{
	put(m, object, key, value, NULL);
}

/* ---- Status ---- */

/* The words of a sentence from the status table, up to its citation. */
static const char *
sentence_of(maker *m, const xmlNode *phrase)
{
	const char *text = NULL;
	bm_str words;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(m->doc->arena));
	for (const xmlNode *n = phrase->children;
	     n != NULL && !bm_is(n, "citation") && !bm_is(n, "footnote");
	     n = n->next)
		bm_text(n, &buf);
	words = bm_str_trim(bm_buf_str(&buf));
	while (words.len > 0 && words.ptr[words.len - 1] == '.')
		words.len--;
	if (buf.status == BM_OK && words.len > 0)
		text = bm_arena_str(m->doc->arena, words);
	m->failed = m->failed || buf.status != BM_OK;
	bm_buf_free(&buf);
	return text;
}

/* The next sentence from the status table on the page, or NULL. */
static xmlNode *
next_sentence(const maker *m, xmlNode *n)
{
	do
		n = bm_walk(n, m->chunk->node);
	while (n != NULL && (n->type != XML_ELEMENT_NODE ||
			     bm_attr_bm(n, "sentence") == NULL));
	return n;
}

/* Adds what the sentences on the page tell of a product; true if any does. */
static bool
put_status(maker *m, json_t *object, const char *product)
{
	bool some = false;

	for (xmlNode *n = next_sentence(m, m->chunk->node); n != NULL;
	     n = next_sentence(m, n)) {
		const char *text = bm_streq(bm_attr_bm(n, "product"), product)
				       ? sentence_of(m, n)
				       : NULL;

		if (text == NULL || !page_text_shows(&m->page, text))
			continue;
		append_new(m, list_of(m, object, "legalStatus"),
			   json_string(text));
		some = true;
	}
	return some;
}

/* Products that the page tells the status of, beside the one it is about. */
static void
put_mentions(maker *m, const char *about)
{
	bm_map seen;

	bm_map_init(&seen, m->doc->arena);
	if (about != NULL)
		(void)bm_map_put(&seen, bm_str_of(about), NULL);
	for (xmlNode *n = next_sentence(m, m->chunk->node); n != NULL;
	     n = next_sentence(m, n)) {
		const char *name = bm_attr_bm(n, "product");
		bool is_new = false;
		json_t *o;

		if (name == NULL || !page_text_shows(&m->page, name) ||
		    bm_map_put(&seen, bm_str_of(name), &is_new) == NULL ||
		    !is_new)
			continue;
		o = typed(m, "MedicalTherapy");
		put_shown(m, o, "name", name);
		if (put_status(m, o, name))
			append_new(m, list_of(m, m->root, "mentions"),
				   json_incref(o));
		json_decref(o);
	}
}

/* What the document names as its product, or the row of the status table
 * that its metadata name; *row tells which. */
static const char *
product_of(maker *m, bool *row)
{
	const xmlNode *product = next_meta(m, NULL, "product");
	const xmlNode *status = next_meta(m, NULL, "legal-status");

	*row = product == NULL;
	if (product != NULL)
		return bm_attr(product, "content");
	return status != NULL ? bm_attr_bm(status, "product") : NULL;
}

/* The product whose status and harms the page tells: by the sentences from
 * the status table, else by its notices. */
static json_t *
therapy(maker *m, const char *name, bool row)
{
	json_t *o;

	if (name == NULL || !page_text_shows(&m->page, name))
		return NULL;
	o = typed(m, "MedicalTherapy");
	put_shown(m, o, "name", name);
	if (!row || !put_status(m, o, name))
		put_shown(m, o, "legalStatus", notice(m, "unapproved-therapy"));
	if (json_object_get(o, "legalStatus") == NULL)
		put_shown(m, o, "legalStatus", notice(m, "off-label"));
	put_shown(m, o, "status", notice(m, "investigational"));
	for (const xmlNode *n = next_meta(m, NULL, "harms"); n != NULL;
	     n = next_meta(m, n, "harms")) {
		json_t *harm = typed(m, "MedicalEntity");

		if (put(m, harm, "name", bm_attr(n, "content"), n))
			append_new(m, list_of(m, o, "seriousAdverseOutcome"),
				   json_incref(harm));
		json_decref(harm);
	}
	if (json_object_size(o) < 3) { /* a name alone says nothing */
		json_decref(o);
		return NULL;
	}
	return o;
}

static void
put_about(maker *m, const xmlNode *about, json_t *treatment)
{
	bool icd =
	    bm_attr(about, "icd10") != NULL || bm_attr(about, "icd11") != NULL;
	bool medical = icd || bm_attr(about, "mesh") != NULL;
	json_t *o = typed(m, icd       ? "MedicalCondition"
			     : medical ? "MedicalEntity"
				       : "Thing");

	if (!put(m, o, "name", bm_attr(about, "name"), about)) {
		json_decref(o);
		return;
	}
	for (const xmlNode *n = bm_first_element(about); n != NULL;
	     n = bm_next_element(n)) {
		const char *name = bm_attr(n, "name");

		if (name != NULL && page_text_shows(&m->page, name))
			append_new(m, list_of(m, o, "alternateName"),
				   json_string(name));
	}
	put_code(m, o, about, "mesh", "MeSH");
	put_code(m, o, about, "icd10", "ICD-10");
	put_code(m, o, about, "icd11", "ICD-11");
	if (icd && treatment != NULL)
		append_new(m, list_of(m, o, "possibleTreatment"),
			   json_incref(treatment));
	append_new(m, list_of(m, m->root, "about"), o);
}

static void
put_subject(maker *m)
{
	bool row, condition = false;
	const char *product = product_of(m, &row);
	json_t *treatment = therapy(m, product, row);

	for (const xmlNode *n = bm_first_element(m->info); n != NULL;
	     n = bm_next_element(n))
		if (bm_is_bm(n, "about")) {
			put_about(m, n, treatment);
			condition = condition || bm_attr(n, "icd10") != NULL ||
				    bm_attr(n, "icd11") != NULL;
		}
	if (treatment != NULL && !condition)
		append_new(m, list_of(m, m->root, "about"),
			   json_incref(treatment));
	json_decref(treatment);
	put_mentions(m, row ? product : NULL);
}

/* ---- Works that are cited ---- */

static void
put_identifier(maker *m, json_t *work, const page_entry *entry,
	       const bm_item *item, const char *variable)
{
	const bm_value *v = bm_item_get(item, variable);
	bm_str shown = {"", 0};
	json_t *o;

	if (v != NULL && v->kind == BM_VALUE_TEXT)
		shown = page_text_find(&m->page, entry->from, entry->to,
				       bm_str_trim(v->text));
	if (shown.len == 0)
		return;
	o = typed(m, "PropertyValue");
	set_new(m, o, "propertyID", json_string(variable));
	set_new(m, o, "value", json_stringn(shown.ptr, shown.len));
	append_new(m, list_of(m, work, "identifier"), o);
}

/* The title without markup and a full stop. */
static bm_str
plain_title(maker *m, const bm_item *item)
{
	const bm_value *v = bm_item_get(item, "title");
	char *out;
	size_t n = 0;

	if (v == NULL || v->kind != BM_VALUE_TEXT ||
	    (out = bm_arena_alloc(m->doc->arena, v->text.len + 1)) == NULL)
		return (bm_str){"", 0};
	for (size_t i = 0; i < v->text.len; i++) {
		bm_str rest = {v->text.ptr + i, v->text.len - i};
		size_t end = bm_str_find(rest, ">", 0);

		if (rest.ptr[0] == '<' && end < rest.len && end < 32)
			i += end;
		else
			out[n++] = rest.ptr[0];
	}
	while (n > 0 && (out[n - 1] == '.' || out[n - 1] == ' '))
		n--;
	return (bm_str){out, n};
}

static const char *
type_of(const bm_item *item)
{
	static const char *const types[][2] = {
	    {"article-journal", "ScholarlyArticle"},
	    {"article", "ScholarlyArticle"},
	    {"paper-conference", "ScholarlyArticle"},
	    {"review", "ScholarlyArticle"},
	    {"book", "Book"},
	    {"chapter", "Chapter"},
	    {"thesis", "Thesis"},
	    {"report", "Report"},
	    {"dataset", "Dataset"},
	    {"webpage", "WebPage"},
	    {"legislation", "Legislation"},
	    {"regulation", "Legislation"},
	};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (bm_str_is(item->type, types[i][0]))
			return types[i][1];
	return "CreativeWork";
}

static void
put_work(maker *m, const page_entry *entry)
{
	const bm_item *item = bm_library_find(
	    m->doc->library, bm_str_of(entry->id + strlen("ref-")));
	bm_str shown;
	json_t *o;

	if (item == NULL)
		return;
	o = typed(m, type_of(item));
	shown = page_text_find(&m->page, entry->from, entry->to,
			       plain_title(m, item));
	if (shown.len > 0)
		set_new(m, o, "name", json_stringn(shown.ptr, shown.len));
	put_identifier(m, o, entry, item, "DOI");
	put_identifier(m, o, entry, item, "PMID");
	if (json_object_size(o) > 1)
		append_new(m, list_of(m, m->root, "citation"), json_incref(o));
	json_decref(o);
}

/* The references on the page, in the order in which it cites them first;
 * then those that it does not cite. */
static void
put_citations(maker *m)
{
	const xmlNode *root = m->chunk->node;
	bm_map entries;

	if (m->doc->library == NULL || m->page.entries.len == 0)
		return;
	bm_map_init(&entries, m->doc->arena);
	for (size_t i = 0; i < m->page.entries.len; i++) {
		page_entry *e = &m->page.entries.items[i];
		void **place = bm_map_put(&entries, bm_str_of(e->id), NULL);

		if (place != NULL && *place == NULL)
			*place = e;
	}
	for (xmlNode *n = m->chunk->node; n != NULL; n = bm_walk(n, root)) {
		const char *to = bm_streq(bm_attr(n, "role"), "citation")
				     ? bm_attr(n, "linkend")
				     : NULL;
		page_entry *e = to != NULL ? bm_map_getz(&entries, to) : NULL;
		void **place;

		if (e == NULL)
			continue;
		put_work(m, e);
		place = bm_map_put(&entries, bm_str_of(to), NULL);
		if (place != NULL)
			*place = NULL;
	}
	for (size_t i = 0; i < entries.len; i++)
		if (entries.entries[i].value != NULL)
			put_work(m, entries.entries[i].value);
}

/* ---- The page ---- */

/* Whether the text is medical: it says so by what it is about, or by topics
 * that ask for notices. */
static bool
is_medical(maker *m)
{
	const xmlNode *info = bm_child(bm_doc_element(m->doc), "info");

	for (const xmlNode *n = info != NULL ? bm_first_element(info) : NULL;
	     n != NULL; n = bm_next_element(n))
		if (bm_is(n, "subjectset") ||
		    bm_streq(bm_attr(n, "name"), "legal-status") ||
		    (bm_is_bm(n, "about") && (bm_attr(n, "mesh") != NULL ||
					      bm_attr(n, "icd10") != NULL ||
					      bm_attr(n, "icd11") != NULL)))
			return true;
	return false;
}

static void
put_info(maker *m)
{
	const xmlNode *date = bm_child(m->info, "pubdate");

	if (date == NULL)
		date = bm_child(m->info, "date");
	put_authors(m);
	if (date != NULL)
		put(m, m->root, "datePublished", bm_textz(m->doc, date), date);
	put_meta(m, m->root, "dateModified", "modified");
	put_meta(m, m->root, "lastReviewed", "reviewed");
	put_meta(m, m->root, "expires", "next-review");
	put_reviewer(m);
	put_payers(m);
	put_access(m);
	put_audience(m);
	put_subject(m);
}

/* JSON in a script: nothing in it can end the element (HTML 4.12.1.3). */
static void
put_script(bm_buf *out, const char *json)
{
	bm_buf_puts(out, "<script type=\"application/ld+json\">");
	for (const char *p = json; *p != '\0'; p++)
		if (*p == '<' || *p == '>' || *p == '&')
			bm_buf_printf(out, "\\u%04x", (unsigned)*p);
		else
			bm_buf_putc(out, *p);
	bm_buf_puts(out, "</script>\n");
}

/* Puts the data before the end of the head. */
static bm_status
splice(maker *m, bm_buf *page)
{
	bm_str whole = bm_buf_str(page);
	size_t at = bm_str_find(whole, "</head>", 0);
	char *json = json_dumps(m->root, JSON_COMPACT);
	bm_buf out;

	if (json == NULL)
		return BM_NO_MEMORY;
	bm_buf_init(&out, &page->al);
	bm_buf_put(&out, whole.ptr, at);
	if (at < whole.len)
		put_script(&out, json);
	bm_buf_put(&out, whole.ptr + at, whole.len - at);
	free(json);
	if (out.status == BM_OK) {
		bm_buf_free(page);
		*page = out;
		return BM_OK;
	}
	bm_buf_free(&out);
	return BM_NO_MEMORY;
}

bm_status
pub_jsonld(pub_chunk *chunk, bm_buf *page)
{
	bm_doc *doc = chunk->doc->doc;
	maker m = {.chunk = chunk, .doc = doc};
	size_t least;
	bm_status status = BM_OK;

	/* Machines are told of medical pages; reading one again to see that all
	 * of it is visible takes a tenth of the time of a conversion. */
	if (chunk->doc->own || page->status != BM_OK || !is_medical(&m))
		return page->status;
	if (chunk->node == bm_doc_element(doc))
		m.info = bm_child(chunk->node, "info");
	if (!page_text_read(&m.page, doc->arena, bm_buf_str(page)))
		status = BM_NO_MEMORY;
	m.root = json_object();
	if (status == BM_OK && m.root != NULL) {
		set_new(&m, m.root, "@context",
			json_string("https://schema.org"));
		set_new(&m, m.root, "@type", json_string("MedicalWebPage"));
		put(&m, m.root, "name", chunk->title, NULL);
		least = json_object_size(m.root);
		if (m.info != NULL)
			put_info(&m);
		put_citations(&m);
		if (json_object_size(m.root) > least && !m.failed)
			status = splice(&m, page);
	}
	if (m.root == NULL || m.failed || bm_arena_failed(doc->arena))
		status = BM_NO_MEMORY;
	json_decref(m.root);
	page_text_free(&m.page);
	return status;
}

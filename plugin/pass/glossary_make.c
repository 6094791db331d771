/* Glossaries that are filled with the terms in use, and what a text is about.
 */
#include <stdlib.h>

#include "lint/collate.h"
#include "pass/glossary.h"
#include "pass/tree.h"
#include "pass/words.h"

bool
bm_glossary_asked(const bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (lint_is_auto_glossary(n))
			return true;
	return false;
}

/* Takes out entries of ours and, with `about`, what the text is about. */
static void
take_out(bm_doc *doc, bool about)
{
	xmlNode *root = bm_doc_element(doc), *n = root;

	while (n != NULL) {
		xmlNode *next;
		bool gone = (about && bm_is_bm(n, "about")) ||
			    (bm_is(n, "glossentry") &&
			     bm_streq(bm_attr_bm(n, "generated"), "glossary"));

		if (!gone) {
			n = bm_walk(n, root);
			continue;
		}
		next = bm_walk_over(n, root);
		xmlUnlinkNode(n);
		xmlFreeNode(n);
		n = next;
	}
}

void
bm_glossary_empty(bm_doc *doc)
{
	take_out(doc, true);
}

/* ---- Sorting ---- */

typedef struct sorted {
	const lint_term *term;
	lint_key key;
} sorted;

static int
compare(const void *a, const void *b)
{
	const sorted *x = a, *y = b;
	int c = lint_key_compare(&x->key, &y->key);

	return c != 0 ? c
		      : (x->term->number > y->term->number) -
			    (x->term->number < y->term->number);
}

/* The terms to be listed, in their order; NULL without memory. */
static sorted *
sort_terms(bm_doc *doc, const lint_terms *table, const bool *used,
	   size_t *count)
{
	const char *lang = bm_lang(bm_doc_element(doc));
	sorted *list = BM_NEW_ARRAY(doc->arena, sorted, table->list.len + 1);
	lint_collator *collator;
	size_t n = 0;

	if (list == NULL)
		return NULL;
	collator = lint_collator_open(lang, false);
	for (size_t i = 0; i < table->list.len; i++) {
		const lint_term *t = table->list.items[i];

		if (!used[i] || t->entry || t->definition[0] == '\0')
			continue;
		list[n].term = t;
		if (!lint_collate(doc->arena, collator, t->name,
				  &list[n++].key)) {
			list = NULL;
			break;
		}
	}
	lint_collator_close(collator);
	if (list != NULL && n > 1)
		qsort(list, n, sizeof *list, compare);
	*count = n;
	return list;
}

/* ---- Entries ---- */

/* "MeSH D055111, ICD-10 M96.1, ICD-11 MG30.21"; "" if there is no code. */
static const char *
codes_of(bm_arena *arena, const lint_term *t)
{
	const char *const names[] = {"MeSH", "ICD-10", "ICD-11"};
	const char *const codes[] = {t->mesh, t->icd10, t->icd11};
	const char *out = "";

	for (size_t i = 0; i < 3 && out != NULL; i++)
		if (codes[i][0] != '\0')
			out = bm_arena_printf(arena, "%s%s%s %s", out,
					      *out != '\0' ? ", " : "",
					      names[i], codes[i]);
	return out != NULL ? out : "";
}

static void
add_para(bm_doc *doc, xmlNode *parent, const char *role, const char *text)
{
	xmlNode *para = bm_el(doc, parent, "para");

	bm_set(doc, para, "role", role);
	bm_add_textz(doc, para, text);
}

/* The older names of a term among those in use. */
static const char *
older_names(bm_doc *doc, const lint_terms *table, const bool *used,
	    const lint_term *t)
{
	const char *out = "";

	for (size_t i = 0; i < table->list.len && out != NULL; i++) {
		const lint_term *old = table->list.items[i];

		if (old->better == t && (used == NULL || used[i]))
			out = bm_arena_printf(doc->arena, "%s%s%s", out,
					      *out != '\0' ? ", " : "",
					      old->name);
	}
	return out != NULL ? out : "";
}

static void
add_entry(bm_doc *doc, xmlNode *glossary, const lint_terms *table,
	  const bool *used, const bool *has_older, const lint_term *t)
{
	const char *lang = bm_lang(glossary);
	const char *codes = codes_of(doc->arena, t);
	xmlNode *entry = bm_el(doc, glossary, "glossentry"), *def;

	bm_set_xml(doc, entry, "id", t->id);
	bm_mark_generated(doc, entry, "glossary");
	bm_add_textz(doc, bm_el(doc, entry, "glossterm"), t->name);
	if (t->abbreviation[0] != '\0' && strcmp(t->abbreviation, t->name) != 0)
		bm_add_textz(doc, bm_el(doc, entry, "acronym"),
			     t->abbreviation);
	if (t->better != NULL && t->better->id != NULL) {
		bm_set(doc, bm_el(doc, entry, "glosssee"), "otherterm",
		       t->better->id);
		return;
	}
	def = bm_el(doc, entry, "glossdef");
	add_para(doc, def, NULL, t->definition);
	if (has_older[t->number])
		add_para(
		    doc, def, "former-names",
		    bm_arena_printf(doc->arena, "%s: %s",
				    bm_word_in(doc, BM_WORD_ALSO_CALLED, lang),
				    older_names(doc, table, used, t)));
	if (*codes != '\0')
		add_para(doc, def, "codes", codes);
}

bm_status
bm_glossary_fill(bm_doc *doc, const lint_terms *table, const bool *used)
{
	xmlNode *root = bm_doc_element(doc);
	bool *has_older = BM_NEW_ARRAY(doc->arena, bool, table->list.len + 1);
	size_t count = 0;
	sorted *list;

	take_out(doc, false);
	list = sort_terms(doc, table, used, &count);
	if (list == NULL || has_older == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < table->list.len; i++)
		if (used[i] && table->list.items[i]->better != NULL)
			has_older[table->list.items[i]->better->number] = true;
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		if (!lint_is_auto_glossary(n))
			continue;
		for (size_t i = 0; i < count; i++)
			add_entry(doc, n, table, used, has_older, list[i].term);
		break; /* ids are there once */
	}
	return bm_pass_status(doc);
}

/* ---- What a text is about ---- */

static void
add_about(bm_doc *doc, xmlNode *info, const lint_terms *table,
	  const lint_term *t)
{
	xmlNode *about;

	/* Two names of one thing are one. */
	for (xmlNode *n = bm_first_element(info); n != NULL;
	     n = bm_next_element(n))
		if (bm_is_bm(n, "about") &&
		    bm_streq(bm_attr(n, "name"), t->name))
			return;
	about = bm_el_bm(doc, info, "about");
	bm_set(doc, about, "name", t->name);
	if (t->abbreviation[0] != '\0')
		bm_set(doc, about, "abbreviation", t->abbreviation);
	if (t->mesh[0] != '\0')
		bm_set(doc, about, "mesh", t->mesh);
	if (t->icd10[0] != '\0')
		bm_set(doc, about, "icd10", t->icd10);
	if (t->icd11[0] != '\0')
		bm_set(doc, about, "icd11", t->icd11);
	for (size_t i = 0; i < table->list.len; i++)
		if (table->list.items[i]->better == t)
			bm_set(doc, bm_el_bm(doc, about, "alias"), "name",
			       table->list.items[i]->name);
}

bm_status
bm_terms_about(bm_doc *doc, const lint_terms *table, const bm_rule *unknown)
{
	static const lint_term none = {
	    .abbreviation = "", .mesh = "", .icd10 = "", .icd11 = ""};
	xmlNode *info = bm_child(bm_doc_element(doc), "info"), *next;

	for (xmlNode *m = info != NULL ? bm_child(info, "meta") : NULL;
	     m != NULL; m = next) {
		const char *name = bm_attr(m, "content");
		const lint_term *t;
		lint_term bare = none;

		next = bm_next(m, "meta");
		if (!bm_streq(bm_attr(m, "name"), "about") || name == NULL)
			continue;
		t = lint_terms_find(table, doc->arena, bm_str_of(name));
		if (t != NULL && t->better != NULL)
			t = t->better;
		if (t == NULL) {
			bm_diag_add(doc->diags, unknown, bm_get_pos(doc, m),
				    "\"%s\" is not in the file of terms", name);
			bare.name = name;
			t = &bare;
		}
		add_about(doc, info, table, t);
	}
	return bm_pass_status(doc);
}

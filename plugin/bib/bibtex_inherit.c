/*
 * What an entry takes over: all of its "xdata" entries, then what "crossref"
 * names, by the rules of BibLaTeX's default setup.  Parents may be defined
 * later, and have parents of their own.  An entry's own fields win.
 */
#include "bib/bibtex.h"

/* See bibtex.h. */
bibtex_entry *
bibtex_find(const bibtex_file *f, bm_str key)
{
	bibtex_entry *e = bm_map_get(&f->by_key, key);
	bm_str folded;

	if (e != NULL)
		return e;
	folded = bibtex_fold(f->arena, key);
	return folded.ptr != NULL ? bm_map_get(&f->by_folded, folded) : NULL;
}

static bool
one_of(bm_str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (bm_str_is(s, *list))
			return true;
	return false;
}

/* What belongs to one entry alone. */
static const char *const own[] = {"crossref",
				  "xref",
				  "xdata",
				  "entryset",
				  "ids",
				  "label",
				  "options",
				  "presort",
				  "related",
				  "relatedtype",
				  "shorthand",
				  "sortkey",
				  "relatedstring",
				  "sorttitle",
				  "indextitle",
				  "entrytype",
				  "shorttitle",
				  "introduction",
				  "key",
				  "keywords",
				  "annote",
				  "annotation",
				  "file",
				  "note",
				  "abstract",
				  "pages",
				  "relatedoptions",
				  NULL};

/*
 * Identifiers of a book are not those of its chapters.  BibLaTeX hands them
 * down; a link that leads to the wrong work does harm in a medical text.
 */
static const char *const identifiers[] = {
    "doi", "pmid",    "pmcid",       "pmc",           "eprint", "eprinttype",
    "url", "urldate", "eprintclass", "archiveprefix", NULL};

static const char *const parts[] = {
    "inbook",        "bookinbook",     "suppbook",
    "incollection",  "suppcollection", "inreference",
    "inproceedings", "conference",     NULL};
static const char *const of_books[] = {"inbook", "bookinbook", "suppbook",
				       NULL};
static const char *const volumes[] = {"mvbook", "mvcollection", "mvreference",
				      "mvproceedings", NULL};

/* The name that a parent's field has in a child; .len 0: not handed down. */
static bm_str
name_in_child(bm_str name, const bibtex_entry *parent,
	      const bibtex_entry *child)
{
	static const struct {
		const char *name, *volume, *part, *article;
	} titles[] = {
	    {"title", "maintitle", "booktitle", "journaltitle"},
	    {"subtitle", "mainsubtitle", "booksubtitle", "journalsubtitle"},
	    {"titleaddon", "maintitleaddon", "booktitleaddon",
	     "journaltitleaddon"},
	};
	bool is_article = bm_str_is(child->type, "article") ||
			  bm_str_is(child->type, "suppperiodical");
	bool is_part = one_of(child->type, parts);

	if (one_of(name, own) ||
	    ((is_part || is_article) && one_of(name, identifiers)))
		return (bm_str){"", 0};
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
		if (!bm_str_is(name, titles[i].name))
			continue;
		if (one_of(parent->type, volumes))
			return bm_str_of(titles[i].volume);
		if (is_part)
			return bm_str_of(titles[i].part);
		if (is_article)
			return bm_str_of(titles[i].article);
	}
	if (bm_str_is(name, "author") && one_of(child->type, of_books))
		return BM_STR("bookauthor");
	return name;
}

static bool
is_date(bm_str name)
{
	static const char *const dates[] = {"date", "year", "month", "day",
					    NULL};

	return one_of(name, dates);
}

/* Takes over a parent's fields that the child does not have. */
static void
take_over(bibtex_file *f, bibtex_entry *child, const bibtex_entry *parent,
	  bool mapped)
{
	size_t count = parent->fields.len;
	bool dated = bibtex_get(child, "date").len > 0 ||
		     bibtex_get(child, "year").len > 0;
	bool booktitle = bibtex_get(parent, "booktitle").len > 0 &&
			 one_of(child->type, parts);

	if (!bibtex_spend(f, 16 * count + 16, child->line, child->column))
		return;
	for (size_t i = 0; i < count && !f->failed; i++) {
		const bibtex_field *field = parent->fields.items[i];
		bm_str name = field->name;

		if (bm_str_is(name, "xdata") || bm_str_is(name, "crossref") ||
		    bm_str_is(name, "ids") || (dated && is_date(name)))
			continue;
		if (mapped)
			name = name_in_child(name, parent, child);
		/* BibTeX's old way: the parent says it for the child. */
		if (mapped && booktitle && bm_str_is(field->name, "title"))
			continue;
		if (name.len == 0 || !bibtex_spend(f, field->value.len,
						   child->line, child->column))
			continue;
		(void)bibtex_add(f, child, name, field->value, field->line,
				 field->column);
		/* Who wrote a book wrote the part of it. */
		if (bm_str_is(name, "bookauthor") &&
		    bm_str_is(field->name, "author"))
			(void)bibtex_add(f, child, field->name, field->value,
					 field->line, field->column);
	}
}

/* Finds the parent that a field names; NULL, told, if it is none. */
static bibtex_entry *
parent(bibtex_file *f, const bibtex_entry *e, const char *field, bm_str key)
{
	const bibtex_field *at = bm_map_getz(&e->by_name, field);
	bibtex_entry *found = bibtex_find(f, key);

	if (found == NULL)
		bib_make_tell(f->m, "bib-bad-value", at->line, at->column,
			      "Entry \"%.*s\", which \"%s\" of entry \"%.*s\" "
			      "names, is not in the file",
			      (int)key.len, key.ptr, field, (int)e->key.len,
			      e->key.ptr);
	else if (found->state == BIBTEX_ASKING) {
		bib_make_tell(f->m, "bib-bad-value", at->line, at->column,
			      "Entry \"%.*s\" inherits from itself",
			      (int)e->key.len, e->key.ptr);
		return NULL;
	}
	return found;
}

/* The next parent to ask; NULL when all are.  *mapped: by crossref. */
static bibtex_entry *
next_parent(bibtex_file *f, bibtex_entry *e, bool *mapped)
{
	bibtex_entry *found;
	bm_str key;

	*mapped = false;
	while (bm_str_split(&e->parents, ',', &key)) {
		key = bm_str_trim(key);
		found = key.len > 0 ? parent(f, e, "xdata", key) : NULL;
		if (found != NULL)
			return found;
	}
	*mapped = true;
	if (e->crossref_asked)
		return NULL;
	e->crossref_asked = true;
	key = bm_str_trim(bibtex_get(e, "crossref"));
	return key.len > 0 ? parent(f, e, "crossref", key) : NULL;
}

/* An entry that waits for its parent. */
typedef struct waiting {
	bibtex_entry *entry, *parent;
	bool mapped;
} waiting;

/* Completes one entry and all that it stands on, without recursion. */
static void
complete(bibtex_file *f, bibtex_entry *first)
{
	struct {
		waiting *items;
		size_t len, cap;
	} stack = {0};
	waiting *w = BM_VEC_PUSH(f->arena, &stack);

	if (w == NULL) {
		f->failed = true;
		return;
	}
	*w = (waiting){first, NULL, false};
	first->state = BIBTEX_ASKING;
	first->parents = bibtex_get(first, "xdata");
	while (stack.len > 0 && !f->failed) {
		w = &stack.items[stack.len - 1];
		if (w->parent != NULL && w->parent->state == BIBTEX_DONE)
			take_over(f, w->entry, w->parent, w->mapped);
		w->parent = next_parent(f, w->entry, &w->mapped);
		if (w->parent == NULL) {
			w->entry->state = BIBTEX_DONE;
			stack.len--;
		} else if (w->parent->state == BIBTEX_OWN) {
			bibtex_entry *e = w->parent;

			e->state = BIBTEX_ASKING;
			e->parents = bibtex_get(e, "xdata");
			w = BM_VEC_PUSH(f->arena, &stack);
			if (w != NULL)
				*w = (waiting){e, NULL, false};
			else
				f->failed = true;
		}
	}
}

/* See bibtex.h. */
bool
bibtex_inherit(bibtex_file *f)
{
	for (size_t i = 0; i < f->entries.len && !f->failed; i++)
		if (f->entries.items[i]->state == BIBTEX_OWN)
			complete(f, f->entries.items[i]);
	return !f->failed;
}

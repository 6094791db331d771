/* Tables of terms: reading them, and the entries of glossaries. */
#include "lint/terms_impl.h"

const bm_rule lint_term_rules[] = {
    {"glossary-file", BM_ERROR, "A line of a file of terms cannot be used",
     NULL,
     "A line has seven columns with tabs between: term, abbreviation, "
     "definition, preferred_term, mesh_id, icd10, icd11."},
    {0}};

enum { FILE_LINE };

lint_terms *
lint_terms_in(bm_arena *arena)
{
	lint_terms *t = BM_NEW(arena, lint_terms);

	if (t == NULL)
		return NULL;
	t->arena = arena;
	bm_map_init(&t->by_name, arena);
	bm_map_init(&t->by_target, arena);
	bm_map_init(&t->nodes, arena);
	return t;
}

lint_terms *
lint_terms_new(const bm_allocator *al)
{
	bm_arena *arena = bm_arena_new(al);
	lint_terms *t = arena != NULL ? lint_terms_in(arena) : NULL;

	if (t == NULL)
		bm_arena_free(arena);
	else
		t->own_arena = true;
	return t;
}

void
lint_terms_free(lint_terms *terms)
{
	if (terms != NULL && terms->own_arena)
		bm_arena_free(terms->arena);
}

/* The term of this name, made when new; NULL without memory. */
static lint_term *
put_term(lint_terms *terms, const char *name)
{
	const char *fold = terms_fold(terms->arena, bm_str_of(name));
	void **place = fold != NULL
			   ? bm_map_put(&terms->by_name, bm_str_of(fold), NULL)
			   : NULL;
	lint_term **slot, *t;

	if (place == NULL)
		return NULL;
	if (*place != NULL)
		return *place;
	slot = BM_VEC_PUSH(terms->arena, &terms->list);
	t = slot != NULL ? BM_NEW(terms->arena, lint_term) : NULL;
	if (t == NULL)
		return NULL;
	*t = (lint_term){.name = bm_arena_strdup(terms->arena, name),
			 .abbreviation = "",
			 .definition = "",
			 .preferred = "",
			 .mesh = "",
			 .icd10 = "",
			 .icd11 = "",
			 .number = terms->list.len - 1};
	*slot = t;
	*place = t;
	return t->name != NULL ? t : NULL;
}

const lint_term *
lint_terms_add(lint_terms *terms, const char *name)
{
	return put_term(terms, name);
}

/* ---- Files of terms ---- */

enum { TERM, SHORT, MEANING, BETTER, MESH, ICD10, ICD11, COLUMNS };

static bool
read_row(lint_terms *terms, bm_str line, bool english, const char **why)
{
	const char *f[COLUMNS];
	lint_term *t;
	bm_str part;

	*why = NULL;
	if (!bm_line_is_text(line)) {
		*why = "it is no text in UTF-8";
		return false;
	}
	for (size_t i = 0; i < COLUMNS; i++) {
		if (!bm_str_split(&line, '\t', &part)) {
			*why = "it has too few columns";
			return false;
		}
		f[i] = bm_arena_str(terms->arena, bm_str_trim(part));
		if (f[i] == NULL)
			return false;
	}
	if (line.ptr != NULL || f[TERM][0] == '\0') {
		*why = line.ptr != NULL ? "it has too many columns"
					: "it has no term";
		return false;
	}
	t = put_term(terms, f[TERM]);
	if (t == NULL)
		return false;
	*t = (lint_term){.name = f[TERM],
			 .abbreviation = f[SHORT],
			 .definition = f[MEANING],
			 .preferred = f[BETTER],
			 .mesh = f[MESH],
			 .icd10 = f[ICD10],
			 .icd11 = f[ICD11],
			 .english = english,
			 .number = t->number};
	return true;
}

bm_status
lint_terms_read(lint_terms *terms, bm_str tsv, const char *file, bool english,
		bm_diags *diags)
{
	bm_pos pos = {.file = file};
	bm_str line;

	while (bm_str_split(&tsv, '\n', &line)) {
		const char *why;

		pos.line++;
		pos.column = 1;
		if (line.len > 0 && line.ptr[line.len - 1] == '\r')
			line.len--;
		if (pos.line == 1 || line.len == 0 || line.ptr[0] == '#')
			continue;
		if (read_row(terms, line, english, &why))
			continue;
		if (why == NULL)
			return BM_NO_MEMORY;
		bm_diag_add(diags, &lint_term_rules[FILE_LINE], &pos,
			    "This line of the file of terms is left out: %s",
			    why);
	}
	return bm_arena_failed(terms->arena) ? BM_NO_MEMORY : BM_OK;
}

bm_status
lint_terms_copy(lint_terms *terms, const lint_terms *from)
{
	for (size_t i = 0; i < from->list.len; i++) {
		const lint_term *old = from->list.items[i];
		lint_term *t = put_term(terms, old->name);
		size_t number;

		if (t == NULL)
			return BM_NO_MEMORY;
		number = t->number;
		*t = *old;
		t->number = number;
		t->better = NULL;
	}
	if (terms->fill == NULL)
		terms->fill = from->fill;
	return BM_OK;
}

/* ---- Entries of glossaries ---- */

bool
lint_is_auto_glossary(const xmlNode *el)
{
	return bm_is(el, "glossary") && bm_streq(bm_attr(el, "role"), "auto");
}

/* Whether what stands in brackets is a short form: "ATMP", "HCT/P". */
static bool
is_short_form(bm_str s)
{
	size_t capitals = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (bm_is_space(s.ptr[i]))
			return false;
		capitals += s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
	}
	return capitals > 1;
}

/* "name (ABBR)" taken apart. */
static bool
split_name(lint_terms *terms, const char *text, const char **name,
	   const char **abbreviation)
{
	bm_str s = bm_str_trim(bm_str_of(text));
	size_t open = bm_str_find(s, " (", 0);
	bm_str inside = {NULL, 0};

	if (open < s.len && s.ptr[s.len - 1] == ')') {
		inside = (bm_str){s.ptr + open + 2, s.len - open - 3};
		s.len = open;
	}
	*name = bm_arena_str(terms->arena, bm_str_trim(s));
	*abbreviation =
	    is_short_form(inside) ? bm_arena_str(terms->arena, inside) : NULL;
	return *name != NULL && !bm_arena_failed(terms->arena);
}

static bool
add_target(lint_terms *terms, lint_term *t)
{
	const char *key = bm_arena_printf(
	    terms->arena, "%s#%s", t->file != NULL ? t->file : "", t->id);
	void **place = key != NULL
			   ? bm_map_put(&terms->by_target, bm_str_of(key), NULL)
			   : NULL;

	if (place != NULL)
		*place = t;
	return place != NULL;
}

/* What an entry says becomes a term, or its entry. */
static bool
add_entry(lint_terms *terms, bm_doc *doc, const xmlNode *entry,
	  const char *file)
{
	const char *name, *brackets, *abbreviation = NULL;
	const char *id = bm_attr_xml(entry, "id");
	const xmlNode *def = bm_child(entry, "glossdef");
	const xmlNode *term = bm_child(entry, "glossterm"), *el;
	lint_term *t;

	if (term == NULL || id == NULL || bm_is_generated(entry, NULL))
		return true;
	if (!split_name(terms, bm_textz(doc, term), &name, &brackets))
		return false;
	if (name[0] == '\0')
		return true;
	if ((el = bm_child(entry, "acronym")) != NULL ||
	    (el = bm_child(entry, "abbrev")) != NULL)
		abbreviation = bm_arena_strdup(terms->arena, bm_textz(doc, el));
	t = put_term(terms, name);
	if (t == NULL)
		return false;
	t->name = name;
	if (brackets != NULL || abbreviation != NULL)
		t->abbreviation =
		    abbreviation != NULL ? abbreviation : brackets;
	if (def != NULL)
		t->definition =
		    bm_arena_strdup(terms->arena, bm_textz(doc, def));
	t->file = file;
	t->id = bm_arena_strdup(terms->arena, id);
	t->entry = true;
	t->english = false;
	return t->definition != NULL && t->id != NULL;
}

/* An id for a term: "term-low-back-pain"; NULL without memory. */
static const char *
make_id(lint_terms *terms, bm_map *taken, const lint_term *t)
{
	const char *fold = terms_fold(terms->arena, bm_str_of(t->name));
	const char *id;
	bool is_new = true;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(terms->arena));
	bm_buf_puts(&buf, "term-");
	for (const char *p = fold; p != NULL && *p != '\0'; p++)
		if (bm_is_alpha(*p) || bm_is_digit(*p))
			bm_buf_putc(&buf, *p);
		else if (buf.len > 0 && buf.ptr[buf.len - 1] != '-')
			bm_buf_putc(&buf, '-');
	id = bm_arena_strdup(terms->arena, bm_buf_cstr(&buf));
	bm_buf_free(&buf);
	if (fold == NULL || id == NULL ||
	    bm_map_put(taken, bm_str_of(id), &is_new) == NULL)
		return NULL;
	/* Letters that are not Latin are not in it. */
	return is_new
		   ? id
		   : bm_arena_printf(terms->arena, "%s.%zu", id, t->number + 1);
}

/* Ids for the entries that a glossary will be filled with. */
static bool
promise(lint_terms *terms, const char *file)
{
	bm_map taken;

	bm_map_init(&taken, terms->arena);
	for (size_t i = 0; i < terms->list.len; i++) {
		lint_term *t = terms->list.items[i];

		if (t->entry || t->definition[0] == '\0')
			continue;
		t->id = make_id(terms, &taken, t);
		t->file = file;
		if (t->id == NULL)
			return false;
	}
	return true;
}

bm_status
lint_terms_entries(lint_terms *terms, bm_doc *doc, const char *file)
{
	xmlNode *root = bm_doc_element(doc), *fill = NULL;

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		if (fill == NULL && lint_is_auto_glossary(n))
			fill = n;
		if (bm_is(n, "glossentry") && !add_entry(terms, doc, n, file))
			return BM_NO_MEMORY;
	}
	if (fill != NULL) {
		terms->fill = file != NULL ? file : doc->file;
		if (!promise(terms, file))
			return BM_NO_MEMORY;
	}
	return bm_arena_failed(terms->arena) || doc->no_memory ? BM_NO_MEMORY
							       : BM_OK;
}

/* ---- Ready ---- */

bm_status
lint_terms_end(lint_terms *terms)
{
	for (size_t i = 0; i < terms->list.len; i++) {
		lint_term *t = terms->list.items[i];

		if (t->preferred[0] != '\0')
			t->better = lint_terms_find(terms, terms->arena,
						    bm_str_of(t->preferred));
		if (t->better == t)
			t->better = NULL;
		if (t->id != NULL && !add_target(terms, t))
			return BM_NO_MEMORY;
		if (!terms_plant(terms, t))
			return BM_NO_MEMORY;
	}
	return BM_OK;
}

const lint_term *
lint_terms_find(const lint_terms *terms, bm_arena *arena, bm_str name)
{
	const char *fold = terms_fold(arena, name);

	return fold != NULL ? bm_map_getz(&terms->by_name, fold) : NULL;
}

const lint_term *
lint_terms_target(const lint_terms *terms, bm_arena *arena, const char *file,
		  const char *id)
{
	const char *key =
	    bm_arena_printf(arena, "%s#%s", file != NULL ? file : "", id);

	return key != NULL ? bm_map_getz(&terms->by_target, key) : NULL;
}

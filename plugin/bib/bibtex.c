/* Reads BibTeX and BibLaTeX: entries to items. */
#include "bib/bibtex.h"

/* ---- TeX of a field ---- */

typedef struct telling {
	bibtex_file *f;
	const bibtex_entry *e;
	const bibtex_field *field;
} telling;

/* Tells of a command once a file. */
static void
unknown(void *user, bm_str command)
{
	const telling *t = user;

	if (command.len > 40)
		command.len = 40;
	if (bibtex_once(t->f, "tex", command))
		bib_make_tell(t->f->m, "bib-tex", t->field->line,
			      t->field->column,
			      "The command \"\\%.*s\" in field \"%s\" of entry "
			      "\"%.*s\" has no meaning here",
			      (int)command.len, command.ptr, t->field->name.ptr,
			      (int)t->e->key.len, t->e->key.ptr);
}

/* See bibtex.h. */
void
bibtex_text(bibtex_file *f, const bibtex_entry *e, const bibtex_field *field,
	    bm_str tex, unsigned flags, bm_buf *out)
{
	telling t = {f, e, field};

	bm_buf_clear(out);
	/* Exporters brace whole titles: that says nothing about a word. */
	if ((flags & TEX_TITLE) != 0)
		tex = bib_tex_inside(tex);
	bib_tex_read(tex, flags, out, unknown, &t);
	if (out->status != BM_OK)
		f->failed = true;
}

/* ---- What became of the work ---- */

/* Journal, year, volume, pages and DOI of a notice in the same file. */
static void
cite_notice(bibtex_file *f, const bibtex_entry *notice, bm_buf *out)
{
	static const struct {
		const char *field, *before;
	} parts[] = {
	    {"journaltitle", ""}, {"journal", ""}, {"date", " "},
	    {"year", " "},        {"volume", ";"}, {"pages", ":"},
	    {"doi", ". doi:"},
	};
	bm_buf text;

	bm_buf_init(&text, bm_arena_allocator(f->arena));
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const bibtex_field *field =
		    bm_map_getz(&notice->by_name, parts[i].field);

		if (field == NULL ||
		    !bibtex_spend(f, field->value.len, notice->line,
				  notice->column))
			continue;
		bibtex_text(f, notice, field, field->value, 0, &text);
		bm_buf_puts(out, out->len > 0 ? parts[i].before : "");
		bm_buf_putstr(out, bm_buf_str(&text));
	}
	bm_buf_free(&text);
}

/* "related" entries that retract or correct; others are only kept. */
static void
related(bibtex_file *f, const bibtex_entry *e)
{
	bm_str type = bibtex_fold(f->arena, bibtex_get(e, "relatedtype"));
	bm_str rest = bm_str_trim(bibtex_get(e, "related")), key;
	const char *word = bib_update_word(type);
	bm_buf notice;

	if (rest.len == 0)
		return;
	if (word == NULL) {
		(void)bib_make_text(f->m, "custom.related", rest);
		(void)bib_make_text(f->m, "custom.related-type", type);
		return;
	}
	bib_make_join(f->m, "custom.status", bm_str_of(word), " ");
	bm_buf_init(&notice, bm_arena_allocator(f->arena));
	while (bm_str_split(&rest, ',', &key)) {
		const bibtex_entry *other = bibtex_find(f, bm_str_trim(key));

		bm_buf_clear(&notice);
		if (other != NULL && bibtex_spend(f, 64, e->line, e->column))
			cite_notice(f, other, &notice);
		if (notice.len == 0)
			bm_buf_putstr(&notice, bm_str_trim(key));
		bib_make_join(f->m, "custom.status-notice", bm_buf_str(&notice),
			      "; ");
	}
	if (notice.status != BM_OK)
		f->failed = true;
	bm_buf_free(&notice);
}

/*
 * Lines such as "PMID: 1", which reference managers put into the note, become
 * variables; the line ends of the rest have no meaning.
 */
static bool
note(bibtex_file *f)
{
	bm_str rest;

	if (bib_note_fields(f->m->library, f->m->item) != BM_OK)
		return false;
	rest = bib_make_get(f->m, "note");
	for (size_t i = 0; i < rest.len; i++)
		if (rest.ptr[i] == '\n')
			((char *)rest.ptr)[i] = ' ';
	return true;
}

/* ---- Entries ---- */

/* "ids": other keys of the same item. */
static bool
aliases(bibtex_file *f, const bibtex_entry *e, bm_item *item)
{
	bm_str rest = bibtex_get(e, "ids"), key;

	if (rest.len == 0)
		return true;
	while (bm_str_split(&rest, ',', &key)) {
		void **place;

		key = bm_str_trim(key);
		if (key.len == 0)
			continue;
		place = bm_map_put(&f->m->library->by_id, key, NULL);
		if (place == NULL)
			return false;
		if (*place == NULL)
			*place = item;
	}
	return true;
}

static bm_status
read_entry(bibtex_file *f, const bibtex_entry *e)
{
	const char *type = bibtex_type(e);
	bm_item *item;
	bm_status status;
	char *id;

	if (bm_str_is(e->type, "xdata") ||
	    (e->fields.len == 0 && (e->broken || e->key.len == 0)))
		return BM_OK; /* told, or nothing to tell */
	if (bm_str_is(e->type, "set")) {
		bib_make_tell(f->m, "bib-bad-value", e->line, e->column,
			      "Entry set \"%.*s\" is no item; cite its members",
			      (int)e->key.len, e->key.ptr);
		return BM_OK;
	}
	if (!bib_make_item(f->m, e->line, e->column))
		return BM_NO_MEMORY;
	item = f->m->item;
	id = bm_arena_str(f->m->arena, e->key);
	if (id == NULL)
		return BM_NO_MEMORY;
	item->id = (bm_str){id, e->key.len};
	item->type = type != NULL ? bm_str_of(type) : BM_STR("document");
	if (type == NULL && bibtex_once(f, "type", e->type))
		bib_make_tell(f->m, "bib-no-type", e->line, e->column,
			      "Entry type \"%s\" is not known; it is read as "
			      "a document",
			      e->type.ptr);
	bibtex_dates(f, e);
	bibtex_fields(f, e);
	related(f, e);
	if (!note(f) || f->failed)
		return BM_NO_MEMORY;
	status = bib_make_end(f->m);
	if (status == BM_OK && !aliases(f, e, item))
		status = BM_NO_MEMORY;
	return status;
}

/* Whether a text is all white space. */
static bool
is_blank(bm_str text)
{
	return bm_str_trim(text).len == 0;
}

static bm_status
read_bibtex(bm_library *library, bm_str text, const char *file, bm_diags *diags)
{
	bm_arena *arena = bm_arena_new(bm_arena_allocator(library->arena));
	bib_maker m;
	bibtex_file f = {.arena = arena, .m = &m};
	bm_status status = BM_NO_MEMORY;

	if (arena == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&f.by_key, arena);
	bm_map_init(&f.by_folded, arena);
	bm_map_init(&f.told, arena);
	if (!bib_make_begin(&m, library, file, diags) ||
	    !bibtex_parse(&f, text) || !bibtex_inherit(&f))
		goto done;
	status = BM_OK;
	/* A list of macros, or of comments, is a file without works. */
	if (f.entries.len == 0 && !f.commands && !is_blank(text)) {
		bib_make_tell(&m, "bib-shape", 1, 1,
			      "The file holds no BibTeX entry");
		status = BM_BAD_INPUT;
	}
	for (size_t i = 0; status == BM_OK && i < f.entries.len; i++)
		status = read_entry(&f, f.entries.items[i]);
	if (bm_arena_failed(arena) || bm_arena_failed(library->arena) ||
	    m.failed)
		status = BM_NO_MEMORY;
done:
	bm_arena_free(arena);
	return status;
}

/* A line that begins with "@word{" or "@word(" is enough. */
static bib_guess
guess(bm_str text)
{
	size_t end = text.len < 100000 ? text.len : 100000;

	text = bm_str_trim((bm_str){text.ptr, end});
	if (text.len > 0 && strchr("[{<", text.ptr[0]) != NULL)
		return BIB_GUESS_NO;
	for (size_t at = 0; at < text.len; at++) {
		size_t i = at + 1;

		if (text.ptr[at] != '@' ||
		    (at > 0 && text.ptr[at - 1] != '\n' &&
		     !bm_is_space(text.ptr[at - 1])))
			continue;
		while (i < text.len && bm_is_alpha(text.ptr[i]))
			i++;
		while (i < text.len && bm_is_space(text.ptr[i]))
			i++;
		if (i > at + 1 && i < text.len &&
		    (text.ptr[i] == '{' || text.ptr[i] == '('))
			return at == 0 || text.ptr[at - 1] == '\n'
				   ? BIB_GUESS_SURE
				   : BIB_GUESS_MAYBE;
	}
	return BIB_GUESS_NO;
}

const bib_format bib_bibtex = {"bibtex",          "BibTeX, BibLaTeX (.bib)",
			       {"bib", "bibtex"}, guess,
			       read_bibtex,       bibtex_write};

/* The formats of bibliographies: which there are, and whose a text is. */
#include "bib/internal.h"

/* One line a format; the name is that of its bib_format too. */
#define FORMATS(X)                                                             \
	X(nbib)                                                                \
	X(bibtex)                                                              \
	X(ris)                                                                 \
	X(csljson)                                                             \
	X(cslyaml)                                                             \
	X(endnote)

#define ROW(name)  &bib_##name,
#define NAME(name) #name,

static const bib_format *const formats[] = {FORMATS(ROW)};
static const char *const names[] = {FORMATS(NAME) NULL};

enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

/* See item.h. */
const char *const *
bm_bib_formats(void)
{
	return names;
}

/* See item.h. */
bool
bm_bib_written(const char *format)
{
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		if (bm_streq(formats[i]->name, format))
			return formats[i]->write != NULL;
	return false;
}

/* The part behind the last full stop of a file's name, "" if none. */
static bm_str
extension(const char *file)
{
	bm_str s = bm_str_of(file);
	size_t at = s.len;

	while (at > 0 && s.ptr[at - 1] != '.' && s.ptr[at - 1] != '/')
		at--;
	if (at == 0 || s.ptr[at - 1] == '/')
		return (bm_str){"", 0};
	return (bm_str){s.ptr + at, s.len - at};
}

static bool
has_extension(const bib_format *format, bm_str wanted)
{
	for (size_t i = 0; i < 4 && format->extensions[i] != NULL; i++)
		if (bm_str_is_nocase(wanted, format->extensions[i]))
			return true;
	return false;
}

/*
 * The format that a text is in: the first that is sure; else one whose
 * extension the file has, and that reads; else the first that may be it.
 */
static const bib_format *
format_of(bm_str text, const char *file)
{
	const bib_format *named = NULL, *maybe = NULL;
	bm_str ending = extension(file);

	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		const bib_format *f = formats[i];
		bib_guess guess;

		if (f->read == NULL)
			continue;
		guess = f->guess(text);
		if (guess == BIB_GUESS_SURE)
			return f;
		if (guess == BIB_GUESS_MAYBE && maybe == NULL)
			maybe = f;
		/* Several formats end in .xml or .txt: the text decides. */
		if (has_extension(f, ending) &&
		    (named == NULL || (guess == BIB_GUESS_MAYBE &&
				       named->guess(text) == BIB_GUESS_NO)))
			named = f;
	}
	return named != NULL ? named : maybe;
}

/* See item.h. */
bm_status
bm_bib_read(bm_library *library, bm_str text, const char *file, bm_diags *diags)
{
	bm_pos start = {bm_arena_strdup(library->arena, file), 1, 1, 0, 0};
	const bib_format *format;
	bm_status status;

	if (file != NULL && start.file == NULL)
		return BM_NO_MEMORY;
	status = bib_to_utf8(library->arena, text, start.file, diags, &text);
	if (status != BM_OK)
		return status;
	format = format_of(text, file);
	if (format == NULL) {
		bm_diag_add(diags, bib_rule("bib-format"), &start, NULL);
		return BM_BAD_INPUT;
	}
	return format->read(library, text, file, diags);
}

/* See item.h. */
bm_status
bm_bib_write(const char *format, const bm_item *const *items, size_t count,
	     bm_arena *arena, bm_buf *out, bm_diags *diags)
{
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		if (bm_streq(formats[i]->name, format) &&
		    formats[i]->write != NULL)
			return formats[i]->write(items, count, arena, out,
						 diags);
	return BM_UNSUPPORTED;
}

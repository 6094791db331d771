#include "core/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const bm_rule bm_core_rules[] = {
    {"diagnostics-limit", BM_WARNING, "There are too many findings to list",
     NULL, "Mend the ones above and run again."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

void
bm_diags_init(bm_diags *diags, bm_arena *arena)
{
	memset(diags, 0, sizeof(*diags));
	diags->arena = arena;
}

/* Appends without asking for the limit. */
static void
append(bm_diags *diags, const bm_rule *rule, const bm_pos *pos,
       const char *message)
{
	bm_diag *d = BM_VEC_PUSH(diags->arena, &diags->list);

	if (d == NULL)
		return;
	/* There may be one that was left out again. */
	*d = (bm_diag){.size = sizeof(*d)};
	d->severity = rule->severity;
	d->code = rule->code;
	d->message = message;
	d->reference = rule->reference;
	d->hint = rule->hint;
	if (pos != NULL) {
		d->file = pos->file;
		d->line = pos->line;
		d->column = pos->column;
		d->end_line = pos->end_line;
		d->end_column = pos->end_column;
	}
}

static void
count(bm_diags *diags, bm_severity severity)
{
	if (severity == BM_ERROR)
		diags->errors++;
	else if (severity == BM_WARNING)
		diags->warnings++;
	else
		diags->infos++;
}

/* See diag.h. */
void
bm_diag_take(bm_diags *diags, const bm_diag *diag)
{
	bm_diag *d = BM_VEC_PUSH(diags->arena, &diags->list);

	count(diags, diag->severity);
	if (d != NULL)
		*d = *diag;
}

void
bm_diag_add(bm_diags *diags, const bm_rule *rule, const bm_pos *pos,
	    const char *format, ...)
{
	const char *message = rule->summary;

	count(diags, rule->severity);
	if (diags->list.len >= BM_DIAGS_MAX) {
		if (diags->dropped++ == 0)
			append(diags, bm_core_rules, NULL,
			       bm_core_rules->summary);
		return;
	}
	if (format != NULL) {
		va_list ap;
		char *text = NULL;
		int n;

		va_start(ap, format);
		n = vsnprintf(NULL, 0, format, ap);
		va_end(ap);
		if (n >= 0)
			text = bm_arena_alloc(diags->arena, (size_t)n + 1);
		if (text != NULL) {
			va_start(ap, format);
			vsnprintf(text, (size_t)n + 1, format, ap);
			va_end(ap);
			/* It may quote bytes that are none, or be cut. */
			bm_utf8_mend(text, (size_t)n);
			/* A sentence begins with a capital; what a document
			 * says is left as it is. */
			if (format[0] >= 'a' && format[0] <= 'z')
				text[0] = (char)(text[0] - 'a' + 'A');
			message = text;
		}
	}
	append(diags, rule, pos, message);
}

void
bm_diag_set_text(bm_diags *diags, bm_str text)
{
	size_t n = text.len < BM_DIAG_TEXT_MAX ? text.len : BM_DIAG_TEXT_MAX;

	if (diags->list.len == 0 || diags->dropped > 0)
		return;
	while (n < text.len && n > 0 && (text.ptr[n] & 0xC0) == 0x80)
		n--;
	diags->list.items[diags->list.len - 1].text =
	    bm_arena_strndup(diags->arena, text.ptr, n);
}

/* A finding with what it is sorted by. */
struct sorted {
	bm_diag diag;
	size_t file, order;
};

static int
compare(const void *left, const void *right)
{
	const struct sorted *a = left, *b = right;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->diag.line != b->diag.line)
		return a->diag.line < b->diag.line ? -1 : 1;
	if (a->diag.column != b->diag.column)
		return a->diag.column < b->diag.column ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* The number of a file in the order of first mention; `files` is grown. */
static size_t
file_number(bm_diags *diags, const char *file, const char ***files,
	    size_t *count, size_t *cap)
{
	for (size_t i = *count; i > 0; i--)
		if (bm_streq((*files)[i - 1], file))
			return i - 1;
	if (!bm_vec_grow(diags->arena, (void **)(void *)files, *count, cap,
			 sizeof(**files)))
		return 0;
	(*files)[*count] = file;
	return (*count)++;
}

void
bm_diags_sort(bm_diags *diags)
{
	size_t n = diags->list.len, count = 0, cap = 0;
	const char **files = NULL;
	struct sorted *all;

	if (n < 2)
		return;
	all = BM_NEW_ARRAY(diags->arena, struct sorted, n);
	if (all == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		all[i].diag = diags->list.items[i];
		all[i].file =
		    file_number(diags, all[i].diag.file, &files, &count, &cap);
		all[i].order = i;
	}
	qsort(all, n, sizeof(*all), compare);
	for (size_t i = 0; i < n; i++)
		diags->list.items[i] = all[i].diag;
}

const bm_rule *
bm_rule_find(const bm_rule *table, const char *code)
{
	for (; table->code != NULL; table++)
		if (strcmp(table->code, code) == 0)
			return table;
	return NULL;
}

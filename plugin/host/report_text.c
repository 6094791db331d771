/* Findings as lines for people, with the place in the source. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "text.h"

/* Columns of a line of the source that are shown, and where a cut line has
 * its place at the latest. */
#define SHOWN 72
#define LEAD  30
/* Bytes that the library lends of a line, and room for more. */
#define SOURCE_MAX 1000
#define TAB        8

static const char *const colors[] = {"", "\033[36m", "\033[33m", "\033[31m"};

/* Whether this code's hint was not printed yet. */
static bool
first_hint(report *r, const char *code)
{
	char **more;

	for (size_t i = 0; i < r->hinted_count; i++)
		if (strcmp(r->hinted[i], code) == 0)
			return false;
	more = realloc(r->hinted, (r->hinted_count + 1) * sizeof(*more));
	if (more == NULL)
		return true;
	r->hinted = more;
	more[r->hinted_count] = text_copy(code);
	if (more[r->hinted_count] != NULL)
		r->hinted_count++;
	return true;
}

/* A character as it is shown. */
struct piece {
	size_t byte;   /* where it begins in the source */
	unsigned from; /* column where it is shown, from 0 */
	unsigned width;
	char text[TEXT_SHOWN_MAX];
	unsigned char length;
};

struct picture {
	struct piece pieces[SOURCE_MAX + 1];
	size_t count; /* one more stands for the end */
};

/* Cuts a line into what a terminal shows. */
static void
draw(struct picture *p, const char *source)
{
	const char *s = source;
	unsigned column = 0;
	uint32_t c;

	p->count = 0;
	for (size_t at = 0; p->count < SOURCE_MAX && (c = text_next(&s)) != 0;
	     at = (size_t)(s - source)) {
		struct piece *q = &p->pieces[p->count++];

		q->byte = at;
		q->from = column;
		if (c == '\t') {
			q->width = TAB - column % TAB;
			memset(q->text, ' ', q->width);
			q->length = (unsigned char)q->width;
		} else if (text_steers(c)) {
			q->length = (unsigned char)text_show(q->text, c);
			q->width = q->length;
		} else {
			q->length = (unsigned char)text_put(q->text, c);
			q->width = text_width(c);
		}
		column += q->width;
	}
	p->pieces[p->count] =
	    (struct piece){.byte = (size_t)(s - source), .from = column};
}

/* The piece that a byte of the line belongs to. */
static size_t
piece_at(const struct picture *p, size_t byte)
{
	size_t i = 0;

	while (i < p->count && p->pieces[i + 1].byte <= byte)
		i++;
	return i;
}

/* Chooses the pieces first to last - 1, so that the place is shown. */
static void
frame(const struct picture *p, size_t place, size_t *first, size_t *last)
{
	const struct piece *q = p->pieces;

	*first = 0;
	*last = p->count;
	if (q[p->count].from <= SHOWN)
		return;
	if (q[place].from > SHOWN - LEAD)
		while (q[place].from - q[*first].from > LEAD)
			(*first)++;
	/* At the end of a long line as much of it as there is room. */
	while (*first > 0 && q[p->count].from - q[*first - 1].from <= SHOWN)
		(*first)--;
	while (q[*last].from - q[*first].from > SHOWN)
		(*last)--;
}

static void
put_marks(const report *r, const bm_diag *d, const struct picture *p,
	  size_t place, size_t first, size_t last)
{
	const struct piece *q = p->pieces;
	unsigned from = q[place].from, to = from + 1, end = q[last].from;

	if (d->end_line > d->line)
		to = q[p->count].from;
	else if (d->end_line == d->line && d->end_column > d->column)
		to = q[piece_at(p, d->end_column - d->source_column)].from;
	if (to > end)
		to = end;
	fprintf(r->out, "%*s", (int)(from - q[first].from), "");
	if (r->color)
		fputs(colors[d->severity], r->out);
	putc('^', r->out);
	for (unsigned i = from + 1; i < to; i++)
		putc('~', r->out);
	fprintf(r->out, "%s\n", r->color ? "\033[0m" : "");
}

/* The line of the source, and a caret under the place. */
static void
put_source(const report *r, const bm_diag *d)
{
	static const char dots[] = "...";
	struct picture p;
	size_t place, first, last;
	bool left;

	if (d->source == NULL || d->source[0] == '\0')
		return;
	draw(&p, d->source);
	place = d->column > d->source_column
		    ? piece_at(&p, d->column - d->source_column)
		    : 0;
	frame(&p, place, &first, &last);
	left = first > 0 || d->source_column > 1;
	fprintf(r->out, "%7u | %s", d->line, left ? dots : "");
	for (size_t i = first; i < last; i++)
		fwrite(p.pieces[i].text, 1, p.pieces[i].length, r->out);
	fprintf(r->out, "%s\n", last < p.count ? dots : "");
	if (d->column == 0)
		return;
	fprintf(r->out, "        | %s", left ? "   " : "");
	put_marks(r, d, &p, place, first, last);
}

void
report_text(report *r, const bm_diag *d)
{
	if (d->file != NULL) {
		text_plain(r->out, d->file);
		if (d->line != 0)
			fprintf(r->out, ":%u", d->line);
		if (d->line != 0 && d->column != 0)
			fprintf(r->out, ":%u", d->column);
		fputs(": ", r->out);
	}
	if (r->color)
		fputs(colors[d->severity], r->out);
	fprintf(r->out, "%s:%s ", report_severities[d->severity],
		r->color ? "\033[0m" : "");
	text_plain(r->out, d->message);
	fprintf(r->out, " [%s]\n", d->code);
	if (r->source)
		put_source(r, d);
	if (r->hints && d->hint != NULL && first_hint(r, d->code)) {
		fputs("    ", r->out);
		text_plain(r->out, d->hint);
		putc('\n', r->out);
	}
}

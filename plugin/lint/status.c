/* Tables of regulatory status: see status.h. */
#include "lint/status.h"

#include "core/buf.h"

const bm_rule lint_status_rules[] = {
    {"status-file", BM_ERROR, "A line of a status table cannot be used", NULL,
     "A line has seven columns with tabs between: product, condition, place, "
     "status, as-of, source, expires."},
    {"status-duplicate", BM_ERROR,
     "Two lines of a status table speak of the same", NULL,
     "Keep one line for a product, condition and place; the first one is "
     "used."},
    {0}};

enum { FILE_LINE, DUPLICATE };

enum { PRODUCT, CONDITION, PLACE, STANDING, AS_OF, SOURCE, EXPIRES, COLUMNS };

static const char *const columns[COLUMNS] = {
    "product", "condition", "place", "status", "as-of", "source", "expires"};
static const char *const standings[LINT_STANDINGS] = {
    "approved", "not-approved", "withdrawn", "investigational"};

lint_statuses *
lint_statuses_new(const bm_allocator *al)
{
	bm_arena *arena = bm_arena_new(al);
	lint_statuses *t = BM_NEW(arena, lint_statuses);

	if (t == NULL) {
		bm_arena_free(arena);
		return NULL;
	}
	t->arena = arena;
	bm_map_init(&t->by_key, arena);
	return t;
}

void
lint_statuses_free(lint_statuses *table)
{
	if (table != NULL)
		bm_arena_free(table->arena);
}

/* ---- Names ---- */

/* Whether a sign parts words in a key, in which a hyphen can be a blank. */
static bool
is_gap(char c)
{
	return bm_is_space(c) || c == '-' || c == '_';
}

/* The length of an article in one of our languages and what parts it. */
static size_t
article_length(bm_str s, bool key)
{
	static const char *const articles[] = {"a",  "an",  "ein", "eine",
					       "un", "une", "una", NULL};

	for (size_t i = 0; articles[i] != NULL; i++) {
		size_t n = strlen(articles[i]), k = 0;

		while (k < n && k < s.len &&
		       bm_lower(s.ptr[k]) == articles[i][k])
			k++;
		if (k == n && n + 1 < s.len &&
		    (key ? is_gap(s.ptr[n]) : bm_is_space(s.ptr[n])))
			return n + 1;
	}
	return 0;
}

const char *
lint_status_bare(const char *product)
{
	return product + article_length(bm_str_of(product), false);
}

/* What is left when a key was made of it once must stay when it is made of
 * that again, so all articles go: "an A-100 implant" is "100 implant". */
static bm_str
without_articles(bm_str s)
{
	size_t n;

	do {
		n = article_length(s, true);
		while (n < s.len && n > 0 && is_gap(s.ptr[n]))
			n++;
		s.ptr += n;
		s.len -= n;
	} while (n > 0);
	return s;
}

/* Adds one part of a key. */
static void
put_part(bm_buf *out, bm_str part)
{
	bool blank = false, some = false;

	for (size_t i = 0; i < part.len; i++) {
		char c = part.ptr[i];

		if (is_gap(c)) {
			blank = some;
			continue;
		}
		if (blank)
			bm_buf_putc(out, ' ');
		bm_buf_putc(out, bm_lower(c));
		blank = false;
		some = true;
	}
}

const char *
lint_status_key(bm_arena *arena, bm_str name)
{
	const char *key = NULL;
	size_t count = 0;
	bm_str part;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(arena));
	while (bm_str_split(&name, '/', &part)) {
		while (part.len > 0 && is_gap(part.ptr[0])) {
			part.ptr++;
			part.len--;
		}
		if (count++ > 0)
			bm_buf_putc(&buf, '/');
		else
			part = without_articles(part);
		put_part(&buf, part);
	}
	if (buf.status == BM_OK)
		key = bm_arena_strdup(arena, bm_buf_cstr(&buf));
	bm_buf_free(&buf);
	return key;
}

const lint_status *
lint_statuses_find(const lint_statuses *table, bm_arena *arena, bm_str name)
{
	const char *key = lint_status_key(arena, name);

	return key != NULL ? bm_map_getz(&table->by_key, key) : NULL;
}

const char *
lint_standing_name(lint_standing standing)
{
	return standings[standing];
}

/* ---- Dates ---- */

bool
lint_status_expired(const lint_status *row, const bm_date *today)
{
	bm_date now;

	if (today == NULL || !row->dated)
		return false;
	/* A month, or a year, is kept to its end. */
	now = *today;
	if (row->expires.month == 0)
		now.month = 0;
	if (row->expires.day == 0)
		now.day = 0;
	return bm_date_cmp(row->expires, now) < 0;
}

/* The last day that a row may hold which was looked up then. */
static bm_date
longest(bm_date as_of)
{
	as_of.year += LINT_STATUS_MONTHS / 12;
	return as_of;
}

/* ---- Rows ---- */

/* A line on its way into the table. */
struct reading {
	lint_statuses *table;
	bm_diags *diags;
	bm_pos pos;
	bool own;
	bm_str field[COLUMNS];
	const char *begin; /* of the line */
};

static bm_pos
place_of(const struct reading *r, bm_str what)
{
	bm_pos pos = r->pos;

	pos.column = (uint32_t)(what.ptr - r->begin) + 1;
	pos.end_line = pos.line;
	pos.end_column = pos.column + (uint32_t)what.len;
	return pos;
}

/* Says why the line is left out. */
static bool
refuse(struct reading *r, bm_str at, const char *why, const char *what)
{
	bm_pos pos = at.ptr != NULL ? place_of(r, at) : r->pos;

	bm_diag_add(r->diags, &lint_status_rules[FILE_LINE], &pos,
		    "This line of the status table is left out: %s%s", why,
		    what);
	return false;
}

/* Cuts the line into columns. */
static bool
cut(struct reading *r, bm_str line)
{
	size_t bad;
	bm_str part;

	r->begin = line.ptr;
	if (!bm_utf8_valid(line, &bad))
		return refuse(r, (bm_str){line.ptr + bad, 1}, "it is not UTF-8",
			      "");
	if (!bm_line_is_text(line))
		return refuse(r, line, "it has characters that are no text",
			      "");
	for (size_t i = 0; i < COLUMNS; i++) {
		if (!bm_str_split(&line, '\t', &part))
			return refuse(r, (bm_str){NULL, 0}, "it has no column ",
				      columns[i]);
		r->field[i] = bm_str_trim(part);
	}
	if (line.ptr != NULL)
		return refuse(r, line, "it has more than seven columns", "");
	return true;
}

/* Whether the line is the one that names the columns. */
static bool
is_header(const struct reading *r)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (!bm_str_is(r->field[i], columns[i]))
			return false;
	return true;
}

/* What must be there, and may not hold what parts a key. */
static bool
check_names(struct reading *r)
{
	for (size_t i = PRODUCT; i <= PLACE; i++) {
		if (r->field[i].len == 0)
			return refuse(r, r->field[i], "it has no ", columns[i]);
		if (memchr(r->field[i].ptr, '/', r->field[i].len) != NULL)
			return refuse(r, r->field[i],
				      "there is a slash in its ", columns[i]);
	}
	if (r->field[SOURCE].len == 0)
		return refuse(r, r->field[SOURCE], "it has no ",
			      columns[SOURCE]);
	return true;
}

static bool
read_standing(struct reading *r, lint_status *row)
{
	for (size_t i = 0; i < LINT_STANDINGS; i++)
		if (bm_str_is(r->field[STANDING], standings[i])) {
			row->standing = (lint_standing)i;
			if (i != LINT_INVESTIGATIONAL &&
			    bm_str_is(r->field[PLACE], "*"))
				return refuse(r, r->field[PLACE],
					      "only trials can be in any place",
					      "");
			return true;
		}
	return refuse(r, r->field[STANDING],
		      "its status is none of approved, not-approved, "
		      "withdrawn, investigational",
		      "");
}

/* A date that is there must be one, and in order. */
static bool
read_dates(struct reading *r, lint_status *row)
{
	bm_str as_of = r->field[AS_OF], expires = r->field[EXPIRES];
	bm_date first, last;

	if (as_of.len > 0 && !bm_date_parse(as_of, &row->as_of))
		return refuse(r, as_of, "this is not a date", "");
	if (expires.len > 0 && !bm_date_parse(expires, &row->expires))
		return refuse(r, expires, "this is not a date", "");
	row->dated = as_of.len > 0;
	if (!row->dated)
		return true;
	if (expires.len == 0)
		row->expires = longest(row->as_of);
	/* What both dates say is compared. */
	first = row->as_of;
	last = row->expires;
	if (first.month == 0 || last.month == 0)
		first.month = last.month = 0;
	if (first.day == 0 || last.day == 0)
		first.day = last.day = 0;
	if (bm_date_cmp(last, first) < 0)
		return refuse(r, expires, "it expires before its date", "");
	if (bm_date_cmp(last, longest(first)) > 0)
		return refuse(r, expires,
			      "it expires more than 36 months after its date",
			      "");
	return true;
}

/* Puts a row in; an earlier file's row of the same key gives way. */
static bool
put_row(struct reading *r, const lint_status *row)
{
	lint_statuses *t = r->table;
	void **place = bm_map_put(&t->by_key, bm_str_of(row->key), NULL);
	lint_status *old = place != NULL ? *place : NULL, *copy, **slot;

	if (place == NULL)
		return false;
	if (old != NULL && old->pos.file == r->pos.file) {
		bm_diag_add(r->diags, &lint_status_rules[DUPLICATE], &r->pos,
			    "Line %u has a status of %s for %s in %s already",
			    (unsigned)old->pos.line, row->product,
			    row->condition, row->place);
		return true;
	}
	if (old != NULL) {
		size_t number = old->number;

		*old = *row;
		old->number = number;
		return true;
	}
	copy = BM_NEW(t->arena, lint_status);
	slot = copy != NULL ? BM_VEC_PUSH(t->arena, &t->list) : NULL;
	if (slot == NULL)
		return false;
	*copy = *row;
	copy->number = t->list.len - 1;
	*slot = copy;
	*place = copy;
	return true;
}

/* One line; false without memory. */
static bool
read_line(struct reading *r, bm_str line)
{
	lint_status row = {.own = r->own, .pos = r->pos};
	bm_arena *arena = r->table->arena;

	if (!cut(r, line))
		return true;
	if (r->pos.line == 1) {
		if (!is_header(r))
			refuse(r, (bm_str){NULL, 0},
			       "the first one must name the columns", "");
		return true;
	}
	if (!check_names(r) || !read_standing(r, &row) || !read_dates(r, &row))
		return true;
	row.product = bm_arena_str(arena, r->field[PRODUCT]);
	row.condition = bm_arena_str(arena, r->field[CONDITION]);
	row.place = bm_arena_str(arena, r->field[PLACE]);
	row.source = bm_arena_str(arena, r->field[SOURCE]);
	if (bm_arena_failed(arena))
		return false;
	row.key = lint_status_key(
	    arena, bm_str_of(bm_arena_printf(arena, "%s/%s/%s", row.product,
					     row.condition, row.place)));
	return row.key != NULL && put_row(r, &row);
}

bm_status
lint_statuses_read(lint_statuses *table, bm_str tsv, const char *file, bool own,
		   bm_diags *diags)
{
	struct reading r = {
	    .table = table, .diags = diags, .pos = {.file = file}, .own = own};
	bm_str line;

	if (bm_str_starts(tsv, "\xEF\xBB\xBF")) {
		tsv.ptr += 3;
		tsv.len -= 3;
	}
	while (bm_str_split(&tsv, '\n', &line)) {
		r.pos.line++;
		r.pos.column = 1;
		if (line.len > 0 && line.ptr[line.len - 1] == '\r')
			line.len--;
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		if (!read_line(&r, line))
			return BM_NO_MEMORY;
	}
	return bm_arena_failed(table->arena) || bm_arena_failed(diags->arena)
		   ? BM_NO_MEMORY
		   : BM_OK;
}

/* ---- Ready ---- */

bm_status
lint_statuses_end(lint_statuses *table)
{
	size_t count = table->list.len;

	table->names = lint_terms_in(table->arena);
	if (table->names == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		lint_status *row = table->list.items[i];

		row->product_term = lint_terms_add(
		    table->names, lint_status_bare(row->product));
		row->condition_term =
		    lint_terms_add(table->names, row->condition);
		if (row->product_term == NULL || row->condition_term == NULL)
			return BM_NO_MEMORY;
	}
	table->first = BM_NEW_ARRAY(table->arena, const lint_status *,
				    table->names->list.len + 1);
	if (table->first == NULL)
		return BM_NO_MEMORY;
	for (size_t i = count; i-- > 0;) {
		lint_status *row = table->list.items[i];

		row->next = table->first[row->product_term->number];
		table->first[row->product_term->number] = row;
	}
	return lint_terms_end(table->names);
}

const lint_status *
lint_status_approved(const lint_statuses *table, const lint_status *row)
{
	const lint_status *r = table->first[row->product_term->number];

	while (r != NULL && (r->standing != LINT_APPROVED ||
			     strcmp(r->place, row->place) != 0))
		r = r->next;
	return r;
}

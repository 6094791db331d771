/*
 * What affixes, delimiters, quotes and the ends of fields do to each other
 * where they meet: no mark stands twice, weak marks give way to strong ones,
 * and full stop and comma go into quotation marks where the locale wants it.
 * Four walks over the tree of a cite or entry, from the outside in and back.
 */
#include "csl/run.h"

/* Two marks that meet: what stays. */
typedef enum outcome { BOTH, FIRST, SECOND } outcome;

static const char marks[] = "!?.:,;";

/* Rows: the first mark, columns: the second, in the order of `marks`. */
static const outcome meeting[6][6] = {
    /*        !       ?       .      :      ,      ;      */
    /* ! */ {FIRST, BOTH, FIRST, FIRST, BOTH, BOTH},
    /* ? */ {BOTH, FIRST, FIRST, FIRST, BOTH, BOTH},
    /* . */ {BOTH, BOTH, FIRST, BOTH, BOTH, BOTH},
    /* : */ {SECOND, SECOND, FIRST, FIRST, BOTH, BOTH},
    /* , */ {BOTH, BOTH, BOTH, BOTH, FIRST, BOTH},
    /* ; */ {SECOND, SECOND, FIRST, FIRST, BOTH, FIRST},
};

static int
mark_index(char c)
{
	const char *at = c != '\0' ? strchr(marks, c) : NULL;

	return at != NULL ? (int)(at - marks) : -1;
}

static bool
is_mark(char c)
{
	return mark_index(c) >= 0;
}

static char
first_of(bm_str s)
{
	return s.len > 0 ? s.ptr[0] : '\0';
}

static char
last_of(bm_str s)
{
	return s.len > 0 ? s.ptr[s.len - 1] : '\0';
}

static void
drop_first(bm_str *s)
{
	s->ptr++;
	s->len--;
}

/* Puts c at the end of s, or at its start. */
static void
put(bm_arena *arena, bm_str *s, char c, bool at_end)
{
	char *copy = bm_arena_alloc(arena, s->len + 2);

	if (copy == NULL)
		return;
	if (s->len > 0)
		memcpy(copy + !at_end, s->ptr, s->len);
	copy[at_end ? s->len : 0] = c;
	*s = (bm_str){copy, s->len + 1};
}

/* What becomes of two marks; BOTH when one of them is none. */
static outcome
meet(char a, char b)
{
	int i = mark_index(a), j = mark_index(b);

	if (a == b && a != '\0')
		return FIRST;
	return i < 0 || j < 0 ? BOTH : meeting[i][j];
}

/* Moves the first byte of right to the end of left, and settles the two. */
static void
carry_left(bm_arena *arena, bm_str *left, bm_str *right)
{
	char b = first_of(*right);
	outcome o = meet(last_of(*left), b);

	drop_first(right);
	if (o == SECOND)
		left->len--;
	if (o != FIRST)
		put(arena, left, b, true);
}

/* Adds a mark to an affix, and settles the two. */
static void
add_mark(bm_arena *arena, bm_str *affix, char mark)
{
	bm_str one = {&mark, 1};

	carry_left(arena, affix, &one);
}

/* Moves the last byte of left to the start of right, and settles the two. */
static void
carry_right(bm_arena *arena, bm_str *left, bm_str *right)
{
	char a = last_of(*left);
	outcome o = meet(a, first_of(*right));

	left->len--;
	if (o == FIRST)
		drop_first(right);
	if (o != SECOND)
		put(arena, right, a, false);
}

static bool
is_leaf(const csl_out *out)
{
	return out->kind == CSL_OUT_TEXT;
}

/* Appends text to s; spaces and marks that meet are settled. */
static void
join(bm_arena *arena, bm_str *s, bm_str text)
{
	char *copy = bm_arena_alloc(arena, s->len + text.len + 1);
	outcome o = meet(last_of(*s), first_of(text));

	if (copy == NULL)
		return;
	if (o == SECOND)
		s->len--;
	if (o == FIRST && (is_mark(text.ptr[0]) || text.ptr[0] == ' '))
		drop_first(&text);
	if (s->len > 0)
		memcpy(copy, s->ptr, s->len);
	if (text.len > 0)
		memcpy(copy + s->len, text.ptr, text.len);
	*s = (bm_str){copy, s->len + text.len};
}

/* Takes out the children that print nothing; false: none is left. */
static bool
drop_empty(csl_out *out)
{
	csl_out *kept = NULL, *next;

	if (is_leaf(out))
		return out->text.len > 0;
	for (csl_out *c = out->children; c != NULL; c = next) {
		next = c->next;
		if (drop_empty(c)) {
			kept = c;
			continue;
		}
		if (kept != NULL)
			kept->next = next;
		else
			out->children = next;
	}
	out->last = kept;
	return kept != NULL;
}

/*
 * Gives affix leaves to the node before them, or to the one behind when there
 * is none, so that affixes are in one place only.
 */
static void
fold_affixes(bm_arena *arena, csl_out *out)
{
	csl_out *kept = NULL, *next;
	bm_str leading = {0};

	for (csl_out *c = out->children; c != NULL; c = c->next) {
		fold_affixes(arena, c);
		if (!c->affix)
			kept = c;
	}
	if (kept == NULL)
		return;
	kept = NULL;
	for (csl_out *c = out->children; c != NULL; c = next) {
		next = c->next;
		if (c->affix) {
			join(arena, kept != NULL ? &kept->suffix : &leading,
			     c->text);
			if (kept != NULL)
				kept->next = next;
			else
				out->children = next;
			continue;
		}
		if (kept == NULL && leading.len > 0) {
			join(arena, &leading, c->prefix);
			c->prefix = leading;
		}
		kept = c;
	}
	out->last = kept;
}

/* ---- Upward: spaces and marks at the edge of a group belong to it ---- */

static void
raise_first(bm_arena *arena, csl_out *parent, csl_out *child)
{
	char c = first_of(child->prefix);

	if (c == ' ' && last_of(parent->prefix) == ' ')
		drop_first(&child->prefix);
	c = first_of(child->prefix);
	if ((c == ' ' || is_mark(c)) && parent->prefix.len == 0) {
		put(arena, &parent->prefix, c, true);
		drop_first(&child->prefix);
	}
}

static void
raise_last(bm_arena *arena, csl_out *parent, csl_out *child)
{
	if (last_of(child->suffix) != ' ')
		return;
	child->suffix.len--;
	if (first_of(parent->suffix) != ' ')
		put(arena, &parent->suffix, ' ', false);
}

static void
upward(bm_arena *arena, csl_out *out)
{
	if (is_leaf(out)) {
		if (is_mark(first_of(out->suffix)) &&
		    first_of(out->suffix) == last_of(out->text))
			drop_first(&out->suffix);
		return;
	}
	for (csl_out *c = out->children; c != NULL; c = c->next) {
		char end = last_of(out->delimiter);

		upward(arena, c);
		if (c == out->children)
			raise_first(arena, out, c);
		else if ((end == ' ' || is_mark(end)) &&
			 end == first_of(c->prefix))
			drop_first(&c->prefix);
		if (c->next == NULL)
			raise_last(arena, out, c);
	}
}

/* ---- Leftward: marks go to the end of what they follow ---- */

/* Whether what is printed last in out is this mark. */
static bool
ends_in(const csl_out *out, char mark)
{
	for (; out != NULL; out = out->last) {
		if (out->suffix.len > 0)
			return last_of(out->suffix) == mark;
		if (is_leaf(out))
			return last_of(out->text) == mark;
	}
	return false;
}

/*
 * Whether the suffix of out starts with the mark that is the suffix of its
 * last element already.  Such a mark closes both, and what the next element
 * puts before itself is not needed any more: "Act." and "; 2001" are "Act.
 * 2001" then.
 */
static bool
closes_twice(const csl_out *out)
{
	char mark = first_of(out->suffix);
	const csl_out *last = out->last;

	return last != NULL && is_mark(mark) && last->suffix.len == 1 &&
	       *last->suffix.ptr == mark;
}

static void
leftward(bm_arena *arena, csl_out *out)
{
	for (csl_out *c = out->children; c != NULL; c = c->next) {
		csl_out *next = c->next;
		bool bare;
		char mark;

		leftward(arena, c);
		if (next == NULL || out->delimiter.len > 0)
			continue;
		mark = first_of(next->prefix);
		bare = c->format == 0 && next->format == 0;
		/* What is formatted keeps its marks, but none stands twice. */
		if (!is_mark(mark) ||
		    (!bare && (c->format != 0 || last_of(c->suffix) != mark)))
			continue;
		if (!ends_in(c, mark) && !closes_twice(c))
			add_mark(arena, &c->suffix, mark);
		drop_first(&next->prefix);
	}
}

/* ---- Downward: marks go to the field that they settle with ---- */

/* Whether quotes stand at the end of it. */
static bool
ends_in_quote(const csl_out *out)
{
	for (; out != NULL; out = out->last)
		if (out->kind == CSL_OUT_QUOTE)
			return true;
	return false;
}

/*
 * Lets a mark meet the one at the end of out.  true: it was swallowed there,
 * or took the place of the other.
 */
static bool
settle_into(bm_arena *arena, csl_out *out, char mark)
{
	bm_str *end;
	outcome o;

	while (out->suffix.len == 0 && out->last != NULL)
		out = out->last;
	end = out->suffix.len == 0 ? &out->text : &out->suffix;
	o = is_mark(last_of(*end)) ? meet(last_of(*end), mark) : BOTH;
	if (o == SECOND)
		add_mark(arena, end, mark);
	return o != BOTH;
}

/* The first mark of a delimiter becomes the end of what stands before it. */
static void
push_delimiter(bm_arena *arena, csl_out *out)
{
	char mark = first_of(out->delimiter);

	if (!is_mark(mark))
		return;
	drop_first(&out->delimiter);
	for (csl_out *c = out->children; c != NULL && c->next != NULL;
	     c = c->next)
		if (!closes_twice(c))
			add_mark(arena, &c->suffix, mark);
}

/* Whether it is one text, perhaps quoted: not something put together. */
static bool
is_field(const csl_out *out)
{
	const csl_out *c = out->children;

	return is_leaf(out) || (out->kind == CSL_OUT_QUOTE && c == out->last &&
				is_leaf(c) && c->format == 0);
}

/*
 * Moves the mark of a group to a quote at its end: before a weaker one that
 * the quote has itself, which is not the end of a text (".,").  A mark that
 * stays outside of quotes comes behind.
 */
static void
take_first(bm_arena *arena, bm_str *own, bm_str *group)
{
	char mark = first_of(*group);

	if (!is_mark(first_of(*own)) || mark == ';' || mark == ':' ||
	    meet(first_of(*own), mark) != BOTH) {
		carry_left(arena, own, group);
		return;
	}
	drop_first(group);
	put(arena, own, mark, false);
}

/* Whether a quote with nothing but one text stands at the end of it. */
static bool
ends_in_field(const csl_out *out)
{
	for (; out != NULL; out = out->last)
		if (out->kind == CSL_OUT_QUOTE)
			return is_field(out);
	return false;
}

/* The mark behind one text; what is formatted or quoted keeps its own. */
static void
settle_field(bm_arena *arena, csl_out *out)
{
	bm_str *text = is_leaf(out) ? &out->text : &out->last->text;
	char mark = first_of(out->suffix);

	if (is_mark(mark) &&
	    (last_of(*text) == mark ||
	     (is_leaf(out) && out->format == 0 && !out->unquoted &&
	      meet(last_of(*text), mark) != BOTH)))
		carry_left(arena, text, &out->suffix);
}

static void
downward(bm_arena *arena, csl_out *out, bool inside)
{
	char mark = first_of(out->suffix);

	push_delimiter(arena, out);
	if (is_field(out))
		settle_field(arena, out);
	else if (out->last != NULL && is_mark(mark)) {
		if (inside && ends_in_field(out->last))
			take_first(arena, &out->last->suffix, &out->suffix);
		else if (inside && ends_in_quote(out->last))
			carry_left(arena, &out->last->suffix, &out->suffix);
		else if (settle_into(arena, out->last, mark))
			drop_first(&out->suffix);
	}
	if (out->last != NULL && first_of(out->suffix) == ' ' &&
	    last_of(out->last->suffix) == ' ')
		drop_first(&out->suffix);
	for (csl_out *c = out->children; c != NULL; c = c->next)
		downward(arena, c, inside);
}

/* ---- Quotes ---- */

/* Where the text of a quote ends: what is formatted in it has its end too. */
static bm_str *
end_of_quote(csl_out *quote)
{
	csl_out *last = quote->last;

	if (last == NULL)
		return NULL;
	return is_leaf(last) && last->format == 0 && last->suffix.len == 0
		   ? &last->text
		   : &last->suffix;
}

/* Takes marks behind a quote into it. */
static void
swap_in(bm_arena *arena, csl_out *quote)
{
	bm_str *end = end_of_quote(quote);

	while (end != NULL && first_of(quote->suffix) != '\0' &&
	       strchr("!?.,", first_of(quote->suffix)) != NULL)
		carry_left(arena, end, &quote->suffix);
}

/* Takes marks at the end of a quote out of it. */
static void
swap_out(bm_arena *arena, csl_out *quote)
{
	bm_str *end = end_of_quote(quote);

	while (end != NULL && end->len > 0 && strchr(":,;", last_of(*end)))
		carry_right(arena, end, &quote->suffix);
}

static void
quotes(bm_arena *arena, csl_out *out, bool inside)
{
	if (out->kind == CSL_OUT_QUOTE) {
		if (inside)
			swap_in(arena, out);
		else
			swap_out(arena, out);
	}
	for (csl_out *c = out->children; c != NULL; c = c->next)
		quotes(arena, c, inside);
}

static void
settle_one(bm_arena *arena, const csl_locale *locale, csl_out *out)
{
	(void)drop_empty(out);
	fold_affixes(arena, out);
	upward(arena, out);
	leftward(arena, out);
	downward(arena, out, locale->punctuation_in_quote);
	quotes(arena, out, locale->punctuation_in_quote);
}

static bool
has_cites(const csl_out *out)
{
	for (const csl_out *c = out->children; c != NULL; c = c->next)
		if (c->kind == CSL_OUT_CITE || has_cites(c))
			return true;
	return false;
}

/*
 * A mark at the end of all, which the cite takes when it ends in a quote or
 * in a mark of its own.
 */
static void
take_end(bm_arena *arena, csl_out *cite, csl_out *end, bool inside)
{
	char mark = first_of(end->text);

	if (!end->affix || !is_mark(mark))
		return;
	if (inside && ends_in_quote(cite))
		carry_left(arena, &cite->suffix, &end->text);
	else if (settle_into(arena, cite, mark))
		drop_first(&end->text);
}

/*
 * See run.h.  Cites are settled each for itself: what stands between them
 * does not go into their quotes.
 */
void
csl_out_settle(bm_arena *arena, const csl_locale *locale, csl_out *out)
{
	if (out->kind == CSL_OUT_CITE || !has_cites(out)) {
		settle_one(arena, locale, out);
		return;
	}
	for (csl_out *c = out->children; c != NULL; c = c->next) {
		if (c->next != NULL && c->next->next == NULL)
			take_end(arena, c, c->next,
				 locale->punctuation_in_quote);
		csl_out_settle(arena, locale, c);
	}
}

/* One name: particles, initials, order of its parts. */
#include <unicode/uchar.h>

#include "core/buf.h"
#include "csl/name.h"

/* Whether a word is written small, as particles are: "van", "d'", "al-". */
static bool
is_small_word(bm_str word)
{
	size_t at = 0;
	uint32_t c;

	if (word.len == 0)
		return false;
	c = bm_utf8_next(word, &at);
	while (!u_isalpha((UChar32)c) && at < word.len)
		c = bm_utf8_next(word, &at);
	return u_islower((UChar32)c);
}

/* The length of the small words at the start of a family name. */
static size_t
leading_particles(bm_str family)
{
	size_t end = 0, at = 0;

	while (at < family.len) {
		size_t stop = at;

		while (stop < family.len && family.ptr[stop] != ' ')
			stop++;
		if (stop == family.len ||
		    !is_small_word((bm_str){family.ptr + at, stop - at}))
			break;
		at = end = stop + 1;
	}
	return end;
}

/* Where the small words at the end of the given names start. */
static size_t
trailing_particles(bm_str given)
{
	size_t start = given.len, end = given.len;

	while (end > 0) {
		size_t from = end;

		while (from > 0 && given.ptr[from - 1] != ' ')
			from--;
		if (from == 0 ||
		    !is_small_word((bm_str){given.ptr + from, end - from}))
			break;
		start = from;
		end = from - 1;
	}
	return start;
}

/* See name.h. */
bm_name
csl_name_split(bm_arena *arena, const bm_name *name)
{
	bm_name n = *name;
	size_t at;

	(void)arena;
	if (n.literal.len > 0 || n.static_ordering)
		return n;
	if (n.non_dropping_particle.len == 0) {
		at = leading_particles(n.family);
		if (at > 0) {
			n.non_dropping_particle =
			    bm_str_trim((bm_str){n.family.ptr, at});
			n.family.ptr += at;
			n.family.len -= at;
		}
	}
	if (n.suffix.len == 0) {
		at = bm_str_find(n.given, ", ", 0);
		if (at < n.given.len) {
			n.suffix = bm_str_trim((bm_str){n.given.ptr + at + 2,
							n.given.len - at - 2});
			n.given.len = at;
		}
	}
	if (n.dropping_particle.len == 0) {
		at = trailing_particles(n.given);
		if (at < n.given.len) {
			n.dropping_particle =
			    (bm_str){n.given.ptr + at, n.given.len - at};
			n.given = bm_str_trim((bm_str){n.given.ptr, at});
		}
	}
	return n;
}

/* ---- Initials ---- */

/* Ends the last initial with `with`, without doubling its spaces. */
static void
end_initial(bm_buf *out, bm_str with)
{
	bm_buf_putstr(out, with);
}

/* Takes spaces off the end. */
static void
trim_buf(bm_buf *out)
{
	while (out->len > 0 && out->ptr[out->len - 1] == ' ')
		out->ptr[--out->len] = '\0';
}

/* One word of the given names, up to a space, hyphen or full stop. */
static void
put_initial(bm_buf *out, bm_str word, bm_str with, bool all, bool dotted)
{
	size_t at = 0;
	uint32_t c;

	c = bm_utf8_next(word, &at);
	if (!all && !dotted && at < word.len) {
		if (out->len > 0 && out->ptr[out->len - 1] != ' ' &&
		    out->ptr[out->len - 1] != '-')
			bm_buf_putc(out, ' ');
		bm_buf_putstr(out, word);
		bm_buf_putc(out, ' ');
		return;
	}
	if (u_islower((UChar32)c) && !dotted) {
		trim_buf(out);
		if (out->len > 0)
			bm_buf_putc(out, ' ');
		bm_buf_putstr(out, word);
		bm_buf_putc(out, ' ');
		return;
	}
	/* "Yu." and "Ph." are initials already. */
	bm_buf_put(out, word.ptr, dotted && word.len <= 4 ? word.len : at);
	end_initial(out, with);
}

/* See name.h. */
bm_str
csl_initials(bm_arena *arena, bm_str given, bm_str with, bool hyphen, bool all)
{
	bm_buf out;
	size_t at = 0;

	bm_buf_init(&out, bm_arena_allocator(arena));
	while (at < given.len) {
		size_t start = at;
		bool dotted, joined = false;

		while (at < given.len && strchr(" .-", given.ptr[at]) == NULL &&
		       given.ptr[at] != '\0')
			at++;
		dotted = at < given.len && given.ptr[at] == '.';
		if (at > start)
			put_initial(&out,
				    (bm_str){given.ptr + start, at - start},
				    with, all, dotted);
		while (at < given.len && (strchr(" .-", given.ptr[at]))) {
			joined = joined || given.ptr[at] == '-';
			at++;
		}
		if (joined && hyphen && at < given.len && out.len > 0) {
			size_t small = at;

			if (!u_islower((UChar32)bm_utf8_next(given, &small))) {
				trim_buf(&out);
				bm_buf_putc(&out, '-');
			}
		}
	}
	trim_buf(&out);
	return csl_buf_take(arena, &out);
}

/* ---- Putting the parts in order ---- */

/* Whether the name is written in a script without spaces between parts. */
static bool
is_eastern(const bm_name *n)
{
	size_t at = 0;
	uint32_t c;

	if (n->family.len == 0)
		return false;
	c = bm_utf8_next(n->family, &at);
	return (c >= 0x2E80 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFAFF) ||
	       c >= 0x20000;
}

static csl_out *
part(csl_context *cx, bm_str text, const csl_look *look)
{
	csl_out *out;

	if (text.len == 0)
		return NULL;
	out = csl_field_parse(cx->arena, text);
	if (look == NULL)
		return out;
	return csl_out_decorate(cx->arena, out, look, cx->english, cx->lang);
}

/* Appends a part behind a separator; NULL adds neither. */
static void
add(csl_context *cx, csl_out *out, csl_out *child, bm_str separator)
{
	if (child == NULL)
		return;
	if (out->children != NULL && separator.len > 0)
		csl_out_append(out, csl_out_affix(cx->arena, separator));
	csl_out_append(out, child);
}

/* A particle and the separator behind it: none behind an apostrophe. */
static void
add_particle(csl_context *cx, csl_out *out, bm_str particle,
	     const csl_look *look, csl_out *family)
{
	csl_look bare = look != NULL ? *look : (csl_look){0};
	bool tight =
	    particle.len > 0 && (particle.ptr[particle.len - 1] == '\'' ||
				 particle.ptr[particle.len - 1] == '-' ||
				 bm_str_ends(particle, "\xE2\x80\x99"));

	/* It looks like the family name, without its affixes. */
	bare.prefix = bare.suffix = (bm_str){0};
	add(cx, out, part(cx, particle, &bare), BM_STR(" "));
	add(cx, out, family, tight ? (bm_str){0} : BM_STR(" "));
}

static csl_out *
given_out(csl_context *cx, const csl_name_style *st, const bm_name *n)
{
	bm_str given = n->given, with = st->options.initialize_with;

	if (with.ptr != NULL && given.len > 0)
		given = csl_initials(cx->arena, given, with, st->hyphen,
				     st->options.initialize != 0);
	return part(cx, given, st->given);
}

/* "Family, Given" with the particles where demote wants them. */
static csl_out *
inverted_out(csl_context *cx, const csl_name_style *st, const bm_name *n)
{
	csl_out *out = csl_out_new(cx->arena, CSL_OUT_GROUP);
	csl_out *behind = csl_out_new(cx->arena, CSL_OUT_GROUP);
	csl_out *family = part(cx, n->family, st->family);
	bool demote = st->demote == CSL_DEMOTE_DISPLAY_AND_SORT ||
		      (st->demote == CSL_DEMOTE_SORT_ONLY && cx->sorting);
	bm_str separator = st->options.sort_separator;

	if (out == NULL || behind == NULL)
		return NULL;
	if (separator.ptr == NULL)
		separator = BM_STR(", ");
	if (demote)
		add(cx, out, family, (bm_str){0});
	else
		add_particle(cx, out, n->non_dropping_particle, st->family,
			     family);
	add(cx, behind, given_out(cx, st, n), (bm_str){0});
	add(cx, behind, part(cx, n->dropping_particle, st->given), BM_STR(" "));
	if (demote)
		add(cx, behind, part(cx, n->non_dropping_particle, st->given),
		    BM_STR(" "));
	if (behind->children != NULL)
		add(cx, out, behind, separator);
	add(cx, out, part(cx, n->suffix, NULL), separator);
	return out;
}

static csl_out *
straight_out(csl_context *cx, const csl_name_style *st, const bm_name *n)
{
	csl_out *out = csl_out_new(cx->arena, CSL_OUT_GROUP);
	csl_out *family = csl_out_new(cx->arena, CSL_OUT_GROUP);
	bool is_short = st->options.form == CSL_FORM_SHORT;

	if (out == NULL || family == NULL)
		return NULL;
	if (!is_short)
		add(cx, out, given_out(cx, st, n), (bm_str){0});
	if (!is_short)
		add(cx, out, part(cx, n->dropping_particle, st->given),
		    BM_STR(" "));
	add_particle(cx, family, n->non_dropping_particle, st->family,
		     part(cx, n->family, st->family));
	if (family->children != NULL) {
		bm_str dp = n->dropping_particle;
		bool tight = !is_short && dp.len > 0 &&
			     (dp.ptr[dp.len - 1] == '\'' ||
			      bm_str_ends(dp, "\xE2\x80\x99"));

		add(cx, out, family, tight ? (bm_str){0} : BM_STR(" "));
	}
	if (!is_short)
		add(cx, out, part(cx, n->suffix, NULL),
		    n->comma_suffix ? BM_STR(", ") : BM_STR(" "));
	return out;
}

/* See name.h. */
csl_out *
csl_name_out(csl_context *cx, const csl_name_style *st, const bm_name *name,
	     bool inverted)
{
	bm_name n = csl_name_split(cx->arena, name);
	csl_out *out;

	if (n.literal.len > 0)
		return part(cx, n.literal, st->family);
	if (is_eastern(&n) || n.static_ordering) {
		out = csl_out_new(cx->arena, CSL_OUT_GROUP);
		if (out == NULL)
			return NULL;
		add(cx, out, part(cx, n.family, st->family), (bm_str){0});
		if (st->options.form != CSL_FORM_SHORT)
			add(cx, out, part(cx, n.given, st->given),
			    is_eastern(&n) ? (bm_str){0} : BM_STR(" "));
		return out;
	}
	if (n.family.len == 0)
		return part(cx, n.given, st->family);
	if (inverted && st->options.form != CSL_FORM_SHORT)
		return inverted_out(cx, st, &n);
	if (cx->sorting && st->demote != CSL_DEMOTE_NEVER) {
		n.given = n.suffix = (bm_str){0};
		return inverted_out(cx, st, &n);
	}
	return straight_out(cx, st, &n);
}

/* See render.h. */
bm_str
csl_names_key(csl_context *cx, const bm_names *names)
{
	csl_name_style st = {0};
	bm_buf out;

	st.options.form = CSL_FORM_LONG;
	st.options.initialize = -1;
	st.demote = cx->style->demote;
	bm_buf_init(&out, bm_arena_allocator(cx->arena));
	for (size_t i = 0; i < names->count; i++) {
		csl_out *name = csl_name_out(cx, &st, &names->items[i], true);

		if (i > 0)
			bm_buf_puts(&out, "   ");
		if (name != NULL)
			bm_buf_putstr(&out, csl_out_plain(cx->arena, name));
	}
	return csl_buf_take(cx->arena, &out);
}

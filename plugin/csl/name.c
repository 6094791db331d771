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

/* Where the first part of a word ends that an apostrophe or hyphen cuts. */
static size_t
cut_of(bm_str s, size_t at)
{
	for (; at < s.len && s.ptr[at] != ' '; at++) {
		bm_str rest = {s.ptr + at, s.len - at};
		size_t n = 0;

		if (s.ptr[at] == '\'' || s.ptr[at] == '-')
			n = 1;
		else if (bm_str_starts(rest, "\xE2\x80\x99"))
			n = 3;
		/* At the start it belongs to the word: "'t". */
		if (n > 0 && at > 0 && s.ptr[at - 1] != ' ' && n < rest.len &&
		    rest.ptr[n] != ' ')
			return at + n;
	}
	return s.len;
}

/*
 * The length of the small words at the start of a family name: "van der ",
 * "d'", "al-".
 */
static size_t
leading_particles(bm_str family)
{
	size_t end = 0, at = 0;

	while (at < family.len) {
		size_t stop = at;

		while (stop < family.len && family.ptr[stop] != ' ')
			stop++;
		if (!is_small_word((bm_str){family.ptr + at, stop - at}))
			break;
		if (stop == family.len) {
			/* The name itself: only what is cut off it counts. */
			stop = cut_of(family, at);
			if (stop == family.len)
				break;
			at = end = stop;
			continue;
		}
		while (stop < family.len && family.ptr[stop] == ' ')
			stop++;
		at = end = stop;
	}
	return end < family.len ? end : 0;
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

/* Whether what follows stands close: "d'", "al-", or a space is there. */
static bool
is_tight(bm_str s)
{
	return s.len > 0 &&
	       (strchr("'- ", s.ptr[s.len - 1]) != NULL ||
		bm_str_ends(s, "\xE2\x80\x99") || bm_str_ends(s, "\xC2\xA0"));
}

/* Without the space behind it, which stays where "de' " would be close. */
static bm_str
particle_of(bm_str s)
{
	bm_str bare = bm_str_trim(s);

	if (bare.len < s.len && is_tight(bare))
		bare.len++;
	return bare;
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
	/* A family name in quotes is not to be taken apart. */
	if (n.family.len > 2 && n.family.ptr[0] == '"' &&
	    n.family.ptr[n.family.len - 1] == '"')
		n.family = (bm_str){n.family.ptr + 1, n.family.len - 2};
	else if (n.non_dropping_particle.len == 0 &&
		 !bm_str_starts(n.family, "\"")) {
		at = leading_particles(n.family);
		if (at > 0) {
			n.non_dropping_particle =
			    particle_of((bm_str){n.family.ptr, at});
			n.family.ptr += at;
			n.family.len -= at;
		}
	}
	if (n.suffix.len == 0) {
		at = bm_str_find(n.given, ",", 0);
		if (at < n.given.len) {
			n.suffix = bm_str_trim((bm_str){n.given.ptr + at + 1,
							n.given.len - at - 1});
			n.given.len = at;
			/* "John,! Jr." keeps the comma. */
			if (bm_str_starts(n.suffix, "!")) {
				n.suffix.ptr++;
				n.suffix.len--;
				n.suffix = bm_str_trim(n.suffix);
				n.comma_suffix = true;
			}
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

/* ---- Putting the parts in order ---- */

/* See name.h. */
bool
csl_is_eastern(bm_str s)
{
	size_t at = 0;
	uint32_t c;

	if (s.len == 0)
		return false;
	c = bm_utf8_next(s, &at);
	return (c >= 0x2E80 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFAFF) ||
	       (c >= 0x1100 && c <= 0x11FF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* A part with its look, without the affixes, which may enclose more. */
static csl_out *
part(csl_context *cx, bm_str text, const csl_look *look)
{
	csl_look bare;
	csl_out *out;

	if (text.len == 0)
		return NULL;
	out = csl_field_parse(cx->arena, cx->locale, text);
	if (look == NULL)
		return out;
	bare = *look;
	bare.prefix = bare.suffix = (bm_str){0};
	return csl_out_decorate(cx->arena, out, &bare, cx->english,
				cx->case_lang);
}

/* The affixes of a part around all that belongs to it; NULL if it is empty. */
static csl_out *
enclose(csl_context *cx, csl_out *out, const csl_look *look)
{
	csl_look affixes = {0};

	if (out == NULL || out->children == NULL)
		return NULL;
	if (look != NULL) {
		affixes.prefix = look->prefix;
		affixes.suffix = look->suffix;
	}
	return csl_out_decorate(cx->arena, out, &affixes, false, NULL);
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

/*
 * The same with a space, if one is needed behind the text `before`.  For
 * sorting a particle is a word of its own: "d' Wander" is before "de Boer".
 */
static void
add_spaced(csl_context *cx, csl_out *out, csl_out *child, bm_str before)
{
	if (cx->sorting && !bm_str_ends(before, " "))
		add(cx, out, child, BM_STR(" "));
	else
		add(cx, out, child,
		    is_tight(before) ? (bm_str){0} : BM_STR(" "));
}

static csl_out *
given_out(csl_context *cx, const csl_name_style *st, const bm_name *n)
{
	bm_str given = n->given, with = st->options.initialize_with;

	if (with.ptr != NULL && given.len > 0 && !csl_is_eastern(given))
		given = csl_initials(cx->arena, given, with, st->hyphen,
				     st->options.initialize != 0);
	return part(cx, given, st->given);
}

static bm_str
suffix_of(const csl_look *look)
{
	return look != NULL ? look->suffix : (bm_str){0};
}

/* "Jr.": its full stops are those of initials. */
static csl_out *
suffix_out(csl_context *cx, const csl_name_style *st, const bm_name *n)
{
	bm_str with = st->options.initialize_with, s = n->suffix, part_of;
	bm_buf out;

	if (with.ptr == NULL || s.len == 0 || bm_str_find(s, ".", 0) == s.len)
		return part(cx, s, NULL);
	bm_buf_init(&out, bm_arena_allocator(cx->arena));
	while (bm_str_split(&s, '.', &part_of)) {
		if (out.len > 0)
			bm_buf_putstr(&out, with);
		bm_buf_putstr(&out, bm_str_trim(part_of));
	}
	s = csl_buf_take(cx->arena, &out);
	while (s.len > 0 && s.ptr[s.len - 1] == ' ')
		s.len--;
	return part(cx, s, NULL);
}

/*
 * "Family, Given" with the particles where demote wants them.  The affixes of
 * "given" enclose particles that stand behind it (CSL 1.0.2, Name-part).
 */
static csl_out *
inverted_out(csl_context *cx, const csl_name_style *st, const bm_name *n)
{
	csl_out *out = csl_out_new(cx->arena, CSL_OUT_GROUP);
	csl_out *before = csl_out_new(cx->arena, CSL_OUT_GROUP);
	csl_out *behind = csl_out_new(cx->arena, CSL_OUT_GROUP);
	bool demote = st->demote == CSL_DEMOTE_DISPLAY_AND_SORT ||
		      (st->demote == CSL_DEMOTE_SORT_ONLY && cx->sorting);
	bm_str separator = st->options.sort_separator;
	bm_str particle = n->non_dropping_particle;

	if (out == NULL || before == NULL || behind == NULL)
		return NULL;
	if (separator.ptr == NULL)
		separator = BM_STR(", ");
	if (cx->sorting)
		separator = BM_STR(" ");
	if (!demote)
		add(cx, before, part(cx, particle, st->family), (bm_str){0});
	add_spaced(cx, before, part(cx, n->family, st->family), particle);
	add(cx, behind, given_out(cx, st, n), (bm_str){0});
	add(cx, behind, part(cx, n->dropping_particle, st->given), BM_STR(" "));
	if (demote)
		add_spaced(cx, behind, part(cx, particle, st->family),
			   n->dropping_particle);
	add(cx, out, enclose(cx, before, st->family), (bm_str){0});
	add(cx, out, enclose(cx, behind, st->given), separator);
	add(cx, out, suffix_out(cx, st, n), separator);
	return out;
}

/*
 * "Given Family": the affixes of "family" enclose the particles before it and
 * the suffix behind it.
 */
static csl_out *
straight_out(csl_context *cx, const csl_name_style *st, const bm_name *n)
{
	csl_out *out = csl_out_new(cx->arena, CSL_OUT_GROUP);
	csl_out *given = csl_out_new(cx->arena, CSL_OUT_GROUP);
	csl_out *family = csl_out_new(cx->arena, CSL_OUT_GROUP);
	bool is_short = st->options.form == CSL_FORM_SHORT;
	bm_str dropping = is_short ? (bm_str){0} : n->dropping_particle;

	if (out == NULL || given == NULL || family == NULL)
		return NULL;
	if (!is_short)
		add(cx, given, given_out(cx, st, n), (bm_str){0});
	add(cx, family, part(cx, dropping, st->given), (bm_str){0});
	add(cx, family, part(cx, n->non_dropping_particle, st->family),
	    BM_STR(" "));
	add_spaced(cx, family, part(cx, n->family, st->family),
		   n->non_dropping_particle.len > 0 ? n->non_dropping_particle
						    : dropping);
	if (!is_short)
		add(cx, family, suffix_out(cx, st, n),
		    n->comma_suffix ? BM_STR(", ") : BM_STR(" "));
	add(cx, out, enclose(cx, given, st->given), (bm_str){0});
	add_spaced(cx, out, enclose(cx, family, st->family),
		   suffix_of(st->given));
	return out;
}

/* Family name first, as the person's own language has it. */
static csl_out *
static_out(csl_context *cx, const csl_name_style *st, const bm_name *n)
{
	csl_out *out = csl_out_new(cx->arena, CSL_OUT_GROUP);
	bool close = csl_is_eastern(n->family) && csl_is_eastern(n->given);

	if (out == NULL)
		return NULL;
	add(cx, out, part(cx, n->family, st->family), (bm_str){0});
	if (st->options.form != CSL_FORM_SHORT)
		add(cx, out, given_out(cx, st, n),
		    close ? (bm_str){0} : BM_STR(" "));
	return out;
}

/* See name.h. */
csl_out *
csl_name_out(csl_context *cx, const csl_name_style *st, const bm_name *name,
	     bool inverted)
{
	bm_name n = csl_name_split(cx->arena, name);

	if (n.literal.len > 0)
		return part(cx, n.literal, st->family);
	if (csl_is_eastern(n.family) || n.static_ordering)
		return static_out(cx, st, &n);
	if (n.family.len == 0)
		return part(cx, n.given, st->family);
	if (inverted && st->options.form == CSL_FORM_SHORT) {
		/* "Berg, van der" where particles stand behind. */
		n.given = n.suffix = n.dropping_particle = (bm_str){0};
		return inverted_out(cx, st, &n);
	}
	if (inverted)
		return inverted_out(cx, st, &n);
	if (cx->sorting && st->demote != CSL_DEMOTE_NEVER) {
		n.given = n.suffix = (bm_str){0};
		return inverted_out(cx, st, &n);
	}
	return straight_out(cx, st, &n);
}

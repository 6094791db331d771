/*
 * What stands between the brackets of a citation, pandoc's grammar: cites
 * parted by semicolons; before the key a prefix, behind it a locator (CSL
 * 1.0.2, appendix IV "Locators") and a suffix.
 */
#include "read/markdown.h"

#include "bib/locator.h"

#include <cmark-gfm/houdini.h>

char *
bm_md_dup(cmark_mem *mem, bm_str s)
{
	char *copy = mem->calloc(s.len + 1, 1);

	if (s.len > 0)
		memcpy(copy, s.ptr, s.len);
	return copy;
}

static bool
punct(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') ||
	       (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static bool
space_at(bm_str s, size_t at)
{
	return at >= s.len || bm_is_space(s.ptr[at]);
}

static bool
word_at(bm_str s, size_t at)
{
	return at < s.len &&
	       (bm_is_alpha(s.ptr[at]) || bm_is_digit(s.ptr[at]) ||
		(s.ptr[at] & 0x80) != 0);
}

/* The length of a run of emphasis marks that vanishes, or 0. */
static size_t
marks(bm_str s, size_t at)
{
	size_t end = at;
	char c = s.ptr[at];

	while (end < s.len && s.ptr[end] == c)
		end++;
	if ((at == 0 || space_at(s, at - 1)) && space_at(s, end))
		return 0;
	if (c == '_' && at > 0 && word_at(s, at - 1) && word_at(s, end))
		return 0;
	return end - at;
}

/* The length of a tag without attributes, or 0. */
static size_t
tag(bm_str s, size_t at)
{
	size_t i = at + 1;

	if (i < s.len && s.ptr[i] == '/')
		i++;
	if (i >= s.len || !bm_is_alpha(s.ptr[i]))
		return 0;
	while (i < s.len && (bm_is_alpha(s.ptr[i]) || s.ptr[i] == '/'))
		i++;
	return i < s.len && s.ptr[i] == '>' ? i + 1 - at : 0;
}

/*
 * Raw Markdown as text: escapes and entities decoded, emphasis, code marks
 * and tags without attributes dropped, white space collapsed.  Links stay as
 * they are written, so that no address is lost.
 */
char *
bm_md_flat(cmark_mem *mem, bm_str raw)
{
	cmark_strbuf buf;
	size_t n;

	cmark_strbuf_init(mem, &buf, 0);
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];

		if (c == '\\' && i + 1 < raw.len && punct(raw.ptr[i + 1])) {
			cmark_strbuf_putc(&buf, raw.ptr[++i]);
		} else if (c == '&' &&
			   (n = (size_t)houdini_unescape_ent(
				&buf, (const uint8_t *)raw.ptr + i + 1,
				(bufsize_t)(raw.len - i - 1))) > 0) {
			i += n;
		} else if (bm_is_space(c)) {
			if (i == 0 || !bm_is_space(raw.ptr[i - 1]))
				cmark_strbuf_putc(&buf, ' ');
		} else if (((c == '*' || c == '_') &&
			    (n = marks(raw, i)) > 0) ||
			   (c == '<' && (n = tag(raw, i)) > 0)) {
			i += n - 1;
		} else if (c != '`') {
			cmark_strbuf_putc(&buf, (unsigned char)c);
		}
	}
	return (char *)cmark_strbuf_detach(&buf);
}

static size_t
skip_space(bm_str s, size_t at)
{
	while (at < s.len &&
	       (bm_is_space(s.ptr[at]) ||
		(s.len - at > 1 && memcmp(s.ptr + at, "\xC2\xA0", 2) == 0)))
		at += s.ptr[at] == '\xC2' ? 2 : 1;
	return at;
}

/* Whether no digit stands before a greater one but as in iv, xc, cm. */
static bool
roman_order(bm_str s)
{
	static const char digits[] = "ivxlcdm";

	for (size_t i = 0; i + 1 < s.len; i++) {
		const char *a = strchr(digits, bm_lower(s.ptr[i]));
		const char *b = strchr(digits, bm_lower(s.ptr[i + 1]));

		if (a != NULL && b != NULL && a < b &&
		    ((a - digits) % 2 != 0 || b - a > 2))
			return false;
	}
	return true;
}

/* A word of a locator: has a digit, or is a roman numeral if allowed. */
static size_t
locator_word(bm_str s, size_t at, bool roman)
{
	size_t end = at;
	bool digit = false, numeral = true;

	while (end < s.len && !bm_is_space(s.ptr[end]) && s.ptr[end] != ',' &&
	       s.ptr[end] != ';' && s.ptr[end] != '&' &&
	       !(s.len - end > 1 && memcmp(s.ptr + end, "\xC2\xA0", 2) == 0)) {
		char c = s.ptr[end++];

		digit = digit || bm_is_digit(c);
		numeral = numeral && (strchr("ivxlcdmIVXLCDM-()", c) != NULL ||
				      (c & 0x80) != 0);
	}
	/* A full stop ends the sentence, not the number. */
	while (end > at && strchr(".:!?", s.ptr[end - 1]) != NULL)
		end--;
	numeral = numeral && roman && s.ptr[at] != '-' &&
		  roman_order((bm_str){s.ptr + at, end - at});
	return end > at && (digit || numeral) ? end : at;
}

/* "33-35, 38 & 40": the end of the locator that begins at `at`. */
static size_t
locator_end(bm_str s, size_t at, bool roman)
{
	size_t end = locator_word(s, at, roman), next, word;

	while (end > at) {
		next = skip_space(s, end);
		if (next < s.len && (s.ptr[next] == ',' || s.ptr[next] == '&'))
			next = skip_space(s, next + 1);
		else if (next == end)
			break;
		word = locator_word(s, next, roman);
		if (word == next)
			break;
		end = word;
	}
	return end;
}

static bm_str
part(bm_str s, size_t from, size_t to)
{
	return bm_str_trim((bm_str){s.ptr + from, to - from});
}

/* {anything}: its end behind the brace, or 0. */
static size_t
braced(bm_str s, size_t at)
{
	const char *end;

	if (at >= s.len || s.ptr[at] != '{')
		return 0;
	end = memchr(s.ptr + at, '}', s.len - at);
	return end != NULL ? (size_t)(end - s.ptr) + 1 : 0;
}

/* Sets units and locator from s (a locator alone, or with its label). */
static void
set_locator(cmark_mem *mem, bm_md_cite *cite, const char *label, bm_str s)
{
	size_t n;

	if (label == NULL) {
		label = bm_locator_label(s, &n);
		if (label != NULL)
			s = part(s, n, s.len);
	}
	if (s.len == 0)
		return;
	cite->units = label != NULL ? label : "page";
	cite->locator = bm_md_dup(mem, s);
}

/* Words that mean something else as often as not: "no 5 of them". */
static bool
is_doubtful(bm_str word)
{
	return bm_str_is(word, "no") || bm_str_is(word, "op") ||
	       bm_str_is(word, "tab") || bm_str_is(word, "tit");
}

static bool
has_digit(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (bm_is_digit(s.ptr[i]))
			return true;
	return false;
}

/*
 * Whether nothing or a mark follows: "3" and "3, in part" are places, but "3
 * of 5 trials" and "part I doubt" are words.
 */
static bool
stands_alone(bm_str s, size_t at)
{
	at = skip_space(s, at);
	return at >= s.len || strchr(",;:.!?)", s.ptr[at]) != NULL;
}

/*
 * Parts what follows a key, already plain text, into locator and suffix.
 * What is no locator is all suffix.
 */
static void
tail(cmark_mem *mem, bm_md_cite *cite, bm_str s)
{
	size_t at = skip_space(s, 0), n, end, from;
	const char *label;

	cite->suffix = bm_md_dup(mem, s);
	if (at < s.len && s.ptr[at] == ',')
		at = skip_space(s, at + 1);
	from = at;
	label = bm_locator_label((bm_str){s.ptr + at, s.len - at}, &n);
	if (label != NULL && is_doubtful((bm_str){s.ptr + at, n}) &&
	    braced(s, skip_space(s, at + n)) == 0)
		label = NULL;
	if (label != NULL)
		at = skip_space(s, at + n);
	end = braced(s, at);
	if (end > 0) {
		set_locator(mem, cite, label, part(s, at + 1, end - 1));
	} else if (label != NULL && strcmp(label, "sub-verbo") == 0) {
		const char *comma = memchr(s.ptr + at, ',', s.len - at);

		end = comma != NULL ? (size_t)(comma - s.ptr) : s.len;
		set_locator(mem, cite, label, part(s, at, end));
	} else {
		end = locator_end(s, at, label != NULL);
		if (end == at ||
		    ((label == NULL || !has_digit(part(s, at, end))) &&
		     !stands_alone(s, end)))
			return;
		set_locator(mem, cite, label != NULL ? label : "page",
			    part(s, label != NULL ? at : from, end));
	}
	cite->suffix = bm_md_dup(mem, (bm_str){s.ptr + end, s.len - end});
}

static bm_str
trim_end(bm_str s)
{
	while (s.len > 0 && bm_is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* The locator part of an author in the text. */
void
bm_md_group_note(cmark_mem *mem, bm_md_cite *cite, bm_str raw)
{
	bm_str flat = bm_str_of(bm_md_flat(mem, raw));

	tail(mem, cite, trim_end(flat));
}

/* The offset of the next "@key" in s, not escaped and not in code, or len. */
static size_t
next_key(bm_str s, size_t at, bm_str *key, size_t *length)
{
	for (; at < s.len; at++) {
		if (s.ptr[at] == '\\') {
			at++;
		} else if (s.ptr[at] == '`') {
			const char *end =
			    memchr(s.ptr + at + 1, '`', s.len - at - 1);

			if (end != NULL)
				at = (size_t)(end - s.ptr);
		} else if (s.ptr[at] == '@' && bm_md_at_ok(s, at) &&
			   (*length = bm_md_key(s, at, key)) > 0) {
			return at;
		}
	}
	return s.len;
}

/* The end of the cite that begins at `at`: a semicolon outside of braces,
 * brackets and code, or the end. */
static size_t
cite_end(bm_str s, size_t at)
{
	int depth = 0;

	for (; at < s.len; at++) {
		char c = s.ptr[at];

		if (c == '\\' ||
		    (c == '&' && at + 1 < s.len && s.ptr[at + 1] != ' ')) {
			/* An entity ends with a semicolon of its own. */
			size_t i = at + 1;

			while (c == '&' && i < s.len && i - at < 32 &&
			       (word_at(s, i) || s.ptr[i] == '#'))
				i++;
			if (c == '\\' || (i < s.len && s.ptr[i] == ';'))
				at = i;
		} else if (c == '{' || c == '[') {
			depth++;
		} else if ((c == '}' || c == ']') && depth > 0) {
			depth--;
		} else if (c == ';' && depth == 0) {
			return at;
		}
	}
	return s.len;
}

/* One cite from its text; its key is at `at`. */
static bm_md_cite *
read_cite(cmark_mem *mem, bm_str one, size_t at)
{
	bm_md_cite *cite = mem->calloc(1, sizeof(*cite));
	bm_str prefix = {one.ptr, at}, key, later;
	size_t n = bm_md_key(one, at, &key);

	if (at > 0 && one.ptr[at - 1] == '-' &&
	    (at == 1 || bm_is_space(one.ptr[at - 2]))) {
		cite->mode = "suppress-author";
		prefix.len--;
	}
	while (prefix.len > 0 && bm_is_space(prefix.ptr[0])) {
		prefix.ptr++;
		prefix.len--;
	}
	cite->key = bm_md_dup(mem, key);
	cite->prefix = bm_md_flat(mem, prefix);
	at += n;
	cite->stray = next_key(one, at, &later, &n) < one.len;
	bm_md_group_note(mem, cite, (bm_str){one.ptr + at, one.len - at});
	return cite;
}

/*
 * A part without a key belongs to the cite before it or, at the start, to the
 * prefix of the first.  NULL if there is no key at all.
 */
bm_md_cite *
bm_md_group_read(cmark_mem *mem, bm_str inner)
{
	bm_md_cite *first = NULL, **link = &first;
	size_t from = 0, end = 0;

	while (end < inner.len) {
		size_t at = end - from, n;
		bm_str one, key;

		end = cite_end(inner, end);
		one = (bm_str){inner.ptr + from, end - from};
		at = next_key(one, at, &key, &n);
		while (at < one.len && end < inner.len) {
			/* Keyless parts that follow are its suffix. */
			size_t next = cite_end(inner, end + 1);
			bm_str other = {inner.ptr + end + 1, next - end - 1};

			if (next_key(other, 0, &key, &n) < other.len)
				break;
			end = next;
			one.len = end - from;
		}
		if (at < one.len) {
			*link = read_cite(mem, one, at);
			link = &(*link)->next;
			from = end + 1;
		}
		end++;
	}
	return first;
}

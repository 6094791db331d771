#include "pass/slug.h"

#include <unicode/ustring.h>
#include <unicode/utrans.h>

/* So much of a title is looked at; more than any slug needs. */
#define TITLE_MAX 240
/* Some signs become words when written in Latin letters. */
#define LATIN_MAX 4096

static bool
is_ascii(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] >= 0x80)
			return false;
	return true;
}

/*
 * Copies s to out, which holds as many bytes, with typographic signs as ASCII
 * ones: most titles need no more, and to open ICU's transliterator takes
 * longer than all else that is done to a short document.
 */
static bm_str
plain_signs(bm_str s, char *out)
{
	size_t length = 0;

	for (size_t i = 0; i < s.len;) {
		size_t start = i;
		uint32_t c = bm_utf8_next(s, &i);

		/* Soft hyphens and signs without width stand inside words. */
		if (c == 0xAD || (c >= 0x200B && c < 0x2010) ||
		    (c >= 0x2060 && c < 0x2070))
			continue;
		if (c == 0x2018 || c == 0x2019)
			out[length++] = '\'';
		else if ((c >= 0xA0 && c < 0xC0) || (c >= 0x2000 && c < 0x2070))
			out[length++] = ' ';
		else
			while (start < i)
				out[length++] = s.ptr[start++];
	}
	return (bm_str){out, length};
}

/* ICU's transliterator, opened once; NULL if it cannot be had. */
static UTransliterator *
open_once(bm_slugger *slugger)
{
	static const UChar id[] = u"Any-Latin; Latin-ASCII; Lower";
	UErrorCode status = U_ZERO_ERROR;

	if (slugger->transliterator != NULL || slugger->failed)
		return slugger->transliterator;
	slugger->transliterator =
	    utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	slugger->failed = U_FAILURE(status);
	return slugger->transliterator;
}

void
bm_slugger_end(bm_slugger *slugger)
{
	if (slugger->transliterator != NULL)
		utrans_close(slugger->transliterator);
	slugger->transliterator = NULL;
}

/*
 * Writes title in ASCII letters into out[LATIN_MAX * 3]; what has none stays
 * as it is.
 */
static bm_str
latin(bm_slugger *slugger, bm_str title, char *out)
{
	UTransliterator *t = open_once(slugger);
	UChar text[LATIN_MAX];
	UErrorCode status = U_ZERO_ERROR;
	int32_t length = 0, limit, bytes = 0;

	if (t == NULL)
		return title;
	u_strFromUTF8WithSub(text, LATIN_MAX, &length, title.ptr,
			     (int32_t)title.len, 0xFFFD, NULL, &status);
	limit = length;
	utrans_transUChars(t, text, &length, LATIN_MAX, 0, &limit, &status);
	u_strToUTF8WithSub(out, LATIN_MAX * 3, &bytes, text, length, 0xFFFD,
			   NULL, &status);
	return U_SUCCESS(status) ? (bm_str){out, (size_t)bytes} : title;
}

/* Writes the slug of an ASCII text into out; returns its length. */
static size_t
hyphenate(bm_str s, char out[BM_SLUG_MAX + 1])
{
	size_t length = 0, word = 0; /* word: end of the last whole word */
	bool gap = false;

	for (size_t i = 0; i < s.len; i++) {
		char c = bm_lower(s.ptr[i]);

		if (c == '\'')
			continue;
		if (!bm_is_alpha(c) && !bm_is_digit(c)) {
			gap = length > 0;
			continue;
		}
		if (gap)
			word = length;
		if (length + gap >= BM_SLUG_MAX)
			return word > 0 ? word : length;
		if (gap)
			out[length++] = '-';
		gap = false;
		out[length++] = c;
	}
	return length;
}

const char *
bm_slug(bm_slugger *slugger, bm_arena *arena, const char *title)
{
	char slug[BM_SLUG_MAX + 1], plain[TITLE_MAX], ascii[LATIN_MAX * 3];
	bm_str s = bm_str_of(title);

	if (s.len > TITLE_MAX) {
		s.len = TITLE_MAX;
		while (s.len > 0 &&
		       ((unsigned char)s.ptr[s.len] & 0xC0) == 0x80)
			s.len--;
	}
	s = plain_signs(s, plain);
	if (!is_ascii(s))
		s = latin(slugger, s, ascii);
	return bm_arena_strndup(arena, slug, hyphenate(s, slug));
}

/* Any common encoding to UTF-8, before the parser sees it: then offsets of
 * the parser are offsets of the text. */
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "xml/input.h"

/* Names are compared without case.  A list of our own, since iconv(3) loads
 * code by name. */
static const char *const known[] = {"ISO-8859-1",   "ISO-8859-2",
				    "ISO-8859-3",   "ISO-8859-4",
				    "ISO-8859-5",   "ISO-8859-6",
				    "ISO-8859-7",   "ISO-8859-8",
				    "ISO-8859-9",   "ISO-8859-10",
				    "ISO-8859-13",  "ISO-8859-14",
				    "ISO-8859-15",  "ISO-8859-16",
				    "WINDOWS-1250", "WINDOWS-1251",
				    "WINDOWS-1252", "WINDOWS-1253",
				    "WINDOWS-1254", "WINDOWS-1255",
				    "WINDOWS-1256", "WINDOWS-1257",
				    "WINDOWS-1258", "KOI8-R",
				    "KOI8-U",       "SHIFT_JIS",
				    "EUC-JP",       "EUC-KR",
				    "GB2312",       "GBK",
				    "GB18030",      "BIG5",
				    "UTF-16LE",     "UTF-16BE",
				    "UTF-32LE",     "UTF-32BE",
				    "MACINTOSH",    NULL};

static bool
same_name(const char *a, const char *b)
{
	for (; *a != 0 && bm_lower(*a) == bm_lower(*b); a++)
		b++;
	return *a == 0 && *b == 0;
}

/* The encoding in an XML declaration, "" if there is none, in the arena. */
static const char *
declared(bm_arena *arena, bm_str text)
{
	if (!bm_str_starts(text, "<?xml"))
		return "";
	bm_str head = {text.ptr, bm_str_find(text, "?>", 0)};
	size_t at = bm_str_find(head, "encoding", 0);
	if (at >= head.len)
		return "";
	at += strlen("encoding");
	while (at < head.len &&
	       (bm_is_space(head.ptr[at]) || head.ptr[at] == '='))
		at++;
	if (at >= head.len || (head.ptr[at] != '"' && head.ptr[at] != '\''))
		return "";
	char quote = head.ptr[at++];
	size_t end = at;
	while (end < head.len && head.ptr[end] != quote)
		end++;
	return bm_arena_strndup(arena, head.ptr + at, end - at);
}

/* What the first bytes say (XML 1.0, appendix F); *skip gets the length of
 * the byte order mark. */
static const char *
from_bytes(bm_str text, size_t *skip)
{
	static const struct {
		const char *bytes;
		size_t len, skip;
		const char *name;
	} starts[] = {
	    {"\x00\x00\xFE\xFF", 4, 4, "UTF-32BE"},
	    {"\xFF\xFE\x00\x00", 4, 4, "UTF-32LE"},
	    {"\xEF\xBB\xBF", 3, 3, "UTF-8"},
	    {"\xFE\xFF", 2, 2, "UTF-16BE"},
	    {"\xFF\xFE", 2, 2, "UTF-16LE"},
	    {"\x00\x00\x00<", 4, 0, "UTF-32BE"},
	    {"<\x00\x00\x00", 4, 0, "UTF-32LE"},
	    {"\x00<", 2, 0, "UTF-16BE"},
	    {"<\x00", 2, 0, "UTF-16LE"},
	};
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (text.len >= starts[i].len &&
		    memcmp(text.ptr, starts[i].bytes, starts[i].len) == 0) {
			*skip = starts[i].skip;
			return starts[i].name;
		}
	*skip = 0;
	return NULL;
}

static bm_status
convert(bm_arena *arena, bm_str text, const char *name, bm_str *out,
	const char **error)
{
	iconv_t cd = iconv_open("UTF-8", name);
	if (cd == (iconv_t)-1) {
		*error = bm_arena_printf(
		    arena, "The encoding %s is not known here", name);
		return BM_BAD_INPUT;
	}
	bm_status status = BM_OK;
	bm_buf buf;
	bm_buf_init(&buf, bm_arena_allocator(arena));
	union {
		const char *given;
		char *wanted; /* iconv(3) does not write to it */
	} in = {text.ptr};
	char *from = in.wanted;
	size_t left = text.len;
	while (left > 0 && buf.status == BM_OK) {
		char piece[4096], *to = piece;
		size_t room = sizeof(piece);
		size_t n = iconv(cd, &from, &left, &to, &room);
		bm_buf_put(&buf, piece, sizeof(piece) - room);
		if (n == (size_t)-1 && errno != E2BIG) {
			*error = bm_arena_printf(arena, "Byte %zu is not %s",
						 text.len - left + 1, name);
			status = BM_BAD_INPUT;
			goto done;
		}
	}
	out->ptr = bm_arena_strndup(arena, bm_buf_cstr(&buf), buf.len);
	out->len = buf.len;
	status = buf.status != BM_OK ? buf.status
		 : out->ptr == NULL  ? BM_NO_MEMORY
				     : BM_OK;
done:
	bm_buf_free(&buf);
	iconv_close(cd);
	return status;
}

bm_status
bm_xml_to_utf8(bm_arena *arena, bm_str text, const char *name, bm_str *out,
	       const char **error)
{
	size_t skip;
	const char *seen = from_bytes(text, &skip);

	*error = NULL;
	*out = text;
	if (text.len == 0)
		return BM_OK;
	text.ptr += skip;
	text.len -= skip;
	*out = text;
	if (seen != NULL)
		name = seen;
	else if (name == NULL && (name = declared(arena, text)) == NULL)
		return BM_NO_MEMORY;
	if (name[0] == 0 || same_name(name, "UTF-8") ||
	    same_name(name, "UTF8") || same_name(name, "US-ASCII") ||
	    same_name(name, "ASCII"))
		return BM_OK;
	/* The first bytes belie this one: no text has them in UTF-16. */
	if (same_name(name, "UTF-16")) {
		*error = "The text says that it is UTF-16, but it is not";
		return BM_BAD_INPUT;
	}
	for (size_t i = 0; known[i] != NULL; i++)
		if (same_name(name, known[i]))
			return convert(arena, text, known[i], out, error);
	*error =
	    bm_arena_printf(arena, "The encoding %s is not known here", name);
	return *error != NULL ? BM_BAD_INPUT : BM_NO_MEMORY;
}

/*
 * Files of strangers to UTF-8.  Exports are UTF-8, UTF-16 from programs of
 * Windows, Windows-1252, or Mac OS Roman if they are old; and lists that were
 * put together of several exports may be two of these at once.
 */
#include "bib/internal.h"
#include "core/buf.h"
#include "xml/encoding.h"

/* Windows-1252 at 0x80 to 0x9F; 0: as Latin-1, a control character. */
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* The encoding that the first bytes show, NULL if UTF-8 or its like. */
static const char *
wide(bm_str text)
{
	if (text.len < 2)
		return NULL;
	if (memcmp(text.ptr, "\xFF\xFE", 2) == 0 ||
	    (text.ptr[0] != '\0' && text.ptr[1] == '\0'))
		return "UTF-16LE";
	if (memcmp(text.ptr, "\xFE\xFF", 2) == 0 ||
	    (text.ptr[0] == '\0' && text.ptr[1] != '\0'))
		return "UTF-16BE";
	return NULL;
}

/*
 * Overwrites the encoding in an XML declaration with spaces, for the text is
 * UTF-8 now; nothing moves.
 */
static void
undeclare(char *text, size_t length)
{
	bm_str head = {text, length};
	size_t at, end = bm_str_find(head, "?>", 0);
	char quote = '\0';

	head.len = end;
	at = bm_str_find(head, "encoding", 0);
	for (size_t i = at; i < end; i++) {
		char c = text[i];

		text[i] = ' ';
		if (quote != '\0' && c == quote)
			break;
		if (quote == '\0' && (c == '"' || c == '\''))
			quote = c;
	}
}

/* A text that says its encoding, by its first bytes or by a declaration. */
static bm_status
declared(bm_arena *arena, bm_str text, const char *name, const bm_pos *start,
	 bm_diags *diags, bm_str *out)
{
	const char *error;
	bm_status status = bm_xml_to_utf8(arena, text, name, out, &error);

	if (status == BM_BAD_INPUT) {
		bm_rule rule = *bib_rule("bib-encoding");

		rule.severity = BM_ERROR;
		bm_diag_add(diags, &rule, start, "%s", error);
		return status;
	}
	if (status == BM_OK && out->ptr != text.ptr &&
	    bm_str_starts(*out, "<?xml")) {
		char *copy = bm_arena_strndup(arena, out->ptr, out->len);

		if (copy == NULL)
			return BM_NO_MEMORY;
		undeclare(copy, out->len);
		out->ptr = copy;
	}
	return status;
}

/* Whether a byte that is no UTF-8 stands at *at; moves behind what is. */
static bool
stray(bm_str text, size_t *at)
{
	size_t start = *at;

	return bm_utf8_next(text, at) == 0xFFFD && *at == start + 1;
}

/*
 * Reads each byte that is no UTF-8 as Windows-1252 and leaves the rest: right
 * for files of either and for those of both.
 */
static bm_status
mend(bm_arena *arena, bm_str text, size_t first, bm_pos *pos, bm_diags *diags,
     bm_str *out)
{
	size_t strays = 0, line_start = 0;
	bm_status status;
	bm_buf buf;
	char *copy;

	bm_buf_init(&buf, bm_arena_allocator(arena));
	for (size_t at = 0; at < text.len;) {
		size_t start = at;

		if (text.ptr[at] == '\n' && at < first) {
			pos->line++;
			line_start = at + 1;
		}
		if (stray(text, &at)) {
			unsigned byte = (unsigned char)text.ptr[start];
			uint32_t c = byte < 0xA0 ? windows[byte - 0x80] : byte;

			bm_buf_put_utf8(&buf, c != 0 ? c : byte);
			strays++;
		} else
			bm_buf_put(&buf, text.ptr + start, at - start);
	}
	pos->column = (uint32_t)(first - line_start + 1);
	bm_diag_add(diags, bib_rule("bib-encoding"), pos,
		    "The bibliography is not UTF-8: %zu byte%s read as "
		    "Windows-1252",
		    strays, strays == 1 ? " was" : "s were");
	copy = bm_arena_strndup(arena, bm_buf_cstr(&buf), buf.len);
	*out = (bm_str){copy, buf.len};
	status = buf.status != BM_OK ? buf.status
		 : copy == NULL      ? BM_NO_MEMORY
				     : BM_OK;
	bm_buf_free(&buf);
	return status;
}

/* Whether lines end as they did on the old Macintosh. */
static bool
is_old_mac(bm_str text)
{
	return memchr(text.ptr, '\r', text.len) != NULL &&
	       memchr(text.ptr, '\n', text.len) == NULL;
}

/* See internal.h. */
bm_status
bib_to_utf8(bm_arena *arena, bm_str text, const char *file, bm_diags *diags,
	    bm_str *out)
{
	bm_pos pos = {file, 1, 1, 0, 0};
	const char *name = wide(text), *error;
	size_t bad;

	if (text.len == 0) {
		*out = BM_STR("");
		return BM_OK;
	}
	if (name != NULL || bm_str_starts(text, "\xEF\xBB\xBF") ||
	    bm_str_starts(text, "<?xml")) {
		bm_status status =
		    declared(arena, text, name, &pos, diags, &text);

		if (status != BM_OK)
			return status;
	}
	*out = text;
	if (bm_utf8_valid(text, &bad))
		return BM_OK;
	if (is_old_mac(text) &&
	    bm_xml_to_utf8(arena, text, "MACINTOSH", out, &error) == BM_OK) {
		bm_diag_add(diags, bib_rule("bib-encoding"), &pos,
			    "The bibliography is not UTF-8: it was read as "
			    "Mac OS Roman");
		return BM_OK;
	}
	return mend(arena, text, bad, &pos, diags, out);
}

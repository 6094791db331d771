#include "xml/escape.h"

#include <string.h>

/* What stands for the character at s, or NULL if it stands for itself; *len
 * gets the bytes that it replaces. */
static const char *
replacement(const char *s, bool attr, bm_escape how, size_t *len)
{
	*len = 1;
	switch (*s) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return attr ? "&quot;" : NULL;
	case '\r':
		/* Neither parser would give a bare one back. */
		return "&#13;";
	case '\n':
		return attr && how == BM_ESCAPE_XML ? "&#10;" : NULL;
	case '\t':
		return attr && how == BM_ESCAPE_XML ? "&#9;" : NULL;
	case '\xC2':
		if (how != BM_ESCAPE_HTML || s[1] != '\xA0')
			return NULL;
		*len = 2;
		return "&nbsp;";
	default:
		return NULL;
	}
}

static void
escape(bm_buf *out, const char *text, bool attr, bm_escape how)
{
	if (text == NULL)
		return;
	/* The first bytes of all that replacement() may replace. */
	const char *stops = attr ? "&<>\r\xC2\"\n\t" : "&<>\r\xC2";
	const char *from = text;
	for (const char *s = text; *(s += strcspn(s, stops)) != 0;) {
		size_t len;
		const char *with = replacement(s, attr, how, &len);
		if (with != NULL) {
			bm_buf_put(out, from, (size_t)(s - from));
			bm_buf_puts(out, with);
			from = s + len;
		}
		s += len;
	}
	bm_buf_puts(out, from);
}

void
bm_escape_text(bm_buf *out, const char *text, bm_escape how)
{
	escape(out, text, false, how);
}

void
bm_escape_attr(bm_buf *out, const char *text, bm_escape how)
{
	escape(out, text, true, how);
}

void
bm_address(bm_buf *out, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, BM_ADDRESS_REFUSED);

		bm_buf_put(out, text, n);
		text += n;
		n = strspn(text, BM_ADDRESS_REFUSED);
		for (; n > 0; n--)
			bm_buf_printf(out, "%%%02X",
				      (unsigned)(unsigned char)*text++);
	}
}

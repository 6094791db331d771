#include "text.h"

#include <stdlib.h>
#include <string.h>

uint32_t
text_next(const char **s)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	const unsigned char *p = (const unsigned char *)*s;
	unsigned more;
	uint32_t c = *p;

	if (c == 0)
		return 0;
	*s += 1;
	if (c < 0x80)
		return c;
	more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
	if (c < 0xC2 || c > 0xF4)
		return TEXT_BAD;
	c &= 0x3Fu >> more;
	for (unsigned i = 1; i <= more; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return TEXT_BAD;
		c = c << 6 | (p[i] & 0x3Fu);
	}
	if (c < least[more] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return TEXT_BAD;
	*s += more;
	return c;
}

size_t
text_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

struct range {
	uint32_t from, to;
};

static bool
in(const struct range *r, size_t count, uint32_t c)
{
	for (size_t i = 0; i < count; i++)
		if (c >= r[i].from && c <= r[i].to)
			return true;
	return false;
}

#define IN(table, c) in((table), sizeof(table) / sizeof(*(table)), (c))

unsigned
text_width(uint32_t c)
{
	/* Marks that sit on the character before them. */
	static const struct range none[] = {
	    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
	    {0x0610, 0x061A}, {0x064B, 0x065F}, {0x1AB0, 0x1AFF},
	    {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x20D0, 0x20FF},
	    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
	/* East Asian letters, and pictures. */
	static const struct range two[] = {
	    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
	    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
	    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
	    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

	if (c < 0x300)
		return 1;
	return IN(none, c) ? 0 : IN(two, c) ? 2 : 1;
}

bool
text_steers(uint32_t c)
{
	static const struct range marks[] = {{0x80, 0x9F},
					     {0x061C, 0x061C},
					     {0x200E, 0x200F},
					     {0x2028, 0x202E},
					     {0x2066, 0x2069}};

	return c < 0x20 || c == 0x7F || IN(marks, c);
}

size_t
text_show(char out[TEXT_SHOWN_MAX], uint32_t c)
{
	int n = snprintf(out, TEXT_SHOWN_MAX, c < 0x80 ? "\\x%02x" : "\\u{%x}",
			 (unsigned)c);

	return n > 0 ? (size_t)n : 0;
}

void
text_plain(FILE *out, const char *s)
{
	char shown[TEXT_SHOWN_MAX];
	uint32_t c;

	while ((c = text_next(&s)) != 0)
		fwrite(shown, 1,
		       text_steers(c) ? text_show(shown, c)
				      : text_put(shown, c),
		       out);
}

void
text_json(FILE *out, const char *s)
{
	char bytes[4];
	uint32_t c;

	putc('"', out);
	while ((c = text_next(&s)) != 0) {
		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", (int)c);
		else if (c == '\n')
			fputs("\\n", out);
		else if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 ||
			 c == 0x2029)
			fprintf(out, "\\u%04x", (unsigned)c);
		else
			fwrite(bytes, 1, text_put(bytes, c), out);
	}
	putc('"', out);
}

void
text_xml(FILE *out, const char *s)
{
	char bytes[TEXT_SHOWN_MAX];
	uint32_t c;

	while ((c = text_next(&s)) != 0) {
		if (c == '&')
			fputs("&amp;", out);
		else if (c == '<')
			fputs("&lt;", out);
		else if (c == '>')
			fputs("&gt;", out);
		else if (c == '"')
			fputs("&quot;", out);
		else if (c == '\t' || c == '\n' || c == '\r')
			fprintf(out, "&#%u;", (unsigned)c);
		else if (c < 0x20 || c == 0xFFFE || c == 0xFFFF)
			/* Not in XML 1.0, section 2.2, in any spelling. */
			fwrite(bytes, 1, text_show(bytes, c), out);
		else
			fwrite(bytes, 1, text_put(bytes, c), out);
	}
}

char *
text_copy(const char *s)
{
	size_t n = s != NULL ? strlen(s) + 1 : 0;
	char *copy = s != NULL ? malloc(n) : NULL;

	return copy != NULL ? memcpy(copy, s, n) : NULL;
}

char *
text_copy_utf8(const char *s)
{
	char *copy = s != NULL ? malloc(3 * strlen(s) + 1) : NULL, *to = copy;
	uint32_t c;

	if (copy == NULL)
		return NULL;
	while ((c = text_next(&s)) != 0)
		to += text_put(to, c);
	*to = '\0';
	return copy;
}

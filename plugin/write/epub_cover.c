/* A drawn cover, and names of people. */
#include <stdio.h>

#include "write/publication.h"

/* ---- People -------------------------------------------------------------- */

static const char *const people[] = {"author", "editor", "othercredit",
				     "collab", NULL};

xmlNode *
epub_next_person(xmlNode *info, xmlNode *before)
{
	xmlNode *n =
	    before == NULL ? bm_first_element(info) : bm_next_element(before);

	for (;;) {
		while (n != NULL && !bm_is_any(n, people) &&
		       !bm_is(n, "authorgroup"))
			n = bm_next_element(n);
		if (n == NULL) {
			/* Out of a group, on behind it. */
			xmlNode *up = before != NULL ? before->parent : NULL;
			if (up == NULL || up == info)
				return NULL;
			before = NULL;
			n = bm_next_element(up);
			continue;
		}
		if (!bm_is(n, "authorgroup"))
			return n;
		xmlNode *inside = bm_first_element(n);
		while (inside != NULL && !bm_is_any(inside, people))
			inside = bm_next_element(inside);
		if (inside != NULL)
			return inside;
		n = bm_next_element(n);
	}
}

/* Adds the text of an element, with a separator before it if needed. */
static void
add_part(bm_doc *doc, bm_buf *buf, const char *separator, xmlNode *el)
{
	const char *text = el != NULL ? bm_textz(doc, el) : "";

	if (text[0] == '\0')
		return;
	if (buf->len > 0)
		bm_buf_puts(buf, separator);
	bm_buf_puts(buf, text);
}

/* The element that holds the parts of a name. */
static xmlNode *
name_of(xmlNode *person)
{
	xmlNode *name = bm_child(person, "personname");

	if (name == NULL)
		name = bm_child(person, "orgname");
	return name != NULL ? name : person;
}

static bool
is_credentials(const xmlNode *n)
{
	return bm_is(n, "othername") &&
	       bm_streq(bm_attr(n, "role"), "credentials");
}

static const char *
keep(bm_doc *doc, bm_buf *buf)
{
	const char *text = buf->status == BM_OK
			       ? bm_arena_strdup(doc->arena, bm_buf_cstr(buf))
			       : NULL;

	bm_buf_free(buf);
	if (text == NULL)
		doc->no_memory = true;
	return text != NULL ? text : "";
}

const char *
epub_person(bm_doc *doc, xmlNode *person)
{
	static const char *const parts[] = {
	    "honorific", "firstname", "givenname", "othername",
	    "surname",   "lineage",   NULL};
	xmlNode *name = name_of(person);
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	for (xmlNode *n = bm_first_element(name); n != NULL;
	     n = bm_next_element(n))
		if (bm_is_any(n, parts) && !is_credentials(n))
			add_part(doc, &buf, " ", n);
	if (buf.len == 0 && name != person)
		add_part(doc, &buf, "", name);
	for (xmlNode *n = bm_first_element(name); n != NULL && buf.len > 0;
	     n = bm_next_element(n))
		if (is_credentials(n))
			add_part(doc, &buf, ", ", n);
	return keep(doc, &buf);
}

const char *
epub_person_sorted(bm_doc *doc, xmlNode *person)
{
	xmlNode *name = name_of(person);
	xmlNode *given = bm_child(name, "firstname");
	bm_buf buf;

	if (given == NULL)
		given = bm_child(name, "givenname");
	if (given == NULL || bm_child(name, "surname") == NULL)
		return NULL;
	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	add_part(doc, &buf, "", bm_child(name, "surname"));
	add_part(doc, &buf, ", ", given);
	return keep(doc, &buf);
}

/* ---- The picture --------------------------------------------------------- */

#define WIDTH  1600
#define HEIGHT 2560
#define MARGIN 140

static void
put_escaped(bm_buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '&')
			bm_buf_puts(out, "&amp;");
		else if (s[i] == '<')
			bm_buf_puts(out, "&lt;");
		else if (s[i] == '>')
			bm_buf_puts(out, "&gt;");
		else
			bm_buf_putc(out, s[i]);
	}
}

/* Width of a character in thousandths of the font's size: of a bold sans
 * serif face of the wide kind, as no reader's fonts are known. */
static unsigned
advance(uint32_t c)
{
	if (c < 0x80 && strchr("iljI.,:;'|!() ", (int)c) != NULL)
		return 380;
	if (c == 't' || c == 'f' || c == 'r' || c == '[' || c == ']')
		return 500;
	if (c == 'm' || c == 'w' || c == 'M' || c == 'W')
		return 1050;
	if (c >= 'A' && c <= 'Z')
		return 800;
	/* East Asian characters fill a square. */
	return c >= 0x2E80 ? 1000 : 710;
}

/* The end of the line that starts at `from`: as many words as fit. */
static size_t
line_end(bm_str s, size_t from, unsigned size)
{
	unsigned long room = (WIDTH - 2 * MARGIN) * 1000ul / size, used = 0;
	size_t last = 0, at = from;

	while (at < s.len) {
		size_t before = at;
		uint32_t c = bm_utf8_next(s, &at);
		if (c == ' ' || c >= 0x2E80)
			last = before;
		used += advance(c);
		if (used > room)
			return last > from ? last : before > from ? before : at;
	}
	return s.len;
}

static unsigned
count_lines(bm_str s, unsigned size)
{
	unsigned n = 0;

	for (size_t at = 0; at < s.len; n++) {
		at = line_end(s, at, size);
		while (at < s.len && s.ptr[at] == ' ')
			at++;
	}
	return n;
}

/* Draws text from y downwards, at most `max` lines, made smaller to fit;
 * gives the y below it. */
static unsigned
draw_text(bm_buf *out, const char *text, unsigned y, unsigned size,
	  unsigned max, const char *style)
{
	bm_str s = bm_str_of(text);
	unsigned n = 0;

	while (size > 40 && count_lines(s, size) > max)
		size = size * 9 / 10;
	for (size_t at = 0; at < s.len && n < max; n++) {
		size_t end = line_end(s, at, size);
		y += n == 0 ? size : size * 5 / 4;
		bm_buf_printf(out,
			      "  <text x=\"%d\" y=\"%u\" font-size=\"%u\" %s>",
			      MARGIN, y, size, style);
		put_escaped(out, s.ptr + at, end - at);
		bm_buf_puts(out, "</text>\n");
		at = end;
		while (at < s.len && s.ptr[at] == ' ')
			at++;
	}
	return y;
}

/* The names of the authors, one behind the other. */
static const char *
authors(bm_doc *doc, xmlNode *info)
{
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	for (xmlNode *n = epub_next_person(info, NULL); n != NULL;
	     n = epub_next_person(info, n)) {
		if (!bm_is(n, "author"))
			continue;
		if (buf.len > 0)
			bm_buf_puts(&buf, ", ");
		bm_buf_puts(&buf, epub_person(doc, n));
	}
	return keep(doc, &buf);
}

void
epub_draw_cover(epub *e, bm_buf *out)
{
	bm_doc *doc;
	xmlNode *info = pub_book_info(e->book, &doc);
	xmlNode *subtitle = bm_child(info, "subtitle");
	xmlNode *publisher =
	    bm_child(bm_child(info, "publisher"), "publishername");
	const char *title = e->book->title;
	unsigned y;

	bm_buf_printf(out,
		      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
		      "height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
		      "aria-labelledby=\"title\">\n  <title id=\"title\">",
		      WIDTH, HEIGHT, WIDTH, HEIGHT);
	put_escaped(out, title, strlen(title));
	bm_buf_printf(
	    out,
	    "</title>\n"
	    "  <rect width=\"%d\" height=\"%d\" fill=\"#123a5a\"/>\n"
	    "  <rect x=\"%d\" y=\"400\" width=\"240\" height=\"16\" "
	    "fill=\"#f2b84b\"/>\n"
	    "  <g fill=\"#ffffff\" font-family=\"Verdana, 'DejaVu Sans', "
	    "Arial, sans-serif\">\n",
	    WIDTH, HEIGHT, MARGIN);
	y = draw_text(out, title, 520, 170, 6, "font-weight=\"bold\"");
	if (subtitle != NULL)
		y = draw_text(out, bm_textz(doc, subtitle), y + 90, 84, 5,
			      "fill=\"#dbe9f5\"");
	if (info != NULL)
		draw_text(out, authors(doc, info), y < 1900 ? 2000 : y + 80, 72,
			  3, "");
	if (publisher != NULL)
		draw_text(out, bm_textz(doc, publisher), 2330, 64, 1,
			  "fill=\"#dbe9f5\"");
	bm_buf_puts(out, "  </g>\n</svg>\n");
}

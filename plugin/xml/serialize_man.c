/*
 * man(7): requests on lines of their own, fonts as escapes, text filled.  The
 * characters that roff would take for commands are escaped (groff(7),
 * "Escape sequences"); those beyond ASCII stay, as man(1) reads UTF-8.
 */
#include <string.h>

#include "xml/serialize.h"

typedef struct writer {
	bm_buf *out;
	bool line_start;
	bool space;         /* white space waits for a word behind it */
	bool keep;          /* inside bm:pre */
	bool request;       /* inside the arguments of a request */
	bool after_heading; /* nothing since .SH or .SS */
} writer;

static void
end_line(writer *w)
{
	if (!w->line_start)
		bm_buf_putc(w->out, '\n');
	w->line_start = true;
	w->space = false;
}

/* One character of text. */
static void
put_char(writer *w, bm_str text, size_t *at)
{
	size_t from = *at;
	uint32_t c = bm_utf8_next(text, at);
	if (w->line_start && (c == '.' || c == '\''))
		bm_buf_puts(w->out, "\\&");
	w->line_start = false;
	w->after_heading = w->after_heading && w->request;
	switch (c) {
	case '\\':
		bm_buf_puts(w->out, "\\e");
		break;
	case '-':
		/* A date in .TH is read by programs. */
		bm_buf_puts(w->out, w->request ? "-" : "\\-");
		break;
	case 0xA0:
		bm_buf_puts(w->out, "\\ ");
		break;
	case 0xAD:
		bm_buf_puts(w->out, "\\%");
		break;
	default:
		bm_buf_put(w->out, text.ptr + from, *at - from);
	}
}

static void
put_text(writer *w, const char *s)
{
	bm_str text = bm_str_of(s);
	for (size_t i = 0; i < text.len;) {
		char c = text.ptr[i];
		if (w->keep && c == '\n') {
			bm_buf_putc(w->out, '\n');
			w->line_start = true;
			i++;
		} else if (!w->keep && bm_is_space(c)) {
			w->space = true;
			i++;
		} else {
			if (w->space && !w->line_start)
				bm_buf_putc(w->out, ' ');
			w->space = false;
			put_char(w, text, &i);
		}
	}
}

/* The font in force outside of el: the nearest bm:font above, or R. */
static const char *
outer_font(const xmlNode *el)
{
	for (el = el->parent; el != NULL && el->type == XML_ELEMENT_NODE;
	     el = el->parent)
		if (bm_is_bm(el, "font"))
			return bm_attr(el, "name");
	return "R";
}

static void
put_font(writer *w, const char *font)
{
	if (font == NULL || *font == 0)
		font = "R";
	if (w->space && !w->line_start)
		bm_buf_putc(w->out, ' ');
	w->space = false;
	w->line_start = false;
	w->after_heading = w->after_heading && w->request;
	bm_buf_puts(w->out, strlen(font) == 1 ? "\\f" : "\\f[");
	bm_buf_puts(w->out, font);
	if (strlen(font) != 1)
		bm_buf_putc(w->out, ']');
}

static void
enter(writer *w, const xmlNode *el)
{
	if (bm_is_bm(el, "request")) {
		const char *name = bm_attr(el, "name");
		end_line(w);
		/* A heading begins a paragraph by itself. */
		if (w->after_heading && bm_streq(name, "PP"))
			return;
		w->after_heading = bm_streq(name, "SH") || bm_streq(name, "SS");
		w->request = true;
		bm_buf_putc(w->out, '.');
		bm_buf_puts(w->out, name);
		w->line_start = false;
		/* The arguments stand behind one space, if there are any. */
		w->space = true;
	} else if (bm_is_bm(el, "font")) {
		put_font(w, bm_attr(el, "name"));
	} else if (bm_is_bm(el, "pre")) {
		end_line(w);
		bm_buf_puts(w->out, ".nf\n");
		w->keep = true;
	}
}

static void
leave(writer *w, const xmlNode *el)
{
	if (bm_is_bm(el, "request")) {
		end_line(w);
		w->request = false;
	} else if (bm_is_bm(el, "font")) {
		bool space = w->space;
		w->space = false;
		put_font(w, outer_font(el));
		w->space = space;
	} else if (bm_is_bm(el, "pre")) {
		w->keep = false;
		end_line(w);
		bm_buf_puts(w->out, ".fi\n");
	}
}

void
bm_write_man(const xmlDoc *tree, bm_buf *out)
{
	writer w = {.out = out, .line_start = true};
	xmlNode *root = xmlDocGetRootElement(tree);
	xmlNode *n = root;

	while (n != NULL) {
		if (n->type == XML_ELEMENT_NODE) {
			enter(&w, n);
			if (n->children != NULL) {
				n = n->children;
				continue;
			}
			leave(&w, n);
		} else if (n->type == XML_TEXT_NODE ||
			   n->type == XML_CDATA_SECTION_NODE) {
			put_text(&w, (const char *)n->content);
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			leave(&w, n);
		}
		n = n != root ? n->next : NULL;
	}
	end_line(&w);
}

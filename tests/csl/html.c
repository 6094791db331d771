/* Runs of the CSL engine as the HTML that CSL's test suite writes. */
#include "html.h"

/* The outermost first. */
static const struct {
	unsigned format;
	const char *open, *close;
} tags[] = {
    {CSL_SUPERSCRIPT, "<sup>", "</sup>"},
    {CSL_SUBSCRIPT, "<sub>", "</sub>"},
    {CSL_BASELINE, "<span style=\"baseline\">", "</span>"},
    {CSL_NO_UNDERLINE, "<span style=\"text-decoration:none;\">", "</span>"},
    {CSL_UNDERLINE, "<span style=\"text-decoration:underline;\">", "</span>"},
    {CSL_BOLD, "<b>", "</b>"},
    {CSL_LIGHT, "<span style=\"font-weight:light;\">", "</span>"},
    {CSL_NO_BOLD, "<span style=\"font-weight:normal;\">", "</span>"},
    {CSL_SMALL_CAPS, "<span style=\"font-variant:small-caps;\">", "</span>"},
    {CSL_NO_SMALL_CAPS, "<span style=\"font-variant:normal;\">", "</span>"},
    {CSL_ITALIC, "<i>", "</i>"},
    {CSL_OBLIQUE, "<em>", "</em>"},
    {CSL_NO_ITALIC, "<span style=\"font-style:normal;\">", "</span>"},
};

enum { TAGS = sizeof tags / sizeof *tags };

static void
text(bm_str s, bm_buf *out)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] == '&')
			bm_buf_puts(out, "&#38;");
		else if (s.ptr[i] == '<')
			bm_buf_puts(out, "&#60;");
		else if (s.ptr[i] == '>')
			bm_buf_puts(out, "&#62;");
		else if (s.ptr[i] == ' ' && i + 1 < s.len &&
			 s.ptr[i + 1] == ' ')
			bm_buf_puts(out, "\xC2\xA0");
		else
			bm_buf_putc(out, s.ptr[i]);
}

/* What stands before and behind the element of a display. */
static const struct {
	const char *open, *close;
} displays[] = {
    {"", ""},
    {"\n\n    <div class=\"csl-block\">", "</div>\n"},
    {"\n    <div class=\"csl-left-margin\">", "</div>"},
    {"<div class=\"csl-right-inline\">", "</div>\n  "},
    {"<div class=\"csl-indent\">", "</div>\n  "},
};

/* See html.h. */
void
html_runs(const csl_run *run, bm_buf *out)
{
	for (; run != NULL; run = run->next) {
		bm_buf_puts(out, displays[run->display].open);
		for (size_t i = 0; i < TAGS; i++)
			if ((run->format & tags[i].format) != 0)
				bm_buf_puts(out, tags[i].open);
		text(run->text, out);
		if (run->stand_in)
			bm_buf_puts(out, HTML_NO_FORM);
		else
			html_runs(run->children, out);
		for (size_t i = TAGS; i > 0; i--)
			if ((run->format & tags[i - 1].format) != 0)
				bm_buf_puts(out, tags[i - 1].close);
		bm_buf_puts(out, displays[run->display].close);
	}
}

/* See html.h. */
void
html_bibliography(const csl_output *output, bool numbered, bm_buf *out)
{
	bm_buf_puts(out, "<div class=\"csl-bib-body\">\n");
	for (size_t i = 0; i < output->entry_count; i++) {
		if (output->entries[i].runs == NULL && !numbered)
			continue;
		bm_buf_puts(out, "  <div class=\"csl-entry\">");
		if (output->entries[i].runs == NULL)
			bm_buf_printf(out, "%zu. " HTML_NO_FORM,
				      output->entries[i].number);
		html_runs(output->entries[i].runs, out);
		bm_buf_puts(out, "</div>\n");
	}
	bm_buf_puts(out, "</div>");
}

/* See html.h. */
bm_str
html_cluster(bm_arena *arena, const csl_run *run)
{
	bm_buf buf;
	bm_str text;

	bm_buf_init(&buf, NULL);
	html_runs(run, &buf);
	if (buf.len == 0)
		bm_buf_puts(&buf, HTML_NO_FORM);
	text = (bm_str){bm_arena_strndup(arena, bm_buf_cstr(&buf), buf.len),
			buf.len};
	bm_buf_free(&buf);
	return text;
}

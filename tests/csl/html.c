/* Runs of the CSL engine as the HTML that CSL's test suite writes. */
#include "html.h"

static const struct {
	unsigned format;
	const char *open, *close;
} tags[] = {
    {CSL_ITALIC, "<i>", "</i>"},
    {CSL_OBLIQUE, "<em>", "</em>"},
    {CSL_NO_ITALIC, "<span style=\"font-style:normal;\">", "</span>"},
    {CSL_SMALL_CAPS, "<span style=\"font-variant:small-caps;\">", "</span>"},
    {CSL_NO_SMALL_CAPS, "<span style=\"font-variant:normal;\">", "</span>"},
    {CSL_BOLD, "<b>", "</b>"},
    {CSL_LIGHT, "<span style=\"font-weight:light;\">", "</span>"},
    {CSL_NO_BOLD, "<span style=\"font-weight:normal;\">", "</span>"},
    {CSL_UNDERLINE, "<span style=\"text-decoration:underline;\">", "</span>"},
    {CSL_SUPERSCRIPT, "<sup>", "</sup>"},
    {CSL_SUBSCRIPT, "<sub>", "</sub>"},
};

enum { TAGS = sizeof tags / sizeof *tags };

static const char *const classes[] = {NULL, "csl-block", "csl-left-margin",
				      "csl-right-inline", "csl-indent"};

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
		else
			bm_buf_putc(out, s.ptr[i]);
}

/* See html.h. */
void
html_runs(const csl_run *run, bm_buf *out)
{
	for (; run != NULL; run = run->next) {
		if (run->display != CSL_DISPLAY_INLINE)
			bm_buf_printf(out, "\n    <div class=\"%s\">",
				      classes[run->display]);
		for (size_t i = 0; i < TAGS; i++)
			if ((run->format & tags[i].format) != 0)
				bm_buf_puts(out, tags[i].open);
		text(run->text, out);
		html_runs(run->children, out);
		for (size_t i = TAGS; i > 0; i--)
			if ((run->format & tags[i - 1].format) != 0)
				bm_buf_puts(out, tags[i - 1].close);
		if (run->display != CSL_DISPLAY_INLINE) {
			bm_buf_puts(out, "</div>");
			if (run->next == NULL ||
			    run->next->display == CSL_DISPLAY_INLINE)
				bm_buf_puts(out, "\n  ");
		}
	}
}

/* See html.h. */
void
html_bibliography(const csl_output *output, bm_buf *out)
{
	bm_buf_puts(out, "<div class=\"csl-bib-body\">\n");
	for (size_t i = 0; i < output->entry_count; i++) {
		bm_buf_puts(out, "  <div class=\"csl-entry\">");
		if (output->entries[i].runs == NULL)
			bm_buf_puts(out, "[CSL STYLE ERROR: reference with no "
					 "printed form.]");
		html_runs(output->entries[i].runs, out);
		bm_buf_puts(out, "</div>\n");
	}
	bm_buf_puts(out, "</div>");
}

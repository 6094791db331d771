/*
 * Pages for reviewers: the ledger of claims and the proof of notices.  They
 * need no script and no other file.  Tables become a block for each row where
 * the screen is narrow, and are printed whole, on sheets laid across.
 */
#include "audit/report_page.h"

#include "xml/escape.h"

/* Colours are those of xsl/css/book.css: 7:1 for text. */
static const char style[] =
    ":root { color-scheme: light dark; --ground: #fffefc; --raised: #eef1f0; "
    "--text: #1d2326; --rule: #6d7d80; --link: #0a4f63; --bad: #a11717; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ground: #15191b; "
    "--raised: #262d30; --text: #e7e5e0; --rule: #84949a; --link: #93d3e2; "
    "--bad: #ff8f85; } }\n"
    "*, ::before { box-sizing: border-box; }\n"
    "body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; "
    "max-width: 96rem; padding: 1rem clamp(1rem, 3vw, 2rem) 3rem; "
    "background: var(--ground); color: var(--text); }\n"
    "h1, h2 { line-height: 1.25; }\n"
    "h1 { font-size: 1.8rem; }\n"
    "h2 { font-size: 1.3rem; margin: 2rem 0 0.5rem; }\n"
    "p { max-width: 44rem; }\n"
    "a { color: var(--link); }\n"
    "nav ul { display: flex; flex-wrap: wrap; gap: 0 1.5rem; padding: 0; "
    "list-style: none; }\n"
    "nav a { display: inline-block; padding: 0.25rem 0; }\n"
    "summary { cursor: pointer; padding: 0.25rem 0; margin-top: 1.5rem; }\n"
    "summary h2 { display: inline; }\n"
    "table { border-collapse: collapse; width: 100%; margin: 0.5rem 0; }\n"
    "caption { text-align: start; padding: 0.25rem 0; }\n"
    "th, td { border: 1px solid var(--rule); padding: 0.4rem 0.6rem; "
    "text-align: start; vertical-align: top; overflow-wrap: break-word; }\n"
    "thead th { background: var(--raised); }\n"
    "td.long { min-width: 16rem; }\n"
    ".bad { color: var(--bad); font-weight: bold; }\n"
    "textarea, input { font: inherit; width: 100%; min-width: 10rem; "
    "background: var(--ground); color: inherit; "
    "border: 1px solid var(--rule); padding: 0.25rem; }\n"
    "input { min-width: 5rem; }\n"
    ":focus-visible { outline: 3px solid var(--link); "
    "outline-offset: 2px; }\n"
    "@media screen and (max-width: 72rem) {\n"
    "table, caption, tbody, tr, tbody th, td { display: block; "
    "min-width: 0; overflow-wrap: anywhere; }\n"
    "thead { position: absolute; width: 1px; height: 1px; overflow: hidden; "
    "clip-path: inset(50%); white-space: nowrap; }\n"
    "tr { border: 1px solid var(--rule); margin: 0 0 1rem; }\n"
    "tbody th { border: 0; background: var(--raised); }\n"
    "td { border: 0; border-top: 1px solid var(--rule); display: grid; "
    "grid-template-columns: minmax(6.5rem, 22%) 1fr; gap: 0.75rem; }\n"
    "td.long { min-width: 0; }\n"
    "td::before { content: attr(data-head); font-weight: bold; }\n"
    "}\n"
    "@media print {\n"
    "@page { size: A4 landscape; margin: 12mm; }\n"
    ":root { color-scheme: light; --ground: #fff; --raised: #fff; "
    "--text: #000; --rule: #555; --link: #000; --bad: #000; }\n"
    "body { font-size: 8.5pt; max-width: none; padding: 0; }\n"
    "nav { display: none; }\n"
    "thead { display: table-header-group; }\n"
    "tr { break-inside: avoid; }\n"
    "h2, summary { break-after: avoid; }\n"
    "th, td { padding: 1mm 1.5mm; }\n"
    "td.long { min-width: 55mm; }\n"
    "textarea, input { border: 0; min-width: 28mm; resize: none; }\n"
    "input { min-width: 12mm; }\n"
    "}\n";

/* See report_page.h. */
void
bm_page_open(bm_buf *out, const char *title)
{
	bm_buf_printf(out,
		      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		      "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
		      "content=\"width=device-width, initial-scale=1\">\n"
		      "<title>%s</title>\n<style>\n",
		      title);
	bm_buf_puts(out, style);
	bm_buf_printf(out, "</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n",
		      title);
}

/* See report_page.h. */
void
bm_page_close(bm_buf *out)
{
	bm_buf_puts(out, "</main>\n</body>\n</html>\n");
}

/* See report_page.h. */
void
bm_page_table(bm_buf *out, const char *caption, const char *const *heads)
{
	bm_buf_puts(out, "<table>\n<caption>");
	bm_escape_text(out, caption, BM_ESCAPE_HTML);
	bm_buf_puts(out, "</caption>\n<thead>\n<tr>");
	for (; *heads != NULL; heads++)
		bm_buf_printf(out, "<th scope=\"col\">%s</th>", *heads);
	bm_buf_puts(out, "</tr>\n</thead>\n<tbody>\n");
}

/* See report_page.h. */
void
bm_page_table_end(bm_buf *out)
{
	bm_buf_puts(out, "</tbody>\n</table>\n");
}

/* See report_page.h. */
void
bm_page_td(bm_buf *out, const char *head, const char *class)
{
	bm_buf_printf(out, "<td data-head=\"%s\"", head);
	if (class != NULL)
		bm_buf_printf(out, " class=\"%s\"", class);
	/* One element, as a narrow screen shows it beside its head. */
	bm_buf_puts(out, "><div>");
}

/* See report_page.h. */
void
bm_page_cell(bm_buf *out, const char *head, const char *text)
{
	bm_page_td(out, head, NULL);
	bm_escape_text(out, text, BM_ESCAPE_HTML);
	bm_buf_puts(out, "</div></td>\n");
}

/* See report_page.h. */
void
bm_page_place(bm_buf *out, const char *file, uint32_t line)
{
	bm_buf text;

	bm_buf_init(&text, &out->al);
	bm_escape_text(&text, file, BM_ESCAPE_HTML);
	for (const char *c = bm_buf_cstr(&text); *c != '\0'; c++) {
		bm_buf_putc(out, *c);
		if (*c == '/')
			bm_buf_puts(out, "<wbr>");
	}
	if (text.status != BM_OK)
		out->status = text.status;
	bm_buf_free(&text);
	if (line > 0)
		bm_buf_printf(out, ", line %u", line);
}

/*
 * The ledger as a page: a table that a reviewer can work through, print and
 * sign.  No script: parts by disposition can be folded, and a field for each
 * decision is a real form control, so that it is reached by keyboard and said
 * by a screen reader.
 */
#include <string.h>

#include "ledger.h"
#include "xml/escape.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n<title>Ledger of claims</title>\n<style>\n"
    ":root { color-scheme: light dark; }\n"
    "body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem auto; "
    "max-width: 90rem; padding: 0 1rem; }\n"
    "table { border-collapse: collapse; width: 100%; }\n"
    "caption { text-align: start; font-weight: bold; padding: 0.5rem 0; }\n"
    "th, td { border: 1px solid GrayText; padding: 0.4rem; "
    "text-align: start; vertical-align: top; }\n"
    ".scroll { overflow-x: auto; }\n"
    "summary { font-size: 1.2rem; font-weight: bold; padding: 0.5rem 0; "
    "cursor: pointer; }\n"
    "summary h2 { display: inline; font-size: inherit; }\n"
    "textarea, input { font: inherit; width: 100%; min-width: 8rem; "
    "box-sizing: border-box; }\n"
    "input.initials { min-width: 4rem; }\n"
    ":focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }\n"
    "@media print { textarea, input { border: 0; } }\n"
    "</style>\n</head>\n<body>\n<main>\n<h1>Ledger of claims</h1>\n";

/* "<td>text</td>" */
static void
cell(bm_buf *out, const char *text)
{
	bm_buf_puts(out, "<td>");
	bm_escape_text(out, text, BM_ESCAPE_HTML);
	bm_buf_puts(out, "</td>\n");
}

static size_t
count(const bm_ledger *l, const char *disposition)
{
	size_t n = 0;

	for (size_t i = 0; i < l->entries.len; i++)
		n += strcmp(l->entries.items[i].disposition, disposition) == 0;
	return n;
}

static void
put_entry(const bm_ledger_entry *e, size_t number, bm_buf *out)
{
	bm_buf_printf(out,
		      "<tr id=\"claim-%zu\">\n<th scope=\"row\">%zu</th>\n<td>",
		      number, number);
	bm_escape_text(out, e->file, BM_ESCAPE_HTML);
	if (e->line > 0)
		bm_buf_printf(out, ", line %u", e->line);
	bm_buf_puts(out, "</td>\n");
	cell(out, e->sentence);
	bm_buf_puts(out, "<td>");
	bm_escape_text(out, e->rules, BM_ESCAPE_HTML);
	bm_buf_puts(out, " (");
	bm_escape_text(out, e->kind, BM_ESCAPE_HTML);
	bm_buf_printf(out, ", %s)</td>\n", e->severity);
	cell(out, e->citations[0] != '\0' ? e->citations : "none");
	cell(out, e->evidence[0] != '\0' ? e->evidence : "not asked");
	cell(out, e->notices[0] != '\0' ? e->notices : "none");
	bm_buf_printf(out,
		      "<td><textarea rows=\"2\" aria-label=\"Reason for claim "
		      "%zu\">",
		      number);
	bm_escape_text(out, e->reason, BM_ESCAPE_HTML);
	bm_buf_printf(out,
		      "</textarea></td>\n<td><input class=\"initials\" "
		      "aria-label=\"Initials for claim %zu\" value=\"",
		      number);
	bm_escape_attr(out, e->initials, BM_ESCAPE_HTML);
	bm_buf_puts(out, "\"></td>\n</tr>\n");
}

static void
put_group(const bm_ledger *l, const char *disposition, const char *title,
	  bm_buf *out)
{
	size_t n = count(l, disposition);

	bm_buf_printf(out,
		      "<details id=\"%s\"%s>\n<summary><h2>%s: %zu</h2>"
		      "</summary>\n",
		      disposition, n > 0 ? " open" : "", title, n);
	if (n == 0) {
		bm_buf_puts(out, "<p>There are none.</p>\n</details>\n");
		return;
	}
	bm_buf_printf(out,
		      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		      "aria-label=\"%s\">\n<table>\n<caption>%s</caption>\n"
		      "<thead>\n<tr>",
		      title, title);
	bm_buf_puts(
	    out, "<th scope=\"col\">Number</th><th scope=\"col\">Place</th>"
		 "<th scope=\"col\">Sentence</th><th scope=\"col\">Rule</th>"
		 "<th scope=\"col\">Sources and designs</th>"
		 "<th scope=\"col\">Evidence</th>"
		 "<th scope=\"col\">Notices</th><th scope=\"col\">Reason</th>"
		 "<th scope=\"col\">Initials</th></tr>\n</thead>\n<tbody>\n");
	for (size_t i = 0; i < l->entries.len; i++)
		if (strcmp(l->entries.items[i].disposition, disposition) == 0)
			put_entry(&l->entries.items[i], i + 1, out);
	bm_buf_puts(out, "</tbody>\n</table>\n</div>\n</details>\n");
}

static void
put_answers(const bm_ledger *l, bm_buf *out)
{
	const char *file = NULL;

	if (l->answers.len == 0)
		return;
	bm_buf_puts(out,
		    "<h2 id=\"discern\">Questions of DISCERN</h2>\n<p>What a "
		    "build can say to them, with places as line and column. "
		    "It is no score, and a person has to judge.</p>\n");
	for (size_t i = 0; i < l->answers.len; i++) {
		const bm_ledger_answer *a = &l->answers.items[i];

		if (file == NULL || strcmp(file, a->file) != 0) {
			bm_buf_puts(out, file != NULL
					     ? "</tbody>\n</table>\n</div>\n"
					     : "");
			file = a->file;
			bm_buf_puts(out,
				    "<div class=\"scroll\" tabindex=\"0\" "
				    "role=\"region\" aria-label=\"DISCERN: ");
			bm_escape_attr(out, file, BM_ESCAPE_HTML);
			bm_buf_puts(out, "\">\n<table>\n<caption>");
			bm_escape_text(out, file, BM_ESCAPE_HTML);
			bm_buf_puts(
			    out, "</caption>\n<thead>\n<tr><th scope=\"col\">"
				 "Question</th><th scope=\"col\">Answer</th>"
				 "<th scope=\"col\">Why</th><th scope="
				 "\"col\">Places</th></tr>\n</thead>\n"
				 "<tbody>\n");
		}
		bm_buf_printf(out, "<tr><th scope=\"row\">%d. ", a->number);
		bm_escape_text(out, a->question, BM_ESCAPE_HTML);
		bm_buf_puts(out, "</th>\n");
		cell(out, a->answer);
		cell(out, a->why);
		cell(out, a->places);
		bm_buf_puts(out, "</tr>\n");
	}
	bm_buf_puts(out, "</tbody>\n</table>\n</div>\n");
}

/* See ledger.h. */
void
bm_ledger_html(const bm_ledger *ledger, bm_buf *out)
{
	bm_buf_puts(out, head);
	bm_buf_printf(
	    out,
	    "<p>%zu claim%s found. A notice never settles a claim: it "
	    "is listed so that the reader's view is complete.</p>\n"
	    "<nav aria-label=\"Parts\">\n<ul>\n"
	    "<li><a href=\"#open\">Open: %zu</a></li>\n"
	    "<li><a href=\"#cited\">Cited: %zu</a></li>\n"
	    "<li><a href=\"#suppressed\">Suppressed: %zu</a></li>\n",
	    ledger->entries.len, ledger->entries.len == 1 ? "" : "s",
	    count(ledger, "open"), count(ledger, "cited"),
	    count(ledger, "suppressed"));
	bm_buf_puts(out, ledger->answers.len > 0
			     ? "<li><a href=\"#discern\">Questions of DISCERN"
			       "</a></li>\n</ul>\n</nav>\n"
			     : "</ul>\n</nav>\n");
	put_group(ledger, "open", "Open", out);
	put_group(ledger, "cited", "Cited", out);
	put_group(ledger, "suppressed", "Suppressed", out);
	put_answers(ledger, out);
	bm_buf_puts(out, "</main>\n</body>\n</html>\n");
}

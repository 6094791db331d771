/*
 * The ledger as a page: a table that a reviewer can work through, print and
 * sign.  No script: parts by disposition can be folded, and a field for each
 * decision is a real form control, so that it is reached by keyboard and said
 * by a screen reader.
 */
#include <string.h>

#include "audit/ledger.h"
#include "audit/report_page.h"
#include "xml/escape.h"

static const char *const heads[] = {
    "Number",   "Place",   "Sentence", "Rule",     "Sources and designs",
    "Evidence", "Notices", "Reason",   "Initials", NULL};
static const char *const answer_heads[] = {"Question", "Answer", "Why",
					   "Places", NULL};

static size_t
count(const bm_ledger *l, const char *disposition)
{
	size_t n = 0;

	for (size_t i = 0; i < l->entries.len; i++)
		n += strcmp(l->entries.items[i].disposition, disposition) == 0;
	return n;
}

/* The fields that a reviewer fills in. */
static void
put_decision(const bm_ledger_entry *e, size_t number, bm_buf *out)
{
	/* On paper no more of it is seen than has room. */
	size_t rows = 2 + strlen(e->reason) / 20;

	bm_page_td(out, heads[7], NULL);
	bm_buf_printf(out,
		      "<textarea rows=\"%zu\" aria-label=\"Reason for claim "
		      "%zu\">",
		      rows < 20 ? rows : 20, number);
	bm_escape_text(out, e->reason, BM_ESCAPE_HTML);
	bm_buf_puts(out, "</textarea></div></td>\n");
	bm_page_td(out, heads[8], NULL);
	bm_buf_printf(out,
		      "<input aria-label=\"Initials for claim %zu\" value=\"",
		      number);
	bm_escape_attr(out, e->initials, BM_ESCAPE_HTML);
	bm_buf_puts(out, "\"></div></td>\n</tr>\n");
}

static void
put_entry(const bm_ledger_entry *e, size_t number, bm_buf *out)
{
	bm_buf_printf(out,
		      "<tr id=\"claim-%zu\">\n<th scope=\"row\">%zu</th>\n",
		      number, number);
	bm_page_td(out, heads[1], NULL);
	bm_page_place(out, e->file, e->line);
	bm_buf_puts(out, "</div></td>\n");
	bm_page_td(out, heads[2], "long");
	bm_escape_text(out, e->sentence, BM_ESCAPE_HTML);
	bm_buf_puts(out, "</div></td>\n");
	bm_page_td(out, heads[3], NULL);
	bm_escape_text(out, e->rules, BM_ESCAPE_HTML);
	bm_buf_puts(out, " (");
	bm_escape_text(out, e->kind, BM_ESCAPE_HTML);
	bm_buf_printf(out,
		      strcmp(e->severity, "error") == 0
			  ? ", <span class=\"bad\">%s</span>)</div></td>\n"
			  : ", %s)</div></td>\n",
		      e->severity);
	bm_page_cell(out, heads[4],
		     e->citations[0] != '\0' ? e->citations : "none");
	bm_page_cell(out, heads[5],
		     e->evidence[0] != '\0' ? e->evidence : "not asked");
	bm_page_cell(out, heads[6],
		     e->notices[0] != '\0' ? e->notices : "none");
	put_decision(e, number, out);
}

static void
put_group(const bm_ledger *l, const char *disposition, const char *title,
	  bm_buf *out)
{
	size_t n = count(l, disposition);
	bm_buf caption;

	bm_buf_printf(out,
		      "<details id=\"%s\"%s>\n<summary><h2>%s: %zu</h2>"
		      "</summary>\n",
		      disposition, n > 0 ? " open" : "", title, n);
	if (n == 0) {
		bm_buf_puts(out, "<p>There are none.</p>\n</details>\n");
		return;
	}
	bm_buf_init(&caption, &out->al);
	bm_buf_printf(&caption, "%s claims, in the order of the documents",
		      title);
	bm_page_table(out, bm_buf_cstr(&caption), heads);
	bm_buf_free(&caption);
	for (size_t i = 0; i < l->entries.len; i++)
		if (strcmp(l->entries.items[i].disposition, disposition) == 0)
			put_entry(&l->entries.items[i], i + 1, out);
	bm_page_table_end(out);
	bm_buf_puts(out, "</details>\n");
}

static void
put_answer(const bm_ledger_answer *a, bm_buf *out)
{
	bm_buf_printf(out, "<tr><th scope=\"row\">%d. ", a->number);
	bm_escape_text(out, a->question, BM_ESCAPE_HTML);
	bm_buf_puts(out, "</th>\n");
	bm_page_cell(out, answer_heads[1], a->answer);
	bm_page_cell(out, answer_heads[2], a->why);
	bm_page_cell(out, answer_heads[3],
		     a->places[0] != '\0' ? a->places : "none");
	bm_buf_puts(out, "</tr>\n");
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
			if (file != NULL)
				bm_page_table_end(out);
			file = a->file;
			bm_page_table(out, file, answer_heads);
		}
		put_answer(a, out);
	}
	bm_page_table_end(out);
}

/* See ledger.h. */
void
bm_ledger_html(const bm_ledger *ledger, bm_buf *out)
{
	bm_page_open(out, "Ledger of claims");
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
	bm_page_close(out);
}

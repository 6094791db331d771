/* References of JATS: the parts of each work, as far as its record is known. */
#include <stdio.h>

#include "write/jats.h"

/* What JATS calls the kinds of CSL, and where their titles go. */
static const struct {
	const char *type, *publication, *title;
} kinds[] = {{"article-journal", "journal", "article-title"},
	     {"article-magazine", "journal", "article-title"},
	     {"article-newspaper", "newspaper", "article-title"},
	     {"article", "preprint", "article-title"},
	     {"chapter", "book", "chapter-title"},
	     {"entry-encyclopedia", "book", "chapter-title"},
	     {"paper-conference", "confproc", "article-title"},
	     {"book", "book", "source"},
	     {"report", "report", "source"},
	     {"thesis", "thesis", "source"},
	     {"dataset", "data", "data-title"},
	     {"patent", "patent", "source"},
	     {"webpage", "web", "source"},
	     {"post-weblog", "web", "source"}};

static bm_str
value_of(const bm_item *item, const char *name)
{
	const bm_value *v = bm_item_get(item, name);

	return v != NULL && v->kind == BM_VALUE_TEXT ? v->text
						     : (bm_str){"", 0};
}

static void
put_part(jats *j, const char *name, bm_str text)
{
	if (text.len == 0)
		return;
	jats_tag(j, name);
	jats_in(j);
	jats_text(j, text);
	jats_end(j, name);
}

static void
put_id(jats *j, const bm_item *item, const char *variable, const char *type)
{
	bm_str text = value_of(item, variable);

	if (text.len == 0)
		return;
	jats_tag(j, "pub-id");
	jats_attr(j, "pub-id-type", type);
	jats_in(j);
	jats_text(j, text);
	jats_end(j, "pub-id");
}

static void
put_names(jats *j, const bm_item *item, const char *variable)
{
	const bm_value *v = bm_item_get(item, variable);

	if (v == NULL || v->kind != BM_VALUE_NAMES || v->names.count == 0)
		return;
	jats_tag(j, "person-group");
	jats_attr(j, "person-group-type", variable);
	jats_in(j);
	for (size_t i = 0; i < v->names.count; i++) {
		const bm_name *n = &v->names.items[i];
		if (n->family.len == 0) {
			put_part(j, "collab",
				 n->literal.len > 0 ? n->literal : n->given);
			continue;
		}
		bm_buf_puts(j->out, "<name><surname>");
		if (n->non_dropping_particle.len > 0) {
			jats_text(j, n->non_dropping_particle);
			bm_buf_putc(j->out, ' ');
		}
		jats_text(j, n->family);
		bm_buf_puts(j->out, "</surname>");
		put_part(j, "given-names", n->given);
		put_part(j, "suffix", n->suffix);
		bm_buf_puts(j->out, "</name>");
	}
	jats_end(j, "person-group");
}

static void
put_number(jats *j, const char *name, int number)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", number);
	jats_leaf(j, name, number > 0 ? text : NULL);
}

static void
put_issued(jats *j, const bm_item *item)
{
	const bm_value *v = bm_item_get(item, "issued");

	if (v == NULL || v->kind != BM_VALUE_DATE)
		return;
	if (!v->date.has_year) {
		put_part(j, "string-date",
			 v->date.literal.len > 0 ? v->date.literal
						 : v->date.raw);
		return;
	}
	put_number(j, "day", v->date.day[0]);
	put_number(j, "month", v->date.month[0]);
	put_number(j, "year", v->date.year[0]);
}

/* First and last page; what is no range of pages is an elocation-id. */
void
jats_pages(jats *j, bm_str page)
{
	bm_str first;
	size_t n = 0;

	while (n < page.len &&
	       (bm_is_digit(page.ptr[n]) || bm_is_alpha(page.ptr[n])))
		n++;
	first = (bm_str){page.ptr, n};
	if (n == page.len && n > 0 && !bm_is_digit(page.ptr[0])) {
		put_part(j, "elocation-id", page);
		return;
	}
	put_part(j, "fpage", first);
	while (n < page.len && !bm_is_digit(page.ptr[n]) &&
	       !bm_is_alpha(page.ptr[n]))
		n++;
	bm_str last = {page.ptr + n, page.len - n};
	if (first.len > 0 && bm_str_find(last, ",", 0) == last.len &&
	    bm_str_find(last, " ", 0) == last.len)
		put_part(j, "lpage", last);
	else if (page.len > 0)
		put_part(j, "page-range", page);
}

static void
put_work(jats *j, const bm_item *item)
{
	size_t k = 0, count = sizeof(kinds) / sizeof(*kinds);
	bm_str url = value_of(item, "URL");

	while (k < count && !bm_str_is(item->type, kinds[k].type))
		k++;
	jats_tag(j, "element-citation");
	jats_attr(j, "publication-type",
		  k < count ? kinds[k].publication : "other");
	jats_in(j);
	put_names(j, item, "author");
	put_names(j, item, "editor");
	put_part(j, k < count ? kinds[k].title : "source",
		 value_of(item, "title"));
	put_part(j, "source", value_of(item, "container-title"));
	put_part(j, "edition", value_of(item, "edition"));
	put_part(j, "publisher-loc", value_of(item, "publisher-place"));
	put_part(j, "publisher-name", value_of(item, "publisher"));
	put_issued(j, item);
	put_part(j, "volume", value_of(item, "volume"));
	put_part(j, "issue", value_of(item, "issue"));
	jats_pages(j, value_of(item, "page"));
	put_id(j, item, "DOI", "doi");
	put_id(j, item, "PMID", "pmid");
	put_id(j, item, "PMCID", "pmcid");
	put_part(j, "isbn", value_of(item, "ISBN"));
	if (url.len > 0) {
		jats_tag(j, "ext-link");
		jats_attr(j, "ext-link-type", "uri");
		jats_attr(j, "xlink:href", bm_arena_str(j->doc->arena, url));
		jats_in(j);
		jats_text(j, url);
		jats_end(j, "ext-link");
	}
	jats_end(j, "element-citation");
}

/* The record that an entry was printed from, or NULL. */
static const bm_item *
item_of(jats *j, const xmlNode *entry)
{
	const char *id = bm_attr_xml(entry, "id");

	if (j->doc->library == NULL || id == NULL ||
	    strncmp(id, "ref-", 4) != 0)
		return NULL;
	return bm_library_find(j->doc->library, bm_str_of(id + 4));
}

static void
put_entry(jats *j, xmlNode *entry)
{
	const bm_item *item = item_of(j, entry);
	const char *label = bm_attr_bm(entry, "label");

	jats_tag(j, "ref");
	jats_id(j, entry);
	jats_in(j);
	jats_leaf(j, "label", label);
	if (item != NULL)
		put_work(j, item);
	else {
		bm_buf_puts(j->out, "<mixed-citation>");
		jats_inlines(j, entry);
		bm_buf_puts(j->out, "</mixed-citation>");
	}
	bm_buf_puts(j->out, "</ref>\n");
}

/* The entries of a list, but for those of the lists inside; texts and notices
 * among them come first. */
static void
put_entries(jats *j, xmlNode *root)
{
	static const char *const others[] = {"bibliomixed", "biblioentry",
					     "bibliodiv", NULL};

	for (xmlNode *n = bm_first_element(root); n != NULL;
	     n = bm_next_element(n))
		if (!bm_is_any(n, others) && !bm_is(n, "bibliolist"))
			jats_block(j, n);
	for (xmlNode *n = bm_walk(root, root), *next; n != NULL; n = next) {
		bool whole = bm_is_any(n, others) || bm_is(n, "info");
		next = whole ? bm_walk_over(n, root) : bm_walk(n, root);
		if (bm_is(n, "bibliomixed") || bm_is(n, "biblioentry"))
			put_entry(j, n);
	}
	for (xmlNode *n = bm_child(root, "bibliodiv"); n != NULL;
	     n = bm_next(n, "bibliodiv"))
		jats_refs(j, n);
}

void
jats_refs(jats *j, const xmlNode *bibliography)
{
	jats_tag(j, "ref-list");
	jats_id(j, bibliography);
	jats_in(j);
	jats_title(j, bibliography);
	if (bm_is(bibliography, "bibliography") &&
	    bm_title(bibliography) == NULL)
		jats_leaf(
		    j, "title",
		    pub_term(j->p, bm_lang(bibliography), "bibliography"));
	bm_buf_putc(j->out, '\n');
	/* The tree is only read. */
	put_entries(j, (xmlNode *)(uintptr_t)bibliography);
	bm_buf_puts(j->out, "</ref-list>\n");
}

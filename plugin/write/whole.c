#include "write/whole.h"

#include "write/policy.h"

/*
 * Pages were written by our own serializer: names in small letters, values in
 * double quotes.  What is unique on a page must be so on the page of all:
 * ids get the number of their page, and links to pages of the book lead to
 * places in it.  Headings go down by one, below that of the book.  Landmarks
 * that each page has would be there many times, so they are none here.
 */

#define MARK "<div class=\"whole\"></div>"

struct copier {
	publication *p;
	pub_book *book;
	const pub_chunk *page;
	bm_buf *out;
};

bm_status
pub_whole_plan(publication *p, pub_book *book)
{
	const char *name, *title;
	pub_doc *d;

	if (!book->source->whole)
		return BM_OK;
	name = pub_unique_name(p, book->dir, "whole", ".html");
	title = pub_term_with(p, book->lang, "whole-book-of", book->title);
	d = name != NULL ? pub_add_page(p, book, "listing", name, title) : NULL;
	if (d == NULL)
		return BM_NO_MEMORY;
	bm_set(d->doc, bm_doc_element(d->doc), "kind", "whole");
	book->whole = d->chunks.items[0];
	bm_buf_init(&book->pages, p->env->al);
	return d->doc->no_memory ? BM_NO_MEMORY : BM_OK;
}

void
pub_whole_free(publication *p)
{
	for (size_t i = 0; i < p->books.len; i++) {
		pub_book *book = p->books.items[i];

		/* Without memory there is a place and no book. */
		if (book != NULL && book->whole != NULL)
			bm_buf_free(&book->pages);
	}
}

/* The number of a page, by which its ids are told from others. */
static void
put_prefix(struct copier *c, const pub_chunk *page)
{
	bm_buf_printf(c->out, "p%zu", page->number);
}

/* The page of the book that an address from this page leads to, or NULL. */
static const pub_chunk *
page_at(const struct copier *c, bm_str address)
{
	const char *path;

	address.len = bm_str_find(address, "#", 0);
	if (address.len == 0)
		return c->page;
	if (bm_str_find(address, ":", 0) < address.len)
		return NULL;
	path = bm_arena_printf(c->p->arena, "%s%.*s", c->book->dir,
			       (int)address.len, address.ptr);
	for (size_t i = 0; path != NULL && i < c->book->docs.len; i++) {
		pub_doc *d = c->book->docs.items[i];

		for (size_t k = 0; k < d->chunks.len; k++)
			if (strcmp(d->chunks.items[k]->file, path) == 0)
				return d->chunks.items[k];
	}
	return NULL;
}

static void
put_address(struct copier *c, bm_str value)
{
	const pub_chunk *page = page_at(c, value);
	size_t hash = bm_str_find(value, "#", 0);

	if (page == NULL) {
		bm_buf_putstr(c->out, value);
		return;
	}
	bm_buf_putc(c->out, '#');
	put_prefix(c, page);
	if (hash + 1 < value.len) {
		bm_buf_putc(c->out, '-');
		bm_buf_put(c->out, value.ptr + hash + 1, value.len - hash - 1);
	}
}

/* One id, or several with blanks between them. */
static void
put_ids(struct copier *c, bm_str value)
{
	bm_str part;
	bool first = true;

	while (bm_str_split(&value, ' ', &part)) {
		if (part.len == 0)
			continue;
		if (!first)
			bm_buf_putc(c->out, ' ');
		first = false;
		put_prefix(c, c->page);
		bm_buf_putc(c->out, '-');
		bm_buf_putstr(c->out, part);
	}
}

/* One attribute: ' name="value"'. */
static void
put_attribute(struct copier *c, bm_str name, bm_str value, bool landmark)
{
	static const char *const ids[] = {"id",
					  "for",
					  "aria-labelledby",
					  "headers",
					  "aria-describedby",
					  "aria-details",
					  NULL};
	bool is_id = false;

	if (landmark &&
	    (bm_str_is(name, "role") || bm_str_is(name, "aria-labelledby")))
		return;
	for (size_t i = 0; ids[i] != NULL; i++)
		is_id |= bm_str_is(name, ids[i]);
	bm_buf_putc(c->out, ' ');
	bm_buf_putstr(c->out, name);
	bm_buf_puts(c->out, "=\"");
	if (is_id)
		put_ids(c, value);
	else if (bm_str_is(name, "href"))
		put_address(c, value);
	else
		bm_buf_putstr(c->out, value);
	bm_buf_putc(c->out, '"');
}

/* Whether a tag begins what would be a landmark on every page. */
static bool
is_landmark(bm_str name, bm_str tag)
{
	return bm_str_is(name, "section") ||
	       bm_str_find(tag, "notice-urgent", 0) < tag.len;
}

/* The inside of a start tag or an end tag. */
static void
put_tag(struct copier *c, bm_str tag)
{
	size_t at = tag.len > 0 && tag.ptr[0] == '/', n = at;
	bm_str name;
	bool landmark;

	while (n < tag.len && tag.ptr[n] != ' ')
		n++;
	name = (bm_str){tag.ptr + at, n - at};
	landmark = is_landmark(name, tag);
	bm_buf_puts(c->out, at > 0 ? "</" : "<");
	if (name.len == 2 && name.ptr[0] == 'h' && name.ptr[1] >= '1' &&
	    name.ptr[1] <= '5')
		bm_buf_printf(c->out, "h%c", name.ptr[1] + 1);
	else
		bm_buf_putstr(c->out, name);
	while (n < tag.len) {
		size_t from = n + 1, equals, end;

		equals = bm_str_find(tag, "=\"", from);
		end = bm_str_find(tag, " ", from);
		if (equals > end || equals == tag.len) {
			bm_buf_put(c->out, tag.ptr + n, end - n);
			n = end;
			continue;
		}
		end = bm_str_find(tag, "\"", equals + 2);
		put_attribute(c, (bm_str){tag.ptr + from, equals - from},
			      (bm_str){tag.ptr + equals + 2, end - equals - 2},
			      landmark);
		n = end + 1;
	}
	bm_buf_putc(c->out, '>');
}

/* Where a tag ends: at the ">" that no value holds. */
static size_t
tag_end(bm_str s, size_t at)
{
	bool quoted = false;

	for (; at < s.len && (quoted || s.ptr[at] != '>'); at++)
		quoted ^= s.ptr[at] == '"';
	return at;
}

/* The text of a page: what its main element holds, without its contents. */
static void
put_text(struct copier *c, bm_str s)
{
	static const char toc[] = "<nav class=\"local-toc\"";
	size_t at = 0;

	while (at < s.len) {
		size_t next = bm_str_find(s, "<", at), end;
		bm_str rest = {s.ptr + next, s.len - next};

		bm_buf_put(c->out, s.ptr + at, next - at);
		if (next == s.len)
			break;
		if (bm_str_starts(rest, toc)) {
			at = bm_str_find(s, "</nav>", next) + 6;
			continue;
		}
		end = tag_end(s, next);
		if (bm_str_starts(rest, "<!--"))
			bm_buf_put(c->out, s.ptr + next, end + 1 - next);
		else
			put_tag(c, (bm_str){s.ptr + next + 1, end - next - 1});
		at = end + 1;
	}
}

static bm_status
add(struct copier *c, bm_str page)
{
	static const char open[] = "<main id=\"page-main\">";
	size_t from = bm_str_find(page, open, 0) + sizeof(open) - 1;
	size_t to = bm_str_find(page, "</main>", 0);

	if (from >= to)
		return BM_OK;
	bm_buf_puts(c->out, "<section class=\"page\" id=\"");
	put_prefix(c, c->page);
	bm_buf_puts(c->out, "\">");
	put_text(c, (bm_str){page.ptr + from, to - from});
	bm_buf_puts(c->out, "</section>\n");
	return c->out->status;
}

/* Puts all that was added in place of the mark. */
static bm_status
splice(pub_book *book, bm_buf *page, const bm_allocator *al)
{
	bm_str s = bm_buf_str(page);
	size_t at = bm_str_find(s, MARK, 0);
	bm_status status;
	bm_buf all;

	if (at == s.len)
		return BM_OK;
	bm_buf_init(&all, al);
	bm_buf_put(&all, s.ptr, at);
	bm_buf_putstr(&all, bm_buf_str(&book->pages));
	bm_buf_put(&all, s.ptr + at + sizeof(MARK) - 1,
		   s.len - at - sizeof(MARK) + 1);
	status = all.status;
	if (status == BM_OK) {
		bm_buf_free(page);
		*page = all;
	} else {
		bm_buf_free(&all);
	}
	return status;
}

bool
pub_is_whole(const pub_chunk *chunk)
{
	return chunk->doc->book != NULL && chunk == chunk->doc->book->whole;
}

bm_status
pub_whole_take(publication *p, pub_output *page)
{
	const pub_chunk *chunk = page->chunk;
	pub_book *book = chunk != NULL ? chunk->doc->book : NULL;
	struct copier c = {.p = p, .book = book, .page = chunk};

	if (book == NULL || book->whole == NULL)
		return BM_OK;
	if (pub_is_whole(chunk)) {
		bm_status status = splice(book, &page->bytes, p->env->al);

		return status == BM_OK ? pub_policy(&page->bytes, p->sheet)
				       : status;
	}
	if (chunk->doc->own)
		return BM_OK;
	c.out = &book->pages;
	return add(&c, bm_buf_str(&page->bytes));
}

/*
 * The same work twice.  Works are known by DOI, PMID and PMCID; and by title,
 * year and first author together, if nothing speaks against it.  Two works
 * that are taken for one would be a false reference, one work that is taken
 * for two only a double one: in doubt they stay two.
 */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "bib/internal.h"

/* Titles with fewer bytes than this ("Editorial", "Back pain") are common. */
#define TITLE_LEAST 16

/*
 * Of longer texts only the beginning is compared, and notices are joined up
 * to that: each item may be compared with the same other one.
 */
#define TEXT_MOST 2000

/* Works that are named one by one when lists overlap in large part: a report
 * has no room without end. */
#define TOLD_MOST 500

/* How a work was known again. */
static const char *const ways[] = {"DOI",
				   "PMID",
				   "PMCID",
				   "title, year, first author and pages",
				   "title, year and first author",
				   "id"};

enum { BY_DOI, BY_PMID, BY_PMCID, BY_PLACE, BY_TITLE, WAYS, BY_ID = WAYS };

/* The keys of one item; an empty one is none. */
typedef struct keys {
	bm_str key[WAYS];
	bm_str title; /* folded */
} keys;

static bm_str
text_of(const bm_item *item, const char *variable)
{
	const bm_value *v = bm_item_get(item, variable);

	return v != NULL && v->kind == BM_VALUE_TEXT ? v->text
						     : (bm_str){"", 0};
}

/* ---- Texts that are compared ---- */

static void
put_letter(bm_buf *out, uint32_t c)
{
	if (u_isalnum((UChar32)c))
		bm_buf_put_utf8(
		    out, (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT));
}

/* Puts the letters and digits that a code point comes down to. */
static void
fold(const UNormalizer2 *nfkd, uint32_t c, bm_buf *out)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar parts[32];
	char bytes[100];
	int32_t n, length = 0;

	if (c < 0x80) {
		char lower = bm_lower((char)c);

		if (bm_is_alpha(lower) || bm_is_digit(lower))
			bm_buf_putc(out, lower);
		return;
	}
	n = nfkd == NULL
		? -1
		: unorm2_getDecomposition(nfkd, (UChar32)c, parts, 32, &code);
	if (n >= 0)
		u_strToUTF8(bytes, sizeof bytes, &length, parts, n, &code);
	if (n < 0 || U_FAILURE(code))
		put_letter(out, c);
	else
		for (size_t at = 0; at < (size_t)length;)
			put_letter(
			    out,
			    bm_utf8_next((bm_str){bytes, (size_t)length}, &at));
}

/* The byte behind a tag of CSL's markup at s[at], or at. */
static size_t
behind_tag(bm_str s, size_t at)
{
	size_t end = at + 1;

	if (s.ptr[at] != '<' || end >= s.len ||
	    (s.ptr[end] != '/' && !bm_is_alpha(s.ptr[end])))
		return at;
	while (end < s.len && end - at < 60 && s.ptr[end] != '>')
		end++;
	return end < s.len && s.ptr[end] == '>' ? end + 1 : at;
}

/* Letters and digits of a text, without case, marks and markup. */
static void
put_folded(bm_buf *out, bm_str s)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&code);

	if (s.len > TEXT_MOST)
		s.len = TEXT_MOST;
	for (size_t at = 0; at < s.len;) {
		size_t next = behind_tag(s, at);

		if (next > at)
			at = next;
		else
			fold(U_SUCCESS(code) ? nfkd : NULL,
			     bm_utf8_next(s, &at), out);
	}
}

/* The first page: what stands before a hyphen, a dash, a comma or a space. */
static bm_str
first_page(const bm_item *item)
{
	bm_str page = bm_str_trim(text_of(item, "page"));
	size_t n = 0;

	while (n < page.len && (bm_is_alpha(page.ptr[n]) ||
				bm_is_digit(page.ptr[n]) || page.ptr[n] == '.'))
		n++;
	page.len = n;
	return page;
}

/* Whether two texts are given and differ in more than their look. */
static bool
differ(bm_arena *arena, bm_str a, bm_str b)
{
	bm_buf x, y;
	bool result;

	if (a.len == 0 || b.len == 0 || bm_str_eq(a, b))
		return false;
	bm_buf_init(&x, bm_arena_allocator(arena));
	bm_buf_init(&y, bm_arena_allocator(arena));
	put_folded(&x, a);
	put_folded(&y, b);
	result = !bm_str_eq(bm_buf_str(&x), bm_buf_str(&y));
	bm_buf_free(&x);
	bm_buf_free(&y);
	return result;
}

/* ---- Keys ---- */

/* A copy of what buf holds, which is emptied; "" without memory. */
static bm_str
take(bm_arena *arena, bm_buf *buf)
{
	bm_str s = {buf->status == BM_OK
			? bm_arena_strndup(arena, bm_buf_cstr(buf), buf->len)
			: NULL,
		    buf->len};

	if (buf->status != BM_OK)
		(void)bm_arena_array(arena, SIZE_MAX, 2);
	bm_buf_clear(buf);
	return s.ptr != NULL ? s : (bm_str){"", 0};
}

static void
put_author(bm_arena *arena, bm_buf *out, const bm_item *item)
{
	const bm_value *v = bm_item_get(item, "author");
	const bm_name *n;
	bm_str plain;

	if (v == NULL || v->kind != BM_VALUE_NAMES || v->names.count == 0)
		return;
	n = &v->names.items[0];
	put_folded(out, n->dropping_particle);
	put_folded(out, n->non_dropping_particle);
	plain = bib_ascii(arena, n->family.len > 0 ? n->family : n->literal);
	if (plain.len > 0)
		bm_buf_putstr(out, plain);
	else
		put_folded(out, n->family.len > 0 ? n->family : n->literal);
}

/* Keys of title, year and first author, if all three are given. */
static void
title_keys(bm_arena *arena, const bm_item *item, bm_buf *buf, keys *out)
{
	const bm_value *issued = bm_item_get(item, "issued");
	bm_str volume = text_of(item, "volume"), page = first_page(item);
	bm_str author, base;

	put_folded(buf, text_of(item, "title"));
	out->title = take(arena, buf);
	put_author(arena, buf, item);
	author = take(arena, buf);
	if (out->title.len == 0 || author.len == 0 || issued == NULL ||
	    issued->kind != BM_VALUE_DATE || !issued->date.has_year)
		return;
	bm_buf_printf(buf, "%d ", issued->date.year[0]);
	bm_buf_putstr(buf, author);
	bm_buf_putc(buf, ' ');
	bm_buf_putstr(buf, out->title);
	base = take(arena, buf);
	if (out->title.len >= TITLE_LEAST)
		out->key[BY_TITLE] = base;
	if (volume.len == 0 || page.len == 0)
		return;
	bm_buf_putstr(buf, base);
	bm_buf_putc(buf, ' ');
	put_folded(buf, volume);
	bm_buf_putc(buf, ' ');
	put_folded(buf, page);
	out->key[BY_PLACE] = take(arena, buf);
}

static void
put_lower(bm_buf *out, bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		bm_buf_putc(out, bm_lower(s.ptr[i]));
}

/* The identifiers of an item, each in one spelling. */
static void
identifiers(bm_arena *arena, const bm_item *item, bm_buf *buf, keys *out)
{
	bm_str s = bib_doi(text_of(item, "DOI"));

	if (s.len > 0 && s.len <= TEXT_MOST) {
		put_lower(buf, s);
		out->key[BY_DOI] = take(arena, buf);
	}
	out->key[BY_PMID] = bib_pmid(text_of(item, "PMID"));
	out->key[BY_PMCID] = bib_pmcid(arena, text_of(item, "PMCID"));
}

/* ---- What speaks against it ---- */

/* Whether one folded title is the other, or begins it. */
static bool
same_title(bm_str a, bm_str b)
{
	size_t n = a.len < b.len ? a.len : b.len;

	return n == 0 || memcmp(a.ptr, b.ptr, n) == 0;
}

/* Whether two items may be of one type; "document" says nothing. */
static bool
same_type(const bm_item *a, const bm_item *b)
{
	return bm_str_eq(a->type, b->type) || bm_str_is(a->type, "document") ||
	       bm_str_is(b->type, "document");
}

/*
 * Whether an identifier that two items of different titles have is that of
 * one work: the chapters of a book, and the abstracts of a supplement, may all
 * have the DOI of the whole.
 */
static bool
one_identifier(bm_arena *arena, const bm_item *item, const bm_item *other)
{
	bm_str a = first_page(item), b = first_page(other);

	return same_type(item, other) && !differ(arena, a, b) &&
	       (bm_str_is(item->type, "article-journal") ||
		(a.len > 0 && b.len > 0));
}

/*
 * Whether an item is the work `other`, as the key of kind `way` says.  k: the
 * keys of the item.
 */
static bool
is_work(bm_arena *arena, const bm_item *item, const keys *k,
	const bm_item *other, int way)
{
	/* Works of one title that are told apart by these. */
	static const char *const apart[] = {
	    "volume",      "issue",   "edition", "number",     "chapter-number",
	    "part-number", "version", "ISBN",    "part-title", "section"};
	keys o = {0};
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(arena));
	identifiers(arena, other, &buf, &o);
	put_folded(&buf, text_of(other, "title"));
	o.title = take(arena, &buf);
	bm_buf_free(&buf);
	for (int i = BY_DOI; i <= BY_PMCID; i++)
		if (k->key[i].len > 0 && o.key[i].len > 0 &&
		    !bm_str_eq(k->key[i], o.key[i]))
			return false;
	if (way < BY_PLACE)
		return same_title(k->title, o.title) ||
		       one_identifier(arena, item, other);
	if (!bm_str_eq(k->title, o.title) || k->title.len == 0 ||
	    !same_type(item, other) ||
	    differ(arena, first_page(item), first_page(other)))
		return false;
	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
		if (differ(arena, text_of(item, apart[i]),
			   text_of(other, apart[i])))
			return false;
	/* Pages of the web have nothing else to tell them apart. */
	return k->key[BY_PLACE].len > 0 ||
	       !differ(arena, text_of(item, "URL"), text_of(other, "URL"));
}

/* ---- Two to one ---- */

/* Whether each word of `words` is one of `text`. */
static bool
has_words(bm_str text, bm_str words)
{
	bm_str rest = words, word;

	while (bm_str_split(&rest, ' ', &word)) {
		bm_str all = text, one;
		bool found = word.len == 0;

		while (!found && bm_str_split(&all, ' ', &one))
			found = bm_str_eq(one, word);
		if (!found)
			return false;
	}
	return true;
}

/* What both say of a retraction or correction counts. */
static void
join(bm_arena *arena, bm_value *to, bm_str more, const char *separator)
{
	char *made;

	if (to->text.len > TEXT_MOST ||
	    (more.len <= TEXT_MOST && has_words(to->text, more)))
		return;
	made =
	    bm_arena_printf(arena, "%.*s%s%.*s", (int)to->text.len,
			    to->text.ptr, separator, (int)more.len, more.ptr);
	if (made != NULL)
		to->text = bm_str_of(made);
}

static bool
is_empty(const bm_value *v)
{
	return v == NULL || (v->kind == BM_VALUE_TEXT && v->text.len == 0) ||
	       (v->kind == BM_VALUE_NAMES && v->names.count == 0);
}

/* Fills what the first item does not say; names of it go to `filled`. */
static bool
fill(bm_arena *arena, bm_item *first, const bm_item *second, bm_buf *filled)
{
	if (bm_str_is(first->type, "document"))
		first->type = second->type;
	for (size_t i = 0; i < second->values.len; i++) {
		const bm_map_entry *e = &second->values.entries[i];
		bm_value *value = e->value;
		void **place;

		if (is_empty(value))
			continue;
		place = bm_map_put(&first->values, e->key, NULL);
		if (place == NULL)
			return false;
		if (is_empty(*place)) {
			*place = value;
			bm_buf_puts(filled, filled->len > 0 ? ", " : "");
			bm_buf_putstr(filled, e->key);
		} else if (bm_str_is(e->key, "custom.status"))
			join(arena, *place, value->text, " ");
		else if (bm_str_is(e->key, "custom.status-notice"))
			join(arena, *place, value->text, "; ");
	}
	return true;
}

static void
tell(bm_diags *diags, const bm_item *first, const bm_item *second, int way,
     const bm_buf *filled)
{
	const bm_pos *at = &first->pos;

	bm_diag_add(diags, bib_rule("bib-merged"), &second->pos,
		    "Item \"%.*s\" is the same work as \"%.*s\" of %s, line "
		    "%u, by its %s%s%s",
		    (int)second->id.len, second->id.ptr, (int)first->id.len,
		    first->id.ptr, at->file != NULL ? at->file : "this file",
		    at->line, ways[way],
		    filled->len > 0 ? "; it adds " : " and adds nothing",
		    bm_buf_cstr(filled));
}

/* Makes the keys lead to the item, unless they lead to another. */
static bool
remember(bm_map *works, const keys *k, bm_item *item)
{
	for (int i = 0; i < WAYS; i++) {
		void **place;

		if (k->key[i].len == 0)
			continue;
		place = bm_map_put(works, k->key[i], NULL);
		if (place == NULL)
			return false;
		if (*place == NULL)
			*place = item;
	}
	return true;
}

/* See internal.h. */
bm_status
bib_merge(bm_library *library, bm_item *item, bm_item *same_id,
	  bm_item **merged, bm_diags *diags)
{
	bm_arena *arena = library->arena;
	bm_item *other = NULL;
	bm_status status = BM_OK;
	bm_buf buf;
	keys k = {0};
	int way = 0;

	*merged = NULL;
	bm_buf_init(&buf, bm_arena_allocator(arena));
	identifiers(arena, item, &buf, &k);
	title_keys(arena, item, &buf, &k);
	if (bm_arena_failed(arena)) {
		status = BM_NO_MEMORY;
		goto done;
	}
	for (way = 0; way < WAYS && other == NULL; way++) {
		bm_item *o = k.key[way].len > 0
				 ? bm_map_get(&library->works, k.key[way])
				 : NULL;

		if (o != NULL && is_work(arena, item, &k, o, way))
			other = o;
	}
	way--;
	if (other == NULL && same_id != NULL &&
	    is_work(arena, item, &k, same_id, BY_ID)) {
		other = same_id;
		way = BY_ID;
	}
	if (other != NULL && (same_id == NULL || same_id == other)) {
		if (!fill(arena, other, item, &buf) || buf.status != BM_OK) {
			status = BM_NO_MEMORY;
			goto done;
		}
		library->merged++;
		if (library->merged <= TOLD_MOST)
			tell(diags, other, item, way, &buf);
		else if (library->merged == TOLD_MOST + 1)
			bm_diag_add(diags, bib_rule("bib-merged"), &item->pos,
				    "From here on, works that are in the "
				    "bibliography twice are not listed");
		*merged = other;
	}
	if ((*merged != NULL || same_id == NULL) &&
	    !remember(&library->works, &k, other != NULL ? other : item))
		status = BM_NO_MEMORY;
	if (bm_arena_failed(arena))
		status = BM_NO_MEMORY;
done:
	bm_buf_free(&buf);
	return status;
}

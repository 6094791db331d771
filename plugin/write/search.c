#include "write/search.h"

#include <stdlib.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

#include "core/wire.h"
#include "xml/json.h"

#define LONGEST 48 /* bytes of a word; what is longer nobody types */
#define SIGMA   0x3C3u

/* Where a word stands on a page at best, which counts most, and how often;
 * both with the signs of the index.  What the page has once has no sign. */
enum place { IN_TEXT, IN_HEADING, IN_TITLE };

static const char *const place_signs[] = {"", "*", "!"};
static const char *const times_signs[] = {"",  "",  "b", "b", "c",
					  "c", "c", "c", "d"};

#define TIMES_MAX 8 /* more often says no more */

/* Both in one value of a map. */
static uintptr_t
found(enum place place, uintptr_t times)
{
	return times << 2 | (uintptr_t)place;
}

static enum place
place_of(uintptr_t value)
{
	unsigned place = value & 3;

	return place < IN_TITLE ? (enum place)place : IN_TITLE;
}

static uintptr_t
times_of(uintptr_t value)
{
	return value >> 2;
}

/* ---- words ---------------------------------------------------------------
 *
 * The script cuts what a reader types in the same way: NFKD without marks, in
 * small letters; letters and digits are words; of scripts that put no blanks
 * between words, each two neighbours are one.
 */
struct words {
	bm_map *map; /* word to where it was found */
	const UNormalizer2 *nfkd;
	enum place place;
	bm_buf word, pair; /* being read */
	uint32_t before;   /* the last character of such a script, or 0 */
	bool alone;        /* and it has no word yet */
};

static bool
is_dense(uint32_t c)
{
	UErrorCode e = U_ZERO_ERROR;

	if (c < 0xE00)
		return false;
	switch (uscript_getScript((UChar32)c, &e)) {
	case USCRIPT_HAN:
	case USCRIPT_HIRAGANA:
	case USCRIPT_KATAKANA:
	case USCRIPT_THAI:
	case USCRIPT_LAO:
	case USCRIPT_KHMER:
	case USCRIPT_MYANMAR:
		return true;
	default:
		return c == 0x30FC; /* the long mark of kana */
	}
}

static void
keep(struct words *w, bm_str word)
{
	void **slot = bm_map_put(w->map, word, NULL);
	enum place best = w->place;
	uintptr_t times;

	if (slot == NULL)
		return;
	times = times_of((uintptr_t)*slot);
	times += times < TIMES_MAX;
	if (place_of((uintptr_t)*slot) > best)
		best = place_of((uintptr_t)*slot);
	*slot = (void *)found(best, times);
}

/* Ends the word that is being read. */
static void
end_word(struct words *w)
{
	if (w->word.len > 1 && w->word.len <= LONGEST)
		keep(w, bm_buf_str(&w->word));
	w->word.len = 0;
	if (w->before != 0 && w->alone) {
		w->pair.len = 0;
		bm_buf_put_utf8(&w->pair, w->before);
		keep(w, bm_buf_str(&w->pair));
	}
	w->before = 0;
}

/* One character of a script without blanks. */
static void
put_dense(struct words *w, uint32_t c)
{
	if (w->before == 0)
		end_word(w);
	w->alone = w->before == 0;
	if (!w->alone) {
		w->pair.len = 0;
		bm_buf_put_utf8(&w->pair, w->before);
		bm_buf_put_utf8(&w->pair, c);
		keep(w, bm_buf_str(&w->pair));
	}
	w->before = c;
}

/* A letter or digit of a script with blanks. */
static void
put_letter(struct words *w, uint32_t c)
{
	if (w->before != 0)
		end_word(w);
	if (w->word.len <= LONGEST)
		bm_buf_put_utf8(&w->word, c);
}

/* One character without marks, in small letters. */
static void
put_char(struct words *w, uint32_t c)
{
	if (!u_isalnum((UChar32)c)) {
		end_word(w);
		return;
	}
	if (is_dense(c))
		put_dense(w, c);
	else
		put_letter(w, c);
}

/* The same of any character of a decomposition. */
static void
put_part(struct words *w, UChar32 c)
{
	if (u_charType(c) == U_NON_SPACING_MARK)
		return;
	c = u_tolower(c);
	put_char(w, c == 0x3C2 ? SIGMA : (uint32_t)c);
}

/* One character of the text. */
static void
put_folded(struct words *w, uint32_t c)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar parts[24];
	int32_t n, i = 0;

	n = unorm2_getDecomposition(w->nfkd, (UChar32)c, parts, 24, &e);
	if (n < 0 || U_FAILURE(e))
		put_part(w, (UChar32)c);
	while (i < n && U_SUCCESS(e)) {
		uint32_t part = parts[i++];

		if (part >= 0xD800 && part < 0xDC00 && i < n)
			part = 0x10000u + ((part - 0xD800u) << 10) +
			       (parts[i++] - 0xDC00u);
		put_part(w, (UChar32)part);
	}
}

static void
put_text(struct words *w, const char *text)
{
	bm_str s = bm_str_of(text);
	size_t at = 0;

	while (at < s.len) {
		unsigned char c = (unsigned char)s.ptr[at];

		if (c >= 0x80) {
			put_folded(w, bm_utf8_next(s, &at));
			continue;
		}
		at++;
		if (bm_is_alpha((char)c) || bm_is_digit((char)c))
			put_letter(w, (unsigned char)bm_lower((char)c));
		else
			end_word(w);
	}
}

/* ---- a page ---------------------------------------------------------------
 */

/* What is on every page, or is no text of the page. */
static bool
is_apart(const xmlNode *el, const pub_chunk *chunk)
{
	static const char *const names[] = {
	    "info",       "indexterm", "bibliomixed", "biblioentry",
	    "bibliomset", "remark",    "alt",         "imagedata",
	    "annotation", "toc",       NULL};

	return !bm_is(el, NULL) || bm_is_any(el, names) ||
	       bm_attr_bm(el, "kind") != NULL ||
	       (el != chunk->node && bm_attr_bm(el, "chunk") != NULL);
}

/* Elements inside a word or a line. */
static bool
parts_words(const xmlNode *el)
{
	static const char *const names[] = {
	    "emphasis", "phrase", "subscript", "superscript", "link", NULL};

	return !bm_is_any(el, names);
}

/* The words of its title, and of all that stands in it. */
static void
put_chunk(struct words *w, const pub_chunk *chunk)
{
	const xmlNode *title = NULL, *root = chunk->node;

	w->place = IN_TITLE;
	put_text(w, chunk->title);
	end_word(w);
	w->place = IN_TEXT;
	for (xmlNode *n = chunk->node; n != NULL;) {
		if (n->type == XML_ELEMENT_NODE) {
			if (n != root && is_apart(n, chunk)) {
				n = bm_walk_over(n, root);
				continue;
			}
			if (parts_words(n)) {
				end_word(w);
				title = bm_is(n, "title") ? n : NULL;
				w->place = title != NULL ? IN_HEADING : IN_TEXT;
			}
		} else if (n->type == XML_TEXT_NODE && n->content != NULL) {
			put_text(w, (const char *)n->content);
		}
		n = bm_walk(n, root);
	}
	end_word(w);
}

/* The words as they are kept: a page has thousands, which a site needs when
 * all its pages are made. */
static bm_str
kept(bm_arena *arena, const bm_map *words)
{
	bm_str bytes = {NULL, 0};
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(arena));
	for (size_t i = 0; i < words->len; i++) {
		bm_wire_put(&buf, (uintptr_t)words->entries[i].value);
		bm_wire_put_str(&buf, words->entries[i].key);
	}
	if (buf.status == BM_OK)
		bytes.ptr = bm_arena_str(arena, bm_buf_str(&buf));
	bytes.len = bytes.ptr != NULL ? buf.len : 0;
	bm_buf_free(&buf);
	return bytes;
}

bm_status
pub_search_chunk(pub_chunk *chunk)
{
	bm_arena *kept_in = chunk->doc->doc->arena;
	const bm_allocator *al = bm_arena_allocator(kept_in);
	bm_arena *arena = bm_arena_new(al);
	UErrorCode e = U_ZERO_ERROR;
	bm_map map;
	struct words w = {.map = &map};

	w.nfkd = unorm2_getNFKDInstance(&e);
	if (arena == NULL || U_FAILURE(e)) {
		bm_arena_free(arena);
		return BM_NO_MEMORY;
	}
	bm_map_init(&map, arena);
	bm_buf_init(&w.word, al);
	bm_buf_init(&w.pair, al);
	put_chunk(&w, chunk);
	if (w.word.status == BM_OK && w.pair.status == BM_OK &&
	    !bm_arena_failed(arena))
		chunk->words = kept(kept_in, &map);
	bm_buf_free(&w.word);
	bm_buf_free(&w.pair);
	bm_arena_free(arena);
	return chunk->words.ptr != NULL ? BM_OK : BM_NO_MEMORY;
}

/* ---- what the next build needs ---------------------------------------------
 */

/* See search.h. */
void
pub_search_put(const pub_doc *d, bm_buf *out)
{
	for (size_t i = 0; i < d->chunks.len; i++)
		bm_wire_put_str(out, d->chunks.items[i]->words);
}

/* See search.h. */
bm_status
pub_search_get(pub_doc *d, bm_str bytes)
{
	bm_wire in = {.rest = bytes};

	for (size_t i = 0; i < d->chunks.len; i++)
		d->chunks.items[i]->words = bm_wire_get_str(&in);
	return in.bad ? BM_INTERNAL : BM_OK;
}

/* ---- the index ------------------------------------------------------------
 */

/* The pages that have a word. */
struct posting {
	bm_buf pages;
};

struct index {
	publication *p;
	const bm_allocator *al;
	bm_arena *arena;
	bm_map words; /* to struct posting */
	bm_buf out;
	size_t pages;
};

static bool
is_wanted(const pub_chunk *c)
{
	return c->words.ptr != NULL && !c->doc->own;
}

static void
put_string(struct index *x, const char *text)
{
	bm_json_put(&x->out, bm_str_of(text != NULL ? text : ""));
}

/* [address, title, book, language, what it is about] */
static void
put_page(struct index *x, pub_chunk *c)
{
	bm_buf_puts(&x->out, x->pages > 0 ? ",\n[" : "\n[");
	put_string(x, c->file);
	bm_buf_putc(&x->out, ',');
	put_string(x, c->title);
	bm_buf_putc(&x->out, ',');
	put_string(x, c->doc->book != NULL ? c->doc->book->title : "");
	bm_buf_putc(&x->out, ',');
	put_string(x, c->lang);
	bm_buf_putc(&x->out, ',');
	put_string(x, pub_about(c));
	bm_buf_putc(&x->out, ']');
}

/* Adds a word of a page; false without memory. */
static bool
add_word(struct index *x, bm_str page, bm_str word, uintptr_t value)
{
	bool is_new = false;
	void **slot = bm_map_put(&x->words, word, &is_new);
	struct posting *post;

	if (slot != NULL && is_new)
		*slot = BM_NEW(x->arena, struct posting);
	post = slot != NULL ? *slot : NULL;
	if (post == NULL)
		return false;
	if (is_new)
		bm_buf_init(&post->pages, x->al);
	bm_buf_putstr(&post->pages, page);
	bm_buf_puts(&post->pages, place_signs[place_of(value)]);
	bm_buf_puts(&post->pages, times_signs[times_of(value)]);
	return true;
}

/* Adds the words of a page. */
static bm_status
add_words(struct index *x, const pub_chunk *c)
{
	const char *number = bm_arena_printf(x->arena, " %zu", x->pages);
	bm_str page = bm_str_of(number != NULL ? number : "");
	bm_wire in = {.rest = c->words};
	bool good = number != NULL;

	while (in.rest.len > 0 && good) {
		uintptr_t value =
		    bm_wire_get_max(&in, found(IN_TITLE, TIMES_MAX));

		good = add_word(x, page, bm_wire_get_str(&in), value);
	}
	return !good ? BM_NO_MEMORY : in.bad ? BM_INTERNAL : BM_OK;
}

static int
by_word(const void *a, const void *b)
{
	const bm_map_entry *x = a, *y = b;

	return strcmp(x->key.ptr, y->key.ptr);
}

/* All words with their pages, a line each.  Words have nothing that JSON
 * escapes. */
static bm_status
put_words(struct index *x)
{
	size_t n = x->words.len;
	bm_map_entry *all = BM_NEW_ARRAY(x->arena, bm_map_entry, n + 1);

	if (all == NULL)
		return BM_NO_MEMORY;
	if (n > 0)
		memcpy(all, x->words.entries, n * sizeof(*all));
	qsort(all, n, sizeof(*all), by_word);
	for (size_t i = 0; i < n; i++) {
		const struct posting *post = all[i].value;

		if (post->pages.status != BM_OK)
			return post->pages.status;
		bm_buf_puts(&x->out, i > 0 ? "\\n" : "");
		bm_buf_putstr(&x->out, all[i].key);
		bm_buf_putstr(&x->out, bm_buf_str(&post->pages));
	}
	return BM_OK;
}

static bm_status
fill(struct index *x)
{
	publication *p = x->p;
	bm_status status;

	bm_buf_puts(&x->out, "backmatterSearch({\"pages\":[");
	for (size_t i = 0; i < p->docs.len; i++)
		for (size_t k = 0; k < p->docs.items[i]->chunks.len; k++) {
			pub_chunk *c = p->docs.items[i]->chunks.items[k];

			if (!is_wanted(c))
				continue;
			put_page(x, c);
			status = add_words(x, c);
			if (status != BM_OK)
				return status;
			x->pages++;
		}
	bm_buf_puts(&x->out, "],\n\"words\":\"");
	status = put_words(x);
	bm_buf_puts(&x->out, "\"});\n");
	return status == BM_OK ? x->out.status : status;
}

bm_status
pub_search_write(publication *p, const bm_sink *sink)
{
	struct index x = {.p = p, .al = p->env->al};
	bm_status status = BM_NO_MEMORY;

	x.arena = bm_arena_new(p->env->al);
	bm_buf_init(&x.out, p->env->al);
	if (x.arena != NULL) {
		bm_map_init(&x.words, x.arena);
		status = fill(&x);
	}
	if (status == BM_OK)
		status = bm_put(sink, SEARCH_INDEX, bm_buf_str(&x.out));
	for (size_t i = 0; x.arena != NULL && i < x.words.len; i++) {
		struct posting *post = x.words.entries[i].value;

		if (post != NULL)
			bm_buf_free(&post->pages);
	}
	bm_buf_free(&x.out);
	bm_arena_free(x.arena);
	return status;
}

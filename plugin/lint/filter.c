/*
 * All words of all rules in one pass over the text: the automaton of Aho and
 * Corasick, over the few bytes that occur in words.
 */
#include "lint/filter.h"

#define NODES_MAX 60000

struct lint_filter {
	size_t count;              /* patterns */
	size_t size;               /* uint64_t for their bits */
	unsigned char column[256]; /* byte -> column; 0: in no word */
	size_t columns;
	uint16_t *next; /* [node * columns + column] */
	uint64_t *bits; /* [node * size]: patterns with a word that ends here */
	bool *hits;     /* [node]: whether there are any */
	uint64_t *always; /* patterns of which no word is known */
	size_t nodes;
};

/* U+017F and U+212A are an s and a k when case does not count. */
#define LONG_S "\xC5\xBF"
#define KELVIN "\xE2\x84\xAA"

static void
set_bit(uint64_t *bits, size_t i)
{
	bits[i / 64] |= (uint64_t)1 << i % 64;
}

static void
number_columns(lint_filter *f, const lint_words *words)
{
	f->columns = 1;
	for (size_t i = 0; i < f->count; i++)
		for (size_t j = 0; j < words[i].list.len; j++) {
			bm_str w = words[i].list.items[j];

			for (size_t k = 0; k < w.len; k++) {
				unsigned char *c =
				    &f->column[(unsigned char)w.ptr[k]];

				if (*c == 0)
					*c = (unsigned char)f->columns++;
			}
		}
	for (int c = 'A'; c <= 'Z'; c++)
		f->column[c] = f->column[c - 'A' + 'a'];
}

/* The node at the end of a word, made if need be; 0: there is no room. */
static uint16_t
add_word(lint_filter *f, bm_str word)
{
	uint16_t node = 0;

	for (size_t i = 0; i < word.len; i++) {
		uint16_t *next =
		    &f->next[node * f->columns +
			     f->column[(unsigned char)word.ptr[i]]];

		if (*next == 0) {
			if (f->nodes >= NODES_MAX)
				return 0;
			*next = (uint16_t)f->nodes++;
		}
		node = *next;
	}
	return node;
}

/* The tree of words becomes an automaton, breadth first. */
static bool
close_automaton(lint_filter *f, bm_arena *arena)
{
	uint16_t *queue = BM_NEW_ARRAY(arena, uint16_t, f->nodes);
	uint16_t *fail = BM_NEW_ARRAY(arena, uint16_t, f->nodes);
	size_t head = 0, tail = 0;

	if (queue == NULL || fail == NULL)
		return false;
	for (size_t c = 0; c < f->columns; c++)
		if (f->next[c] != 0)
			queue[tail++] = f->next[c];
	while (head < tail) {
		uint16_t node = queue[head++], back = fail[node];

		for (size_t i = 0; i < f->size; i++)
			f->bits[node * f->size + i] |=
			    f->bits[back * f->size + i];
		for (size_t c = 0; c < f->columns; c++) {
			uint16_t *next = &f->next[node * f->columns + c];
			uint16_t other = f->next[back * f->columns + c];

			if (*next == 0)
				*next = other;
			else {
				fail[*next] = other;
				queue[tail++] = *next;
			}
		}
	}
	return true;
}

/* See filter.h. */
lint_filter *
lint_filter_new(bm_arena *arena, const lint_words *words, size_t count)
{
	lint_filter *f = BM_NEW(arena, lint_filter);
	size_t most = 1;

	if (f == NULL)
		return NULL;
	f->count = count;
	f->size = count / 64 + 1;
	f->nodes = 1;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < words[i].list.len; j++)
			most += words[i].list.items[j].len;
	most = most < NODES_MAX ? most : NODES_MAX;
	number_columns(f, words);
	f->next = BM_NEW_ARRAY(arena, uint16_t, most * f->columns);
	f->bits = BM_NEW_ARRAY(arena, uint64_t, most * f->size);
	f->hits = BM_NEW_ARRAY(arena, bool, most);
	f->always = BM_NEW_ARRAY(arena, uint64_t, f->size);
	if (f->next == NULL || f->bits == NULL || f->hits == NULL ||
	    f->always == NULL)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		bool all = words[i].list.len > 0;

		for (size_t j = 0; all && j < words[i].list.len; j++) {
			uint16_t node = add_word(f, words[i].list.items[j]);

			all = node != 0;
			set_bit(f->bits + node * f->size, i);
		}
		if (!all)
			set_bit(f->always, i);
	}
	memset(f->bits, 0, f->size * sizeof *f->bits); /* the root has none */
	if (!close_automaton(f, arena))
		return NULL;
	for (size_t n = 0; n < f->nodes; n++)
		for (size_t i = 0; i < f->size; i++)
			f->hits[n] = f->hits[n] || f->bits[n * f->size + i];
	return f;
}

/* See filter.h. */
size_t
lint_filter_size(const lint_filter *filter)
{
	return filter->size;
}

/* See filter.h. */
void
lint_filter_scan(const lint_filter *f, bm_str text, uint64_t *bits)
{
	size_t node = 0;

	memcpy(bits, f->always, f->size * sizeof *bits);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == 0xC5 && i + 1 < text.len &&
		    memcmp(text.ptr + i, LONG_S, 2) == 0) {
			c = 's';
			i += 1;
		} else if (c == 0xE2 && i + 2 < text.len &&
			   memcmp(text.ptr + i, KELVIN, 3) == 0) {
			c = 'k';
			i += 2;
		}
		node = f->next[node * f->columns + f->column[c]];
		if (f->hits[node])
			for (size_t k = 0; k < f->size; k++)
				bits[k] |= f->bits[node * f->size + k];
	}
}

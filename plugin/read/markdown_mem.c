/*
 * Memory for cmark-gfm, which aborts the process when an allocation gives
 * NULL and sets no bound on what it takes.  Pieces come from the document's
 * allocator; when there is none, or the budget is met, the parser is left by
 * longjmp and all its pieces are freed at once.  This is the only longjmp of
 * the house: between bm_md_parse and here there is nothing but cmark-gfm and
 * our callbacks below it, and they own nothing.  What cmark frees is used
 * again, so that the budget bounds what is held and not what passed through.
 * When all is parsed, pieces go back as soon as nothing in them is in use: so
 * the tree of cmark shrinks while ours grows.
 */
#include "read/markdown.h"

/* Blocks of this size are shared by small allocations. */
#define PIECE (64u * 1024)

struct bm_md_piece {
	bm_md_mem *mem;
	bm_md_piece *next, *prev;
	size_t size;  /* of the whole piece */
	size_t fill;  /* bytes behind the header that were given out */
	size_t count; /* of what is in use */
};

/* Before each allocation; what is behind it is aligned to BM_MD_ALIGN. */
typedef struct header {
	size_t size;
	bm_md_piece *piece;
} header;

/* Under the parse lock: cmark_mem has no room for a user's pointer. */
static bm_md_mem *current;

void
bm_md_mem_use(bm_md_mem *mem)
{
	current = mem;
}

/* An empty memory on al (copied), to be given to bm_md_mem_free. */
void
bm_md_mem_init(bm_md_mem *mem, const bm_allocator *al, size_t budget)
{
	memset(mem, 0, sizeof(*mem));
	if (al != NULL)
		mem->al = *al;
	mem->budget = budget;
}

void
bm_md_mem_free(bm_md_mem *mem)
{
	bm_md_piece *piece = mem->pieces;

	while (piece != NULL) {
		bm_md_piece *next = piece->next;

		bm_realloc(&mem->al, piece, piece->size, 0);
		piece = next;
	}
	mem->pieces = NULL;
}

static _Noreturn void
give_up(bm_status status)
{
	current->status = status;
	longjmp(current->jump, 1);
}

static size_t
aligned(size_t n)
{
	return (n + BM_MD_ALIGN - 1) / BM_MD_ALIGN * BM_MD_ALIGN;
}

#define PIECE_HEAD (aligned(sizeof(bm_md_piece)))

/* What an allocation takes in its piece. */
static size_t
room_for(size_t size)
{
	return aligned(sizeof(header)) + aligned(size > 0 ? size : 1);
}

static header *
header_of(void *ptr)
{
	return (header *)(void *)((char *)ptr - aligned(sizeof(header)));
}

static void
charge(size_t size)
{
	if (size > current->budget || current->used > current->budget - size)
		give_up(BM_LIMIT);
	current->used += size;
}

/* A piece of at least `size` bytes; it becomes the newest when small things
 * shall go into it, else it goes behind the newest. */
static bm_md_piece *
piece_new(size_t size, bool shared)
{
	bm_md_piece *piece, *first = current->pieces;
	size_t whole = PIECE_HEAD + size;

	charge(whole);
	piece = bm_realloc(&current->al, NULL, 0, whole);
	if (piece == NULL)
		give_up(BM_NO_MEMORY);
	piece->mem = current;
	piece->size = whole;
	piece->fill = 0;
	piece->count = 0;
	if (shared || first == NULL) {
		piece->prev = NULL;
		piece->next = first;
		if (first != NULL)
			first->prev = piece;
		current->pieces = piece;
	} else {
		piece->prev = first;
		piece->next = first->next;
		if (first->next != NULL)
			first->next->prev = piece;
		first->next = piece;
	}
	return piece;
}

/* Gives a piece back. */
static void
piece_free(bm_md_piece *piece)
{
	bm_md_mem *mem = piece->mem;

	if (piece->prev != NULL)
		piece->prev->next = piece->next;
	else
		mem->pieces = piece->next;
	if (piece->next != NULL)
		piece->next->prev = piece->prev;
	mem->used -= piece->size;
	bm_realloc(&mem->al, piece, piece->size, 0);
}

static void *
get(size_t size)
{
	size_t need = room_for(size);
	bm_md_piece *piece = current->pieces;
	bool shared = need <= BM_MD_SHARED;
	header *head;

	if (need < size)
		give_up(BM_LIMIT);
	if (shared && current->spare[need / BM_MD_ALIGN] != NULL) {
		void *ptr = current->spare[need / BM_MD_ALIGN];

		current->spare[need / BM_MD_ALIGN] = *(void **)ptr;
		head = header_of(ptr);
		head->size = size;
		head->piece->count++;
		return ptr;
	}
	if (!shared)
		piece = piece_new(need, false);
	else if (piece == NULL || piece->size - PIECE_HEAD - piece->fill < need)
		piece = piece_new(PIECE, true);
	head = (header *)(void *)((char *)piece + PIECE_HEAD + piece->fill);
	piece->fill += need;
	piece->count++;
	head->size = size;
	head->piece = piece;
	return (char *)head + aligned(sizeof(header));
}

static void *
md_calloc(size_t count, size_t size)
{
	void *ptr;

	if (size != 0 && count > SIZE_MAX / 2 / size)
		give_up(BM_LIMIT);
	ptr = get(count * size);
	memset(ptr, 0, count * size);
	return ptr;
}

/*
 * What had a piece of its own goes back.  Of a shared one it waits for another
 * of the same size; when nobody asks any more, for the rest of the piece.
 */
static void
md_free(void *ptr)
{
	bm_md_piece *piece;
	bm_md_mem *mem;
	size_t need;

	if (ptr == NULL)
		return;
	piece = header_of(ptr)->piece;
	mem = piece->mem;
	need = room_for(header_of(ptr)->size);
	piece->count--;
	if (need > BM_MD_SHARED || (mem->parsed && piece->count == 0)) {
		piece_free(piece);
	} else if (!mem->parsed) {
		*(void **)ptr = mem->spare[need / BM_MD_ALIGN];
		mem->spare[need / BM_MD_ALIGN] = ptr;
	}
}

/* A piece of its own grows in place of being copied twice. */
static void *
regrow(bm_md_piece *piece, size_t size)
{
	size_t whole = PIECE_HEAD + room_for(size);
	bm_md_piece *moved;
	header *head;

	if (whole > piece->size)
		charge(whole - piece->size);
	moved = bm_realloc(&current->al, piece, piece->size, whole);
	if (moved == NULL)
		give_up(BM_NO_MEMORY);
	moved->size = whole;
	moved->fill = whole - PIECE_HEAD;
	if (moved->prev != NULL)
		moved->prev->next = moved;
	else
		current->pieces = moved;
	if (moved->next != NULL)
		moved->next->prev = moved;
	head = (header *)(void *)((char *)moved + PIECE_HEAD);
	head->size = size;
	head->piece = moved;
	return (char *)head + aligned(sizeof(header));
}

static void *
md_realloc(void *ptr, size_t size)
{
	header *head;
	void *moved;

	if (ptr == NULL)
		return get(size);
	head = header_of(ptr);
	if (size <= head->size)
		return ptr;
	if (room_for(head->size) > BM_MD_SHARED)
		return regrow(head->piece, size);
	moved = get(size);
	memcpy(moved, ptr, head->size);
	md_free(ptr);
	return moved;
}

cmark_mem bm_md_cmark_mem = {md_calloc, md_realloc, md_free};

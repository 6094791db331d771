/* An allocator for tests that gives memory only so often. */
#ifndef LIMITED_H
#define LIMITED_H

#include <stddef.h>
#include <stdlib.h>

/* left: how often it still gives; balance: bytes given and not taken back. */
struct limited {
	size_t left, balance;
};

static inline void *
limited_alloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
	struct limited *l = user;

	if (new_size == 0) {
		l->balance -= old_size;
		free(ptr);
		return NULL;
	}
	if (l->left == 0)
		return NULL;
	l->left--;
	l->balance += new_size - old_size;
	return realloc(ptr, new_size);
}

#endif

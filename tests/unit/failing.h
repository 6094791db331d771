/* An allocator for tests that counts its calls, and fails at one of them. */
#ifndef BM_TESTS_FAILING_H
#define BM_TESTS_FAILING_H

#include <stddef.h>
#include <stdlib.h>

/* An allocator that fails at the call with number `left`. */
struct failing {
	long left;
	long calls;
};

static inline void *
failing_alloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
	struct failing *f = user;

	(void)old_size;
	if (new_size == 0) {
		free(ptr);
		return NULL;
	}
	f->calls++;
	if (f->left-- <= 0)
		return NULL;
	return realloc(ptr, new_size);
}

#endif

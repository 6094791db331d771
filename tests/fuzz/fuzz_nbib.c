/* PubMed's format of strangers: read, written in each format, and read again.
 */
#include <stdlib.h>

#include "bib/internal.h"
#include "fuzz_bib.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	bm_str text = {(const char *)bytes, size};
	bm_library *first = bm_library_new(NULL);
	bm_library *second = bm_library_new(NULL);
	bm_arena *arena = bm_arena_new(NULL);
	bm_diags diags;
	bm_buf out;
	size_t bad;

	fuzz_bib(bytes, size, "fuzz.nbib");
	bm_buf_init(&out, NULL);
	if (first == NULL || second == NULL || arena == NULL)
		goto done;
	bm_diags_init(&diags, arena);
	/* Not by bm_bib_read: every text is to get here. */
	(void)bib_nbib.read(first, text, "fuzz.nbib", &diags);
	if (bib_nbib.write((const bm_item *const *)first->items.items,
			   first->items.len, arena, &out, &diags) != BM_OK)
		goto done;
	if (bm_utf8_valid(text, &bad) && !bm_utf8_valid(bm_buf_str(&out), &bad))
		abort();
	(void)bib_nbib.read(second, bm_buf_str(&out), "again.nbib", &diags);
	/* No value may break out of its field and begin a record. */
	if (second->items.len > first->items.len)
		abort();
done:
	bm_buf_free(&out);
	bm_library_free(second);
	bm_library_free(first);
	bm_arena_free(arena);
	return 0;
}

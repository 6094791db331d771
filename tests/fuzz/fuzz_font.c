/*
 * Fonts of any bytes: no crash, the same answer again, and rights only of
 * what is a font.
 */
#include <stdint.h>
#include <stdlib.h>

#include "write/font.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_str bytes = {(const char *)data, size};
	font_facts first, second;

	font_probe(bytes, &first);
	font_probe(bytes, &second);
	if (first.right != second.right || first.type != second.type)
		abort();
	if (first.type == NULL && first.right != FONT_UNKNOWN)
		abort();
	if (first.type != NULL &&
	    (first.suffix == NULL || first.format == NULL || first.collection))
		abort();
	return 0;
}

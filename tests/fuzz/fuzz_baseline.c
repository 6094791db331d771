/*
 * The file of a baseline, which the command reads: what is read is written,
 * and the same when it is read again.
 */
#include "fuzz_files.h"

#include "host/baseline.c"
#include "host/paths.c"
#include "host/text.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[128];
	baseline *first, *second;

	fuzz_put("file", (bm_str){(const char *)data, size});
	snprintf(path, sizeof path, "%s/file", fuzz_folder());
	first = baseline_read(path);
	if (first == NULL)
		return 0;
	for (size_t i = 0; i < first->count; i++)
		if (first->entries[i].file == NULL ||
		    first->entries[i].code == NULL ||
		    first->entries[i].fingerprint == NULL)
			abort();
	(void)baseline_knows(first, "a.md", "ABS-001", "0123456789abcdef");
	if (!baseline_write(first))
		abort();
	second = baseline_read(path);
	if (second == NULL || second->count != first->count)
		abort();
	for (size_t i = 0; i < first->count; i++)
		if (strcmp(first->entries[i].code, second->entries[i].code) !=
			0 ||
		    strcmp(first->entries[i].fingerprint,
			   second->entries[i].fingerprint) != 0)
			abort();
	baseline_free(second);
	baseline_free(first);
	return 0;
}

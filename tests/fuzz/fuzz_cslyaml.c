/* CSL-YAML of strangers: read, then written as CSL-JSON. */
#include "fuzz_bib.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	fuzz_bib(bytes, size, "fuzz.yaml");
	return 0;
}

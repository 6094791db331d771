/* EndNote XML of strangers: read, then written in every format. */
#include "fuzz_bib.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	fuzz_bib(bytes, size, "fuzz.xml");
	return 0;
}

/* BibTeX of strangers: read, written, and what was written read again. */
#include "fuzz_bib.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	fuzz_bib_again(&bib_bibtex, bytes, size, "fuzz.bib");
	return 0;
}

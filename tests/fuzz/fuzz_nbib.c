/* PubMed's format of strangers: read, written in each format, and read again.
 */
#include "fuzz_bib.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	fuzz_bib_again(&bib_nbib, bytes, size, "fuzz.nbib");
	return 0;
}

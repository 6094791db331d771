/* A library that serves no version of the contract: see tests/host/run.py. */
#include "backmatter.h"

const bm_api *
bm_get_api(unsigned abi)
{
	(void)abi;
	return NULL;
}

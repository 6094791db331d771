/* The header alone, as a stranger's first file. */
#include <backmatter.h>

int use_backmatter(bm_get_api_fn get_api);

int
use_backmatter(bm_get_api_fn get_api)
{
	const bm_api *api = get_api(BM_ABI);

	return api != NULL && api->abi == BM_ABI;
}

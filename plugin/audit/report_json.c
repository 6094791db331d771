#include "audit/report_json.h"

#include <stdlib.h>

/* See report_json.h. */
bool
bm_report_text(json_t *object, const char *key, const char *value)
{
	return json_object_set_new(object, key,
				   value != NULL ? json_string(value)
						 : json_null()) == 0;
}

/* See report_json.h. */
bool
bm_report_number(json_t *object, const char *key, size_t n)
{
	return json_object_set_new(object, key, json_integer((json_int_t)n)) ==
	       0;
}

/* See report_json.h. */
bm_status
bm_report_json(json_t *root, size_t flags, bm_buf *out)
{
	char *text = root != NULL ? json_dumps(root, flags) : NULL;

	if (text != NULL) {
		bm_buf_puts(out, text);
		bm_buf_putc(out, '\n');
	}
	json_decref(root);
	if (text == NULL)
		return BM_NO_MEMORY;
	free(text);
	return out->status;
}

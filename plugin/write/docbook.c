/* Writer "docbook": the tree as it was read. */
#include "write/publication.h"

static bm_status
docbook_write(bm_doc *doc, const bm_write_env *env, const bm_sink *sink)
{
	bm_status status;
	bm_buf buf;

	bm_buf_init(&buf, env->al);
	status = bm_doc_dump(doc, &buf);
	if (status == BM_OK)
		status = buf.status;
	if (status == BM_OK)
		status = bm_put(sink, "", bm_buf_str(&buf));
	bm_buf_free(&buf);
	return status;
}

const bm_writer bm_writer_docbook = {.name = "docbook",
				     .suffix = ".xml",
				     .as_read = true,
				     .write = docbook_write};

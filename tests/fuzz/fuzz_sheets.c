/*
 * Any document through our sheets and serialisers: what a document says must
 * not get at the sheet, and what comes out of the XML writers must be XML.
 */
#include <stdint.h>
#include <stdlib.h>

#include "read/read.h"
#include "xml/serialize.h"
#include "xml/xslt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bm_status
write_all(void *user, const char *file, xmlDoc *tree)
{
	bm_arena *arena = user;
	bm_buf out;
	xmlDoc *again = NULL;
	(void)file;
	bm_buf_init(&out, NULL);
	bm_write_html(tree, &out);
	bm_buf_clear(&out);
	bm_write_man(tree, &out);
	bm_buf_clear(&out);
	bm_write_xhtml(tree, &out);
	if (xmlDocGetRootElement(tree) != NULL &&
	    bm_xml_parse_data(arena, bm_buf_str(&out), "x", &again, NULL) !=
		BM_OK)
		abort();
	xmlFreeDoc(again);
	bm_buf_free(&out);
	return BM_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"html", "site", "epub"};
	static bm_sheet *sheets[3];
	bm_data embedded = {NULL};
	bm_doc *doc = bm_doc_new(NULL, "a.xml");
	if (doc == NULL)
		abort();
	if (bm_reader_docbook.read(doc, (bm_str){(const char *)data, size},
				   NULL) != BM_OK)
		goto done;
	for (size_t i = 0; i < 3; i++) {
		if (sheets[i] == NULL &&
		    bm_sheet_new(&embedded, names[i], doc->diags, &sheets[i]) !=
			BM_OK)
			abort();
		bm_sheet_run(sheets[i], doc, NULL, write_all, doc->arena);
	}
done:
	bm_doc_free(doc);
	return 0;
}

/*
 * TeX formulas of any bytes: no crash, no leak; MathML within the room that it
 * was given, or nothing and a reason.
 */
#include <stdint.h>
#include <stdlib.h>

#include "read/tex_math.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* How many elements stand in one another, top among them. */
static unsigned
depth_of(const xmlNode *top)
{
	unsigned most = 0;

	for (const xmlNode *n = top->children; n != NULL; n = n->next) {
		unsigned depth = n->type == XML_ELEMENT_NODE ? depth_of(n) : 0;

		most = depth > most ? depth : most;
	}
	return most + 1;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_doc *doc = bm_doc_new(NULL, "fuzz.md");
	bm_str tex = {(const char *)data, size};
	xmlNode *root, *math;
	const char *why;
	unsigned room = size > 0 ? data[0] % 100u : 0;

	if (doc == NULL)
		return 0;
	root = bm_doc_set_root(doc, "article");
	if (root == NULL)
		abort();
	math = bm_tex_math(doc, root, tex, size % 2 == 0, room, &why);
	if ((math == NULL) == (why == NULL) ||
	    (math == NULL) != (root->children == NULL) ||
	    (math != NULL && depth_of(math) > room))
		abort();
	bm_doc_free(doc);
	return 0;
}

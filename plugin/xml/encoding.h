/* Any common encoding to UTF-8. */
#ifndef BM_XML_ENCODING_H
#define BM_XML_ENCODING_H

#include "backmatter.h"
#include "core/arena.h"

/*
 * The text as UTF-8 without byte order mark, in the arena if it has to be
 * changed.  Fails with a message in *error.  name: an encoding that goes
 * before what an XML declaration says, or NULL.  What is taken for UTF-8 is
 * not checked.
 */
bm_status bm_xml_to_utf8(bm_arena *arena, bm_str text, const char *name,
			 bm_str *out, const char **error);

#endif

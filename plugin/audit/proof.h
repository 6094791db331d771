/* Proof that the outputs carry their notices: see proof.c. */
#ifndef BM_PROOF_H
#define BM_PROOF_H

#include "core/buf.h"
#include "pack/pack.h"
#include "write/proof.h"
#include "write/write.h"
#include "xml/doc.h"

extern const bm_rule bm_proof_rules[]; /* notice-missing-in-output */

/*
 * Reads again what is in pack for proof->output, before it is committed, and
 * looks for each notice.  BM_BAD_INPUT with findings if one is missing.
 */
bm_status bm_proof_pack(bm_proof *proof, bm_proof_form form, bm_pack *pack,
			bm_diags *diags);
/* The report of all outputs, and of what the documents switched off. */
bm_status bm_proof_json(const bm_proof *proof, const bm_doc *const *docs,
			size_t count, bm_buf *out);
bm_status bm_proof_html(const bm_proof *proof, const bm_doc *const *docs,
			size_t count, bm_buf *out);
/* Writes it, for people if the name of the file ends as a page's does. */
bm_status bm_proof_write(bm_engine *engine, const bm_proof *proof,
			 const bm_doc *const *docs, size_t count,
			 const char *path, bm_diags *diags);

#endif

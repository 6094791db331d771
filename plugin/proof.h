/* Proof that the outputs carry their notices: see proof.c. */
#ifndef BM_PROOF_H
#define BM_PROOF_H

#include "core/buf.h"
#include "write/proof.h"
#include "xml/doc.h"

extern const bm_rule bm_proof_rules[]; /* notice-missing-in-output */

/* Gives back a file of an output as it was written. */
typedef struct bm_proof_reader {
	void *user;
	bm_status (*read)(void *user, bm_arena *arena, const char *file,
			  bm_str *out);
} bm_proof_reader;

/*
 * Reads the files of proof->output again and looks for each notice.
 * BM_BAD_INPUT with findings if one is missing.
 */
bm_status bm_proof_check(bm_proof *proof, bm_proof_reader *reader,
			 bm_diags *diags);
/* The report of all outputs, and of what the documents switched off. */
bm_status bm_proof_json(const bm_proof *proof, const bm_doc *const *docs,
			size_t count, bm_buf *out);
bm_status bm_proof_html(const bm_proof *proof, const bm_doc *const *docs,
			size_t count, bm_buf *out);

#endif

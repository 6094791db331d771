/* Files of notices, with form feeds between, as a catalogue and in use. */
#include "fuzz_files.h"

#include "pass/pass.h"
#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char page[] =
    "---\ntitle: T\nlang: en\nsubjects: [treatment, spine]\nreviewed: "
    "2026-01\nreviewer: A\nnext-review: 2027-01\naudience-place: US\n---\n\n"
    "# A\n\nText {#b .testimonial}\n\n# C\n\nMore.\n";

static bm_doc *
read_doc(const char *name, bm_str text)
{
	bm_doc *doc = bm_doc_new(NULL, name);

	if (doc == NULL)
		abort();
	doc->source = text;
	if (bm_reader_markdown.read(doc, text, NULL) == BM_OK &&
	    bm_doc_element(doc) != NULL)
		return doc;
	bm_doc_free(doc);
	return NULL;
}

/* Twice over a document: the second time nothing changes. */
static void
use(const bm_notices *notices)
{
	bm_doc *doc = read_doc("a.md", bm_str_of(page));
	bm_date today = {0};
	bm_pass_context context = {
	    .lang = "en", .notices = notices, .today = &today};
	bm_buf dumps[2];

	if (doc == NULL || !bm_date_parse(BM_STR("2026-06-01"), &today))
		abort();
	for (int i = 0; i < 2; i++) {
		bm_buf_init(&dumps[i], NULL);
		if (bm_pass_disclaimer.run(doc, &context) != BM_OK ||
		    bm_doc_dump(doc, &dumps[i]) != BM_OK)
			abort();
	}
	if (!bm_str_eq(bm_buf_str(&dumps[0]), bm_buf_str(&dumps[1])))
		abort();
	bm_buf_free(&dumps[0]);
	bm_buf_free(&dumps[1]);
	bm_doc_free(doc);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_str rest = {(const char *)data, size};
	bm_arena *arena = bm_arena_new(NULL);
	bm_notices *notices = bm_notices_new(NULL);
	bm_data embedded = {NULL};
	bm_diags diags;

	if (arena == NULL || notices == NULL)
		abort();
	bm_diags_init(&diags, arena);
	for (int i = 0; i < 4 && size > 0 && rest.ptr != NULL; i++) {
		bm_doc *doc = read_doc("notices/x.md", fuzz_part(&rest));
		size_t before = diags.list.len;
		bm_status status;

		if (doc == NULL)
			continue;
		status = bm_notices_add(notices, doc, &embedded, &diags);
		if ((status != BM_OK && status != BM_BAD_INPUT) ||
		    (status == BM_BAD_INPUT && diags.list.len == before))
			abort();
	}
	use(notices);
	bm_notices_free(notices);
	bm_arena_free(arena);
	return 0;
}

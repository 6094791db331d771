/* Writer "html": one document as one page that needs no other file. */
#include "write/jsonld.h"
#include "write/olink.h"
#include "write/policy.h"
#include "xml/serialize.h"

struct result {
	const bm_write_env *env;
	const bm_sink *sink;
	bool man;
	pub_chunk *chunk;
};

/* Hands the page over. */
static bm_status
take_page(void *user, const char *file, xmlDoc *tree)
{
	struct result *r = user;
	bm_status status;
	bm_buf buf;

	(void)file;
	bm_buf_init(&buf, r->env->al);
	if (r->man)
		bm_write_man(tree, &buf);
	else
		bm_write_html(tree, &buf);
	status = r->man ? buf.status : pub_jsonld(r->chunk, &buf);
	if (status == BM_OK && !r->man)
		status = pub_policy(&buf, BM_STR(""));
	if (status == BM_OK)
		status = bm_put(r->sink, "", bm_buf_str(&buf));
	bm_buf_free(&buf);
	return status;
}

/* Resolves and applies the sheet with the text of a style sheet. */
static bm_status
write_single(bm_doc *doc, const bm_write_env *env, const bm_sink *sink,
	     bool man)
{
	publication *p = pub_new(PUB_HTML, env);
	struct result r = {env, sink, man, NULL};
	bm_sheet_param params[2] = {{NULL, NULL}, {NULL, NULL}};
	bm_status status = BM_NO_MEMORY;
	bm_str css = BM_STR("");
	pub_doc *d;

	if (p == NULL)
		return BM_NO_MEMORY;
	p->single = true;
	d = pub_add_doc(p, NULL, doc);
	if (d == NULL)
		goto out;
	p->title = d->chunks.items[0]->title;
	r.chunk = d->chunks.items[0];
	status = pub_resolve(p);
	if (status == BM_OK)
		status = bm_olinks_write(p);
	if (status != BM_OK)
		goto out;
	if (!man) {
		status = pub_expect(p, "");
		if (status != BM_OK)
			goto out;
		status =
		    bm_data_load(env->data, p->arena, "xsl/css/book.css", &css);
		if (status != BM_OK && status != BM_NOT_FOUND)
			goto out;
		params[0].name = "css";
		params[0].value = bm_arena_str(p->arena, bm_str_trim(css));
		if (params[0].value == NULL) {
			status = BM_NO_MEMORY;
			goto out;
		}
	}
	status =
	    bm_sheet_run_for(env->sheet, doc, params, d->terms,
			     man ? BM_FORM_TREE : BM_FORM_HTML, take_page, &r);
out:
	pub_free(p);
	return status;
}

static bm_status
html_write(bm_doc *doc, const bm_write_env *env, const bm_sink *sink)
{
	return write_single(doc, env, sink, false);
}

static bm_status
man_write(bm_doc *doc, const bm_write_env *env, const bm_sink *sink)
{
	return write_single(doc, env, sink, true);
}

const bm_writer bm_writer_html = {.name = "html",
				  .sheet = "html",
				  .suffix = ".html",
				  .proof = BM_PROOF_FILES,
				  .write = html_write,
				  .rules = bm_resolve_rules};

/* A manual page (roff, macros of man(7)) from a refentry. */
const bm_writer bm_writer_man = {.name = "man",
				 .sheet = "man",
				 .suffix = ".1",
				 .write = man_write,
				 .rules = bm_resolve_rules};

/*
 * Writer "jats": a document for archives and journals, in the tag set Journal
 * Archiving and Interchange of JATS 1.3 (ANSI/NISO Z39.96-2021): front, body
 * and back.  Citations lead to references with their parts told apart; notices
 * are boxed texts.
 */
#include "write/jats.h"

void
jats_tag(jats *j, const char *name)
{
	bm_buf_putc(j->out, '<');
	bm_buf_puts(j->out, name);
}

void
jats_text(jats *j, bm_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '&')
			bm_buf_puts(j->out, "&amp;");
		else if (c == '<')
			bm_buf_puts(j->out, "&lt;");
		else if (c == '>')
			bm_buf_puts(j->out, "&gt;");
		else if (c == '"')
			bm_buf_puts(j->out, "&quot;");
		else
			bm_buf_putc(j->out, c);
	}
}

void
jats_attr(jats *j, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	bm_buf_putc(j->out, ' ');
	bm_buf_puts(j->out, name);
	bm_buf_puts(j->out, "=\"");
	jats_text(j, bm_str_of(value));
	bm_buf_putc(j->out, '"');
}

const char *
jats_name(jats *j, const char *id)
{
	size_t n = id != NULL ? strlen(id) : 0;
	char *name;

	if (id == NULL || xmlValidateNCName(BAD_CAST id, 0) == 0)
		return id;
	name = bm_arena_alloc(j->doc->arena, n + 2);
	if (name == NULL)
		return "_";
	name[0] = '_';
	for (size_t i = 0; i <= n; i++)
		name[i + 1] =
		    id[i] == '\0' || bm_is_alpha(id[i]) || bm_is_digit(id[i])
			? id[i]
			: '_';
	return name;
}

void
jats_id(jats *j, const xmlNode *el)
{
	jats_attr(j, "id", jats_name(j, bm_attr_xml(el, "id")));
	jats_attr(j, "xml:lang", bm_attr_xml(el, "lang"));
}

void
jats_in(jats *j)
{
	bm_buf_putc(j->out, '>');
}

void
jats_void(jats *j)
{
	bm_buf_puts(j->out, "/>");
}

void
jats_end(jats *j, const char *name)
{
	bm_buf_puts(j->out, "</");
	bm_buf_puts(j->out, name);
	bm_buf_putc(j->out, '>');
}

void
jats_leaf(jats *j, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	jats_tag(j, name);
	jats_in(j);
	jats_text(j, bm_str_of(text));
	jats_end(j, name);
}

void
jats_number(jats *j, const xmlNode *el, const char *term)
{
	const char *label = bm_attr_bm(el, "label");

	if (label != NULL)
		jats_leaf(j, "label",
			  pub_term_with(j->p, bm_lang(el), term, label));
}

/* ---- Body and back ------------------------------------------------------- */

/* Divisions that stand behind the text. */
static const char *const behind[] = {"bibliography",     "glossary", "appendix",
				     "acknowledgements", "colophon", NULL};

/* A document that has no text besides what stands behind one. */
static bool
is_list(const xmlNode *root)
{
	return bm_is(root, "bibliography") || bm_is(root, "glossary");
}

static void
open_part(jats *j, const char *name, const xmlNode *el)
{
	jats_tag(j, name);
	jats_id(j, el);
	jats_in(j);
}

static void
back_part(jats *j, const xmlNode *n)
{
	const char *name = bm_is(n, "glossary")   ? "glossary"
			   : bm_is(n, "appendix") ? "app"
			   : bm_is(n, "colophon") ? "notes"
						  : "ack";

	if (bm_is(n, "bibliography")) {
		jats_refs(j, n);
		return;
	}
	if (bm_is(n, "appendix"))
		bm_buf_puts(j->out, "<app-group>");
	open_part(j, name, n);
	jats_title(j, n);
	jats_blocks(j, n);
	jats_end(j, name);
	if (bm_is(n, "appendix"))
		bm_buf_puts(j->out, "</app-group>");
	bm_buf_putc(j->out, '\n');
}

/* All footnotes, in the order of their marks. */
static void
put_notes(jats *j, xmlNode *root)
{
	bool some = false;

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		if (!bm_is(n, "footnote"))
			continue;
		bm_buf_puts(j->out, some ? "" : "<fn-group>");
		some = true;
		open_part(j, "fn", n);
		jats_leaf(j, "label", bm_attr_bm(n, "label"));
		jats_narrow(j, n);
		jats_end(j, "fn");
	}
	bm_buf_puts(j->out, some ? "</fn-group>\n" : "");
}

static void
put_back(jats *j, xmlNode *root)
{
	size_t start, bare;

	start = j->out->len;
	bm_buf_puts(j->out, "<back>\n");
	bare = j->out->len;
	put_notes(j, root);
	if (is_list(root))
		back_part(j, root);
	for (xmlNode *n = is_list(root) ? NULL : bm_walk(root, root); n != NULL;
	     n = bm_walk(n, root))
		if (bm_is_any(n, behind))
			back_part(j, n);
	if (j->out->len == bare) { /* nothing was there */
		j->out->len = start;
		return;
	}
	bm_buf_puts(j->out, "</back>\n");
}

/* Notes every id that a link can lead to. */
static bool
find_ids(jats *j, xmlNode *root)
{
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *id =
		    n->type == XML_ELEMENT_NODE ? bm_attr_xml(n, "id") : NULL;
		void **slot = id != NULL
				  ? bm_map_put(&j->ids, bm_str_of(id), NULL)
				  : NULL;
		if (id != NULL && slot == NULL)
			return false;
		if (slot != NULL && *slot == NULL)
			*slot = n;
	}
	return true;
}

static void
put_article(jats *j)
{
	xmlNode *root = bm_doc_element(j->doc);

	bm_buf_puts(
	    j->out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<!DOCTYPE article PUBLIC \"-//NLM//DTD JATS (Z39.96) Journal "
	    "Archiving and Interchange DTD v1.3 20210610//EN\" "
	    "\"JATS-archivearticle1-3.dtd\">\n"
	    "<article xmlns:mml=\"http://www.w3.org/1998/Math/MathML\" "
	    "xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
	    "dtd-version=\"1.3\" article-type=\"other\"");
	jats_attr(j, "xml:lang", bm_attr_xml(root, "lang"));
	bm_buf_puts(j->out, ">\n");
	jats_front(j);
	if (!is_list(root)) {
		bm_buf_puts(j->out, "<body>\n");
		jats_blocks(j, root);
		bm_buf_puts(j->out, "</body>\n");
	}
	put_back(j, root);
	bm_buf_puts(j->out, "</article>\n");
}

static bm_status
jats_write(bm_doc *doc, const bm_write_env *env, const bm_sink *sink)
{
	publication *p = pub_new(PUB_HTML, env);
	bm_status status = BM_NO_MEMORY;
	bm_buf out;
	jats j = {.p = p, .doc = doc, .out = &out};

	if (p == NULL)
		return BM_NO_MEMORY;
	bm_buf_init(&out, env->al);
	bm_map_init(&j.ids, p->arena);
	p->single = true;
	/* Numbers of notes, cells of tables, and where links lead. */
	if (pub_add_doc(p, NULL, doc) != NULL)
		status = pub_resolve(p);
	if (status == BM_OK && !find_ids(&j, bm_doc_element(doc)))
		status = BM_NO_MEMORY;
	if (status == BM_OK) {
		put_article(&j);
		status = doc->no_memory ? BM_NO_MEMORY : out.status;
	}
	if (status == BM_OK)
		status = bm_put(sink, "", bm_buf_str(&out));
	bm_buf_free(&out);
	pub_free(p);
	return status;
}

const bm_writer bm_writer_jats = {.name = "jats",
				  .suffix = ".jats",
				  .write = jats_write,
				  .rules = bm_resolve_rules};

/*
 * Fonts of the publisher in an EPUB: each that may be embedded becomes a file
 * and an @font-face.  Text has the reader's font unless the project says that
 * it has this one.
 */
#include "core/file.h"
#include "write/font.h"
#include "write/publication.h"

/* What a font can be asked for, and the elements of epub.css that are it. */
static const struct {
	unsigned use;
	const char *selectors, *rest;
} uses[] = {{BM_FONT_TEXT, "body", "serif"},
	    {BM_FONT_HEADINGS,
	     "h1, h2, h3, h4, h5, h6, .title, .notice-title, caption, "
	     "figcaption, .byline, .dates, thead, th",
	     "sans-serif"},
	    {BM_FONT_CODE, "code, kbd, samp, pre, .synopsis", "monospace"}};

static void
tell(epub *e, const bm_font *font, const char *code, const char *why)
{
	if (e->p->env->diags != NULL)
		bm_diag_add(e->p->env->diags,
			    bm_rule_find(bm_resolve_rules, code), &font->pos,
			    "%s: %s", font->path, why);
}

/* Why a font must not be taken along, or NULL. */
static const char *
refusal(const bm_font *font, const font_facts *facts)
{
	bool licensed = font->licence != NULL || font->licence_file != NULL;

	if (facts->right == FONT_RESTRICTED)
		return "Its maker does not let it be embedded (fsType of "
		       "OS/2 has bit 1)";
	if (facts->right == FONT_BITMAP)
		return "Its maker lets nothing but its bitmaps be embedded "
		       "(fsType of OS/2 has bit 9)";
	if (facts->right == FONT_UNKNOWN && !licensed)
		return bm_streq(facts->format, "woff2")
			   ? "WOFF2 does not show what its maker allows, and "
			     "no licence is named"
			   : "The file does not say what its maker allows, "
			     "and no licence is named";
	return NULL;
}

/* A file beside the text, with a name of its own in the book. */
static pub_media *
take(epub *e, bm_doc *holder, const char *path, const char *name,
     const char *type)
{
	publication *p = e->p;
	pub_media *m = BM_NEW(p->arena, pub_media);
	pub_media **slot = BM_VEC_PUSH(p->arena, &p->media_list);

	if (slot == NULL)
		return NULL;
	if (m == NULL || name == NULL) {
		p->media_list.len--;
		return NULL;
	}
	*slot = m;
	*m = (pub_media){
	    .path = path, .file = name, .type = type, .doc = holder};
	return m;
}

/* The licence as a file that goes along, as many ask for that: beside the
 * publication, which has nothing that shows it. */
static bm_status
take_licence(epub *e, bm_doc *holder, const bm_font *font, const char *stem)
{
	bm_status status;
	bm_arena *arena;
	bm_str text;
	bool good;

	if (font->licence_file == NULL ||
	    bm_map_getz(&e->licences, font->licence_file) != NULL)
		return BM_OK;
	status =
	    pub_read_alone(e->p, holder, font->licence_file, &arena, &text);
	good = status == BM_OK && bm_utf8_valid(text, NULL);
	bm_arena_free(arena);
	if (status == BM_NO_MEMORY)
		return status;
	if (!good) {
		tell(e, font, "font-rights",
		     "The file of its licence cannot be read as text");
		return BM_BAD_INPUT;
	}
	stem = bm_arena_printf(e->p->arena, "%s-licence", stem);
	void **slot =
	    bm_map_put(&e->licences, bm_str_of(font->licence_file), NULL);
	if (stem == NULL || slot == NULL)
		return BM_NO_MEMORY;
	*slot = take(e, holder, font->licence_file,
		     pub_unique_name(e->p, "META-INF/", stem, ".txt"),
		     "text/plain");
	if (*slot == NULL)
		return BM_NO_MEMORY;
	((pub_media *)*slot)->is_licence = true;
	return BM_OK;
}

static void
put_face(epub *e, const bm_font *font, const pub_media *m,
	 const font_facts *facts)
{
	bm_buf *css = &e->font_css;

	bm_buf_printf(css,
		      "@font-face {\n\tfont-family: \"%s\";\n"
		      "\tfont-style: %s;\n\tfont-weight: %s;\n"
		      "\tsrc: url(\"../%s\") format(\"%s\");\n}\n",
		      font->family, font->style, font->weight, m->file,
		      facts->format);
	for (size_t i = 0; i < sizeof(uses) / sizeof(*uses); i++) {
		const char *rule;
		bool is_new = false;

		if ((font->use & uses[i].use) == 0)
			continue;
		rule = bm_arena_printf(
		    e->p->arena, "%s { font-family: \"%s\", %s; }\n",
		    uses[i].selectors, font->family, uses[i].rest);
		if (rule == NULL || bm_map_put(&e->font_rules, bm_str_of(rule),
					       &is_new) == NULL)
			css->status = BM_NO_MEMORY;
		else if (is_new)
			bm_buf_puts(css, rule);
	}
}

/* One font, if it is one and may be embedded. */
static bm_status
add(epub *e, bm_doc *holder, const bm_font *font)
{
	const char *base = bm_path_base(font->path), *dot, *why;
	const char *stem;
	bm_status status;
	bm_arena *arena;
	font_facts facts = {0};
	pub_media *m;
	bm_str bytes;

	status = pub_read_alone(e->p, holder, font->path, &arena, &bytes);
	if (status == BM_OK)
		font_probe(bytes, &facts);
	bm_arena_free(arena);
	if (status == BM_NO_MEMORY)
		return status;
	why = status != BM_OK      ? "The file cannot be read"
	      : facts.collection   ? "A book takes no collections of fonts"
	      : facts.type == NULL ? "It is no font"
				   : refusal(font, &facts);
	if (why != NULL) {
		tell(e, font,
		     facts.type == NULL ? "font-format" : "font-rights", why);
		return BM_OK;
	}
	dot = strrchr(base, '.');
	stem =
	    bm_arena_strndup(e->p->arena, base,
			     dot != NULL ? (size_t)(dot - base) : strlen(base));
	if (stem == NULL)
		return BM_NO_MEMORY;
	status = take_licence(e, holder, font, stem);
	if (status != BM_OK)
		return status == BM_BAD_INPUT ? BM_OK : status;
	m = take(e, holder, font->path,
		 pub_unique_name(e->p, "fonts/", stem, facts.suffix),
		 facts.type);
	if (m == NULL)
		return BM_NO_MEMORY;
	put_face(e, font, m, &facts);
	return e->font_css.status;
}

/* See publication.h. */
bm_status
epub_add_fonts(epub *e)
{
	const bm_book *source = e->book->source;
	bm_status status = BM_OK;
	bm_doc *holder;

	pub_book_info(e->book, &holder);
	bm_map_init(&e->licences, e->p->arena);
	bm_map_init(&e->font_rules, e->p->arena);
	for (size_t i = 0;
	     i < source->font_count && status == BM_OK && holder != NULL; i++)
		status = add(e, holder, &source->fonts[i]);
	return status;
}

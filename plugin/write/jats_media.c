/* Figures, films, formulas and listings of JATS. */
#include "write/jats.h"

/* ---- Pictures, films, sounds --------------------------------------------- */

/* The data of the first object that has some; callouts of a picture too. */
static const xmlNode *
data_of(const xmlNode *object)
{
	static const char *const kinds[] = {"imageobject", "videoobject",
					    "audioobject", NULL};

	for (const xmlNode *n = bm_first_element(object); n != NULL;
	     n = bm_next_element(n)) {
		const xmlNode *data =
		    bm_is(n, "imageobjectco")
			? bm_first_element(bm_child(n, "imageobject"))
		    : bm_is_any(n, kinds) ? bm_first_element(n)
					  : NULL;
		while (data != NULL && bm_attr(data, "fileref") == NULL)
			data = bm_next_element(data);
		if (data != NULL)
			return data;
	}
	return NULL;
}

/* The words that stand for a picture, or NULL. */
static const char *
words_for(jats *j, const xmlNode *object)
{
	xmlNode *alt = bm_child(object, "alt");

	for (xmlNode *t = bm_child(object, "textobject");
	     t != NULL && alt == NULL; t = bm_next(t, "textobject"))
		alt = bm_child(t, "phrase");
	return alt != NULL ? bm_textz(j->doc, alt) : NULL;
}

/* What is longer than a phrase, and no file. */
static void
put_long_descriptions(jats *j, const xmlNode *object)
{
	for (xmlNode *t = bm_child(object, "textobject"); t != NULL;
	     t = bm_next(t, "textobject"))
		if (bm_child(t, "phrase") == NULL &&
		    bm_child(t, "textdata") == NULL)
			jats_leaf(j, "long-desc", bm_textz(j->doc, t));
}

/* A text from a file, which resolve has read. */
static void
put_texts(jats *j, const xmlNode *object)
{
	for (xmlNode *t = bm_child(object, "textobject"); t != NULL;
	     t = bm_next(t, "textobject")) {
		const char *text = bm_attr_bm(bm_child(t, "textdata"), "text");
		if (text == NULL)
			continue;
		bm_buf_puts(j->out, "<preformat xml:space=\"preserve\">");
		jats_text(j, bm_str_of(text));
		bm_buf_puts(j->out, "</preformat>\n");
	}
}

void
jats_media(jats *j, const xmlNode *object)
{
	const xmlNode *data = data_of(object);
	const xmlNode *callouts =
	    bm_child(bm_child(object, "imageobjectco"), "calloutlist");

	if (data != NULL) {
		const char *name =
		    bm_is(data, "imagedata") ? "graphic" : "media";
		jats_tag(j, name);
		if (strcmp(name, "media") == 0)
			jats_attr(j, "mimetype",
				  bm_is(data, "videodata") ? "video" : "audio");
		jats_attr(j, "xlink:href", bm_attr(data, "fileref"));
		jats_in(j);
		jats_leaf(j, "alt-text", words_for(j, object));
		put_long_descriptions(j, object);
		jats_end(j, name);
	} else if (bm_child(object, "textobject") != NULL) {
		for (const xmlNode *t = bm_child(object, "textobject");
		     t != NULL; t = bm_next(t, "textobject"))
			if (bm_child(t, "textdata") == NULL)
				jats_blocks(j, t);
	}
	put_texts(j, object);
	if (callouts != NULL)
		jats_block(j, callouts);
	if (bm_child(object, "caption") != NULL)
		jats_blocks(j, bm_child(object, "caption"));
}

void
jats_figure(jats *j, const xmlNode *n)
{
	jats_tag(j, "fig");
	jats_id(j, n);
	jats_in(j);
	jats_number(j, n, "xref-figure");
	jats_caption(j, bm_title(n));
	jats_blocks(j, n);
	bm_buf_puts(j->out, "</fig>\n");
}

/* Figures under one title; of other things the title stands before them. */
void
jats_figures(jats *j, const xmlNode *n)
{
	bool all = true;

	for (const xmlNode *k = bm_first_element(n); k != NULL && all;
	     k = bm_next_element(k))
		all = bm_is(k, "figure") || bm_is(k, "title") ||
		      bm_is(k, "info") || bm_is_bm(k, NULL);
	if (all) {
		jats_tag(j, "fig-group");
		jats_id(j, n);
		jats_in(j);
		jats_number(j, n, "xref-figure");
		jats_caption(j, bm_title(n));
	} else {
		jats_tag(j, "boxed-text");
		jats_id(j, n);
		jats_attr(j, "content-type", "group");
		jats_in(j);
		jats_caption(j, bm_title(n));
	}
	jats_blocks(j, n);
	bm_buf_puts(j->out, all ? "</fig-group>\n" : "</boxed-text>\n");
}

/* ---- Formulas, listings -------------------------------------------------- */

static const xmlNode *
math_in(const xmlNode *n)
{
	xmlNode *root = (xmlNode *)(uintptr_t)n; /* it is only read */

	for (xmlNode *k = root; k != NULL; k = bm_walk(k, root))
		if (k->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)k->name, "math") == 0)
			return k;
	return NULL;
}

/* See jats.h. */
void
jats_math(jats *j, const xmlNode *math)
{
	bool tex = bm_streq(bm_attr(math, "class"), "tex") &&
		   bm_child(math->parent, "alt") == NULL &&
		   bm_attr(math, "alttext") != NULL;

	if (tex) {
		bm_buf_puts(j->out, "<alternatives>");
		jats_leaf(j, "tex-math", bm_attr(math, "alttext"));
	}
	jats_mathml(j, math);
	bm_buf_puts(j->out, tex ? "</alternatives>" : "");
}

void
jats_formula(jats *j, const xmlNode *n)
{
	const xmlNode *math = math_in(n), *object = bm_child(n, "mediaobject");
	const xmlNode *alt = bm_child(n, "alt");

	jats_tag(j, "disp-formula");
	jats_id(j, n);
	jats_in(j);
	jats_leaf(j, "label", bm_attr_bm(n, "label"));
	if (alt != NULL)
		jats_leaf(j, "alt-text",
			  bm_textz(j->doc, (xmlNode *)(uintptr_t)alt));
	if (math != NULL)
		jats_math(j, math);
	else if (data_of(object) != NULL)
		jats_media(j, object);
	for (const xmlNode *k = bm_child(n, "mathphrase");
	     k != NULL && math == NULL; k = bm_next(k, "mathphrase"))
		jats_inlines(j, k);
	bm_buf_puts(j->out, "</disp-formula>\n");
	if (bm_title(n) == NULL)
		return;
	bm_buf_puts(j->out, "<p>");
	jats_inlines(j, bm_title(n));
	bm_buf_puts(j->out, "</p>\n");
}

void
jats_listing(jats *j, const xmlNode *n)
{
	const char *name = bm_is(n, "programlisting") ? "code" : "preformat";

	jats_tag(j, name);
	jats_id(j, n);
	if (bm_is(n, "programlisting"))
		jats_attr(j, "language", bm_attr(n, "language"));
	jats_attr(j, "xml:space", "preserve");
	jats_in(j);
	jats_inlines(j, n);
	jats_end(j, name);
	bm_buf_putc(j->out, '\n');
}

/* Inline nodes to DocBook: text, emphasis, code, links, citations. */
#include "read/markdown.h"

/* What a mark shows, without the marks of a pair. */
static void
mark_text(bm_buf *out, const cmark_node *node)
{
	const bm_md_mark *mark = node->as.opaque;

	if (mark->text != NULL)
		bm_buf_puts(out, mark->text);
	else if (mark->kind != BM_MD_NOTE && node->user_data == NULL)
		bm_buf_puts(out, mark->source);
}

/* One node's own text, added to out. */
static void
own_text(bm_buf *out, const cmark_node *node)
{
	if (node->type == CMARK_NODE_TEXT || node->type == CMARK_NODE_CODE ||
	    node->type == CMARK_NODE_HTML_INLINE)
		bm_buf_putstr(out, bm_md_str(&node->as.literal));
	else if (node->type == CMARK_NODE_SOFTBREAK ||
		 node->type == CMARK_NODE_LINEBREAK)
		bm_buf_putc(out, ' ');
	else if (node->type == bm_md_type_cite)
		bm_buf_puts(out, ((bm_md_group *)node->as.opaque)->source);
	else if (node->type == bm_md_type_attr && node->user_data != BM_MD_DONE)
		bm_buf_puts(out, node->as.opaque);
	else if (node->type == bm_md_type_open)
		bm_buf_putstr(out, bm_md_str(&node->as.literal));
	else if (node->type == bm_md_type_mark)
		mark_text(out, node);
}

const char *
bm_md_plain(bm_md_build *b, cmark_node *top)
{
	cmark_node *node = top->first_child;
	const char *text;
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(b->doc->arena));
	while (node != NULL) {
		own_text(&out, node);
		if (node->first_child != NULL) {
			node = node->first_child;
			continue;
		}
		while (node->next == NULL && node->parent != top)
			node = node->parent;
		node = node->next;
	}
	if (out.status != BM_OK)
		b->doc->no_memory = true;
	text = bm_md_clean(b, (bm_str){out.ptr, out.len});
	bm_buf_free(&out);
	return text;
}

static bool
emphasis(bm_md_build *b, cmark_node *node, const char *role)
{
	xmlNode *el;

	if (bm_md_too_deep(b, node))
		return true;
	el = bm_md_el(b, node, "emphasis");
	if (role != NULL)
		bm_set(b->doc, el, "role", role);
	bm_md_push(b, node, el);
	return true;
}

void
bm_md_hard_break(bm_md_build *b)
{
	xmlNode *pi;

	bm_md_flush(b);
	pi = xmlNewDocPI(b->doc->xml, BAD_CAST "bm-break", NULL);
	if (pi == NULL || b->at == NULL || xmlAddChild(b->at, pi) == NULL) {
		xmlFreeNode(pi);
		b->doc->no_memory = true;
	}
}

/* {#id .class} right behind a link or an image: used up. */
bool
bm_md_next_attrs(bm_md_build *b, cmark_node *node, bm_md_attrs *out)
{
	cmark_node *next = node->next;

	memset(out, 0, sizeof(*out));
	if (next == NULL || next->type != bm_md_type_attr ||
	    next->user_data == BM_MD_DONE ||
	    bm_md_attr_read(b->doc->arena, bm_str_of(next->as.opaque), out) ==
		0) {
		memset(out, 0, sizeof(*out));
		return false;
	}
	next->user_data = BM_MD_DONE;
	return true;
}

static void
code(bm_md_build *b, cmark_node *node)
{
	bm_md_attrs attrs;
	xmlNode *el, *saved = b->at;
	bool has = bm_md_next_attrs(b, node, &attrs);

	if (has && bm_md_raw(b, node, bm_md_str(&node->as.literal), &attrs))
		return;
	el = bm_md_el(b, node, "literal");
	if (has)
		bm_md_apply(b, node, &attrs, el, NULL, NULL);
	b->at = el;
	bm_md_put(b, bm_md_str(&node->as.literal));
	bm_md_flush(b);
	b->at = saved;
}

/* The scheme of a URL in lower case without what browsers skip, or "". */
static void
scheme_of(const char *url, char out[16])
{
	size_t n = 0;

	for (; *url != '\0' && *url != ':'; url++) {
		if ((unsigned char)*url <= ' ')
			continue;
		if (!bm_is_alpha(*url) && !bm_is_digit(*url) && *url != '+' &&
		    *url != '-' && *url != '.')
			break;
		/* What does not fit is no scheme that is allowed. */
		if (n < 15)
			out[n++] = bm_lower(*url);
	}
	out[*url == ':' ? n : 0] = '\0';
}

static bool
allowed(bm_md_build *b, const cmark_node *node, const char *url)
{
	/* "status:" is no address: pass "status" puts a sentence there. */
	static const char *const schemes[] = {"",    "http", "https", "mailto",
					      "tel", "ftp",  "status"};
	char scheme[16];

	scheme_of(url, scheme);
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strcmp(scheme, schemes[i]) == 0)
			return true;
	bm_md_say(
	    b, node, "link-scheme",
	    "address \"%.200s\" is not of http, https, mailto, tel or ftp; "
	    "its text is kept",
	    url);
	return false;
}

bool
bm_md_link(bm_md_build *b, cmark_node *node)
{
	const char *url = bm_md_chunk(b, &node->as.link.url), *title;
	bool empty = node->first_child == NULL;
	bool local = url[0] == '#' && url[1] != '\0';
	bm_md_attrs attrs;
	xmlNode *el;

	b->links++;
	if (!allowed(b, node, url)) {
		if (empty) {
			bm_md_put(b, bm_str_of(url));
			b->links--;
		}
		return !empty;
	}
	if (bm_md_too_deep(b, node))
		return true;
	el = bm_md_el(b, node, local && empty ? "xref" : "link");
	if (local)
		bm_set(b->doc, el, "linkend", bm_md_id(b, NULL, url + 1));
	else
		bm_set_xlink(b->doc, el, "href", bm_md_include_address(b, url));
	title = bm_md_chunk(b, &node->as.link.title);
	if (title[0] != '\0')
		bm_set_xlink(b->doc, el, "title", title);
	if (bm_md_next_attrs(b, node, &attrs))
		bm_md_apply(b, node, &attrs, el, el, NULL);
	if (empty && !local && !bm_href_speaks(url)) {
		bm_md_say(b, node, "link-empty",
			  "link to \"%.200s\" has no text", url);
		bm_add_textz(b->doc, el, url);
	}
	if (empty)
		b->links--;
	else
		bm_md_push(b, node, el);
	return !empty;
}

/* mediaobject or inlinemediaobject below b->at. */
static xmlNode *
media(bm_md_build *b, cmark_node *node, const char *name, const char *alt,
      const bm_md_attrs *attrs, xmlNode **data)
{
	xmlNode *el = bm_md_el(b, node, name), *object;
	bool decorative = attrs->classes != NULL &&
			  bm_str_find(bm_str_of(attrs->classes), "decorative",
				      0) < strlen(attrs->classes);

	if (decorative) {
		bm_set(b->doc, el, "role", "decorative");
		bm_el(b->doc, el, "alt");
		if (alt[0] != '\0')
			bm_md_say(b, node, "image-decorative",
				  "decorative image has the text \"%.200s\"",
				  alt);
	} else if (alt[0] != '\0') {
		bm_add_textz(b->doc, bm_el(b->doc, el, "alt"), alt);
	}
	object = bm_el(b->doc, el, "imageobject");
	*data = bm_el(b->doc, object, "imagedata");
	bm_set(b->doc, *data, "fileref",
	       bm_md_include_address(b, bm_md_chunk(b, &node->as.link.url)));
	return el;
}

static const char *const image_keys[] = {"width", "height", "align", "scale",
					 NULL};

void
bm_md_image(bm_md_build *b, cmark_node *node)
{
	const char *title = bm_md_chunk(b, &node->as.link.title);
	bm_md_attrs attrs;
	xmlNode *el, *data;

	bm_md_next_attrs(b, node, &attrs);
	if (!allowed(b, node, bm_md_chunk(b, &node->as.link.url))) {
		bm_md_put(b, bm_str_of(bm_md_plain(b, node)));
		return;
	}
	el = media(b, node, "inlinemediaobject", bm_md_plain(b, node), &attrs,
		   &data);
	if (bm_attr(el, "role") != NULL)
		attrs.classes = NULL;
	bm_md_apply(b, node, &attrs, el, data, image_keys);
	/* Elements of an image in running text have no title of their own. */
	if (title[0] != '\0')
		bm_set_xlink(b->doc, el, "title", title);
}

/*
 * The title of an image alone is its caption.  With alt="...", which pandoc and
 * Quarto have, the words between the brackets are.
 */
static bool
has_title(const cmark_node *image, const char *alt)
{
	return image->as.link.title.len > 0 ||
	       (alt != NULL && image->first_child != NULL);
}

static void
put_title(bm_md_build *b, cmark_node *image, const char *alt, xmlNode *el)
{
	if (alt != NULL && image->first_child != NULL) {
		if (image->as.link.title.len > 0)
			bm_md_say(b, image, "markdown-attribute",
				  "title \"%.200s\" has no place beside a "
				  "caption",
				  bm_md_chunk(b, &image->as.link.title));
		bm_md_walk(b, image, el);
	} else
		bm_add_textz(b->doc, el, bm_md_chunk(b, &image->as.link.title));
}

/* A paragraph that is one image and nothing else. */
bool
bm_md_figure(bm_md_build *b, cmark_node *node)
{
	cmark_node *image = node->first_child;
	const char *alt;
	bool titled;
	xmlNode *el = NULL, *saved = b->at, *data, *object;
	bm_md_attrs attrs;

	if (image == NULL || image->type != CMARK_NODE_IMAGE ||
	    (image->next != NULL && (image->next->type != bm_md_type_attr ||
				     image->next->next != NULL)))
		return false;
	if (!bm_md_next_attrs(b, image, &attrs) && image->next != NULL)
		return false;
	if (!allowed(b, image, bm_md_chunk(b, &image->as.link.url))) {
		el = bm_md_el(b, node, "para");
		bm_add_textz(b->doc, el, bm_md_plain(b, image));
		return true;
	}
	alt = bm_md_take_pair(&attrs, "alt");
	if (alt == NULL)
		alt = bm_md_take_pair(&attrs, "fig-alt");
	titled = has_title(image, alt);
	if (!b->in_figure) {
		el = bm_md_el(b, node, titled ? "figure" : "informalfigure");
		b->at = el;
		if (titled)
			put_title(b, image, alt, bm_el(b->doc, el, "title"));
	}
	object = media(b, image, "mediaobject",
		       alt != NULL ? bm_md_clean(b, bm_str_of(alt))
				   : bm_md_plain(b, image),
		       &attrs, &data);
	if (b->in_figure) {
		el = object;
		if (titled)
			put_title(b, image, alt,
				  bm_el(b->doc,
					bm_el(b->doc, object, "caption"),
					"para"));
	}
	if (bm_attr(object, "role") != NULL)
		attrs.classes = NULL;
	bm_md_apply(b, image, &attrs, el, data, image_keys);
	b->at = saved;
	return true;
}

/* The text node that holds the "]" of a group, or NULL. */
static cmark_node *
find_close(cmark_node *open, const bm_md_group *group)
{
	cmark_node *node = open->next;

	while (node != NULL &&
	       !(node->type == bm_md_type_cite && node->as.opaque == group))
		node = node->next;
	node = node != NULL ? node->next : NULL;
	return node != NULL && node->type == CMARK_NODE_TEXT &&
		       node->as.literal.len > 0 &&
		       node->as.literal.data[0] == ']'
		   ? node
		   : NULL;
}

/* {.class} right behind a citation, or its "]", becomes its role. */
static void
cite_attrs(bm_md_build *b, cmark_node *node, xmlNode *el)
{
	const bm_md_group *group = node->as.opaque;
	cmark_node *close = node->next;
	bm_md_attrs attrs;

	/* The "]" was taken out of its node, which must be empty now. */
	if (group->open == NULL
		? bm_md_next_attrs(b, node, &attrs)
		: close != NULL && close->type == CMARK_NODE_TEXT &&
		      close->as.literal.len == 0 &&
		      bm_md_next_attrs(b, close, &attrs))
		bm_md_apply(b, node, &attrs, el, NULL, NULL);
}

/*
 * The "[" of a citation.  If the "]" is where it should be, what stands
 * between is in the group already.
 */
void
bm_md_open_put(bm_md_build *b, cmark_node *node)
{
	bm_md_group *group = node->user_data;
	cmark_node *close =
	    group != NULL && b->links == 0 ? find_close(node, group) : NULL;

	if (close == NULL) {
		bm_md_put(b, bm_md_str(&node->as.literal));
		return;
	}
	if (group->image)
		bm_md_put(b, BM_STR("!"));
	group->settled = true;
	bm_md_skip(&close->as.literal, 1);
	for (node = node->next;
	     node->as.opaque != group || node->type != bm_md_type_cite;
	     node = node->next)
		node->user_data = BM_MD_DONE;
}

static void
set_given(bm_md_build *b, xmlNode *el, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		bm_set_bm(b->doc, el, name, bm_md_clean(b, bm_str_of(value)));
}

/* @fig:a and its kin lead to places of this document; [@fig:a; @tbl:b] to
 * several.  false: the keys are of sources. */
static bool
cross_references(bm_md_build *b, cmark_node *node, const bm_md_group *group)
{
	const bm_md_cite *cite;

	for (cite = group->first; cite != NULL; cite = cite->next)
		if (bm_md_words_target(b, cite->key) == NULL)
			return false;
	for (cite = group->first; cite != NULL; cite = cite->next) {
		bm_md_put(b, bm_str_of(cite->prefix));
		bm_set(b->doc, bm_md_el(b, node, "xref"), "linkend",
		       bm_md_words_target(b, cite->key));
		if (cite->locator != NULL) {
			bm_md_put(b, BM_STR(" "));
			bm_md_put(b, bm_str_of(cite->locator));
		}
		bm_md_put(b, bm_str_of(cite->suffix));
		if (cite->next != NULL)
			bm_md_put(b, BM_STR("; "));
	}
	return true;
}

void
bm_md_cite_put(bm_md_build *b, cmark_node *node)
{
	const bm_md_group *group = node->as.opaque;
	xmlNode *el;

	if ((group->open != NULL && !group->settled) || b->links > 0) {
		bm_md_put(b, bm_str_of(group->source));
		return;
	}
	if (cross_references(b, node, group))
		return;
	el = bm_md_el(b, node, "citation");
	for (const bm_md_cite *cite = group->first; cite != NULL;
	     cite = cite->next) {
		xmlNode *ref = bm_el(b->doc, el, "biblioref");

		bm_set(b->doc, ref, "linkend",
		       bm_md_clean(b, bm_str_of(cite->key)));
		if (cite->locator != NULL) {
			bm_set(b->doc, ref, "units", cite->units);
			bm_set(b->doc, ref, "begin",
			       bm_md_clean(b, bm_str_of(cite->locator)));
		}
		set_given(b, ref, "mode", cite->mode);
		set_given(b, ref, "prefix", cite->prefix);
		set_given(b, ref, "suffix", cite->suffix);
		if (cite->stray)
			bm_md_say(
			    b, node, "citation-in-suffix",
			    "another @key stands behind @%s in one citation",
			    cite->key);
	}
	cite_attrs(b, node, el);
}

static void
text(bm_md_build *b, cmark_node *node)
{
	bm_str s = bm_md_str(&node->as.literal);

	if (s.len > 0 && b->links == 0 && memchr(s.ptr, '^', s.len) != NULL)
		bm_md_notes_in_text(b, node, s);
	bm_md_words_put(b, node, s);
}

bool
bm_md_enter_inline(bm_md_build *b, cmark_node *node)
{
	switch (node->type) {
	case CMARK_NODE_TEXT:
		text(b, node);
		return false;
	case CMARK_NODE_SOFTBREAK:
		bm_md_put(b, BM_STR("\n"));
		return false;
	case CMARK_NODE_LINEBREAK:
		bm_md_hard_break(b);
		return false;
	case CMARK_NODE_CODE:
		code(b, node);
		return false;
	case CMARK_NODE_HTML_INLINE:
		bm_md_html_inline(b, node);
		return false;
	case CMARK_NODE_EMPH:
		return emphasis(b, node, NULL);
	case CMARK_NODE_STRONG:
		return emphasis(b, node, "strong");
	case CMARK_NODE_LINK:
		return bm_md_link(b, node);
	case CMARK_NODE_IMAGE:
		bm_md_image(b, node);
		return false;
	case CMARK_NODE_FOOTNOTE_REFERENCE:
		bm_md_note_ref(b, node);
		return false;
	default:
		break;
	}
	if (node->type == CMARK_NODE_STRIKETHROUGH)
		return emphasis(b, node, "strikethrough");
	if (node->type == bm_md_type_cite)
		bm_md_cite_put(b, node);
	else if (node->type == bm_md_type_open)
		bm_md_open_put(b, node);
	else if (node->type == bm_md_type_attr)
		bm_md_put(b, bm_str_of(node->as.opaque));
	else if (node->type == bm_md_type_mark)
		return bm_md_mark_put(b, node);
	else
		return true;
	return false;
}

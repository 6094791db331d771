/* Images: found beside the text, looked into, and taken along once each. */
#include <stdio.h>

#include "core/file.h"
#include "write/publication.h"

static const bm_rule *
rule(const char *code)
{
	return bm_rule_find(bm_resolve_rules, code);
}

/* Sound and film by the end of their names (EPUB 3.3, 3.2 and 3.3). */
static const struct {
	const char *suffix, *type;
} media_types[] = {{".mp3", "audio/mpeg"},
		   {".m4a", "audio/mp4"},
		   {".opus", "audio/ogg; codecs=opus"},
		   {".mp4", "video/mp4"},
		   {".webm", "video/webm"},
		   {".vtt", "text/vtt"},
		   {NULL, NULL}};

/* Finds out what was read. */
static bm_status
identify(publication *p, pub_media *m, const char **suffix)
{
	pub_image image;
	bm_status status = pub_image_probe(p->arena, m->bytes, &image);

	m->type = image.type;
	m->width = image.width;
	m->height = image.height;
	m->animated = image.animated;
	*suffix = image.suffix;
	if (image.unsafe)
		m->fault = rule("image-unsafe");
	for (size_t i = 0; m->type == NULL && media_types[i].type != NULL; i++)
		if (bm_str_ends(bm_str_of(m->path), media_types[i].suffix)) {
			m->type = media_types[i].type;
			*suffix = media_types[i].suffix;
		}
	if (m->type == NULL)
		m->fault = rule("image-format");
	return status;
}

/* The name in the output: the file's own, with the end that its content
 * asks for. */
static const char *
name_for(publication *p, const pub_media *m, const char *suffix)
{
	const char *base = bm_path_base(m->path);
	const char *dot = strrchr(base, '.');
	size_t n =
	    dot != NULL && dot != base ? (size_t)(dot - base) : strlen(base);
	const char *stem = bm_arena_strndup(p->arena, base, n);

	return stem != NULL ? pub_unique_name(p, "media/", stem, suffix) : NULL;
}

pub_media *
pub_media_take(publication *p, bm_doc *doc, const char *path)
{
	const bm_xml_files *files = p->env->files;
	bool is_new = false;
	void **slot = bm_map_put(&p->media, bm_str_of(path), &is_new);
	pub_media *m, **listed;
	const char *suffix = NULL;
	bm_status status = BM_NOT_FOUND;

	if (slot == NULL || !is_new)
		return slot != NULL ? *slot : NULL;
	m = BM_NEW(p->arena, pub_media);
	*slot = m;
	if (m == NULL || (m->path = bm_arena_strdup(p->arena, path)) == NULL)
		return NULL;
	if (files != NULL && files->read != NULL)
		status = files->read(files->user, doc, path, &m->bytes);
	if (status == BM_NO_MEMORY)
		return NULL;
	if (status != BM_OK) {
		m->fault = rule("image-not-found");
		return m;
	}
	if (identify(p, m, &suffix) != BM_OK)
		return NULL;
	if (m->fault != NULL || p->kind == PUB_HTML)
		return m;
	listed = BM_VEC_PUSH(p->arena, &p->media_list);
	m->file = name_for(p, m, suffix);
	if (listed == NULL || m->file == NULL)
		return NULL;
	*listed = m;
	return m;
}

bm_status
pub_media_write(publication *p, const char *dir, const bm_sink *sink)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < p->media_list.len && status == BM_OK; i++) {
		const pub_media *m = p->media_list.items[i];
		const char *path =
		    bm_arena_printf(p->arena, "%s%s", dir, m->file);
		status =
		    path != NULL ? bm_put(sink, path, m->bytes) : BM_NO_MEMORY;
	}
	return status;
}

/* ---- In the tree --------------------------------------------------------- */

/* Whether a reference has a scheme, or names a host. */
static bool
is_remote(const char *ref)
{
	size_t n = strcspn(ref, ":/?#");

	return strncmp(ref, "//", 2) == 0 || (n > 1 && ref[n] == ':');
}

/* The path that a fileref means: relative to the file that says it. */
static const char *
path_of(publication *p, pub_doc *d, const xmlNode *el, const char *ref)
{
	const char *source = bm_get_pos(d->doc, el)->file;
	const char *dir = source != NULL ? bm_path_dir(p->arena, source) : "";

	return dir != NULL ? bm_path_join(p->arena, dir, ref) : NULL;
}

static void
set_size(pub_doc *d, xmlNode *el, const char *name, unsigned px)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", px);
	if (px > 0)
		bm_set_bm(d->doc, el, name, text);
}

/* A reference into the network. */
static void
remote(publication *p, pub_doc *d, xmlNode *el, const char *ref)
{
	if (p->kind == PUB_EPUB && strncmp(ref, "data:image/", 11) != 0)
		pub_report(d, el, "image-remote",
			   "The book cannot show %s from the network", ref);
	else if (strncmp(ref, "javascript:", 11) != 0)
		bm_set_bm(d->doc, el, "src", ref);
}

void
pub_media_object(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el)
{
	const char *ref = bm_attr(el, "fileref");
	const char *path;
	pub_media *m;

	if (bm_is(el, "audiodata"))
		p->facts.audio++;
	if (bm_is(el, "videodata"))
		p->facts.video++;
	if (ref == NULL || d->own)
		return;
	if (is_remote(ref)) {
		remote(p, d, el, ref);
		return;
	}
	/* On one page of its own the author's reference must do. */
	if (p->kind == PUB_HTML)
		bm_set_bm(d->doc, el, "src", ref);
	if (p->kind == PUB_HTML && p->env->files == NULL)
		return;
	path = path_of(p, d, el, ref);
	m = path != NULL ? pub_media_take(p, d->doc, path) : NULL;
	if (m == NULL) {
		d->doc->no_memory = true;
		return;
	}
	set_size(d, el, "width", m->width);
	set_size(d, el, "height", m->height);
	if (m->fault != NULL &&
	    (p->kind != PUB_HTML || strcmp(m->fault->code, "image-format")))
		pub_report(d, el, m->fault->code, "%s: %s", ref,
			   m->fault->summary);
	else if (p->kind != PUB_HTML)
		bm_set_bm(d->doc, el, "src", pub_href(p, from, m->file, NULL));
}

/* Whether an alt element says that there is nothing to say, or says it. */
static void
ask_alt(const xmlNode *alt, bool *empty, bool *some)
{
	if (alt == NULL || *empty || *some)
		return;
	*empty = true;
	for (const xmlNode *n = alt->children; n != NULL; n = n->next)
		if (n->type != XML_TEXT_NODE ||
		    bm_str_trim(bm_str_of((const char *)n->content)).len > 0)
			*empty = false;
	*some = !*empty;
}

void
pub_media_facts(publication *p, xmlNode *object)
{
	xmlNode *image = bm_child(object, "imageobject");
	bool empty = false, some = false;

	if (image == NULL)
		return;
	p->facts.images++;
	ask_alt(bm_child(object, "alt"), &empty, &some);
	ask_alt(bm_child(image, "alt"), &empty, &some);
	for (xmlNode *t = bm_child(object, "textobject"); t != NULL;
	     t = bm_next(t, "textobject")) {
		xmlNode *phrase = bm_child(t, "phrase");
		if (phrase != NULL)
			some = some || !empty;
		else
			p->facts.long_descriptions++;
	}
	if (empty || bm_streq(bm_attr(object, "role"), "decorative"))
		p->facts.decorative++;
	else if (!some)
		p->facts.without_alt++;
}

/* Images: found beside the text, looked into, and taken along once each. */
#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "core/sha256.h"
#include "core/wire.h"
#include "write/publication.h"

#define LARGE 1000000u /* bytes that are many for one image */

static const bm_rule *
rule(const char *code)
{
	return bm_rule_find(bm_resolve_rules, code);
}

/* Sound, film and text for it: by the end of the name, when the content
 * begins as it should (EPUB 3.3, 3.2 and 3.3). */
static const struct {
	const char *suffix, *type;
	size_t at;
	const char *magic;
} media_types[] = {{".mp3", "audio/mpeg", 0, "ID3"},
		   {".mp3", "audio/mpeg", 0, "\xFF"},
		   {".m4a", "audio/mp4", 4, "ftyp"},
		   {".opus", "audio/ogg; codecs=opus", 0, "OggS"},
		   {".mp4", "video/mp4", 4, "ftyp"},
		   {".webm", "video/webm", 0, "\x1A\x45\xDF\xA3"},
		   {".vtt", "text/vtt", 0, "WEBVTT"},
		   {".vtt", "text/vtt", 3, "WEBVTT"},
		   {NULL, NULL, 0, NULL}};

static bool
is_medium(const pub_media *m, bm_str bytes, size_t i)
{
	const char *magic = media_types[i].magic;
	size_t at = media_types[i].at, n = strlen(magic);

	return bm_str_ends(bm_str_of(m->path), media_types[i].suffix) &&
	       bytes.len >= at + n && memcmp(bytes.ptr + at, magic, n) == 0;
}

/* Finds out what was read. */
static bm_status
identify(bm_arena *arena, pub_media *m, bm_str bytes, const char **suffix)
{
	pub_image image;
	bm_status status = pub_image_probe(arena, bytes, &image);

	m->type = image.type;
	m->width = image.width;
	m->height = image.height;
	m->animated = image.animated;
	*suffix = image.suffix;
	if (image.unsafe)
		m->fault = rule("image-unsafe");
	for (size_t i = 0; m->type == NULL && media_types[i].type != NULL; i++)
		if (is_medium(m, bytes, i)) {
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

/* Reads a file into an arena of its own, which the caller frees: pictures are
 * looked into one at a time, and read again when they are written, so that a
 * book needs the memory of its largest one only. */
bm_status
pub_read_alone(publication *p, bm_doc *doc, const char *path, bm_arena **arena,
	       bm_str *out)
{
	const bm_xml_files *files = p->env->files;
	bm_doc reader = *doc;
	bm_doc_read *slot;

	*arena = NULL;
	if (files == NULL || files->read == NULL)
		return BM_NOT_FOUND;
	reader.arena = *arena = bm_arena_new(p->env->al);
	/* Its list of what was read would grow in that arena. */
	memset(&reader.reads, 0, sizeof(reader.reads));
	slot = BM_VEC_PUSH(doc->arena, &doc->reads);
	if (*arena == NULL || slot == NULL)
		return BM_NO_MEMORY;
	*slot = (bm_doc_read){bm_arena_strdup(doc->arena, path), true};
	if (slot->path == NULL)
		return BM_NO_MEMORY;
	return files->read(files->user, &reader, path, out);
}

/* Looks at a file and gives it its name in the output. */
static bm_status
look_into(publication *p, pub_media *m)
{
	bm_status status;
	bm_arena *arena;
	bm_str bytes = BM_STR("");
	const char *suffix = NULL;
	pub_media **listed;

	status = pub_read_alone(p, m->doc, m->path, &arena, &bytes);
	if (status == BM_OK && p->env->reuse != NULL)
		bm_sha256_hex(bytes, m->sha256);
	m->bytes = bytes.len;
	if (status == BM_OK)
		status = identify(arena, m, bytes, &suffix);
	else if (status != BM_NO_MEMORY) {
		m->fault = rule("image-not-found");
		status = BM_OK;
	}
	m->suffix = suffix;
	bm_arena_free(arena);
	if (status != BM_OK || m->fault != NULL || p->kind == PUB_HTML)
		return status;
	listed = BM_VEC_PUSH(p->arena, &p->media_list);
	m->file = name_for(p, m, suffix);
	if (listed == NULL || m->file == NULL)
		return BM_NO_MEMORY;
	*listed = m;
	return BM_OK;
}

/* Notes that another document is made of the same file, which is not read
 * again. */
static pub_media *
shared(bm_doc *doc, pub_media *m)
{
	bm_doc_read *read;

	if (doc == m->doc)
		return m;
	read = BM_VEC_PUSH(doc->arena, &doc->reads);
	if (read == NULL)
		return NULL;
	*read = (bm_doc_read){bm_arena_strdup(doc->arena, m->path), true};
	return read->path != NULL ? m : NULL;
}

pub_media *
pub_media_take(publication *p, bm_doc *doc, const char *path)
{
	bool is_new = false;
	void **slot = bm_map_put(&p->media, bm_str_of(path), &is_new);
	pub_media *m;

	if (slot == NULL)
		return NULL;
	if (!is_new)
		return *slot != NULL && p->env->reuse != NULL
			   ? shared(doc, *slot)
			   : *slot;
	m = BM_NEW(p->arena, pub_media);
	*slot = m;
	if (m == NULL || (m->path = bm_arena_strdup(p->arena, path)) == NULL)
		return NULL;
	m->doc = doc;
	return look_into(p, m) == BM_OK ? m : NULL;
}

bm_status
pub_media_write(publication *p, const char *dir, const bm_sink *sink)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < p->media_list.len && status == BM_OK; i++) {
		const pub_media *m = p->media_list.items[i];
		const char *path = bm_arena_printf(
		    p->arena, "%s%s", m->is_licence ? "" : dir, m->file);
		bm_str bytes = BM_STR("");
		bm_arena *arena;

		if (path == NULL)
			return BM_NO_MEMORY;
		status = pub_read_alone(p, m->doc, m->path, &arena, &bytes);
		if (status == BM_OK)
			status = bm_put(sink, path, bytes);
		else if (status != BM_NO_MEMORY) /* it was there before */
			status = BM_IO;
		bm_arena_free(arena);
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
path_of(publication *p, const pub_doc *d, const xmlNode *el, const char *ref)
{
	const char *source = bm_get_pos(d->doc, el)->file;
	const char *dir = source != NULL ? bm_path_dir(p->arena, source) : "";

	return dir != NULL ? bm_path_join(p->arena, dir, ref) : NULL;
}

pub_media *
pub_media_at(publication *p, const pub_doc *d, const xmlNode *el,
	     const char *ref)
{
	const char *path = path_of(p, d, el, ref);

	return path != NULL ? pub_media_take(p, d->doc, path) : NULL;
}

static void
set_size(pub_doc *d, xmlNode *el, const char *name, unsigned px)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", px);
	if (px > 0)
		bm_set_bm(d->doc, el, name, text);
}

/* A length in pixels of CSS; 0 if it is none, or a share. */
static unsigned
pixels(const char *length)
{
	static const struct {
		const char *unit;
		double px;
	} units[] = {{"px", 1},         {"in", 96}, {"pt", 96.0 / 72},
		     {"pc", 16},        {"em", 16}, {"cm", 96 / 2.54},
		     {"mm", 9.6 / 2.54}};
	char *end;
	double n = length != NULL ? strtod(length, &end) : 0;

	if (!(n > 0 && n < 100000))
		return 0;
	if (*end == '\0')
		return (unsigned)n;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (strcmp(end, units[i].unit) == 0)
			return (unsigned)(n * units[i].px + 0.5);
	return 0;
}

/* The size that the author asks for: contentwidth before width, and one side
 * makes the other; a share of the line is left to the sheet (bm:share). */
static void
ask_size(pub_doc *d, xmlNode *el, unsigned width, unsigned height)
{
	const char *wide = bm_attr(el, "contentwidth");
	const char *deep = bm_attr(el, "contentdepth");
	const char *scale = bm_attr(el, "scale");
	unsigned w, h;
	double by = 1;

	if (wide == NULL)
		wide = bm_attr(el, "width");
	if (deep == NULL)
		deep = bm_attr(el, "depth");
	w = pixels(wide);
	h = pixels(deep);
	if (w > 0 && width > 0)
		by = (double)w / width;
	else if (h > 0 && height > 0)
		by = (double)h / height;
	else if (scale != NULL && atoi(scale) > 0 && atoi(scale) < 10000)
		by = atoi(scale) / 100.0;
	set_size(d, el, "width", w > 0 ? w : (unsigned)(width * by + 0.5));
	set_size(d, el, "height",
		 h > 0 && w > 0 ? h : (unsigned)(height * by + 0.5));
	if (wide != NULL && w == 0 && strtod(wide, NULL) > 0 &&
	    strtod(wide, NULL) <= 100 &&
	    strcmp(wide + strspn(wide, "0123456789."), "%") == 0)
		bm_set_bm(d->doc, el, "share", wide);
}

/* Whether browsers and reading systems show files of this kind, as far as
 * the name or the format tells. */
static bool
is_usable(const xmlNode *data)
{
	static const char *const others[] = {"eps", "ps",  "pdf", "tif", "tiff",
					     "bmp", "wmf", "emf", "cgm", "fig",
					     "ai",  "tex", "dvi", NULL};
	const char *format = bm_attr(data, "format");
	const char *ref = bm_attr(data, "fileref");
	const char *dot = ref != NULL ? strrchr(ref, '.') : NULL;
	const char *kind = dot != NULL ? dot + 1 : format;
	char low[8] = "";

	for (size_t i = 0; kind != NULL && kind[i] != '\0' && i < 7; i++)
		low[i] = bm_lower(kind[i]);
	for (size_t i = 0; others[i] != NULL; i++)
		if (strcmp(others[i], low) == 0)
			return false;
	return true;
}

/* How fit one of the alternatives is; 0: not at all. */
static int
fitness(const publication *p, const xmlNode *object)
{
	static const char *const print[] = {"fo", "print", "pdf", "latex",
					    NULL};
	static const char *const kinds[] = {"imagedata", "videodata",
					    "audiodata", NULL};
	const char *role = bm_attr(object, "role");
	const char *own = p->kind == PUB_EPUB ? "epub" : "html";
	xmlNode *data = bm_is(object, "imageobjectco")
			    ? bm_first_element(bm_child(object, "imageobject"))
			    : bm_first_element(object);

	while (data != NULL && !bm_is_any(data, kinds))
		data = bm_next_element(data);
	if (!is_usable(data))
		return 0;
	if (bm_streq(role, own))
		return 4;
	if (bm_streq(role, "html") || bm_streq(role, "web") ||
	    bm_streq(role, "xhtml"))
		return 3;
	for (size_t i = 0; role != NULL && print[i] != NULL; i++)
		if (strcmp(role, print[i]) == 0)
			return 1;
	return 2;
}

/* Gives the text that stands in for a film or a sound an id; for an image too,
 * that no shorter words are written for. */
static void
name_transcript(pub_doc *d, xmlNode *object, const xmlNode *shown)
{
	const xmlNode *text = bm_child(object, "textobject");
	bool image =
	    !bm_is(shown, "videoobject") && !bm_is(shown, "audioobject");
	char id[40];

	if (image &&
	    (bm_child(object, "alt") != NULL || bm_child(shown, "alt") != NULL))
		return;
	while (text != NULL && bm_child(text, "phrase") != NULL) {
		if (image)
			return;
		text = bm_next(text, "textobject");
	}
	if (text == NULL)
		return;
	do
		snprintf(id, sizeof(id), "%s-%zu",
			 image ? "description" : "transcript",
			 ++d->transcripts);
	while (bm_map_getz(&d->ids, id) != NULL);
	bm_set_bm(d->doc, object, "transcript", id);
}

void
pub_media_choose(publication *p, pub_doc *d, xmlNode *object)
{
	static const char *const kinds[] = {"imageobject", "imageobjectco",
					    "videoobject", "audioobject", NULL};
	xmlNode *best = NULL;
	int most = 0;

	for (xmlNode *n = bm_first_element(object); n != NULL;
	     n = bm_next_element(n)) {
		int fit = bm_is_any(n, kinds) ? fitness(p, n) : 0;

		/* Of an earlier run for another output. */
		if (bm_attr_bm(n, "chosen") != NULL)
			bm_set_bm(d->doc, n, "chosen", NULL);
		if (fit > most) {
			best = n;
			most = fit;
		}
	}
	if (best != NULL)
		bm_set_bm(d->doc, best, "chosen", "yes");
	if (bm_is(object, "mediaobject") && best != NULL)
		name_transcript(d, object, best);
}

/* Whether another alternative is shown in place of the one with this. */
static bool
is_passed_over(const xmlNode *data)
{
	const xmlNode *object = data->parent;

	if (bm_is(object->parent, "imageobjectco"))
		object = object->parent;
	if (bm_attr_bm(object, "chosen") != NULL)
		return false;
	for (const xmlNode *n = bm_first_element(object->parent); n != NULL;
	     n = bm_next_element(n))
		if (bm_attr_bm(n, "chosen") != NULL)
			return true;
	return false;
}

/* A text that stands for itself: read into the tree. */
static void
take_text(publication *p, pub_doc *d, xmlNode *el, const char *ref)
{
	const bm_xml_files *files = p->env->files;
	const char *path = path_of(p, d, el, ref);
	bm_str text;

	if (files == NULL || files->read == NULL || path == NULL)
		return;
	if (files->read(files->user, d->doc, path, &text) != BM_OK)
		pub_report(d, el, "image-not-found", "%s cannot be read", ref);
	else if (!bm_utf8_valid(text, NULL))
		pub_report(d, el, "image-format", "%s is no text in UTF-8",
			   ref);
	else
		bm_set_bm(d->doc, el, "text",
			  bm_arena_str(d->doc->arena, text));
}

/* Whether an address is one of a picture or film in the network. */
static bool
is_host(const char *ref)
{
	return strncmp(ref, "https://", 8) == 0 ||
	       strncmp(ref, "http://", 7) == 0 || strncmp(ref, "//", 2) == 0;
}

/* A reference into the network, or with its content in itself. */
static void
remote(publication *p, pub_doc *d, xmlNode *el, const char *ref)
{
	bool own = strncmp(ref, "data:image/", 11) == 0;

	if (!own && !is_host(ref))
		pub_report(d, el, "image-not-found",
			   "%.40s is no address of an image", ref);
	else if (p->kind == PUB_EPUB && !own)
		pub_report(d, el, "image-remote",
			   "The book cannot show %s from the network", ref);
	else
		bm_set_bm(d->doc, el, "src", ref);
}

/* The file that an element names; of a player's parameters only texts to go
 * along with the film do (HTML, 4.8.11: track). */
static const char *
reference_of(const xmlNode *el)
{
	static const char *const kinds[] = {"captions", "subtitles",
					    "descriptions", "chapters", NULL};

	if (!bm_is(el, "multimediaparam"))
		return bm_attr(el, "fileref");
	for (size_t i = 0; kinds[i] != NULL; i++)
		if (bm_streq(bm_attr(el, "name"), kinds[i]))
			return bm_attr(el, "value");
	return NULL;
}

/* Whether the end of a name promises another format than the content has. */
static bool
is_misnamed(const char *ref, const pub_media *m)
{
	static const char *const ends[][2] = {
	    {".png", ".png"}, {".gif", ".gif"},   {".jpg", ".jpg"},
	    {".jpe", ".jpg"}, {".jpeg", ".jpg"},  {".jfif", ".jpg"},
	    {".svg", ".svg"}, {".webp", ".webp"}, {".tif", ""},
	    {".tiff", ""},    {".bmp", ""},       {".avif", ""}};
	const char *dot = strrchr(bm_path_base(ref), '.');
	char low[8] = "";

	for (size_t i = 0; dot != NULL && dot[i] != '\0' && i < 7; i++)
		low[i] = bm_lower(dot[i]);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (strcmp(ends[i][0], low) == 0)
			return !bm_streq(m->suffix, ends[i][1]);
	return false;
}

/* Says what is unwise about an image that can be shown. */
static void
judge(pub_doc *d, xmlNode *el, const char *ref, const pub_media *m)
{
	if (strncmp(m->type, "image/", 6) != 0)
		return;
	if (is_misnamed(ref, m))
		pub_report(d, el, "image-extension", "%s is %s by its content",
			   ref, m->type);
	else if (m->bytes > LARGE)
		pub_report(d, el, "image-large", "%s has %zu kilobytes", ref,
			   m->bytes / 1000);
	else if (m->width == 0 || m->height == 0)
		pub_report(d, el, "image-no-size",
			   "%s does not say how large it is", ref);
}

void
pub_media_object(publication *p, pub_doc *d, pub_chunk *from, xmlNode *el)
{
	const char *ref = reference_of(el);
	pub_media *m;

	if (ref == NULL || d->own ||
	    is_passed_over(bm_is(el, "multimediaparam") ? el->parent : el))
		return;
	if (bm_is(el, "textdata")) {
		take_text(p, d, el, ref);
		return;
	}
	if (is_remote(ref)) {
		remote(p, d, el, ref);
		return;
	}
	/* Of an earlier run for another output. */
	bm_set_bm(d->doc, el, "srcset", NULL);
	bm_set_bm(d->doc, el, "sizes", NULL);
	/* On one page of its own the author's reference must do. */
	if (p->kind == PUB_HTML)
		bm_set_bm(d->doc, el, "src", ref);
	if (p->kind == PUB_HTML && p->env->files == NULL)
		return;
	m = pub_media_at(p, d, el, ref);
	if (m == NULL) {
		d->doc->no_memory = true;
		return;
	}
	ask_size(d, el, m->width, m->height);
	if (m->fault != NULL &&
	    (p->kind != PUB_HTML || strcmp(m->fault->code, "image-format")))
		pub_report(d, el, m->fault->code, "%s: %s", ref,
			   m->fault->summary);
	else if (p->kind != PUB_HTML)
		bm_set_bm(d->doc, el, "src", pub_href(p, from, m->file, NULL));
	if (m->fault != NULL)
		return;
	judge(d, el, ref, m);
	if (p->kind != PUB_EPUB)
		pub_media_sizes(p, d, from, el, m);
}

/* See publication.h. */
void
pub_media_sum(publication *p, const pub_doc *d, const xmlNode *el, bm_buf *sum)
{
	static const char *const shown[] = {"chosen", "src",   "width",
					    "height", "share", "text",
					    "srcset", "sizes", NULL};
	const char *ref = bm_attr(el, "fileref");
	const char *path =
	    ref != NULL && !is_remote(ref) ? path_of(p, d, el, ref) : NULL;
	pub_media *m = path != NULL ? bm_map_getz(&p->media, path) : NULL;

	for (size_t i = 0; shown[i] != NULL; i++)
		bm_wire_put_text(sum, bm_attr_bm(el, shown[i]));
	if (m != NULL)
		bm_wire_put_text(sum, m->sha256);
}

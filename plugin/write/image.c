/*
 * What an image file is, how large it wants to be shown and whether it moves;
 * for SVG also whether it does more than draw.
 */
#include <stdlib.h>

#include "write/publication.h"

static unsigned
be16(const unsigned char *b)
{
	return (unsigned)b[0] << 8 | b[1];
}

static unsigned
be32(const unsigned char *b)
{
	return be16(b) << 16 | be16(b + 2);
}

static unsigned
le16(const unsigned char *b)
{
	return b[0] | (unsigned)b[1] << 8;
}

static unsigned
le24(const unsigned char *b)
{
	return le16(b) | (unsigned)b[2] << 16;
}

/* Whether a PNG has more than one frame: acTL says so, before the first data
 * (PNG, third edition, 11.3.6.1).  Words of its author prove nothing. */
static bool
png_moves(const unsigned char *b, size_t n)
{
	size_t at = 8;

	while (n - at >= 12 && memcmp(b + at + 4, "IDAT", 4) != 0) {
		size_t len = be32(b + at);
		if (len > n - at - 12)
			return false;
		if (memcmp(b + at + 4, "acTL", 4) == 0 && len >= 8)
			return be32(b + at + 8) > 1;
		at += 12 + len;
	}
	return false;
}

/* PNG (ISO/IEC 15948): the IHDR chunk comes first. */
static bool
probe_png(const unsigned char *b, size_t n, pub_image *out)
{
	if (n < 24 || memcmp(b, "\x89PNG\r\n\x1a\n", 8) != 0)
		return false;
	*out = (pub_image){.type = "image/png",
			   .suffix = ".png",
			   .width = be32(b + 16),
			   .height = be32(b + 20),
			   .animated = png_moves(b, n)};
	return true;
}

/* Behind the table of colours that a byte of flags tells of. */
static size_t
gif_colours(unsigned char flags)
{
	return (flags & 0x80) != 0 ? (size_t)6 << (flags & 7) : 0;
}

/* Whether a GIF has more than one image: it is walked through, as one that is
 * shown once has no block that says so (GIF89a, 20 and 23). */
static bool
gif_moves(const unsigned char *b, size_t n)
{
	size_t at = n > 12 ? 13 + gif_colours(b[10]) : n;
	int images = 0;

	while (at + 10 < n && (b[at] == 0x21 || b[at] == 0x2C)) {
		if (b[at] == 0x2C && ++images > 1)
			return true;
		at += b[at] == 0x2C ? 11 + gif_colours(b[at + 9]) : 2;
		while (at < n && b[at] != 0)
			at += (size_t)b[at] + 1;
		at++;
	}
	return false;
}

static bool
probe_gif(const unsigned char *b, size_t n, pub_image *out)
{
	if (n < 10 ||
	    (memcmp(b, "GIF87a", 6) != 0 && memcmp(b, "GIF89a", 6) != 0))
		return false;
	*out = (pub_image){.type = "image/gif",
			   .suffix = ".gif",
			   .width = le16(b + 6),
			   .height = le16(b + 8),
			   .animated = gif_moves(b, n)};
	return true;
}

/* JPEG (ITU-T T.81): the size stands in the frame header, a segment SOF0 to
 * SOF15 (but DHT, JPG and DAC, which share the range). */
static bool
probe_jpeg(const unsigned char *b, size_t n, pub_image *out)
{
	size_t at = 2;

	if (n < 4 || b[0] != 0xFF || b[1] != 0xD8 || b[2] != 0xFF)
		return false;
	*out = (pub_image){.type = "image/jpeg", .suffix = ".jpg"};
	while (at + 9 < n && b[at] == 0xFF) {
		unsigned marker = b[at + 1];
		if (marker == 0xFF) {
			at++;
			continue;
		}
		if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 &&
		    marker != 0xC8 && marker != 0xCC) {
			out->height = be16(b + at + 5);
			out->width = be16(b + at + 7);
			break;
		}
		if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD9))
			at += 2;
		else
			at += 2 + (size_t)be16(b + at + 2);
	}
	return true;
}

/* WebP (RFC 9649): simple lossy, simple lossless or extended. */
static bool
probe_webp(const unsigned char *b, size_t n, pub_image *out)
{
	if (n < 16 || memcmp(b, "RIFF", 4) != 0 ||
	    memcmp(b + 8, "WEBP", 4) != 0)
		return false;
	*out = (pub_image){.type = "image/webp", .suffix = ".webp"};
	if (n >= 30 && memcmp(b + 12, "VP8X", 4) == 0) {
		out->animated = (b[20] & 0x02) != 0;
		out->width = le24(b + 24) + 1;
		out->height = le24(b + 27) + 1;
	} else if (n >= 30 && memcmp(b + 12, "VP8 ", 4) == 0) {
		out->width = le16(b + 26) & 0x3FFF;
		out->height = le16(b + 28) & 0x3FFF;
	} else if (n >= 25 && memcmp(b + 12, "VP8L", 4) == 0) {
		unsigned bits = le16(b + 21) | le16(b + 23) << 16;
		out->width = (bits & 0x3FFF) + 1;
		out->height = (bits >> 14 & 0x3FFF) + 1;
	}
	return true;
}

/* ---- SVG ----------------------------------------------------------------- */

/* A number with a unit of px or none; 0 for everything else. */
static unsigned
length_of(const char *s, char **end)
{
	double v = 0, scale = 1;
	const char *from = s;

	while (s != NULL && bm_is_space(*s))
		s++;
	/* strtod asks the locale. */
	for (from = s; s != NULL && bm_is_digit(*s) && v < 1e6; s++)
		v = v * 10 + (*s - '0');
	if (s != NULL && *s == '.')
		for (s++; bm_is_digit(*s); s++)
			v += (*s - '0') * (scale /= 10);
	if (end != NULL)
		*end = (char *)(uintptr_t)s;
	if (s == from || v < 0.5 || v >= 1e6)
		return 0;
	return (unsigned)(v + 0.5);
}

/* Width and height in px: the attributes, else the viewBox (SVG 2, 8.2). */
static void
svg_size(const xmlNode *root, pub_image *out)
{
	const char *box = bm_attr(root, "viewBox");
	const char *names[2] = {"width", "height"};
	unsigned sizes[2] = {0, 0}, in_box[4] = {0, 0, 0, 0};
	char *end = NULL;

	for (int i = 0; i < 2; i++) {
		const char *text = bm_attr(root, names[i]);
		unsigned n = text != NULL ? length_of(text, &end) : 0;
		if (n > 0 && (*end == '\0' || strcmp(end, "px") == 0))
			sizes[i] = n;
	}
	for (int i = 0; box != NULL && i < 4; i++) {
		box += strspn(box, " ,\t\r\n");
		if (*box == '-' || *box == '+')
			box++;
		in_box[i] = length_of(box, &end);
		box = end;
	}
	if (sizes[0] > 0 && sizes[1] > 0) {
		out->width = sizes[0];
		out->height = sizes[1];
	} else if (in_box[2] > 0 && in_box[3] > 0) {
		out->width = in_box[2];
		out->height = in_box[3];
	}
}

/* Whether a reference stays inside the image. */
static bool
stays_inside(const char *ref)
{
	while (bm_is_space(*ref))
		ref++;
	return *ref == '\0' || *ref == '#' ||
	       strncmp(ref, "data:image/png", 14) == 0 ||
	       strncmp(ref, "data:image/jpeg", 15) == 0 ||
	       strncmp(ref, "data:image/gif", 14) == 0 ||
	       strncmp(ref, "data:image/webp", 15) == 0;
}

/* Whether CSS takes in other files or may. */
static bool
css_unsafe(const char *css)
{
	for (const char *at = css; (at = strstr(at, "url(")) != NULL;) {
		at += 4;
		at += strspn(at, " '\"\t\r\n");
		if (!stays_inside(at))
			return true;
	}
	/* An escape could hide both words. */
	return strchr(css, '\\') != NULL || strstr(css, "@import") != NULL;
}

/* See publication.h. */
bool
pub_attribute_unsafe(const xmlNode *el, const xmlAttr *a)
{
	const char *name = (const char *)a->name;
	const char *value =
	    a->children != NULL ? (const char *)a->children->content : "";

	if (value == NULL || a->children == NULL)
		return false;
	if (a->children->next != NULL)
		return true; /* entities: nobody knows what it says */
	if (bm_lower(name[0]) == 'o' && bm_lower(name[1]) == 'n')
		return true;
	/* Words: "\left(" in a formula is no CSS. */
	if (strcmp(name, "alttext") == 0)
		return false;
	/* A link that is followed on demand takes nothing in. */
	if (strcmp(name, "href") == 0 || strcmp(name, "src") == 0)
		return !stays_inside(value) &&
		       !(strcmp((const char *)el->name, "a") == 0 &&
			 strncmp(value, "https://", 8) == 0);
	return css_unsafe(value) && strchr(value, '(') != NULL;
}

static bool
element_unsafe(const xmlNode *el)
{
	static const char *const bad[] = {"script", "handler",       "iframe",
					  "object", "embed",         "audio",
					  "video",  "foreignObject", NULL};

	for (size_t i = 0; bad[i] != NULL; i++)
		if (strcmp(bad[i], (const char *)el->name) == 0)
			return true;
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next)
		if (pub_attribute_unsafe(el, a))
			return true;
	if (strcmp((const char *)el->name, "style") != 0)
		return false;
	for (const xmlNode *n = el->children; n != NULL; n = n->next)
		if (n->content != NULL && css_unsafe((const char *)n->content))
			return true;
	return false;
}

/* Whether CSS speaks of animation, beside its comments. */
static bool
css_moves(const char *css)
{
	for (; *css != '\0'; css++) {
		if (strncmp(css, "/*", 2) == 0) {
			css = strstr(css + 2, "*/");
			if (css == NULL)
				return false;
			css++;
		} else if (strncmp(css, "animation", 9) == 0) {
			return true;
		}
	}
	return false;
}

/* Whether an element sets something in motion (SMIL, CSS). */
static bool
moves(const xmlNode *el)
{
	const char *name = (const char *)el->name;
	const char *style = bm_attr(el, "style");

	if (strncmp(name, "animate", 7) == 0 || strcmp(name, "set") == 0)
		return true;
	if (style != NULL && css_moves(style))
		return true;
	if (strcmp(name, "style") != 0)
		return false;
	for (const xmlNode *n = el->children; n != NULL; n = n->next)
		if (n->type != XML_COMMENT_NODE && n->content != NULL &&
		    css_moves((const char *)n->content))
			return true;
	return false;
}

/* Whether the text may be SVG: worth the XML parser. */
static bool
looks_like_svg(bm_str s)
{
	size_t first = 0;

	if (bm_str_starts(s, "\xEF\xBB\xBF"))
		first = 3;
	while (first < s.len && bm_is_space(s.ptr[first]))
		first++;
	return first < s.len && s.ptr[first] == '<' &&
	       bm_str_find(s, "<svg", 0) != s.len;
}

static bm_status
probe_svg(bm_arena *arena, bm_str bytes, pub_image *out)
{
	xmlDoc *xml = NULL;
	bm_status status;
	xmlNode *root, *n;

	if (!looks_like_svg(bytes))
		return BM_OK;
	status = bm_xml_parse_data(arena, bytes, "image", &xml, NULL);
	if (status == BM_NO_MEMORY)
		return status;
	root = status == BM_OK ? xmlDocGetRootElement(xml) : NULL;
	if (root != NULL && strcmp((const char *)root->name, "svg") == 0) {
		*out = (pub_image){.type = "image/svg+xml", .suffix = ".svg"};
		svg_size(root, out);
		for (n = xml->children; n != NULL; n = n->next)
			if (n->type == XML_PI_NODE)
				out->unsafe = true;
		for (n = root; n != NULL; n = bm_walk(n, root)) {
			if (n->type == XML_ENTITY_REF_NODE ||
			    (n->type == XML_ELEMENT_NODE && element_unsafe(n)))
				out->unsafe = true;
			if (n->type == XML_ELEMENT_NODE && moves(n))
				out->animated = true;
		}
	}
	xmlFreeDoc(xml);
	return BM_OK;
}

bm_status
pub_image_probe(bm_arena *arena, bm_str bytes, pub_image *out)
{
	const unsigned char *b = (const unsigned char *)bytes.ptr;

	*out = (pub_image){0};
	if (probe_png(b, bytes.len, out) || probe_gif(b, bytes.len, out) ||
	    probe_jpeg(b, bytes.len, out) || probe_webp(b, bytes.len, out))
		return BM_OK;
	return probe_svg(arena, bytes, out);
}

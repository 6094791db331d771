/*
 * Files with other sizes of a picture.  They lie beside it and are named after
 * it: picture@2x.png with twice its pixels, picture-800w.png with a width of
 * 800.  A browser is told the widths that they have, and takes what its screen
 * needs (HTML, 4.8.4: srcset and sizes).
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/buf.h"
#include "write/publication.h"

static const char *const marks[] = {"-400w",  "-800w", "-1200w", "-1600w",
				    "-2400w", "@2x",   "@3x"};

#define MARKS (sizeof(marks) / sizeof(*marks))

struct size {
	unsigned width;
	const char *address;
};

/* Where the suffix of a name begins, or NULL. */
static const char *
suffix_of(const char *ref)
{
	const char *dot = strrchr(ref, '.');

	return dot != NULL && dot != ref && strchr(dot, '/') == NULL ? dot
								     : NULL;
}

/* Whether two pictures have one shape, but for a rounded pixel. */
static bool
same_shape(const pub_media *a, const pub_media *b)
{
	double x = (double)a->width * b->height;
	double y = (double)b->width * a->height;

	return x - y <= a->width + b->width && y - x <= a->width + b->width;
}

/* An address in a list: blanks and commas would end it. */
static void
put_address(bm_buf *out, const char *address)
{
	for (; *address != '\0'; address++)
		if ((unsigned char)*address <= ' ' || *address == ',')
			bm_buf_printf(out, "%%%02X", (unsigned)*address);
		else
			bm_buf_putc(out, *address);
}

/* Puts a size among the others, the smallest first; each width once. */
static size_t
insert(struct size *sizes, size_t count, unsigned width, const char *address)
{
	size_t at = count;

	for (size_t i = 0; i < count; i++)
		if (sizes[i].width == width)
			return count;
	for (; at > 0 && sizes[at - 1].width > width; at--)
		sizes[at] = sizes[at - 1];
	sizes[at] = (struct size){width, address};
	return count + 1;
}

static void
set_sizes(pub_doc *d, xmlNode *el, const struct size *sizes, size_t count,
	  unsigned shown)
{
	char text[48];
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(d->doc->arena));
	for (size_t i = 0; i < count; i++) {
		bm_buf_puts(&buf, i > 0 ? ", " : "");
		put_address(&buf, sizes[i].address);
		bm_buf_printf(&buf, " %uw", sizes[i].width);
	}
	snprintf(text, sizeof(text), "(max-width: %upx) 100vw, %upx", shown,
		 shown);
	bm_set_bm(d->doc, el, "srcset", bm_buf_cstr(&buf));
	bm_set_bm(d->doc, el, "sizes", text);
	if (buf.status != BM_OK)
		d->doc->no_memory = true;
	bm_buf_free(&buf);
}

/* See publication.h. */
void
pub_media_sizes(publication *p, pub_doc *d, const pub_chunk *from, xmlNode *el,
		const pub_media *m)
{
	static const char *const kinds[] = {"image/png", "image/jpeg",
					    "image/webp", NULL};
	const char *ref = bm_attr(el, "fileref");
	const char *src = bm_attr_bm(el, "src");
	const char *width = bm_attr_bm(el, "width");
	unsigned shown = width != NULL ? (unsigned)atoi(width) : 0;
	bool raster = false;
	const char *dot = ref != NULL ? suffix_of(ref) : NULL;
	struct size sizes[MARKS + 1] = {{m->width, src}};
	size_t count = 1;

	for (size_t i = 0; kinds[i] != NULL; i++)
		raster |= bm_streq(m->type, kinds[i]);
	if (!raster || m->animated || dot == NULL || src == NULL || shown == 0)
		return;
	for (size_t i = 0; i < MARKS; i++) {
		const char *other = bm_arena_printf(
		    p->arena, "%.*s%s%s", (int)(dot - ref), ref, marks[i], dot);
		const pub_media *o =
		    other != NULL ? pub_media_at(p, d, el, other) : NULL;

		if (o == NULL || o->fault != NULL || o->width == 0)
			continue;
		if (!same_shape(m, o)) {
			pub_report(d, el, "image-sizes",
				   "%s has not the shape of %s", other, ref);
			continue;
		}
		if (p->kind == PUB_SITE)
			other = pub_href(p, from, o->file, NULL);
		if (other == NULL) {
			d->doc->no_memory = true;
			return;
		}
		count = insert(sizes, count, o->width, other);
	}
	if (count > 1)
		set_sizes(d, el, sizes, count, shown);
}

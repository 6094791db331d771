/* One book in several languages and versions, side by side. */
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "core/file.h"
#include "write/publication.h"

/* What the documents of the same part have in common: the name of the file
 * that they come from, without its folder and its suffix. */
static bm_str
stem_of(const pub_doc *d)
{
	const char *name = d->file != NULL ? bm_path_base(d->file) : "";
	const char *dot = strrchr(name, '.');

	return (bm_str){name,
			dot != NULL ? (size_t)(dot - name) : strlen(name)};
}

/* The page of another book that is this one there; its first page if none
 * is.  *same tells which. */
static const pub_chunk *
counterpart(publication *p, const pub_chunk *c, pub_book *other, bool *same)
{
	const pub_chunk *found;

	*same = true;
	if (c == c->doc->book->start)
		return other->start;
	if (other->stems.arena == NULL) {
		bm_map_init(&other->stems, p->arena);
		for (size_t i = 0; i < other->docs.len; i++) {
			pub_doc *d = other->docs.items[i];
			void **slot =
			    bm_map_put(&other->stems, stem_of(d), NULL);

			if (slot != NULL)
				*slot = d->chunks.items[0];
		}
	}
	found = c->outer == NULL ? bm_map_get(&other->stems, stem_of(c->doc))
				 : NULL;
	*same = found != NULL;
	return found != NULL ? found : other->start;
}

/* What a language is called by those who speak it; its tag if ICU does not
 * know. */
static const char *
name_of(publication *p, const char *lang)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar name[64];
	char id[ULOC_FULLNAME_CAPACITY], utf8[200];

	uloc_forLanguageTag(lang, id, sizeof(id), NULL, &e);
	uloc_getDisplayName(id, id, name, 64, &e);
	u_strToUTF8(utf8, sizeof(utf8), NULL, name, -1, &e);
	return U_SUCCESS(e) ? bm_arena_strdup(p->arena, utf8) : lang;
}

/* See publication.h. */
const char *
pub_version(publication *p, const pub_book *b, const char *lang)
{
	const char *version = b->source->version;

	return version != NULL && bm_is_digit(*version)
		   ? pub_term_with(p, lang, "version", version)
		   : version;
}

/* See publication.h. */
void
pub_others(publication *p, pub_chunk *c, xmlNode *page)
{
	const pub_book *own = c->doc->book;
	const char *group = own != NULL ? own->source->group : NULL;
	bm_doc *doc = c->doc->doc;

	for (size_t i = 0; group != NULL && i < p->books.len; i++) {
		pub_book *b = p->books.items[i];
		bool translated = !bm_streq(b->lang, own->lang), same;
		const pub_chunk *there;
		xmlNode *el;

		if (b == own || b->start == NULL ||
		    !bm_streq(b->source->group, group) ||
		    (translated &&
		     !bm_same(b->source->version, own->source->version)))
			continue;
		there = counterpart(p, c, b, &same);
		el = bm_el_bm(doc, page, "other");
		bm_set(doc, el, "kind", translated ? "language" : "version");
		bm_set(doc, el, "href", pub_href(p, c, there->file, NULL));
		bm_set(doc, el, "lang", b->lang);
		bm_set(doc, el, "title",
		       translated                   ? name_of(p, b->lang)
		       : b->source->version != NULL ? pub_version(p, b, c->lang)
						    : b->title);
		if (same)
			bm_set(doc, el, "address", pub_address(p, there));
	}
}

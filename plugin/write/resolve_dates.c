/* Dates as the language of their document writes them. */
#include "core/date.h"
#include "write/publication.h"

/* What an element says that may be a date. */
static const char *
said(pub_doc *d, const xmlNode *el)
{
	static const char *const dates[] = {"date", "pubdate", NULL};

	if (bm_is_any(el, dates))
		return bm_textz(d->doc, el);
	return bm_is(el, "meta") ? bm_attr(el, "content") : NULL;
}

/* See publication.h. */
void
pub_dated(publication *p, pub_doc *d, xmlNode *el)
{
	const char *text = said(d, el);
	bm_str value = bm_str_trim(bm_str_of(text));
	bm_date date;
	char iso[16];

	/* A time of day is left as it is. */
	if (text == NULL || value.len > 10 || !bm_date_parse(value, &date))
		return;
	bm_date_iso(date, iso, sizeof(iso));
	if (!bm_str_is(value, iso))
		return;
	bm_set_bm(d->doc, el, "iso", iso);
	text = bm_l10n_date(p->l10n, d->doc->arena, date,
			    d->chunks.items[0]->lang);
	if (text == NULL)
		d->doc->no_memory = true;
	bm_set_bm(d->doc, el, "date", text);
}

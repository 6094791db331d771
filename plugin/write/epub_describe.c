/*
 * What a book is: identifiers, titles, people, subjects, rights (EPUB 3.3,
 * section 5.5 and appendix D.3).
 */
#include <stdio.h>

#include "core/date.h"
#include "write/epub_package.h"

/* ---- Identifier and dates ------------------------------------------------ */

/* A number from text: FNV-1a with a final mix, one for each seed. */
static uint64_t
hash(uint64_t h, const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001B3u;
	h = (h ^ 0xFF) * 0x100000001B3u;
	return h ^ h >> 29;
}

/* A name-based UUID, version 8 (RFC 9562, 5.8): the same book has the same
 * one in each build. */
static void
derive_uuid(const epub *e, char out[64])
{
	uint64_t a = 0xCBF29CE484222325u, b = 0x84222325CBF29CE4u;
	const char *parts[] = {"backmatter", e->book->id, e->book->title,
			       e->book->lang};

	for (size_t i = 0; i < 4; i++) {
		a = hash(a, parts[i]);
		b = hash(b ^ a >> 7, parts[i]);
	}
	a = (a & 0xFFFFFFFFFFFF0FFFu) | 0x8000u;
	b = (b & 0x3FFFFFFFFFFFFFFFu) | 0x8000000000000000u;
	snprintf(out, 64, "urn:uuid:%08lx-%04lx-%04lx-%04lx-%012llx",
		 (unsigned long)(a >> 32), (unsigned long)(a >> 16 & 0xFFFF),
		 (unsigned long)(a & 0xFFFF), (unsigned long)(b >> 48),
		 (unsigned long long)(b & 0xFFFFFFFFFFFFu));
}

/* A number without what parts its groups; NULL without memory. */
static const char *
without_hyphens(const epub *e, const char *text)
{
	char *out = bm_arena_strdup(e->p->arena, text);
	char *to = out;

	for (const char *c = text; out != NULL && *c != '\0'; c++)
		if (*c != '-' && *c != ' ')
			*to++ = *c;
	if (out != NULL)
		*to = '\0';
	return out;
}

/* An identifier as a URI, where its class is known, and what ONIX calls the
 * class (code list 5). */
static const char *
identifier_uri(const epub *e, const xmlNode *el, const char *text,
	       const char **code)
{
	const char *class = bm_attr(el, "class"), *prefix = "";

	*code = NULL;
	if (bm_streq(class, "other"))
		class = bm_attr(el, "otherclass");
	if (bm_streq(class, "uuid"))
		prefix = "urn:uuid:";
	else if (bm_streq(class, "isbn")) {
		prefix = "urn:isbn:";
		text = without_hyphens(e, text);
		*code = text != NULL && strlen(text) == 10 ? "02" : "15";
	} else if (bm_streq(class, "issn"))
		prefix = "urn:issn:";
	else if (bm_streq(class, "doi")) {
		prefix = "https://doi.org/";
		*code = "06";
	}
	if (text == NULL)
		return NULL;
	if (strncmp(text, "urn:", 4) == 0 || strstr(text, "://") != NULL)
		prefix = "";
	return bm_arena_printf(e->p->arena, "%s%s", prefix, text);
}

/* See publication.h. */
bm_status
epub_identify(epub *e)
{
	bm_doc *holder = NULL;
	xmlNode *info = pub_book_info(e->book, &holder);
	const char *code;
	char uuid[64];

	for (xmlNode *n = bm_child(info, "biblioid");
	     n != NULL && e->identifier == NULL; n = bm_next(n, "biblioid")) {
		const char *text = bm_textz(holder, n);

		if (text[0] != '\0')
			e->identifier = identifier_uri(e, n, text, &code);
	}
	if (e->identifier == NULL) {
		derive_uuid(e, uuid);
		e->identifier = bm_arena_strdup(e->p->arena, uuid);
	}
	return bm_arena_failed(e->p->arena) ? BM_NO_MEMORY : BM_OK;
}

/* Whether the value is new among those with the same key before it. */
static bool
is_first(opf *k, const char *key, const char *value)
{
	const char *both = bm_arena_printf(k->e->p->arena, "%s %s", key, value);
	bool is_new = false;

	if (both == NULL ||
	    bm_map_put(&k->said, bm_str_of(both), &is_new) == NULL)
		k->failed = true;
	return is_new;
}

/* The author's identifiers; the first one, or one of ours, is the book's. */
static void
put_identifiers(opf *k)
{
	bool first = true;

	for (xmlNode *n = bm_child(k->info, "biblioid"); n != NULL;
	     n = bm_next(n, "biblioid")) {
		const char *text = bm_textz(k->holder, n), *code;
		const char *uri = identifier_uri(k->e, n, text, &code);
		xmlNode *el;
		if (text[0] == '\0' || uri == NULL ||
		    !is_first(k, "identifier", uri))
			continue;
		el = opf_dc(k, "identifier", uri);
		if (first)
			opf_set(k, el, "id", "book-id");
		first = false;
		if (code != NULL)
			opf_refine(k, el, "identifier", "identifier-type",
				   "onix:codelist5", code);
	}
	if (first)
		opf_set(k, opf_dc(k, "identifier", k->e->identifier), "id",
			"book-id");
}

/* The date of an element's text or of a metadata value, if it is one. */
static bool
read_date(const char *text, bm_date *out)
{
	return text != NULL && bm_date_parse(bm_str_of(text), out);
}

static const char *
element_text(bm_doc *doc, xmlNode *el)
{
	return el != NULL ? bm_textz(doc, el) : NULL;
}

/* dcterms:modified: the epoch, else the later date that the text gives. */
static void
put_modified(opf *k, const char *published)
{
	bm_date best = {2000, 1, 1}, d;
	char text[64], day[16];
	const char *dates[2] = {published,
				pub_book_meta(k->e->book, "reviewed")};

	if (k->e->p->env->epoch >= 0) {
		bm_date_time_iso(k->e->p->env->epoch, text, sizeof(text));
	} else {
		for (size_t i = 0; i < 2; i++)
			if (read_date(dates[i], &d) && bm_date_cmp(d, best) > 0)
				best = d;
		best.month = best.month == 0 ? 1 : best.month;
		best.day = best.day == 0 ? 1 : best.day;
		bm_date_iso(best, day, sizeof(day));
		snprintf(text, sizeof(text), "%sT00:00:00Z", day);
	}
	opf_meta(k, "dcterms:modified", text);
}

/* ---- People -------------------------------------------------------------- */

/* What MARC calls a person's part in the book (Code List for Relators). */
static const char *
marc_role(const xmlNode *person)
{
	static const struct {
		const char *class, *code;
	} roles[] = {{"copyeditor", "edt"},
		     {"productioneditor", "edt"},
		     {"technicaleditor", "edt"},
		     {"translator", "trl"},
		     {"proofreader", "pfr"},
		     {"coverdesigner", "cov"},
		     {"interiordesigner", "bkd"},
		     {"graphicdesigner", "dsr"},
		     {"illustrator", "ill"},
		     {"reviewer", "rev"},
		     {"typesetter", "cmt"},
		     {"conversion", "mrk"},
		     /* Words of the author's. */
		     {"photographer", "pht"},
		     {"artist", "art"},
		     {"narrator", "nrt"},
		     {"compiler", "com"},
		     {"introduction", "aui"},
		     {"foreword", "aui"},
		     {"afterword", "aft"},
		     {"editor", "edt"},
		     {"author", "aut"}};
	const char *class = bm_attr(person, "class");
	const char *role = bm_attr(person, "role");

	if (bm_streq(class, "other"))
		class = bm_attr(person, "otherclass");
	/* A code itself, as both lists of words have none of three letters. */
	for (int i = 0; i < 2; i++) {
		const char *s = i == 0 ? role : class;
		if (s != NULL && strlen(s) == 3 &&
		    strspn(s, "abcdefghijklmnopqrstuvwxyz") == 3)
			return s;
	}
	for (size_t i = 0; class != NULL && i < sizeof(roles) / sizeof(*roles);
	     i++)
		if (strcmp(roles[i].class, class) == 0)
			return roles[i].code;
	return bm_is(person, "author")   ? "aut"
	       : bm_is(person, "editor") ? "edt"
					 : "ctb";
}

static void
put_people(opf *k)
{
	for (xmlNode *n = epub_next_person(k->info, NULL); n != NULL;
	     n = epub_next_person(k->info, n)) {
		const char *sorted = epub_person_sorted(k->holder, n);
		xmlNode *el =
		    opf_dc(k, bm_is(n, "author") ? "creator" : "contributor",
			   epub_person(k->holder, n));
		if (el == NULL)
			continue;
		opf_refine(k, el, "person", "role", "marc:relators",
			   marc_role(n));
		if (sorted != NULL)
			opf_refine(k, el, "person", "file-as", NULL, sorted);
	}
}

/* ---- Subjects, series ---------------------------------------------------- */

/* How EPUB writes the name of an authority (appendix D.3.2), or NULL. */
static const char *
authority_of(const char *scheme)
{
	static const char *const names[] = {
	    "AAT",    "BIC",  "BISAC", "CLC",   "DDC", "CLIL", "EuroVoc",
	    "MEDTOP", "LCSH", "NDC",   "Thema", "UDC", "WGS",  NULL};

	for (size_t i = 0; scheme != NULL && names[i] != NULL; i++)
		if (bm_str_is_nocase(bm_str_of(scheme), names[i]))
			return names[i];
	return NULL;
}

/* A subject; of a known scheme it begins with its code. */
static void
put_subject(opf *k, const char *text, const char *authority)
{
	size_t n = strcspn(text, " \t");
	const char *words = text + n + strspn(text + n, " \t-");
	const char *code = bm_arena_strndup(k->e->p->arena, text, n);
	xmlNode *el;

	if (text[0] == '\0' || code == NULL)
		return;
	if (!is_first(k, authority != NULL ? authority : "subject", text))
		return;
	if (authority == NULL) {
		opf_dc(k, "subject", text);
		return;
	}
	el = opf_dc(k, "subject", words[0] != '\0' ? words : code);
	opf_refine(k, el, "subject", "authority", NULL, authority);
	opf_refine(k, el, "subject", "term", NULL, code);
}

static void
put_subjects(opf *k)
{
	static const char *const keys[] = {"bisac", "thema", NULL};

	for (size_t i = 0; keys[i] != NULL; i++)
		for (xmlNode *n = opf_said(k, keys[i], NULL); n != NULL;
		     n = opf_said(k, keys[i], n))
			put_subject(k, bm_attr(n, "content"),
				    authority_of(keys[i]));
	for (xmlNode *s = bm_child(k->info, "subjectset"); s != NULL;
	     s = bm_next(s, "subjectset"))
		for (xmlNode *t = bm_child(s, "subject"); t != NULL;
		     t = bm_next(t, "subject"))
			for (xmlNode *n = bm_child(t, "subjectterm"); n != NULL;
			     n = bm_next(n, "subjectterm"))
				put_subject(k, bm_textz(k->holder, n),
					    authority_of(bm_attr(s, "scheme")));
	for (xmlNode *s = bm_child(k->info, "keywordset"); s != NULL;
	     s = bm_next(s, "keywordset"))
		for (xmlNode *n = bm_child(s, "keyword"); n != NULL;
		     n = bm_next(n, "keyword"))
			put_subject(k, bm_textz(k->holder, n), NULL);
}

/* The series that the book belongs to, and its place there. */
static void
put_collection(opf *k)
{
	const char *title = opf_value(k, "collection.title");
	const char *number = opf_value(k, "collection.number");
	xmlNode *el;

	for (xmlNode *n = bm_child(k->info, "biblioset");
	     n != NULL && title == NULL; n = bm_next(n, "biblioset")) {
		xmlNode *volume = bm_child(n, "volumenum");
		if (!bm_streq(bm_attr(n, "relation"), "series"))
			continue;
		title = element_text(k->holder, bm_child(n, "title"));
		number = element_text(k->holder, volume);
	}
	if (title == NULL)
		title = opf_value(k, "collection");
	if (title == NULL || title[0] == '\0')
		return;
	el = opf_meta(k, "belongs-to-collection", title);
	opf_refine(k, el, "collection", "collection-type", NULL, "series");
	/* Numbers, with points between them if there are several. */
	if (number != NULL && number[0] != '\0' &&
	    number[strspn(number, "0123456789.")] == '\0')
		opf_refine(k, el, "collection", "group-position", NULL, number);
}

/* ---- Title, rights and the rest ------------------------------------------ */

static void
put_rights(opf *k, bm_doc *doc, xmlNode *info)
{
	for (xmlNode *c = bm_child(info, "copyright"); c != NULL;
	     c = bm_next(c, "copyright")) {
		const char *year = element_text(doc, bm_child(c, "year"));
		const char *holder = element_text(doc, bm_child(c, "holder"));
		opf_dc(k, "rights",
		       bm_arena_printf(
			   k->e->p->arena, "© %s%s%s", year != NULL ? year : "",
			   year != NULL && holder != NULL ? " " : "",
			   holder != NULL ? holder : ""));
	}
	for (xmlNode *n = bm_child(info, "legalnotice"); n != NULL;
	     n = bm_next(n, "legalnotice"))
		opf_dc(k, "rights", bm_textz(doc, n));
}

/* The title with its parts told apart (EPUB 3.3, D.3.3). */
static void
put_titles(opf *k)
{
	const char *subtitle =
	    element_text(k->holder, bm_child(k->info, "subtitle"));
	const char *title = k->e->book->title;
	xmlNode *el = opf_dc(k, "title", title[0] != '\0' ? title : "Untitled");

	if (subtitle == NULL || subtitle[0] == '\0')
		return;
	opf_refine(k, el, "title", "title-type", NULL, "main");
	opf_refine(k, opf_dc(k, "title", subtitle), "title", "title-type", NULL,
		   "subtitle");
}

/* The languages of the book; its main one first. */
static void
put_languages(opf *k)
{
	const epub *e = k->e;

	is_first(k, "language", e->book->lang);
	opf_dc(k, "language", e->book->lang);
	for (size_t i = 0; i < e->spine.len; i++)
		if (is_first(k, "language", e->spine.items[i]->lang))
			opf_dc(k, "language", e->spine.items[i]->lang);
}

/* The edition on paper whose pages are marked (EPUB Accessibility 1.1,
 * 3.4.1), and whether what is said of it agrees with what is there. */
static void
put_page_source(opf *k)
{
	xmlNode *at = opf_said(k, "page-source", NULL);
	const char *source = opf_value(k, "page-source");
	bm_diags *diags = k->e->p->env->diags;
	pub_facts f;
	const char *code = NULL;

	epub_facts(k->e, &f);
	if (source != NULL && f.page_breaks > 0)
		opf_refine(k, opf_dc(k, "source", source), "page-source",
			   "source-of", NULL, "pagination");
	else if (source != NULL)
		code = "pages-missing";
	else if (f.page_breaks > 0)
		code = "page-source";
	if (code != NULL && diags != NULL)
		bm_diag_add(diags, bm_rule_find(bm_resolve_rules, code),
			    at != NULL ? bm_get_pos(k->holder, at) : NULL,
			    NULL);
}

void
opf_describe(opf *k)
{
	const char *published =
	    element_text(k->holder, bm_child(k->info, "pubdate"));
	char day[16];
	bm_date date;

	put_identifiers(k);
	/* The info of the first of many documents is not the book's. */
	if (k->e->book->source->meta == NULL &&
	    k->e->book->source->doc_count > 1)
		k->info = NULL;
	put_titles(k);
	put_languages(k);
	put_people(k);
	opf_dc(k, "publisher",
	       element_text(k->holder, bm_child(bm_child(k->info, "publisher"),
						"publishername")));
	if (read_date(published, &date)) {
		bm_date_iso(date, day, sizeof(day));
		opf_dc(k, "date", day);
	}
	opf_dc(k, "description",
	       element_text(k->holder, bm_child(k->info, "abstract")));
	put_subjects(k);
	put_rights(k, k->holder, k->info);
	put_collection(k);
	put_page_source(k);
	put_modified(k, published);
}

/* The front of an article of JATS: what it is, whose, and of when. */
#include <stdio.h>

#include "core/date.h"
#include "write/jats.h"

static const char *
text_of(jats *j, xmlNode *el)
{
	return el != NULL ? bm_textz(j->doc, el) : "";
}

/* The next identifier of a class behind one; NULL: the first. */
static xmlNode *
next_id(xmlNode *info, xmlNode *before, const char *class)
{
	xmlNode *n = before != NULL ? bm_next(before, "biblioid")
				    : bm_child(info, "biblioid");

	while (n != NULL && !bm_streq(bm_attr(n, "class"), class))
		n = bm_next(n, "biblioid");
	return n;
}

/* The journal's title and number, and who publishes. */
static void
put_journal(jats *j, xmlNode *info)
{
	xmlNode *publisher = bm_child(info, "publisher");
	xmlNode *issn = next_id(info, NULL, "issn"), *journal;
	size_t start = j->out->len, bare;

	journal = bm_child(info, "biblioset");
	while (journal != NULL &&
	       !bm_streq(bm_attr(journal, "relation"), "journal"))
		journal = bm_next(journal, "biblioset");
	bm_buf_puts(j->out, "<journal-meta>");
	bare = j->out->len;
	if (bm_title(journal) != NULL) {
		bm_buf_puts(j->out, "<journal-title-group>");
		jats_leaf(j, "journal-title", text_of(j, bm_title(journal)));
		bm_buf_puts(j->out, "</journal-title-group>");
	}
	for (; issn != NULL; issn = next_id(info, issn, "issn"))
		jats_leaf(j, "issn", text_of(j, issn));
	if (bm_child(publisher, "publishername") != NULL) {
		bm_buf_puts(j->out, "<publisher>");
		jats_leaf(j, "publisher-name",
			  text_of(j, bm_child(publisher, "publishername")));
		jats_leaf(j, "publisher-loc",
			  text_of(j, bm_child(publisher, "address")));
		bm_buf_puts(j->out, "</publisher>");
	} else if (bm_child(info, "publishername") != NULL) {
		bm_buf_puts(j->out, "<publisher>");
		jats_leaf(j, "publisher-name",
			  text_of(j, bm_child(info, "publishername")));
		bm_buf_puts(j->out, "</publisher>");
	}
	if (j->out->len == bare)
		j->out->len = start;
	else
		bm_buf_puts(j->out, "</journal-meta>\n");
}

static void
put_ids(jats *j, xmlNode *info)
{
	for (xmlNode *n = bm_child(info, "biblioid"); n != NULL;
	     n = bm_next(n, "biblioid")) {
		const char *class = bm_attr(n, "class");
		if (bm_streq(class, "isbn") || bm_streq(class, "issn"))
			continue;
		jats_tag(j, "article-id");
		jats_attr(j, "pub-id-type",
			  bm_streq(class, "doi") ? "doi" : "other");
		jats_in(j);
		jats_text(j, bm_str_of(text_of(j, n)));
		jats_end(j, "article-id");
	}
}

static void
put_subjects(jats *j, xmlNode *info)
{
	bool some = false;

	for (xmlNode *s = bm_child(info, "subjectset"); s != NULL;
	     s = bm_next(s, "subjectset"))
		for (xmlNode *t = bm_child(s, "subject"); t != NULL;
		     t = bm_next(t, "subject"))
			for (xmlNode *n = bm_child(t, "subjectterm"); n != NULL;
			     n = bm_next(n, "subjectterm")) {
				bm_buf_puts(j->out, some
							? ""
							: "<article-categories>"
							  "<subj-group>");
				jats_leaf(j, "subject", text_of(j, n));
				some = true;
			}
	bm_buf_puts(j->out, some ? "</subj-group></article-categories>\n" : "");
}

static void
put_titles(jats *j, xmlNode *root, xmlNode *info)
{
	xmlNode *title = bm_title(root);

	bm_buf_puts(j->out, "<title-group><article-title>");
	if (title != NULL)
		jats_inlines(j, title);
	bm_buf_puts(j->out, "</article-title>");
	if (bm_child(info, "subtitle") != NULL) {
		bm_buf_puts(j->out, "<subtitle>");
		jats_inlines(j, bm_child(info, "subtitle"));
		bm_buf_puts(j->out, "</subtitle>");
	}
	bm_buf_puts(j->out, "</title-group>\n");
}

static const char *other_name(jats *j, xmlNode *name);

/* A name in its parts, as it stands, or that of an organization. */
static void
put_name(jats *j, xmlNode *person)
{
	xmlNode *name = bm_child(person, "personname");
	xmlNode *org = bm_child(person, "orgname");
	xmlNode *given, *family;
	const char *other;

	if (name == NULL && org != NULL) {
		jats_leaf(j, "collab", text_of(j, org));
		return;
	}
	name = name != NULL ? name : person;
	given = bm_child(name, "firstname");
	if (given == NULL)
		given = bm_child(name, "givenname");
	family = bm_child(name, "surname");
	if (family == NULL) {
		jats_leaf(j, "string-name", text_of(j, name));
		return;
	}
	bm_buf_puts(j->out, "<name>");
	jats_leaf(j, "surname", text_of(j, family));
	other = other_name(j, name);
	jats_leaf(j, "given-names",
		  other[0] == '\0' || given == NULL
		      ? bm_arena_printf(j->doc->arena, "%s%s",
					text_of(j, given), other)
		      : bm_arena_printf(j->doc->arena, "%s %s",
					text_of(j, given), other));
	jats_leaf(j, "prefix", text_of(j, bm_child(name, "honorific")));
	jats_leaf(j, "suffix", text_of(j, bm_child(name, "lineage")));
	bm_buf_puts(j->out, "</name>");
}

/* Titles and names that JATS has no part for. */
static void
put_degrees(jats *j, xmlNode *name)
{
	for (xmlNode *n = bm_child(name, "othername"); n != NULL;
	     n = bm_next(n, "othername"))
		if (bm_streq(bm_attr(n, "role"), "credentials"))
			jats_leaf(j, "degrees", text_of(j, n));
}

/* The part of a person's name that stands between or beside the others. */
static const char *
other_name(jats *j, xmlNode *name)
{
	xmlNode *n = bm_child(name, "othername");

	while (n != NULL && bm_streq(bm_attr(n, "role"), "credentials"))
		n = bm_next(n, "othername");
	return text_of(j, n);
}

/* An ORCID as an address, in either form of writing it. */
static void
put_orcid(jats *j, xmlNode *person)
{
	for (xmlNode *n = bm_child(person, "uri"); n != NULL;
	     n = bm_next(n, "uri")) {
		const char *id = text_of(j, n);
		if (!bm_streq(bm_attr(n, "type"), "orcid"))
			continue;
		jats_tag(j, "contrib-id");
		jats_attr(j, "contrib-id-type", "orcid");
		jats_in(j);
		if (strstr(id, "://") == NULL)
			bm_buf_puts(j->out, "https://orcid.org/");
		jats_text(j, bm_str_of(id));
		jats_end(j, "contrib-id");
	}
}

/* What a person did, and who that is. */
static void
put_role(jats *j, xmlNode *person)
{
	xmlNode *blurb = bm_child(person, "personblurb");

	for (xmlNode *n = bm_child(person, "contrib"); n != NULL;
	     n = bm_next(n, "contrib"))
		jats_leaf(j, "role", text_of(j, n));
	if (blurb != NULL) {
		bm_buf_puts(j->out, "<bio>");
		jats_blocks(j, blurb);
		bm_buf_puts(j->out, "</bio>");
	}
}

void
jats_people(jats *j, xmlNode *info)
{
	bool some = false;

	for (xmlNode *n = epub_next_person(info, NULL); n != NULL;
	     n = epub_next_person(info, n)) {
		bm_buf_puts(j->out, some ? "" : "<contrib-group>\n");
		some = true;
		jats_tag(j, "contrib");
		jats_attr(j, "contrib-type",
			  bm_is(n, "author")   ? "author"
			  : bm_is(n, "editor") ? "editor"
					       : "other");
		jats_in(j);
		put_orcid(j, n);
		put_name(j, n);
		if (bm_child(n, "personname") != NULL)
			put_degrees(j, bm_child(n, "personname"));
		for (xmlNode *a = bm_child(n, "affiliation"); a != NULL;
		     a = bm_next(a, "affiliation"))
			jats_leaf(j, "aff", text_of(j, a));
		jats_leaf(j, "email", text_of(j, bm_child(n, "email")));
		put_role(j, n);
		bm_buf_puts(j->out, "</contrib>\n");
	}
	bm_buf_puts(j->out, some ? "</contrib-group>\n" : "");
}

static void
put_date(jats *j, xmlNode *info)
{
	const char *text = text_of(j, bm_child(info, "pubdate"));
	char iso[16], part[8];
	bm_date d;

	if (!bm_date_parse(bm_str_of(text), &d))
		return;
	bm_date_iso(d, iso, sizeof(iso));
	jats_tag(j, "pub-date");
	jats_attr(j, "date-type", "pub");
	jats_attr(j, "iso-8601-date", iso);
	jats_in(j);
	snprintf(part, sizeof(part), "%02d", (int)d.day % 100);
	jats_leaf(j, "day", d.day > 0 ? part : NULL);
	snprintf(part, sizeof(part), "%02d", (int)d.month % 100);
	jats_leaf(j, "month", d.month > 0 ? part : NULL);
	snprintf(part, sizeof(part), "%d", (int)d.year % 10000);
	jats_leaf(j, "year", part);
	bm_buf_puts(j->out, "</pub-date>\n");
}

static void
put_rights(jats *j, xmlNode *info)
{
	xmlNode *copyright = bm_child(info, "copyright");
	xmlNode *license = bm_child(info, "legalnotice");

	if (copyright == NULL && license == NULL)
		return;
	bm_buf_puts(j->out, "<permissions>");
	if (copyright != NULL) {
		for (xmlNode *n = bm_child(copyright, "year"); n != NULL;
		     n = bm_next(n, "year"))
			jats_leaf(j, "copyright-year", text_of(j, n));
		for (xmlNode *n = bm_child(copyright, "holder"); n != NULL;
		     n = bm_next(n, "holder"))
			jats_leaf(j, "copyright-holder", text_of(j, n));
	}
	for (; license != NULL; license = bm_next(license, "legalnotice")) {
		bm_buf_puts(j->out, "<license>");
		jats_leaf(j, "license-p", text_of(j, license));
		bm_buf_puts(j->out, "</license>");
	}
	bm_buf_puts(j->out, "</permissions>\n");
}

static void
put_keywords(jats *j, xmlNode *info)
{
	for (xmlNode *s = bm_child(info, "keywordset"); s != NULL;
	     s = bm_next(s, "keywordset")) {
		bm_buf_puts(j->out, "<kwd-group>");
		for (xmlNode *n = bm_child(s, "keyword"); n != NULL;
		     n = bm_next(n, "keyword"))
			jats_leaf(j, "kwd", text_of(j, n));
		bm_buf_puts(j->out, "</kwd-group>\n");
	}
}

static void
put_custom(jats *j, bool *some, const char *name, const char *value)
{
	if (name == NULL || value == NULL ||
	    bm_str_trim(bm_str_of(value)).len == 0)
		return;
	bm_buf_puts(j->out, *some ? "" : "<custom-meta-group>\n");
	*some = true;
	bm_buf_puts(j->out, "<custom-meta>");
	jats_leaf(j, "meta-name", name);
	bm_buf_puts(j->out, "<meta-value>");
	jats_text(j, bm_str_trim(bm_str_of(value)));
	bm_buf_puts(j->out, "</meta-value></custom-meta>\n");
}

/* A journal of which no more is said than its title. */
static bool
is_journal(const xmlNode *n)
{
	return bm_is(n, "biblioset") &&
	       bm_streq(bm_attr(n, "relation"), "journal") &&
	       bm_next_element(bm_first_element(n)) == NULL;
}

/* What JATS has no element for, by its name.  How the document is to be made
 * is no news of it. */
static void
put_metas(jats *j, xmlNode *info)
{
	static const char *const told[] = {
	    "abstract",      "author",      "authorgroup", "biblioid",
	    "copyright",     "editor",      "issuenum",    "itermset",
	    "keywordset",    "legalnotice", "meta",        "othercredit",
	    "pubdate",       "publisher",   "subjectset",  "subtitle",
	    "title",         "titleabbrev", "volumenum",   "annotation",
	    "publishername", "artpagenums", "pagenums",    "confgroup",
	    "seriesvolnums", "collab",      NULL};
	static const char *const making[] = {
	    "bibliography", "split-level", "split-size", "style",
	    "csl",          "notices-off", NULL};
	bool some = false;

	for (xmlNode *n = bm_child(info, "meta"); n != NULL;
	     n = bm_next(n, "meta")) {
		const char *name = bm_attr(n, "name");
		size_t i = 0;
		while (making[i] != NULL && !bm_streq(making[i], name))
			i++;
		if (making[i] == NULL)
			put_custom(j, &some, name, bm_attr(n, "content"));
	}
	for (xmlNode *n = bm_first_element(info); n != NULL;
	     n = bm_next_element(n))
		if (bm_is(n, NULL) && !bm_is_any(n, told) && !is_journal(n))
			put_custom(j, &some, (const char *)n->name,
				   text_of(j, n));
	bm_buf_puts(j->out, some ? "</custom-meta-group>\n" : "");
}

/* Where in a journal or a series it stands. */
static void
put_place(jats *j, xmlNode *info)
{
	xmlNode *pages = bm_child(info, "artpagenums");

	if (pages == NULL)
		pages = bm_child(info, "pagenums");
	jats_leaf(j, "volume", text_of(j, bm_child(info, "volumenum")));
	jats_leaf(j, "volume-series",
		  text_of(j, bm_child(info, "seriesvolnums")));
	jats_leaf(j, "issue", text_of(j, bm_child(info, "issuenum")));
	for (xmlNode *n = next_id(info, NULL, "isbn"); n != NULL;
	     n = next_id(info, n, "isbn"))
		jats_leaf(j, "isbn", text_of(j, n));
	if (pages != NULL)
		jats_pages(j, bm_str_trim(bm_str_of(text_of(j, pages))));
}

static void
put_conferences(jats *j, xmlNode *info)
{
	static const char *const parts[][2] = {{"confdates", "conf-date"},
					       {"conftitle", "conf-name"},
					       {"confnum", "conf-num"},
					       {"address", "conf-loc"},
					       {"confsponsor", "conf-sponsor"}};

	for (xmlNode *n = bm_child(info, "confgroup"); n != NULL;
	     n = bm_next(n, "confgroup")) {
		bm_buf_puts(j->out, "<conference>");
		for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
			jats_leaf(j, parts[i][1],
				  text_of(j, bm_child(n, parts[i][0])));
		bm_buf_puts(j->out, "</conference>\n");
	}
}

void
jats_front(jats *j)
{
	xmlNode *root = bm_doc_element(j->doc);
	xmlNode *info = bm_child(root, "info");

	bm_buf_puts(j->out, "<front>\n");
	put_journal(j, info);
	bm_buf_puts(j->out, "<article-meta>\n");
	put_ids(j, info);
	put_subjects(j, info);
	put_titles(j, root, info);
	jats_people(j, info);
	put_date(j, info);
	put_place(j, info);
	put_rights(j, info);
	for (xmlNode *n = bm_child(info, "abstract"); n != NULL;
	     n = bm_next(n, "abstract")) {
		jats_tag(j, "abstract");
		jats_id(j, n);
		jats_in(j);
		jats_title(j, n);
		jats_blocks(j, n);
		bm_buf_puts(j->out, "</abstract>\n");
	}
	put_keywords(j, info);
	put_conferences(j, info);
	put_metas(j, info);
	bm_buf_puts(j->out, "</article-meta>\n</front>\n");
}

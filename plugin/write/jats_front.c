/* The front of an article of JATS: what it is, whose, and of when. */
#include <stdio.h>

#include "core/date.h"
#include "write/jats.h"

static const char *
text_of(jats *j, xmlNode *el)
{
	return el != NULL ? bm_textz(j->doc, el) : "";
}

static void
put_ids(jats *j, xmlNode *info)
{
	for (xmlNode *n = bm_child(info, "biblioid"); n != NULL;
	     n = bm_next(n, "biblioid")) {
		const char *class = bm_attr(n, "class");
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

/* A name in its parts, as it stands, or that of an organization. */
static void
put_name(jats *j, xmlNode *person)
{
	xmlNode *name = bm_child(person, "personname");
	xmlNode *org = bm_child(person, "orgname");
	xmlNode *given, *family;

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
	jats_leaf(j, "given-names", text_of(j, given));
	jats_leaf(j, "prefix", text_of(j, bm_child(name, "honorific")));
	jats_leaf(j, "suffix", text_of(j, bm_child(name, "lineage")));
	bm_buf_puts(j->out, "</name>");
	for (xmlNode *n = bm_child(name, "othername"); n != NULL;
	     n = bm_next(n, "othername"))
		if (bm_streq(bm_attr(n, "role"), "credentials"))
			jats_leaf(j, "degrees", text_of(j, n));
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

static void
put_people(jats *j, xmlNode *info)
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
		for (xmlNode *a = bm_child(n, "affiliation"); a != NULL;
		     a = bm_next(a, "affiliation"))
			jats_leaf(j, "aff", text_of(j, a));
		jats_leaf(j, "email", text_of(j, bm_child(n, "email")));
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
		jats_leaf(j, "copyright-year",
			  text_of(j, bm_child(copyright, "year")));
		jats_leaf(j, "copyright-holder",
			  text_of(j, bm_child(copyright, "holder")));
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

/* What JATS has no element for, by its name. */
static void
put_metas(jats *j, xmlNode *info)
{
	bool some = false;

	for (xmlNode *n = bm_child(info, "meta"); n != NULL;
	     n = bm_next(n, "meta")) {
		const char *name = bm_attr(n, "name");
		const char *content = bm_attr(n, "content");
		if (name == NULL || content == NULL || content[0] == '\0')
			continue;
		bm_buf_puts(j->out, some ? "" : "<custom-meta-group>\n");
		some = true;
		bm_buf_puts(j->out, "<custom-meta>");
		jats_leaf(j, "meta-name", name);
		jats_leaf(j, "meta-value", content);
		bm_buf_puts(j->out, "</custom-meta>\n");
	}
	bm_buf_puts(j->out, some ? "</custom-meta-group>\n" : "");
}

void
jats_front(jats *j)
{
	xmlNode *root = bm_doc_element(j->doc);
	xmlNode *info = bm_child(root, "info");

	bm_buf_puts(j->out, "<front>\n<article-meta>\n");
	put_ids(j, info);
	put_subjects(j, info);
	put_titles(j, root, info);
	put_people(j, info);
	put_date(j, info);
	put_rights(j, info);
	for (xmlNode *n = bm_child(info, "abstract"); n != NULL;
	     n = bm_next(n, "abstract")) {
		bm_buf_puts(j->out, "<abstract>");
		jats_title(j, n);
		jats_blocks(j, n);
		bm_buf_puts(j->out, "</abstract>\n");
	}
	put_keywords(j, info);
	put_metas(j, info);
	bm_buf_puts(j->out, "</article-meta>\n</front>\n");
}

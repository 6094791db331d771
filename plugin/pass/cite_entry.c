/*
 * Pass "cite": an entry that the author wrote in parts (DocBook 5.2,
 * biblioentry) becomes an item like those of a bibliography file, so that the
 * style formats it.  What has no place in an item is reported.
 */
#include "core/buf.h"
#include "core/date.h"
#include "pass/cite.h"

/* Which work a part speaks of: this one, or one that it is part of. */
typedef enum level { THE_WORK, CONTAINER, SERIES } level;

typedef struct making {
	bm_citing *c;
	bm_arena *arena;
	bm_item *item;
	bm_buf lost; /* names of parts without a place */
	bool journal, book;
} making;

/* ---- Values -------------------------------------------------------------- */

/* The value to fill, or NULL if there is one already or no memory. */
static bm_value *
new_value(making *m, const char *variable, bm_value_kind kind)
{
	bool is_new;
	void **place =
	    bm_map_put(&m->item->values, bm_str_of(variable), &is_new);
	bm_value *value;

	if (place == NULL || !is_new)
		return NULL;
	value = BM_NEW(m->arena, bm_value);
	*place = value;
	if (value != NULL)
		value->kind = kind;
	return value;
}

static bool
has(const making *m, const char *variable)
{
	return bm_map_getz(&m->item->values, variable) != NULL;
}

static void
put_text(making *m, const char *variable, const char *text)
{
	bm_value *value;

	if (text == NULL || text[0] == '\0' || has(m, variable))
		return;
	value = new_value(m, variable, BM_VALUE_TEXT);
	if (value != NULL)
		value->text = bm_str_of(bm_arena_strdup(m->arena, text));
}

/* The tag of CSL's rich text for an inline element, or NULL. */
static const char *
tag_of(const xmlNode *n)
{
	static const char *const bold[] = {"strong", "bold", NULL};
	const char *role = bm_attr(n, "role");

	if (bm_is(n, "superscript"))
		return "sup";
	if (bm_is(n, "subscript"))
		return "sub";
	if (bm_is(n, "emphasis")) {
		for (size_t i = 0; bold[i] != NULL; i++)
			if (bm_streq(role, bold[i]))
				return "b";
		return "i";
	}
	return bm_is(n, "foreignphrase") || bm_is(n, "citetitle") ? "i" : NULL;
}

/* Text with the markup that styles know; depth is bounded by the reader. */
static void
put_rich(const xmlNode *n, bm_buf *out)
{
	for (n = n->children; n != NULL; n = n->next) {
		const char *tag = tag_of(n);

		if (n->type == XML_TEXT_NODE ||
		    n->type == XML_CDATA_SECTION_NODE)
			bm_buf_puts(out, (const char *)n->content);
		if (n->type != XML_ELEMENT_NODE || bm_is(n, "footnote") ||
		    bm_is(n, "indexterm") || bm_is(n, "remark"))
			continue;
		if (tag != NULL)
			bm_buf_printf(out, "<%s>", tag);
		put_rich(n, out);
		if (tag != NULL)
			bm_buf_printf(out, "</%s>", tag);
	}
}

/* The same with white space collapsed, in the arena. */
static const char *
rich(making *m, const xmlNode *n)
{
	const char *text;
	size_t len = 0;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(m->arena));
	put_rich(n, &buf);
	for (size_t i = 0; i < buf.len; i++) {
		char c = bm_is_space(buf.ptr[i]) ? ' ' : buf.ptr[i];

		if (c != ' ' || (len > 0 && buf.ptr[len - 1] != ' '))
			buf.ptr[len++] = c;
	}
	while (len > 0 && buf.ptr[len - 1] == ' ')
		len--;
	text = buf.status == BM_OK
		   ? bm_arena_strndup(m->arena, len > 0 ? buf.ptr : "", len)
		   : NULL;
	bm_buf_free(&buf);
	if (text == NULL)
		m->c->doc->no_memory = true;
	return text != NULL ? text : "";
}

/* Remembers a part that is left out, each name once. */
static void
lose(making *m, const xmlNode *n)
{
	const char *name = (const char *)n->name;
	bm_str rest = bm_buf_str(&m->lost), word;

	if (bm_textz(m->c->doc, n)[0] == '\0')
		return;
	while (bm_str_split(&rest, ' ', &word))
		if (word.len >= strlen(name) &&
		    strncmp(word.ptr, name, strlen(name)) == 0 &&
		    (word.len == strlen(name) || word.ptr[strlen(name)] == ','))
			return;
	bm_buf_printf(&m->lost, "%s%s", m->lost.len > 0 ? ", " : "", name);
}

/* ---- People -------------------------------------------------------------- */

static bm_str
text_of(making *m, const xmlNode *n)
{
	return n != NULL ? bm_str_of(bm_textz(m->c->doc, n)) : (bm_str){0};
}

/* Several given names stand in several elements. */
static void
add_given(making *m, bm_name *name, const xmlNode *n)
{
	bm_str part = text_of(m, n);

	if (name->given.len > 0)
		part = bm_str_of(
		    bm_arena_printf(m->arena, "%.*s %.*s", (int)name->given.len,
				    name->given.ptr, (int)part.len, part.ptr));
	name->given = part;
}

static void
read_name(making *m, const xmlNode *person, bm_name *name)
{
	const xmlNode *at = bm_child(person, "personname"), *n;

	n = bm_child(person, "orgname");
	if (n != NULL) {
		name->literal = text_of(m, n);
		return;
	}
	if (at == NULL)
		at = person;
	for (n = bm_first_element(at); n != NULL; n = bm_next_element(n)) {
		if (bm_is(n, "surname"))
			name->family = text_of(m, n);
		else if (bm_is(n, "firstname") || bm_is(n, "givenname"))
			add_given(m, name, n);
		else if (bm_is(n, "lineage"))
			name->suffix = text_of(m, n);
		else if (bm_is(n, "othername") &&
			 !bm_pass_has_word(bm_attr(n, "role"), "credentials"))
			add_given(m, name, n);
	}
	if (name->family.len == 0) {
		name->literal =
		    name->given.len > 0
			? name->given
			: bm_str_of(bm_pass_person(m->c->doc, person));
		name->given = (bm_str){0};
	}
}

/* The variable for a person, by element and class; NULL: none. */
static const char *
role_of(const xmlNode *person, level at)
{
	static const char *const credits[][2] = {
	    {"translator", "translator"},
	    {"editor", "editor"},
	    {"reviewer", "contributor"},
	    {"compiler", "compiler"},
	    {"illustrator", "illustrator"}};
	const char *class = bm_attr(person, "class");

	if (bm_is(person, "editor"))
		return at == SERIES ? "collection-editor" : "editor";
	if (!bm_is(person, "othercredit"))
		return at == THE_WORK ? "author" : "container-author";
	if (class == NULL || bm_streq(class, "other"))
		class = bm_attr(person, "otherclass");
	if (class == NULL)
		class = bm_attr(person, "role");
	for (size_t i = 0; i < sizeof(credits) / sizeof(*credits); i++)
		if (bm_streq(class, credits[i][0]))
			return credits[i][1];
	return "contributor";
}

/* Appends to the names of a variable. */
static void
add_person(making *m, const xmlNode *person, level at)
{
	const char *variable = role_of(person, at);
	bm_value *value = bm_map_getz(&m->item->values, variable);
	bm_name *list;

	if (value == NULL)
		value = new_value(m, variable, BM_VALUE_NAMES);
	if (value == NULL)
		return;
	/* Twice as many when the count is a power of two. */
	list = (bm_name *)(uintptr_t)value->names.items;
	if ((value->names.count & (value->names.count - 1)) == 0) {
		size_t room = value->names.count * 2 + 1;

		list = BM_NEW_ARRAY(m->arena, bm_name, room);
		if (list == NULL)
			return;
		if (value->names.count > 0)
			memcpy(list, value->names.items,
			       value->names.count * sizeof(*list));
		value->names.items = list;
	}
	read_name(m, person, &list[value->names.count]);
	value->names.count++;
}

/* ---- Parts --------------------------------------------------------------- */

/* "2019-05", or words such as "in press". */
static void
put_date(making *m, const char *variable, const xmlNode *n)
{
	bm_str text = text_of(m, n);
	bm_value *value;
	bm_date date;

	if (text.len == 0 || has(m, variable))
		return;
	value = new_value(m, variable, BM_VALUE_DATE);
	if (value == NULL)
		return;
	if (!bm_date_parse(text, &date)) {
		value->date.literal = text;
		return;
	}
	value->date.has_year = true;
	value->date.year[0] = date.year;
	value->date.month[0] = date.month;
	value->date.day[0] = date.day;
}

static void
put_id(making *m, const xmlNode *n)
{
	static const char *const classes[][2] = {
	    {"doi", "DOI"},     {"isbn", "ISBN"},
	    {"issn", "ISSN"},   {"pubmed", "PMID"},
	    {"pmid", "PMID"},   {"pmcid", "PMCID"},
	    {"pmc", "PMCID"},   {"uri", "URL"},
	    {"url", "URL"},     {"pubsnumber", "number"},
	    {"isrn", "number"}, {"libraryofcongress", "call-number"}};
	const char *class = bm_attr(n, "class");

	if (bm_streq(class, "other"))
		class = bm_attr(n, "otherclass");
	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (class != NULL && strcmp(class, classes[i][0]) == 0) {
			put_text(m, classes[i][1], bm_textz(m->c->doc, n));
			return;
		}
	lose(m, n);
}

/* The address that an element leads to. */
static void
put_href(making *m, const xmlNode *n)
{
	const char *href = bm_attr_xlink(n, "href");

	if (href != NULL && href[0] != '#' && strchr(href, ':') != NULL)
		put_text(m, "URL", href);
}

/* A title, with the subtitle behind it. */
static void
put_title(making *m, const xmlNode *n, level at)
{
	static const char *const variables[] = {"title", "container-title",
						"collection-title"};
	const xmlNode *sub = bm_child(n->parent, "subtitle");
	const char *text = rich(m, n);
	bm_str said = bm_str_of(text);

	if (sub != NULL && said.len > 0)
		text = bm_arena_printf(
		    m->arena, "%s%s %s", text,
		    strchr(":?!.", said.ptr[said.len - 1]) != NULL ? "" : ":",
		    rich(m, sub));
	put_text(m, variables[at], text);
	put_href(m, n);
}

static void
put_publisher(making *m, const xmlNode *n)
{
	const xmlNode *name = bm_child(n, "publishername");
	const xmlNode *address = bm_child(n, "address"), *city;

	if (name != NULL)
		put_text(m, "publisher", rich(m, name));
	for (; address != NULL; address = bm_next(address, "address")) {
		city = bm_child(address, "city");
		put_text(m, "publisher-place",
			 rich(m, city != NULL ? city : address));
	}
}

static void
put_conference(making *m, const xmlNode *n)
{
	if (bm_child(n, "conftitle") != NULL)
		put_text(m, "event-title", rich(m, bm_child(n, "conftitle")));
	if (bm_child(n, "address") != NULL)
		put_text(m, "event-place", rich(m, bm_child(n, "address")));
	if (bm_child(n, "confdates") != NULL)
		put_date(m, "event-date", bm_child(n, "confdates"));
}

static void
put_keywords(making *m, const xmlNode *set)
{
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(m->arena));
	for (const xmlNode *n = bm_child(set, "keyword"); n != NULL;
	     n = bm_next(n, "keyword"))
		bm_buf_printf(&buf, "%s%s", buf.len > 0 ? ", " : "",
			      bm_textz(m->c->doc, n));
	put_text(m, "keyword", bm_buf_cstr(&buf));
	if (buf.status != BM_OK)
		m->c->doc->no_memory = true;
	bm_buf_free(&buf);
}

/* Elements whose text is the value of a variable. */
static const char *
variable_of(const xmlNode *n, level at)
{
	static const struct {
		const char *name, *variable;
	} table[] = {
	    {"volumenum", "volume"},
	    {"issuenum", "issue"},
	    {"artpagenums", "page"},
	    {"pagenums", "page"},
	    {"edition", "edition"},
	    {"seriesvolnums", "collection-number"},
	    {"publishername", "publisher"},
	    {"abstract", "abstract"},
	    {"bibliomisc", "note"},
	    {"annotation", "annote"},
	    {"releaseinfo", "version"},
	    {"contractnum", "number"},
	    {"productnumber", "number"},
	    {"orgname", "publisher"},
	    {"city", "publisher-place"},
	    {"phrase", "note"},
	};

	if (at == SERIES && bm_is(n, "volumenum"))
		return "collection-number";
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (bm_is(n, table[i].name))
			return table[i].variable;
	return NULL;
}

static void
put_short_title(making *m, const xmlNode *n, level at)
{
	static const char *const variables[] = {"title-short",
						"container-title-short", NULL};

	if (variables[at] != NULL)
		put_text(m, variables[at], rich(m, n));
	else
		lose(m, n);
}

/* Title of a work that is only named: of this one, or of what it is in. */
static void
put_citetitle(making *m, const xmlNode *n, level at)
{
	const char *kind = bm_attr(n, "pubwork");

	if (bm_streq(kind, "journal")) {
		m->journal = true;
		put_text(m, "container-title", rich(m, n));
	} else if (bm_streq(kind, "series")) {
		put_text(m, "collection-title", rich(m, n));
	} else if (has(m, "title") && at == THE_WORK) {
		put_text(m, "container-title", rich(m, n));
		m->book = m->book || bm_streq(kind, "book");
	} else
		put_title(m, n, at);
	put_href(m, n);
}

static void read_parts(making *m, const xmlNode *set, level at);

/* The level of a biblioset, by its relation. */
static void
read_set(making *m, const xmlNode *set, level outer)
{
	static const char *const work[] = {"article", "part",    "chapter",
					   "section", "webpage", NULL};
	const char *relation = bm_attr(set, "relation");
	level at = CONTAINER;

	for (size_t i = 0; relation != NULL && work[i] != NULL; i++)
		if (strcmp(relation, work[i]) == 0)
			at = THE_WORK;
	if (relation == NULL)
		at = outer;
	else if (strcmp(relation, "journal") == 0)
		m->journal = true;
	else if (strcmp(relation, "series") == 0 ||
		 strcmp(relation, "set") == 0)
		at = SERIES;
	else if (at == CONTAINER)
		m->book = true;
	read_parts(m, set, at);
}

static bool
read_common(making *m, const xmlNode *n, level at)
{
	static const char *const people[] = {
	    "author", "editor", "othercredit", "collab", "personname", NULL};
	static const char *const silent[] = {"abbrev", "subtitle", "indexterm",
					     "remark", NULL};

	if (bm_is_any(n, people))
		add_person(m, n, at);
	else if (bm_is(n, "authorgroup") || bm_is(n, "info"))
		read_parts(m, n, at);
	else if (bm_is(n, "biblioset") || bm_is(n, "bibliomset"))
		read_set(m, n, at);
	else if (bm_is(n, "title"))
		put_title(m, n, at);
	else if (bm_is(n, "citetitle"))
		put_citetitle(m, n, at);
	else if (bm_is(n, "titleabbrev"))
		put_short_title(m, n, at);
	else
		return bm_is_any(n, silent);
	return true;
}

static void
read_part(making *m, const xmlNode *n, level at)
{
	const char *variable = variable_of(n, at);

	if (read_common(m, n, at))
		return;
	if (bm_is(n, "pubdate"))
		put_date(m, "issued", n);
	else if (bm_is(n, "date"))
		put_date(m,
			 bm_streq(bm_attr(n, "role"), "accessed") ? "accessed"
								  : "issued",
			 n);
	else if (bm_is(n, "copyright")) {
		if (bm_child(n, "year") != NULL)
			put_date(m, "issued", bm_child(n, "year"));
	} else if (bm_is(n, "publisher"))
		put_publisher(m, n);
	else if (bm_is(n, "confgroup"))
		put_conference(m, n);
	else if (bm_is(n, "keywordset"))
		put_keywords(m, n);
	else if (bm_is(n, "biblioid") || bm_is(n, "bibliosource") ||
		 bm_is(n, "citebiblioid"))
		put_id(m, n);
	else if (bm_is(n, "link")) {
		put_href(m, n);
	} else if (variable != NULL && !has(m, variable))
		put_text(m, variable, rich(m, n));
	else
		lose(m, n);
}

/* Bibliosets nest as deep as the reader lets elements nest. */
static void
read_parts(making *m, const xmlNode *set, level at)
{
	for (const xmlNode *n = bm_first_element(set); n != NULL;
	     n = bm_next_element(n))
		if (bm_is(n, NULL))
			read_part(m, n, at);
}

/* ---- The type ------------------------------------------------------------ */

/* The type of the item: the role of the entry if it is one, or what its parts
 * say. */
static const char *
type_of(making *m, const xmlNode *entry)
{
	static const char *const types[] = {"article",
					    "article-journal",
					    "article-magazine",
					    "article-newspaper",
					    "bill",
					    "book",
					    "broadcast",
					    "chapter",
					    "dataset",
					    "document",
					    "entry",
					    "entry-dictionary",
					    "entry-encyclopedia",
					    "graphic",
					    "hearing",
					    "interview",
					    "legal_case",
					    "legislation",
					    "manuscript",
					    "motion_picture",
					    "pamphlet",
					    "paper-conference",
					    "patent",
					    "periodical",
					    "personal_communication",
					    "post",
					    "post-weblog",
					    "regulation",
					    "report",
					    "review",
					    "review-book",
					    "software",
					    "speech",
					    "standard",
					    "thesis",
					    "treaty",
					    "webpage",
					    NULL};
	const char *role = bm_attr(entry, "role");

	for (size_t i = 0; role != NULL && types[i] != NULL; i++)
		if (bm_pass_has_word(role, types[i]))
			return types[i];
	if (m->journal || has(m, "ISSN"))
		return "article-journal";
	if (has(m, "event-title"))
		return "paper-conference";
	if (has(m, "container-title"))
		return has(m, "issue") && !m->book ? "article-journal"
						   : "chapter";
	if (has(m, "ISBN") || has(m, "edition"))
		return "book";
	if (has(m, "URL") && !has(m, "publisher"))
		return "webpage";
	return has(m, "publisher") ? "book" : "document";
}

/* See cite.h. */
const bm_item *
bm_cite_entry(bm_citing *c, xmlNode *entry, const char *key)
{
	making m = {.c = c, .arena = c->doc->scratch};
	const char *lang = bm_attr_xml(entry, "lang");
	bm_item *item = BM_NEW(m.arena, bm_item);

	if (item == NULL)
		return NULL;
	m.item = item;
	bm_map_init(&item->values, m.arena);
	item->id = bm_str_of(bm_arena_strdup(m.arena, key));
	item->pos = *bm_get_pos(c->doc, entry);
	bm_buf_init(&m.lost, bm_arena_allocator(m.arena));
	put_text(&m, "language", lang);
	read_parts(&m, entry, THE_WORK);
	put_href(&m, entry);
	item->type = bm_str_of(type_of(&m, entry));
	if (m.lost.len > 0)
		bm_diag_add(c->doc->diags, &c->rules[BM_CITE_ENTRY_LOST],
			    bm_get_pos(c->doc, entry),
			    "Citation styles have no place for these parts of "
			    "the entry: %s",
			    bm_buf_cstr(&m.lost));
	if (m.lost.status != BM_OK)
		c->doc->no_memory = true;
	bm_buf_free(&m.lost);
	return bm_pass_status(c->doc) == BM_OK ? item : NULL;
}

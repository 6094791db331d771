/*
 * Writer "markdown": the front matter.  As long as info has what a key stands
 * for, in the order of the keys, it becomes keys; the rest is DocBook under
 * the key "docbook".  The inverse of read/frontmatter.c.
 */
#include "write/markdown.h"

#include "xml/serialize.h"

/* What was written already: a key stands once. */
typedef struct front {
	mdw *w;
	bm_map had;
} front;

/* ---- YAML ---------------------------------------------------------------- */

/* A scalar of YAML in double quotes. */
static void
put_yaml(mdw *w, const char *text)
{
	mdw_puts(w, "\"");
	for (; *text != '\0'; text++) {
		char c[2] = {*text, '\0'};

		if (*text == '"' || *text == '\\')
			mdw_puts(w, "\\");
		if (*text == '\n')
			mdw_puts(w, "\\n");
		else if (*text == '\t')
			mdw_puts(w, "\\t");
		else
			mdw_puts(w, c);
	}
	mdw_puts(w, "\"");
}

static void
put_key(mdw *w, const char *key, const char *value)
{
	mdw_puts(w, key);
	mdw_puts(w, ": ");
	put_yaml(w, value);
	mdw_puts(w, "\n");
}

/* A part of a flow mapping. */
static void
put_part(mdw *w, bool *some, const char *key)
{
	mdw_puts(w, *some ? ", " : "{");
	mdw_puts(w, key);
	mdw_puts(w, ": ");
	*some = true;
}

/* ---- What YAML gives back as it is --------------------------------------- */

/* Text alone and no attribute; not empty.  Else NULL. */
static const char *
plain(mdw *w, const xmlNode *el)
{
	const char *text;

	if (el == NULL || !mdw_is_plain(el) || el->children == NULL)
		return NULL;
	text = bm_textz(w->doc, el);
	return bm_str_trim(bm_str_of(text)).len > 0 ? text : NULL;
}

static const char *
plain_value(mdw *w, const xmlNode *el)
{
	return el != NULL && el->properties == NULL ? plain(w, el) : NULL;
}

/* Without blanks at its ends, which the reader takes away. */
static const char *
trimmed_value(mdw *w, const xmlNode *el)
{
	const char *text = plain_value(w, el);

	return text != NULL && bm_str_trim(bm_str_of(text)).len == strlen(text)
		   ? text
		   : NULL;
}

/* Whether el has elements, and no text between them. */
static bool
has_elements(const xmlNode *el)
{
	const xmlNode *n = el->children;

	for (; n != NULL; n = n->next)
		if (n->type != XML_ELEMENT_NODE && !xmlIsBlankNode(n))
			return false;
	return bm_first_element(el) != NULL;
}

/* Its one child of that name, or NULL. */
static const xmlNode *
only_child(const xmlNode *el, const char *name)
{
	const xmlNode *n = bm_first_element(el);

	return el->properties == NULL && has_elements(el) &&
		       bm_next_element(n) == NULL && bm_is(n, name)
		   ? n
		   : NULL;
}

/* ---- Values: each writes one, or says no without a trace ----------------- */

static bool
put_text(mdw *w, const xmlNode *el)
{
	const char *text = plain_value(w, el);

	if (text != NULL)
		put_yaml(w, text);
	return text != NULL;
}

static bool
put_publisher(mdw *w, const xmlNode *el)
{
	return put_text(w, only_child(el, "publishername"));
}

/* Paragraphs with a blank line between. */
static bool
put_paras(mdw *w, const xmlNode *el)
{
	bm_buf text;
	bool good = el->properties == NULL && has_elements(el);

	bm_buf_init(&text, bm_arena_allocator(w->doc->arena));
	for (const xmlNode *n = bm_first_element(el); good && n != NULL;
	     n = bm_next_element(n)) {
		const char *one = bm_is(n, "para") ? trimmed_value(w, n) : NULL;

		good = one != NULL && strstr(one, "\n\n") == NULL;
		if (good && text.len > 0)
			bm_buf_puts(&text, "\n\n");
		if (good)
			bm_buf_puts(&text, one);
	}
	if (good)
		put_yaml(w, bm_buf_cstr(&text));
	mdw_free(w, &text);
	return good;
}

/* A list of texts, of children of that name. */
static void
put_texts(mdw *w, const xmlNode *first, const char *name)
{
	bool some = false;

	for (const xmlNode *n = first; n != NULL && bm_is(n, name);
	     n = bm_next_element(n)) {
		mdw_puts(w, some ? ", " : "[");
		put_yaml(w, plain(w, n));
		some = true;
	}
	mdw_puts(w, "]");
}

static bool
put_copyright(mdw *w, const xmlNode *el)
{
	const xmlNode *n = bm_first_element(el), *holder;
	bool some = false;

	if (el->properties != NULL || !has_elements(el) || !bm_is(n, "year"))
		return false;
	for (; n != NULL && bm_is(n, "year"); n = bm_next_element(n))
		if (plain_value(w, n) == NULL)
			return false;
	holder = n;
	for (; n != NULL; n = bm_next_element(n))
		if (!bm_is(n, "holder") || plain_value(w, n) == NULL)
			return false;
	put_part(w, &some, "year");
	put_texts(w, bm_first_element(el), "year");
	if (holder != NULL) {
		put_part(w, &some, "holder");
		put_texts(w, holder, "holder");
	}
	mdw_puts(w, "}");
	return true;
}

/* The parts of a name in the order in which the reader makes them. */
static bool
is_name(mdw *w, const xmlNode *name)
{
	const xmlNode *n = bm_first_element(name);
	static const char *const role[] = {"role", NULL};

	if (name->properties != NULL || !has_elements(name))
		return false;
	if (!bm_is(n, "firstname") || plain_value(w, n) == NULL)
		return false;
	n = bm_next_element(n);
	if (n == NULL || !bm_is(n, "surname") || plain_value(w, n) == NULL)
		return false;
	n = bm_next_element(n);
	return n == NULL || (bm_is(n, "othername") && mdw_only(n, role) &&
			     bm_streq(bm_attr(n, "role"), "credentials") &&
			     plain(w, n) != NULL && bm_next_element(n) == NULL);
}

/* Affiliations, then an ORCID iD, then addresses, and nothing else. */
static bool
is_contact(mdw *w, const xmlNode *n)
{
	static const char *const type[] = {"type", NULL};

	for (; n != NULL && bm_is(n, "affiliation"); n = bm_next_element(n))
		if (plain_value(w, only_child(n, "orgname")) == NULL)
			return false;
	if (n != NULL && bm_is(n, "uri")) {
		if (!mdw_only(n, type) || plain(w, n) == NULL ||
		    !bm_streq(bm_attr(n, "type"), "orcid"))
			return false;
		n = bm_next_element(n);
	}
	for (; n != NULL; n = bm_next_element(n))
		if (!bm_is(n, "email") || plain_value(w, n) == NULL)
			return false;
	return true;
}

static void
put_contact(mdw *w, const xmlNode *n)
{
	bool some = true;

	if (n != NULL && bm_is(n, "affiliation")) {
		put_part(w, &some, "affiliation");
		mdw_puts(w, "[");
		for (bool more = false; n != NULL && bm_is(n, "affiliation");
		     n = bm_next_element(n)) {
			mdw_puts(w, more ? ", " : "");
			put_yaml(w, plain(w, bm_first_element(n)));
			more = true;
		}
		mdw_puts(w, "]");
	}
	if (n != NULL && bm_is(n, "uri")) {
		put_part(w, &some, "orcid");
		put_yaml(w, plain(w, n));
		n = bm_next_element(n);
	}
	if (n != NULL) {
		put_part(w, &some, "email");
		put_texts(w, n, "email");
	}
	mdw_puts(w, "}");
}

static bool
put_person(mdw *w, const xmlNode *el)
{
	const xmlNode *name = bm_first_element(el), *n;
	bool some = false;

	if (el->properties != NULL || !has_elements(el))
		return false;
	if (bm_is(name, "personname") && bm_next_element(name) == NULL &&
	    trimmed_value(w, name) != NULL)
		return put_text(w, name);
	if (!is_contact(w, bm_next_element(name)))
		return false;
	if (bm_is(name, "orgname") && plain_value(w, name) != NULL) {
		put_part(w, &some, "org");
		put_text(w, name);
	} else if (bm_is(name, "personname") &&
		   trimmed_value(w, name) != NULL) {
		put_part(w, &some, "name");
		put_text(w, name);
	} else if (bm_is(name, "personname") && is_name(w, name)) {
		n = bm_first_element(name);
		put_part(w, &some, "given");
		put_text(w, n);
		put_part(w, &some, "family");
		put_text(w, bm_next_element(n));
		if (bm_next_element(bm_next_element(n)) != NULL) {
			put_part(w, &some, "credentials");
			put_yaml(w,
				 plain(w, bm_next_element(bm_next_element(n))));
		}
	} else {
		return false;
	}
	put_contact(w, bm_next_element(name));
	return true;
}

/* The words of a set, for a flow sequence. */
static bool
put_terms(mdw *w, const xmlNode *set)
{
	bool subject = bm_is(set, "subjectset"), some = false;

	if (set->properties != NULL || !has_elements(set))
		return false;
	for (const xmlNode *n = bm_first_element(set); n != NULL;
	     n = bm_next_element(n)) {
		const xmlNode *term =
		    subject
			? (bm_is(n, "subject") ? only_child(n, "subjectterm")
					       : NULL)
			: (bm_is(n, "keyword") ? n : NULL);

		if (trimmed_value(w, term) == NULL)
			return false;
	}
	for (const xmlNode *n = bm_first_element(set); n != NULL;
	     n = bm_next_element(n)) {
		mdw_puts(w, some ? ", " : "[");
		put_yaml(w, plain(w, subject ? bm_first_element(n) : n));
		some = true;
	}
	mdw_puts(w, "]");
	return true;
}

/* ---- Keys ---------------------------------------------------------------- */

/* Keys that the reader gives a meaning. */
static bool
is_special(const char *name)
{
	static const char *const keys[] = {
	    "title",       "subtitle",       "id",          "lang",
	    "type",        "author",         "authors",     "editor",
	    "editors",     "date",           "abstract",    "description",
	    "keywords",    "subjects",       "csl",         "publisher",
	    "copyright",   "license",        "rights",      "identifier",
	    "doi",         "isbn",           "uuid",        "docbook",
	    "references",  "citation-style", "translator",  "translators",
	    "illustrator", "illustrators",   "contributor", "contributors",
	    NULL};

	for (size_t i = 0; keys[i] != NULL; i++)
		if (strcmp(keys[i], name) == 0)
			return true;
	return false;
}

static bool
is_key(const char *name)
{
	return name != NULL && mdw_is_name(name, true) && bm_is_alpha(name[0]);
}

/* Whether the key is new; from now on it is not. */
static bool
take_key(front *f, const char *key)
{
	bool is_new = false;
	void **slot = bm_map_put(&f->had, bm_str_of(key), &is_new);

	if (slot == NULL)
		f->w->doc->no_memory = true;
	else
		*slot = f;
	return slot != NULL && is_new;
}

/* The last of the elements of one name from el on, blanks left aside. */
static const xmlNode *
run_of(const xmlNode *el, bool by_name)
{
	const xmlNode *last = el;

	for (const xmlNode *n = el->next; n != NULL; n = n->next) {
		if (n->type == XML_TEXT_NODE)
			continue;
		if (n->type != XML_ELEMENT_NODE ||
		    !bm_is(n, (const char *)el->name) ||
		    (by_name &&
		     !bm_streq(bm_attr(n, "name"), bm_attr(el, "name"))))
			break;
		last = n;
	}
	return last;
}

/* A key for a run of elements: its last one, or NULL if it has no form. */
static const xmlNode *
put_run(front *f, const xmlNode *el, const char *key,
	bool (*value)(mdw *, const xmlNode *))
{
	mdw *w = f->w;
	size_t start = w->out.len;
	const xmlNode *last = run_of(el, bm_is(el, "meta"));

	if (!take_key(f, key))
		return NULL;
	mdw_puts(w, key);
	mdw_puts(w, el == last ? ": " : ":\n");
	for (const xmlNode *n = el;; n = n->next) {
		if (n->type == XML_ELEMENT_NODE) {
			if (el != last)
				mdw_puts(w, "- ");
			if (!value(w, n)) {
				w->out.len = start;
				return NULL;
			}
			mdw_puts(w, "\n");
		}
		if (n == last)
			return last;
	}
}

static bool
put_content(mdw *w, const xmlNode *meta)
{
	static const char *const known[] = {"name", "content", NULL};
	const char *content = bm_attr(meta, "content");

	if (content == NULL || bm_str_trim(bm_str_of(content)).len == 0 ||
	    !mdw_only(meta, known) || meta->children != NULL)
		return false;
	put_yaml(w, content);
	return true;
}

/* Whether the text is the lines of one key of a mapping of YAML. */
static bool
is_one_key(const char *text, const char *key)
{
	bm_str rest = bm_str_of(text), line;

	if (!bm_str_starts(rest, key) || !bm_str_ends(rest, "\n"))
		return false;
	bm_str_split(&rest, '\n', &line);
	while (rest.len > 0 && bm_str_split(&rest, '\n', &line))
		if (line.len > 0 && strchr(" #", line.ptr[0]) == NULL &&
		    !bm_str_starts(line, "- "))
			return false;
	return true;
}

static const xmlNode *
put_meta(front *f, const xmlNode *el)
{
	const char *name = bm_attr(el, "name");
	const char *content = bm_attr(el, "content");

	if (!is_key(name))
		return NULL;
	if (strcmp(name, "references") == 0 && content != NULL &&
	    el->children == NULL && is_one_key(content, "references:") &&
	    take_key(f, name)) {
		mdw_puts(f->w, content);
		return el;
	}
	return is_special(name) ? NULL : put_run(f, el, name, put_content);
}

static const xmlNode *
put_identifier(front *f, const xmlNode *el)
{
	static const char *const known[] = {"class", "otherclass", NULL};
	const char *class = bm_attr(el, "class");
	const char *other = bm_attr(el, "otherclass");
	const char *text = plain(f->w, el), *key = NULL;
	bool address;

	if (class == NULL || text == NULL || !mdw_only(el, known) ||
	    bm_str_trim(bm_str_of(text)).len != strlen(text))
		return NULL;
	address = strstr(text, "://") != NULL || strncmp(text, "urn:", 4) == 0;
	if (strcmp(class, "other") == 0 && other != NULL) {
		if (strcmp(other, "uuid") == 0 ||
		    (strcmp(other, "identifier") == 0 && !address))
			key = other;
	} else if (other == NULL && strcmp(class, "uri") == 0 && address) {
		key = "identifier";
	} else if (other == NULL &&
		   (strcmp(class, "doi") == 0 || strcmp(class, "isbn") == 0)) {
		key = class;
	}
	if (key == NULL || !take_key(f, key))
		return NULL;
	put_key(f->w, key, text);
	return el;
}

/*
 * Keys for el and for what is like it behind it: the last element of that, or
 * NULL: it needs DocBook.
 */
static const xmlNode *
info_key(front *f, const xmlNode *el, const xmlNode *before)
{
	static const struct {
		const char *name, *key;
		bool (*value)(mdw *w, const xmlNode *el);
		bool alone;
	} table[] = {
	    {"author", "author", put_person, false},
	    {"editor", "editor", put_person, false},
	    {"pubdate", "date", put_text, false},
	    {"abstract", "abstract", put_paras, false},
	    {"legalnotice", "license", put_paras, false},
	    {"publisher", "publisher", put_publisher, false},
	    {"copyright", "copyright", put_copyright, false},
	    {"keywordset", "keywords", put_terms, true},
	    {"subjectset", "subjects", put_terms, true},
	};

	if (bm_is(el, "meta"))
		return put_meta(f, el);
	if (bm_is(el, "biblioid"))
		return put_identifier(f, el);
	if ((bm_is(el, "title") && before == NULL) ||
	    (bm_is(el, "subtitle") && before != NULL &&
	     bm_is(before, "title"))) {
		if (trimmed_value(f->w, el) == NULL ||
		    !take_key(f, (const char *)el->name))
			return NULL;
		put_key(f->w, (const char *)el->name, plain(f->w, el));
		return el;
	}
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (bm_is(el, table[i].name))
			return table[i].alone && run_of(el, false) != el
				   ? NULL
				   : put_run(f, el, table[i].key,
					     table[i].value);
	return NULL;
}

/* A title with markup is a heading of the first level. */
static bool
is_heading(const xmlNode *title)
{
	return title->properties == NULL && mdw_is_inline(title) &&
	       title->children != NULL;
}

/* What of info has no key: as DocBook, in the place of the first. */
static void
put_rest(mdw *w, xmlNode *from)
{
	bm_buf xml;
	bm_str rest, line;

	bm_buf_init(&xml, bm_arena_allocator(w->doc->arena));
	for (xmlNode *n = from; n != NULL; n = n->next) {
		if (n->type == XML_TEXT_NODE)
			continue;
		bm_node_dump(n, &xml);
		bm_buf_putc(&xml, '\n');
	}
	mdw_puts(w, "docbook: |\n");
	rest = bm_buf_str(&xml);
	while (rest.len > 0 && bm_str_split(&rest, '\n', &line)) {
		if (line.len > 0)
			mdw_puts(w, "  ");
		mdw_put(w, line);
		mdw_puts(w, "\n");
	}
	mdw_free(w, &xml);
}

/* Keys for the children of info; whether the first is a title with markup,
 * which becomes a heading. */
static bool
put_info(front *f, xmlNode *info)
{
	const xmlNode *before = NULL, *last;
	bool heading = false;
	xmlNode *n = info->children;

	for (; n != NULL; n = n->next) {
		if (n->type == XML_TEXT_NODE || n->type == XML_COMMENT_NODE)
			continue;
		if (before == NULL && bm_is(n, "title") &&
		    plain_value(f->w, n) == NULL && is_heading(n)) {
			heading = true;
			before = n;
			continue;
		}
		last =
		    n->type == XML_ELEMENT_NODE ? info_key(f, n, before) : NULL;
		if (last == NULL)
			break;
		while (n != last)
			n = n->next;
		before = n;
	}
	if (n != NULL)
		put_rest(f->w, n);
	return heading;
}

/* What the root is, and what it has beside info. */
static void
put_root(mdw *w, const xmlNode *root)
{
	static const char *const known[] = {"id", "lang", "version", NULL};
	const xmlNode *title = bm_title(root);
	const xmlNode *subtitle = bm_child(root, "subtitle");
	const char *id = bm_attr_xml(root, "id");
	const char *lang = bm_attr_xml(root, "lang");

	if (!mdw_only(root, known))
		mdw_attributes_lost(w, root);
	if (!bm_is(root, "article"))
		put_key(w, "type", (const char *)root->name);
	if (id != NULL)
		put_key(w, "id", id);
	if (lang != NULL)
		put_key(w, "lang", lang);
	if (title != NULL && title->parent == root &&
	    plain_value(w, title) != NULL) {
		put_key(w, "title", plain_value(w, title));
		mdw_renamed(w, title, "the title of info");
	}
	if (subtitle != NULL && plain_value(w, subtitle) != NULL)
		put_key(w, "subtitle", plain_value(w, subtitle));
}

/* See markdown.h. */
bool
mdw_front(mdw *w, xmlNode *root)
{
	static const char *const roots[] = {
	    "article",  "chapter", "appendix", "preface",    "glossary",
	    "book",     "section", "topic",    "dedication", "acknowledgements",
	    "colophon", NULL};
	xmlNode *info = bm_child(root, "info"), *title = bm_title(root);
	front f = {.w = w};
	bool heading = false;
	size_t start;

	if (!bm_is_any(root, roots))
		return false;
	bm_map_init(&f.had, w->doc->arena);
	mdw_puts(w, "---\n");
	start = w->out.len;
	put_root(w, root);
	if (info != NULL)
		heading = put_info(&f, info);
	if (w->out.len > start)
		mdw_puts(w, "---\n");
	else
		w->out.len = 0;
	if (title != NULL && title->parent == root)
		heading = plain_value(w, title) == NULL && is_heading(title);
	if (heading) {
		mdw_puts(w, "# ");
		w->in_cell = w->text_start = true; /* one line */
		mdw_inline(w, title);
		w->in_cell = false;
		mdw_puts(w, "\n");
	}
	return true;
}

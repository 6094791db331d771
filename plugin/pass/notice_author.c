/* What authors say of notices: see notice_author.h. */
#include "pass/notice_author.h"

#include "pass/tree.h"

const bm_rule bm_notice_author_rules[] = {
    {"notice-off", BM_INFO, "A notice that is asked for is switched off", NULL,
     NULL},
    {"notice-off-bare", BM_ERROR,
     "A notice is switched off without a reason or initials", NULL,
     "Write notices-off: {ID: {reason: \"...\", by: AB}} in the front matter; "
     "until then the notice stays."},
    {"notice-off-unused", BM_WARNING,
     "A notice is switched off that nothing asks for", NULL,
     "Take it out of \"notices-off\"."},
    {"notice-unknown", BM_ERROR, "There is no such notice", NULL,
     "The names are in the manual's catalogue of notices, and in the folder "
     "notices of your own data."},
    {0}};

enum { OFF, OFF_BARE, OFF_UNUSED, UNKNOWN };

#define MARK "bm-notice"

/* ---- Switched off -------------------------------------------------------- */

static bm_notice_off *
off_of(bm_doc *doc, bm_str kind, const xmlNode *at)
{
	bm_notice_record *record = doc->notices;
	bm_notice_off *off;

	for (size_t i = 0; i < record->off.len; i++)
		if (bm_str_is(kind, record->off.items[i].kind))
			return &record->off.items[i];
	off = BM_VEC_PUSH(doc->arena, &record->off);
	if (off == NULL)
		return NULL;
	*off =
	    (bm_notice_off){.kind = bm_arena_str(doc->arena, kind), .at = at};
	return off->kind != NULL ? off : NULL;
}

/* One meta whose name starts with "notices-off". */
static void
read_off(bm_doc *doc, const xmlNode *meta, bm_str name)
{
	const char *content = bm_attr(meta, "content");
	bm_notice_off *off;
	bool is_by = bm_str_ends(name, ".by");

	if (content == NULL)
		content = bm_textz(doc, meta);
	content =
	    *content != '\0' ? bm_arena_strdup(doc->arena, content) : NULL;
	if (is_by)
		name.len -= strlen(".by");
	else if (bm_str_ends(name, ".reason"))
		name.len -= strlen(".reason");
	else
		is_by = false, content = NULL;
	if (name.len == 0) {
		bm_diag_add(doc->diags, &bm_notice_author_rules[OFF_BARE],
			    bm_get_pos(doc, meta),
			    "Notices are switched off one by one, each with a "
			    "reason and initials");
		return;
	}
	if (name.ptr[0] == '.')
		name = (bm_str){name.ptr + 1, name.len - 1};
	off = name.len > 0 ? off_of(doc, name, meta) : NULL;
	if (off == NULL || content == NULL)
		return;
	if (is_by && off->initials == NULL)
		off->initials = content;
	else if (!is_by && off->reason == NULL)
		off->reason = content;
}

/* See notice_author.h. */
bm_status
bm_notices_off_collect(bm_doc *doc, const bm_notices *notices)
{
	static const char key[] = "notices-off";
	const xmlNode *info = bm_child(bm_doc_element(doc), "info");
	bool fits;

	for (const xmlNode *n = bm_child(info, "meta"); n != NULL;
	     n = bm_next(n, "meta")) {
		bm_str name = bm_str_of(bm_attr(n, "name"));

		if (bm_str_starts(name, key))
			read_off(doc, n,
				 (bm_str){name.ptr + sizeof(key) - 1,
					  name.len - (sizeof(key) - 1)});
	}
	for (size_t i = 0; i < doc->notices->off.len; i++) {
		const bm_notice_off *off = &doc->notices->off.items[i];
		const bm_pos *pos = bm_get_pos(doc, off->at);

		if (notices != NULL && bm_notices_pick(notices, NULL, off->kind,
						       NULL, &fits) == NULL)
			bm_diag_add(doc->diags,
				    &bm_notice_author_rules[UNKNOWN], pos,
				    "There is no notice \"%s\" to switch off",
				    off->kind);
		else if (off->reason == NULL || off->initials == NULL)
			bm_diag_add(
			    doc->diags, &bm_notice_author_rules[OFF_BARE], pos,
			    "Notice %s is not switched off: it needs %s",
			    off->kind,
			    off->reason != NULL     ? "initials"
			    : off->initials != NULL ? "a reason"
						    : "a reason and initials");
	}
	return bm_pass_status(doc);
}

/* See notice_author.h. */
const bm_notice_off *
bm_notices_off_find(bm_doc *doc, const char *kind, const bm_reason *reason)
{
	for (size_t i = 0; i < doc->notices->off.len; i++) {
		bm_notice_off *off = &doc->notices->off.items[i];

		if (strcmp(off->kind, kind) != 0)
			continue;
		off->used = true;
		off->trigger = bm_reason_words(doc, reason);
		off->pos = reason->pos != NULL ? *reason->pos
					       : *bm_get_pos(doc, reason->at);
		return off->reason != NULL && off->initials != NULL ? off
								    : NULL;
	}
	return NULL;
}

/* See notice_author.h. */
void
bm_notices_off_report(bm_doc *doc)
{
	for (size_t i = 0; i < doc->notices->off.len; i++) {
		const bm_notice_off *off = &doc->notices->off.items[i];
		const bm_pos *pos = bm_get_pos(doc, off->at);

		if (off->reason == NULL || off->initials == NULL)
			continue;
		if (off->used)
			bm_diag_add(doc->diags, &bm_notice_author_rules[OFF],
				    pos,
				    "Notice %s (%s) is switched off by %s: %s",
				    off->kind, off->trigger, off->initials,
				    off->reason);
		else
			bm_diag_add(doc->diags,
				    &bm_notice_author_rules[OFF_UNUSED], pos,
				    "Nothing asks for notice %s", off->kind);
	}
}

/* ---- Placed by hand ------------------------------------------------------ */

/* The id in "notice:ID" among the words of a role; len 0: none. */
static bm_str
id_in_role(const xmlNode *n)
{
	static const char prefix[] = "notice:";
	bm_str rest = bm_str_of(bm_attr(n, "role")), word;

	while (rest.len > 0 && bm_str_split(&rest, ' ', &word))
		if (bm_str_starts(word, prefix))
			return (bm_str){word.ptr + sizeof(prefix) - 1,
					word.len - (sizeof(prefix) - 1)};
	return (bm_str){NULL, 0};
}

/* Puts the instruction in before an admonition; what is in that stays. */
static xmlNode *
to_mark(bm_doc *doc, xmlNode *admonition, bm_str id)
{
	const char *kind = bm_arena_str(doc->arena, id);
	xmlNode *pi = kind != NULL
			  ? xmlNewDocPI(doc->xml, BAD_CAST MARK, BAD_CAST kind)
			  : NULL;
	bool empty = true;

	if (pi == NULL) {
		doc->no_memory = true;
		return NULL;
	}
	xmlAddPrevSibling(admonition, pi);
	bm_set_pos(doc, pi, bm_get_pos(doc, admonition));
	for (const xmlNode *n = bm_first_element(admonition); n != NULL;
	     n = bm_next_element(n))
		empty = empty && bm_pass_is_head(n);
	if (empty) {
		xmlUnlinkNode(admonition);
		xmlFreeNode(admonition);
	} else {
		bm_set(doc, admonition, "role", NULL);
	}
	return pi;
}

static void
add_mark(bm_triggers *t, const bm_notices *notices, xmlNode *pi,
	 bm_by_hands *out)
{
	bm_doc *doc = t->doc;
	bm_str id = bm_str_trim(bm_str_of((const char *)pi->content));
	const char *kind = bm_arena_str(doc->arena, id);
	bm_by_hand *slot;
	bool fits;

	if (kind == NULL)
		return;
	if (bm_notices_pick(notices, NULL, kind, NULL, &fits) == NULL) {
		bm_diag_add(doc->diags, &bm_notice_author_rules[UNKNOWN],
			    bm_get_pos(doc, pi), "There is no notice \"%s\"",
			    kind);
		return;
	}
	slot = BM_VEC_PUSH(doc->arena, out);
	if (slot != NULL)
		*slot = (bm_by_hand){pi, kind, bm_triggers_page(t, pi), false};
}

/* See notice_author.h. */
bm_status
bm_by_hand_collect(bm_triggers *t, const bm_notices *notices, bm_by_hands *out)
{
	static const char *const boxes[] = {"note",    "warning", "important",
					    "caution", "tip",     NULL};
	xmlNode *root = bm_doc_element(t->doc), *next;

	for (xmlNode *n = root; n != NULL; n = next) {
		bm_str id =
		    bm_is_any(n, boxes) ? id_in_role(n) : (bm_str){NULL, 0};

		if (id.len > 0) {
			next = bm_walk_over(n, root);
			n = to_mark(t->doc, n, id);
		} else {
			next = bm_walk(n, root);
		}
		if (n != NULL && n->type == XML_PI_NODE &&
		    strcmp((const char *)n->name, MARK) == 0)
			add_mark(t, notices, n, out);
	}
	return bm_pass_status(t->doc);
}

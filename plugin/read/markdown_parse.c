/*
 * cmark-gfm, called in the one way that is safe.  Its table of special
 * characters belongs to the process: each parse sets and then clears it, so
 * parses on two threads at once lose citations.  One lock holds from feed to
 * finish.  Registration has no lock of its own and happens once.
 */
#include <pthread.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm/syntax_extension.h>

#include "read/markdown.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Set once. */
cmark_node_type bm_md_type_cite, bm_md_type_attr, bm_md_type_open,
    bm_md_type_box, bm_md_type_mark;
static cmark_syntax_extension *ours, *tasks, *strikes;
static struct cmark_syntax_extension tables;
static cmark_can_contain_func tables_contain;

/*
 * The autolink extension, by what a text has: nothing to begin a link, "www.",
 * "://", both.  It splits text at each "w" and each ":", which would cost a
 * book more nodes than all else in it.
 */
enum { LINK_WWW = 1, LINK_SCHEME = 2, LINK_KINDS = 4 };
static struct cmark_syntax_extension links[LINK_KINDS];
static unsigned link_kind; /* of the parse at hand, under the lock */

static cmark_node *
match(cmark_syntax_extension *ext, cmark_parser *parser, cmark_node *parent,
      unsigned char c, cmark_inline_parser *inl)
{
	if (c == '@')
		return bm_md_match_cite(ext, parser, parent, inl);
	if (c == '{')
		return bm_md_match_attr(ext, parser, parent, inl);
	return bm_md_match_mark(ext, parser, parent, c, inl);
}

/*
 * cmark's table cells take a fixed list of inline types and drop any other
 * without a word; ours are let in.
 */
static int
cell_contains(cmark_syntax_extension *ext, cmark_node *node,
	      cmark_node_type child)
{
	if (node->type == CMARK_NODE_TABLE_CELL &&
	    CMARK_NODE_TYPE_INLINE_P(child))
		return 1;
	return tables_contain(ext, node, child);
}

/* cmark asks the first extension that knows a sign to put its pair together;
 * the only sign with a pair of delimiters is the "~" of strikethrough. */
static delimiter *
strike(cmark_syntax_extension *ext, cmark_parser *parser,
       cmark_inline_parser *inl, delimiter *opener, delimiter *closer)
{
	(void)ext;
	return strikes->insert_inline_from_delim(strikes, parser, inl, opener,
						 closer);
}

/* Copies of the autolink extension with the signs that each kind needs. */
static void
set_up_links(cmark_mem *mem, const cmark_syntax_extension *autolink)
{
	for (unsigned kind = 0; kind < LINK_KINDS; kind++) {
		cmark_llist *chars = NULL;

		if (kind & LINK_SCHEME)
			chars = cmark_llist_append(mem, chars,
						   (void *)(uintptr_t)':');
		if (kind & LINK_WWW)
			chars = cmark_llist_append(mem, chars,
						   (void *)(uintptr_t)'w');
		links[kind] = *autolink;
		links[kind].special_inline_chars = chars;
	}
}

/*
 * cmark's registry and our own extension.  The table extension is copied: the
 * host may use the original.  This memory is cmark's own and stays; without
 * memory cmark aborts here, once per process and before any document.
 */
static void
set_up(void)
{
	cmark_mem *mem = cmark_get_default_mem_allocator();
	cmark_syntax_extension *table, *autolink;
	cmark_llist *chars = NULL;
	static const char special[] = "@{^~$";

	cmark_gfm_core_extensions_ensure_registered();
	table = cmark_find_syntax_extension("table");
	strikes = cmark_find_syntax_extension("strikethrough");
	tasks = cmark_find_syntax_extension("tasklist");
	autolink = cmark_find_syntax_extension("autolink");
	ours = cmark_syntax_extension_new("backmatter");
	if (table == NULL || ours == NULL || strikes == NULL ||
	    autolink == NULL)
		return;
	set_up_links(mem, autolink);
	tables = *table;
	tables_contain = tables.can_contain_func;
	tables.can_contain_func = cell_contains;
	for (const char *c = special; *c != '\0'; c++)
		chars = cmark_llist_append(mem, chars, (void *)(uintptr_t)*c);
	cmark_syntax_extension_set_special_inline_chars(ours, chars);
	cmark_syntax_extension_set_match_inline_func(ours, match);
	cmark_syntax_extension_set_inline_from_delim_func(ours, strike);
	cmark_syntax_extension_set_open_block_func(ours, bm_md_open_block);
	cmark_syntax_extension_set_match_block_func(ours, bm_md_block_matches);
	cmark_syntax_extension_set_can_contain_func(ours, bm_md_box_contains);
	bm_md_type_cite = cmark_syntax_extension_add_node(1);
	bm_md_type_attr = cmark_syntax_extension_add_node(1);
	bm_md_type_open = cmark_syntax_extension_add_node(1);
	bm_md_type_mark = cmark_syntax_extension_add_node(1);
	bm_md_type_box = cmark_syntax_extension_add_node(0);
}

/* When the library is unloaded, so that loading it again leaks nothing. */
__attribute__((destructor)) static void
forget_extension(void)
{
	cmark_mem *mem = cmark_get_default_mem_allocator();

	if (ours != NULL)
		cmark_syntax_extension_free(mem, ours);
	ours = NULL;
	for (unsigned kind = 0; kind < LINK_KINDS; kind++) {
		cmark_llist_free(mem, links[kind].special_inline_chars);
		links[kind].special_inline_chars = NULL;
	}
}

bool
bm_md_is_task(const cmark_node *item)
{
	return item->extension != NULL && item->extension == tasks;
}

/*
 * cmark frees the footnotes that nothing refers to, with their text.  So
 * before the inlines are parsed, all definitions are listed and a paragraph
 * that refers to each of them is put at the end.
 */
static void
force_notes(cmark_parser *parser, bm_arena *arena, bm_md_tree *out)
{
	cmark_mem *mem = parser->mem;
	cmark_node *root = parser->root, *node = root, *para;
	BM_VEC(bm_md_note) notes = {0};

	while (node != NULL) {
		if (node->type == CMARK_NODE_FOOTNOTE_DEFINITION) {
			bm_md_note *note = BM_VEC_PUSH(arena, &notes);

			if (note == NULL)
				return;
			note->node = node;
			note->label =
			    bm_arena_str(arena, bm_md_str(&node->as.literal));
			note->line = node->start_line;
			note->end_line = node->end_line;
			node->user_data = (void *)(uintptr_t)notes.len;
		}
		if (node->first_child != NULL) {
			node = node->first_child;
			continue;
		}
		while (node != NULL && node != root && node->next == NULL)
			node = node->parent;
		node = node == NULL || node == root ? NULL : node->next;
	}
	out->notes = notes.items;
	out->note_count = notes.len;
	if (notes.len == 0)
		return;
	para = cmark_node_new_with_mem(CMARK_NODE_PARAGRAPH, mem);
	for (size_t i = 0; i < notes.len; i++) {
		cmark_strbuf_puts(&para->content, "[^");
		cmark_strbuf_puts(&para->content, notes.items[i].label);
		cmark_strbuf_puts(&para->content, "]\n");
	}
	para->parent = root;
	para->prev = root->last_child;
	if (root->last_child != NULL)
		root->last_child->next = para;
	else
		root->first_child = para;
	root->last_child = para;
	out->forced = para;
}

/* The definitions that cmark kept stand below the root. */
static void
find_lost(bm_md_tree *tree)
{
	cmark_node *node;

	for (size_t i = 0; i < tree->note_count; i++)
		tree->notes[i].lost = true;
	if (tree->note_count == 0)
		return;
	for (node = tree->root->first_child; node != NULL; node = node->next)
		if (node->type == CMARK_NODE_FOOTNOTE_DEFINITION &&
		    node->user_data != NULL) {
			/* Kept: a reference finds its note by it. */
			tree->notes[(uintptr_t)node->user_data - 1].lost =
			    false;
		}
}

static void
feed_lines(cmark_parser *parser, unsigned lines)
{
	static const char newlines[] = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n";

	while (lines > 0) {
		unsigned n = lines < 16 ? lines : 16;

		cmark_parser_feed(parser, newlines, n);
		lines -= n;
	}
}

/* Ours goes first: it knows a "~" that is no strikethrough. */
static void
attach(cmark_parser *parser)
{
	cmark_parser_attach_syntax_extension(parser, ours);
	cmark_parser_attach_syntax_extension(parser, &tables);
	cmark_parser_attach_syntax_extension(parser, strikes);
	cmark_parser_attach_syntax_extension(parser, &links[link_kind]);
	if (tasks != NULL)
		cmark_parser_attach_syntax_extension(parser, tasks);
}

/* The part that may be left by longjmp. */
static void
run(bm_md_mem *mem, bm_doc *doc, bm_str text, unsigned lines, bm_md_tree *out)
{
	cmark_parser *parser = cmark_parser_new_with_mem(
	    CMARK_OPT_FOOTNOTES | CMARK_OPT_FULL_INFO_STRING, &bm_md_cmark_mem);

	mem->parser = parser;
	attach(parser);
	feed_lines(parser, lines);
	if (text.len > 0)
		cmark_parser_feed(parser, text.ptr, text.len);
	/* A last line without its end would still be waiting. */
	if (text.len > 0 && text.ptr[text.len - 1] != '\n')
		cmark_parser_feed(parser, "\n", 1);
	bm_md_expand(parser, doc, attach);
	force_notes(parser, doc->arena, out);
	out->root = cmark_parser_finish(parser);
	bm_md_settle(out->root);
	bm_md_tags(doc, out->root, ours);
}

bm_status
bm_md_parse(bm_md_mem *mem, bm_doc *doc, bm_str text, unsigned lines,
	    bm_md_tree *out)
{
	bm_status status;

	memset(out, 0, sizeof(*out));
	if (pthread_once(&once, set_up) != 0 || ours == NULL || strikes == NULL)
		return BM_NO_MEMORY;
	if (pthread_mutex_lock(&lock) != 0)
		return BM_INTERNAL;
	mem->status = BM_OK;
	mem->parser = NULL;
	bm_md_mem_use(mem);
	link_kind = (bm_str_find(text, "www.", 0) < text.len ? LINK_WWW : 0) |
		    (bm_str_find(text, "://", 0) < text.len ? LINK_SCHEME : 0);
	bm_md_cite_reset();
	bm_md_mark_reset();
	if (setjmp(mem->jump) == 0) {
		run(mem, doc, text, lines, out);
	} else {
		/* The parser could not clear its special characters. */
		if (mem->parser != NULL)
			cmark_manage_extensions_special_characters(mem->parser,
								   0);
		out->root = NULL;
	}
	status = mem->status;
	mem->parsed = true;
	bm_md_mem_use(NULL);
	pthread_mutex_unlock(&lock);
	if (status == BM_OK && bm_arena_failed(doc->arena))
		status = BM_NO_MEMORY;
	if (status == BM_OK)
		find_lost(out);
	return status;
}

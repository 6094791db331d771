/*
 * Files put in: {{< include FILE >}} (Quarto), --8<-- "FILE" (MkDocs), and the
 * directive {include} of MyST.  A file is read inside the document's folder,
 * as XInclude is; its headings make sections as if they stood here, and what is
 * wrong with it is reported at its own lines.
 */
#include "read/markdown.h"

#include "core/file.h"

#define LEVELS_MAX   8
#define INCLUDES_MAX 1000
#define BYTES_MAX    (16u * 1024 * 1024)
#define BUDGET       (16u * 1024 * 1024)

struct bm_md_level {
	const char *file;
	const struct bm_md_level *outer;
	unsigned depth;
};

struct bm_md_included {
	size_t bytes, files;
};

/* The file that a paragraph of nothing else names; empty: none. */
static bm_str
named(bm_str s)
{
	static const char *const forms[][2] = {
	    {"{{< include ", ">}}"}, {"--8<-- \"", "\""}, {"--8<-- '", "'"}};

	s = bm_str_trim(s);
	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(forms[i][0]), m = strlen(forms[i][1]);

		if (s.len <= n + m || !bm_str_starts(s, forms[i][0]) ||
		    !bm_str_ends(s, forms[i][1]))
			continue;
		s = bm_str_trim((bm_str){s.ptr + n, s.len - n - m});
		if (s.len > 0 && memchr(s.ptr, '\n', s.len) == NULL)
			return s;
	}
	return (bm_str){0};
}

static bm_str
named_by(bm_md_build *b, cmark_node *node)
{
	bm_str info, name;
	size_t n;

	if (node->type == CMARK_NODE_PARAGRAPH) {
		const cmark_node *first = node->first_child;

		if (first == NULL || first->type != CMARK_NODE_TEXT ||
		    bm_md_is_written(b, node, "\\") ||
		    (bm_md_str(&first->as.literal).ptr[0] != '{' &&
		     bm_md_str(&first->as.literal).ptr[0] != '-'))
			return (bm_str){0};
		return named(bm_str_of(bm_md_plain(b, node)));
	}
	info = bm_str_trim(bm_md_str(&node->as.code.info));
	n = bm_md_directive(info, &name);
	return n > 0 && bm_str_is(name, "include")
		   ? bm_str_trim((bm_str){info.ptr + n, info.len - n})
		   : (bm_str){0};
}

static void
refuse(bm_md_build *b, cmark_node *node, bm_str file, const char *why)
{
	xmlNode *el;

	bm_md_say(b, node, "markdown-include", "file %.*s is not put in: %s",
		  (int)(file.len < 200 ? file.len : 200), file.ptr, why);
	el = bm_md_el(b, node, "para");
	bm_add_textz(b->doc, el, bm_md_clean(b, file));
}

/* The bytes of the file; NULL, or why it has none. */
static const char *
fetch(bm_md_build *b, bm_str file, const char **path, bm_str *out)
{
	bm_arena *arena = b->doc->arena;
	const char *name = bm_arena_str(arena, file);
	const char *dir = bm_path_dir(arena, b->doc->file);

	if (name == NULL || dir == NULL)
		return "there is no memory";
	*path = name[0] != '/' ? bm_path_join(arena, dir, name) : NULL;
	if (*path == NULL || !bm_xml_inside(b->doc, *path))
		return "it is outside of the document's folder";
	for (const struct bm_md_level *l = b->level; l != NULL; l = l->outer)
		if (bm_streq(l->file, *path))
			return "it includes itself";
	if (bm_streq(b->doc->file, *path))
		return "it includes itself";
	if (b->level != NULL && b->level->depth >= LEVELS_MAX)
		return "files include one another more than 8 deep";
	if (b->files == NULL || b->files->read == NULL ||
	    b->files->read(b->files->user, b->doc, *path, out) != BM_OK)
		return "it cannot be read";
	b->included->bytes += out->len;
	b->included->files++;
	if (b->included->bytes > BYTES_MAX || b->included->files > INCLUDES_MAX)
		return "more than 1000 files or 16 MB are included";
	return NULL;
}

/* The folder of the file, seen from that of the document. */
static const char *
base_of(bm_md_build *b, const struct bm_md_level *level)
{
	const char *dir = bm_path_dir(b->doc->arena, b->doc->file), *top;

	while (level->outer != NULL)
		level = level->outer;
	top = bm_path_dir(b->doc->arena, level->file);
	if (dir == NULL || top == NULL || strncmp(dir, top, strlen(top)) != 0)
		return NULL;
	return dir + strlen(top);
}

/* Walks what was parsed of the file, as part of the document. */
static void
build(bm_md_build *b, bm_str source, bm_md_tree *tree,
      const struct bm_md_level *level)
{
	bm_md_build inner = *b;
	size_t open = b->open_count;
	const xmlNode *top =
	    open > 0 ? b->open[open - 1].el : NULL; /* before */

	inner.source = source;
	inner.tree = tree;
	inner.level = level;
	inner.base = base_of(b, level);
	inner.lines = NULL;
	inner.line_count = 0;
	inner.titled = true;
	inner.pending = NULL;
	memset(&inner.queue, 0, sizeof(inner.queue));
	bm_buf_init(&inner.text, bm_arena_allocator(b->doc->arena));
	bm_md_notes_add(&inner);
	bm_md_words_collect(&inner);
	bm_md_walk(&inner, tree->root, b->at);
	bm_md_notes_end(&inner);
	if (inner.text.status != BM_OK)
		b->doc->no_memory = true;
	bm_buf_free(&inner.text);
	memcpy(b->open, inner.open, sizeof(b->open));
	b->open_count = inner.open_count;
	b->note_ids = inner.note_ids;
	b->missing = inner.missing;
	b->examples = inner.examples;
	b->deep = inner.deep;
	if (b->open_count != open || (open > 0 && b->open[open - 1].el != top))
		b->at = b->open_count > 0 ? b->open[b->open_count - 1].body
					  : b->root;
}

static void
put(bm_md_build *b, const char *path, bm_str text)
{
	bm_doc *doc = b->doc;
	const bm_allocator *al = bm_arena_allocator(doc->arena);
	struct bm_md_level level = {doc->file, b->level, 1};
	const char *outer = doc->file;
	bm_buf whole, bounded;
	bm_status status;
	bm_str source, yaml;
	bm_md_tree tree;
	bm_md_mem mem;
	unsigned lines = 0;
	size_t at = 0;

	level.depth += b->level != NULL ? b->level->depth : 0;
	doc->file = path;
	bm_buf_init(&whole, al);
	bm_buf_init(&bounded, al);
	text = bm_md_normalise(doc, text, &whole);
	/* What is made of it may name parts of it. */
	source = (bm_str){bm_arena_str(doc->arena, text), text.len};
	status = whole.status;
	bm_buf_free(&whole);
	if (status != BM_OK || source.ptr == NULL) {
		doc->no_memory = true;
		doc->file = outer;
		return;
	}
	/* What it says of itself is for when it stands alone. */
	bm_md_front(source, &yaml, &at);
	for (size_t i = 0; i < at; i++)
		lines += source.ptr[i] == '\n';
	bm_md_bound(doc, (bm_str){source.ptr + at, source.len - at}, lines + 1,
		    &bounded);
	bm_md_mem_init(&mem, al, BUDGET + 400 * bounded.len);
	status = bounded.status;
	if (status == BM_OK)
		status =
		    bm_md_parse(&mem, doc, bm_buf_str(&bounded), lines, &tree);
	if (status == BM_OK)
		build(b, source, &tree, &level);
	else if (status == BM_LIMIT)
		bm_add_text(doc, bm_el(doc, b->at, "programlisting"), source);
	else
		doc->no_memory = true;
	bm_md_mem_free(&mem);
	bm_buf_free(&bounded);
	doc->file = outer;
}

const char *
bm_md_include_address(bm_md_build *b, const char *url)
{
	size_t end = strcspn(url, ":/?#");
	const char *path;

	if (b->base == NULL || *b->base == '\0' || *url == '\0' ||
	    *url == '#' || *url == '/' || url[end] == ':')
		return url;
	path = bm_path_join(b->doc->arena, b->base, url);
	return path != NULL ? path : url;
}

bool
bm_md_include(bm_md_build *b, cmark_node *node)
{
	bm_str file = named_by(b, node), text;
	const char *path, *why;

	if (file.len == 0)
		return false;
	bm_md_flush(b);
	if (node->parent->type != CMARK_NODE_DOCUMENT)
		why = "a list, a quotation or a div cannot hold sections";
	else
		why = fetch(b, file, &path, &text);
	if (why != NULL)
		refuse(b, node, file, why);
	else
		put(b, path, text);
	return true;
}

bool
bm_md_include_begin(bm_md_build *b)
{
	b->included = BM_NEW(b->doc->arena, struct bm_md_included);
	return b->included != NULL;
}

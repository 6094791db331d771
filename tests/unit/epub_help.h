/* A small book without a fault, and ways to put one in. */
#ifndef EPUB_HELP_H
#define EPUB_HELP_H

#include "zip_help.h"

#include "check/epub.h"

#define XHTML                                                                  \
	"<html xmlns='http://www.w3.org/1999/xhtml' "                          \
	"xmlns:epub='http://www.idpf.org/2007/ops' lang='en' "                 \
	"xml:lang='en'>\n"

#define BOOK_FILES 6

static const struct zip_file book[BOOK_FILES + 1] = {
    {.name = "mimetype", .text = "application/epub+zip"},
    {.name = "META-INF/container.xml",
     .text = "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:"
	     "xmlns:container'><rootfiles><rootfile full-path='E/p.opf' "
	     "media-type='application/oebps-package+xml'/></rootfiles>"
	     "</container>",
     .deflated = true},
    {.name = "E/p.opf",
     .text =
	 "<package xmlns='http://www.idpf.org/2007/opf' version='3.0' "
	 "xml:lang='en' unique-identifier='i'>\n"
	 "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>\n"
	 "<dc:identifier id='i'>x</dc:identifier>\n"
	 "<dc:title>Backs</dc:title>\n"
	 "<dc:language>en</dc:language>\n"
	 "<meta property='schema:accessMode'>textual</meta>\n"
	 "<meta property='schema:accessMode'>visual</meta>\n"
	 "<meta property='schema:accessModeSufficient'>textual</meta>\n"
	 "<meta property='schema:accessibilityFeature'>alternativeText</meta>\n"
	 "<meta property='schema:accessibilityFeature'>tableOfContents</meta>\n"
	 "<meta property='schema:accessibilityHazard'>none</meta>\n"
	 "<meta property='schema:accessibilitySummary'>All of it.</meta>\n"
	 "<!--meta-->\n"
	 "</metadata>\n"
	 "<manifest>\n"
	 "<item id='nav' href='nav.xhtml' properties='nav' "
	 "media-type='application/xhtml+xml'/>\n"
	 "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>\n"
	 "<item id='b' href='t/b%20c.xhtml' "
	 "media-type='application/xhtml+xml'/>\n"
	 "<!--item-->\n"
	 "</manifest>\n"
	 "<spine><itemref idref='a'/><itemref idref='b'/></spine>\n"
	 "</package>\n"},
    {.name = "E/nav.xhtml",
     .text = XHTML "<head><title>Contents</title></head><body>\n"
		   "<nav epub:type='toc' role='doc-toc'><ol>\n"
		   "<li><a href='a.xhtml'>One</a></li>\n"
		   "<li><a href='t/b%20c.xhtml#h'>Two</a></li>\n"
		   "</ol></nav>\n<!--nav-->\n</body></html>\n"},
    {.name = "E/a.xhtml",
     .text = XHTML
     "<head><title>One</title></head><body>\n"
     "<h1>One</h1>\n"
     "<p id='p'>Text <a id='r' href='#n' epub:type='noteref' "
     "role='doc-noteref'>1</a> and <img src='i.png' alt='A spine'/></p>\n"
     "<aside id='n' epub:type='footnote' role='doc-footnote'><p>Note "
     "<a href='#r' role='doc-backlink'>back</a></p></aside>\n"
     "<!--a-->\n</body></html>\n"},
    {.name = "E/t/b c.xhtml",
     .text = XHTML "<head><title>Two</title></head><body>\n"
		   "<h1 id='h'>Two</h1>\n"
		   "<p><a href='../a.xhtml#p'>See</a></p>\n"
		   "<!--b-->\n</body></html>\n"},
    {0}};

/* A copy of text with the first `from` replaced; the test's arena keeps it. */
static inline const char *
changed(bm_arena *arena, const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	assert_non_null(at);
	return bm_arena_printf(arena, "%.*s%s%s", (int)(at - text), text, to,
			       at + strlen(from));
}

/* The book in which `from` of a file became `to`, and, with more, a file
 * added at the end. */
static inline void
make_book(bm_arena *arena, const char *file, const char *from, const char *to,
	  const struct zip_file *more, bm_buf *out)
{
	struct zip_file files[BOOK_FILES + 2] = {{0}};
	size_t n = 0;

	for (; book[n].name != NULL; n++) {
		files[n] = book[n];
		if (file != NULL && strcmp(files[n].name, file) == 0)
			files[n].text = changed(arena, files[n].text, from, to);
	}
	if (more != NULL)
		files[n] = *more;
	zip_make(files, out);
}

#endif

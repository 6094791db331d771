/* Books as a whole: each fault alone in a book that has no other. */
#include "epub_help.h"

#include "limited.h"
#include "xml/parse.h"

#define OPF "E/p.opf"
#define NAV "E/nav.xhtml"
#define A   "E/a.xhtml"
#define B   "E/t/b c.xhtml"

struct fault {
	const char *file, *from, *to;
	const char *codes; /* all that is found, in their order */
	struct zip_file more;
};

#define META(text) .file = OPF, .from = "<!--meta-->", .to = text
#define ITEM(text) .file = OPF, .from = "<!--item-->", .to = text
#define IN_A(text) .file = A, .from = "<!--a-->", .to = text
#define LANDMARKS(links)                                                       \
	.file = NAV, .from = "</body>",                                        \
	.to = "<nav epub:type='landmarks'>" links "</nav></body>"
#define FEATURE(f)                                                             \
	META("<meta property='schema:accessibilityFeature'>" f "</meta>")

static const struct fault faults[] = {
    {.codes = ""},
    /* the archive and the way to the package */
    {.codes = "epub-archive", .more = {.name = "x", .text = "x", .size = 2}},
    {.codes = "epub-path", .more = {.name = "../x", .text = "x"}},
    {.codes = "epub-name", .more = {.name = "x*", .text = "x"}},
    {.codes = "epub-duplicate", .more = {.name = A, .text = "x"}},
    {.codes = "epub-encrypted", .more = {.name = "x", .text = "x", .flags = 1}},
    {.codes = "epub-method", .more = {.name = "x", .text = "x", .method = 9}},
    {.file = "mimetype", .from = "+", .to = "-", .codes = "epub-mimetype"},
    {.file = "META-INF/container.xml",
     .from = "rootfile ",
     .to = "x ",
     .codes = "epub-container"},
    {.file = "META-INF/container.xml",
     .from = "p.opf",
     .to = "q.opf",
     .codes = "epub-package"},
    {.file = OPF,
     .from = "<package xmlns='http://www.idpf.org/2007/opf'",
     .to = "<package",
     .codes = "epub-package"},
    {.file = OPF,
     .from = "idref='b'",
     .to = "idref='c'",
     .codes = "epub-package"},
    {.file = OPF,
     .from = "'b' href='t/b%20c",
     .to = "'b' href='t/bc",
     .codes = "epub-resource"},
    {.codes = "epub-encrypted",
     .more = {.name = "META-INF/encryption.xml",
	      .text = "<encryption xmlns='urn:oasis:names:tc:opendocument:"
		      "xmlns:container' xmlns:e='http://www.w3.org/2001/04/"
		      "xmlenc#'><e:EncryptedData><e:EncryptionMethod "
		      "Algorithm='http://www.w3.org/2001/04/xmlenc#kw-aes128'"
		      "/><e:CipherData><e:CipherReference "
		      "URI='E/t/b%20c.xhtml'/></e:CipherData>"
		      "</e:EncryptedData></encryption>"}},
    {.codes = "",
     .more = {.name = "META-INF/encryption.xml",
	      .text = "<encryption xmlns='urn:oasis:names:tc:opendocument:"
		      "xmlns:container' xmlns:e='http://www.w3.org/2001/04/"
		      "xmlenc#'><e:EncryptedData><e:EncryptionMethod "
		      "Algorithm='http://www.idpf.org/2008/embedding'/>"
		      "<e:CipherData><e:CipherReference URI='E/font.otf'/>"
		      "</e:CipherData></e:EncryptedData></encryption>"}},
    /* metadata */
    {.file = OPF,
     .from = "xml:lang='en' ",
     .to = "",
     .codes = "epub-package-lang"},
    {.file = OPF,
     .from = "<dc:language>en</dc:language>",
     .to = "",
     .codes = "epub-language"},
    {.file = OPF,
     .from = "<dc:language>en<",
     .to = "<dc:language>en_GB<",
     .codes = "epub-language"},
    {.file = OPF, .from = ">Backs<", .to = "> <", .codes = "epub-title"},
    {.file = OPF,
     .from = "accessibilityHazard",
     .to = "hazard",
     .codes = "epub-metadata"},
    {.file = OPF,
     .from = "accessibilitySummary",
     .to = "summary",
     .codes = "epub-metadata-advised"},
    {FEATURE("alternativetext"), .codes = "epub-metadata-value"},
    {.file = OPF,
     .from = "Sufficient'>textual",
     .to = "Sufficient'>textual,x",
     .codes = "epub-metadata-value"},
    {.file = OPF,
     .from = "Sufficient'>textual",
     .to = "Sufficient'>textual, visual",
     .codes = ""},
    {FEATURE("none"), .codes = "epub-metadata-conflict"},
    {.file = OPF,
     .from = ">none</meta>",
     .to = ">sound</meta><meta property='schema:accessibilityHazard'>"
	   "noSoundHazard</meta>",
     .codes = "epub-metadata-conflict"},
    {META("<meta property='dcterms:conformsTo'>EPUB Accessibility 1.1 - WCAG "
	  "2.2 AA</meta>"),
     .codes = "epub-conformance"},
    {META("<meta property='dcterms:conformsTo'>EPUB Accessibility 1.1 - WCAG "
	  "2.2 Level AA</meta>"),
     .codes = "epub-certifier"},
    {META("<meta property='dcterms:conformsTo' id='c'>EPUB Accessibility 1.1 "
	  "- WCAG 2.2 Level AA</meta><meta property='a11y:certifiedBy' "
	  "refines='#c'>Us</meta>"),
     .codes = ""},
    {META("<link rel='dcterms:conformsTo' href='http://www.idpf.org/epub/a11y/"
	  "accessibility-20170105.html#wcag-aa'/><meta "
	  "property='a11y:certifiedBy'>Us</meta>"),
     .codes = ""},
    {META("<meta property='a11y:exemption'>none</meta>"),
     .codes = "epub-exemption"},
    {META("<meta property='a11y:exemption'>eaa-microenterprise</meta>"),
     .codes = ""},
    /* claims */
    {IN_A("<p><img src='i.png'/></p>"),
     .codes = "epub-claim-broken epub-claim-broken"},
    {IN_A("<p aria-hidden='true'><img src='i.png'/></p>"), .codes = ""},
    {IN_A("<p><img src='i.png' alt=''/></p>"), .codes = ""},
    {.file = A,
     .from = "alt='A spine'",
     .to = "alt=''",
     .codes = "epub-claim-empty"},
    {FEATURE("MathML"), .codes = "epub-claim-empty"},
    {IN_A("<math xmlns='http://www.w3.org/1998/Math/MathML'><mi>x</mi>"
	  "</math>"),
     .codes = "epub-claim-left-out"},
    {IN_A("<section epub:type='index' role='doc-index'><p>a</p></section>"),
     .codes = "epub-claim-left-out"},
    {.file = OPF,
     .from = "Feature'>alternativeText",
     .to = "Feature'>readingOrder",
     .codes = "epub-claim-left-out"},
    {.file = OPF,
     .from = "accessMode'>visual",
     .to = "accessMode'>tactile",
     .codes = "epub-mode"},
    {IN_A("<audio src='x'></audio>"), .codes = "epub-mode epub-claim-broken"},
    {FEATURE("displayTransformability</meta><meta "
	     "property='rendition:layout'>pre-paginated"),
     .codes = "epub-claim-broken"},
    {.file = OPF,
     .from = "<!--meta-->",
     .to = "<meta property='schema:accessMode'>auditory</meta><meta "
	   "property='schema:accessibilityFeature'>transcript</meta>",
     .codes = "epub-claim-empty"},
    /* navigation */
    {.file = OPF,
     .from = "properties='nav' ",
     .to = "",
     .codes = "epub-nav epub-claim-empty"},
    {.file = NAV,
     .from = "epub:type='toc'",
     .to = "epub:type='x'",
     .codes = "epub-toc epub-claim-empty"},
    {.file = NAV, .from = ">One<", .to = "> <", .codes = "epub-nav-label"},
    {LANDMARKS("<a epub:type='bodymatter' href='a.xhtml'>Text</a>"
	       "<a epub:type='toc' href='nav.xhtml'>Contents</a>"),
     .codes = ""},
    {LANDMARKS("<a href='a.xhtml'>Text</a>"), .codes = "epub-landmarks"},
    {LANDMARKS("<a epub:type='bodymatter' href='a.xhtml'>Text</a>"
	       "<a epub:type='bodymatter' href='a.xhtml'>Text</a>"),
     .codes = "epub-landmarks"},
    {LANDMARKS("<a epub:type='bodymatter' href='a.xhtml'>Text</a></nav>"
	       "<nav epub:type='landmarks'>"
	       "<a epub:type='toc' href='nav.xhtml'>Contents</a>"),
     .codes = "epub-landmarks"},
    {.file = NAV,
     .from = "href='a.xhtml'",
     .to = "href='t/b%20c.xhtml#h'",
     .codes = ""},
    {.file = NAV,
     .from = "</ol>",
     .to = "<li><a href='a.xhtml#p'>Three</a></li></ol>",
     .codes = "epub-toc-order"},
    {.file = NAV,
     .from = "c.xhtml#h'",
     .to = "c.xhtml#g'",
     .codes = "epub-link"},
    {.file = B, .from = "a.xhtml#p", .to = "a.xhtml#q", .codes = "epub-link"},
    {.file = B, .from = "a.xhtml#p", .to = "c.xhtml", .codes = "epub-link"},
    {.file = B,
     .from = "../a.xhtml#p",
     .to = "https://example.org/#p",
     .codes = ""},
    {.file = A,
     .from = "href='#n'",
     .to = "href='t/b%20c.xhtml#h'",
     .codes = "epub-note-return"},
    {.file = A,
     .from = "href='#n'",
     .to = "href='t/b%20c.xhtml#q'",
     .codes = "epub-link"},
    {.file = B, .from = ">Two<", .to = ">One<", .codes = "epub-page-title"},
    {IN_A("<section epub:type='glossary'><p>x</p></section>"),
     .codes = "epub-type-role"},
    {ITEM("<item id='c' href='nav.xhtml' fallback='a' media-type='x/y'/>"),
     .codes = ""},
    {.file = OPF,
     .from = "<item id='a'",
     .to = "<item id='a' fallback='b'",
     .codes = "epub-fallback"},
    {.file = OPF,
     .from = "idref='b'",
     .to = "idref='b' linear='no'",
     .codes = ""},
    /* pages */
    {IN_A("<span role='doc-pagebreak' id='p1' aria-label='1'/>"),
     .codes = "epub-page-list epub-claim-left-out"},
    {.file = NAV,
     .from = "<!--nav-->",
     .to = "<nav epub:type='page-list'><ol><li><a href='a.xhtml#p'>1</a></li>"
	   "</ol></nav>",
     .codes = "epub-page-source epub-claim-left-out"}};

/* More than one change. */
struct change {
	const char *file, *from, *to;
};

static bm_arena *arena;
static bool seen[128];

static void
note(const char *code)
{
	for (size_t i = 0; epub_rules[i].code != NULL; i++)
		if (strcmp(epub_rules[i].code, code) == 0) {
			seen[i] = true;
			return;
		}
	fail_msg("%s is not in the table", code);
}

/* What is found in these bytes is exactly this. */
static void
finds(bm_str bytes, const char *codes, const char *what)
{
	const bm_allocator al = {0};
	bm_diags diags;
	bm_buf found;

	bm_diags_init(&diags, arena);
	bm_buf_init(&found, NULL);
	assert_int_equal(
	    epub_check(&al, "b.epub", bytes, &diags, NULL, NULL, NULL), BM_OK);
	for (size_t i = 0; i < diags.list.len; i++) {
		const bm_diag *d = &diags.list.items[i];

		bm_buf_printf(&found, "%s%s", i > 0 ? " " : "", d->code);
		note(d->code);
		assert_true(bm_str_starts(bm_str_of(d->file), "b.epub"));
	}
	if (strcmp(bm_buf_cstr(&found), codes) != 0) {
		for (size_t i = 0; i < diags.list.len; i++)
			print_message("  %s:%u: %s\n", diags.list.items[i].file,
				      diags.list.items[i].line,
				      diags.list.items[i].message);
		fail_msg("%s: found \"%s\", not \"%s\"", what,
			 bm_buf_cstr(&found), codes);
	}
	bm_buf_free(&found);
}

static void
test_faults(void **state)
{
	bm_buf bytes;

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		const struct fault *f = &faults[i];

		make_book(arena, f->file, f->from, f->to,
			  f->more.name != NULL ? &f->more : NULL, &bytes);
		finds(bm_buf_str(&bytes), f->codes,
		      f->to != NULL ? f->to : f->codes);
		bm_buf_free(&bytes);
	}
}

/* A book with several changes. */
static void
changes(const struct change *list, const struct zip_file *more,
	const char *codes)
{
	struct zip_file files[BOOK_FILES + 2] = {{0}};
	bm_buf bytes;
	size_t n = 0;

	for (; book[n].name != NULL; n++) {
		files[n] = book[n];
		for (const struct change *c = list; c->file != NULL; c++)
			if (strcmp(files[n].name, c->file) == 0)
				files[n].text = changed(arena, files[n].text,
							c->from, c->to);
	}
	if (more != NULL)
		files[n] = *more;
	zip_make(files, &bytes);
	finds(bm_buf_str(&bytes), codes, codes);
	bm_buf_free(&bytes);
}

#define PAGES                                                                  \
	{                                                                      \
		NAV, "<!--nav-->",                                             \
		    "<nav epub:type='page-list'><ol><li><a "                   \
		    "href='a.xhtml#p1'>1</a></li>"                             \
		    "<li><a href='t/b%20c.xhtml#p2'>2</a></li></ol></nav>"     \
	}
#define CLAIMS                                                                 \
	{                                                                      \
		OPF, "<!--meta-->",                                            \
		    "<dc:source>urn:isbn:1</dc:source><meta "                  \
		    "property='schema:accessibilityFeature'>pageBreakMarkers<" \
		    "/meta>"                                                   \
		    "<meta "                                                   \
		    "property='schema:accessibilityFeature'>pageNavigation</"  \
		    "meta>"                                                    \
	}

/* A page list, in both directions. */
static void
test_pages(void **state)
{
	const struct change good[] = {
	    PAGES,
	    CLAIMS,
	    {A, "<!--a-->",
	     "<span role='doc-pagebreak' id='p1' aria-label='1'/>"},
	    {B, "<!--b-->",
	     "<span epub:type='pagebreak' role='doc-pagebreak' "
	     "id='p2' title='2'/>"},
	    {0}};
	const struct change bad[] = {
	    PAGES,
	    CLAIMS,
	    {A, "<!--a-->",
	     "<span role='doc-pagebreak' id='p1'/>"
	     "<span role='doc-pagebreak' id='px' aria-label='x'/>"},
	    {B, "<!--b-->", "<p id='p2'/>"},
	    {0}};

	(void)state;
	changes(good, NULL, "");
	changes(bad, NULL, "epub-page-label epub-page-unlisted");
}

static void
test_narration(void **state)
{
	const struct change c[] = {
	    {OPF, "<!--item-->",
	     "<item id='s' href='s.smil' "
	     "media-type='application/smil+xml'/>"},
	    {OPF, "<item id='a'", "<item id='a' media-overlay='s'"},
	    {OPF, "<!--meta-->",
	     "<meta property='schema:accessibilityFeature'>"
	     "synchronizedAudioText</meta>"},
	    {0}};
	const struct zip_file more = {
	    .name = "E/s.smil",
	    .text = "<smil xmlns='http://www.w3.org/ns/SMIL' version='3.0'>"
		    "<body><par><text src='a.xhtml#n'/></par>"
		    "<par><text src='a.xhtml#p'/></par>"
		    "<par><text src='a.xhtml#zz'/><audio src='x.mp3'/></par>"
		    "</body></smil>"};

	const struct change good[] = {
	    {OPF, "<!--item-->",
	     "<item id='s' href='s.smil' "
	     "media-type='application/smil+xml'/>"},
	    {OPF, "<item id='a'", "<item id='a' media-overlay='s'"},
	    {OPF, "<item id='b'", "<item id='b' media-overlay='s'"},
	    {OPF, "<!--meta-->",
	     "<meta property='schema:accessibilityFeature'>"
	     "synchronizedAudioText</meta>"
	     "<meta property='schema:accessMode'>auditory</meta>"},
	    {0}};
	const struct zip_file all = {
	    .name = "E/s.smil",
	    .text = "<smil xmlns='http://www.w3.org/ns/SMIL' "
		    "xmlns:epub='http://www.idpf.org/2007/ops' version='3.0'>"
		    "<body><par><text src='a.xhtml'/></par>"
		    "<par epub:type='footnote'><text src='a.xhtml#n'/></par>"
		    "<par><text src='t/b%20c.xhtml'/></par></body></smil>"};

	(void)state;
	changes(c, &more,
		"epub-overlay-skip epub-overlay-order epub-overlay "
		"epub-overlay epub-overlay-coverage epub-overlay-coverage");
	changes(good, &all, "");
}

static void
test_hazard_and_reach(void **state)
{
	const struct change video[] = {
	    {OPF, "<!--meta-->",
	     "<meta property='schema:accessMode'>auditory</meta>"},
	    {A, "<!--a-->",
	     "<video src='x'><track kind='captions' src='y'/></video>"},
	    {0}};
	const struct change reach[] = {
	    {NAV, "<li><a href='t/b%20c.xhtml#h'>Two</a></li>", ""},
	    {OPF, "idref='b'", "idref='b' linear='no'"},
	    {0}};

	(void)state;
	changes(video, NULL, "epub-hazard");
	changes(reach, NULL, "epub-unreachable");
}

/* A book of before, with its own table of contents. */
static void
test_epub2(void **state)
{
	const struct change c[] = {
	    {OPF, "3.0", "2.0"},
	    {OPF, "properties='nav' ", ""},
	    {OPF, "<!--item-->",
	     "<item id='ncx' href='t.ncx' "
	     "media-type='application/x-dtbncx+xml'/>"},
	    {OPF, "accessibilityHazard", "x"},
	    {OPF, "property='schema:accessMode'>textual",
	     "name='schema:accessMode' content='textual'>"},
	    {0}};
	const struct zip_file more = {
	    .name = "E/t.ncx",
	    .text = "<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/' "
		    "version='2005-1'><navMap><navPoint id='x'><navLabel>"
		    "<text>One</text></navLabel><content src='a.xhtml'/>"
		    "</navPoint><navPoint id='y'><navLabel><text>Two</text>"
		    "</navLabel><content src='t/b%20c.xhtml#nothing'/>"
		    "</navPoint></navMap></ncx>"};

	(void)state;
	changes(c, &more, "epub-link");
}

static void
test_bomb(void **state)
{
	const size_t n = 6 << 20;
	char *big = malloc(n);
	struct zip_file more = {
	    .name = "x", .text = big, .length = n, .deflated = true};
	bm_buf bytes;

	(void)state;
	assert_non_null(big);
	memset(big, ' ', n);
	make_book(arena, NULL, NULL, NULL, &more, &bytes);
	finds(bm_buf_str(&bytes), "epub-bomb", "a bomb");
	bm_buf_free(&bytes);
	free(big);
}

/* Pages are handed on in the order of the spine, each once. */
static bm_status
take(void *user, page *p)
{
	bm_buf_printf(user, "%s ", strrchr(p->file, '/') + 1);
	return BM_OK;
}

static void
test_order(void **state)
{
	const bm_allocator al = {0};
	bm_buf bytes, names;
	bm_diags diags;

	(void)state;
	bm_diags_init(&diags, arena);
	bm_buf_init(&names, NULL);
	make_book(arena, NULL, NULL, NULL, NULL, &bytes);
	assert_int_equal(epub_check(&al, "b.epub", bm_buf_str(&bytes), &diags,
				    take, &names, NULL),
			 BM_OK);
	assert_string_equal(bm_buf_cstr(&names),
			    "a.xhtml b c.xhtml nav.xhtml ");
	bm_buf_free(&names);
	bm_buf_free(&bytes);
}

/* A page is judged by the style sheet that its book has. */
static void
test_sheet(void **state)
{
	struct zip_file files[BOOK_FILES + 2] = {{0}};
	check_result result;
	bm_diags diags;
	bm_buf bytes;
	size_t n = 0, faint = 0;

	(void)state;
	for (; book[n].name != NULL; n++) {
		files[n] = book[n];
		if (strcmp(files[n].name, B) == 0)
			files[n].text =
			    changed(arena, files[n].text, "</title>",
				    "</title><link rel='stylesheet' "
				    "href='../s.css'/>");
	}
	files[n] = (struct zip_file){
	    .name = "E/s.css",
	    .text = "body { background: #fff; } p, a { color: #eee; "
		    "background: #fff; }"};
	zip_make(files, &bytes);
	bm_diags_init(&diags, arena);
	assert_int_equal(check_book(arena, &diags, "b.epub", bm_buf_str(&bytes),
				    false, NULL, NULL, &result),
			 BM_OK);
	for (size_t i = 0; i < diags.list.len; i++)
		faint +=
		    strcmp(diags.list.items[i].code, "text-contrast") == 0 &&
		    diags.list.items[i].severity == BM_ERROR;
	assert_int_equal(faint, 1);
	bm_buf_free(&bytes);
}

/* Every rule of the table has shown itself. */
static void
test_all_seen(void **state)
{
	(void)state;
	for (size_t i = 0; epub_rules[i].code != NULL; i++)
		if (!seen[i])
			fail_msg("no test finds %s", epub_rules[i].code);
}

static void
test_no_memory(void **state)
{
	const struct zip_file more = {.name = "../x", .text = "x"};
	bm_buf bytes;
	bm_status status = BM_NO_MEMORY;

	(void)state;
	make_book(arena, OPF, "accessMode'>visual", "accessMode'>x", &more,
		  &bytes);
	for (size_t n = 0; status == BM_NO_MEMORY; n++) {
		struct limited limit = {.left = n};
		bm_allocator al = {limited_alloc, &limit};
		bm_arena *a = bm_arena_new(&al);
		bm_diags diags;

		if (a != NULL) {
			bm_diags_init(&diags, a);
			status = epub_check(&al, "b.epub", bm_buf_str(&bytes),
					    &diags, NULL, NULL, NULL);
		}
		bm_arena_free(a);
		assert_int_equal(limit.balance, 0);
	}
	assert_int_equal(status, BM_OK);
	bm_buf_free(&bytes);
}

static int
setup(void **state)
{
	(void)state;
	bm_xml_init();
	arena = bm_arena_new(NULL);
	return arena == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	bm_arena_free(arena);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_faults),    TEST(test_pages),
	    TEST(test_narration), TEST(test_hazard_and_reach),
	    TEST(test_epub2),     TEST(test_bomb),
	    TEST(test_order),     TEST(test_sheet),
	    TEST(test_all_seen),  TEST(test_no_memory)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * What a book says of its accessibility, in the codes of booksellers: ONIX for
 * Books 3.0, code list 196 in ProductFormFeature 09, and code list 143 for
 * hazards in ProductFormFeature 12.  Each follows from what stands in the
 * package document, so the two never say different things.
 */
#include "write/epub_package.h"
#include "xml/escape.h"

enum { DETAIL = 9, HAZARD = 12 };

static const struct {
	const char *property, *value; /* value NULL: any */
	int type;                     /* code list 79 */
	const char *code, *meaning;
	bool text; /* the value goes along */
} codes[] = {
    {"schema:accessibilitySummary", NULL, DETAIL, "00", "Summary", true},
    {"dcterms:conformsTo", "EPUB Accessibility 1.1", DETAIL, "04",
     "EPUB Accessibility 1.1", false},
    {"schema:accessibilityFeature", "tableOfContents", DETAIL, "11",
     "Navigation by a table of contents", false},
    {"schema:accessibilityFeature", "index", DETAIL, "12",
     "Navigation by an index", false},
    {"schema:accessibilityFeature", "readingOrder", DETAIL, "13",
     "A single logical reading order", false},
    {"schema:accessibilityFeature", "alternativeText", DETAIL, "14",
     "Short alternative texts", false},
    {"schema:accessibilityFeature", "MathML", DETAIL, "17",
     "Formulas as MathML", false},
    {"schema:accessibilityFeature", "pageNavigation", DETAIL, "19",
     "The page numbers of a printed book", false},
    {"schema:accessibilityFeature", "structuralNavigation", DETAIL, "29",
     "Navigation from heading to heading", false},
    {"schema:accessibilityFeature", "ARIA", DETAIL, "30", "Roles of ARIA",
     false},
    {"schema:accessibilityFeature", "displayTransformability", DETAIL, "36",
     "The look of all text can be changed", false},
    {"schema:accessModeSufficient", "textual", DETAIL, "52",
     "All that carries meaning can be read without sight", false},
    {"a11y:exemption", "eaa-microenterprise", DETAIL, "75",
     "European Accessibility Act: a micro-enterprise", false},
    {"a11y:exemption", "eaa-disproportionate-burden", DETAIL, "76",
     "European Accessibility Act: disproportionate burden", false},
    {"a11y:exemption", "eaa-fundamental-alteration", DETAIL, "77",
     "European Accessibility Act: fundamental alteration", false},
    {"dcterms:conformsTo", "WCAG 2.0", DETAIL, "80", "WCAG 2.0", false},
    {"dcterms:conformsTo", "WCAG 2.1", DETAIL, "81", "WCAG 2.1", false},
    {"dcterms:conformsTo", "WCAG 2.2", DETAIL, "82", "WCAG 2.2", false},
    {"dcterms:conformsTo", "Level A", DETAIL, "84", "WCAG level A", false},
    {"dcterms:conformsTo", "Level AA", DETAIL, "85", "WCAG level AA", false},
    {"dcterms:conformsTo", "Level AAA", DETAIL, "86", "WCAG level AAA", false},
    {"a11y:certifiedBy", NULL, DETAIL, "93", "Who certified it", true},
    {"schema:accessibilityHazard", "flashing", HAZARD, "13", "It flashes",
     false},
    {"schema:accessibilityHazard", "noFlashingHazard", HAZARD, "14",
     "Nothing flashes", false},
    {"schema:accessibilityHazard", "sound", HAZARD, "15", "A sound that harms",
     false},
    {"schema:accessibilityHazard", "noSoundHazard", HAZARD, "16",
     "No sound that harms", false},
    {"schema:accessibilityHazard", "motionSimulation", HAZARD, "17",
     "Simulated motion", false},
    {"schema:accessibilityHazard", "noMotionSimulationHazard", HAZARD, "18",
     "No simulated motion", false}};

/* Whether a value means a code.  A claim of conformance is three: "EPUB
 * Accessibility 1.1 - WCAG 2.1 Level AA". */
static bool
means(size_t i, const char *value)
{
	bool claim = strcmp(codes[i].property, "dcterms:conformsTo") == 0;
	bool safe =
	    strcmp(codes[i].property, "schema:accessibilityHazard") == 0 &&
	    strcmp(value, "none") == 0;
	const char *want = codes[i].value;

	if (want == NULL)
		return true;
	/* Of hazards "none" is each of those that begin with "no". */
	if (safe)
		return strncmp(want, "no", 2) == 0;
	if (!claim)
		return strcmp(want, value) == 0;
	if (strncmp(want, "Level", 5) == 0)
		return bm_str_ends(bm_str_of(value), want);
	return strstr(value, want) != NULL;
}

/* One code with what it means. */
static void
put_code(bm_buf *out, size_t i, const char *value)
{
	bm_buf_printf(out,
		      "  <!-- %s -->\n  <ProductFormFeature>\n"
		      "    <ProductFormFeatureType>%02d"
		      "</ProductFormFeatureType>\n"
		      "    <ProductFormFeatureValue>%s"
		      "</ProductFormFeatureValue>\n",
		      codes[i].meaning, codes[i].type, codes[i].code);
	if (codes[i].text) {
		bm_buf_puts(out, "    <ProductFormFeatureDescription>");
		bm_escape_text(out, value, BM_ESCAPE_XML);
		bm_buf_puts(out, "</ProductFormFeatureDescription>\n");
	}
	bm_buf_puts(out, "  </ProductFormFeature>\n");
}

/* The text of a meta with this property, or NULL; with xmlFree. */
static xmlChar *
said(const xmlNode *meta, const char *property)
{
	return bm_streq(bm_attr(meta, "property"), property)
		   ? xmlNodeGetContent(meta)
		   : NULL;
}

/* See epub_package.h. */
void
opf_onix(const opf *k, bm_buf *out)
{
	bm_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			 "<!-- What the record of this book can say of its "
			 "accessibility (ONIX for Books 3.0). -->\n"
			 "<DescriptiveDetail "
			 "xmlns=\"http://ns.editeur.org/onix/3.0/reference\">\n"
			 "  <ProductComposition>00</ProductComposition>\n"
			 "  <ProductForm>ED</ProductForm>\n"
			 "  <ProductFormDetail>E101</ProductFormDetail>\n");
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		for (const xmlNode *n = k->metadata->children; n != NULL;
		     n = n->next) {
			xmlChar *text = said(n, codes[i].property);
			bool hit = text != NULL && means(i, (const char *)text);

			if (hit)
				put_code(out, i, (const char *)text);
			xmlFree(text);
			if (hit)
				break;
		}
	bm_buf_puts(out, "</DescriptiveDetail>\n");
}

/* The fields of a PubMed record, each by itself. */
#include "bib/nbib.h"

/* ---- Fields ---- */

static void
do_text(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bib_make_text(&r->make, variable, f->value);
}

static void
do_list(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bib_make_join(&r->make, variable, f->value, "; ");
}

static void
do_title(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bib_make_text(&r->make, variable, nbib_without_stop(f->value));
}

/* ISSN and ISBN without what they stand for. */
static void
do_number(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	if (!bib_make_serials(&r->make, f->value))
		bib_make_join(&r->make, variable, f->value, ", ");
}

static void
do_pmid(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bm_str id = bib_pmid(f->value);

	if (id.len > 0)
		bib_make_text(&r->make, variable, id);
	else if (f->value.len > 0)
		bib_tag_bad(r, f, "is no number of PubMed");
}

static void
do_pmcid(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bm_str id = bib_pmcid(r->make.arena, f->value);

	if (id.len > 0)
		bib_make_text(&r->make, variable, id);
	else if (f->value.len > 0)
		bib_tag_bad(r, f, "is no number of PubMed Central");
}

/* LID and AID: "10.1000/x [doi]", "NBK1234 [bookaccession]". */
static void
do_identifier(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bm_str s = f->value;

	(void)variable;
	if (bm_str_ends(s, "[doi]")) {
		bm_str doi = bib_doi((bm_str){s.ptr, s.len - 5});

		if (doi.len > 0)
			bib_make_text(&r->make, "DOI", doi);
		else
			bib_tag_bad(r, f, "is no DOI");
	} else if (bm_str_ends(s, "[bookaccession]")) {
		s = bm_str_trim((bm_str){s.ptr, s.len - 15});
		const char *url = bm_arena_printf(
		    r->make.arena, "https://www.ncbi.nlm.nih.gov/books/%.*s/",
		    (int)s.len, s.ptr);

		if (url != NULL && s.len > 0)
			bib_make_text(&r->make, "URL", bm_str_of(url));
	}
}

static void
do_language(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bm_str code = bib_language(f->value);

	if (code.len > 0 && !bib_make_text(&r->make, variable, code))
		bib_make_join(&r->make, "custom.languages", code, "; ");
}

/* Keywords; a star marks those that the work is mainly about. */
static void
do_keyword(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bm_str s = f->value;

	if (bm_str_starts(s, "*")) {
		s.ptr++;
		s.len--;
	}
	bib_make_join(&r->make, variable, s, "; ");
}

/* Accession numbers: registers of trials by themselves. */
static void
do_databank(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	static const char *const registers[] = {
	    "ANZCTR", "CRiS",  "CTRI",     "ChiCTR", "ClinicalTrials.gov",
	    "DRKS",   "EU",    "EudraCT",  "IRCT",   "ISRCTN",
	    "JMA",    "JPRN",  "JapicCTI", "KCT",    "LBCTR",
	    "NTR",    "PACTR", "PHRR",     "REPEC",  "RPCEC",
	    "ReBec",  "SLCTR", "TCTR",     "UMIN",   "jRCT"};

	for (size_t i = 0; i < sizeof registers / sizeof *registers; i++)
		if (bm_str_starts(f->value, registers[i])) {
			bib_make_join(&r->make, variable, f->value, "; ");
			return;
		}
	bib_make_join(&r->make, "custom.databank", f->value, "; ");
}

/* ---- People ---- */

static bool
is_initials(bm_str word)
{
	size_t letters = 0;

	for (size_t at = 0; at < word.len; letters++)
		(void)bm_utf8_next(word, &at);
	for (size_t i = 0; i < word.len; i++)
		if (bm_is_digit(word.ptr[i]) ||
		    (bm_lower(word.ptr[i]) == word.ptr[i] &&
		     bm_is_alpha(word.ptr[i])))
			return false;
	return letters >= 1 && letters <= 5;
}

/* Cuts the last word off *s; "" if there is but one. */
static bm_str
last_word(bm_str *s)
{
	size_t at = s->len;
	bm_str word;

	while (at > 0 && s->ptr[at - 1] != ' ')
		at--;
	if (at == 0)
		return (bm_str){"", 0};
	word = (bm_str){s->ptr + at, s->len - at};
	*s = bm_str_trim((bm_str){s->ptr, at});
	return word;
}

/* "North RB Jr": initials come without stops; "RB" becomes "R B". */
static void
short_name(bib_tag_reader *r, bm_str text, bm_name *out)
{
	bm_str rest = text, word = last_word(&rest), suffix;
	bm_buf given;

	*out = (bm_name){0};
	suffix = bib_name_suffix(word);
	/* "Lee II": as likely initials as a suffix; nothing else is there. */
	if (suffix.len > 0 && bm_str_find(rest, " ", 0) < rest.len) {
		out->suffix = suffix;
		word = last_word(&rest);
	}
	if (!is_initials(word)) {
		out->literal = text;
		out->suffix = (bm_str){0};
		return;
	}
	out->family = rest;
	bm_buf_init(&given, bm_arena_allocator(r->make.arena));
	for (size_t at = 0, from = 0; at < word.len; from = at) {
		(void)bm_utf8_next(word, &at);
		if (given.len > 0)
			bm_buf_putc(&given, ' ');
		bm_buf_put(&given, word.ptr + from, at - from);
	}
	out->given = (bm_str){
	    bm_arena_strndup(r->make.arena, given.ptr, given.len), given.len};
	if (given.status != BM_OK || out->given.ptr == NULL)
		r->make.failed = true;
	bm_buf_free(&given);
}

/* FAU, FED: "Noriega, David C". */
static void
do_full_name(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	nbib_own *own = r->own;
	bm_name name;

	bib_name_parse(f->value, false, &name);
	bib_make_name(&r->make, variable, &name);
	own->person = f->value;
	if (f->tag[1] == 'A')
		own->unpaired++;
}

static void
put_short_name(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	nbib_own *own = r->own;
	bm_name name;

	short_name(r, f->value, &name);
	bib_make_name(&r->make, variable, &name);
	own->person = f->value;
}

/* AU: the short form of a FAU, unless older records have nothing else. */
static void
do_short_name(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	nbib_own *own = r->own;

	if (!own->short_names)
		return;
	if (own->unpaired > 0)
		own->unpaired--;
	else
		put_short_name(r, f, variable);
}

/* ED: as a rule beside a FED; older records have it alone. */
static void
do_short_editor(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	nbib_own *own = r->own;

	if (own->short_editors)
		put_short_name(r, f, variable);
}

/* CN: a group stands among the authors where it is named. */
static void
do_group(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	nbib_own *own = r->own;
	bm_name name = {0};

	name.literal = nbib_without_stop(f->value);
	bib_make_name(&r->make, variable, &name);
	own->person = f->value;
}

/* Investigators, and people a work is about, are not its authors. */
static void
do_nobody(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	nbib_own *own = r->own;

	(void)f;
	(void)variable;
	own->person = (bm_str){0};
}

/* AUID: an ORCID as a rule, of the person named before. */
static void
do_person_id(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	const nbib_own *own = r->own;
	bm_str id = f->value;
	size_t at = bm_str_find(id, "orcid.org/", 0);
	const char *text;

	if (at < id.len)
		id = (bm_str){id.ptr + at + 10, id.len - at - 10};
	else if (bm_str_starts(id, "ORCID:"))
		id = bm_str_trim((bm_str){id.ptr + 6, id.len - 6});
	if (own->person.len == 0 || id.len == 0)
		return;
	text =
	    bm_arena_printf(r->make.arena, "%.*s: %.*s", (int)own->person.len,
			    own->person.ptr, (int)id.len, id.ptr);
	if (text != NULL)
		bib_make_join(&r->make, variable, bm_str_of(text), "; ");
}

/* ---- What became of the work ---- */

static void
add_status(bib_tag_reader *r, const char *word)
{
	bm_str old = bib_make_get(&r->make, "custom.status");

	if (bm_str_find(old, word, 0) == old.len)
		bib_make_join(&r->make, "custom.status", bm_str_of(word), " ");
}

/* RIN, EIN ...: where it was retracted or mended. */
static void
do_status(bib_tag_reader *r, const bib_tagged *f, const char *word)
{
	add_status(r, word);
	bib_make_join(&r->make, "custom.status-notice", f->value, "; ");
}

/* Kinds of publication that say how a study was made. */
static bool
is_design(bm_str s)
{
	static const char *const designs[] = {
	    "Adaptive Clinical Trial",
	    "Case Reports",
	    "Clinical Study",
	    "Clinical Trial",
	    "Comparative Study",
	    "Consensus Development Conference",
	    "Controlled Clinical Trial",
	    "Editorial",
	    "Equivalence Trial",
	    "Evaluation Study",
	    "Guideline",
	    "Letter",
	    "Meta-Analysis",
	    "Multicenter Study",
	    "Network Meta-Analysis",
	    "Observational Study",
	    "Practice Guideline",
	    "Pragmatic Clinical Trial",
	    "Randomized Controlled Trial",
	    "Review",
	    "Scoping Review",
	    "Systematic Review",
	    "Twin Study",
	    "Validation Study",
	};

	for (size_t i = 0; i < sizeof designs / sizeof *designs; i++)
		if (bm_str_is(s, designs[i]))
			return true;
	/* "Clinical Trial, Phase III", "... Conference, NIH", "..., Veterinary"
	 */
	return bm_str_starts(s, "Clinical Trial, ") ||
	       bm_str_starts(s, "Consensus Development Conference, ") ||
	       bm_str_starts(s, "Observational Study, ") ||
	       bm_str_starts(s, "Randomized Controlled Trial, ");
}

static void
do_kind(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bib_make_join(&r->make, variable, f->value, "; ");
	if (is_design(f->value))
		bib_make_join(&r->make, "custom.study-design", f->value, "; ");
	if (bm_str_is(f->value, "Retracted Publication"))
		add_status(r, "retracted");
}

/* ---- The table ---- */

/* Sorted by tag. */
static const bib_tag_row table[] = {
    {"AB", do_text, "abstract"},
    {"AD", NULL, NULL},
    {"AID", do_identifier, NULL},
    {"AU", do_short_name, "author"},
    {"AUID", do_person_id, "custom.author-ids"},
    {"BTI", NULL, NULL},
    {"CDAT", NULL, NULL},
    {"CI", NULL, NULL},
    {"CIN", NULL, NULL},
    {"CN", do_group, "author"},
    {"COI", do_text, "custom.coi"},
    {"COIS", do_text, "custom.coi"},
    {"CON", NULL, NULL},
    {"CP", NULL, NULL},
    {"CRDT", NULL, NULL},
    {"CRF", do_list, "custom.notice-of"},
    {"CRI", do_status, "corrected"},
    {"CTDT", NULL, NULL},
    {"CTI", do_title, "collection-title"},
    {"DA", NULL, NULL},
    {"DCOM", NULL, NULL},
    {"DDIN", NULL, NULL},
    {"DEP", NULL, NULL},
    {"DP", NULL, NULL},
    {"DRDT", NULL, NULL},
    {"DRIN", NULL, NULL},
    {"ECF", do_list, "custom.notice-of"},
    {"ECI", do_status, "concern"},
    {"ED", do_short_editor, "editor"},
    {"EDAT", NULL, NULL},
    {"EFR", do_list, "custom.notice-of"},
    {"EIN", do_status, "corrected"},
    {"EN", do_text, "edition"},
    {"FAU", do_full_name, "author"},
    {"FED", do_full_name, "editor"},
    {"FIR", do_nobody, NULL},
    {"FPS", do_nobody, NULL},
    {"GN", NULL, NULL},
    {"GR", do_list, "custom.grants"},
    {"GS", NULL, NULL},
    {"IP", NULL, NULL},
    {"IR", do_nobody, NULL},
    {"IRAD", NULL, NULL},
    {"IS", do_number, "ISSN"},
    {"ISBN", do_number, "ISBN"},
    {"JID", NULL, NULL},
    {"JT", NULL, NULL},
    {"LA", do_language, "language"},
    {"LID", do_identifier, NULL},
    {"LR", NULL, NULL},
    {"MH", do_keyword, "keyword"},
    {"MHDA", NULL, NULL},
    {"MID", NULL, NULL},
    {"NM", NULL, NULL},
    {"OAB", NULL, NULL},
    {"OABL", NULL, NULL},
    {"OCI", NULL, NULL},
    {"OID", NULL, NULL},
    {"ORI", NULL, NULL},
    {"OT", do_keyword, "keyword"},
    {"OTO", NULL, NULL},
    {"OWN", NULL, NULL},
    {"PB", do_text, "publisher"},
    {"PG", NULL, NULL},
    {"PHST", NULL, NULL},
    {"PL", NULL, NULL},
    {"PMC", do_pmcid, "PMCID"},
    {"PMCR", NULL, NULL},
    {"PMID", do_pmid, "PMID"},
    {"PRIN", NULL, NULL},
    {"PROF", NULL, NULL},
    {"PS", do_nobody, NULL},
    {"PST", NULL, NULL},
    {"PT", do_kind, "custom.publication-types"},
    {"PUBM", NULL, NULL},
    {"RF", NULL, NULL},
    {"RIN", do_status, "retracted"},
    {"RN", NULL, NULL},
    {"ROF", do_list, "custom.notice-of"},
    {"RPF", NULL, NULL},
    {"RPI", NULL, NULL},
    {"RRF", do_list, "custom.notice-of"},
    {"RRI", do_status, "retracted"},
    {"SB", NULL, NULL},
    {"SFM", NULL, NULL},
    {"SI", do_databank, "custom.registry"},
    {"SO", NULL, NULL},
    {"SPIN", NULL, NULL},
    {"STAT", NULL, NULL},
    {"TA", NULL, NULL},
    {"TI", NULL, NULL},
    {"TT", NULL, NULL},
    {"UIN", do_list, "custom.updated-in"},
    {"UOF", do_list, "custom.update-of"},
    {"VI", NULL, NULL},
    {"VTI", do_title, "volume-title"},
};

const bib_tag_rows nbib_rows = {table, sizeof table / sizeof *table};

/* See nbib.h. */
void
nbib_make_fields(bib_tag_reader *r)
{
	nbib_own *own = r->own;
	size_t full = 0, brief = 0;

	for (size_t i = 0; i < r->count; i++) {
		full += strcmp(r->fields.list.items[i].tag, "FAU") == 0;
		brief += strcmp(r->fields.list.items[i].tag, "AU") == 0;
	}
	own->short_names = brief > full;
	own->short_editors = bib_tag_field(r, "FED") == NULL;
	own->unpaired = 0;
	own->person = (bm_str){0};
	bib_tag_fields(r);
}

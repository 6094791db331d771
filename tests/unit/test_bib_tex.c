/* What TeX in a bibliography means, and CSL text as TeX. */
#include "bib_help.h"

#include "bib/tex.h"

struct heard {
	char names[200];
};

static void
hear(void *user, bm_str command)
{
	struct heard *h = user;
	size_t n = strlen(h->names);

	snprintf(h->names + n, sizeof h->names - n, "%s%.*s", n > 0 ? " " : "",
		 (int)command.len, command.ptr);
}

/* Reads tex and compares; returns the commands that had no meaning. */
static const char *
reads(unsigned flags, const char *tex, const char *expected)
{
	static struct heard heard;
	bm_buf out;

	heard.names[0] = '\0';
	bm_buf_init(&out, NULL);
	bib_tex_read(bm_str_of(tex), flags, &out, hear, &heard);
	assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
	return heard.names;
}

static void
text_is(const char *tex, const char *expected)
{
	assert_string_equal(reads(TEX_MARKUP, tex, expected), "");
}

static void
title_is(const char *tex, const char *expected)
{
	assert_string_equal(reads(TEX_MARKUP | TEX_TITLE, tex, expected), "");
}

static void
accents(void **state)
{
	(void)state;
	text_is("\\\"{o}\\\"o{\\\"o} \\'e \\'{e}", "ööö é é");
	text_is("\\c{c}\\c c \\v{s} \\H{o} \\k{a} \\r{a} \\u{g}",
		"çç š ő ą å ğ");
	text_is("\\={a} \\.{z} \\d{t} \\b{k} \\~n \\^o \\`a", "ā ż ṭ ḵ ñ ô à");
	text_is("\\'{\\i} \\'\\i{} \\^{\\j} \\'i", "í í ĵ í");
	text_is("\\'{\\^e} \\'{\\ae}", "ế ǽ");
	text_is("\\v S\\'u\\c{}x \\~{} \\^{}", "Šú¸x ~ ^");
	text_is("\\t{oo} \\\"\xD0\xB8", "o͡o ӥ");
	text_is("\\\" o\\' ", "ö´");
	/* A letter that no character has gets the mark behind it. */
	text_is("\\c{x}", "x\xCC\xA7");
}

static void
symbols(void **state)
{
	(void)state;
	text_is("\\ss \\o{} \\O\\ \\l\\L \\ae\\AE \\oe\\OE \\aa\\AA \\i\\j",
		"ßø Ø łŁæÆœŒåÅıȷ");
	text_is("\\& \\% \\$ \\_ \\# \\{x\\}", "& % $ _ # {x}");
	text_is("a -- b --- c-d", "a – b — c-d");
	text_is("``double'' `single' it's 'tis", "“double” ‘single’ it's 'tis");
	text_is("A~B\\,C\\ D\\\\E", "A\xC2\xA0"
				    "B\xE2\x80\xAF"
				    "C D E");
	text_is("x\\textendash{}y \\textquoteright \\textregistered{} "
		"\\textdegree C",
		"x–y ’® °C");
	text_is("?`Que? !`Si!", "¿Que? ¡Si!");
	text_is("\\LaTeX{} and \\TeX", "LaTeX and TeX");
	text_is("  much   white\n\tspace  ", "much white space");
	text_is("un\\-break\\-able", "unbreakable");
}

static void
formatting(void **state)
{
	(void)state;
	text_is("\\emph{a} \\textit{b} \\textbf{c}", "<i>a</i> <i>b</i> "
						     "<b>c</b>");
	text_is("x\\textsuperscript{2}y\\textsubscript{3}",
		"x<sup>2</sup>y<sub>3</sub>");
	text_is("\\textsc{Who}",
		"<span style=\"font-variant:small-caps;\">Who</span>");
	text_is("{\\em a} {\\bf b {\\it c}} d", "<i>a</i> <b>b <i>c</i></b> d");
	text_is("\\enquote{a \\mkbibquote{b} c}", "“a ‘b’ c”");
	text_is("\\mkbibparens{a} \\mkbibbrackets{b}", "(a) [b]");
	text_is("a\\emph{ b }c \\emph{}d", "a<i> b</i> c d");
	text_is("\\url{http://a.b/c_d~e} \\href{http://x.y}{here}",
		"http://a.b/c_d~e here (http://x.y)");
	text_is("\\href{http://x.y}{http://x.y}", "http://x.y");
	text_is("{\\noopsort{a}}B \\textrm{c} \\mbox{d}", "B c d");
	text_is("\\emph a b", "<i>a</i> b");
	assert_string_equal(reads(0, "\\emph{a}\\textsuperscript{b}", "ab"),
			    "");
}

static void
math(void **state)
{
	(void)state;
	text_is("H$_2$O 10$^{-3}$ m$^2$", "H<sub>2</sub>O "
					  "10<sup>−3</sup> m<sup>2</sup>");
	text_is("$\\alpha$-Blocker, TNF-$\\alpha$", "α-Blocker, TNF-α");
	text_is("$p < 0.05$ \\(x_1\\)", "p < 0.05 x<sub>1</sub>");
	text_is("37$^\\circ$C 37$^{\\circ}$", "37°C 37°");
	text_is("$\\mathrm{Ca}^{2+}$ $\\pm$ $\\geq 3$ \\ensuremath{\\beta}",
		"Ca<sup>2+</sup> ± ≥3 β");
	text_is("$x^\\alpha y$ $f'$", "x<sup>α</sup>y f′");
	text_is("a_b ^ c", "a_b ^ c");
}

static void
protection(void **state)
{
	(void)state;
	title_is("The {DNA} of {E}. coli",
		 "The <span class=\"nocase\">DNA</span> of "
		 "<span class=\"nocase\">E</span>. coli");
	title_is("{\\\"O}ber {{\\\"O}sterreich}",
		 "Öber <span class=\"nocase\">Österreich</span>");
	title_is("\\emph{In vitro} {a {B} c}",
		 "<i>In vitro</i> <span class=\"nocase\">a B c</span>");
	title_is("{12} {,}{} x", "12 , x");
	title_is("{\\textit{Homo}}", "<i>Homo</i>");
	assert_true(
	    bm_str_is(bib_tex_inside(BM_STR(" {All of it} ")), "All of it"));
	assert_true(
	    bm_str_is(bib_tex_inside(BM_STR("{A} and {B}")), "{A} and {B}"));
	assert_true(bm_str_is(bib_tex_inside(BM_STR("{\\em x}")), "{\\em x}"));
	assert_true(bm_str_is(bib_tex_inside(BM_STR("{")), "{"));
}

static void
unknown(void **state)
{
	(void)state;
	assert_string_equal(reads(TEX_MARKUP, "\\foo{a} \\baz b \\? \\", "a b"),
			    "foo baz ?");
	text_is("a}b{c", "abc");
	text_is("$x", "x");
	text_is("\\", "");
	text_is("\\emph", "");
	text_is("\\url{x", "x");
	text_is("\\url", "");
	text_is("\\'", "´");
	text_is("{\\'}x", "´x");
}

static void
deep(void **state)
{
	bm_buf tex, out;

	(void)state;
	bm_buf_init(&tex, NULL);
	bm_buf_init(&out, NULL);
	for (int i = 0; i < 100000; i++)
		bm_buf_puts(&tex, i % 2 ? "{" : "\\emph{");
	bm_buf_putc(&tex, 'x');
	for (int i = 0; i < 100000; i++)
		bm_buf_putc(&tex, '}');
	bm_buf_puts(&tex, " y");
	bib_tex_read(bm_buf_str(&tex), TEX_MARKUP | TEX_TITLE, &out, NULL,
		     NULL);
	assert_int_equal(out.status, BM_OK);
	assert_true(bm_str_starts(bm_buf_str(&out), "<i>"));
	assert_true(bm_str_ends(bm_buf_str(&out), "</i> y"));
	assert_non_null(strstr(bm_buf_cstr(&out), ">x<"));
	bm_buf_free(&tex);
	bm_buf_free(&out);
}

static void
verbatim(void **state)
{
	bm_buf out;

	(void)state;
	bm_buf_init(&out, NULL);
	bib_tex_verbatim(BM_STR(" \\url{http://a.b/\\~{}me/c\\_d\n"
				"{\\%}20e$\\sim$f} "),
			 &out);
	assert_string_equal(bm_buf_cstr(&out), "http://a.b/~me/c_d%20e~f");
	bm_buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(accents),    cmocka_unit_test(symbols),
	    cmocka_unit_test(formatting), cmocka_unit_test(math),
	    cmocka_unit_test(protection), cmocka_unit_test(unknown),
	    cmocka_unit_test(deep),       cmocka_unit_test(verbatim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* TeX formulas as MathML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "read/tex_math.h"

/* The MathML of a formula below <math>, or "!" and the reason. */
static char *
convert(const char *tex, bool display, unsigned room)
{
	bm_doc *doc = bm_doc_new(NULL, "t.md");
	xmlNode *root = bm_doc_set_root(doc, "article"), *math;
	const char *why;
	bm_buf out;
	char *copy;

	bm_buf_init(&out, NULL);
	math = bm_tex_math(doc, root, bm_str_of(tex), display, room, &why);
	if (math == NULL) {
		assert_null(root->children);
		bm_buf_puts(&out, "!");
		bm_buf_puts(&out, why != NULL ? why : "");
	}
	for (xmlNode *n = math != NULL ? math->children : NULL; n != NULL;
	     n = n->next)
		bm_node_dump(n, &out);
	copy = strdup(bm_buf_cstr(&out));
	bm_buf_free(&out);
	bm_doc_free(doc);
	return copy;
}

/* Without the namespace, which each dump repeats. */
static void
check(const char *tex, const char *want)
{
	static const char ns[] =
	    " xmlns=\"http://www.w3.org/1998/Math/MathML\"";
	char *got = convert(tex, false, 100), *at;

	while ((at = strstr(got, ns)) != NULL)
		memmove(at, at + strlen(ns), strlen(at + strlen(ns)) + 1);
	while ((at = strstr(got, "mml:")) != NULL)
		memmove(at, at + 4, strlen(at + 4) + 1);
	assert_string_equal(got, want);
	free(got);
}

static void
letters_digits_and_signs(void **state)
{
	(void)state;
	check("n = 2.5", "<mi>n</mi><mo>=</mo><mn>2.5</mn>");
	check("a-b*c", "<mi>a</mi><mo>\xE2\x88\x92</mo><mi>b</mi>"
		       "<mo>\xE2\x88\x97</mo><mi>c</mi>");
	check("f(x)", "<mi>f</mi><mo stretchy=\"false\">(</mo><mi>x</mi>"
		      "<mo stretchy=\"false\">)</mo>");
	check("3. % remark\n4", "<mn>3</mn><mo>.</mo><mn>4</mn>");
	check("5~\\%", "<mn>5</mn><mtext>\xC2\xA0</mtext>"
		       "<mi mathvariant=\"normal\">%</mi>");
	check("\xC2\xB5 \xE2\x89\xA4 \xC3\xB8",
	      "<mi>\xC2\xB5</mi><mo>\xE2\x89\xA4</mo><mi>\xC3\xB8</mi>");
	check("\\alpha\\Omega", "<mi>\xCE\xB1</mi>"
				"<mi mathvariant=\"normal\">\xCE\xA9</mi>");
}

static void
raised_and_lowered(void **state)
{
	(void)state;
	check("x^12", "<msup><mi>x</mi><mn>1</mn></msup><mn>2</mn>");
	check("x_{12}", "<msub><mi>x</mi><mn>12</mn></msub>");
	check("x^a_b", "<msubsup><mi>x</mi><mi>b</mi><mi>a</mi></msubsup>");
	check("x_b^a", "<msubsup><mi>x</mi><mi>b</mi><mi>a</mi></msubsup>");
	check("f''", "<msup><mi>f</mi><mo>\xE2\x80\xB3</mo></msup>");
	check("f'^2", "<msup><mi>f</mi><mrow><mo>\xE2\x80\xB2</mo><mn>2</mn>"
		      "</mrow></msup>");
	check("^3x", "<msup><mrow/><mn>3</mn></msup><mi>x</mi>");
	check("\\sum_i^n x", "<munderover><mo movablelimits=\"true\">"
			     "\xE2\x88\x91</mo><mi>i</mi><mi>n</mi>"
			     "</munderover><mi>x</mi>");
	check("\\int_0^1", "<msubsup><mo>\xE2\x88\xAB</mo><mn>0</mn><mn>1</mn>"
			   "</msubsup>");
	check("\\int\\limits_0", "<munder><mo>\xE2\x88\xAB</mo><mn>0</mn>"
				 "</munder>");
	check("\\lim_x f", "<munder><mo movablelimits=\"true\">lim</mo>"
			   "<mi>x</mi></munder><mi>f</mi>");
	check("\\log_2 x", "<msub><mi>log</mi><mn>2</mn></msub>"
			   "<mo>\xE2\x81\xA1</mo><mi>x</mi>");
	/* What is in a fraction has no limits. */
	check("\\frac1\\sum_2", "<msub><mfrac><mn>1</mn>"
				"<mo movablelimits=\"true\">\xE2\x88\x91</mo>"
				"</mfrac><mn>2</mn></msub>");
}

static void
commands(void **state)
{
	(void)state;
	check("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>");
	check("\\frac{a+b}c", "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi>"
			      "</mrow><mi>c</mi></mfrac>");
	check("{a \\over b}", "<mfrac><mrow><mi>a</mi></mrow><mrow>"
			      "<mi>b</mi></mrow></mfrac>");
	check("\\sqrt x", "<msqrt><mi>x</mi></msqrt>");
	check("\\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>");
	check("\\bar x", "<mover accent=\"true\"><mi>x</mi>"
			 "<mo stretchy=\"false\">\xC2\xAF</mo></mover>");
	check("\\text{ if it }", "<mtext>\xC2\xA0if it\xC2\xA0</mtext>");
	check("\\mathrm{mg}\\mathrm d", "<mi>mg</mi>"
					"<mi mathvariant=\"normal\">d</mi>");
	check("\\mathbf{x1}", "<mrow><mi>\xF0\x9D\x90\xB1</mi>"
			      "<mn>\xF0\x9D\x9F\x8F</mn></mrow>");
	check("\\mathbb R\\mathcal L", "<mi>\xE2\x84\x9D</mi>"
				       "<mi>\xE2\x84\x92</mi>");
	check("\\boldsymbol\\beta", "<mi>\xF0\x9D\x9C\xB7</mi>");
	check("\\left( x \\right.",
	      "<mrow><mo fence=\"true\" form=\"prefix\" "
	      "stretchy=\"true\">(</mo><mi>x</mi></mrow>");
	check("\\overset{a}{b}", "<mover><mi>b</mi><mi>a</mi></mover>");
	check("\\not=\\not\\in", "<mo>\xE2\x89\xA0</mo><mo>\xE2\x88\x89</mo>");
	check("a\\,b", "<mi>a</mi><mspace width=\"0.1667em\"/><mi>b</mi>");
	check("\\displaystyle x", "<mstyle displaystyle=\"true\"><mi>x</mi>"
				  "</mstyle>");
	check("\\begin{array}{lr}a&b\\\\c\\end{array}",
	      "<mrow><mtable columnalign=\"left right\"><mtr><mtd><mi>a</mi>"
	      "</mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd>"
	      "</mtr></mtable></mrow>");
	check("\\begin{array}{c|r|}\\hline a&b\\\\ \\hline c\\\\ \\hline"
	      "\\end{array}",
	      "<mrow><mtable columnalign=\"center right\"><mtr>"
	      "<mtd class=\"line-top\"><mi>a</mi></mtd>"
	      "<mtd class=\"line-start line-end line-top\"><mi>b</mi></mtd>"
	      "</mtr><mtr><mtd class=\"line-end line-top "
	      "line-bottom\"><mi>c</mi></mtd>"
	      "</mtr></mtable></mrow>");
	check("\\textcolor{#00f}{x}y",
	      "<mstyle mathcolor=\"#00f\"><mi>x</mi></mstyle><mi>y</mi>");
	check("{\\color{red}x}y",
	      "<mstyle mathcolor=\"red\"><mi>x</mi></mstyle><mi>y</mi>");
	check("x\\tag{3a}", "<mi>x</mi><mspace width=\"2em\"/>"
			    "<mtext>(3a)</mtext>");
	check("x\\tag*{A}", "<mi>x</mi><mspace width=\"2em\"/>"
			    "<mtext>A</mtext>");
}

static void
what_is_not_read_is_told(void **state)
{
	static const char *const cases[][2] = {
	    {"\\foo x", "!command \"\\foo\" is not known"},
	    {"\\\xC3\xA4", "!command \"\\\xC3\xA4\" is not known"},
	    {"\\", "!command \"\\\" is not known"},
	    {"", "!nothing is in it"},
	    {"x^", "!an argument is missing"},
	    {"x^2^3", "!two \"^\" stand behind one another"},
	    {"{x", "!a \"}\" is missing"},
	    {"x}", "!a \"}\" stands where none can be"},
	    {"a & b", "!a \"&\" stands where none can be"},
	    {"a \\\\ b", "!\"\\\\\" stands where it cannot"},
	    {"\\left( x", "!a \"\\left\" has no \"\\right\""},
	    {"\\left x", "!no bracket stands where one must be"},
	    {"\\right)", "!\"\\right\" stands where it cannot"},
	    {"\\text x", "!braces are missing"},
	    {"\\text{x", "!a brace is never closed"},
	    {"\\text{\\b}", "!a command stands in the words of a formula"},
	    {"\\begin{foo}", "!environment \"foo\" is not known"},
	    {"\\begin{matrix} a", "!\"matrix\" is never ended"},
	    {"\\begin{matrix} a \\end{cases}",
	     "!\"matrix\" is ended as another"},
	    {"\\begin{array}{p{3cm}} a \\end{array}",
	     "!columns of an array are more than l, c, r and |"},
	    {"a \\hline b", "!\"\\hline\" stands where it cannot"},
	    {"\\color{1}x", "!\"1\" is no colour: write a name or #rrggbb"},
	    {"\\color{#12}x", "!\"#12\" is no colour: write a name or #rrggbb"},
	    {"\\color", "!braces are missing"},
	    {"\\tag{\\x}", "!a command stands in a tag"},
	    {"a \\over b \\over c", "!\"\\over\" stands twice in one group"},
	    {"\\not x", "!\"\\not\" stands before a sign that it cannot strike "
			"through"},
	    {"\\operatorname{a+b}",
	     "!the name of an operator is more than a word"},
	    {"\\substack x", "!braces are missing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(cases[i][0], cases[i][1]);
}

static void
depth_is_bounded(void **state)
{
	char text[4000] = "";
	char *got;

	(void)state;
	for (int i = 0; i < 500; i++)
		strcat(text, "{");
	check(text, "!more than 40 groups in one another");
	text[0] = '\0';
	for (int i = 0; i < 500; i++)
		strcat(text, "\\hat");
	check(text, "!more than 40 groups in one another");
	text[0] = '\0';
	for (int i = 0; i < 100; i++)
		strcat(text, "\\displaystyle ");
	check(text, "!too many changes of style");
	text[0] = '\0';
	for (int i = 0; i < 100; i++)
		strcat(text, "\\color{red} ");
	check(text, "!too many changes of colour");
	got = convert("\\frac{\\frac12}3", false, 4);
	assert_true(got[0] != '!');
	free(got);
	got = convert("\\frac{\\frac12}3", false, 3);
	assert_string_equal(got, "!it stands too deep in other elements");
	free(got);
}

/* By name, so that each is found; and each means something. */
static void
all_symbols(void **state)
{
	const bm_tex_symbol *s = bm_tex_symbols;

	(void)state;
	for (; s->name != NULL; s++) {
		assert_ptr_equal(bm_tex_symbol_find(bm_str_of(s->name)), s);
		if (s > bm_tex_symbols)
			assert_true(strcmp(s[-1].name, s->name) < 0);
		if (s->kind <= BM_TEX_LIMIT || s->kind == BM_TEX_SPACE ||
		    s->kind == BM_TEX_BLANK) {
			char tex[64], *got;

			snprintf(tex, sizeof(tex), "\\%s x", s->name);
			got = convert(tex, true, 10);
			assert_true(got[0] == '<');
			free(got);
		}
	}
	assert_true(s - bm_tex_symbols > 400);
	assert_null(bm_tex_symbol_find(BM_STR("alph")));
	assert_null(bm_tex_symbol_find(BM_STR("")));
}

static void
math_says_its_tex(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "t.md");
	xmlNode *root = bm_doc_set_root(doc, "article"), *math;
	const char *why;

	(void)state;
	math = bm_tex_math(doc, root, BM_STR("a<b"), true, 10, &why);
	assert_non_null(math);
	assert_string_equal(bm_attr(math, "alttext"), "a<b");
	assert_string_equal(bm_attr(math, "display"), "block");
	assert_null(why);
	assert_null(bm_tex_math(doc, NULL, BM_STR("a"), true, 10, &why));
	bm_doc_free(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(letters_digits_and_signs),
	    cmocka_unit_test(raised_and_lowered),
	    cmocka_unit_test(commands),
	    cmocka_unit_test(what_is_not_read_is_told),
	    cmocka_unit_test(depth_is_bounded),
	    cmocka_unit_test(all_symbols),
	    cmocka_unit_test(math_says_its_tex),
	};
	return cmocka_run_group_tests_name("tex math", tests, NULL, NULL);
}

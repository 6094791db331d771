/* What `--help` says, of the whole command and of its parts. */
#include "help.h"

#include <stdio.h>

#include "init.h"
#include "options.h"
#include "serve.h"

/* What is found, and where it goes: the same for conversions and builds. */
#define FINDINGS                                                               \
	"      --readability        report how hard each section is to\n"      \
	"                           read; implies --verbose\n"                 \
	"      --format FORMAT      findings as text, json, sarif, junit "     \
	"or\n"                                                                 \
	"                           github\n"                                  \
	"      --report FILE        the file that findings go to\n"            \
	"      --fail-on LEVEL      error, warning, info or never\n"           \
	"      --baseline FILE      findings of old stock: not shown, and\n"   \
	"                           no failure\n"                              \
	"      --write-baseline FILE\n"                                        \
	"                           makes that file of all that is found\n"    \
	"  -v, --verbose            info findings too\n"                       \
	"  -q, --quiet              errors only, and no progress\n"

static void
whole(void)
{
	fputs(
	    "Usage: backmatter [OPTION]... [FILE]\n"
	    "       backmatter init [OPTION]... [DIR]\n"
	    "       backmatter build [OPTION]... [DIR]\n"
	    "       backmatter serve [OPTION]... [DIR]\n"
	    "       backmatter lint [OPTION]... [PATH]...\n"
	    "       backmatter check [OPTION]... [PATH]...\n"
	    "       backmatter bib [OPTION]... [FILE]...\n"
	    "       backmatter explain CODE\n"
	    "\n"
	    "Converts a Markdown or DocBook document to accessible HTML or\n"
	    "EPUB, with its citations and the notices that it must carry.\n"
	    "Reads standard input without FILE.  `build` makes the site and\n"
	    "the books of a project file, backmatter.yaml; `serve` shows the\n"
	    "site and follows changes, `init` makes a first project.\n"
	    "`build --shard` makes a part, `link` puts parts together.\n"
	    "`lint` says what is wrong, claims without a source too, and\n"
	    "writes nothing.\n"
	    "`check` judges pages of any making for accessibility.  `bib`\n"
	    "converts bibliographies.  `backmatter lint --help` and so on say\n"
	    "how.\n"
	    "\n"
	    "  -f, --from FORMAT        markdown or docbook (default: by name\n"
	    "                           and content)\n"
	    "  -t, --to FORMAT          html, site, epub, man, text,\n"
	    "                           jats, docbook, markdown or parts\n"
	    "                           (default: by the name of the output,\n"
	    "                           else html)\n"
	    "  -o, --output PATH        a file, or a folder for a site\n"
	    "  -s, --style STYLE        CSL style: a name, an id or a file\n"
	    "  -b, --bibliography FILE  CSL-JSON or YAML, BibTeX, RIS, PubMed\n"
	    "                           or EndNote XML; may be given again\n"
	    "  -l, --lang TAG           language of documents that name none\n"
	    "      --root DIR           folder that the document may read "
	    "from\n"
	    "      --project PATH       the project that the document is part\n"
	    "                           of (default: the backmatter.yaml in "
	    "its\n"
	    "                           folder or above); --no-project: none\n"
	    "      --dump PASS          the DocBook tree after a pass: read,\n"
	    "                           metadata, pages, remarks, ids, "
	    "status,\n"
	    "                           xref, glossary, claims, evidence,\n"
	    "                           readability, punctuation, cite,\n"
	    "                           split, disclaimer, document or a11y\n"
	    "      --lint               look for claims without a source too\n"
	    "      --proof FILE         the notices that were found again in "
	    "the\n"
	    "                           output, as .html or .json\n"
	    "      --depfile FILE       what the output is made of, for make "
	    "and\n"
	    "                           ninja; needs --output\n"
	    "      --check              judge what is written, as `check` "
	    "does;\n"
	    "                           a build does so but for --no-check\n"
	    "      --data DIR           files in place of the embedded ones\n"
	    "      --style-dir DIR      folder of CSL styles\n"
	    "      --locale-dir DIR     folder of CSL locales\n"
	    "      --today DATE         the date that expiry is measured\n"
	    "                           against\n"
	    "      --schema[=FILE]      judge DocBook by a schema in RELAX NG\n"
	    "      --audit[=FILE]       look for all that the document has in "
	    "the\n"
	    "                           output\n"
	    "      --profile NAME=VALUES\n"
	    "                           the edition, as os=linux;mac: leaves "
	    "out\n"
	    "                           what is for others; may be repeated\n"
	    "      --olink-db FILE      what olinks can lead to in documents "
	    "of\n"
	    "                           others; may be given again\n"
	    "      --write-olink-db FILE\n"
	    "                           the same of what is written, for "
	    "others\n"
	    "      --links FILE         links to other hosts, for a program "
	    "that\n"
	    "                           checks them, as .tsv or .json\n"
	    "      --onix FILE          what an epub says of its "
	    "accessibility,\n"
	    "                           in the codes of ONIX, for booksellers\n"
	    "      --split-level N      site, epub: sections down to this "
	    "level\n"
	    "                           of a chapter get files of their own\n"
	    "      --split-size SIZE    the same where a file would be "
	    "larger,\n"
	    "                           as 300k\n",
	    stdout);
	fputs(
	    FINDINGS
	    "      --no-hints           findings without what to do about "
	    "them\n"
	    "      --source             findings with the line of the source;\n"
	    "                           --no-source without\n"
	    "      --color WHEN         auto, always or never\n"
	    "  -j, --threads N          threads to use\n"
	    "      --library FILE       the backmatter.so to use\n"
	    "      --rules              list every finding there is\n"
	    "  -h, --help               this text\n"
	    "  -V, --version            the version\n"
	    "\n"
	    "Exit status: 0 fine; 1 findings at or above --fail-on, output\n"
	    "was written; 2 wrong usage; 3 cannot read, convert or write,\n"
	    "nothing was written.\n",
	    stdout);
}

static void
build(void)
{
	fputs(
	    "Usage: backmatter build [OPTION]... [DIR]\n"
	    "\n"
	    "Makes the site and the books of the project in DIR, or in the\n"
	    "current folder, as its backmatter.yaml says.  The next build\n"
	    "writes only what has changed, and what depends on it.\n"
	    "\n"
	    "  -o, --output DIR         folder of the site (default:\n"
	    "                           build/site)\n"
	    "      --fresh              takes over nothing of the last build\n"
	    "      --shard I/N          one of N parts, for machines that "
	    "share\n"
	    "                           the work; `link` puts them together\n"
	    "      --names              with --shard: only what other parts "
	    "need\n"
	    "                           to know\n"
	    "      --with PATH          with --shard: such parts, or a folder "
	    "of\n"
	    "                           them; may be given again\n"
	    "      --no-check           what is written is not judged for\n"
	    "                           accessibility\n"
	    "      --audit[=FILE]       look for all that the documents have "
	    "in\n"
	    "                           the output\n"
	    "      --proof FILE         the notices that were found again in "
	    "the\n"
	    "                           output, as .html or .json\n"
	    "      --links FILE         what leads to other hosts, as .json "
	    "or\n"
	    "                           a table\n"
	    "      --depfile FILE       what the output is made of, for make "
	    "and\n"
	    "                           ninja\n"
	    "      --olink-db FILE      what olinks can lead to in documents "
	    "of\n"
	    "                           others; may be given again\n"
	    "      --write-olink-db FILE\n"
	    "                           the same of what is written, for "
	    "others\n"
	    "      --schema[=FILE]      judge DocBook by a schema in RELAX NG\n"
	    "      --profile NAME=VALUES\n"
	    "                           the edition; may be repeated\n" FINDINGS
	    "  -j, --threads N          threads to use\n"
	    "      --data, --style-dir, --locale-dir, --today, --no-hints,\n"
	    "      --source, --color, --library\n"
	    "                           as for all commands; see --help\n"
	    "\n"
	    "Exit status: 0 fine; 1 findings at or above --fail-on, output\n"
	    "was written; 2 wrong usage; 3 it cannot be built, and what was\n"
	    "there is left as it was.\n",
	    stdout);
}

static void
link_parts(void)
{
	fputs(
	    "Usage: backmatter link [OPTION]... PART...\n"
	    "\n"
	    "Makes the site and the books of a project of the parts that\n"
	    "`build --shard` made, on whichever machines and in any order:\n"
	    "the same bytes and findings as by one build.  A PART is a folder\n"
	    "that it made, or a folder of such folders.  All parts must be\n"
	    "there, and the files of the project as they were.\n"
	    "\n"
	    "  -o, --output DIR         folder of the site (default:\n"
	    "                           build/site)\n"
	    "      --project PATH       the project (default: the current\n"
	    "                           folder)\n"
	    "      --today DATE         the day that the parts were made for\n"
	    "                           (default: as they say)\n"
	    "      --write-olink-db FILE\n"
	    "                           what olinks can lead to in the site\n"
	    "      --depfile, --format, --report, --fail-on, --baseline,\n"
	    "      --write-baseline, --threads, --verbose, --quiet\n"
	    "                           as for `build`\n"
	    "      --no-check, --profile, --schema, --readability, "
	    "--olink-db,\n"
	    "      --data, --style-dir, --locale-dir\n"
	    "                           the same that the parts were made "
	    "with\n"
	    "\n"
	    "Exit status: 0 fine; 1 findings at or above --fail-on, output\n"
	    "was written; 2 wrong usage; 3 the parts do not go together, and\n"
	    "what was there is left as it was.\n",
	    stdout);
}

static void
bib(void)
{
	fputs(
	    "Usage: backmatter bib [OPTION]... [FILE]...\n"
	    "\n"
	    "Converts bibliographies: PubMed (.nbib), RIS, BibTeX and\n"
	    "BibLaTeX, EndNote XML, CSL-JSON and CSL-YAML, known by their\n"
	    "content.  Reads standard input without FILE or when FILE is -.\n"
	    "A work that is in several files becomes one entry.\n"
	    "\n"
	    "  -t, --to FORMAT      csljson, bibtex, ris, nbib, or html for a\n"
	    "                       page with the list (default: by the name\n"
	    "                       of the output, else csljson)\n"
	    "  -o, --output FILE    the file to write\n"
	    "  -s, --style STYLE    CSL style of the page\n"
	    "  -l, --lang TAG       language of the page (default: en)\n"
	    "      --title TEXT     title of the page (default: the names of\n"
	    "                       the files)\n"
	    "      --data, --style-dir, --locale-dir, --format, --fail-on,\n"
	    "      --verbose, --quiet, --no-hints, --color, --library\n"
	    "                       as for all commands; see backmatter "
	    "--help\n"
	    "\n"
	    "Exit status: 0 fine; 1 findings at or above --fail-on, output\n"
	    "was written; 2 wrong usage; 3 cannot read, convert or write,\n"
	    "nothing was written.\n",
	    stdout);
}

static void
lint(void)
{
	fputs(
	    "Usage: backmatter lint [OPTION]... [PATH]...\n"
	    "\n"
	    "Says what is wrong with documents: all that a conversion would\n"
	    "say, and claims without a source.  Writes no output.  A PATH is "
	    "a\n"
	    "document, a project file, - for standard input, or a folder: "
	    "then\n"
	    "all documents in it, or its project if it has a backmatter.yaml.\n"
	    "Without PATH, the current folder.  Findings go to standard\n"
	    "output.\n"
	    "\n"
	    "      --format FORMAT      text; json; sarif, for code scanning;\n"
	    "                           junit, for test reports; github, for\n"
	    "                           annotations\n"
	    "      --ledger FILE        every claim, for reviewers: .html, "
	    ".csv\n"
	    "                           or .json\n"
	    "  -o, --report FILE        the file that findings go to\n"
	    "      --fail-on LEVEL      error, warning, info or never\n"
	    "      --write-baseline FILE\n"
	    "                           keeps all that is found in FILE\n"
	    "      --baseline FILE      what FILE has is counted, but neither\n"
	    "                           shown nor a failure\n"
	    "      --no-source          without the line of the source\n"
	    "      --no-hints           without what to do\n"
	    "      --schema[=FILE]      DocBook by a schema in RELAX NG: FILE, "
	    "or\n"
	    "                           that of DocBook which is installed\n"
	    "      --readability        how hard each section is to read;\n"
	    "                           implies --verbose\n"
	    "  -v, --verbose            info findings too\n"
	    "  -q, --quiet              errors only\n"
	    "      --no-project         documents without the project that "
	    "they\n"
	    "                           are part of\n"
	    "      --from, --style, --bibliography, --lang, --root, "
	    "--project,\n"
	    "      --data, --style-dir, --locale-dir, --today, --color,\n"
	    "      --profile, --olink-db, --threads, --library as for all\n"
	    "                           commands; see --help\n"
	    "\n"
	    "Exit status: 0 fine; 1 findings at or above --fail-on; 2 wrong\n"
	    "usage; 3 something cannot be read.\n",
	    stdout);
}

static void
check(void)
{
	fputs(
	    "Usage: backmatter check [OPTION]... [PATH]...\n"
	    "\n"
	    "Judges pages and books for accessibility, whoever made them:\n"
	    "HTML, XHTML, SVG and EPUB.  A PATH is one of them, a folder\n"
	    "with some, or - for one on standard input.  Without PATH, the "
	    "current folder.  Findings\n"
	    "go to standard output.  What only a person can judge is an info\n"
	    "finding.\n"
	    "\n"
	    "      --batch              names of pages on standard input, one "
	    "a\n"
	    "                           line\n"
	    "      --rule CODE          only this rule, or with -CODE all but\n"
	    "                           it; may be given again\n"
	    "      --made-from PATH     a document, or a folder of them, that "
	    "the\n"
	    "                           pages were made of: whether its "
	    "language,\n"
	    "                           headings, alternative texts and "
	    "header\n"
	    "                           cells are in them; may be given again\n"
	    "      --wcag               the criteria of WCAG 2.2 behind the\n"
	    "                           findings, and how far each was "
	    "checked\n"
	    "      --format FORMAT      text; json; sarif, for code scanning;\n"
	    "                           junit or tap, for test reports; "
	    "github,\n"
	    "                           for annotations; html, a page for\n"
	    "                           people; earl, for reports on ACT "
	    "rules;\n"
	    "                           or act: a line of JSON for each ACT\n"
	    "                           rule and page\n"
	    "  -o, --report FILE        the file that findings go to\n"
	    "      --fail-on LEVEL      error, warning, info or never\n"
	    "      --write-baseline FILE\n"
	    "                           keeps all that is found in FILE\n"
	    "      --baseline FILE      what FILE has is counted, but neither\n"
	    "                           shown nor a failure\n"
	    "      --no-source          without the line of the source\n"
	    "      --no-hints           without what to do\n"
	    "  -v, --verbose            info findings too\n"
	    "  -q, --quiet              errors only\n"
	    "  -j, --threads N          threads to use\n"
	    "      --color, --library   as for all commands; see --help\n"
	    "\n"
	    "Exit status: 0 fine; 1 findings at or above --fail-on; 2 wrong\n"
	    "usage; 3 something cannot be read.\n",
	    stdout);
}

static const struct {
	int command, help;
	void (*say)(void);
} table[] = {
    {COMMAND_BUILD, COMMAND_BUILD_HELP, build},
    {COMMAND_LINK, COMMAND_LINK_HELP, link_parts},
    {COMMAND_BIB, COMMAND_BIB_HELP, bib},
    {COMMAND_LINT, COMMAND_LINT_HELP, lint},
    {COMMAND_CHECK, COMMAND_CHECK_HELP, check},
    {COMMAND_SERVE, COMMAND_SERVE_HELP, serve_help},
    {COMMAND_INIT, COMMAND_INIT_HELP, init_help},
    {COMMAND_CONVERT, COMMAND_HELP, whole},
};

#define COUNT (sizeof(table) / sizeof(*table))

/* See help.h. */
int
help_of(int command)
{
	for (size_t i = 0; i < COUNT; i++)
		if (table[i].command == command)
			return table[i].help;
	return COMMAND_HELP;
}

/* See help.h. */
bool
help_say(int command)
{
	for (size_t i = 0; i < COUNT; i++)
		if (table[i].help == command) {
			table[i].say();
			return true;
		}
	return false;
}

#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "embedded.h"
#include "start.h"
#include "text.h"

/* content/starter/LANG/, and what all languages have. */
#define STARTER "starter/"
#define SHARED  "starter/all/"
#define TAG_MAX 36

void
init_help(void)
{
	fputs(
	    "Usage: backmatter init [OPTION]... [DIR]\n"
	    "\n"
	    "Makes the first files of a project in DIR, or in the current\n"
	    "folder: a project file, two documents, a bibliography.  They\n"
	    "build without a finding.  A file that is there is not written\n"
	    "over; then nothing is written.\n"
	    "\n"
	    "  -l, --lang TAG     language of the texts: ar, de, en, es, fr,\n"
	    "                     he, it, ja, nl, pl, pt or zh-Hans\n"
	    "                     (default: en)\n"
	    "      --today DATE   the date that stands in them\n"
	    "  -q, --quiet        without what to do next\n"
	    "\n"
	    "Exit status: 0 fine; 2 wrong usage, or no texts in that\n"
	    "language; 3 something is in the way, or cannot be written.\n",
	    stdout);
}

/* ---- what there is ---- */

/* Whether a tag is one of BCP 47 as far as letters go. */
static bool
is_tag(const char *tag)
{
	size_t n = strlen(tag);

	return n >= 2 && n < TAG_MAX &&
	       strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXY"
			   "Z0123456789-") == n &&
	       tag[0] != '-' && tag[n - 1] != '-';
}

/* Whether there are files with this beginning. */
static bool
has_files(const char *prefix)
{
	for (const embedded *e = bm_resources; e->path != NULL; e++)
		if (strncasecmp(e->path, prefix, strlen(prefix)) == 0)
			return true;
	return false;
}

/* Tags whose script is known, though they do not say it. */
static const struct {
	const char *tag, *folder;
} scripted[] = {{"zh", "zh-Hans"}, {"zh-CN", "zh-Hans"}, {"zh-SG", "zh-Hans"}};

/* The folder for a language, for "en-GB" that of "en"; false: none. */
static bool
find_texts(const char *tag, char out[sizeof(STARTER) + TAG_MAX])
{
	size_t n;

	for (size_t i = 0; i < sizeof(scripted) / sizeof(*scripted); i++)
		if (strcasecmp(tag, scripted[i].tag) == 0)
			tag = scripted[i].folder;
	n = strlen(tag);
	while (n > 0) {
		snprintf(out, sizeof(STARTER) + TAG_MAX, STARTER "%.*s/",
			 (int)n, tag);
		if (has_files(out) && strcasecmp(out, SHARED) != 0)
			return true;
		while (n > 0 && tag[--n] != '-')
			;
	}
	return false;
}

static void
say_languages(const char *tag)
{
	const char *last = "";
	size_t before = strlen(STARTER);

	fputs("backmatter: there are no texts to begin with in the language ",
	      stderr);
	text_plain(stderr, tag);
	fputs("; there are:", stderr);
	for (const embedded *e = bm_resources; e->path != NULL; e++) {
		const char *name = e->path + before;
		size_t n = strcspn(name, "/") + 1;

		if (strncmp(e->path, STARTER, before) != 0 ||
		    strncmp(e->path, SHARED, strlen(SHARED)) == 0 ||
		    strncmp(last, name, n) == 0)
			continue;
		fprintf(stderr, " %.*s", (int)n - 1, name);
		last = name;
	}
	putc('\n', stderr);
}

/* Whether a file is for this project; *name is what it is called there. */
static bool
belongs(const embedded *e, const char *texts, const char **name)
{
	const char *const folders[] = {SHARED, texts};

	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(folders[i]);

		if (strncasecmp(e->path, folders[i], n) == 0) {
			*name = e->path + n;
			return true;
		}
	}
	return false;
}

/* ---- writing ---- */

/* Where a file goes; false if that has no room in `out`. */
static bool
place(char out[PATH_MAX], const char *folder, const char *name)
{
	int n = snprintf(out, PATH_MAX, "%s/%s", folder, name);

	if (n > 0 && n < PATH_MAX)
		return true;
	errno = ENAMETOOLONG;
	return false;
}

static bool
fails(const char *path)
{
	fprintf(stderr, "backmatter: ");
	text_plain(stderr, path);
	fprintf(stderr, ": %s\n", strerror(errno));
	return false;
}

/* Whether nothing is in the way; names all that is. */
static bool
is_free(const char *folder, const char *texts)
{
	char path[PATH_MAX];
	const char *name;
	struct stat st;
	bool free_ = true;

	for (const embedded *e = bm_resources; e->path != NULL; e++) {
		if (!belongs(e, texts, &name))
			continue;
		if (!place(path, folder, name))
			return fails(folder);
		if (lstat(path, &st) != 0)
			continue;
		fprintf(stderr, "backmatter: ");
		text_plain(stderr, path);
		fprintf(stderr, " is there already\n");
		free_ = false;
	}
	return free_;
}

/* Makes the folders that a path goes through. */
static bool
make_folders(char *path)
{
	for (char *p = path + 1; *p != '\0'; p++) {
		bool good;

		if (*p != '/')
			continue;
		*p = '\0';
		good = mkdir(path, 0777) == 0 || errno == EEXIST;
		if (!good)
			return fails(path);
		*p = '/';
	}
	return true;
}

/* Writes a text with the values of this project. */
static void
fill(FILE *out, const embedded *e, const options *o, const char *lang)
{
	char later[16];
	int year = atoi(o->today);
	const struct {
		const char *name, *value;
	} values[] = {
	    {"{LANG}", lang}, {"{TODAY}", o->today}, {"{NEXT-YEAR}", later}};

	/* Not every year has a 29th of February. */
	snprintf(later, sizeof(later), "%04d%s", year % 9999 + 1,
		 strcmp(o->today + 4, "-02-29") == 0 ? "-02-28" : o->today + 4);
	for (const char *p = e->begin; p < e->end;) {
		size_t i = 0, known = sizeof(values) / sizeof(*values);
		size_t left = (size_t)(e->end - p);

		while (i < known && (strlen(values[i].name) > left ||
				     strncmp(p, values[i].name,
					     strlen(values[i].name)) != 0))
			i++;
		if (i == known) {
			putc(*p++, out);
			continue;
		}
		fputs(values[i].value, out);
		p += strlen(values[i].name);
	}
}

static bool
write_file(const embedded *e, char path[PATH_MAX], const options *o,
	   const char *lang)
{
	int fd;
	FILE *out;
	bool good;

	if (!make_folders(path))
		return false;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	out = fd >= 0 ? fdopen(fd, "wb") : NULL;
	if (out == NULL) {
		if (fd >= 0)
			close(fd);
		return fails(path);
	}
	fill(out, e, o, lang);
	good = ferror(out) == 0;
	good = fclose(out) == 0 && good;
	return good || fails(path);
}

/* See init.h. */
int
init(const options *o)
{
	const char *folder = o->argument != NULL ? o->argument : ".";
	const char *lang = o->lang != NULL ? o->lang : "en", *name;
	char texts[sizeof(STARTER) + TAG_MAX], path[PATH_MAX];

	if (!is_tag(lang) || !find_texts(lang, texts)) {
		say_languages(lang);
		return EXIT_USAGE;
	}
	if (!is_free(folder, texts))
		return EXIT_FAILED;
	for (const embedded *e = bm_resources; e->path != NULL; e++)
		if (belongs(e, texts, &name) && (!place(path, folder, name) ||
						 !write_file(e, path, o, lang)))
			return EXIT_FAILED;
	if (o->quiet)
		return EXIT_FINE;
	printf("A project was made. What to do next:\n");
	if (strcmp(folder, ".") != 0) {
		fputs("  cd ", stdout);
		text_plain(stdout, folder);
		putchar('\n');
	}
	printf("  backmatter serve\n");
	return fflush(stdout) == 0 ? EXIT_FINE : EXIT_FAILED;
}

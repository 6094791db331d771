/* Packaging: whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "limited.h"
#include "pack/pack.h"

static char work[64];

static const char *
at(const char *name)
{
	static char paths[4][256];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", work, name);
	return path;
}

static int
set_up(void **state)
{
	(void)state;
	strcpy(work, "/tmp/bm-pack-XXXXXX");
	return mkdtemp(work) == NULL;
}

static int
tear_down(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", work);
	return system(command);
}

static void
put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
assert_content(const char *path, const char *text)
{
	char buf[4096];
	FILE *f = fopen(path, "rb");
	size_t n;

	assert_non_null(f);
	n = fread(buf, 1, sizeof(buf) - 1, f);
	buf[n] = '\0';
	fclose(f);
	assert_string_equal(buf, text);
}

static unsigned
entries_in(const char *path)
{
	DIR *d = opendir(path);
	unsigned n = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n - 2;
}

static bm_status
put(bm_pack *pack, const char *path, const char *text)
{
	const bm_sink *s = bm_pack_sink(pack);
	bm_status status = s->open(s->user, path);

	if (status == BM_OK)
		status = s->write(s->user, text, strlen(text));
	return status == BM_OK ? s->close(s->user) : status;
}

/* ---- file ---- */

static void
file_replaces_at_commit_only(void **state)
{
	const char *path = at("page.html");
	bm_pack *pack;

	(void)state;
	put_file(path, "old");
	assert_int_equal(bm_pack_file_new(NULL, path, &pack), BM_OK);
	assert_int_equal(put(pack, "", "new"), BM_OK);
	assert_content(path, "old");
	assert_int_equal(bm_pack_commit(pack), BM_OK);
	bm_pack_free(pack);
	assert_content(path, "new");
	assert_int_equal(entries_in(work), 1);
}

static void
file_without_commit_leaves_nothing(void **state)
{
	bm_pack *pack;

	(void)state;
	assert_int_equal(bm_pack_file_new(NULL, at("x"), &pack), BM_OK);
	assert_int_equal(put(pack, "", "half"), BM_OK);
	bm_pack_free(pack);
	assert_int_equal(entries_in(work), 0);
	/* Nothing written is no output. */
	assert_int_equal(bm_pack_file_new(NULL, at("x"), &pack), BM_OK);
	assert_int_equal(bm_pack_commit(pack), BM_BAD_ARGUMENT);
	bm_pack_free(pack);
	assert_int_equal(entries_in(work), 0);
}

static void
file_says_why_it_fails(void **state)
{
	bm_pack *pack;

	(void)state;
	assert_int_equal(bm_pack_file_new(NULL, at("no/x"), &pack), BM_IO);
	assert_non_null(strstr(bm_pack_error(pack), "no/x"));
	bm_pack_free(pack);
	assert_int_equal(bm_pack_file_new(NULL, work, &pack), BM_IO);
	bm_pack_free(pack);
}

static void
file_follows_a_link_and_writes_devices(void **state)
{
	bm_pack *pack;
	struct stat st;
	char target[256];

	(void)state;
	snprintf(target, sizeof(target), "%s", at("link"));
	put_file(at("real"), "old");
	assert_int_equal(symlink("real", target), 0);
	assert_int_equal(bm_pack_file_new(NULL, target, &pack), BM_OK);
	assert_int_equal(put(pack, "", "new"), BM_OK);
	assert_int_equal(bm_pack_commit(pack), BM_OK);
	bm_pack_free(pack);
	assert_content(at("real"), "new");
	assert_int_equal(lstat(target, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(bm_pack_file_new(NULL, "/dev/null", &pack), BM_OK);
	assert_int_equal(put(pack, "", "gone"), BM_OK);
	assert_int_equal(bm_pack_commit(pack), BM_OK);
	bm_pack_free(pack);
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
}

static void
file_reports_a_full_disk(void **state)
{
	bm_pack *pack;

	(void)state;
	if (access("/dev/full", W_OK) != 0)
		skip();
	assert_int_equal(bm_pack_file_new(NULL, "/dev/full", &pack), BM_OK);
	assert_int_equal(put(pack, "", "text"), BM_OK);
	assert_int_equal(bm_pack_commit(pack), BM_IO);
	assert_non_null(strstr(bm_pack_error(pack), "/dev/full"));
	bm_pack_free(pack);
}

/* ---- folder ---- */

static void
dir_is_swapped_as_a_whole(void **state)
{
	const char *path = at("site");
	bm_pack *pack;

	(void)state;
	for (int round = 0; round < 2; round++) {
		assert_int_equal(bm_pack_dir_new(NULL, path, &pack), BM_OK);
		assert_int_equal(
		    put(pack, round == 0 ? "a/b/c.html" : "a/d.html", "x"),
		    BM_OK);
		assert_int_equal(put(pack, "index.html", "home"), BM_OK);
		assert_int_equal(bm_pack_commit(pack), BM_OK);
		bm_pack_free(pack);
	}
	assert_content(at("site/a/d.html"), "x");
	assert_int_not_equal(access(at("site/a/b"), F_OK), 0);
	assert_int_equal(entries_in(work), 1);
}

static void
dir_of_somebody_else_is_kept(void **state)
{
	bm_pack *pack;

	(void)state;
	assert_int_equal(mkdir(at("home"), 0777), 0);
	put_file(at("home/thesis.txt"), "mine");
	assert_int_equal(bm_pack_dir_new(NULL, at("home"), &pack), BM_IO);
	assert_non_null(strstr(bm_pack_error(pack), ".backmatter"));
	bm_pack_free(pack);
	assert_content(at("home/thesis.txt"), "mine");
	/* It also is when it fills up while we work. */
	assert_int_equal(bm_pack_dir_new(NULL, at("new/deep/"), &pack), BM_OK);
	assert_int_equal(put(pack, "x", "x"), BM_OK);
	assert_int_equal(mkdir(at("new/deep"), 0777), 0);
	put_file(at("new/deep/y"), "y");
	assert_int_equal(bm_pack_commit(pack), BM_IO);
	bm_pack_free(pack);
	assert_content(at("new/deep/y"), "y");
	assert_int_equal(entries_in(at("new")), 1);
}

static void
dir_refuses_bad_names(void **state)
{
	static const char *const bad[] = {"",     "/etc/x", "../x", "a/../../x",
					  "a//b", "a\\b",   "a:b",  "dot./x",
					  "x\n",  NULL};
	bm_pack *pack;

	(void)state;
	assert_int_equal(bm_pack_dir_new(NULL, at("site"), &pack), BM_OK);
	for (size_t i = 0; bad[i] != NULL; i++)
		assert_int_equal(put(pack, bad[i], "x"), BM_BAD_ARGUMENT);
	assert_int_equal(put(pack, "twice", "x"), BM_OK);
	assert_int_equal(put(pack, "twice", "x"), BM_IO);
	bm_pack_free(pack);
	assert_int_equal(entries_in(work), 0);
}

/* ---- container ---- */

struct memory {
	char *data;
	size_t len;
};

static bm_status
memory_open(void *user, const char *path)
{
	(void)user;
	return path[0] == '\0' ? BM_OK : BM_BAD_ARGUMENT;
}

static bm_status
memory_write(void *user, const char *data, size_t n)
{
	struct memory *m = user;

	m->data = realloc(m->data, m->len + n);
	memcpy(m->data + m->len, data, n);
	m->len += n;
	return BM_OK;
}

static bm_status
memory_close(void *user)
{
	(void)user;
	return BM_OK;
}

static bm_status
make_container(const bm_allocator *al, int64_t epoch, struct memory *out)
{
	bm_sink target = {sizeof(target), out, memory_open, memory_write,
			  memory_close};
	char large[20000];
	bm_pack *pack;
	bm_status status =
	    bm_pack_ocf_new(al, "application/epub+zip", epoch, &target, &pack);

	memset(large, 'a', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	if (status == BM_OK)
		status = put(pack, "META-INF/container.xml", "<container/>");
	if (status == BM_OK)
		status = put(pack, "EPUB/large.xhtml", large);
	if (status == BM_OK)
		status = put(pack, "EPUB/empty.css", "");
	if (status == BM_OK)
		status = bm_pack_commit(pack);
	bm_pack_free(pack);
	return status;
}

static unsigned
le16(const char *p)
{
	return (unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

static void
ocf_starts_with_its_type(void **state)
{
	struct memory m = {0};

	(void)state;
	assert_int_equal(make_container(NULL, 1700000000, &m), BM_OK);
	/* OCF 3.3, 4.2.2: at offset 30 "mimetype", then the type. */
	assert_memory_equal(m.data, "PK\003\004", 4);
	assert_int_equal(le16(m.data + 6) & 8, 0); /* no data descriptor */
	assert_int_equal(le16(m.data + 8), 0);     /* stored */
	assert_int_equal(le16(m.data + 28), 0);    /* no extra field */
	assert_memory_equal(m.data + 30, "mimetypeapplication/epub+zip", 28);
	free(m.data);
}

static void
ocf_has_no_extras_and_a_fixed_time(void **state)
{
	struct memory m = {0};
	zip_error_t error;
	zip_stat_t st;
	size_t central = 0, entries = 0;

	(void)state;
	assert_int_equal(make_container(NULL, -1, &m), BM_OK);
	for (size_t i = 0; i + 46 < m.len; i++) {
		if (memcmp(m.data + i, "PK\001\002", 4) != 0)
			continue;
		central = central == 0 ? i : central;
		assert_int_equal(le16(m.data + i + 8) & 8, 0);
		assert_int_equal(le16(m.data + i + 12), 0); /* 00:00 */
		assert_int_equal(le16(m.data + i + 14), 1 << 5 | 1);
		assert_int_equal(le16(m.data + i + 30), 0);
		entries++;
	}
	assert_int_equal(entries, 4);
	zip_error_init(&error);
	zip_source_t *source =
	    zip_source_buffer_create(m.data, m.len, 0, &error);
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, &error);
	assert_non_null(zip);
	assert_int_equal(zip_get_num_entries(zip, 0), 4);
	assert_int_equal(zip_stat(zip, "EPUB/large.xhtml", 0, &st), 0);
	assert_int_equal(st.comp_method, ZIP_CM_DEFLATE);
	assert_int_equal(st.size, 19999);
	assert_true(st.comp_size < 200);
	assert_string_equal(zip_get_name(zip, 1, 0), "META-INF/container.xml");
	zip_discard(zip);
	free(m.data);
}

static void
ocf_is_the_same_each_time(void **state)
{
	struct memory a = {0}, b = {0};

	(void)state;
	assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
	assert_int_equal(make_container(NULL, 1700000001, &a), BM_OK);
	assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
	assert_int_equal(make_container(NULL, 1700000001, &b), BM_OK);
	unsetenv("TZ");
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	free(a.data);
	free(b.data);
}

static void
ocf_refuses_names_that_differ_in_case_only(void **state)
{
	struct memory m = {0};
	bm_sink target = {sizeof(target), &m, memory_open, memory_write,
			  memory_close};
	bm_pack *pack;

	(void)state;
	assert_int_equal(
	    bm_pack_ocf_new(NULL, "application/epub+zip", -1, &target, &pack),
	    BM_OK);
	assert_int_equal(put(pack, "EPUB/a.xhtml", "x"), BM_OK);
	assert_int_equal(put(pack, "EPUB/A.xhtml", "x"), BM_BAD_ARGUMENT);
	assert_int_equal(put(pack, "mimetype", "x"), BM_BAD_ARGUMENT);
	assert_int_equal(put(pack, "EPUB/../x", "x"), BM_BAD_ARGUMENT);
	/* What is closed is gone from memory, and the target is not done. */
	assert_non_null(m.data);
	bm_pack_free(pack);
	free(m.data);
}

/* ---- memory ---- */

static bm_status
make_folder(const bm_allocator *al)
{
	bm_pack *pack;
	bm_status status = bm_pack_dir_new(al, at("site"), &pack);

	if (status == BM_OK)
		status = put(pack, "a/b.html", "x");
	if (status == BM_OK)
		status = put(pack, "a/c.html", "x");
	if (status == BM_OK)
		status = bm_pack_commit(pack);
	bm_pack_free(pack);
	return status;
}

static bm_status
make_file(const bm_allocator *al)
{
	bm_pack *pack;
	bm_status status = bm_pack_file_new(al, at("file"), &pack);

	if (status == BM_OK)
		status = put(pack, "", "x");
	if (status == BM_OK)
		status = bm_pack_commit(pack);
	bm_pack_free(pack);
	return status;
}

static unsigned
open_descriptors(void)
{
	unsigned n = 0;

	for (int fd = 0; fd < 64; fd++)
		n += fcntl(fd, F_GETFD) != -1;
	return n;
}

static void
no_memory_is_reported_and_leaves_nothing(void **state)
{
	unsigned before = open_descriptors();

	(void)state;
	for (int kind = 0; kind < 3; kind++) {
		bm_status status = BM_NO_MEMORY;
		for (size_t n = 0; status != BM_OK && n < 200; n++) {
			struct limited l = {.left = n};
			bm_allocator al = {limited_alloc, &l};
			struct memory m = {0};
			status = kind == 0   ? make_file(&al)
				 : kind == 1 ? make_folder(&al)
					     : make_container(&al, -1, &m);
			assert_true(status == BM_OK || status == BM_NO_MEMORY);
			assert_int_equal(l.balance, 0);
			assert_int_equal(open_descriptors(), before);
			free(m.data);
		}
		assert_int_equal(status, BM_OK);
	}
	assert_int_equal(entries_in(work), 2);
}

/* ---- reading back ---- */

static void
what_was_written_is_read_again(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_pack *pack;
	bm_str text;

	(void)state;
	assert_int_equal(bm_pack_dir_new(NULL, at("site"), &pack), BM_OK);
	assert_int_equal(put(pack, "a/b.html", "page"), BM_OK);
	assert_int_equal(bm_pack_back(pack, arena, "a/b.html", &text), BM_OK);
	assert_true(bm_str_is(text, "page"));
	assert_int_equal(bm_pack_back(pack, arena, "a/c.html", &text),
			 BM_NOT_FOUND);
	bm_pack_free(pack);
	assert_int_equal(bm_pack_file_new(NULL, at("f.html"), &pack), BM_OK);
	assert_int_equal(put(pack, "", "file"), BM_OK);
	assert_int_equal(bm_pack_back(pack, arena, "", &text), BM_OK);
	assert_true(bm_str_is(text, "file"));
	bm_pack_free(pack);
	assert_int_equal(bm_pack_file_new(NULL, "/dev/null", &pack), BM_OK);
	assert_int_equal(put(pack, "", "gone"), BM_OK);
	assert_int_equal(bm_pack_back(pack, arena, "", &text), BM_OK);
	assert_true(bm_str_is(text, "gone"));
	bm_pack_free(pack);
	bm_arena_free(arena);
}

/* What a sink is to get can be read before, and comes as it was written. */
static void
what_is_held_is_read_and_then_handed_over(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_pack *target, *pack;
	bm_str text;

	(void)state;
	assert_int_equal(bm_pack_dir_new(NULL, at("held"), &target), BM_OK);
	assert_int_equal(bm_pack_hold_new(NULL, bm_pack_sink(target), &pack),
			 BM_OK);
	assert_int_equal(put(pack, "a.html", "page"), BM_OK);
	assert_int_equal(put(pack, "b.html", ""), BM_OK);
	assert_int_equal(bm_pack_back(pack, arena, "a.html", &text), BM_OK);
	assert_true(bm_str_is(text, "page"));
	assert_int_equal(bm_pack_back(pack, arena, "c.html", &text),
			 BM_NOT_FOUND);
	assert_int_equal(bm_pack_back(target, arena, "a.html", &text),
			 BM_NOT_FOUND);
	assert_int_equal(bm_pack_commit(pack), BM_OK);
	assert_int_equal(bm_pack_back(target, arena, "a.html", &text), BM_OK);
	assert_true(bm_str_is(text, "page"));
	assert_int_equal(bm_pack_back(target, arena, "b.html", &text), BM_OK);
	bm_pack_free(pack);
	bm_pack_free(target);
	bm_arena_free(arena);
}

/* Each byte that is changed is either noticed or was of no importance. */
static void
containers_are_read_again(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	struct memory m = {0};
	bm_str bytes, text;
	bm_map list;

	(void)state;
	assert_int_equal(make_container(NULL, -1, &m), BM_OK);
	bytes = (bm_str){(char *)m.data, m.len};
	assert_int_equal(bm_ocf_list(arena, bytes, &list), BM_OK);
	assert_int_equal(list.len, 4);
	assert_int_equal(bm_ocf_read(arena, bytes, &list, "mimetype", &text),
			 BM_OK);
	assert_true(bm_str_is(text, "application/epub+zip"));
	assert_int_equal(
	    bm_ocf_read(arena, bytes, &list, "EPUB/large.xhtml", &text), BM_OK);
	assert_int_equal(text.len, 19999);
	assert_int_equal(bm_ocf_read(arena, bytes, &list, "none", &text),
			 BM_NOT_FOUND);
	for (size_t i = 0; i < m.len; i++) {
		bm_str old = text, now;

		m.data[i] ^= 0x15;
		if (bm_ocf_list(arena, bytes, &list) == BM_OK &&
		    bm_ocf_read(arena, bytes, &list, "EPUB/large.xhtml",
				&now) == BM_OK) {
			assert_int_equal(now.len, old.len);
			assert_memory_equal(now.ptr, old.ptr, old.len);
		}
		m.data[i] ^= 0x15;
	}
	for (size_t n = 0; n < m.len; n++)
		assert_int_not_equal(
		    bm_ocf_list(arena, (bm_str){bytes.ptr, n}, &list), BM_OK);
	free(m.data);
	bm_arena_free(arena);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(file_replaces_at_commit_only),
	    T(file_without_commit_leaves_nothing),
	    T(file_says_why_it_fails),
	    T(file_follows_a_link_and_writes_devices),
	    T(file_reports_a_full_disk),
	    T(dir_is_swapped_as_a_whole),
	    T(dir_of_somebody_else_is_kept),
	    T(dir_refuses_bad_names),
	    T(what_was_written_is_read_again),
	    T(what_is_held_is_read_and_then_handed_over),
	    T(containers_are_read_again),
	    T(ocf_starts_with_its_type),
	    T(ocf_has_no_extras_and_a_fixed_time),
	    T(ocf_is_the_same_each_time),
	    T(ocf_refuses_names_that_differ_in_case_only),
	    T(no_memory_is_reported_and_leaves_nothing),
	};
	return cmocka_run_group_tests_name("pack", tests, NULL, NULL);
}

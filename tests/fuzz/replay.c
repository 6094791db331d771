/*
 * Runs every file that is named, and every file in the folders that are
 * named, through the fuzz target that this is linked with, so that any
 * compiler can replay a corpus.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long inputs;

static int
run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t len = 0, cap = 0;

	if (f == NULL) {
		perror(path);
		return 1;
	}
	for (;;) {
		if (len == cap) {
			cap = cap == 0 ? 65536 : cap * 2;
			uint8_t *bigger = realloc(data, cap);
			if (bigger == NULL) {
				free(data);
				fclose(f);
				return 1;
			}
			data = bigger;
		}
		size_t n = fread(data + len, 1, cap - len, f);
		if (n == 0)
			break;
		len += n;
	}
	fclose(f);
	/* Exactly as long as the input, so that a read behind it shows. */
	uint8_t *exact = malloc(len > 0 ? len : 1);
	if (exact != NULL) {
		memcpy(exact, data, len);
		LLVMFuzzerTestOneInput(exact, len);
		inputs++;
	}
	free(exact);
	free(data);
	return exact == NULL;
}

static int
run_path(const char *path)
{
	struct stat st;
	int failed = 0;

	if (stat(path, &st) != 0) {
		perror(path);
		return 1;
	}
	if (!S_ISDIR(st.st_mode))
		return run_file(path);
	struct dirent **names;
	int count = scandir(path, &names, NULL, alphasort);
	if (count < 0) {
		perror(path);
		return 1;
	}
	for (int i = 0; i < count; i++) {
		size_t n = strlen(path) + strlen(names[i]->d_name) + 2;
		char *inner = malloc(n);
		if (inner != NULL && names[i]->d_name[0] != '.') {
			snprintf(inner, n, "%s/%s", path, names[i]->d_name);
			failed |= run_path(inner);
		}
		free(inner);
		free(names[i]);
	}
	free(names);
	return failed;
}

int
main(int argc, char **argv)
{
	int failed = 0;
	for (int i = 1; i < argc; i++)
		failed |= run_path(argv[i]);
	printf("%lu inputs\n", inputs);
	return failed;
}

/*
 * Runs a command and prints what it took: wall, user and system seconds, and
 * peak resident memory in KiB.  This program is small because the peak of a
 * child begins with that of its parent.
 *
 *	measure OUTPUT COMMAND [ARGUMENT]...
 */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	struct timespec start, end;
	struct rusage usage;
	int status, out;
	pid_t child;

	if (argc < 3)
		return 2;
	out = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (out < 0)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &start);
	child = fork();
	if (child == 0) {
		dup2(out, STDOUT_FILENO);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) < 0)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%d %.6f %.6f %.6f %ld\n",
	       WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
	       (double)(end.tv_sec - start.tv_sec) +
		   (double)(end.tv_nsec - start.tv_nsec) / 1e9,
	       seconds(usage.ru_utime), seconds(usage.ru_stime),
	       usage.ru_maxrss);
	return 0;
}

// The stopwatch: timed OUTPUT PROGRAM [ARGUMENT]...
//
// Runs the program with an empty standard input and its standard output in OUTPUT, then prints
// "WALL-NANOSECONDS PEAK-KIB EXIT-STATUS". Every program in the tables is started by it.
//
// Why not from Python: a child begins with its parent's peak memory, and exec does not reset what
// wait4 reports, so under a Python parent nothing could ever show a peak below Python's own.

#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void run(const char *output, char **argv) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);   // an abandoned stopwatch leaves nothing running
    int in = open("/dev/null", O_RDONLY);
    int out = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0) {
        perror(output);
        _exit(126);
    }
    close(in);
    close(out);
    execvp(argv[0], argv);
    perror(argv[0]);
    _exit(127);
}

int main(int argc, char **argv) {
    if (argc < 3) return fprintf(stderr, "usage: %s OUTPUT PROGRAM [ARGUMENT]...\n", argv[0]), 1;
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child == 0) run(argv[1], argv + 2);
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) return perror(argv[2]), 1;
    clock_gettime(CLOCK_MONOTONIC, &end);
    long long wall = (end.tv_sec - start.tv_sec) * 1000000000LL + (end.tv_nsec - start.tv_nsec);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    printf("%lld %ld %d\n", wall, usage.ru_maxrss, code);
}

/* The least that starting a program can cost: posix_spawn and waitpid, in a few threads. */
#include <pthread.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>

extern char **environ;
static long left;

static void *run(void *nothing)
{
    char *arguments[] = { "/bin/true", NULL };
    pid_t process;
    int status;
    while (__atomic_sub_fetch(&left, 1, __ATOMIC_RELAXED) >= 0)
    {
        if (posix_spawn(&process, arguments[0], NULL, NULL, arguments, environ) != 0) exit(1);
        waitpid(process, &status, 0);
    }

    return nothing;
}

int main(int count, char **arguments)
{
    int threads = count > 2 ? atoi(arguments[2]) : 4;
    pthread_t all[64];
    left = atol(arguments[1]);
    for (int i = 0; i < threads; i++) pthread_create(&all[i], NULL, run, NULL);
    for (int i = 0; i < threads; i++) pthread_join(all[i], NULL);
    return 0;
}

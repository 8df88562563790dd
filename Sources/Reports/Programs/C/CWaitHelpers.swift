extension CHelper {
  static let waits = [
    CHelper(
      "interrupt_after", ["signal.h", "sys/time.h"], needs: ["check"],
      """
      static void on_alarm(int signal)
      {
          (void)signal;
      }

      /* Lets a signal end a call that waits: without SA_RESTART it fails with EINTR. 0 takes that back. */
      static void interrupt_after(int milliseconds)
      {
          struct sigaction action = {.sa_handler = on_alarm};
          struct itimerval timer = {
              .it_value = {milliseconds / 1000, milliseconds % 1000 * 1000},
              .it_interval = {0, milliseconds > 0 ? 50000 : 0}};
          sigset_t alarm;
          /* Whoever started this program may have blocked the signal. */
          sigemptyset(&alarm);
          sigaddset(&alarm, SIGALRM);
          check(sigprocmask(SIG_UNBLOCK, &alarm, NULL), "sigprocmask");
          check(sigaction(SIGALRM, &action, NULL), "sigaction");
          check(setitimer(ITIMER_REAL, &timer, NULL), "setitimer");
      }
      """),
    CHelper(
      "rest", ["time.h"],
      """
      /* Does nothing for a while. */
      static void rest(int milliseconds)
      {
          struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
          nanosleep(&time, NULL);
      }
      """),
    CHelper(
      "note_sigpipe", ["signal.h"],
      """
      /* Instead of SIG_DFL, which would end the program. */
      static void note_sigpipe(int signal)
      {
          (void)signal;
      }
      """),
  ]

  static let jobs = [
    CHelper(
      "begin", ["errno.h", "pthread.h", "signal.h", "stdatomic.h", "sys/types.h"], needs: ["die", "rest"],
      """
      /* A call that waits in a thread of its own. */
      struct job {
          pthread_t thread;
          atomic_int has_returned;
          ssize_t result;
          int error;
      };

      /* Keeps what the call of a job returned, and its errno. */
      static void *keep(struct job *job, ssize_t result)
      {
          job->result = result;
          job->error = errno;
          job->has_returned = 1;
          return NULL;
      }

      /* Begins a job, and gives its call the time to begin. The alarm is for the first thread. */
      static void begin(struct job *job, void *(*call)(void *))
      {
          sigset_t signals, before;
          pthread_sigmask(SIG_BLOCK, NULL, &before);
          signals = before;
          sigaddset(&signals, SIGALRM);
          sigdelset(&signals, SIGUSR1);
          pthread_sigmask(SIG_SETMASK, &signals, NULL);
          errno = pthread_create(&job->thread, NULL, call, NULL);
          if (errno != 0)
              die("pthread_create");
          pthread_sigmask(SIG_SETMASK, &before, NULL);
          rest(300);
      }
      """),
    CHelper(
      "settle", needs: ["begin"],
      """
      /* Lets a job return whose call the last one has made ready, before the next is made. */
      static void settle(struct job *job)
      {
          for (int turn = 0; turn < 1000 && !job->has_returned; turn++)
              rest(1);
      }
      """),
    CHelper(
      "finish", needs: ["begin"],
      """
      /* Waits until a job has returned. */
      static ssize_t finish(struct job *job)
      {
          errno = pthread_join(job->thread, NULL);
          if (errno != 0)
              die("pthread_join");
          errno = job->error;
          return job->result;
      }
      """),
    CHelper(
      "cancel", needs: ["finish"],
      """
      static void on_cancel(int signal)
      {
          (void)signal;
      }

      /* Lets a signal end the call of a job, which fails with EINTR. */
      static ssize_t cancel(struct job *job)
      {
          struct sigaction action = {.sa_handler = on_cancel};
          sigaction(SIGUSR1, &action, NULL);
          while (!job->has_returned) {
              pthread_kill(job->thread, SIGUSR1);
              rest(10);
          }
          return finish(job);
      }
      """),
  ]
}

// The handlers run at any moment, so they only count and wake. They are C because a Swift function may
// allocate or take locks anywhere.
#define _GNU_SOURCE
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <unistd.h>

#include "CSockets.h"

static atomic_uint interrupts, suspends;
static atomic_int wake_descriptor = -1;

static void count_and_wake(int signal) {
  int saved = errno;  // A handler may run after a call and before its errno is read.
  atomic_fetch_add(signal == SIGINT ? &interrupts : &suspends, 1);
  uint64_t one = 1;
  ssize_t written = write(atomic_load(&wake_descriptor), &one, sizeof one);
  (void)written;
  errno = saved;
}

// The signal that asked the program to end; 0 for none.
static atomic_int ending;

static void note_end(int signal) {
  int none = 0;
  atomic_compare_exchange_strong(&ending, &none, signal);
  count_and_wake(SIGINT);
}

// Whether the time that a play may take is up.
static atomic_bool is_time_up;

static void note_time_up(int signal) {
  (void)signal;
  atomic_store(&is_time_up, true);
  count_and_wake(SIGINT);
}

void sockplay_limit_time(long milliseconds) {
  struct sigaction action = {.sa_handler = note_time_up};
  sigemptyset(&action.sa_mask);
  sigaction(SIGALRM, &action, NULL);
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  pthread_sigmask(SIG_UNBLOCK, &alarm, NULL);
  struct itimerval time = {.it_value = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000}};
  setitimer(ITIMER_REAL, &time, NULL);
}

// Whether the terminal is gone, and SIGHUP, which would end the program, is ignored.
static atomic_bool is_hung_up;

void sockplay_note_hangup(void) {
  struct sigaction now;
  if (sigaction(SIGHUP, NULL, &now) == 0 && now.sa_handler != SIG_IGN) return note_end(SIGHUP);
  atomic_store(&is_hung_up, true);
  count_and_wake(SIGINT);
}

static void interrupt_call(int signal) { (void)signal; }

// The kernel delivers SIGPIPE to the thread that made the call, before the call returns.
static _Thread_local volatile sig_atomic_t had_pipe_signal;
static void note_pipe_signal(int signal) { had_pipe_signal = signal == SIGPIPE; }

void sockplay_forget_pipe_signal(void) { had_pipe_signal = 0; }
bool sockplay_had_pipe_signal(void) { return had_pipe_signal; }

int sockplay_handle_pipe_signal(bool catches) {
  struct sigaction action = {.sa_handler = catches ? note_pipe_signal : SIG_IGN};
  sigemptyset(&action.sa_mask);
  return sigaction(SIGPIPE, &action, NULL);
}

// A signal that was ignored when the program started (see nohup(1)) stays ignored. A second signal ends the program at
// once.
static void catch_end(int signal) {
  struct sigaction before, action = {.sa_handler = note_end, .sa_flags = (int)SA_RESETHAND};
  sigemptyset(&action.sa_mask);
  if (sigaction(signal, NULL, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(signal, &action, NULL);
}

// Here, too, a signal that was ignored at the start stays ignored.
static void put_back(int number) {
  struct sigaction now;
  if (sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_IGN) signal(number, SIG_DFL);
}

void sockplay_leave_crashes_alone(void) {
  static const int crashes[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};
  put_back(SIGQUIT);
  if (getenv("SWIFT_BACKTRACE")) return;
  for (size_t index = 0; index < sizeof crashes / sizeof *crashes; index++) put_back(crashes[index]);
}

void sockplay_ignore_quit(void) { signal(SIGQUIT, SIG_IGN); }

void sockplay_end_by_signal(void) {
  int number = atomic_load(&ending);
  if (!number) return;
  signal(number, SIG_DFL);
  raise(number);
}

// The parent process may have left these signals blocked.
static void hear(void) {
  static const int heard[] = {SIGINT, SIGTSTP, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGPIPE};
  sigset_t signals;
  sigemptyset(&signals);
  for (size_t index = 0; index < sizeof heard / sizeof *heard; index++) sigaddset(&signals, heard[index]);
  pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

void sockplay_catch_suspending(void) {
  struct sigaction action = {.sa_handler = count_and_wake};
  sigemptyset(&action.sa_mask);
  sigaction(SIGTSTP, &action, NULL);
}

void sockplay_catch_signals(int wake) {
  atomic_store(&wake_descriptor, wake);
  struct sigaction action = {.sa_handler = count_and_wake};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sockplay_catch_suspending();
  action.sa_handler = interrupt_call;
  sigaction(SIGUSR1, &action, NULL);
  sockplay_handle_pipe_signal(false);
  signal(SIGIO, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  catch_end(SIGTERM);
  catch_end(SIGHUP);
  catch_end(SIGQUIT);
  hear();
}

void sockplay_leave_suspending(void) { put_back(SIGTSTP); }

void sockplay_suspend(void) {
  struct sigaction stop = {.sa_handler = SIG_DFL}, count;
  sigaction(SIGTSTP, &stop, &count);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &count, NULL);
}

struct sockplay_signals sockplay_signals(void) {
  bool ends = atomic_load(&ending) != 0 || atomic_load(&is_hung_up), is_late = atomic_load(&is_time_up);
  // Once the program or its play is to end, every reading counts one more interrupt, so that every wait ends, whenever it began.
  unsigned count = ends || is_late ? atomic_fetch_add(&interrupts, 1) : atomic_load(&interrupts);
  return (struct sockplay_signals){count, atomic_load(&suspends), ends, is_late};
}

int sockplay_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void sockplay_wait(int fd, long microseconds) {
  struct pollfd entry = {.fd = fd, .events = POLLIN};
  struct timespec time = {.tv_sec = microseconds / 1000000, .tv_nsec = microseconds % 1000000 * 1000};
  ppoll(&entry, 1, &time, NULL);
}

int sockplay_thread(void) { return gettid(); }

static const char *lookup_error_name(int number) {
  switch (number) {
    case EAI_BADFLAGS: return "EAI_BADFLAGS";
    case EAI_NONAME: return "EAI_NONAME";
    case EAI_AGAIN: return "EAI_AGAIN";
    case EAI_FAIL: return "EAI_FAIL";
    case EAI_NODATA: return "EAI_NODATA";
    case EAI_FAMILY: return "EAI_FAMILY";
    case EAI_SOCKTYPE: return "EAI_SOCKTYPE";
    case EAI_SERVICE: return "EAI_SERVICE";
    case EAI_ADDRFAMILY: return "EAI_ADDRFAMILY";
    case EAI_MEMORY: return "EAI_MEMORY";
    case EAI_SYSTEM: return "EAI_SYSTEM";
    case EAI_OVERFLOW: return "EAI_OVERFLOW";
    case EAI_IDN_ENCODE: return "EAI_IDN_ENCODE";
    default: return NULL;
  }
}

const char *sockplay_errno_name(int number) { return number < 0 ? lookup_error_name(number) : strerrorname_np(number); }
const char *sockplay_errno_text(int number) { return number < 0 ? gai_strerror(number) : strerrordesc_np(number); }

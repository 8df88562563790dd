// GNU Readline, with setters for its global variables, which Swift may not touch directly.
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// Readline's headers need FILE from <stdio.h>.
#include <readline/history.h>
#include <readline/readline.h>

/// Keeps the size of the screen within what readline can compute with: a window of one row and two columns divides by
/// zero, and a COLUMNS of two billion overflows.
static inline void creadline_bound_size(void) {
  int rows = 0, columns = 0;
  rl_get_screen_size(&rows, &columns);
  int bounded_rows = rows < 2 ? 2 : rows > 4096 ? 4096 : rows;
  int bounded_columns = columns < 16 ? 16 : columns > 4096 ? 4096 : columns;
  if (bounded_rows != rows || bounded_columns != columns) rl_set_screen_size(bounded_rows, bounded_columns);
}
/// Forgets sizes in the environment that no screen has; readline reads them where the terminal tells none.
static inline void creadline_bound_environment(void) {
  const char *names[] = {"COLUMNS", "LINES"};
  for (int index = 0; index < 2; index++) {
    const char *value = getenv(names[index]);
    long number = value ? strtol(value, NULL, 10) : 1;
    if (number < 1 || number > 4096) unsetenv(names[index]);
  }
}

/// Names the program for ~/.inputrc, leaves all signals to it, and sets how words are told apart.
static inline void creadline_prepare(const char *name, rl_completion_func_t *complete) {
  rl_readline_name = strdup(name);  // NAME need not outlive this call.
  rl_catch_signals = 0;
  rl_persistent_signal_handlers = 1;  // Or a new window size goes unnoticed while nothing is typed.
  rl_attempted_completion_function = complete;
  rl_completer_word_break_characters = " \t";
  rl_completer_quote_characters = "\"";
  rl_change_environment = 0;
  creadline_bound_environment();
  rl_initialize();
  rl_variable_bind("mark-directories", "off");  // The names that are offered end in a slash already.
  creadline_bound_size();
}

/// Whether completion ends here, without readline's own file names.
static inline void creadline_completion_is_over(int over) { rl_attempted_completion_over = over; }
/// What follows a completed word: a blank, or nothing after a part such as `127.0.0.1:`.
static inline void creadline_append(int character) { rl_completion_append_character = character; }
/// Whether readline sorts the words that it lists.
static inline void creadline_sort(int sorts) { rl_sort_completion_matches = sorts; }
/// Whether a word that stands between quotes goes on behind what was completed.
static inline void creadline_keep_quote_open(int open) { rl_completion_suppress_quote = open; }
/// Whether small and capital letters are alike, as ~/.inputrc may say.
static inline int creadline_ignores_case(void) {
  const char *value = rl_variable_value("completion-ignore-case");
  return value && !strcmp(value, "on");
}
static inline const char *creadline_line(void) { return rl_line_buffer; }

/// The line being typed leaves the screen, and comes back unchanged.
static inline void creadline_hide(void) { rl_clear_visible_line(); fflush(rl_outstream ? rl_outstream : stdout); }
static inline void creadline_show(void) { rl_on_new_line(); rl_redisplay(); }
/// The window may have changed its size while nothing was typed.
static inline void creadline_measure(void) {
  if (!rl_instream) return;
  rl_reset_screen_size();
  creadline_bound_size();
}
/// Puts TEXT into the line that is being typed.
static inline void creadline_insert(const char *text) {
  rl_insert_text(text);
  rl_redisplay();
}
/// Ctrl-C: leaves the line on the screen, its end marked.
static inline void creadline_cancel(void) {
  rl_free_line_state();
  rl_callback_sigcleanup();  // Out of a search or a numeric argument.
  using_history();           // The arrow keys begin at its end again.
  rl_point = rl_end;
  rl_redisplay();
  fputs("^C\n", rl_outstream ? rl_outstream : stdout);
  rl_replace_line("", 0);
}
/// As above, and begins a new line behind PROMPT.
static inline void creadline_abandon(const char *prompt) {
  creadline_cancel();
  rl_set_prompt(prompt);
  rl_on_new_line();
  rl_redisplay();
}

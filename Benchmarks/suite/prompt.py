"""Key press to card: from writing the Enter byte to having read the answer and the next prompt.

Every program has its own pseudo-terminal and line editing as a user gets it. sockplay and Python
make a socket and close it, which costs the kernel next to nothing; tclsh has no such command and
sets a variable. What is typed before Enter has been echoed in full before the clock starts.
"""

from . import machine, table
from .table import Bar
from .terminal import Terminal

BAR = Bar("≤ 1", 1.0)
WARM_UP = 3


class Typist:
    """One program at its prompt, and two lines that are typed in turn: each a line and its answer."""

    def __init__(self, bench, command, prompt, pair, first=()):
        self.bench, self.command, self.prompt = bench, command, prompt
        self.pair, self.first = pair, first
        self.terminal = None

    def start(self):
        environment = {**self.bench.environment, "TERM": "xterm-256color", "PYTHON_BASIC_REPL": "1"}
        self.terminal = Terminal(self.command(), self.prompt, environment)
        for line in self.first:
            self.terminal.enter(line, "")
        for _ in range(WARM_UP):
            self.once()

    def once(self):
        """Microseconds for one line: the mean of the two."""
        if self.terminal is None:
            self.start()
        return sum(self.terminal.enter(*line) for line in self.pair) / len(self.pair) * 1e6

    def close(self):
        if self.terminal:
            self.terminal.close()


def report(bench):
    typists = {
        "sockplay": Typist(bench, lambda: [bench.sockplay], "> ",
                           [("socket a tcp", "socket("), ("close a", "close(")]),
        "Python's prompt": Typist(bench, lambda: [bench.python, "-q"], ">>> ",
                                  [("s = socket.socket(); s", "<socket.socket"), ("s.close()", "")],
                                  first=["import socket"]),
        "tclsh's prompt": Typist(bench, lambda: [machine.installed("tclsh")], "% ",
                                 [("set x 1", "1\n"), ("set x 2", "2\n")]),
    }
    try:
        times = bench.in_turn("key press", {name: typist.once for name, typist in typists.items()},
                              bench.sizes.key_presses)
    finally:
        for typist in typists.values():
            typist.close()
    return "\n".join([
        "## Key press to card\n",
        table.rows(["Program", "µs", "lowest … highest"],
                   [table.median_row(name, samples, 0) for name, samples in times.items()]),
        table.rows(table.RATIO_HEADER, [
            table.ratio_row("sockplay / Python's prompt", times["sockplay"], times["Python's prompt"], BAR),
            table.ratio_row("sockplay / tclsh's prompt", times["sockplay"], times["tclsh's prompt"]),
        ]),
    ])

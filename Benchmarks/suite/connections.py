"""Connections: what a session costs that opens, accepts and closes one connection after the other.

Each connection is five steps (socket, connect, accept, close, close), and leaves a socket in
TIME_WAIT in every program alike. Start-up and set-up are taken off.
"""

from . import sessions, table
from .table import Bar

CHECK_BAR = Bar("≤ 1.45", 1.45)
REPLAY_BAR = Bar("≤ 1.5", 1.5)


def report(bench):
    count = bench.sizes.connections
    steps = count * sessions.CONNECTION_STEPS
    empty = sessions.connections(bench.path("connections-empty"), 0)
    session = sessions.connections(bench.path("connections"), count)
    script = sessions.connections(bench.path("connections-steps"), count, repeated=False)
    no_script = sessions.connections(bench.path("connections-no-steps"), 0)
    sample = min(count, 200)
    length, words = bench.card_length(
        empty, sessions.connections(bench.path("connections-sample"), sample),
        sample * sessions.CONNECTION_STEPS)
    single = bench.script("steps.py")

    commands = {
        "`sockplay replay`": ([bench.sockplay, "replay", empty], [bench.sockplay, "replay", session]),
        "`sockplay check`": ([bench.sockplay, "check", empty], [bench.sockplay, "check", session]),
        **{f"C, {form}": pair for form, pair in bench.in_c("connections", count, length).items()},
        "Python, a script of single steps": ([*single, no_script], [*single, script]),
    }
    times = bench.microseconds_in_turn(f"{count:,} connections", commands, steps, bench.sizes.runs)
    replay, check, bare, observed, written, python = times.values()
    return "\n".join([
        f"## {count:,} connections\n",
        f"µs per step, start-up taken off; C writes {words}.\n",
        table.rows(["Program", "µs per step", "lowest … highest"],
                   [table.median_row(name, samples) for name, samples in times.items()]),
        table.rows(table.RATIO_HEADER, [
            table.ratio_row("check / C, bare", check, bare, CHECK_BAR),
            table.ratio_row("replay / C, observing and writing", replay, written, REPLAY_BAR),
            table.ratio_row("replay / C, bare", replay, bare),
            table.ratio_row("check / C, observing", check, observed),
            table.ratio_row("replay / Python, a script of single steps", replay, python),
        ]),
    ])

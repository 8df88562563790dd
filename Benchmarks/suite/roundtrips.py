"""Echo round trips: what a step costs in a long session.

A round trip is four steps (send, recv, send, recv of 64 bytes) over one loopback connection in one
process. Every program is run with no round trips as well, and that time is taken off, so start-up
and set-up are not in the cost of a step.
"""

from . import machine, sessions, table
from .table import Bar

STEPS = sessions.ROUND_TRIP_STEPS
BARS = {
    "replay": [
        ("C, observing and writing", Bar("≤ 1.3", 1.3)),
        ("Python, observing and writing", Bar("< 1", 1.0, strict=True)),
        ("Python, a script of single steps", Bar("≤ 1/3", 1 / 3)),
        ("strace over C, observing and writing", Bar("≤ 1/20", 1 / 20)),
        ("strace over C, bare", None),
    ],
    "check": [("C, observing", Bar("≤ 1.2", 1.2))],
}

PIPE = "`sockplay < FILE`, written out"
PIPE_BAR = Bar("≤ 1.3", 1.3)


def report(bench):
    empty = sessions.echo(bench.path("echo-empty"), 0)
    sample = sessions.echo(bench.path("echo-sample"), 1_000)
    length, words = bench.card_length(empty, sample, 1_000 * STEPS)
    parts = ["## Echo round trips\n",
             f"µs per step, start-up taken off; the counterparts write {words}.\n"]
    for count in bench.sizes.round_trips:
        parts += at(bench, count, length, empty)
    return "\n".join(parts)


def at(bench, count, length, empty):
    """One count of round trips: every program in turn, and the two tables."""
    forms = {"`repeat`": sessions.echo(bench.path("echo-repeat"), count),
             "written out": sessions.echo(bench.path("echo-written"), count, repeated=False)}
    programs = {}
    for verb in ("replay", "check"):
        for form, session in forms.items():
            programs[f"`sockplay {verb}`, {form}"] = against_empty(
                bench, count, [bench.sockplay, verb, empty], [bench.sockplay, verb, session])
    programs[PIPE] = against_empty(bench, count, piped(bench, empty), piped(bench, forms["written out"]))
    programs |= counterparts(bench, count, length)
    costs = bench.in_turn(f"{count:,} round trips", programs, bench.sizes.runs)
    times = {name: samples.map(lambda cost: cost.microseconds) for name, samples in costs.items()}
    peaks = {name: samples.map(lambda cost: cost.peak_mib) for name, samples in costs.items()}

    lines = [table.median_row(name, times[name]) + table.median_row("", peaks[name], 1)[1:2]
             for name in programs]
    ratios = []
    for form in forms:
        for verb, bars in BARS.items():
            for other, bar in bars:
                ratios.append(table.floor_row(f"{verb}, {form} / {other}", times[f"`sockplay {verb}`, {form}"],
                                              times[other], bar, times["C, bare"]))
    replay = "`sockplay replay`, written out"
    ratios.append(table.floor_row("< FILE / replay, written out", times[PIPE], times[replay], PIPE_BAR, times["C, bare"]))
    return [f"### {count:,} round trips\n",
            table.rows(["Program", "µs per step", "lowest … highest", "peak MiB"], lines),
            table.rows(table.FLOOR_HEADER, ratios)]


def piped(bench, session):
    """The lines of a file from standard input."""
    return ["/bin/sh", "-c", 'exec "$0" < "$1"', bench.sockplay, session]


def against_empty(bench, count, nothing, something):
    return lambda: bench.per_step(nothing, something, count * STEPS)


def counterparts(bench, count, length):
    """The same loop in C and in Python, and what a teacher would write instead."""
    echo, python = [bench.c["echo"]], bench.script("echo.py")
    single = bench.script("steps.py")
    script = sessions.echo(bench.path("echo-steps"), count, repeated=False)
    no_script = sessions.echo(bench.path("echo-no-steps"), 0)

    def c(mode):
        return against_empty(bench, count, [*echo, mode, "0"], [*echo, mode, str(count), str(length)])

    def strace(mode):
        def measure():
            some = bench.sizes.strace_round_trips
            watch = [machine.installed("strace"), "-e", "trace=network", "-o", bench.path("strace"), *echo, mode]
            return bench.per_step([*watch, "0", str(length)], [*watch, str(some), str(length)], some * STEPS)
        return measure

    return {
        "C, bare": c("bare"),
        "C, observing": c("observed"),
        "C, observing and writing": c("written"),
        "Python, observing and writing": against_empty(
            bench, count, [*python, "0", str(length)], [*python, str(count), str(length)]),
        "Python, a script of single steps": against_empty(
            bench, count, [*single, no_script], [*single, script]),
        "strace over C, bare": strace("bare"),
        "strace over C, observing and writing": strace("written"),
    }

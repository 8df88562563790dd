"""Datagrams: what a step costs that sends or receives one over UDP, against C and against a step over TCP.

Start-up and set-up are taken off.
"""

from . import sessions, table
from .sessions import ROUND_TRIP_STEPS
from .table import Bar

BAR = Bar("≤ 1.3", 1.3)


def report(bench):
    count = bench.sizes.datagrams
    steps = count * ROUND_TRIP_STEPS
    forms = {"datagrams": sessions.datagrams, "echo": sessions.echo}
    empty = {form: write(bench.path(f"{form}-none"), 0) for form, write in forms.items()}
    full = {form: write(bench.path(f"{form}-some"), count) for form, write in forms.items()}
    sample = sessions.datagrams(bench.path("datagrams-sample"), 1_000)
    length, words = bench.card_length(empty["datagrams"], sample, 1_000 * ROUND_TRIP_STEPS)

    commands = {
        f"`sockplay {verb}`, {name}": ([bench.sockplay, verb, empty[form]], [bench.sockplay, verb, full[form]])
        for verb in ("replay", "check") for name, form in (("UDP", "datagrams"), ("TCP", "echo"))
    } | {f"C over UDP, {form}": pair for form, pair in bench.in_c("datagrams", count, length).items()}
    times = bench.microseconds_in_turn(f"{count:,} pairs of datagrams", commands, steps, bench.sizes.runs)
    replay, replay_tcp, check, check_tcp, bare, observed, written = times.values()
    return "\n".join([
        f"## {count:,} pairs of datagrams\n",
        f"µs per step, start-up taken off; C writes {words}.\n",
        table.rows(["Program", "µs per step", "lowest … highest"],
                   [table.median_row(name, samples) for name, samples in times.items()]),
        table.rows(table.RATIO_HEADER, [
            table.ratio_row("check, UDP / TCP", check, check_tcp, BAR),
            table.ratio_row("replay, UDP / TCP", replay, replay_tcp, BAR),
            table.ratio_row("check, UDP / C, observing", check, observed),
            table.ratio_row("check, UDP / C, bare", check, bare),
            table.ratio_row("replay, UDP / C, observing and writing", replay, written),
        ]),
    ])

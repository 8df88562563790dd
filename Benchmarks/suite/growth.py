"""Growth: whether the millionth step costs more than the first, in time or in memory.

The same session of echo round trips in a `repeat`, short and ten times as long. The counterpart
is sockplay itself, so only the ratio of long to short says anything. And what a line of a file takes
when every line is written out, from the peak memory of a long file and a short one.
"""

import os

from . import sessions, table
from .table import Bar

STEPS = sessions.ROUND_TRIP_STEPS
TIME_BAR = Bar("≤ 1.1", 1.1)
MEMORY_BAR = Bar("≤ 1.05", 1.05)
LINE_BAR = Bar("≤ 16", 16)


def report(bench):
    empty = sessions.echo(bench.path("growth-empty"), 0)
    files = {count: sessions.echo(bench.path(f"growth-{count}"), count) for count in bench.sizes.growth}
    programs = {}
    for verb in ("replay", "check"):
        for count, session in files.items():
            programs[name(verb, count)] = (
                lambda verb=verb, count=count, session=session: bench.per_step(
                    [bench.sockplay, verb, empty], [bench.sockplay, verb, session], count * STEPS))
    costs = bench.in_turn("growth", programs, bench.sizes.runs)
    times = {key: samples.map(lambda cost: cost.microseconds) for key, samples in costs.items()}
    peaks = {key: samples.map(lambda cost: cost.peak_mib) for key, samples in costs.items()}

    lines = [table.median_row(key, times[key]) + table.median_row("", peaks[key])[1:2]
             for key in programs]
    ratios = []
    short, long = bench.sizes.growth
    for verb in ("replay", "check"):
        a, b = name(verb, long), name(verb, short)
        ratios.append(table.ratio_row(f"{verb}, µs per step, long / short", times[a], times[b], TIME_BAR))
        ratios.append(table.ratio_row(f"{verb}, peak memory, long / short", peaks[a], peaks[b], MEMORY_BAR))
    return "\n".join([
        "## Growth\n",
        table.rows(["Program", "µs per step", "lowest … highest", "peak MiB"], lines),
        table.rows(table.RATIO_HEADER, ratios),
        written_out(bench),
    ])


def written_out(bench):
    """The bytes that a line of a written-out file takes."""
    forms = {"lines that come again": lambda path, count: sessions.echo(path, count, repeated=False),
             "no two lines alike": sessions.numbered}
    files = {(form, count): write(bench.path(f"written-{number}-{count}"), count)
             for number, (form, write) in enumerate(forms.items()) for count in bench.sizes.written}
    programs = {key: lambda path=path: bench.run([bench.sockplay, "check", path]) for key, path in files.items()}
    peaks = {key: samples.map(lambda cost: cost.peak_kib * 1024)
             for key, samples in bench.in_turn("written out", programs, bench.sizes.runs).items()}

    short, long = bench.sizes.written
    lines = (long - short) * STEPS
    rows = []
    for form in forms:
        text = os.path.getsize(files[form, long]) - os.path.getsize(files[form, short])
        one, other = peaks[form, long].median, peaks[form, short].median
        grown = None if one is None or other is None else one - other
        # Lines that come again are kept once; each of the others has its text.
        kept = text if form == "no two lines alike" else 0
        words = f"{form}, {long * STEPS:,} of them" + (", without their text" if kept else "")
        rows.append(table.value_row(words, None if grown is None else (grown - kept) / lines, LINE_BAR))
    return table.rows(["`sockplay check`, written out", "Bytes a line", "Bar", "Verdict"], rows)


def name(verb, count):
    return f"`sockplay {verb}`, {count * STEPS:,} steps"

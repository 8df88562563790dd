"""Growth: whether the millionth step costs more than the first, in time or in memory.

The same session of echo round trips in a `repeat`, short and ten times as long. The counterpart
is sockplay itself, so only the ratio of long to short says anything.
"""

from . import sessions, table
from .table import Bar

STEPS = sessions.ROUND_TRIP_STEPS
TIME_BAR = Bar("≤ 1.1", 1.1)
MEMORY_BAR = Bar("≤ 1.05", 1.05)


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
    ])


def name(verb, count):
    return f"`sockplay {verb}`, {count * STEPS:,} steps"

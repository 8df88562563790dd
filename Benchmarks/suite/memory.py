"""Memory of a handle: what a session's peak memory grows by with each socket that is open."""

import resource

from . import sessions, table
from .machine import Failed
from .table import Bar

BAR = Bar("≤ 3", 3)
# Descriptors that the program itself may want.
SPARE = 1_100


def report(bench):
    count = min(bench.sizes.handles, allow_descriptors() - SPARE)
    if count < 100:
        raise Failed("too few descriptors may be open: ulimit -Hn")
    programs = {}
    for kind, write in {"UDP sockets, bound": sessions.sockets, "UNIX domain pairs": sessions.pairs}.items():
        empty, full = write(bench.path(f"{write.__name__}-none"), 0), write(bench.path(write.__name__), count)
        for verb in ("replay", "check"):
            programs[f"`sockplay {verb}`, {kind}"] = (
                lambda verb=verb, empty=empty, full=full: growth(bench, verb, empty, full, count))
    kib = bench.in_turn(f"{count:,} handles", programs, bench.sizes.runs)
    return "\n".join([
        f"## Memory of a handle, of {count:,}\n",
        table.rows(["Program", "KiB a handle", "lowest … highest", "Bar", "Verdict"],
                   [table.median_row(name, samples) + verdict(samples) for name, samples in kib.items()]),
    ])


def verdict(samples):
    return ["", ""] if samples.median is None else [BAR.words, BAR.verdict(samples.median)]


def allow_descriptors():
    """As many as this process may; what it starts inherits that."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def growth(bench, verb, empty, full, count):
    none, all_of_them = (bench.run([bench.sockplay, verb, session]).peak_kib for session in (empty, full))
    return (all_of_them - none) / count

"""The cable between two hosts: what it adds to a round trip, and how much passes.

The kernel's own bridge in the cable's place is what the same hosts would have otherwise.
"""

from pathlib import Path

from . import machine, table
from .bench import Samples
from .table import Bar

ROUND_TRIP = Bar("≤ 100", 100)
BULK = Bar("≤ 1", 1)
WAYS = {"cable": "the cable", "rules": "the cable, with a rule and watched", "bridge": "a bridge of the kernel's"}


def report(bench):
    sizes = bench.sizes
    trips = measured(bench, "round-trips", sizes.cable_round_trips, 1e3)
    bulk = measured(bench, "bytes", sizes.cable_bytes, sizes.cable_bytes * 8)
    return "\n".join([
        "## The cable between two hosts\n",
        f"TCP between two network namespaces. A round trip is 64 bytes there and back, {sizes.cable_round_trips:,} of them; "
        f"in bulk {sizes.cable_bytes / 1e6:,.0f} MB one way.\n",
        table.rows(["Way", "µs per round trip", "lowest … highest"],
                   [table.median_row(WAYS[way], samples) for way, samples in trips.items()]),
        table.rows(["Way", "s per Gbit", "lowest … highest"],
                   [table.median_row(WAYS[way], samples) for way, samples in bulk.items()]),
        table.rows(["What", "Value", "Bar", "Verdict"], [
            table.value_row("µs that the cable adds to a round trip", added(trips["cable"], trips["bridge"]), ROUND_TRIP),
            table.value_row("s per Gbit through the cable", bulk["cable"].median, BULK),
            table.value_row("the same with a rule and watched", bulk["rules"].median, BULK),
        ]),
    ])


def added(cable, bridge):
    return None if cable.median is None or bridge.median is None else cable.median - bridge.median


def measured(bench, what, count, unit):
    """The nanoseconds that the program tells, in `unit`, for each way."""
    try:
        program = machine.cable()
    except machine.Unmeasured as reason:
        return {way: Samples(note=str(reason)) for way in WAYS}

    def once(way):
        output = bench.path("cable")
        bench.run([machine.installed("unshare"), "-rn", program, way, what, str(count)], output)
        return int(Path(output).read_text()) / unit
    return bench.in_turn(f"{count:,} {what} through the cable",
                         {way: lambda way=way: once(way) for way in WAYS}, bench.sizes.runs)

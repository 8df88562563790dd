"""How much is measured: the full sizes, and small ones that only show that everything works."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sizes:
    runs: int                     # of each program, in turn
    starts: int                   # of each program, for start-up
    round_trips: tuple[int, ...]
    strace_round_trips: int       # fewer, for strace is slow; the cost is per step
    growth: tuple[int, int]       # round trips, short and long
    written: tuple[int, int]      # round trips of a written-out file, short and long
    datagrams: int                # pairs of them, there and back
    connections: int
    handles: int
    key_presses: int              # pairs of commands at each prompt
    cable_round_trips: int        # between two hosts
    cable_bytes: int              # from one host to the other

    def with_runs(self, runs):
        return replace(self, runs=runs)


FULL = Sizes(runs=5, starts=50, round_trips=(10_000, 100_000), strace_round_trips=2_000,
             growth=(25_000, 250_000), written=(5_000, 100_000), datagrams=10_000,
             connections=5_000, handles=10_000, key_presses=1_000,
             cable_round_trips=10_000, cable_bytes=1_000_000_000)
QUICK = Sizes(runs=3, starts=10, round_trips=(500, 2_000), strace_round_trips=200,
              growth=(1_000, 10_000), written=(500, 5_000), datagrams=500, connections=300, handles=1_000, key_presses=20,
              cable_round_trips=500, cable_bytes=50_000_000)

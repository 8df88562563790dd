"""Start-up to exit: how long until a program that does nothing is gone again.

The counterparts are what one would start instead (Python with its socket module) and the floor
(an empty C program). The stopwatch's own fork is in every number.
"""

from . import table
from .table import Bar

BAR = Bar("≤ 1/2", 1 / 2)


def report(bench):
    commands = {
        "`sockplay -e quit`": [bench.sockplay, "-e", "quit"],
        "`sockplay < /dev/null`": [bench.sockplay],
        "`python3 -c 'import socket'`": [bench.python, "-c", "import socket"],
        "C, `int main() {}`": [bench.c["empty"]],
    }
    programs = {name: lambda command=command: bench.run(command).seconds * 1000
                for name, command in commands.items()}
    times = bench.in_turn("start-up", programs, bench.sizes.starts)
    quit, no_input, python, c = times.values()
    return "\n".join([
        "## Start-up to exit\n",
        table.rows(["Program", "ms", "lowest … highest"],
                   [table.median_row(name, samples) for name, samples in times.items()]),
        table.rows(table.RATIO_HEADER, [
            table.ratio_row("`sockplay -e quit` / Python", quit, python, BAR),
            table.ratio_row("`sockplay < /dev/null` / Python", no_input, python, BAR),
            table.ratio_row("`sockplay -e quit` / C", quit, c),
        ]),
    ])

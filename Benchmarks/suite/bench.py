"""One run: starts programs under the stopwatch, in turn, and keeps what they cost."""

import os
import statistics
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from . import machine
from .machine import BENCHMARKS, Failed, Unmeasured, progress

TIME_LIMIT = 600  # seconds for one program; nothing here comes near it


@dataclass
class Samples:
    """The values of one program, one per run, or the reason why there are none."""
    values: list = field(default_factory=list)
    note: str = ""

    @property
    def median(self):
        return statistics.median(self.values) if self.values and not self.note else None

    def map(self, function):
        return Samples([function(value) for value in self.values], self.note)


@dataclass
class Cost:
    """What one program cost in one run."""
    seconds: float
    peak_kib: int


@dataclass
class StepCost:
    """What one step of a program cost, and the peak memory of the whole program."""
    microseconds: float
    peak_mib: float


class Bench:
    def __init__(self, sizes, folder, sockplay):
        self.sizes = sizes
        self.folder = Path(folder)
        self.sockplay = machine.sockplay(sockplay)
        self.c = machine.build_c()
        self.python = machine.python()
        self.failures = []
        # An empty home: nobody's start-up files or history are part of a measurement.
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("XDG_", "PYTHON"))}
        self.environment |= {"HOME": folder, "INPUTRC": "/dev/null"}

    def heading(self, quick):
        small = "\nSmall sizes (`--quick`): these numbers only show that everything runs.\n" if quick else ""
        return f"# Benchmarks\n\n{machine.describe()}.\n{small}"

    def script(self, name):
        return [self.python, str(BENCHMARKS / "python" / name)]

    def path(self, name):
        return str(self.folder / name)

    def run(self, command, output=None):
        """Runs a program to its end. `output` keeps what it printed; otherwise that is removed."""
        kept = output or self.path("output")
        try:
            done = subprocess.run([self.c["timed"], kept, *command], capture_output=True, text=True,
                                  errors="replace", env=self.environment, timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            raise Failed(f"no end within {TIME_LIMIT} s") from None
        finally:
            if output is None:
                Path(kept).unlink(missing_ok=True)
        words = done.stdout.split()
        status = int(words[2]) if len(words) == 3 else done.returncode
        if status != 0:
            progress(f"{' '.join(command)}: exit {status}\n{done.stderr[-2000:].rstrip()}")
            raise Failed(f"failed: exit {status}")
        return Cost(int(words[0]) / 1e9, int(words[1]))

    def in_turn(self, title, programs, runs):
        """Measures A B C A B C …: `programs` maps a name to a function that measures it once."""
        samples = {name: Samples() for name in programs}
        for number in range(1, runs + 1):
            if number == 1 or number % max(1, runs // 5) == 0:
                progress(f"{title}: run {number} of {runs}")
            for name, measure in programs.items():
                if samples[name].note:
                    continue
                try:
                    samples[name].values.append(measure())
                except Unmeasured as reason:
                    samples[name].note = str(reason)
                    progress(f"{title}: {name}: {reason}")
                    if isinstance(reason, Failed):
                        self.failures.append(name)
        return samples

    def per_step(self, nothing, something, steps):
        """Microseconds per step: the program with steps less the same program with none."""
        idle = self.run(nothing)
        busy = self.run(something)
        return StepCost((busy.seconds - idle.seconds) / steps * 1e6, busy.peak_kib / 1024)

    def microseconds_in_turn(self, title, pairs, steps, runs):
        """Microseconds per step of each of `pairs`: a command without steps, and the same with `steps`."""
        programs = {name: lambda pair=pair: self.per_step(*pair, steps).microseconds
                    for name, pair in pairs.items()}
        return self.in_turn(title, programs, runs)

    def in_c(self, name, count, length):
        """The C counterpart `name` as pairs of commands: bare, observing, and writing lines of `length` as well."""
        c = self.c[name]
        return {
            "bare": ([c, "bare", "0"], [c, "bare", str(count)]),
            "observing": ([c, "observed", "0"], [c, "observed", str(count)]),
            "observing and writing": ([c, "written", "0"], [c, "written", str(count), str(length)]),
        }

    def card_length(self, empty, full, steps):
        """The length of the line that counterparts write, and words for it.

        It is what `replay` prints per step; 200 bytes when that cannot be told.
        """
        sizes = []
        try:
            for session in (empty, full):
                output = self.path("cards")
                self.run([self.sockplay, "replay", session], output)
                sizes.append(os.path.getsize(output))
        except Failed as reason:
            progress(f"card length: {reason}; 200 bytes are taken")
            return 200, "200 bytes a step (`replay` could not be measured)"
        length = round((sizes[1] - sizes[0]) / steps)
        if length < 20:
            self.failures.append("card length")
            progress(f"card length: {length} bytes a step is no card; 200 bytes are taken")
            return 200, "200 bytes a step (`replay` printed no cards)"
        return min(length, 4000), f"{length} bytes a step, as `replay` does"

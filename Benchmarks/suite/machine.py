"""The programs that a run needs, found or built, and a line that says what they are."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
C_PROGRAMS = ["timed", "empty", "echo", "datagrams", "connections"]


class Unmeasured(Exception):
    """Why a cell of a table has no number."""


class NotInstalled(Unmeasured):
    """A counterpart that this machine does not have."""


class Failed(Unmeasured):
    """A program that should have run and did not."""


def progress(text):
    print(text, file=sys.stderr, flush=True)


def sockplay(path):
    """The binary to measure; the default one is built when it is missing."""
    if path is None:
        binary = ROOT / ".build/release/sockplay"
        if not binary.exists():
            progress("building sockplay (swift build -c release)")
            try:
                subprocess.run(["swift", "build", "-c", "release"], cwd=ROOT, stdout=sys.stderr)
            except OSError as problem:
                raise Failed(f"cannot run swift: {problem.strerror}") from None
    else:
        binary = Path(path).resolve()
    if not os.access(binary, os.X_OK) or binary.is_dir():
        raise Failed(f"no sockplay to measure at {binary}")
    return str(binary)


def cable():
    """Builds and returns the program that measures the cable."""
    installed("unshare")
    product = ["-c", "release", "--product", "CableBenchmark"]
    progress("building CableBenchmark (swift build -c release)")
    try:
        done = subprocess.run(["swift", "build", *product], cwd=ROOT, stdout=sys.stderr,
                              env=os.environ | {"SOCKPLAY_BENCHMARKS": "1"})
    except OSError as problem:
        raise Failed(f"cannot run swift: {problem.strerror}") from None
    if done.returncode != 0:
        raise Failed("CableBenchmark does not compile")
    return str(ROOT / ".build/release/CableBenchmark")


def build_c():
    """Compiles the C counterparts; returns where each is."""
    folder = BENCHMARKS / ".build"
    folder.mkdir(exist_ok=True)
    compiler = shutil.which("cc")
    if compiler is None:
        raise Failed("no C compiler (cc) for the counterparts")
    for name in C_PROGRAMS:
        progress(f"cc -O2 {name}.c")
        command = [compiler, "-O2", "-o", str(folder / name), str(BENCHMARKS / f"c/{name}.c")]
        if subprocess.run(command).returncode != 0:
            raise Failed(f"{name}.c does not compile")
    return {name: str(folder / name) for name in C_PROGRAMS}


def python():
    """The system's Python where there is one: a version manager's wrapper would cost more."""
    system = "/usr/bin/python3"
    return system if os.access(system, os.X_OK) else sys.executable


def installed(name):
    path = shutil.which(name)
    if path is None:
        raise NotInstalled(f"{name} is not installed")
    return path


def first_line(command):
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    lines = (done.stdout or done.stderr).splitlines()
    return lines[0] if lines else "unknown"


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def describe():
    return (f"Linux {platform.release()}, {os.cpu_count()} × {processor()}; "
            f"{first_line(['cc', '--version'])}; {first_line([python(), '--version'])} ({python()})")

"""How the benchmarks measure: everything in one run, taking turns, medians, and ratios rather than seconds."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

Job = Callable[[], object]
Clock = Callable[[], float]
PEAK = """
import sys
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
base = peak()
"""
TOLD = "\nprint((peak() - base) / 1024)\n"


def processor_time() -> float:
    """Seconds that processors spent on programs which were started here: what a busy machine does not change."""
    import resource  # Not on Windows.

    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def medians(jobs: Mapping[str, Job], rounds: int = 11, clock: Clock = time.perf_counter) -> dict[str, float]:
    """The median seconds of each job. The jobs take turns, so that a busy moment hits all of them alike.

    `time.process_time` as *clock* counts the time of this process alone, for jobs that start no other one, and
    `processor_time` that of the programs which they start.
    """
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        job()  # Once unmeasured: caches, compiled bytecode.
    for _ in range(rounds):
        for name, job in jobs.items():
            gc.collect()
            start = clock()
            job()
            taken[name].append(clock() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def show(title: str, seconds: Mapping[str, float], base: str, limits: Mapping[str, float] | None = None) -> None:
    """Print a table: milliseconds, how many times the base, and for those with a limit whether they keep it."""
    print(f"\n{title}")
    for name, value in seconds.items():
        ratio, limit = value / seconds[base], (limits or {}).get(name)
        said = f"x{ratio:.2f}" if ratio >= 1 else f"x{ratio:.3f}"
        print(f"  {name:46} {value * 1000:9.2f} ms   {said}{judged(ratio, limit, 'x') if limit else ''}")


def judged(value: float, limit: float, unit: str = "") -> str:
    """Whether a value keeps its limit, as the end of a line."""
    said = f"{unit}{limit:.3g}" if unit == "x" else f"{limit:g} {unit}"
    faster = f" ({1 / limit:.3g} times faster)" if unit == "x" and limit < 1 else ""
    return f"   at most {said}{faster}: {'kept' if value <= limit else 'MISSED'}"


def peak_megabytes(code: str, *words: str) -> float:
    """The megabytes by which a program in a process of its own exceeds a bare interpreter at its peak (Linux only)."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK + code + TOLD, *words], capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def as_commands_run(job: Job) -> Job:
    """The job with the garbage collector looking as seldom as in every command of pmxl (`pmxl/cli/calling.py`)."""

    def run() -> None:
        usual = gc.get_threshold()
        gc.set_threshold(100_000)
        try:
            job()
        finally:
            gc.set_threshold(*usual)

    return run


def process(*words: str) -> Job:
    """Run this Python with these words, as a job."""
    return program(sys.executable, *words)


def program(*words: str) -> Job:
    """Run a program in silence, as a job."""

    def run() -> None:
        subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )

    return run


def chosen(names: Sequence[str], among: Sequence[str]) -> list[str]:
    """The benchmarks to run: those named, else all."""
    unknown = sorted(set(names) - set(among))
    if unknown:
        raise SystemExit(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(among)}")
    return list(names or among)

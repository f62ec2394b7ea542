"""How the benchmarks measure: everything in one run, taking turns, medians, and ratios rather than seconds."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

Job = Callable[[], object]


def medians(jobs: Mapping[str, Job], rounds: int = 11) -> dict[str, float]:
    """The median seconds of each job. The jobs take turns, so that a busy moment hits all of them alike."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        job()  # Once unmeasured: caches, compiled bytecode.
    for _ in range(rounds):
        for name, job in jobs.items():
            gc.collect()
            start = time.perf_counter()
            job()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def show(title: str, seconds: Mapping[str, float], base: str, goals: Mapping[str, str] | None = None) -> None:
    """Print a table: milliseconds, and how many times the base."""
    print(f"\n{title}")
    for name, value in seconds.items():
        goal = f"   goal: {goals[name]}" if goals and name in goals else ""
        print(f"  {name:46} {value * 1000:9.2f} ms   x{value / seconds[base]:.2f}{goal}")


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

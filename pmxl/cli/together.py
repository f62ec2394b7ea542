"""Many workbooks at once: every processor checks its share of them, and what was found comes in their order.

Helpers are Pythons of their own. One whose memory does not suffice for a workbook ends alone, and the others go on.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue

from pmxl.cli.check import SHARE, Job, check, in_turn
from pmxl.reports import Checked

MOST = 8
"""How many helpers there are at most; each takes the memory of a Python and of the largest workbook that it met."""
AHEAD = 16
"""How many workbooks for each helper may be under way before the first of them has been told of."""
ATTEMPTS = 2
"""How often a workbook is tried that ended its helper; the first time it may have been somebody else's doing."""
READY = b"ready"
START = "import sys; sys.path[:] = {path!r}; from pmxl.cli.together import help_out; help_out()"


def helpers_for(books: int) -> int:
    """How many helpers that many workbooks are worth; 0 where one process does it as well."""
    if os.environ.get("PMXL_DEBUG") or not sys.executable:
        return 0
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    many = min(processors, MOST, books // SHARE)
    return many if many > 1 else 0


def check_together(jobs: Sequence[Job], many: int) -> Iterator[Checked]:
    """What `check` says of each job, in their order, by that many helpers. They end with the iteration."""
    idle: SimpleQueue[Helper] = SimpleQueue()
    helpers = [Helper() for _ in range(many)]
    for helper in helpers:
        idle.put(helper)

    def ask(job: Job) -> Checked:
        helper = idle.get()
        try:
            return helper.check(job)
        finally:
            idle.put(helper)

    threads = ThreadPoolExecutor(many)
    asked: deque[Future[Checked]] = deque()
    try:
        for job in jobs:
            asked.append(threads.submit(ask, job))
            if len(asked) == AHEAD * many:
                yield asked.popleft().result()
        while asked:
            yield asked.popleft().result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for helper in helpers:
            helper.end()


class Helper:
    """A Python that checks what it is asked to, started when it is first needed and once more where it ended."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.unable = self.ended = False

    def check(self, job: Job) -> Checked:
        """What `check` says of the job, or that the helper ended over it."""
        for _ in range(ATTEMPTS):
            if self.unable:
                return check(*job)  # There is always this process.
            try:
                self.process = self.process or _started()
            except OSError:
                self.unable = True
                continue
            answer = self._answer(self.process, job)
            if answer is not None or self.ended:
                break
        path = job[0]
        fault = "the process that checked it was ended, as happens where the memory is too small"
        return answer or Checked(path, refused=f"{path}: {fault}; check it alone, or on a machine with more memory")

    def _answer(self, process: subprocess.Popen[bytes], job: Job) -> Checked | None:
        assert process.stdin
        assert process.stdout
        try:
            pickle.dump(job, process.stdin)
            process.stdin.flush()
            return pickle.load(process.stdout)  # type: ignore[no-any-return]
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            _end(process)
            self.process = None
            return None

    def end(self) -> None:
        """Stop it, whatever it is doing; it writes nothing that could be left half done."""
        self.ended = True
        if process := self.process:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    with suppress(OSError), process:  # What it was still to be asked need not reach it.
        process.wait()


def _started() -> subprocess.Popen[bytes]:
    """A helper that is ready. Raises OSError where there is no room for one, or where it cannot find us."""
    command = [sys.executable, "-c", START.format(path=sys.path)]
    window = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, creationflags=window)
    assert process.stdout
    if process.stdout.read(len(READY)) == READY:
        return process
    _end(process)
    raise OSError("the helper ended before it was asked anything")


def help_out() -> None:
    """Check what stdin asks for until it ends, and answer on stdout. This is all that a helper does."""
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the one that asked ends the others.
    gc.set_threshold(100_000)
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    try:
        answers.write(READY)
        answers.flush()
        for answer in in_turn(iter(lambda: pickle.load(questions), None)):
            pickle.dump(answer, answers)
            answers.flush()
    except (EOFError, OSError):
        os._exit(0)  # Nobody asks any more.

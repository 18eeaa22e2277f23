"""Judges: many texts judged at once, by a process for each core.

Processes of our own, spoken to through pipes, rather than `multiprocessing`: that begins each of
its own by running again whatever was started, which on the screen is the dashboard, and leaves them
behind when their parent is killed. These end when nobody speaks to them any more.
"""

import os
import pickle
import queue
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from earshot.handling.house import House, company_of
from earshot.judging.judge import Judge
from earshot.judging.judgement import Judgement
from earshot.words.errors import EarshotError

ROOT = Path(__file__).resolve().parents[2]
Given = TypeVar("Given")


class Judges(Generic[Given]):
    """Judges parts of work in order, several at once; in this process alone where that will do.

    A part is something of the caller's with its texts.
    """

    def __init__(self, house: House, number: int) -> None:
        """`number` of processes; 0: this one alone."""
        self._judge = house.intake(company_of(house.store)).judge
        self._hands = [_started(house.folder, self._judge.fingerprint) for _ in range(number)]
        self._threads = ThreadPoolExecutor(max(1, number))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            for hand in self._hands:
                hand.kill()
        self._threads.shutdown(cancel_futures=True)
        for hand in self._hands:
            _ended(hand)

    def each(
        self, parts: Iterable[tuple[Given, Sequence[str]]]
    ) -> Iterator[tuple[Given, list[Judgement]]]:
        """Each part with its Judgements, in order; a few parts are asked for in advance.

        Raises:
            EarshotError: a process has ended, or judges by other rules by now.
        """
        free: queue.Queue[subprocess.Popen[bytes]] = queue.Queue()
        for hand in self._hands:
            free.put(hand)
        under_way: deque[tuple[Given, Future[list[Judgement]]]] = deque()
        for given, texts in parts:
            under_way.append((given, self._threads.submit(self._judged, free, texts)))
            if len(under_way) > len(self._hands):
                yield _finished(*under_way.popleft())
        while under_way:
            yield _finished(*under_way.popleft())

    def _judged(
        self, free: "queue.Queue[subprocess.Popen[bytes]]", texts: Sequence[str]
    ) -> list[Judgement]:
        if not self._hands:
            return [self._judge.judge(text) for text in texts]
        hand = free.get()
        try:
            return _asked(hand, texts)
        finally:
            free.put(hand)


def cores() -> int:
    """How many processes can work at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _finished(given: Given, judged: Future[list[Judgement]]) -> tuple[Given, list[Judgement]]:
    return given, judged.result()


def _started(folder: Path, fingerprint: str) -> subprocess.Popen[bytes]:
    found = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-m", "earshot.handling.judges", str(folder), fingerprint],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for us: they end when their pipes do
        env=os.environ | {"PYTHONPATH": found},
    )


def _asked(hand: "subprocess.Popen[bytes]", texts: Sequence[str]) -> list[Judgement]:
    assert hand.stdin is not None and hand.stdout is not None  # noqa: PT018 - both are pipes
    try:
        pickle.dump(list(texts), hand.stdin)
        hand.stdin.flush()
        judged: list[Judgement] = pickle.load(hand.stdout)
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        raise EarshotError(
            "A process that judged texts has ended before it was done. What was written by then "
            "stays: start again, and it goes on from there."
        ) from error
    return judged


def _ended(hand: "subprocess.Popen[bytes]") -> None:
    for pipe in (hand.stdin, hand.stdout):
        try:
            if pipe is not None:
                pipe.close()
        except OSError:  # it had ended, with something still to be read
            continue
    hand.wait()


def main(folder: str, fingerprint: str) -> int:
    """Judge what comes in on standard input, by the rules of this fingerprint, until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library may print is no answer
    house = House(Path(folder))
    judge: Judge = house.intake(company_of(house.store)).judge
    if judge.fingerprint != fingerprint:
        print("earshot: the rules have changed meanwhile.", file=sys.stderr)
        return 1
    while True:
        try:
            texts: list[str] = pickle.load(sys.stdin.buffer)
            pickle.dump([judge.judge(text) for text in texts], answers)
            answers.flush()
        except (EOFError, pickle.UnpicklingError, BrokenPipeError):  # nobody is there any more
            os._exit(0)  # without a last attempt to write what nobody reads


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

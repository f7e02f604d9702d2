"""Puts every small fault into the modules of targets.py, one by one, and sees whether their tests notice.

    python -m scripts.mutants                 go on where the last run stopped; exit 1 where a survivor is unexplained
    python -m scripts.mutants accounts audit  only modules whose path has one of these words
    python -m scripts.mutants --list          how many faults there are, without trying them
    python -m scripts.mutants --show          the figures of what was tried, without trying more
    python -m scripts.mutants --afresh        as if nothing had been tried

Everything is kept in .mutants/: the copy of the tree, and results.jsonl with a line for each fault. That a fault was
noticed counts until its module changes, that it survived until a test of the module changes too.
"""

import argparse
import fcntl
import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from scripts.mutants import judge, report
from scripts.mutants.faults import Fault, faults_in
from scripts.mutants.targets import Target, targets
from scripts.mutants.tree import ROOT, copy_tree

FOLDER = ROOT / ".mutants"
RESULTS = FOLDER / "results.jsonl"
SLOWEST = 10.0
"""A run may take this many times as long as without a fault before it counts as hanging."""


@dataclass
class Job:
    """One fault to judge, and its round."""

    target: Target
    fault: Fault
    digest: tuple[str, str]
    round: int = 0
    seconds: float = field(default=0.0)

    @property
    def judges(self) -> tuple[str, ...]:
        """The tests of this round."""
        return (self.target.first, self.target.second)[self.round]


def main() -> int:
    """Read the words of the command and do what they ask."""
    asked = argparse.ArgumentParser(
        prog="make mutants", description="Mutation testing of the modules that matter most."
    )
    asked.add_argument("words", nargs="*", help="only modules whose path has one of these words")
    asked.add_argument("--list", action="store_true", help="count the faults, try none")
    asked.add_argument("--show", action="store_true", help="the figures of what was tried, try no more")
    asked.add_argument("--afresh", action="store_true", help="try everything again, whatever is known")
    asked.add_argument("--workers", type=int, default=2, help="how many at once (default 2)")
    options = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers of the run end with it
    chosen = [
        one for one in targets(ROOT) if not options.words or any(w in one.module for w in options.words)
    ]
    if options.list:
        return _list(chosen)
    if not options.show:
        FOLDER.mkdir(exist_ok=True)
        lock = (FOLDER / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held until this process ends
        except BlockingIOError:
            raise SystemExit("Another run is at work in .mutants/. Wait for its end, or stop it.") from None
        _run(chosen, options.workers, afresh=options.afresh)
    return report.show(chosen, ROOT, list(_results()))


def _list(chosen: list[Target]) -> int:
    total = 0
    for target in chosen:
        number = len(faults_in(target.module, (ROOT / target.module).read_text()))
        total += number
        print(f"{number:5}  {target.module}")
    print(f"{total:5}  together")
    return 0


def digest_of(target: Target, root: Path) -> tuple[str, str]:
    """What the outcome of a fault hangs on: the module, and its judges."""
    names = []
    for name in target.judges:
        path = root / name
        names += (
            [str(one.relative_to(root)) for one in sorted(path.rglob("*.py"))] if path.is_dir() else [name]
        )
    return _digest(root, [target.module]), _digest(root, names)


def _digest(root: Path, names: list[str]) -> str:
    total = hashlib.sha256()
    for name in names:
        total.update(name.encode() + b"\0" + (root / name).read_bytes())
    return total.hexdigest()[:16]


def _results() -> Iterator[dict[str, Any]]:
    if RESULTS.exists():
        for line in RESULTS.read_text().splitlines():
            yield json.loads(line)


def _run(chosen: list[Target], workers: int, *, afresh: bool) -> None:
    known: dict[tuple[object, ...], dict[str, Any]] = {}
    if not afresh:
        known = {(row["module"], row["digest"], row["key"]): row for row in _results()}
    waiting = []
    for target in chosen:
        digest, tests = digest_of(target, ROOT)
        left = []
        for fault in faults_in(target.module, (ROOT / target.module).read_text()):
            row = known.get((target.module, digest, fault.key))
            if row is None or (row["outcome"] == "survived" and row["tests"] != tests):
                left.append(fault)
        if left:
            waiting.append((target, (digest, tests), left))
    if not waiting:
        return
    tree = copy_tree(FOLDER / "tree")
    os.chdir(tree)
    sys.path[:] = [str(tree), *(part for part in sys.path if part not in ("", str(ROOT)))]
    import tests.environment  # starts the servers of this run, and ends them with it

    judge.load_before()
    for name in [name for name in sys.modules if name.split(".")[0] in ("core", "tests")]:
        del sys.modules[name]  # what a judge loads, it loads itself
    _alone(("tests/accounts/test_access.py",), judge.TEMPLATE)
    jobs = []
    for target, digest, left in waiting:
        jobs += [Job(target, fault, digest) for fault in left]
    print(f"{len(jobs)} faults to try", flush=True)
    with RESULTS.open("a") as file:
        for number, (job, outcome) in enumerate(_judged(jobs, workers, tree), start=1):
            row = {
                "module": job.target.module,
                "digest": job.digest[0],
                "tests": job.digest[1],
                "key": job.fault.key,
                "line": job.fault.line,
                "fault": job.fault.shown,
                "outcome": outcome,
                "seconds": round(job.seconds, 2),
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()
            if outcome == "survived":
                print(f"survived  {job.target.module}:{job.fault.line}  {job.fault.shown}", flush=True)
            if number % 100 == 0:
                print(f"{number} of {len(jobs)}", flush=True)


def _alone(judges: tuple[str, ...], worker: str) -> float:
    """Run judges without a fault: they must pass. Returns how many seconds they took."""
    print(f"Without a fault: {' '.join(judges)}", flush=True)
    run = judge.start(judges, worker=worker, limit=900, log=FOLDER / f"{worker}.log")
    while (outcome := run.ended()) is None:
        time.sleep(0.02)
    if outcome != "survived":
        raise SystemExit(
            f"Without a fault these tests do not pass: {' '.join(judges)}\n{run.log.read_text()[-3000:]}"
        )
    return run.seconds


@cache
def _took(judges: frozenset[str]) -> float:
    return _alone(tuple(sorted(judges)), "alone")


def _judged(jobs: list[Job], workers: int, tree: Path) -> Iterator[tuple[Job, str]]:
    """Each job with what became of its fault, so many at a time."""
    waiting = list(reversed(jobs))
    running: dict[int, tuple[Job, judge.Run]] = {}
    try:
        while waiting or running:
            for slot in range(workers):
                if slot not in running and waiting:
                    job = waiting.pop()
                    running[slot] = job, _start(job, slot, tree)
            time.sleep(0.01)
            for slot, (job, run) in list(running.items()):
                outcome = run.ended()
                if outcome is None:
                    continue
                del running[slot]
                job.seconds += run.seconds
                if outcome == "survived" and job.round == 0 and job.target.second:
                    job.round = 1
                    waiting.append(job)
                else:
                    yield job, outcome
    finally:
        for _job, run in running.values():
            run.stop()


def _start(job: Job, slot: int, tree: Path) -> judge.Run:
    module = tree / job.target.module
    return judge.start(
        job.judges,
        worker=f"mutant{slot}",
        limit=5 + SLOWEST * _took(frozenset(job.judges)),
        log=FOLDER / f"mutant{slot}.log",
        module=module,
        text=job.fault.applied(module.read_text()),
    )


if __name__ == "__main__":
    raise SystemExit(main())

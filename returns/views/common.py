"""How a job is shown, on its page and in a list."""

from __future__ import annotations

from dataclasses import dataclass

from core.components import chip
from core.dates import clock as clock_time
from core.dates import short
from returns.actions.jobs import can_start_again
from returns.models import Job, JobKind, JobState

REFRESH_SECONDS = 3
SHOWN = 100
"""How many problems of each kind a page shows; the download has all."""
UNITS = {JobKind.IMPORT_903: "children", JobKind.EXPORT_903: "children"}


@dataclass(frozen=True)
class JobRow:
    """A line of the list of jobs."""

    url: str
    when: str
    who: str
    year: str
    state: str
    outcome: str


def when(job: Job) -> str:
    """Tue 5 May 2026 at 10:04."""
    return f"{short(job.asked_at)} at {clock_time(job.asked_at)}"


def state_chip(job: Job) -> str:
    """The state as a chip; one that stands still says so."""
    if stands_still(job):
        return chip("late", "Stands still", "")
    kinds = {JobState.DONE: "done", JobState.REFUSED: "late", JobState.FAILED: "late"}
    words = {
        JobState.STAGED: "Waiting",
        JobState.RUNNING: "Under way",
        JobState.REFUSED: "Refused",
        JobState.DONE: "Done",
        JobState.FAILED: "Stopped",
    }
    state = JobState(job.state)
    return chip(kinds.get(state, "info"), words[state], "")


def stands_still(job: Job) -> bool:
    """Nobody works on it, and somebody should."""
    return job.state in (JobState.STAGED, JobState.RUNNING) and can_start_again(job)


def is_under_way(job: Job) -> bool:
    """The page looks again by itself."""
    return job.state in (JobState.STAGED, JobState.RUNNING) and not stands_still(job)


def progress_words(job: Job) -> tuple[str, str]:
    """ "Reading the 903 files:" and "312 of 503 children."."""
    if job.state == JobState.STAGED:
        return "Waiting for a worker.", "It starts by itself."
    step = job.step or "Starting"
    if job.total:
        return f"{step}:", f"{job.done:,} of {job.total:,} children."
    return f"{step}.", ""

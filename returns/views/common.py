"""How a job is shown, on its page and in the list of those before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.actor import Actor
from audit.actions import record
from audit.verbs import Verb
from core.components import Empty, chip
from core.dates import clock as clock_time
from core.dates import short
from core.views import FormPage
from returns.access import visible_jobs
from returns.actions.jobs import can_start_again
from returns.models import Job, JobKind, JobState

REFRESH_SECONDS = 3
SHOWN = 100
"""How many problems of each kind a page shows; the download has all."""
LISTED = 50
"""How many earlier jobs a page lists."""


@dataclass(frozen=True)
class JobRow:
    """A line of the list of jobs."""

    url: str
    when: str
    who: str
    year: str
    state: str


def years(year: int | None) -> str:
    """The days of the collection that ends in a year; nothing where it is not known."""
    return f"1 April {year - 1} to 31 March {year}" if year else ""


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


class JobsPage(FormPage):
    """A page that asks for a job; below the form, those that were asked for before."""

    actor: Actor
    kind: JobKind
    job_page: str
    """The name of the address of one such job."""
    empty: Empty

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = list(visible_jobs(self.actor, self.kind).defer("report").order_by("-asked_at")[:LISTED])
        if self.request.method == "GET":
            record(
                Verb.JOBS_LISTED,
                by=self.actor.person,
                authority_id=self.actor.authority.pk,
                objects=listed,
                object_type="returns.job",
            )
        rows = [self._row(job) for job in listed]
        return super().get_context_data(**kwargs) | {"rows": rows, "empty": self.empty}

    def _row(self, job: Job) -> JobRow:
        return JobRow(
            url=reverse(self.job_page, args=[job.uuid]),
            when=when(job),
            who=job.asked_by.name if job.asked_by else "A command",
            year=f"{job.collection_year - 1}-{job.collection_year % 100:02d}" if job.collection_year else "",
            state=state_chip(job),
        )

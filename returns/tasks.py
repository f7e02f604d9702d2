"""Wakes the work on jobs. A task carries ids only: what is to be done stands in the rows."""

from typing import Any

from celery import shared_task

from core import clock
from returns.actions import jobs


@shared_task(name=jobs.TASK)
def run_jobs(ids: list[int] | None = None, **kwargs: Any) -> None:
    """Do these jobs, each in a transaction of its own."""
    for job_id in ids or ():
        jobs.run(job_id, on=clock.today())


@shared_task(name="returns.sweep_jobs")
def sweep_jobs(**kwargs: Any) -> None:
    """Wake what nobody took; remove what waited too long."""
    jobs.sweep()

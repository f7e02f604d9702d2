"""How far a job is, written outside the transaction of its work, so that others see it while the work goes on."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import structlog
from django.db import DatabaseError, connection

from returns.models import Job

logger = structlog.get_logger(__name__)

EVERY_SECONDS = 0.5
JOBS_LOCK = zlib.crc32(b"returns.job") - 2**31
"""The first key of the lock a worker holds while it works on a job; the second is the job's id."""


class JobProgress:
    """Writes step, done and total of one job over a connection of its own. Never fails its caller."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._connection = connection.copy()
        self._last, self._step = 0.0, ""

    def __enter__(self) -> JobProgress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Tell; at most twice a second, unless the step is another."""
        now = time.monotonic()
        if step == self._step and now - self._last < EVERY_SECONDS:
            return
        self._step, self._last = step, now
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT set_config('app.authority', %s, false)", [str(self._job.authority_id)])
                cursor.execute(
                    "UPDATE returns_job SET step = %s, done = %s, total = %s WHERE id = %s AND state = 'running'",
                    [step, done, total, self._job.pk],
                )
        except DatabaseError as error:
            logger.warning("progress_not_told", job=self._job.pk, error=type(error).__name__)


@contextmanager
def worked_on(job_id: int) -> Iterator[bool]:
    """Hold the job while working on it; False where another process holds it. A dead process holds nothing."""
    keys = [JOBS_LOCK, job_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", keys)
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", keys)


def is_worked_on(job_id: int) -> bool:
    """Whether a living process holds the job."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid = %s::bigint::oid AND objid = %s::bigint::oid AND objsubid = 2)",
            [JOBS_LOCK % 2**32, job_id % 2**31],
        )
        return cursor.fetchone()[0]

"""Imports and exports as jobs: files are staged as rows, a worker takes them, the report stays.

A job is found by its row, never by a message: the message only wakes a worker. A worker holds a lock of the database
while it works, so that two never do the same job and a job whose worker died is known at once.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import structlog
from django.db import IntegrityError, connection, transaction

from accounts.models import LocalAuthority, Person
from accounts.scoping import in_authority
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.errors import DomainError, StateError
from core.queue import enqueue
from returns.actions.exporting import export_collection
from returns.actions.importing import import_collection
from returns.models import Job, JobFile, JobKind, JobState
from returns.progress import JobProgress, is_worked_on, worked_on

logger = structlog.get_logger(__name__)

TASK = "returns.run_jobs"
MOST_FILES = 20
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_TOGETHER = 30 * 1024 * 1024
KEPT_FOR = timedelta(days=7)
"""How long files wait: those handed in for a decision, those made for the download."""
LATE = timedelta(seconds=60)
"""A job that nobody took after this time is woken again."""
GIVEN_UP_AFTER = timedelta(hours=1)
"""A job whose worker died is not taken up again after this time: it may be what kills them."""
ENDED = (JobState.DONE, JobState.REFUSED, JobState.FAILED)
FAULT = "A fault of the portal stopped it. Nothing was changed. Start it again; if it stops again, tell your support."


@transaction.atomic
def stage_import(
    *, authority: LocalAuthority, files: Sequence[tuple[str, bytes]], by: Person, year: int | None = None
) -> Job:
    """Keep the files of one collection and have a worker take them. `year` None: worked out from the dates.

    Raises DomainError where there are none, too many, or too large ones.
    """
    if not files:
        raise DomainError("Choose the files of one collection.", "no_files", field="files")
    if len(files) > MOST_FILES:
        raise DomainError(f"Choose at most {MOST_FILES} files.", "too_many", field="files")
    for name, content in files:
        if len(content) > LARGEST_FILE:
            raise DomainError(
                f"{name} is larger than 10 MB. Is it the right file?", "too_large", field="files"
            )
    if sum(len(content) for _, content in files) > LARGEST_TOGETHER:
        raise DomainError(
            "The files are larger than 30 MB together. Are they of one year?", "too_large", field="files"
        )
    job = Job.objects.create(authority=authority, kind=JobKind.IMPORT_903, asked_by=by, collection_year=year)
    names = _named_apart([name for name, _ in files])
    JobFile.objects.bulk_create(
        [
            JobFile(authority=authority, job=job, name=name, content=content)
            for name, (_, content) in zip(names, files, strict=True)
        ]
    )
    record(Verb.IMPORT_STARTED, by=by, authority_id=authority.pk, objects=[job], files=len(files))
    enqueue(TASK, ids=[job.pk])
    return job


def _named_apart(names: Sequence[str]) -> list[str]:
    """Short names, each once."""
    found: list[str] = []
    for name in names:
        short, count = name[-100:] or "file", 1
        while short in found:
            count += 1
            short = f"{name[-100:]} ({count})"
        found.append(short)
    return found


@transaction.atomic
def stage_export(*, authority: LocalAuthority, year: int, by: Person) -> Job:
    """Have a worker make the files of a collection."""
    job = Job.objects.create(authority=authority, kind=JobKind.EXPORT_903, asked_by=by, collection_year=year)
    enqueue(TASK, ids=[job.pk])
    return job


@transaction.atomic
def take_the_good_rows(*, job: Job, by: Person) -> None:
    """Run a refused import again and take what can be taken. Raises StateError where that is not possible."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.state != JobState.REFUSED or row.report.get("unreadable") or not row.files.exists():
        raise StateError("There are no good rows to take here. Hand the files in again.")
    row.take_good_rows = True
    _stage_again(row)
    record(Verb.IMPORT_STARTED, by=by, authority_id=row.authority_id, objects=[row], take_good_rows=True)


@transaction.atomic
def start_again(*, job: Job, by: Person) -> None:
    """Run a job again that a fault stopped, or whose worker died. Raises StateError where it is being worked on."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.state in (JobState.DONE, JobState.REFUSED) or not can_start_again(row):
        raise StateError("This is under way or has ended. Open the page again.")
    _stage_again(row)
    started = Verb.IMPORT_STARTED if row.kind == JobKind.IMPORT_903 else Verb.EXPORTED
    record(started, by=by, authority_id=row.authority_id, objects=[row], again=True)


def can_start_again(job: Job) -> bool:
    """Whether the job stands still: stopped by a fault, left by a worker that died, or not taken for a minute."""
    if job.state == JobState.STAGED:
        return clock.now() - job.waiting_since > LATE
    return job.state == JobState.FAILED or (job.state == JobState.RUNNING and not is_worked_on(job.pk))


def _stage_again(row: Job) -> None:
    row.state, row.finished_at, row.started_at = JobState.STAGED, None, None
    row.step, row.done, row.total = "", 0, 0
    row.waiting_since = clock.now()
    row.save(
        update_fields=[
            "state", "finished_at", "started_at", "step", "done", "total", "take_good_rows", "waiting_since",
        ]
    )  # fmt: skip
    enqueue(TASK, ids=[row.pk])


# -- What the worker does --------------------------------------------------------------------------------------------


def run(job_id: int, *, on: date = date.max) -> bool:
    """Do a job, if it waits or its worker died; `on` is today.

    True where it was done, whatever came of it; never raises for it.
    """
    job = _find(job_id)
    if job is None or job.state in ENDED:
        return False
    with worked_on(job.pk) as mine:
        if not mine or not _claim(job):
            return False
        try:
            with JobProgress(job) as progress, in_authority(job.authority):
                _work(job, progress, on)
        except Exception as error:
            logger.exception("job_failed", job=job.pk, error=type(error).__name__)
            _end(job, JobState.FAILED, {"fault": FAULT})
    _wake_next(job.authority)
    return True


def _find(job_id: int) -> Job | None:
    """The job, read inside its own authority; only whose it is is asked over the walls."""
    (place,) = _ids("SELECT returns_place_of_job(%s)", job_id)
    authority = LocalAuthority.objects.filter(pk=place).first()
    with in_authority(authority):
        return Job.objects.select_related("authority__settings", "asked_by").filter(pk=job_id).first()


def _claim(job: Job) -> bool:
    """Mark the job as running. False where another of its kind is, unless that one's worker died: it is ended then."""
    with in_authority(job.authority):
        other = Job.objects.filter(kind=job.kind, state=JobState.RUNNING).exclude(pk=job.pk).first()
    if other is not None and is_worked_on(other.pk):
        return False
    if other is not None:
        _end(other, JobState.FAILED, {"fault": FAULT})
    try:
        with in_authority(job.authority):
            waiting = Job.objects.filter(pk=job.pk, state__in=[JobState.STAGED, JobState.RUNNING])
            return bool(waiting.update(state=JobState.RUNNING, started_at=clock.now()))
    except IntegrityError:  # another was quicker, and wakes this one when it is done
        return False


def _work(job: Job, progress: JobProgress, on: date) -> None:
    if job.kind == JobKind.EXPORT_903:
        found = export_collection(authority=job.authority, year=job.collection_year, by=job.asked_by, job=job)
        JobFile.objects.filter(job=job).delete()
        name = f"903-{job.authority.ons_code}-{found.year}.zip"
        JobFile.objects.create(
            authority=job.authority, job=job, name=name, content=zipped(found.files()), is_result=True
        )
        left_out = [[number, f"{on:%d/%m/%Y}"] for number, on in found.without_code]
        _end(job, JobState.DONE, {"year": found.year, "rows": found.counts(), "without_code": left_out})
        return
    files = {file.name: bytes(file.content) for file in JobFile.objects.filter(job=job, is_result=False)}
    report = import_collection(
        authority=job.authority,
        files=files,
        by=job.asked_by,
        on=on,
        take_good_rows=job.take_good_rows,
        year=job.collection_year,
        job=job,
        progress=progress,
    )
    kept = report.as_dict() | {"unreadable": report.unreadable}
    if report.taken:
        JobFile.objects.filter(job=job).delete()
    _end(job, JobState.DONE if report.taken else JobState.REFUSED, kept, year=report.year or None)


def _end(job: Job, state: JobState, report: dict[str, Any], *, year: int | None = None) -> None:
    with in_authority(job.authority):
        values = {"collection_year": year} if year else {}
        Job.objects.filter(pk=job.pk).update(state=state, finished_at=clock.now(), report=report, **values)


def _wake_next(authority: LocalAuthority) -> None:
    with in_authority(authority):
        following = Job.objects.filter(state=JobState.STAGED).order_by("asked_at").first()
    if following is not None:
        enqueue(TASK, ids=[following.pk])


def sweep() -> None:
    """Wake jobs nobody took and jobs whose worker died, and remove files that waited too long.

    A job whose worker goes on dying is ended after a while. Twice in a row does no more than once.
    """
    now = clock.now()
    for pk in _ids("SELECT returns_running_jobs()"):
        if is_worked_on(pk):
            continue
        job = _find(pk)
        if now - job.waiting_since > GIVEN_UP_AFTER:
            _end(job, JobState.FAILED, {"fault": FAULT})
        else:
            enqueue(TASK, ids=[pk])
    with transaction.atomic():
        for pk in _ids("SELECT returns_late_jobs(%s)", now - LATE):
            enqueue(TASK, ids=[pk])
        _ids("SELECT returns_remove_old_files(%s)", now - KEPT_FOR)


def _ids(statement: str, *values: Any) -> list[int]:
    """What one of the functions that look over all authorities gives: ids of jobs."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [pk for (pk,) in cursor.fetchall()]


def zipped(files: dict[str, bytes]) -> bytes:
    """The files in one archive. The same files give the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            pack.writestr(entry, content)
    return archive.getvalue()

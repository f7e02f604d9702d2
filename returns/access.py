"""The only way from a request to a job: its own authority's administrator reaches it, anybody else gets 404."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accounts.actor import Actor
from accounts.permissions import Permission
from returns.models import Job, JobFile, JobKind

NEEDED = {JobKind.IMPORT_903: Permission.IMPORT_903, JobKind.EXPORT_903: Permission.EXPORT_903}


def visible_jobs(actor: Actor, kind: JobKind) -> QuerySet[Job]:
    """The jobs of one kind that this person may see."""
    if actor.authority is None or not actor.may(NEEDED[kind]):
        return Job.objects.none()
    return Job.objects.filter(authority=actor.authority, kind=kind).select_related("asked_by")


def get_job_or_404(actor: Actor, uuid: UUID, kind: JobKind) -> Job:
    """A job the person may see."""
    job = visible_jobs(actor, kind).filter(uuid=uuid).first()
    if job is None:
        raise Http404("No such job")
    return job


def get_result_or_404(actor: Actor, uuid: UUID, kind: JobKind) -> tuple[Job, JobFile]:
    """A job and the file it made, while that is kept."""
    job = get_job_or_404(actor, uuid, kind)
    made = JobFile.objects.filter(job=job, is_result=True).first()
    if made is None:
        raise Http404("No file is kept")
    return job, made

"""Imports and exports: long work is a row of its own, with its state and progress, outside the work's transaction."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.base import AuthorityOwned, unique_with_authority
from core import clock


class JobKind(models.TextChoices):
    """What the job does."""

    IMPORT_903 = "import_903", "Import of 903 files"
    EXPORT_903 = "export_903", "Export of 903 files"


class JobState(models.TextChoices):
    """Where a job stands."""

    STAGED = "staged", "Waiting to start"
    RUNNING = "running", "Running"
    REFUSED = "refused", "Refused: nothing was changed"
    DONE = "done", "Done"
    FAILED = "failed", "Stopped by a fault: nothing was changed"


class Job(AuthorityOwned):
    """One import or export: who asked, how far it is, and the report it ended in."""

    kind = models.CharField(max_length=12, choices=JobKind.choices)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.STAGED)
    collection_year = models.PositiveSmallIntegerField(null=True, blank=True)
    take_good_rows = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    waiting_since = models.DateTimeField(db_default=Now(), default=clock.now)
    """When it was asked for, or for another time: the good rows, a new start."""
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)

    class Meta:
        constraints = [
            unique_with_authority("returns_job"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="returns_job_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["staged", "running"], finished_at__isnull=True)
                | (~Q(state__in=["staged", "running"]) & Q(finished_at__isnull=False)),
                name="returns_job_ended_has_time",
            ),
            models.UniqueConstraint(
                fields=["authority", "kind"],
                condition=Q(state="running"),
                name="returns_job_one_running",
            ),
        ]
        indexes = [models.Index(fields=["authority", "-asked_at"], name="returns_job_latest_idx")]


class JobFile(AuthorityOwned):
    """A file handed in or made: a row under the authority's walls, of limited size, kept for a short time."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    is_result = models.BooleanField(default=False)

    class Meta:
        constraints = [unique_with_authority("returns_jobfile")]

"""Exports: say the year, wait, download the files."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.fresh import FreshFactorMixin
from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.components import Empty
from core.pages import BackLink
from core.views import ActPage, PageView
from returns.access import get_job_or_404, get_result_or_404
from returns.actions import jobs
from returns.checks import year_of
from returns.forms import ExportForm
from returns.models import Job, JobKind, JobState
from returns.views.common import (
    REFRESH_SECONDS,
    JobsPage,
    is_under_way,
    progress_words,
    stands_still,
    when,
    years,
)


class OfExports(PermissionMixin):
    """What these pages share."""

    permission = Permission.EXPORT_903
    nav = "exports"


class OfExport(OfExports):
    """A page about one export of this authority; 404 for anybody else's."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def job(self) -> Job:
        """The export."""
        return get_job_or_404(self.actor, self.kwargs["uuid"], JobKind.EXPORT_903)

    @property
    def job_url(self) -> str:
        """Its page."""
        return reverse("export", args=[self.job.uuid])

    def get_failure_url(self) -> str:
        """Where a refusal is told."""
        return self.job_url


class Exports(OfExports, FreshFactorMixin, JobsPage):
    """Ask for the files of a year; below, what was asked for before."""

    template_name = "returns/exports.html"
    form_class = ExportForm
    title = "Export 903 files"
    kind = JobKind.EXPORT_903
    job_page = "export"
    empty = Empty("Nothing was exported yet.", "The files are made from what the portal holds.", "", "")

    def get_initial(self) -> dict[str, Any]:
        """The collection that ended last."""
        return {"year": year_of(clock.today()) - 1}

    def act(self, form: ExportForm) -> str:
        """A worker makes the files."""
        year = form.cleaned_data["year"]
        job = jobs.stage_export(authority=self.actor.authority, year=year, by=self.actor.person)
        return reverse("export", args=[job.uuid])


class Export(OfExport, PageView):
    """How far an export is, and its files."""

    template_name = "returns/export.html"
    title = "Export of 903 files"

    def get_caption(self) -> str:
        return f"Asked for on {when(self.job)}"

    def get_back(self) -> BackLink | None:
        return BackLink("Back to exports", reverse("exports"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job, report = self.job, self.job.report
        what, text = progress_words(job)
        under_way = is_under_way(job)
        made = job.state == JobState.DONE
        return super().get_context_data(**kwargs) | {
            "refresh": REFRESH_SECONDS if under_way else 0,
            "under_way": under_way,
            "stands_still": stands_still(job) or job.state == JobState.FAILED,
            "progress_what": what,
            "progress_text": text,
            "done": made,
            "year": years(job.collection_year),
            "fault": report.get("fault", ""),
            "rows": sorted(report.get("rows", {}).items()),
            "without_code": report.get("without_code", []),
            "download_url": (
                reverse("export-download", args=[job.uuid]) if made and job.files.exists() else ""
            ),
            "start_again_url": reverse("export-start-again", args=[job.uuid]),
        }


class ExportDownload(OfExport, FreshFactorMixin, PageView):
    """The files in one archive, exactly as they are: this is the return itself."""

    def look_before(self) -> None:
        """Somebody else's answers 404 before anybody is asked who they are."""
        get_result_or_404(self.actor, self.kwargs["uuid"], JobKind.EXPORT_903)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The archive; the download is a row of the audit."""
        job, made = get_result_or_404(self.actor, self.kwargs["uuid"], JobKind.EXPORT_903)
        record(
            Verb.REPORT_DOWNLOADED, by=self.actor.person, authority_id=self.actor.authority.pk, objects=[job]
        )
        answer = HttpResponse(bytes(made.content), content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
        return answer


class StartExportAgain(OfExport, ActPage):
    """For an export that stands still."""

    def act(self) -> str:
        """Wake a worker for it."""
        jobs.start_again(job=self.job, by=self.actor.person)
        return self.job_url

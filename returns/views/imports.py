"""Imports: hand in files, see what is wrong, take the good rows, read the report."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from core.components import Empty
from core.pages import BackLink
from core.views import ActPage, PageView
from returns.access import get_job_or_404
from returns.actions import jobs
from returns.forms import ImportForm
from returns.models import Job, JobKind, JobState
from returns.report import ACTS, THINGS, WORDS, causes, csv_rows, left_out
from returns.views.common import (
    REFRESH_SECONDS,
    SHOWN,
    JobsPage,
    is_under_way,
    progress_words,
    stands_still,
    when,
    years,
)
from returns.writing import harmless, to_csv

LONGEST_NUMBER = 20
"""What is longer is no child's number; it stands beside its column."""
THING_WORDS = {
    "children": "Children",
    "episodes": "Episodes",
    "reviews": "Reviews",
    "uasc": "Unaccompanied children",
    "periods": "Periods of care",
}
HEADINGS = {
    "refused": ("Column and value", "What was expected"),
    "left-out": ("", "Because of"),
    "odd": ("Column and value", "What was expected"),
}
"""What the third and the fourth column of a table are called."""
ACT_WORDS = {"made": "New", "changed": "Changed", "unchanged": "Left as they are", "refused": "Refused"}


class OfImports(PermissionMixin):
    """What these pages share."""

    permission = Permission.IMPORT_903
    nav = "imports"


class OfImport(OfImports):
    """A page about one import of this authority; 404 for anybody else's."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def job(self) -> Job:
        """The import."""
        return get_job_or_404(self.actor, self.kwargs["uuid"], JobKind.IMPORT_903)

    @property
    def job_url(self) -> str:
        """Its page."""
        return reverse("import", args=[self.job.uuid])

    def get_failure_url(self) -> str:
        """Where a refusal is told."""
        return self.job_url


class Imports(OfImports, JobsPage):
    """Hand in files; below, what was handed in before."""

    template_name = "returns/imports.html"
    form_class = ImportForm
    title = "Import 903 files"
    kind = JobKind.IMPORT_903
    job_page = "import"
    empty = Empty("Nothing was imported yet.", "Children come into the portal by the 903 files.", "", "")

    def act(self, form: ImportForm) -> str:
        """Stage the files; a worker takes them."""
        files = [(file.name, file.read()) for file in form.cleaned_data["files"]]
        job = jobs.stage_import(authority=self.actor.authority, files=files, by=self.actor.person)
        return reverse("import", args=[job.uuid])


class Import(OfImport, PageView):
    """How far an import is, what is wrong with the files, and what came of it."""

    template_name = "returns/import.html"
    title = "Import of 903 files"

    def get_caption(self) -> str:
        return f"Handed in on {when(self.job)}"

    def get_back(self) -> BackLink | None:
        return BackLink("Back to imports", reverse("imports"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job, report = self.job, self.job.report
        what, text = progress_words(job)
        under_way = is_under_way(job)
        refused = job.state == JobState.REFUSED
        return super().get_context_data(**kwargs) | {
            "job": job,
            "refresh": REFRESH_SECONDS if under_way else 0,
            "under_way": under_way,
            "stands_still": stands_still(job) or job.state == JobState.FAILED,
            "progress_what": what,
            "progress_text": text,
            "done": job.state == JobState.DONE,
            "refused": refused,
            "fault": report.get("fault", ""),
            "year": years(report.get("year")),
            "can_take": refused and not report.get("unreadable") and job.files.exists(),
            "sections": _sections(report),
            "counts": _counts(report) if job.state == JobState.DONE else [],
            "act_words": [ACT_WORDS[act] for act in ACTS],
            "files": report.get("files", []),
            "report_url": reverse("import-report", args=[job.uuid]) if report.get("counts") else "",
            "good_rows_url": reverse("import-good-rows", args=[job.uuid]),
            "start_again_url": reverse("import-start-again", args=[job.uuid]),
            "problem_count": len(causes(report)),
            "left_out_count": len(left_out(report)),
        }


def _counts(report: dict[str, Any]) -> list[tuple[str, list[tuple[str, int]]]]:
    counts = report.get("counts", {})
    return [
        (THING_WORDS[thing], [(ACT_WORDS[act], counts[thing][act]) for act in ACTS])
        for thing in THINGS
        if thing in counts
    ]


def _sections(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The tables of the page: what is refused, what is odd, and the remarks by kind."""
    sections = [
        _section("refused", "What keeps rows out", [_problem(item) for item in causes(report)]),
        _section("left-out", "Left out because of them", [_problem(item) for item in left_out(report)]),
        _section(
            "odd", "Odd, but no reason to refuse", [_problem(item) for item in report.get("warnings", ())]
        ),
    ]
    for kind, words in WORDS.items():
        found = [_remark(item) for item in report.get("remarks", ()) if item["kind"] == kind]
        sections.append(_section(kind, words, found))
    return [section for section in sections if section["total"]]


def _section(key: str, heading: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    what, said = HEADINGS.get(key, ("What", "What each says"))
    return {
        "key": key,
        "heading": heading,
        "total": len(rows),
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "what": what,
        "words": said,
        "has_what": any(row["cell"] for row in rows),
        "has_words": any(row["words"] for row in rows),
    }


def _place(item: dict[str, Any]) -> str:
    line = f", line {item['line']}" if item["line"] else ""
    return f"{item['file']}{line}"


def _problem(item: dict[str, Any]) -> dict[str, str]:
    cell = " ".join(filter(None, [item["column"], f"“{item['value']}”" if item["value"] else ""]))
    rule = f" (rule {item['rule']})" if item["rule"] else ""
    child = item["child"] if len(item["child"]) <= LONGEST_NUMBER else ""
    return {"place": _place(item), "child": child, "cell": cell, "words": f"{item['expected']}{rule}"}


def _remark(item: dict[str, Any]) -> dict[str, str]:
    said = [
        f"Portal: {item['held']}." if item["held"] else "",
        f"File: {item['told']}." if item["told"] else "",
    ]
    words = " ".join(filter(None, said))
    return {"place": _place(item), "child": item["child"], "cell": item["what"], "words": words}


class ImportReport(OfImport, PageView):
    """The whole report as a table to download, its cells made harmless for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file; the download is a row of the audit."""
        head, *rows = csv_rows(self.job.report)
        content = to_csv(head, [[harmless(cell) for cell in row] for row in rows])
        record(
            Verb.REPORT_DOWNLOADED,
            by=self.actor.person,
            authority_id=self.actor.authority.pk,
            objects=[self.job],
        )
        answer = HttpResponse(b"\xef\xbb\xbf" + content, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="import-{self.job.asked_at:%Y-%m-%d}.csv"'
        return answer


class TakeGoodRows(OfImport, ActPage):
    """Leave the refused rows out and take the others."""

    def act(self) -> str:
        """Run the import again, with the good rows only."""
        jobs.take_the_good_rows(job=self.job, by=self.actor.person)
        return self.job_url


class StartImportAgain(OfImport, ActPage):
    """For an import that stands still."""

    def act(self) -> str:
        """Wake a worker for it."""
        jobs.start_again(job=self.job, by=self.actor.person)
        return self.job_url

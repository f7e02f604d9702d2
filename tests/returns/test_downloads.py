"""Whatever the portal hands out as a file: the return is exact, and no other runs in a spreadsheet."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from core import clock
from returns.report import CSV_HEAD
from returns.writing import harmless
from tests.factories.returns import JobFactory

APPS = (
    "accounts",
    "audit",
    "children",
    "core",
    "insight",
    "participation",
    "returns",
    "reviews",
    "iro_portal",
)
FILE_ANSWER = re.compile(
    r"Content-Disposition|FileResponse|StreamingHttpResponse|as_attachment|text/csv|openxml"
)
RUNS = ["=1+2", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠1"]


def test_every_download_is_known() -> None:
    """A new one has to come here: what people typed, or a file told, must not run when the download is opened."""
    found = {
        str(path.relative_to(settings.BASE_DIR)): len(
            re.findall("Content-Disposition", path.read_text("utf-8"))
        )
        for app in APPS
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        if FILE_ANSWER.search(path.read_text("utf-8"))
    }

    assert found == {
        "accounts/forms/people.py": 0,  # what the file chooser offers
        "accounts/views/bulk.py": 1,  # a table to fill in, with nothing in it that anybody typed
        "children/views/trail.py": 1,  # tests/children/test_trail.py
        "returns/forms.py": 0,  # what the file chooser offers
        "returns/views/exports.py": 1,  # the return itself, exact
        "returns/views/imports.py": 1,  # the report of an import: below
        "reviews/views/releases.py": 1,  # a copy of a record, as PDF
    }


@pytest.mark.parametrize("cell", RUNS)
def test_a_cell_that_runs_is_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "ZZ1 1ZZ", "14/06/2014", "501", "a=b", "A+", "Zoë"])
def test_any_other_cell_stays(cell: str) -> None:
    assert harmless(cell) == cell


@pytest.mark.django_db
@pytest.mark.parametrize("cell", RUNS)
def test_the_report_of_an_import_runs_nowhere(
    authority: LocalAuthority, signed_in: Callable[..., Client], cell: str
) -> None:
    """In every cell that comes out of a file: its name, a column, a child, a value, what was said of it."""
    problem = {"severity": "refused", "line": 2, "rule": cell} | dict.fromkeys(
        ("file", "column", "value", "expected", "child"), cell
    )
    remark = {"kind": "kept", "line": 2} | dict.fromkeys(("child", "what", "held", "told", "file"), cell)
    report = {
        "refused": [problem, problem | {"severity": "follows"}],
        "warnings": [problem | {"severity": "warning"}],
        "remarks": [remark],
        "counts": {"children": {"made": 1, "changed": 0, "unchanged": 0, "refused": 1}},
    }
    with in_authority(authority):
        job = JobFactory(authority=authority, state="refused", finished_at=clock.now(), report=report)

    answer = signed_in(authority).get(reverse("import-report", args=[job.uuid]))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == CSV_HEAD
    assert len(rows) == 9
    assert [one for row in rows for one in row if one.lstrip(" ")[:1] in set("=+-@＝＋－＠\t\r\n")] == []
    assert sum(row.count(f"'{cell}") for row in rows) == 6 * 3 + 5


@pytest.mark.django_db
def test_the_name_of_a_download_is_ours(authority: LocalAuthority, signed_in: Callable[..., Client]) -> None:
    with in_authority(authority):
        job = JobFactory(authority=authority, state="done", finished_at=clock.now())

    answer = signed_in(authority).get(reverse("import-report", args=[job.uuid]))

    assert re.fullmatch(r'attachment; filename="import-\d{4}-\d\d-\d\d\.csv"', answer["Content-Disposition"])
    assert answer["X-Content-Type-Options"] == "nosniff"

"""Import and export of 903 files: a broken folder, its good rows, a whole one; the report and the archive."""

import csv
import io
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import expect

from returns.actions import jobs
from returns.models import Job
from tests.browser.visitor import Visitor
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-2")]

FOLDER = Path(__file__).resolve().parents[1] / "data" / "903" / "2026"
CHILDREN = 12


def small_collection(*, broken: bool) -> list[dict[str, object]]:
    """The first children of the sample collection; where `broken`, one has a date that is none."""
    header = list(csv.reader(io.StringIO((FOLDER / "header.csv").read_text("utf-8-sig"))))
    kept = {row[header[0].index("CHILD")] for row in header[1 : CHILDREN + 1]}
    files: list[dict[str, object]] = []
    for name in ("header", "episodes", "reviews", "uasc"):
        head, *rows = csv.reader(io.StringIO((FOLDER / f"{name}.csv").read_text("utf-8-sig")))
        rows = [row for row in rows if row[head.index("CHILD")] in kept]
        if broken and name == "header":
            rows[0][head.index("DOB")] = "31/02/2015"
        out = io.StringIO()
        csv.writer(out).writerows([head, *rows])
        files.append({"name": f"{name}.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()})
    return files


def worker(job: Job) -> threading.Thread:
    """What the worker does, in a thread of its own with connections of its own."""

    def work() -> None:
        try:
            jobs.run(job.pk)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def newest(world: World) -> Job:
    """The job that was asked for last."""
    with world.inside():
        return Job.objects.order_by("-asked_at").first()


def test_a_collection_is_imported_and_exported(visit: Callable[..., Visitor], world: World) -> None:
    """Refused with what is wrong, the good rows taken, progress to the end, the report, and out again."""
    v = visit().sign_in(world.admin).go("/imports/").sees("Nothing was imported yet.").look("imports")
    v.press("Check and import").errors("Choose the CSV files of one year").look("imports-error")
    v.page.get_by_label("Choose the CSV files of one year").set_input_files(small_collection(broken=True))
    v.press("Check and import").sees("Waiting for a worker.").look("import-waiting")
    worker(newest(world)).join(60)
    expect(v.main).to_contain_text("Nothing was changed", timeout=10_000)
    v.sees("31/02/2015", "header.csv, line 2").look("import-refused")
    v.press("Take the good rows")
    work = worker(newest(world))
    expect(v.main).to_contain_text("The good rows are in the portal.", timeout=30_000)
    work.join(60)
    v.look("import-done")
    with v.page.expect_download() as waited:
        v.main.get_by_role("link", name="Download the report").click()
    report = Path(waited.value.path()).read_text("utf-8-sig")
    assert "31/02/2015" in report
    v.go("/imports/").sees("Done").look("imports-some")

    v.go("/exports/").look("exports").fill("Which collection?", "").press("Make the files").look(
        "exports-error"
    )
    v.fill("Which collection?", "2026").press("Make the files").sees("Waiting for a worker.").look(
        "export-waiting"
    )
    worker(newest(world)).join(60)
    expect(v.main.get_by_text("Download the files")).to_be_visible(timeout=10_000)
    v.look("export-done")
    with v.page.expect_download() as waited:
        v.follow("Download the files")
    with zipfile.ZipFile(waited.value.path()) as archive:
        assert sorted(archive.namelist()) == ["episodes.csv", "header.csv", "reviews.csv", "uasc.csv"]
        assert len(archive.read("header.csv").splitlines()) >= CHILDREN
    v.go("/exports/").sees("Done").look("exports-some")

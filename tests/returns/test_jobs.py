"""Imports and exports as jobs, and their pages: staged, worked on, refused, taken, started again."""

import io
import re
import threading
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accounts.actor import actor_for
from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from audit.models import Event
from children.models import Child
from core import clock
from core.errors import DomainError, StateError
from returns import tasks
from returns.access import get_job_or_404
from returns.actions import jobs
from returns.models import Job, JobFile, JobKind
from returns.progress import JobProgress, is_worked_on, worked_on
from returns.views.common import progress_words
from tests.counting import statements
from tests.factories.accounts import MembershipFactory, PersonFactory
from tests.factories.returns import JobFactory, JobFileFactory
from tests.returns.collections import files, sample, taken

pytestmark = pytest.mark.django_db
GOOD = "501,01/05/2025,S,C2,N1,U6,PR1,,,,ZZ1 1ZZ,ZZ2 2ZZ,SC00001"
BAD = GOOD.replace("C2", "C9")
FORMULA = GOOD.replace("ZZ1 1ZZ", "=1+2")


def upload(content: dict[str, bytes]) -> dict[str, Any]:
    return {"files": [SimpleUploadedFile(name, body, "text/csv") for name, body in content.items()]}


def read(client: Client, url: str) -> str:
    return unescape(client.get(url).content.decode())


def staged(authority: LocalAuthority, content: dict[str, bytes]) -> Job:
    with in_authority(authority):
        return jobs.stage_import(authority=authority, files=list(content.items()), by=PersonFactory())


def again(job: Job) -> Job:
    with in_authority(job.authority):
        return Job.objects.get(pk=job.pk)


def verbs(authority: LocalAuthority) -> list[str]:
    return list(Event.objects.filter(authority_id=authority.pk).order_by("pk").values_list("verb", flat=True))


# -- The page --------------------------------------------------------------------------------------------------------


def test_files_are_handed_in_taken_and_reported(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    assert "Nothing was imported yet." in read(client, "/imports/")

    answer = client.post("/imports/", upload(files(episodes=GOOD)))
    waiting = read(client, answer["Location"])
    with in_authority(authority):
        job = Job.objects.get()
        assert sorted(job.files.values_list("name", flat=True)) == [
            "episodes.csv",
            "header.csv",
            "reviews.csv",
        ]
    assert 'data-again="3"' in waiting
    assert "Look again" in waiting
    assert "Waiting for a worker." in waiting

    tasks.run_jobs(ids=[job.pk])

    done = read(client, answer["Location"])
    assert "The files are in the portal." in done
    assert "data-again" not in done
    assert "1 April 2025 to 31 March 2026" in done
    with in_authority(authority):
        assert Child.objects.get().number == "501"
        assert not JobFile.objects.exists()
    job = again(job)
    assert (job.state, job.collection_year) == ("done", 2026)
    assert "2025-26" in read(client, "/imports/")
    assert verbs(authority) == [
        "jobs.listed",
        "import_903.started",
        "import_903.done",
        "jobs.listed",
    ]
    assert not jobs.run(job.pk)


def test_problems_are_seen_first_and_the_good_rows_can_be_taken(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    content = files(
        header="501,F,14/06/2014,WBRI,A123456789012,0,\n502,M,14/06/2012,WBRI,UN2,,",
        episodes=f"{BAD}\n{GOOD.replace('501', '502')}",
    )
    url = client.post("/imports/", upload(content))["Location"]
    with in_authority(authority):
        job = Job.objects.get()
    jobs.run(job.pk)

    page = read(client, url)
    assert "Nothing was changed" in page
    assert "episodes.csv, line 2" in page
    assert "LS “C9”" in page
    assert "One of C1, C2, D1" in page
    with in_authority(authority):
        assert not Child.objects.exists()
        assert JobFile.objects.count() == 3

    answer = client.post(reverse("import-good-rows", args=[job.uuid]))
    assert answer["Location"] == url
    jobs.run(job.pk)

    assert again(job).state == "done"
    page = read(client, url)
    assert "What keeps rows out (1)" in page
    with in_authority(authority):
        assert sorted(Child.objects.values_list("number", flat=True)) == ["501", "502"]
    assert client.post(reverse("import-good-rows", args=[job.uuid])).status_code == 302
    assert "There are no good rows to take here." in read(client, url)


def test_causes_stand_first_and_what_they_drag_along_in_a_group_below(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    content = files(
        header="501,X,14/06/2014,WBRI,A123456789012,0,\n502,M,14/06/2012,WBRI,UN2,,",
        episodes=f"{GOOD}\n{BAD.replace('501', '502')}",
        reviews="501,14/06/2014,01/06/2025,PN1",
    )
    job = staged(authority, content)
    jobs.run(job.pk)

    page = read(client, reverse("import", args=[job.uuid]))
    lines = client.get(reverse("import-report", args=[job.uuid])).content.decode("utf-8-sig").splitlines()

    assert "2 things keep rows out. 2 other rows are left out because of that." in page
    order = ["What keeps rows out (2)", "episodes.csv, line 3", "header.csv, line 2", "LS “C9”", "SEX “X”"]
    assert all(words in page for words in order)
    causes, dragged = page.split("Left out because of them (2)")
    assert "header.csv, line 2" in causes
    assert "episodes.csv, line 2" not in causes
    assert "reviews.csv, line 2" not in causes
    assert "Left out with the child: line 2 of header.csv was refused." in dragged
    assert "The whole row" not in page
    assert [line.split(",")[:3] for line in lines[1:5]] == [
        ["Refused", "episodes.csv", "3"],
        ["Refused", "header.csv", "2"],
        ["Left out with a refused row", "episodes.csv", "2"],
        ["Left out with a refused row", "reviews.csv", "2"],
    ]


def test_no_empty_line_on_a_phone(authority: LocalAuthority, signed_in: Callable[..., Client]) -> None:
    """A cell without words is left out there: no label stands beside nothing."""
    client = signed_in(authority)
    taken(authority, files(episodes=GOOD, reviews="501,14/06/2014,01/06/2025,PN1"))
    torn = "501,F,14/06/2014\n502,M,14/06/2012,WBRI,UN2,,"
    gone, refused = (
        staged(authority, files(episodes=GOOD)),
        staged(authority, files(header=torn, episodes=BAD)),
    )
    for job in (gone, refused):
        jobs.run(job.pk)
        page = read(client, reverse("import", args=[job.uuid]))

        labelled = re.findall(r'<td[^>]* data-label="([^"]*)"[^>]*>(.*?)</td>', page)
        assert labelled
        assert [
            label for label, cell in labelled if not label or not re.sub("<[^>]*>", "", cell).strip()
        ] == []


def test_a_file_that_cannot_be_read_offers_no_good_rows(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    job = staged(authority, {"a.csv": b"What\n"})
    jobs.run(job.pk)

    page = read(signed_in(authority), reverse("import", args=[job.uuid]))

    assert "Nothing was changed" in page
    assert "Take the good rows" not in page
    with in_authority(authority), pytest.raises(StateError):
        jobs.take_the_good_rows(job=job, by=PersonFactory())


def test_many_problems_are_shown_in_part_and_downloaded_whole(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    rows = "\n".join(f"{number},X,14/06/2014,WBRI,UN2,," for number in range(1000, 1150))
    job = staged(authority, files(header=rows, episodes=GOOD))
    jobs.run(job.pk)

    page = read(client, reverse("import", args=[job.uuid]))
    report = client.get(reverse("import-report", args=[job.uuid]))

    assert "The first 100." in page
    assert report["Content-Disposition"].startswith('attachment; filename="import-')
    lines = report.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "What,File,Line,Column,Child,In the file,In the portal,What to know,Rule"
    assert len([line for line in lines if line.startswith("Refused,")]) == 151
    assert verbs(authority)[-1] == "report.downloaded"


def test_cells_a_spreadsheet_would_run_are_made_harmless_in_the_report(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    odd = ["=1+2", "+44", "-1", "@SUM", " =cmd"]
    episodes = "\n".join(
        GOOD.replace("501", str(500 + n)).replace("ZZ1 1ZZ", cell) for n, cell in enumerate(odd)
    )
    header = "\n".join(f"{500 + n},M,14/06/2014,WBRI,UN2,," for n in range(5))
    job = staged(authority, files(header=header, episodes=episodes))
    jobs.run(job.pk)

    lines = client.get(reverse("import-report", args=[job.uuid])).content.decode("utf-8-sig").splitlines()

    cells = [line.split(",")[5] for line in lines if line.startswith("Odd,")]
    assert cells == ["'=1+2", "'+44", "'-1", "'@SUM", "' =cmd"]
    with in_authority(authority):
        made = jobs.stage_export(authority=authority, year=2026, by=client.person)
    jobs.run(made.pk)
    answer = client.get(reverse("export-download", args=[made.uuid]))
    exported = zipfile.ZipFile(io.BytesIO(answer.content)).read("episodes.csv").decode()
    assert ",=1+2,ZZ2 2ZZ," in exported  # the return itself is exact


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Choose the CSV files of one year"),
        ({f"{n}.csv": b"x" for n in range(21)}, "Choose at most 20 files."),
    ],
)
def test_what_cannot_be_handed_in(
    authority: LocalAuthority, signed_in: Callable[..., Client], given: dict[str, bytes], message: str
) -> None:
    answer = signed_in(authority).post("/imports/", upload(given))

    assert answer.status_code == 200
    assert message in unescape(answer.content.decode())
    with in_authority(authority):
        assert not Job.objects.exists()


def test_files_are_of_limited_size(authority: LocalAuthority) -> None:
    large = b"x" * (10 * 1024 * 1024)
    with pytest.raises(DomainError, match=r"a\.csv is larger than 10 MB"):
        staged(authority, {"a.csv": large + b"x"})
    with pytest.raises(DomainError, match="larger than 30 MB together"):
        staged(authority, dict.fromkeys(["a.csv", "b.csv", "c.csv", "d.csv"], large))
    with pytest.raises(DomainError, match="Choose the files"):
        staged(authority, {})


def test_files_of_one_name_are_told_apart(authority: LocalAuthority) -> None:
    with in_authority(authority):
        job = jobs.stage_import(
            authority=authority,
            files=[("a.csv", b"A\n"), ("a.csv", b"B\n"), ("", b"C\n")],
            by=PersonFactory(),
        )
        assert sorted(job.files.values_list("name", flat=True)) == ["a.csv", "a.csv (2)", "file"]


@pytest.mark.parametrize(("name", "statement_limit"), [("imports", 8), ("exports", 8)])
def test_statements_of_the_lists_do_not_grow(
    authority: LocalAuthority, signed_in: Callable[..., Client], name: str, statement_limit: int
) -> None:
    client = signed_in(authority)
    kind = "import_903" if name == "imports" else "export_903"
    with in_authority(authority):
        JobFactory.create_batch(1, authority=authority, kind=kind, state="done", finished_at=clock.now())
    first = len(statements(lambda: client.get(reverse(name))))
    with in_authority(authority):
        JobFactory.create_batch(30, authority=authority, kind=kind, state="done", finished_at=clock.now())

    assert len(statements(lambda: client.get(reverse(name)))) == first
    assert first <= statement_limit


def test_another_authoritys_job_does_not_exist(
    authority: LocalAuthority, other_authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    job = staged(other_authority, files(episodes=GOOD))
    client = signed_in(authority)

    for name in ("import", "import-report"):
        assert client.get(reverse(name, args=[job.uuid])).status_code == 404
    for name in ("import-good-rows", "import-start-again"):
        assert client.post(reverse(name, args=[job.uuid])).status_code == 404
    assert client.get(reverse("export", args=[job.uuid])).status_code == 404
    assert signed_in(other_authority).get(reverse("export", args=[job.uuid])).status_code == 404


# -- Exports ---------------------------------------------------------------------------------------------------------


def test_files_are_made_and_downloaded(authority: LocalAuthority, signed_in: Callable[..., Client]) -> None:
    taken(authority, sample(2025))
    client = signed_in(authority)
    assert "Nothing was exported yet." in read(client, "/exports/")
    url = client.post("/exports/", {"year": "2025"})["Location"]
    with in_authority(authority):
        job = Job.objects.get(kind="export_903")
    assert "Waiting for a worker." in read(client, url)
    assert client.get(reverse("export-download", args=[job.uuid])).status_code == 404

    jobs.run(job.pk)

    page = read(client, url)
    assert "Download the files" in page
    assert "502 rows" in page
    answer = client.get(reverse("export-download", args=[job.uuid]))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert {name: archive.read(name) for name in archive.namelist()} == {
        name: sample(2025)[name] for name in ("header.csv", "episodes.csv", "reviews.csv", "uasc.csv")
    }
    assert "The collection of 1 April 2024 to 31 March 2025." in read(client, url)
    assert answer["Content-Disposition"] == f'attachment; filename="903-{authority.ons_code}-2025.zip"'
    with in_authority(authority):
        JobFile.objects.all().delete()
    assert "The files are no longer kept." in read(client, url)
    assert "2024-25" in read(client, "/exports/")


def test_reviews_without_a_code_are_named(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    with in_authority(authority):
        job = JobFactory(
            authority=authority,
            kind="export_903",
            state="done",
            finished_at=clock.now(),
            report={"rows": {"header.csv": 1}, "without_code": [["501", "01/06/2025"]]},
        )

    page = read(signed_in(authority), reverse("export", args=[job.uuid]))

    assert "Child 501, review of 01/06/2025" in page
    assert "1 row<" in page


def test_a_year_that_is_none(authority: LocalAuthority, signed_in: Callable[..., Client]) -> None:
    answer = signed_in(authority).post("/exports/", {"year": "26"})

    assert "Enter a number not under 2016" in unescape(answer.content.decode())


# -- The worker ------------------------------------------------------------------------------------------------------


def test_one_import_at_a_time(authority: LocalAuthority) -> None:
    """The second waits while the first is worked on, by a worker that lives."""
    running = staged(authority, files(episodes=GOOD))
    second = staged(authority, files(episodes=GOOD))
    with in_authority(authority):
        Job.objects.filter(pk=running.pk).update(state="running", started_at=clock.now())

    with held_elsewhere(running.pk):
        assert not jobs.run(second.pk)
        assert again(second).state == "staged"
        assert not jobs.run(running.pk)
        assert is_worked_on(running.pk)
    assert not is_worked_on(running.pk)
    assert jobs.run(second.pk)

    assert again(second).state == "done"
    assert again(running).state == "failed"  # its worker had died


class held_elsewhere:  # noqa: N801
    """Another process works on a job: a connection of its own holds the lock."""

    def __init__(self, job_id: int) -> None:
        self.job_id, self.ready, self.over = job_id, threading.Event(), threading.Event()

    def __enter__(self) -> None:
        self.thread = threading.Thread(target=self.hold)
        self.thread.start()
        assert self.ready.wait(10)

    def hold(self) -> None:
        try:
            with worked_on(self.job_id) as mine:
                assert mine
                self.ready.set()
                self.over.wait(10)
        finally:
            connection.close()

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.thread.join()


def test_an_import_whose_worker_died_is_shown_and_can_be_started_again(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    job = staged(authority, files(episodes=GOOD))
    with in_authority(authority):
        Job.objects.filter(pk=job.pk).update(
            state="running", started_at=clock.now(), step="Reading", done=1, total=2
        )

    page = read(client, reverse("import", args=[job.uuid]))
    assert "This has stopped" in page
    assert "data-again" not in page
    assert "Stands still" in read(client, "/imports/")
    client.post(reverse("import-start-again", args=[job.uuid]))
    assert again(job).state == "staged"
    assert jobs.run(job.pk)

    assert again(job).state == "done"
    client.post(reverse("import-start-again", args=[job.uuid]))
    assert "This is under way or has ended." in read(client, reverse("import", args=[job.uuid]))


def test_an_export_whose_worker_died_can_be_started_again(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    with in_authority(authority):
        job = JobFactory(authority=authority, kind="export_903", state="running", collection_year=2026)

    assert "This has stopped" in read(client, reverse("export", args=[job.uuid]))
    client.post(reverse("export-start-again", args=[job.uuid]))

    assert again(job).state == "staged"
    client.post(reverse("export-start-again", args=[job.uuid]))
    assert "This is under way or has ended." in read(client, reverse("export", args=[job.uuid]))


def test_a_fault_is_told_and_changes_nothing(
    authority: LocalAuthority, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = staged(authority, files(episodes=GOOD))

    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("returns.actions.importing.save_reviews", fails)
    assert jobs.run(job.pk)

    assert again(job).state == "failed"
    with in_authority(authority):
        assert not Child.objects.exists()
    page = read(signed_in(authority), reverse("import", args=[job.uuid]))
    assert "A fault of the portal stopped it. Nothing was changed." in page
    monkeypatch.undo()
    with in_authority(authority):
        jobs.start_again(job=job, by=PersonFactory())
    assert jobs.run(job.pk)
    assert again(job).state == "done"


def test_of_two_that_start_at_once_one_waits(
    authority: LocalAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database lets one run at a time, whatever the two have seen of each other before."""
    quicker, slower = staged(authority, files(episodes=GOOD)), staged(authority, files(episodes=GOOD))
    with in_authority(authority):
        Job.objects.filter(pk=quicker.pk).update(state="running")
    monkeypatch.setattr(jobs, "_end", lambda *args, **kwargs: None)

    assert not jobs.run(slower.pk)

    assert again(slower).state == "staged"


def test_remarks_stand_on_the_page_and_in_the_download(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    taken(authority, files(episodes=GOOD, reviews="501,14/06/2014,01/06/2025,PN1"))
    with in_authority(authority):
        Child.objects.update(ethnicity="WIRI", mothers_child_born=date(2025, 5, 1), unaccompanied=True)
    job = staged(authority, files(episodes=GOOD))
    jobs.run(job.pk)

    page = read(client, reverse("import", args=[job.uuid]))
    lines = client.get(reverse("import-report", args=[job.uuid])).content.decode("utf-8-sig").splitlines()

    assert "Entered in the portal, and left as it is (3)" in page
    assert "Portal: WIRI. File: WBRI." in page
    assert "Held, but not in these files (1)" in page
    assert "In the portal" in page
    assert lines[1:5] == [
        '"Entered in the portal, and left as it is",header.csv,2,,501,WBRI,WIRI,ETHNIC,',
        '"Entered in the portal, and left as it is",header.csv,2,,501,,01/05/2025,MC_DOB,',
        '"Entered in the portal, and left as it is",header.csv,2,,501,no,yes,unaccompanied,',
        '"Held, but not in these files",,,,501,,,review of 01/06/2025,',
    ]


def test_the_door_is_shut_to_people_without_the_permission(authority: LocalAuthority) -> None:
    job = staged(authority, files(episodes=GOOD))
    membership = MembershipFactory(authority=authority, role="iro")
    actor = actor_for(membership.person, on=clock.today())

    with in_authority(authority), pytest.raises(Http404):
        get_job_or_404(actor, job.uuid, JobKind.IMPORT_903)


def test_the_next_one_is_woken(authority: LocalAuthority, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = staged(authority, files(episodes=GOOD)), staged(authority, files(episodes=GOOD))
    woken: list[tuple] = []
    monkeypatch.setattr(jobs, "enqueue", lambda name, ids: woken.append((name, list(ids))))

    jobs.run(first.pk)

    assert woken == [("returns.run_jobs", [second.pk])]


def test_the_sweep_wakes_what_nobody_took_and_removes_what_waited_too_long(
    authority: LocalAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, fresh = staged(authority, files(episodes=GOOD)), staged(authority, files(episodes=GOOD))
    now = clock.now()
    with in_authority(authority):
        Job.objects.filter(pk=late.pk).update(waiting_since=now - timedelta(minutes=2))
        old = JobFactory(authority=authority, state="refused", finished_at=now - timedelta(days=8))
        new = JobFactory(authority=authority, state="refused", finished_at=now - timedelta(days=6))
        JobFileFactory(job=old)
        kept = JobFileFactory(job=new)
    woken: list[list[int]] = []
    monkeypatch.setattr(jobs, "enqueue", lambda name, ids: woken.append(list(ids)))

    tasks.sweep_jobs()

    assert woken == [[late.pk]]
    with in_authority(authority):
        assert jobs.can_start_again(again(late))
        assert not jobs.can_start_again(again(fresh))
        assert list(JobFile.objects.filter(job__in=[old, new])) == [kept]


def test_the_sweep_takes_up_what_a_dead_worker_left_and_gives_up_in_the_end(
    authority: LocalAuthority, other_authority: LocalAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, hopeless = staged(authority, files(episodes=GOOD)), staged(other_authority, files(episodes=GOOD))
    with in_authority(authority):
        Job.objects.filter(pk=left.pk).update(state="running")
    with in_authority(other_authority):
        long_ago = clock.now() - timedelta(minutes=61)
        Job.objects.filter(pk=hopeless.pk).update(state="running", waiting_since=long_ago)
    woken: list[list[int]] = []
    monkeypatch.setattr(jobs, "enqueue", lambda name, ids: woken.append(list(ids)))

    with held_elsewhere(left.pk):
        tasks.sweep_jobs()
    assert (woken, again(hopeless).state) == ([], "failed")
    assert "A fault of the portal stopped it." in again(hopeless).report["fault"]
    tasks.sweep_jobs()

    assert woken == [[left.pk]]
    assert jobs.run(left.pk)
    assert again(left).state == "done"


def test_good_rows_taken_later_do_not_look_stopped(
    authority: LocalAuthority, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    job = staged(authority, files(episodes=BAD))
    jobs.run(job.pk)
    with in_authority(authority):
        long_ago = clock.now() - timedelta(minutes=10)
        Job.objects.filter(pk=job.pk).update(asked_at=long_ago, waiting_since=long_ago)

    client.post(reverse("import-good-rows", args=[job.uuid]))

    page = read(client, reverse("import", args=[job.uuid]))
    assert "Waiting for a worker." in page
    assert "This has stopped" not in page
    assert "Stands still" not in read(client, "/imports/")


def test_ids_of_jobs_that_are_not_there_do_nothing() -> None:
    assert not jobs.run(999_999)
    tasks.run_jobs()


# -- Progress --------------------------------------------------------------------------------------------------------


@pytest.fixture
def committed_job(transactional_db: None) -> Job:
    """A job other connections see."""
    membership = MembershipFactory(role="authority_admin")
    with in_authority(membership.authority):
        return JobFactory(authority=membership.authority, state="running")


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_is_not_yet_committed(committed_job: Job) -> None:
    seen = []
    with JobProgress(committed_job) as progress, in_authority(committed_job.authority):
        progress("Reading the 903 files", 0, 503)
        progress("Reading the 903 files", 100, 503)
        seen.append(progress_words(again(committed_job)))
        progress("Working out what is due", 0, 3)
        seen.append(progress_words(again(committed_job)))

    assert seen == [
        ("Reading the 903 files:", "0 of 503 children."),
        ("Working out what is due:", "0 of 3 children."),
    ]


def test_progress_never_fails_its_caller(authority: LocalAuthority) -> None:
    with in_authority(authority):
        job = JobFactory(authority=authority, state="running")
    with JobProgress(job) as progress:
        progress("A step" * 100, 0, -1)

    assert progress_words(job) == ("Starting.", "")

"""An import through a real Celery worker, with the suite's Redis between: taken to its end, and killed on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from audit.models import Event
from children.models import Child, Episode
from core import queue
from iro_portal.celery import app
from returns import tasks
from returns.models import Job, JobFile
from returns.progress import is_worked_on
from reviews.models import Deadline, Review
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.base import everywhere
from tests.factories.children import ChildFactory
from tests.returns.collections import sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HELD = (319, 556, 537)
"""Children, episodes and reviews of the sample of 2026."""
PATIENCE = 60.0


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A Redis database of this test's own: what other tests published there is not for its workers."""
    number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    url = urlsplit(settings.CELERY_BROKER_URL)._replace(path=f"/{number}").geturl()
    monkeypatch.setattr(app.conf, "broker_url", url)
    monkeypatch.setattr(queue, "_resting_until", 0.0)
    queue._connections.clear()
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()
    queue._connections.clear()


@contextmanager
def worker(broker: str) -> Iterator[subprocess.Popen[bytes]]:
    """`celery -A iro_portal worker` with its children, on this test's database and broker."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "iro_portal", "worker", "--concurrency", "1"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": database.geturl(), "REDIS_URL": broker, "LOG_LEVEL": "WARNING"},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        except AssertionError:
            said.seek(0)
            sys.stderr.write(said.read().decode())
            raise
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The worker and its children at once, as a machine that loses its power."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited for {PATIENCE:.0f} seconds"
        time.sleep(0.05)


def job_now() -> Job:
    (job,) = everywhere(lambda: Job.objects.all())
    return job


def held(authority: LocalAuthority) -> tuple[int, int, int]:
    with in_authority(authority):
        return Child.objects.count(), Episode.objects.count(), Review.objects.count()


def verbs_of(authority: LocalAuthority) -> list[str]:
    """What the audit has of imports."""
    with in_authority(authority):
        events = Event.objects.filter(authority_id=authority.pk, verb__startswith="import_903.")
        return sorted(events.values_list("verb", flat=True))


def hand_in(client: Client) -> str:
    """The sample of 2026 through the page; gives the address of the import."""
    uploads = [SimpleUploadedFile(name, body, "text/csv") for name, body in sample(2026).items()]
    return client.post("/imports/", {"files": uploads})["Location"]


@contextmanager
def last_child_held(authority: LocalAuthority) -> Iterator[None]:
    """Another transaction has the number of the file's last child, so that the import waits with most rows written."""
    number = sample(2026)["header.csv"].decode().splitlines()[-1].split(",")[0]
    ready, over = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with in_authority(authority):
                ChildFactory(authority=authority, number=number)
                ready.set()
                over.wait(PATIENCE)
                transaction.set_rollback(True)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert ready.wait(10)
    try:
        yield
    finally:
        over.set()
        thread.join()


def waits_in_the_middle() -> bool:
    """Whether the import has come to that child."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO \"children_child\"%%'"
            " AND pid <> pg_backend_pid())"
        )
        return bool(cursor.fetchone()[0])


def test_the_sample_is_taken_through_the_page_by_a_live_worker(
    broker: str, signed_in: Callable[..., Client]
) -> None:
    authority = LocalAuthorityFactory()
    client = signed_in(authority)
    told: set[tuple[str, int, int]] = set()

    with worker(broker):
        url = hand_in(client)

        def done() -> bool:
            job = job_now()
            told.add((job.step, job.done, job.total))
            return job.state == "done"

        wait_until(done)

    page = client.get(url).content.decode()
    report = client.get(reverse("import-report", args=[job_now().uuid]))
    assert {step for step, _, total in told if total == 319} >= {
        "Comparing with what is held",
        "Reading the 903 files",
        "Working out what is due",
    }
    assert "The files are in the portal." in page
    lines = report.content.decode("utf-8-sig").splitlines()
    assert "Count,,,,,319,,children made," in lines
    assert held(authority) == HELD
    with in_authority(authority):
        assert Deadline.objects.exists()
        assert not JobFile.objects.exists()
    assert verbs_of(authority) == ["import_903.done", "import_903.started"]


def test_a_worker_killed_on_the_way_leaves_nothing_half_done_and_the_next_one_ends_it(
    broker: str, signed_in: Callable[..., Client]
) -> None:
    authority = LocalAuthorityFactory()
    client = signed_in(authority)

    with ExitStack() as workers:
        with last_child_held(authority):
            first = workers.enter_context(worker(broker))
            url = hand_in(client)
            wait_until(lambda: job_now().state == "running")
            workers.enter_context(worker(broker))
            wait_until(waits_in_the_middle)
            assert (job_now().step, job_now().total) == ("Reading the 903 files", 319)
            assert held(authority) == (0, 0, 0)  # what is written is seen by nobody before all of it is
            kill(first)
        wait_until(lambda: not is_worked_on(job_now().pk))

        assert job_now().state == "running"
        assert held(authority) == (0, 0, 0)
        assert "This has stopped" in client.get(url).content.decode()
        assert verbs_of(authority) == ["import_903.started"]

        tasks.sweep_jobs()
        wait_until(lambda: job_now().state == "done")

    assert held(authority) == HELD
    assert verbs_of(authority) == ["import_903.done", "import_903.started"]
    assert "The files are in the portal." in client.get(url).content.decode()

"""Real processes against a real mail server, killed where it hurts; sweeps and deliveries at the same time.

Nothing here is undone at the end of a test by a rollback: everything is committed, as it is in life.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from accounts.scoping import in_authority
from audit.models import Message
from audit.outbox import Counts, deliver
from core import clock
from reviews.actions.reminders import SweepResult, sweep
from reviews.models import Reminder, SweepRun
from tests.factories.base import everywhere
from tests.reviews.reminders.scene import Team, child_of, duty, member
from tests.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
DAY = date(2026, 5, 6)
AFTER_THE_LEASE = timedelta(seconds=121)


def environment(sink: Sink) -> dict[str, str]:
    """That of a process of its own, on this test's database and mail server. Its Redis does not exist."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return os.environ | {
        "DATABASE_URL": url,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "LOG_LEVEL": "WARNING",
    }


def start(sink: Sink, *, on: date = DAY) -> subprocess.Popen[str]:
    """`manage.py send_reminders` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_reminders", "--on", on.isoformat()],
        cwd=settings.BASE_DIR,
        env=environment(sink),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def run_until_killed(sink: Sink, step: str) -> None:
    """Start the command and kill it the moment the mail server is at this step."""
    process: list[subprocess.Popen[str]] = []
    started = threading.Event()

    def kill() -> None:
        started.wait(10)
        process[0].send_signal(signal.SIGKILL)
        process[0].wait(10)

    setattr(sink, step, kill)
    process.append(start(sink))
    started.set()
    process[0].communicate(timeout=60)
    assert process[0].returncode == -signal.SIGKILL
    setattr(sink, step, lambda: None)


def ids(sink: Sink) -> list[str]:
    return [one.id.split("@")[0][1:] for one in sink.received]


def all_ids() -> list[str]:
    return [str(one.uuid) for one in messages()]


def messages() -> list[Message]:
    return sorted(everywhere(Message.objects.all), key=lambda one: one.pk)


def fates() -> list[tuple[str, int]]:
    return [(one.fate, one.attempts) for one in messages()]


def test_killed_between_the_sweeps_commit_and_the_first_sending(sink: Sink) -> None:
    Team()
    run_until_killed(sink, "on_mail")
    assert sink.received == []
    assert fates() == [
        ("sending", 1),
        ("waiting", 0),
    ]

    assert sweep(on=DAY) == SweepResult(duties=0, digests=0, reminders=0)
    assert deliver(now=clock.now() + AFTER_THE_LEASE) == Counts(sent=2)

    assert sorted(ids(sink)) == sorted(all_ids())
    assert {one.fate for one in messages()} == {"sent"}


def test_killed_between_data_and_mark(sink: Sink) -> None:
    """The mail server has it, nobody marked it: it goes out again under the same Message-ID, and the other once."""
    Team()
    run_until_killed(sink, "on_data")
    first, second = all_ids()
    wait_until(lambda: sink.received != [])
    assert ids(sink) == [first]
    assert messages()[0].fate == "sending"

    assert deliver(now=clock.now()) == Counts(sent=1)
    assert deliver(now=clock.now() + AFTER_THE_LEASE) == Counts(sent=1)

    assert ids(sink) == [first, second, first]
    assert sink.received[0].message.get_content() == sink.received[2].message.get_content()
    assert fates() == [("sent", 2), ("sent", 1)]


def test_killed_in_the_middle_of_the_sweep(sink: Sink) -> None:
    """Its rows stand or fall together: what was not committed, the next run makes."""
    team = Team()
    with digest_key_held(team):
        process = start(sink)
        try:
            wait_until(lambda: blocked_sweeps() == 1)
        finally:
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=60)
    wait_until(lambda: blocked_sweeps() == 0)
    assert not everywhere(lambda: Reminder.objects.all())
    assert not SweepRun.objects.exists()
    assert messages() == []

    second = start(sink)
    output, _ = second.communicate(timeout=60)

    assert (
        output
        == "Sweep as at Wednesday 6 May 2026\nmade: 1 duty, 2 digests\nsent: 2\nwaiting: 0\nfailed: 0\n"
    )
    assert sorted(ids(sink)) == sorted(all_ids())


@contextmanager
def digest_key_held(team: Team) -> Iterator[None]:
    """A transaction that has the digest's key, so that the sweep waits in the middle of its work."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_message"
                " (uuid, recipient_id, kind, key, parameters, for_date, created_at, fate, attempts, error)"
                " VALUES (gen_random_uuid(), 1, 'x', %s, '{}', now(), now(), 'waiting', 0, '')",
                [f"digest:{team.iro.pk}:2026-05-06"],
            )
        yield
    finally:
        other.rollback()
        other.close()


def blocked_sweeps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            " AND query LIKE '%%reviews_make_digests%%' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, "waited for 30 seconds"
        time.sleep(0.05)


def test_three_sweeps_at_once_make_everything_once() -> None:
    for _ in range(3):
        team = Team()
        for _ in range(20):
            duty(child_of(team.iro, team.authority))
    barrier, results, errors = threading.Barrier(3), [], []

    def work() -> None:
        barrier.wait()
        try:
            results.append(sweep(on=DAY))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert errors == []
    assert sorted((one.duties, one.reminders, one.digests) for one in results) == [
        (0, 0, 0),
        (0, 0, 0),
        (63, 126, 6),
    ]
    assert len(everywhere(lambda: Reminder.objects.all())) == 126
    assert everywhere(lambda: Reminder.objects.filter(message_id__isnull=True)) == []
    assert len(messages()) == 6
    assert SweepRun.objects.filter(finished_at__isnull=False).count() == 3


def test_three_commands_at_once_send_each_digest_once(sink: Sink) -> None:
    for _ in range(4):
        Team()

    processes = [start(sink) for _ in range(3)]
    outputs = [process.communicate(timeout=90)[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0]
    made = sorted(re.search(r"made: (.*)", output).group(1) for output in outputs)
    assert made == ["0 duties, 0 digests", "0 duties, 0 digests", "4 duties, 8 digests"]
    assert sum(int(re.search(r"sent: (\d+)", output).group(1)) for output in outputs) == 8
    assert sorted(ids(sink)) == sorted(all_ids())


def test_without_redis_and_celery_nothing_is_lost(sink: Sink) -> None:
    """The command's Redis address leads nowhere (see `environment`), and no worker runs."""
    team = Team()

    output, _ = start(sink).communicate(timeout=60)
    again, _ = start(sink).communicate(timeout=60)

    assert output.splitlines()[1:] == ["made: 1 duty, 2 digests", "sent: 2", "waiting: 0", "failed: 0"]
    assert again.splitlines()[1:] == ["made: 0 duties, 0 digests", "sent: 0", "waiting: 0", "failed: 0"]
    assert sorted(one.to for one in sink.received) == sorted([team.iro.email, team.manager.email])


def test_no_mail_says_anything_of_a_child(sink: Sink) -> None:
    """Planted in every field a mail could be made from, then looked for in every byte that went out."""
    team = Team()
    with in_authority(team.authority):
        team.child.name, team.child.number = "Quillfeather Planted", "731955"
        team.child.save()
        team.duty.explanation, team.duty.rule = "Zanzibarish explanation", "Xylorule"
        team.duty.key = "plantedkey:4711"
        team.duty.save()
    second = member(team.authority, "iro_manager")

    sweep(on=DAY)
    deliver(now=clock.now())

    sent = b"\n".join(one.raw + one.message.get_content().encode() for one in sink.received)
    assert len(sink.received) == 3
    assert second.email.encode() in sent
    planted = ["Quillfeather", "Planted", "731955", "Zanzibarish", "Xylorule", "4711", "CPPCR", "review"]
    planted += [str(team.child.uuid), str(team.duty.uuid), team.child.uuid.hex, team.duty.uuid.hex]
    found = [word for word in planted if word.lower().encode() in sent.lower()]
    assert found == []

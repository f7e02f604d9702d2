"""`send_reminders` and the tasks that beat wakes."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from celery import current_app
from django.core.management import CommandError, call_command
from pytest_django import Settings

from audit.models import Message
from audit.tasks import deliver_messages
from iro_portal.celery import VISIBILITY_SECONDS, app
from reviews.models import SweepRun
from reviews.tasks import sweep_reminders
from tests.factories.accounts import MembershipFactory
from tests.factories.audit import MessageFactory
from tests.reviews.reminders.scene import Team, child_of, duty
from tests.sink import Sink, free_port

pytestmark = pytest.mark.django_db


def send_reminders(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_it_prints_what_came_of_it(sink: Sink) -> None:
    team = Team()
    duty(child_of(team.iro, team.authority))

    assert send_reminders("--on", "2026-05-06") == [
        "Sweep as at Wednesday 6 May 2026",
        "made: 2 duties, 2 digests",
        "sent: 2",
        "waiting: 0",
        "failed: 0",
    ]
    assert send_reminders("--on", "2026-05-06")[1:] == [
        "made: 0 duties, 0 digests",
        "sent: 0",
        "waiting: 0",
        "failed: 0",
    ]
    assert len(sink.received) == 2


def test_one_of_each(sink: Sink) -> None:
    Team()

    assert send_reminders("--on", "2026-04-20")[1] == "made: 1 duty, 1 digest"


def test_what_waits_and_what_failed_is_said_every_time(sink: Sink) -> None:
    Team()
    answers = iter(["550 No", "451 Later"])
    sink.on_rcpt = lambda: next(answers)

    assert send_reminders("--on", "2026-05-06")[2:] == ["sent: 0", "waiting: 1", "failed: 1"]
    assert send_reminders("--on", "2026-05-06")[1:] == [
        "made: 0 duties, 0 digests",
        "sent: 0",
        "waiting: 1",
        "failed: 1",
    ]


def test_with_no_mail_server_it_says_what_waits_and_ends_well(sink: Sink, settings: Settings) -> None:
    Team()
    settings.EMAIL_PORT = free_port()

    assert send_reminders("--on", "2026-05-06")[2:] == ["sent: 0", "waiting: 2", "failed: 0"]


def test_more_than_a_batch_is_sent_in_one_go(sink: Sink) -> None:
    person = MembershipFactory().person
    counts = {"late": 1, "today": 0, "soon": 0, "soon_by": None}
    for _ in range(101):
        MessageFactory(recipient_id=person.pk, parameters=counts)

    assert send_reminders("--on", "2026-05-06")[2:] == ["sent: 101", "waiting: 0", "failed: 0"]


@time_machine.travel(datetime(2026, 5, 5, 23, 30, tzinfo=UTC))
def test_without_a_day_it_is_todays_in_london(sink: Sink) -> None:
    Team()

    assert send_reminders()[0] == "Sweep as at Wednesday 6 May 2026"


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(CommandError, match=r"'1 March' is no day\. Write it like 2026-03-01\."):
        send_reminders("--on", "1 March")
    assert not SweepRun.objects.exists()


def test_the_task_sweeps_once_a_day_and_takes_anything(sink: Sink) -> None:
    Team()
    with time_machine.travel(datetime(2026, 5, 6, 4, 59, tzinfo=UTC)):
        sweep_reminders()
    assert not SweepRun.objects.exists()
    with time_machine.travel(datetime(2026, 5, 6, 5, 0, tzinfo=UTC)):
        sweep_reminders(something_newer="x")
        sweep_reminders()

    assert [run.for_date for run in SweepRun.objects.all()] == [date(2026, 5, 6)]
    assert Message.objects.count() == 2


def test_the_task_sends_what_waits(sink: Sink) -> None:
    Team()
    with time_machine.travel(datetime(2026, 5, 6, 5, 0, tzinfo=UTC)):
        sweep_reminders()
    deliver_messages(something_newer="x")
    deliver_messages()

    assert len(sink.received) == 2
    assert set(Message.objects.values_list("fate", flat=True)) == {"sent"}


def test_a_full_batch_wakes_the_next(sink: Sink, django_capture_on_commit_callbacks: object) -> None:
    person = MembershipFactory().person
    for _ in range(100):
        MessageFactory(recipient_id=person.pk, fate="waiting", parameters={"late": 1, "today": 0, "soon": 0})

    with django_capture_on_commit_callbacks() as callbacks:
        deliver_messages()

    assert len(sink.received) == 100
    assert len(callbacks) == 1


def test_beat_wakes_tasks_that_there_are_often_and_in_utc() -> None:
    app.loader.import_default_modules()
    tasks = ("reviews.sweep_reminders", "audit.deliver_messages")
    entries = [entry for entry in app.conf.beat_schedule.values() if entry["task"] in tasks]

    assert len(entries) == 2
    assert all(task in current_app.tasks for task in tasks)
    assert all(entry["schedule"] <= 60 for entry in entries)
    assert all(entry["options"]["expires"] < entry["schedule"] for entry in entries)
    assert current_app.tasks["reviews.sweep_reminders"].time_limit < VISIBILITY_SECONDS
    assert app.conf.timezone == "UTC"

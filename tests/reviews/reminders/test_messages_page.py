"""The pages on messages: the sweep's state, counts that match their lists, and sending again."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import LocalAuthority, Membership
from audit.models import Event, Message
from reviews.models import SweepRun
from reviews.selectors.messages import ReminderHealth, SweepState, reminder_health
from reviews.views.messages import counts, sweep_in_words
from tests.factories.accounts import MembershipFactory
from tests.factories.audit import MessageFactory
from tests.factories.base import told
from tests.factories.reviews import SweepRunFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
COUNTS = {"late": 1, "today": 0, "soon": 2, "soon_by": "2026-05-05"}
SignIn = Callable[[Membership], Client]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def run(started: datetime, seconds: int = 41, *, for_date: date | None = None, ended: bool = True) -> None:
    row = SweepRunFactory(for_date=for_date or started.date())
    finished = started + timedelta(seconds=seconds) if ended else None
    SweepRun.objects.filter(pk=row.pk).update(started_at=started, finished_at=finished)


def sent(at: datetime, **values: object) -> Message:
    return MessageFactory(fate="sent", sent_at=at, **values)


@pytest.fixture
def messages(authority: LocalAuthority, other_authority: LocalAuthority, iro: Membership) -> list[Message]:
    """Of the authority: 2 sent today, 1 sent yesterday, 3 waiting, 2 failed, 1 cancelled. And some of another."""
    mine = {"authority_id": authority.pk, "recipient_id": iro.person_id, "parameters": COUNTS}
    shared = mine | {
        "authority_id": None,
        "parameters": COUNTS | {"authorities": [authority.pk, other_authority.pk]},
    }
    other = {"authority_id": other_authority.pk, "recipient_id": MembershipFactory().person_id}
    made = [
        sent(datetime(2026, 4, 20, 5, 0, tzinfo=UTC), **mine),
        sent(datetime(2026, 4, 19, 23, 0, tzinfo=UTC), **shared),  # midnight in London
        sent(datetime(2026, 4, 19, 22, 59, 59, tzinfo=UTC), **mine),
        MessageFactory(**mine),
        MessageFactory(**shared),
        MessageFactory(fate="sending", leased_until=NOW, attempts=1, **mine),
        MessageFactory(fate="failed", failed_at=NOW, attempts=3, error="Refused for good (550)", **mine),
        MessageFactory(fate="failed", failed_at=NOW, attempts=1, error="Refused for good (550)", **shared),
        MessageFactory(fate="cancelled", **mine),
    ]
    for fate in ("waiting", "failed"):
        MessageFactory(fate=fate, **other)
    MessageFactory(fate="failed", authority_id=None, parameters={"authorities": [other_authority.pk]})
    MessageFactory(fate="failed", authority_id=None, kind="password_reset")
    Message.objects.filter(pk=made[4].pk).update(created_at=NOW - timedelta(minutes=6))
    return made


@pytest.mark.parametrize(
    ("show", "number", "heading"),
    [
        ("", 9, "All messages (9)"),
        ("sent-today", 2, "Sent today (2)"),
        ("waiting", 3, "Waiting (3)"),
        ("failed", 2, "Failed (2)"),
        ("nonsense", 9, "All messages (9)"),
    ],
)
@pytest.mark.parametrize("who", ["manager", "admin"])
def test_each_list_has_as_many_rows_as_its_number(
    request: pytest.FixtureRequest,
    signed_in: SignIn,
    messages: list[Message],
    who: str,
    show: str,
    number: int,
    heading: str,
) -> None:
    page = signed_in(request.getfixturevalue(who)).get("/messages/", {"show": show}).content.decode()

    assert heading in page
    assert page.count('<th scope="row"') == number


def test_the_counts_lead_to_their_lists(
    signed_in: SignIn, manager: Membership, messages: list[Message]
) -> None:
    client = signed_in(manager)
    page = client.get("/messages/").content.decode()

    found = re.findall(r'href="(/messages/\?show=[a-z-]+)"><span class="p-strip__n">(\d+)</span>', page)

    assert found == [
        ("/messages/?show=failed", "2"),
        ("/messages/?show=waiting", "3"),
        ("/messages/?show=sent-today", "2"),
    ]
    for address, number in found:
        assert client.get(address).content.decode().count('<th scope="row"') == int(number)
    assert "waiting, the oldest for 6 minutes" in page


def test_what_a_row_says(
    signed_in: SignIn, admin: Membership, iro: Membership, messages: list[Message]
) -> None:
    page = signed_in(admin).get("/messages/?show=failed").content.decode()

    assert iro.person.name in page
    assert "Daily reminder" in page
    assert "Mon 20 Apr 2026" in page
    assert "Refused for good (550)" in page
    assert "Mon 20 Apr 2026, 10.30am" in page
    assert page.count("Send again") == 3  # two buttons and the column's head


def test_a_look_is_one_audit_row_with_what_was_shown(
    signed_in: SignIn, manager: Membership, authority: LocalAuthority, messages: list[Message]
) -> None:
    signed_in(manager).get("/messages/?show=failed")

    event = Event.objects.get(verb="messages.listed")
    assert (event.actor_id, event.authority_id) == (manager.person_id, authority.pk)
    assert sorted(event.object_ids) == sorted([messages[6].pk, messages[7].pk])
    assert event.detail == {"show": "failed"}


@pytest.mark.parametrize("show", ["", "sent-today", "waiting", "failed"])
def test_an_empty_list_says_so(signed_in: SignIn, manager: Membership, show: str) -> None:
    page = signed_in(manager).get("/messages/", {"show": show}).content.decode()

    said = {
        "": "There are no messages yet.",
        "sent-today": "Nothing was sent today.",
        "waiting": "Nothing waits.",
        "failed": "Nothing failed.",
    }
    assert said[show] in page
    assert "<table" not in page


def test_a_failed_one_is_sent_again(
    signed_in: SignIn, admin: Membership, authority: LocalAuthority, messages: list[Message]
) -> None:
    answer = signed_in(admin).post(f"/messages/{messages[6].uuid}/retry/", follow=True)

    assert "The message is on its way again" in answer.content.decode()
    assert Message.objects.get(pk=messages[6].pk).fate == "waiting"
    event = Event.objects.get(verb="message.retried")
    assert (event.actor_id, event.authority_id, event.object_ids) == (
        admin.person_id,
        authority.pk,
        [messages[6].pk],
    )


def test_one_of_several_authorities_can_be_sent_again_by_each(
    signed_in: SignIn, admin: Membership, messages: list[Message]
) -> None:
    signed_in(admin).post(f"/messages/{messages[7].uuid}/retry/")

    assert Message.objects.get(pk=messages[7].pk).fate == "waiting"


def test_one_that_went_out_meanwhile_is_left_alone(
    signed_in: SignIn, admin: Membership, messages: list[Message]
) -> None:
    answer = signed_in(admin).post(f"/messages/{messages[0].uuid}/retry/", follow=True)

    assert "This message no longer waits for a person" in answer.content.decode()
    assert Message.objects.get(pk=messages[0].pk).fate == "sent"


def test_of_another_authority_nothing_is_found(
    signed_in: SignIn, admin: Membership, other_authority: LocalAuthority, messages: list[Message]
) -> None:
    with told(other_authority.pk):
        foreign = Message.objects.get(authority_id=other_authority.pk, fate="failed")

    assert signed_in(admin).post(f"/messages/{foreign.uuid}/retry/").status_code == 404
    with told(other_authority.pk):
        assert Message.objects.get(pk=foreign.pk).fate == "failed"


def test_an_iro_sees_only_what_they_were_sent(
    signed_in: SignIn, iro: Membership, messages: list[Message]
) -> None:
    client = signed_in(iro)

    assert client.get("/messages/").status_code == 403
    page = client.get("/messages/mine/").content.decode()
    assert page.count('<th scope="row"') == 9
    assert "1 duty is late" in page
    assert "2 duties fall due by Tuesday 5 May 2026" in page


def test_who_was_sent_nothing_is_told_so(
    signed_in: SignIn, manager: Membership, messages: list[Message]
) -> None:
    page = signed_in(manager).get("/messages/mine/").content.decode()

    assert "Nothing was sent to you yet." in page


def test_the_statements_do_not_grow(signed_in: SignIn, admin: Membership, authority: LocalAuthority) -> None:
    client, found = signed_in(admin), []
    for number in (1, 64):
        for _ in range(number):
            MessageFactory(authority_id=authority.pk, recipient_id=MembershipFactory().person_id)
        with CaptureQueriesContext(connection) as queries:
            client.get("/messages/")
        statements = [
            one["sql"] for one in queries if "SAVEPOINT" not in one["sql"] and "set_config" not in one["sql"]
        ]
        found.append(len(statements))

    assert found == [8, 8]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "less than a minute"),
        (1, "1 minute"),
        (119, "119 minutes"),
        (120, "2 hours"),
        (2879, "47 hours"),
        (2880, "2 days"),
    ],
)
def test_how_long_the_oldest_has_waited(authority: LocalAuthority, minutes: int, words: str) -> None:
    MessageFactory(authority_id=authority.pk)
    Message.objects.update(created_at=NOW - timedelta(minutes=minutes, seconds=20))

    assert counts(health(authority))[1].what == f"waiting, the oldest for {words}"


# -- The sweep ---------------------------------------------------------------------------------------------------------


def health(authority: LocalAuthority) -> ReminderHealth:
    return reminder_health(authority.pk, NOW)


def test_the_state_is_read_in_one_statement(
    authority: LocalAuthority, messages: list[Message], django_assert_num_queries: object
) -> None:
    run(datetime(2026, 4, 20, 5, 0, tzinfo=UTC))

    with django_assert_num_queries(1):
        found = health(authority)

    assert found == ReminderHealth(
        now=NOW,
        last_started=datetime(2026, 4, 20, 5, 0, tzinfo=UTC),
        last_finished=datetime(2026, 4, 20, 5, 0, 41, tzinfo=UTC),
        sent_today=2,
        waiting=3,
        oldest_waiting=NOW - timedelta(minutes=6),
        failed=2,
    )


def test_working(authority: LocalAuthority) -> None:
    run(datetime(2026, 4, 19, 5, 0, tzinfo=UTC), 900)
    run(datetime(2026, 4, 20, 5, 0, tzinfo=UTC))

    assert health(authority).state is SweepState.WORKING
    assert sweep_in_words(health(authority)) == {
        "state": "working",
        "icon": "tick",
        "heading": "Working.",
        "more": "Last run today at 6am, took 41 seconds.",
    }


@pytest.mark.parametrize(("seconds", "took"), [(0, "under a second"), (1, "1 second")])
def test_how_long_it_took(authority: LocalAuthority, seconds: int, took: str) -> None:
    run(datetime(2026, 4, 19, 11, 0, tzinfo=UTC), seconds)

    assert sweep_in_words(health(authority))["more"] == f"Last run Sun 19 Apr 2026 at midday, took {took}."


@pytest.mark.parametrize(
    ("started", "state"),
    [
        (NOW - timedelta(hours=26), SweepState.WORKING),
        (NOW - timedelta(hours=26, seconds=1), SweepState.LATE),
    ],
)
def test_late_after_26_hours(authority: LocalAuthority, started: datetime, state: SweepState) -> None:
    run(started)

    assert health(authority).state is state


def test_late_heads_the_page(
    signed_in: SignIn, manager: Membership, authority: LocalAuthority, messages: list[Message]
) -> None:
    run(datetime(2026, 4, 18, 5, 0, tzinfo=UTC))

    page = signed_in(manager).get("/messages/").content.decode()

    assert page.index("Reminders are not being made") < page.index("p-strip")
    assert "p-left--late" in page
    assert "Last run 52 hours ago" in page
    assert "It ran Sat 18 Apr 2026 at 6am. No duty is lost" in page


def test_never_run(authority: LocalAuthority) -> None:
    run(NOW, ended=False)

    found = health(authority)
    assert (found.state, found.seconds, found.oldest_minutes) == (SweepState.NEVER, 0, 0)
    assert sweep_in_words(found)["heading"] == "Has not run yet."
    assert counts(found)[1].what == "waiting"


def test_one_as_at_another_day_does_not_count_as_the_days(authority: LocalAuthority) -> None:
    """A person who tries `send_reminders --on 2026-03-01` does not hide that beat stands still."""
    run(datetime(2026, 4, 17, 5, 0, tzinfo=UTC))
    run(NOW, for_date=date(2026, 3, 1))

    assert health(authority).last_started == datetime(2026, 4, 17, 5, 0, tzinfo=UTC)

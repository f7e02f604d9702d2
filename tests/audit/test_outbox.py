"""The outbox against a real mail server: what arrives, and what stands in the row afterwards."""

import smtplib
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from accounts.models import LocalAuthority, Person
from audit import mail, outbox
from audit.models import Event, Message
from audit.outbox import Counts, deliver
from core.errors import StateError
from tests.factories.accounts import MembershipFactory, PersonFactory
from tests.factories.audit import MessageFactory
from tests.factories.base import told
from tests.sink import Sink, free_port

pytestmark = pytest.mark.django_db
COMMITTED = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
"""For what must see real commits; `flush` empties the tables as their owner."""
NOW = datetime(2026, 4, 20, 5, 0, tzinfo=UTC)
COUNTS = {"late": 3, "today": 1, "soon": 4, "soon_by": "2026-05-05"}


@pytest.fixture
def person(db: None) -> Person:
    return MembershipFactory(person__name="Jas Okoro", person__email="jas@northshire.invalid").person


@pytest.fixture
def message(person: Person) -> Message:
    return MessageFactory(recipient_id=person.pk, parameters=COUNTS)


@pytest.fixture
def odd_kind() -> Iterator[str]:
    """A kind of message whose words cannot be made."""

    class Odd(mail.Mail):
        kind, name, template = "odd", "Odd", "reviews/mail/there_is_no_such_file.txt"

        def subject(self, message: Message, recipient: mail.Recipient) -> str:
            return "Odd"

    mail.register(Odd())
    yield "odd"
    del mail._kinds["odd"]


def row(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_what_arrives(message: Message, sink: Sink, settings: Settings) -> None:
    settings.PORTAL_URL = "https://iro.northshire.invalid/"
    settings.DEFAULT_FROM_EMAIL = "IRO portal <portal@northshire.invalid>"

    assert deliver(now=NOW) == Counts(sent=1)

    (came,) = sink.received
    assert came.to == "jas@northshire.invalid"
    assert parseaddr(came.message["From"]) == ("IRO portal", "portal@northshire.invalid")
    assert came.message["To"] == "jas@northshire.invalid"
    assert came.message["Auto-Submitted"] == "auto-generated"
    assert came.id == f"<{message.uuid}@northshire.invalid>"
    assert came.message["Subject"] == (
        "IRO portal: 3 duties are late, 1 duty is due on Monday 20 April 2026, "
        "4 duties fall due by Tuesday 5 May 2026"
    )
    assert came.message.get_content().replace("\r\n", "\n") == (
        "Hello Jas Okoro,\n"
        "\n"
        "On Monday 20 April 2026 the IRO portal reminds you of these duties:\n"
        "\n"
        "* 3 duties are late\n"
        "* 1 duty is due on Monday 20 April 2026\n"
        "* 4 duties fall due by Tuesday 5 May 2026\n"
        "\n"
        "Sign in to see each of them and what to do next:\n"
        "https://iro.northshire.invalid/\n"
        "\n"
        "This message names no child, and it is sent at most once a day. "
        "A duty stops being reminded of once it is done in the portal.\n"
        "\n"
        "Need help? https://iro.northshire.invalid/help/\n"
        "Please do not answer this message: nobody reads the answers.\n"
    )
    sent = row(message)
    assert (sent.fate, sent.attempts, sent.leased_until, sent.error) == ("sent", 1, None, "")
    assert NOW <= sent.sent_at < NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("parameters", "subject"),
    [
        ({"late": 1, "today": 0, "soon": 0, "soon_by": None}, "IRO portal: 1 duty is late"),
        (
            {"late": 0, "today": 2, "soon": 0, "soon_by": None},
            "IRO portal: 2 duties are due on Monday 20 April 2026",
        ),
        (
            {"late": 0, "today": 0, "soon": 1, "soon_by": "2026-05-05"},
            "IRO portal: 1 duty falls due on Tuesday 5 May 2026",
        ),
    ],
)
def test_one_and_none_are_said_plainly(
    person: Person, sink: Sink, parameters: dict[str, object], subject: str
) -> None:
    MessageFactory(recipient_id=person.pk, parameters=parameters)

    deliver(now=NOW)

    assert sink.received[0].message["Subject"] == subject


def test_a_name_is_written_as_it_is(sink: Sink) -> None:
    person = MembershipFactory(person__name="Zoë O'Hara & Söhne").person
    MessageFactory(recipient_id=person.pk, parameters=COUNTS)

    deliver(now=NOW)

    assert sink.received[0].message.get_content().startswith("Hello Zoë O'Hara & Söhne,")


def test_a_second_run_sends_nothing(message: Message, sink: Sink) -> None:
    deliver(now=NOW)

    assert deliver(now=NOW + timedelta(days=1)) == Counts()
    assert len(sink.received) == 1


def test_a_batch_goes_over_one_connection_in_order(person: Person, sink: Sink) -> None:
    made = [MessageFactory(recipient_id=person.pk, parameters=COUNTS) for _ in range(7)]

    assert deliver(limit=5, now=NOW) == Counts(sent=5)

    assert sink.connections == 1
    assert [one.id.split("@")[0][1:] for one in sink.received] == [str(one.uuid) for one in made[:5]]
    assert [row(one).fate for one in made] == ["sent"] * 5 + ["waiting"] * 2


def test_a_batch_ends_before_the_tasks_time_does(person: Person, sink: Sink) -> None:
    MessageFactory(recipient_id=person.pk, parameters=COUNTS)

    assert deliver(now=NOW, seconds=0) == Counts()
    assert sink.received == []


def test_the_statements_of_a_message(message: Message, sink: Sink, django_assert_num_queries: object) -> None:
    """Claim, recipient (2), mark (2), and the look that finds nothing more; with a savepoint around claim and mark."""
    with django_assert_num_queries(12):
        deliver(now=NOW)


@pytest.mark.parametrize("step", ["on_mail", "on_rcpt", "on_data"])
def test_refused_for_good_goes_to_a_person_at_once(message: Message, sink: Sink, step: str) -> None:
    setattr(sink, step, lambda: "550 No such person jas@northshire.invalid")

    assert deliver(now=NOW) == Counts(failed=1)

    failed = row(message)
    assert (failed.fate, failed.attempts) == ("failed", 1)
    assert failed.error == "The mail server refused it for good (550)"
    assert NOW <= failed.failed_at < NOW + timedelta(minutes=1)
    assert deliver(now=NOW + timedelta(days=1)) == Counts()


@pytest.mark.parametrize("step", ["on_mail", "on_rcpt", "on_data"])
def test_refused_for_now_is_tried_again(message: Message, sink: Sink, step: str) -> None:
    setattr(sink, step, lambda: "451 Try later")
    assert deliver(now=NOW) == Counts(waiting=1)
    waiting = row(message)
    assert (waiting.fate, waiting.error) == ("waiting", "The mail server could not take it now (451)")

    setattr(sink, step, lambda: None)
    assert deliver(now=NOW + timedelta(seconds=9)) == Counts()
    assert deliver(now=NOW + timedelta(seconds=12)) == Counts(sent=1)


def test_one_that_is_refused_does_not_hold_up_the_others(person: Person, sink: Sink) -> None:
    made = [MessageFactory(recipient_id=person.pk, parameters=COUNTS) for _ in range(3)]
    answers = iter(["550 No", None, "451 Later"])
    sink.on_rcpt = lambda: next(answers)

    assert deliver(now=NOW) == Counts(sent=1, waiting=1, failed=1)
    assert [row(one).fate for one in made] == ["failed", "sent", "waiting"]


def test_the_waits_and_the_end_of_them(message: Message, sink: Sink) -> None:
    """10 s, 30 s, 1, 5 and 15 minutes, then every half hour until 72 hours are over."""
    sink.on_data = lambda: "451 Later"
    waits, now = [], NOW
    while deliver(now=now) == Counts(waiting=1):
        due = row(message).not_before
        waits.append(round((due - now).total_seconds()))
        now = due + timedelta(milliseconds=1)

    assert waits[:7] == [10, 30, 60, 300, 900, 1800, 1800]
    assert set(waits[5:-1]) == {1800}
    assert waits[-1] < 1800
    failed = row(message)
    assert (failed.fate, failed.attempts) == ("failed", 150)
    assert timedelta(hours=72) <= failed.failed_at - NOW < timedelta(hours=72, minutes=1)
    assert deliver(now=now + timedelta(days=30)) == Counts()


def test_a_mail_server_that_is_away_costs_one_try(person: Person, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    made = [MessageFactory(recipient_id=person.pk, parameters=COUNTS) for _ in range(3)]

    assert deliver(now=NOW) == Counts(waiting=1)

    assert [row(one).attempts for one in made] == [1, 0, 0]
    assert row(made[0]).error == "The mail server could not be reached (ConnectionRefusedError)"


def test_a_mail_server_that_breaks_off_is_tried_anew(person: Person, sink: Sink) -> None:
    made = [MessageFactory(recipient_id=person.pk, parameters=COUNTS) for _ in range(2)]
    sink.on_mail = lambda: "421 Closing down"

    assert deliver(now=NOW) == Counts(waiting=1)
    assert row(made[0]).error == "The mail server could not take it now (421)"

    sink.on_mail = lambda: None
    assert deliver(now=NOW + timedelta(seconds=11)) == Counts(sent=2)


def test_wrong_credentials_are_no_fault_of_the_message() -> None:
    problem = outbox.problem_of(smtplib.SMTPServerDisconnected("gone"))

    assert problem == outbox.Problem("The mail server broke off (SMTPServerDisconnected)", server=True)


def test_a_sign_in_that_the_mail_server_refuses_fails_no_message(
    message: Message, sink: Sink, settings: Settings
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"

    assert deliver(now=NOW) == Counts(waiting=1)
    assert row(message).error == "The mail server could not be reached (SMTPNotSupportedError)"


@pytest.mark.parametrize("what", ["signed off", "role ended", "suspended", "unknown"])
def test_who_has_left_is_sent_nothing(person: Person, sink: Sink, what: str) -> None:
    message = MessageFactory(recipient_id=person.pk, parameters=COUNTS)
    if what == "signed off":
        Person.objects.update(is_active=False)
    elif what == "role ended":
        with told(LocalAuthority.objects.get().pk):
            assert person.memberships.update(to_date=date(2026, 4, 19)) == 1
    elif what == "suspended":
        LocalAuthority.objects.update(suspended_at=NOW)
    else:
        Message.objects.update(recipient_id=person.pk + 1000)

    assert deliver(now=NOW) == Counts(cancelled=1)

    ended = row(message)
    assert (ended.fate, ended.error) == ("cancelled", "This person’s access has ended")
    assert sink.received == []


def test_the_address_is_looked_up_when_it_is_sent(message: Message, sink: Sink) -> None:
    Person.objects.update(email="new@northshire.invalid")

    deliver(now=NOW)

    assert sink.received[0].to == "new@northshire.invalid"


def test_a_kind_nobody_knows_waits(person: Person, sink: Sink) -> None:
    """During an update an older process may meet a newer kind."""
    message = MessageFactory(recipient_id=person.pk, kind="of_next_year")

    assert deliver(now=NOW) == Counts(waiting=1)
    assert row(message).error == "This kind of message is not known here"


def test_words_that_cannot_be_made_hold_up_nothing_else(person: Person, sink: Sink, odd_kind: str) -> None:
    odd = MessageFactory(recipient_id=person.pk, kind=odd_kind)
    MessageFactory(recipient_id=person.pk, parameters=COUNTS)

    assert deliver(now=NOW) == Counts(sent=1, waiting=1)
    assert row(odd).error == "The message could not be made (TemplateDoesNotExist)"


def test_an_address_that_is_none_holds_up_nothing_else(person: Person, sink: Sink) -> None:
    broken = MembershipFactory(person=PersonFactory(email="two\nlines@northshire.invalid")).person
    odd = MessageFactory(recipient_id=broken.pk, parameters=COUNTS)
    MessageFactory(recipient_id=person.pk, parameters=COUNTS)

    assert deliver(now=NOW) == Counts(sent=1, waiting=1)
    assert row(odd).error == "The message could not be made (ValueError)"


def test_a_lease_keeps_others_away_until_it_runs_out(message: Message, sink: Sink) -> None:
    """Claimed by a process that then was killed."""
    taken = outbox.claim(now=NOW)
    assert (taken.fate, taken.attempts, taken.leased_until) == ("sending", 1, NOW + timedelta(seconds=120))

    assert deliver(now=NOW + timedelta(seconds=119)) == Counts()
    assert deliver(now=NOW + timedelta(seconds=120)) == Counts(sent=1)
    assert row(message).attempts == 2


def test_who_was_held_up_does_not_mark_what_another_is_sending(message: Message, sink: Sink) -> None:
    """Both are at it: the second by a claim of its own, which alone may say what came of it."""
    first = outbox.claim(now=NOW)
    second = outbox.claim(now=NOW + timedelta(seconds=120))

    postman = outbox.Postman(NOW + timedelta(seconds=121))
    postman.send(first)

    standing = row(message)
    assert (standing.fate, standing.attempts, standing.sent_at) == ("sending", 2, None)
    postman.send(second)
    assert row(message).fate == "sent"
    postman.close()


def test_who_was_held_up_past_the_lease_changes_nothing(message: Message, sink: Sink) -> None:
    """Its attempt is no longer the row's: what the second one marked stands."""
    slow = outbox.claim(now=NOW)
    deliver(now=NOW + timedelta(seconds=121))
    marked = row(message)

    sink.on_data = lambda: "550 No"
    postman = outbox.Postman(NOW + timedelta(seconds=1))
    postman.send(slow)
    postman.close()

    assert row(message).fate == "sent"
    assert row(message).sent_at == marked.sent_at


def test_who_wakes_after_the_lease_does_not_send(message: Message, sink: Sink) -> None:
    slow = outbox.claim(now=NOW)

    postman = outbox.Postman(NOW + timedelta(seconds=120))
    postman.send(slow)
    postman.close()

    assert sink.received == []
    assert (row(message).fate, row(message).error) == ("waiting", "Held up for too long before it was sent")


def test_one_that_ends_its_process_every_time_comes_to_a_person(message: Message, sink: Sink) -> None:
    now = NOW
    while outbox.claim(now=now).fate == "sending":
        now += timedelta(hours=6)

    failed = row(message)
    assert (failed.fate, failed.failed_at) == ("failed", NOW + timedelta(hours=72))
    assert failed.error == "Sending it was begun again and again and never ended"
    Message.objects.update(fate="sending", leased_until=NOW)
    assert deliver(now=NOW + timedelta(hours=80)) == Counts(failed=1)


def test_a_person_sends_a_failed_one_again(message: Message, sink: Sink) -> None:
    by, place = PersonFactory(), LocalAuthority.objects.get()
    sink.on_data = lambda: "550 No"
    deliver(now=NOW)
    sink.on_data = lambda: None

    with told(place.pk):
        outbox.retry(message=row(message), by=by, authority_id=place.pk)

    assert deliver(now=NOW + timedelta(hours=100)) == Counts(sent=1)
    with told(place.pk):
        sent, event = row(message), Event.objects.get()
    assert (sent.attempts, sent.failed_at, sent.error) == (2, None, "")
    assert (event.verb, event.actor_id, event.authority_id) == ("message.retried", by.pk, place.pk)
    assert (event.object_type, event.object_ids) == ("audit.message", [message.pk])


def test_one_sent_again_has_its_72_hours_again(message: Message, sink: Sink) -> None:
    sink.on_data = lambda: "550 No"
    deliver(now=NOW)
    outbox.retry(message=row(message), by=PersonFactory(), authority_id=None)
    sink.on_data = lambda: "451 Later"

    assert deliver(now=NOW + timedelta(hours=100)) == Counts(waiting=1)


@pytest.mark.parametrize("fate", ["waiting", "sent", "cancelled"])
def test_only_a_failed_one_can_be_sent_again(person: Person, fate: str) -> None:
    message = MessageFactory(recipient_id=person.pk, fate=fate, sent_at=NOW if fate == "sent" else None)

    with pytest.raises(StateError, match="no longer waits for a person"):
        outbox.retry(message=message, by=person, authority_id=None)
    assert row(message).fate == fate
    assert not Event.objects.exists()


def test_how_the_outbox_stands(person: Person) -> None:
    for fate in ("waiting", "waiting", "sending", "failed", "cancelled", "sent"):
        MessageFactory(
            recipient_id=person.pk,
            fate=fate,
            sent_at=NOW if fate == "sent" else None,
            leased_until=NOW if fate == "sending" else None,
        )

    assert outbox.standing() == (3, 1)


def test_without_a_mail_server_each_message_is_a_file(
    person: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "audit.file_mail.EmailBackend", str(tmp_path / "mail")
    made = [MessageFactory(recipient_id=person.pk, parameters=COUNTS) for _ in range(3)]

    assert deliver(now=NOW) == Counts(sent=3)

    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml"] * 3
    words = [file.read_text() for file in files]
    assert all(sum(str(one.uuid) in text for text in words) == 1 for one in made)
    assert all("To: jas@northshire.invalid\n" in text for text in words)


def test_names_of_kinds() -> None:
    """Every kind that an action puts into the outbox has its words."""
    assert [kind for kind, _ in mail.names()] == [
        "glass_broken",
        "invitation",
        "password_reset",
        "reminder_digest",
    ]
    assert ("reminder_digest", "Daily reminder") in mail.names()
    assert mail.name_of("reminder_digest") == "Daily reminder"
    assert mail.name_of("of_next_year") == "of_next_year"


@COMMITTED
def test_three_at_once_send_each_message_once(sink: Sink) -> None:
    person = MembershipFactory().person
    made = [MessageFactory(recipient_id=person.pk, parameters=COUNTS) for _ in range(30)]
    start, counts = threading.Barrier(3), []

    def work() -> None:
        start.wait()
        counts.append(deliver(now=NOW))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sum(one.sent for one in counts) == 30
    assert sorted(one.id.split("@")[0][1:] for one in sink.received) == sorted(str(one.uuid) for one in made)
    assert set(Message.objects.values_list("fate", "attempts")) == {("sent", 1)}


@COMMITTED
def test_claiming_inside_a_transaction_is_refused() -> None:
    """The claim must be committed before anything is sent."""
    MessageFactory()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        outbox.claim(now=NOW)

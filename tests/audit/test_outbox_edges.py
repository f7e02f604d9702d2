"""The outbox at its edges: what a fault of one sign or one argument would change and no other test sees."""

import smtplib
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail.backends.smtp import EmailBackend

from accounts.models import Person
from audit import outbox
from audit.models import Message
from audit.outbox import Counts, deliver
from tests.factories.accounts import MembershipFactory, PersonFactory
from tests.factories.audit import MessageFactory
from tests.sink import Sink

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 20, 5, 0, tzinfo=UTC)
COUNTS = {"late": 3, "today": 1, "soon": 4, "soon_by": "2026-05-05"}


@pytest.fixture
def person(db: None) -> Person:
    return MembershipFactory(person__email="jas@northshire.invalid").person


@pytest.mark.parametrize(
    ("code", "permanent"), [(421, False), (451, False), (499, False), (500, True), (599, True), (600, False)]
)
def test_answers_of_the_five_hundreds_are_for_good(code: int, permanent: bool) -> None:
    assert outbox.problem_of(smtplib.SMTPResponseException(code, b"No")).permanent is permanent


def test_a_batch_counts_its_time_in_seconds() -> None:
    postman = outbox.Postman(NOW)
    time.sleep(0.002)

    assert timedelta(milliseconds=2) <= postman.elapsed() < timedelta(seconds=30)
    assert NOW < postman.now() < NOW + timedelta(seconds=30)


def test_a_message_that_was_ended_meanwhile_stays_as_it_is(person: Person, sink: Sink) -> None:
    message = MessageFactory(recipient_id=person.pk, parameters=COUNTS)
    taken = outbox.claim(now=NOW)
    Message.objects.filter(pk=message.pk).update(fate="cancelled", leased_until=None)

    postman = outbox.Postman(NOW)
    fate = postman.send(taken)
    postman.close()

    assert fate == "waiting"
    assert Message.objects.get(pk=message.pk).fate == "cancelled"


def test_a_connection_that_will_not_close_is_let_go(person: Person) -> None:
    class Stuck(EmailBackend):
        def close(self) -> None:
            raise smtplib.SMTPServerDisconnected("gone")

    postman = outbox.Postman(NOW)
    postman._connection = Stuck()
    postman.close()

    assert postman._connection is None


def test_only_the_one_is_sent_again_and_at_once(person: Person, sink: Sink) -> None:
    later = NOW + timedelta(hours=5)
    mine, other = (
        MessageFactory(
            recipient_id=person.pk, parameters=COUNTS, fate="failed", failed_at=NOW, not_before=later
        )
        for _ in range(2)
    )

    outbox.retry(message=mine, by=PersonFactory(), authority_id=None)

    assert deliver(now=NOW + timedelta(minutes=1)) == Counts(sent=1)
    assert [Message.objects.get(pk=one.pk).fate for one in (mine, other)] == ["sent", "failed"]


def test_sending_again_wakes_the_outbox(person: Person, django_capture_on_commit_callbacks: object) -> None:
    message = MessageFactory(recipient_id=person.pk, fate="failed", failed_at=NOW)

    with django_capture_on_commit_callbacks() as waking:
        outbox.retry(message=message, by=PersonFactory(), authority_id=None)

    assert len(waking) == 1

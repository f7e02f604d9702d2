"""Sends what stands in the outbox, and keeps the fate of each message.

A message is a row, written in the transaction of what it tells of. Sending is three steps, each committed by itself:
claim (a lease and a new attempt number), send, mark. Whoever is killed in between loses nothing: the lease runs out
and the message is taken again. Killed after the mail server took it and before it was marked, it goes out twice with
the same Message-ID; bare SMTP knows no better.

Nothing here needs Celery or Redis: they only call `deliver` sooner.
"""

from __future__ import annotations

import smtplib
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from django.core.mail import get_connection
from django.db import connection, models, transaction

from audit import mail
from audit.actions import record
from audit.enums import Fate
from audit.models import Message
from audit.verbs import Verb
from core.errors import StateError
from core.queue import enqueue
from core.walls import tell_database

logger = structlog.get_logger(__name__)

LEASE = timedelta(seconds=120)
"""For so long a claimed message is left alone. Longer than one sending can take (see EMAIL_TIMEOUT)."""
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 300, 900))
"""How long to wait after the first, second … attempt that did not succeed."""
THEN_EVERY = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(hours=72)
BATCH_SECONDS = 60.0
"""A batch takes no further message after this time, so that its task ends before its time limit."""
DELIVER_TASK = "audit.deliver_messages"


class Counts(NamedTuple):
    """What one run did: `waiting` were tried and are put off, `failed` need a person, `cancelled` have no recipient."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    cancelled: int = 0

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def tried(self) -> int:
        """How many messages were taken up."""
        return sum(self)


@dataclass(frozen=True)
class Problem:
    """Why a message did not go out."""

    words: str
    """The kind of failure for a person to read, without addresses."""
    permanent: bool = False
    """Trying again would not help: a person has to."""
    unwanted: bool = False
    """There is nothing to send any more."""
    server: bool = False
    """The mail server itself is away, so the others of the batch need not be tried now."""


def deliver(*, limit: int = 100, now: datetime, seconds: float = BATCH_SECONDS) -> Counts:
    """Send up to `limit` messages that are due, over one mail connection; each is claimed and marked by itself.

    `now` is the instant it starts at; later instants are counted on from it. Any number of processes may run this at
    once. It stops early when the mail server is away or after `seconds`.
    """
    counts = Counts()
    postman = Postman(now)
    try:
        while (
            counts.tried < limit and postman.elapsed().total_seconds() < seconds and not postman.server_away
        ):
            message = claim(now=postman.now())
            if message is None:
                break
            fate = Fate(message.fate) if message.fate != Fate.SENDING else postman.send(message)
            counts = counts.plus(Counts(**{fate.value: 1}))
    finally:
        postman.close()
    if counts.tried:
        logger.info("messages_delivered", **counts._asdict())
    return counts


def claim(*, now: datetime) -> Message | None:
    """Take the next message that is due, with a lease and a new attempt number; None where there is none.

    One that was taken and never finished for three days (it ends its process each time) comes back as failed.
    """
    claimed = "SELECT * FROM audit_claim_message(%s, %s, %s)"
    with transaction.atomic(durable=True):
        return next(iter(Message.objects.raw(claimed, [now, LEASE, GIVE_UP_AFTER])), None)


class Postman:
    """One batch: its clock and its one mail connection."""

    def __init__(self, started: datetime) -> None:
        self._started = started
        self._since = time.monotonic()
        self._connection: Any = None
        self.server_away = False

    def elapsed(self) -> timedelta:
        """How long this batch has been running."""
        return timedelta(seconds=time.monotonic() - self._since)

    def now(self) -> datetime:
        """The instant, counted on from the start."""
        return self._started + self.elapsed()

    def send(self, message: Message) -> Fate:
        """Send a claimed message and mark what came of it."""
        to = mail.recipient(message.recipient_id)
        if to is None or not to.active:
            return self._mark(message, Fate.CANCELLED, error="This person’s access has ended")
        problem = self._post(message, to)
        now = self.now()
        if problem is not None and problem.unwanted:
            return self._mark(message, Fate.CANCELLED, error=problem.words)
        if problem is None:
            return self._mark(message, Fate.SENT, sent_at=now, error="")
        if problem.permanent or message.give_up_at <= now:
            return self._mark(message, Fate.FAILED, failed_at=now, error=problem.words)
        again = min(now + wait_after(message.attempts), message.give_up_at)
        return self._mark(message, Fate.WAITING, not_before=again, error=problem.words)

    def close(self) -> None:
        """Let the mail connection go."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.close()
            self._connection = None

    def _mark(self, message: Message, fate: Fate, **changes: Any) -> Fate:
        """Only while the attempt is still ours: one who was held up past the lease changes nothing."""
        mine = Message.objects.filter(pk=message.pk, attempts=message.attempts, fate=Fate.SENDING)
        with transaction.atomic():
            tell_database(message.authority_id)
            marked = mine.update(fate=fate, leased_until=None, **changes)
        return fate if marked else Fate.WAITING

    def _post(self, message: Message, to: mail.Recipient) -> Problem | None:
        try:
            email = mail.compose(message, to, None)
        except mail.UnknownKind:
            return Problem("This kind of message is not known here")
        except mail.NoLongerWanted as reason:
            return Problem(str(reason), unwanted=True)
        except Exception as error:
            return unmade(message, error)
        try:
            connection = self._open()
        except (smtplib.SMTPException, OSError) as error:
            return self._lost(
                Problem(f"The mail server could not be reached ({type(error).__name__})", server=True)
            )
        if self.now() >= message.leased_until:
            return Problem("Held up for too long before it was sent")
        try:
            connection.send_messages([email])
        except (smtplib.SMTPException, OSError) as error:
            return self._lost(problem_of(error))
        except Exception as error:
            return self._lost(unmade(message, error))
        return None

    def _open(self) -> Any:
        if self._connection is None:
            self._connection = get_connection()
            self._connection.open()
        return self._connection

    def _lost(self, problem: Problem) -> Problem:
        """After an error the connection's state is not known: the next message gets a new one."""
        self.close()
        self.server_away = problem.server
        return problem


def unmade(message: Message, error: Exception) -> Problem:
    """A fault of ours, or an address that is none: this message is put off, the others of the batch go on."""
    logger.error("message_not_made", kind=message.kind, error=type(error).__name__)
    return Problem(f"The message could not be made ({type(error).__name__})")


def problem_of(error: Exception) -> Problem:
    """What an error while sending means. Answers of the 500s are for good, but for what is about the server itself."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    elif isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
    else:
        return Problem(f"The mail server broke off ({type(error).__name__})", server=True)
    if 500 <= code < 600:
        return Problem(f"The mail server refused it for good ({code})", permanent=True)
    return Problem(f"The mail server could not take it now ({code})", server=code == 421)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after this many attempts."""
    return BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else THEN_EVERY


@transaction.atomic
def retry(*, message: Message, by: models.Model, authority_id: int | None) -> None:
    """Send a failed message again, as `by` asks. Raises StateError where it is no longer failed."""
    failed = Message.objects.filter(pk=message.pk, fate=Fate.FAILED)
    if not failed.update(fate=Fate.WAITING, not_before=None, failed_at=None, give_up_at=None):
        raise StateError(
            "This message no longer waits for a person. Look at the list again to see what became of it."
        )
    record(Verb.MESSAGE_RETRIED, by=by, authority_id=authority_id, objects=[message])
    enqueue(DELIVER_TASK)


def standing() -> tuple[int, int]:
    """How many messages of all authorities wait, and how many need a person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT waiting, failed FROM audit_messages_standing()")
        return cursor.fetchone()

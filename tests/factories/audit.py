"""Audit rows and messages."""

from datetime import UTC, date, datetime

import factory

from audit import models
from tests.factories.base import PortalFactory


class EventFactory(PortalFactory):
    class Meta:
        model = models.Event

    verb = "child.viewed"


class MessageFactory(PortalFactory):
    class Meta:
        model = models.Message

    recipient_id = 1
    kind = "reminder_digest"
    key = factory.Sequence(lambda n: f"test:{n}")
    for_date = date(2026, 4, 20)


class SealFactory(PortalFactory):
    """A seal by itself: its hash is none."""

    class Meta:
        model = models.Seal

    number = factory.Sequence(lambda n: n + 1)
    after_id = 0
    through_id = 9
    first_id = 3
    last_id = 8
    count = 2
    previous = "0" * 64
    hash = "1" * 64
    sealed_at = datetime(2026, 4, 20, 9, tzinfo=UTC)

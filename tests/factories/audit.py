"""Audit rows and messages."""

from datetime import date

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

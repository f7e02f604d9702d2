"""The messages of this app. They hold counts and days, nothing of a child."""

from __future__ import annotations

from datetime import date
from typing import Any

from audit.mail import Mail, Recipient
from audit.models import Message
from core.dates import long


class ReminderDigest(Mail):
    """What a person is reminded of on one day, as counts. Made by reviews.actions.reminders."""

    kind = "reminder_digest"
    name = "Daily reminder"
    template = "reviews/mail/reminder_digest.txt"

    def subject(self, message: Message, recipient: Recipient) -> str:
        """The counts, the worst first."""
        return f"IRO portal: {', '.join(counted(message))}"

    def context(self, message: Message, recipient: Recipient) -> dict[str, Any]:
        """The same, a line each."""
        return {"lines": counted(message), "day": long(message.for_date)}


def counted(message: Message) -> list[str]:
    """The counts of a digest in words, without those that are zero.

    "3 duties are late", "1 duty is due on Monday 20 April 2026", "4 duties fall due by Friday 15 May 2026".
    """
    parameters = message.parameters
    late, today, soon = (int(parameters.get(name, 0)) for name in ("late", "today", "soon"))
    lines = []
    if late:
        lines.append(f"{late} {'duty is' if late == 1 else 'duties are'} late")
    if today:
        lines.append(f"{today} {'duty is' if today == 1 else 'duties are'} due on {long(message.for_date)}")
    if soon:
        until = long(date.fromisoformat(parameters["soon_by"]))
        lines.append(f"{soon} {'duty falls due on' if soon == 1 else 'duties fall due by'} {until}")
    return lines

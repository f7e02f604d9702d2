"""`manage.py send_reminders --on 2026-03-01`: one sweep as at that day, then everything that waits is sent."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import outbox
from core import clock
from core.dates import long
from reviews.actions import reminders


class Command(BaseCommand):
    """Reminders without Celery: by hand, from cron, or when the queue is away. A second run makes nothing."""

    help = "One reminder sweep as at a day, and delivery. Prints what was made, sent, waits and failed."

    def add_arguments(self, parser: CommandParser) -> None:
        """The day."""
        parser.add_argument(
            "--on", type=_day, metavar="YYYY-MM-DD", help="as at this day; without it today in London"
        )

    def handle(self, **options: Any) -> None:
        """Sweep, deliver, say what came of it. A message that could not be sent waits, which is no error here."""
        on = options["on"] or clock.today()
        made = reminders.sweep(on=on)
        self.stdout.write(f"Sweep as at {long(on)}")
        self.stdout.write(
            f"made: {_many(made.duties, 'duty', 'duties')}, {_many(made.digests, 'digest', 'digests')}"
        )
        sent = 0
        while True:
            batch = outbox.deliver(now=clock.now())
            sent += batch.sent
            if batch.tried == batch.waiting:
                break
        waiting, failed = outbox.standing()
        self.stdout.write(f"sent: {sent}\nwaiting: {waiting}\nfailed: {failed}")


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day. Write it like 2026-03-01.") from None

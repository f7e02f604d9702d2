"""`manage.py national_data --children 82000`: a synthetic England for load. Never in production."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from accounts.demo import PASSWORD
from core import clock
from insight.national.make import SEED, Size, make, there
from insight.national.places import email


class Command(BaseCommand):
    """Makes the authorities that are missing, and prints who can sign in."""

    help = "Makes invented authorities with the children of a whole England, to measure with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, as at which day, and whether to go on."""
        parser.add_argument(
            "--children", type=_at_least_one, default=82_000, help="children together (82,000)"
        )
        parser.add_argument("--authorities", type=_at_least_one, default=153, help="authorities (153)")
        parser.add_argument(
            "--reviews", type=_at_least_one, default=6, help="past reviews of a child, on average (6)"
        )
        parser.add_argument("--on", type=date.fromisoformat, help="as things stand on this day (today)")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed makes other children")
        parser.add_argument(
            "--go-on", action="store_true", help="leave the authorities that are there, make the others"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where it must not be made, else make it."""
        if settings.PRODUCTION:
            raise CommandError("This is invented data for measuring. It is never made in production.")
        size = Size(options["children"], options["authorities"], options["reviews"])
        if size.reviews > 15:
            raise CommandError("--reviews is at most 15: nobody is looked after for longer than that takes.")
        if size.children < size.authorities:
            raise CommandError("Give at least as many --children as --authorities.")
        known = there(size.authorities)
        if known and not options["go_on"]:
            raise CommandError(
                f"{len(known)} of these authorities are there already. Use --go-on to leave them and make the "
                "others, or another PORTAL_VAR to begin anew."
            )
        began = monotonic()
        rows = make(size, on=options["on"] or clock.today(), seed=options["seed"], tell=self._tell)
        self.stdout.write(f"{rows:,} rows in {monotonic() - began:.0f} seconds.")
        self.stdout.write(
            f"\nSign in as one of these (and so on to council{size.authorities}), password {PASSWORD}:"
        )
        for role in ("iro", "manager", "admin"):
            self.stdout.write(f"{role:<8}  {email(role, 1)}")

    def _tell(self, code: str, number: int, rows: int) -> None:
        self.stdout.write(f"{code}  {rows:>9,} rows")
        self.stdout.flush()


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number of them. Give 1 or more.")
    return int(text)

"""`manage.py demo_data`: two invented authorities to try the portal out with. Never in production."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from accounts.demo import DEMO_SIGN_INS
from core import clock
from insight.demo.make import SEED, is_there, make


class Command(BaseCommand):
    """Makes the demo where there is none, and prints who can sign in."""

    help = "Makes two invented authorities with children, reviews and people; leaves them alone if they are there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--on and --seed."""
        parser.add_argument(
            "--on", type=date.fromisoformat, help="as things stand on this day (default: today)"
        )
        parser.add_argument("--seed", type=int, default=SEED, help="another seed makes other children")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it once."""
        if settings.PRODUCTION:
            raise CommandError("The demo has passwords everybody knows. It is never made in production.")
        if is_there():
            self.stdout.write("The demo data is there already.")
        else:
            made = make(on=options["on"] or clock.today(), seed=options["seed"])
            for council, children in made.items():
                self.stdout.write(f"{council}: {children} children looked after.")
        self.stdout.write("\nDemo sign-ins (role, e-mail, password):")
        for line in DEMO_SIGN_INS:
            self.stdout.write(line.line)

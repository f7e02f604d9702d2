"""`manage.py seal_audit`: what the worker does every five minutes, by hand."""

from django.core.management.base import BaseCommand, CommandParser

from audit.chain import PATIENCE, seal_all
from core import clock


class Command(BaseCommand):
    """For a portal without its worker, and before a check."""

    help = "Seal the audit rows that are not sealed yet. Exit 1 where another transaction held it up."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long to wait for others."""
        parser.add_argument(
            "--patience",
            type=float,
            default=PATIENCE,
            help="seconds to wait for transactions that have written and not ended (20)",
        )

    def handle(self, *, patience: float, **options: object) -> None:
        """Seal until nothing is left, and say how many."""
        run = seal_all(now=clock.now(), seconds=float("inf"), patience=patience)
        if not run.settled:
            self.stdout.write("Nothing sealed: somebody is writing for longer than we wait. Run it again.")
            raise SystemExit(1)
        self.stdout.write(f"{run.rows:,} rows sealed by {run.seals:,} seals.")

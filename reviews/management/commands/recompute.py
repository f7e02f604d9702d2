"""Derives every due date again from the facts; all is well when none differs."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from reviews.actions.duties import Difference, recompute_authority


class Command(BaseCommand):
    """`manage.py recompute [--apply]`: prints how many rows differ, and mends them where asked."""

    help = "Derive every due date again and print how many differ (0 when all is well). --apply mends them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch."""
        parser.add_argument("--apply", action="store_true", help="write what differs")

    def handle(self, *, apply: bool, **options: object) -> None:
        """Authority by authority, each in a transaction of its own."""
        total = Difference()
        for authority in LocalAuthority.objects.order_by("pk"):
            with in_authority(authority):
                total += recompute_authority(authority, apply=apply)
        self.stdout.write(
            f"{total.total} differ: {total.made} missing, {total.changed} wrong, {total.removed} too many."
        )
        if total.total:
            self.stdout.write("Mended." if apply else "Run again with --apply to mend them.")

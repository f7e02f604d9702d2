"""`manage.py verify_audit`: whether the audit is as it was sealed, and where it is not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import LocalAuthority
from audit.chain import chains
from audit.verifying import Checked, verify

NOTED = re.compile(r"\b(\d+) (\d+) ([0-9a-f]{64})\b")
Noted = dict[int | None, dict[int, str]]


class Command(BaseCommand):
    """Its own output, kept elsewhere, is what the next check is held to."""

    help = "Check the audit against its seals. Exit 0 as it was sealed, 1 where it was touched, 2 misuse."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which chain, and what was noted of it."""
        parser.add_argument("--authority", metavar="E…", help="only this authority's, by its ONS code")
        parser.add_argument(
            "--anchor",
            metavar="FILE",
            action="append",
            default=[],
            help="what an earlier check printed, or the worker's log: those seals must still be there",
        )

    def handle(self, *, authority: str | None, anchor: list[str], **options: object) -> None:
        """Print a line for each chain, each break, and the whole."""
        names = {place.pk: place.ons_code for place in LocalAuthority.objects.order_by("pk")}
        noted = self._noted(anchor)
        checked = []
        for place in self._asked(authority, names, noted):
            found = verify(place, noted=noted.get(place))
            name = "platform" if place is None else names.get(place, f"authority {place}")
            self._tell(name, found)
            checked.append(found)
        breaks = sum(len(found.breaks) for found in checked)
        rows, unsealed = (sum(getattr(found, of) for found in checked) for of in ("rows", "unsealed"))
        self.stdout.write(
            f"{len(checked)} chains, {rows:,} sealed rows, {unsealed:,} not sealed yet: "
            + (f"{breaks} broken." if breaks else "as they were sealed.")
        )
        if breaks:
            raise SystemExit(1)

    def _tell(self, name: str, found: Checked) -> None:
        for words in found.breaks:
            self.stdout.write(f"BROKEN {name}: {words}.")
        self.stdout.write(
            f"{name}: {found.rows:,} rows in {found.seals:,} seals, {found.unsealed:,} since. Anchor {found.anchor}"
        )

    def _asked(self, code: str | None, names: dict[int, str], noted: Noted) -> Iterator[int | None]:
        if code is None:
            there = chains()
            yield from there
            yield from sorted(place for place in noted if place not in there)
            return
        found = [place for place, name in names.items() if name == code]
        if not found:
            raise CommandError(f"No authority has the code {code}.", returncode=2)
        yield from found

    def _noted(self, files: list[str]) -> Noted:
        noted: Noted = defaultdict(dict)
        for name in files:
            try:
                text = Path(name).read_text()
            except OSError as problem:
                raise CommandError(f"{name} cannot be read: {problem.strerror}.", returncode=2) from None
            for place, number, hash_ in NOTED.findall(text):
                if int(number):
                    noted[int(place) or None][int(number)] = hash_
        return noted

"""`manage.py export_903 FOLDER --authority E08000018 --year 2026`: writes the files of one collection."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import LocalAuthority
from returns.actions import export_collection

MISUSE = 2
YEARS = range(1992, 2100)


class Command(BaseCommand):
    """Exit 0: written. 2: misuse."""

    help = "Writes the header, episodes, reviews and uasc files of the collection that ends in a year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder to write to; made if it is not there")
        parser.add_argument("--authority", required=True, help="ONS code, like E08000018")
        parser.add_argument("--year", type=int, required=True, help="the year the collection ends in")
        parser.add_argument("--json", action="store_true", help="print what was written as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect and write; each file is whole or as it was."""
        folder: Path = options["folder"]
        authority = LocalAuthority.objects.filter(ons_code=options["authority"]).first()
        if authority is None:
            raise CommandError(f"The portal has no authority {options['authority']}", returncode=MISUSE)
        if options["year"] not in YEARS:
            raise CommandError("Say the year the collection ends in, like 2026", returncode=MISUSE)
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} is not a folder", returncode=MISUSE)
        found = export_collection(authority=authority, year=options["year"], by=None)
        folder.mkdir(parents=True, exist_ok=True)
        written = {}
        for name, content in found.files().items():
            part = folder / f".{name}.part"
            part.write_bytes(content)
            part.replace(folder / name)
            written[name] = found.counts()[name]
        left_out = [f"{number} {on:%d/%m/%Y}" for number, on in found.without_code]
        if options["json"]:
            report = {"year": found.year, "rows": written, "reviews_without_code": left_out}
            self.stdout.write(json.dumps(report))
            return
        for name, rows in written.items():
            self.stdout.write(f"{name}: {rows} rows")
        for item in left_out:
            self.stdout.write(f"Left out, since it has no participation code: review of child {item}")

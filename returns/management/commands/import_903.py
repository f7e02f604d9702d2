"""`manage.py import_903 FOLDER --authority E08000018`: takes the CSV files of one collection. Repeatable."""

from __future__ import annotations

import csv
import json
import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.authorities import make_authority
from accounts.models import LocalAuthority
from core import clock
from core.errors import DomainError
from returns.actions import import_collection
from returns.report import Report
from returns.tables import table_with

REFUSED, MISUSE = 1, 2


class Command(BaseCommand):
    """Exit 0: taken. 1: refused, nothing changed. 2: misuse."""

    help = "Takes the CSV files of one SSDA903 collection."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder with the files of one collection")
        parser.add_argument("--authority", required=True, help="ONS code, like E08000018")
        parser.add_argument(
            "--year", type=int, help="the year the collection ends in, if it is not to be worked out"
        )
        parser.add_argument("--take-good-rows", action="store_true", help="take what can be taken")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the folder, import, print the report."""
        folder: Path = options["folder"]
        files = read_folder(folder)
        named = re.fullmatch(r"20[0-9]{2}", folder.resolve().name)
        report = _import(
            options["authority"],
            files,
            take_good_rows=options["take_good_rows"],
            year=options["year"],
            hint=int(named[0]) if named else None,
        )
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        else:
            for line in report.lines():
                self.stdout.write(line)
        if not report.taken:
            self.stdout.flush()
            sys.exit(REFUSED)


def _import(code: str, files: dict[str, bytes], **how: Any) -> Report:
    """Make the authority where it is not there yet; not, where the files are refused."""
    with transaction.atomic():
        was_there = LocalAuthority.objects.filter(ons_code=code).exists()
        try:
            authority = make_authority(code, by=None)
        except DomainError as error:
            raise CommandError(error.message, returncode=MISUSE) from error
        report = import_collection(authority=authority, files=files, by=None, on=clock.today(), **how)
        if not report.taken and not was_there:
            transaction.set_rollback(True)
    return report


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a folder: whatever is called .csv, and whatever else has the columns of a table.

    Raises CommandError where there is no such folder, or no file in it.
    """
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}", returncode=MISUSE)
    found = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith("."):
            continue
        content = path.read_bytes()
        if path.suffix.lower() == ".csv" or _is_table(content):
            found[path.name] = content
    if not found:
        raise CommandError(f"There is no CSV file in {folder}", returncode=MISUSE)
    return found


def _is_table(content: bytes) -> bool:
    head = content[:1000].decode("utf-8-sig", errors="replace").splitlines()[:1]
    return bool(head) and table_with(frozenset(next(csv.reader(head), []))) is not None

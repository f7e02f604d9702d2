"""Reads a table of people to invite: one line a person, every fault of every line told at once.

The table is a CSV file as a spreadsheet writes it: commas or semicolons, in UTF-8 or in Windows' own letters.
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.roles import ROLES
from core.errors import DomainError
from core.tables import FORMULA

COLUMNS = ("Name", "E-mail", "Role", "From", "To", "Full-time equivalent")
MOST_ROWS = 300
MOST_BYTES = 200_000
OF_AUTHORITY = {role.code: role for role in ROLES.values() if not role.of_platform}
BY_NAME = {role.name.casefold(): code for code, role in OF_AUTHORITY.items()} | {
    code: code for code in OF_AUTHORITY
}


@dataclass
class Line:
    """One line of the table (counted as a spreadsheet counts, the heading is 1): what was read, and what is wrong."""

    number: int
    name: str
    email: str
    role: str = ""
    from_date: date | None = None
    to_date: date | None = None
    full_time_equivalent: Decimal = Decimal("1.00")
    problems: list[str] = field(default_factory=list)

    @property
    def role_name(self) -> str:
        """The role in words; empty where it was not understood."""
        return OF_AUTHORITY[self.role].name if self.role else ""


def template() -> list[list[str]]:
    """The table to fill in: the heading, and a line for each role as an example."""
    people = [
        ("Hazel Brook", "hazel.brook@council.example", "0.6"),
        ("Kit Ashdown", "kit.ashdown@council.example", "1"),
    ]
    people += [
        ("Wren Alderly", "wren.alderly@council.example", "1"),
        ("Nell Wye", "nell.wye@council.example", "1"),
    ]
    roles = [role.name for role in OF_AUTHORITY.values()]
    lines = [
        [name, email, role, "01/04/2026", "", share]
        for (name, email, share), role in zip(people, roles, strict=False)
    ]
    return [list(COLUMNS), *lines]


def decoded(content: bytes) -> str:
    """The letters of a file. Raises DomainError for one that is too large, or no text."""
    if len(content) > MOST_BYTES:
        raise DomainError(
            f"This file is larger than {MOST_BYTES // 1000} kB. Invite in several parts.",
            "large",
            field="file",
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise DomainError(
        "This is no CSV file. In your spreadsheet choose “Save as”, then CSV.", "no_csv", field="file"
    )


def read(text: str, *, on: date) -> list[Line]:
    """The lines of a table with what is wrong with each. An empty “From” is `on`.

    Raises DomainError where the table as a whole cannot be read.
    """
    heading = text.lstrip("\ufeff").splitlines()[0] if text.strip() else ""
    try:
        rows = list(
            csv.reader(
                io.StringIO(text.lstrip("\ufeff")),
                delimiter=";" if heading.count(";") > heading.count(",") else ",",
            )
        )
    except csv.Error:
        raise DomainError("This is no CSV file. Use the template.", "no_csv", field="file") from None
    wanted = [_plain(name) for name in COLUMNS]
    found = [_plain(cell) for cell in rows[0]] if rows else []
    missing = [name for name in COLUMNS if _plain(name) not in found]
    if missing:
        raise DomainError(
            f"The first line must name the columns. Missing: {', '.join(missing)}.", "columns", field="file"
        )
    places = [found.index(name) for name in wanted]
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            lines.append(
                _line(number, [row[place].strip() if place < len(row) else "" for place in places], on)
            )
    if not lines:
        raise DomainError("There is nobody in this file.", "empty", field="file")
    if len(lines) > MOST_ROWS:
        raise DomainError(
            f"These are more than {MOST_ROWS} lines. Invite in several parts.", "many", field="file"
        )
    _tell_doubles(lines)
    return lines


def _plain(heading: str) -> str:
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def _line(number: int, cells: list[str], on: date) -> Line:
    name, email, role, begins, ends, share = cells
    line = Line(number, name, email.lower())
    if not name:
        line.problems.append("Fill in the name.")
    elif len(name) > 120:
        line.problems.append("Make the name 120 characters or shorter.")
    elif name.startswith(FORMULA) or not name.isprintable():
        line.problems.append("A name begins with a letter: a spreadsheet would take this one for a formula.")
    try:
        validate_email(line.email)
    except ValidationError:
        line.problems.append("Give an e-mail address like name@example.gov.uk.")
    else:
        if len(line.email) > 254 or line.email.startswith(FORMULA):
            line.problems.append("Give an e-mail address like name@example.gov.uk.")
    line.role = BY_NAME.get(role.casefold(), "")
    if not line.role:
        line.problems.append(
            f"Give one of the roles: {', '.join(one.name for one in OF_AUTHORITY.values())}."
        )
    line.from_date = _day(line, "From", begins) if begins else on
    line.to_date = _day(line, "To", ends) if ends else None
    if line.from_date and line.to_date and line.to_date < line.from_date:
        line.problems.append("“To” must not be before “From”.")
    line.full_time_equivalent = _share(line, share)
    return line


def _day(line: Line, column: str, cell: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day, not an instant
        except ValueError:
            continue
    line.problems.append(f"Give “{column}” as day/month/year, like 01/04/2026.")
    return None


def _share(line: Line, cell: str) -> Decimal:
    try:
        share = Decimal(cell.replace(",", ".") or "1")
        right = Decimal("0.05") <= share <= 1 and share == round(share, 2)
    except InvalidOperation:
        right = False
    if right:
        return share.quantize(Decimal("0.01"))
    line.problems.append("Give the full-time equivalent between 0.05 and 1, like 0.6.")
    return Decimal("1.00")


def _tell_doubles(lines: list[Line]) -> None:
    first: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.role:
            there = first.setdefault((line.email, line.role), line.number)
            if there != line.number:
                line.problems.append(f"Line {there} gives the same person the same role.")

"""Each table on its own, and against the Header: identity, dates and codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from children.chain import Row, collection_end
from children.codes import code_set
from returns.checks.cells import POSTCODE_LENGTH, UPN, URN_LENGTH, Finder, listed
from returns.reading import Line
from returns.rows import EpisodeRow, HeaderRow, ReviewRow, UascRow
from returns.tables import HEADER


def headers(finder: Finder, lines: Iterable[Line]) -> dict[str, HeaderRow]:
    """The children by number."""
    found: dict[str, HeaderRow] = {}
    by_child: dict[str, list[Line]] = defaultdict(list)
    by_upn: dict[str, Line] = {}
    for line in lines:
        row = _header(finder, line)
        child = line.cells.get("CHILD", "").upper()
        if by_child[child] and child:
            _twice(finder, by_child[child], line, "CHILD", "INT32")
        by_child[child].append(line)
        if line.torn or row is None:
            continue
        if row.upn and not _no_upn(row.upn):
            first = by_upn.setdefault(row.upn, line)
            if first is not line and first.cells["CHILD"].upper() != child:
                finder.refuse(
                    line, "UPN", f"A pupil number of its own: line {first.number} has it too.", "444"
                )
        if not finder.is_refused(line):
            found[row.child] = row
    return {child: row for child, row in found.items() if not finder.is_refused(row.line)}


def _no_upn(upn: str) -> bool:
    return upn.startswith("UN")


def _twice(finder: Finder, earlier: list[Line], line: Line, column: str, rule: str = "") -> bool:
    """The same key again. A mere copy (True) is refused alone; where the two differ, neither can be believed."""
    copies = [first for first in earlier if first.cells == line.cells]
    where = ", ".join(str(first.number) for first in earlier)
    if copies:
        finder.refuse(line, column, f"One row only: this one is a copy of line {copies[0].number}.", rule)
        return True
    finder.refuse(line, column, f"One row only: line {where} is another for the same key.", rule)
    for first in earlier:
        if not finder.is_refused(first):
            words = f"One row only: line {line.number} is another for the same key."
            finder.refuse(first, column, words, rule)
    return False


def _header(finder: Finder, line: Line) -> HeaderRow | None:
    child = finder.child(line)
    if line.torn:
        finder.refused.add((line.file, line.number))
        return None
    end = collection_end(finder.year)
    sex = finder.code(line, "SEX", "sex", "101", needed=True)
    born = finder.day(line, "DOB", "102", needed=True)
    ethnicity = finder.code(line, "ETHNIC", "ethnic", "103", needed=True)
    upn = line.cells["UPN"]
    if upn and not UPN.fullmatch(upn) and upn not in code_set("upn_unknown"):
        words = (
            f"A letter other than I, O and S, then 12 digits; or one of {listed('upn_unknown', finder.year)}."
        )
        finder.refuse(line, "UPN", words, "168")
    mother = finder.code(line, "MOTHER", "mother", "165")
    own_child = finder.day(line, "MC_DOB", "171")
    if born and born > end:
        finder.refuse(line, "DOB", f"A day on or before {end:%d/%m/%Y}, the end of the collection.", "301")
    if own_child and born and own_child < born:
        finder.refuse(line, "MC_DOB", "A day after the child's own date of birth.", "621")
    if own_child and own_child > end:
        finder.refuse(line, "MC_DOB", f"A day on or before {end:%d/%m/%Y}, the end of the collection.")
    if not child or born is None:
        return None
    return HeaderRow(line, child, sex, born, ethnicity, upn, mother, own_child)


def _child_of(finder: Finder, line: Line, known: dict[str, HeaderRow], all_headers: dict[str, Line]) -> str:
    """The child a row belongs to; empty where the row has to go without."""
    if line.torn:
        finder.refused.add((line.file, line.number))
        return line.cells.get("CHILD", "").upper()
    child = finder.child(line)
    if child and child not in known:
        if child in all_headers:
            where = all_headers[child]
            finder.follow(line, f"Left out with the child: line {where.number} of {where.file} was refused.")
        elif HEADER not in finder.lacking:
            finder.refuse(line, "CHILD", "A child of the Header table: this one is not in it.", "INT08")
    return child


def episodes(
    finder: Finder, lines: Iterable[Line], known: dict[str, HeaderRow], all_headers: dict[str, Line]
) -> dict[str, list[tuple[Line, EpisodeRow | None]]]:
    """The lines of each child in the order of the file; without a row where its dates cannot be read."""
    found: dict[str, list[tuple[Line, EpisodeRow | None]]] = defaultdict(list)
    keys: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        child = _child_of(finder, line, known, all_headers)
        row = None if line.torn else _episode(finder, line, child)
        if row is not None:
            key = (child, line.cells["DECOM"])
            if keys[key] and _twice(finder, keys[key], line, "DECOM"):
                continue
            keys[key].append(line)
        if child:
            found[child].append((line, row))
    return found


def _episode(finder: Finder, line: Line, child: str) -> EpisodeRow | None:
    end = collection_end(finder.year)
    start = finder.day(line, "DECOM", "141", needed=True)
    last = finder.day(line, "DEC", "147")
    reason = finder.code(line, "RNE", "rne", "143", needed=True)
    status = finder.code(line, "LS", "legal_status", "144", needed=True)
    need = finder.code(line, "CIN", "cin", "145", needed=True)
    place = finder.code(line, "PLACE", "place", "146", needed=True)
    provider = finder.code(line, "PLACE_PROVIDER", "place_provider", "178")
    why = finder.code(line, "REC", "rec", "149")
    change = finder.code(line, "REASON_PLACE_CHANGE", "reason_place_change", "1009")
    home = finder.text(line, "HOME_POST", POSTCODE_LENGTH)
    there = finder.text(line, "PL_POST", POSTCODE_LENGTH)
    urn = finder.text(line, "URN", URN_LENGTH)
    if start and start > end:
        finder.refuse(line, "DECOM", f"A day on or before {end:%d/%m/%Y}, the end of the collection.", "354")
    if last and last > end:
        finder.refuse(line, "DEC", f"A day on or before {end:%d/%m/%Y}, the end of the collection.", "385")
    if start and last and last <= start:
        rule = "355" if last == start else "356"
        finder.refuse(line, "DEC", f"A day after DECOM, {start:%d/%m/%Y}.", rule)
    if line.cells["DEC"] and not line.cells["REC"]:
        finder.refuse(line, "REC", "A reason, since there is a day it ended; the cell is blank.", "148")
    if line.cells["REC"] and not line.cells["DEC"]:
        finder.refuse(line, "DEC", "A day, since there is a reason it ended; the cell is blank.", "148")
    if start is None or not child:
        return None
    facts = Row(start, reason, status, need, place, provider, last, why, change, home, there, urn)
    return EpisodeRow(line, child, facts)


def reviews(
    finder: Finder, lines: Iterable[Line], known: dict[str, HeaderRow], all_headers: dict[str, Line]
) -> dict[str, list[ReviewRow]]:
    """The reviews of each child."""
    found: dict[str, list[ReviewRow]] = defaultdict(list)
    keys: dict[tuple[str, str], list[Line]] = defaultdict(list)
    end = collection_end(finder.year)
    for line in lines:
        child = _child_of(finder, line, known, all_headers)
        if line.torn:
            continue
        held = finder.day(line, "REVIEW", "166", needed=True)
        code = finder.code(line, "REVIEW_CODE", "review_code", "167", needed=True)
        _same_birth(finder, line, known.get(child), "INT17")
        if held and held > end:
            finder.refuse(line, "REVIEW", f"A day on or before {end:%d/%m/%Y}: a review that was held.")
        elif held and held > finder.on:
            words = f"A review that was held, on or before {finder.on:%d/%m/%Y}: this day is still to come."
            finder.refuse(line, "REVIEW", words)
        if held and child:
            if keys[child, line.cells["REVIEW"]]:
                _twice(finder, keys[child, line.cells["REVIEW"]], line, "REVIEW")
            keys[child, line.cells["REVIEW"]].append(line)
            found[child].append(ReviewRow(line, child, held, code))
    return _good(finder, found)


def _good(finder: Finder, found: dict[str, list[ReviewRow]]) -> dict[str, list[ReviewRow]]:
    left = {child: [row for row in rows if not finder.is_refused(row.line)] for child, rows in found.items()}
    return {child: sorted(rows, key=lambda row: row.held) for child, rows in left.items() if rows}


def _same_birth(finder: Finder, line: Line, header: HeaderRow | None, rule: str) -> None:
    born = finder.day(line, "DOB", "102", needed=True)
    if header is not None and born is not None and born != header.date_of_birth:
        words = f"The date of birth of the Header table, {header.date_of_birth:%d/%m/%Y}."
        finder.refuse(line, "DOB", words, rule)


def uasc(
    finder: Finder, lines: Iterable[Line], known: dict[str, HeaderRow], all_headers: dict[str, Line]
) -> dict[str, UascRow]:
    """The unaccompanied children by number."""
    found: dict[str, UascRow] = {}
    keys: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        child = _child_of(finder, line, known, all_headers)
        if line.torn:
            continue
        finder.code(line, "SEX", "sex", needed=True)
        until = finder.day(line, "DUC")
        header = known.get(child)
        _same_birth(finder, line, header, "INT12")
        if header is not None and line.cells["SEX"] and line.cells["SEX"] != header.sex:
            finder.refuse(line, "SEX", f"The sex of the Header table, {header.sex}.")
        if child:
            if keys[child]:
                _twice(finder, keys[child], line, "CHILD")
            keys[child].append(line)
            found.setdefault(child, UascRow(line, child, until))
    return {child: row for child, row in found.items() if not finder.is_refused(row.line)}


def first_lines(lines: Iterable[Line]) -> dict[str, Line]:
    """The first line of each child, good or not."""
    found: dict[str, Line] = {}
    for line in lines:
        found.setdefault(line.cells.get("CHILD", "").upper(), line)
    found.pop("", None)
    return found

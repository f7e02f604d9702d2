"""What follows from a chain of episodes: periods of care, placements, legal statuses. Pure, like `children.chain`."""

from collections.abc import Callable, Iterable, Sequence

from children.chain import PLACEMENT, SHORT_BREAKS, Link, Row, joined

REMAND = "J1"


def periods(chain: Iterable[Link]) -> list[list[Link]]:
    """The chain in periods of care."""
    found: list[list[Link]] = []
    for link in chain:
        if found and joined(found[-1][-1].row, link.row):
            found[-1].append(link)
        else:
            found.append([link])
    return found


def basis(row: Row) -> str:
    """On what footing a period began that starts with this episode (a value of children.enums.StartBasis)."""
    if row.legal_status in SHORT_BREAKS:
        return "short_breaks"
    return "remanded" if row.legal_status == REMAND else "accommodated"


def runs(links: Sequence[Link], same: Callable[[Link, Link], bool]) -> list[list[Link]]:
    """Neighbours that are one and the same placement, or legal status, put together."""
    found: list[list[Link]] = []
    for link in links:
        before = found[-1][-1] if found else None
        if before is not None and before.row.end == link.row.start and same(before, link):
            found[-1].append(link)
        else:
            found.append([link])
    return found


def same_placement(before: Link, after: Link) -> bool:
    """Only the legal status changed between the two."""
    held = [link.episode.placement_id for link in (before, after) if link.episode is not None]
    alike = all(getattr(before.row, name) == getattr(after.row, name) for name in PLACEMENT)
    return after.row.reason == "L" and alike and len(set(held)) < 2


def same_status(before: Link, after: Link) -> bool:
    """The legal status went on."""
    held = [link.episode.legal_status_id for link in (before, after) if link.episode is not None]
    return before.row.legal_status == after.row.legal_status and len(set(held)) < 2

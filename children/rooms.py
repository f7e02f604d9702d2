"""What the children app itself shows on a child's page: how to talk with the child, where they live, who is around."""

from datetime import date

from django.urls import reverse

from accounts.permissions import Permission
from children.enums import RelationshipKind
from children.panels import Panel, Visit
from children.selectors import place_name
from core.dates import plain


def how_to_talk(visit: Visit) -> Panel:
    """One line a point, as the child and those who know them wrote it."""
    child = visit.record.child
    lines = [line.strip() for line in child.how_to_talk.splitlines() if line.strip()]
    if child.language:
        lines.append(f"Speaks {child.language}{', interpreter needed' if child.interpreter_needed else ''}")
    url = reverse("child-edit", args=[child.uuid]) if visit.actor.may(Permission.EDIT_CHILD) else ""
    return Panel("children/room_talk.html", {"who": child.shown_as, "lines": lines, "url": url})


def where_they_live(visit: Visit) -> Panel:
    """With whom, since when, which home it is. Address and phone are behind a link: each look is recorded."""
    record = visit.record
    home = record.placement
    period = record.period
    number = sum(1 for one in record.placements if period and one.start >= period.start)
    since = f"Since {plain(home.start)}, {_for(home.start, visit.on)}." if home else ""
    last = record.placements[-1] if record.placements and home is None else None
    return Panel(
        "children/room_home.html",
        {
            "who": record.child.shown_as,
            "carers": home.facts.get("carers") if home else "",
            "kind": place_name(home.code) if home else "",
            "since": since,
            "number": f"{_ordinal(number)} home in this period of care." if home else "",
            "last": f"{place_name(last.code)}, until {plain(last.end)}" if last else "",
            "last_carers": last.facts.get("carers") if last else "",
            "url": reverse("child-address", args=[record.child.uuid]) if home else "",
        },
    )


ORDINALS = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


def _ordinal(number: int) -> str:
    """In words up to ten, since that is how it is said."""
    if number < len(ORDINALS):
        return ORDINALS[number]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def _for(since: date, on: date) -> str:
    months = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    if months >= 24:
        return f"{months // 12} years"
    if months:
        return f"{months} month{'' if months == 1 else 's'}"
    days = (on - since).days
    return f"{days} day{'' if days == 1 else 's'}" if days > 0 else "today"


def people(visit: Visit) -> Panel:
    """The people around the child now."""
    labels = dict(RelationshipKind.choices)
    looked_after = visit.record.period is not None
    order = list(labels)
    rows = [
        {
            "name": row["name"],
            "kind": labels.get(row["kind"], row["kind"]),
            "detail": row["detail"],
            "responsible": row["responsible"],
            "since": plain(date.fromisoformat(row["start"])) if row["start"] else "",
            "not_invited": row["not_invited"],
            "url": reverse("person-around", args=[visit.record.child.uuid, row["uuid"]]),
        }
        for row in sorted(visit.record.people, key=lambda row: order.index(row["kind"]))
        if row["end"] is None
    ]
    may = visit.actor.may(Permission.EDIT_CHILD) and looked_after
    url = reverse("person-around-add", args=[visit.record.child.uuid]) if may else ""
    alone = looked_after and all(row["kind"] != labels[RelationshipKind.SOCIAL_WORKER] for row in rows)
    return Panel(
        "children/room_people.html",
        {
            "who": visit.record.child.shown_as,
            "rows": rows,
            "url": url,
            "may": may,
            "confidential_url": reverse("confidential", args=[visit.record.child.uuid]) if may else "",
            "no_social_worker": alone,
        },
    )

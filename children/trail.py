"""Who saw a child, in words: each look, list, search, export and change that the audit holds about them."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Person
from audit.models import Event
from audit.verbs import Verb
from core.dates import short_time

LOOKS, LISTS, DOWNLOADS, CHANGES = "looks", "lists", "downloads", "changes"
KINDS = {LOOKS: "Looks", LISTS: "Lists and searches", DOWNLOADS: "Exports and downloads", CHANGES: "Changes"}
"""What the filter tells apart."""
_LISTS = frozenset(
    {
        Verb.CASELOAD_LISTED,
        Verb.DECISIONS_LISTED,
        Verb.TEAM_VIEWED,
        Verb.LIST_VIEWED,
        Verb.GLASS_LISTED,
    }
)
_DOWNLOADS = frozenset({Verb.EXPORTED, Verb.REPORT_DOWNLOADED, Verb.TRAIL_DOWNLOADED})
WORDS = {
    Verb.CHILD_VIEWED: "Opened the child’s page",
    Verb.ADDRESS_VIEWED: "Looked at where the child lives",
    Verb.EXPORTED: "Exported the 903 return",
    Verb.TRAIL_VIEWED: "Looked at who saw this child",
    Verb.TRAIL_DOWNLOADED: "Downloaded who saw this child",
    Verb.GLASS_BROKEN: "Opened the closed record, to read for 60 minutes",
}
"""Where the verb's own words would not do on a page about one child."""


@dataclass(frozen=True)
class Line:
    """One event on the page."""

    when: str
    who: str
    what: str


def kind_of(verb: Verb) -> str:
    """Which kind of event a verb is."""
    if verb in _LISTS:
        return LISTS
    if verb in _DOWNLOADS:
        return DOWNLOADS
    return LOOKS if verb.value.endswith(("viewed", "looked_at")) else CHANGES


def verbs_of(kind: str) -> list[str]:
    """The verbs of one kind."""
    return [verb.value for verb in Verb if kind_of(verb) == kind]


def lines_of(events: Iterable[Event]) -> list[Line]:
    """The events with the names of who did them, in one statement."""
    events = list(events)
    names = dict(Person.objects.filter(pk__in={event.actor_id for event in events}).values_list("pk", "name"))
    return [Line(short_time(event.at), _who(event, names), _what(event)) for event in events]


def _who(event: Event, names: dict[int, str]) -> str:
    if event.actor_id is None:
        return "The portal itself"
    return names.get(event.actor_id, "Somebody who is no longer known")


def _what(event: Event) -> str:
    verb = Verb(event.verb)
    if verb in _LISTS:
        number = len(event.child_ids)
        return f"Was in a list of {number} children" if number > 1 else "Was alone in a list"
    words = WORDS.get(verb) or verb.label
    return words[:1].upper() + words[1:]

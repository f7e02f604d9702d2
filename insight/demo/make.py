"""Makes the demo: everything of one authority in one transaction, the same for the same seed and day."""

from datetime import date
from random import Random

from django.db import transaction

from accounts.models import LocalAuthority, Person
from accounts.scoping import in_authority
from audit.actions import record
from audit.verbs import Verb
from insight.demo import facts, live, past, special
from insight.demo.facts import Made
from insight.demo.people import LISTED, Staff, authorities, staff
from insight.demo.stories import Story, Teller
from reviews.actions.duties import recompute_children

SEED = 1989  # the year of the Children Act
LEFT_CARE = 45
"""Children of the larger authority who have left care, so that past months hold enough reviews."""


def is_there() -> bool:
    """Whether the demo was made already."""
    codes = [row.ons_code for row in LISTED.values()]
    return LocalAuthority.objects.filter(ons_code__in=codes).exists()


@transaction.atomic
def make(*, on: date, seed: int = SEED) -> dict[str, int]:
    """Make both authorities as they stand on a day; authority to number of children now looked after."""
    made = {}
    for place, team in enumerate(staff(authorities(), on=on).values()):
        # Not for secrets: the demo must come out the same each time.
        dice = Random(seed + place)  # noqa: S311
        with in_authority(team.authority):
            made[team.authority.name] = _authority(team, on=on, dice=dice, large=place == 0)
    return made


def _authority(team: Staff, *, on: date, dice: Random, large: bool) -> int:
    tell = Teller(dice, on, 200100 if large else 300100)
    told: list[tuple[Story, Person | None]] = []
    for officer, number in team.officers:
        stories = special.northshire(tell) if large and officer == team.demo_iro else []
        stories += [tell.usual() for _ in range(number - len(stories))]
        told += [(story, officer) for story in stories]
    if large:
        told += [(story, None) for story in special.nobodys(tell)]
        told += [(tell.left(), dice.choice(team.officers)[0]) for _ in range(LEFT_CARE)]
    rows = facts.save(told, team, on=on, dice=dice)
    past.save(rows, on=on, dice=dice, detailed=team.demo_iro)
    recompute_children([row.child.pk for row in rows])
    if large:
        _going_on(rows, team.demo_iro, on=on, dice=dice)
    live.book(rows, on=on, dice=dice, detailed=team.demo_iro)
    record(
        Verb.DEMO_MADE,
        by=None,
        authority_id=team.authority.pk,
        object_type="children.child",
        object_ids=[row.child.pk for row in rows],
        child_ids=[row.child.pk for row in rows],
    )
    return sum(1 for row in rows if row.story.end is None)


def _going_on(rows: list[Made], iro: Person, *, on: date, dice: Random) -> None:
    """Three reviews of the demo's officer in the middle of things."""
    free = [
        row
        for row in rows
        if row.iro == iro
        and len(row.story.reviews) > 2
        and (on - row.story.reviews[-1].on).days in range(60, 150)
        and row.story.home.type[0] in "UK"
    ]
    for row, act in zip(free, (live.under_way, live.adjourned, live.to_write_up), strict=False):
        act(row, on=on, dice=dice)

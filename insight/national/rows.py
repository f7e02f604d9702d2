"""One authority's children as rows, and their duties by the real rules; nothing is read and nothing written.

What `recompute` would derive is derived here from the same rows in memory (`reviews.deadlines.derive`), since to write
each row by the acts of the portal would take days. `manage.py recompute` afterwards finds nothing to change.
"""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from django.db import models

from accounts.models import Person
from children.enums import PlanSection
from children.models import Child
from core.calendar import ENGLAND
from insight.demo import facts, past, words
from insight.demo.facts import Made
from insight.demo.stories import Story, Teller
from insight.national.places import Place
from reviews.deadlines import Choices, Derived, Facts, derive
from reviews.enums import DecisionState
from reviews.models import CaseloadEntry, Deadline, Review, Sitting

SOON = 45
"""Days within which most coming reviews are booked."""
NOBODYS = 0.004
"""The share of children without a reviewing officer."""
NewIds = Callable[[type[models.Model], int], range]
Rows = dict[type[models.Model], list[Any]]


class LoadTeller(Teller):
    """Tells of many more children than there are names."""

    def name(self) -> str:
        """Any name; others may have it too."""
        return f"{self.dice.choice(words.FIRST)} {self.dice.choice(words.LAST)}"

    def after(self, reviews: int) -> Story:
        """A child in care for about as long as it takes to have been reviewed so often."""
        days = 10 if reviews == 0 else 25 if reviews == 1 else 115 + 182 * (reviews - 2)
        return self.usual(days + self.dice.randrange(3, 12 if reviews < 2 else 170))


class Author:
    """Writes the rows of one authority in the order in which one needs another."""

    def __init__(self, place: Place, choices: Choices, *, on: date, dice: Random, new_ids: NewIds) -> None:
        self.place, self.choices, self.on, self.dice, self.new_ids = place, choices, on, dice, new_ids
        self.rows: Rows = {}

    def write(self, children: int, reviews: int) -> Rows:
        """So many children, with about so many past reviews each."""
        made = self._children(children, reviews)
        statuses, homes, told = facts.care_rows(made)
        self._add(statuses)
        self._add(homes)
        for episode, status, home in told:
            episode.legal_status, episode.placement = status, home
        self._add([episode for episode, _, _ in told])
        self._add(facts.people_rows(made, self.dice))
        plans = facts.plan_rows(made, self.place.manager, self.on, self.dice)
        self._add(plans)
        self._add([row for plan in plans for row in facts.section_rows(plan, [PlanSection.PERMANENCE])])
        for plan in plans:
            plan.section_codes = [PlanSection.PERMANENCE.value]
        allocations = facts.allocation_rows(made, self.place.manager, self.on)
        self._add(allocations)
        before = past.Rows()
        for one in made:
            past.of_child(before, one, self.on, self.dice, whole=False)
        self._add(before.reviews)
        self._add(sorted(before.decisions, key=lambda row: row.times_asked))
        self._add(before.follow_ups)
        known = {one.child.pk: Facts(one.child, [one.period]) for one in made}
        for name, rows in (
            ("statuses", statuses), ("placements", homes), ("reviews", before.reviews),
            ("allocations", allocations), ("plans", plans),
        ):  # fmt: skip
            for row in rows:
                getattr(known[row.child_id], name).append(row)
        for row in before.decisions:
            known[row.child_id].open_decisions += row.state == DecisionState.OPEN
        self._duties(known)
        return self.rows

    def _children(self, children: int, reviews: int) -> list[Made]:
        tell = LoadTeller(self.dice, self.on, self.place.authority.pk * 1_000_000)
        made = []
        for number in range(children):
            story = tell.after(self.dice.randint(0, 2 * reviews))
            child = facts.child_row(story, self.place.authority, self.dice, self.on.replace(day=1))
            iro: Person | None = self.place.officers[number % len(self.place.officers)]
            made.append(
                Made(story, child, child, None if self.dice.random() < NOBODYS else iro)  # type: ignore[arg-type]
            )
        self._add([one.child for one in made])
        for one in made:
            one.period = facts.period_row(one.story, one.child)
        self._add([one.period for one in made])
        return made

    def _add(self, rows: Sequence[models.Model]) -> None:
        """Give ids, the same each time for the same dice, and keep them to be written."""
        if not rows:
            return
        model = type(rows[0])
        for row, pk in zip(rows, self.new_ids(model, len(rows)), strict=True):
            row.pk = pk
            row.uuid = UUID(int=self.dice.getrandbits(128), version=4)
        self.rows.setdefault(model, []).extend(rows)

    def _duties(self, known: dict[int, Facts]) -> None:
        """What follows from the facts, with the next review of some children booked first."""
        derived = {pk: derive(one, self.choices) for pk, one in known.items()}
        booked = []
        for pk, one in known.items():
            due = (derived[pk].entry or {}).get("review_due_date")
            days = (due - self.on).days if due else -1
            if 0 <= days <= SOON and one.allocations and self.dice.random() < 0.7:
                booked.append(self._book(one, due))
        self._add(booked)
        for review in booked:
            known[review.child_id].reviews.append(review)
            derived[review.child_id] = derive(known[review.child_id], self.choices)
        self._add(
            [
                Sitting(authority_id=review.authority_id, review=review, number=1, date=review.scheduled_date,
                        place="home", place_detail="Where the child lives")
                for review in booked
            ]
        )  # fmt: skip
        for pk, one in known.items():
            for review in one.reviews:
                review.due_date, review.due_rule = derived[pk].held.get(review.pk, (None, ""))
        self._add([row for pk, one in known.items() for row in self._deadlines(one.child, derived[pk])])
        standing = {(row.child_id, row.kind, row.key): row.pk for row in self.rows.get(Deadline, [])}
        self._add([self._entry(pk, one, standing) for pk, one in derived.items() if one.entry is not None])

    def _book(self, one: Facts, due: date) -> Review:
        day = ENGLAND.last_working_day_on_or_before(due)
        return Review(
            authority_id=one.child.authority_id, child=one.child, period=one.period,
            number=max((row.number for row in one.reviews), default=0) + 1, state="scheduled",
            scheduled_date=max(day, self.on),
        )  # fmt: skip

    def _deadlines(self, child: Child, derived: Derived) -> list[Deadline]:
        return [
            Deadline(
                authority_id=child.authority_id, child_id=child.pk, kind=duty.kind, key=duty.key,
                **duty.values(self.choices),
            )
            for duty in derived.duties
        ]  # fmt: skip

    def _entry(self, pk: int, derived: Derived, standing: dict[tuple[int, str, str], int]) -> CaseloadEntry:
        values = dict(derived.entry or {})
        wanted = values.pop("next_deadline")
        next_id = standing[pk, *wanted] if wanted else None
        return CaseloadEntry(
            authority_id=self.place.authority.pk, child_id=pk, next_deadline_id=next_id, **values
        )

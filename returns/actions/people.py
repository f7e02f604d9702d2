"""The child as a collection has them: kept by year, and in the child's own fields what the newest says.

What a person changed in the portal since the newest collection stays, and is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.models import LocalAuthority, Person
from children.actions.ranges import BATCH
from children.chain import collection_start
from children.enums import Source
from children.models import Child, CollectionYearFacts
from core import clock
from returns.report import GONE, KEPT, OLDER, Remark
from returns.rows import HeaderRow, UascRow

COLUMNS = {
    "date_of_birth": "DOB",
    "sex": "SEX",
    "ethnicity": "ETHNIC",
    "upn": "UPN",
    "is_mother": "MOTHER",
    "mothers_child_born": "MC_DOB",
    "unaccompanied": "unaccompanied",
    "unaccompanied_until": "DUC",
}
STEADY = {"date_of_birth": "203", "sex": "202", "ethnicity": "204"}
"""What ought not to change from one collection to the next, with the sector's rule."""


@dataclass
class PersonPlan:
    """What one child's own rows ought to be."""

    child: Child
    header: HeaderRow
    facts: CollectionYearFacts
    uasc: UascRow | None = None
    child_values: dict[str, Any] = field(default_factory=dict)
    fact_values: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    odd: list[tuple[str, str, str]] = field(default_factory=list)
    """Column, what was expected and rule, to warn of."""

    @property
    def act(self) -> str:
        """What becomes of the child's row of the Header."""
        if self.child.pk is None:
            return "made"
        names = [name for name in COLUMNS if not name.startswith("unaccompanied")]
        return "changed" if any(self._differs(name) for name in names) else "unchanged"

    @property
    def uasc_act(self) -> str:
        """What becomes of the child's row of the UASC table."""
        if self.facts.pk is None and not self.child.unaccompanied:
            return "made"
        changed = self._differs("unaccompanied") or self._differs("unaccompanied_until")
        return "changed" if changed else "unchanged"

    def _differs(self, name: str) -> bool:
        new_in_child = name in self.child_values and getattr(self.child, name) != self.child_values[name]
        told_again = self.facts.pk is not None and getattr(self.facts, name) != self.fact_values[name]
        return new_in_child or told_again

    @property
    def changes_child(self) -> bool:
        """Whether a fact of the child's own row changes."""
        return any(getattr(self.child, name) != value for name, value in self.child_values.items())


def plan_person(
    child: Child | None,
    facts: dict[int, CollectionYearFacts],
    header: HeaderRow,
    uasc: UascRow | None,
    *,
    authority: LocalAuthority,
    year: int,
    has_uasc: bool,
) -> PersonPlan:
    """Compare what is held of a child with what the Header and the UASC table say."""
    is_new = child is None
    child = child or Child(authority=authority, number=header.child, source=Source.IMPORT)
    row = facts.get(year) or CollectionYearFacts(authority=authority, child=child, year=year)
    plan = PersonPlan(child, header, row, uasc)
    newest = facts[max(facts)] if facts else None
    told = _told(plan, newest, has_uasc=has_uasc)
    plan.fact_values = told
    if newest is not None and newest.year > year:
        if newest.date_of_birth != header.date_of_birth:
            held = child.date_of_birth
            plan.remarks.append(
                Remark.of(OLDER, header.child, "DOB", held=held, told=header.date_of_birth, line=header.line)
            )
        return plan
    for name, said in told.items():
        ours = getattr(child, name) if not is_new else None
        by_person = not is_new and (bool(ours) if newest is None else ours != getattr(newest, name))
        if not by_person:
            plan.child_values[name] = said
        elif ours != said:
            plan.remarks.append(
                Remark.of(KEPT, header.child, COLUMNS[name], held=ours, told=said, line=header.line)
            )
        if newest is not None and newest.year < year and name in STEADY and said != getattr(newest, name):
            words = f"{Remark.of('', '', '', held=getattr(newest, name)).held}, as in the collection of {newest.year}."
            plan.odd.append((COLUMNS[name], words, STEADY[name]))
    return plan


def _told(plan: PersonPlan, newest: CollectionYearFacts | None, *, has_uasc: bool) -> dict[str, Any]:
    header, facts = plan.header, plan.facts
    told = {name: getattr(header, name) for name in COLUMNS if not name.startswith("unaccompanied")}
    before = facts if facts.pk is not None else newest
    unaccompanied, until = False, None
    if plan.uasc is not None:
        unaccompanied, until = True, plan.uasc.until
    elif before is not None and before.unaccompanied and before.year <= facts.year:
        same_year = before.year == facts.year
        if same_year or not has_uasc:
            unaccompanied, until = True, before.unaccompanied_until
        ceased = before.unaccompanied_until
        still = ceased is None or ceased >= collection_start(facts.year)
        if has_uasc and still:
            plan.remarks.append(Remark.of(GONE, header.child, "in the UASC table"))
    return {**told, "unaccompanied": unaccompanied, "unaccompanied_until": until}


def save_people(plans: list[PersonPlan], *, by: Person | None) -> None:
    """Write the children and their facts of the year: at most four statements a batch."""
    new = [plan for plan in plans if plan.child.pk is None]
    changed = [plan for plan in plans if plan.child.pk is not None and plan.changes_child]
    for plan in [*new, *changed]:
        for name, value in plan.child_values.items():
            setattr(plan.child, name, value)
        plan.child.saved_by, plan.child.saved_at = by, clock.now()
    for plan in changed:
        plan.child.version += 1
    Child.objects.bulk_create([plan.child for plan in new], batch_size=BATCH)
    names = [*COLUMNS, "died_on", "version", "saved_by", "saved_at"]
    if changed:
        Child.objects.bulk_update([plan.child for plan in changed], names, batch_size=BATCH)
    _save_facts(plans)


def _save_facts(plans: list[PersonPlan]) -> None:
    new_rows, changed_rows = [], []
    for plan in plans:
        differs = any(getattr(plan.facts, name) != value for name, value in plan.fact_values.items())
        for name, value in plan.fact_values.items():
            setattr(plan.facts, name, value)
        if plan.facts.pk is None:
            plan.facts.child = plan.child
            new_rows.append(plan.facts)
        elif differs:
            changed_rows.append(plan.facts)
    CollectionYearFacts.objects.bulk_create(new_rows, batch_size=BATCH)
    if changed_rows:
        CollectionYearFacts.objects.bulk_update(changed_rows, list(COLUMNS), batch_size=BATCH)

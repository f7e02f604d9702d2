"""Stories as rows: children, care, homes, episodes, people, plans and allocations; in a fixed number of statements.

What makes rows without saving them is for insight/national too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from accounts.models import LocalAuthority, Person
from children.enums import PlanSection
from children.models import (
    Allocation,
    CarePlanSection,
    CarePlanVersion,
    Child,
    Episode,
    LegalStatus,
    PeriodOfCare,
    Placement,
    Relationship,
)
from core import clock
from insight.demo import words
from insight.demo.people import Staff
from insight.demo.stories import Story

BATCH = 1000


@dataclass
class Made:
    """A story with its rows."""

    story: Story
    child: Child
    period: PeriodOfCare
    iro: Person | None


def save(stories: list[tuple[Story, Person | None]], team: Staff, *, on: date, dice: Random) -> list[Made]:
    """Write everything but the reviews."""
    known = on - timedelta(days=40)
    children = [child_row(story, team.authority, dice, known) for story, _iro in stories]
    Child.objects.bulk_create(children, BATCH)
    periods = [period_row(story, child) for (story, _iro), child in zip(stories, children, strict=True)]
    PeriodOfCare.objects.bulk_create(periods, BATCH)
    made = [
        Made(story, child, period, iro)
        for (story, iro), child, period in zip(stories, children, periods, strict=True)
    ]
    _care(made)
    Relationship.objects.bulk_create(people_rows(made, dice), BATCH)
    _plans(made, team, on, dice)
    Allocation.objects.bulk_create(allocation_rows(made, team.manager, on), BATCH)
    return made


def child_row(story: Story, authority: LocalAuthority, dice: Random, known: date) -> Child:
    """Who the child is."""
    speaks = dice.choice(("Tigrinya", "Pashto", "Kurdish Sorani")) if story.unaccompanied else ""
    return Child(
        authority=authority,
        number=story.number,
        name=story.name,
        date_of_birth=story.born,
        sex=story.sex,
        ethnicity=story.ethnicity,
        unaccompanied=story.unaccompanied,
        language=speaks,
        interpreter_needed=story.unaccompanied,
        how_to_talk=story.likes,
        pronouns="they" if dice.random() < 0.04 else "",
        known_since=known,
    )


def period_row(story: Story, child: Child) -> PeriodOfCare:
    """When they came into care, and left it."""
    return PeriodOfCare(
        authority_id=child.authority_id,
        child=child,
        start_date=story.start,
        start_known=story.start_known,
        end_date=story.end,
        end_reason=story.end_reason,
        basis=story.basis,
        first_episode_date=None if story.start_known else story.start,
    )


def _spans(starts: list[date], end: date | None) -> list[tuple[date, date | None]]:
    return list(zip(starts, [*starts[1:], end], strict=True))


def _care(made: list[Made]) -> None:
    statuses, homes, episodes = care_rows(made)
    LegalStatus.objects.bulk_create(statuses, BATCH)
    Placement.objects.bulk_create(homes, BATCH)
    for episode, status, home in episodes:
        episode.legal_status, episode.placement = status, home
    Episode.objects.bulk_create([episode for episode, _, _ in episodes], BATCH)


def care_rows(
    made: list[Made],
) -> tuple[list[LegalStatus], list[Placement], list[tuple[Episode, LegalStatus, Placement]]]:
    """Under which law, in which homes, and the episodes with the status and the home of each."""
    statuses: list[LegalStatus] = []
    homes: list[Placement] = []
    episodes: list[tuple[Episode, LegalStatus, Placement]] = []
    for one in made:
        of: dict[str, Any] = {
            "authority_id": one.child.authority_id,
            "child": one.child,
            "period": one.period,
        }
        story = one.story
        mine = [
            LegalStatus(code=code, start_date=start, end_date=end, **of)
            for (code, _), (start, end) in zip(
                story.statuses, _spans([day for _, day in story.statuses], story.end), strict=True
            )
        ]
        places = []
        spans = _spans([stay.start for stay in story.stays], story.end)
        for number, (stay, (start, end)) in enumerate(zip(story.stays, spans, strict=True)):
            followed = number + 1 < len(story.stays)
            places.append(
                Placement(
                    type=stay.type,
                    provider=stay.provider,
                    postcode="ZZ1 1ZZ",
                    urn=f"SC{number + 1:06}" if stay.type[0] in "UKA" else "XXXXXXX",
                    start_date=start,
                    end_date=end,
                    end_reason=stay.why_ended if followed else "",
                    carer_names=stay.carer,
                    meant_to_last_to_18=stay.type in ("U1", "U4"),
                    **of,
                )
            )
        statuses += mine
        homes += places
        episodes += _episodes(story, mine, places, of)
    return statuses, homes, episodes


def _episodes(
    story: Story, statuses: list[LegalStatus], homes: list[Placement], of: dict[str, Any]
) -> list[tuple[Episode, LegalStatus, Placement]]:
    days = sorted({row.start_date for row in (*statuses, *homes)})
    found = []
    for start, end in _spans(days, story.end):
        status = next(row for row in reversed(statuses) if row.start_date <= start)
        home = next(row for row in reversed(homes) if row.start_date <= start)
        moved, new_law = home.start_date == start, status.start_date == start
        why = "B" if moved and new_law else "P" if moved else "L"
        if start == story.start:
            why = "S" if story.start_known else "P"
        last = end is None or end == story.end
        episode = Episode(
            start_date=start,
            new_episode_reason=why,
            end_date=end,
            end_reason="" if end is None else story.end_reason if last else "X1",
            placement_change_reason=home.end_reason
            if end is not None and home.end_date == end and not last
            else "",
            category_of_need=story.need,
            home_postcode="ZZ9 9ZZ",
            **of,
        )
        found.append((episode, status, home))
    return found


def people_rows(made: list[Made], dice: Random) -> list[Relationship]:
    """Who is around each child. Brothers and sisters share a name and the day they came into care."""
    rows: list[Relationship] = []
    families: dict[str, list[Made]] = {}
    for one in made:
        families.setdefault(one.story.name.split()[-1] + str(one.story.start), []).append(one)
        adults = dice.sample(words.ADULT, 5)
        kinds: list[tuple[str, str, dict[str, Any]]] = [
            (
                "social_worker",
                adults[0],
                {"phone": "01632 960333", "email": "social.work@northshire.example"},
            ),
            ("teacher", adults[1], {"detail": dice.choice(words.SCHOOLS)}),
        ]
        if not one.story.unaccompanied:
            kinds.append(("mother", adults[2], {"parental_responsibility": True}))
            if dice.random() < 0.5:
                kinds.append(("father", adults[3], {"parental_responsibility": dice.random() < 0.5}))
        if one.story.home.carer:
            kinds.append(("carer", one.story.home.carer, {}))
        if dice.random() < 0.3:
            kinds.append(("relative", adults[4], {"detail": dice.choice(("Nana", "Auntie", "Grandad"))}))
        for kind, name, more in kinds:
            rows.append(
                Relationship(
                    authority_id=one.child.authority_id, child=one.child, kind=kind, name=name,
                    start_date=one.story.start, **more,
                )
            )  # fmt: skip
    for family in families.values():
        for one in family:
            rows += [
                Relationship(
                    authority_id=one.child.authority_id, child=one.child, kind="sibling", name=kin.story.name,
                    other_child=kin.child, start_date=None,
                )
                for kin in family
                if kin is not one
            ]  # fmt: skip
    return rows


def _plans(made: list[Made], team: Staff, on: date, dice: Random) -> None:
    """A current plan for each child; whole for those of the officer who can sign in."""
    plans = plan_rows(made, team.manager, on, dice)
    CarePlanVersion.objects.bulk_create(plans, BATCH)
    sections: list[CarePlanSection] = []
    officer = {one.child.pk: one.iro for one in made}
    for plan in plans:
        whole = officer[plan.child.pk] == team.demo_iro
        wanted = PlanSection.values if whole else [PlanSection.PERMANENCE]
        sections += section_rows(plan, wanted)
    CarePlanSection.objects.bulk_create(sections, BATCH)


def plan_rows(made: list[Made], manager: Person, on: date, dice: Random) -> list[CarePlanVersion]:
    """The plan agreed soon after care began, where it has begun long enough ago."""
    plans: list[CarePlanVersion] = []
    for one in made:
        story = one.story
        if story.end is not None or (on - story.start).days < 12 or not story.start_known:
            continue
        agreed = min(story.start + timedelta(days=dice.randrange(7, 13)), on - timedelta(days=1))
        adopted = any(code == "E1" for code, _ in story.statuses)
        lasting = (
            "adoption"
            if adopted
            else "long_term_fostering"
            if story.home.type in ("U1", "U4")
            else "return_home"
        )
        plans.append(
            CarePlanVersion(
                authority_id=one.child.authority_id, child=one.child, number=1, status="current",
                permanence=lasting if (on - story.start).days > 100 else "not_yet",
                prepared_on=agreed, agreed_on=agreed, agreed_by=manager, created_by=manager,
                saved_at=clock.now(),
            )
        )  # fmt: skip
    return plans


def section_rows(plan: CarePlanVersion, wanted: Iterable[str]) -> list[CarePlanSection]:
    """These sections of a plan, with what is written in them."""
    return [
        CarePlanSection(authority_id=plan.authority_id, plan=plan, section=one, text=words.PLAN.get(one, ""))
        for one in wanted
    ]


def allocation_rows(made: list[Made], manager: Person, on: date) -> list[Allocation]:
    """Who is each child's reviewing officer."""
    rows = []
    for one in made:
        if one.iro is None:
            continue
        start = max(one.story.start, date(on.year - 2, on.month, 1)) + timedelta(days=2)
        ended = one.story.end
        rows.append(
            Allocation(
                authority_id=one.child.authority_id, child=one.child, iro=one.iro,
                start_date=min(start, ended or on, on), end_date=ended, allocated_by=manager,
                ended_at=clock.now() if ended else None,
            )
        )  # fmt: skip
    return rows

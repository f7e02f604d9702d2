"""Stories as rows: children, care, homes, episodes, people, plans and allocations; in a fixed number of statements."""

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
    children = [_child(story, team.authority, dice, known) for story, _iro in stories]
    Child.objects.bulk_create(children, BATCH)
    periods = [_period(story, child) for (story, _iro), child in zip(stories, children, strict=True)]
    PeriodOfCare.objects.bulk_create(periods, BATCH)
    made = [
        Made(story, child, period, iro)
        for (story, iro), child, period in zip(stories, children, periods, strict=True)
    ]
    _care(made)
    _people(made, dice)
    _plans(made, team, on, dice)
    _allocations(made, team.manager, on)
    return made


def _child(story: Story, authority: LocalAuthority, dice: Random, known: date) -> Child:
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


def _period(story: Story, child: Child) -> PeriodOfCare:
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
    LegalStatus.objects.bulk_create(statuses, BATCH)
    Placement.objects.bulk_create(homes, BATCH)
    for episode, status, home in episodes:
        episode.legal_status, episode.placement = status, home
    Episode.objects.bulk_create([episode for episode, _, _ in episodes], BATCH)


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


def _people(made: list[Made], dice: Random) -> None:
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
    Relationship.objects.bulk_create(rows, BATCH)


def _plans(made: list[Made], team: Staff, on: date, dice: Random) -> None:
    """A current plan for each child; whole for those of the officer who can sign in."""
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
                prepared_on=agreed, agreed_on=agreed, agreed_by=team.manager, created_by=team.manager,
                saved_at=clock.now(),
            )
        )  # fmt: skip
    CarePlanVersion.objects.bulk_create(plans, BATCH)
    sections: list[CarePlanSection] = []
    officer = {one.child.pk: one.iro for one in made}
    for plan in plans:
        whole = officer[plan.child.pk] == team.demo_iro
        wanted = PlanSection.values if whole else [PlanSection.PERMANENCE]
        sections += [
            CarePlanSection(
                authority_id=plan.authority_id, plan=plan, section=one, text=words.PLAN.get(one, "")
            )
            for one in wanted
        ]
    CarePlanSection.objects.bulk_create(sections, BATCH)


def _allocations(made: list[Made], manager: Person, on: date) -> None:
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
    Allocation.objects.bulk_create(rows, BATCH)

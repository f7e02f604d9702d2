"""The reviews that were held: older ones as the 903 files tell of them, the latest with record and decisions.

Only the reviewing officers who can sign in have whole records: each row here is kept in the history too, and the demo
is to be made in seconds.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from accounts.models import Person
from core import clock
from core.calendar import ENGLAND
from insight.demo import words
from insight.demo.facts import BATCH, Made
from insight.demo.stories import Held
from participation.codes import work_out
from participation.models import ChildView, Participation
from reviews.enums import Matter
from reviews.models import Consideration, Decision, FollowUp, Invitation, Review, Sitting

WRITTEN_UP = 2
"""How many of the latest reviews of a child have their record in the portal, or at least their decisions."""


@dataclass
class Rows:
    """Everything to write, in the order in which one row needs another."""

    reviews: list[Review] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    considerations: list[Consideration] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    views: list[ChildView] = field(default_factory=list)
    parts: list[Participation] = field(default_factory=list)


def save(made: list[Made], *, on: date, dice: Random, detailed: Person) -> None:
    """Write the reviews that were held, and what came of them; whole records for the children of `detailed`."""
    rows = Rows()
    for one in made:
        of_child(rows, one, on, dice, whole=one.iro == detailed)
    Review.objects.bulk_create(rows.reviews, BATCH)
    for model, many in (
        (Sitting, rows.sittings),
        (Invitation, rows.invitations),
        (Consideration, rows.considerations),
    ):
        model.objects.bulk_create(many, BATCH)
    for times in (1, 2, 3):  # what a decision carries forward is saved before it
        Decision.objects.bulk_create([one for one in rows.decisions if one.times_asked == times], BATCH)
    FollowUp.objects.bulk_create(rows.follow_ups, BATCH)
    ChildView.objects.bulk_create(rows.views, BATCH)
    Participation.objects.bulk_create(rows.parts, BATCH)


def of_child(rows: Rows, one: Made, on: date, dice: Random, *, whole: bool) -> None:
    """The reviews of one child, and what came of them: the latest written up where `whole`."""
    total = len(one.story.reviews)
    written: list[Review] = []
    for number, held in enumerate(one.story.reviews, start=1):
        review = Review(
            authority_id=one.child.authority_id,
            child=one.child,
            period=one.period,
            number=number,
            scheduled_date=held.on,
            held_date=held.on,
            concluded_date=held.on,
            late_reason=held.late_because,
        )
        latest = total - number < WRITTEN_UP and one.iro is not None
        if not (latest and whole):
            review.state, review.source = "completed", "import"
            review.imported_code = review.participation_code = _old_code(one, held.on, dice)
            review.collection_year = held.on.year + (held.on >= date(held.on.year, 4, 1))
        else:
            _write_up(rows, review, one, held, on, dice, last=number == total)
        if latest:
            written.append(review)
        rows.reviews.append(review)
    _decide(rows, one, written, on, dice, whole=whole)


def _old_code(one: Made, held: date, dice: Random) -> str:
    if held < one.story.born.replace(year=one.story.born.year + 4, day=min(one.story.born.day, 28)):
        return "PN0"
    return dice.choice(("PN1", "PN1", "PN1", "PN2", "PN3", "PN5", "PN6", "PN7"))


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _day(held: Held, working_days: int) -> date:
    """So many working days after a review, or before it where negative."""
    return ENGLAND.add_working_days(held.on, working_days)


def _write_up(
    rows: Rows, review: Review, one: Made, held: Held, on: date, dice: Random, *, last: bool
) -> None:
    """Record, decisions' answer and copies, each on its day; what would lie in the future is still to be done."""
    iro: Person = one.iro  # type: ignore[assignment]
    review.state, review.source, review.chaired_by = "concluded", "portal", iro
    review.child_asked_date, review.child_asked_how = _day(held, -20), _how_asked(one, dice)
    review.social_worker_talk_date, review.social_worker_talk_note = (
        _day(held, -15),
        "Talked through the last decisions.",
    )
    review.reports_received_date, review.reports_note = (
        _day(held, -3),
        "From the social worker and the school.",
    )
    review.seen_alone_date = review.views_recorded_date = held.on
    review.right_people = "yes"
    issued = _day(held, dice.choice((2, 3, 4, 5)))
    if issued < on:
        review.decisions_issued_date, review.decisions_issued_at = issued, _noon(issued)
        review.decisions_issued_by = iro
        answered = ENGLAND.add_working_days(issued, dice.choice((1, 2, 4)))
        if answered < on:
            review.manager_answer, review.manager_answer_date = "agreed", answered
    completed = _day(held, dice.choice((9, 12, 14, 15)))
    if completed < on and dice.random() > 0.01:
        review.state = "completed"
        review.record_completed_date, review.record_completed_at = completed, _noon(completed)
        review.record_completed_by = iro
        review.iro_view = (
            "The plan is right for now. I would like the brothers and sisters to see more of each other."
        )
        sent = _day(held, dice.choice((16, 18, 20)))
        if sent < on:
            review.distributed_date, review.distributed_by = sent, iro
    of: dict[str, Any] = {"authority_id": review.authority_id, "review": review}
    written = of | _saved(one, held.on)
    rows.sittings.append(
        Sitting(number=1, date=held.on, held=True, place="home", place_detail="At the kitchen table", **of)
    )
    rows.invitations += [
        Invitation(name=one.story.name, role="The child", attendance="came", **of),
        Invitation(name=one.story.home.carer or "Key worker", role="Carer", attendance="came", **of),
        Invitation(name="Petra Lund", role="Social worker", attendance="came", **of),
        Invitation(
            name="Maud Tillet", role="Teacher", attendance=dice.choice(("came", "sent_views", "absent")), **of
        ),
    ]
    done = list(words.CONSIDERED)
    if review.state != "completed":
        done = done[: dice.randrange(4, 12)]
    rows.considerations += [
        Consideration(
            matter=matter,
            progress="not_applicable" if matter == Matter.PROTECTION else "done",
            text=words.CONSIDERED[matter],
            **written,
        )
        for matter in (done if last else done[:6])
    ]
    _voice(rows, review, one, held.on, dice)


def _how_asked(one: Made, dice: Random) -> str:
    return dice.choice(words.HOW_ASKED).format(carer=one.story.home.carer or "their key worker")


def _saved(one: Made, on: date) -> dict[str, Any]:
    """Who wrote it and when: the child's reviewing officer, on the morning of the review."""
    return {"saved_by": one.iro, "saved_at": datetime.combine(on, time(9, 20), clock.LONDON)}


def _voice(rows: Rows, review: Review, one: Made, held: date, dice: Random) -> None:
    """What the child said, and the participation code that follows from how they took part."""
    age = (held - one.story.born).days / 365.25
    at_review, ways = dice.choice(
        (("all", ["spoke"]), ("all", ["spoke"]), ("part", ["spoke"]), ("no", ["told_before"]))
    )
    if age < 6:
        at_review, ways = "all", ["symbols"]
    said, understood, observed = dice.choice(words.YOUNG if age < 11 else words.OLDER)
    if age < 3:
        said, understood = "", "Too young for words. Calm with the carer, curious about everybody else."
        observed = "Held on to the carer, then crawled off to the toy box."
    of: dict[str, Any] = {"authority_id": review.authority_id, "review": review} | _saved(one, held)
    rows.views.append(
        ChildView(
            child=one.child,
            exact_words=said.format(carer=(one.story.home.carer or "this house").split(" and ")[0]),
            understood=understood,
            observed=observed,
            heard_date=held,
            how="observed" if age < 3 else "talking",
            where="at home, in the garden",
            heard_by=one.iro.name if one.iro else "",
            heard_by_person=one.iro,
            sharing="everyone",
            **of,
        )
    )
    worked = work_out(date_of_birth=one.story.born, held_on=held, at_review=at_review, ways=ways)
    rows.parts.append(
        Participation(
            at_review=at_review,
            ways=ways,
            spoken_alone="yes",
            spoken_alone_date=held,
            worked_out_code=worked.code or "",
            reasons=list(worked.reasons),
            complete=True,
            **of,
        )
    )
    review.participation_code = worked.code or ""


def _decide(rows: Rows, one: Made, written: list[Review], on: date, dice: Random, *, whole: bool) -> None:
    """Decisions of the latest reviews: some carried out, some asked for again."""
    carried: list[Decision] = []
    for place, review in enumerate(written):
        last = place == len(written) - 1
        chosen = dice.sample(words.DECISIONS, dice.randrange(2, 5) if whole else dice.randrange(0, 3))
        taken = {decision.what for decision in carried}
        mine = [_again(decision, review) for decision in carried]
        mine += [_new(review, item, one) for item in chosen if item[0] not in taken]
        for number, decision in enumerate(mine, start=1):
            decision.number = number
        carried = []
        issued = review.decisions_issued_date is not None or not whole
        for decision in mine:
            if not issued:
                decision.state = "draft"
            elif last:
                is_done = decision.times_asked == 1 and dice.random() < 0.35
                decision.state = "done" if is_done else "open"
                decision.closed_date = review.held_date + timedelta(days=10) if is_done else None
                if decision.closed_date and decision.closed_date > on:
                    decision.state, decision.closed_date = "open", None
            else:
                again = dice.random() < (0.05 if decision.times_asked == 1 else 0.45)
                decision.state = "carried_forward" if again else "done"
                decision.closed_date = written[place + 1].held_date
                outcome = "carry_forward" if again else "carried_out"
                if not (whole or again):
                    continue
                rows.follow_ups.append(
                    FollowUp(
                        authority_id=review.authority_id, review=written[place + 1], decision=decision,
                        outcome=outcome, recorded_by=one.iro,
                        note="Still to come." if again else "Done, and they are glad of it.",
                    )
                )  # fmt: skip
                if again:
                    carried.append(decision)
        rows.decisions += mine


def _new(review: Review, item: tuple[str, str, str, int], one: Made) -> Decision:
    what, why, who, days = item
    return Decision(
        authority_id=review.authority_id, child=one.child, review=review, number=0, what=what, why=why, who=who,
        by_date=review.held_date + timedelta(days=days), matter="", state="open",
        times_asked=1, first_asked_date=review.held_date,
    )  # fmt: skip


def _again(earlier: Decision, review: Review) -> Decision:
    return Decision(
        authority_id=review.authority_id, child=earlier.child, review=review, number=0, what=earlier.what,
        why=earlier.why, who=earlier.who, by_date=review.held_date + timedelta(days=30), matter=earlier.matter,
        state="open", times_asked=earlier.times_asked + 1, first_asked_date=earlier.first_asked_date,
        carried_from=earlier,
    )  # fmt: skip

"""What is going on now, done by the same acts as people do it: reviews booked, prepared, adjourned, half written."""

from datetime import date, time, timedelta
from random import Random

from accounts.models import Person
from core.calendar import ENGLAND
from insight.demo import words
from insight.demo.facts import Made
from participation.actions import record_participation, record_views
from reviews.actions.decisions import add_decision
from reviews.actions.recording import record_consideration, record_preparation
from reviews.actions.scheduling import schedule_review
from reviews.actions.sittings import adjourn_review, conclude_review, hold_sitting
from reviews.models import CaseloadEntry, Review, Sitting

SOON = timedelta(days=45)
"""Reviews due within this time may be booked already."""
STAGES = (
    "not booked",
    "booked",
    "asked",
    "reports",
    "views",
    "booked",
    "ready",
    "reports",
    "not booked",
    "views",
)
HOURS = (time(10, 0), time(11, 30), time(14, 0), time(16, 0))


def book(made: list[Made], *, on: date, dice: Random, detailed: Person) -> None:
    """Book the reviews that come up; those of `detailed` stand at every stage of readiness."""
    by_child = {one.child.pk: one for one in made}
    entries = CaseloadEntry.objects.filter(
        child__in=by_child, iro__isnull=False, review__isnull=True, review_due_date__range=(on, on + SOON)
    ).order_by("review_due_date", "pk")
    stage = 0
    for entry in entries:
        one = by_child[entry.child_id]
        if one.iro == detailed:
            _prepare(one, entry.review_due_date, STAGES[stage % len(STAGES)], on, dice)
            stage += 1
        elif entry.review_due_date <= on + timedelta(days=21) and dice.random() < 0.8:
            _prepare(one, entry.review_due_date, "asked" if dice.random() < 0.15 else "reports", on, dice)


def under_way(one: Made, *, on: date, dice: Random) -> None:
    """Held yesterday or so, still to be concluded: a second sitting is needed for the school."""
    review = _held_lately(one, on, dice, days=1)
    record_consideration(
        review=review, matter="education", version=0, by=_iro(one), progress="in_progress",
        text="The school could not come. We meet again with them.",
    )  # fmt: skip


def adjourned(one: Made, *, on: date, dice: Random) -> None:
    """The wrong papers: adjourned once, to be resumed within 20 working days."""
    review = _held_lately(one, on, dice, days=2)
    adjourn_review(
        review=review,
        by=_iro(one),
        on=on,
        date=ENGLAND.add_working_days(on, 8),
        reason="The health assessment was missing, and the plan depends on it.",
        effect="None for now. The home and the school stay as they are.",
        wishes="Does not mind, if it is not on a club day.",
    )


def to_write_up(one: Made, *, on: date, dice: Random) -> None:
    """Concluded some days ago: decisions are drafted, one of them without a date."""
    review = _held_lately(one, on, dice, days=3)
    review = conclude_review(review=review, by=_iro(one), on=on)
    for what, why, who, days in words.DECISIONS[:3]:
        day = None if who == "Carer" else on + timedelta(days=days)
        add_decision(review=review, by=_iro(one), what=what, why=why, who=who, by_date=day)
    for matter in ("home", "health", "education", "family_time"):
        record_consideration(
            review=review,
            matter=matter,
            version=0,
            by=_iro(one),
            progress="done",
            text=words.CONSIDERED[matter],
        )


def _iro(one: Made) -> Person:
    assert one.iro is not None  # noqa: S101 - only children with one are asked
    return one.iro


def _held_lately(one: Made, on: date, dice: Random, *, days: int) -> Review:
    day = ENGLAND.add_working_days(on, -days)
    review = schedule_review(
        child=one.child, by=_iro(one), on=on, date=day, time=dice.choice(HOURS), place="home",
        child_asked_date=ENGLAND.add_working_days(day, -20), child_asked_how=_asked(one, dice),
        late_reason="The carer was ill", already_held=True,
    )  # fmt: skip
    sitting = Sitting.objects.get(review=review)
    came = dict.fromkeys(review.invitations.values_list("pk", flat=True), "came")
    hold_sitting(sitting=sitting, by=_iro(one), on=on, date=day, attendance=came)
    return Review.objects.select_related("child", "period", "authority").get(pk=review.pk)


def _asked(one: Made, dice: Random) -> str:
    return dice.choice(words.HOW_ASKED).format(carer=one.story.home.carer or "their key worker")


def _schedule(one: Made, due: date, on: date, dice: Random) -> Review:
    earlier = ENGLAND.last_working_day_on_or_before(due - timedelta(days=dice.choice((0, 1, 1, 2, 5))))
    day = max(earlier, ENGLAND.next_working_day_on_or_after(on + timedelta(days=1)))
    place = dice.choice(("home", "home", "school", "video"))
    late = "" if day <= due else "The school is closed"
    return schedule_review(
        child=one.child, by=_iro(one), on=on, date=day, time=dice.choice(HOURS), place=place, late_reason=late
    )


def _prepare(one: Made, due: date, stage: str, on: date, dice: Random) -> None:
    """Bring one review to a stage: each holds what the ones before it hold."""
    if stage == "not booked":
        return
    review = _schedule(one, due, on, dice)
    if stage == "booked":
        return
    iro, yesterday = _iro(one), ENGLAND.add_working_days(on, -1)
    has_reports = stage in ("reports", "ready")
    review = record_preparation(
        review=review,
        version=review.version,
        by=iro,
        on=on,
        child_asked_date=ENGLAND.add_working_days(on, -4),
        child_asked_how=_asked(one, dice),
        social_worker_talk_date=yesterday if stage != "asked" else None,
        social_worker_talk_note="Both of us worry about the long way to school." if stage != "asked" else "",
        reports_received_date=yesterday if has_reports else None,
        reports_note="Social worker and school. Health is promised for Friday." if has_reports else "",
    )
    if stage not in ("views", "ready"):
        return
    young = (on - one.story.born).days < 11 * 365
    said, understood, observed = dice.choice(words.YOUNG if young else words.OLDER)
    record_views(
        review=review, by=iro, on=on, understood=understood, observed=observed, heard_date=yesterday,
        exact_words=said.format(carer=(one.story.home.carer or "this house").split(" and ")[0]),
        how="play" if young else "talking", where="at home", heard_by=iro.name, heard_by_person=iro, sharing="everyone",
    )  # fmt: skip
    record_participation(
        review=review, by=iro, on=on, version=0, spoken_alone="yes", spoken_alone_date=yesterday
    )

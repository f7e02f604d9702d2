"""The full record of a review as it is read and printed."""

from typing import Any

from accounts.actor import Actor
from core.dates import long, plain, short
from reviews.enums import DecisionState, Matter, Progress, ReviewState
from reviews.models import Decision, Review
from reviews.printed import printed_sections
from reviews.problems import MATTER_NAMES
from reviews.record_parts import sitting_words
from reviews.selectors.journey import offered_matters, whole


def full_record(review: Review, actor: Actor, *, own: bool) -> dict[str, Any]:
    """What the template prints. Texts are their writer's alone until the record is completed, decisions until sent."""
    found = written(review, own=own)
    return found | {"voice": printed_sections(review, actor) if found["texts"] else []}


def written(review: Review, *, own: bool) -> dict[str, Any]:
    """The record but for what upper apps add to it, which depends on who reads."""
    found = whole(review)
    completed = review.state == ReviewState.COMPLETED or review.reopenings.exists()
    texts = own or completed
    sent = own or review.decisions_issued_at is not None
    matters = _matters(review) if texts else []
    return {
        "child_name": review.child.shown_as,
        "review": review,
        "state": review.get_state_display(),
        "facts": _facts(review),
        "sittings": [{"words": sitting_words(one), "note": one.note if texts else ""} for one in found.held],
        "people": [
            {
                "name": one.name,
                "role": one.role,
                "came": f"Not invited: {one.not_invited_reason}"
                if one.not_invited_reason
                else one.get_attendance_display(),
            }
            for one in found.people
        ],
        "texts": texts,
        "preparation": _preparation(review) if texts else [],
        "right_people": _right_people(review) if texts else "",
        "matters": [one for one in matters if one["text"]],
        "unwritten": ", ".join(one["name"] for one in matters if not one["text"]) if review.full else "",
        "iro_view": review.iro_view if texts else "",
        "decisions": [_decision(one) for one in found.decisions if own or one.state != DecisionState.DRAFT],
        "follow_ups": [
            {
                "what": one.what,
                "found": found.follow_ups[one.pk].get_outcome_display(),
                "note": found.follow_ups[one.pk].note,
            }
            for one in found.earlier
            if one.pk in found.follow_ups and sent
        ],
        "reopenings": [
            {"when": long(one.reopened_at), "by": one.reopened_by.name, "reason": one.reason}
            for one in review.reopenings.select_related("reopened_by").order_by("reopened_at")
        ],
    }


def _facts(review: Review) -> list[tuple[str, str]]:
    timing = {True: " (in time)", False: " (late)", None: ""}[review.on_time]
    rows = [
        ("Held", f"{long(review.held_date)}{timing}" if review.held_date else ""),
        ("Was due by", long(review.due_date)),
        ("Concluded", long(review.concluded_date)),
        ("Late because", review.late_reason),
        ("Beyond the timetable because", review.extra_reason),
        ("Adjourned", long(review.adjourned_date)),
        ("Adjourned because", review.adjourned_reason),
        ("Decisions sent", long(review.decisions_issued_date)),
        ("Manager’s answer", review.get_manager_answer_display()),
        ("Record completed", long(review.record_completed_at)),
        ("Record sent to everyone", long(review.distributed_date)),
        ("How the child took part (903 code)", review.participation_code),
    ]
    return [(name, value) for name, value in rows if value]


def _preparation(review: Review) -> list[tuple[str, str, str]]:
    rows = (
        ("The child was asked who should come and where", review.child_asked_date, review.child_asked_how),
        (
            "The reviewing officer talked with the social worker",
            review.social_worker_talk_date,
            review.social_worker_talk_note,
        ),
        ("The reports were here", review.reports_received_date, review.reports_note),
    )
    return [(name, plain(day), note) for name, day, note in rows if day or note]


def _right_people(review: Review) -> str:
    if review.right_people == "no":
        return f"Not all of them: {review.right_people_note}"
    return "Yes" if review.right_people else ""


def _matters(review: Review) -> list[dict[str, str]]:
    found = whole(review)
    rows = []
    for matter in offered_matters(found):
        written = found.considerations.get(matter)
        text = written.text if written else ""
        if written and written.progress == Progress.NOT_APPLICABLE:
            text = f"Does not apply: {text}"
        rows.append({"name": _name(matter, review), "text": text})
    return rows


def _name(matter: Matter, review: Review) -> str:
    return MATTER_NAMES[matter].replace("the child", review.child.shown_as)


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "number": one.number,
        "what": one.what,
        "who": one.who,
        "by": short(one.by_date),
        "why": one.why,
        "state": one.get_state_display(),
        "asked": f"Asked for at {one.times_asked} reviews, since {plain(one.first_asked_date)}"
        if one.times_asked > 1
        else "",
    }

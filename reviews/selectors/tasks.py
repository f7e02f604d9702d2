"""What the page of a review shows: what stops it, the task list in four parts, its dates, and what may be done next."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.actor import Actor
from accounts.working_days import calendar_for
from core.components import Task, days_left
from core.dates import clock as clock_time
from core.dates import local_day, long, plain, short
from reviews.completion import Step
from reviews.enums import DutyKind, Progress, ReviewState, Source
from reviews.models import Deadline, Review
from reviews.naming import took_part
from reviews.parts import Part, Status, parts
from reviews.record_parts import stopping
from reviews.selectors.journey import dates_of, whole
from reviews.states import Act, may
from reviews.timescales import adjournment_limit, working_days_left

SECTIONS = {1: "The review", 2: "{child}", 3: "What the law asks us to consider", 4: "Decisions and record"}
STATES = {
    Progress.NOT_STARTED: "todo",
    Progress.IN_PROGRESS: "doing",
    Progress.DONE: "done",
    Progress.NOT_APPLICABLE: "done",
}
DATE_NAMES = {
    DutyKind.CONSULT_CHILD: "Ask {child}",
    DutyKind.SOCIAL_WORKER_TALK: "Talk with social worker",
    DutyKind.REPORTS: "Reports",
    DutyKind.RESUME: "Go on by",
    DutyKind.DECISIONS: "Decisions",
    DutyKind.MANAGER_ANSWER: "Manager’s answer",
    DutyKind.RECORD: "Full record",
    DutyKind.DISTRIBUTION: "Sent to all",
    DutyKind.REVIEW: "Next review",
}
STEPS = {
    Step.CONCLUDE: ("What is stopping the review being concluded", "review-conclude", "Conclude the review"),
    Step.ISSUE_DECISIONS: ("What is stopping the decisions going out", "review-issue", "Send the decisions"),
    Step.COMPLETE_RECORD: ("What is stopping the full record", "review-complete", "Complete the full record"),
}
READ_ONLY = {
    ReviewState.CANCELLED: "This review was cancelled",
    ReviewState.LAPSED: "This review was adjourned and not resumed in time, so it was not completed",
}


def task_page(review: Review, actor: Actor, *, own: bool, on: date) -> dict[str, Any]:
    """Everything the template needs, in a fixed number of statements."""
    calendar = calendar_for(actor.authority.pk)
    found = whole(review)
    imported = review.source == Source.IMPORT
    closed = review.state in READ_ONLY
    writable = own and not imported and not closed
    child = review.child.shown_as
    duties = dates_of(review)
    saved = _last_saved(review)
    last_url = reverse("review-record", args=[found.last.uuid]) if found.last else ""
    return {
        "child_name": child,
        "review": review,
        "banner": _banner(review, own=own),
        "stop": _next_step(review, on=on) if writable else None,
        "sections": [] if imported or closed else _sections(review, child, links=writable),
        "dates": [_date_row(one, child, on, calendar) for one in duties if one.met_date is None],
        "why_url": next(
            (reverse("why-date", args=[one.uuid]) for one in duties if one.kind == DutyKind.REVIEW), ""
        ),
        "facts": _facts(review),
        "adjourn": _adjourn_box(review, calendar) if writable else None,
        "acts": _acts(review) if writable else [],
        "record_url": reverse("review-record", args=[review.uuid]),
        "last_url": last_url,
        "last_number": found.last.number if found.last else 0,
        "saved_at": clock_time(saved) if saved and local_day(saved) == on else "",
        "saved_day": plain(saved) if saved and local_day(saved) != on else "",
        "own": writable,
        "locked": review.locked,
    }


def _banner(review: Review, *, own: bool) -> str:
    """One sentence on what is so and what to do, where this is not a record being written."""
    if review.source == Source.IMPORT:
        return "This review came from a 903 file. What the file says stands here; there is no record of it."
    state = ReviewState(review.state)
    if state == ReviewState.CANCELLED:
        when = f" on {long(review.cancelled_at)}"
        return f"{READ_ONLY[state]}{when}: {review.cancelled_reason}. The due date stayed the same."
    if state == ReviewState.LAPSED:
        return f"{READ_ONLY[state]}. The due date that stood still stands."
    if state == ReviewState.COMPLETED:
        return f"The record was completed and locked on {long(review.record_completed_at)}."
    if not own:
        return "Only the child’s reviewing officer can change this review. You see how far it is."
    return ""


def _next_step(review: Review, *, on: date) -> dict[str, Any] | None:
    """The next thing to be done that cannot be taken back, and what stops it."""
    state = review.state
    if state == ReviewState.SCHEDULED and (review.scheduled_date is None or review.scheduled_date > on):
        return None
    if state == ReviewState.ADJOURNED:
        return None
    if state in (ReviewState.SCHEDULED, ReviewState.IN_PROGRESS):
        step = Step.CONCLUDE
    elif state != ReviewState.CONCLUDED:
        return None
    elif review.decisions_issued_at is None or whole(review).drafts:
        step = Step.ISSUE_DECISIONS
    else:
        step = Step.COMPLETE_RECORD
    heading, url, button = STEPS[step]
    return {
        "heading": heading,
        "problems": stopping(review, step),
        "good": "Nothing is stopping you.",
        "url": reverse(url, args=[review.uuid]),
        "button": button,
    }


def _sections(review: Review, child: str, *, links: bool) -> list[dict[str, Any]]:
    """The task list in four parts; what does not apply to this child is left out."""
    last = whole(review).last_name
    listed: dict[int, list[Task]] = {number: [] for number in SECTIONS}
    for part in parts():
        status = part.status(review)
        if status.progress == Progress.NOT_APPLICABLE and not status.hint:
            continue
        listed[part.section].append(_task(part, status, review, child, last, own=links))
    return [
        {"heading": f"{number}. {SECTIONS[number].format(child=child)}", "tasks": tasks}
        for number, tasks in listed.items()
        if tasks
    ]


AFTER_LOCK = ("answer", "distribute")
"""What may still be done to a review whose record is locked."""


def _task(part: Part, status: Status, review: Review, child: str, last: str, *, own: bool) -> Task:
    done = status.progress == Progress.DONE
    acts_over = part.code in ("conclude", "issue", "complete", "distribute", "answer") and done
    open_now = own and (not review.locked or (part.code in AFTER_LOCK and not done))
    state = STATES[status.progress]
    return Task(
        id=f"part-{part.code.replace('_', '-')}",
        title=part.title.format(child=child, last=last),
        url=part.url(review) if open_now and not acts_over else "",
        state="blocked" if status.cannot_start else state,
        hint=status.cannot_start or status.hint,
    )


def _date_row(duty: Deadline, child: str, on: date, calendar: Any) -> dict[str, Any]:
    name = DATE_NAMES.get(DutyKind(duty.kind), duty.get_kind_display()).format(child=child)
    left = working_days_left(duty.due_date, on, calendar)
    following = duty.kind == DutyKind.REVIEW
    shown: SafeString | str = "" if following and left > 20 else days_left(left)
    if duty.kind == DutyKind.MANAGER_ANSWER and left < 0:
        shown = "Taken as agreed"  # silence is agreement, so it is never late (Handbook ch. 3)
    return {
        "name": name,
        "date": f"by {short(duty.due_date)}" if following else short(duty.due_date),
        "left": shown,
        "url": reverse("why-date", args=[duty.uuid]),
    }


def _facts(review: Review) -> list[tuple[str, str]]:
    """What is known of when the review was held, for the reader."""
    timing = {True: "in time", False: "late", None: ""}[review.on_time]
    rows = [
        ("Held", f"{long(review.held_date)}{f', {timing}' if timing else ''}" if review.held_date else ""),
        ("Was due by", long(review.due_date)),
        ("Concluded", long(review.concluded_date) if review.concluded_date != review.held_date else ""),
        ("Late because", review.late_reason),
        ("How the child took part", took_part(review.participation_code)),
    ]
    return [(name, value) for name, value in rows if value]


def _adjourn_box(review: Review, calendar: Any) -> dict[str, Any] | None:
    """What may be said of adjourning: it can be done, or it was done and until when it is to be resumed."""
    if review.state == ReviewState.ADJOURNED and review.resume_by:
        return {
            "kind": "adjourned",
            "until": long(review.resume_by),
            "lapse_url": reverse("review-lapse", args=[review.uuid]),
            "sittings_url": reverse("review-sittings", args=[review.uuid]),
        }
    held = whole(review).held
    if held and may(review, Act.ADJOURN):
        until = adjournment_limit(max(one.date for one in held), calendar=calendar).due
        return {"kind": "may", "until": long(until), "url": reverse("review-adjourn", args=[review.uuid])}
    return None


def _acts(review: Review) -> list[dict[str, str]]:
    """Quieter acts, beside the work."""
    listed = (
        ("Who is invited", "review-people", Act.INVITE),
        ("Move to another day", "review-rearrange", Act.REARRANGE),
        ("Cancel this review", "review-cancel", Act.CANCEL),
        ("Reopen the record", "review-reopen", Act.REOPEN),
    )
    return [
        {"text": text, "url": reverse(name, args=[review.uuid])}
        for text, name, act in listed
        if may(review, act)
    ]


def _last_saved(review: Review) -> Any:
    """When something of this record was saved last."""
    found = whole(review)
    rows = [
        review,
        *found.considerations.values(),
        *found.decisions,
        *found.sittings,
        *found.follow_ups.values(),
    ]
    return max((row.saved_at for row in rows if row.saved_at), default=None)

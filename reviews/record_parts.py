"""The parts of the record that the reviews app brings to the task list (reviews/parts.py)."""

from collections.abc import Callable

from django.urls import reverse

from core import clock
from core.dates import long, plain, time_of_day
from reviews import completion
from reviews.completion import Problem, Step
from reviews.enums import Attendance, Matter, Outcome, Place, Progress, ReviewState
from reviews.models import Review, Sitting
from reviews.parts import Part, Status, register
from reviews.problems import MATTER_NAMES, matter_slug
from reviews.selectors.journey import offered_matters, whole

HELD = (ReviewState.CONCLUDED, ReviewState.COMPLETED)
PLACES = {
    Place.HOME: "where the child lives",
    Place.SCHOOL: "at school",
    Place.VIDEO: "by video",
    Place.OFFICE: "at a council office",
}


def people_count(number: int) -> str:
    """1 person, 6 people."""
    return f"{number} {'person' if number == 1 else 'people'}"


def stopping(review: Review, step: Step) -> list[Problem]:
    """What stops the step today; asked once a page."""
    found = whole(review)
    if step not in found.problems:
        found.problems[step] = completion.problems(review, step, on=clock.today())
    return found.problems[step]


def sitting_words(sitting: Sitting) -> str:
    """Tuesday 21 April 2026, 8.30am, at school."""
    where = sitting.place_detail or PLACES.get(sitting.place, "")
    return ", ".join(word for word in (long(sitting.date), time_of_day(sitting.time), where) if word)


def _preparation(review: Review) -> Status:
    done = [review.child_asked_date, review.social_worker_talk_date, review.reports_received_date]
    number = sum(day is not None for day in done)
    if number == len(done):
        return Status(Progress.DONE, "Child asked, social worker spoken with, reports here")
    return Status(
        Progress.IN_PROGRESS if number else Progress.NOT_STARTED, f"{number} of {len(done)} steps done"
    )


def _when(review: Review) -> Status:
    found = whole(review)
    first = next(iter(found.held or found.planned), None)
    if first is None:
        return Status(Progress.NOT_STARTED, "No sitting is planned")
    hint = sitting_words(first)
    if len(found.held) > 1:
        hint += f". {len(found.held)} sittings"
    if not found.held:
        return Status(Progress.NOT_STARTED, f"{hint}. {people_count(len(found.invited))} invited")
    came = [person for person in found.invited if person.attendance in (Attendance.CAME, Attendance.BY_VIDEO)]
    known = all(person.attendance for person in found.invited)
    done = known and not found.planned
    return Status(Progress.DONE if done else Progress.IN_PROGRESS, f"{hint}. {people_count(len(came))} came")


def _right_people(review: Review) -> Status:
    if not review.right_people:
        return Status(Progress.NOT_STARTED)
    return Status(Progress.DONE, "" if review.right_people == "yes" else "Not all; you decided to go ahead")


def _conclude(review: Review) -> Status:
    if review.state in HELD:
        return Status(Progress.DONE, f"Concluded on {long(review.concluded_date)}")
    if review.state != ReviewState.IN_PROGRESS:
        return Status(Progress.NOT_STARTED, cannot_start="When the review was held")
    left = stopping(review, Step.CONCLUDE)
    return Status(Progress.NOT_STARTED, cannot_start=_things(left) if left else "")


def _things(left: list[Problem]) -> str:
    words = ("", "one thing", "two things", "three things", "four things", "five things")
    number = words[len(left)] if len(left) < len(words) else f"{len(left)} things"
    return f"When the {number} listed above {'is' if len(left) == 1 else 'are'} done"


def _follow_up(review: Review) -> Status:
    found = whole(review)
    if not found.earlier:
        return Status(Progress.NOT_APPLICABLE)
    done = sum(
        found.follow_ups[one.pk].outcome == Outcome.CARRIED_OUT
        for one in found.earlier
        if one.pk in found.follow_ups
    )
    hint = f"{done} of {len(found.earlier)} carried out"
    said = len(found.earlier) - len(found.unanswered)
    if not found.unanswered:
        return Status(Progress.DONE, hint)
    return Status(
        Progress.IN_PROGRESS if said else Progress.NOT_STARTED, f"{hint}, {len(found.unanswered)} to look at"
    )


def _matter(matter: Matter) -> Callable[[Review], Status]:
    def status(review: Review) -> Status:
        found = whole(review)
        written = found.considerations.get(matter)
        if matter not in offered_matters(found):
            return Status(Progress.NOT_APPLICABLE)
        if written is None:
            return Status(Progress.NOT_STARTED)
        if written.progress == Progress.NOT_APPLICABLE:
            return Status(Progress.DONE, "Does not apply")
        return Status(Progress(written.progress))

    return status


def _decisions(review: Review) -> Status:
    found = whole(review)
    if not found.decisions:
        return Status(Progress.NOT_STARTED)
    whole_ones = [one for one in found.decisions if one.what and one.who and one.by_date]
    hint = f"{len(whole_ones)} of {len(found.decisions)} complete: what, who, by when"
    done = len(whole_ones) == len(found.decisions)
    return Status(Progress.DONE if done else Progress.IN_PROGRESS, hint)


def _iro_view(review: Review) -> Status:
    return Status(Progress.DONE if review.iro_view.strip() else Progress.NOT_STARTED)


def _issue(review: Review) -> Status:
    found = whole(review)
    if review.decisions_issued_date is not None and not found.drafts:
        return Status(Progress.DONE, f"Sent on {long(review.decisions_issued_date)}")
    if review.state not in HELD:
        return Status(Progress.NOT_STARTED, cannot_start="When the review is concluded")
    left = stopping(review, Step.ISSUE_DECISIONS)
    return Status(Progress.NOT_STARTED, cannot_start=_things(left) if left else "")


def _answer(review: Review) -> Status:
    if review.manager_answer:
        return Status(
            Progress.DONE, f"{review.get_manager_answer_display()}, {plain(review.manager_answer_date)}"
        )
    if review.decisions_issued_at is None:
        return Status(Progress.NOT_STARTED, cannot_start="When the decisions have gone out")
    return Status(Progress.NOT_STARTED, "Silence is agreement once the days are over")


def _complete(review: Review) -> Status:
    if review.state == ReviewState.COMPLETED:
        return Status(Progress.DONE, f"Completed and locked on {long(review.record_completed_at)}")
    if review.decisions_issued_at is None:
        return Status(
            Progress.NOT_STARTED, cannot_start="When the decisions have gone out and all parts are done"
        )
    left = stopping(review, Step.COMPLETE_RECORD)
    return Status(Progress.NOT_STARTED, cannot_start=_things(left) if left else "")


def _distribute(review: Review) -> Status:
    if review.distributed_date is not None:
        return Status(Progress.DONE, f"Sent on {long(review.distributed_date)}")
    ready = review.state == ReviewState.COMPLETED
    return Status(Progress.NOT_STARTED, cannot_start="" if ready else "When the full record is completed")


def _to(name: str) -> Callable[[Review], str]:
    return lambda review: reverse(name, kwargs={"uuid": review.uuid})


def _to_matter(matter: Matter) -> Callable[[Review], str]:
    return lambda review: reverse(
        "review-matter", kwargs={"uuid": review.uuid, "matter": matter_slug(matter)}
    )


TITLES = {
    Matter.CHANGES: "Changes since {last}",
    Matter.LEAVING_CARE: "When {child} stops being looked after",
}
PARTS = (
    Part("preparation", 1, 10, "Preparation", _to("review-preparation"), _preparation),
    Part("when", 1, 20, "When, where and who came", _to("review-sittings"), _when),
    Part(
        "right_people",
        1,
        30,
        "Were the right people and papers there?",
        _to("review-right-people"),
        _right_people,
    ),
    Part("conclude", 1, 40, "Conclude the review", _to("review-conclude"), _conclude),
    Part("follow_up", 3, 5, "Were earlier decisions carried out?", _to("review-follow-ups"), _follow_up),
    *(
        Part(
            f"matter_{matter}",
            3,
            10 + index,
            TITLES.get(matter, MATTER_NAMES[matter]),
            _to_matter(matter),
            _matter(matter),
        )
        for index, matter in enumerate(Matter)
        if matter != Matter.WISHES
    ),
    Part("decisions", 4, 10, "Decisions", _to("review-decisions"), _decisions),
    Part("iro_view", 4, 20, "Your view as reviewing officer", _to("review-iro-view"), _iro_view),
    Part("issue", 4, 40, "Send the decisions", _to("review-issue"), _issue),
    Part("answer", 4, 50, "The manager’s answer", _to("review-answer"), _answer),
    Part("complete", 4, 60, "Complete the full record", _to("review-complete"), _complete),
    Part("distribute", 4, 70, "Send the record to everyone", _to("copies"), _distribute),
)


def register_parts() -> None:
    """Called once, by AppConfig.ready."""
    for part in PARTS:
        register(part)

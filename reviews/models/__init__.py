"""Reviews, what they considered and decided, the duties with their dates, and the reminders of them."""

from reviews.models.deadline import CaseloadEntry, Deadline, DutyDone
from reviews.models.decision import Consideration, Decision, FollowUp
from reviews.models.release import Release
from reviews.models.reminder import Reminder, SweepRun
from reviews.models.review import CarePlanConsidered, Invitation, Reopening, Review, Sitting

__all__ = [
    "CarePlanConsidered",
    "CaseloadEntry",
    "Consideration",
    "Deadline",
    "Decision",
    "DutyDone",
    "FollowUp",
    "Invitation",
    "Release",
    "Reminder",
    "Reopening",
    "Review",
    "Sitting",
    "SweepRun",
]

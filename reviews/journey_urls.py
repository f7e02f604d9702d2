"""Addresses of a review's journey, taken into reviews/urls.py."""

from django.urls import path

from reviews.views import booking, decisions, reading, record, recording, sittings

_REVIEW = "reviews/<uuid:uuid>/"
_SITTING = f"{_REVIEW}sittings/<uuid:sitting>/"
_DECISION = f"{_REVIEW}decisions/<uuid:decision>/"

urlpatterns = [
    path("children/<uuid:uuid>/reviews/book/", booking.BookReview.as_view(), name="review-book"),
    path(_REVIEW, reading.Tasks.as_view(), name="review"),
    path(f"{_REVIEW}record/", reading.Record.as_view(), name="review-record"),
    path(f"{_REVIEW}move/", booking.Rearrange.as_view(), name="review-rearrange"),
    path(f"{_REVIEW}cancel/", booking.Cancel.as_view(), name="review-cancel"),
    path(f"{_REVIEW}people/", booking.People.as_view(), name="review-people"),
    path(f"{_REVIEW}people/<uuid:person>/", booking.ChangePerson.as_view(), name="review-person"),
    path(f"{_REVIEW}sittings/", sittings.Sittings.as_view(), name="review-sittings"),
    path(f"{_REVIEW}sittings/add/", sittings.AddSitting.as_view(), name="review-sitting-add"),
    path(f"{_SITTING}held/", sittings.HoldSitting.as_view(), name="review-sitting-held"),
    path(f"{_SITTING}correct/", sittings.CorrectSitting.as_view(), name="review-sitting-correct"),
    path(f"{_SITTING}call-off/", sittings.CallOff.as_view(), name="review-sitting-call-off"),
    path(f"{_REVIEW}attendance/", sittings.AttendancePage.as_view(), name="review-attendance"),
    path(f"{_REVIEW}adjourn/", sittings.Adjourn.as_view(), name="review-adjourn"),
    path(f"{_REVIEW}lapse/", sittings.Lapse.as_view(), name="review-lapse"),
    path(f"{_REVIEW}conclude/", sittings.Conclude.as_view(), name="review-conclude"),
    path(f"{_REVIEW}preparation/", recording.Preparation.as_view(), name="review-preparation"),
    path(f"{_REVIEW}right-people/", recording.RightPeople.as_view(), name="review-right-people"),
    path(f"{_REVIEW}matters/<slug:matter>/", recording.MatterPage.as_view(), name="review-matter"),
    path(f"{_REVIEW}your-view/", recording.IroView.as_view(), name="review-iro-view"),
    path(f"{_REVIEW}earlier-decisions/", decisions.FollowUps.as_view(), name="review-follow-ups"),
    path(
        f"{_REVIEW}earlier-decisions/<uuid:decision>/", decisions.FollowUp.as_view(), name="review-follow-up"
    ),
    path(f"{_REVIEW}decisions/", decisions.Decisions.as_view(), name="review-decisions"),
    path(f"{_REVIEW}decisions/add/", decisions.AddDecision.as_view(), name="review-decision-add"),
    path(_DECISION, decisions.ChangeDecision.as_view(), name="review-decision"),
    path(f"{_DECISION}remove/", decisions.RemoveDecision.as_view(), name="review-decision-remove"),
    path(f"{_DECISION}done/", decisions.CloseDecision.as_view(), name="decision-done"),
    path(f"{_REVIEW}send-decisions/", decisions.Issue.as_view(), name="review-issue"),
    path(f"{_REVIEW}answer/", decisions.Answer.as_view(), name="review-answer"),
    path(f"{_REVIEW}complete/", record.Complete.as_view(), name="review-complete"),
    path(f"{_REVIEW}reopen/", record.Reopen.as_view(), name="review-reopen"),
    path(f"{_REVIEW}distribution/", record.Distribution.as_view(), name="review-distribution"),
    path("decisions/", decisions.OpenDecisions.as_view(), name="decisions"),
]

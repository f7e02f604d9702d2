"""Addresses of the reviews app."""

from django.urls import path

from reviews import journey_urls, release_urls
from reviews.views.care_plan import AgreePlan, DiscardPlan, StartPlan
from reviews.views.caseload import CaseloadView
from reviews.views.facts import EditHome, GiveStart, RecordDutyDone
from reviews.views.messages import MessagesPage, MyMessagesPage, RetryMessage
from reviews.views.why import WhyNoDateView, WhyView

urlpatterns = [
    path("children/<uuid:uuid>/care-plan/start/", StartPlan.as_view(), name="care-plan-start"),
    path("children/<uuid:uuid>/care-plan/draft/agree/", AgreePlan.as_view(), name="care-plan-agree"),
    path("children/<uuid:uuid>/care-plan/draft/discard/", DiscardPlan.as_view(), name="care-plan-discard"),
    path("children/", CaseloadView.as_view(), name="caseload"),
    path("duties/<uuid:uuid>/why/", WhyView.as_view(), name="why-date"),
    path("children/<uuid:uuid>/why-no-date/", WhyNoDateView.as_view(), name="why-no-date"),
    path("children/<uuid:uuid>/start/", GiveStart.as_view(), name="care-start"),
    path("children/<uuid:uuid>/home/", EditHome.as_view(), name="home-edit"),
    path("children/<uuid:uuid>/duties/done/", RecordDutyDone.as_view(), name="duty-done"),
    path("messages/", MessagesPage.as_view(), name="messages"),
    path("messages/mine/", MyMessagesPage.as_view(), name="my-messages"),
    path("messages/<uuid:uuid>/retry/", RetryMessage.as_view(), name="message-retry"),
    *journey_urls.urlpatterns,
    *release_urls.urlpatterns,
]

"""Addresses of the insight app."""

from django.urls import URLPattern, URLResolver, path

from insight.views.allocation import Allocate, AllocateMany
from insight.views.team import AllChildren, TeamList, TeamPage

urlpatterns: list[URLPattern | URLResolver] = [
    path("team/", TeamPage.as_view(), name="team"),
    path("team/allocate/", AllocateMany.as_view(), name="allocate-many"),
    path("team/<slug:figure>/", TeamList.as_view(), name="team-list"),
    path("all-children/", AllChildren.as_view(), name="all-children"),
    path("children/<uuid:uuid>/allocate/", Allocate.as_view(), name="allocate"),
]

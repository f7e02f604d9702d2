"""Addresses of copies for one person, taken into reviews/urls.py."""

from django.urls import path

from reviews.views import release_steps, releases

_COPY = "copies/<uuid:uuid>/"

urlpatterns = [
    path("reviews/<uuid:uuid>/copies/", releases.Copies.as_view(), name="copies"),
    path("reviews/<uuid:uuid>/copies/add/", release_steps.StartCopy.as_view(), name="copy-add"),
    path("reviews/<uuid:uuid>/copies/none/<uuid:person>/", release_steps.NoCopy.as_view(), name="copy-none"),
    path("copies/to-confirm/", releases.ToConfirm.as_view(), name="copies-to-confirm"),
    path(_COPY, releases.CopyPage.as_view(), name="copy"),
    path(f"{_COPY}document/", releases.Document.as_view(), name="copy-document"),
    path(f"{_COPY}sections/", release_steps.Sections.as_view(), name="copy-sections"),
    path(f"{_COPY}names/", release_steps.Names.as_view(), name="copy-names"),
    path(f"{_COPY}read/", release_steps.Read.as_view(), name="copy-read"),
    path(f"{_COPY}confirm/", release_steps.Confirm.as_view(), name="copy-confirm"),
    path(f"{_COPY}release/", release_steps.LetGo.as_view(), name="copy-release"),
    path(f"{_COPY}delivered/", release_steps.Delivered.as_view(), name="copy-delivered"),
    path(f"{_COPY}call-back/", release_steps.CallBack.as_view(), name="copy-call-back"),
]

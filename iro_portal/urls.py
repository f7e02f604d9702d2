"""Every address of the portal. tests/permissions walks this list: one without a stated expectation fails the suite."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("", include("insight.urls")),
    path("", include("returns.urls")),
    path("", include("participation.urls")),
    path("", include("reviews.urls")),
    path("", include("children.urls")),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"

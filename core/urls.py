"""Addresses of the core app."""

from django.urls import URLPattern, URLResolver, path, re_path

from core import health, views

urlpatterns: list[URLPattern | URLResolver] = [
    *health.urlpatterns,
    path(
        "accessibility/",
        views.WordsPage.as_view(template_name="core/accessibility.html"),
        name="accessibility",
    ),
    path("privacy/", views.WordsPage.as_view(template_name="core/privacy.html"), name="privacy"),
    path(
        "how-dates-are-worked-out/",
        views.WordsPage.as_view(template_name="core/how_dates.html"),
        name="how_dates",
    ),
    path("help/", views.WordsPage.as_view(template_name="core/help.html"), name="help"),
    path("ui-components/", views.ComponentsPage.as_view(), name="ui_components"),
    re_path(r"^theme/(?P<colour>[0-9a-f]{6})\.css$", views.theme_css, name="theme_css"),
]

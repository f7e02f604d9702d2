"""`{% load portal_forms %}`: what the govuk template pack and the layout ask about forms. Pages rarely need it.

{{ form.words|as_crispy_field }}     (from crispy_forms_tags) draws one field anywhere on a page
{% field_view field as f %}          everything a field's template needs (core.rendering.FieldView)
{% error_summary as problem %}       the lines of the error summary of `form`, or nothing
form|has_errors                      whether the title starts with "Error:"
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template.loader import get_template
from django.utils.safestring import SafeString

from core.context import NavLink, Portal
from core.pages import PageInfo
from core.rendering import FieldView, SummaryItem, summary_of, view_of

register = template.Library()


@dataclass(frozen=True)
class Problem:
    """The error summary."""

    intro: str
    items: list[SummaryItem]


@register.simple_tag
def field_view(field: BoundField) -> FieldView:
    """How to draw a field."""
    return view_of(field)


@register.simple_tag
def draw(field: BoundField, label: str = "", hint: str | None = None, plain: bool = False) -> SafeString:
    """Draw one field with other words than the form has, for forms that are not ours (allauth)."""
    view = view_of(field, label=label or None, hint=hint, plain=plain)
    return get_template(view.template).render({"f": view})


@register.simple_tag(takes_context=True)
def error_summary(context: template.Context) -> Problem | None:
    """The error summary of the page's `form`; None where there is nothing to say."""
    form = context.get("form")
    items = summary_of(form) if _is_form(form) else []
    return Problem(intro=getattr(form, "nothing_done", ""), items=items) if items else None


@register.filter
def has_errors(form: Any) -> bool:
    """Whether a form or a set of rows was refused."""
    return bool(summary_of(form)) if _is_form(form) else False


def _is_form(form: Any) -> bool:
    return hasattr(form, "is_bound")


@register.filter
def nav_links(portal: Portal, page: PageInfo) -> list[NavLink]:
    """The main navigation with this page's entry marked."""
    return portal.nav_links(page.nav)

"""Templates: each is used, and each `{% load %}` in one is used."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.template import engines
from django.template.library import Library

from tests.consistency.reading import modules, templates, text

NAMES = re.compile(r"""["']([\w/.-]+\.(?:html|txt))["']""")
LOADS = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")
PARTS = re.compile(r"{[{%].*?[}%]}", re.DOTALL)

BY_WIDGET = ("fields/",)
"""govuk/field.html includes these by the kind of the field's widget."""

# Django asks for these by name when it has no other answer.
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


@cache
def _shipped(package: str) -> str:
    """Every line of Python of an installed package and the names of its templates."""
    folder = Path(find_spec(package).origin).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    return code + "\n".join(str(path) for path in (folder / "templates").rglob("*.html"))


def asked_for_by_others(name: str) -> bool:
    """Whether a kept library asks for this template: ours stands in for its own, or fills its form pack."""
    first, _, rest = name.partition("/")
    if first in ("account", "mfa", "allauth"):
        return name in _shipped("allauth")
    return first == "govuk" and (rest.startswith(BY_WIDGET) or rest in _shipped("crispy_forms"))


def used_templates() -> set[str]:
    """The templates that Python names, that others ask for, and all that these extend or include."""
    named = {name for module in modules() for name in NAMES.findall(text(module))}
    here = set(templates())
    waiting = [name for name in here if name in named | BY_DJANGO or asked_for_by_others(name)]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in used and name in here:
            used.add(name)
            waiting += NAMES.findall(text(f"templates/{name}"))
    return used


def test_every_template_is_used() -> None:
    assert sorted(set(templates()) - used_templates()) == []


def test_every_template_that_is_named_is_there() -> None:
    engine = engines["django"].engine
    named = {
        name
        for template in templates()
        for part in re.findall(r"{%\s*(?:extends|include)[^%]*%}", text(f"templates/{template}"))
        for name in NAMES.findall(part)
    }

    assert [name for name in sorted(named) if not engine.find_template(name)] == []


def library(name: str) -> Library:
    """A tag library by the name `{% load %}` gives it."""
    engine = engines["django"].engine
    return engine.template_libraries[name]


def unused_loads(source: str) -> list[str]:
    """The libraries, or the names from one, that a template loads and does not use."""
    parts = PARTS.findall(LOADS.sub("", source))
    tags = {
        part.strip("{}% \n").split()[0] for part in parts if part.startswith("{%") and part.strip("{}% \n")
    }
    words = tags | {found for part in parts for found in re.findall(r"\|\s*(\w+)", part)}
    unused = []
    for loaded in LOADS.findall(source):
        wanted, _, origin = loaded.partition(" from ")
        for one in wanted.split():
            given = {one} if origin else {*library(one).tags, *library(one).filters}
            if not given & words:
                unused.append(one)
    return unused


def test_every_load_is_used() -> None:
    found = {name: unused_loads(text(f"templates/{name}")) for name in templates()}

    assert {name: unused for name, unused in found.items() if unused} == {}


@pytest.mark.parametrize(
    ("source", "unused"),
    [
        ("{% load portal %}{% icon 'tick' %}", []),
        ("{% load portal %}{{ day|weekday_date }}", []),
        ("{% load portal i18n %}{{ day|weekday_date }} icon", ["i18n"]),
        ("{% load icon chip from portal %}{% icon 'tick' %}", ["chip"]),
    ],
)
def test_a_load_without_use_is_seen(source: str, unused: list[str]) -> None:
    assert unused_loads(source) == unused

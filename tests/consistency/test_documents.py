"""What README, DEVELOPERS and TESTING tell is so."""

import re

import pytest
from django.core.management import get_commands, load_command_class

from accounts.demo import DEMO_SIGN_INS
from tests.consistency.reading import APPS, ROOT, own_files, text

DOCUMENTS = [name for name in own_files() if name.endswith(".md")]
BESIDE = {"help", "setup-dev", "browser"}
"""Targets that the others call; nobody needs to know them."""


def code_in(name: str) -> list[str]:
    """What a document sets as code, inline or as a block."""
    return re.findall(r"```.*?```|`[^`\n]+`", text(name), re.DOTALL)


def targets() -> set[str]:
    """The targets of the Makefile that say what they do."""
    return set(re.findall(r"^([a-z-]+):.*?## ", text("Makefile"), re.MULTILINE))


def test_every_target_is_in_the_readme() -> None:
    told = set(re.findall(r"^\| `make ([a-z-]+)", text("README.md"), re.MULTILINE))

    assert told == targets() - BESIDE


@pytest.mark.parametrize("name", ["README.md", "TESTING.md", "DEVELOPERS.md"])
def test_every_target_that_is_named_is_there(name: str) -> None:
    told = {target for code in code_in(name) for target in re.findall(r"\bmake ([a-z-]+)\b", code)}

    assert told - targets() - {"setup-dev"} == set()


def own_commands() -> set[str]:
    """The commands of our own apps."""
    return {name for name, app in get_commands().items() if app in APPS}


def test_every_command_is_in_the_readme() -> None:
    told = set(re.findall(r"^\| `([a-z_0-9]+)[^`]*` \|", text("README.md"), re.MULTILINE))

    # `flush` is Django's own, taught the two roles; only tests use it.
    assert own_commands() - {"flush"} - told == set()


def test_every_option_of_a_command_is_in_the_readme() -> None:
    known = {
        "--skip-checks",
        *load_command_class("django.core", "check").create_parser("", "")._option_string_actions,
    }
    missing = []
    for name in sorted(own_commands() - {"flush", "migrate"}):
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        [row] = re.findall(rf"^\| `{name}\b.*$", text("README.md"), re.MULTILINE)
        for option in parser._option_string_actions:
            if option.startswith("--") and option not in known and option not in row:
                missing.append(f"{name} {option}")

    assert missing == []


def test_the_demo_sign_ins_are_those_of_the_demo() -> None:
    told = re.findall(r"^\| ([^|]+) \| `([^`]+@[^`]+)` \| ([^|]*)\|$", text("README.md"), re.MULTILINE)

    assert [(who, email, council.strip()) for who, email, council in told] == [
        (one.words, one.email, one.council) for one in DEMO_SIGN_INS
    ]
    assert {f"`{one.password}`" for one in DEMO_SIGN_INS} <= set(code_in("README.md"))


READS = re.compile(r"""env\.\w+\(\s*"([A-Z_]+)"|environ(?:\.get\(|\[)\s*"([A-Z_]+)\"""")


def test_every_setting_is_in_the_readme() -> None:
    read = {
        one or two
        for name in own_files()
        if name.endswith(".py") and name.split("/")[0] in ("iro_portal", "core", "gunicorn.conf.py")
        for one, two in READS.findall(text(name))
    }
    told = {word for code in code_in("README.md") for word in re.findall(r"\b[A-Z_]{4,}\b", code)}

    assert (
        read - told - {"PATH", "HOME", "DJANGO_SETTINGS_MODULE", "PORTAL_TEST_SERVERS", "LISTEN_FDS"} == set()
    )


def test_every_setting_of_the_example_is_in_the_readme() -> None:
    example = set(re.findall(r"^#? ?([A-Z_]+)=", text(".env.example"), re.MULTILINE))
    told = {word for code in code_in("README.md") for word in re.findall(r"\b[A-Z_]{4,}\b", code)}

    assert example - told == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    links = [
        link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text(name)) if "://" not in link
    ]

    assert [link for link in links if link and not (folder / link).exists()] == []


FOLDERS = "|".join((*APPS, "tests", "docs", "templates", "scripts", "deploy", "assets"))
FILE = re.compile(rf"\b((?:{FOLDERS})/[\w./-]+\.(?:py|md|html|sh|sql|js|scss))\b")


@pytest.mark.parametrize("name", ["README.md", "TESTING.md", "DEVELOPERS.md", "docs/domain.md"])
def test_files_that_are_named_are_there(name: str) -> None:
    named = {path for code in code_in(name) for path in FILE.findall(code)}

    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_pictures_are_there_and_light() -> None:
    pictures = re.findall(r"!\[[^\]]{20,}\]\((docs/screenshots/[^)]+)\)", text("README.md"))

    assert pictures == ["docs/screenshots/caseload.png", "docs/screenshots/child.png"]
    assert all((ROOT / picture).stat().st_size < 150_000 for picture in pictures)

"""How the tests of this folder read the repository: its own files, never what was installed or made."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "core",
    "audit",
    "accounts",
    "children",
    "reviews",
    "participation",
    "returns",
    "insight",
    "iro_portal",
)


@cache
def own_files() -> tuple[str, ...]:
    """Every file git knows or would take, as paths from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(sorted(name for name in listed.stdout.splitlines() if (ROOT / name).is_file()))


@cache
def text(name: str) -> str:
    """The words of one file."""
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def modules() -> list[str]:
    """The modules of the portal, without its tests and migrations."""
    return [
        name
        for name in own_files()
        if name.endswith(".py") and name.split("/")[0] in APPS and "/migrations/" not in name
    ]


@cache
def tree(name: str) -> ast.Module:
    """A module as Python reads it."""
    return ast.parse(text(name), name)


def templates() -> list[str]:
    """The names of our templates, as `render` is given them."""
    return [name.removeprefix("templates/") for name in own_files() if name.startswith("templates/")]

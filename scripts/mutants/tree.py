"""A copy of the tree to put faults into, so that nobody's work is touched and nothing changes under a long run."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LEFT_OUT = (
    ".git", ".venv", ".mutants", "var", "node_modules", "htmlcov", "docs", "__pycache__", ".coverage*", ".*_cache",
    ".hypothesis", "test-results",
)  # fmt: skip


def copy_tree(to: Path) -> Path:
    """A fresh copy of everything the tests of a module need, built assets included."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    return to

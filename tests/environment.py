"""Loaded before everything else (`-p tests.environment`): the suite's own servers, in a folder of its own.

The first process starts a PostgreSQL and a Redis out of wheels and tells their addresses by the environment; the xdist
workers inherit them and make a database each. Nothing is left running, and nothing of a developer's var/ is touched.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from core.embedded import remove, servers


def start() -> None:
    """Start the servers and say so in the environment, unless a parent process of this run already has."""
    if os.environ.get("PORTAL_TEST_SERVERS"):
        return
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o711)  # as root the servers run as `nobody`, who has to get to their data in it
    held = ExitStack()
    addresses = held.enter_context(servers(folder, durable=False))
    started_by = os.getpid()

    def end() -> None:
        if os.getpid() == started_by:
            held.close()
            remove(folder)
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    os.environ.update(addresses.environment())
    os.environ.update(
        PORTAL_TEST_SERVERS=str(started_by),
        PORTAL_TEST_SUPERUSER=addresses.database_superuser,
        PORTAL_ENV="test",
        PORTAL_VAR=str(folder),
        DJANGO_ALLOW_ASYNC_UNSAFE="1",  # playwright keeps an event loop in the thread of the tests
    )


start()

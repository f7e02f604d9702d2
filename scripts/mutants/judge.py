"""Runs the judges of a fault in a process of its own, forked from one that has loaded what is not ours.

The fault is never written to a file: the forked process hands the faulty text to Python when the module is loaded. The
databases are copies of one that was migrated once.
"""

import importlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

PASSED, FAILED = 0, 1
LOADED_BEFORE = (
    "pytest",
    "_pytest.assertion.rewrite",
    "hypothesis.strategies",
    "django.test",
    "django.db.models.sql.compiler",
    "django.db.backends.postgresql.base",
    "django.contrib.postgres.fields",
    "django.template.loader",
    "django.forms",
    "celery",
    "structlog",
    "aiosmtpd.controller",
    "factory",
)
QUIET = (
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",  # for what was loaded before
    "-q",
    "-x",
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "--no-header",
    "--hypothesis-profile=ci",
)
TEMPLATE = "template"
"""Name of the worker whose database the others are copied from."""


def load_before() -> None:
    """Load what every run needs and no fault touches. What does not load without settings is loaded later."""
    for name in LOADED_BEFORE:
        with suppress(Exception):
            importlib.import_module(name)


@dataclass
class Run:
    """A process that judges one fault."""

    pid: int
    started: float
    limit: float
    log: Path

    def ended(self) -> str | None:
        """How it came out: killed, survived or timeout; None while it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            return "survived" if os.waitstatus_to_exitcode(status) == PASSED else "killed"
        if time.monotonic() - self.started < self.limit:
            return None
        self.stop()
        return "timeout"

    def stop(self) -> None:
        """End it and whatever it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.monotonic() - self.started


def start(
    judges: Sequence[str], *, worker: str, limit: float, log: Path, module: Path | None = None, text: str = ""
) -> Run:
    """Start the judges in a process of its own, with `text` in the place of the module's."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.setpgid(0, 0)
            code = _judge(judges, worker, log, module, text)
        except BaseException:
            log.write_text(traceback.format_exc())
        finally:
            os._exit(code)
    with suppress(PermissionError, ProcessLookupError):
        os.setpgid(pid, pid)
    return Run(pid, time.monotonic(), limit, log)


def _judge(judges: Sequence[str], worker: str, log: Path, module: Path | None, text: str) -> int:
    sys.stdout.flush()
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for stream in (1, 2):
        os.dup2(out, stream)
    os.environ["PYTEST_XDIST_WORKER"] = worker
    if worker != TEMPLATE:
        os.environ["PORTAL_TEST_TEMPLATE"] = f"test_portal_{TEMPLATE}"
    if module is not None:
        _put_in(module, text)
    import pytest

    code = int(pytest.main([*QUIET, *judges]))
    sys.stdout.flush()
    return code


def _put_in(module: Path, text: str) -> None:
    """Let Python load `text` where it would load the file of the module."""
    as_it_is = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, fullname: str) -> CodeType | None:
        if loader.path == str(module):
            return compile(text, loader.path, "exec", dont_inherit=True)
        return as_it_is(loader, fullname)

    SourceFileLoader.get_code = get_code

"""Starting, joining and stopping one embedded server: locks, state file, keeper.

Files in the folder, per server: `NAME.start` (one process starts or looks at a time), `NAME.users` (shared by everybody
who uses the server), `NAME.alive` (held by keeper and server while either lives; so an old pid is never believed),
`NAME.json` (pid, port and the like of the running server) and `NAME.log`.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.embedded import EmbeddedServerError, places

KEEPER = Path(__file__).with_name("keeper.py")
START_SECONDS = 60.0
STOP_SECONDS = 60.0
LOG_BYTES = 5_000_000

# The user locks this process holds: lock file -> (file descriptor, pid it was taken in).
_held: dict[Path, tuple[int, int]] = {}


@dataclass(frozen=True)
class Launch:
    """How to run a server: its command line, where, what others may know of it, and how it is asked to stop."""

    command: list[str]
    cwd: Path
    values: dict[str, Any]
    ready: Callable[[], bool]
    stop_signal: int
    hard_stop_signal: int
    finish: Callable[[], None] = lambda: None  # once it is ready, before anybody else may join


@dataclass(frozen=True)
class Server:
    """One server under one folder."""

    folder: Path
    name: str

    def _path(self, suffix: str) -> Path:
        return self.folder / f"{self.name}.{suffix}"

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self._path("log")

    def start(self, prepare: Callable[[], Launch]) -> dict[str, Any]:
        """Join the server if it runs, else start it as `prepare` says; hold it until `release`. Returns its state."""
        with self._one_at_a_time():
            self._hold()
            state = self._state()
            if state is None:
                self._clear_orphan()
                try:
                    state = self._launch(prepare())
                except BaseException:
                    self._stop()
                    self._let_go()
                    raise
            return state

    def running(self) -> dict[str, Any] | None:
        """The state of the running server, None where none runs. Waits for a start that is under way."""
        if not self.folder.exists():
            return None
        with self._one_at_a_time():
            handle = _open(self._path("users"))
            try:
                # Where the lock cannot be shared the keeper has it: the server is on its way out.
                return self._state() if _lock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB) else None
            finally:
                os.close(handle)

    def release(self) -> None:
        """Give up our hold. The last one to do so stops the server and waits until it is gone."""
        held = _held.get(self._path("users"))
        if held is None or held[1] != os.getpid():
            return
        with self._one_at_a_time():
            alone = _lock(held[0], fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Not alone: others share the lock, or the keeper has it and is stopping the server already.
            if alone or not _lock(held[0], fcntl.LOCK_SH | fcntl.LOCK_NB):
                self._stop()
            self._let_go()

    def stop(self) -> None:
        """Stop the server now, whoever uses it. Nothing happens where none runs."""
        if not self.folder.exists():
            return
        with self._one_at_a_time():
            self._stop()
            self._let_go()

    # -- inside the start lock -------------------------------------------------------------------

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        handle = _open(self._path("start"))
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _hold(self) -> None:
        path = self._path("users")
        held = _held.get(path)
        if held is not None and held[1] == os.getpid():
            return
        handle = _open(path)
        fcntl.flock(handle, fcntl.LOCK_SH)  # waits while a keeper is stopping the server
        _held[path] = (handle, os.getpid())

    def _let_go(self) -> None:
        held = _held.pop(self._path("users"), None)
        if held is not None and held[1] == os.getpid():
            os.close(held[0])

    def _alive(self) -> bool:
        handle = _open(self._path("alive"))
        try:
            return not _lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(handle)

    def _state(self) -> dict[str, Any] | None:
        state = self._read_state()
        return state if state is not None and self._alive() and _exists(state["keeper"]) else None

    def _read_state(self) -> dict[str, Any] | None:
        try:
            state: dict[str, Any] = json.loads(self._path("json").read_text())
            return state
        except (FileNotFoundError, json.JSONDecodeError):
            return None

    def _launch(self, how: Launch) -> dict[str, Any]:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.unlink()
        self._path("json").unlink(missing_ok=True)
        who = places.account()
        alive = _open(self._path("alive"))
        fcntl.flock(alive, fcntl.LOCK_EX)
        os.set_inheritable(alive, True)
        order = {
            "command": how.command,
            "cwd": str(how.cwd),
            "environment": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            "uid": None if who is None else who.uid,
            "gid": None if who is None else who.gid,
            "log": str(self.log),
            "users": str(self._path("users")),
            "state": str(self._path("json")),
            "state_values": how.values,
            "stop_signal": how.stop_signal,
            "hard_stop_signal": how.hard_stop_signal,
            "alive_fd": alive,
        }
        with open(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            subprocess.run(  # noqa: S603 - our own script; it goes into the background by itself
                [sys.executable, "-I", "-S", str(KEEPER)],
                input=json.dumps(order).encode(),
                stdout=log,
                stderr=log,
                pass_fds=[alive],
                start_new_session=True,  # Ctrl-C in the terminal is for us, not for it
                cwd="/",
                check=True,
            )
        os.close(alive)
        end = time.monotonic() + START_SECONDS
        while self._alive() and time.monotonic() < end:
            state = self._read_state()
            if state is not None and how.ready():
                how.finish()
                return state
            time.sleep(0.02)
        raise EmbeddedServerError(
            f"The embedded {self.name} server did not start. The end of {self.log}:\n{self._tail()}"
        )

    def _tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:]) if self.log.exists() else ""

    def _stop(self) -> None:
        """Ask the keeper, or a server whose keeper was killed, to stop; wait until both are gone."""
        end = time.monotonic() + STOP_SECONDS
        asked: set[int] = set()
        while self._alive():
            state = self._read_state()
            if state is not None:
                pid = state["keeper"] if _exists(state["keeper"]) else state["pid"]
                if pid not in asked:
                    asked.add(pid)
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGTERM if pid == state["keeper"] else signal.SIGINT)
            if time.monotonic() > end:
                raise EmbeddedServerError(
                    f"The embedded {self.name} server does not stop. End process {state and state['pid']} yourself."
                )
            time.sleep(0.02)
        self._path("json").unlink(missing_ok=True)

    def _clear_orphan(self) -> None:
        if self._alive():
            self._stop()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _lock(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        return False
    return True


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """A keeper that ended where process 1 buries nobody (some containers): its pid answers, but nothing runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, IndexError):
        return False

"""`make run`: the whole portal on one machine for trying it out and developing it. Never for production."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import connections

READY_SECONDS = 60
# How a part that does not stop is asked again: signal, seconds to wait for it.
STOP_STEPS = ((signal.SIGTERM, 12), (signal.SIGQUIT, 5), (signal.SIGKILL, 5))


class Command(BaseCommand):
    """Migrates, makes the demo data once, then runs web, worker and beat until Ctrl-C."""

    help = "Runs the portal: web, worker and beat, with the embedded servers where no others are named."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until asked to stop, or until a part ends by itself: then stop the others and say which."""
        if settings.PRODUCTION:
            raise CommandError(
                "runportal is for development. In production run the parts of docker-compose.yml."
            )
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: stop.set())
        host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
        _refuse_taken(host, port)
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
        self._say("Preparing the database")
        call_command("migrate", verbosity=0, interactive=False)
        self._demo_data()
        connections.close_all()
        if stop.is_set():
            return
        logs = settings.VAR_DIR / "log"
        logs.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {
            "HOST": host,
            "PORT": str(port),
            "PORTAL_URL": os.environ.get("PORTAL_URL") or address,
            "PYTHONUNBUFFERED": "1",
        }
        parts: dict[str, subprocess.Popen[bytes]] = {}
        try:
            for name, command in _parts(settings.VAR_DIR).items():
                parts[name] = _launch(command, environment, logs / f"{name}.log")
            if self._wait_for_web(f"{address}/health/web/", parts, stop):
                self._say(f"\nThe portal is at {address}/\nLogs are in {logs}. Ctrl-C stops everything.")
                self._watch(parts, stop)
        finally:
            _stop_all(parts)
        ended = [name for name, part in parts.items() if part.returncode not in (0, None)]
        if not stop.is_set():
            for name in ended:
                self.stderr.write(f"The end of {logs / f'{name}.log'}:\n{_tail(logs / f'{name}.log')}")
            raise CommandError("A part of the portal ended by itself, so all were stopped.")
        self._say("Stopped.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _demo_data(self) -> None:
        """Demo data where there is none yet. The command leaves data that is there alone, and prints the sign-ins."""
        if "demo_data" in get_commands() and os.environ.get("PORTAL_DEMO", "1") != "0":
            call_command("demo_data", stdout=self.stdout)

    def _wait_for_web(
        self, url: str, parts: dict[str, subprocess.Popen[bytes]], stop: threading.Event
    ) -> bool:
        """True once a page can be had; False when asked to stop or when a part ended first."""
        end = time.monotonic() + READY_SECONDS
        while not stop.wait(0.1) and time.monotonic() < end:
            if any(part.poll() is not None for part in parts.values()):
                return False
            with (
                contextlib.suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(url, timeout=5) as answer,  # noqa: S310 - our own http address
            ):
                if answer.status == 200:
                    return True
        if not stop.is_set():
            self.stderr.write(f"The web did not answer at {url} within {READY_SECONDS} seconds.")
        return False

    def _watch(self, parts: dict[str, subprocess.Popen[bytes]], stop: threading.Event) -> None:
        while not stop.wait(0.3):
            for name, part in parts.items():
                if part.poll() is not None:
                    self.stderr.write(f"{name} ended by itself ({part.returncode}).")
                    return


def _parts(var: Path) -> dict[str, list[str]]:
    python, root = sys.executable, settings.BASE_DIR
    celery = [python, "-m", "celery", "-A", "iro_portal"]
    return {
        "web": [python, "-m", "gunicorn", "--config", str(root / "gunicorn.conf.py")],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        "beat": [
            *celery,
            "beat",
            "--schedule",
            str(var / "beat-schedule"),
            "--pidfile",
            "",
            "--loglevel",
            "INFO",
        ],
    }


def _launch(command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as file:
        return subprocess.Popen(  # noqa: S603 - our own commands
            command,
            env=environment,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,  # Ctrl-C is for us; we stop them in order
            preexec_fn=_die_with_parent(),
        )


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux: a part whose starter was killed is stopped by the kernel, so that nothing is left running."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, int(signal.SIGTERM), 0, 0, 0)  # 1: PR_SET_PDEATHSIG


def _stop_all(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    for number, seconds in STOP_STEPS:
        running = [part for part in parts.values() if part.poll() is None]
        for part in running:
            part.send_signal(number)
        end = time.monotonic() + seconds
        for part in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                part.wait(max(0.0, end - time.monotonic()))


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be used ({error.strerror}). Try: PORT={port + 1} make run"
            ) from None


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-25:])

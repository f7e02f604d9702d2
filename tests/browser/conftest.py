"""The portal as it is served, and people who come to it with a real Chromium.

The live server runs in this process with the whole middleware, the content policy and the built styles and script, and
reaches the database in the app's role. So data is committed, and a test ends with every table emptied by its owner.
Time stands at Tuesday 21 April 2026 and goes on from there; a test moves it with `clock`. The browser keeps real time.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.visitor import Visitor
from tests.browser.world import World

ROOT = Path(__file__).resolve().parents[2]
START = "2026-04-21T10:04:00+01:00"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium; playwright's where there is none. It asks nobody but us."""
    return browser_type_launch_args | {
        **({"executable_path": CHROMIUM} if CHROMIUM else {}),
        "args": [
            "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-first-run", "--no-default-browser-check",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--force-color-profile=srgb",
        ],
    }  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def assets() -> None:
    """Styles and script as `make setup` builds them, instant where nothing changed; and the folder whitenoise wants."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    subprocess.run([sys.executable, "scripts/build_assets.py"], cwd=ROOT, check=True)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The portal's time, which goes on by itself: `clock.move_to("2026-04-28T09:00:00+01:00")`."""
    with time_machine.travel(START, tick=True) as traveller:
        yield traveller


@pytest.fixture
def world(transactional_db: None, clock: time_machine.Traveller) -> World:
    """An authority with its people and three children, committed."""
    return World.made()


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, world: World) -> Iterator[Callable[..., Visitor]]:
    """A new window: `visit()`, or `visit(java_script_enabled=False)`. All are closed, and heard, at the end."""
    windows: list[Visitor] = []

    def open_window(**options: Any) -> Visitor:
        windows.append(Visitor(browser, live_server.url.replace("localhost", "127.0.0.1"), **options))
        return windows[-1]

    yield open_window
    for window in windows:
        window.close()

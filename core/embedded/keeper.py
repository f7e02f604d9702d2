"""Keeps one server running while anybody holds its user lock, then stops it. core.embedded.process runs it as a script.

It imports nothing of the portal, so that it starts in a few hundredths of a second. Its order comes on standard
input as JSON: `command`, `environment`, `cwd`, `uid` and `gid` (or null), `log`, `users` (the lock file), `state` (a
JSON file to write with the server's pid added), `state_values`, `stop_signal`, `hard_stop_signal`, `alive_fd` (an
inherited lock that says "something of ours still runs").
"""

import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
from typing import Any

LOOK_SECONDS = 0.2
SOFT_STOP_SECONDS = 30
HARD_STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1


def main() -> int:
    """Start the server, wait until it is asked to stop, unused or gone, and leave nothing behind."""
    order = json.load(sys.stdin)
    if os.fork():
        os._exit(0)  # into the background: whoever started us need not wait for our end
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    users = os.open(order["users"], os.O_RDWR)
    server = _launch(order)
    _write_state(order["state"], order["state_values"] | {"pid": server.pid, "keeper": os.getpid()})
    while server.poll() is None and not asked.is_set() and not _nobody_holds(users):
        asked.wait(LOOK_SECONDS)
    if server.poll() is None:
        _stop(server, order)
    os.unlink(order["state"])
    return server.returncode


def _launch(order: dict[str, Any]) -> subprocess.Popen[bytes]:
    stop_signal = order["stop_signal"]
    prctl = ctypes.CDLL(None).prctl if sys.platform.startswith("linux") else None

    def die_with_keeper() -> None:  # a keeper that is killed takes its server with it
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, stop_signal, 0, 0, 0)

    account: dict[str, Any] = {}
    if order["uid"] is not None:
        account = {"user": order["uid"], "group": order["gid"], "extra_groups": []}
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return subprocess.Popen(  # noqa: S603 - the command is put together by core.embedded alone
        order["command"],
        env=order["environment"],
        cwd=order["cwd"],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        umask=0o077,
        pass_fds=[order["alive_fd"]],
        preexec_fn=die_with_keeper,  # this process has one thread
        **account,
    )


def _nobody_holds(users: int) -> bool:
    """Take the user lock if nobody shares it. Kept until we end, so that no one joins a server that is going."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stop(server: subprocess.Popen[bytes], order: dict[str, Any]) -> None:
    for number, seconds in (
        (order["stop_signal"], SOFT_STOP_SECONDS),
        (order["hard_stop_signal"], HARD_STOP_SECONDS),
        (signal.SIGKILL, None),
    ):
        server.send_signal(number)
        try:
            server.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            continue
        return


def _write_state(path: str, values: dict[str, Any]) -> None:
    new = path + ".new"
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(values, file)
    os.replace(new, path)


if __name__ == "__main__":
    sys.exit(main())

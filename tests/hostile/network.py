"""No test looks up a name outside this machine; pytest-socket (--allow-hosts) refuses the connection itself."""

import socket
from typing import Any

HERE = frozenset(("localhost", "", None, socket.gethostname()))
_look_up = socket.getaddrinfo


class LookedOutsideError(RuntimeError):
    """A test asked for the address of another machine."""


def _only_here(host: Any, *args: Any, **kwargs: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in HERE and not _in_figures(name):
        raise LookedOutsideError(f"A test looked up {name}: tests reach this machine only")
    return _look_up(host, *args, **kwargs)


def _in_figures(name: str) -> bool:
    """Whether this is an address already, which no name server is asked about."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, name.partition("%")[0])
        except OSError:
            continue
        return True
    return False


def switch_on() -> None:
    """Refuse lookups of other machines' names."""
    socket.getaddrinfo = _only_here

"""A real mail server on 127.0.0.1 for tests: it takes what it is sent, answers as told, and keeps every byte."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

Answer = Callable[[], str | None]


@dataclass(frozen=True)
class Received:
    """One message as it came."""

    to: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """Read as an e-mail."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def id(self) -> str:
        """Its Message-ID."""
        return str(self.message["Message-ID"])


class Sink:
    """`on_mail`, `on_rcpt` and `on_data` are called at these steps; what they give is answered instead of 250."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received: list[Received] = []
        self.connections = 0
        self.on_mail: Answer = lambda: None
        self.on_rcpt: Answer = lambda: None
        self.on_data: Answer = lambda: None

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.on_mail() or "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.on_rcpt() or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.on_data()
        if answer is None or answer.startswith("2"):
            self.received.append(Received(envelope.rcpt_tos[0], envelope.content))
        return answer or "250 OK"

    @property
    def settings(self) -> dict[str, Any]:
        """The settings that send mail here."""
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
        }


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_sink() -> Iterator[Sink]:
    """A sink that listens until the end of the block."""
    sink = Sink(free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()

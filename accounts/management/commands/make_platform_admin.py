"""`manage.py make_platform_admin --email … --name …`: the first person of a new portal, who lets in everybody else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.actions import add_person, invite
from accounts.models import Person
from accounts.roles import PLATFORM_ADMIN
from core import clock
from core.errors import DomainError


class Command(BaseCommand):
    """Needs access to the server, since there is nobody yet who could ask by a page."""

    help = "Makes a platform administrator and invites them; run again, sends the invitation again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who it is."""
        parser.add_argument("--email", required=True, help="their work e-mail address")
        parser.add_argument("--name", required=True, help="their name, as others see it")

    def handle(self, *, email: str, name: str, **options: Any) -> None:
        """Give the role. The link goes by mail alone, never to the terminal: it is as good as a password."""
        email = email.strip().lower()
        if not name.strip():
            raise CommandError("Give a name: --name 'Sol Underhay'")
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        try:
            membership = add_person(
                authority=None,
                email=email,
                name=name,
                role=PLATFORM_ADMIN.code,
                from_date=clock.today(),
                by=None,
            )
        except DomainError as problem:
            person = Person.objects.filter(email=email).first()
            if problem.code != "held" or person is None or person.has_usable_password():
                raise CommandError(str(problem)) from None
            invite(person=person, authority=None, by=None)
        else:
            person = membership.person
        self.stdout.write(f"{email} is a platform administrator now.")
        if person.has_usable_password():
            self.stdout.write("They sign in with the password they have.")
        else:
            self.stdout.write("An invitation goes to them by e-mail. It works once, for two days.")

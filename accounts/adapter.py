"""How allauth and axes are fitted to the portal: nobody signs up; a lock is on the e-mail, not the office."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from accounts import locks
from accounts.actions.sessions import clear_ended
from accounts.actor import actor_for
from accounts.browsers import in_words
from accounts.models import Person
from accounts.notifications import ask_to_set_password
from accounts.scoping import in_authority
from accounts.session_store import BROWSER
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.walls import tell_person

WORDS = {
    "account/messages/password_changed.txt": "Your password is changed",
    "account/messages/logged_out.txt": "You are signed out",
    "mfa/messages/totp_deactivated.txt": "Your phone app is taken off",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. The old ones no longer work",
}
"""What the next page says happened, by the name allauth has for it; of anything else it says nothing."""


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by an administrator. Who came in or out, or was refused, is recorded."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right. Try again.",
        "too_many_login_attempts": "Too many wrong codes. Wait 5 minutes, then try again.",
        "incorrect_password": "That is not your password. Try again.",
        "enter_current_password": "That is not your password now. Try again.",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "password_min_length": "Make the password {min_length} characters or longer",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked e-mail before its password is looked at. (axes counts wrong tries, in the database.)"""
        email = axes_username(request, credentials)
        left = locks.minutes_left(email, at=clock.now())
        if left:
            self._refused(email, "locked")
            raise ValidationError(locks.sentence(left), code="locked")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record it; where this try locked the e-mail, say for how long."""
        email = axes_username(request, credentials)
        locked = bool(getattr(request, "axes_locked_out", False))
        self._refused(email, "locked" if locked else "wrong")
        if locked:
            raise ValidationError(
                locks.sentence(locks.minutes_left(email, at=clock.now()) or 1), code="locked"
            )

    @staticmethod
    def _refused(email: str, why: str) -> None:
        """The audit holds no words: a person we know by their id, an address nobody has by nothing at all."""
        known = Person.objects.filter(email=email).values_list("pk", flat=True)
        record(
            Verb.SIGN_IN_REFUSED,
            by=None,
            authority_id=None,
            object_type="accounts.person",
            object_ids=list(known),
            why=why,
        )

    def login(self, request: HttpRequest, user: Person) -> None:
        """The last step of signing in, after the second factor."""
        super().login(request, user)
        request.session[BROWSER] = in_words(request.headers.get("User-Agent", ""))
        clear_ended()
        tell_person(user.pk)
        actor = actor_for(user, on=clock.today())
        authority = actor.authority if actor else None
        with in_authority(authority):
            record(Verb.SIGNED_IN, by=user, authority_id=authority.pk if authority else None, objects=[user])

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and say who did."""
        actor = getattr(request, "actor", None)
        authority = actor.authority if actor else None
        record(
            Verb.SIGNED_OUT,
            by=request.user,
            authority_id=authority.pk if authority else None,
            objects=[request.user],
        )
        super().logout(request)

    def set_password(self, user: Person, password: str) -> None:
        """Set a new password (after a reset or a change) and record that, never what."""
        super().set_password(user, password)
        locks.clear(user.email)
        record(Verb.PASSWORD_CHANGED, by=user, authority_id=None, objects=[user])

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Ask for the password again before something that matters (allauth's own asks its table of addresses)."""
        again = self.authenticate(self.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """A row of the outbox; the link is made when it is sent, so that none lies in the database."""
        ask_to_set_password(person=user, kind="password_reset", at=clock.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every message is a row of the outbox first: allauth itself sends none."""
        raise NotImplementedError(f"{template_prefix} is not a message of the portal")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in the portal's words, or not at all."""
        words = WORDS.get(message_template or "")
        if words:
            messages.add_message(request, level, words)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor: its secret is not kept in clear, and where one is required nobody takes their own off."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right. Enter the one your app shows now, or a recovery code.",
        "cannot_delete_authenticator": "A second factor is required here. New phone? Ask your administrator.",
    }

    @staticmethod
    def _keys() -> MultiFernet:
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = [hashlib.sha256(b"second factor:" + secret.encode()).digest() for secret in secrets]
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

    def encrypt(self, text: str) -> str:
        """Lock a secret with the portal's key."""
        return self._keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again; with an older key too (SECRET_KEY_FALLBACKS)."""
        return self._keys().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """What the phone app writes above the code."""
        return "IRO portal"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where a second factor is required, only an administrator takes one off (for a lost phone)."""
        return not settings.REQUIRE_SECOND_FACTOR

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """None: it stands in the audit."""


def axes_username(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The e-mail address tried, in lower case.

    allauth signs in by e-mail and gives axes no username; without this five wrong passwords of one person would lock
    out everyone behind the same address of the council.
    """
    found = ""
    if credentials:
        found = credentials.get("username") or credentials.get("email") or credentials.get("login") or ""
    if not found and request is not None:
        found = request.POST.get("login", "")
    if not found and request is not None and request.user.is_authenticated:
        found = request.user.email
    return str(found).strip().lower()


def axes_locked_answer(
    request: HttpRequest, answer: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse | None:
    """What axes answers where an e-mail is locked: the page as it is, which says so and for how long."""
    return answer

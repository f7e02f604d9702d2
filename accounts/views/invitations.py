"""Where an invitation leads: the first password, then the second factor. Looking at it uses nothing up."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import actions, invitations
from accounts.forms.invitations import FirstPasswordForm
from accounts.models import Invitation
from core import clock
from core.views import FormPage

NOT_FOR_YOU = "accounts/invitation_over.html"


@method_decorator([login_not_required, never_cache, sensitive_post_parameters("password")], name="dispatch")
class AcceptInvitation(FormPage):
    """Set the first password by the link of an invitation, and be signed in.

    Mail scanners open every link, so only the form uses it up. A link that is used, withdrawn, too old or nobody's is
    answered the same. Somebody who is signed in is asked to sign out first: they are hardly the one invited.
    """

    form_class = FirstPasswordForm
    template_name = "accounts/invitation.html"
    title = "Welcome to the IRO portal"
    invitation: Invitation | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.request = request
        self.invitation = invitations.find(kwargs["token"], at=clock.now())
        if self.invitation is None or request.user.is_authenticated:
            return self._not_taken()
        return super().dispatch(request, *args, **kwargs)

    def _not_taken(self) -> HttpResponse:
        """What is said to who cannot use it: which of the reasons it is, is not."""
        self.template_name = NOT_FOR_YOU
        return self.render_to_response({"page": self.get_page(), "over": self.invitation is None})

    def get_title(self) -> str:
        if self.template_name == NOT_FOR_YOU:
            return "This link no longer works" if self.invitation is None else "You are signed in"
        return self.title

    def get_form_kwargs(self) -> dict[str, Any]:
        assert self.invitation is not None  # noqa: S101 - dispatch has seen to it
        return super().get_form_kwargs() | {"person": self.invitation.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"invitation": self.invitation}

    def act(self, form: FirstPasswordForm) -> HttpResponse:
        """Set it and sign in. Where a second factor is required, setting it up is the next page."""
        password = form.cleaned_data["password"]
        person = actions.accept_invitation(token=self.kwargs["token"], password=password, at=clock.now())
        login = Login(user=person, email=person.email)
        answer = perform_password_login(self.request, {"email": person.email}, login)
        if self.request.user.is_authenticated:
            reauthenticate_by_password(self.request)  # not asked for again before the second factor is set up
        return answer

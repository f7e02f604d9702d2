"""allauth's own pages where something of ours happens as well."""

from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.http import HttpResponse

from accounts.fresh import FreshFactorMixin
from accounts.second_factor import CONFIRMED
from audit.actions import record
from audit.verbs import Verb
from core.views import PageView


class SetUpSecondFactor(ActivateTOTPView):
    """Set up the phone app; from here on the session counts as having shown a second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        record(Verb.SECOND_FACTOR_SET, by=self.request.user, authority_id=None, objects=[self.request.user])
        self.request.session[CONFIRMED] = True
        # allauth says it when the transaction is over: by then the session is written, and the words would be lost.
        messages.success(self.request, "Your phone app is set up")
        return answer


class TakeOffSecondFactor(DeactivateTOTPView):
    """Take one's own phone app off, where none is required."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        record(
            Verb.SECOND_FACTOR_TAKEN_OFF, by=self.request.user, authority_id=None, objects=[self.request.user]
        )
        self.request.session.pop(CONFIRMED, None)
        return answer


class MakeRecoveryCodes(GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones stop working."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        record(Verb.RECOVERY_CODES_MADE, by=self.request.user, authority_id=None, objects=[self.request.user])
        return answer


class GoBack(FreshFactorMixin, PageView):
    """Where the second tab ends in which somebody signed in again, or showed again that it is they."""

    template_name = "accounts/go_back.html"
    title = "Now go back to your other tab"

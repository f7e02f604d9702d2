"""Addresses of the accounts app. Of allauth only what the portal uses: nobody signs up, nothing is social."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from django.urls import URLPattern, URLResolver, path, re_path

from accounts.views import (
    absence,
    authorities,
    bulk,
    home,
    invitations,
    people,
    sessions,
    settings,
    signing_in,
)

signing_in_urls: list[URLPattern | URLResolver] = [
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/sessions/", sessions.Sessions.as_view(), name="account_sessions"),
    path("accounts/session/", sessions.SessionLeft.as_view(), name="account_session"),
    path("accounts/go-back/", signing_in.GoBack.as_view(), name="account_go_back"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/password/reset/", account.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("accounts/2fa/", mfa.index, name="mfa_index"),
    path("accounts/2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", signing_in.SetUpSecondFactor.as_view(), name="mfa_activate_totp"),
    path(
        "accounts/2fa/totp/deactivate/", signing_in.TakeOffSecondFactor.as_view(), name="mfa_deactivate_totp"
    ),
    path("accounts/2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "accounts/2fa/recovery-codes/generate/",
        signing_in.MakeRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *signing_in_urls,
    path("", home.Home.as_view(), name="home"),
    path("invitation/<str:token>/", invitations.AcceptInvitation.as_view(), name="invitation"),
    path("choose-authority/", home.ChooseAuthority.as_view(), name="choose-authority"),
    path("people/", people.People.as_view(), name="people"),
    path("people/add/", people.AddPerson.as_view(), name="person-add"),
    path("people/invite/", bulk.InviteMany.as_view(), name="invite-many"),
    path("people/invite/table.csv", bulk.InviteManyTemplate.as_view(), name="invite-many-template"),
    path("people/<uuid:uuid>/", people.PersonPage.as_view(), name="person"),
    path("people/<uuid:uuid>/edit/", people.ChangePerson.as_view(), name="person-edit"),
    path("people/<uuid:uuid>/roles/add/", people.GiveRole.as_view(), name="role-add"),
    path("people/<uuid:uuid>/end/", people.EndPerson.as_view(), name="person-end"),
    path("people/<uuid:uuid>/invite/", people.Invite.as_view(), name="person-invite"),
    path(
        "people/<uuid:uuid>/invitation/withdraw/",
        people.WithdrawInvitation.as_view(),
        name="person-invitation-withdraw",
    ),
    path(
        "people/<uuid:uuid>/second-factor/", people.TakeOffSecondFactor.as_view(), name="person-second-factor"
    ),
    path("people/<uuid:uuid>/absence/", absence.RecordAbsence.as_view(), name="absence-add"),
    path("absences/<uuid:uuid>/end/", absence.EndAbsence.as_view(), name="absence-end"),
    path("roles/<uuid:uuid>/", people.ChangeRole.as_view(), name="role"),
    path("roles/<uuid:uuid>/end/", people.EndRole.as_view(), name="role-end"),
    path("settings/", settings.Settings.as_view(), name="settings"),
    path("settings/holidays/", settings.Holidays.as_view(), name="holidays"),
    path("settings/holidays/<uuid:uuid>/remove/", settings.RemoveHoliday.as_view(), name="holiday-remove"),
    path("authorities/", authorities.Authorities.as_view(), name="authorities"),
    path("authorities/make/", authorities.MakeAuthority.as_view(), name="authority-make"),
    path("authorities/<uuid:uuid>/", authorities.AuthorityPage.as_view(), name="authority"),
    path(
        "authorities/<uuid:uuid>/administrator/",
        authorities.AddAdministrator.as_view(),
        name="authority-admin",
    ),
    path("authorities/<uuid:uuid>/suspend/", authorities.Suspend.as_view(), name="authority-suspend"),
    path("authorities/<uuid:uuid>/resume/", authorities.Resume.as_view(), name="authority-resume"),
]

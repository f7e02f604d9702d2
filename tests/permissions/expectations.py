"""Who may do what, written down by hand. Nothing here is derived from the code it checks.

A pattern says, for each role and for whose record it is, what the answer to somebody who asks must be:

    OK      200, or a redirect to a page of the portal
    LOGIN   a redirect to the sign-in page
    NO      403: the role does not include this page
    GONE    404: for this person there is no such record
"""

OK, LOGIN, NO, GONE = "ok", "login", "403", "404"
ROLES = ("anonymous", "disabled", "roleless", "iro", "manager", "admin", "quality", "platform")
WHOSE = ("own", "colleague", "foreign", "missing")

Cells = dict[str, dict[str, str]]


def _same(answer: str) -> dict[str, str]:
    return dict.fromkeys(WHOSE, answer)


STRANGERS: Cells = {"anonymous": _same(LOGIN), "disabled": _same(LOGIN), "roleless": _same(NO)}
REFUSED: Cells = {
    **STRANGERS,
    "iro": _same(NO),
    "manager": _same(NO),
    "admin": _same(NO),
    "quality": _same(NO),
    "platform": _same(NO),
}

PATTERNS: dict[str, Cells] = {
    # Pages without a record
    "public": {role: _same(OK) for role in ROLES},
    "signed in": {**{role: _same(OK) for role in ROLES}, "anonymous": _same(LOGIN), "disabled": _same(LOGIN)},
    "any role": {**{role: _same(OK) for role in ROLES}, **STRANGERS},
    "iro": {**REFUSED, "iro": _same(OK)},
    "manager": {**REFUSED, "manager": _same(OK)},
    "iro or manager": {**REFUSED, "iro": _same(OK), "manager": _same(OK)},
    "admin": {**REFUSED, "admin": _same(OK)},
    "manager or quality reader": {**REFUSED, "manager": _same(OK), "quality": _same(OK)},
    "manager or admin": {**REFUSED, "manager": _same(OK), "admin": _same(OK)},
    "platform": {**REFUSED, "platform": _same(OK)},
    # Records of a child
    "look": {
        **REFUSED,
        "iro": {"own": OK, "colleague": GONE, "foreign": GONE, "missing": GONE},
        "manager": {"own": OK, "colleague": OK, "foreign": GONE, "missing": GONE},
        "quality": {"own": OK, "colleague": OK, "foreign": GONE, "missing": GONE},
    },
    "edits": {
        **REFUSED,
        "iro": {"own": OK, "colleague": GONE, "foreign": GONE, "missing": GONE},
        "manager": {"own": OK, "colleague": OK, "foreign": GONE, "missing": GONE},
    },
    "own iro": {**REFUSED, "iro": {"own": OK, "colleague": GONE, "foreign": GONE, "missing": GONE}},
    "allocating manager": {
        **REFUSED,
        "manager": {"own": OK, "colleague": OK, "foreign": GONE, "missing": GONE},
    },
    "recorded by the own iro": {
        **REFUSED,
        "iro": {"own": OK, "colleague": GONE, "foreign": GONE, "missing": GONE},
        "manager": _same(GONE),
        "quality": _same(GONE),
    },
    "own iro, not the manager": {
        **REFUSED,
        "iro": {"own": OK, "colleague": GONE, "foreign": GONE, "missing": GONE},
        "manager": _same(GONE),
    },
    "restricts": {
        **REFUSED,
        "iro": {"own": OK, "colleague": GONE, "foreign": GONE, "missing": GONE},
        "manager": {"own": OK, "colleague": OK, "foreign": GONE, "missing": GONE},
    },
    "second person": {
        **REFUSED,
        "iro": _same(GONE),
        "manager": {"own": OK, "colleague": OK, "foreign": GONE, "missing": GONE},
    },
    # Rows of an authority that belong to no child
    "own authority's manager": {
        **REFUSED,
        "manager": {"own": OK, "colleague": OK, "foreign": GONE, "missing": GONE},
    },
    "own authority's admin": {
        **REFUSED,
        "admin": {"own": OK, "colleague": OK, "foreign": GONE, "missing": GONE},
    },
    "own authority's manager or admin": {
        **REFUSED,
        "manager": {"own": OK, "colleague": OK, "foreign": GONE, "missing": GONE},
        "admin": {"own": OK, "colleague": OK, "foreign": GONE, "missing": GONE},
    },
    "platform's authority": {
        **REFUSED,
        "platform": {"own": OK, "colleague": OK, "foreign": OK, "missing": GONE},
    },
}

RESTRICTED: Cells = {
    # A child closed to all but the colleague who reviews them; one whom our IRO and our manager are named for.
    "look": {
        "iro": {"closed": GONE, "named": OK},
        "manager": {"closed": GONE, "named": OK},
        "quality": {"closed": GONE, "named": GONE},
    },
    "edits": {"iro": {"closed": GONE, "named": OK}, "manager": {"closed": GONE, "named": OK}},
    "own iro": {"iro": {"closed": GONE, "named": GONE}, "manager": {"closed": NO, "named": NO}},
    "restricts": {"iro": {"closed": GONE, "named": GONE}, "manager": {"closed": GONE, "named": OK}},
    "allocating manager": {"iro": {"closed": NO, "named": NO}, "manager": {"closed": GONE, "named": OK}},
    "recorded by the own iro": {
        "iro": {"closed": GONE, "named": GONE},
        "manager": {"closed": GONE, "named": GONE},
    },
}
"""The patterns of a child's records, where the child is restricted. Nobody else is let in there either."""

GET, FORM, ACT = ("get",), ("get", "post"), ("post",)
BOTH = "look", "recorded by the own iro"
"""Whoever may look, looks; only the child's own reviewing officer may send the form."""

# name: (pattern, or one for get and one for post; methods; what the ids in the address are)
URLS: dict[str, tuple[str | tuple[str, str], tuple[str, ...], dict[str, str]]] = {
    # core
    "accessibility": ("public", GET, {}),
    "privacy": ("public", GET, {}),
    "how_dates": ("public", GET, {}),
    "help": ("public", GET, {}),
    "theme_css": ("public", GET, {"colour": "=0d4f5c"}),
    "ui_components": ("signed in", GET, {}),
    # accounts
    "home": ("signed in", GET, {}),
    "choose-authority": ("any role", FORM, {}),
    "people": ("admin", GET, {}),
    "person-add": ("admin", FORM, {}),
    "invite-many": ("admin", FORM, {}),
    "invite-many-template": ("admin", GET, {}),
    "person": ("own authority's admin", GET, {"uuid": "person"}),
    "person-edit": ("own authority's admin", FORM, {"uuid": "person"}),
    "role-add": ("own authority's admin", FORM, {"uuid": "person"}),
    "person-end": ("own authority's admin", FORM, {"uuid": "person"}),
    "person-invite": ("own authority's admin", ACT, {"uuid": "person"}),
    "person-invitation-withdraw": ("own authority's admin", ACT, {"uuid": "person"}),
    "invitation": ("public", FORM, {"token": "=nobodys"}),
    "person-second-factor": ("own authority's admin", FORM, {"uuid": "person"}),
    "absence-add": ("own authority's admin", FORM, {"uuid": "person"}),
    "absence-end": ("own authority's admin", ACT, {"uuid": "absence"}),
    "role": ("own authority's admin", FORM, {"uuid": "role"}),
    "role-end": ("own authority's admin", FORM, {"uuid": "role"}),
    "settings": ("admin", FORM, {}),
    "holidays": ("admin", FORM, {}),
    "holiday-remove": ("own authority's admin", ACT, {"uuid": "holiday"}),
    "authorities": ("platform", GET, {}),
    "authority-make": ("platform", FORM, {}),
    "authority": ("platform's authority", GET, {"uuid": "authority"}),
    "authority-admin": ("platform's authority", FORM, {"uuid": "authority"}),
    "authority-suspend": ("platform's authority", FORM, {"uuid": "authority"}),
    "authority-resume": ("platform's authority", ACT, {"uuid": "authority"}),
    # children
    "child": ("look", GET, {"uuid": "child"}),
    "child-address": ("look", GET, {"uuid": "child"}),
    "child-edit": ("edits", FORM, {"uuid": "child"}),
    "person-around-add": ("edits", FORM, {"uuid": "child"}),
    "person-around": ("edits", FORM, {"uuid": "child", "around": "around"}),
    "confidential": ("edits", FORM, {"uuid": "child"}),
    "confidential-person": ("edits", FORM, {"uuid": "child", "around": "around"}),
    "child-restrict": ("restricts", FORM, {"uuid": "child"}),
    "child-trail": ("restricts", GET, {"uuid": "child"}),
    "child-trail-download": ("restricts", GET, {"uuid": "child"}),
    "child-restriction": ("restricts", GET, {"uuid": "child"}),
    "child-restriction-name": ("restricts", FORM, {"uuid": "child"}),
    "child-restriction-lift": ("restricts", ACT, {"uuid": "child"}),
    "child-restriction-unname": ("own iro, not the manager", ACT, {"uuid": "shut", "named": "shut_to"}),
    "closed-records": ("iro or manager", GET, {}),
    "glass-break": ("iro or manager", FORM, {}),
    "glass-close": ("own iro, not the manager", ACT, {"uuid": "glass"}),
    "glass-list": ("manager", GET, {}),
    "glass-look": ("own authority's manager", FORM, {"uuid": "glass"}),
    "care-start": ("edits", FORM, {"uuid": "child"}),
    "home-edit": ("edits", FORM, {"uuid": "child"}),
    "duty-done": ("edits", FORM, {"uuid": "child"}),
    "care-plan": ("look", GET, {"uuid": "planned"}),
    "care-plan-version": ("look", GET, {"uuid": "planned", "number": "=1"}),
    "care-plan-compare": ("look", GET, {"uuid": "planned", "number": "=2"}),
    "care-plan-draft": ("own iro", GET, {"uuid": "child"}),
    "care-plan-section": ("own iro", FORM, {"uuid": "child", "section": "=health"}),
    "care-plan-start": ("own iro", ACT, {"uuid": "planned"}),
    "care-plan-agree": ("own iro", FORM, {"uuid": "child"}),
    "care-plan-discard": ("own iro", FORM, {"uuid": "child"}),
    # reviews
    "caseload": ("iro", GET, {}),
    "why-date": ("look", GET, {"uuid": "deadline"}),
    "why-no-date": ("look", GET, {"uuid": "undated"}),
    "decisions": ("iro", GET, {}),
    "review-book": ("own iro", FORM, {"uuid": "unbooked"}),
    "review": ("look", GET, {"uuid": "review"}),
    "review-record": ("look", GET, {"uuid": "review"}),
    "review-rearrange": ("own iro", FORM, {"uuid": "booked"}),
    "review-cancel": ("own iro", FORM, {"uuid": "booked"}),
    "review-people": ("own iro", FORM, {"uuid": "booked"}),
    "review-person": ("own iro", FORM, {"uuid": "booked", "person": "invited"}),
    "review-sittings": ("look", GET, {"uuid": "booked"}),
    "review-sitting-add": ("own iro", FORM, {"uuid": "booked"}),
    "review-sitting-held": ("own iro", FORM, {"uuid": "booked", "sitting": "sitting"}),
    "review-sitting-correct": ("own iro", FORM, {"uuid": "review", "sitting": "held_sitting"}),
    "review-sitting-call-off": ("own iro", FORM, {"uuid": "booked", "sitting": "sitting"}),
    "review-attendance": ("own iro", FORM, {"uuid": "review"}),
    "review-adjourn": ("own iro", FORM, {"uuid": "booked"}),
    "review-lapse": ("own iro", ACT, {"uuid": "booked"}),
    "review-conclude": ("own iro", FORM, {"uuid": "booked"}),
    "review-preparation": ("own iro", FORM, {"uuid": "booked"}),
    "review-right-people": ("own iro", FORM, {"uuid": "review"}),
    "review-matter": ("own iro", FORM, {"uuid": "review", "matter": "=health"}),
    "review-iro-view": ("own iro", FORM, {"uuid": "review"}),
    "review-follow-ups": ("look", GET, {"uuid": "review"}),
    "review-follow-up": ("own iro", FORM, {"uuid": "review", "decision": "earlier"}),
    "review-decisions": ("look", GET, {"uuid": "review"}),
    "review-decision-add": ("own iro", FORM, {"uuid": "review"}),
    "review-decision": ("own iro", FORM, {"uuid": "review", "decision": "draft"}),
    "review-decision-remove": ("own iro", FORM, {"uuid": "review", "decision": "draft"}),
    "decision-done": ("own iro", FORM, {"uuid": "earlier_review", "decision": "earlier"}),
    "review-issue": ("own iro", FORM, {"uuid": "review"}),
    "review-answer": ("own iro", FORM, {"uuid": "review"}),
    "review-complete": ("own iro", FORM, {"uuid": "review"}),
    "review-reopen": ("own iro", FORM, {"uuid": "review"}),
    "review-distribution": ("own iro", FORM, {"uuid": "review"}),
    "copies": ("look", GET, {"uuid": "copied"}),
    "copy-add": ("own iro", FORM, {"uuid": "copied"}),
    "copy-none": ("own iro", FORM, {"uuid": "copied", "person": "got_none"}),
    "copies-to-confirm": ("iro or manager", GET, {}),
    "copy": ("look", GET, {"uuid": "copy"}),
    "copy-document": ("own iro", GET, {"uuid": "gone_copy"}),
    "copy-sections": ("own iro", FORM, {"uuid": "copy"}),
    "copy-names": ("own iro", FORM, {"uuid": "copy"}),
    "copy-read": ("own iro", FORM, {"uuid": "copy"}),
    "copy-confirm": ("second person", FORM, {"uuid": "copy"}),
    "copy-release": ("own iro", FORM, {"uuid": "copy"}),
    "copy-delivered": ("own iro", FORM, {"uuid": "gone_copy"}),
    "copy-call-back": ("own iro", FORM, {"uuid": "copy"}),
    "messages": ("manager or admin", GET, {}),
    "message-retry": ("own authority's manager or admin", ACT, {"uuid": "message"}),
    "my-messages": ("any role", GET, {}),
    # participation
    "child-words": ("look", GET, {"uuid": "child"}),
    "review-views": (BOTH, FORM, {"uuid": "review"}),
    "review-views-code": ("own iro", GET, {"uuid": "review"}),
    "review-heard-new": ("own iro", GET, {"uuid": "review"}),
    "review-heard": ("own iro", FORM, {"uuid": "review", "heard": "heard"}),
    # returns
    "imports": ("admin", FORM, {}),
    "import": ("own authority's admin", GET, {"uuid": "job"}),
    "import-report": ("own authority's admin", GET, {"uuid": "job"}),
    "import-good-rows": ("own authority's admin", ACT, {"uuid": "job"}),
    "import-start-again": ("own authority's admin", ACT, {"uuid": "job"}),
    "exports": ("admin", FORM, {}),
    "export": ("own authority's admin", GET, {"uuid": "export"}),
    "export-download": ("own authority's admin", GET, {"uuid": "export"}),
    "export-start-again": ("own authority's admin", ACT, {"uuid": "export"}),
    # insight
    "team": ("manager", GET, {}),
    "team-list": ("manager", GET, {"figure": "=late"}),
    "all-children": ("manager or quality reader", GET, {}),
    "allocate": ("allocating manager", FORM, {"uuid": "child"}),
    "allocate-many": ("manager", FORM, {}),
}
"""Every address of our own. An id "=word" stands as it is; any other names a row of the world."""

OTHERS = {
    # allauth's pages, by whether a stranger may open them
    "account_login": "public",
    "account_logout": "public",
    "account_inactive": "public",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "mfa_authenticate": "public",
    "account_reauthenticate": "signed in",
    "account_change_password": "signed in",
    "account_go_back": "signed in",
    "account_sessions": "signed in",
    "account_session": "signed in",
    "mfa_index": "signed in",
    "mfa_reauthenticate": "signed in",
    "mfa_activate_totp": "signed in",
    "mfa_deactivate_totp": "signed in",
    "mfa_view_recovery_codes": "signed in",
    "mfa_generate_recovery_codes": "signed in",
    "mfa_download_recovery_codes": "signed in",
    # for machines
    "health": "public",
    "health-web": "public",
    "metrics": "public",
}

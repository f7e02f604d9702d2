"""What each field of each table holds of a person: one list, for whoever logs, exports, releases or erases.

A test fails for a field that is not here, or here and not there. The history tables (pghistory) hold the same fields as
the tables they stand beside, and the same kinds.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """From what anybody may know to what nobody may."""

    PUBLIC = "public"
    """Nothing of a person: keys, codes of places and kinds, states, counts, when a row was written."""
    STAFF = "staff"
    """Of people at work: their names and addresses at work, and who of them did what."""
    PERSONAL = "personal"
    """Of a child or somebody around them: who and where they are, when things happened to them."""
    SPECIAL = "special"
    """Health, ethnicity, why a child is in care, what a court said, and free text in which any of it may stand."""
    WORDS = "words"
    """What a child said, in the child's own words or somebody's who knows how they say it."""
    SECRET = "secret"  # noqa: S105
    """Who has it, gets in."""


FREE_OF_NAMES = (Kind.PUBLIC,)
"""The kinds that may stand in a log, an audit row or an address."""

EVERYWHERE = {
    Kind.PUBLIC: "id uuid authority authority_id version saved_at created_at",
    Kind.STAFF: "saved_by created_by",
    Kind.PERSONAL: "child period review relationship",
}
"""Fields that mean the same wherever they stand. A key of a child's row says no more than that there is one."""

FIELDS: dict[str, dict[Kind, str]] = {
    "audit.event": {
        Kind.PUBLIC: "at verb object_type object_ids detail request_id",
        Kind.STAFF: "actor_id",
        Kind.PERSONAL: "child_ids",
    },
    "audit.message": {
        Kind.PUBLIC: "kind key parameters for_date fate attempts not_before leased_until give_up_at sent_at"
        " failed_at error",
        Kind.STAFF: "recipient_id",
    },
    "audit.seal": {
        Kind.PUBLIC: "number after_id through_id first_id last_id count previous hash sealed_at",
    },
    "accounts.localauthority": {
        Kind.PUBLIC: "ons_code dfe_code name region colour contact_email contact_phone out_of_hours_phone"
        " suspended_at",
    },
    "accounts.authoritysettings": {
        Kind.PUBLIC: "reminder_steps manager_from_step remind_weekly_after caseload_low caseload_high"
        " extra_review_replaces_second short_break_gap_months clock_choices people_needed",
    },
    "accounts.bankholidaycorrection": {Kind.PUBLIC: "on name is_holiday"},
    "accounts.person": {
        Kind.PUBLIC: "is_active is_demo",
        Kind.STAFF: "email name last_login",
        Kind.SECRET: "password",
    },
    "accounts.membership": {
        Kind.PUBLIC: "role",
        Kind.STAFF: "person from_date to_date full_time_equivalent",
    },
    "accounts.invitation": {
        Kind.PUBLIC: "expires_at accepted_at withdrawn_at",
        Kind.STAFF: "person",
        Kind.SECRET: "token_hash",
    },
    "accounts.absence": {Kind.STAFF: "person cover kind from_date to_date"},
    "accounts.session": {
        Kind.PUBLIC: "expire_date",
        Kind.STAFF: "person started_at seen_at browser",
        Kind.SECRET: "session_key session_data",
    },
    "children.child": {
        Kind.PUBLIC: "source known_since",
        Kind.PERSONAL: "number name date_of_birth sex upn is_mother mothers_child_born died_on pronouns language"
        " interpreter_needed",
        Kind.SPECIAL: "ethnicity unaccompanied unaccompanied_until how_to_talk",
    },
    "children.collectionyearfacts": {
        Kind.PUBLIC: "year",
        Kind.PERSONAL: "date_of_birth sex upn is_mother mothers_child_born",
        Kind.SPECIAL: "ethnicity unaccompanied unaccompanied_until",
    },
    "children.relationship": {
        Kind.PERSONAL: "kind name detail phone email parental_responsibility other_child start_date end_date",
        Kind.SPECIAL: "not_invited_reason",
    },
    "children.allocation": {
        Kind.PUBLIC: "start_date end_date",
        Kind.STAFF: "iro allocated_by allocated_at ended_by ended_at",
        Kind.SPECIAL: "reason",
    },
    "children.periodofcare": {
        Kind.PUBLIC: "start_known start_given_by_person source",
        Kind.PERSONAL: "start_date end_date first_episode_date",
        Kind.SPECIAL: "end_reason basis",
    },
    "children.legalstatus": {Kind.PERSONAL: "start_date end_date", Kind.SPECIAL: "code"},
    "children.placement": {
        Kind.PERSONAL: "type provider postcode urn start_date end_date carer_names address phone"
        " meant_to_last_to_18 temporary_approval approval_extended_on",
        Kind.SPECIAL: "end_reason",
    },
    "children.episode": {
        Kind.PUBLIC: "collection_year",
        Kind.PERSONAL: "placement start_date end_date home_postcode",
        Kind.SPECIAL: "legal_status new_episode_reason end_reason placement_change_reason category_of_need told",
    },
    "children.confidentialfact": {Kind.PERSONAL: "fact", Kind.SPECIAL: "words"},
    "children.confidentialfrom": {Kind.PERSONAL: "fact answer", Kind.SPECIAL: "reason"},
    "children.careplanversion": {
        Kind.PUBLIC: "number status",
        Kind.PERSONAL: "permanence_by prepared_on agreed_on",
        Kind.STAFF: "agreed_by",
        Kind.SPECIAL: "permanence significant_change what_changed not_considered_reason",
    },
    "children.careplansection": {Kind.PUBLIC: "section", Kind.PERSONAL: "plan", Kind.SPECIAL: "text"},
    "children.restriction": {
        Kind.PUBLIC: "closed_to_iro start_date end_date",
        Kind.STAFF: "restricted_by restricted_at lifted_by lifted_at",
        Kind.SPECIAL: "reason",
    },
    "children.restrictionaccess": {
        Kind.PUBLIC: "start_date end_date",
        Kind.STAFF: "person named_by",
        Kind.PERSONAL: "restriction",
    },
    "children.breakglass": {
        Kind.PUBLIC: "opened_at until closed_at look_by looked_at outcome",
        Kind.STAFF: "person looked_by",
        Kind.SPECIAL: "reason outcome_words",
    },
    "reviews.review": {
        Kind.PUBLIC: "number state source due_rule full by_meeting extra right_people manager_answer imported_code"
        " participation_code collection_year",
        Kind.STAFF: "chaired_by cancelled_by decisions_issued_by record_completed_by distributed_by",
        Kind.PERSONAL: "due_date scheduled_date held_date concluded_date adjourned_date resume_by cancelled_at"
        " child_asked_date social_worker_talk_date reports_received_date seen_alone_date views_recorded_date"
        " decisions_issued_at decisions_issued_date manager_answer_date record_completed_at record_completed_date"
        " distributed_date",
        Kind.SPECIAL: "extra_reason late_reason adjourned_reason adjourned_effect cancelled_reason"
        " social_worker_talk_note reports_note right_people_note iro_view manager_answer_note",
        Kind.WORDS: "adjourned_wishes child_asked_how",
    },
    "reviews.sitting": {
        Kind.PUBLIC: "number held",
        Kind.PERSONAL: "date time place place_detail",
        Kind.SPECIAL: "called_off_reason note",
    },
    "reviews.invitation": {
        Kind.PERSONAL: "name role attendance",
        Kind.SPECIAL: "not_invited_reason note copy_withheld_reason",
    },
    "reviews.reopening": {
        Kind.PUBLIC: "reopened_at was_completed_at",
        Kind.STAFF: "reopened_by",
        Kind.SPECIAL: "reason",
    },
    "reviews.careplanconsidered": {Kind.PERSONAL: "plan"},
    "reviews.deadline": {
        Kind.PUBLIC: "kind key rule reminder_dates reminder_steps due_changed_at earlier_rule",
        Kind.PERSONAL: "placement due_date counted_from met_date earlier_due_date earlier_counted_from",
        Kind.SPECIAL: "explanation working",
    },
    "reviews.caseloadentry": {
        Kind.PUBLIC: "no_date_reason open_decisions review_number",
        Kind.STAFF: "iro",
        Kind.PERSONAL: "next_deadline next_due_date review_due_date preparation_starts iro_due_date seen_alone_date",
    },
    "reviews.dutydone": {
        Kind.PUBLIC: "kind recorded_at",
        Kind.STAFF: "recorded_by",
        Kind.PERSONAL: "done_date",
        Kind.SPECIAL: "note",
    },
    "reviews.consideration": {Kind.PUBLIC: "matter progress", Kind.SPECIAL: "text"},
    "reviews.decision": {
        Kind.PUBLIC: "number matter state times_asked",
        Kind.PERSONAL: "who by_date carried_from first_asked_date closed_date",
        Kind.SPECIAL: "what why closed_note",
    },
    "reviews.followup": {
        Kind.PUBLIC: "outcome recorded_at",
        Kind.STAFF: "recorded_by",
        Kind.PERSONAL: "decision",
        Kind.SPECIAL: "note",
    },
    "reviews.release": {
        Kind.PUBLIC: "kind state sections created_at delivered_how",
        Kind.STAFF: "person previewed_by previewed_at confirmer confirmed_by confirmed_at released_by released_at"
        " delivered_by withdrawn_by withdrawn_at",
        Kind.PERSONAL: "invitation recipient_name recipient_role released_date delivered_date",
        Kind.SPECIAL: "settled blocks hidden sent_back_reason withdrawn_reason",
    },
    "reviews.reminder": {
        Kind.PUBLIC: "step for_date message_id",
        Kind.STAFF: "recipient",
        Kind.PERSONAL: "deadline due_date",
    },
    "reviews.sweeprun": {Kind.PUBLIC: "for_date started_at finished_at duties digests"},
    "participation.childview": {
        Kind.PUBLIC: "sharing",
        Kind.PERSONAL: "heard_date how where with_whom heard_by heard_by_person sharing_names",
        Kind.WORDS: "exact_words understood observed",
    },
    "participation.participation": {
        Kind.PUBLIC: "worked_out_code contradicted_code complete",
        Kind.PERSONAL: "at_review ways spoken_alone spoken_alone_date",
        Kind.SPECIAL: "not_alone_reason reasons contradicted_reason",
    },
    "returns.job": {
        Kind.PUBLIC: "kind state collection_year take_good_rows asked_at waiting_since started_at finished_at step"
        " done total",
        Kind.STAFF: "asked_by",
        Kind.PERSONAL: "report",
    },
    "returns.jobfile": {Kind.PUBLIC: "job name is_result", Kind.SPECIAL: "content"},
}


def fields(label: str) -> dict[str, Kind]:
    """The fields listed for a model (`children.child`), each with its kind. A field named twice is an error."""
    listed: dict[str, Kind] = {}
    for kind, names in FIELDS.get(label, {}).items():
        for name in names.split():
            if name in listed:
                raise ValueError(f"{label}.{name} is listed as {listed[name]} and as {kind}")
            listed[name] = kind
    return listed


def kind_of(label: str, name: str) -> Kind:
    """The kind of one field; KeyError where nobody has said it."""
    listed = fields(label)
    if name in listed:
        return listed[name]
    for kind, names in EVERYWHERE.items():
        if name in names.split():
            return kind
    raise KeyError(f"Say in core/personal_data.py what {label}.{name} holds of a person")

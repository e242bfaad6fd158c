"""Who may do what: one table that can be read aloud. Scope (which office's cases) is a separate question: scope.py."""

from __future__ import annotations

import enum

from detector.errors import DetectorError


class Role(enum.StrEnum):
    JOURNALIST = "journalist"  # files tips, follows them
    COMMITTEE = "committee"  # field committee: works the cases of its office
    SUPERVISOR = "supervisor"  # leads offices: seconds decisions, approves sources, reads dashboards
    ADMIN = "admin"  # runs the installation; reads no family's file


class May(enum.StrEnum):
    FILE_TIP = "file_tip"
    READ_QUEUE = "read_queue"
    READ_CASE = "read_case"
    WORK_CASE = "work_case"  # claim, contact, consent, visit
    REASSIGN_CASE = "reassign_case"  # assign, hand over what somebody else holds, name the office
    TUNE_QUEUE = "tune_queue"  # the weights of the order
    MATCH_REGISTRY = "match_registry"
    START_RECHECK = "start_recheck"  # ask the agencies about everybody on the rolls
    REVEAL_ID = "reveal_id"
    PROPOSE_DECISION = "propose_decision"
    SECOND_DECISION = "second_decision"
    GUIDE_PAYMENT = "guide_payment"
    READ_DASHBOARD = "read_dashboard"
    READ_AUDIT = "read_audit"  # read sampled posts that were not flagged, and say whether a family was missed
    EXPORT_VERDICTS = "export_verdicts"  # texts and labels leave the database as a file
    APPROVE_SOURCE = "approve_source"
    MANAGE_ACCOUNTS = "manage_accounts"
    VERIFY_JOURNAL = "verify_journal"
    PLAN_CAMPAIGN = "plan_campaign"  # sees the gaps, plans routes, sends teams


_WORK = {
    May.FILE_TIP, May.READ_QUEUE, May.READ_CASE, May.WORK_CASE, May.MATCH_REGISTRY, May.REVEAL_ID,
    May.PROPOSE_DECISION, May.GUIDE_PAYMENT,
}  # fmt: skip

PERMISSIONS: dict[Role, frozenset[May]] = {
    Role.JOURNALIST: frozenset({May.FILE_TIP}),
    Role.COMMITTEE: frozenset(_WORK),
    Role.SUPERVISOR: frozenset(
        _WORK
        | {May.REASSIGN_CASE, May.TUNE_QUEUE, May.SECOND_DECISION, May.READ_DASHBOARD, May.APPROVE_SOURCE}
        | {May.START_RECHECK, May.PLAN_CAMPAIGN, May.READ_AUDIT, May.EXPORT_VERDICTS}
    ),
    Role.ADMIN: frozenset({May.FILE_TIP, May.MANAGE_ACCOUNTS, May.VERIFY_JOURNAL}),
}


class NotAllowed(DetectorError):
    """The role does not include this act; facts: `may`."""

    code, status = "S903", 403


def require(role: Role, may: May) -> None:
    """Raise `NotAllowed` unless the table grants it."""
    if may not in PERMISSIONS[role]:
        raise NotAllowed(may=may.value)

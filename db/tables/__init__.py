"""The tables, by what they tell: roster and its changes, week, cases, tasks, trust, messages, months, record."""

from db.tables.admin import BROADCAST, BROADCAST_RECEIVER, EMERGENCY_STOP, UPKEEP
from db.tables.cases import DELEGATION, EXCUSE, EXTENSION, HANDOVER
from db.tables.changes import ADDRESS_CODE, LINEAGE, SENT_ROSTER, UNIT_PAST, UNIT_PLAN
from db.tables.messages import DIALOG, INBOX, JOIN_REQUEST, OUTBOX, PENDING_PICTURE
from db.tables.months import ERRAND, MONTH_STEP, REPORT_EDITION, REPORT_OPINION, REPORTED_WEEK
from db.tables.personal import CONSENT, CONSENT_WORDING, DATA_REQUEST
from db.tables.platforms import BOT_ACCOUNT, BOT_MONTH, BOUND_GROUP, SHOWN_MENU
from db.tables.record import AUDIT, REHEARSAL, SETTINGS_TAKEN
from db.tables.roster import ADDRESS, DEPUTY, INVITE, MEMBER, ROLE_GRANT, SEAT, TENURE, UNIT
from db.tables.tasks import RELIEF, RELIEF_TELLING, RELIEVED, TASK_RUN
from db.tables.trust import FINGERPRINT, FRESH_ITEM, REVIEW
from db.tables.week import ABSENCE, ALERT, FLAG, MEDIA, OBLIGATION, OBLIGATION_PART, PERIOD, STEP, SUBMISSION

__all__ = [
    "ABSENCE",
    "ADDRESS",
    "ADDRESS_CODE",
    "ALERT",
    "AUDIT",
    "BOT_ACCOUNT",
    "BOT_MONTH",
    "BOUND_GROUP",
    "BROADCAST",
    "BROADCAST_RECEIVER",
    "CONSENT",
    "CONSENT_WORDING",
    "DATA_REQUEST",
    "DELEGATION",
    "DEPUTY",
    "DIALOG",
    "EMERGENCY_STOP",
    "ERRAND",
    "EXCUSE",
    "EXTENSION",
    "FINGERPRINT",
    "FLAG",
    "FRESH_ITEM",
    "HANDOVER",
    "INBOX",
    "INVITE",
    "JOIN_REQUEST",
    "LINEAGE",
    "MEDIA",
    "MEMBER",
    "MONTH_STEP",
    "OBLIGATION",
    "OBLIGATION_PART",
    "OUTBOX",
    "PENDING_PICTURE",
    "PERIOD",
    "REHEARSAL",
    "RELIEF",
    "RELIEF_TELLING",
    "RELIEVED",
    "REPORTED_WEEK",
    "REPORT_EDITION",
    "REPORT_OPINION",
    "REVIEW",
    "ROLE_GRANT",
    "SEAT",
    "SENT_ROSTER",
    "SETTINGS_TAKEN",
    "SHOWN_MENU",
    "STEP",
    "SUBMISSION",
    "TASK_RUN",
    "TENURE",
    "UNIT",
    "UNIT_PAST",
    "UNIT_PLAN",
    "UPKEEP",
]

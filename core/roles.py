"""Who may do what, and where? One table, used by every handler.

A *scope* is the set of units a right reaches: the own seat's unit, the subtree below the own seat (a local admin's:
below the unit that was entrusted), or everything.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum


class Role(StrEnum):
    """What somebody is at this moment. One person may be several."""

    STRANGER = "stranger"
    INVITED = "invited"
    DELEGATE = "delegate"
    SECRETARY = "secretary"
    DEPUTY = "deputy"
    """A second person who may hand in for a secretary's seat; what the week itself owes is the holder's to ask."""
    COORDINATOR = "coordinator"
    DEPUTY_COORDINATOR = "deputy_coordinator"
    """A second person who may do in a coordinator's subtree what the holder may; the seat itself stays the holder's."""
    LOCAL_ADMIN = "local_admin"
    ADMIN = "admin"
    FORMER = "former"
    """A member who holds no seat today, any more or not yet."""


DEPUTIES = frozenset({Role.DEPUTY, Role.DEPUTY_COORDINATOR})
"""Those who help in a seat that somebody else holds."""


class Action(StrEnum):
    """Everything that can be asked of the bot: by command, by plain words, by a button."""

    HELP = "help"
    LANGUAGE = "language"
    LINK_CHAT = "link_chat"
    CONFIRM_CHAT = "confirm_chat"
    REGISTER = "register"
    CONSENT = "consent"
    ASK_TO_JOIN = "ask_to_join"
    SUBMIT = "submit"
    STATUS = "status"
    HISTORY = "history"
    RECEIVED = "received"
    MY_COORDINATOR = "my_coordinator"
    WITHDRAW = "withdraw"
    MOVE = "move"
    REMIND_LATER = "remind_later"
    AWAY = "away"
    ASK_HUMAN = "ask_human"
    OBJECT = "object"
    MY_DATA = "my_data"
    RECONSENT = "reconsent"
    DATA_REQUESTS = "data_requests"
    OPEN_DUTY = "open_duty"
    MISSING = "missing"
    CALL_LIST = "call_list"
    NUDGE = "nudge"
    ACKNOWLEDGE = "acknowledge"
    NO_ANSWER = "no_answer"
    DECIDE_JOIN = "decide_join"
    INVITE = "invite"
    ROLES = "roles"
    UNITS = "units"
    FIND = "find"
    ROSTER = "roster"
    COURTESY = "courtesy"
    GREET = "greet"
    REFORMS = "reforms"
    UNIT_RENAME = "unit_rename"
    UNIT_MOVE = "unit_move"
    UNIT_ADD = "unit_add"
    UNIT_CLOSE = "unit_close"
    UNIT_MERGE = "unit_merge"
    UNIT_SPLIT = "unit_split"
    GROUP = "group"
    REVIEW = "review"
    MEND = "mend"
    NOTE = "note"
    EXTEND = "extend"
    WAIVE = "waive"
    UNWAIVE = "unwaive"
    NOTHING = "nothing"
    ASK_EXTENSION = "ask_extension"
    DECIDE_EXTENSION = "decide_extension"
    STAND_IN = "stand_in"
    BEHALF = "behalf"
    HANDOVER = "handover"
    DECIDE_HANDOVER = "decide_handover"
    VACANCY = "vacancy"
    APPOINT = "appoint"
    DEPUTIES = "deputies"
    AUDIT = "audit"
    WHO_MOVED = "who_moved"
    DECIDE_EXCUSE = "decide_excuse"
    CATEGORY = "category"
    SUSPEND = "suspend"
    HOLIDAYS = "holidays"
    TASKS = "tasks"
    PREVIEW = "preview"
    STOP = "stop"
    BROADCAST = "broadcast"
    REPORT = "report"
    HEAT_MAP = "heat_map"
    APPROVE_REPORT = "approve_report"
    CLOSE_MONTH = "close_month"
    OWN_YEAR = "own_year"
    HEALTH = "health"
    SETTINGS = "settings"
    ADDRESSING = "addressing"
    ADDRESS_MEMBER = "address_member"


MENU = (
    Action.STATUS,
    Action.HISTORY,
    Action.OWN_YEAR,
    Action.WITHDRAW,
    Action.NOTE,
    Action.AWAY,
    Action.HANDOVER,
    Action.MY_COORDINATOR,
    Action.MISSING,
    Action.NUDGE,
    Action.CALL_LIST,
    Action.REVIEW,
    Action.EXTEND,
    Action.WAIVE,
    Action.SUSPEND,
    Action.PREVIEW,
    Action.TASKS,
    Action.HOLIDAYS,
    Action.REPORT,
    Action.HEAT_MAP,
    Action.UNITS,
    Action.FIND,
    Action.REFORMS,
    Action.ROSTER,
    Action.AUDIT,
    Action.INVITE,
    Action.APPOINT,
    Action.DEPUTIES,
    Action.ROLES,
    Action.ADDRESS_MEMBER,
    Action.GROUP,
    Action.BROADCAST,
    Action.STOP,
    Action.SETTINGS,
    Action.DATA_REQUESTS,
    Action.HEALTH,
    Action.MY_DATA,
    Action.LINK_CHAT,
    Action.LANGUAGE,
    Action.ADDRESSING,
    Action.ASK_HUMAN,
)
"""What the help and the command menus list, most needed first."""


class Scope(StrEnum):
    """How far a right reaches."""

    OWN = "own"
    SUBTREE = "subtree"
    ALL = "all"


_EVERYBODY = (Role.SECRETARY, Role.DEPUTY, Role.COORDINATOR, Role.DEPUTY_COORDINATOR, Role.LOCAL_ADMIN, Role.ADMIN)
_COORDINATORS = dict.fromkeys((Role.COORDINATOR, Role.DEPUTY_COORDINATOR), Scope.SUBTREE)
_ADMINS = {Role.LOCAL_ADMIN: Scope.SUBTREE, Role.ADMIN: Scope.ALL}

_OPEN_TO: Mapping[Action, Mapping[Role, Scope]] = {
    **{
        action: dict.fromkeys(Role, Scope.OWN)
        for action in (Action.HELP, Action.LANGUAGE, Action.REGISTER, Action.ASK_HUMAN)
    },
    Action.CONSENT: {Role.INVITED: Scope.OWN},
    Action.ASK_TO_JOIN: {Role.STRANGER: Scope.OWN},
    Action.STAND_IN: {Role.STRANGER: Scope.OWN},
    Action.CONFIRM_CHAT: {Role.STRANGER: Scope.OWN},
    Action.LINK_CHAT: dict.fromkeys(_EVERYBODY, Scope.OWN),
    Action.SUBMIT: dict.fromkeys((Role.SECRETARY, Role.DEPUTY, Role.DELEGATE), Scope.OWN),
    **{
        action: dict.fromkeys((Role.SECRETARY, Role.DEPUTY), Scope.OWN)
        for action in (
            Action.HISTORY,
            Action.RECEIVED,
            Action.MOVE,
            Action.CATEGORY,
            Action.REMIND_LATER,
            Action.OBJECT,
            Action.MEND,
            Action.NOTE,
        )
    },
    **{action: {Role.SECRETARY: Scope.OWN} for action in (Action.NOTHING, Action.ASK_EXTENSION, Action.OWN_YEAR)},
    Action.WITHDRAW: {
        **dict.fromkeys((Role.SECRETARY, Role.DEPUTY, Role.DELEGATE), Scope.OWN),
        **_COORDINATORS,
        **_ADMINS,
    },
    **{
        action: dict.fromkeys((Role.SECRETARY, Role.COORDINATOR), Scope.OWN)
        for action in (Action.AWAY, Action.HANDOVER)
    },
    Action.MY_COORDINATOR: dict.fromkeys(_EVERYBODY, Scope.OWN),
    Action.COURTESY: dict.fromkeys(_EVERYBODY, Scope.OWN),
    Action.GREET: dict.fromkeys(_EVERYBODY, Scope.OWN),
    Action.ADDRESSING: dict.fromkeys((*_EVERYBODY, Role.FORMER), Scope.OWN),
    Action.MY_DATA: dict.fromkeys((*_EVERYBODY, Role.FORMER), Scope.OWN),
    Action.RECONSENT: dict.fromkeys(_EVERYBODY, Scope.OWN),
    Action.STATUS: dict.fromkeys((*_EVERYBODY, Role.DELEGATE), Scope.OWN),
    **{
        action: {**_COORDINATORS, **_ADMINS}
        for action in (
            Action.MISSING,
            Action.CALL_LIST,
            Action.NUDGE,
            Action.ACKNOWLEDGE,
            Action.NO_ANSWER,
            Action.DECIDE_JOIN,
            Action.INVITE,
            Action.UNITS,
            Action.FIND,
            Action.REVIEW,
            Action.EXTEND,
            Action.WAIVE,
            Action.UNWAIVE,
            Action.SUSPEND,
            Action.PREVIEW,
            Action.DECIDE_EXCUSE,
            Action.DECIDE_EXTENSION,
            Action.BEHALF,
            Action.DECIDE_HANDOVER,
            Action.OPEN_DUTY,
            Action.VACANCY,
            Action.APPOINT,
            Action.DEPUTIES,
            Action.AUDIT,
            Action.WHO_MOVED,
            Action.BROADCAST,
            Action.REPORT,
            Action.HEAT_MAP,
        )
    },
    Action.APPROVE_REPORT: _COORDINATORS,
    Action.CLOSE_MONTH: {Role.ADMIN: Scope.ALL},
    Action.ROLES: _ADMINS,
    Action.ADDRESS_MEMBER: _ADMINS,
    Action.ROSTER: {Role.ADMIN: Scope.ALL},
    **dict.fromkeys(
        (
            Action.REFORMS,
            Action.UNIT_RENAME,
            Action.UNIT_MOVE,
            Action.UNIT_ADD,
            Action.UNIT_CLOSE,
            Action.UNIT_MERGE,
            Action.UNIT_SPLIT,
        ),
        _ADMINS,
    ),
    Action.GROUP: _ADMINS,
    Action.STOP: {Role.ADMIN: Scope.ALL},
    Action.HOLIDAYS: {Role.ADMIN: Scope.ALL},
    Action.TASKS: {Role.ADMIN: Scope.ALL},
    Action.DATA_REQUESTS: {Role.ADMIN: Scope.ALL},
    Action.HEALTH: {Role.ADMIN: Scope.ALL},
    Action.SETTINGS: {Role.ADMIN: Scope.ALL},
}


def scope_of(action: Action, roles: Iterable[Role]) -> Scope | None:
    """The widest scope in which somebody with these roles may do this; None when not at all."""
    order = (Scope.OWN, Scope.SUBTREE, Scope.ALL)
    scopes = [_OPEN_TO[action][role] for role in roles if role in _OPEN_TO[action]]
    return max(scopes, key=order.index, default=None)


def reaches(scope: Scope | None, path: Sequence[int], own: Collection[int], below: Collection[int]) -> bool:
    """Whether a right of this scope reaches a unit. `path` is the unit and its ancestors, nearest first.

    `own` are the units whose secretary asks, `below` those from which whoever asks looks after others.
    """
    if scope is Scope.ALL:
        return True
    if scope is Scope.SUBTREE:
        return any(unit in below for unit in path)
    return scope is Scope.OWN and path[0] in own


def allowed(roles: Iterable[Role]) -> frozenset[Action]:
    """Everything that somebody with these roles may do somewhere: the command menu shows these."""
    known = frozenset(roles)
    return frozenset(action for action in Action if scope_of(action, known) is not None)

"""Who may do what, and where: the whole table, written out once more so that a change is seen."""

from collections.abc import Iterable
from itertools import chain, combinations

import pytest

from core.roles import Action, Role, Scope, allowed, reaches, scope_of
from tests.journeys.permissions.asks import ASKS, buttons_of
from tests.journeys.permissions.buttons_in_code import buttons_in_code

DECIDED = """
                  stranger invited delegate secretary deputy coordinator deputy_coordinator local_admin admin former
help              own      own     own      own       own    own         own                own         own   own
confirm_chat      own      -       -        -         -      -           -                  -           -     -
link_chat         -        -       -        own       own    own         own                own         own   -
language          own      own     own      own       own    own         own                own         own   own
register          own      own     own      own       own    own         own                own         own   own
ask_human         own      own     own      own       own    own         own                own         own   own
consent           -        own     -        -         -      -           -                  -           -     -
ask_to_join       own      -       -        -         -      -           -                  -           -     -
submit            -        -       own      own       own    -           -                  -           -     -
received          -        -       -        own       own    -           -                  -           -     -
history           -        -       -        own       own    -           -                  -           -     -
withdraw          -        -       own      own       own    subtree     subtree            subtree     all   -
move              -        -       -        own       own    -           -                  -           -     -
category          -        -       -        own       own    -           -                  -           -     -
remind_later      -        -       -        own       own    -           -                  -           -     -
away              -        -       -        own       -      own         -                  -           -     -
object            -        -       -        own       own    -           -                  -           -     -
status            -        -       own      own       own    own         own                own         own   -
my_coordinator    -        -       -        own       own    own         own                own         own   -
courtesy          -        -       -        own       own    own         own                own         own   -
greet             -        -       -        own       own    own         own                own         own   -
my_data           -        -       -        own       own    own         own                own         own   own
missing           -        -       -        -         -      subtree     subtree            subtree     all   -
nudge             -        -       -        -         -      subtree     subtree            subtree     all   -
call_list         -        -       -        -         -      subtree     subtree            subtree     all   -
find              -        -       -        -         -      subtree     subtree            subtree     all   -
no_answer         -        -       -        -         -      subtree     subtree            subtree     all   -
acknowledge       -        -       -        -         -      subtree     subtree            subtree     all   -
decide_join       -        -       -        -         -      subtree     subtree            subtree     all   -
invite            -        -       -        -         -      subtree     subtree            subtree     all   -
units             -        -       -        -         -      subtree     subtree            subtree     all   -
extend            -        -       -        -         -      subtree     subtree            subtree     all   -
waive             -        -       -        -         -      subtree     subtree            subtree     all   -
unwaive           -        -       -        -         -      subtree     subtree            subtree     all   -
tasks             -        -       -        -         -      -           -                  -           all   -
preview           -        -       -        -         -      subtree     subtree            subtree     all   -
holidays          -        -       -        -         -      -           -                  -           all   -
suspend           -        -       -        -         -      subtree     subtree            subtree     all   -
decide_excuse     -        -       -        -         -      subtree     subtree            subtree     all   -
nothing           -        -       -        own       -      -           -                  -           -     -
roles             -        -       -        -         -      -           -                  subtree     all   -
group             -        -       -        -         -      -           -                  subtree     all   -
roster            -        -       -        -         -      -           -                  -           all   -
reforms           -        -       -        -         -      -           -                  subtree     all   -
unit_rename       -        -       -        -         -      -           -                  subtree     all   -
unit_move         -        -       -        -         -      -           -                  subtree     all   -
unit_add          -        -       -        -         -      -           -                  subtree     all   -
unit_close        -        -       -        -         -      -           -                  subtree     all   -
unit_merge        -        -       -        -         -      -           -                  subtree     all   -
unit_split        -        -       -        -         -      -           -                  subtree     all   -
review            -        -       -        -         -      subtree     subtree            subtree     all   -
mend              -        -       -        own       own    -           -                  -           -     -
note              -        -       -        own       own    -           -                  -           -     -
ask_extension     -        -       -        own       -      -           -                  -           -     -
decide_extension  -        -       -        -         -      subtree     subtree            subtree     all   -
behalf            -        -       -        -         -      subtree     subtree            subtree     all   -
decide_handover   -        -       -        -         -      subtree     subtree            subtree     all   -
vacancy           -        -       -        -         -      subtree     subtree            subtree     all   -
appoint           -        -       -        -         -      subtree     subtree            subtree     all   -
deputies          -        -       -        -         -      subtree     subtree            subtree     all   -
audit             -        -       -        -         -      subtree     subtree            subtree     all   -
who_moved         -        -       -        -         -      subtree     subtree            subtree     all   -
report            -        -       -        -         -      subtree     subtree            subtree     all   -
heat_map          -        -       -        -         -      subtree     subtree            subtree     all   -
approve_report    -        -       -        -         -      subtree     subtree            -           -     -
close_month       -        -       -        -         -      -           -                  -           all   -
own_year          -        -       -        own       -      -           -                  -           -     -
handover          -        -       -        own       -      own         -                  -           -     -
stop              -        -       -        -         -      -           -                  -           all   -
broadcast         -        -       -        -         -      subtree     subtree            subtree     all   -
health            -        -       -        -         -      -           -                  -           all   -
settings          -        -       -        -         -      -           -                  -           all   -
addressing        -        -       -        own       own    own         own                own         own   own
address_member    -        -       -        -         -      -           -                  subtree     all   -
stand_in          own      -       -        -         -      -           -                  -           -     -
reconsent         -        -       -        own       own    own         own                own         own   -
data_requests     -        -       -        -         -      -           -                  -           all   -
open_duty         -        -       -        -         -      subtree     subtree            subtree     all   -
"""


def decided() -> dict[tuple[Action, Role], Scope | None]:
    header, *lines = [line.split() for line in DECIDED.strip().splitlines()]
    return {
        (Action(action), Role(role)): None if scope == "-" else Scope(scope)
        for action, *scopes in lines
        for role, scope in zip(header, scopes, strict=True)
    }


def sets_of_roles() -> Iterable[tuple[Role, ...]]:
    return chain.from_iterable(combinations(Role, size) for size in range(len(Role) + 1))


def test_every_action_is_decided_for_every_role() -> None:
    assert set(decided()) == {(action, role) for action in Action for role in Role}


def test_every_action_and_button_is_on_the_list_of_the_walk_through_all_permissions() -> None:
    """A new action is tried by everybody once `tests/journeys/permissions/asks.py` says how it is asked."""
    assert {action.value for action in Action} - {ask.action.value for ask in ASKS} == set()
    listed = {(action.value, word) for action in Action for word in buttons_of(action)}
    assert buttons_in_code() - listed == set()


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says(action: Action, role: Role) -> None:
    assert scope_of(action, [role]) == decided()[action, role]


@pytest.mark.parametrize("action", Action)
def test_somebody_with_several_roles_has_the_widest_scope_of_them(action: Action) -> None:
    width = {None: 0, Scope.OWN: 1, Scope.SUBTREE: 2, Scope.ALL: 3}
    table = decided()
    for roles in sets_of_roles():
        widest = max((width[table[action, role]] for role in roles), default=0)
        assert width[scope_of(action, roles)] == widest


@pytest.mark.parametrize("role", Role)
def test_the_menu_shows_exactly_what_the_role_may_do(role: Role) -> None:
    assert allowed([role]) == {action for action in Action if decided()[action, role] is not None}


def test_without_a_role_nothing_is_allowed() -> None:
    assert allowed([]) == frozenset()


def test_a_stranger_sees_no_unit_and_changes_nothing() -> None:
    assert {scope_of(action, [Role.STRANGER]) for action in Action} == {Scope.OWN, None}
    assert allowed([Role.STRANGER]) == {
        Action.HELP, Action.LANGUAGE, Action.REGISTER, Action.ASK_HUMAN, Action.ASK_TO_JOIN,
        Action.STAND_IN, Action.CONFIRM_CHAT,
    }  # fmt: skip


COMMUNE, DISTRICT, PROVINCE, OTHER_COMMUNE = 3, 2, 1, 4
PATH = [COMMUNE, DISTRICT, PROVINCE]


@pytest.mark.parametrize(
    ("scope", "own", "below", "reached"),
    [
        (None, {COMMUNE}, {PROVINCE}, False),
        (Scope.OWN, {COMMUNE}, set(), True),
        (Scope.OWN, {OTHER_COMMUNE}, {DISTRICT}, False),
        (Scope.OWN, {DISTRICT}, set(), False),
        (Scope.OWN, set(), set(), False),
        (Scope.SUBTREE, set(), {COMMUNE}, True),
        (Scope.SUBTREE, set(), {DISTRICT}, True),
        (Scope.SUBTREE, set(), {PROVINCE}, True),
        (Scope.SUBTREE, {COMMUNE}, {OTHER_COMMUNE}, False),
        (Scope.SUBTREE, {COMMUNE}, set(), False),
        (Scope.ALL, set(), set(), True),
    ],
)
def test_a_right_reaches_the_own_unit_or_those_below_what_is_looked_after_or_all(
    scope: Scope | None, own: set[int], below: set[int], reached: bool
) -> None:
    assert reaches(scope, PATH, own, below) is reached

"""May whoever ordered a message for later still order it? Looked at when it goes, not only when it was ordered."""

from collections.abc import Mapping
from typing import Any

from core.roles import Action, Scope, reaches, scope_of
from db import units
from db.engine import Tx
from db.people import MemberView


async def no_longer_allowed(
    tx: Tx, orders: Mapping[int, Mapping[str, Any]], views: Mapping[int, MemberView]
) -> set[int]:
    """Those of these messages whose orderer lost the right. An order that many messages share is looked at once."""
    judged: dict[str, bool] = {}
    for kept in orders.values():
        if str(kept) not in judged:
            judged[str(kept)] = await still_allowed(tx, kept, views)
    return {row for row, kept in orders.items() if not judged[str(kept)]}


async def still_allowed(tx: Tx, kept: Mapping[str, Any], views: Mapping[int, MemberView]) -> bool:
    """Whether the orderer's right still reaches all of those units. `kept` is an `order` of core.notices.

    `views` has the orderer as of today.
    """
    view = views[kept["by"]]
    action = Action(kept["action"])
    scope = scope_of(action, view.roles)
    if scope is Scope.ALL or kept["roots"] is None:
        return scope is Scope.ALL
    below = view.looks_after(action)
    return all([reaches(scope, await units.path_of(tx, root), (), below) for root in kept["roots"]])

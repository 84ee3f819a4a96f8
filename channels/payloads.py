"""What a raw update holds, read without trust: any field may be missing, and any may have an odd kind."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from core.ports import JsonObject

ARRIVED: Final = "nhacnop_arrived_at"
"""A key of our own in the stored update: when we got it, ISO 8601, UTC. It dates what carries no date."""


def arrived(payload: JsonObject) -> datetime:
    """When we got it. Raises ValueError or KeyError."""
    return datetime.fromisoformat(payload[ARRIVED])


def with_arrival(payload: JsonObject, moment: datetime) -> dict[str, Any]:
    """The same, dated with when we got it."""
    return {**payload, ARRIVED: moment.astimezone(UTC).isoformat()}


def object_in(body: JsonObject, key: str) -> JsonObject:
    """An object of the body; empty when there is none."""
    found = body.get(key)
    return found if isinstance(found, Mapping) else {}


def id_in(body: JsonObject, key: str) -> str | None:
    """An id of the body as a text; None when there is none. Ids are opaque."""
    found = body.get(key)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) and found else None


def made_up_key(payload: JsonObject) -> str:
    """A key for an update that has none: the same again for the same update."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()[:32]

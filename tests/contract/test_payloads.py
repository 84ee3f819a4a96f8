"""One table of raw updates for each channel: what is in it is understood, and nothing that may come raises."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.albums import Albums
from channels.telegram import translation as telegram
from channels.telegram.updates import raw_update as raw_telegram
from channels.viber import translation as viber
from channels.viber.updates import raw_update as raw_viber
from channels.zalo import translation as zalo
from channels.zalo.updates import raw_update as raw_zalo
from core.ports import Inbound, RawUpdate
from tests.contract.toy import payloads as toy_payloads
from tests.contract.toy.channel import ToyChannel
from tests.contract.toy.channel import raw_update as raw_toy
from tests.contract.toy.platform import ToyPlatform
from tests.telegram import payloads as telegram_payloads
from tests.viber import payloads as viber_payloads
from tests.zalo import payloads as zalo_payloads


@dataclass(frozen=True, slots=True)
class Table:
    """A channel's raw updates: what is stored of one, what that says, and the cases."""

    stored: Callable[[Any], RawUpdate | None]
    translate: Callable[[RawUpdate], Inbound | None]
    payloads: Mapping[str, tuple[Any, Mapping[str, object]]]
    nothing: Mapping[str, object]
    homeless: Mapping[str, object]


TABLES: Final = {
    "telegram": Table(
        lambda body: raw_telegram(body, telegram_payloads.ARRIVED),
        lambda update: telegram.translate(update, "7", None),
        telegram_payloads.PAYLOADS,
        telegram_payloads.NOTHING,
        telegram_payloads.HOMELESS,
    ),
    "zalo": Table(
        lambda body: raw_zalo(body, zalo_payloads.ARRIVED, Albums()),
        lambda update: zalo.translate(update, "zalo-1"),
        zalo_payloads.PAYLOADS,
        zalo_payloads.NOTHING,
        zalo_payloads.HOMELESS,
    ),
    "viber": Table(
        lambda body: raw_viber(body, viber_payloads.ARRIVED, Albums()),
        lambda update: viber.translate(update, "viber"),
        viber_payloads.PAYLOADS,
        viber_payloads.NOTHING,
        viber_payloads.HOMELESS,
    ),
    "toy": Table(
        raw_toy,
        ToyChannel(ToyPlatform()).translate,
        toy_payloads.PAYLOADS,
        toy_payloads.NOTHING,
        toy_payloads.HOMELESS,
    ),
}


def cases(what: str) -> list[Any]:
    """Every case of this kind of every channel."""
    return [
        pytest.param(table, getattr(table, what)[name], id=f"{channel}: {name}")
        for channel, table in TABLES.items()
        for name in getattr(table, what)
    ]


@pytest.mark.parametrize(("table", "case"), cases("payloads"))
def test_every_known_update_is_understood(table: Table, case: tuple[object, Mapping[str, object]]) -> None:
    body, wanted = case
    update = table.stored(body)
    assert update is not None
    inbound = table.translate(update)
    assert inbound is not None
    told: dict[str, Any] = asdict(inbound) | {
        "chat": inbound.address.chat,
        "picture": inbound.picture.key if inbound.picture else None,
    }
    assert {name: told[name] for name in wanted} == wanted


@pytest.mark.parametrize(("table", "body"), cases("nothing"))
def test_what_no_person_said_is_stored_and_passed_over(table: Table, body: object) -> None:
    update = table.stored(body)
    assert update is not None
    assert table.translate(update) is None


@pytest.mark.parametrize(("table", "body"), cases("homeless"))
def test_what_belongs_to_no_chat_is_not_stored(table: Table, body: object) -> None:
    assert table.stored(body) is None


_KEYS: Final = [
    "message",
    "chat",
    "from",
    "id",
    "date",
    "text",
    "photo",
    "photo_url",
    "result",
    "update_id",
    "ok",
    "event",
    "sender",
    "timestamp",
    "message_token",
    "type",
    "media",
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("a|1|2026|b"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
    max_leaves=15,
)


@given(st.sampled_from(sorted(TABLES)), _JSON)
def test_nothing_that_may_come_raises(channel: str, body: object) -> None:
    table = TABLES[channel]
    update = table.stored(body)
    if update is not None:
        table.translate(update)


@pytest.mark.parametrize("channel", TABLES)
def test_the_same_update_has_the_same_key(channel: str) -> None:
    table = TABLES[channel]
    for body, _ in table.payloads.values():
        first, second = table.stored(body), table.stored(body)
        assert first is not None and second is not None
        assert first.key == second.key

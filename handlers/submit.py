"""Evidence comes in: photos and links of one message are placed, recorded, and answered with one receipt."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.evidence import Duty, Item, ItemKind, Placement, SubmissionState, place
from core.links import LinkIdentity, LinkRefusal, RefusalReason, find_links, identify
from core.ports import Address, Inbound, InboundKind, MediaReference
from core.trust import ReviewKind
from db import corrections, duties, flags, likeness, pictures, reviews, submissions
from db.engine import Tx
from handlers import categories
from handlers.receipt import Receipt, Recorded, send_receipt
from handlers.served import note_of, tell_holders, tried_in_order
from handlers.turn import Turn
from media.checking import Picture, PictureFault
from media.fetching import Fetched
from texts.duties import spoken


@dataclass(slots=True)
class Gathered:
    """What one message brought: items that may count, and what could not be used, with the reason."""

    items: list[Item] = field(default_factory=list)
    sources: list[tuple[Inbound, int]] = field(default_factory=list)
    stored: dict[str, Picture] = field(default_factory=dict)
    pending: dict[int, MediaReference] = field(default_factory=dict)
    bad_pictures: list[PictureFault] = field(default_factory=list)
    bad_links: list[RefusalReason] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    named: frozenset[tuple[str, str]] = frozenset()

    def add(self, item: Item, inbound: Inbound) -> None:
        """One more item; its position within its platform message tells it from the others."""
        position = sum(1 for source, _ in self.sources if source.message == inbound.message)
        self.items.append(replace(item, named=self.named) if self.named else item)
        self.sources.append((inbound, position))

    def only(self, identities: Set[str | None]) -> "Gathered":
        """The same with these items only; each keeps what it came with."""
        chosen = Gathered(stored=self.stored, bad_links=self.bad_links, named=self.named)
        for item, (inbound, _) in zip(self.items, self.sources, strict=True):
            if item.identity in identities:
                chosen.add(item, inbound)
        return chosen

    @property
    def anything(self) -> bool:
        """Whether the message was meant as evidence at all."""
        return bool(self.items or self.bad_pictures or self.bad_links or self.others)


def gather(
    messages: Sequence[Inbound], pictures_fetched: dict[str, Fetched], named: frozenset[tuple[str, str]] = frozenset()
) -> Gathered:
    """Every photo and every link of these messages, in order. `named`: the categories that the words beside say."""
    gathered = Gathered(named=named)
    for inbound in messages:
        if inbound.kind is InboundKind.PHOTO:
            _gather_picture(gathered, inbound, pictures_fetched.get(inbound.message, Fetched()))
        elif inbound.kind is InboundKind.OTHER:
            gathered.others.append(inbound.other)
        for url in dict.fromkeys([*find_links(inbound.text), *inbound.links]):
            found = identify(url)
            if isinstance(found, LinkIdentity):
                gathered.add(Item(ItemKind.LINK, found.identity, url), inbound)
            elif isinstance(found, LinkRefusal):
                gathered.bad_links.append(found.reason)
    return gathered


def _gather_picture(gathered: Gathered, inbound: Inbound, fetched: Fetched) -> None:
    if fetched.picture is not None:
        gathered.stored[fetched.picture.sha256] = fetched.picture
        gathered.add(Item(ItemKind.PHOTO, fetched.picture.sha256, inbound.message), inbound)
    elif fetched.pending and inbound.picture is not None:
        gathered.pending[len(gathered.items)] = inbound.picture
        gathered.add(Item(ItemKind.PHOTO, None, inbound.message), inbound)
    else:
        gathered.bad_pictures.append(fetched.fault or PictureFault.BROKEN)


@dataclass(slots=True)
class _Work:
    """One message on its way to its receipt."""

    turn: Turn
    gathered: Gathered
    receipt: Receipt
    owed: Sequence[Duty] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    first_position: int = 0

    @property
    def units(self) -> list[int]:
        """The units whose week this message may serve."""
        return [seat.unit for seat in self.turn.known.served_units]


async def submit(turn: Turn) -> None:
    """Record this message's evidence and answer with one receipt; say what was not recorded and why."""
    await submit_together(turn.tx, [turn], turn.now)


async def submit_together(tx: Tx, turns: Sequence[Turn], now: datetime) -> None:
    """The same for many messages in one transaction, in a number of statements that does not grow with theirs.

    No unit may be served by two of them: each is placed as if it were alone.
    """
    await _work_through(
        tx, [_started(turn, gather(turn.messages, turn.pictures, categories.named(turn))) for turn in turns], now
    )


async def submit_again(turn: Turn, gathered: Gathered, first_position: int, replaced: Sequence[int]) -> None:
    """What an edited message brings now. Positions before the first free one belong to what it brought earlier."""
    work = _started(turn, gathered)
    work.first_position = first_position
    work.receipt.replaced = replaced
    await _work_through(turn.tx, [work], turn.now)


async def _work_through(tx: Tx, works: Sequence[_Work], now: datetime) -> None:
    await _place(tx, [work for work in works if work.gathered.items], now)
    await _record(tx, [work for work in works if work.placements], now)
    mended = [duty.obligation for work in works for duty in work.receipt.served if not duty.lacking]
    if mended:
        await flags.close_mended(tx, mended, now)
    for work in works:
        await _answer(work)


def _started(turn: Turn, gathered: Gathered) -> _Work:
    return _Work(turn, gathered, Receipt(gathered.bad_pictures, gathered.bad_links, gathered.others))


async def _place(tx: Tx, works: Sequence[_Work], now: datetime) -> None:
    units = {unit for work in works for unit in work.units}
    if not units:
        return
    owed = await duties.of_units(tx, list(units), now)
    identities = {item.identity for work in works for item in work.gathered.items if item.identity}
    earlier = await submissions.earlier(tx, {duty.unit for duty in owed}, identities)
    returned = await corrections.returned(tx, units, now)
    of_unit: dict[int, list[Duty]] = {}
    for duty in owed:
        of_unit.setdefault(duty.unit, []).append(duty)
    for work in works:
        own = [duty for unit in work.units for duty in of_unit.get(unit, ())]
        work.owed = sorted(own, key=lambda duty: (duty.due_at, duty.obligation))
        mending = [item for item in returned if item.unit in work.units]
        for tried in tried_in_order(work.turn, work.owed):
            work.placements = place(work.gathered.items, tried, work.turn.first.sent_at, earlier, mending)
            if work.placements:
                break


async def _answer(work: _Work) -> None:
    turn = work.turn
    if work.gathered.items and not work.placements:
        await turn.answer("evidence.nothing_owed", unit=spoken(turn.known.served_units[0].unit_name))
    elif work.receipt.recorded or not work.placements:
        await send_receipt(turn, work.receipt)
        now = {duty.obligation: duty for duty in work.receipt.served}
        await tell_holders(
            turn, [(each.number, now[each.placement.duty.obligation]) for each in work.receipt.counted]
        )  # fmt: skip
    # else this very message was recorded and answered before


def _as_they_stand_now(recorded: Sequence[Recorded], owed: Sequence[Duty]) -> list[Duty]:
    """The weeks that took items, with these counted, by due moment."""
    now = {duty.obligation: duty for duty in owed}
    served = {each.placement.duty.obligation for each in recorded}
    for each in recorded:
        duty = now[each.placement.duty.obligation]
        if each.placement.counts:
            fuller = duty.with_item(each.placement.category)
            in_time = duty.in_time + (fuller.counted - duty.counted if each.sent_at < duty.due_at else 0)
            now[duty.obligation] = replace(fuller, in_time=in_time)
    return [duty for duty in now.values() if duty.obligation in served]


def _refreshed(owed: Sequence[Duty], served: Sequence[Duty]) -> list[Duty]:
    fresh = {duty.obligation: duty for duty in served}
    return [fresh.get(duty.obligation, duty) for duty in owed]


async def _record(tx: Tx, works: Sequence[_Work], now: datetime) -> None:
    """Give the placed items their numbers; what each message is told of them."""
    stored = {sha256: picture for work in works for sha256, picture in work.gathered.stored.items()}
    await submissions.add_media(tx, list(stored.values()), now)
    rows = [_row(work, index) for work in works for index in range(len(work.placements))]
    numbers = iter(await submissions.record_all(tx, rows, now))
    pending: list[tuple[int, Address, MediaReference]] = []
    twice: dict[int, int] = {}
    mended: list[reviews.NewReview] = []
    for work in works:
        first_of: dict[str, int] = {}
        recorded: list[Recorded] = []
        for index, placement in enumerate(work.placements):
            number = next(numbers)
            if number is None:
                continue
            identity = placement.item.identity
            if identity and placement.counts:
                first_of[identity] = number
            elif identity and identity in first_of:
                twice[number] = first_of[identity]
            if index in work.gathered.pending:
                pending.append((number, work.turn.address, work.gathered.pending[index]))
            if placement.mends is not None:
                mended.append(reviews.NewReview(number, ReviewKind.RESUBMITTED, placement.mends.number))
            sent_at = _effective_at(work, index)
            recorded.append(Recorded(number, placement, sent_at, pending=index in work.gathered.pending))
        work.receipt.recorded = recorded
        work.receipt.served = _as_they_stand_now(recorded, work.owed)
        work.receipt.all_duties = _refreshed(work.owed, work.receipt.served)
    await submissions.same_as(tx, twice)
    await pictures.wait_for(tx, pending, now)
    await likeness.add_fresh(tx, [each.number for work in works for each in work.receipt.counted])
    await reviews.ask(tx, mended, now)


def _effective_at(work: _Work, index: int) -> datetime:
    """The moment that decides whether an item is on time: its own, or that of the returned item it mends."""
    mends = work.placements[index].mends
    return mends.sent_at if mends is not None else work.gathered.sources[index][0].sent_at


def _row(work: _Work, index: int) -> submissions.NewSubmission:
    placement = work.placements[index]
    inbound, position = work.gathered.sources[index]
    item, duty = placement.item, placement.duty
    is_photo = item.kind is ItemKind.PHOTO
    instead = work.turn.instead
    return submissions.NewSubmission(
        period=duty.period,
        unit=duty.unit,
        task=duty.task,
        member=work.turn.known.id,
        kind=item.kind,
        state=SubmissionState.COUNTED if placement.counts else SubmissionState.DUPLICATE,
        identity=item.identity,
        url=None if is_photo else item.source,
        media_sha=item.identity if is_photo else None,
        effective_at=_effective_at(work, index),
        same_as=placement.same_as.number if placement.same_as else None,
        address=inbound.address,
        message=inbound.message,
        item=work.first_position + position,
        replaces=placement.mends.number if placement.mends else None,
        entered_by=instead.entered_by if instead else None,
        delegation=instead.delegation if instead else None,
        note=note_of(work.turn, duty.unit),
        category=placement.category,
    )

"""A change of units in one sentence, the same wherever it is spoken of: asked back, told, listed, looked up."""

from core.ports import Person
from core.reform import ReformKind, Told
from texts.duties import spoken
from texts.rendering import Sentence
from texts.say import Texts


def reform_sentence(texts: Texts, person: Person, told: Told) -> Sentence:
    """ "Từ 01/12/2026, xã A và xã B sáp nhập thành xã C"; without a full stop."""
    before, after = [spoken(name) for name in told.before], [spoken(name) for name in told.after]
    stays = spoken(told.stays)
    key = f"reform.{told.kind.value}"
    if told.kind is ReformKind.MERGE and told.stays:
        key, before, after = "reform.merge_into", [name for name in before if name != stays], [stays]
    elif told.kind is ReformKind.SPLIT and told.stays:
        key, before, after = "reform.split_off", [stays], [name for name in after if name != stays]
    return texts.say(
        person,
        key,
        day=told.day,
        units=after if told.kind is ReformKind.SPLIT else before,
        unit=(before if told.kind is ReformKind.SPLIT else after or before)[0],
        name=before[0] if before else "",
        parent=spoken(told.above[0]) if told.above else "",
    )

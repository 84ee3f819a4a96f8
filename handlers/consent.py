"""What people agree to: three equal answers, the wording of the version in force, and asking again for a newer one.

A newer version stops nothing: until somebody answers, and when the answer is no, the earlier consent holds.
"""

from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action
from db import admins, consents, record
from handlers.payload import Payload
from handlers.turn import Turn
from texts.consent import consent_wording
from texts.duties import spoken


async def ask_consent(turn: Turn, invite: int) -> None:
    """What is kept, who sees it, how long, and that it can be taken back; nothing is pre-ticked."""
    await turn.answer("consent.ask", *consent_options(turn, invite), months=turn.organisation.media_months)


async def tell_details(turn: Turn, invite: int) -> None:
    """The same at length."""
    await turn.answer("consent.details", *consent_options(turn, invite), months=turn.organisation.media_months)


def consent_options(turn: Turn, invite: int) -> tuple[Option, Option, Option]:
    """The answers to the consent question."""
    return (
        turn.option("agree", Action.CONSENT, "yes", invite),
        turn.option("details", Action.CONSENT, "more", invite),
        turn.option("disagree", Action.CONSENT, "no", invite),
    )


def has_agreed(turn: Turn) -> bool:
    """Whether the writer is a member who agreed to the version in force."""
    version = turn.member.consent_version if turn.member else None
    return version is not None and version >= turn.organisation.personal.consent_version


async def agree(turn: Turn, member: int) -> None:
    """Write down that this member agrees now, and to which words."""
    rules, language = turn.organisation, turn.person.language
    version = rules.personal.consent_version
    said = consent_wording(turn.setting.texts, language, rules.address_form, rules.media_months)
    await consents.keep_wording(turn.tx, version, language, said, turn.now)
    await consents.give(turn.tx, member, version, language, turn.now)
    await record.note(turn.tx, member, "consent.give", turn.now, version=version)


async def again(turn: Turn, payload: Payload) -> None:
    """The answer to a newer version: yes, no, or the details first."""
    version = turn.organisation.personal.consent_version
    if payload.number(1) != version or turn.known.consent_version is None:
        await turn.answer("refused.old_button")
    elif has_agreed(turn):
        await turn.answer("consent.again_given")
    elif payload.word(0) == "yes":
        await agree(turn, turn.known.id)
        await turn.answer("consent.again_given")
    elif payload.word(0) == "more":
        options = again_options(turn, version)
        await turn.answer("consent.details", *options, months=turn.organisation.media_months)
    else:
        await consents.decline(turn.tx, turn.known.id, version, turn.person.language, turn.now)
        await record.note(turn.tx, turn.known.id, "consent.decline", turn.now, version=version)
        await _tell_admins(turn, version)
        await turn.answer("consent.again_declined")


def again_options(turn: Turn, version: int) -> tuple[Option, Option, Option]:
    """The answers to a newer version."""
    return (
        turn.option("agree", Action.RECONSENT, "yes", version),
        turn.option("details", Action.RECONSENT, "more", version),
        turn.option("disagree", Action.RECONSENT, "no", version),
    )


async def _tell_admins(turn: Turn, version: int) -> None:
    seats = turn.known.seats
    for admin in await admins.reachable_admins(turn.tx):
        if admin == turn.known.id:
            continue
        text = turn.setting.texts.say(
            await turn.person_of(admin),
            "consent.to_admins_declined",
            who=turn.known.name,
            unit=spoken(seats[0].unit_name) if seats else "–",
            n=version,
        )
        key = f"consent_declined:{version}:{turn.known.id}:{admin}"
        await turn.tell(Notice(key, NoticeKind.ADMIN, str(text), member=admin))

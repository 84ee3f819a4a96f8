"""Does the consent still say what people agreed to under its version?"""

from bot.config import Config
from bot.organisation import organisation_of
from db import consents
from db.engine import Tx
from texts.catalogue import LANGUAGES
from texts.consent import consent_wording
from texts.say import Texts


async def consent_said_otherwise(tx: Tx, config: Config) -> str | None:
    """What is wrong when the words changed since this version was first shown, whoever changed them; else None."""
    rules = organisation_of(config)
    texts = Texts(rules.words, rules.calendar.zone, rules.language, rules.address_form)
    version = rules.personal.consent_version
    said = {each: consent_wording(texts, each, rules.address_form, rules.media_months) for each in LANGUAGES}
    changed = await consents.changed_since(tx, version, said)
    if not changed:
        return None
    return f"consent: version {version} was shown to people with other words than now ({', '.join(changed)})"

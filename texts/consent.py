"""The wording of the consent, as it is shown and kept: what somebody agreed to must be readable years later."""

from core.ports import Person
from texts.rendering import lines
from texts.say import Texts


def consent_wording(texts: Texts, language: str, form: str, months: int) -> str:
    """What is asked and its details, in this language, addressed to nobody by name."""
    person = Person(language, form)
    return str(
        lines([texts.say(person, "consent.ask", months=months), texts.say(person, "consent.details", months=months)])
    )

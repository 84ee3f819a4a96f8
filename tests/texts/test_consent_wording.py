"""Whoever changes what people agree to must give it a new version, so that everybody is asked again.

The words of every version that was shipped lie in tests/golden/consent. A file there is never written anew: raise
`consent_version` in bot/config.py and config.yaml, and `make golden` adds the file of the new version.
"""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import Config
from bot.organisation import organisation_of
from core.ports import Person, Words
from texts.catalogue import LANGUAGES
from texts.consent import consent_wording
from texts.say import Texts

SHIPPED = Path(__file__).parents[1] / "golden" / "consent"
RULES = organisation_of(Config())
VERSION = RULES.personal.consent_version
TEXTS = Texts(Words(organisation="Tỉnh Mẫu"), ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_consent_says_what_its_version_said_when_it_was_shipped(language: str) -> None:
    said = consent_wording(TEXTS, language, RULES.address_form, RULES.media_months) + "\n"
    file = SHIPPED / f"{VERSION}.{language}.txt"
    if os.environ.get("NHACNOP_WRITE_GOLDEN") == "1" and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(said, encoding="utf-8", newline="\n")
    assert file.exists(), f"version {VERSION} has no words yet: make golden"
    told = "the consent has other words under the same version: raise consent_version, in bot/config.py and config.yaml"
    assert file.read_text(encoding="utf-8") == said, told


def test_the_question_that_is_asked_again_tells_the_same() -> None:
    """What `consent.again` adds is who asks and that nothing stops; what is kept, who sees it, how long stays."""
    person = Person("vi", RULES.address_form)
    again = str(TEXTS.say(person, "consent.again", n=VERSION, months=RULES.media_months, greet="chị Hạnh"))
    for sentence in str(TEXTS.say(person, "consent.ask", months=RULES.media_months)).split(". ")[1:-1]:
        assert sentence in again


def test_versions_only_ever_rise() -> None:
    shipped = {int(file.name.partition(".")[0]) for file in SHIPPED.glob("*.txt")}
    assert max(shipped) == VERSION and shipped == set(range(1, VERSION + 1))

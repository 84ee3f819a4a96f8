"""What does the bot say to this person, in the person's language and form of address?"""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from core.ports import Person, Words
from core.spelling import shorten
from texts.catalogue import LANGUAGES, Catalogue, Form, load_catalogue
from texts.rendering import Sentence, literal, render
from texts.template import Placeholder, Template

ALWAYS_THERE = frozenset({"you", "me", "greet", "organisation", "secretary", "coordinator"})
LONGEST_LABEL = 64
"""Platforms refuse a message one of whose buttons is longer, and people do not read it."""

REMEMBERED = 2_000
"""Of how many people it is remembered how they are spoken to."""

_USUAL_WORDS = Words()


class TextError(LookupError):
    """The program asked for a text that does not exist, or did not give it the values it needs."""


class Texts:
    """Every sentence of the catalogues, with the organisation's words filled in.

    `language` and `address_form` are the organisation's: they stand in for a person's that are unknown.
    The words for secretary and coordinator are the organisation's in its own language, and the catalogue's in
    any other or when the organisation chose none. Loading takes some milliseconds, once a program.
    """

    def __init__(
        self, words: Words, zone: ZoneInfo, language: str = LANGUAGES[0], address_form: str = "anh_chi"
    ) -> None:
        self._words = words
        self._zone = zone
        self._language = language if language in LANGUAGES else LANGUAGES[0]
        self._form = address_form
        self._catalogues = {name: load_catalogue(name) for name in LANGUAGES}
        self._remembered: dict[tuple[Person, str], dict[str, object]] = {}

    def say(self, person: Person, key: str, /, **values: object) -> Sentence:
        """The text `key` for this person.

        Values that people typed become one line of at most 200 characters and are never read as templates; a
        Sentence (what `say` and `lines` return) is put in whole. Moments must be aware; they are shown in the
        organisation's zone. Raises TextError for an unknown key and for a value missing or of a wrong kind.
        """
        catalogue = self._catalogues.get(person.language) or self._catalogues[self._language]
        template = catalogue.texts.get(key) or self._catalogues[LANGUAGES[0]].texts.get(key)
        if template is None:
            raise TextError(f'there is no text "{key}"')
        known = self._about(person, catalogue) | values
        return Sentence("".join(self._fill(key, template, known, catalogue)))

    def label(self, person: Person, key: str, /, **values: object) -> str:
        """The text of the button `key` (under "option."), in at most LONGEST_LABEL characters."""
        return shorten(str(self.say(person, f"option.{key}", **values)), LONGEST_LABEL)

    def has(self, key: str) -> bool:
        """Whether there is a text with this key."""
        return key in self._catalogues[LANGUAGES[0]].texts

    def _fill(self, key: str, template: Template, values: dict[str, object], catalogue: Catalogue) -> Iterable[str]:
        for part in template.parts:
            if isinstance(part, str):
                yield part
            else:
                yield self._value(key, part, values, catalogue)

    def _value(self, key: str, placeholder: Placeholder, values: dict[str, object], catalogue: Catalogue) -> str:
        if placeholder.plain_name not in values:
            raise TextError(f'the text "{key}" needs a value for {{{placeholder.plain_name}}}')
        try:
            return render(placeholder, values[placeholder.plain_name], catalogue, self._zone)
        except ValueError as error:
            raise TextError(f'the text "{key}", {{{placeholder.name}}}: {error}') from error

    def _about(self, person: Person, catalogue: Catalogue) -> dict[str, object]:
        """What is known of a person, worked out once as long as he or she is remembered."""
        known = self._remembered.get((person, catalogue.language))
        if known is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            known = self._remembered[person, catalogue.language] = self._known(person, catalogue)
        return known

    def _known(self, person: Person, catalogue: Catalogue) -> dict[str, object]:
        form = self._form_of(person, catalogue)
        known: dict[str, object] = {
            **self._words.extra,
            "you": form.you,
            "me": form.me,
            "greet": _greeting(form, person.name),
            "organisation": self._name(catalogue),
            "secretary": self._word("secretary", self._words.secretary, catalogue),
            "coordinator": self._word("coordinator", self._words.coordinator, catalogue),
        }
        return known

    def _name(self, catalogue: Catalogue) -> str:
        name = self._words.organisation
        return catalogue.words["organisation"] if name == _USUAL_WORDS.organisation else name

    def _form_of(self, person: Person, catalogue: Catalogue) -> Form:
        forms = catalogue.forms
        return forms.get(person.form) or forms.get(self._form) or next(iter(forms.values()))

    def _word(self, name: str, chosen: str, catalogue: Catalogue) -> str:
        if catalogue.language != self._language or chosen == getattr(_USUAL_WORDS, name):
            return catalogue.words[name]
        return chosen


def _greeting(form: Form, name: str) -> str:
    """Form and given name, which is the last word of a Vietnamese name."""
    given_name = literal(name).split()[-1:]
    return form.greet.replace("{name}", given_name[0]) if given_name else form.nameless

"""What do reports and sheets say? One YAML file a language beside the catalogues, in the organisation's words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from core.figures import Outcome
from core.figures_facts import ReportWeek
from core.figures_year import YearLine
from core.ports import Words
from core.task import PeriodName
from texts.catalogue import LANGUAGES, Catalogue, CatalogueError, load_catalogue
from texts.rendering import Sentence, literal, render
from texts.say import TextError
from texts.template import Template, parse_template

_USUAL_WORDS = Words()


@dataclass(frozen=True, slots=True)
class ReportCatalogue:
    """One language's words for reports; keys are flattened with dots."""

    decimal: str
    thousands: str
    texts: Mapping[str, Template]


@cache
def report_catalogue(language: str) -> ReportCatalogue:
    """The words in one of texts.catalogue.LANGUAGES, read once. Raises CatalogueError."""
    file = Path(__file__).with_name(f"report.{language}.yaml")
    try:
        source = yaml.safe_load(file.read_text(encoding="utf-8"))
        formats = source["formats"]
        return ReportCatalogue(formats["decimal"], formats["thousands"], dict(_templates(source["texts"], "")))
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise CatalogueError(f"texts/{file.name}: {' '.join(str(error).split())}") from error


def _templates(branch: Mapping[object, object], above: str) -> Iterator[tuple[str, Template]]:
    for name, value in branch.items():
        key = f"{above}{name}"
        if isinstance(value, dict):
            yield from _templates(value, f"{key}.")
        elif isinstance(name, str) and isinstance(value, str):
            yield key, parse_template(value)
        else:
            raise ValueError(f"{key}: {value!r} is no text; put it in quotes")


class ReportTexts:
    """The words of one organisation's reports, in its language; moments are shown in its zone.

    `named`: the organisation has a name of its own.
    """

    def __init__(self, words: Words, zone: ZoneInfo, language: str = LANGUAGES[0]) -> None:
        self.zone = zone
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._report = report_catalogue(self.language)
        self._catalogue = load_catalogue(self.language)
        self.named = words.organisation != _USUAL_WORDS.organisation
        self._words = {
            "organisation": _chosen(words.organisation, "organisation", self._catalogue),
            "secretary": _chosen(words.secretary, "secretary", self._catalogue),
            "coordinator": _chosen(words.coordinator, "coordinator", self._catalogue),
        }

    @property
    def organisation(self) -> str:
        """The organisation's name."""
        return self._words["organisation"]

    def say(self, key: str, /, **values: object) -> str:
        """The text `key` with its values; whole numbers are written as the language does, so give years as texts.

        Texts that people wrote become one line of at most 200 characters. Raises TextError for an unknown key or a
        missing value.
        """
        template = self._report.texts.get(key)
        if template is None:
            raise TextError(f'there is no report text "{key}"')
        known = self._words | values
        parts: list[str] = []
        for part in template.parts:
            if isinstance(part, str):
                parts.append(part)
                continue
            if part.plain_name not in known:
                raise TextError(f'the report text "{key}" needs a value for {{{part.plain_name}}}')
            value = known[part.plain_name]
            counted = isinstance(value, int) and not isinstance(value, bool) and part.plural is None
            shown = Sentence(self.number(value)) if counted and isinstance(value, int) else value
            parts.append(render(part, shown, self._catalogue, self.zone))
        return "".join(parts)

    def has(self, key: str) -> bool:
        """Whether there is a text with this key."""
        return key in self._report.texts

    def number(self, value: int) -> str:
        """A whole number: 10.598."""
        return f"{value:,}".replace(",", self._report.thousands)

    def percent(self, part: int, whole: int) -> str:
        """A share with one decimal, half up: "91,2%". All is "100%"; almost all never reads as all. Of nothing: "–"."""
        return f"{self.tenths(share_in_tenths(part, whole))}%" if whole else "–"

    def tenths(self, value: int) -> str:
        """A share in tenths as it is written: 910 is "91,0"; none and all are "0" and "100"."""
        return str(value // 10) if value in (0, 1000) else f"{value // 10}{self._report.decimal}{value % 10}"

    def date(self, moment: datetime) -> str:
        """The local day."""
        return self.say("date", at=moment)

    def moment(self, moment: datetime) -> str:
        """The local time and day."""
        return self.say("moment", at=moment)

    def month(self, code: str) -> str:
        """The month "2026-11" in words."""
        year, number = code.split("-")
        return self.say("month", number=str(int(number)), year=year)

    def stretch(self, weeks: Sequence[ReportWeek]) -> str:
        """A stretch of weeks in words: "từ tuần 40 đến tuần 49 (28/09/2026–06/12/2026)"."""
        first, last = weeks[0], weeks[-1]
        return self.say(
            "stretch", first=self.period(first.name), last=self.period(last.name),
            starts=self.date(first.opens_at), ends=self.date(last.due_at),
        )  # fmt: skip

    def period(self, name: PeriodName) -> str:
        """A period: "Tuần 47", or the title of a task with one deadline."""
        return self.say("week", week=str(name)) if isinstance(name, int) else literal(name)

    def short_period(self, code: str) -> str:
        """The same where there is little room: "T47", or what its code says."""
        _, week, number = code.partition("W")
        return self.say("picture.short_week", week=str(int(number))) if week else code

    def outcome(self, outcome: Outcome) -> str:
        """What became of a unit's week, in a word or two."""
        return self.say(f"outcome.{outcome.value}")

    def rating(self, title: str) -> str:
        """A rating: the words for one of the usual titles, the settings' own title as it is."""
        key = f"rating.{title or 'none'}"
        return self.say(key) if self.has(key) else literal(title)

    def own_line(self, year: int, line: YearLine) -> str:
        """One secretary's year in one unit, in one sentence, for nobody's eyes but his or her own."""
        tally = line.tally
        if not line.owed:
            return self.say("own.nothing", year=str(year))
        return self.say(
            "own.line",
            year=str(year),
            unit=line.unit.name,
            owed=line.owed,
            on_time=tally.on_time,
            late=tally.late,
            missed=tally.missed,
            excused=tally.excused,
            run=line.longest_run,
            rating=self.rating(line.rating),
        )


def share_in_tenths(part: int, whole: int) -> int:
    """A share in tenths of a percent, half up, but 999 at most while something is lacking. `whole` is not 0."""
    tenths = (part * 2000 + whole) // (2 * whole)
    return min(tenths, 999) if part < whole else tenths


def _chosen(word: str, name: str, catalogue: Catalogue) -> str:
    return catalogue.words[name] if word == getattr(_USUAL_WORDS, name) else word

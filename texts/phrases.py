"""Which intent does a typed message name: a slash command, or words that people use for it?

In the catalogue "tôi còn thiếu gì" matches only the whole message, "gia hạn …" also a message that begins so, and
"… đã gọi …" a message that has these words anywhere; alone the words mean the same, unless another intent has them.
Diacritics, case and punctuation never matter; words that are `alike` ("mình" for "tôi") count as the same, and in a
whole message `needless` ones ("vẫn", "hiện nay") do not count at all, nor an `asking` one ("không?") at its end.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from core.spelling import fold, tidy
from core.telex import from_telex
from texts.catalogue import LANGUAGES, Catalogue, CatalogueError, load_catalogue

_PUNCTUATION = ".,;:!?…\"'()“”‘’-–—"
_MORE = "…"
Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """One token of a message: `first` and `last` are the words it stands for, half-open; `polite`: a filler."""

    token: str
    first: int
    last: int
    polite: bool


class Phrases:
    """The commands and phrases of all languages at once. Raises CatalogueError when one has two intents."""

    def __init__(self, catalogues: Sequence[Catalogue] = ()) -> None:
        self._catalogues = tuple(catalogues) or tuple(load_catalogue(language) for language in LANGUAGES)
        self._commands: dict[Tokens, str] = {}
        self._whole: dict[Tokens, str] = {}
        self._loose: dict[Tokens, str] = {}
        self._beginnings: dict[Tokens, str] = {}
        self._anywhere: dict[Tokens, str] = {}
        self._fillers = {fold(word) for catalogue in self._catalogues for word in catalogue.fillers}
        self._asking = {fold(word) for catalogue in self._catalogues for word in catalogue.asking}
        self._alike: dict[Tokens, str] = {}
        for catalogue in self._catalogues:
            for word, others in catalogue.alike.items():
                for other in (word, *others):
                    _put(self._alike, _tokens(other), fold(word))
        self._answers: dict[Tokens, bool] = {}
        self._signed_answers: dict[str, bool] = {}
        self._learn_answers()
        needless = [words.split() for catalogue in self._catalogues for words in catalogue.needless]
        self._needless = {tuple(each.token for each in self._read(words)) for words in needless}
        for catalogue in self._catalogues:
            for intent, phrases in catalogue.phrases.items():
                for phrase in phrases:
                    if phrase.startswith("/"):
                        _put(self._commands, _command(phrase), intent)
        for catalogue in self._catalogues:
            for intent, phrases in catalogue.phrases.items():
                for phrase in phrases:
                    if not phrase.startswith("/"):
                        self._learn(phrase, intent)
        for tokens, intent in (*self._beginnings.items(), *self._anywhere.items()):
            self._whole.setdefault(tokens, intent)
        self._longest = max(map(len, [*self._beginnings, *self._anywhere]), default=0)

    def agrees(self, text: str) -> bool | None:
        """Whether the message says yes (True) or no (False) and nothing else; None when it says something else."""
        for meant in dict.fromkeys((text, from_telex(text))):
            typed = meant.split()
            said = self._read(typed)
            while said:
                words = tuple(each.token for each in said)
                if words in self._answers:
                    signed = _signed(typed[said[0].first : said[-1].last])
                    return self._signed_answers.get(signed, self._answers[words])
                if not (said[-1].polite or said[0].polite):
                    break
                said = said[:-1] if said[-1].polite else said[1:]
        return None

    def find(
        self, text: str, allowed: Container[str] | None = None, *, whole: bool = False
    ) -> tuple[str, str] | None:  # fmt: skip
        """The intent and the rest of the message as it was typed; None when the message names none.

        A whole phrase goes before one that begins the message, that before one found anywhere; longer before
        shorter; intents that are not `allowed` (None: all are) are passed over, except by a command. For a phrase
        found anywhere the rest is what stands before and after, with a comma between. A message that begins with a
        slash is a command and nothing else. Words that name nothing are read once more as Telex typed with the input
        method off ("ai chuaw noopj"); the rest is then given as it was meant. `whole`: only whole phrases count.
        """
        words = text.split()
        if words and words[0].startswith("/"):
            intent = self._commands.get(_command(words[0]))
            return None if intent is None else (intent, " ".join(words[1:]))
        found = self._find_words(words, allowed, whole)
        if found is None and (meant := from_telex(text)) != text:
            found = self._find_words(meant.split(), allowed, whole)
        return found

    def without_politeness(self, text: str) -> str:
        """The text without the polite words at its ends, "hẹn chiều nay" of "dạ hẹn chiều nay ạ"; may be empty."""
        words = text.split()
        while words and _token(words[-1]) in self._fillers:
            words.pop()
        while words and _token(words[0]) in self._fillers:
            words.pop(0)
        return _trimmed(words)

    def command(self, intent: str, language: str) -> str | None:
        """The slash command ("/tiendo") to show for an intent: the first one that the language's list has.

        Without one there, another language's; None when the intent has no command at all.
        """
        for catalogue in sorted(self._catalogues, key=lambda each: each.language != language):
            for phrase in catalogue.phrases.get(intent, ()):
                if phrase.startswith("/"):
                    return phrase
        return None

    def _learn_answers(self) -> None:
        for agreeing in (False, True):  # where only signs tell a no from a yes ("đừng", "đúng"), "dung" is the yes
            for words in (each for catalogue in self._catalogues for each in catalogue.answers(agreeing=agreeing)):
                self._answers[tuple(each.token for each in self._read(words.split()))] = agreeing
                self._signed_answers[_signed(words.split())] = agreeing

    def _learn(self, phrase: str, intent: str) -> None:
        said = self._read(phrase.split())
        tokens = tuple(each.token for each in said)
        if not tokens:
            raise CatalogueError(f'phrases.{intent}: "{phrase}" has no word')
        if phrase.startswith(_MORE):
            _put(self._anywhere, tokens, intent)
        elif phrase.endswith(_MORE):
            _put(self._beginnings, tokens, intent)
        else:
            _put(self._whole, tokens, intent)
            if len(loose := self._without_needless(tokens)) > 1:
                _put(self._loose, loose, intent)

    def _read(self, words: Sequence[str]) -> list[_Said]:
        """The words as tokens, those alike as one and the same."""
        bare = [_token(word) for word in words]
        longest = max(map(len, self._alike), default=0)
        said: list[_Said] = []
        place = 0
        while place < len(bare):
            length = next(
                (
                    n
                    for n in range(min(longest, len(bare) - place), 0, -1)
                    if tuple(bare[place : place + n]) in self._alike
                ),
                0,
            )
            token = self._alike[tuple(bare[place : place + length])] if length else bare[place]
            if token:
                polite = all(each in self._fillers for each in bare[place : place + max(1, length)])
                said.append(_Said(token, place, place + max(1, length), polite))
            place += max(1, length)
        return said

    def _find_words(
        self, words: Sequence[str], allowed: Container[str] | None, whole: bool
    ) -> tuple[str, str] | None:  # fmt: skip
        said = self._read(words)
        found = [*self._find_whole(said)]
        if not whole:
            found += [*self._find_beginning(words, said), *self._find_anywhere(words, said)]
        return next((each for each in found if allowed is None or each[0] in allowed), None)

    def _find_whole(self, said: Sequence[_Said]) -> Iterator[tuple[str, str]]:
        """The whole message, at need without the polite words around it ("dạ … ạ") and the needless ones in it."""
        first, last = 0, len(said)
        while first < last:
            tokens = tuple(each.token for each in said[first:last])
            intent = self._whole.get(tokens) or self._loose.get(self._without_needless(tokens))
            if intent is not None:
                yield intent, ""
            if said[last - 1].polite or said[last - 1].token in self._asking:
                last -= 1
            elif said[first].polite:
                first += 1
            else:
                return

    def _without_needless(self, tokens: Tokens) -> Tokens:
        kept: list[str] = []
        place = 0
        while place < len(tokens):
            length = next((n for n in (3, 2, 1) if tokens[place : place + n] in self._needless), 0)
            if not length:
                kept.append(tokens[place])
            place += max(1, length)
        return tuple(kept)

    def _find_beginning(self, words: Sequence[str], said: Sequence[_Said]) -> Iterator[tuple[str, str]]:
        for start in range(len(said)):
            for length in range(min(self._longest, len(said) - start), 0, -1):
                intent = self._beginnings.get(tuple(each.token for each in said[start : start + length]))
                if intent is not None:
                    yield intent, _trimmed(words[said[start + length - 1].last :])
            if not said[start].polite:
                return

    def _find_anywhere(self, words: Sequence[str], said: Sequence[_Said]) -> Iterator[tuple[str, str]]:
        for start, end in _stretches(len(said), self._longest):
            intent = self._anywhere.get(tuple(each.token for each in said[start:end]))
            if intent is not None:
                around = (_trimmed(words[: said[start].first]), _trimmed(words[said[end - 1].last :]))
                yield intent, ", ".join(part for part in around if part)


def _put(phrases: dict[Tokens, str], tokens: Tokens, intent: str) -> None:
    other = phrases.setdefault(tokens, intent)
    if other != intent:
        raise CatalogueError(f'phrases: "{" ".join(tokens)}" belongs to both {other} and {intent}')


def _command(word: str) -> Tokens:
    """The command's own word: "/thieu" of "/Thieu@the_bot"."""
    return (fold(word.partition("@")[0]),)


def _token(word: str) -> str:
    return fold(word.strip(_PUNCTUATION))


def _tokens(words: str) -> Tokens:
    return tuple(token for token in map(_token, words.split()) if token)


def _signed(words: Sequence[str]) -> str:
    """The words as they are spelled, with their diacritics."""
    return " ".join(tidy(word).strip(_PUNCTUATION).lower() for word in words)


def _trimmed(words: Sequence[str]) -> str:
    return " ".join(words).strip(f" {_PUNCTUATION}")


def _stretches(count: int, longest: int) -> Iterator[tuple[int, int]]:
    """Every (start, end) of at most `longest` of `count` words, long ones first."""
    for length in range(min(longest, count), 0, -1):
        for start in range(count - length + 1):
            yield start, start + length


@cache
def shipped_phrases() -> Phrases:
    """Those of the catalogues that are in the package, read once; nobody changes them."""
    return Phrases()

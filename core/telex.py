"""Vietnamese that was typed with the input method switched off: "gia hanj ddeens thuws hai" is "gia hạn đến thứ hai".

Only what Telex itself would make of the letters; a word that it would make nothing of stays as it is.
"""

import re
from unicodedata import normalize

_INITIAL = re.compile(r"(?:ngh|ng|nh|gh|gi(?=[aeiouyw])|kh|ph|th|tr|ch|qu(?=[aeiouyw])|dd|[bcdghklmnpqrstvx])?")
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_FINALS = frozenset({"", "c", "ch", "m", "n", "ng", "nh", "p", "t"})
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_NUCLEI = re.compile(
    r"a[iouy]?|e[ou]?|i(?:[au]|eu?)?|o(?:[ai]?|a[ioy]|eo?|oi?)|u(?:[aeiouy]?|a[iy]|o[iu]|y[aeu])|y(?:eu?)?"
)
_WORD = re.compile(r"[A-Za-z]+")


def from_telex(text: str) -> str:
    """The text with every word turned that is raw Telex, in composed letters; others unchanged. Linear in the text."""
    return _WORD.sub(lambda found: _turned(found[0]), text)


def _turned(word: str) -> str:
    made = _Syllable.read(word.lower()) if len(word) <= _LONGEST else None
    if made is None:
        return word
    if len(word) > 1 and word.isupper():
        return made.upper()
    return made[:1].upper() + made[1:] if word[0].isupper() else made


_LONGEST = 12


class _Syllable:
    """One syllable as it is typed, letter by letter."""

    def __init__(self, initial: str) -> None:
        self.initial = initial
        self.vowels: list[str] = []
        self.final = ""
        self.tone = ""
        self.changed = initial == "dd"

    @classmethod
    def read(cls, word: str) -> str | None:
        """What Telex makes of a small-lettered word; None when that is nothing, or the word itself."""
        found = _INITIAL.match(word)
        initial = found[0] if found else ""
        syllable = cls(initial)
        if not all(syllable.take(letter) for letter in word[len(initial) :]):
            return None
        return syllable.composed() if syllable.changed and syllable.is_one() else None

    def take(self, letter: str) -> bool:
        """One more letter; False when no syllable goes on so."""
        if letter in _TONES and self.vowels:
            self.tone, self.changed = _TONES[letter], True
            return True
        if letter == "w":
            return self._horn()
        return self._doubles(letter) or self._goes_on(letter)

    def _goes_on(self, letter: str) -> bool:
        if letter in "aeiouy" and not self.final:
            self.vowels.append(letter)
        elif letter in "cmnptgh" and self.vowels:
            self.final += letter
        else:
            return False
        return True

    def _doubles(self, letter: str) -> bool:
        """The second a, e or o makes a circumflex, behind the first or behind the syllable; the second d makes đ."""
        places = [place for place, vowel in enumerate(self.vowels) if vowel == letter and letter in "aeo"]
        if letter == self.initial == "d" and self.vowels:
            self.initial = "dd"
        elif places and (self.final or places[-1] >= len(self.vowels) - 2):
            self.vowels[places[-1]] += _CIRCUMFLEX
        else:
            return False
        self.changed = True
        return True

    def _horn(self) -> bool:
        """The w makes ư, ơ, ă, and ươ of uo."""
        self.changed = True
        bare = "".join(vowel[0] for vowel in self.vowels)
        if not self.vowels:
            self.vowels.append("u" + _HORN)
        elif bare.endswith(("uo", "uoi", "uou")):
            at = bare.rindex("uo")
            self.vowels[at : at + 2] = ["u" + _HORN, "o" + _HORN]
        elif "a" in bare and not (bare == "ua" and self.initial != "qu"):
            self.vowels[bare.rindex("a")] = "a" + _BREVE
        elif "o" in bare or "u" in bare:
            at = bare.rfind("o") if "o" in bare else bare.index("u")
            self.vowels[at] = bare[at] + _HORN
        else:
            return False
        return True

    def is_one(self) -> bool:
        """Whether Vietnamese has such a syllable."""
        return self.final in _FINALS and _NUCLEI.fullmatch("".join(vowel[0] for vowel in self.vowels)) is not None

    def composed(self) -> str:
        """The syllable with its signs."""
        if self.tone:
            self.vowels[self._bearer()] += self.tone
        return normalize("NFC", self.initial.replace("dd", "đ") + "".join(self.vowels) + self.final)

    def _bearer(self) -> int:
        """The vowel that bears the tone: "hoà", "thiếu", "mưa", "được"."""
        signed = [place for place, vowel in enumerate(self.vowels) if len(vowel) > 1]
        if signed:
            return signed[-1]
        if len(self.vowels) == 1:
            return 0
        bare = "".join(self.vowels)
        if self.final or bare in {"oa", "oe", "uy"} or len(bare) == 3:
            return 1 if len(bare) == 3 and not self.final else len(bare) - 1
        return 0

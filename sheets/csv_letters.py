"""Which letters are the bytes of this CSV file?

Excel saves CSV as UTF-8 with a mark, as UTF-16 ("Unicode text"), or in the computer's own code page: on a
Vietnamese Windows 1258, which puts the tone after its vowel as a byte of its own, on most others 1252.
"""

import codecs
import re

from sheets.table import SheetError, SheetProblem

_CHUNK = 1 << 20
_VOWELS_1258 = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".encode("cp1258")
_TONE_1258 = re.compile(b"[\xcc\xd2\xde\xec\xf2]")
_TONE_WITHOUT_VOWEL = re.compile(b"(?<![" + re.escape(_VOWELS_1258) + b"])[\xcc\xd2\xde\xec\xf2]")


def letters_of(content: bytes) -> str:
    """The name of the codec that reads `content`. Raises SheetError when none does."""
    if content.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\x00" in content[:_CHUNK]:
        candidates = _utf16_without_mark(content[:_CHUNK])
    else:
        candidates = ["utf-8", *_code_pages(content)]
    for candidate in candidates:
        if _reads(content, candidate):
            return candidate
    raise SheetError(SheetProblem.UNKNOWN_LETTERS)


def _utf16_without_mark(start: bytes) -> list[str]:
    """Plain letters have a zero byte, all at odd places or all at even ones. Zeros at both: no text at all."""
    zero_first, zero_second = start[::2].count(0), start[1::2].count(0)
    if zero_first and zero_second:
        return []
    return ["utf-16-be" if zero_first else "utf-16-le"]


def _code_pages(content: bytes) -> list[str]:
    """1258 only when it is seen at work: Vietnamese text of any length has tones, and each follows a vowel."""
    if _TONE_1258.search(content) and not _TONE_WITHOUT_VOWEL.search(content):
        return ["cp1258", "cp1252"]
    return ["cp1252"]


def _reads(content: bytes, codec: str) -> bool:
    """Whether the codec accepts every byte. Keeps no more than a piece of the text at a time."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for start in range(0, len(content), _CHUNK):
            if "\x00" in decoder.decode(content[start : start + _CHUNK]):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True

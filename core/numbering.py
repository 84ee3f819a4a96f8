"""How are answers offered where a platform has no buttons? As a numbered list under the text: people type the number.

What a number means is remembered by the product (the options last offered), so nothing here needs to know.
"""

from collections.abc import Sequence

from core.ports import Option, TextUnit
from core.splitting import split, units


def numbered(text: str, options: Sequence[Option], longest: int, unit: TextUnit) -> list[str]:
    """The text with its numbered answers, in pieces of at most `longest` units; never empty.

    The answers stand together, under the last piece of the text or in one of their own, unless they alone are too long.
    """
    pieces = split(text, longest, unit)
    if not options:
        return pieces
    answers = "\n".join(f"{number}. {option.label}" for number, option in enumerate(options, start=1))
    together = f"{pieces[-1]}\n\n{answers}" if pieces[-1].strip() else answers
    if units(together, unit) <= longest:
        return [*pieces[:-1], together]
    return [*(piece for piece in pieces if piece.strip()), *split(answers, longest, unit)]

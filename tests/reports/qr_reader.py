"""Reads a QR code of up to version 6 with error correction M, as far as a clean print needs: mask, order, letters.

Written after ISO/IEC 18004 and not after what draws our codes, so that both must be right.
"""

from collections.abc import Callable, Iterator, Sequence

Modules = Sequence[Sequence[bool]]

MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)
BLOCKS = {1: (1, 16), 2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43), 6: (4, 27)}
"""By version at level M: how many blocks, and how many codewords of content each has."""

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def read_qr(modules: Modules) -> str:
    """What the code says."""
    size = len(modules)
    version = (size - 17) // 4
    mask = MASKS[_mask_number(modules)]
    bits = [modules[row][column] ^ mask(row, column) for row, column in _path(size, version)]
    words = [
        sum(bit << (7 - place) for place, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits) - 7, 8)
    ]
    blocks, length = BLOCKS[version]
    ordered = [words[place * blocks + block] for block in range(blocks) for place in range(length)]
    return _text("".join(f"{word:08b}" for word in ordered))


def _mask_number(modules: Modules) -> int:
    """From the format's bits 10 to 12, which lie beside the finder pattern at the top on the left."""
    read = [modules[8][2], modules[8][3], modules[8][4]]
    return sum((bit ^ known) << (2 - place) for place, (bit, known) in enumerate(zip(read, (1, 0, 1), strict=True)))


def _path(size: int, version: int) -> Iterator[tuple[int, int]]:
    """Where content lies, in its order: two columns at a time from the right, up and down in turn."""
    upwards = True
    for right in (column if column > 6 else column - 1 for column in range(size - 1, 0, -2)):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            for column in (right, right - 1):
                if not _taken(row, column, size, version):
                    yield row, column
        upwards = not upwards


def _taken(row: int, column: int, size: int, version: int) -> bool:
    """Finder, timing, format and the one alignment pattern that these versions have."""
    finder = (row < 9 and column < 9) or (row < 9 and column >= size - 8) or (row >= size - 8 and column < 9)
    middle = size - 7
    aligned = version > 1 and abs(row - middle) <= 2 and abs(column - middle) <= 2
    return finder or aligned or 6 in (row, column)


def _text(bits: str) -> str:
    at = 0

    def take(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    mode = take(4)
    if mode == 4:
        return bytes(take(8) for _ in range(take(8))).decode()
    assert mode == 2, f"mode {mode} is neither bytes nor alphanumeric"
    count, letters = take(9), ""
    while len(letters) + 1 < count:
        first, second = divmod(take(11), 45)
        letters += ALPHANUMERIC[first] + ALPHANUMERIC[second]
    return letters + (ALPHANUMERIC[take(6)] if len(letters) < count else "")

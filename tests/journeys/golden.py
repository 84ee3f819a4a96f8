"""The conversations as a Vietnamese reader reviews them: one file a journey, kept true by the test that lives it.

`NHACNOP_WRITE_GOLDEN=1` (or `make golden`) writes the files anew, in the manner of those who press buttons.
"""

import os
import re
from pathlib import Path

from tests.journeys.manners import Bare, Manner, retold

ROOT = Path(__file__).parents[2]
_MARK = re.compile(r"(?<=ã kiểm tra )[0-9A-F]{4}(?: [0-9A-F]{4})+")
GOLDEN = ROOT / "tests" / "golden" / "journeys"


def read_as_written(path: Path, page: str, manner: Manner) -> None:
    """The page is what the file holds, told in this manner."""
    if os.environ.get("NHACNOP_WRITE_GOLDEN") == "1":
        if manner is Manner.BUTTONS:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8", newline="\n")
        return
    expected = retold(path.read_text(encoding="utf-8"), manner) if path.exists() else ""
    if manner is not Manner.BUTTONS:  # what is quoted was typed otherwise, and so a report's mark is another
        page, expected = Bare(_MARK.sub("XXXX", page)), _MARK.sub("XXXX", expected)
    assert page == expected, f"{path.relative_to(ROOT)} differs; run `make golden` and read the difference"

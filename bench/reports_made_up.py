"""A made-up month for the bench: 122 secretaries, 5 weeks, so many screenshots of 1080 × 2340.

Run as `python -m bench.reports_made_up FOLDER docx NUMBER`, it writes one file in a process of its own
and prints what that took as JSON: seconds, megabytes resident at most, megabytes on the disk.
"""

import hashlib
import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.screens import Phone, draw
from bench.screens_passed_on import as_jpeg
from bench.screens_posts import write_post
from core.documents import Format
from core.evidence import ItemKind, SubmissionState
from core.figures_facts import DutyFact, ItemFact, MonthFacts, ReportTask, ReportUnit, ReportWeek
from core.ports import Words
from core.standing import ObligationFacts
from media.store import MediaStore
from reports.month import write_month
from texts.report import ReportTexts

DISTRICTS, WEEKS, SECRETARIES = 10, 5, 122
DIFFERENT = 24
"""So many screenshots are drawn; the others are the same files under other names."""

_OPENS = datetime(2026, 11, 15, 17, tzinfo=UTC)


def pictures(folder: Path, number: int) -> None:
    """A store with this many pictures as a phone takes them. Drawing them takes a while."""
    drawn = []
    for at in range(DIFFERENT):
        posts = [write_post(at * 3 + number) for number in range(3)]
        file = folder / f"drawn-{at}.jpg"
        if not file.exists():
            file.write_bytes(as_jpeg(draw(posts, Phone(width=1080, height=2340, size=44)), 85))
        drawn.append(file)
    for at in range(number):
        sha256 = _sha256(at)
        path = folder / "media" / sha256[:2] / f"{sha256[2:]}.jpg"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            os.link(drawn[at % DIFFERENT], path)


def month(number: int, communes: int = SECRETARIES, districts: int = DISTRICTS) -> MonthFacts:
    """The month's facts with this many photos, spread evenly over communes and weeks."""
    weeks = tuple(
        ReportWeek(
            at, "tuan", f"2026-W{46 + at}", opens, opens + timedelta(days=6, hours=20), opens + timedelta(days=7)
        )
        for at in range(1, WEEKS + 1)
        for opens in [_OPENS + timedelta(weeks=at - 1)]
    )
    units = [ReportUnit(1, "T1", "Tỉnh Quảng Trị", "tỉnh", None)]
    for district in range(districts):
        above = 2 + district
        units.append(ReportUnit(above, f"H{district:04}", f"Huyện {district + 1}", "huyện", 1))
        units += [
            ReportUnit(10_000 + at, f"X{at:05}", f"Xã Hải Thượng {at}", "xã", above)
            for at in range(district, communes, districts)
        ]
    places = [(10_000 + at % communes, 1 + at // communes % WEEKS) for at in range(number)]
    counted = dict.fromkeys([(10000 + at, week.period) for at in range(communes) for week in weeks], 0)
    for place in places:
        counted[place] += 1
    duties = tuple(
        DutyFact(unit, period, ObligationFacts(1, weeks[period - 1].due_at, weeks[period - 1].closes_at, found, found),
                 unit, f"Nguyễn Thị Hạnh {unit}")
        for (unit, period), found in counted.items()
    )  # fmt: skip
    items = tuple(
        ItemFact(at + 1, unit, period, ItemKind.PHOTO, SubmissionState.COUNTED, weeks[period - 1].opens_at, "Hạnh",
                 None, _sha256(at), 1080, 2340)
        for at, (unit, period) in enumerate(places)
    )  # fmt: skip
    end = weeks[-1].closes_at + timedelta(days=3)
    tasks = (ReportTask("tuan", "Mỗi tuần một tin bài", "xã"),)
    return MonthFacts("2026-12", end, end, end, 1, "", tasks, tuple(units), weeks, duties, (), items, ())


def texts() -> ReportTexts:
    """The words of the reports."""
    return ReportTexts(Words("Tỉnh Quảng Trị"), ZoneInfo("Asia/Ho_Chi_Minh"))


def _sha256(at: int) -> str:
    return hashlib.sha256(str(at).encode()).hexdigest()


def main() -> None:
    """Write one file of the month with so many pictures and tell what it took."""
    folder, kind, number = Path(sys.argv[1]), Format(sys.argv[2]), int(sys.argv[3])
    facts = month(number)
    began = time.perf_counter()
    [file] = write_month(facts, texts(), MediaStore(folder / "media"), folder / "out", [kind])
    seconds = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage tells the parent's peak, too
    resident = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024
    print(json.dumps({"seconds": seconds, "resident": resident, "size": file.stat().st_size / 1e6}))


if __name__ == "__main__":
    main()

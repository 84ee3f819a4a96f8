"""A month's files: their names, what a full disk does, and that nothing half is ever left."""

import os
import resource
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from core.documents import Format
from core.figures_facts import ReportTask, narrowed
from media.store import MediaStore
from reports.files import NotWritten, whole_file
from reports.month import file_name, is_draft, write_month
from reports.word.document import Wish
from tests.reports.facts import DISTRICT_A, UNITS, WEEKS, month
from texts.report import ReportTexts


def test_all_formats_are_written_under_names_that_tell_the_month(
    texts: ReportTexts, store: MediaStore, out: Path
) -> None:
    files = write_month(month(), texts, store, out / "new" / "folder")
    assert [file.name for file in files] == [
        "bao-cao-2026-11.docx",
        "bao-cao-2026-11.xlsx",
        "bao-cao-2026-11-theo-tuan.png",
        "bao-cao-2026-11-xu-huong.png",
    ]
    assert sorted(file.name for file in (out / "new" / "folder").iterdir()) == sorted(file.name for file in files)


def test_only_what_is_wanted_is_written(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    assert [file.suffix for file in write_month(month(), texts, store, out, [Format.XLSX])] == [".xlsx"]


def test_a_month_that_is_not_final_is_a_draft_and_named_so(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    facts = month(taken_at=WEEKS[3].closes_at)
    assert is_draft(facts)
    assert not is_draft(month())
    [file] = write_month(facts, texts, store, out, [Format.XLSX])
    assert file.name == "bao-cao-2026-11-du-thao.xlsx"


def test_a_unit_below_has_its_code_in_the_name_in_harmless_letters(texts: ReportTexts) -> None:
    units = tuple(replace(unit, code="../H 1") if unit.id == DISTRICT_A else unit for unit in UNITS)
    assert file_name(narrowed(month(units=units), DISTRICT_A), texts, draft=False) == "bao-cao-2026-11--H-1"


def test_each_task_has_pictures_of_its_own(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    tasks = (ReportTask("tuan", "Tin bài", "xã"), ReportTask("anh", "Ảnh", "xã"))
    weeks = tuple(replace(week, task="anh") if week.period > 2 else week for week in WEEKS)
    files = write_month(month(tasks=tasks, weeks=weeks), texts, store, out, [Format.PNG])
    assert [file.name for file in files][::2] == [
        "bao-cao-2026-11-tuan-theo-tuan.png",
        "bao-cao-2026-11-anh-theo-tuan.png",
    ]


def test_writing_again_replaces_the_file(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    first = write_month(month(), texts, store, out)
    before = [file.read_bytes() for file in first]
    assert [file.read_bytes() for file in write_month(month(), texts, store, out)] == before
    assert len(list(out.iterdir())) == len(first)


def test_a_block_that_fails_leaves_what_stood_there(out: Path) -> None:
    target = out / "a.docx"
    target.write_bytes(b"before")
    with pytest.raises(ValueError, match="no"), whole_file(target) as temporary:
        temporary.write_bytes(b"half")
        raise ValueError("no")
    assert target.read_bytes() == b"before"
    assert list(out.iterdir()) == [target]


def test_a_folder_that_is_a_file_is_told(texts: ReportTexts, store: MediaStore, out: Path) -> None:
    (out / "file").write_bytes(b"")
    with pytest.raises(NotWritten, match="nothing was written"):
        write_month(month(), texts, store, out / "file" / "folder")


SCRIPT = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from core.ports import Words
    from media.store import MediaStore
    from reports.files import NotWritten
    from core.documents import Format
    from reports.month import write_month
    from tests.reports.facts import ZONE, month
    from texts.report import ReportTexts
    media, out, kind = Path(sys.argv[1]), Path(sys.argv[2]), Format(sys.argv[3])
    try:
        write_month(month(), ReportTexts(Words("T"), ZONE), MediaStore(media), out, [kind])
    except NotWritten as error:
        print(error)
    """
)


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files stands in for a full disk")
@pytest.mark.parametrize("kind", ["docx", "xlsx", "png"])
def test_a_full_disk_is_told_and_nothing_half_is_left(media: Path, out: Path, kind: str) -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))

    command = [sys.executable, "-B", "-c", SCRIPT, str(media), str(out), kind]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=small)
    assert f".{kind}: no space left on the disk; the file was not written" in done.stdout, done.stderr
    assert list(out.iterdir()) == []


def test_a_template_that_is_broken_stops_before_anything_is_written(
    texts: ReportTexts, store: MediaStore, out: Path, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        write_month(month(), texts, store, out, wish=Wish(template=tmp_path / "none.docx"))
    assert list(out.iterdir()) == []

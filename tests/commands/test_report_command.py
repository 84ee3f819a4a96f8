"""`nhacnop report`: the files of a month that somebody lived, and what is said when there can be none."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from bot.cli import main
from bot.config import load_config
from bot.organisation import organisation_of
from db import editions
from db.engine import open_database
from reports.clerk import ClerkHere
from reports.desk import Desk
from tests.commands.conftest import CONFIG, Office, Printed

pytestmark = pytest.mark.long  # the whole file takes seconds

WEEKS = 4
"""From 2 October 2023: weeks 40 and 41 belong to October, 42 and 43 to November."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database and pictures of a few units' weeks. Never touched, only copied."""
    folder = tmp_path_factory.mktemp("lived")
    roster = folder / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        main(["replay", "--weeks", str(WEEKS), "--roster", str(roster), "--out", str(folder / "play"), "--json"])
    except SystemExit as end:
        assert not end.code
    finally:
        os.chdir(before)
        os.environ.pop("NHACNOP_CONFIG", None)
    return folder / "play"


ROSTER = """\
Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Chức vụ,Họ và tên,Số điện thoại
T1,Tỉnh Mẫu,tỉnh,,Điều phối,Lê Văn Tỉnh,
H1,Huyện Một,huyện,T1,Điều phối,Trần Văn Một,
X1,Xã An Phú,xã,H1,Bí thư,Nguyễn Thị Hạnh,
X2,Xã Tân Lập,xã,H1,Bí thư,Phạm Văn Lập,
X3,Xã Hoà Sơn,xã,H1,,,
H2,Huyện Hai,huyện,T1,Điều phối,Võ Thị Hai,
X4,Xã Phú Lộc,xã,H2,Bí thư,Đỗ Văn Lộc,
H3,Huyện Đảo,huyện,T1,Điều phối,Lý Văn Đảo,
"""


@pytest.fixture
def played(office: Office, lived: Path) -> Office:
    """The office, after those weeks."""
    shutil.copy(lived / "replay.db", office.folder / "nhacnop.db")
    shutil.copytree(lived / "media", office.folder / "media")
    return office


@pytest.fixture
def ask(played: Office) -> Callable[..., Printed]:
    """Run the command with an --out."""
    return lambda *arguments: played.run("report", *arguments, "--out", played.folder / "out")


def test_the_months_files_are_written_and_named(played: Office, ask: Callable[..., Printed]) -> None:
    printed = ask("--month", "2023-10")
    assert printed.code == 0, printed.err
    files = [Path(line) for line in printed.out.splitlines()]
    assert [file.name for file in files] == [
        "bao-cao-2023-10.docx",
        "bao-cao-2023-10.xlsx",
        "bao-cao-2023-10-theo-tuan.png",
        "bao-cao-2023-10-xu-huong.png",
    ]
    assert all(file.exists() for file in files)
    assert printed.err.strip() == "" or "pictures" in printed.err, "progress goes to stderr"
    words = "\n".join(line.text for line in Document(str(files[0])).paragraphs)
    assert "Kỳ báo cáo tháng 10 năm 2023 gồm 2 tuần, từ tuần 40 đến tuần 41" in words
    assert "có 4 đơn vị thuộc diện nộp minh chứng, tổng cộng 6 lượt phải nộp" in words


def test_a_month_that_is_not_closed_is_a_draft_and_says_what_is_open(
    played: Office, ask: Callable[..., Printed]
) -> None:
    printed = ask("--month", "2023-11", "--format", "xlsx")
    assert printed.code == 0
    assert "2023-11 is not closed before 2023-11-22 12:00" in printed.err
    assert "This is a draft" in printed.err
    assert printed.out.strip().endswith("bao-cao-2023-11-du-thao.xlsx")


def test_a_district_is_reported_alone_and_the_districts_add_up(played: Office, ask: Callable[..., Printed]) -> None:
    figures = {}
    for unit in (None, "H1", "H2"):
        chosen = [] if unit is None else ["--unit", unit]
        printed = ask("--month", "2023-10", "--format", "xlsx", *chosen)
        sheet = openpyxl.load_workbook(printed.out.strip())["Tổng hợp"]
        figures[unit] = [int(str(cell.value)) for cell in sheet[4][3:12]]
    assert [a + b for a, b in zip(figures["H1"], figures["H2"], strict=True)] == figures[None]


def test_the_same_month_again_gives_the_same_bytes(played: Office, ask: Callable[..., Printed]) -> None:
    first = {Path(line): Path(line).read_bytes() for line in ask("--month", "2023-10").out.splitlines()}
    assert {Path(line): Path(line).read_bytes() for line in ask("--month", "2023-10").out.splitlines()} == first


def test_a_missing_picture_is_a_line_in_the_log_and_no_failure(
    played: Office, ask: Callable[..., Printed], caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(played.folder / "media")
    printed = ask("--month", "2023-10", "--format", "docx")
    assert printed.code == 0
    assert "is not in the store" in caplog.text


def test_the_years_sheet_is_written(played: Office, ask: Callable[..., Printed]) -> None:
    printed = ask("--year", "2023")
    assert printed.code == 0, printed.err
    sheet = openpyxl.load_workbook(printed.out.strip()).worksheets[0]
    assert [row[3].value for row in sheet.iter_rows(min_row=5)] == ["Nguyễn Thị Hạnh", "Phạm Văn Lập", "Đỗ Văn Lộc"]


def test_the_organisations_template_is_used(played: Office, ask: Callable[..., Printed]) -> None:
    template = Document()
    template.add_paragraph("MẪU RIÊNG {{ky}}")
    template.add_paragraph("{{noi_dung}}")
    template.save(str(played.folder / "mau.docx"))
    printed = ask("--month", "2023-10", "--format", "docx", "--template", played.folder / "mau.docx")
    assert Document(printed.out.strip()).paragraphs[0].text == "MẪU RIÊNG tháng 10 năm 2023"


@pytest.mark.parametrize(
    ("words", "told", "code"),
    [
        ("{{noi_dung}}", "ok    template of the reports", 0),
        ("{{sai}}", 'WRONG template of the reports: {file}, paragraph 1 ("{{{{sai}}}}")', 1),
        (None, "No such file or directory; to mend: see that report.template names the file", 1),
    ],
)
def test_check_looks_at_the_template(office: Office, words: str | None, told: str, code: int) -> None:
    file = office.folder / "mau.docx"
    if words is not None:
        template = Document()
        template.add_paragraph(words)
        template.save(str(file))
    office.config.write_text(CONFIG + "report: {template: mau.docx}\n", encoding="utf-8")
    printed = office.run("check")
    assert printed.code == code
    assert told.format(file=file) in printed.out


def test_a_broken_template_says_where(played: Office, ask: Callable[..., Printed]) -> None:
    template = Document()
    template.add_paragraph("{{sai}}")
    template.save(str(played.folder / "mau.docx"))
    printed = ask("--month", "2023-10", "--template", played.folder / "mau.docx")
    assert printed.code == 1
    assert 'paragraph 1 ("{{sai}}")' in printed.err
    assert printed.out == ""
    assert not list((played.folder / "out").glob("*"))


@pytest.mark.parametrize(
    ("arguments", "told", "code"),
    [
        ((), "say which month", 2),
        (("--month", "2023-10", "--year", "2023"), "say which month", 2),
        (("--month", "2023-13"), "is no month", 2),
        (("--month", "2023-10", "--format", "pdf"), 'no format "pdf"; there are: docx, xlsx, png', 2),
        (("--month", "2023-10", "--format", ","), "there are: docx, xlsx, png", 2),
        (("--month", "2023-10", "--unit", "X99"), 'no unit with the code "X99"', 2),
        (("--month", "2023-10", "--unit", "H3"), "nobody below Huyện Đảo owed anything in 2023-10", 1),
        (("--month", "2022-10"), "no week that was opened so far belongs to the month 2022-10", 1),
        (("--year", "2022"), "nothing was owed in 2022", 1),
        (("--year", "2023", "--unit", "H3"), 'nothing was owed in 2023 below "H3"', 1),
        (("--year", "2023", "--unit", "X99"), 'no unit with the code "X99"', 2),
    ],
)
def test_what_cannot_be_reported_is_said_in_a_line(
    ask: Callable[..., Printed], arguments: tuple[str, ...], told: str, code: int
) -> None:
    printed = ask(*arguments)
    assert (printed.code, printed.out) == (code, "")
    assert told in printed.err
    assert len(printed.err.splitlines()) == 1


def test_a_unit_that_did_not_exist_then_is_said_not_to(played: Office, ask: Callable[..., Printed]) -> None:
    database = sqlite3.connect(played.folder / "nhacnop.db")
    with database:
        database.execute("UPDATE unit SET valid_from = '2023-12-01' WHERE code = 'X4'")
        database.execute("UPDATE unit SET valid_from = '2023-01-01', valid_to = '2023-09-01' WHERE code = 'X2'")
    database.close()
    assert "Xã Phú Lộc (X4) did not exist in 2023-11" in ask("--month", "2023-11", "--unit", "X4").err
    printed = ask("--month", "2023-11", "--unit", "X2")
    assert "it exists from 2023-01-01 until 2023-09-01" in printed.err
    assert printed.code == 1


def test_a_frozen_month_says_so_and_stays_what_it_was(played: Office, ask: Callable[..., Printed]) -> None:
    before = ask("--month", "2023-10", "--format", "xlsx")
    assert "2023-10 was frozen at 2023-10-24 12:00, SHA-256 " in before.err
    content = Path(before.out.strip()).read_bytes()
    changed(played, "UPDATE submission SET state = 'RETURNED'")
    again = ask("--month", "2023-10", "--format", "xlsx")
    assert (again.err.splitlines()[0], Path(again.out.strip()).read_bytes()) == (before.err.splitlines()[0], content)
    assert "no amendment 1 to the report of 2023-10" in ask("--month", "2023-10", "--amendment", "1").err
    assert "2023-11 is not frozen" in ask("--month", "2023-11", "--amendment", "1").err


def test_a_replay_leaves_the_reports_of_the_months_that_were_frozen_in_it(
    lived: Path, ask: Callable[..., Printed]
) -> None:
    assert [folder.name for folder in (lived / "reports").iterdir()] == ["2023-10"]
    for line in ask("--month", "2023-10").out.splitlines():
        assert (lived / "reports" / "2023-10" / Path(line).name).read_bytes() == Path(line).read_bytes()


def test_an_amendment_is_written_beside_the_report(played: Office, ask: Callable[..., Printed]) -> None:
    changed(played, "UPDATE submission SET state = 'RETURNED' WHERE unit_id = (SELECT id FROM unit WHERE code = 'X1')")
    asyncio.run(amend(played))
    printed = ask("--month", "2023-10", "--amendment", "1")
    assert [Path(line).name for line in printed.out.splitlines()] == [
        "bao-cao-2023-10-bo-sung-1.docx",
        "bao-cao-2023-10-bo-sung-1.xlsx",
    ]
    assert "; amendments: 1" in printed.err
    changes = Document(printed.out.splitlines()[0]).tables[1]
    assert {row.cells[1].text for row in changes.rows[1:]} == {"Xã An Phú"}


def test_a_frozen_report_that_somebody_changed_is_not_written(played: Office, ask: Callable[..., Printed]) -> None:
    changed(played, "UPDATE report_edition SET fingerprint = 'x'")
    printed = ask("--month", "2023-10")
    assert (printed.code, "was changed" in printed.err, printed.out) == (1, True, "")


def changed(played: Office, statement: str) -> None:
    """Change the database behind the product's back."""
    database = sqlite3.connect(played.folder / "nhacnop.db")
    with database:
        database.execute(statement)
    database.close()


async def amend(played: Office) -> None:
    """Put what changed in October into an amendment."""
    config = load_config(played.config)
    organisation = organisation_of(config)
    database = open_database(config.database_url)
    clerk = ClerkHere(database, lambda: Desk(organisation, config.media_dir, config.documents_dir))
    now = datetime(2023, 11, 1, tzinfo=UTC)
    gathered = await clerk.gather("2023-10", now)
    async with database.transaction() as tx:
        await editions.add(tx, "2023-10", 2, gathered, None, now)
    await database.close()

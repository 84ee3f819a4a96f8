"""The document as an office program shows it: turned into pages by LibreOffice, where that is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from core.figures import fold
from core.ports import Words
from media.store import MediaStore
from reports.word.document import write_document
from tests.reports.conftest import put, screenshot
from tests.reports.facts import ZONE, items, month
from texts.report import ReportTexts

TOOLS = ("soffice", "pdftoppm", "pdftotext", "pdfinfo")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in TOOLS), reason="LibreOffice or poppler is not installed"
    ),
]


def run(*command: object) -> str:
    """What a tool printed."""
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True, timeout=180).stdout


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample month's document as a PDF."""
    folder = tmp_path_factory.mktemp("pages")
    for item in items():
        if item.media_sha is not None:
            put(folder / "media", item.media_sha, screenshot(item.number))
    texts = ReportTexts(Words("Tỉnh Mẫu"), ZONE)
    [file] = write_document(fold(month()), texts, MediaStore(folder / "media"), folder, "bao-cao")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, file)
    return folder / "bao-cao.pdf"


def page(pdf: Path, number: int) -> list[str]:
    """The lines of one page."""
    told = run("pdftotext", "-f", number, "-l", number, "-layout", pdf, "-")
    return [line.strip() for line in told.splitlines() if line.strip()]


def test_it_opens_as_pages_of_a4(pdf: Path) -> None:
    told = run("pdfinfo", pdf)
    assert "(A4)" in told
    assert 4 <= int(next(line for line in told.splitlines() if line.startswith("Pages:")).split()[1]) <= 12


def test_the_first_page_has_the_head_and_no_number_the_second_has_its_number(pdf: Path) -> None:
    first, second = page(pdf, 1), page(pdf, 2)
    assert "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA" in first[0]  # the rest may stand below where Times New Roman is missing
    assert "TỈNH MẪU" in first[0]
    assert "1" not in first
    assert second[0] == "2"


def test_the_text_keeps_every_vietnamese_letter(pdf: Path) -> None:
    told = " ".join(page(pdf, 1))
    assert "Kết quả thực hiện nhiệm vụ “Mỗi tuần một tin bài”" in told
    assert "đạt chỉ tiêu" in told


def test_the_evidence_shows_its_pictures(pdf: Path, tmp_path: Path) -> None:
    pages = int(next(line for line in run("pdfinfo", pdf).splitlines() if line.startswith("Pages:")).split()[1])
    run("pdftoppm", "-r", 40, "-png", "-f", pages, "-l", pages, pdf, tmp_path / "page")
    [drawn] = tmp_path.glob("page-*.png")
    with Image.open(drawn) as picture:
        colours = picture.convert("RGB").getcolors(1 << 20)
    assert colours is not None and len(colours) > 30, "the last page is not blank"

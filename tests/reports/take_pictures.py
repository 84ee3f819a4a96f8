"""Writes docs/report-page.png and docs/heat-map.png from nine simulated weeks. Not a test.

    .venv/bin/python tests/reports/take_pictures.py [FOLDER [PICTURES]]

FOLDER keeps the replay, so that the next run is quick; the evidence comes from the folder PICTURES.
Needs LibreOffice and poppler; with the Liberation fonts, as wide as Times New Roman, it looks as in the offices.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
MONTH = "2023-11"
DOTS = 80
EDGE = 14
COLOURS = 256


def run(*command: object) -> str:
    """What a command printed; its progress stays visible."""
    return subprocess.run(list(map(str, command)), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def written(folder: Path, pictures: Sequence[str]) -> dict[str, Path]:
    """The report's files of the month, by what their names end with."""
    chosen = [part for path in pictures for part in ("--pictures", path)]
    run(sys.executable, "-m", "bot", "replay", *chosen, "--out", folder / "replay", "--json")
    files = (folder / "replay" / "reports" / MONTH).iterdir()
    return {file.name.removeprefix(f"bao-cao-{MONTH}"): file for file in files}


def pages(document: Path) -> Image.Image:
    """The first page, and beside it the first one with evidence."""
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", document.parent, document)
    pdf = document.with_suffix(".pdf")
    texts = run("pdftotext", "-layout", pdf, "-").split("\f")
    evidence = next(number for number, text in enumerate(texts, 1) if "MINH CHỨNG CỦA CÁC ĐƠN VỊ" in text)
    drawn = []
    for number in (1, evidence):
        run("pdftoppm", "-r", DOTS, "-png", "-singlefile", "-f", number, "-l", number, pdf, pdf.with_suffix(""))
        drawn.append(Image.open(pdf.with_suffix(".png")).convert("RGB"))
    wide, tall = drawn[0].size
    sheet = Image.new("RGB", (2 * wide + 3 * EDGE, tall + 2 * EDGE), (206, 212, 218))
    for place, page in enumerate(drawn):
        sheet.paste(page, (EDGE + place * (wide + EDGE), EDGE))
    return sheet


def keep(picture: Image.Image, name: str) -> None:
    """Write docs/NAME.png, small."""
    file = ROOT / "docs" / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stderr.write(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} kB\n")


def main() -> None:
    """Take both."""
    if any(shutil.which(tool) is None for tool in ("soffice", "pdftotext", "pdftoppm")):
        raise SystemExit("LibreOffice and poppler are needed for this")
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        files = written(folder, sys.argv[2:])
        keep(pages(files[".docx"]), "report-page")
        keep(Image.open(files["-theo-tuan.png"]), "heat-map")


if __name__ == "__main__":
    main()

"""A document that is too large: an index, and the evidence in files that keep the limit."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from core.evidence import ItemKind, SubmissionState
from core.figures import MonthTable, fold
from core.figures_facts import ItemFact, narrowed
from media.store import MediaStore
from reports.splitting import BASE, PER_ITEM, split
from reports.word.document import REPORT, Wish, write_document
from reports.word.evidence import Group, groups_of
from tests.reports.facts import A1, DISTRICT_A, FINAL, UNITS, month
from tests.reports.opening import read, words
from texts.report import ReportTexts


def item(number: int, unit: int = A1) -> ItemFact:
    """A photo; its size in the tests below is its number."""
    return ItemFact(number, unit, 1, ItemKind.PHOTO, SubmissionState.COUNTED, FINAL, "")


districts = st.lists(
    st.lists(st.lists(st.integers(1, 50_000), min_size=1, max_size=4), min_size=1, max_size=4), min_size=1, max_size=4
)


@given(districts, st.integers(BASE, BASE + 120_000))
def test_every_item_is_in_one_file_in_order_and_the_limit_is_kept(sizes: list[list[list[int]]], limit: int) -> None:
    groups = [
        Group(UNITS[1], tuple((UNITS[2], tuple(map(item, numbers))) for numbers in district)) for district in sizes
    ]
    portions = split(groups, lambda each: each.number, limit)
    found = [each for portion in portions for group in portion.groups for _, items in group.units for each in items]
    assert [each.number for each in found] == [number for district in sizes for unit in district for number in unit]
    for portion in portions:
        weights = [each.number + PER_ITEM for group in portion.groups for _, items in group.units for each in items]
        assert sum(weights) + BASE <= limit or len(weights) == 1


def test_a_district_that_fits_into_a_file_is_not_torn() -> None:
    one, other = (Group(UNITS[at], ((UNITS[2], (item(10_000), item(10_000))),)) for at in (1, 5))
    portions = split([one, other], lambda each: each.number, BASE + 30_000)
    assert [portion.groups for portion in portions] == [(one,), (other,)]
    assert split([one, other], lambda each: each.number, BASE + 60_000)[0].groups == (one, other)


def test_the_groups_are_the_districts_of_a_province_and_none_in_a_district() -> None:
    assert [group.part and group.part.code for group in groups_of(month())] == ["H1", "H2"]
    [alone] = groups_of(narrowed(month(), DISTRICT_A))
    assert alone.part is None
    assert [unit.code for unit, _ in alone.units] == ["X11", "X12", "X13"]


def test_a_small_document_is_one_file(table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path) -> None:
    files = write_document(table, texts, store, out, "a", Wish(limit=50_000_000))
    assert [file.name for file in files] == ["a.docx"]


def test_the_report_of_a_large_month_has_an_index_of_the_files_with_evidence(
    texts: ReportTexts, store: MediaStore, out: Path
) -> None:
    many = tuple(each for number in range(150) for each in month().items if each.url is None)
    facts = month(items=many)
    files = write_document(fold(facts), texts, store, out, "a", Wish(draft=True, limit=REPORT + 100_000))
    assert len(files) > 2
    assert [file.name for file in files] == ["a.docx", *(f"a-phu-luc-{at}.docx" for at in range(1, len(files)))]
    told = words(read(files[0]))
    assert f"Minh chứng được chia thành {len(files) - 1} tệp kèm theo:" in told
    assert all(file.name in told for file in files[1:])
    assert len(read(files[0]).inline_shapes) == 2
    parts = [read(file) for file in files[1:]]
    assert sum(len(part.inline_shapes) for part in parts) == sum(item.counts for item in many)
    assert all(file.stat().st_size <= REPORT + 100_000 for file in files)
    first = words(parts[0])
    assert f"Phần 1/{len(parts)}: Huyện An" in first
    assert "DỰ THẢO" in first
    assert "MINH CHỨNG CỦA CÁC ĐƠN VỊ" in first

"""What a task owes, told wrongly: each fault with its line, the value, and what would be right."""

from pathlib import Path

import pytest

from bot.config import load_config
from bot.config_faults import ConfigError

NUMBERS = "it should be made of whole numbers from 0 to 100, or of sections of the categories' codes"
DAY = 'it should be a day such as "2026-12-01", or null'
DAY_TIME = 'it should be a local day and time such as "2026-11-30 17:00"'
LEVELS = "it should be one level, or a list of different ones, such as [xã, phường]"
SECTION = "it should be a section of levels or unit codes with their quotas, such as {phường: 2}"
CONTEST = "once: {opens: 2026-12-01 08:00, due: 2026-12-20 17:00"
IN_TIME = "it should be from 2026-12-01 08:00 until before 2026-12-20 17:00, when it is due"

FAULTS = [
    ("owed_by: [xã, xã]", f"owed_by is a list; {LEVELS}"),
    ("owed_by: []", f"owed_by is an empty list; {LEVELS}"),
    ("quota: 0", 'quota is "0"; it should be a whole number from 1 to 100'),
    ("quotas: {phường: 101}", f'quotas is "phường: 101"; {NUMBERS}'),
    ("quotas: {X19333: -1}", f'quotas is "X19333: -1"; {NUMBERS}'),
    ("quotas: {phường: hai}", f'quotas is "phường: hai"; {NUMBERS}'),
    ("quotas: {phường: {tin: hai}}", f'quotas is "phường: {{tin: hai}}"; {NUMBERS}'),
    ("quotas: [phường]", f"quotas is a list; {SECTION}"),
    ("quotas: 3", f'quotas is "3"; {SECTION}'),
    (
        "quotas: {phường: {tin: 2}}",
        'quotas is "phường: a section"; it should be a whole number, since the task has no categories',
    ),
    (
        "quota: 3, categories: [{code: tin, title: tin}, {code: anh, title: ảnh}]",
        'quota is "3"; it should be left out, or 2, the sum of the categories\' quotas',
    ),
    (
        "categories: [{code: tin, title: tin, quota: 0}]",
        'categories[0].quota is "0"; it should be a whole number from 1 to 100',
    ),
    ("categories: [{code: tin}]", "categories[0].title is missing; it should be there"),
    ("categories: {code: tin}", "categories is a section; it should be a list, written [one, another]"),
    (
        "categories: [{code: tin, title: tin}, {code: tin, title: ảnh}]",
        'categories[1].code is "tin"; it should be different from that of tasks[1].categories[0]',
    ),
    (
        "categories: [{code: tin, title: tin, words: [Bài]}, {code: anh, title: ảnh, words: [bai]}]",
        'categories[1].words is "bai"; it should be a word of one category only; tasks[1].categories[0] has it, too',
    ),
    (
        "categories: [{code: tin, title: tin, takes: video}]",
        'categories[0].takes is "video"; it should be photo or link, or left out when both may be',
    ),
    (
        "categories: [{code: tin, title: tin, takes: link}]",
        'categories is "categories that take no photo"; it should be such that at least one category takes a photo',
    ),
    (
        "categories: [{code: tin, title: tin}], quotas: {phường: 2}",
        'quotas is "phường: 2"; it should be 0, or a section with a number for each of tin',
    ),
    (
        "categories: [{code: tin, title: tin}], quotas: {phường: {anh: 2}}",
        'quotas is "phường: anh"; it should be one of the task\'s categories, tin',
    ),
    ("starts: 2026-12-01, ends: 2026-11-30", 'ends is "2026-11-30"; it should be not before starts (2026-12-01)'),
    ("starts: 2026-02-30", f'starts is "2026-02-30"; {DAY}'),
    ("ends: mai", f'ends is "mai"; {DAY}'),
    (
        "once: {opens: 2026-12-20 08:00, due: 2026-12-01 17:00}",
        'once.due is "2026-12-01 17:00"; it should be after once.opens (2026-12-20 08:00)',
    ),
    ("once: {opens: 2026-12-01, due: 2026-12-20 17:00}", f'once.opens is "2026-12-01"; {DAY_TIME}'),
    ("once: {opens: 2026-02-30 08:00, due: 2026-12-20 17:00}", f'once.opens is "2026-02-30 08:00"; {DAY_TIME}'),
    ("once: {opens: 2026-12-01 08:00}", "once.due is missing; it should be there"),
    (
        f"{CONTEST}, grace: 61 days}}",
        'once.grace is "61 days"; it should be a time such as "2 days", from "0h" to "60 days"',
    ),
    (
        f"{CONTEST}}}, week: {{due: fri 17:00}}",
        'once is "there beside week"; it should be there alone; a task is weekly or has one deadline',
    ),
    (
        f"{CONTEST}}}, starts: 2026-12-01",
        'starts is "2026-12-01"; it should be null, since once.opens and once.due say when',
    ),
    (f"{CONTEST}}}, reminders: [due 18:00]", f'reminders[0] is "due 18:00"; {IN_TIME}'),
    (
        f"{CONTEST}}}, reminders: [30 days before due 08:00]",
        f'reminders[0] is "30 days before due 08:00"; {IN_TIME}',
    ),
    (
        "once: {opens: 2026-12-01 08:00, due: 2026-12-02 08:00}, at_risk: 48h before due",
        'at_risk is "48h before due"; it should be at most 24h before due, when the task opens',
    ),
    ("active: có", 'active is "có"; it should be true or false'),
]


@pytest.mark.parametrize(("text", "told"), FAULTS)
def test_a_faulty_duty_is_one_line_with_place_value_and_what_would_be_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.yaml").write_text(f"tasks:\n  - {{code: tuan}}\n  - {{code: khac, {text}}}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_config(Path("config.yaml"))
    assert str(refused.value) == f"config.yaml line 3: tasks[1].{told}"


def test_a_level_may_owe_nothing_and_one_unit_more(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "tasks: [{owed_by: [xã, phường], quotas: {phường: 0, X1: 3}}]\n", encoding="utf-8"
    )
    assert dict(load_config(tmp_path / "config.yaml").tasks[0].quotas) == {"phường": 0, "X1": 3}

"""Settings that are right one by one and wrong together."""

from pathlib import Path

import pytest

from bot.config import load_config
from bot.config_faults import ConfigError

CLASHES = [
    (
        "health: {at: 05:00}",
        'health.at is "05:00"; it should be outside the quiet hours, 21:00 to 06:30; or null',
    ),
    (
        "tasks: [{reminders: [sun 05:00]}]",
        'tasks[0].reminders[0] is "sun 05:00"; it should be outside the quiet hours, 21:00 to 06:30',
    ),
    (
        "tasks: [{reminders: [mon 08:00, thu 21:00]}]",
        'tasks[0].reminders[1] is "thu 21:00"; it should be outside the quiet hours, 21:00 to 06:30',
    ),
    (
        "{quiet_hours: {from: 12:00, to: 13:00}, tasks: [{reminders: [thu 12:59]}]}",
        'tasks[0].reminders[0] is "thu 12:59"; it should be outside the quiet hours, 12:00 to 13:00',
    ),
    (
        "tasks: [{reminders: [sun 20:00]}]",
        'tasks[0].reminders[0] is "sun 20:00"; it should be from mon 00:00 until before sun 20:00, when it is due',
    ),
    (
        "tasks: [{week: {due: fri 17:00}, reminders: [sat 08:00]}]",
        'tasks[0].reminders[0] is "sat 08:00"; it should be from mon 00:00 until before fri 17:00, when it is due',
    ),
    (
        "tasks: [{reminders: [thu 08:00, thu 19:30]}]",
        'tasks[0].reminders[1] is "thu 19:30"; it should be on another day; a person gets one reminder a day',
    ),
    (
        "tasks: [{week: {opens: sun 08:00, due: sun 20:00}, reminders: []}]",
        'tasks[0].at_risk is "24h before due"; it should be at most 12h before due, when the week opens',
    ),
    (
        "tasks: [{code: a}, {code: b}, {code: a}]",
        'tasks[2].code is "a"; it should be different from that of tasks[0]',
    ),
    (
        "tasks: [{}, {title: Tin}]",
        'tasks[1].code is "tuan"; it should be different from that of tasks[0]',
    ),
    (
        "tasks: [{month: {closes: 26 12:00}}]",
        'tasks[0].month.final is "24 12:00"; '
        'it should be after month.closes ("26 12:00"), also in a February of 28 days',
    ),
    (
        "tasks: [{month: {closes: 28 12:00, final: 31 12:00}}]",
        'tasks[0].month.final is "31 12:00"; '
        'it should be after month.closes ("28 12:00"), also in a February of 28 days',
    ),
    (
        "report: {issuer: 'Đảng uỷ {xã}'}",
        'report.issuer is "Đảng uỷ {xã}"; '
        "it should be words with {unit} or {above} for a unit's name, and no other braces",
    ),
    (
        "report: {ratings: [{title: good}, {title: good}]}",
        'report.ratings[1].title is "good"; it should be there only once',
    ),
    (
        "channels: {zalo: {enabled: true, bots: []}}",
        "channels.zalo.bots is an empty list; it should be a list with at least one bot, since zalo is enabled",
    ),
    ("channels: {zalo: {bots: [a, b, a]}}", 'channels.zalo.bots[2] is "a"; it should be there only once'),
    (
        "channels: {zalo: {enabled: true, receive: webhook}}",
        "web.public_url is empty; it should be an https URL that zalo can reach, such as "
        "https://nhacnop.example.org, since it calls us there",
    ),
    (
        "{channels: {telegram: {enabled: true, receive: webhook}}, web: {public_url: 'http://nhacnop.example.org'}}",
        'web.public_url is "http://nhacnop.example.org"; it should be an https URL that telegram can reach, such as '
        "https://nhacnop.example.org, since it calls us there",
    ),
    (
        "{channels: {telegram: {enabled: true, receive: webhook}}, web: {enabled: false, public_url: 'https://a.vn'}}",
        'web.enabled is "false"; it should be true, since telegram calls us by webhook',
    ),
]

FITTING = [
    "tasks: [{reminders: [thu 20:59, sun 06:30]}]",
    "tasks: [{reminders: [mon 06:30, sun 19:59]}]",
    "{quiet_hours: {from: 00:00, to: 00:00}, tasks: [{reminders: [mon 00:00]}]}",
    "tasks: [{week: {opens: fri 17:00, due: fri 17:00}, reminders: [fri 18:00, mon 08:00], at_risk: 7 days}]",
    "tasks: [{week: {due: fri 17:00}}]",
    "{quiet_hours: {from: 19:00, to: 08:30}}",
    "tasks: [{month: {closes: 27 12:00, final: 28 12:00}}]",
    "tasks: [{code: a}, {code: b}]",
    "channels: {zalo: {bots: []}}",
    "health: {at: null}",
    "{quiet_hours: {from: 19:00, to: 08:30}}",
    "{quiet_hours: {from: 22:00, to: 05:00}, health: {at: 05:00}}",
    "channels: {telegram: {receive: webhook}}",
    "{channels: {zalo: {enabled: true, receive: webhook}}, web: {public_url: 'https://nhacnop.example.org/bot/'}}",
    "{channels: {zalo: {enabled: true, receive: webhook}}, web: {public_url: 'http://127.0.0.1:8080'}}",
]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("config.yaml")


@pytest.mark.parametrize(("text", "told"), CLASHES)
def test_settings_that_contradict_each_other_are_refused(file: Path, text: str, told: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigError) as refused:
        load_config(file)
    assert str(refused.value) == f"config.yaml line 1: {told}"


@pytest.mark.parametrize("text", FITTING)
def test_settings_that_fit_are_taken(file: Path, text: str) -> None:
    file.write_text(text)
    assert load_config(file)

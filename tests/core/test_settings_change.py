"""What would change: told apart by when it counts, and what may not go yet."""

from core.settings_change import Change, Compared, still_needed

QUIET = Change("quiet_hours.from", "21:00", "22:00")
PORT = Change("web.port", "8080", "8081", restart=True)


def test_what_counts_at_once_is_told_apart_from_what_needs_a_restart() -> None:
    compared = Compared((QUIET, PORT))
    assert (compared.at_once, compared.after_restart) == ((QUIET,), (PORT,))


def test_a_task_whose_week_is_not_over_may_not_go() -> None:
    compared = Compared(gone=frozenset({"tuan", "thang"}))
    assert still_needed(compared, ["tuan", "khac"]) == ["tuan"]
    assert still_needed(compared, []) == []

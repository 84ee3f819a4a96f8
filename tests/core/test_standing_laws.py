"""What holds for every obligation, whatever its deadlines, and for every moment."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.standing import ARROWS, ObligationFacts, Standing, next_change, standing
from tests.core.weeks import HOUR, hanoi

TICK = timedelta(microseconds=1)
START = hanoi(11, 16)

# Whole hours in a small range, so that borders often coincide with each other and with the moment asked about.
waits = st.builds(lambda hours: hours * HOUR, st.integers(0, 5))


@st.composite
def obligations(draw: st.DrawFn) -> ObligationFacts:
    due_at = START + 5 * HOUR + draw(waits)
    counted = draw(st.integers(0, 3))
    return ObligationFacts(
        required=draw(st.integers(1, 3)),
        due_at=due_at,
        closes_at=due_at + draw(waits),
        counted=counted,
        in_time=draw(st.integers(0, counted)),
        waived=draw(st.booleans()),
    )


moments = st.builds(
    lambda hours, nudge: START + hours * HOUR + nudge,
    st.integers(-2, 17),
    st.sampled_from([-TICK, 0 * TICK, TICK, HOUR / 2]),
)


def the_rule(facts: ObligationFacts, now: datetime, at_risk: timedelta) -> dict[Standing, bool]:
    """DESIGN section 2 word by word: which standings the facts allow."""
    waived, reached = facts.waived, facts.counted >= facts.required
    short = not reached and not waived
    before_due = now < facts.due_at
    return {
        Standing.EXCUSED: waived,
        Standing.MET: reached and not waived,
        Standing.OPEN: short and before_due and facts.due_at - now > at_risk,
        Standing.AT_RISK: short and before_due and facts.due_at - now <= at_risk,
        Standing.GRACE: short and not before_due and now < facts.closes_at,
        Standing.MISSED: short and not before_due and now >= facts.closes_at,
    }


@given(obligations(), moments, waits)
def test_an_obligation_has_exactly_one_standing_at_any_moment(
    facts: ObligationFacts, now: datetime, at_risk: timedelta
) -> None:
    allowed = [state for state, holds in the_rule(facts, now, at_risk).items() if holds]
    assert [standing(facts, now, at_risk)] == allowed


@given(obligations(), st.lists(moments, min_size=2, max_size=30), waits)
def test_as_time_passes_a_standing_moves_only_along_the_arrows(
    facts: ObligationFacts, lived: list[datetime], at_risk: timedelta
) -> None:
    states = [standing(facts, now, at_risk) for now in sorted(lived)]
    for before, after in pairwise(states):
        assert after is before or after in ARROWS[before]


@given(obligations(), moments, waits, st.lists(moments, max_size=20))
def test_the_next_change_is_the_next_moment_at_which_the_standing_differs(
    facts: ObligationFacts, now: datetime, at_risk: timedelta, others: list[datetime]
) -> None:
    present = standing(facts, now, at_risk)
    change = next_change(facts, now, at_risk)
    until = [moment for moment in others if moment > now]
    if change is not None:
        assert change > now
        assert standing(facts, change, at_risk) is not present
        until = [moment for moment in [*until, change - TICK] if moment < change]
    assert all(standing(facts, moment, at_risk) is present for moment in until)


@given(obligations(), waits)
def test_who_goes_from_change_to_change_meets_every_standing_and_comes_to_an_end(
    facts: ObligationFacts, at_risk: timedelta
) -> None:
    now = START - HOUR
    met = [standing(facts, now, at_risk)]
    while (change := next_change(facts, now, at_risk)) is not None:
        now = change
        met.append(standing(facts, now, at_risk))
    hours = [START + half * HOUR / 2 for half in range(-2, 40)]
    assert met == list(dict.fromkeys(standing(facts, moment, at_risk) for moment in hours))
    assert not ARROWS[met[-1]]

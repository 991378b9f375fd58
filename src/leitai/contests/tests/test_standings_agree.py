"""Places and prizes against a slow interpreter that ranks by asking, for each side, how many are better."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leitai.contests import scoring
from leitai.contests.rules import PrizeRule, Rules

START = datetime(2026, 11, 1, tzinfo=UTC)


@st.composite
def rulebooks(draw):
    prizes = draw(
        st.lists(
            st.builds(
                lambda first, more, kind, amount, points: PrizeRule(first, first + more, kind, amount * 100, points, "奖"),
                st.integers(1, 6), st.integers(0, 3), st.sampled_from(["money", "points", "title", "gift"]),
                st.integers(0, 99_999), st.integers(0, 500),
            ),
            max_size=4,
        )
    )  # fmt: skip
    return Rules(
        name="赛", metric="sales", definition={}, unit="money", sides_are="people", sides=(), start=date(2026, 11, 1),
        end=date(2026, 12, 1), cut_off=START, grace_hours=0, per_point=draw(st.sampled_from([None, 3, 10_000])),
        direction=draw(st.sampled_from(["up", "down"])), ties=draw(st.sampled_from(["first", "shared"])),
        least_score=draw(st.sampled_from([None, 50])), visibility="open", notice_days=0, note="", prizes=tuple(prizes),
    )  # fmt: skip


values = st.dictionaries(st.integers(1, 40), st.one_of(st.none(), st.integers(-5, 120)), max_size=14)
moments = st.dictionaries(
    st.integers(1, 40), st.one_of(st.none(), st.integers(0, 4).map(lambda n: START + timedelta(hours=n))), max_size=40
)


def slow_place(rules, found, reached, side):
    """One more than those who are better, and, where instants decide, than equals who were there before."""
    mine = scoring.score(rules, found[side])
    if mine is None:
        return None
    scores = {other: scoring.score(rules, value) for other, value in found.items()}
    better = [
        other for other, its in scores.items() if its is not None and (its > mine if rules.is_upward else its < mine)
    ]
    equal = [other for other, its in scores.items() if its == mine]
    known = rules.ties == "first" and all(reached.get(other) for other in equal)
    before = [other for other in equal if known and reached[other] < reached[side]]
    return 1 + len(better) + len(before)


@given(rulebooks(), values, moments)
def test_places(rules, found, reached):
    standings = scoring.standings(rules, found, reached)
    assert {each.side: each.place for each in standings} == {
        side: slow_place(rules, found, reached, side) for side in found
    }
    ranked = [each.place for each in standings if each.place]
    assert ranked == sorted(ranked)
    assert [each.place is None for each in standings] == sorted(each.place is None for each in standings)


@given(rulebooks(), values, moments)
def test_prizes_add_up_to_the_places_that_were_taken(rules, found, reached):
    standings = scoring.standings(rules, found, reached)
    winners = sum(scoring.may_win(rules, each) for each in standings)
    won = scoring.wins(rules, standings)
    for kind, field in (("money", "amount"), ("points", "points"), ("gift", "amount")):
        pool = sum(
            getattr(p, field) * sum(place <= winners for place in p.places) for p in rules.prizes if p.kind == kind
        )
        assert sum(getattr(win, field) for win in won if win.kind == kind) == pool
    assert sum(win.amount for win in won) <= rules.worst_case(len(found))
    assert all(win.amount % 100 == 0 for win in won)


@given(rulebooks(), values, moments)
def test_who_shares_a_place_gets_the_same_to_a_cent(rules, found, reached):
    standings = scoring.standings(rules, found, reached)
    money = {win.side: win.amount for win in scoring.wins(rules, standings) if win.kind == "money"}
    for place in {each.place for each in standings if each.place}:
        together = [money.get(e.side, 0) for e in standings if e.place == place and scoring.may_win(rules, e)]
        assert not together or max(together) - min(together) <= 100


@given(rulebooks())
def test_rules_survive_being_kept(rules):
    assert Rules.from_json(rules.to_json()) == rules

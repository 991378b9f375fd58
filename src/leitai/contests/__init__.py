"""PK contests: rules that are frozen when published, live standings, closing, and settling into awards.

    draft ─publish─▶ published ─start─▶ running ─cut-off─▶ over ─close─▶ provisional (公示) ─settle─▶ final

Each step but the two that time makes is a row (`Publication`, `Closure`, `Settlement`, `Cancellation`); the state is
derived from rows and time (`state.py`). Scores are values of a metric, never kept before the contest is closed.
"""

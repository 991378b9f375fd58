"""The first runs of a company made final from many hands at once, on PostgreSQL: one of them pays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections  # noqa: F401 - named in the condition below

from leitai.incentives.actions import finalise_run
from leitai.incentives.errors import RunError
from leitai.incentives.models import Finalisation, Run
from leitai.incentives.tests.paying import OCTOBER, at, calculate, scheme_for, sell

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time"),
]
HANDS = 6  # the pool has eight connections, and the test itself holds one


def test_of_the_first_runs_one_becomes_final_and_the_others_are_stale(cast):
    scheme_for(cast)
    sell(cast.wei, 100_000, date(2026, 10, 9), "SO-1")
    runs = [calculate(cast, OCTOBER) for _ in range(HANDS)]

    begun = Barrier(HANDS)

    def finalise(run: Run):
        try:
            begun.wait()
            return finalise_run(run=run, by=cast.tang.user, at=at(OCTOBER.end)).run
        except RunError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        answers = list(hands.map(finalise, runs))
    assert answers.count("stale") == HANDS - 1
    assert Finalisation.objects.count() == 1

"""The day of an instant is the company's, whatever zone the instant was written in."""

from datetime import date

import pytest

from leitai import clock


@pytest.mark.parametrize(
    ("said", "today"),
    [
        ("2026-11-17T23:00:00+00:00", date(2026, 11, 18)),
        ("2026-11-18T07:00:00+08:00", date(2026, 11, 18)),
        ("2026-11-18T07:00:00", date(2026, 11, 18)),
    ],
)
def test_a_fixed_instant_is_read_in_the_companys_zone(settings, said, today):
    settings.LEITAI_NOW = said
    assert clock.today() == today
    assert clock.now().utcoffset().total_seconds() == 8 * 3600

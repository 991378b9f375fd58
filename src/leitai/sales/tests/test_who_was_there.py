"""A share of something belongs to who was there on its day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from leitai.sales.people import ensure_there
from tests.people import START

pytestmark = pytest.mark.django_db


def test_nobody_has_a_share_of_what_came_before_them(cast):
    both = [cast.wei.pk, cast.li.pk]
    ensure_there(both, day=START, field="shares")
    for day in (START - timedelta(days=1), date(1950, 1, 1)):
        with pytest.raises(ValidationError) as refused:
            ensure_there(both, day=day, field="shares")
        assert list(refused.value.message_dict) == ["shares"] and "2024-01-01" in str(refused.value)

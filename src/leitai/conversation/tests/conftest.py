"""Every test talks in the channel of 华东一部 unless it says otherwise."""

import pytest

from leitai.conversation.actions import open_channels
from leitai.conversation.models import Channel


@pytest.fixture
def east(cast):
    open_channels(unit_ids=[cast.whole.pk, cast.east.pk, cast.south.pk])
    return Channel.objects.select_related("unit").get(unit=cast.east)


@pytest.fixture
def whole(cast, east):
    return Channel.objects.get(unit=cast.whole)

"""Every unit has its channel from the moment somebody looks for it."""

from collections.abc import Iterable

from django.db import transaction

from leitai.conversation.models import Channel


@transaction.atomic
def open_channels(*, unit_ids: Iterable[int]) -> None:
    """Make the channels these units still lack."""
    wanted = set(unit_ids)
    there = Channel.objects.filter(unit_id__in=wanted).values_list("unit_id", flat=True)
    missing = wanted.difference(there)
    Channel.objects.bulk_create((Channel(unit_id=pk) for pk in sorted(missing)), ignore_conflicts=True)

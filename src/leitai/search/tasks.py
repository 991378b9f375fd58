"""The index catches up with what was written in bulk."""

from leitai.jobs import periodic
from leitai.search.actions import catch_up


@periodic(minute="*")
def catch_up_with_bulk():
    catch_up()

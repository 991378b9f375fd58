"""Jobs: seal what was written since the last minute."""

from django.db import IntegrityError

from leitai import clock
from leitai.audit.sealing import seal
from leitai.jobs import periodic


@periodic(minute="*")
def seal_entries() -> None:
    """All there is, in blocks; where another worker seals at this moment, it does it."""
    try:
        while seal(at=clock.now()):
            pass
    except IntegrityError:
        return

"""Who may import: whoever holds operations or administration for the whole company.

A file can change anybody's records, so a scope of one unit is not enough; leads and directors report deals by hand.
"""

from leitai.imports import kinds
from leitai.imports.models import Batch


def may_import(request) -> bool:
    return request.user.is_authenticated and bool(kinds.kinds_for(request.rights))


def batches_visible_to(rights):
    """Imports of the kinds the viewer may import, whoever made them; newest first."""
    allowed = [kind.key for kind in kinds.kinds_for(rights)]
    return Batch.objects.filter(kind__in=allowed).select_related("created_by__person", "undoing").order_by("-id")

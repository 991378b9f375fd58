"""Schemes, and which version is in force."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from leitai.incentives.models import Scheme, SchemeVersion
from leitai.incentives.policies import HEADS, PAYERS
from leitai.organization.rights import Rights


def schemes_visible_to(rights: Rights) -> QuerySet[Scheme]:
    """Those who pay, and those who head units, see all schemes; others see the ones they are on, on their own pages."""
    schemes = Scheme.objects.filter(archived_at__isnull=True)
    return schemes if rights.has(*PAYERS, *HEADS) else schemes.none()


def published(scheme: Scheme) -> QuerySet[SchemeVersion]:
    return scheme.versions.filter(publication__isnull=False).order_by("start")


def version_on(scheme: Scheme, day: date) -> SchemeVersion | None:
    """The published version in force that day."""
    running = published(scheme).filter(Q(end__isnull=True) | Q(end__gt=day), start__lte=day)
    return running.select_related("publication").last()


def versions_on(schemes: Iterable[Scheme], day: date) -> dict[int, tuple[SchemeVersion | None, SchemeVersion | None]]:
    """By scheme id the version in force that day and the draft, as `version_on` and `draft_of` say; one query."""
    found: dict[int, tuple] = {scheme.pk: (None, None) for scheme in schemes}
    rows = SchemeVersion.objects.filter(scheme__in=found).select_related("publication").order_by("start", "number")
    for version in rows:
        current, draft = found[version.scheme_id]
        if not version.is_published:
            draft = version if draft is None or version.number > draft.number else draft
        elif version.start <= day and (version.end is None or version.end > day):
            current = version
        found[version.scheme_id] = current, draft
    return found


def draft_of(scheme: Scheme) -> SchemeVersion | None:
    """The one version that is being written."""
    return scheme.versions.filter(publication__isnull=True).order_by("number").last()

"""Which files somebody may see: those of subjects they may see, and their own unattached ones."""

from datetime import date

from django.db.models import Model, QuerySet

from leitai.files.models import Stored
from leitai.ui import subjects


def find_visible(pk: int, *, user, rights, on: date) -> Stored | None:
    """The file, or None where there is none or the viewer may not see it."""
    stored = Stored.objects.filter(pk=pk).first()
    if stored is None:
        return None
    if not stored.is_attached:
        return stored if stored.uploaded_by_id == user.pk else None
    subject = subjects.find(stored.subject_type, stored.subject_id, rights=rights, on=on)
    return stored if subject is not None else None


def own_unattached(ids, *, user):
    """The user's files that belong to no subject yet, in the order of `ids`."""
    found = Stored.objects.filter(pk__in=list(ids), uploaded_by=user, subject_type="").in_bulk()
    return [found[pk] for pk in ids if pk in found]


def attached_to(subject: Model) -> QuerySet[Stored]:
    """The files of a subject, in the order they came. Ask only for a subject the viewer may see."""
    return Stored.objects.filter(subject_type=subjects.label_of(subject), subject_id=subject.pk).order_by("id")

"""A dispute: somebody doubts a line of their statement, and gets an answer with its reason."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.incentives.models.runs import Line, Statement


class Dispute(models.Model):
    """Opened on a line, or (line None) on the statement as a whole. The talk about it is a thread."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="disputes")
    line = models.ForeignKey(Line, models.PROTECT, null=True, blank=True, related_name="disputes")
    text = models.CharField(_("what seems wrong"), max_length=500)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-id"]

    @property
    def is_open(self) -> bool:
        return not hasattr(self, "answer")


class Answer(models.Model):
    """What came of it. A dispute that is upheld is mended by a record or a run, never in the statement."""

    class Verdict(models.TextChoices):
        UPHELD = "upheld", _("upheld: it will be corrected")
        EXPLAINED = "explained", _("explained: it stays as it is")

    dispute = models.OneToOneField(Dispute, models.PROTECT, related_name="answer")
    verdict = models.CharField(_("answer"), max_length=9, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

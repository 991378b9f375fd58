"""A task is owed by one person until a day. That it is done, or no longer asked, is a row of its own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.organization.models import Person


class Task(models.Model):
    """Something one person does by a day, alone or for a subject: a goal, a contest, a customer."""

    title = models.CharField(_("what is to be done"), max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="tasks", verbose_name=_("owner"))
    due = models.DateField(_("due"))
    note = models.CharField(_("note"), max_length=1000, blank=True)
    subject_type = models.CharField(max_length=64, blank=True)
    subject_id = models.BigIntegerField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["due", "id"]
        indexes = [models.Index(fields=["owner", "due"]), models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self):
        return self.title

    @property
    def is_done(self) -> bool:
        return hasattr(self, "completion")


class Completion(models.Model):
    """The task is done."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="completion")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Drop(models.Model):
    """Nobody asks for the task any more."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="drop")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

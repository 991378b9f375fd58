"""Messages, and what happens to them: edits and deletions are rows, the first words stay."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.conversation.models.threads import Thread
from leitai.organization.models import Person

USER = settings.AUTH_USER_MODEL


class Message(models.Model):
    """What somebody said. `body` is plain text as it reads now; a mention in it is `@{person id}`."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    author = models.ForeignKey(USER, models.PROTECT, related_name="+")
    body = models.TextField(blank=True)
    quote = models.ForeignKey("self", models.PROTECT, null=True, related_name="quoted_by")
    at = models.DateTimeField()
    token = models.CharField(max_length=36, null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["thread", "id"])]
        # The token of a form: a message sent twice by a bad network is one message.
        constraints = [models.UniqueConstraint(fields=["author", "token"], name="message_sent_once")]

    def __str__(self):
        return f"{self.thread} #{self.pk}"


class Edit(models.Model):
    """The body as it was before the author changed it."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="edits")
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Deletion(models.Model):
    """The author took the message back; the place where it stood stays."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="deletion")
    at = models.DateTimeField()


class Mention(models.Model):
    """A person named with @ in the message as it reads now."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="mention_once")]


class Reaction(models.Model):
    """One user's one sign on one message; taking it back removes the row. A sign is an icon's name: emoji look
    different on every machine, and some have none."""

    class Sign(models.TextChoices):
        THUMB = "thumb-up", _("thumb up")
        GOT_IT = "circle-check", _("got it")
        CELEBRATION = "confetti", _("celebration")
        KEEP_IT_UP = "flame", _("keep it up")
        HEART = "heart", _("heart")
        LOOKING = "eye", _("looking into it")

    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    sign = models.CharField(max_length=16, choices=Sign.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["message", "user", "sign"], name="reaction_once")]

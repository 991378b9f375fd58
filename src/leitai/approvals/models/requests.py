"""A request and everything that happened to it, each happening a row.

    Request ─ Round (each submission) ─ RoundStep (in order) ─ Seat (one approver) ─ Decision
                  └ Outcome                └ Opening         └ Reassignment

A step is open once it has an `Opening`, decided once its seats' decisions suffice; a round is over once it has an
`Outcome`; a returned request gets a new round. Nothing here is changed after it was written, but `Request.open`,
which is true until the last `Outcome` or a `Withdrawal` and only carries the rule "one open request per subject".
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.organization.models import Unit

USER = settings.AUTH_USER_MODEL


class Verdict(models.TextChoices):
    """What an approver says, and what a round comes to."""

    APPROVED = "approved", pgettext_lazy("approval", "approved")
    REJECTED = "rejected", pgettext_lazy("approval", "rejected")
    RETURNED = "returned", pgettext_lazy("approval", "returned")


class Request(models.Model):
    """Someone asks for a yes to something about a subject.

    `kind` tells apart what may be asked of one subject ("agreement", "revision"); empty where there is only one.
    """

    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=32, blank=True)
    requested_by = models.ForeignKey(USER, models.PROTECT, related_name="approval_requests")
    requested_at = models.DateTimeField()
    open = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"]),
            models.Index(fields=["requested_by", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind"], condition=Q(open=True), name="request_open_once"
            )
        ]

    def __str__(self):
        return f"{self.subject_type}:{self.subject_id} {self.kind}".rstrip()


class Round(models.Model):
    """One submission of a request, as the approvers of that round read it.

    `title`, `detail`, `figure` and each cell of `summary` (rows of label, before, after) are phrases. `digest` is of
    the subject as it was asked about, empty where its kind names none.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    title = models.JSONField()
    detail = models.JSONField(null=True)
    figure = models.JSONField(null=True)
    summary = models.JSONField(default=list)
    note = models.CharField(max_length=1000, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="round_number_once")]

    def __str__(self):
        return f"{self.request} #{self.number}"


class RoundStep(models.Model):
    """One step of a round: who is asked, and whether all must say yes or one is enough.

    `people` holds user ids; with a `role` its holders for `unit` (None: the requester's own) join them when the
    step opens. Without either the lead decides.
    """

    class Mode(models.TextChoices):
        ALL = "all", _("all must approve")
        ANY = "any", _("one is enough")

    round = models.ForeignKey(Round, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=3, choices=Mode.choices, default=Mode.ALL)
    role = models.CharField(max_length=16, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    people = models.JSONField(default=list)
    due_in_workdays = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["round", "position"], name="step_position_once")]

    def __str__(self):
        return f"{self.round}.{self.position}"


class Opening(models.Model):
    """The step became the one being decided. `due_on` None: whenever."""

    step = models.OneToOneField(RoundStep, models.CASCADE, related_name="opening")
    at = models.DateTimeField()
    due_on = models.DateField(null=True, db_index=True)


class Seat(models.Model):
    """An approver's place on an open step. Replaced, never moved, when the approver has left."""

    step = models.ForeignKey(RoundStep, models.CASCADE, related_name="seats")
    approver = models.ForeignKey(USER, models.PROTECT, related_name="approval_seats")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["step", "approver"], name="seat_once")]

    def __str__(self):
        return f"{self.step} ← {self.approver_id}"


class Decision(models.Model):
    """What was said from a seat. `decided_by` differs from the seat's approver where a delegate said it."""

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="decision")
    decided_by = models.ForeignKey(USER, models.PROTECT, related_name="approval_decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict=Verdict.APPROVED) | ~Q(reason=""), name="no_without_reason")
        ]

    def __str__(self):
        return f"{self.seat}: {self.verdict}"


class Outcome(models.Model):
    """What the round came to, written once, by the decision that concluded it."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="outcome")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="outcome")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.round}: {self.verdict}"


class Withdrawal(models.Model):
    """The requester no longer asks."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()


class Reassignment(models.Model):
    """An administrator gave the seat of someone who cannot decide any more to someone who can."""

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="reassignment")
    to = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)
    at = models.DateTimeField()


class Reminder(models.Model):
    """The approvers of a step were reminded: by the requester, or (`by` None) because it was due."""

    step = models.ForeignKey(RoundStep, models.CASCADE, related_name="reminders")
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["step"], condition=Q(by__isnull=True), name="reminded_when_due_once")
        ]

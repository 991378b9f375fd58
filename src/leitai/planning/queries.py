"""Questions about tasks. Visibility comes first."""

from datetime import date

from django.db.models import Model, Q, QuerySet

from leitai.organization.models import Person
from leitai.organization.queries import people_visible_to
from leitai.organization.rights import Rights
from leitai.planning.models import Task
from leitai.ui.subjects import label_of


class TaskQuerySet(QuerySet):
    """Filters that read like the sentence."""

    def waiting(self) -> "TaskQuerySet":
        """Neither done nor dropped."""
        return self.filter(completion__isnull=True, drop__isnull=True)

    def done(self) -> "TaskQuerySet":
        return self.filter(completion__isnull=False)

    def due_by(self, day: date) -> "TaskQuerySet":
        return self.filter(due__lte=day)

    def of(self, person_id: int) -> "TaskQuerySet":
        return self.filter(owner_id=person_id)

    def told(self) -> "TaskQuerySet":
        """With what a row says."""
        return self.select_related("owner", "completion", "drop")


def tasks_visible_to(rights: Rights, *, on: date) -> TaskQuerySet:
    """One's own, those one set, and those of the people one reaches."""
    tasks = TaskQuerySet(Task)
    if rights.sees_all():
        return tasks
    people = people_visible_to(rights, on=on)
    return tasks.filter(Q(owner_id=rights.person_id) | Q(created_by_id=rights.user_id) | Q(owner__in=people))


def tasks_about(subject: Model) -> TaskQuerySet:
    """Those bound to a subject, waiting ones first. Ask only for a subject the viewer may see."""
    return TaskQuerySet(Task).filter(subject_type=label_of(subject), subject_id=subject.pk, drop__isnull=True).told()


def waiting_for(person: Person, *, until: date) -> TaskQuerySet:
    """What a person should have done by a day, the longest due first."""
    return TaskQuerySet(Task).of(person.pk).waiting().due_by(until).told().order_by("due", "id")

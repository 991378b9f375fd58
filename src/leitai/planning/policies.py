"""Who may do what with a task.

It is seen by its owner, by whoever set it, by those who reach the owner (a lead), and on a subject's page by all who
may see the subject. Its owner, whoever set it, and those who reach the owner change it and say it is done. One sets
tasks for oneself and for those one reaches.
"""

from datetime import date

from leitai.organization.queries import people_visible_to
from leitai.organization.rights import Rights
from leitai.planning.models import Task


def assignable(rights: Rights, *, on: date):
    """The people one may set tasks for, those who left aside."""
    return people_visible_to(rights, on=on).filter(left_on__isnull=True)


def may_change(rights: Rights, task: Task, *, on: date) -> bool:
    if task.owner_id == rights.person_id or task.created_by_id == rights.user_id:
        return True
    return assignable(rights, on=on).filter(pk=task.owner_id).exists()

"""Who is told: people or users go in, users who can sign in come out."""

from collections.abc import Iterable

from leitai.accounts.models import User
from leitai.organization.models import Person


def user_of(who: User | Person) -> User | None:
    """The user of a person (None: cannot sign in); a user is its own."""
    return who.user if isinstance(who, Person) else who


def users_of(recipients: Iterable[User | Person]) -> list[User]:
    """Each once, in the order given; whoever cannot sign in is left out."""
    found = {}
    for who in recipients:
        user = user_of(who)
        if user is not None and user.is_active:
            found.setdefault(user.pk, user)
    return list(found.values())


def name_of(user: User) -> str:
    """The person's name, or the user name of someone who is no person here."""
    person = getattr(user, "person", None)
    return person.name if person else user.username


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Many names from one query."""
    users = User.objects.filter(pk__in=set(user_ids)).select_related("person")
    return {user.pk: name_of(user) for user in users}

"""What a contest hears from below, and how the live pages hear of it."""

from leitai.live.actions import ACCESS, touch


def hear_records(sender, **_facts) -> None:
    """A deal, a return, a revision: every running board may move."""
    touch("records")


def told(contest) -> None:
    """Something about this contest changed: its rules, its state."""
    touch(f"contest:{contest.pk}", "contests")


def hear_rights(sender, **_facts) -> None:
    """Somebody gained or lost a role, or moved: whoever is watching is looked at again."""
    touch(ACCESS)

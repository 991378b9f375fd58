"""The bell in the top bar."""

from leitai.notifications.queries import unread_count


def of_viewer(request) -> dict | None:
    if not request.user.is_authenticated:
        return None
    return {"unread": unread_count(request.user)}

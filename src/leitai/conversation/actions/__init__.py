"""The verbs of conversation. Each is atomic and takes keywords only."""

from leitai.conversation.actions.channels import open_channels
from leitai.conversation.actions.following import follow, mark_read, mute, unfollow
from leitai.conversation.actions.messages import Said, delete, edit, say
from leitai.conversation.actions.reactions import toggle_reaction

__all__ = [
    "Said",
    "delete",
    "edit",
    "follow",
    "mark_read",
    "mute",
    "open_channels",
    "say",
    "toggle_reaction",
    "unfollow",
]

from leitai.conversation.models.channels import Channel
from leitai.conversation.models.following import Follow, Reading
from leitai.conversation.models.messages import Deletion, Edit, Mention, Message, Reaction
from leitai.conversation.models.threads import Thread

__all__ = ["Channel", "Deletion", "Edit", "Follow", "Mention", "Message", "Reaction", "Reading", "Thread"]

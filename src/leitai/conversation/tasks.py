"""Tell followers after the message is there. Running it again tells nobody twice."""

from leitai import clock
from leitai.jobs import job


@job(retries=3, retry_delay=10)
def tell_followers(message_id: int):
    from leitai.conversation import telling
    from leitai.conversation.models import Message

    telling.tell_followers(message=Message.objects.get(pk=message_id), at=clock.now())

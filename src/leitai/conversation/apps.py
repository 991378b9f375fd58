from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationConfig(AppConfig):
    name = "leitai.conversation"
    label = "conversation"

    def ready(self):
        from django.urls import reverse

        from leitai.conversation import live, queries
        from leitai.conversation.models import Channel, Message
        from leitai.ui import slots, subjects

        subjects.register(
            Channel,
            noun=_("team channel"),
            title=lambda channel: channel.unit.name,
            url=lambda channel: reverse("conversation:channel", args=[channel.pk]),
            visible_to=queries.channels_visible_to,
        )
        subjects.register(
            Message,
            noun=_("message"),
            title=lambda message: str(message.thread),
            url=lambda message: reverse("conversation:message", args=[message.pk]),
            visible_to=queries.messages_visible_to,
        )
        slots.register(
            "team.tabs", "conversation", provider=lambda request, **_: {}, template="conversation/team_tab.html"
        )
        slots.register(
            "subject.thread",
            "conversation",
            provider=lambda request, subject, **_: {"subject": subject},
            template="conversation/subject_slot.html",
        )
        live.register()

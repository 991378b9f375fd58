from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "leitai.planning"
    label = "planning"

    def ready(self):
        from leitai.planning import slots
        from leitai.planning.models import Task
        from leitai.planning.queries import tasks_visible_to
        from leitai.search import commands, sources
        from leitai.ui import places, subjects

        places.register(
            "planning", label=_("Plans"), icon="clipboard-list", url="planning:index", count=slots.due_count
        )
        subjects.register(
            Task,
            noun=_("task"),
            title=str,
            url=lambda task: reverse("planning:task", args=[task.pk]),
            visible_to=lambda rights, on: tasks_visible_to(rights, on=on),
        )
        sources.register(Task, texts=lambda task: [task.title], icon="checkbox", weight=20)
        commands.register("tasks", label=_("My tasks"), icon="checkbox", url="planning:index")
        slots.register()

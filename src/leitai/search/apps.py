from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "leitai.search"
    label = "search"

    def ready(self):
        from leitai.search import tasks  # noqa: F401 - registers the job

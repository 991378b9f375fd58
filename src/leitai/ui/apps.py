from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "leitai.ui"
    label = "ui"

    def ready(self):
        from leitai.ui.forms import speak_plainly
        from leitai.ui.reach import bound_every_day

        bound_every_day()
        speak_plainly()

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "leitai.live"
    label = "live"

    def ready(self):
        from django.contrib.auth.signals import user_logged_out

        from leitai.live.actions import ACCESS, touch

        user_logged_out.connect(lambda **_facts: touch(ACCESS), dispatch_uid="live.logged_out", weak=False)

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "leitai.notifications"
    label = "notifications"

    def ready(self):
        from leitai.notifications import bell, live
        from leitai.ui import slots

        slots.register("shell.bell", "notifications", provider=bell.of_viewer, template="notifications/bell.html")
        live.register()

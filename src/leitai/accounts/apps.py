from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "leitai.accounts"
    label = "accounts"

    def ready(self):
        from leitai.accounts.preferences import keep
        from leitai.ui import preferences

        preferences.listen(keep)

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "leitai.money"
    label = "money"

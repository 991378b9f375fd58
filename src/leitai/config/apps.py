from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "leitai.config"
    label = "config"

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "leitai.files"
    label = "files"

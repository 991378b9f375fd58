"""The `leitai` command: Django's management commands under the product's name."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.config.settings")
    execute_from_command_line(sys.argv)

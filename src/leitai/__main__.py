"""`python -m leitai` is the `leitai` command."""

from leitai.config.command import main

main()

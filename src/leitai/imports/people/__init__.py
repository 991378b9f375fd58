"""People as an import kind: who they are, where they belong, whom they report to, how they sign in.

The organization lies below imports, so its kind lives here.
"""

from leitai.imports.people.kind import PeopleKind

__all__ = ["PeopleKind"]

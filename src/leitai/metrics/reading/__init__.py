"""From records to sums: each term of a definition, added up per whom and per span of days.

`sums` answers every term of a definition for one question and says which path it took: the totals kept with the
records wherever a term's filters allow, and the live records for the rest.
"""

from leitai.metrics.reading.question import BY, Question
from leitai.metrics.reading.sums import EVERYBODY, Sums, sums

__all__ = ["BY", "EVERYBODY", "Question", "Sums", "sums"]

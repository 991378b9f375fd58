"""Inventing a company's past: who is there, what each can do, and what therefore happened.

Money is whole yuan and every draw comes from a generator seeded by (seed, subject, month), so one more person or
one more month changes nobody else's past.
"""

from leitai.demo.simulator import words
from leitai.demo.simulator.company import SMALL, Company, Seller, Team, invent_company
from leitai.demo.simulator.happenings import Happening, happenings_of
from leitai.demo.simulator.targets import sold_by, target_of

__all__ = [
    "SMALL",
    "Company",
    "Happening",
    "Seller",
    "Team",
    "happenings_of",
    "invent_company",
    "sold_by",
    "target_of",
    "words",
]

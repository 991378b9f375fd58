"""Worked cases: what the rules do, written so that sales operations can read them and add more.

A case is a YAML document: its name and source, a rule, what is given, what is expected. Every
number is read as people write it (1,500, 12.5万, 5.2%) and compared exactly. A key nobody knows
is an error, not a remark: a case that checks nothing would pass for ever.
"""

from leitai.tally.cases.running import ENGINES, Outcome, Report, main, run_paths

__all__ = ["ENGINES", "Outcome", "Report", "main", "run_paths"]

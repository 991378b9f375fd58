"""What we measure, in which unit, from which records: each metric is defined once and used everywhere.

`queries` is the way to read one: `measure`, `series`, `daily`, `records_behind`, `explain`.
"""

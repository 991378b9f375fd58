"""The company: people, units, grades, calendar, leave, and who holds which role where and when."""

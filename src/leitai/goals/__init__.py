"""What people and units are held to: a metric, an owner, a number, a period, and why.

`queries` answers what the target is and how far it is reached; `actions` propose, split, revise and withdraw.
"""

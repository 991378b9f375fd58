"""The demo company: an invented sales organisation at work, the same for the same seed.

`simulator/` invents people and what happened, pure and without a database; `loading/` puts it into the product
through its own actions; `arrivals.py` lets deals come in while the demo runs. Nothing imports this room.
"""

"""Today, and the pages of a person and a unit: what the other rooms know, on one page, a sentence first."""

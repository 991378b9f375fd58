"""Who must say yes: one engine of steps for every decision of the product."""

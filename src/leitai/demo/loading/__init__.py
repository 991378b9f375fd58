"""Putting the invented company into the product, through the product's own actions and nothing else."""

"""What happened: records, products, channels, and the totals kept with them."""

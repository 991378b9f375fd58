"""The page shell, its components, and how figures read. Knows nothing of the business."""

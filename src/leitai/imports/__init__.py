"""Files in: reading, mapping, preview, import as a whole, undo as a whole."""

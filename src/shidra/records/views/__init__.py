"""Pages of records: lists, forms, histories, pasting."""

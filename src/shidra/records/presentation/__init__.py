"""Records in words: lists, forms, differences and histories for templates."""

"""The pages (one file each) and their shared look."""

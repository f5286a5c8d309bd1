"""The fields of a raw record to those of a paper: what a reader would see, or nothing. No files, no formats."""

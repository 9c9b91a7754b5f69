"""The rows of the table, a file for each subject. Its `SECTIONS` has them by heading."""

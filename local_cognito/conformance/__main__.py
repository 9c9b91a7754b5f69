"""``python -m local_cognito.conformance`` writes local_cognito/README.md: the template, and the table in it."""

from local_cognito.conformance.table import README, readme

README.write_bytes(readme().encode())

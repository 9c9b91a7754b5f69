"""``python -m local_cognito.conformance > local_cognito/README.md`` writes the table for readers."""

import sys

from .rows import readme

sys.stdout.write(readme())

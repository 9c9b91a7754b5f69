"""What AWS answers, case by case, and where that is known from.

`cases` has the rows of the table, `world` what their calls need, and `table` all rows for tests, and the README.
`check` compares another Cognito with the table, at an `endpoint`: an emulator, or a real account.

To add a row, write it into its subject's file in `cases`, then write the README with
``python -m local_cognito.conformance --readme``.
"""

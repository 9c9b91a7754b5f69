"""The exercises' checks: each looks at an answer and says ``not yet: …`` or ``right: …``.

    checks.flows_of_a_server(flows, user_pool_id)

A check tries the answer out where it can: it makes an app client with the learner's list of flows, or calls the
learner's function, and looks what Cognito says. So it takes every spelling that works. It says what to look at,
not what to write. What it makes in the pool it removes again. It raises no exception because of an answer.

One module a lesson; `verdict` has what they share, `trial` what they make to try an answer on.
"""

from .lesson_01 import flows_of_a_web_page, region_of
from .lesson_02 import is_ready, passwords, user_name_of
from .lesson_03 import flows_of_a_server, secret_hash, status_codes
from .lesson_04 import calls_with_the_password, update_that_hides_who_exists
from .lesson_05 import bytes_of, eavesdropper, is_password_of
from .lesson_06 import is_access_token, refused_by, seconds_left
from .lesson_07 import address, challenges, required_answers
from .lesson_08 import timestamp, worth_another_try
from .lesson_09 import may_go, without_condition
from .verdict import Verdict

__all__ = [
    "Verdict",
    "address",
    "bytes_of",
    "calls_with_the_password",
    "challenges",
    "eavesdropper",
    "flows_of_a_server",
    "flows_of_a_web_page",
    "is_access_token",
    "is_password_of",
    "is_ready",
    "may_go",
    "passwords",
    "refused_by",
    "region_of",
    "required_answers",
    "seconds_left",
    "secret_hash",
    "status_codes",
    "timestamp",
    "update_that_hides_who_exists",
    "user_name_of",
    "without_condition",
    "worth_another_try",
]

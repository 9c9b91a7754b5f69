"""The checks of the exercises: each looks at an answer and says ``not yet: …`` or ``right: …``.

    checks.flows_of_a_server(flows, user_pool_id)

Where possible, a check tries the answer: it creates an app client with the learner's list of flows, or calls the
learner's function, and looks at how Cognito responds. So it accepts every answer that works. Its sentence says
what to look at, not what to write. It deletes whatever it creates in the user pool. No answer makes it raise.

The checks of lesson NN are the functions with the decorator `check` in lesson_NN.py; here they all come together.
`verdict` has what they share, `trial` the users and app clients that they create.
"""

from importlib import import_module
from pkgutil import iter_modules

from .verdict import CHECKS

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
globals().update(CHECKS)

"""The demo estate: 白象街1号 and 江畔雅苑 with their people, and what other slices add to them.

`flask --app wsgi seed` builds it, once; a second run adds only what is not there yet. A slice contributes with
`linli.demo(order, func)` in its `init_app`: `func(uow, demo)` runs once, in a transaction of its own, by rising `order`, and
finds the estate in `demo` (see `Demo`).
"""

from community.demo.estate import Demo, DemoCommunity, load_demo
from community.demo.seeding import init_demo, seed
from community.demo.sign_ins import PASSWORD, SIGN_INS, SignIn

__all__ = ["PASSWORD", "SIGN_INS", "Demo", "DemoCommunity", "SignIn", "init_demo", "load_demo", "seed"]

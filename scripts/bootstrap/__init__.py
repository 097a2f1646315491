"""Prepares a fresh clone with nothing but the standard library.

`python3 -m scripts.bootstrap run|test|dev|web` installs what that target needs and is missing: system packages, the
virtual environment `.venv`, Node and the built web apps. A second call finds everything in place and takes a fraction
of a second.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one file that an older Python may meet
    sys.exit("需要 Python 3.11 或更新版本 (Python 3.11 or newer is needed), 现有 / found: " + sys.version.split()[0])

"""`python -m tools`."""

import os
import sys

from tools.bootstrap.cdk import go_to_its_python
from tools.errors import ToolError

try:
    go_to_its_python("tools", sys.argv[1:], os.environ)
except ToolError as error:
    print(error, file=sys.stderr)  # noqa: T201 - the one line that a person reads
    sys.exit(error.exit_code)

from tools.cli import main

main()

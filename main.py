"""Synthesize one Terraform stack an environment: `cdktf synth` runs this."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from stacks.ending_lines import ending_lines
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.finding_places import FindingPlaces
from stacks.gateway_files import write_gateways
from stacks.jsii_runtime import use_project_node
from stacks.repository import Repository

__all__ = ["main"]


def main() -> int:
    """Synthesize into `cdktf.out/` of the repository that `ENVIRONMENTS` names, or where the CDK's command line asks.

    Returns:
        0, or 2 when an environment file is wrong or a guardrail objects; then nothing is written.
    """
    try:
        use_project_node()
    except ValueError as fault:  # the variable CDK
        print(fault, file=sys.stderr)  # noqa: T201 - the one line that a person reads
        return 2
    try:
        repository = Repository.of(os.environ)
        files = EnvironmentFiles.of(repository)
        environments = files.check_all()
    except EnvironmentFileError as fault:
        print(fault, file=sys.stderr)  # noqa: T201 - as above
        return 2
    from constructs_lib.guardrails.aspect import Guardrails  # noqa: PLC0415 - starts the CDK's Node process
    from constructs_lib.guardrails.synthesis import synthesize  # noqa: PLC0415 - as above
    from stacks.app import build_app  # noqa: PLC0415 - as above

    guardrails = Guardrails()
    outdir = os.environ.get("CDKTF_OUTDIR")
    app = build_app(
        environments,
        guardrails=guardrails,
        outdir=Path(outdir) if outdir else repository.outdir,
        places=FindingPlaces(files),
    )
    stopped = synthesize(app, guardrails)
    if stopped:
        return stopped
    for name, checked in environments.items():
        for line in ending_lines(name, checked, files.places(name)):
            print(f"warning: {line}", file=sys.stderr)  # noqa: T201 - what a person reads
    write_gateways({name: checked.declaration for name, checked in environments.items()}, Path(app.outdir))
    return 0


if __name__ == "__main__":
    sys.exit(main())

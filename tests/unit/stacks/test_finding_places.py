"""Where in the environment files stands what a guardrail objects to."""

from __future__ import annotations

import pytest

from stacks.app import review_app
from stacks.environment_files import EnvironmentFiles
from stacks.finding_places import FindingPlaces, declared_path
from stacks.stack_names import StackNames
from tests.support.project.checkout import ROOT

pytestmark = pytest.mark.unit

FILES = EnvironmentFiles()


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("dev", "dev", ("backend",)),
        ("demo", "demo-team-risk", ("backend",)),
        ("dev", "dev/client_secret", ()),
        ("dev", "dev/Beside/Rogue", ()),
        ("demo", "demo-team-risk/Access/Other", ("teams", "risk")),
        ("dev", "dev/Security/Realm/Realm/Events", ("realm",)),
        ("dev", "dev/Security/Realm/ApiClient/Client", ("api",)),
        ("demo", "demo/Realm/AccessTokenScope/roles", ("api",)),
        ("demo", 'demo-models/Models/Role["fraud-detector:predict"]', ("models", "fraud-detector")),
        (
            "demo",
            'demo-team-risk/Access/Consumers/Client["payment-gateway"]',
            ("teams", "risk", "consumers", "payment-gateway"),
        ),
        ("demo", "demo-shared/Access/People/ada/User", ("people", "ada")),
        (
            "demo-federated",
            "demo-federated/Security/Realm/IdentityProviders/corp/Provider",
            ("identity_providers", "corp"),
        ),
        ("demo-federated", "demo-federated/Security/Realm/SecondFactor/Browser/Flow", ("second_factor", "Browser")),
    ],
)
def test_a_construct_s_path_leads_to_its_keys(name: str, path: str, expected: tuple[str, ...]) -> None:
    """Constructs are called as the keys that they come from; a stack's findings are those of its state."""
    assert declared_path(StackNames(name), FILES.load(name), path) == expected


def test_every_finding_of_the_shipped_environments_has_a_line() -> None:
    """The line holds the name that the construct is called by, in the file that declares it, a team's too."""
    environments = FILES.load_all()
    found = {
        finding.path: str(finding.place)
        for review in review_app(environments, places=FindingPlaces(FILES))
        for finding in review.findings
    }

    assert found["demo-team-risk/Access/People/grace/User"].startswith("environments/demo/teams/risk.yaml:")
    assert found["dev/Security/Access/People/ml-api-user/User"].startswith("environments/dev.yaml:")
    for path, place in found.items():
        name = path.partition("/People/")[2].partition("/")[0]
        file, _, line = place.rpartition(":")
        if name:
            text = (ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
            assert text.strip().startswith(f"{name}:")

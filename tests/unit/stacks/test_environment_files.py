"""The folder of environment files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.valid_environment import VALID, fault, folder_with_prod

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

HIDDEN = "[a password in words, not shown]"
ALLOWED = (
    "(allowed: consumers, groups, renamed_groups, second_factor, people, applications, realm, api, apis, models, "
    "workload_issuers, federation, …)"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one valid environment, `prod`."""
    return folder_with_prod(tmp_path)


@pytest.mark.parametrize(
    ("name", "message"),
    [("prd", "no environment 'prd': did you mean 'prod'?"), ("zzz", "no environment 'zzz': there are: prod")],
)
def test_unknown_environment_offers_the_nearest(folder: Path, name: str, message: str) -> None:
    """A name that is no environment is answered with the nearest one, or with all."""
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load(name)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("addition", "message"),
    [
        ("realms: {}\n", "environments/bad.yaml:9: unknown key 'realms': did you mean 'realm'?"),
        ("zzz: 1\n", f"environments/bad.yaml:9: unknown key 'zzz': remove it {ALLOWED}"),
        (
            "backend: {type: foo}\n",
            "environments/bad.yaml:9: backend: type must be one of 'local', 'pg', 's3', 'gcs', 'azurerm'",
        ),
        ("  enabled: 'yes'\n", "environments/bad.yaml:9: api.enabled: write true or false, got 'yes'"),
        (
            "  redirect_uris: https://a.example.com/cb\n",
            "environments/bad.yaml:9: api.redirect_uris: write a list, '- item' on each line, got 'https://a.example.com/cb'",
        ),
        (
            "  redirect_uris:\n    - https://a.example.com/cb\n    - http://x\n",
            "environments/bad.yaml:11: realm 'ml-prod', client 'scorer': redirect URI must use https, got 'http://x'",
        ),
        (
            "people:\n  Ada: {email: a@x, first_name: A, last_name: L}\n",
            (
                "environments/bad.yaml:10: people.Ada: "
                "a username is 3 to 255 lower-case letters, digits, '.', '-', '_', '+' or '@', got 'Ada'"
            ),
        ),
        (
            "people:\n  ada:\n    email: a@x\n    last_name: L\n",
            "environments/bad.yaml:10: key 'people.ada.first_name' is required: add it",
        ),
        (
            "people: [ada]\n",
            "environments/bad.yaml:9: people: write a mapping of keys, 'name:' on each line, in place of the list",
        ),
        *(
            (
                f"  web_origins: [{origin!r}]\n",
                (
                    "environments/bad.yaml:9: realm 'ml-prod', client 'scorer': a web origin is scheme, host and port, "
                    f"such as 'https://ui.example.com', got '{origin}': write 'https://a'"
                ),
            )
            for origin in ("https://a/", "https://a#b")
        ),
        *(
            (
                f"  web_origins: [{origin!r}]\n",
                (
                    "environments/bad.yaml:9: realm 'ml-prod', client 'scorer': a web origin is scheme, host and port, "
                    f"such as 'https://ui.example.com', got '{origin}'"
                ),
            )
            for origin in (
                "https://[a",
                "https://a℀b",
                "https://a:99999",
                "https://ui@evil.example",
            )
        ),
        *(
            (
                f"  web_origins: [{origin!r}]\n",
                f"environments/bad.yaml:9: realm 'ml-prod', client 'scorer': web origin must use https, got '{origin}'",
            )
            for origin in ("http://[a", "http://a℀b")
        ),
        (
            "realm:\n  name: 'a\n\n    b'\n",
            "environments/bad.yaml:9: key 'realm' is here twice: remove one",
        ),
        (
            'people:\n  ? "a\\nenvironments/prod.yaml:1: forged \\\\"\n  : {email: a@x, first_name: A, last_name: L}\n',
            (
                "environments/bad.yaml:10: people.a\\nenvironments/prod.yaml:1: forged \\: a username is 3 to 255 "
                "lower-case letters, digits, '.', '-', '_', '+' or '@', got 'a\\nenvironments/prod.yaml:1: forged \\'"
            ),
        ),
        (
            "gateway:\n  listen: {}\n",
            "environments/bad.yaml:10: gateway.listen: write text, in quotes where YAML sees something else",
        ),
        ("  enabled:\n", "environments/bad.yaml:9: api.enabled: write true or false, got nothing"),
        (
            "models:\n",
            "environments/bad.yaml:9: models: write a mapping of keys, or {} for the defaults, got nothing",
        ),
        ("models: {a: 1}\n", "environments/bad.yaml:9: models.a: write a mapping of keys, got '1'"),
        (
            "models: {a: }\n",
            "environments/bad.yaml:9: models.a: write a mapping of keys, or {} for the defaults, got nothing",
        ),
        (
            "exemptions:\n  - {rule: events, resource: bad/Ui, reason: nobody logs in here}\n",
            (
                "environments/bad.yaml:10: exemptions.0.rule: a rule's id is 'KC-' and capital letters, as the finding "
                "prints it, got 'events'"
            ),
        ),
        ("'pw: Summer2024!': 1\n", f"environments/bad.yaml:9: unknown key '{HIDDEN}': remove it {ALLOWED}"),
        (
            "groups:\n  'pw: Summer2024!': {}\n",
            (
                f"environments/bad.yaml:10: groups.{HIDDEN}: a group name is part of paths: use 1 to 64 "
                f"lower-case letters, digits, '-' or '_', got '{HIDDEN}'"
            ),
        ),
        (
            "models:\n  churn:\n    actions: [predict]\n    description: 'pw: Summer2024!'\n",
            (
                "environments/bad.yaml:12: realm 'ml-prod', model 'churn': description holds a password in words: "
                "remove it, and replace the secret: it is known now"
            ),
        ),
        (
            "secret_storage: hunter2\n",
            "environments/bad.yaml:9: secret_storage: write one of 'write_only' or 'state', got 'hunter2'",
        ),
    ],
)
def test_wrong_value_is_named_with_its_line(folder: Path, addition: str, message: str) -> None:
    """What is wrong is named with file, line and remedy."""
    assert fault(folder, VALID + addition) == message


def test_faults_are_counted_beyond_a_hundred(folder: Path) -> None:
    """A file of nothing but mistakes is answered with a page of them."""
    lines = fault(folder, VALID + "".join(f"unknown-{index}: 1\n" for index in range(150))).splitlines()
    assert lines[-1] == "… and 50 more: fix these first"
    assert len(lines) == 101


def test_name_that_no_stack_can_have_is_refused(folder: Path) -> None:
    """The file's name is the stack's, and so is checked too."""
    (folder / "Bad_Name.yaml").write_text(VALID, encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load("Bad_Name")
    assert str(caught.value) == (
        "environments/Bad_Name.yaml: an environment's name is 1 to 31 lower-case letters, digits or '-': "
        "rename the file"
    )


def test_empty_folder_is_said(tmp_path: Path) -> None:
    """A folder without environments is an error, not an empty app."""
    folder = tmp_path / "environments"
    folder.mkdir()
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load_all()
    assert str(caught.value) == "environments/: no environment: add one, such as dev.yaml"


def test_faults_of_all_files_are_reported_at_once(folder: Path) -> None:
    """One run shows the faults of every file."""
    (folder / "a.yaml").write_text("x: 1\n" + VALID, encoding="utf-8")
    (folder / "b.yaml").write_text("y: 1\n" + VALID, encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load_all()
    assert [line.partition(":")[0] for line in caught.value.lines] == ["environments/a.yaml", "environments/b.yaml"]


def test_projects_environments_differ_as_a_team_needs() -> None:
    """Outside dev: https, no password grant, verified mail through a mail server, remote state."""
    environments = EnvironmentFiles().load_all()
    assert environments["dev"].sole_api.direct_access_grants
    for name in ("staging", "prod"):
        environment = environments[name]
        urls = (environment.keycloak.url, environment.sole_api.base_url, *environment.sole_api.redirect_uris)
        assert all(url is not None and url.startswith("https://") and "*" not in url for url in urls)
        assert not environment.sole_api.direct_access_grants
        assert environment.realm.login.verify_email
        assert environment.realm.smtp is not None
        assert environment.backend.type == "pg"
        assert environment.realm.ssl_required == "all"
    assert environments["prod"].people == {}

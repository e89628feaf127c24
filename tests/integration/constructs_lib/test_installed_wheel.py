"""The library as others install it: built, installed and used outside the checkout, as the page says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from email.parser import Parser
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.bindings.cdk import CDKTF, CDKTN
from constructs_lib.bindings.provider_constraint import PROVIDER_CONSTRAINT, PROVIDER_SOURCE
from tests.support.project.cdktn import set_up_cdktn
from tests.support.project.checkout import ROOT, copy_project
from tests.unit.docs.pages import Page
from tools.bootstrap.paths import places_of
from tools.bootstrap.provider import recorded_provider
from tools.bootstrap.tool_environment import tool_environment

if TYPE_CHECKING:
    from pathlib import Path

# An environment of its own, with bindings of its own: tests/integration/constructs_lib/test_wheel.py is quick.
pytestmark = [pytest.mark.integration, pytest.mark.long]

PAGE = Page(ROOT / "docs/how-to/use-the-construct.md")
APP, *_, RANGED_APP = PAGE.code("python")
INSTALL, *_ = PAGE.code("sh")


class Outside:
    """A folder outside the checkout, with a virtual environment and wheels of its own.

    Attributes:
        folder: The folder.
        provider: Version of the provider that is used here.
        without_bindings: What Python said of the construct when the library was installed and the bindings were not.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.without_bindings = ""
        provider = recorded_provider(os.environ)
        assert provider is not None, "run make setup"
        self.provider = provider.version
        own = {"PYTHONPATH", "VIRTUAL_ENV", "CDK", "JSII_NODE"}
        env = {name: value for name, value in tool_environment(os.environ).items() if name not in own}
        # Nothing of the checkout is on PATH but the Python that makes the new environment.
        path = [entry for entry in env["PATH"].split(os.pathsep) if not entry.startswith(str(ROOT))]
        self.environment = {**env, "PATH": os.pathsep.join(path), "XDG_CACHE_HOME": str(folder / "cache")}

    def shell(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a script there, which ends with its first failure."""
        return subprocess.run(
            ["bash", "-euc", script],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def stack(self, name: str) -> Any:  # noqa: ANN401 - JSON
        """Return the Terraform JSON of a stack."""
        return json.loads((self.folder / "cdktf.out/stacks" / name / "cdk.tf.json").read_text(encoding="utf-8"))

    @property
    def wheel(self) -> Path:
        """The wheel of the library."""
        (wheel,) = (self.folder / "wheels").glob("ml_api_security-*.whl")
        return wheel


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project."""
    return copy_project(tmp_path_factory.mktemp("checkout")).root


@pytest.fixture(scope="module")
def outside(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Outside:
    """What the page's commands leave."""
    outside = Outside(tmp_path_factory.mktemp("outside"))
    (outside.folder / "fraud_app.py").write_text(APP, encoding="utf-8")
    commands = INSTALL.replace("python3 -m venv", f"{sys.executable} -m venv").replace("<checkout>", str(checkout))
    assert "5.9.0" in commands
    library, bindings = commands.replace("5.9.0", outside.provider).split('pip install "$(')
    tried = outside.shell(f"{library}\npython -c 'import constructs_lib.ml_api_security'")
    outside.without_bindings = tried.stderr
    finished = outside.shell(f'. venv/bin/activate; pip install "$({bindings}')
    assert finished.returncode == 0, tried.stdout + tried.stderr + finished.stdout + finished.stderr
    return outside


def test_app_is_the_same_as_in_the_checkout(outside: Outside, tmp_path: Path) -> None:
    """The page's app synthesizes there what it synthesizes in the checkout."""
    synthesized = outside.stack("fraud")
    assert "keycloak_openid_client" in synthesized["resource"]
    (tmp_path / "fraud_app.py").write_text(APP, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "fraud_app.py"], cwd=tmp_path, env=env, check=True)
    expected = (tmp_path / "cdktf.out/stacks/fraud/cdk.tf.json").read_text(encoding="utf-8")
    assert synthesized == json.loads(expected.replace(str(tmp_path), str(outside.folder)))


def test_other_app_of_the_page(outside: Outside) -> None:
    """The page's app with the range of provider versions runs there too."""
    (outside.folder / "ranged_app.py").write_text(RANGED_APP, encoding="utf-8")
    finished = outside.shell(". venv/bin/activate; python ranged_app.py")
    assert finished.returncode == 0, finished.stderr
    provider = outside.stack("ranged")["terraform"]["required_providers"]["keycloak"]
    assert provider["version"] == PROVIDER_CONSTRAINT


def test_bindings_from_a_schema_file(outside: Outside) -> None:
    """What Terraform printed of the provider is enough to generate the same bindings where there is no Terraform."""
    requirement = {"keycloak": {"source": PROVIDER_SOURCE, "version": PROVIDER_CONSTRAINT}}
    (outside.folder / "schema").mkdir()
    (outside.folder / "schema" / "main.tf.json").write_text(
        json.dumps({"terraform": {"required_providers": requirement}}), encoding="utf-8"
    )
    (wheel,) = (outside.folder / "wheels").glob("cdktf_cdktf_provider_keycloak-*.whl")
    version = wheel.name.split("-")[1]
    finished = outside.shell(
        "cd schema; terraform init >/dev/null; terraform providers schema -json > schema.json; . ../venv/bin/activate;"
        "export TERRAFORM_BINARY_NAME=absent;"
        f"python -m constructs_lib.bindings --provider-version {version} --schema schema.json --source"
    )
    assert finished.returncode == 0, finished.stderr
    tree = outside.folder / "schema" / f"cdktf-cdktf-provider-keycloak-{version}"
    assert finished.stdout.strip() == str(tree)
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: _classes(archive.read(name)) for name in archive.namelist() if name.endswith(".py")}
    sources = (tree / "src").rglob("*.py")
    assert {path.relative_to(tree / "src").as_posix(): _classes(path.read_bytes()) for path in sources} == packed


def test_cdktn(outside: Outside) -> None:
    """With cdktn and its bindings the page's app, under cdktn's names, synthesizes the same."""
    set_up_cdktn()  # its npm packages serve here too
    expected = outside.stack("fraud")
    app = APP.replace(CDKTF.module, CDKTN.module).replace("from cdktf ", "from cdktn ")
    other = outside.folder / "other"
    other.mkdir()
    (other / "fraud_app.py").write_text(app, encoding="utf-8")
    finished = outside.shell(
        f"{sys.executable} -m venv cdktn; . cdktn/bin/activate; pip install wheels/ml_api_security-*.whl;"
        f'pip install "$(python -m constructs_lib.bindings --cdk cdktn --provider-version {outside.provider}'
        f' --output wheels --node-folder {places_of(CDKTN).node})"; cd other; python fraud_app.py; pip list'
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "cdktn-provider-keycloak" in finished.stdout
    assert not re.search("^cdktf", finished.stdout, re.MULTILINE)
    written = (other / "cdktf.out/stacks/fraud/cdk.tf.json").read_text(encoding="utf-8")
    found = json.loads(written.replace(str(other), str(outside.folder)))
    assert found["//"]["metadata"].pop("version") != expected["//"]["metadata"].pop("version")
    assert found == expected


def test_oldest_dependencies(outside: Outside) -> None:
    """With the oldest version of each dependency that the wheel allows, the app synthesizes the same.

    Of jsii, the bindings ask for a newer one.
    """
    newest = outside.stack("fraud")
    needs = re.findall(r"^([\w.-]+)<\S+,>=(\S+)$", "\n".join(_needs(outside.wheel)), re.MULTILINE)
    oldest = "\n".join(f"{name}~={version}.0" for name, version in needs if name != "jsii")
    (outside.folder / "oldest.txt").write_text(oldest, encoding="utf-8")
    finished = outside.shell(
        f"{sys.executable} -m venv oldest; . oldest/bin/activate;"
        "pip install --constraint oldest.txt wheels/ml_api_security-*.whl wheels/cdktf_*.whl;"
        "python fraud_app.py; pip list"
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert re.search(r"^pydantic +2\.11\.", finished.stdout, re.MULTILINE)
    assert outside.stack("fraud") == newest


def test_types_are_used(outside: Outside) -> None:
    """A type checker reads the types of the installed library: it accepts the app, and finds a wrong argument."""
    wrong = outside.folder / "wrong_app.py"
    wrong.write_text(APP.replace('name="fraud"', "name=1"), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", "venv/bin/python"]
    finished = subprocess.run(
        [*command, "fraud_app.py", "wrong_app.py"], cwd=outside.folder, capture_output=True, text=True, check=False
    )
    (error, summary) = finished.stdout.splitlines()
    assert re.fullmatch(r'wrong_app\.py:\d+: error: Argument "name" to "RealmProps" .*\[arg-type\]', error)
    assert summary == "Found 1 error in 1 file (checked 2 source files)"


def test_without_bindings(outside: Outside) -> None:
    """Before the bindings are installed, importing the construct ends with the line that says how to build them."""
    assert outside.without_bindings.splitlines()[-1] == (
        "ModuleNotFoundError: the Keycloak provider's bindings for cdktf are not installed: "
        'pip install "$(python -m constructs_lib.bindings --cdk cdktf --provider-version <version>)"'
    )


def _needs(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read("ml_api_security-0.1.0.dist-info/METADATA").decode()
    return Parser().parsestr(metadata).get_all("Requires-Dist", [])


def _classes(module: bytes) -> list[bytes]:
    # Of what jsii writes, the order of some lines is not the same twice.
    return sorted(re.findall(rb"^class \w+", module, re.MULTILINE))

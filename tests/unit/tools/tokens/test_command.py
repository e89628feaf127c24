"""`make token`: for a Keycloak on this machine alone, and only what can be shown to serve."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from tests.support.tokens.public_keys import CERTIFICATE_BASE64
from tools.errors import ToolError
from tools.tokens.command import print_token

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

KEY = ECKey.generate_key("P-256", {"kid": "signer-1"})
HERE = "http://127.0.0.1:9"
FILE = """\
keycloak: {url: '%s'}
realm: {name: mine, smtp: {host: smtp.example.com, sender: a@example.com}}
api: {client_id: my-api}
models: {spam: {}}
workload_issuers: {ci: {issuer: 'https://ci.example.com', jwks_url: 'https://ci.example.com/jwks'}}
consumers:
  batch: {grants: {spam: [predict]}}
  bound: {dpop: true, grants: {spam: [predict]}}
  job: {auth: {method: federated, issuer: ci, subject: 'repo:x'}, grants: {spam: [predict]}}
  edge: {auth: {method: mtls, subject_dn: CN=edge}, grants: {spam: [predict]}}
  signer: {auth: {method: private_key_jwt, jwks: '%s'}, grants: {spam: [predict]}}
people:
  eve: {email: eve@example.com, first_name: Eve, last_name: E, invite: true, grants: {spam: [predict]}}
  ada: {email: ada@example.com, first_name: Ada, last_name: L, grants: {spam: [predict]}}
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a local environment that was never deployed, as the one that commands are about."""
    monkeypatch.setenv("ENVIRONMENTS", str(tmp_path))
    for name in ("KEYCLOAK_URL", "TF_VAR_keycloak_url"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "environments").mkdir()
    declare(tmp_path, HERE)
    return tmp_path


def declare(root: Path, url: str) -> None:
    """Write the environment."""
    text = FILE % (url, json.dumps({"keys": [KEY.as_dict(private=False)]}))
    (root / "environments" / "mine.yaml").write_text(text, encoding="utf-8")


def refused(principal: str, key: Path | None = None, application: str | None = None) -> str:
    """Return the line by which a token is refused."""
    with pytest.raises(ToolError) as caught:
        print_token(principal, "mine", key=key, application=application)
    assert caught.value.exit_code == 2
    (line,) = str(caught.value).splitlines()
    return line


@pytest.mark.parametrize("url", ["https://sso.example.com", "https://keycloak:8443"])
def test_elsewhere_no_token_is_printed(repository: Path, url: str) -> None:
    """Production's tokens are nobody's to print, whatever `.env` says."""
    declare(repository, url)
    (repository / ".env").write_text(f"KEYCLOAK_URL={HERE}\nTF_VAR_batch_client_secret=canary\n", encoding="utf-8")
    assert refused("batch") == (
        f"environment 'mine' is at {url}: tokens are printed of a Keycloak on this machine alone"
    )


def test_another_server_gets_no_secret(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exported URL does not send a local environment's secrets away: Terraform's is refused, others do not count."""
    monkeypatch.setenv("KEYCLOAK_URL", "https://sso.example.com")
    assert refused("batch").startswith("TF_VAR_batch_client_secret is neither set nor in .env")
    monkeypatch.setenv("TF_VAR_keycloak_url", "https://sso.example.com")
    assert refused("batch") == (
        "TF_VAR_keycloak_url, or KEYCLOAK_URL in .env, is https://sso.example.com, but environment 'mine' declares "
        f"{HERE}: remove it"
    )
    assert repository


@pytest.mark.parametrize(
    ("principal", "begins"),
    [
        (
            "",
            "name whose token: make token PRINCIPAL=batch ENV=mine ENVIRONMENTS={root}; there are batch, bound, job, ",
        ),
        ("bacth", "environment 'mine' has no principal 'bacth': did you mean 'batch'?"),
        ("batch", "TF_VAR_batch_client_secret is neither set nor in .env: run make deploy ENV=mine"),
        ("bound", "consumer 'bound' binds its tokens to a key of its own (dpop)"),
        ("job", "consumer 'job' proves who it is by a token of workload issuer 'ci'"),
        ("edge", "consumer 'edge' proves who it is by its TLS certificate, 'CN=edge'"),
        (
            "signer",
            "consumer 'signer' signs by a key of its own: name the file: make token PRINCIPAL=signer ENV=mine KEY=",
        ),
        ("my-api", "client 'my-api' gets no token of its own: set api.service_accounts to true"),
        ("eve", "person 'eve' cannot log in by the first password alone"),
        ("ada", "nothing logs 'ada' in: declare an application, such as applications: {notebook: {redirect_uris: "),
    ],
)
def test_refusal_says_what_to_do(repository: Path, principal: str, begins: str) -> None:
    """One line for each principal whose token cannot be had, or not yet."""
    assert refused(principal).startswith(begins.replace("{root}", str(repository)))


def test_client_of_one_of_several_apis_is_known(repository: Path) -> None:
    """Each API's client is a principal; what is missing is named by the API's key."""
    file = repository / "environments" / "mine.yaml"
    text = file.read_text(encoding="utf-8").replace("{spam: {}}", "{spam: {api: mail}}")
    apis = "apis: {mail: {client_id: my-api}, store: {client_id: store-api}}"
    file.write_text(text.replace("api: {client_id: my-api}", apis), encoding="utf-8")
    assert refused("store-api").startswith(
        "client 'store-api' gets no token of its own: set apis.store.service_accounts to true"
    )
    assert refused("store-apo") == "environment 'mine' has no principal 'store-apo': did you mean 'store-api'?"


@pytest.mark.parametrize(
    ("principal", "given", "said"),
    [
        ("batch", "key", "consumer 'batch' signs nothing by a key: leave out KEY, "),
        ("ada", "key", "person 'ada' signs nothing by a key: leave out KEY, "),
        ("my-api", "key", "client 'my-api' signs nothing by a key: leave out KEY, "),
        ("batch", "application", "consumer 'batch' logs in at no application: leave out APPLICATION, "),
        ("signer", "application", "consumer 'signer' logs in at no application: leave out APPLICATION, "),
        ("my-api", "application", "client 'my-api' logs in at no application: leave out APPLICATION, "),
    ],
)
@pytest.mark.usefixtures("repository")
def test_what_has_no_effect_is_refused(tmp_path: Path, principal: str, given: str, said: str) -> None:
    """A key or an application that a principal's method has no use for is not passed over in silence."""
    key, application = (tmp_path / "key.pem", None) if given == "key" else (None, "notebook")
    assert refused(principal, key, application).startswith(said)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (None, ": No such file or directory"),
        (b"ssh-rsa AAAA", " is no private key: give one in PEM, or a JSON Web Key"),
        (KEY.as_pem(private=False), " holds a public key: give the private one"),
        (ECKey.generate_key("P-256").as_pem(private=True), "none of the keys in its jwks: name the right one"),
        (RSAKey.generate_key(2048).as_pem(private=True), "none of the keys in its jwks: name the right one"),
    ],
)
def test_wrong_key_is_said_and_not_shown(repository: Path, text: bytes | None, ends: str) -> None:
    """Nothing of the file is repeated."""
    path = repository / "key.pem"
    if text:
        path.write_bytes(text)
    assert refused("signer", path).endswith(ends)


@pytest.mark.parametrize("key", [ECKey.generate_key("P-256"), RSAKey.generate_key(2048)])
def test_key_of_another_certificate_is_refused(repository: Path, key: ECKey | RSAKey) -> None:
    """The declared certificate says which key signs, before Keycloak refuses a signature."""
    path = repository / "environments" / "mine.yaml"
    auth = f"{{method: private_key_jwt, certificate: {CERTIFICATE_BASE64}}}"
    sealed = f"  sealed: {{auth: {auth}, grants: {{spam: [predict]}}}}\n  batch: {{"
    text = path.read_text(encoding="utf-8").replace("  batch: {", sealed)
    path.write_text(text, encoding="utf-8")
    (repository / "key.pem").write_bytes(key.as_pem(private=True))
    assert refused("sealed", repository / "key.pem") == (
        "consumer 'sealed': this is not the key of its certificate: name the right one"
    )


def test_rotated_key_is_found(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The newest key that `make rotate` wrote signs; claims and header are what Keycloak asks for."""
    folder = repository / ".keys" / "mine"
    folder.mkdir(parents=True)
    (folder / "signer.x.jwk.json").write_text(json.dumps(KEY.as_dict(private=True)), encoding="utf-8")
    print_token("signer", "mine", scope="model.spam.predict")

    printed = capsys.readouterr().out
    assert printed.startswith(f"curl --silent {HERE}/realms/mine/protocol/openid-connect/token ")
    assert "--data-urlencode scope=model.spam.predict" in printed
    signed = jwt.decode(printed.rpartition("client_assertion=")[2].strip(), KEY)
    assert (signed.header, signed.claims["sub"], signed.claims["exp"] - signed.claims["iat"]) == (
        {"alg": "ES256", "kid": "signer-1", "typ": "JWT"},
        "signer",
        60,
    )
    assert signed.claims["aud"] == f"{HERE}/realms/mine"

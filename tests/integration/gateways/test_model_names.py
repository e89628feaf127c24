"""A model's name is matched exactly and decoded once, in the path or in the body, by real gateways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.model_action import ModelAction
from constructs_lib.declaration.props import PathProps
from tests.support.declarations.declarations import declare
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway
from tests.support.gateways.guards import running_gateways

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

NAMES = ("gpt-4.1", "Mixtral", "qwen3:8b", "qwen3", "meta-llama/Llama-3.1-8B", "meta-llama", "c++", "c", "a b", "@cf/m")
DECLARATION = declare(models={name: {} for name in NAMES})
# By name: what clients send, then what means it nowhere, or something else.
SPELLINGS: dict[str, tuple[list[str], list[str]]] = {
    "gpt-4.1": (["gpt-4.1"], ["gpt-4x1", "GPT-4.1", "gpt-4.1%00", "gpt%252D4.1", "gpt-4.1%20", "gpt-4%EF%BC%8E1"]),
    "Mixtral": (["Mixtral"], ["mixtral", "MIXTRAL", "Mixtral%2F", "Mixtral%5C", "Mixtral;v=1"]),
    "qwen3:8b": (["qwen3:8b", "qwen3%3A8b", "qwen3%3a8b"], ["qwen3%253A8b", "qwen3", "qwen3:8B", "qwen3::8b"]),
    "meta-llama/Llama-3.1-8B": (
        ["meta-llama%2FLlama-3.1-8B", "meta-llama%2fLlama-3.1-8B"],
        [
            *("meta-llama/Llama-3.1-8B", "meta-llama%252FLlama-3.1-8B", "meta-llama%c0%afLlama-3.1-8B"),
            *("meta-llama%2F%2FLlama-3.1-8B", "meta-llama%2F..%2FMixtral", "meta-llama%5CLlama-3.1-8B", "meta-llama"),
            *("meta-llama%e0%80%afLlama-3.1-8B", "meta-llama%2Fx%2F..%2FLlama-3.1-8B", "%2Fmeta-llama%2FLlama-3.1-8B"),
        ],
    ),
    "c++": (["c++", "c%2B%2B", "c%2b+"], ["c", "cc", "ccc", "c%20%20", "c%252B%252B", "c+"]),
    "a b": (["a%20b"], ["a+b", "a%2520b", "a%09b", "ab", "a%20%20b"]),
    "@cf/m": (["@cf%2Fm", "%40cf%2fm"], ["@cf/m", "cf%2Fm", "%2540cf%2Fm"]),
}


@pytest.fixture(scope="module")
def behind(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Gateway]]:
    """The gateways by name, before models of many names in paths."""
    folder = tmp_path_factory.mktemp("names")
    with running_gateways(folder, lambda **more: site.api(DECLARATION, **more), site.upstream) as gateways:
        yield gateways


def token(site: Site, model: str) -> str:
    """Return a token for one model."""
    return site.issuer.token(ModelAction(model, "predict").role)


@pytest.mark.parametrize("gateway", ["envoy", "oauth2-proxy", "fastapi"])
def test_name_in_a_path(site: Site, behind: Mapping[str, Gateway], gateway: str) -> None:
    """What clients send is served by the model's own role alone; whatever else it resembles, is not served by it."""
    wrong: list[tuple[str, str, object]] = []
    for name, (right, others) in SPELLINGS.items():
        own, foreign = token(site, name), token(site, next(each for each in NAMES if each != name))
        for spelled in (*right, *others):
            target = f"/v2/models/{spelled}/infer"
            served = behind[gateway].call(target, token=own)
            if (served.status == 200) != (spelled in right) or (served.reached is not None) != (spelled in right):
                wrong.append((name, spelled, served.status))
            if spelled in right and behind[gateway].call(target, token=foreign).status != 403:
                wrong.append((name, spelled, "by another model's role"))
    assert wrong == []


@pytest.mark.parametrize("gateway", ["envoy", "oauth2-proxy"])
def test_path_goes_on_as_it_came(site: Site, behind: Mapping[str, Gateway], gateway: str) -> None:
    """What was checked is what the model server reads."""
    target = "/v2/models/meta-llama%2FLlama-3.1-8B/versions/2/infer"
    assert behind[gateway].call(target, token=token(site, "meta-llama/Llama-3.1-8B")).reached == target


def test_name_in_a_body(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The body's `model` is the name, letter by letter: neither encoded nor in another case."""
    folder, paths = tmp_path_factory.mktemp("bodies"), PathProps(style="openai")
    api = site.api(DECLARATION, paths=paths)
    with EnvoyGateway.start(folder / "envoy", api, site.upstream) as envoy:
        others = FastApiGateway.load(folder / "fastapi", site.api(DECLARATION, paths=paths))
        wrong: list[tuple[str, str, object]] = []
        for gateway in (envoy, others):
            for name in NAMES:
                encoded = [spelled for spelled in ModelAction(name, "predict").role.split(":") if "~" in spelled]
                for said in (*NAMES, name.swapcase(), name.replace("/", "%2F"), f"{name} ", *encoded):
                    body = {"model": said, "messages": []}
                    status = gateway.call("/v1/chat/completions", token=token(site, name), json=body).status
                    if (status == 200) != (said == name):
                        wrong.append((name, said, status))
    assert wrong == []

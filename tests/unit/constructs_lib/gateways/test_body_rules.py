"""Which fields of a body are refused, as rules that gateways compare."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.body_fields import BODY_FIELDS, Only, Reach
from constructs_lib.gateways.body_rules import FREE_KEYS, MERGED_KEYS, METADATA_KEYS, USER_KEYS, BodyRules
from tests.support.gateways.gateways import load_module
from tests.support.gateways.protected import render

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

# What clients send of their own accord, from OpenAI's reference, vLLM's and Ollama's.
ORDINARY = """
model messages input instructions prompt suffix temperature top_p top_k min_p n seed stop stream stream_options store
background include max_tokens max_completion_tokens max_output_tokens max_tool_calls presence_penalty frequency_penalty
repetition_penalty logit_bias logprobs top_logprobs response_format text tools tool_choice parallel_tool_calls functions
function_call reasoning reasoning_effort modalities audio prediction service_tier user safety_identifier verbosity query
prompt_cache_key metadata truncation web_search_options dimensions encoding_format documents top_n return_documents size
text_1 text_2 quality style voice speed language timestamp_granularities chunking_strategy file image mask output_format
priority cache_salt request_id add_special_tokens chat_template chat_template_kwargs guided_json guided_regex best_of
guided_choice guided_grammar structured_outputs use_beam_search ignore_eos min_tokens stop_token_ids skip_special_tokens
echo options format keep_alive template system raw images context think truncate insecure verbose extra_body
"""


def test_nothing_that_clients_send_as_a_matter_of_course_is_refused() -> None:
    """No row and no beginning of one stands for an ordinary key at the top."""
    rules = BodyRules.of(GatewayProps())
    letters = {re.sub("[^a-z0-9]", "", key) for key in ORDINARY.split()}
    assert letters & {*rules.top, *rules.anywhere} == set()
    assert [key for key in letters if key.startswith(rules.top_beginnings)] == []


def test_each_field_stands_once() -> None:
    """No two rows are of one name, and none is of a key that a gateway looks no further below."""
    names = [row.name for row in BODY_FIELDS]
    assert len(set(names)) == len(names)
    assert {name.split(".")[0] for name in names} & {*FREE_KEYS, *METADATA_KEYS, *USER_KEYS} == set()
    assert {*MERGED_KEYS} & {*names} == set()


def test_only_stored_things_can_be_allowed() -> None:
    """`stored_objects: allow` takes out what reaches stored things, and all of that; the rest is as before."""
    refuse, allow = BodyRules.of(GatewayProps()), BodyRules.of(GatewayProps(stored_objects="allow"))
    assert BodyRules.of(GatewayProps(stored_objects="refuse")) == refuse
    assert (allow.untyped, allow.references, allow.texts, allow.anywhere) == ((), (), (), ())
    assert set(refuse.top) - set(allow.top) >= {"previousresponseid", "conversation"}
    kept = {row.name for row in BODY_FIELDS if row.reaches is not Reach.STORED and row.only in {Only.ANY, Only.FILLED}}
    for name in (found.name for found in fields(BodyRules)):
        assert set(getattr(allow, name)) <= set(getattr(refuse, name))
    count = len(allow.top) + len(allow.top_beginnings) + len(allow.below)
    assert count == len(kept)


@pytest.mark.parametrize(
    ("members", "model"),
    [
        ((("model", "fraud"), ("name", "churn")), ""),
        ((("model", "fraud"), ("name", " ")), ""),
        ((("model", "fraud"), ("name", ""), ("Name", "churn")), ""),
        ((("model", "fraud"), ("api_base", "")), ""),
        ((("model", "fraud"), ("name", ""), ("insecure", False)), "fraud"),
    ],
    ids=str,
)
def test_an_empty_name_names_no_other_model(
    tmp_path: Path, members: tuple[tuple[str, object], ...], model: str
) -> None:
    """Ollama's client in Go sends `name` beside `model`, and nothing in it; any other text there is refused."""
    file = tmp_path / "model_access.py"
    file.write_text(render("fastapi", paths={"style": "ollama"})["model_access.py"], encoding="utf-8")
    assert vars(load_module(file))["_model_of_object"](members) == model

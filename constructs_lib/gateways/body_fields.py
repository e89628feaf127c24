"""Fields of a body by which a server reaches beyond the model that the gateway checked, as data: one row a field.

Servers take another model, another server, a credential or what they stored from a request. Each row says who does;
LiteLLM's are those of 1.108, which it refuses in part itself unless its operator allows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["BODY_FIELDS", "BodyField", "Only", "Reach"]


class Reach(Enum):
    """What a server reaches by a field."""

    MODEL = "another model"
    SERVER = "another server"
    CREDENTIAL = "another credential"
    CODE = "code on the server"
    STORED = "stored things"


class Only(Enum):
    """Which values of a field do it."""

    ANY = ""
    FILLED = "but for an empty text"
    TEXT = "as a text"
    UNTYPED = "without `type`"
    REFERENCE = "`item_reference`"


@dataclass(frozen=True)
class BodyField:
    """A field that a request must not have; with `null` it may.

    Attributes:
        name: As the server's documentation writes it: `name` at the top of a body, `below.name` in objects below a key
            `below`, `*.name` anywhere. `*` at the end stands for any ending.
        reaches: What a server reaches by it.
        read_by: The servers.
        in_metadata: Whether they take it from `metadata` too.
        only: Which of its values do it.
    """

    name: str
    reaches: Reach
    read_by: str
    in_metadata: bool = False
    only: Only = Only.ANY


def _rows(
    reaches: Reach, read_by: str, *names: str, in_metadata: bool = False, only: Only = Only.ANY
) -> tuple[BodyField, ...]:
    return tuple(BodyField(name, reaches, read_by, in_metadata, only) for name in names)


_LITELLM, _RESPONSES = "LiteLLM", "OpenAI's Responses API"

BODY_FIELDS: tuple[BodyField, ...] = (
    *_rows(
        Reach.MODEL,
        _LITELLM,
        "fallbacks",
        "fallback",
        "fallback_model",
        "fallback_models",
        "default_fallbacks",
        "context_window_fallbacks",
        "content_policy_fallbacks",
        "model_id",
        "model_info",
        "model_group",
        "base_model",
        "target_model_names",
        "specific_deployment",
        "router_settings",
        "router_settings_override",
        "prompt_id",
        "litellm_*",
        "extra_body.model",
    ),
    *_rows(Reach.MODEL, _LITELLM, "model_list", "user_config", in_metadata=True),
    *_rows(Reach.MODEL, "OpenRouter", "models", "route", "preset", "plugins.model", "plugins.models"),
    *_rows(Reach.MODEL, "OpenRouter", "plugins.allowed_models", "plugins.analysis_models"),
    *_rows(Reach.MODEL, "Azure OpenAI", "deployment_id", "deployment", "azure_deployment", "engine", "agent"),
    # Its Go client always sends it, empty.
    *_rows(Reach.MODEL, "Ollama, as an older word for `model`", "name", only=Only.FILLED),
    *_rows(Reach.MODEL, "your own servers", "model_name", "model_path", "model_url", "model_kwargs"),
    *_rows(Reach.MODEL, "LM Studio", "draft_model", "speculative_model", "speculative_config"),
    *_rows(Reach.MODEL, "Mistral", "agent_id"),
    *_rows(Reach.MODEL, "NeMo Guardrails, Together", "config_id", "config_ids", "safety_model"),
    *_rows(Reach.MODEL, "Groq", "compound_custom"),
    *_rows(Reach.MODEL, "TGI, LoRAX", "adapter*", "merged_adapters"),
    *_rows(Reach.MODEL, "llama.cpp, SGLang (`lora_path`)", "lora*"),
    *_rows(Reach.MODEL, "OpenAI's tools, such as `image_generation`", "tools.model"),
    *_rows(Reach.SERVER, _LITELLM, "api_base", "base_url", "aws_*", "vertex_*", "gcs_*", in_metadata=True),
    *_rows(Reach.SERVER, _LITELLM, "sagemaker_base_url", "s3_endpoint_url", "deployment_url", in_metadata=True),
    *_rows(Reach.SERVER, _LITELLM, "custom_llm_provider", "api_type", "region_name", "nvcf_function_id"),
    *_rows(Reach.SERVER, _LITELLM, "workspace_id", "anthropic_workspace_id", "endpoint", "endpoint_url", "url"),
    *_rows(Reach.SERVER, _LITELLM, "oci_*", "wx_credentials", "watsonx_credentials", "project_id", "space_id"),
    *_rows(
        Reach.SERVER,
        "LiteLLM's loggers",
        "langfuse_*",
        "langsmith_*",
        "posthog_*",
        "braintrust_*",
        "humanloop_*",
        "arize_*",
        "lunary_*",
        "newrelic_*",
        "signoz_*",
        "wandb_*",
        "weave_*",
        "slack_webhook_url",
        "dd_api_key",
        "dd_site",
        "dd_agent_host",
        "dd_agent_port",
        in_metadata=True,
    ),
    *_rows(Reach.SERVER, "LiteLLM's loggers", "callbacks", "success_callback", "failure_callback"),
    *_rows(Reach.SERVER, "OpenRouter", "provider"),
    *_rows(Reach.SERVER, "Azure OpenAI", "data_sources"),
    *_rows(Reach.SERVER, "vLLM, between its own servers", "kv_transfer_params", "ec_transfer_params"),
    *_rows(Reach.SERVER, "SGLang, between its own servers", "bootstrap_*"),
    *_rows(Reach.SERVER, "tools of type `mcp`", "tools.server_url", "tools.connector_id", "mcp_servers"),
    *_rows(Reach.CREDENTIAL, _LITELLM, "api_key", "user_api_key*", in_metadata=True),
    *_rows(Reach.CREDENTIAL, _LITELLM, "azure_*", "client_id", "client_secret", "tenant_id", "organization"),
    *_rows(Reach.CREDENTIAL, _LITELLM, "extra_headers", "default_headers", "headers", "extra_query"),
    *_rows(Reach.CREDENTIAL, _LITELLM, "user_provider_credentials", "secret_fields", "proxy_server_request"),
    *_rows(Reach.CREDENTIAL, _LITELLM, "token", "zen_api_key"),
    *_rows(Reach.CREDENTIAL, "LoRAX", "api_token"),
    *_rows(Reach.CODE, "SGLang, where it is switched on", "custom_logit_processor"),
    *_rows(Reach.CODE, "vLLM, where it is switched on", "logits_processors"),
    *_rows(Reach.STORED, _RESPONSES, "previous_response_id", "conversation", "prompt.id", "*.skill_id"),
    *_rows(Reach.STORED, _RESPONSES, "*.type", only=Only.REFERENCE),
    *_rows(Reach.STORED, _RESPONSES, "input.id", only=Only.UNTYPED),
    *_rows(Reach.STORED, _RESPONSES, "tools.container", only=Only.TEXT),
    *_rows(Reach.STORED, _RESPONSES, "*.container_id", "*.vector_store_id", "*.vector_store_ids"),
    *_rows(Reach.STORED, "OpenAI API", "*.file_id", "*.file_ids", "*.input_file_id", "audio.id", "voice.id"),
    *_rows(Reach.STORED, "Gemini", "*.cached_content"),
    *_rows(Reach.STORED, "SGLang", "session_id", "session_params", "ngram_corpus_id"),
    *_rows(Reach.STORED, "your own servers", "conversation_id", "thread_id"),
    *_rows(Reach.STORED, "llama.cpp: the cache of another's request", "id_slot"),
)
"""Every row. A key counts as one whatever stands between its letters and digits, in any case."""

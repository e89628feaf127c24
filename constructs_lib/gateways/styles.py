"""Every style of paths, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.gateways.style import Style, Who, rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import PathStyle

__all__ = ["STYLES"]

_V2 = ("/v2/models/{model}", "/v2/models/{model}/versions/{version}")
_GRPC = "POST /inference.GRPCInferenceService"
_V1 = "/v1/models/{model}"
_TENSORFLOW = (_V1, f"{_V1}/versions/{{version}}", f"{_V1}/labels/{{label}}")
_VERBS = ("predict", "classify", "regress")

# `load` and `unload` are Triton's model repository extension, which MLServer has too.
_OPEN_INFERENCE = (
    *rows("predict", *(f"POST {path}/infer" for path in _V2)),
    *rows("manage", *(f"POST /v2/repository/models/{{model}}/{what}" for what in ("load", "unload"))),
    *rows(Who.ANY_ACTION, *(f"GET {path}{what}" for path in _V2 for what in ("", "/ready"))),
    *rows("predict", f"{_GRPC}/ModelInfer", named_in="protobuf", field=1),
    *rows(Who.ANY_ACTION, f"{_GRPC}/ModelReady", f"{_GRPC}/ModelMetadata", named_in="protobuf", field=1),
    *rows("manage", f"{_GRPC}/RepositoryModelLoad", f"{_GRPC}/RepositoryModelUnload", named_in="protobuf", field=2),
)
_V2_HEALTH = ("GET /v2/health/live", "GET /v2/health/ready")
_OPENAI = (
    *rows(
        "predict",
        "POST /v1/chat/completions",
        "POST /v1/completions",
        "POST /v1/responses",
        "POST /v1/embeddings",
        "POST /v1/moderations",
        "POST /v1/rerank",
        "POST /v1/score",
        "POST /v1/images/generations",
        "POST /v1/audio/speech",
        named_in="json",
    ),
    *rows(
        "predict",
        "POST /v1/audio/transcriptions",
        "POST /v1/audio/translations",
        "POST /v1/images/edits",
        "POST /v1/images/variations",
        named_in="multipart",
    ),
    *rows(Who.ANY_ACTION, "GET /v1/models/{model}"),
    *rows(Who.ANY_ROLE, "GET /v1/models", named_in="nowhere", lists="openai"),
    # A file and a batch belong to no model, and an earlier response may be any model's.
    *rows(
        Who.ACCESS_ROLE,
        "GET /v1/responses/{id}",
        "GET /v1/responses/{id}/input_items",
        "DELETE /v1/responses/{id}",
        "POST /v1/responses/{id}/cancel",
        "POST /v1/files",
        "GET /v1/files",
        "GET /v1/files/{id}",
        "GET /v1/files/{id}/content",
        "DELETE /v1/files/{id}",
        "POST /v1/batches",
        "GET /v1/batches",
        "GET /v1/batches/{id}",
        "POST /v1/batches/{id}/cancel",
        named_in="nowhere",
    ),
)
_OLLAMA = (
    *rows(
        "predict",
        "POST /api/generate",
        "POST /api/chat",
        "POST /api/embed",
        "POST /api/embeddings",
        named_in="json",
    ),
    *rows("manage", "POST /api/pull", "POST /api/push", "DELETE /api/delete", named_in="json"),
    *rows(Who.ANY_ACTION, "POST /api/show", named_in="json"),
    *rows(Who.ANY_ROLE, "GET /api/tags", named_in="nowhere", lists="ollama"),
    *rows(Who.ANY_ROLE, "GET /api/version", named_in="nowhere"),
    # Which models are loaded the server alone knows, and it tells of all of them.
    *rows(Who.ACCESS_ROLE, "GET /api/ps", named_in="nowhere"),
    # Each reads one model and makes another one.
    *rows(Who.ACCESS_ROLE, "POST /api/copy", "POST /api/create", named_in="nowhere"),
)

STYLES: Mapping[PathStyle, Style] = {
    "open-inference": Style(
        "MLServer, KServe, Seldon Core, OpenVINO",
        "Open Inference Protocol v2",
        # `explain` is Seldon's: Triton has none.
        (*_OPEN_INFERENCE, *rows("explain", *(f"POST {path}/explain" for path in _V2))),
        _V2_HEALTH,
        checked="MLServer 1.7.1 with scikit-learn models, called by tritonclient 2.73.0 over HTTP and gRPC",
    ),
    "openai": Style(
        "vLLM, llama.cpp, LiteLLM, Ollama, TGI",
        "OpenAI API",
        _OPENAI,
        ("GET /health",),
        bare="json",
        checked="llama.cpp's server, llama-cpp-python 0.3.36, called by openai 3.57.0 and langchain-openai 1.7.4 for "
        "chat, completions, embeddings and the list; the other rows against an echo",
    ),
    "kserve-v1": Style(
        "KServe's servers",
        "KServe data plane v1",
        (
            *rows("predict", f"POST {_V1}:predict"),
            *rows("explain", f"POST {_V1}:explain"),
            *rows(Who.ANY_ACTION, f"GET {_V1}"),
            *rows(Who.ANY_ROLE, "GET /v1/models", named_in="nowhere", lists="kserve"),
        ),
        ("GET /",),
        checked="KServe's own server, kserve 0.21.0",
    ),
    "tensorflow-serving": Style(
        "TensorFlow Serving",
        "RESTful API",
        (
            *rows("predict", *(f"POST {path}:{verb}" for path in _TENSORFLOW for verb in _VERBS)),
            *rows(Who.ANY_ACTION, *(f"GET {path}{what}" for path in _TENSORFLOW for what in ("", "/metadata"))),
        ),
        metrics=("GET /monitoring/prometheus/metrics",),
        checked="an echo alone, since PyPI has TensorFlow Serving's client and not the server",
    ),
    "torchserve": Style(
        "TorchServe, DJL Serving",
        "Inference API",
        (
            *rows("predict", "POST /predictions/{model}", "POST /predictions/{model}/{version}"),
            *rows("explain", "POST /explanations/{model}", "POST /explanations/{model}/{version}"),
        ),
        ("GET /ping",),
        metrics=(),  # at a port of their own
        checked="TorchServe 0.12.0, with models of plain Python",
    ),
    "triton": Style(
        "Triton Inference Server",
        "Open Inference Protocol v2 with Triton's extensions",
        (
            *_OPEN_INFERENCE,
            *rows("predict", *(f"POST {path}/{what}" for path in _V2 for what in ("generate", "generate_stream"))),
            *rows(Who.ANY_ACTION, *(f"GET {path}/{what}" for path in _V2 for what in ("config", "stats"))),
            *rows(Who.ACCESS_ROLE, "POST /v2/repository/index", "GET /v2/models/stats", named_in="nowhere"),
            *rows(Who.ANY_ACTION, f"{_GRPC}/ModelConfig", f"{_GRPC}/ModelStatistics", named_in="protobuf", field=1),
        ),
        _V2_HEALTH,
        metrics=(),  # at a port of their own
        checked="Triton 2.51.0 of nvidia-pytriton 0.7.0, called by tritonclient 2.73.0 over HTTP and gRPC",
    ),
    "mlflow": Style(
        "`mlflow models serve`",
        "MLflow scoring protocol",
        (
            *rows("predict", "POST /invocations", named_in="bound"),
            *rows(Who.ANY_ACTION, "GET /version", named_in="bound"),
        ),
        ("GET /ping", "GET /health"),
        metrics=(),
        bare="bound",
        checked="MLflow, mlflow-skinny 3.17.2, with a scikit-learn model",
    ),
    "bentoml": Style(
        "BentoML",
        "BentoML services",
        rows(Who.EACH_ACTION, "POST /{action}", named_in="bound"),
        ("GET /healthz", "GET /livez", "GET /readyz"),
        bare="bound",
        checked="BentoML 1.4.40",
    ),
    "litserve": Style(
        "LitServe",
        "LitServe",
        (
            *rows(Who.EACH_ACTION, "POST /{action}", named_in="bound"),
            *rows(Who.ANY_ACTION, "GET /info", named_in="bound"),
        ),
        ("GET /health",),
        metrics=(),
        bare="bound",
        checked="LitServe 0.2.19",
    ),
    "ollama": Style(
        "Ollama",
        "Ollama API",
        _OLLAMA,
        ("GET /",),
        metrics=(),
        bare="json",
        checked="an echo alone, since PyPI has Ollama's client and not the server",
    ),
    "custom": Style("your own server", "`paths.actions`"),
}

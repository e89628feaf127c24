"""Rules about stacks and their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rules.state.backend_arguments import BackendArguments
from constructs_lib.guardrails.rules.state.blocks import Blocks
from constructs_lib.guardrails.rules.state.data_programs import DataPrograms
from constructs_lib.guardrails.rules.state.known_types import KnownTypes
from constructs_lib.guardrails.rules.state.local_state import LocalState
from constructs_lib.guardrails.rules.state.modules import Modules
from constructs_lib.guardrails.rules.state.plan_code import PlanCode
from constructs_lib.guardrails.rules.state.provider_arguments import ProviderArguments
from constructs_lib.guardrails.rules.state.provider_tls import ProviderTls
from constructs_lib.guardrails.rules.state.provider_url import ProviderUrl
from constructs_lib.guardrails.rules.state.provider_version import ProviderVersion
from constructs_lib.guardrails.rules.state.providers import Providers
from constructs_lib.guardrails.rules.state.provisioners import Provisioners
from constructs_lib.guardrails.rules.state.second_provider import SecondProvider
from constructs_lib.guardrails.rules.state.state_http import StateHttp

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    KnownTypes(),
    LocalState(),
    ProviderTls(),
    ProviderArguments(),
    ProviderUrl(),
    ProviderVersion(),
    Providers(),
    SecondProvider(),
    Provisioners(),
    Blocks(),
    PlanCode(),
    DataPrograms(),
    Modules(),
    StateHttp(),
    BackendArguments(),
)
"""The topic's rules."""

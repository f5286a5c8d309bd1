"""Settings: a TOML file in the home folder, overridden by the environment, overridden by keyword arguments."""

import os
import tomllib
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index_store.errors import AbstractQAError
from index_store.records import SEEDS
from rag.machine.home import home_folder
from rag.models.runtimes.runtime_choice import Runtime

ENVIRONMENT_PREFIX = "ABSTRACT_QA_"
SETTINGS_FILE = "settings.toml"
SHORT_NAMES = {"default": "qwen2.5-coder-1.5b-instruct", "small": "qwen2.5-coder-0.5b-instruct"}
COLLECTION_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"
EMBEDDERS = {"default": "all-MiniLM-L6-v2+all-mpnet-base-v2", "small": "all-MiniLM-L6-v2"}


class Settings(BaseSettings):
    """Everything that can be set; an unknown key or a value out of bounds is an error."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    llm: str = Field(
        SHORT_NAMES["default"],
        description="language model: a name of `abstract-qa models list`, `small`, a transformers folder, "
        "a .gguf file, or the model's name on the server of llm_url",
    )
    llm_url: str | None = Field(None, description="base URL of an OpenAI-compatible server, e.g. .../v1")
    llm_api_key: SecretStr | None = Field(None, description="key for that server, where it wants one")
    runtime: Runtime | None = Field(
        None, description="what runs the language model: int8, transformers or llamacpp; the fastest here when not set"
    )
    embedder: str = Field(
        EMBEDDERS["default"],
        description="embedder: a catalogue name, `small`, a sentence-transformers folder, or two names joined by +, "
        "the second for whole papers",
    )
    collection: str = Field(SEEDS, pattern=COLLECTION_NAME, description="collection of papers: a name of your own")
    passages: int = Field(6, ge=1, le=50, description="papers whose sentences may become evidence")
    evidence_tokens: int = Field(450, ge=50, le=4000, description="length of the evidence in the prompt")
    answer_tokens: int = Field(160, ge=16, le=2000, description="longest answer")
    deadline_seconds: float = Field(120.0, gt=0, description="an answer that takes longer is cut off")
    keep_drafts: bool = Field(True, description="keep what the model wrote for a prompt, and do not write it again")
    keep_conversations: bool = Field(True, description="keep the conversations of the page in the home folder")
    host: str = Field("127.0.0.1", description="address the page is served on")
    port: int = Field(7860, ge=1, le=65535, description="port the page is served on")
    password: SecretStr | None = Field(
        None, min_length=8, description="what the page asks for; another address than 127.0.0.1 needs it"
    )
    read_only: bool = Field(False, description="nobody can add or remove papers on the page")

    @field_validator("llm")
    @classmethod
    def _full_name(cls, llm: str) -> str:
        return SHORT_NAMES.get(llm, llm)

    @field_validator("embedder")
    @classmethod
    def _embedders(cls, embedder: str) -> str:
        return EMBEDDERS.get(embedder, embedder)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources, the first one wins."""
        file = TomlConfigSettingsSource(settings_cls, home_folder() / SETTINGS_FILE)
        return init_settings, env_settings, file


def load_settings(**overrides: Any) -> Settings:
    """Load the settings; overrides of None are ignored. Raises AbstractQAError, one line for all problems."""
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise AbstractQAError(f"Settings are not valid: {problems}. See them all: abstract-qa config") from error
    except ValueError as error:
        raise AbstractQAError(
            f"{home_folder() / SETTINGS_FILE} is not valid TOML ({error}). Mend or remove it, then: abstract-qa config"
        ) from error


def origins(settings: Settings) -> dict[str, str]:
    """Return where each value came from: `environment`, `settings.toml`, or `default`."""
    path = home_folder() / SETTINGS_FILE
    in_file = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    in_environment = {name.upper() for name in os.environ}
    return {
        name: f"{ENVIRONMENT_PREFIX}{name.upper()}"
        if f"{ENVIRONMENT_PREFIX}{name.upper()}" in in_environment
        else (SETTINGS_FILE if name in in_file else "default")
        for name in type(settings).model_fields
    }

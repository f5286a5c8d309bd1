"""What tests of the evaluation share: the smallest real language model as a transformers folder."""

from pathlib import Path

import pytest

from rag.models.runtimes.conversion import converted
from rag.models.store.model_store import ModelStore
from tests.conftest import TINY_LLM


@pytest.fixture(scope="session")
def tiny_folder(model_store: ModelStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    gguf = next(model_store.fetch(TINY_LLM).glob("*.gguf"))
    return converted(gguf, tmp_path_factory.mktemp("converted") / "tiny")

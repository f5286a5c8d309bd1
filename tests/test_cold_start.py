"""A cold shell is quick because it loads little: what is asserted is what is loaded, not how long that takes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SLOW = {"torch", "transformers", "sentence_transformers", "llama_index", "gradio", "onnxruntime", "openai"}
NOT_FOR_HELP = {"numpy", "chromadb", "bm25s", "pydantic", "tokenizers"}
PROGRAM = """
import sys
from rag.shell.cli import main
sys.argv = ["abstract-qa", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert end.code == 0, end.code
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def loaded_by(home: Path, *arguments: str) -> set[str]:
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env={**os.environ, "ABSTRACT_QA_HOME": str(home)}, capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    return set(process.stderr.split())


@pytest.mark.parametrize("command", [("search",), ("ask", "--extractive")], ids=" ".join)
def test_what_needs_no_language_model_loads_no_model_library(indexed_home: Path, command: tuple[str, ...]) -> None:
    loaded = loaded_by(indexed_home, *command, "How much smaller are Compressor's models?")
    assert {"chromadb", "tokenizers", "rag.models.embedder.query_encoder"} <= loaded
    assert not loaded & SLOW


def test_help_loads_next_to_nothing(tmp_path: Path) -> None:
    assert not loaded_by(tmp_path, "--help") & (SLOW | NOT_FOR_HELP)

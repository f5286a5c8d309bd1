"""Other runtimes on the prompts of `abstract-qa eval runtimes`.

Run: `python -m eval.speed.bench_published NAME FILES TOKENIZER`.

transformers, llamacpp and openvino follow the quick-starts of their makers; openvino-lookup adds prompt lookup and a
prefix cache. openvino-genai is no dependency: install it to measure it, and make a model with
`optimum-cli export openvino --model FOLDER --weight-format int8 OUT`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import click

from eval.speed.bench_runtimes import messages_about
from eval.speed.runtime_timing import measure
from rag.ingest.bundled import bundled_papers
from rag.models.runtimes.logit_model import CONTEXT

Say = Callable[[str], None]
Generate = Callable[[str, int, Say], None]


class Published:
    """A rag.models.child.chat_writer.ChatWriter around a quick-start that calls back with each piece of text."""

    def __init__(self, generate: Generate, tokenizer: Path) -> None:
        from transformers import AutoTokenizer

        self._generate = generate
        self._tokenizer: Any = AutoTokenizer.from_pretrained(tokenizer, local_files_only=True)

    def prompt(self, messages: Sequence[Mapping[str, str]]) -> str:
        """Return messages in the model's own chat format."""
        return self._tokenizer.apply_chat_template(
            [dict(message) for message in messages], tokenize=False, add_generation_prompt=True
        )

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text, none added."""
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def write(self, prompt: str, max_tokens: int, schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Yield the answer as it is written in a thread; raises the errors of that thread."""
        pieces: SimpleQueue[str | None] = SimpleQueue()

        def run() -> None:
            try:
                self._generate(prompt, max_tokens, pieces.put)
            finally:
                pieces.put(None)

        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(run)
            yield from iter(pieces.get, None)
            running.result()


def transformers(files: Path) -> Generate:
    """Return the quick-start of transformers: `generate` with a streamer."""
    from transformers import AutoModelForCausalLM, AutoTokenizer, TextStreamer

    tokenizer: Any = AutoTokenizer.from_pretrained(files, local_files_only=True)
    model: Any = AutoModelForCausalLM.from_pretrained(files, dtype="auto", local_files_only=True)

    def generate(prompt: str, max_tokens: int, say: Say) -> None:
        class Callback(TextStreamer):
            def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
                say(text)

        inputs = tokenizer([prompt], return_tensors="pt")
        streamer = Callback(tokenizer, skip_prompt=True, skip_special_tokens=True)
        model.generate(**inputs, max_new_tokens=max_tokens, do_sample=False, streamer=streamer)

    return generate


def llamacpp(files: Path) -> Generate:
    """Return the README example of xllamacpp: a server's completions."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path, parameters.n_ctx, parameters.verbosity = str(files), CONTEXT, -1
    server = xllamacpp.Server(parameters)

    def generate(prompt: str, max_tokens: int, say: Say) -> None:
        def on_chunk(chunk: Any) -> None:
            for choice in (chunk if isinstance(chunk, dict) else json.loads(chunk)).get("choices", []):
                say(choice.get("text") or "")

        request = {"max_tokens": max_tokens, "prompt": prompt, "temperature": 0, "stream": True}
        server.handle_completions(request, on_chunk)

    return generate


def openvino(files: Path, **properties: Any) -> Generate:
    """Return the README example of OpenVINO GenAI; with `prompt_lookup` it drafts eight tokens at a time."""
    import openvino_genai

    pipeline = openvino_genai.LLMPipeline(str(files), "CPU", **properties)
    drafting = {"num_assistant_tokens": 8, "max_ngram_size": 2} if properties.get("prompt_lookup") else {}

    def generate(prompt: str, max_tokens: int, say: Say) -> None:
        settings = {"max_new_tokens": max_tokens, "do_sample": False, "apply_chat_template": False, **drafting}
        pipeline.generate(prompt, streamer=say, **settings)

    return generate


def openvino_lookup(files: Path) -> Generate:
    """Return OpenVINO GenAI with prompt lookup and prefix caching."""
    import openvino_genai

    scheduler = openvino_genai.SchedulerConfig()
    scheduler.enable_prefix_caching, scheduler.cache_size = True, 1
    return openvino(files, scheduler_config=scheduler, prompt_lookup=True)


RUNTIMES = {
    "transformers": transformers,
    "llamacpp": llamacpp,
    "openvino": openvino,
    "openvino-lookup": openvino_lookup,
}


@click.command()
@click.argument("runtime", type=click.Choice(list(RUNTIMES)))
@click.argument("files", type=click.Path(path_type=Path, exists=True))
@click.argument("tokenizer", type=click.Path(path_type=Path, exists=True, file_okay=False))
def main(runtime: str, files: Path, tokenizer: Path) -> None:
    """Print the timing of one process as JSON, in the form of a round of `abstract-qa eval runtimes --json`."""
    papers = bundled_papers()
    before, after = messages_about(papers, 0), messages_about(papers, 1)
    try:
        timing = measure(lambda: Published(RUNTIMES[runtime](files), tokenizer), before, after)
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{error}; expected it for {runtime}. Run: pip install {error.name}") from error
    click.echo(json.dumps(asdict(timing)))


if __name__ == "__main__":
    main()

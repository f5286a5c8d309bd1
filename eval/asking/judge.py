"""A second opinion: a language model on an OpenAI-compatible server judges whether an answer states the facts.

Its metric is `judged_right`. Two judges may differ, so the metrics that need no model remain the main ones.
"""

import os
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import httpx

from eval.metrics.refusal_metrics import is_refusal
from eval.sets.facts import without_markers
from eval.sets.question_set import Case
from index_store.errors import AbstractQAError

KEY = "ABSTRACT_QA_JUDGE_API_KEY"
SECONDS = 120.0
TASK = """\
You grade an answer to a question. Each line under "Facts" is one fact, in one wording or in several with the same
meaning, divided by " | ". The answer is right when it states every fact, in these or other words, and contradicts
none. Reply with one word: yes if it is right, no if it is not.

Question: {question}

Facts:
{facts}

Answer: {answer}"""


class Judge:
    """The model `model` of the server at `url` (.../v1), or the first that the server lists.

    The key comes from the environment, ABSTRACT_QA_JUDGE_API_KEY; the key of the answering model is never sent.
    """

    def __init__(self, url: str, model: str | None = None) -> None:
        self._url = url.rstrip("/")
        self._named = model

    @cached_property
    def model(self) -> str:
        """Return the name of the judging model; raises AbstractQAError when the server fails."""
        return self._named or self._reply("GET", "models", "data", 0, "id")

    def judged_right(self, case: Case, answer: Mapping[str, Any]) -> float | None:
        """Return 1 when the judge says that the answer of an answerable case states its facts, else 0; a refusal has 0.

        None for a case without facts, and when the reply starts with neither yes nor no. Raises AbstractQAError when
        the server fails.
        """
        if not (case.answerable and case.facts):
            return None
        if is_refusal(answer):
            return 0.0
        facts = "\n".join("- " + " | ".join(group) for group in case.facts)
        task = TASK.format(question=case.question, facts=facts, answer=without_markers(answer["text"]))
        body = {"model": self.model, "messages": [{"role": "user", "content": task}], "temperature": 0}
        reply = self._reply("POST", "chat/completions", "choices", 0, "message", "content", body=body)
        word = re.match(r"\W*(yes|no)\b", reply, re.IGNORECASE)
        return float(word[1].lower() == "yes") if word else None

    def _reply(self, method: str, path: str, *keys: str | int, body: dict[str, Any] | None = None) -> str:
        """Return the text under `keys` in the server's reply."""
        headers = {"Authorization": f"Bearer {os.environ.get(KEY, 'none')}"}
        try:
            reply = httpx.request(method, f"{self._url}/{path}", json=body, headers=headers, timeout=SECONDS)
            found = reply.raise_for_status().json()
            for key in keys:
                found = found[key]
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError) as error:
            reason = " ".join(str(error).split())[:200]
            raise AbstractQAError(
                f"The judge at {self._url} failed ({type(error).__name__}: {reason}); expected an OpenAI-compatible "
                "server. Name another --judge-url"
            ) from error
        return str(found)

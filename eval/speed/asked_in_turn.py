"""Answer the questions that come on standard input, one a line, and print the milliseconds of each as JSON.

Run by `beside.py` in a checkout of its own, so it uses only what every version has: `Assistant.stream` and its events.
"""

import json
import sys
import time

from eval.asking.machine_facts import peak_memory
from rag.answer import Answer
from rag.assistant import Assistant
from rag.events import SourcesFound, TextWritten


def timed(assistant: Assistant, question: str) -> dict[str, object]:
    """Return the milliseconds to the sources, the first words and the whole answer; without words no first ones."""
    started, said = time.monotonic(), dict[str, object]()
    for event in assistant.stream(question):
        now = round((time.monotonic() - started) * 1000)
        if isinstance(event, SourcesFound):
            said["sources"] = now
        elif isinstance(event, TextWritten) and event.text:
            said.setdefault("first", now)
        elif isinstance(event, Answer):
            said |= {"total": now, "answered": event.status != "abstained", "memory": peak_memory()}
    return said


if __name__ == "__main__":
    assistant = Assistant.load()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(timed(assistant, json.loads(line))) + "\n")
        sys.stdout.flush()

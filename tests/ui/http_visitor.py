"""A visitor without a browser: speaks to the page as Gradio's own script does, and keeps what the page shows."""

import asyncio
import contextlib
import json
import time
from secrets import token_hex
from typing import Any

import httpx
from gradio_client.utils import apply_diff

API = "/gradio_api"
PATIENCE = httpx.Timeout(300, connect=30)


class HttpVisitor:
    """One session; `shown` has the values of components by their id, `ids` those that have a name on the page."""

    def __init__(self, address: str) -> None:
        self.client = httpx.AsyncClient(base_url=address, trust_env=False, timeout=PATIENCE)
        self.session = token_hex(6)

    async def __aenter__(self) -> "HttpVisitor":
        (await self.client.get("/")).raise_for_status()
        config = (await self.client.get("/config")).raise_for_status().json()
        self.events = config["dependencies"]
        self.ids = {c["props"]["elem_id"]: c["id"] for c in config["components"] if c["props"].get("elem_id")}
        self.shown = {c["id"]: c["props"].get("value") for c in config["components"]}
        self._alive = asyncio.create_task(self._stay())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._alive.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._alive
        await self.client.aclose()

    async def _stay(self) -> None:
        """Hold the connection by which the server knows that a visitor is there."""
        async with self.client.stream("GET", f"{API}/heartbeat/{self.session}") as stream:
            async for _ in stream.aiter_lines():
                pass

    async def open(self) -> None:
        """Let happen what happens when the page is opened."""
        for event in self.events:
            if any(name == "load" for _, name in event["targets"]) and event["backend_fn"]:
                await self._run(event, event["targets"][0][0], None)

    async def fire(self, element: str, event: str, told: dict | None = None) -> float:
        """Let an event happen at an element, and what follows it; return how long its handler took, in seconds.

        Raises AssertionError if the page says that it failed.
        """
        target = [self.ids[element], event]
        happens = next(each for each in self.events if target in each["targets"])
        return await self._run(happens, self.ids[element], told)

    async def _run(self, event: dict, trigger: int, told: dict | None) -> float:
        body = {"data": [self.shown[each] for each in event["inputs"]], "fn_index": event["id"], "event_data": told}
        body |= {"session_hash": self.session, "trigger_id": trigger}
        if event["queue"] is False:
            took = await self._at_once(event, body)
        else:
            took = await self._queued(event, body)
        for after in self.events:
            if after["trigger_after"] == event["id"] and after["backend_fn"]:
                await self._run(after, trigger, None)
        return took

    async def _at_once(self, event: dict, body: dict) -> float:
        answer = await self.client.post(f"{API}/run/predict", json=body)
        assert answer.is_success, f"{answer.status_code}: {answer.text[:300]}"
        self._show(event, answer.json()["data"])
        return float(answer.json()["duration"])

    async def _queued(self, event: dict, body: dict) -> float:
        joined = await self.client.post(f"{API}/queue/join", json=body)
        assert joined.is_success, f"{joined.status_code}: {joined.text[:300]}"
        began, data = time.monotonic(), None
        async with self.client.stream("GET", f"{API}/queue/data", params={"session_hash": self.session}) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line.removeprefix("data:"))
                if message["msg"] == "process_generating":
                    data = self._merged(data, message["output"]["data"])
                    self._show(event, data)
                elif message["msg"] == "process_completed":
                    assert message["success"], f"{message['output']}"
                    return time.monotonic() - began
                elif message["msg"] in ("unexpected_error", "server_stopped"):
                    raise AssertionError(str(message))
        raise AssertionError("the stream of an answer ended")

    @staticmethod
    def _merged(before: list | None, sent: list) -> list:
        """Return the newest values: the first ones are sent whole, later ones as what differs."""
        if before is None:
            return sent
        return [apply_diff(old, diff) for old, diff in zip(before, sent, strict=True)]

    def _show(self, event: dict, data: list[Any]) -> None:
        for each, value in zip(event["outputs"], data, strict=True):
            if not isinstance(value, dict) or value.get("__type__") != "update":
                self.shown[each] = value
            elif "value" in value:
                self.shown[each] = value["value"]

    def text(self, element: str) -> str:
        return str(self.shown[self.ids[element]] or "")

    def put(self, element: str, value: Any) -> None:
        self.shown[self.ids[element]] = value

    @property
    def conversation(self) -> str:
        """Return the markup of all turns."""
        return "".join(each for each in map(str, self.shown.values()) if each.startswith('<article class="turn"'))

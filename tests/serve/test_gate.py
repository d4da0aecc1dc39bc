"""The line in front of the query processes is fair and bounded, and a client is told apart by its address."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import Request

from kg.errors import SettingsError
from kg.serve.clients import client_key
from kg.serve.gate import BusyError, Gate
from kg.serve.options import ServeOptions


def in_a_loop(work: Coroutine[None, None, None]) -> None:
    """Run some work in a thread of its own, since that of the tests may hold a browser's loop."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def test_places_are_taken_in_turn_and_shared_between_clients() -> None:
    async def run() -> None:
        gate = Gate(2, each=1, queue=4, per_client=3)
        await gate.enter("a")
        second, third = asyncio.create_task(gate.enter("a")), asyncio.create_task(gate.enter("b"))
        await asyncio.sleep(0)
        await asyncio.wait_for(third, 1)
        assert not second.done()
        gate.leave("b")
        await asyncio.sleep(0)
        assert not second.done()
        gate.leave("a")
        await asyncio.wait_for(second, 1)

    in_a_loop(run())


def test_the_line_and_a_clients_part_of_it_have_an_end() -> None:
    async def run() -> None:
        gate = Gate(1, each=1, queue=2, per_client=2)
        await gate.enter("a")
        waiting = [asyncio.create_task(gate.enter("a")), asyncio.create_task(gate.enter("b"))]
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="you have 2") as told:
            await gate.enter("a")
        assert told.value.is_yours
        with pytest.raises(BusyError, match="too many") as told:
            await gate.enter("c")
        assert not told.value.is_yours
        waiting[0].cancel()
        await asyncio.sleep(0)
        gate.leave("a")
        await asyncio.wait_for(waiting[1], 1)
        gate.leave("b")
        assert gate.enter_at_once("c")
        assert not gate.enter_at_once("d")

    in_a_loop(run())


def test_the_last_place_is_for_who_has_none_and_the_lightest_comes_first() -> None:
    async def run() -> None:
        weights = {"a": 0.0, "b": 5.0, "c": 1.0}
        gate = Gate(2, each=2, queue=9, per_client=9, weight=weights.__getitem__)
        await gate.enter("a")
        assert not gate.enter_at_once("a")
        await gate.enter("b")
        waiting = {name: asyncio.create_task(gate.enter(name)) for name in "abc"}
        await asyncio.sleep(0)
        gate.leave("a")
        await asyncio.sleep(0)
        assert [name for name, task in waiting.items() if task.done()] == ["a"]
        gate.leave("a")
        await asyncio.sleep(0)
        assert [name for name, task in waiting.items() if task.done()] == ["a", "c"]
        waiting["b"].cancel()

    in_a_loop(run())


def connection(address: str, *headers: tuple[str, str]) -> Request:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers]
    return Request({"type": "http", "client": (address, 1), "headers": raw})


def test_a_client_is_its_address_or_what_the_proxy_says() -> None:
    forged = connection("10.0.0.1", ("X-Forwarded-For", "1.1.1.1, 2.2.2.2"), ("X-Forwarded-For", "3.3.3.3, 4.4.4.4"))
    assert client_key(forged) == "10.0.0.1"
    assert client_key(forged, "X-Forwarded-For") == "4.4.4.4"
    assert client_key(connection("10.0.0.1"), "X-Forwarded-For") == "10.0.0.1"
    assert len(client_key(connection("10.0.0.1", ("X-Client", "x" * 5000)), "X-Client")) == 100


def test_an_ipv6_client_is_its_network() -> None:
    one, two, other = "2001:db8::1", "2001:db8::ffff:1", "2001:db8:1::1"
    assert client_key(connection(one)) == client_key(connection(two)) != client_key(connection(other))


@pytest.mark.parametrize("options", [{"timeout": 0}, {"workers": 0}, {"queue": -1}])
def test_senseless_options_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(SettingsError, match="expected more than 0"):
        ServeOptions(**options)

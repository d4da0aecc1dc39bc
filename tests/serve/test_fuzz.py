"""Whatever is sent, no answer is a 500: random addresses, headers, forms and queries, and requests that are no HTTP."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.query.catalogue import catalogue

ROOTS = [
    "",
    "entity/",
    "paper/",
    "person/",
    "day/",
    "month/",
    "id/",
    "id/entity/",
    "id/alias/",
    "static/",
    "search",
    "sparql",
]
ROOTS += ["search.json", "explore.json", "query", "questions/leaderboard.rq", "days"]
ENDINGS = ["", ".ttl", ".json", ".csv", ".nt", ".rdf"]
SEGMENTS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["gsm8k", "%00", "%ff", "..", "//", "2024-10-30"]
)
WORDS = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["GSM8K", "\x00", "a" * 5000, "' OR 1=1 --"]
)
PARAMETERS = st.dictionaries(
    st.sampled_from(["q", "kind", "go", "iri", "month", "query", "name", "dataset", "safe", "default-graph-uri", "v"]),
    WORDS, max_size=4,
)  # fmt: skip
PIECES = st.sampled_from(
    ["SELECT", "*", "{", "}", "?s", "?p", "?o", ".", "FILTER", "(", ")", "kg:Paper", "a", "'x'", "<urn:x>", "UNION",
     "OPTIONAL", "GRAPH", "BIND", "AS", "LIMIT", "1", "ORDER", "BY", "COUNT", "GROUP", "/", "*", "^", "VALUES", "FROM",
     "SERVICE", "\\", "\u202e", "PREFIX", ":", "<", ">", "@en", "^^", "_:b", "ASK", "CONSTRUCT", "WHERE", "#"]
)  # fmt: skip
QUIET = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
FINE = {200, 303, 304, 307, 400, 403, 404, 405, 406, 413, 414, 415, 429, 431, 503}


def status(http: httpx.Client, method: str, path: str, **more: Any) -> int:
    try:
        return http.request(method, path, **more).status_code
    except httpx.InvalidURL:
        return 400


@QUIET
@given(
    st.sampled_from(ROOTS),
    SEGMENTS,
    st.sampled_from(ENDINGS),
    PARAMETERS,
    st.sampled_from(["GET", "GET", "HEAD", "POST", "PUT"]),
)
def test_addresses(
    http: httpx.Client, root: str, segment: str, ending: str, parameters: dict[str, str], method: str
) -> None:
    assert status(http, method, f"/{root}{segment}{ending}", params=parameters) in FINE


@QUIET
@given(
    st.lists(PIECES, max_size=25).map(" ".join), st.sampled_from(["*/*", "text/csv", "text/turtle", "a/b", ";;q=,,"])
)
def test_queries(http: httpx.Client, query: str, accept: str) -> None:
    assert status(http, "POST", "/sparql", data={"query": query}, headers={"Accept": accept}) in FINE


@QUIET
@given(st.sampled_from(sorted(catalogue())), WORDS)
def test_questions(http: httpx.Client, name: str, value: str) -> None:
    parameters = {one.name: value for one in catalogue()[name].parameters}
    assert status(http, "GET", f"/questions/{name}.rq", params=parameters) in FINE


@QUIET
@given(
    st.binary(max_size=300), st.sampled_from(["application/sparql-query", "application/x-www-form-urlencoded", "x", ""])
)
def test_bodies(http: httpx.Client, body: bytes, kind: str) -> None:
    assert status(http, "POST", "/sparql", content=body, headers={"Content-Type": kind}) in FINE


@pytest.mark.parametrize(
    "sent",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /entity/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://example.org/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ],
)
def test_what_is_no_proper_request(server: str, http: httpx.Client, sent: bytes) -> None:
    place = urlsplit(server)
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        connection.settimeout(2)
        try:
            connection.sendall(sent)
            first = connection.recv(64)
        except (TimeoutError, ConnectionError):
            first = b""
    assert not first.startswith(b"HTTP/1.1 500")
    assert b"root:" not in first
    assert http.get("/days").status_code == 200


def test_a_body_that_never_ends_is_cut_off(server: str) -> None:
    def endless() -> Any:
        for _ in range(300):
            yield b"x" * 65536

    headers = {"Content-Type": "application/sparql-query"}
    try:
        answer = httpx.post(f"{server}/sparql", content=endless(), headers=headers, timeout=30, trust_env=False)
        assert answer.status_code == 413
    except (httpx.WriteError, httpx.ReadError):  # the server has hung up while more was sent
        pass
    assert httpx.get(f"{server}/days", trust_env=False, timeout=30).status_code == 200

"""Servers that are slow, broken, hostile, or no SPARQL endpoint at all: each a clear error, nothing let through."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from typer.testing import CliRunner

import kg
from kg.cli.main import app
from kg.errors import QueryError, QueryTimeoutError, QueryTooBigError, RemoteError
from kg.query.run import Limits
from kg.remote.asker import RemoteAsker
from kg.remote.credentials import Credentials
from kg.remote.login import Login
from kg.vocab import BASE, KG

JSON = "application/sparql-results+json"
SCRIPT = "javascript:alert(1)"
PAPERS = "SELECT ?paper { ?paper a kg:Paper }"
Answer = Callable[[BaseHTTPRequestHandler, str], None]


def reply(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content_Type": JSON, "Content_Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def rows(*found: dict[str, Any]) -> bytes:
    columns = list(dict.fromkeys(name for row in found for name in row))
    return json.dumps({"head": {"vars": columns}, "results": {"bindings": list(found)}}).encode()


def iri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


def words(value: str) -> dict[str, str]:
    return {"type": "literal", "value": value}


@contextmanager
def answering(answer: Answer, *, holds: bool = True) -> Iterator[str]:
    """Run a server that says whether it holds a graph, and answers all else by a function; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
            if "?ledger" in query:
                reply(
                    self, b'{"head": {"vars": ["ledger", "graph", "triples", "content"]}, "results": {"bindings": []}}'
                )
            elif "?space" in query:
                reply(self, rows({"space": words(BASE)}) if holds else rows())
            elif query == f"ASK {{ ?paper a <{KG.Paper}> }}":
                reply(self, b'{"head": {}, "boolean": true}')
            else:
                answer(self, query)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asked(answer: Answer, query: str = PAPERS, **options: Any) -> Any:
    with answering(answer) as address, RemoteAsker(address, limits=Limits(answer=100_000)) as asker:
        return asker.ask(query, **options)


def test_a_web_page_is_no_answer() -> None:
    with pytest.raises(RemoteError, match="expected SPARQL results in JSON, got text/html"):
        asked(lambda handler, _: reply(handler, b"<html>Hello</html>", Content_Type="text/html"))


@pytest.mark.parametrize(
    "body",
    [
        b'{"head": {"vars": ["paper"]}, "results": {"bindings": [{"paper": {"type": "uri"',
        b"[]",
        b'{"head": {"vars": ["paper"]}}',
        b'{"head": {"vars": ["paper"]}, "results": {"bindings": [{"paper": {"type": "magic", "value": "x"}}]}}',
        b'{"head": {"vars": ["paper"]}, "results": {"bindings": [{"paper": 7}]}}',
        b"\xff\xfe",
    ],
)
def test_broken_answers_are_said_to_be_broken(body: bytes) -> None:
    with pytest.raises(RemoteError, match=r"breaks off|can't be read"):
        asked(lambda handler, _: reply(handler, body))


def test_what_a_server_says_of_an_error_is_passed_on_in_short_and_without_controls() -> None:
    said = b"Parse \x1b[31merror\x1b[0m " + b"x" * 5000
    with pytest.raises(QueryError, match=r"can't answer this query: Parse \[31merror") as failed:
        asked(lambda handler, _: reply(handler, said, status=400))
    assert len(str(failed.value)) < 500
    assert "\x1b" not in str(failed.value)


@pytest.mark.parametrize(
    ("status", "told"),
    [(401, "refused"), (403, "KG_ENDPOINT_USER"), (404, "Check the address"), (503, "failed with status 503")],
)
def test_each_refusal_says_what_to_do(status: int, told: str) -> None:
    with pytest.raises(RemoteError, match=told):
        asked(lambda handler, _: reply(handler, b"no", status=status))


def test_a_redirect_is_named_and_not_followed() -> None:
    hits: list[str] = []
    with answering(lambda handler, query: (hits.append(query), reply(handler, rows()))[1]) as elsewhere:
        target = elsewhere + "?token=secret"
        with pytest.raises(RemoteError, match=f"leads elsewhere, to {elsewhere}") as led:
            asked(lambda handler, _: reply(handler, b"", status=302, Location=target))
    assert "secret" not in str(led.value)
    assert hits == []


def drips(handler: BaseHTTPRequestHandler, _: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        pass


def test_the_time_limit_holds_for_a_server_that_drips() -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"stopped after 0\.5 s"):
        asked(drips, timeout=0.5)
    assert time.monotonic() - began < 5


def test_an_answer_without_a_length_that_is_cut_is_no_answer() -> None:
    def cut(handler: BaseHTTPRequestHandler, _: str) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(rows({"paper": iri("urn:a")})[:-5])
        handler.close_connection = True

    with pytest.raises(RemoteError, match="breaks off"):
        asked(cut)


def test_the_size_limit_holds() -> None:
    many = rows(*({"paper": iri(f"urn:{number}")} for number in range(10_000)))
    with pytest.raises(QueryTooBigError, match="100,000 bytes"):
        asked(lambda handler, _: reply(handler, many))


def test_hostile_names_stay_text_on_pages_and_terminals() -> None:
    evil = "<script>alert(1)</script>\x1b]0;x\x07"

    def hostile(handler: BaseHTTPRequestHandler, query: str) -> None:
        names = re.findall(r"[?](\w+)", query.partition("{")[0])
        reply(handler, rows({name: words(evil) if name in ("name", "label") else iri(SCRIPT) for name in names}))

    select = "SELECT ?paper ?name { ?paper dcterms:title ?name }"
    with answering(hostile) as address:
        page = kg.open(address).view(query=select).html
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        shown = CliRunner().invoke(app, ["query", select, "--format", "table", "--graph", address])
        assert shown.exit_code == 0, shown.output
        assert "\x1b]" not in shown.stdout


def test_an_iri_that_is_none_gets_into_no_further_query() -> None:
    evil = "urn:a> { } } ; DROP ALL #"
    sent: list[str] = []

    def injecting(handler: BaseHTTPRequestHandler, query: str) -> None:
        sent.append(query)
        names = re.findall(r"[?](\w+)", query.partition("{")[0])
        reply(handler, rows({name: words("LoRA") if name == "label" else iri(evil) for name in names}))

    with answering(injecting) as address, kg.open(address) as graph, pytest.raises(RemoteError, match="not an IRI"):
        graph.view(entity="LoRA")
    assert not any("DROP" in query for query in sent)


def test_a_password_goes_in_clear_to_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_USER", "ada")
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "geheim")
    seen: list[str | None] = []

    def asks_for_login(handler: BaseHTTPRequestHandler, _: str) -> None:
        seen.append(handler.headers["Authorization"])
        if handler.headers["Authorization"] is None:
            reply(handler, b"", status=401, WWW_Authenticate='Basic realm="kg"')
        else:
            reply(handler, rows({"paper": iri("urn:a")}))

    assert asked(asks_for_login).column("paper") == ["urn:a"]
    assert seen == [None, "Basic YWRhOmdlaGVpbQ=="]

    far = Login(Credentials("ada", "geheim"), "http://example.org/")
    with pytest.raises(RemoteError, match="in clear over http"):
        far.learn(['Basic realm="kg"'])
    assert "geheim" not in repr(Credentials("ada", "geheim"))


def test_half_a_login_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_USER", "ada")
    with pytest.raises(kg.KgError, match=r"KG_ENDPOINT_PASSWORD: .* go together"):
        kg.open("http://127.0.0.1:9/sparql")


def test_a_server_without_a_graph_says_so() -> None:
    def nothing(handler: BaseHTTPRequestHandler, _: str) -> None:
        reply(handler, rows())

    with answering(nothing, holds=False) as address, pytest.raises(RemoteError, match="no graph of papers here"):
        RemoteAsker(address).ask(PAPERS)

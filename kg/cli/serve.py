"""`kg serve`: the graph as a SPARQL endpoint and as pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.console import GraphOption, graph_path, settings, stdout

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", epilog="Example: kg serve --port 8000")(serve)


def serve(
    graph: GraphOption = None,
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 for any that is free.", min=0, max=65535)] = 8000,
    timeout: Annotated[float | None, typer.Option(help="Stop a query after so many seconds. [default: 30]")] = None,
    workers: Annotated[int, typer.Option(help="Queries that run at a time.", min=1, max=64)] = 4,
    per_client: Annotated[int, typer.Option(help="Requests that one client may have under way.", min=1)] = 32,
    client_header: Annotated[
        str, typer.Option(metavar="NAME", help="Behind a proxy: the header with the client's address.")
    ] = "",
) -> None:
    """Serve the graph: pages, data, and a SPARQL endpoint at /sparql. Stop it with Ctrl-C."""
    folder = graph_path(graph)
    kg.run_server(
        folder,
        host=host,
        port=port,
        options=kg.ServeOptions(
            timeout=settings().timeout if timeout is None else timeout,
            max_rows=settings().max_rows,
            workers=workers,
            per_client=per_client,
            client_header=client_header,
        ),
        on_ready=lambda address: _tell(folder, address),
    )


def _tell(folder: Path, address: str) -> None:
    stdout.print(f"Serving {folder} at {address}", soft_wrap=True, markup=False)
    stdout.print(f"SPARQL endpoint: {address}/sparql", soft_wrap=True, markup=False)
    stdout.print("Stop it with Ctrl-C.")

"""Runs the application with uvicorn."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from kg.errors import SettingsError
from kg.serve.app import create_app
from kg.serve.options import ServeOptions

__all__ = ["run_server"]

_CLOSING = 5
_IDLE = 30


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._on_ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")


def run_server(
    graph: str | Path = "graph",
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    options: ServeOptions | None = None,
    on_ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the graph in a folder until the process is stopped; `on_ready` gets the address.

    Port 0 takes any free one. Raises NoGraphError when there is no graph, SettingsError when the port is taken.
    """
    config = uvicorn.Config(
        create_app(graph, options=options),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        # uvicorn would believe what any local client says of itself; whom to believe, options.client_header says.
        proxy_headers=False,
        timeout_graceful_shutdown=_CLOSING,
        timeout_keep_alive=_IDLE,
    )
    with _bound(host, port) as place:
        _Server(config, on_ready).run([place])


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket at an address, before any process is started for it."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        place = socket.socket(family, kind, protocol)
        if os.name == "posix":  # elsewhere it would let two servers have one port
            place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place.bind(address)
    except OSError as error:
        message = f"can't listen at {host}, port {port}: {error.strerror}"
        way = "Choose another port with --port; 0 takes any that is free."
        raise SettingsError("port", port, f"{message}. {way}") from error
    return place

"""Serve the model of a bundle over HTTP until the process is told to stop."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

import uvicorn

from core.deploy.inspect_model import inspect
from core.deploy.opened import open_bundle
from core.deploy.serving.app import make_app
from core.deploy.serving.limits import MOST_CONNECTIONS, STOP_SECONDS
from core.deploy.serving.served import ServedModel
from core.errors import ServeError

LOOPBACK = "127.0.0.1"
BACKLOG = 2048
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def serve(bundle: Path, port: int, host: str = LOOPBACK, own_sha256: str | None = None) -> None:
    """Check a bundle and serve its model until SIGTERM or an interrupt; open requests are finished.

    Parameters
    ----------
    bundle : Path
        A zip that was exported.
    port : int
        Where to listen; 0 takes any free port, which is said on stderr.
    host : str
        The address to listen on; only this machine can reach the usual one.
    own_sha256 : str, optional
        See `core.deploy.inspect_model.inspect`.

    Raises
    ------
    BundleError
        When the bundle is not let in.
    ServeError
        When the address cannot be listened on.
    """
    listening = _listening(host, port)
    with listening:
        app = make_app(load(bundle, own_sha256))
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        # uvicorn raises the signal again once it has stopped; stopping when told is no failure.
        with suppress(ValueError):
            signal.signal(signal.SIGTERM, lambda *_: None)
        place = f"[{host}]" if ":" in host else host
        port = listening.getsockname()[1]
        print(f"Serving {bundle.name} at http://{place}:{port}", file=sys.stderr, flush=True)
        uvicorn.Server(config).run(sockets=[listening])


def load(bundle: Path, own_sha256: str | None = None) -> ServedModel:
    """Open a bundle, look into its model in another process, and load it.

    Raises
    ------
    BundleError
        When the bundle is not let in.
    """
    name = NOT_IN_A_NAME.sub("-", bundle.stem).strip("-.") or "model"
    return ServedModel(inspect(open_bundle(bundle), own_sha256), name)


def _listening(host: str, port: int) -> socket.socket:
    # asyncio sends small answers at once only where the socket says that it speaks TCP.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listening.close()
        raise ServeError(
            "The address must be free and belong to this machine",
            f"{host} port {port} cannot be listened on",
            "Choose another port or host.",
        ) from error
    return listening

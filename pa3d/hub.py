"""Weights by name from the model hub: cached, downloaded, or at once the word that neither is possible."""

from __future__ import annotations

import logging
import os
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies


def go_offline_if_unreachable(timeout: float = 5.0) -> None:
    """Tell the hub's client not to try when its host does not answer; cached files still load.

    Without this the client retries for half a minute and logs each try. With a proxy set it is left alone.
    """
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    if os.environ.get("HF_HUB_OFFLINE", "") not in ("", "0") or getproxies():
        return
    endpoint = urlsplit(os.environ.get("HF_ENDPOINT", "https://huggingface.co"))
    port = endpoint.port or (80 if endpoint.scheme == "http" else 443)
    try:
        socket.create_connection((endpoint.hostname or "", port), timeout).close()
    except OSError:
        os.environ["HF_HUB_OFFLINE"] = "1"
        constants = sys.modules.get("huggingface_hub.constants")
        if constants is not None:  # read once, when the client was imported
            vars(constants)["HF_HUB_OFFLINE"] = True


def fetch(repo: str, file: str) -> Path:
    """Local path of a hub file. Raises OSError when it is neither cached nor reachable."""
    go_offline_if_unreachable()
    from huggingface_hub import hf_hub_download

    try:
        return Path(hf_hub_download(repo, file))
    except Exception as error:  # noqa: BLE001 - the client raises a dozen kinds
        raise OSError(f"{repo}/{file}: not cached and not reachable") from error

"""Which client asks, as the settings say. A client that lacks a key or an address refuses; there is no default secret."""

from __future__ import annotations

import binascii
from urllib.parse import urlsplit

from detector.config import settings
from detector.registry.clients import RegistryNotConfigured
from detector.registry.clients.dci.client import DciClient, Peer
from detector.registry.clients.dci.dialects import DIALECTS
from detector.registry.clients.dci.signature import Signer, Verifier, private_key, public_key

TABLE, DCI = "table", "dci"
SYNC, ASYNC = "sync", "async"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def chosen() -> str:
    """table or dci; raises `RegistryNotConfigured` for another word."""
    kind = settings().registry_client
    if kind not in (TABLE, DCI):
        raise RegistryNotConfigured(setting="DAMAN_REGISTRY_CLIENT", why="unknown")
    return kind


def is_async() -> bool:
    if settings().registry_mode not in (SYNC, ASYNC):
        raise RegistryNotConfigured(setting="DAMAN_REGISTRY_MODE", why="unknown")
    return chosen() == DCI and settings().registry_mode == ASYNC


def dci_client() -> DciClient:
    """The registry's client of the settings; raises `RegistryNotConfigured`."""
    s = settings()
    peer = peer_of(s.registry_url, s.registry_id, s.registry_key_id, s.registry_key, s.registry_dialect, "REGISTRY")
    if is_async():
        _address(s.dci_callback_url, "DCI_CALLBACK_URL")
    return DciClient(peer, signer(), s.dci_callback_url)


def peer_of(url: str, sender: str, key_id: str, key: str, dialect: str, of: str) -> Peer:
    """The other side of a link; `of` begins the names of its settings."""
    if dialect not in DIALECTS:
        raise RegistryNotConfigured(setting=f"DAMAN_{of}_DIALECT", why="unknown")
    for value, name in ((sender, "ID"), (key_id, "KEY_ID"), (key, "KEY")):
        if not value:
            raise RegistryNotConfigured(setting=f"DAMAN_{of}_{name}", why="missing")
    try:
        verifier = Verifier(sender, key_id, public_key(key))
    except (ValueError, binascii.Error):
        raise RegistryNotConfigured(setting=f"DAMAN_{of}_KEY", why="no_key") from None
    return Peer(_address(url, f"{of}_URL"), DIALECTS[dialect], verifier, settings().dci_timeout_seconds)


def signer() -> Signer:
    """Ourselves; raises `RegistryNotConfigured`."""
    s = settings()
    for value, name in ((s.dci_sender_id, "SENDER_ID"), (s.dci_key_id, "KEY_ID")):
        if not value or "|" in value or '"' in value:
            raise RegistryNotConfigured(setting=f"DAMAN_DCI_{name}", why="missing" if not value else "unfit")
    try:
        return Signer(s.dci_sender_id, s.dci_key_id, private_key(s.dci_signing_key.get_secret_value()))
    except (ValueError, binascii.Error):
        raise RegistryNotConfigured(setting="DAMAN_DCI_SIGNING_KEY", why="no_key") from None


def _address(url: str, name: str) -> str:
    """An https address; plain http only to this very machine, since what travels is a family's number."""
    parts = urlsplit(url)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise RegistryNotConfigured(setting=f"DAMAN_{name}", why="missing" if not url else "not_https")
    return url.rstrip("/")


def require_configured() -> None:
    """What a deployment checks before it serves: the chosen client has all that it needs."""
    if chosen() == DCI:
        dci_client()

"""A signed result: whoever has the public key sees that the holder of the other key wrote every byte of it.

What is signed is the JSON without its last field, `signature`, and so all that it says: submission, suites, versions,
scores, messages. A file is valid if it is, byte for byte, what this module would write: one space more, or a key that
stands there twice, is a change as well. The keys are Ed25519, in PEM, as OpenSSL makes them.
"""

import json
from typing import TYPE_CHECKING, Any

from grader.errors import EngineError, UsageError
from grader.report.json import dump

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

CONTEXT = b"autograto result 1\n"
"""Stands before what is signed, so that no signature of something else is one of a result."""
FIELD, ALGORITHM = "signature", "ed25519"


def private_key(pem: bytes, name: str) -> "Ed25519PrivateKey":
    """The key to sign with. Raises UsageError for what is none, where `name` is what the user calls it."""
    _require()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # TypeError: it needs a password
        raise UsageError("sign_key_wrong", key=name) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("sign_key_wrong", key=name)
    return key


def public_key(pem: bytes, name: str) -> "Ed25519PublicKey":
    """The key to verify with. Raises UsageError for what is none."""
    _require()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        raise UsageError("verify_key_wrong", key=name) from None
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError("verify_key_wrong", key=name)
    return key


def signed(text: str, key: "Ed25519PrivateKey") -> str:
    """The JSON of a result with its signature."""
    value = key.sign(CONTEXT + text.encode()).hex()
    return dump({**json.loads(text), FIELD: {"algorithm": ALGORITHM, "value": value}})


def verified(data: bytes, key: "Ed25519PublicKey") -> dict[str, Any] | None:
    """The result in a file, None where the holder of the key did not sign it as it stands there."""
    from cryptography.exceptions import InvalidSignature

    try:
        document = json.loads(data.decode("utf-8"))
        found = document.pop(FIELD)
        value = bytes.fromhex(found["value"])
        key.verify(value, CONTEXT + dump(document).encode())
        whole = dump({**document, FIELD: {"algorithm": ALGORITHM, "value": value.hex()}})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InvalidSignature):
        return None
    return document if whole.encode() == data and isinstance(document, dict) else None


def _require() -> None:
    try:
        import cryptography  # noqa: F401 - whether it is there
    except ImportError:
        raise EngineError("sign_needs_cryptography") from None

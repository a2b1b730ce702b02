"""The words taken out of a text, encrypted with a key that is held elsewhere (AES-256-GCM)."""

import base64
import binascii
import hashlib
import json
import secrets

_NONCE = 12
_KEY = 32


def new_key() -> str:
    """A fresh key, 32 bytes as text; keep it apart from what it seals."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY)).decode()


def seal(taken: list[str], text: str, key: str) -> str:
    """The words, readable only with the key and only beside this very text.

    Raises:
        ValueError: the key is none.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    plain = json.dumps(taken).encode()
    return base64.urlsafe_b64encode(nonce + AESGCM(_bytes(key)).encrypt(nonce, plain, _mark(text))).decode()


def unseal(sealed: str, text: str, key: str) -> list[str]:
    """The words again.

    Raises:
        ValueError: the key is another one, or text or sealed part were changed.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(_bytes(key))
    try:
        data = base64.b64decode(sealed, altchars=b"-_", validate=True)
        plain = cipher.decrypt(data[:_NONCE], data[_NONCE:], _mark(text))
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise ValueError("the key is another one, or the text was changed since it was sealed") from error
    taken: list[str] = json.loads(plain)
    return taken


def _mark(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _bytes(key: str) -> bytes:
    try:
        raw = base64.b64decode(key.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("the key is not one that was made for sealing") from error
    if len(raw) != _KEY:
        raise ValueError(f"the key has {len(raw)} bytes, not {_KEY}")
    return raw

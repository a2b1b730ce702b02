"""Any bind address but loopback needs a strong key."""

import pytest
from pydantic import SecretStr

from api.servers import refuse_weak_exposure
from api.settings import Settings
from kg.errors import ServerFailed

STRONG = "q7Zk2vX9pL4mT8wR1nB6cY3d"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_loopback_needs_no_key(host: str) -> None:
    refuse_weak_exposure(Settings(host=host))


@pytest.mark.parametrize(
    "key",
    [
        None,
        "short",
        "a" * 40,
        "changeme-changeme-changeme-1",
        "oncograph-key-oncograph-key",
        "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm",
        "1234567890-1234567890-abcdef",
        f"{STRONG}ü",
        f"{STRONG}\n",
    ],
)
def test_a_public_address_refuses_a_weak_key(key: str | None) -> None:
    with pytest.raises(ServerFailed, match="ONCOGRAPH_API_KEY"):
        refuse_weak_exposure(Settings(host="0.0.0.0", api_key=SecretStr(key) if key else None))  # noqa: S104


def test_a_strong_key_opens_it() -> None:
    refuse_weak_exposure(Settings(host="0.0.0.0", api_key=SecretStr(STRONG)))  # noqa: S104


def test_secrets_print_masked() -> None:
    settings = Settings(api_key=SecretStr(STRONG), neo4j_password=SecretStr(STRONG))
    assert STRONG not in repr(settings) + str(settings.model_dump())

"""Settings: the only code that reads the environment."""

from functools import cache
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _home() -> Path:
    """`.oncograph` in the clone the code runs from, else the user's data folder."""
    root = Path(__file__).parents[1]
    return root / ".oncograph" if (root / "pyproject.toml").exists() else user_data_path("oncograph")


class Settings(BaseSettings):
    """Every setting, read from `ONCOGRAPH_<NAME>`; secrets print masked."""

    model_config = SettingsConfigDict(env_prefix="ONCOGRAPH_", frozen=True, extra="forbid")

    home: Path = _home()
    """State of this installation: database, logs, run files, answers."""
    cache: Path = user_cache_path("oncograph")
    """Downloads shared by installations: Neo4j's jars."""
    host: str = "127.0.0.1"
    """Bind address of the API; anything but loopback needs an API key."""
    port: int = 8000
    api_key: SecretStr | None = None
    """Bearer token clients must send; at least 24 characters of some variety."""
    neo4j_uri: str | None = None
    """An external Neo4j; unset: the managed child process."""
    neo4j_user: str = "neo4j"
    neo4j_password: SecretStr | None = None
    """For an external Neo4j; the managed one keeps its own in `<home>/neo4j/password` (mode 600)."""
    neo4j_bolt_port: int = 7687
    neo4j_http_port: int = 7474
    model_url: str | None = None
    """An external OpenAI-compatible server; unset: the managed vLLM child process."""
    model_port: int = 8123
    model_weights: Path | None = None
    """Folder with `base/` and `adapters/`; unset: the shipped ones."""
    model_reads: Literal["case", "evidence"] = "case"
    """What the adapters are shown: the case, or also what the graph's sources say of each candidate."""
    deid_secret: SecretStr | None = None
    """Surrogates and shifts of dates in notes derive from it; unset: made once in `<home>/deid/secret`."""
    voters: bool = False
    """Extraction also asks the voters of `<home>/voters`: more for review, under a tenth of the speed."""
    ncbi_api_key: SecretStr | None = None
    """Raises PubMed's rate limit from 3 to 10 requests a second."""


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()

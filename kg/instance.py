"""The folder one Neo4j lives in: its configuration, its password and its admin commands."""

import os
import secrets
import subprocess
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock

from kg.errors import RuntimeMissing, ServerFailed
from kg.runtime import installed, java, lib_folder

USER = "neo4j"
DATABASE = "neo4j"

_OPENS = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
]
JVM = [
    "-XX:+UseG1GC", "-XX:-OmitStackTraceInFastThrow", "-XX:+UnlockExperimentalVMOptions",
    "-XX:+TrustFinalNonStaticFields", "-XX:+DisableExplicitGC", "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true", "-Dio.netty.leakDetection.level=DISABLED", *_OPENS,
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
    "-Dlog4j2.disable.jmx=true", "-Dlog4j.layout.jsonTemplate.maxStringLength=32768",
    "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8",
]  # fmt: skip
_CONF = """\
# Written by oncograph at every start.
server.directories.data={data}
server.directories.logs={logs}
server.directories.run={run}
server.directories.plugins={plugins}
server.directories.import={imports}
server.directories.transaction.logs.root={data}/transactions
server.directories.dumps.root={dumps}
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.http.advertised_address=127.0.0.1:{http}
server.https.enabled=false
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=100ms
db.transaction.timeout=120s
db.tx_log.rotation.size=64M
db.tx_log.rotation.retention_policy=256M size
"""


def folder_of(home: Path) -> Path:
    """Where the managed Neo4j of a home lives."""
    return home.absolute() / "neo4j"


def locked(folder: Path, timeout_s: float = 200) -> FileLock:
    """Held while one process starts, stops, dumps or loads; the others wait."""
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / "start.lock", timeout=timeout_s)


def read_password(file: Path) -> str:
    """The password in this file.

    Raises:
        ServerFailed: there is none yet.
    """
    try:
        return file.read_text("utf-8").strip()
    except FileNotFoundError as error:
        raise ServerFailed(
            f"{file} is not there: start the server once with `oncograph neo4j start`"
        ) from error


def password_file(home: Path) -> Path:
    """Where the managed server's password lies."""
    return folder_of(home) / "password"


def environment(folder: Path) -> dict[str, str]:
    """All that Neo4j is told by environment; nothing of ours is handed on."""
    return {"NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf"), "LANG": "C.UTF-8"}


def write_conf(folder: Path, bolt: int = 7687, http: int = 7474) -> None:
    """Write `neo4j.conf` for these ports, and make the folders it names."""
    places = {name: folder / name for name in ("data", "logs", "run", "plugins", "conf", "dumps")}
    places["imports"] = folder / "import"
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    text = _CONF.format(bolt=bolt, http=http, **places)
    (folder / "conf" / "neo4j.conf").write_text(text, "utf-8")


def set_password(home: Path, cache: Path) -> None:
    """Make a strong password before the first start; one that is in force stays.

    Raises:
        ServerFailed: the database is there and its password is not.
    """
    file, data = password_file(home), folder_of(home) / "data"
    if (data / "databases" / "system").exists():
        if not file.exists():
            raise ServerFailed(
                f"{file} is gone but the database is there: put the password back, or move {data} away"
            )
        return
    # Neo4j takes an initial password only before its system database exists.
    if not file.exists():
        # Hexadecimal: a password that began with a dash would be read as an option by neo4j-admin.
        _write_private(file, secrets.token_hex(24) + "\n")
    write_conf(folder_of(home))
    run_admin(home, cache, ["dbms", "set-initial-password", read_password(file)])


def run_admin(home: Path, cache: Path, arguments: Sequence[str]) -> None:
    """Run a command of neo4j-admin.

    Raises:
        RuntimeMissing: Neo4j's files are not installed.
        ServerFailed: it ended with an error; the message holds what it said.
    """
    if not installed(cache):
        raise RuntimeMissing("Neo4j's files are not installed: run `oncograph neo4j install`")
    folder = folder_of(home)
    classes = ["-cp", f"{lib_folder(cache)}/*", f"-Dbasedir={folder}", "org.neo4j.cli.AdminTool"]
    words = ["-Xmx1g", *JVM, *classes, *arguments]
    # By file and not on the command line, where every user of the machine could read the password.
    file = folder / f"admin-{os.getpid()}.args"
    _write_private(file, "".join(f'"{_escaped(word)}"\n' for word in words))
    try:
        done = subprocess.run(
            [str(java()), f"@{file}"],
            env=environment(folder),
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        file.unlink()
    if done.returncode:
        said = (done.stderr + done.stdout).strip()[-1500:]
        raise ServerFailed(f"neo4j-admin {' '.join(arguments[:2])} ended with {done.returncode}:\n{said}")


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"')


def _write_private(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)

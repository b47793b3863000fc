"""Creates `.env` from `.env.example`, with a random key, if it does not exist."""

import secrets
from pathlib import Path


EXAMPLE = Path(".env.example")
TARGET = Path(".env")


def main() -> None:
    """Write the file, readable only by its owner."""
    if TARGET.exists():
        return
    text = EXAMPLE.read_text(encoding="utf-8")
    key = secrets.token_hex(32)
    TARGET.touch(mode=0o600)
    TARGET.write_text(text.replace("SECRET_KEY=\n", f"SECRET_KEY={key}\n"), encoding="utf-8")


if __name__ == "__main__":
    main()

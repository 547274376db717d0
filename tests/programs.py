"""Programs of Debian that tests drive, and the packages that hold them."""

from pathlib import Path
from typing import Final

CHROMIUM: Final = Path("/usr/bin/chromium")
CURL: Final = Path("/usr/bin/curl")
FAKETIME: Final = Path("/usr/bin/faketime")
NGINX: Final = Path("/usr/sbin/nginx")
OPENSSL: Final = Path("/usr/bin/openssl")
# Debian keeps a server's programs apart, by version; the newest, or where its package puts them.
POSTGRES: Final = max(
    Path("/usr/lib/postgresql").glob("*/bin/postgres"),
    key=lambda program: int(program.parts[-3]),
    default=Path("/usr/lib/postgresql/15/bin/postgres"),
)
SYSTEMD: Final = Path("/usr/bin/systemd-analyze")

PACKAGES: Final = {
    CHROMIUM: "chromium",
    CURL: "curl",
    FAKETIME: "faketime",
    NGINX: "nginx-light",
    OPENSSL: "openssl",
    POSTGRES: "postgresql",
    SYSTEMD: "systemd",
}

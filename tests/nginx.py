"""A real nginx, set up in a folder of its own by what docs/deploy.md tells a web master to do."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bootstrap import ROOT
from tests.process import here, listens, started
from tests.programs import NGINX

GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
ETC = "/etc/nginx"
WHOLE = """
daemon off;
master_process off;
pid {etc}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {etc}/body;
    proxy_temp_path {etc}/proxy;
    fastcgi_temp_path {etc}/fastcgi;
    uwsgi_temp_path {etc}/uwsgi;
    scgi_temp_path {etc}/scgi;
    include conf.d/*.conf;
}}
"""


def documented(language: str) -> list[str]:
    """The blocks of the guide in a language, in its order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def set_up(etc: Path, site: str, replaced: Mapping[str, str]) -> Path:
    """Make ``etc`` the folder /etc/nginx with one site; the configuration to start nginx with.

    ``replaced`` maps words of the site to what stands for them here: ports, files, addresses.
    """
    copies = re.findall(rf"^cp (deploy/nginx/\S+) {ETC}/(\S+)$", GUIDE, re.MULTILINE)
    for source, target in copies:
        (etc / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / source, etc / target)
    (etc / "conf.d" / "policy-qa.conf").write_text(here(site, replaced), encoding="utf-8")
    whole = etc / "nginx.conf"
    whole.write_text(WHOLE.format(etc=etc), encoding="utf-8")
    return whole


def check(whole: Path) -> subprocess.CompletedProcess[str]:
    """Let nginx itself judge a configuration."""
    command = [str(NGINX), "-t", "-e", "stderr", "-c", str(whole)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@contextmanager
def serving(whole: Path, port: int) -> Iterator[None]:
    """Run nginx; enter the block once it takes connections on ``port``."""
    command = [str(NGINX), "-e", "stderr", "-c", str(whole)]
    with started(command, whole.with_name("log"), partial(listens, port)):
        yield

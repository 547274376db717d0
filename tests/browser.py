"""How the tests start a browser: Debian's Chromium, with the outside world switched off."""

# --host-resolver-rules makes every name but the loopback address unresolvable: a page that needs
# anything from outside fails here. The others stop the browser's own errands.
ARGUMENTS = (
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

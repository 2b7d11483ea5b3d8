"""`veche serve`: the server in the foreground.

Owns its flags, what it says when it is ready, and its signals and exit codes.
"""

import logging
import os
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

import click

from veche import __version__
from veche.config import Config, ConfigError, keys, load
from veche.server.app import Application, Ready
from veche.server.logs import set_up
from veche.server.startup import StartError

_LOADED_S = time.monotonic()
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_HELP = {
    ("server", "host"): "Address to listen on.",
    ("server", "port"): "Port to listen on; 0 takes any that is free.",
    ("server", "data"): "Directory of the data (~/.local/share/veche).",
    ("server", "workers"): "Threads that serve users; 0 lets the server choose.",
    ("server", "name"): "The server's name, as IRC clients show it.",
    ("server", "network"): "The network's name, as IRC clients show it.",
    ("server", "icon"): "Address of the network's picture, http or https.",
    ("server", "description"): "The server in a line, as LINKS shows it.",
    ("server", "motd"): "What is told to everybody who comes.",
    ("server", "password"): "Nobody comes in without it; sha256: and its hash will do, too.",
    ("server", "proxies"): "Addresses of proxies that send a PROXY header, spaces between.",
    ("tls", "cert"): "File of the TLS certificate, PEM.",
    ("tls", "key"): "File of the certificate's key, PEM.",
    ("tls", "directories"): "Directories of certificates for more names, colons between.",
    ("tls", "names"): "Names of ours that stand in no certificate, spaces between; *: any.",
    ("tls", "client_certificates"): "Ask clients for their certificate: true or false.",
    ("tls", "sts"): "Tell IRC clients to come through TLS from now on: true or false.",
    ("tls", "sts_days"): "So many days they are to keep to it; 0: no longer.",
    ("tls", "sts_port"): "The port they are told to come to; 0: the one listened on.",
    ("webirc", "gateways"): "Addresses of WEBIRC gateways, spaces between.",
    ("webirc", "password"): "Their password, or sha256: and its hash.",
    ("accounts", "registration"): "Whether anybody may open an account: true or false.",
    ("push", "enabled"): "Tell devices that are not connected, by push: true or false.",
    ("push", "contact"): "How push services reach you: a mailto: or https: address.",
    ("push", "hosts"): "Push services of yours that may have any address, spaces between.",
    ("files", "enabled"): "People may bring files by HTTP: true or false.",
    ("files", "address"): "Where others reach this server by HTTP, like https://chat.example.org.",
    ("files", "keep_days"): "So many days files are kept; 0: for ever.",
    ("log", "format"): "Form of the log on standard error: text or json.",
}
_SHORT = {
    ("server", "host"): "--host",
    ("server", "port"): "--port",
    ("server", "data"): "--data",
    ("server", "workers"): "--workers",
}


def _options() -> list[click.Parameter]:
    """A flag for every setting, all as text: `config` says what is wrong with one, and better."""
    options: list[click.Parameter] = [
        click.Option(["--config", "config"], metavar="FILE", help="Settings, a TOML file.")
    ]
    for section, key, _, default in keys():
        names = [f"--{section}-{key}".replace("_", "-"), f"{section}__{key}"]
        short = _SHORT.get((section, key))
        options.append(
            click.Option(
                [short, *names] if short else names,
                metavar=key.upper(),
                hidden=section == "limits",
                help=f"{_HELP.get((section, key), '')} [{default}]",
            )
        )
    return options


def _serve(config: str | None, **flags: str | None) -> None:
    """Start a server, and serve until Ctrl-C or SIGTERM.

    Needs no configuration. Every setting can stand in a TOML file as `[section] key`, in the
    environment as VECHE_SECTION_KEY, and here as --section-key; the limits too, such as
    --limits-outbox-bytes.

    \b
    veche                                     this machine only, port 8080
    veche --port 6667 --data ./chat           another port, the data here
    veche --host 0.0.0.0                      everybody who can reach this machine
    """
    given = {
        (section, key): text
        for name, text in flags.items()
        if text is not None
        for section, _, key in [name.partition("__")]
    }

    def read() -> Config:
        return load(Path(config) if config else None, os.environ, given)

    try:
        settings = read()
    except ConfigError as error:
        _refuse(error)
    # Blocked in every thread that is to come, and waited for at the end.
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    os.umask(0o077)  # what people write is nobody else's on this machine
    set_up(settings.log.format)
    server = Application(settings, lambda: os.kill(os.getpid(), signal.SIGTERM), read)
    try:
        ready = server.start()
    except StartError as error:
        _refuse(error)
    had_terminal = has_terminal()  # before anybody can know that we are there, and close it
    click.echo(greeting(ready, config, _age_s()))
    sys.stdout.flush()
    while signal.sigwait(_SIGNALS) == signal.SIGHUP and not (had_terminal and not has_terminal()):
        server.reload()
    if not server.stop():
        # What hangs would be cut off in the midst by an orderly end, which crashes.
        logging.shutdown()
        os._exit(1)
    if server.failed:
        sys.exit(1)


def has_terminal() -> bool:
    """Whether there is a terminal that can be typed at; one that was closed is none any more."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _age_s() -> float:
    """Seconds since this process began, where the system tells; else since this was loaded."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        began_s = int(fields[19]) / os.sysconf("SC_CLK_TCK")  # proc(5): starttime, since boot
        return time.clock_gettime(time.CLOCK_BOOTTIME) - began_s
    except (OSError, ValueError, IndexError, AttributeError):
        return time.monotonic() - _LOADED_S


def greeting(ready: Ready, config: str | None, seconds: float) -> str:
    """What is said when it is ready: how to connect, where things are, who can."""
    host, port = ready.host, ready.port
    url_host = f"[{host}]" if ":" in host else host
    scheme = "https" if ready.secure else "http"
    join = "veche join" if (host, port) == ("127.0.0.1", 8080) else f"veche join {url_host}:{port}"
    who = (
        "Only this machine can connect. Others: --host 0.0.0.0, in clear text unless TLS is used."
        if ready.local
        else "Everybody who can reach this machine can connect."
    )
    owner = (f"  Owner    nobody yet: {_claim(ready.claim)}",) if ready.claim else ()
    return "\n".join(
        (
            f"Veche {__version__}, ready in {seconds:.1f} s",
            "",
            f"  Anyone   nc {host} {port}   ·   any IRC client: {host} port {port}   ·   {join}",
            f"  Web      {scheme}://{url_host}:{port}/   (says what this is)",
            f"  Data     {_short(ready.data)}        Config   {config or 'none'}",
            *owner,
            "",
            f"  {who}",
            "  Ctrl-C stops.",
        )
    )


def _claim(path: Path) -> str:
    """How to become the owner: the code is shown to a person, but is not for a log."""
    if not sys.stdout.isatty():
        return f"register, then /claim the code in {_short(path)}"
    return f"register, then /claim {path.read_text().strip()}"


def _short(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def _refuse(error: Exception) -> NoReturn:
    click.echo(f"veche: {error}", err=True)
    sys.exit(2)


serve = click.Command("serve", params=_options(), callback=_serve, help=_serve.__doc__)

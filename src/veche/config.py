"""All settings as one typed value, from a TOML file, the environment and flags.

Owns their names, `[section] key` = `VECHE_SECTION_KEY` = `--section-key`, and
what is said of a wrong one. A flag counts more than the environment, that more
than the file. Must not know who uses them.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from veche.core.limits import Limits
from veche.core.networks import Networks
from veche.core.passphrase import Passphrase, is_hashed
from veche.sections import Accounts, Files, Http, Log, Push, Server, Tls, Webirc

__all__ = [
    "Accounts",
    "Config",
    "ConfigError",
    "Files",
    "Http",
    "Log",
    "Push",
    "Server",
    "Tls",
    "Webirc",
    "keys",
    "load",
]

PREFIX = "VECHE_"
OPERATORS = "operators"
_HASH = "$argon2id$"
# As browsers write it (RFC 6454 6.2).
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]+)?")
# The characters that may stand in one (RFC 3986 2); no name before an @, no fragment.
_PICTURE = re.compile(
    r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]+)?([/?][A-Za-z0-9._~:/?@!$&'()*+,;=%-]*)?"
)
_PICTURE_CHARS = 200  # in one line of 512 bytes, beside names and a text; a = is told as four


class ConfigError(Exception):
    """A setting is wrong. The text is one sentence for the person who made it."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set. The defaults need no file."""

    server: Server = Server()
    tls: Tls = Tls()
    limits: Limits = Limits()
    log: Log = Log()
    accounts: Accounts = Accounts()
    webirc: Webirc = Webirc()
    operators: dict[str, str] = {}
    """Section `[operators]`, only in a file: `name = "hash"`, as `veche hash` prints it."""
    http: Http = Http()
    files: Files = Files()
    push: Push = Push()


Values = dict[tuple[str, str], object]
"""Settings by section and key."""


def keys() -> list[tuple[str, str, type, object]]:
    """Every setting: section, key, type and default."""
    default = Config()
    return [
        (section.name, key.name, key.type, getattr(getattr(default, section.name), key.name))
        for section in msgspec.structs.fields(Config)
        if section.name != OPERATORS
        for key in msgspec.structs.fields(section.type)
    ]


def load(
    path: Path | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[tuple[str, str], str] | None = None,
) -> Config:
    """The settings from all three. Raises ConfigError."""
    values: Values = {}
    if path is not None:
        values |= _from_file(path)
    values |= _from_environment(environment or {})
    for (section, key), text in (flags or {}).items():
        values[section, key] = _parsed(section, key, text, f"--{section}-{key}".replace("_", "-"))
    return _checked(values)


def _from_file(path: Path) -> Values:
    try:
        with path.open("rb") as file:
            document = tomllib.load(file)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise ConfigError(f"The configuration {path} cannot be read: {why}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"The configuration {path} is not valid TOML: {error}.") from error
    known = _known()
    values: Values = {}
    for section, table in document.items():
        if section == OPERATORS:
            values |= _operators(path, table)
            continue
        if section not in known:
            raise ConfigError(f"{path}: {_unknown('section', f'[{section}]', section, known)}")
        if not isinstance(table, dict):
            raise ConfigError(f"{path}: [{section}] is to be a section, with keys under it.")
        for key, value in table.items():
            if key not in known[section]:
                what = _unknown("key", f"{key!r} in [{section}]", key, known[section])
                raise ConfigError(f"{path}: {what}")
            wanted = known[section][key]
            if not _fits(value, wanted):
                raise ConfigError(f"{path}: {key} in [{section}] {_must_be(wanted)}.")
            values[section, key] = float(value) if wanted is float else value
    _check_private(path, values)
    return values


def _operators(path: Path, table: object) -> Values:
    """Names are anybody's choice; a password in clear text is a mistake."""
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [{OPERATORS}] is to be a section, with keys under it.")
    for name, value in table.items():
        if not isinstance(value, str) or not value.startswith(_HASH):
            raise ConfigError(
                f"{path}: {name} in [{OPERATORS}] must be a hash, as `veche hash` prints it."
            )
    return {(OPERATORS, name): value for name, value in table.items()}


def _from_environment(environment: Mapping[str, str]) -> Values:
    names = {f"{PREFIX}{s}_{k}".upper(): (s, k) for s, k, _, _ in keys()}
    sections = tuple(f"{PREFIX}{section}_".upper() for section in _known())
    values: Values = {}
    for name, text in environment.items():
        if name in names:
            values[names[name]] = _parsed(*names[name], text, name)
        elif name.startswith(sections) or (
            name.startswith(PREFIX) and difflib.get_close_matches(name, names, 1, 0.8)
        ):
            raise ConfigError(_unknown("environment variable", name, name, names))
    return values


def _checked(values: Values) -> Config:
    document: dict[str, dict[str, object]] = {}
    for (section, key), value in values.items():
        document.setdefault(section, {})[key] = value
    config = msgspec.convert(document, Config)
    for section, key, _, _ in keys():
        value = getattr(getattr(config, section), key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if value < 0 or (section == "limits" and not 0 < value < float("inf")):
            raise ConfigError(f"{key} in [{section}] is {value}: it must be greater than 0.")
    server = config.server
    if server.port > 65_535:
        raise ConfigError(f"port in [server] is {server.port}: the greatest port is 65535.")
    if server.workers > 64:
        raise ConfigError(f"workers in [server] is {server.workers}: 64 are the most.")
    if config.log.format not in ("text", "json"):
        raise ConfigError(f"format in [log] is {config.log.format!r}: it must be text or json.")
    for key, word in (("name", server.name), ("network", server.network)):
        if not word or " " in word or not word.isprintable():
            raise ConfigError(f"{key} in [server] is {word!r}: it must be one word.")
    for origin in config.http.origins.split():
        if not _ORIGIN.fullmatch(origin):
            raise ConfigError(
                f"origins in [http] has {origin!r}: each must be like https://chat.example.org, "
                "in lower case, with nothing behind it but a port that is not the usual one."
            )
    if not re.fullmatch(r"|(mailto|https):\S+", contact := config.push.contact):
        raise ConfigError(
            f"contact in [push] is {contact!r}: it must be a mailto: or https: address."
        )
    address = config.files.address
    if address and not _ORIGIN.fullmatch(address):
        raise ConfigError(
            f"address in [files] is {address!r}: it must be like https://chat.example.org, "
            "in lower case, with nothing behind it but a port that is not the usual one."
        )
    told = server.icon.replace("=", "\\x3D")
    if told and not (_PICTURE.fullmatch(server.icon) and len(told) <= _PICTURE_CHARS):
        raise ConfigError(
            f"icon in [server] is {server.icon!r}: it must be an https: or http: address of at "
            f"most {_PICTURE_CHARS} characters, of which a = counts as four."
        )
    _check_doors(config)
    return config


def _check_doors(config: Config) -> None:
    """What has to fit together before anybody is let in."""
    tls, webirc = config.tls, config.webirc
    if bool(tls.cert) != bool(tls.key):
        raise ConfigError("cert and key in [tls] belong together: set both, or neither.")
    if tls.sts and not (tls.cert or tls.directories):
        raise ConfigError("sts in [tls] needs a certificate: set cert and key, or directories.")
    if tls.sts_port > 65_535:
        raise ConfigError(f"sts_port in [tls] is {tls.sts_port}: the greatest port is 65535.")
    for where, addresses in (
        ("proxies in [server]", config.server.proxies),
        ("gateways in [webirc]", webirc.gateways),
    ):
        try:
            Networks(addresses)
        except ValueError as error:
            raise ConfigError(f"{where} has {str(error)!r}: it must be an address.") from error
    for where, password in (
        ("password in [server]", config.server.password),
        ("password in [webirc]", webirc.password),
    ):
        try:
            Passphrase(password)
        except ValueError as error:
            raise ConfigError(f"{where} is no hash: {error}.") from error
    if bool(webirc.gateways) != bool(webirc.password):
        raise ConfigError("gateways and password in [webirc] belong together: set both.")


def _check_private(path: Path, values: Values) -> None:
    """A password by which anybody can pass for anybody is not for all eyes on this machine."""
    password = values.get(("webirc", "password"), "")
    plain = isinstance(password, str) and password and not is_hashed(password)
    if plain and path.stat().st_mode & 0o077:
        raise ConfigError(
            f"{path} holds the password of [webirc] and others can read it: chmod 600 it, "
            "or put sha256: and the hash there."
        )


def _parsed(section: str, key: str, text: str, where: str) -> object:
    wanted = _known()[section][key]
    try:
        return msgspec.convert(text, wanted, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{where} is {text!r}: it {_must_be(wanted)}.") from error


def _known() -> dict[str, dict[str, type]]:
    known: dict[str, dict[str, type]] = {}
    for section, key, kind, _ in keys():
        known.setdefault(section, {})[key] = kind
    return known


def _fits(value: Any, wanted: type) -> bool:
    if isinstance(value, bool):
        return wanted is bool
    return isinstance(value, (int, float) if wanted is float else wanted)


def _must_be(wanted: type) -> str:
    words = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}
    return f"must be {words[wanted]}"


def _unknown(what: str, shown: str, name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
    return f"There is no {what} {shown}: {hint}"

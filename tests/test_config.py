"""Settings from three places, and a sentence for each that is wrong."""

from pathlib import Path

import pytest

from veche.config import Config, ConfigError, keys, load


def written(tmp_path: Path, text: str) -> Path:
    """A configuration file."""
    path = tmp_path / "veche.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_is_needed() -> None:
    """The defaults serve."""
    assert load() == Config()
    assert (load().server.host, load().server.port) == ("127.0.0.1", 8080)


def test_flags_over_environment_over_file(tmp_path: Path) -> None:
    """Each key by itself."""
    path = written(tmp_path, "[server]\nport = 1\nworkers = 1\nname = 'a'\n")
    environment = {"VECHE_SERVER_PORT": "2", "VECHE_SERVER_WORKERS": "2", "OTHER": "x"}
    config = load(path, environment, {("server", "port"): "3"})
    server = config.server
    assert (server.port, server.workers, server.name) == (3, 2, "a")


def test_every_limit_can_be_set(tmp_path: Path) -> None:
    """From each place; a whole number serves where a fraction may stand."""
    path = written(tmp_path, "[limits]\nmessages_per_s = 5\nloopback_exempt = false\n")
    limits = load(path, {"VECHE_LIMITS_OUTBOX_BYTES": "1024"}).limits
    assert (limits.messages_per_s, limits.loopback_exempt) == (5.0, False)
    assert isinstance(limits.messages_per_s, float)
    assert limits.outbox_bytes == 1024
    assert load(flags={("limits", "loopback_exempt"): "false"}).limits.loopback_exempt is False


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[server]\nprot = 1", r"no key 'prot' in \[server\]: did you mean port\?"),
        ("[sever]\nport = 1", r"no section \[sever\]: did you mean server\?"),
        ("port = 1", r"no section \[port\]"),
        ("server = 1", r"\[server\] is to be a section"),
        ("[server]\nport = '8080'", r"port in \[server\] must be a whole number"),
        ("[server]\nport = true", r"port in \[server\] must be a whole number"),
        ("[server]\nport = 65536", "65535"),
        ("[server]\nport = -1", "greater than 0"),
        ("[server]\nworkers = 65", "64 are the most"),
        ("[server]\nname = 'two words'", "one word"),
        ("[server]\nnetwork = ''", "one word"),
        ("[server]\nicon = 'ftp://a.example/i.png'", r"icon in \[server\] is 'ftp:"),
        ("[server]\nicon = 'https://a.example/my icon.png'", "an https: or http: address"),
        ("[server]\nicon = 'https://a.example/i\\r'", "an https: or http: address"),
        ('[server]\nicon = "https://a.example/i\\r\\n"', "an https: or http: address"),
        ("[server]\nicon = 'https://'", "an https: or http: address"),
        (f"[server]\nicon = 'https://a.example/{'i' * 183}'", "at most 200 characters"),
        (f"[server]\nicon = 'https://a.example/?{'=' * 50}'", "a = counts as four"),
        ("[limits]\nmessages_per_s = 0", "greater than 0"),
        ("[limits]\nping_s = inf", "greater than 0"),
        ("[log]\nformat = 'xml'", "text or json"),
        ("[http]\norigins = 'https://a.example chat.example'", "'chat.example': each must be like"),
        ("[http]\norigins = 'https://a.example/'", "'https://a.example/': each must be like"),
        ("[http]\norigins = 'https://A.example'", "in lower case"),
        ("[files]\naddress = 'chat.example'", r"address in \[files\] is 'chat.example'"),
        ("[files]\naddress = 'https://a.example/x'", "nothing behind it"),
        ("[files]\nkeep_days = -1", "greater than 0"),
        ("[push]\ncontact = 'me'", r"contact in \[push\] is 'me'"),
        ("[tls]\ncert = 'a.pem'", "set both, or neither"),
        ("[tls]\nsts = true", "needs a certificate"),
        ("[tls]\nsts_port = 65536", "65535"),
        ("[server]\nproxies = 'proxy'", r"proxies in \[server\] has 'proxy'"),
        ("[server]\npassword = 'sha256:1'", r"password in \[server\] is no hash"),
        ("[webirc]\ngateways = '::1'", "belong together"),
        ("[webirc]\ngateways = 'x'\npassword = 'sha256:'", "must be an address"),
        ("[server\n", "not valid TOML"),
    ],
)
def test_wrong_files(tmp_path: Path, text: str, sentence: str) -> None:
    """One line each, which says where and what."""
    with pytest.raises(ConfigError, match=sentence) as caught:
        load(written(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Or no text."""
    with pytest.raises(ConfigError, match="cannot be read: no such file"):
        load(tmp_path / "none.toml")
    (tmp_path / "veche.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not valid TOML"):
        load(tmp_path / "veche.toml")


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/icon.svg",
        "http://[2001:db8::1]:8080/icon?size=64&of=a%20b",
        f"https://a.example/{'i' * 182}",
    ],
)
def test_addresses_of_a_picture(address: str) -> None:
    """Whatever a client can fetch by HTTP; there is none that nobody set."""
    assert load(flags={("server", "icon"): address}).server.icon == address
    assert load().server.icon == ""


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("VECHE_SERVER_PROT", "did you mean VECHE_SERVER_PORT"),
        ("VECHE_SEVER_PORT", "did you mean VECHE_SERVER_PORT"),
        ("VECHE_SERVER_PORT", "VECHE_SERVER_PORT is 'x': it must be a whole number"),
    ],
)
def test_wrong_variables(name: str, sentence: str) -> None:
    """A mistyped one is not passed over in silence."""
    with pytest.raises(ConfigError, match=sentence):
        load(environment={name: "x"})


def test_variables_that_are_not_the_servers() -> None:
    """Somebody else's, which are not near to one of ours."""
    assert load(environment={"VECHE_NICK": "alice", "VECHEPORT": "1"}) == Config()


def test_wrong_flags() -> None:
    """Named as they were typed."""
    with pytest.raises(ConfigError, match="--limits-asks-under-way is 'many'"):
        load(flags={("limits", "asks_under_way"): "many"})


def test_every_key_has_a_type_that_can_be_typed() -> None:
    """On a command line."""
    assert {kind for _, _, kind, _ in keys()} == {str, int, float, bool}


def test_operators_have_names_of_their_own(tmp_path: Path) -> None:
    """Any, with a hash; no flag and no environment variable is made of them."""
    path = written(tmp_path, '[operators]\n"Olga P" = "$argon2id$v=19$x"\n')
    assert load(path).operators == {"Olga P": "$argon2id$v=19$x"}
    assert "operators" not in {section for section, *_ in keys()}


@pytest.mark.parametrize("text", ["[operators]\nolga = 'sesame'\n", "operators = 5\n"])
def test_a_password_in_clear_text_is_a_mistake(tmp_path: Path, text: str) -> None:
    """It is said, and the password is not repeated."""
    with pytest.raises(ConfigError) as refused:
        load(written(tmp_path, text))
    assert "operators" in str(refused.value)
    assert "sesame" not in str(refused.value)


def test_a_gateways_password_is_not_for_all_eyes(tmp_path: Path) -> None:
    """In clear text the file is to be private; a hash may be read by anybody."""
    text = "[webirc]\ngateways = '192.0.2.1'\npassword = '{}'\n"
    path = written(tmp_path, text.format("hunter2"))
    path.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        load(path)
    path.chmod(0o600)
    assert load(path).webirc.password == "hunter2"
    path = written(tmp_path, text.format("sha256:" + "0" * 64))
    path.chmod(0o644)
    assert load(path).webirc.gateways == "192.0.2.1"

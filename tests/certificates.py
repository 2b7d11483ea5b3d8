"""Certificates for tests, made by the openssl of this machine."""

import hashlib
import ssl
import subprocess
from pathlib import Path

from tests.conftest import require_tool


def self_signed(folder: Path, stem: str, *names: str) -> tuple[Path, Path]:
    """Make `stem.pem` and `stem.key` in `folder` for these DNS names; without any for `stem`."""
    folder.mkdir(exist_ok=True)
    cert, key = folder / f"{stem}.pem", folder / f"{stem}.key"
    command = [require_tool("openssl"), "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"]
    command += ["-pkeyopt", "ec_paramgen_curve:P-256", "-subj", f"/CN={stem}"]
    if names:
        command += ["-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names)]
    command += ["-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    return cert, key


def der(cert: Path) -> bytes:
    """The certificate in a file, in its binary form."""
    return ssl.PEM_cert_to_DER_cert(cert.read_text())


def digest(cert: Path) -> str:
    """The SHA-256 of a certificate, hexadecimal."""
    return hashlib.sha256(der(cert)).hexdigest()

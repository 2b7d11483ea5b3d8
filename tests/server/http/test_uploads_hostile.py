"""Files from strangers, bodies that are no files, clients that are slow, pages of others."""

import asyncio
import contextlib
import os
import socket
from pathlib import Path

import msgspec
import pytest

from tests.server.http.filing import ALICE, SMALL, Desk, at_desk, hang_up, left
from tests.server.http.sockets import until
from veche.core.limits import Limits
from veche.server.files.store import Draft, Store

OPEN_FILES = Path("/proc/self/fd")


@pytest.mark.parametrize(
    ("kind", "name", "served"),
    [
        ("text/html", "a.html", "application/octet-stream"),
        ("image/svg+xml", "a.svg", "application/octet-stream"),
        ("text/javascript", "a.js", "application/octet-stream"),
        ("text/plain; charset=utf-8", "a.txt", "text/plain; charset=utf-8"),
        ("image/png", 'x"; evil="y.png', "image/png"),
        ("image/png", "../../../etc/passwd", "image/png"),
        ("image/png", "кот\t.png", "image/png"),
    ],
)
def test_what_strangers_bring(tmp_path: Path, kind: str, name: str, served: str) -> None:
    """Is saved, never shown as a page, and its name leads nowhere."""

    async def test(desk: Desk) -> None:
        quoted = name.replace('"', '\\"')
        said = f'attachment; filename="{quoted}"'
        url = await desk.bring(b"<script>1</script>", Content_Type=kind, Content_Disposition=said)
        async with desk.client.get(url) as response:
            assert response.headers["Content-Type"] == served
            shown = response.headers["Content-Disposition"]
            assert shown.startswith('attachment; filename="')
            assert "/" not in shown
            assert response.headers["X-Content-Type-Options"] == "nosniff"

    at_desk(tmp_path, test)
    names = [entry.name for entry in (tmp_path / "files" / "kept").iterdir()]
    assert [n for n in names if n.isalnum() and len(n) == 26] == names
    assert len(names) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["files"]


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "zstd", "identity, gzip"])
def test_compressed_bodies(tmp_path: Path, encoding: str) -> None:
    """Are refused: nothing here is ever unpacked."""

    async def test(desk: Desk) -> None:
        request = (
            "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n"
            f"Content-Encoding: {encoding}\r\nAuthorization: {ALICE}\r\n\r\nhello"
        )
        assert (await desk.raw(request.encode())).startswith(b"HTTP/1.1 415 ")
        assert desk.logins == []

    at_desk(tmp_path, test)


@pytest.mark.parametrize("address", ["..%2Ffiles.db", "files.db", "%00", "a" * 5_000, "%ff"])
def test_addresses_that_lead_nowhere(tmp_path: Path, address: str) -> None:
    """Are no files."""

    async def test(desk: Desk) -> None:
        answer = await desk.raw(
            f"GET /upload/{address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
        )
        assert answer[9:12] in (b"404", b"400")

    at_desk(tmp_path, test)


def test_pages_of_others(tmp_path: Path) -> None:
    """May not use what a browser remembers; pages that are listed may, and see the answer."""

    async def test(desk: Desk) -> None:
        for headers in (
            {"Origin": "https://evil.test"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
        ):
            said = {"Authorization": ALICE, **headers}
            async with desk.client.post(desk.url, data=b"x", headers=said) as response:
                assert response.status == 403
                assert "Access-Control-Allow-Origin" not in response.headers
        assert desk.logins == []
        page = {"Origin": "https://web.test", "Sec-Fetch-Site": "cross-site"}
        async with desk.client.options(desk.url, headers=page) as response:
            assert response.headers["Access-Control-Allow-Origin"] == "https://web.test"
            assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
            assert "Access-Control-Allow-Credentials" not in response.headers
        said = {"Authorization": ALICE, **page}
        async with desk.client.post(desk.url, data=b"x", headers=said) as response:
            assert response.status == 201
            assert response.headers["Access-Control-Expose-Headers"] == "Location"
        async with desk.client.post(desk.url, data=b"x", headers=page) as response:
            assert response.status == 401
            assert response.headers["Access-Control-Allow-Origin"] == "https://web.test"

    at_desk(tmp_path, test, origins=("https://web.test",))


def test_slow_and_broken_uploads(tmp_path: Path) -> None:
    """End in time, and leave nothing."""
    limits = msgspec.structs.replace(SMALL, upload_pause_s=0.05)
    head = (
        f"POST /upload HTTP/1.1\r\nHost: x\r\nAuthorization: {ALICE}\r\nContent-Length: 10\r\n\r\n"
    )

    async def slow(desk: Desk) -> None:
        assert (await desk.raw(f"{head}hello".encode())).startswith(b"HTTP/1.1 408 ")
        await until(lambda: left(tmp_path) == [])

    async def broken(desk: Desk) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        writer.write(f"{head}hello".encode())
        await until(lambda: len(left(tmp_path)) == 1)
        await hang_up(writer)
        await until(lambda: left(tmp_path) == [])
        assert desk.told == []

    at_desk(tmp_path, slow, limits)
    at_desk(tmp_path, broken)


def test_a_reader_that_is_too_slow(tmp_path: Path) -> None:
    """Is hung up on."""
    limits = Limits(upload_s=0.3, disk_free_bytes=1)

    async def test(desk: Desk) -> None:
        draft = desk.store.begin(1, 20_000_000)
        assert isinstance(draft, Draft)
        draft.write(b"x" * 20_000_000)
        file = draft.keep("alice", "text/plain", "", "")

        def is_open() -> bool:
            return any(file.id in os.path.realpath(link) for link in OPEN_FILES.iterdir())

        with socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            slow.connect(("127.0.0.1", desk.port))
            slow.sendall(f"GET /upload/{file.address} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            await until(is_open)
            await until(lambda: not is_open())
            got = await asyncio.to_thread(read_all, slow)
        assert 0 < got < 20_000_000

    at_desk(tmp_path, test, limits)


def read_all(sock: socket.socket) -> int:
    """How many bytes come until the other side hangs up."""
    got = 0
    sock.settimeout(10.0)
    with contextlib.suppress(ConnectionResetError):
        while more := sock.recv(65_536):
            got += len(more)
    return got


def test_a_disk_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks is told no more than that; who runs the server is told why."""

    async def test(desk: Desk) -> None:
        def refuse(store: Store, account: int, size: int | None) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(Store, "begin", refuse)
            said = {"Authorization": ALICE}
            async with desk.client.post(desk.url, data=b"x", headers=said) as response:
                assert response.status == 507
                assert "space" not in await response.text()
        assert "No space left" in desk.told[0]
        await desk.bring(b"x")

    at_desk(tmp_path, test)

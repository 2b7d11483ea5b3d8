"""Files over HTTP: IRCv3 filehost, and what SAFETY asks of what strangers bring."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import msgspec

from tests.server.http.filing import ALICE, AT, SMALL, Desk, at_desk, basic, hang_up, left
from tests.server.http.sockets import until
from veche.core.commands import KeyProof
from veche.core.rejections import Code, Rejection
from veche.protocols.irc.sasl import token_key


def test_a_file_and_its_address(tmp_path: Path) -> None:
    """201 with its Location, on this server; GET and HEAD of it by whoever has the address."""

    async def test(desk: Desk) -> None:
        headers = {
            "Authorization": ALICE,
            "Content-Type": "image/jpeg",
            "Content-Disposition": 'attachment; filename="picture.jpeg"',
        }
        async with desk.client.post(desk.url, data=b"x" * 1_000, headers=headers) as response:
            assert response.status == 201
            location = response.headers["Location"]
            assert location.startswith("/upload/")
            assert location.endswith(".jpeg")
            assert await response.text() == f"{AT.plain.removesuffix('/upload')}{location}\n"
        url = f"http://127.0.0.1:{desk.port}{location}"
        async with desk.client.get(url) as got:
            assert await got.read() == b"x" * 1_000
            assert got.headers["Content-Type"] == "image/jpeg"
            assert got.headers["Content-Disposition"] == 'attachment; filename="picture.jpeg"'
            assert got.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in got.headers["Content-Security-Policy"]
            assert "no-store" not in got.headers["Cache-Control"]
            assert "Set-Cookie" not in got.headers
        async with desk.client.head(url) as head:
            assert (head.status, head.headers["Content-Length"]) == (200, "1000")
        async with desk.client.get(url, headers={"Range": "bytes=990-"}) as part:
            assert (part.status, await part.read()) == (206, b"x" * 10)
        assert await desk.status("GET", url, If_None_Match=got.headers["ETag"]) == 304

    at_desk(tmp_path, test)


def test_options(tmp_path: Path) -> None:
    """ "Servers MUST accept OPTIONS requests on the upload URI": without logging in."""

    async def test(desk: Desk) -> None:
        async with desk.client.options(desk.url) as response:
            assert response.status == 204
            assert response.headers["Allow"] == "OPTIONS, POST"
            assert response.headers["Accept-Post"] == "*/*"
            assert "Access-Control-Allow-Origin" not in response.headers
        url = await desk.bring(b"x")
        async with desk.client.options(url) as response:
            assert response.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS"
        assert await desk.status("GET", desk.url) == 405
        assert await desk.status("PUT", url) == 405

    at_desk(tmp_path, test)


def test_who_may(tmp_path: Path) -> None:
    """An account's password or token; nobody else, and nothing is left of their tries."""

    async def test(desk: Desk) -> None:
        for header in ("", basic("alice", "wrong"), basic("nobody", "x"), "Bearer wrong"):
            said = {"Authorization": header} if header else {}
            async with desk.client.post(desk.url, data=b"x", headers=said) as response:
                assert response.status == 401
                assert response.headers["WWW-Authenticate"].startswith("Basic ")
        assert desk.logins[-1].proof == KeyProof(token_key("wrong"))
        assert desk.logins[0].address == "127.0.0.1"
        for code, status in (
            (Code.TOO_MANY_ATTEMPTS, 429),
            (Code.ACCOUNT_DISABLED, 403),
            (Code.READ_ONLY, 503),
            (Code.TRY_AGAIN, 503),
        ):
            desk.refusal = Rejection(code, "", "in 3 minutes")
            assert await desk.status("POST", desk.url, Authorization=ALICE) == status
        assert left(tmp_path) == []
        assert desk.store.find("") is None

    at_desk(tmp_path, test)


def test_one_byte_too_many(tmp_path: Path) -> None:
    """The limit itself is taken; a byte more is not, whether it was announced or not."""

    async def test(desk: Desk) -> None:
        await desk.bring(b"x" * 1_000)

        async def pieces(size: int) -> int:
            async def give() -> AsyncIterator[bytes]:
                for _ in range(size):
                    yield b"x"

            headers = {"Authorization": ALICE}
            async with desk.client.post(desk.url, data=give(), headers=headers) as response:
                return response.status

        for size, status in ((1_000, 201), (1_001, 413)):
            assert await pieces(size) == status
        said = {"Authorization": ALICE}
        async with desk.client.post(desk.url, data=b"x" * 1_001, headers=said) as response:
            assert response.status == 413
        await until(lambda: left(tmp_path) == [])

    at_desk(tmp_path, test, msgspec.structs.replace(SMALL, file_bytes_per_account=9_000))


def test_a_body_that_is_not_wanted_is_not_asked_for(tmp_path: Path) -> None:
    """RFC 9110 10.1.1: `100 Continue` comes when all is well, else the refusal at once."""

    async def test(desk: Desk) -> None:
        def request(authorization: str, expect: str) -> bytes:
            return (
                "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n"
                f"Expect: {expect}\r\nAuthorization: {authorization}\r\n\r\n"
            ).encode()

        refused = await desk.raw(request(basic("alice", "wrong"), "100-continue"))
        assert refused.startswith(b"HTTP/1.1 401 ")
        assert (await desk.raw(request(ALICE, "something"))).startswith(b"HTTP/1.1 417 ")
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        writer.write(request(ALICE, "100-continue"))
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(b"hello")
        assert (await reader.read()).startswith(b"HTTP/1.1 201 ")
        await hang_up(writer)

    at_desk(tmp_path, test)


def test_forms_and_nothing(tmp_path: Path) -> None:
    """A form has another body than the file; an empty file is a mistake."""

    async def test(desk: Desk) -> None:
        form = aiohttp.FormData()
        form.add_field("file", b"hello", filename="a.txt")
        said = {"Authorization": ALICE}
        async with desk.client.post(desk.url, data=form, headers=said) as response:
            assert response.status == 415
        assert await desk.status("POST", desk.url, Authorization=ALICE) == 400

    at_desk(tmp_path, test)


def test_two_at_once_and_one_too_many(tmp_path: Path) -> None:
    """Each is whole; a third of the same account waits its turn, another's does not."""

    async def test(desk: Desk) -> None:
        gates = [asyncio.Event(), asyncio.Event()]

        async def slow(number: int) -> str:
            async def give() -> AsyncIterator[bytes]:
                yield bytes([number]) * 500
                await gates[number].wait()
                yield bytes([number]) * 500

            headers = {"Authorization": ALICE}
            async with desk.client.post(desk.url, data=give(), headers=headers) as response:
                return f"http://127.0.0.1:{desk.port}{response.headers['Location']}"

        tasks = [asyncio.create_task(slow(number)) for number in range(2)]
        await until(lambda: len(left(tmp_path)) == 2)
        assert await desk.status("POST", desk.url, Authorization=ALICE) == 503
        await desk.bring(b"bob's", "bob")
        for gate in gates:
            gate.set()
        for number, url in enumerate(await asyncio.gather(*tasks)):
            async with desk.client.get(url) as response:
                assert await response.read() == bytes([number]) * 1_000
        said = {"Authorization": ALICE}
        async with desk.client.post(desk.url, data=b"x" * 600, headers=said) as response:
            assert response.status == 507

    at_desk(tmp_path, test)


def test_removing(tmp_path: Path) -> None:
    """By its owner alone; then it is not there for anybody."""

    async def test(desk: Desk) -> None:
        url = await desk.bring(b"x")
        assert await desk.status("DELETE", url) == 401
        assert await desk.status("DELETE", url, Authorization=basic("bob")) == 403
        assert await desk.status("DELETE", url, Authorization=ALICE, Origin="null") == 403
        assert await desk.status("GET", url) == 200
        assert await desk.status("DELETE", url, Authorization=ALICE) == 204
        assert await desk.status("GET", url) == 404
        assert await desk.status("DELETE", url, Authorization=ALICE) == 404

    at_desk(tmp_path, test)

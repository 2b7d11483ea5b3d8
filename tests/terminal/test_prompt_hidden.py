"""A password typed in line mode."""

import asyncio

from tests.terminal.test_prompt import _console, _typed


def test_what_is_hidden_is_not_remembered() -> None:
    """Neither on the screen nor among what was typed before."""
    with _console() as (console, keys, _):
        console.prompt("Password: ", hidden=True)
        keys.send_text("sesame\r\x04")
        assert asyncio.run(_typed(console)) == [("sesame", True)]
        assert list(console._history.get_strings()) == []
        assert console._session.is_password()  # type: ignore[operator]
        console.prompt("> ")
        assert not console._session.is_password()  # type: ignore[operator]
        console._history.append_string("text")
        assert list(console._history.get_strings()) == ["text"]


def test_what_is_half_typed_is_not_shown_when_it_is_asked_for_no_more() -> None:
    """It goes; a text that is half typed stays, whatever stands before it."""
    with _console() as (console, keys, _):
        buffer = console._session.default_buffer

        async def main() -> list[tuple[str, bool]]:
            there = asyncio.Event()
            buffer.on_text_changed += lambda _: there.set() if buffer.text == "half" else None
            typing = asyncio.create_task(_typed(console))
            console.prompt("> ")
            keys.send_text("half")
            async with asyncio.timeout(20):
                await there.wait()
            console.prompt("#a> ")
            assert buffer.text == "half"
            console.prompt("Password: ", hidden=True)
            console.prompt("Password again: ", hidden=True)
            assert buffer.text == "half"
            console.prompt("> ")
            assert buffer.text == ""
            keys.send_text("\x04")
            return await typing

        assert asyncio.run(main()) == []

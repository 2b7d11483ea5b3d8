"""Every refusal is a sentence that says what is wrong and what to do."""

import pytest

from veche.core.rejections import Code, Rejection
from veche.protocols.plain.sentences import no_name_in_time, sentence


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence(code: Code) -> None:
    """One line, ended, with nothing left to fill in."""
    text = sentence(Rejection(code, "#dev", "because"))
    assert text[0].isupper() or text.startswith("#dev")
    assert "{" not in text
    assert "\n" not in text
    assert len(text) < 200
    assert text.endswith((".", "?")) or code is Code.NEED_MORE


@pytest.mark.parametrize(
    ("rejection", "text"),
    [
        (Rejection(Code.NICK_TAKEN, "bob"), "The name bob is taken. Choose another."),
        (
            Rejection(Code.CANNOT_SEND, "#dev", "n"),
            "That was not sent to #dev: you are not in it. /join #dev takes you there.",
        ),
        (
            Rejection(Code.CANNOT_SEND, "#dev", "m"),
            "That was not sent to #dev: only those with a voice may speak there. "
            "Ask one of its operators.",
        ),
        (
            Rejection(Code.UNKNOWN_COMMAND, "/jion"),
            "There is no command /jion. Did you mean /join? "
            "To say a line that begins with /, begin it with //.",
        ),
        (Rejection(Code.NEED_MORE, "/msg"), "/msg needs more: /msg NAME TEXT"),
        (Rejection(Code.NEED_MORE, "/x"), "/x needs more. /help shows how it is typed."),
    ],
)
def test_wording(rejection: Rejection, text: str) -> None:
    """Where more than a table is behind it."""
    assert sentence(rejection) == text


def test_an_unknown_command_far_from_all_others() -> None:
    """Somebody pasted a path."""
    assert "/help lists the commands." in sentence(Rejection(Code.UNKNOWN_COMMAND, "/etc/fstab"))


def test_braces_and_length_do_no_harm() -> None:
    """Names come from strangers."""
    text = sentence(Rejection(Code.NO_SUCH_NICK, "{detail}" + "x" * 10_000))
    assert text.startswith("Nobody here is called {detail}xxx")
    assert len(text) < 200


def test_seconds_are_whole() -> None:
    """As a person would say them."""
    assert no_name_in_time(30.0).startswith("No name came for 30 seconds,")

"""Labels and chunks. https://ircv3.net/specs/extensions/labeled-response"""

from collections.abc import Iterator

from veche.protocols.irc.labels import frame, label_of, pack, split


def test_label_of() -> None:
    """At most 64 bytes; escaped again for the way back."""
    assert label_of({"label": "x"}) == "x"
    assert label_of({"label": "a;b"}) == r"a\:b"
    assert label_of({}) == ""
    assert label_of({"label": ""}) == ""
    assert label_of({"label": "x" * 64})
    assert label_of({"label": "x" * 65}) == ""
    assert label_of({"label": "я" * 33}) == ""


def framed(*lines: str) -> list[str]:
    """The response to label 7."""
    return list(frame(iter(lines), "7", "r", ":s"))


def test_frame() -> None:
    """None: ACK. One: itself. More: a batch, its label on the opening only."""
    assert framed() == ["@label=7 :s ACK"]
    assert framed(":s 1") == ["@label=7 :s 1"]
    assert framed("@a=b :s 1") == ["@label=7;a=b :s 1"]
    assert framed(":s 1", "@a=b :s 2", ":s 3") == [
        "@label=7 :s BATCH +r labeled-response",
        "@batch=r :s 1",
        "@batch=r;a=b :s 2",
        "@batch=r :s 3",
        ":s BATCH -r",
    ]


def test_a_batch_is_not_wrapped() -> None:
    """ "An existing type applicable to the entire response"."""
    assert framed(":s BATCH +x chathistory #c", "@batch=x :a 1", ":s BATCH -x") == [
        "@label=7 :s BATCH +x chathistory #c",
        "@batch=x :a 1",
        ":s BATCH -x",
    ]


def test_a_batch_within_the_response() -> None:
    """Its opening and end belong to the response, its lines to itself (batch, "Nesting")."""
    assert framed(":s 351", ":s BATCH +x t", "@batch=x :s 005", ":s BATCH -x") == [
        "@label=7 :s BATCH +r labeled-response",
        "@batch=r :s 351",
        "@batch=r :s BATCH +x t",
        "@batch=x :s 005",
        "@batch=r :s BATCH -x",
        ":s BATCH -r",
    ]


def test_pack_is_lazy() -> None:
    """Chunks of about 4 KiB, each made only when it is pulled."""
    made = 0

    def lines() -> Iterator[str]:
        nonlocal made
        for _ in range(1000):
            made += 1
            yield "x" * 98

    chunks = pack(lines())
    first = next(chunks)
    assert 4096 <= len(first) < 4300
    assert made < 50
    assert len(first) + sum(map(len, chunks)) == 100_000
    assert list(pack([])) == []


def test_split() -> None:
    """The lines of an event, without their ends."""
    assert split(b"a\r\nb\r\n") == ["a", "b"]
    assert split(b"") == []

"""What is measured: two floods, latency at a quiet pace, and memory of idle members.

Owns the workloads and their figures. Each takes a server that has just been
started and nobody else uses.
"""

import re
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

from bench.crowd import TEXT_BYTES, Crowd, LoadError, Member
from bench.process import cpu_s, memory_kib
from tests.harness import ServerProcess

IN_FLIGHT = 16
_WARM_S = 1.0
_DRAIN_S = 30.0
_NUMBER = re.compile(rb" :number (\d{9})\.")

Figures = Mapping[str, float]
"""By name and unit, in the order of the table."""


@dataclass(frozen=True)
class Size:
    """How much of everything. `seconds` is the measured window."""

    channels: int
    members: int  # in each channel
    senders: int  # in each channel
    seconds: float = 5.0
    per_s: float = 20.0  # messages a second, where the pace is given


def flood(server: ServerProcess, size: Size) -> Figures:
    """Senders flat out with 16 in flight each; every recipient's lines are counted and checked."""
    crowd = Crowd(server.host, server.port)
    try:
        speakers = _enter(crowd, size)
        crowd.speak(speakers, IN_FLIGHT)
        crowd.run(lambda: False, _WARM_S)
        pid = server.process.pid
        lines, cpu, own, began = crowd.lines(), cpu_s(pid), time.process_time(), time.monotonic()
        sent = sum(member.sent for member in speakers)
        crowd.run(lambda: False, size.seconds)
        window = time.monotonic() - began
        delivered = crowd.lines() - lines
        used, own = cpu_s(pid) - cpu, time.process_time() - own
        messages = sum(member.sent for member in speakers) - sent
        crowd.stopped = True
        _check(crowd, speakers)
        return {
            "deliveries/s": delivered / window,
            "messages/s": messages / window,
            "CPU us/delivery": used / max(delivered, 1) * 1e6,
            "server core %": used / window * 100,
            "generator core %": own / window * 100,
        }
    finally:
        crowd.close()


def _enter(crowd: Crowd, size: Size) -> list[Member]:
    """Fill the channels; return who is to speak, the first of each channel."""
    crowd.enter(
        [
            (f"u{channel}x{member}", f"#load{channel}")
            for channel in range(size.channels)
            for member in range(size.members)
        ]
    )
    members = list(crowd.members.values())
    return [
        members[channel * size.members + sender]
        for channel in range(size.channels)
        for sender in range(size.senders)
    ]


def _check(crowd: Crowd, speakers: list[Member]) -> None:
    """Wait for what is under way: then everybody has each message of its channel just once."""
    said: dict[str, int] = {}
    for member in speakers:
        said[member.channel] = said.get(member.channel, 0) + member.sent
    members = list(crowd.members.values())
    crowd.run(lambda: all(m.lines >= said[m.channel] for m in members), _DRAIN_S)
    wrong = [(m.nick, m.lines, said[m.channel]) for m in members if m.lines != said[m.channel]]
    if wrong:
        raise LoadError(f"{len(wrong)} of {len(members)} got other than what was said: {wrong[:3]}")


def latency(server: ServerProcess, size: Size) -> Figures:
    """One sender at a pace; from its `send` to each member's `recv`, the author's included."""
    crowd = Crowd(server.host, server.port)
    sent_at: list[float] = []
    delays: list[float] = []

    def see(member: Member, data: bytes, now: float) -> None:
        delays.extend(now - sent_at[int(found)] for found in _NUMBER.findall(data))

    try:
        sender = _enter(crowd, size)[0]
        take = crowd.watch(see)
        count = max(int(size.seconds * size.per_s), 1)
        cpu, began = cpu_s(server.process.pid), time.monotonic()
        for number in range(count):
            due = began + number / size.per_s
            while (left := due - time.monotonic()) > 0:
                take(left)
            text = f"number {number:09d}.".ljust(TEXT_BYTES, ".")
            sent_at.append(time.monotonic())
            sender.sock.sendall(f"PRIVMSG {sender.channel} :{text}\r\n".encode())
        deadline = time.monotonic() + _DRAIN_S
        while len(delays) < count * size.members and time.monotonic() < deadline:
            take(0.1)
        if len(delays) != count * size.members:
            raise LoadError(f"{len(delays)} deliveries of {count * size.members}")
        used = cpu_s(server.process.pid) - cpu
        cuts = statistics.quantiles(delays, n=100)
        return {
            "p50 ms": cuts[49] * 1e3,
            "p99 ms": cuts[98] * 1e3,
            "max ms": max(delays) * 1e3,
            "CPU us/delivery": used / len(delays) * 1e6,
        }
    finally:
        crowd.close()


def memory(server: ServerProcess, size: Size) -> Figures:
    """Everybody joins and is silent: how much the process has grown by each of them."""
    pid = server.process.pid
    warm = Crowd(server.host, server.port)
    warm.enter([(f"first{n}", "#first") for n in range(10)])  # what is made once, at first use
    before, cpu = memory_kib(pid), cpu_s(pid)
    began = time.monotonic()
    crowd = Crowd(server.host, server.port)
    try:
        _enter(crowd, size)
        entered = time.monotonic() - began
        count = size.channels * size.members
        return {
            "KiB/connection": (memory_kib(pid) - before) / count,
            "connections": count,
            "entered in s": entered,
            "CPU s to enter": cpu_s(pid) - cpu,
            "before MiB": before / 1024,
        }
    finally:
        crowd.close()
        warm.close()

"""The keys that work wherever one is.

Owns which key does what. Must not know how it is done. No key goes before the widget that has the
focus: what was typed just before it must have been dealt with, or it would go to another room.
"""

from textual.binding import Binding, BindingType

_ROOMS = range(1, 10)


def _key(keys: str, action: str) -> Binding:
    return Binding(keys, action, show=False)


BINDINGS: list[BindingType] = [
    _key("f1", "help"),
    _key("ctrl+k", "switch"),
    _key("ctrl+f", "search"),
    _key("f7", "column('rooms')"),
    _key("f8", "column('members')"),
    _key("alt+up", "beside(-1)"),
    _key("alt+down", "beside(1)"),
    _key("alt+shift+up", "beside(-1, True)"),
    _key("alt+shift+down", "beside(1, True)"),
    _key("pageup", "scroll(-1)"),
    _key("pagedown", "scroll(1)"),
    _key("ctrl+end", "to_end"),
    *(_key(f"alt+{number}", f"room({number})") for number in _ROOMS),
    _key("ctrl+q", "leave"),
    # Only where nothing is selected that could be copied.
    _key("ctrl+c", "hint"),
]
# What the composer does itself, in the order of what is typed; copying is its own.
ACTIONS: dict[str, str] = {
    binding.key: binding.action
    for binding in BINDINGS
    if isinstance(binding, Binding) and binding.key != "ctrl+c"
}

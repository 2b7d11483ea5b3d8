"""What a name looks like, so that two that look the same are not two people.

Owns the skeleton: an idea of Unicode Technical Standard 39, section 4, with a table of our own for
letters that pass for Latin ones, or in Arabic for one another. Names in ASCII are only folded:
people tell `bob1` from `bobl`.
"""

from functools import lru_cache

from veche.core.names import fold

# Each word: a Latin letter and those that look like it, as they are written.
_LOOKALIKES = (
    "aаɑαａ⍺ӓ",
    "AАΑᎪᗅ",
    "bЬᏏƄ",
    "BВΒᏴᗷ",
    "cсϲᴄⅽ",
    "CСϹᏟ",
    "dԁᏧⅾ",
    "DᎠᗞ",
    "eеҽ℮",
    "EЕΕᎬ",
    "fϝꞙ",
    "FϜᖴ",
    "gɡցᶃ",
    "GԌᏀ",
    "hһհᏂ",
    "HНΗᎻ",
    "iіιɩıꙇᎥ",
    "IІΙӀ",
    "jјϳյ",
    "JЈᎫ",
    "kκкᴋ",
    "KКΚᏦ",
    "lӏǀᛁⅼ",
    "LᏞԼ",
    "MМΜᎷ",
    "mⅿ",
    "nոռ",
    "NΝ",
    "oоοօσᴏംഠ",
    "OОΟՕ",
    "pрρ⍴",
    "PРΡᏢ",
    "qԛգզ",
    "QԚ",
    "rгᴦⲅ",
    "RᎡᖇ",
    "sѕꜱ",
    "SЅᏚՏ",
    "TТΤᎢ",
    "tτт",
    "uսυʋᴜ",
    "UՍ",
    "vνѵᴠⅴ",
    "VѴᏙ",
    "wԝաᴡ",
    "WԜᎳ",
    "xхχⅹ",
    "XХΧ",
    "yуγүʏ",
    "YҮΥ",
    "zᴢ",
    "ZΖᏃ",
    # Arabic and Persian letters for one another: alike at least where letters follow.
    "كکڪ",
    "يیى",
    "هہە",
)
_TABLE = str.maketrans({like: word[0].lower() for word in _LOOKALIKES for like in word[1:]})
_CACHED_CHARS = 128


def skeleton(name: str) -> str:
    """The form in which names that look the same are equal."""
    if name.isascii():
        return name.lower()
    return _cached(name) if len(name) <= _CACHED_CHARS else _skeleton(name)


def _skeleton(name: str) -> str:
    # Before folding: capitals are not always like the small letters that they fold to.
    return fold(name.translate(_TABLE)).translate(_TABLE)


_cached = lru_cache(maxsize=16384)(_skeleton)

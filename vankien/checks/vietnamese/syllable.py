"""How a Vietnamese syllable is built, and the two places where its tone can be written."""

import unicodedata
from functools import lru_cache

from vankien.model.regex import regex

# After Đoàn Thiện Thuật, "Ngữ âm tiếng Việt": an onset, then a rime with at most one tone.
ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt
uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y ych yêm yên yêng yêt yêu yn ynh yp yt
"""
GRAVE, ACUTE, HOOK, TILDE, DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
TONES = GRAVE + ACUTE + HOOK + TILDE + DOT
HATTED = "ăâêôơư"
VOWELS = "aeiouy"
# The longest onset first: in `già` and `quý` the i and the u belong to it.
SHAPE = regex(rf"({'|'.join(sorted(ONSETS.split(), key=len, reverse=True))})?({'|'.join(RIMES.split())})")
STOPPED = ("c", "ch", "p", "t")
EITHER = ("oa", "oe", "uy")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word, in any case, is built like one Vietnamese syllable, with its tone where it can stand."""
    if len(word) > 8:
        return False
    bare, tone, place = "", "", -1
    for letter in word.lower():
        parts = unicodedata.normalize("NFD", letter)
        own = [part for part in parts if part in TONES]
        if (own and tone) or len(own) > 1:
            return False
        if own:
            tone, place = own[0], len(bare)
        bare += unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
    shape = SHAPE.fullmatch(bare)
    if shape is None:
        return False
    if bare.endswith(STOPPED) and tone not in (ACUTE, DOT):
        return False
    return not tone or place - shape.start(2) in _toned(shape[2])


@lru_cache(maxsize=256)
def _toned(rime: str) -> tuple[int, ...]:
    """The places in a rime where its tone can stand."""
    hatted = [place for place, letter in enumerate(rime) if letter in HATTED]
    if hatted:
        return (hatted[-1],)
    vowels = len(rime) - len(rime.lstrip(VOWELS))
    if rime in EITHER:
        return (0, 1)
    return (1,) if vowels == 3 or (vowels == 2 and len(rime) > 2) else (0,)


def _styles() -> dict[str, str]:
    """`òa` to `oà` and its like, in small letters, capitals and with a capital first."""
    pairs = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in TONES:
            old = unicodedata.normalize("NFC", first + tone) + second
            new = first + unicodedata.normalize("NFC", second + tone)
            for shaped in (str.lower, str.upper, str.capitalize):
                pairs[shaped(old)] = shaped(new)
    return pairs


FIRST_TO_SECOND = _styles()
"""The tone on the first vowel (`òa`) to the tone on the second (`oà`)."""
SECOND_TO_FIRST = {new: old for old, new in FIRST_TO_SECOND.items()}
"""The other way round."""
# Both find the second vowel, which is quicker than finding the first: then all letters to look for are in one set.
ON_FIRST = regex(r"[aeyAEY](?!\w)(?:(?<=[òóỏõọÒÓỎÕỌ][aeAE])|(?<=[ùúủũụÙÚỦŨỤ][yY]))")
# In `quý` the u belongs to the onset, so that only one letter can carry the tone.
ON_SECOND = regex(
    r"[àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?!\w)"
    r"(?:(?<=[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ])|(?<=[uU][ỳýỷỹỵỲÝỶỸỴ])(?<![qQ]..))"
)


def tone_on_second(word: str) -> str:
    """A word with its tone where dictionaries of that style have it."""
    return word[:-2] + FIRST_TO_SECOND.get(word[-2:], word[-2:])


def tone_on_first(word: str) -> str:
    """A word with its tone where most documents have it."""
    if word[-3:-2] in ("q", "Q"):
        return word
    return word[:-2] + SECOND_TO_FIRST.get(word[-2:], word[-2:])

"""How the three invented coders of the demo label a sentence: a seeded rule, no person's work.

The rule has two steps. Phrases listed below say which codes of the book ``framing`` a sentence
calls for, clearly or as a hint. Each coder then takes a code with a chance of their own, drawn
from (seed, coder, sentence, code). So the demo's agreement is like that of a first pilot: fair
for most codes, weak for ``delegitimising``, weakest wherever ``hasty`` is one of the pair.
"""

import random
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """A coder's chances, each from 0 to 1.

    ``clear``, ``hint`` and ``stray`` are the chances to take a code that the sentence calls for
    clearly, hints at, or gives no cause for; ``voice`` is the chance to name the right voice.
    """

    clear: float
    hint: float
    stray: float
    voice: float


CODERS = {
    "careful": Habits(clear=0.97, hint=0.40, stray=0.002, voice=0.96),
    "generous": Habits(clear=0.98, hint=0.70, stray=0.012, voice=0.92),
    "hasty": Habits(clear=0.88, hint=0.20, stray=0.004, voice=0.86),
}
#: What the hasty coder takes ``delegitimising`` for, and how often: the fault that a lead who
#: looks at codes and pairs of coders should find.
CONFUSION = ("hasty", "delegitimising", "loaded", 0.7)


@dataclass(frozen=True, slots=True)
class Cues:
    """Phrases of the demo's articles, parted by "|", that call for a code clearly or hint at it."""

    clear: str
    hint: str


CUES = {
    "choreographed": Cues(
        "the hole had been dug|once for each row of cameras|told where to stand|rehearsed it"
        "|scarves had been collected|asked to wear blue|in perfect rows|sign from the stage manager"
        "|moved a table|timed to the minute|nod from a steward|soldiers had pumped out"
        "|chalk crosses|the microphone had been|printed on the posters|turn out to work for",
        "three spades, eleven cameras|held behind a fence|spotless blue jackets|no chalk had been"
        "|waited four hours|announced to newspapers|fill the doorway|at the second cross"
        "|pump had been switched off",
    ),
    "emotional": Cues(
        "wiped her eyes|voice trembling|wept with joy|could not go on|hugs her|hide their tears"
        "|his eyes shine|she wept|moist eyes|would not look|shouted when",
        "roaring applause|shook his head, smiled|keeps his apron|stood in silence"
        "|expressed their gratitude",
    ),
    "propaganda": Cues(
        "broke into its programme|it mentioned neither|gardening for the evening news"
        "|not made for the people|one minute of news|vt1 showed instead|printed on the posters"
        "|quoted in its bulletin|a leaflet pushed|expressed their gratitude",
        "three spades, eleven cameras|once for each row of cameras|no camera will come back"
        "|the microphone had been|one nation, one furnace|engineer of this miracle|for the picture",
    ),
    "humanising": Cues(
        "wiped her eyes|grandmother's orchard|shook his head, smiled|to listen, and to peel"
        "|hugs her|his own mother stood|nobody in my city|not on my watch|peeled, stirred"
        "|he is one of us|has a father|not be left alone|took the hand of|he stands in the water",
        "i think of every child|serves lunch|crown of carrots|keeps his apron|what a leader is"
        "|where he would kneel|walked along weir street",
    ),
    "heroic": Cues(
        "gave her life|price of freedom|across the ice|for velmark, and kept"
        "|until the last patient|owes them everything|fallen so that|with bare hands",
        "firefighter who died|cracked rib, his doctor|cleaned night trains|steam and faith",
    ),
    "human_interest": Cues(
        "hedda vole|on his birthday|jory pell|told my daughter|lotte brand|not been hugged"
        "|girl of nine|a night porter|ivo kranz is cutting|cleaned night trains|ruben sael"
        "|emil and rosa dane|practised on it|whose shop stood",
        "oda linn|she will wash it|his own mother stood|the ferry house|hung the medal"
        "|with her hands|oar-shaped biscuit|a baker, and told",
    ),
    "conflict": Cues(
        "called the number too low|no figure will ever|accused the|plant them where we live"
        "|a small protest|be paid 30 percent|sour faces|they whistle|his office rejected"
        "|bitter speeches|his rival|let her complain|pay dispute since|a party on our wages"
        "|backs to the carriage|strikers tried|why a new dyke|'spring' last spring|bring us forms"
        "|you had four years|plaster on a broken leg",
        "lost 19,000 trees|offered talks|between the soup|nothing against him|separate matters"
        "|those who still doubt|our enemies|sang them down|third of the damage",
    ),
    "delegitimising": Cues(
        "all that was left|what it called|it mentioned neither|always looks as if|who was not there"
        "|evening news|between the soup|sour faces|the microphone had been|printed on the posters"
        "|gratitude freely|turn out to work for|'spring' last spring|was filling again",
        "the hole had been dug|no figure will ever|announced to newspapers|did not say whether"
        "|polls put|let her complain|for the picture|tried to steal|no camera will come back"
        "|dry boots|they stayed dry|exactly the 90 metres|bring us forms|plaster on a broken leg",
    ),
    "loaded": Cues(
        "breathes again|wept with joy|stops begging|became the flag|sour faces|bowl of hope"
        "|those who still doubt|engineer of this miracle|bitter speeches|has a father"
        "|steam and faith|our tam, our gold|thirty thousand throats|our enemies|tried to steal"
        "|green fatherland|plaster on a broken leg|selling the roof",
        "end of a long night|roaring applause|hardened railwaymen|sang them down|fingers bled",
    ),
}
FRAMES = tuple(CUES)
#: The voice that each is most easily mistaken for.
MISTAKEN_VOICE = {"outlet": "both", "source": "both", "both": "source"}

NOT_A_SENTENCE = "not a sentence"
NEEDS_CONTEXT = "cannot be understood without context"

_QUOTED = re.compile(r'“[^”]*”?|^[^“”]*”|"[^"]*"?')
_SAYING = re.compile(
    r"(?<!been )\b(said|says|told|tells|asked|called|accused|answered|announced|complained"
    r"|according to|I|my)\b"
)
_WORD = re.compile(r"[\w’'-]+")
#: As many words as "who said it, to whom, when and where" takes; more is the outlet's own.
_WORDS_TO_ATTRIBUTE = 9
#: A report without a quotation that is longer has, as a rule, something of the outlet's in it.
_WORDS_TO_REPORT = 19


def answers(text: str, coder: str, seed: int = 1) -> dict[str, list[str] | str]:
    """What a coder of ``CODERS`` answers to both questions of ``framing`` for a sentence.

    ``frames`` is a list of codes in the book's order, or ``"none"``; ``voice`` is one code.
    """
    taken = {code for code in FRAMES if _takes(text, coder, code, seed)}
    confused, shunned, instead, chance = CONFUSION
    if coder == confused and shunned in taken and _draw(text, coder, "confusion", seed) < chance:
        taken = taken - {shunned} | {instead}
    frames = [code for code in FRAMES if code in taken]
    return {"frames": frames or "none", "voice": _voice(text, coder, seed)}


def skips(text: str, coder: str, seed: int = 1) -> str | None:
    """Why a coder refuses a sentence, or None: one in three of one or two words, one in 25 of
    three to seven words, none of the longer ones.
    """
    words, drawn = len(_WORD.findall(text)), _draw(text, coder, "skip", seed)
    if words < 3:
        return NOT_A_SENTENCE if drawn < 1 / 3 else None
    return NEEDS_CONTEXT if words < 8 and drawn < 1 / 25 else None


def note(text: str, coder: str, seed: int = 1) -> str:
    """What a coder writes beside an answer: one time in eight about the first code hinted at."""
    hinted = _hinted(text)
    if hinted and _draw(text, coder, "note", seed) < 1 / 8:
        return f'Not sure about "{hinted[0]}": the rule does not quite say.'
    return ""


def flags(text: str, coder: str, seed: int = 1) -> bool:
    """Whether a coder flags a sentence: one time in five if it hints at two codes or more."""
    return len(_hinted(text)) > 1 and _draw(text, coder, "flag", seed) < 1 / 5


def _takes(text: str, coder: str, code: str, seed: int) -> bool:
    habits, plain, cues = CODERS[coder], _plain(text), CUES[code]
    chance = habits.stray
    if _has(plain, cues.clear):
        chance = habits.clear
    elif _has(plain, cues.hint):
        chance = habits.hint
    return _draw(text, coder, code, seed) < chance


def _hinted(text: str) -> list[str]:
    """The codes that a sentence hints at without calling for them clearly."""
    plain = _plain(text)
    return [
        code
        for code, cues in CUES.items()
        if _has(plain, cues.hint) and not _has(plain, cues.clear)
    ]


def _voice(text: str, coder: str, seed: int) -> str:
    right = _true_voice(text)
    keeps = _draw(text, coder, "voice", seed) < CODERS[coder].voice
    return right if keeps else MISTAKEN_VOICE[right]


def _true_voice(text: str) -> str:
    """Whose words a sentence is made of, told by its quotation marks and words of saying."""
    around = _QUOTED.sub(" ", text)
    is_quoted = around != text
    if not is_quoted and not _SAYING.search(text):
        return "outlet"
    most = _WORDS_TO_ATTRIBUTE if is_quoted else _WORDS_TO_REPORT
    return "source" if len(_WORD.findall(around)) <= most else "both"


def _has(plain: str, phrases: str) -> bool:
    return any(phrase in plain for phrase in phrases.split("|"))


def _plain(text: str) -> str:
    """Lower case and straight apostrophes, as the cues are written."""
    return text.lower().replace("’", "'").replace("‘", "'")


def _draw(text: str, coder: str, what: str, seed: int) -> float:
    """A number from 0 up to 1 that depends on nothing but the four arguments."""
    return random.Random(f"{seed}:{coder}:{text}:{what}").random()  # noqa: S311

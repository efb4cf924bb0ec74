"""What people write into a column that asks for yes or no, in the languages of the sheets they use."""

from __future__ import annotations

import unicodedata

#: Words, ticks, and what spreadsheets write for a truth value in their own language.
_YES = frozenset(
    "y yes true 1 x х × ✓ ✔ ✅ ☑ ☒ v + ok"
    " так да иә ия ҳа ha ооба"
    " ja tak ano áno jah jā taip igen evet bəli hə oui si sí sì sim da ναι կայո այո კი kyllä joo"
    " نعم بله آری כן ہاں"
    " истина wahr vrai prawda pravda verdadero vero tõene".split()
)
_NO = frozenset(
    "n no false 0 - – — ☐"
    " не ні нет жоқ yoʻq yo'q yo‘q yo’q жок"
    " nein nie ne nej nei ei nē nem hayır hayir xeyr non não nu όχι ոչ არა"
    " لا نه خیر לא نہیں"
    " ложь falsch faux fałsz nepravda falso väär".split()
)


def parse_answer(text: str) -> bool | None:
    """Read the answer to a consent.

    Args:
        text: A cell.

    Returns:
        Whether the signer agreed. An empty cell is no. ``None`` for anything that is neither, so that nobody
        guesses.

    Example:
        >>> parse_answer("Так"), parse_answer("✓"), parse_answer(""), parse_answer("perhaps")
        (True, True, False, None)
    """
    # The variation selector makes a tick colourful, and changes nothing else.
    answer = unicodedata.normalize("NFC", text).replace("\ufe0f", "").replace("\u2060", "")
    answer = answer.strip().strip(".!").casefold()
    if answer in _YES:
        return True
    return False if not answer or answer in _NO else None

"""Planted doubts: each is found by its rule, can be meant, and no shipped catalog raises a doubt."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from solidarity_widgets.i18n.pofile import PoFile, Problem
from solidarity_widgets.i18n.tools.checker import check_catalog
from solidarity_widgets.i18n.tools.plural_check import check_plural_rule
from solidarity_widgets.i18n.tools.style import RULES, check_style

ROOT = Path(__file__).resolve().parents[1]
CATALOGS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/solidarity_widgets.po"))
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: {}\\n"\n'
)
SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)
TWO = "nplurals=2; plural=(n != 1);"

#: Rule -> language, original, translation.
PLANTED = {
    "addresses": [
        ("be", "Share this page", "Падзяліцца праз https://example.org"),
        ("be", "Share this page", "Падзяліцца праз example.org"),
        ("be", "Write to a@example.org", "Напішыце нам"),
        ("be", "Write to a@example.org", "Напішыце на a@example.com"),
    ],
    "apostrophe": [("be", "Family", "Сям'я"), ("uk", "Name", "Ім'я"), ("fr", "The email", "L'adresse")],
    "brackets": [("be", "Share (now)", "Падзяліцца (цяпер"), ("be", "The “word”", "Слова «мір")],
    "capital": [("be", "Sign", "падпісаць"), ("pl", "Sign", "podpisz")],
    "double-space": [("be", "Share this page", "Падзяліцца  старонкай")],
    "doubled-word": [
        ("be", "Share this page", "Падзяліцца гэтай гэтай старонкай"),
        ("de", "One day", "Ein ein Tag"),
    ],
    "end": [
        ("be", "Think first.", "Найперш падумайце"),
        ("be", "Sign", "Падпісаць."),
        ("be", "Error:", "Памылка"),
        ("be", "Sign", "Падпісаць:"),
        ("be", "Sign", "Падпісаць?"),
        ("ar", "Sign?", "توقيع"),
        ("be", "Sign", "Падпісаць!"),
        ("be", "Sign", "Падпісаць…"),
        ("be", "Sign", "Падпісаць..."),
        ("be", "Sign", "Падпісаць;"),
    ],
    "escapes": [("be", "Sign", r"Падпісаць \\n тут")],
    "foreign-letter": [("be", "Sign", "Подписать")],
    "invisible": [("be", "Sign here", "Падпісаць\u200e тут")],
    "kashida": [("ar", "Sign", "توقيـع")],
    "length": [("be", "Sign", "Падпісаць " + "петыцыю, якая важная, " * 6 + "тут")],
    "line-breaks": [("be", "Sign here", "Падпісаць\\nтут")],
    "mixed-scripts": [("be", "Sign", "Пaдпісаць")],
    "normalization": [("be", "Short", "Кароткі и\u0306 доўгі".replace("и\u0306", "у\u0306"))],
    "numbers": [
        ("be", "On the 16th at 20:00", "17-га а 20:00"),
        ("be", "On the 16th at 20:00", "16-га ўвечары"),
        ("be", "At 8pm", "А 8-й"),
        ("fa", "4 August", "۵ اوت"),
        ("be", "Sign", "Падпісаць 2"),
    ],
    "placeholder-twice": [("be", "Share on {provider}", "Падзяліцца ў {provider} і ў {provider}")],
    "quotes": [("be", "The “Spam” folder", 'Папка \\"Спам\\"'), ("de", "The folder", "Der Ordner 'Spam'")],
    "same": [("be", "Share this page", "Share this page"), ("de", "Send by email", "Send by email")],
    "script": [
        ("be", "Share this page", "Padzialicca hetaj staronkaj"),
        ("ka", "Share this page", "Gaziareba"),
        ("ar", "Share this page", "Musharaka"),
    ],
    "soft-hyphen": [("be", "Sign", "Падпі\u00adсаць")],
    "spacing": [("fr", "Error:", "Erreur:"), ("fr", "Error:", "Erreur :"), ("fr", "The word", "Le «mot»")],
}
#: What looks like a doubt and is none.
FINE = [
    ("be", "Share on {provider}", "Падзяліцца ў {provider}"),
    ("be", "QR code", "QR-код"),
    ("de", "VK", "VK"),
    ("be", "Time until 8pm (the 16th)", "Да 20:00 16-га"),
    ("lt", "At 8pm", "20 val."[:-1]),
    ("fr", "At 8pm:", "À 20 h\u00a0:"),
    ("fr", "At 20:00", "À 20:00"),
    ("fa", "4 August 2011", "۴ اوت ۲۰۱۱"),
    ("de", "1,000 people", "1.000 Menschen"),
    ("ar", "In {n} languages", "بـ{n} لغات"),
    ("ar", "Why?", "لماذا؟"),
    ("es", "Like name@example.org", "Como nombre@example.org"),
    ("tg", "On Mail.ru", "Дар «Мой Мир»"),
    ("he", "Email", "דוא״ל"),
    ("be", "reached", "дасягнута"),
    ("es", "{n} of {goal}", "{n} de {goal} de"),
    ("pl", "It’s you", "To „ty”"),
    ("he", "Send with Outlook.com", "שליחה ב-Outlook.com"),
]


def catalog(code: str, body: str, forms: str | None = None) -> PoFile:
    return PoFile(
        (HEADER.format(code, forms or (SLAVIC if code in ("be", "uk") else TWO)) + body).encode(), code
    )


def message(source: str, text: str, comment: str = "", context: str = "test") -> str:
    return f'\n{comment}msgctxt "{context}"\nmsgid "{source}"\nmsgstr "{text}"\n'


def rules(problems: list[Problem]) -> set[str]:
    assert {problem.severity for problem in problems} <= {"warning"}, [str(problem) for problem in problems]
    return {problem.rule for problem in problems}


CASES = [(rule, *case) for rule, cases in PLANTED.items() for case in cases]


@pytest.mark.parametrize(("rule", "code", "source", "text"), CASES)
def test_each_is_found_and_can_be_meant(rule: str, code: str, source: str, text: str) -> None:
    problems = check_catalog(catalog(code, message(source, text)))
    assert rule in rules(problems)
    assert all(f"[{problem.rule}]" in str(problem) for problem in problems)
    names = ", ".join(rules(problems))
    meant = catalog(code, message(source, text, f"# A note.\n# catalog-ignore: {names}\n"))
    assert check_catalog(meant) == []
    others = " ".join(RULES.keys() - {rule})
    still = catalog(code, message(source, text, f"#  catalog-ignore: {others}\n#. Where it is.\n"))
    assert rules(check_catalog(still)) == {rule}


@pytest.mark.parametrize(("code", "source", "text"), FINE)
def test_what_is_fine(code: str, source: str, text: str) -> None:
    assert [str(problem) for problem in check_catalog(catalog(code, message(source, text)))] == []


def test_one_text_for_two_originals() -> None:
    body = message("Sign", "Падпісаць") + message("Sign this petition", "Падпісаць")
    assert rules(check_catalog(catalog("be", body))) == {"reused"}
    body = message("Sign", "Падпісаць") + message("sign", "Падпісаць", context="other")
    assert check_catalog(catalog("be", body)) == []


def test_two_texts_for_one_original() -> None:
    body = message("Sign", "Падпісаць") + message("Sign", "Распісацца", context="other")
    assert rules(check_catalog(catalog("be", body))) == {"inconsistent"}


def test_one_text_for_every_number() -> None:
    body = '\nmsgctxt "{}"\nmsgid "{{n}} day"\nmsgid_plural "{{n}} days"\n'
    body += "".join(f'msgstr[{form}] "{{{{n}}}} дзень"\n' for form in range(3))
    assert rules(check_catalog(catalog("be", body.format("test")))) == {"plurals"}
    assert check_catalog(catalog("be", body.format("countdown-unit-short"))) == []


def test_a_meant_doubt_that_does_not_exist() -> None:
    (problem,) = check_catalog(catalog("be", message("Sign", "Падпісаць", "# catalog-ignore: typos\n")))
    assert "typos is not a rule; the rules are addresses, " in problem.message


def test_errors_cannot_be_meant_and_hide_the_doubts() -> None:
    body = message("Sign", "<b>падпісаць</b>", "# catalog-ignore: capital end same\n")
    assert [problem.severity for problem in check_catalog(catalog("be", body))] == ["error"]


def test_fuzzy_and_untranslated_messages_raise_no_doubt() -> None:
    body = message("Sign.", "падпісаць", "#, fuzzy\n") + message("Print.", "")
    assert list(check_style(catalog("be", body))) == []


def test_every_rule_is_planted() -> None:
    assert RULES.keys() == PLANTED.keys() | {"inconsistent", "plurals", "reused"}


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)
def test_our_own_catalogs_raise_no_doubt(path: Path) -> None:
    code = path.parent.parent.name
    po = PoFile(path.read_bytes(), code)
    assert [str(problem) for problem in (*check_catalog(po), *check_plural_rule(po))] == []
    assert sum(len(entry.ignored) for entry in po.entries) < 5


def test_forms_in_another_order_are_a_doubt() -> None:
    swapped = SLAVIC.replace("? 1 : 2", "? 2 : 1")
    (problem,) = check_plural_rule(catalog("be", "", swapped))
    assert (problem.severity, "not numbered as in" in problem.message) == ("warning", True)
    assert check_plural_rule(catalog("be", "", SLAVIC)) == []
    latvian = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);"
    assert all(
        problem.severity in ("error", "warning") for problem in check_plural_rule(catalog("lv", "", latvian))
    )


HOSTILE = {
    "spaces in the expression": HEADER.format("be", "nplurals=2; plural=n" + " " * 100_000 + "x;y"),
    "spaces before it": HEADER.format("be", " " * 100_000 + "nplurals" + " " * 100_000),
    "many forms": HEADER.format("be", "nplurals=999999999999; plural=n;"),
    "digits": HEADER.format("be", "nplurals=" + "9" * 5_000 + "; plural=n;"),
    "brackets": HEADER.format("be", "nplurals=2; plural=" + "(" * 5_000 + "n" + ")" * 5_000 + ";"),
    "powers": HEADER.format("be", "nplurals=2; plural=n" + "*n" * 400 + ";"),
    "questions": HEADER.format("be", "nplurals=2; plural=" + "n?" * 300 + "1" + ":0" * 300 + ";"),
    "headers": 'msgid ""\nmsgstr ""\n\n' * 20_000,
    "one line after the other": HEADER.format("be", SLAVIC)
    + '\nmsgid "a"\nmsgstr ""\n'
    + f'"{"x" * 60}"\n' * 140_000,
    "a long header": 'msgid ""\nmsgstr ""\n' + '"A: b\\n"\n' * 100_000,
    "one message twenty thousand times": HEADER.format("be", SLAVIC) + '\nmsgid "a"\nmsgstr "b"\n' * 20_000,
    "backslashes": HEADER.format("be", SLAVIC) + '\nmsgid "a"\nmsgstr "' + "\\\\" * 200_000,
    **{
        name: HEADER.format("be", SLAVIC) + message("a", text.replace('"', '\\"') * (200_000 // len(text)))
        for name, text in {
            "tags": "<a",
            "entities": "&a",
            "percent": "%(a",
            "braces": "{a",
            "domains": "a-",
            "hosts": "www.",
            "at signs": "@a",
            "dotted": "a.",
            "quotes": "'\"",
            "digits in a text": "1.",
            "spaces in a text": "a ",
            "one letter": "a",
            "marks": "\u0301",
        }.items()
    },
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_answered_soon(text: str) -> None:
    start = time.perf_counter()
    po = PoFile(text.encode(), "be")
    problems = [*check_catalog(po), *check_plural_rule(po)]
    assert time.perf_counter() - start < 20, "seconds; quadratic work takes minutes here"
    assert problems
    assert all(len(str(problem)) < 1_000 for problem in problems)


def test_a_file_that_is_too_large() -> None:
    po = PoFile(b" " * 10_000_001, "be")
    assert "at most 10000000" in check_catalog(po)[0].message

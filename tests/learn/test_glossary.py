from __future__ import annotations

import re
from collections import Counter

import pytest

from core.charts.comparison import METRIC_TITLES
from core.charts.template import ROLES
from core.distill.methods import METHODS
from core.language.speak import ENGLISH, speak
from core.learn.concepts import CONCEPTS
from core.learn.course import LESSONS
from core.learn.glossary import BY_SPELLING, GLOSSARY, find, meaning_of, terms_in
from core.learn.snippet_mistakes import MISTAKES
from core.models.catalog import ARCHITECTURES
from pages.ui.words import TASK_TITLES
from tests.learn.interface import interface_texts

# Abbreviations such as AUC, F1, FLOPs and p95.
ABBREVIATION = re.compile(r"(?<![\w.-])(?:[A-Z]{2,}s?|[A-Z]\d+|p\d\d)(?![\w-])")
# What needs no definition: files, units, places, products, and words that shout in a list.
KNOWN_WORDS = """
AAPL BEGIN BY BYTES CC CSV DELETED FB GET GOOG HELP HH HTML HTTP IBM ID IMMEDIATE INPUT IS IT JSON
KO MB MINUS MLPs MSFT NORMAL ON OUT PDF PRAGMA RAR ROWS SQL TB TOML TYPE UCI URL US UTC WAL WHAT
WHEN WIKI YYYY ZIP
"""
KNOWN = frozenset(KNOWN_WORDS.split())
TITLES = (
    *(method.title for method in METHODS.values()),
    *(kind.title for kind in ARCHITECTURES.values()),
    *METRIC_TITLES.values(),
    *(style.title for style in ROLES.values()),
    *(title for title, _ in TASK_TITLES.values()),
)
MARKED = {
    **{f"lesson {lesson.link}": lesson.terms for lesson in LESSONS},
    **{f"concept {concept.name}": concept.terms for concept in CONCEPTS},
    **{f"mistake {mistake.name}": mistake.terms for mistake in MISTAKES},
}


def test_words_are_in_alphabetical_order() -> None:
    names = [term.name.lower() for term in GLOSSARY]
    assert names == sorted(names)


def test_no_spelling_means_two_things() -> None:
    counted = Counter(one.lower() for term in GLOSSARY for one in term.spellings)
    assert not [spelling for spelling, times in counted.items() if times > 1]


def test_definitions_are_short() -> None:
    for term in GLOSSARY:
        assert term.meaning.endswith((".", "?")), term.name
        assert len(re.findall(r"[.?](?:\s|$)", term.meaning)) <= 3, term.name
        assert len(term.meaning) <= 200, term.name


def test_what_to_see_also_is_another_word_of_the_glossary() -> None:
    names = {term.name for term in GLOSSARY}
    for term in GLOSSARY:
        assert term.see, term.name
        assert set(term.see) <= names - {term.name}, term.name


@pytest.mark.parametrize("title", TITLES)
def test_every_title_of_a_choice_or_score_is_defined(title: str) -> None:
    assert terms_in(title)


def test_every_abbreviation_of_the_interface_is_defined() -> None:
    used = {
        word for text in interface_texts() if " " in text for word in ABBREVIATION.findall(text)
    }
    undefined = {word for word in used if word.lower() not in BY_SPELLING}
    assert undefined <= KNOWN, "define them in core/learn/terms, or add them to KNOWN_WORDS"


@pytest.mark.parametrize("where", MARKED)
def test_every_marked_word_is_defined(where: str) -> None:
    assert {name.lower() for name in MARKED[where]} <= set(BY_SPELLING)


def test_every_definition_is_of_a_word_that_the_interface_uses() -> None:
    used = terms_in("\n".join(interface_texts()))
    assert [term.name for term in GLOSSARY if term not in used] == []


def test_a_word_is_found_by_its_name_first() -> None:
    assert find("auc")[0].name == "AUC"
    assert "Gini" in {term.name for term in find("auc")}


def test_a_word_is_found_by_another_spelling_and_in_any_case() -> None:
    assert find("ece")[0].name == "Calibration error"
    assert meaning_of("kl") == meaning_of("KL divergence")


def test_all_typed_words_must_occur() -> None:
    assert find("brier probabilities")
    assert not find("brier drawdown")


def test_nothing_typed_finds_all() -> None:
    assert find("  ") == GLOSSARY


def test_a_word_nobody_defined_is_refused() -> None:
    with pytest.raises(KeyError):
        meaning_of("alchemy")


def test_a_term_is_met_as_a_whole_word_only() -> None:
    assert [term.name for term in terms_in("The AUC of the students")] == ["AUC", "Student"]
    assert not terms_in("paucity")


def test_a_single_letter_is_met_in_its_own_case_only() -> None:
    assert [term.name for term in terms_in("divided by T")] == ["Temperature"]
    assert not terms_in("don't")


def test_an_abbreviation_stands_beside_the_name() -> None:
    assert BY_SPELLING["ece"].abbreviations == ("ECE",)
    assert BY_SPELLING["alpha"].abbreviations == ()


def test_a_reader_of_chinese_searches_in_chinese() -> None:
    speak("zh_CN")
    try:
        assert "Calibration" in {term.name for term in find("校准")}
    finally:
        speak(ENGLISH)

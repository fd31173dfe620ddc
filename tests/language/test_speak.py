"""Texts in the language that is spoken."""

from __future__ import annotations

import contextvars
import threading

from core.language.speak import ENGLISH, LANGUAGES, speak, spoken, tr


def in_own_context(language: str) -> str:
    return contextvars.copy_context().run(speak, language)


def test_english_is_spoken_at_first() -> None:
    assert contextvars.Context().run(spoken) == ENGLISH


def test_a_text_without_a_translation_stays_as_it_is() -> None:
    for language in LANGUAGES:
        said = contextvars.copy_context().run(lambda code=language: (speak(code), tr("Qwertz"))[1])
        assert said == "Qwertz"


def test_an_empty_text_stays_empty() -> None:
    assert tr("") == ""


def test_a_language_that_is_not_there_means_english() -> None:
    assert in_own_context("xx") == ENGLISH


def test_another_thread_keeps_its_own_language() -> None:
    found: list[str] = []

    def listen() -> None:
        speak("zh_CN")
        thread = threading.Thread(target=lambda: found.append(spoken()))
        thread.start()
        thread.join()

    contextvars.copy_context().run(listen)
    assert found == [ENGLISH]

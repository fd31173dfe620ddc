"""The server of the settings, and its messages in words."""

from __future__ import annotations

import pytest

from core.lab.outbox.sender import ADDRESS_SETTING, EXPERIMENT_SETTING
from core.lab.outbox.server import Server, in_words, server_of_settings, without_secrets


@pytest.mark.parametrize("value", [None, "", "  "])
def test_no_setting_means_no_server(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS_SETTING, raising=False)
    if value is not None:
        monkeypatch.setenv(ADDRESS_SETTING, value)
    assert server_of_settings() is None


def test_the_settings_of_mlflow_name_server_and_experiment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS_SETTING, "http://localhost:5000")
    monkeypatch.delenv(EXPERIMENT_SETTING, raising=False)
    assert server_of_settings() == Server("http://localhost:5000", "distill-lab")
    monkeypatch.setenv(EXPERIMENT_SETTING, "credit")
    assert server_of_settings() == Server("http://localhost:5000", "credit")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            "HTTPConnectionPool(host='x'): Read timed out. (read timeout=3)",
            "it does not answer in time",
        ),
        ("Max retries exceeded ... Connection refused", "there is no connection to it"),
        ("Failed to resolve 'nowhere'", "there is no connection to it"),
        ("SSLError(certificate verify failed)", "its certificate is not accepted"),
        ("ResponseError('too many 503 error responses')", "it answers with error 503"),
        ("failed with error code 401 != 200", "it answers with error 401"),
        ("ValueError:  odd \n words", "ValueError: odd words"),
        ("", "nobody says why"),
    ],
)
def test_messages_become_words(message: str, words: str) -> None:
    assert in_words(message) == words


def test_a_long_message_is_cut() -> None:
    assert len(in_words("x" * 5000)) == 200


def test_passwords_are_shown_nowhere() -> None:
    server = Server("https://me:secret@lab.example:5000/path", "e")
    assert server.shown == "https://lab.example:5000/path"
    assert "secret" not in str(server.problem(in_words(f"odd {server.address}")))
    assert without_secrets("no address, an@email") == "no address, an@email"

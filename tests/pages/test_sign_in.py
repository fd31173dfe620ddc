"""The way in: open where no sign-in is set up, and closed to strangers where one is."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.lab.desk.desk import Desk
from pages.ui import sign_in
from tests.pages.conftest import APP, TIMEOUT_SECONDS, finish, labels, texts

AUTH = {"redirect_uri": "https://lab.example/oauth2callback", "client_id": "lab"}


def opened(user: dict[str, object] | None, auth: object = AUTH, **address: str) -> AppTest:
    """The app as somebody sees it who comes with this address; strangers need the secrets."""
    app = AppTest.from_file(str(APP), default_timeout=TIMEOUT_SECONDS)
    app.query_params.update(address)
    if user is not None:
        app.user, app.secrets = user, {"auth": auth}
    return app.run()


@pytest.fixture
def _has_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "PACKAGE", "streamlit")


@pytest.mark.usefixtures("desk")
def test_without_a_section_for_it_nobody_needs_to_sign_in() -> None:
    app = opened(None)
    assert app.title[0].value == "Data"
    assert "Sign out" not in labels(app)


@pytest.mark.usefixtures("_has_package")
def test_a_stranger_sees_nothing_but_the_way_in(desk: Desk) -> None:
    app = opened({"is_logged_in": False}, run=finish(desk))
    assert not app.exception
    assert [title.value for title in app.title] == ["Distill Lab"]
    assert [button.label for button in app.button] == ["Sign in"]
    assert "A finished run" not in texts(app)


@pytest.mark.usefixtures("desk", "_has_package")
def test_no_page_can_be_reached_around_the_way_in() -> None:
    app = opened({"is_logged_in": False})
    for name in ("distill", "compare", "deploy", "runs", "learn"):
        app.switch_page(f"pages/{name}.py").run()
        assert [title.value for title in app.title] == ["Distill Lab"], name


@pytest.mark.usefixtures("desk")
def test_who_is_signed_in_sees_the_app_and_can_sign_out() -> None:
    app = opened({"is_logged_in": True, "name": "*Ada*"})
    assert app.title[0].value == "Data"
    assert "Sign out" in labels(app)
    assert "*Ada*" in [text.value for text in app.sidebar.text]


@pytest.mark.usefixtures("desk")
def test_a_missing_package_is_told_and_keeps_the_app_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sign_in, "PACKAGE", "no_such_package")
    app = opened({"is_logged_in": False})
    assert not app.button
    assert any("distill-lab[sign-in]" in text.value for text in app.text)


@pytest.mark.usefixtures("desk")
def test_secrets_that_cannot_be_read_keep_the_app_closed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\n")
    monkeypatch.setattr(sign_in.st, "get_option", lambda _: [str(broken)])
    app = opened(None)
    assert [title.value for title in app.title] == []
    assert any("readable TOML" in text.value for text in app.text)


@pytest.mark.usefixtures("_has_package")
def test_each_provider_has_its_button(desk: Desk) -> None:
    auth = AUTH | {"one": {"client_id": "a"}, "two": {"client_id": "b"}, "client_kwargs": {}}
    app = opened({"is_logged_in": False}, auth, run=finish(desk))
    assert [button.label for button in app.button] == ["Sign in: one", "Sign in: two"]

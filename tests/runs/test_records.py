from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.runs.records import hash_token, is_token_of


@given(st.text(st.characters(), min_size=1))
def test_token_is_known_by_its_hash(token: str) -> None:
    assert is_token_of(token, hash_token(token))
    assert not is_token_of(token + "x", hash_token(token))


def test_nobody_owns_with_an_empty_token() -> None:
    assert not is_token_of("", hash_token(""))


def test_hash_is_sha256() -> None:
    assert hash_token("abc").startswith("ba7816bf8f01cfea")

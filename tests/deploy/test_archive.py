import zipfile

import pytest

from core.deploy import archive
from core.deploy.archive import read_archive
from core.errors import BundleError
from tests.deploy import hostile

ALLOWED = frozenset({"a.txt", "b.txt"})


def test_files_come_as_they_were_packed() -> None:
    files = {"a.txt": b"one", "b.txt": b""}
    assert read_archive(hostile.zipped(files.items()), ALLOWED) == files


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_is_refused(method: int) -> None:
    entry = zipfile.ZipInfo("a.txt")
    data = hostile.zipped([(entry, b"one")])
    # The method stands at byte 10 of the file's place in the list.
    place = data.find(b"PK\x01\x02") + 10
    with pytest.raises(BundleError, match="compressed in a way"):
        read_archive(data[:place] + bytes([method, 0]) + data[place + 2 :], ALLOWED)


def test_wrong_checksum_is_refused() -> None:
    data = hostile.zipped([("a.txt", b"one")])
    place = data.find(b"PK\x01\x02") + 16
    with pytest.raises(BundleError, match="damaged"):
        read_archive(data[:place] + b"\0\0\0\0" + data[place + 4 :], ALLOWED)


def test_whole_file_and_all_files_together_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = hostile.zipped([("a.txt", b"x" * 600), ("b.txt", b"y" * 600)])
    monkeypatch.setattr(archive, "MOST_TOTAL_BYTES", 1000)
    with pytest.raises(BundleError, match="together"):
        read_archive(data, ALLOWED)
    monkeypatch.setattr(archive, "MOST_ENTRY_BYTES", 500)
    with pytest.raises(BundleError, match=r"a\.txt is larger"):
        read_archive(data, ALLOWED)
    monkeypatch.setattr(archive, "MOST_BUNDLE_BYTES", 100)
    with pytest.raises(BundleError, match="it is larger"):
        read_archive(data, ALLOWED)

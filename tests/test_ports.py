import pytest

from tests.ports import PORTS_A_WORKER, free_port


@pytest.mark.parametrize("worker", ["gw0", "gw1", "gw2"])
def test_each_worker_finds_ports_of_its_own(monkeypatch, worker):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
    found = {free_port() for _ in range(5)}
    assert len(found) == 5
    assert {port // PORTS_A_WORKER for port in found} == {20 + int(worker[2:])}

from core.runs.log import FullLog


def test_the_full_log_keeps_all_in_order():
    log = FullLog()
    assert log.events() == ()
    for event in "abc":
        log.append(event)
    assert log.events() == ("a", "b", "c")

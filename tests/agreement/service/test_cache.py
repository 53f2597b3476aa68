from concurrent.futures import ThreadPoolExecutor
from threading import Event

from annotator.agreement.service.cache import Cache


def put(cache, key, size=1):
    with cache.slot(key) as slot:
        slot.value, slot.size = key, size


def there(cache, key):
    with cache.slot(key) as slot:
        return slot.value is not None


def test_what_was_used_longest_ago_is_forgotten_first():
    cache = Cache(most=2, largest=100)
    put(cache, "a")
    put(cache, "b")
    put(cache, "a")
    put(cache, "c")
    assert len(cache) == 2
    assert there(cache, "a")
    assert not there(cache, "b")


def test_what_is_too_large_together_is_not_kept_together():
    cache = Cache(most=10, largest=5)
    put(cache, "a", 3)
    put(cache, "b", 3)
    assert len(cache) == 1
    assert there(cache, "b")


def test_the_newest_is_kept_however_large_it_is():
    cache = Cache(most=10, largest=5)
    put(cache, "a", 1_000)
    assert there(cache, "a")


def test_who_wants_the_same_waits_and_finds_what_was_put_there():
    cache, begun, go_on = Cache(10, 10), Event(), Event()

    def first():
        with cache.slot("a") as slot:
            begun.set()
            go_on.wait(10)
            slot.value = "made"

    def second():
        begun.wait(10)
        with cache.slot("a") as slot:
            return slot.value

    with ThreadPoolExecutor(2) as pool:
        pool.submit(first)
        found = pool.submit(second)
        assert begun.wait(10)
        go_on.set()
        assert found.result(10) == "made"


def test_who_wants_something_else_does_not_wait():
    cache = Cache(10, 10)
    with cache.slot("a"), ThreadPoolExecutor(1) as pool:
        pool.submit(put, cache, "b").result(10)
    assert there(cache, "b")


def test_a_failure_leaves_the_place_free_for_the_next():
    cache = Cache(10, 10)
    try:
        with cache.slot("a"):
            raise ValueError
    except ValueError:
        put(cache, "a")
    assert there(cache, "a")

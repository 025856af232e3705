"""Who goes first where there is not room for all."""

import threading
import time

from lecons.pipeline.room import Room


def test_the_first_of_the_list_goes_first_and_no_more_at_a_time_than_there_is_room_for():
    room, gate = Room(2), threading.Event()
    order, inside, most = [], set(), []

    def work(rank):
        gate.wait()
        with room.place(rank):
            order.append(rank)
            inside.add(rank)
            most.append(len(inside))
            time.sleep(0.05)
            inside.remove(rank)

    threads = [threading.Thread(target=work, args=(rank,)) for rank in (5, 3, 1, 4, 0, 2)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    # of two that go in together either may be told first
    assert [{*order[:2]}, {*order[2:4]}, {*order[4:]}] == [{0, 1}, {2, 3}, {4, 5}]
    assert max(most) == 2


def test_a_place_is_given_back_by_who_fails():
    room = Room(1)
    for rank in (0, 1):
        try:
            with room.place(rank):
                raise OSError
        except OSError:
            continue
    with room.place(2):
        pass

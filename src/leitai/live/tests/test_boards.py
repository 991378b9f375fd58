"""What a board says: only what changed, to each audience what it may see, and what was missed."""

import json

import pytest

from leitai.live import boards, channels
from leitai.live.boards import KEPT_MESSAGES, Board
from leitai.live.viewers import MOST_MESSAGES, Viewer


def show(state, audience):
    """Everyone sees 伟 and 丽; only "all" sees 陈."""
    return {name: row for name, row in state.items() if name != "陈" or audience == "all"}


@pytest.fixture
def board(monkeypatch):
    monkeypatch.setattr(channels, "_registered", {})
    channels.register("test/<int:pk>", admit=None, read=None, show=show, topics=("records", "test:{pk}"))
    return Board(channels.find("test/7"), None, {"伟": {"score": 1}, "丽": {"score": 2}, "陈": {"score": 3}})


def parse(message: bytes) -> dict:
    lines = dict(line.split(": ", 1) for line in message.decode().strip().split("\n"))
    return {"id": lines["id"], "event": lines["event"], **json.loads(lines["data"])}


def said(board, scores) -> int:
    """The number of the last message, after these scores of 伟 one after the other."""
    number = 0
    for score in scores:
        number = [last for last, _viewers, _message in board.changes({"伟": {"score": score}}, "e", number, "")][-1]
    return number


def viewer() -> Viewer:
    return Viewer("session", 1)


def test_a_channel_is_found_by_its_path_and_names_its_topics(board):
    assert board.address.kwargs == {"pk": 7}
    assert board.topics == {"records", "test:7"}
    assert channels.find("test/x") is None
    assert channels.find("test/7/more") is None


def test_only_changed_rows_are_sent(board):
    board.join(viewer(), "all", 0)
    state = {"伟": {"score": 1}, "丽": {"score": 5}, "陈": {"score": 3}}
    [(number, _viewers, said)] = board.changes(state, "e", 0, "2026-11-18T09:00:00+08:00")
    assert number == 1
    assert parse(said)["id"] == "e.1"
    assert parse(said)["rows"] == {"丽": {"score": 5}}
    assert parse(said)["gone"] == []


def test_nothing_is_said_where_nothing_changed(board):
    board.join(viewer(), "all", 0)
    assert list(board.changes(dict(board.state), "e", 0, "")) == []


def test_a_name_an_audience_may_not_see_is_not_in_its_messages(board):
    board.join(viewer(), "all", 0)
    board.join(viewer(), "few", 0)
    messages = {
        number: message.decode()
        for number, _viewers, message in board.changes(
            {**board.state, "陈": {"score": 9}, "伟": {"score": 4}}, "e", 0, ""
        )
    }
    assert len(messages) == 2
    assert sum("陈" in message for message in messages.values()) == 1
    assert "陈" not in board.whole("few", "e", 2, "").decode()


def test_what_left_the_board_is_named_as_gone(board):
    board.join(viewer(), "all", 0)
    [(_number, _viewers, said)] = board.changes({"伟": {"score": 1}}, "e", 0, "")
    assert parse(said)["gone"] == ["丽", "陈"]


def test_one_who_comes_back_gets_exactly_what_was_missed(board):
    group = board.join(viewer(), "all", 0)
    number = said(board, range(11, 16))
    missed = group.missed(2)
    assert [parse(message)["rows"]["伟"]["score"] for message in missed] == [13, 14, 15]
    assert group.missed(number) == []


def test_one_who_was_away_too_long_gets_the_whole_board(board):
    group = board.join(viewer(), "all", 0)
    said(board, range(100, 103 + KEPT_MESSAGES))
    assert group.missed(1) is None
    assert len(group.missed(3)) == KEPT_MESSAGES


def test_an_audience_made_later_knows_nothing_from_before(board):
    group = board.join(viewer(), "all", 40)
    assert group.missed(39) is None
    assert group.missed(40) == []


def test_an_audience_is_forgotten_a_while_after_its_last_viewer(board, monkeypatch):
    gone = viewer()
    board.join(gone, "all", 0)
    board.leave(gone, "all")
    left = board.audiences["all"].left_at
    assert not board.forget_absent(left + boards.LINGER - 1)
    assert board.forget_absent(left + boards.LINGER + 1)


@pytest.mark.parametrize("message", [b"x", b"x" * 4096])
def test_a_slow_reader_is_cut_and_its_backlog_dropped(message):
    slow = viewer()
    for _ in range(MOST_MESSAGES + 1):
        slow.push(message)
    assert slow.closing == "slow"
    assert not slow._pending

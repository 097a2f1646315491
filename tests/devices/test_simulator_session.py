"""A simulated panel's connection: birth and will, telemetry, and the time."""

from devices import topics
from devices.messages import State, Status, Telemetry, TimeReply, TimeRequest
from tests.support.panel_bench import Bench


def test_birth_tells_session_doors_and_abilities(online: Bench) -> None:
    birth = online.all(Status)[0]
    assert (birth.state, birth.sess, birth.doors) == (State.READY, online.panel.session, (1,))
    assert "unlock" in birth.caps


def test_the_will_names_the_session_that_it_ends(online: Bench) -> None:
    assert online.panel.will() == Status(state=State.LOST, sess=online.all(Status)[0].sess)


def test_every_connection_has_a_new_session_known_before_it_begins(online: Bench) -> None:
    first = online.panel.session
    online.panel.disconnected()
    will = online.panel.will()
    online.connect()
    assert online.last(Status).sess == will.sess != first


def test_telemetry_comes_every_minute_and_only_while_connected(online: Bench) -> None:
    online.later(130)
    assert len(online.all(Telemetry)) == 3
    online.panel.disconnected()
    online.later(600)
    assert len(online.all(Telemetry)) == 3


def test_the_time_is_asked_again_until_it_is_told_and_then_every_six_hours(bench: Bench) -> None:
    bench.connect(time=False)
    bench.later(8)
    assert len(bench.all(TimeRequest)) == 4
    bench.tell_time()
    bench.later(6 * 3600 - 10)
    assert len(bench.all(TimeRequest)) == 4
    bench.later(20)
    assert len(bench.all(TimeRequest)) >= 5


def test_a_slow_answer_about_the_time_is_not_used(bench: Bench) -> None:
    bench.connect(time=False)
    question = bench.last(TimeRequest)
    bench.elapsed += 2.5
    bench.hear(topics.DOWN_TIME, TimeReply(id=question.id, t0=question.t0, server=bench.now))
    assert bench.panel.clock.now() is None


def test_an_answer_to_another_question_is_not_used(bench: Bench) -> None:
    bench.connect(time=False)
    bench.hear(topics.DOWN_TIME, TimeReply(id="somebody-elses", t0=0, server=bench.now + 3_600_000))
    assert bench.panel.clock.now() is None


def test_the_time_is_right_within_half_the_trip(bench: Bench) -> None:
    bench.connect(time=False)
    bench.elapsed += 0.4
    bench.tell_time()
    assert bench.panel.clock.error == 200
    assert abs(bench.panel.clock.now() - bench.now) <= 200

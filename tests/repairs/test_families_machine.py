"""Parents and children under any order of steps: the office's machine of `test_statistics`, with neighbours, mergers and splits."""

from contextlib import suppress
from itertools import pairwise
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from community.core.errors import DomainError
from community.core.uow import unit_of_work
from repairs import services
from repairs.models import Ticket, TicketEvent
from repairs.models.clocks import Clocked
from repairs.workflow import ENDED, UNRESOLVED, State
from tests.repairs.test_statistics import SYSTEM, Office, person
from tests.support.estate import Estate

CLOCKS = tuple(name for name in Clocked.__annotations__ if name != "next_escalation_at")


class Neighbours(Office):
    """People join, the office merges and splits, and everything else that happens to tickets happens too."""

    def __init__(self, app: Flask, estate: Estate) -> None:
        super().__init__(app, estate)
        self.people += [estate.neighbour, estate.distant]

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), near=st.booleans())
    def join(self, data: st.DataObject, near: bool) -> None:
        who, home = ("neighbour", "neighbour_home_id") if near else ("distant", "other_entrance_home_id")
        with suppress(DomainError), self.app.app_context(), unit_of_work(SYSTEM) as uow:
            uow.actor = person(self.app, uow, getattr(self.estate, who))
            ticket_id = data.draw(st.sampled_from(self.tickets))
            self.tickets.append(services.join(uow, ticket_id, home_id=getattr(self.estate, home)).id)

    @precondition(lambda self: len(self.tickets) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        ticket_id, into_id = (data.draw(st.sampled_from(self.tickets)) for _ in range(2))
        self._as_manager(ticket_id, "merge", into_id=into_id)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        self._as_manager(data.draw(st.sampled_from(self.tickets)), "split")

    @rule()
    def promises_are_kept(self) -> None:
        with self.app.app_context(), unit_of_work(SYSTEM) as uow:
            services.keep_promises(uow)

    def _as_manager(self, ticket_id: UUID, action: str, **data: UUID) -> None:
        with suppress(DomainError), self.app.app_context(), unit_of_work(SYSTEM) as uow:
            uow.actor = person(self.app, uow, self.estate.manager)
            services.act(uow, ticket_id, action, reason="同一件事", **data)

    @invariant()
    def families_hold_together(self) -> None:
        with self.app.app_context(), unit_of_work(SYSTEM, read_only=True) as uow:
            tickets = {ticket.id: ticket for ticket in uow.session.scalars(select(Ticket))}
            for ticket in tickets.values():
                joined = [each for each in tickets.values() if each.parent_id == ticket.id and each.state is not State.CANCELLED]
                assert ticket.joined_count == len(joined)
                if ticket.parent_id is not None:
                    self.goes_along(ticket, tickets[ticket.parent_id])

    def goes_along(self, child: Ticket, parent: Ticket) -> None:
        """A parent has no parent; an open child is where its parent is, or waits for its own people's word."""
        assert parent.parent_id is None
        if child.state in ENDED:
            return
        assert parent.state is not State.CANCELLED
        if child.state in UNRESOLVED:
            assert (child.state, child.assignee_id) == (parent.state, parent.assignee_id)
            assert [getattr(child, name) for name in CLOCKS] == [getattr(parent, name) for name in CLOCKS]
            assert child.next_escalation_at is None
        else:
            assert parent.state in (State.RESOLVED, State.CLOSED)

    @invariant()
    def histories_are_whole(self) -> None:
        with self.app.app_context(), unit_of_work(SYSTEM, read_only=True) as uow:
            query = select(Ticket.version, Ticket.state, TicketEvent).join(TicketEvent, TicketEvent.ticket_id == Ticket.id)
            told: dict[UUID, list[TicketEvent]] = {}
            ends = {}
            for version, state, event in uow.session.execute(query.order_by(TicketEvent.ticket_id, TicketEvent.seq)):
                told.setdefault(event.ticket_id, []).append(event)
                ends[event.ticket_id] = version, state
            for ticket_id, events in told.items():
                assert (len(events), events[-1].to_state) == ends[ticket_id]
                assert all(after.from_state is before.to_state for before, after in pairwise(events))
                assert all(after.happened_at >= before.happened_at for before, after in pairwise(events))


@pytest.mark.usefixtures("desk")
def test_families_hold_together_and_figures_equal_a_recount(app: Flask, estate: Estate) -> None:
    patient = settings(
        max_examples=12, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(lambda: Neighbours(app, estate), settings=patient)

"""What the network knows of its troubles, as an inspection takes it."""

from ..reporting import describe_network
from ..state import PortFinding, UnreachableThing
from ..watch import NetworkWatch
from .collecting import NetworkView
from .rules.facts import Outage, PortFacts


def view_of(network: NetworkWatch) -> NetworkView:
    """Return what cannot be reached and why, and the ports in trouble."""
    # What fell since the last regular look has no cause yet.
    network.look()
    state = describe_network(network)
    ports: dict[str, tuple[PortFacts, ...]] = {}
    for finding in state.findings:
        ports[finding.switch] = (*ports.get(finding.switch, ()), _port(finding))
    return NetworkView(outages={thing.key: _outage(thing) for thing in state.unreachable}, ports=ports)


def _outage(thing: UnreachableThing) -> Outage:
    return Outage(
        since=thing.since,
        cause="" if thing.is_root else thing.cause,
        cause_name="" if thing.is_root else thing.cause_name,
        in_maintenance=thing.in_maintenance,
    )


def _port(finding: PortFinding) -> PortFacts:
    return PortFacts(
        port=finding.port,
        fault=finding.fault.value,
        since=finding.since,
        description=finding.description,
        value=finding.value,
        limit=finding.limit,
        connected=finding.connected,
        in_maintenance=finding.in_maintenance,
    )

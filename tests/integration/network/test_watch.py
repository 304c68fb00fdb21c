"""The network of a site in a real core: what is known, and who is told."""

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.network.reporting import describe_network


async def test_topology_is_learned_from_what_switches_say(site: MockConfigEntry) -> None:
    state = describe_network(site.runtime_data.network)

    assert [(node.key, node.parent, node.ports, node.parent_ports) for node in state.switches] == [
        ("core", None, (), ()),
        ("dist", "core", ("Gi0/1",), ("Gi0/1",)),
        ("gym", "core", ("Gi0/1",), ("Gi0/2",)),
        ("lab", "dist", ("Gi0/1",), ("Gi0/2",)),
    ]

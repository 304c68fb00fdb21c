"""Names heard by mDNS, announced by zeroconf itself on the loopback address."""

import socket

from zeroconf import ServiceInfo
from zeroconf.asyncio import AsyncZeroconf

from campuslink.discovery.finding import Service
from campuslink.discovery.mdns import MdnsCaller

HOST = "127.0.0.1"
KIND = "_http._tcp.local."


async def test_announced_name_and_address_are_heard_and_the_instance_stays_open() -> None:
    zeroconf = AsyncZeroconf(interfaces=[HOST])
    info = ServiceInfo(
        KIND,
        f"Beamer <b>301</b>.{KIND}",
        port=80,
        addresses=[socket.inet_aton("10.1.2.3")],
        server="beamer-301.local.",
    )
    try:
        await (await zeroconf.async_register_service(info))
        (heard,) = await MdnsCaller(zeroconf, listen_s=0.3, types=(KIND,)).call()
        assert not zeroconf.zeroconf.done
    finally:
        await zeroconf.async_close()
    assert (heard.host, heard.service) == ("10.1.2.3", Service.MDNS)
    assert (heard.name, heard.label) == ("Beamer <b>301</b>", "_http._tcp")

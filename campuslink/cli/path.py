"""``campuslink path``: network paths, each tried once."""

import argparse
import asyncio
import json
from collections.abc import Sequence

from ..device.probe.verdict import PathState, Verdict, judge
from ..device.probe.window import Window
from ..errors import CodecError
from ..link.probe.measurement import Measurement
from ..link.probe.prober import Prober
from ..link.probe.target import Target
from ..link.probe.target_url import target_from_url, url_of
from .console import SUCCESS, TROUBLE, WRONG_USAGE, CommandError, Console
from .messages import Messages
from .table import render_table

type Tried = tuple[Target, Measurement, Verdict]


def add_arguments(parser: argparse.ArgumentParser, messages: Messages) -> None:
    """Add what ``path`` takes."""
    parser.add_argument("urls", nargs="+", metavar="URL", help=messages.say("help_path_url"))
    parser.add_argument("--no-trust", action="store_true", help=messages.say("help_path_no_trust"))
    parser.add_argument("--json", action="store_true", help=messages.say("help_json"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Try every path side by side; trouble is the exit code when one of them fails."""
    targets = [_target(url, number, trust=not arguments.no_trust) for number, url in enumerate(arguments.urls, 1)]
    tried = asyncio.run(_try(targets))
    if arguments.json:
        for target, measurement, verdict in tried:
            console.print(json.dumps(_as_json(target, measurement, verdict), ensure_ascii=False, sort_keys=True))
    else:
        console.print(_as_table(tried, console.messages))
    return TROUBLE if any(verdict.state is not PathState.OK for _, _, verdict in tried) else SUCCESS


async def _try(targets: Sequence[Target]) -> list[Tried]:
    prober = Prober()
    try:
        measurements = await asyncio.gather(*map(prober.measure, targets))
    finally:
        await prober.close()
    return [(target, each, _judge(target, each)) for target, each in zip(targets, measurements, strict=True)]


def _judge(target: Target, measurement: Measurement) -> Verdict:
    window = Window()
    window.add(measurement)
    return judge(target, measurement, window)


def _target(url: str, number: int, *, trust: bool) -> Target:
    try:
        return target_from_url(url, target_id=f"path_{number}", is_trust_checked=trust)
    except CodecError as error:
        raise CommandError("wrong_path", exit_code=WRONG_USAGE, number=number, detail=error) from error


def _as_json(target: Target, measurement: Measurement, verdict: Verdict) -> dict[str, object]:
    reasons = [reason.value for reason in verdict.reasons]
    return {"url": url_of(target), "state": verdict.state.value, "reasons": reasons, **measurement.to_json()}


def _as_table(tried: Sequence[Tried], messages: Messages) -> str:
    headings = [messages.say(f"column_{name}") for name in ("path", "state", "reasons", "latency", "loss", "days")]
    rows = [
        (
            url_of(target),
            messages.say(f"state_{verdict.state.value}"),
            ", ".join(verdict.reasons),
            _shown(measurement.latency_ms, " ms"),
            _shown(measurement.loss_percent, " %"),
            _shown(measurement.days_left, ""),
        )
        for target, measurement, verdict in tried
    ]
    return render_table(headings, rows, right=frozenset({3, 4, 5}))


def _shown(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:.1f}{unit}"

"""Every kind of device a site can have."""

from collections.abc import Mapping

from .access.kind import GATE
from .campuslink.model import Kind
from .environment.kind import ENVIRONMENT
from .kind_glue import KindGlue
from .lighting.kind import LIGHTING
from .meters.kind import METER
from .network.kind import PROBE, SWITCH
from .projectors.kind import PROJECTOR
from .recordings.kind import RECORDER

KINDS: Mapping[Kind, KindGlue] = {
    Kind.METER: METER,
    Kind.SWITCH: SWITCH,
    Kind.PROBE: PROBE,
    Kind.GATE: GATE,
    Kind.PROJECTOR: PROJECTOR,
    Kind.LIGHTING: LIGHTING,
    Kind.ENVIRONMENT: ENVIRONMENT,
    Kind.RECORDER: RECORDER,
}

"""Register maps by model, each written from its documented map."""

from collections.abc import Mapping

from ..registers import RegisterMap
from . import abb, carlo_gavazzi, chint, eastron, schneider, sunspec

MAPS: Mapping[str, RegisterMap] = {
    "eastron-sdm120": eastron.SDM120,
    "eastron-sdm630": eastron.SDM630,
    "chint-ddsu666": chint.DDSU666,
    "chint-dtsu666": chint.DTSU666,
    "schneider-pm5110": schneider.PM5110,
    "schneider-iem3155": schneider.IEM3155,
    "abb-b23": abb.B23,
    "carlo-gavazzi-em340": carlo_gavazzi.EM340,
    "sunspec-meter": sunspec.METER_203,
}
"""By the id of the profile that reads the model."""

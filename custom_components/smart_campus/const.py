"""Names shared by the glue: the domain, and the keys of a site's and a device's stored data."""

from datetime import timedelta
from typing import Final

from homeassistant.const import Platform

from .campuslink.model import Kind, PollClass

DOMAIN: Final = "smart_campus"
PLATFORMS: Final = (
    Platform.BINARY_SENSOR,
    Platform.CALENDAR,
    Platform.CAMERA,
    Platform.COVER,
    Platform.EVENT,
    Platform.LIGHT,
    Platform.LOCK,
    Platform.MEDIA_PLAYER,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TODO,
)

SUBENTRY_METER: Final = Kind.METER.value
"""A subentry's type is the kind of its device."""

CONF_NAME: Final = "name"
CONF_PROFILE: Final = "profile"
CONF_MODEL: Final = "model"
CONF_ENDPOINT: Final = "endpoint"
CONF_ADDRESS: Final = "address"
CONF_PARAMS: Final = "params"
CONF_INTERVALS: Final = "intervals"
CONF_AREA_ID: Final = "area_id"
CONF_KEY: Final = "key"
CONF_CREDENTIALS: Final = "credentials"
CONF_OPTIONS: Final = "options"
"""What the kind lets a person set: ports picked, targets, lamp lifetime."""
CONF_FAST_S: Final = "fast_s"
CONF_NORMAL_S: Final = "normal_s"
CONF_SLOW_S: Final = "slow_s"

INTERVAL_CLASSES: Final = {
    CONF_FAST_S: PollClass.FAST,
    CONF_NORMAL_S: PollClass.NORMAL,
    CONF_SLOW_S: PollClass.SLOW,
}
"""Which poll class an interval of a site or device sets."""

OWN_PROFILES_PATH: Final = "smart_campus/device_profiles"
"""Folder of the installation's own profiles, below the configuration folder."""

UNREACHABLE_AFTER: Final = timedelta(days=1)
"""How long a device may be silent before a person is asked to look after it."""

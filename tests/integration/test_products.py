"""Which of a profile's products a device is shown as."""

import pytest

from custom_components.smart_campus.campuslink.profile.library import load_library
from custom_components.smart_campus.library import SHIPPED_PATH
from custom_components.smart_campus.products import find_product

LIBRARY = load_library(SHIPPED_PATH)


@pytest.mark.parametrize(
    ("profile", "chosen", "shown"),
    [
        ("eastron-sdm630", "Eastron SDM72D-M-2", ("Eastron", "SDM72D-M-2")),
        ("dlt645-2007-single-phase", "Chint DDSU666 (factory setting)", ("Chint", "DDSU666 (factory setting)")),
        ("eastron-sdm630", "", ("Eastron", "SDM630")),
        ("eastron-sdm630", "Eastron SDM999", ("Eastron", "SDM630")),
        ("eastron-sdm230", "", ("Eastron", "SDM230-Modbus")),
    ],
)
def test_device_is_named_by_the_product_chosen_else_by_its_family(
    profile: str, chosen: str, shown: tuple[str, str]
) -> None:
    product = find_product(LIBRARY.profiles[profile], chosen)

    assert (product.brand, product.model) == shown


def test_family_of_several_brands_has_none() -> None:
    assert find_product(LIBRARY.profiles["dlt645-2007-single-phase"], "").brand == ""

"""A SunSpec three-phase wye meter: common model 1 and meter model 203.

Source: sunspec/models, model_1.json and model_203.json.
"""

from ..registers import SUNSPEC_ACC32, SUNSPEC_I16, RegisterMap, row, text_words

BASE = 40000
COMMON = BASE + 2
COMMON_LENGTH = 66
METER = COMMON + 2 + COMMON_LENGTH
METER_LENGTH = 105
END = METER + 2 + METER_LENGTH


def _scale(exponent: int) -> tuple[int]:
    return (exponent & 0xFFFF,)


METER_203 = RegisterMap(
    readable=((BASE, END + 1),),
    fields=(
        *row(METER + 2, 1, SUNSPEC_I16, "current_sum current_l1 current_l2 current_l3", 0.01),
        *row(METER + 7, 1, SUNSPEC_I16, "voltage voltage_l1 voltage_l2 voltage_l3", 0.1),
        *row(METER + 12, 1, SUNSPEC_I16, "voltage_l1_l2 voltage_l2_l3 voltage_l3_l1", 0.1),
        *row(METER + 16, 1, SUNSPEC_I16, "frequency", 0.01),
        *row(METER + 18, 1, SUNSPEC_I16, "active_power active_power_l1 active_power_l2 active_power_l3", 10),
        *row(METER + 23, 1, SUNSPEC_I16, "apparent_power apparent_power_l1 apparent_power_l2 apparent_power_l3", 10),
        *row(METER + 28, 1, SUNSPEC_I16, "reactive_power reactive_power_l1 reactive_power_l2 reactive_power_l3", 10),
        *row(METER + 33, 1, SUNSPEC_I16, "power_factor power_factor_l1 power_factor_l2 power_factor_l3", 0.001),
        *row(METER + 38, 2, SUNSPEC_ACC32, "energy_export energy_export_l1 energy_export_l2 energy_export_l3", 0.1),
        *row(METER + 46, 2, SUNSPEC_ACC32, "energy_import energy_import_l1 energy_import_l2 energy_import_l3", 0.1),
    ),
    constants={
        BASE: text_words("SunS", 2),
        COMMON: (1, COMMON_LENGTH),
        COMMON + 2: text_words("Simulated", 16),
        COMMON + 18: text_words("Meter 203", 16),
        COMMON + 42: text_words("1.0", 8),
        METER: (203, METER_LENGTH),
        METER + 6: _scale(-2),
        METER + 11: (0x8000,),
        METER + 15: _scale(-1),
        METER + 17: _scale(-2),
        METER + 22: _scale(1),
        METER + 27: _scale(1),
        METER + 32: _scale(1),
        METER + 37: _scale(-1),
        METER + 54: _scale(2),
        METER + 71: (0x8000,),
        METER + 104: (0x8000,),
        METER + 105: (0, 0),
        END: (0xFFFF, 0),
    },
    serial=(COMMON + 50, lambda serial: text_words(serial, 16)),
)

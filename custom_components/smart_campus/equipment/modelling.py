"""The model a row of a file means, and those that come near a name nobody knows."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from ..campuslink.model import Kind
from ..campuslink.profile.library import Library
from ..flows.models import Model, list_models
from ..sheets.rules.faults import CellError
from .devices import LEDGER_KINDS
from .rules.places import place_key

NEAR: Final = 3
"""Names that are proposed for one nobody knows."""
_ALIKE: Final = 0.5


class Models:
    """Every model of a library by each of its names."""

    def __init__(self, library: Library) -> None:
        self._by_name: dict[str, list[Model]] = {}
        self._labels: dict[str, str] = {}
        for kind in sorted(LEDGER_KINDS):
            for model in list_models(library, Kind(kind)).values():
                self._add(model)

    def find(self, text: str, *, kind: str, manufacturer: str = "") -> Model:
        """Return the model of a label, a product's name or a profile's id. kind: empty where the row says none.

        Raises CellError with names that come near.
        """
        for name in (f"{manufacturer} {text}" if manufacturer else text, text):
            found = [each for each in self._by_name.get(place_key(name), ()) if kind in ("", each.profile.kind.value)]
            if len({each.profile.id for each in found}) == 1:
                return found[0]
            if found:
                raise CellError("cell_model_ambiguous", text, ", ".join(sorted({each.profile.id for each in found})))
        raise CellError("cell_no_model", text, self._near(text, kind))

    def _near(self, text: str, kind: str) -> str:
        labels: Mapping[str, str] = {
            key: label
            for key, label in self._labels.items()
            if any(kind in ("", each.profile.kind.value) for each in self._by_name[key])
        }
        keys = get_close_matches(place_key(text), labels, NEAR * 2, _ALIKE)
        return ", ".join(list(dict.fromkeys(labels[key] for key in keys))[:NEAR]) or "–"

    def _add(self, model: Model) -> None:
        names = [model.label, model.profile.id, *model.profile.covers]
        names += [each.model for each in model.profile.products if f"{each.brand} {each.model}" == model.label]
        for name in names:
            key = place_key(name)
            self._by_name.setdefault(key, []).append(model)
            self._labels.setdefault(key, model.label)

"""The list of models a person chooses from."""

from collections.abc import Mapping
from dataclasses import dataclass

import probatio
from homeassistant.helpers.selector import SelectOptionDict, SelectSelector, SelectSelectorConfig, SelectSelectorMode

from ..campuslink.model import Kind
from ..campuslink.profile.library import Library
from ..campuslink.profile.schema import Profile
from ..const import CONF_MODEL
from ..products import labels_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """One product and the profile that speaks to it."""

    label: str
    """Brand and model as sold."""
    profile: Profile


def list_models(library: Library, kind: Kind) -> dict[str, Model]:
    """Return every product of a kind by its option value, sorted by label; none without the kind's catalogue.

    The value is the label, because it is what the closed list shows; where two profiles claim a product, the profile's
    id stands behind it.
    """
    found: dict[str, Model] = {}
    for profile in library.profiles.values() if kind in library.catalogues else ():
        for label in labels_of(profile) if profile.kind is kind else ():
            found[f"{label} [{profile.id}]" if label in found else label] = Model(label=label, profile=profile)
    return dict(sorted(found.items(), key=lambda item: item[0].casefold()))


def find_model(models: Mapping[str, Model], entered: str) -> Model | None:
    """Return the model of an option value; a profile's id stands for its first product, None for other text."""
    profile = next((model.profile for model in models.values() if model.profile.id == entered), None)
    return Model(label=labels_of(profile)[0], profile=profile) if profile else models.get(entered)


def model_schema(models: Mapping[str, Model], own_mark: str) -> probatio.Schema:
    """Return the form that chooses a model.

    own_mark: words put behind a model whose profile is the installation's own.
    """
    options = [
        SelectOptionDict(value=value, label=f"{model.label} ({own_mark})" if model.profile.is_own else model.label)
        for value, model in models.items()
    ]
    # Only lists that allow a value of one's own have a search field, and only optional ones start empty
    config = SelectSelectorConfig(options=options, mode=SelectSelectorMode.DROPDOWN, custom_value=True)
    return probatio.Schema({probatio.Optional(CONF_MODEL): SelectSelector(config)})

"""Settings as text and back: every setting of a study, which gives the same settings when read again."""

from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from sim.configuration.wording import Place, lines_of, nowhere
from sim.errors import UserError
from sim.settings.study import Settings


def resolved_yaml(settings: Settings) -> str:
    """Every setting with its value, as YAML; `settings_from_mapping` of what it holds gives equal settings."""
    values = settings.model_dump(mode="json")
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=120)


def settings_from_mapping(mapping: Mapping[str, Any], place: Place = nowhere) -> Settings:
    """Judge nested mappings of settings; UserError has a line for everything that is wrong."""
    if not isinstance(mapping, Mapping):
        raise UserError(f"settings: {type(mapping).__name__} given; give names with values")
    try:
        return Settings.model_validate(dict(mapping))
    except ValidationError as error:
        raise UserError("\n".join(lines_of(error, mapping, place))) from None

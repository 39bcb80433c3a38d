"""MLServer's own reading of its settings: python read_mlserver_settings.py settings.json|model-settings.json..."""

import json
import sys
from pathlib import Path

from mlserver.settings import ModelSettings, Settings

for file in map(Path, sys.argv[1:]):
    kind = ModelSettings if file.name == "model-settings.json" else Settings
    known = set(kind.model_fields)
    for field in kind.model_fields.values():
        known.update(getattr(field.validation_alias, "choices", [field.alias]))
    unknown = set(json.loads(file.read_text())) - known
    if unknown:
        sys.exit(f"{file}: {kind.__name__} has no {sorted(unknown)}")
    # The implementation is a class beside the file: it is imported from the parent of its top package.
    sys.path.insert(0, str(file.resolve().parents[2]))
    kind.parse_file(str(file))

"""Lazy imports, which keep `--help` fast."""

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from types import ModuleType


def lazily(name: str) -> ModuleType:
    """Return the module with this name. It is executed when an attribute is first accessed.

    Raises:
        ModuleNotFoundError: The module does not exist.
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        message = f"No module named {name}"
        raise ModuleNotFoundError(message, name=name)
    spec.loader = LazyLoader(spec.loader)
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

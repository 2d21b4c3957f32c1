"""What an engine answers otherwise than the log itself is asked: nothing of it stands aside once the log's is gone."""

import ast
import inspect

from timeline.onengine import EngineSnapshot
from timeline.snapshot import Snapshot


def asked_for(cls):
    """Name what the classes below a class ask of themselves."""
    for base in cls.__mro__[:-1]:
        for node in ast.walk(ast.parse(inspect.getsource(base))):
            if isinstance(node, ast.Attribute):
                yield node.attr


def test_each_own_answer_stands_for_one_that_is_asked():
    own = {name for name, of in vars(EngineSnapshot).items() if inspect.isfunction(of) and not name.endswith("__")}
    private = {name for name in own if name.startswith("_")}
    assert len(private) > 3
    assert {name for name in private if not hasattr(Snapshot, name)} == set()
    assert private - set(asked_for(Snapshot)) == set()

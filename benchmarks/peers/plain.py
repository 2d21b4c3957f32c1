"""A plain script: JSON lines into a dict. `one ROWS ENTITY`, `all ROWS`: the value that began last."""

import json
import sys


def cells(path, entity=None):
    found = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if entity is None or row["entity"] == entity:
                cell = (row["entity"], row["property"])
                if cell not in found or found[cell][0] <= row["last"]:
                    found[cell] = (row["last"], row["value"])
    return found


for cell, (_, value) in sorted(cells(sys.argv[2], *sys.argv[3:4]).items()):
    print(*cell, value)

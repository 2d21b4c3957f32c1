"""A package beside ours, as an installer would put it there."""

import os
import tomllib


def put_beside(example, folder):
    """Write what an installer would write of a package's pyproject.toml; give the path on which Python finds both."""
    project = tomllib.loads((example / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    _install(folder, project["name"], project["version"], project["entry-points"])
    return os.pathsep.join([str(folder), str(example / "src")])


def put_module(folder, name, code, points):
    """Write a package of one module, and what it offers: by group, the names and what of the module they stand for."""
    (folder / f"{name}.py").write_text(code, encoding="utf-8")
    _install(
        folder, name, "1.0", {group: {k: f"{name}:{v}" for k, v in offers.items()} for group, offers in points.items()}
    )


def _install(folder, name, version, points):
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    groups = ["\n".join([f"[{group}]", *(f"{k} = {v}" for k, v in offers.items())]) for group, offers in points.items()]
    (info / "entry_points.txt").write_text("\n\n".join(groups) + "\n", encoding="utf-8")

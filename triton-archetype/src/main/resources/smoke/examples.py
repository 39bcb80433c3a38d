def examples():
    """Yields each model's name, path and example request."""
    for request in sorted(ROOT.glob("src/models/*/request.json")):
        name = request.parent.name
        yield name, f"/v2/models/{urllib.parse.quote(name)}/infer", request

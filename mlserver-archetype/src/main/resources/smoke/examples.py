def examples():
    """Yields each model's name, path and example request."""
    for request in sorted(ROOT.glob("src/models/*/request.json")):
        settings = request.with_name("model-settings.json").read_text(encoding="utf-8")
        name = json.loads(settings).get("name", request.parent.name)
        yield name, f"/v2/models/{urllib.parse.quote(name)}/infer", request

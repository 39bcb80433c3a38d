def examples():
    """Yields the component's name, path and example request: MODEL_NAME, or else the one of .s2i/environment."""
    settings = (ROOT / ".s2i" / "environment").read_text(encoding="utf-8")
    written = re.search("^MODEL_NAME=(.*)", settings, re.MULTILINE)[1]
    name = os.environ.get("MODEL_NAME", written)
    request = ROOT / f"{name}_request.json"
    if request.is_file():
        yield name, "${predictPath}", request

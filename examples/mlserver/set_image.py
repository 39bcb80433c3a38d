"""Gives the image another registry or tag: python3 set_image.py registry.example.com/team/my-models:0.2.0

Writes it into docker-compose.yml and the manifests beside this file.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent
COMPOSE = ROOT / "docker-compose.yml"
IMAGE = r"(image: (?:&image )?)(\S+)"
NAME_AND_TAG = r"[a-z0-9](?:[a-z0-9._/-]|:\d+/)*:\w[\w.-]*"


def read(file):
    return file.read_bytes().decode()  # keeps the line ends


def main():
    if len(sys.argv) != 2 or not re.fullmatch(NAME_AND_TAG, sys.argv[1]):
        sys.exit("python3 set_image.py REGISTRY/NAME:TAG, the name in lower case")
    image = sys.argv[1]
    current = re.search(IMAGE, read(COMPOSE))[2]
    for file in [COMPOSE, *sorted(ROOT.glob("*.yaml"))]:
        text = read(file)
        named = re.compile(rf"(image: (?:&image )?){re.escape(current)}(?=\s)")
        if named.search(text):
            file.write_bytes(named.sub(rf"\g<1>{image}", text).encode())
            print(f"{file.name}: {image}")
        elif re.search(IMAGE, text):
            print(f"{file.name} names another image", file=sys.stderr)


if __name__ == "__main__":
    main()

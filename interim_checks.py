"""Until the merge: the checks of one archetype, python3 interim_checks.py RUNTIME TARGET."""

import re
import sys
from pathlib import Path

runtime, target = sys.argv[1].removesuffix("-archetype"), Path(sys.argv[2])
stack = []  # (is about the runtime, taken before, active)
out = []
for line in Path("../shared/checks.vm").read_text().splitlines():
    about = re.fullmatch(r'#(else)?if\(\$runtime == "(\w+)"\)', line)
    active = all(a for _, _, a in stack)
    if line.startswith("##"):
        continue
    if about and not about[1]:
        stack.append((True, about[2] == runtime, about[2] == runtime))
    elif about:
        _, taken, _ = stack.pop()
        now = not taken and about[2] == runtime
        stack.append((True, taken or now, now))
    elif line == "#else" and stack and stack[-1][0]:
        _, taken, _ = stack.pop()
        stack.append((True, True, not taken))
    elif line.startswith("#if") or line.startswith("#macro"):
        if active:
            out.append(line)
        stack.append((False, False, True))
    elif line == "#end":
        mine = stack.pop()[0]
        if not mine and all(a for _, _, a in stack):
            out.append(line)
    elif active:
        out.append(line)
target.mkdir(parents=True, exist_ok=True)
(target / "checks.vm").write_text("\n".join(out) + "\n")
(target / "shared").mkdir(exist_ok=True)
(target / "shared/checks.vm").write_text('#parse("/checks.vm")\n')

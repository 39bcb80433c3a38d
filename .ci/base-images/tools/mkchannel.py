#!/usr/bin/env python3
"""mkchannel.py OUT --cpython PREFIX [--cpython PREFIX2] [--wheel SPEC[@X.Y]] ...

Makes a small, REAL conda channel in OUT (linux-64/ and noarch/, .conda packages with
info/index.json + info/paths.json, repodata.json written by rattler's own indexer):

* one `python` package per --cpython, from an ordinary CPython install tree (a pyenv
  version): standard library, stripped binaries with RPATH $ORIGIN/../lib, the few
  shared libraries it needs beyond glibc, text prefixes replaced by a 255-character
  conda placeholder so the installer has to rewrite them;
* one package per --wheel, re-packed from PyPI: pure wheels as `noarch: python`
  packages (info/link.json with entry points), binary wheels one per Python (build
  string pyXY_0, depends python >=X.Y,<X.(Y+1).0a0). A wheel's own requirements
  become `depends` only where the channel has that package.

Needs: py-rattler, conda-package-streaming, packaging (PyPI), binutils (strip), patchelf.
"""
import argparse, asyncio, configparser, hashlib, json, os, pathlib, re, shutil, subprocess, sys, tempfile, time, zipfile
from email.parser import Parser

from conda_package_streaming.create import conda_builder
from packaging.requirements import Requirement
import backports.zstd as zstd

PLACEHOLDER = "/opt/conda_build/" + "placehold_" * 23 + "p" * 8
assert len(PLACEHOLDER) == 255, len(PLACEHOLDER)
NOW = int(time.time() * 1000) - 86_400_000
SYSTEM = re.compile(r"^(linux-vdso|ld-linux|libc|libm|libdl|librt|libpthread|libutil|libresolv|libgcc_s|libstdc\+\+)[.-]")
DROP_EXT = re.compile(r"^(_tkinter|nis|ossaudiodev|_test|_ctypes_test|_xxtest|xx)")


def run(*cmd, **kw):
    return subprocess.run(cmd, check=True, text=True, stdout=subprocess.PIPE, **kw).stdout


def write_package(out, subdir, stage, index, link=None):
    name = f"{index['name']}-{index['version']}-{index['build']}"
    index = dict(index, subdir=subdir, timestamp=NOW, license=index.get("license", "unknown"))
    if subdir != "noarch":
        index.update(arch="x86_64", platform="linux")
    paths = []
    for p in sorted(stage.rglob("*")):
        rel = p.relative_to(stage).as_posix()
        if p.is_dir() and not p.is_symlink():
            continue
        if p.is_symlink():
            paths.append({"_path": rel, "path_type": "softlink"})
            continue
        data = p.read_bytes()
        entry = {"_path": rel, "path_type": "hardlink"}
        if PLACEHOLDER.encode() in data:
            entry |= {"prefix_placeholder": PLACEHOLDER, "file_mode": "text"}
        entry |= {"sha256": hashlib.sha256(data).hexdigest(), "size_in_bytes": len(data)}
        paths.append(entry)
    info = stage / "info"
    info.mkdir()
    (info / "index.json").write_text(json.dumps(index, indent=1))
    (info / "paths.json").write_text(json.dumps({"paths": paths, "paths_version": 1}))
    (info / "files").write_text("".join(e["_path"] + "\n" for e in paths))
    if link:
        (info / "link.json").write_text(json.dumps({"noarch": link, "package_metadata_version": 1}))
    (out / subdir).mkdir(parents=True, exist_ok=True)
    compressor = zstd_compressor()
    with conda_builder(name, str(out / subdir), **compressor) as tar:
        tar.add(str(stage), "", filter=_anon)
    print(f"  {subdir}/{name}.conda  {(out/subdir/(name+'.conda')).stat().st_size/1e6:.1f} MB  {len(paths)} files", flush=True)


def zstd_compressor():
    import conda_package_streaming.create as c
    c.ZSTD_COMPRESS_LEVEL = 6
    return {}


def _anon(ti):
    ti.uid = ti.gid = 0
    ti.uname = ti.gname = ""
    return ti


def python_package(out, prefix, work):
    prefix = pathlib.Path(prefix)
    exe = next(p for p in sorted((prefix / "bin").glob("python3.[0-9]*")) if re.fullmatch(r"python3\.\d+", p.name))
    version = run(str(exe), "-c", "import sys;print('%d.%d.%d'%sys.version_info[:3])").strip()
    xy = version.rsplit(".", 1)[0]
    stage = work / f"python-{version}"
    (stage / "bin").mkdir(parents=True)
    (stage / "lib").mkdir()
    shutil.copy2(exe, stage / "bin" / exe.name)
    for alias in ("python", "python3"):
        (stage / "bin" / alias).symlink_to(exe.name)
    src_lib, dst_lib = prefix / "lib" / f"python{xy}", stage / "lib" / f"python{xy}"

    def ignore(d, names):
        d = pathlib.Path(d)
        skip = {n for n in names if n == "__pycache__" or n.endswith((".pyc", ".a", ".o"))}
        if d == src_lib:
            skip |= {"test", "site-packages", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3"} & set(names)
        elif "tests" in names:
            skip.add("tests")
        if d.name == "lib-dynload":
            skip |= {n for n in names if DROP_EXT.match(n)}
        return skip

    shutil.copytree(src_lib, dst_lib, symlinks=True, ignore=ignore)
    (dst_lib / "site-packages").mkdir()
    (dst_lib / "site-packages" / "README.txt").write_text("site-packages\n")
    shutil.copytree(prefix / "include" / f"python{xy}", stage / "include" / f"python{xy}")
    for so in (prefix / "lib").glob("libpython*.so.1.0"):
        shutil.copy2(so, stage / "lib" / so.name)

    elfs = [stage / "bin" / exe.name, *stage.glob("lib/libpython*"), *(dst_lib / "lib-dynload").glob("*.so")]
    for elf in list(elfs):   # bundle what is not glibc
        for name, path in re.findall(r"(\S+) => (/\S+)", run("ldd", str(elf))):
            dst = stage / "lib" / name
            if not SYSTEM.match(name) and not dst.exists() and not name.startswith("libpython"):
                shutil.copy2(os.path.realpath(path), dst)
                os.chmod(dst, 0o755)
                elfs.append(dst)
    for elf in elfs:
        subprocess.run(["strip", "--strip-unneeded", str(elf)], check=True)
        up = os.path.relpath(stage / "lib", elf.parent)
        subprocess.run(["patchelf", "--set-rpath", "$ORIGIN" if up == "." else f"$ORIGIN/{up}", str(elf)], check=True)
    for p in stage.rglob("*"):   # text files that name the build prefix
        if p.is_file() and not p.is_symlink():
            data = p.read_bytes()
            if str(prefix).encode() in data and b"\0" not in data:
                p.write_bytes(data.replace(str(prefix).encode(), PLACEHOLDER.encode()))
    write_package(out, "linux-64", stage, {
        "name": "python", "version": version, "build": "h0_cpython", "build_number": 0,
        "depends": ["__glibc >=2.17,<3.0.a0"], "license": "PSF-2.0"})
    return xy, exe


def conda_name(n):
    return re.sub(r"[-_.]+", "-", n).lower()


def spec_of(req):
    s = ",".join(sorted(map(str, req.specifier)))
    return f"{conda_name(req.name)} {s}".strip()


def wheel_package(out, wheel, xy, channel_names, work):
    zf = zipfile.ZipFile(wheel)
    di = next(n.split("/")[0] for n in zf.namelist() if ".dist-info/METADATA" in n)
    meta = Parser().parsestr(zf.read(f"{di}/METADATA").decode())
    name, version = conda_name(meta["Name"]), meta["Version"]
    pure = wheel.name.endswith("-none-any.whl")
    stage = work / f"{name}-{version}-{'any' if pure else xy}"
    site = stage / ("site-packages" if pure else f"lib/python{xy}/site-packages")
    site.mkdir(parents=True)
    for zi in zf.infolist():
        if zi.is_dir():
            continue
        parts = zi.filename.split("/")
        if parts[0].endswith(".data"):
            kind = parts[1]
            rest = "/".join(parts[2:])
            dst = {"purelib": site / rest, "platlib": site / rest, "data": stage / rest,
                   "scripts": stage / ("python-scripts" if pure else "bin") / rest}.get(kind)
            if dst is None:
                continue
        else:
            dst = site / zi.filename
        dst.parent.mkdir(parents=True, exist_ok=True)
        data = zf.read(zi)
        if data.startswith(b"#!python") and "scripts" in zi.filename:
            data = data.replace(b"#!python", f"#!{PLACEHOLDER}/bin/python".encode(), 1)
        dst.write_bytes(data)
        mode = zi.external_attr >> 16
        os.chmod(dst, 0o755 if mode & 0o111 or "scripts" in parts[:2] else 0o644)
    (site / di / "INSTALLER").write_text("conda\n")
    eps = []
    if f"{di}/entry_points.txt" in zf.namelist():
        cp = configparser.ConfigParser(delimiters=("=",))
        cp.optionxform = str
        cp.read_string(zf.read(f"{di}/entry_points.txt").decode())
        eps = [f"{k} = {v.split('[')[0].strip()}" for k, v in cp["console_scripts"].items()] if cp.has_section("console_scripts") else []
    if not pure and eps:
        (stage / "bin").mkdir(exist_ok=True)
        for ep in eps:
            cmd, target = [x.strip() for x in ep.split("=")]
            mod, func = target.split(":")
            f = stage / "bin" / cmd
            f.write_text(f"#!{PLACEHOLDER}/bin/python\nimport sys\nfrom {mod} import {func.split('.')[0]}\nif __name__ == '__main__':\n    sys.exit({func}())\n")
            os.chmod(f, 0o755)
    depends = ["python"] if pure else [f"python >={xy},<3.{int(xy.split('.')[1])+1}.0a0"]
    if meta["Requires-Python"] and pure:
        depends = [f"python {meta['Requires-Python'].replace(' ', '')}"]
    for r in meta.get_all("Requires-Dist") or []:
        req = Requirement(r)
        if conda_name(req.name) in channel_names and not (req.marker and not req.marker.evaluate({"extra": "", "python_version": xy})):
            depends.append(spec_of(req))
    index = {"name": name, "version": version, "build_number": 0, "depends": depends,
             "build": "pyhd8ed1ab_0" if pure else f"py{xy.replace('.', '')}_0"}
    if pure:
        index["noarch"] = "python"
    write_package(out, "noarch" if pure else "linux-64", stage, index,
                  {"type": "python", "entry_points": eps} if pure else None)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=pathlib.Path)
    ap.add_argument("--cpython", action="append", required=True)
    ap.add_argument("--wheel", action="append", default=[])
    a = ap.parse_args()
    out = a.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    (out / "noarch").mkdir(parents=True)
    (out / "linux-64").mkdir()
    names = {conda_name(re.split(r"[<>=!~ ]", w)[0]) for w in a.wheel} | {"python"}
    with tempfile.TemporaryDirectory() as td:
        work = pathlib.Path(td)
        pythons = [python_package(out, p, work) for p in a.cpython]
        done = set()
        for xy, exe in pythons:
            wh = work / f"wheels-{xy}"
            for spec in a.wheel:
                d = wh / re.sub(r"\W", "_", spec)
                r = subprocess.run([str(exe), "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", str(d), spec],
                                   text=True, stderr=subprocess.PIPE)
                if r.returncode:
                    print(f"  -- no wheel of {spec} for python {xy}: {r.stderr.strip().splitlines()[-1][:120]}")
                    continue
                w = next(d.glob("*.whl"))
                if (w.name) in done:
                    continue
                done.add(w.name)
                wheel_package(out, w, xy, names, work)
    from rattler.index import index_fs
    asyncio.run(index_fs(str(out)))
    for s in ("linux-64", "noarch"):
        d = json.loads((out / s / "repodata.json").read_text())
        print(f"{s}: {len(d.get('packages', {})) + len(d['packages.conda'])} packages in repodata.json")


main()
# py-rattler's threads now and then crash an interpreter that ends in order.
sys.stdout.flush()
os._exit(0)

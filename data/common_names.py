#!/usr/bin/env python3
"""Names of places that running text uses as ordinary words: the lists of places.toml.

    common_names.py DIR    DIR: output of `rasd extract` over a large sample of news of all subjects

A word is listed when it is read as a place often, yet seldom with anything before it that leads to a
place (a generic noun, a preposition, a bearing), and means neither a country nor a city. Those that the
supplement has go into the list `led` of places.toml, the rest into `common`. Standard library only.
"""
import json, re, sys
from collections import Counter

LEADS = "في من إلى الى شمال جنوب شرق غرب مدينة محافظة بلدة قرية ولاية منطقة بين وسط داخل ريف شمالي جنوبي شرقي غربي قرب إقليم قضاء".split()
CLITICS = ["و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "لل", "ولل"]
FOLD = str.maketrans("أإآٱؤئىة", "اااا" + "ويي" + "ه")


def fold(text):
    return re.sub("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e]", "", text).translate(FOLD)


def main():
    directory = sys.argv[1]
    texts, words = {}, Counter()
    for line in open(f"{directory}/documents.jsonl", encoding="utf-8"):
        document = json.loads(line)
        texts[document["document_id"]] = document["text"]
        words.update(re.findall(r"[^\W\d_]+", fold(document["text"])))
    leads = re.compile("(?:" + "|".join(map(fold, LEADS)) + r")\W{1,3}$")
    total, led, large = Counter(), Counter(), set()
    for line in open(f"{directory}/mentions.jsonl", encoding="utf-8"):
        m = json.loads(line)
        if m["kind"] != "place" or m["rule"].split(".")[-1] not in ("name", "led") or " " in m["text"]:
            continue
        form = fold(m["text"])
        total[form] += 1
        led[form] += bool(leads.search(fold(texts[m["document_id"]][max(0, m["start"] - 14):m["start"]])))
        if m["feature"] == "country" or m["feature"] == "city":
            large.add(form)
    for form, count in sorted(total.items()):
        rests = [form[len(c):] for c in CLITICS if form.startswith(c) and len(form) - len(c) >= 2]
        alone = any(total[rest] for rest in rests)
        if count >= 4 and led[form] / count < 0.10 and form not in large and not alone:
            print(form, count, led[form], sep="\t")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Tell what a change does to real texts: the figures of now against those last committed.

    changes.py RASD [SHARED]            print what is different from figures.json
    changes.py RASD [SHARED] --write    write figures.json anew

The seeds are read, and with SHARED (a folder that holds gold/ and corpus/) the gold documents and 500
articles of the corpus. figures.json holds counts and hashes, no word of a text: events by kind, rule
and filled-in field, mentions by kind and rule, flags, and for each document the hash of what it gave.
Standard library only; `xz` unpacks the corpus.
"""
import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter

FIGURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'figures.json')
ARTICLES = 500
SHOWN = 40


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def table(output, name):
    with open(os.path.join(output, name), encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def figures(rasd, source):
    """Counts of what `source` gives, and a hash for each of its documents."""
    counts, documents = Counter(), {}
    with tempfile.TemporaryDirectory() as output:
        done = subprocess.run([rasd, 'extract', source, '-q', '-o', output], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f'rasd extract {source}: {done.stderr}')
        for name in ('events.csv', 'aggregates.csv', 'mentions.csv'):
            for row in table(output, name):
                documents.setdefault(row['document_id'], []).append('\0'.join(row.values()))
                count(counts, name.removesuffix('.csv'), row)
    counts = {name: counts[name] for name in sorted(counts)}
    return {'counts': counts, 'documents': {digest(id): digest('\n'.join(rows)) for id, rows in documents.items()}}


def count(counts, name, row):
    counts[name] += 1
    counts[f'{name} kind {row.get("event_kind") or row["kind"]}'] += 1
    for rule in (row.get('rules') or row.get('rule', '')).split(';'):
        counts[f'{name} rule {rule}'] += 1
    for flag in filter(None, row['flags'].split(';')):
        counts[f'{name} flag {flag}'] += 1
    if name == 'events':
        for field, value in row.items():
            counts[f'{name} field {field}'] += value != ''


def sources(shared, folder):
    """Names and paths of the texts."""
    yield 'seed', 'seeds'
    if shared and os.path.isdir(shared):
        yield 'dev', os.path.join(shared, 'gold', 'dev.jsonl')
        corpus = os.path.join(shared, 'corpus', 'news.jsonl.xz')
        if os.path.exists(corpus):
            articles = os.path.join(folder, 'corpus.jsonl')
            with open(articles, 'wb') as file:
                unpack = subprocess.Popen(['xz', '-dc', corpus], stdout=subprocess.PIPE)
                for _ in range(ARTICLES):
                    file.write(unpack.stdout.readline())
                unpack.kill()
            yield f'{ARTICLES} of the corpus', articles


def report(name, before, now):
    """Print what is different between two sets of figures."""
    if before is None:
        return print(f'{name}: no figures committed')
    old, new = before['documents'], now['documents']
    other = sum(old.get(id) != new.get(id) for id in old.keys() | new.keys())
    print(f'{name}: {other} of {len(old.keys() | new.keys())} documents are read otherwise')
    old, new = before['counts'], now['counts']
    changed = [key for key in sorted(old.keys() | new.keys()) if old.get(key, 0) != new.get(key, 0)]
    for key in changed[:SHOWN]:
        a, b = old.get(key, 0), new.get(key, 0)
        print(f'  {key:44} {a:6} → {b:6}  {b - a:+}')
    if len(changed) > SHOWN:
        print(f'  and {len(changed) - SHOWN} more counts')


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != '--write']
    rasd, shared = arguments[0], arguments[1] if len(arguments) > 1 else None
    try:
        with open(FIGURES, encoding='utf-8') as file:
            committed = json.load(file)
    except FileNotFoundError:
        committed = {}
    now = dict(committed)
    with tempfile.TemporaryDirectory() as folder:
        for name, path in sources(shared, folder):
            now[name] = figures(rasd, path)
            report(name, committed.get(name), now[name])
    if '--write' in sys.argv:
        with open(FIGURES, 'w', encoding='utf-8') as file:
            file.write(dump(now))
    elif now != committed:
        print('if that is meant: python3 .ci/changes.py target/release/rasd ../shared --write')


def dump(figures):
    """JSON with a line for each count, and one for all the hashes of a set."""
    sets = []
    for name, figure in figures.items():
        counts = ',\n'.join(f'  {json.dumps(key)}: {value}' for key, value in figure['counts'].items())
        hashes = json.dumps(figure['documents'], separators=(',', ':'))
        sets.append(f'{json.dumps(name)}: {{"counts": {{\n{counts}\n }},\n "documents": {hashes}}}')
    return '{\n' + ',\n'.join(sets) + '\n}\n'


if __name__ == '__main__':
    main()

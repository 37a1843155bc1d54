#!/usr/bin/env python3
"""Compare the scores on the gold annotations with the floors in floors.json.

    floors.py RASD GOLD_DIR            fail where a score is below its floor
    floors.py RASD GOLD_DIR --raise    set the floors a little below the scores (never lower them)

Also fails where `rasd score` and score.py disagree. Standard library only. GOLD_DIR holds dev.jsonl, seed.jsonl, score.py and score_expressions.py.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

FLOORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'floors.json')
MEASURES = ('date', 'place', 'casualty', 'event_found', 'event_strict')
MARGIN = 0.01


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f'{" ".join(command)}: {done.stderr or done.stdout}')
    return done.stdout


def documents(rasd, gold, name):
    """F1 and precision of each measure on one gold file."""
    path = os.path.join(gold, name + '.jsonl')
    with tempfile.TemporaryDirectory() as output:
        run(rasd, 'extract', path, '-q', '-o', output)
        report = json.loads(run(sys.executable, os.path.join(gold, 'score.py'), path, output, '--json'))
        own = json.loads(run(rasd, 'score', path, output, '--format', 'json'))
    agree(name, report, own)
    return {f'{name} {measure} {key}': report[measure][key] for measure in MEASURES for key in ('f1', 'precision')}


def agree(name, theirs, own):
    """Stop where a figure of score.py is not that of `rasd score`."""
    for key, value in theirs.items():
        if isinstance(value, dict):
            agree(f'{name} {key}', value, own[key])
        elif own[key] != value:
            sys.exit(f'ci: FAILED: {name} {key}: score.py says {value}, rasd score {own[key]}')


def expressions(rasd, gold):
    """Share of right answers per kind of expression (the plural lines of the report)."""
    files = sorted(glob.glob(os.path.join(gold, 'expressions', '*.jsonl')))
    script = os.path.join(gold, 'score_expressions.py')
    excluded = os.path.join(os.path.dirname(FLOORS), '..', 'tests', 'excluded.jsonl')
    options = ['--excluded', excluded] if os.path.exists(excluded) else []
    report = run(sys.executable, script, rasd, *files, *options)
    lines = re.findall(r'^(\S+) +(\d+) / +(\d+) ', report, re.MULTILINE)
    return {f'expressions {kind}': int(right) / int(of)
            for kind, right, of in lines if not kind.endswith('.jsonl')}


def main():
    rasd, gold = sys.argv[1:3]
    scores = {**documents(rasd, gold, 'seed'), **documents(rasd, gold, 'dev'), **expressions(rasd, gold)}
    with open(FLOORS, encoding='utf-8') as file:
        floors = json.load(file)
    if '--raise' in sys.argv:
        for name, score in scores.items():
            floors[name] = max(floors.get(name, 0), round(score - MARGIN, 3), 0)
        with open(FLOORS, 'w', encoding='utf-8') as file:
            json.dump(floors, file, indent=1)
            file.write('\n')
    below = 0
    for name in sorted(set(scores) | set(floors)):
        score, floor = scores.get(name, 0), floors.get(name, 0)
        fails = score < floor
        below += fails
        print(f'{name:34} {score:.3f}  floor {floor:.3f}{"  BELOW" if fails else ""}')
    sys.exit(f'ci: FAILED: {below} scores below their floors' if below else 0)


if __name__ == '__main__':
    main()

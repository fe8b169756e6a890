import { describe, expect, it } from 'vitest';
import { releaseFileOf, releaseFileText, termsIn } from '../../src-shared/release-file.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { parseReleaseFile } from './read-release-file.ts';

const problems = (text: string): string => {
  const parsed = parseReleaseFile(text, 'f.yaml');
  return parsed.ok ? 'none' : parsed.fault.message;
};

describe('a release file', () => {
  it('may have no bake and wait for no second opinion', () => {
    expect(problems('blockyard: 1\nimage: x\nbake: 0 s\nopinion: { wait: 0 s }\nchecks: { within: 1 ms }\n')).toBe('none'); // prettier-ignore
  });

  it('is read from YAML and from JSON, and what it leaves out is as usual', () => {
    const yaml = parseReleaseFile('blockyard: 1\nimage: web@1.2\nsteps:\n  - { percent: 5, pause: 5 min }\n  - { percent: 50, pause: press }\n', ''); // prettier-ignore
    const json = parseReleaseFile('{"blockyard":1,"image":"web@1.2","steps":[{"percent":5,"pause":"5 min"},{"percent":50,"pause":"press"}]}', ''); // prettier-ignore
    expect(yaml).toEqual(json);
    if (!yaml.ok) throw new Error(yaml.fault.message);
    expect(termsIn(yaml.value)).toEqual({
      ...usualTerms,
      steps: [
        { percent: 5, pauseMs: 300_000 },
        { percent: 50, pauseMs: null },
      ],
    });
  });

  it('is written with all that it means, and read back the same, whatever the names are', () => {
    const terms = {
      ...usualTerms,
      checks: { ...usualTerms.checks, text: 'it\'s "ok": #1\n', withinMs: 1500 },
      steps: [{ percent: 10, pauseMs: 90_000 }],
      bakeMs: 0,
    };
    const head = { yard: 'null', fleet: 'web: x # y', image: 'sha256:0123', size: 3 };
    const text = releaseFileText(releaseFileOf(head, terms));
    const back = parseReleaseFile(text, '');
    if (!back.ok) throw new Error(`${back.fault.message}\n${text}`);
    expect(back.value).toMatchObject({ blockyard: 1, ...head });
    expect(termsIn(back.value)).toEqual(terms);
  });

  it.each([
    ['blockyard: 1\nimage: x\nstep: 3\n', 'line 3: step is not known; do you mean steps?'],
    [
      'blockyard: 1\nimage: x\nchecks:\n  status: "200"\n',
      'line 4: checks.status has to be a number',
    ],
    ['blockyard: 1\nimage: x\nbake: 10\n', 'line 3: bake has to be a string'],
    ['blockyard: 1\nimage: x\nbake: soon\n', 'line 3: bake has to be a time with a unit'],
    ['blockyard: 1\nimage: x\nsteps: [{ percent: 0, pause: 1 s }]\n', 'steps[0].percent'],
    [
      'blockyard: 1\nimage: x\nsteps:\n  - { percent: 50, pause: 1 s }\n  - { percent: 20, pause: 1 s }\n',
      'line 5: steps[1].percent has to be larger than in the step before',
    ],
    ['blockyard: 2\nimage: x\n', 'line 1: blockyard has to be 1'],
    [
      'blockyard: 1\nimage: x\nchecks:\n  within: 0 s\n',
      'line 4: checks.within has to be longer than 0 s: no answer is there at once',
    ],
    [
      'blockyard: 1\nimage: x\nchecks: { within: 2 min }\n',
      'line 3: checks.within has to be a time with a unit, like "30 s" or "5 min", and at most 1 min',
    ],
    [
      'blockyard: 1\nimage: x\nsteps:\n  - { percent: 5, pause: 0 s }\n',
      'line 4: steps[0].pause has to be longer than 0 s: nobody would watch this share',
    ],
    [
      'blockyard: 1\nimage: x\nsteps:\n  - { percent: 5, pause: soon }\n',
      'line 4: steps[0].pause has to be a time with a unit, like "30 s" or "5 min", and at most 1 d',
    ],
    ['blockyard: 1\nimage: x\nbake: 5 min 5 min\n', 'line 3: bake has to be a time with a unit'],
    ['blockyard: 1\n', 'image exactly one of image, importFrom and generation has to be there'],
    ['blockyard: 1\nimage: x\ngeneration: v2\n', 'exactly one of'],
    ['blockyard: 1\ngeneration: v2\nsize: 3\n', 'line 3: size belongs to an image'],
    ['blockyard: 1\nimage: x\nimage: y\n', 'line 3: image stands there twice'],
    ['blockyard: 1\nimage: x\n---\nimage: y\n', 'it holds more than one document'],
    [`blockyard: 1\nimage: ${'['.repeat(5000)}\n`, 'nested far deeper than any release'],
    ['blockyard: 1\nimage: [unclosed\n', 'line 3: Flow sequence'],
    ['- 1\n', 'has to be an object'],
    ['', 'has to be an object'],
    ['blockyard: 1\nimage: &a x\nfleet: *a\n', 'Anchors and aliases are not used'],
  ])('%j is refused, with the place and what would be right', (text, said) => {
    expect(problems(text)).toContain(said);
  });
});

it('tells ten of what is wrong, however much of it there is', () => {
  const keys = Array.from({ length: 30_000 }, (_, at) => `k${at.toString(36)}:`).join('\n');
  const text = problems(`blockyard: 1\nimage: x\n${keys}\n`);
  expect(text.match(/is not known/gu)).toHaveLength(10);
});

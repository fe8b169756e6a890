/** Answers of an API: what differs is told by its place, what only looks different is not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerDifference } from './answer-difference.ts';
import type { PathAnswer } from './ask-path.ts';
import { jsonDifference } from './json-difference.ts';
import { isSameNumber, readJson, type Json } from './read-json.ts';

const mark = (): string => '\u2022\u2022\u2022\u2022';

function json(text: string): Json {
  const read = readJson(text);
  if (read === null) throw new Error(`${text} is no JSON.`);
  return read;
}

function rows(a: string, b: string, ignored: readonly string[] = []) {
  return jsonDifference(json(a), json(b), ignored, mark).rows.map(
    ({ name, change, a: left, b: right }) => `${change} ${name} ${left ?? '-'} ${right ?? '-'}`,
  );
}

describe('two values in JSON', () => {
  it.each<[string, string, string[]]>([
    ['{"a":1,"b":[2,3]}', ' { "b" : [2, 3], "a" : 1 } ', []],
    ['[1,2]', '[2,1]', ['changed $[0] 1 2', 'changed $[1] 2 1']],
    ['[1]', '[1,{"a":2,"b":3}]', ['added $[1] - {a, b} (object)']],
    ['{"a":4}', '{"a":"4"}', ['changed $.a 4 (number) "4" (text)']],
    ['{"a":null}', '{}', ['removed $.a null (null) -']],
    ['9007199254740993', '9007199254740992', ['changed $ 9007199254740993 9007199254740992']],
    ['0.1', '0.10000000000000000001', ['changed $ 0.1 0.10000000000000000001']],
    ['[1.0,1e3,-0,12e-1]', '[1,1000,0,1.2]', []],
    ['{"a b":{"c":true}}', '{"a b":{"c":false}}', ['changed $["a b"].c true false']],
    ['{"__proto__":1}', '{"__proto__":2}', ['changed $.__proto__ 1 2']],
    ['{"token":"abc123abc"}', '{"token":"abc123abd"}', ['changed $.token "\u2022\u2022\u2022\u2022" "\u2022\u2022\u2022\u2022"']], // prettier-ignore
    ['{"a":"x\u202e"}', '{"a":"y"}', ['changed $.a "x\ufffd" "y"']],
  ])('%s and %s', (a, b, told) => {
    expect(rows(a, b)).toEqual(told);
  });

  it('differ nowhere where the operator ignores it, and that is told', () => {
    const [a, b] = ['{"items":[{"t":1,"p":5},{"t":2,"p":6}],"at":{"x":1}}', '{"items":[{"t":8,"p":5},{"t":9,"p":7}],"at":{"x":2}}']; // prettier-ignore
    const { ignored } = jsonDifference(json(a), json(b), ['$.items[*].t', '$.at'], mark);
    expect(rows(a, b, ['$.items[*].t', '$.at'])).toEqual(['changed $.items[1].p 6 7']);
    expect(ignored).toEqual(['$.items[*].t', '$.at']);
    // A place that begins like another one is another one.
    expect(rows('{"atom":1}', '{"atom":2}', ['$.at'])).toEqual(['changed $.atom 1 2']);
  });

  it('lists so many, and counts the rest', () => {
    const many = (from: number) =>
      JSON.stringify(Array.from({ length: 700 }, (_, at) => from + at));
    const { rows: listed, unlisted } = jsonDifference(json(many(0)), json(many(1)), [], mark);
    expect([listed.length, unlisted]).toEqual([500, 200]);
  });
});

describe('reading JSON', () => {
  const back = (value: Json): unknown => {
    switch (value.kind) {
      case 'null':
        return null;
      case 'number':
        return Number(value.text);
      case 'list':
        return value.items.map(back);
      case 'object':
        return Object.fromEntries([...value.members].map(([name, one]) => [name, back(one)]));
      default:
        return value.value;
    }
  };

  it('reads what JSON.parse reads, whatever it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.constantFrom(undefined, 2, '\t'), (text, gap) => {
        const value = JSON.parse(text) as unknown;
        expect(back(json(JSON.stringify(value, null, gap)))).toEqual(value);
      }),
      { numRuns: 60 },
    );
  });

  it('reads nothing else, and nothing that is nested without an end', () => {
    for (const text of ['', '{', '{"a":}', '[1,]', "{'a':1}", '01', 'NaN', '[1] 2']) {
      expect(readJson(text)).toBeNull();
    }
    expect(readJson(`${'['.repeat(5000)}${']'.repeat(5000)}`)).toBeNull();
    expect(readJson(`${'['.repeat(150)}${']'.repeat(150)}`)).not.toBeNull();
  });

  it('compares numbers by their digits', () => {
    const same = (a: string, b: string) => isSameNumber(a, b);
    expect([same('100', '1e2'), same('-0.50', '-5e-1'), same('0e9', '-0')]).toEqual([true, true, true]); // prettier-ignore
    expect([same('1e400', '1e401'), same('1', '-1'), same('10', '1')]).toEqual([false, false, false]); // prettier-ignore
  });
});

// In the square of its length each took minutes, which the limit of a test ends: no time is judged here.
describe('an answer that is made to cost time', () => {
  const mebibyte = 1024 * 1024;
  it('with noughts in one number, a digit behind them, or a power without an end', () => {
    const noughts = '0'.repeat(mebibyte / 2);
    expect(rows(`1${noughts}1`, `1${noughts}2`)).toHaveLength(1);
    expect(isSameNumber(`1${noughts}`, `1${noughts}.0`)).toBe(false);
    expect(isSameNumber(`1${noughts}`, `1${noughts}`)).toBe(true);
    expect(isSameNumber(`1e${noughts}1`, `10`)).toBe(false);
    expect(isSameNumber('1e9999999999999999', '10e9999999999999998')).toBe(false);
    expect(isSameNumber(`1${'0'.repeat(900)}`, '1e900')).toBe(true);
  });

  it('with thousands of values under names without an end, of which some are ignored', () => {
    const name = 'n'.repeat(2500);
    const nested = (value: number) =>
      `${`{"${name}":`.repeat(190)}[${`${String(value)},`.repeat(150_000)}0]${'}'.repeat(190)}`;
    const [a, b] = [json(nested(1)), json(nested(2))];
    const { unlisted } = jsonDifference(a, b, ['$.items[*].time', '$.at'], mark);
    expect(unlisted).toBe(150_000 - 500);
  });

  it('as a text, as many names and as many noughts', () => {
    const texts = [
      `"${'\\"'.repeat(mebibyte / 2)}"`,
      `{${Array.from({ length: 90_000 }, (_, at) => `"k${String(at)}":1`).join(',')}}`,
      `[${'[],'.repeat(300_000)}0]`,
      `[${'0,'.repeat(500_000)}0${' '.repeat(1000)}]`,
    ];
    for (const text of texts) expect(readJson(text)).not.toBeNull();
  });
});

describe('two answers', () => {
  const answered = (body: string | Buffer, headers: Record<string, string> = {}, status = 200): PathAnswer => ({
    ...{ kind: 'answered', status, ms: 3, isCut: false },
    headers: new Map(Object.entries(headers)),
    body: Buffer.from(body),
  }); // prettier-ignore
  const api = { kind: 'api', path: '/api', ignore: [{ kind: 'header', name: 'X-Block' }] } as const;
  const compare = (a: PathAnswer, b: PathAnswer) =>
    answerDifference({ ...api, ignore: [...api.ignore] }, a, b, mark);

  it('tell headers that count, and name those that do not', () => {
    const a = answered('{}', {
      date: 'Mon',
      'cache-control': 'no-store',
      'x-block': '1',
      etag: 'a',
    });
    const b = answered('{ }', {
      date: 'Tue',
      'cache-control': 'max-age=60',
      'x-block': '2',
      'x-new': 'y',
    });
    expect(compare(a, b)).toMatchObject({
      headers: [
        { name: 'cache-control', change: 'changed', a: 'no-store', b: 'max-age=60' },
        { name: 'x-new', change: 'added', a: null, b: 'y' },
      ],
      ignoredHeaders: ['date', 'etag', 'x-block'],
      body: { kind: 'json', rows: [], unlisted: 0 },
    });
  });

  it('show the names of cookies, and never what is in them', () => {
    const told = JSON.stringify(
      compare(
        answered('', { 'set-cookie': 'sid=verysecret1; Path=/; HttpOnly, theme=dark' }),
        answered('', { 'set-cookie': 'sid=verysecret2; Path=/shop; HttpOnly' }),
      ).headers,
    );
    expect(told).not.toMatch(/verysecret|dark/u);
    expect(told).toContain('sid=\u2022\u2022\u2022\u2022; Path=/shop; HttpOnly');
  });

  it('are compared as what they are: text by lines, the rest in a sentence', () => {
    expect(compare(answered('a\nb'), answered('a\nc')).body).toMatchObject({ kind: 'text' });
    expect(compare(answered('same'), answered('same')).body).toEqual({ kind: 'equal' });
    const binary = compare(answered(Buffer.from([0, 1])), answered(Buffer.from([0, 2]))).body;
    expect(binary).toMatchObject({
      kind: 'told',
      text: expect.stringContaining('Binary') as string,
      differs: 'yes',
    });
    const silent = compare(answered('x'), {
      kind: 'silent',
      because: 'Nothing listens there.',
      ms: 1,
    });
    expect(silent.body).toEqual({
      kind: 'told',
      text: 'The right side: Nothing listens there.',
      differs: 'unknown',
    });
    expect([silent.a.status, silent.b.status]).toEqual([200, null]);
  });
});

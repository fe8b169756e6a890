/** Where pages may go, and how their addresses are made. */
import { describe, expect, it } from 'vitest';
import { appearancePathSchema } from '../../../src-shared/appearance-schema.ts';
import { bareName, directOnly, hostText, mayAsk, mayChange, resolverRules } from './may-ask.ts';
import { addressOf, pageAddress } from './page-address.ts';

const origin = 'http://127.0.0.1:4711';

describe('a page may ask', () => {
  it.each<[string, boolean]>([
    ['http://127.0.0.1:4711/a?b', true],
    ['ws://127.0.0.1:4711/live', true],
    ['data:text/plain,x', true],
    ['about:blank', true],
    [`blob:${origin}/1`, true],
    ['http://127.0.0.1:4712/', false],
    ['http://localhost:4711/', false],
    ['https://127.0.0.1:4711/', false],
    ['wss://127.0.0.1:4711/', false],
    ['http://[::1]:4711/', false],
    ['http://2130706433:4711/', true], // The same address, written as one number.
    ['http://127.0.0.1.nip.io:4711/', false],
    ['http://user@evil.example/', false],
    ['app://bundle/index.html', false],
    ['file:///etc/passwd', false],
    ['chrome://gpu', false],
    ['devtools://devtools/x', false],
    ['about:crash', false],
    ['blob:app://bundle/1', false],
    ['javascript:1', false],
    ['http://cdn.example/x', false],
    ['nonsense', false],
  ])('%s: %s', (address, may) => {
    expect(mayAsk(address, origin, [])).toBe(may);
  });

  it('what the operator allows, by its name and port, and never the keys of a machine', () => {
    const hosts = [
      'cdn.example',
      'api.example:8443',
      '169.254.169.254',
      'metadata.google.internal',
    ];
    const may = (address: string) => mayAsk(address, origin, hosts);
    expect([may('https://cdn.example/x'), may('http://cdn.example/x'), may('wss://api.example:8443/')]).toEqual([true, true, true]); // prettier-ignore
    expect([may('https://cdn.example:81/'), may('https://api.example/'), may('https://evil.cdn.example/')]).toEqual([false, false, false]); // prettier-ignore
    expect([may('http://169.254.169.254/latest'), may('http://metadata.google.internal/')]).toEqual([false, false]); // prettier-ignore
    expect(mayAsk('https://shop.example/', 'https://shop.example:443', [])).toBe(true);
  });

  it('and Chromium is told the same twice more', () => {
    expect(resolverRules(['127.0.0.1', 'cdn.example'])).toBe('MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE cdn.example'); // prettier-ignore
    expect(directOnly(origin, ['cdn.example', 'api.example:8443'])).toBe('<-loopback>;127.0.0.1:4711;cdn.example:80;cdn.example:443;api.example:8443'); // prettier-ignore
    expect([bareName('a.b:80'), bareName('[::1]:80'), bareName('[::1]'), bareName('a')]).toEqual(['a.b', '[::1]', '[::1]', 'a']); // prettier-ignore
  });

  it('and is told without what may stand in an address', () => {
    expect([hostText('https://a.example:1/secret?token=1'), hostText('app://bundle/x'), hostText('x')]).toEqual(['a.example:1', 'app://bundle', 'an unreadable address']); // prettier-ignore
  });
});

describe('the address of a path', () => {
  it('is one of its generation, or none', () => {
    const at = (path: string) => addressOf({ url: `${origin}/`, headers: {} }, path);
    expect(at('/a/../b?c=1')).toBe(`${origin}/b?c=1`);
    for (const path of ['//evil.example/', '/\\evil.example/', 'http://evil.example', 'https:/x']) {
      expect(at(path), path).toBeNull();
      expect(appearancePathSchema.safeParse({ kind: 'page', path, ignore: [] }).success, path).toBe(false); // prettier-ignore
    }
  });

  const fleet = (previewUrl: string | undefined, weights: readonly [string, number][]) =>
    ({
      entry: { kind: 'http', url: 'http://entry.example' },
      split: { weights: weights.map(([generation, weight]) => ({ generation, weight })) },
      generations: ['v1', 'v2'].map((id) => ({
        id,
        ...(previewUrl !== undefined && { previewUrl }),
      })),
    }) as never;

  it('begins at its preview, or at the entry where it alone serves', () => {
    const url = (of: never, id: string) => {
      const found = pageAddress(of, id as never);
      return found.ok ? found.value.url : found.fault.code;
    };
    expect(url(fleet('http://p/', [['v1', 1]]), 'v2')).toBe('http://p/');
    expect(url(fleet(undefined, [['v1', 100], ['v2', 0]]), 'v1')).toBe('http://entry.example'); // prettier-ignore
    expect(url(fleet(undefined, [['v1', 100], ['v2', 0]]), 'v2')).toBe('refused'); // prettier-ignore
    // Shared, the entry answers with either: neither is the other's picture.
    expect(url(fleet(undefined, [['v1', 50], ['v2', 50]]), 'v1')).toBe('refused'); // prettier-ignore
    expect(url(fleet('http://p/', []), 'v3')).toBe('not-found');
  });
});

it('what may change something is told by its method', () => {
  expect(['GET', 'HEAD', 'OPTIONS', 'get'].filter(mayChange)).toEqual([]);
  expect(['POST', 'PUT', 'PATCH', 'DELETE', 'BREW'].filter(mayChange)).toHaveLength(5);
});

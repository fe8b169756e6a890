import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PackageRow } from '../../../../src-shared/contents.ts';
import { foundPackages, packageChanges, type PackagesOfSide } from './package-changes.ts';
import { packageOfUrl } from './package-url.ts';
import type { Package } from './package-list.ts';
import { listsPackages, readPackageList } from './read-package-list.ts';

const read = (name: string, text: string) => readPackageList(name, Buffer.from(text));
const named = (name: string, text: string): string[] =>
  read(name, text).packages.map((one) => `${one.ecosystem} ${one.name} ${one.version}`);

describe('readPackageList', () => {
  it('reads lockfiles of npm, of all versions', () => {
    const three = { lockfileVersion: 3, packages: { '': { name: 'shop' }, 'node_modules/a': { version: '1.0.0' }, 'node_modules/a/node_modules/@s/b': { version: '2.0.0' }, 'node_modules/alias': { name: 'real', version: '3.0.0' }, 'node_modules/w': { link: true }, 'packages/w': { version: '0' } } }; // prettier-ignore
    expect(named('package-lock.json', JSON.stringify(three))).toEqual(['npm a 1.0.0', 'npm @s/b 2.0.0', 'npm real 3.0.0']); // prettier-ignore
    const one = { lockfileVersion: 1, dependencies: { a: { version: '1.0.0', dependencies: { b: { version: '2.0.0' } } } } }; // prettier-ignore
    expect(named('app/package-lock.json', JSON.stringify(one))).toEqual(['npm a 1.0.0', 'npm b 2.0.0']); // prettier-ignore
  });

  it('reads lockfiles of yarn and pnpm', () => {
    const classic = `# yarn lockfile v1\n\n\n"@s/a@^1.0.0", "@s/a@^1.1.0":\n  version "1.2.0"\n  dependencies:\n    version "9"\n\nb@2:\n  version "2.0.0"\n`;
    expect(named('yarn.lock', classic)).toEqual(['npm @s/a 1.2.0', 'npm b 2.0.0']);
    const berry = `__metadata:\n  version: 8\n\n"@s/a@npm:^1.0.0":\n  version: 1.2.0\n  resolution: "@s/a@npm:1.2.0"\n\n"shop@workspace:.":\n  version: 0.0.0-use.local\n`;
    expect(named('yarn.lock', berry)).toEqual(['npm @s/a 1.2.0']);
    const pnpm = `lockfileVersion: '9.0'\npackages:\n  '@s/a@1.2.0(peer@1)':\n    resolution: {integrity: x}\n  /old/1.0.0_peer:\n    dev: true\n  /six@3.0.0:\n    dev: true\n`;
    expect(named('pnpm-lock.yaml', pnpm)).toEqual(['npm @s/a 1.2.0', 'npm old 1.0.0', 'npm six 3.0.0']); // prettier-ignore
  });

  it('reads requirements of pip', () => {
    const text =
      'Flask_Login==1.2 \\\n    --hash=sha256:ab\nrequests[security]>=2, <3 ; python_version > "3" # why\n-r more.txt\ngit+https://x\n\n';
    expect(named('requirements.txt', text)).toEqual(['pypi flask-login 1.2', 'pypi requests >=2,<3']); // prettier-ignore
  });

  it('reads bills of materials', () => {
    const cyclone = { bomFormat: 'CycloneDX', specVersion: '1.5', components: [{ type: 'library', name: 'a', version: '1', purl: 'pkg:npm/%40s/a@1', components: [{ type: 'library', group: 'org', name: 'b', version: '2' }] }, { type: 'file', name: '/x' }] }; // prettier-ignore
    expect(named('bom.json', JSON.stringify(cyclone))).toEqual(['npm @s/a 1', 'library org/b 2']);
    const spdx = { spdxVersion: 'SPDX-2.3', packages: [{ name: 'a', versionInfo: '1', externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:deb/debian/a@1?arch=x' }] }, { name: 'b' }] }; // prettier-ignore
    expect(read('x.spdx.json', JSON.stringify(spdx)).format).toBe('SPDX 2.3');
    expect(named('x.spdx.json', JSON.stringify(spdx))).toEqual(['deb debian/a 1', 'package b ']);
    expect(packageOfUrl('pkg:npm/@s/a')).toEqual({ ecosystem: 'npm', name: '@s/a', version: '' });
    expect(packageOfUrl('https://x')).toBeNull();
  });

  it('says of each broken one what is wrong with it', () => {
    const refused = (name: string, text: string): string => {
      try {
        return `read: ${read(name, text).packages.length}`;
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    };
    expect(refused('bom.json', '{"bomFormat": "Cyc')).toMatch(/^is no whole JSON/u);
    expect(refused('bom.json', '[1]')).toMatch(/neither CycloneDX, SPDX/u);
    expect(refused('bom.xml', '<bom/>')).toMatch(/is XML/u);
    expect(refused('pnpm-lock.yaml', 'a: [')).toMatch(/^is no whole YAML/u);
    expect(refused('yarn.lock', 'nothing')).toMatch(/no lockfile of yarn/u);
    expect(refused('notes.md', 'x')).toMatch(/^is none of/u);
    const bomb = `lockfileVersion: 9\na: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
    expect(refused('pnpm-lock.yaml', bomb)).toMatch(/^is no whole YAML/u);
    const deep = `{"lockfileVersion":1,"dependencies":${'{"a":{"version":"1","dependencies":'.repeat(20_000)}{}${'}}'.repeat(20_000)}}`;
    expect(refused('package-lock.json', deep)).toBe('read: 20000');
  });

  it('never throws anything but a sentence, whatever JSON it gets', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.constantFrom('bomFormat', 'spdxVersion', 'lockfileVersion'),
        (json, field) => {
          const value = { bomFormat: 'CycloneDX', spdxVersion: 'SPDX-2.3', lockfileVersion: 3 }[
            field
          ];
          const text = `{"${field}":${JSON.stringify(value)},"packages":${json},"components":${json},"dependencies":${json}}`;
          expect(
            read('bom.json', text).packages.every(({ name }) => typeof name === 'string'),
          ).toBe(true);
        },
      ),
    );
  });

  it('knows lists by their names, and leaves out those of dependencies', () => {
    const yes = [
      'package-lock.json',
      'app/yarn.lock',
      'node_modules/.package-lock.json',
      'x.cdx.json',
    ];
    const no = ['node_modules/a/package-lock.json', 'package.json', 'lib/node_modules/a/node_modules/.package-lock.json', 'vendor/bom.json']; // prettier-ignore
    expect(yes.filter(listsPackages)).toEqual(yes);
    expect(no.filter(listsPackages)).toEqual([]);
  });
});

const list = (
  side: 'a' | 'b',
  packages: readonly Package[],
  more: Partial<PackagesOfSide> & { isGiven?: boolean; problem?: string } = {},
): PackagesOfSide => ({
  source: { side, name: 'lock', isGiven: more.isGiven ?? false, format: '', count: 0, problem: more.problem ?? null }, // prettier-ignore
  covers: more.covers ?? 'all',
  packages,
});
const npm = (name: string, version: string): Package => ({ ecosystem: 'npm', name, version });

describe('packageChanges', () => {
  const told = (rows: readonly PackageRow[]) =>
    rows.map(
      ({ name, a, b, isOlder }) => `${name} ${a ?? '-'} ${b ?? '-'}${isOlder ? ' older' : ''}`,
    );

  it('tells new, gone and other versions, and what is surely older', () => {
    const a = [npm('a', '1.9.0'), npm('b', '1.10.0'), npm('c', '1'), npm('d', '1'), npm('d', '2'), npm('e', '1.0.0-rc')]; // prettier-ignore
    const b = [
      npm('a', '1.10.0'),
      npm('b', '1.9.0'),
      npm('x', '1'),
      npm('d', '2'),
      npm('e', '0.9'),
    ];
    const { rows, report } = packageChanges([list('a', a), list('b', b)]);
    expect(told(rows)).toEqual(['a 1.9.0 1.10.0', 'b 1.10.0 1.9.0 older', 'c 1 -', 'd 1, 2 2', 'e 1.0.0-rc 0.9', 'x - 1']); // prettier-ignore
    expect(report).toMatchObject({ added: 1, removed: 1, changed: 4, equal: 0, missing: [] });
    expect(foundPackages(rows, 'NPM added')).toHaveLength(1);
  });

  it('compares nothing with a list that is not there, and says so', () => {
    const lone = packageChanges([list('b', [npm('a', '1')], { covers: 'npm' })]);
    expect(lone.rows).toEqual([]);
    expect(lone.report.missing).toEqual(['Packages of npm: the left side has no list of them.']);
    const broken = packageChanges([list('a', [], { problem: 'is no whole JSON' }), list('b', [npm('a', '1')])]); // prettier-ignore
    expect(broken.rows).toEqual([]);
    expect(broken.report.missing).toHaveLength(2);
    // A list of npm that names nothing is a list all the same.
    const empty = packageChanges([list('a', [], { covers: 'npm' }), list('b', [npm('a', '1')], { covers: 'npm' })]); // prettier-ignore
    expect(told(empty.rows)).toEqual(['a - 1']);
  });

  it('takes what was given in place of what the image holds', () => {
    const { rows } = packageChanges([list('a', [npm('a', '1')]), list('a', [npm('a', '2')], { isGiven: true }), list('b', [npm('a', '2')])]); // prettier-ignore
    expect(rows).toEqual([]);
  });

  it('tells what turns one list into the other, and nothing of equal ones', () => {
    const some = fc.uniqueArray(fc.record({ ecosystem: fc.constantFrom('npm', 'deb'), name: fc.constantFrom('a', 'b', '__proto__', 'd'), version: fc.constantFrom('1', '2') }), { selector: (one) => `${one.ecosystem} ${one.name}` }); // prettier-ignore
    fc.assert(
      fc.property(some, some, (a, b) => {
        const keyed = (packages: readonly Package[]) =>
          new Map(packages.map((one) => [`${one.ecosystem} ${one.name}`, one.version]));
        const applied = keyed(a);
        for (const { ecosystem, name, b: version } of packageChanges([list('a', a), list('b', b)])
          .rows) {
          if (version === null) applied.delete(`${ecosystem} ${name}`);
          else applied.set(`${ecosystem} ${name}`, version);
        }
        expect(applied).toEqual(keyed(b));
        expect(packageChanges([list('a', a), list('b', [...a].reverse())]).rows).toEqual([]);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { buildFactsOf, buildTags } from './tag-aliases.ts';

const told = (tags: Record<string, string>) =>
  buildTags(Object.entries(tags).map(([key, value]) => ({ key, value }))).told;

describe('tags of an image', () => {
  it.each([
    [{ Base_AMI_ID: 'ami-0123456789abcdef0' }, { baseId: 'ami-0123456789abcdef0' }],
    [{ 'base-ami-id': 'ami-01234567' }, { baseId: 'ami-01234567' }],
    [{ SourceAMI: 'al2023-ami-2023' }, { baseName: 'al2023-ami-2023' }],
    [{ base_ami_name: 'ubuntu-24.04' }, { baseName: 'ubuntu-24.04' }],
    [{ BuiltBy: 'packer' }, { builder: 'packer' }],
    [{ platform_sha: '5be20d71' }, { commit: '5be20d71' }],
    [{ 'acme:Git-Commit': '5be20d71' }, { commit: '5be20d71' }],
    [{ 'org.opencontainers.image.revision': '5be20d71' }, { commit: '5be20d71' }],
    [{ BuilderSha: 'b', GitCommit: 'g' }, { commit: 'g' }],
    [{ Created: '1773051300' }, { builtAt: '2026-03-09T10:15:00.000Z' }],
    [{ Build_Time: '20260309T101500Z' }, { builtAt: '2026-03-09T10:15:00.000Z' }],
    [{ created_at: '2026-03-09 10:15:00 UTC' }, { builtAt: '2026-03-09T10:15:00.000Z' }],
    [{ timestamp: 'yesterday' }, { builtAt: 'yesterday' }],
    [{ BUILD_URL: 'https://ci.example.com/42' }, { buildUrl: 'https://ci.example.com/42' }],
    [
      { appversion: 'storefront-1.4.0-9ca81f2.h42/STOREFRONT-build/42' },
      { appVersion: '1.4.0', commit: '9ca81f2', buildUrl: 'STOREFRONT-build 42' },
    ],
    [{ AppVersion: '2.0.0-rc.1' }, { appVersion: '2.0.0-rc.1' }],
    [{ version: 'storefront-1.4.0' }, { appVersion: 'storefront-1.4.0' }],
    [{ Team: 'shop', baseimage: '' }, {}],
  ])('%j', (tags, expected) => {
    expect(told(tags as Record<string, string>)).toEqual(expected);
  });

  it('become facts that every image has', () => {
    expect(
      buildFactsOf([{ key: 'commit', value: 'x'.repeat(900) }], '2026-03-09T10:15:00Z'),
    ).toEqual({
      commit: 'x'.repeat(200),
      builtAt: '2026-03-09T10:15:00Z',
    });
  });
});

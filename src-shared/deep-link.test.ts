import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkIn, readLink, writeLink, yardInLink } from './deep-link.ts';
import { asFleetId, asYardId } from './ids.ts';
import { unshowable } from './wording.ts';

const place = { yard: 'local', fleet: asFleetId('storefront'), part: null };
const anyId = fc
  .string({ minLength: 1, maxLength: 300, unit: 'binary' })
  .filter(
    (text) => text.trim() !== '' && text.replace(unshowable, '') === text && text.length <= 300,
  );

describe('a link', () => {
  it('is written as people see it', () => {
    expect(writeLink(place)).toBe('blockyard://local/storefront');
    expect(writeLink({ ...place, part: 'storefront-v002' })).toBe(
      'blockyard://local/storefront/storefront-v002',
    );
    expect(writeLink({ ...place, fleet: asFleetId('\ud800') })).toBeNull();
  });

  it('leads to what it was made of, whatever it is called', () => {
    fc.assert(
      fc.property(anyId, fc.option(anyId), (fleet, part) => {
        const made = { ...place, fleet: asFleetId(fleet), part };
        expect(readLink(writeLink(made) ?? '')).toEqual({ kind: 'place', ...made });
      }),
    );
  });

  it('names an account by its number and region, which every panel knows', () => {
    const aws = {
      id: asYardId('aws-1f2e3d4c'),
      kind: 'aws',
      detail: '123456789012 eu-west-1',
    } as const;
    expect(yardInLink(aws)).toBe('123456789012.eu-west-1');
    expect(yardInLink({ ...aws, detail: 'profile' })).toBe('aws-1f2e3d4c');
    expect(yardInLink({ id: asYardId('local'), kind: 'local', detail: 'desk' })).toBe('local');
    expect(readLink('blockyard://123456789012.eu-west-1/web')).toMatchObject({
      yard: '123456789012.eu-west-1',
    });
  });

  it('is never more than a place, and never throws', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom('%', '%2F', '%00', '..', '/', 'blockyard:', '//', 'a', '%e2%80%ae')),
    );
    fc.assert(
      fc.property(hostile, (parts) => {
        const link = readLink(`blockyard://${typeof parts === 'string' ? parts : parts.join('')}`);
        if (link.kind === 'bad') expect(link.because.replace(unshowable, '')).toBe(link.because);
        else expect(`${link.fleet}${link.part ?? ''}`).not.toMatch(unshowable);
      }),
    );
  });

  it.each([
    ['https://local/storefront', 'begins with blockyard://'],
    ['file:///etc/passwd', 'begins with blockyard://'],
    ['blockyard:local/storefront', 'begins with blockyard://'],
    ['javascript:alert(1)', 'begins with blockyard://'],
    ['blockyard://local', 'no yard and fleet'],
    ['blockyard:///storefront', 'empty'],
    ['blockyard://local/%20', 'empty'],
    ['blockyard://local/store%00front', 'nobody sees'],
    ['blockyard://local/store%0afront', 'nobody sees'],
    ['blockyard://local/%e2%80%aetnorf', 'nobody sees'],
    ['blockyard://local/%ff', 'cannot be read'],
    ['blockyard://local/storefront/', null],
    ['BLOCKYARD://local/storefront', null],
    ['blockyard://local/storefront//x', 'more than'],
    ['blockyard://local/a/b/c', 'more than'],
    ['blockyard://local/storefront?do=revert', 'question mark'],
    ['blockyard://local/storefront#x', 'number sign'],
    ['blockyard://user@local/storefront', 'is no name of a yard'],
    ['blockyard://local%2fother/storefront', 'is no name of a yard'],
    [`blockyard://local/${'x'.repeat(301)}`, 'too long'],
    [`blockyard://local/${'x'.repeat(1024 * 1024)}`, '1048594 characters'],
  ])('%.60s', (text, because) => {
    const link = readLink(text);
    if (because === null) expect(link).toEqual({ kind: 'place', ...place });
    else
      expect(link).toMatchObject({
        kind: 'bad',
        because: expect.stringContaining(because) as string,
      });
  });

  it('is found among what a start was told', () => {
    const args = ['/opt/blockyard', '--no-sandbox', 'Blockyard://local/a', 'blockyard://local/b'];
    expect(linkIn(args)).toBe('Blockyard://local/a');
    expect(linkIn(['/opt/blockyard', '--data=blockyard://x', 'xblockyard://y'])).toBeNull();
  });
});

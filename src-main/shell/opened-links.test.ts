import { describe, expect, it } from 'vitest';
import type { OpenedLink } from '../../src-shared/deep-link.ts';
import { createOpenedLinks } from './opened-links.ts';

describe('links that the system hands over', () => {
  it('wait for a window, the last of them, and are told once', () => {
    const told: OpenedLink[] = [];
    let isThere = false;
    const links = createOpenedLinks((link) => {
      if (isThere) told.push(link);
      return isThere;
    });
    links.openIn(['/opt/blockyard', '--data=x']);
    links.follow();
    links.openIn(['/opt/blockyard', 'blockyard://local/first']);
    links.open('blockyard://local/second');
    expect(told).toEqual([]);
    isThere = true;
    links.follow();
    links.follow();
    expect(told).toEqual([{ kind: 'place', yard: 'local', fleet: 'second', part: null }]);
    links.open('https://example.org');
    expect(told[1]).toMatchObject({ kind: 'bad' });
    expect(told).toHaveLength(2);
  });
});

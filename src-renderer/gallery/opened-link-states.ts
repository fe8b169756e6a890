/** Links that were opened: on their way, offered to somebody who is busy, and leading nowhere. */
import { readLink, type LinkPlace } from '../../src-shared/deep-link.ts';
import { asFleetId } from '../../src-shared/ids.ts';
import { aFleet, aSnapshot } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const snapshot = aSnapshot([aFleet()]);
const place: LinkPlace = {
  yard: '123456789012.eu-west-1',
  fleet: asFleetId('checkout'),
  part: 'checkout-v041',
};
const hostile = readLink('blockyard://local/store%e2%80%aefront?press=revert');

export const openedLinkStates: Readonly<Record<string, GalleryState>> = {
  'opened-link-going': { snapshot, view: { link: { kind: 'going', place } } },
  'opened-link-offered': {
    snapshot,
    view: { link: { kind: 'offered', place, because: 'A change of storefront runs.' } },
  },
  'opened-link-refused': {
    snapshot,
    view: {
      screen: 'images',
      link: {
        kind: 'refused',
        fault: {
          message: `A link was opened that leads nowhere. ${hostile.kind === 'bad' ? hostile.because : ''}`,
          todo: 'Nothing was done.',
        },
      },
    },
  },
};

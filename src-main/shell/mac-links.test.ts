import { expect, it } from 'vitest';
import { macLinksOf } from './mac-links.ts';

it('keeps the link that came first, and opens the window for each that comes later', () => {
  let press: (url: string) => void = () => undefined;
  const links = macLinksOf({
    on: (_event, listener) => {
      press = (url) => {
        listener({ preventDefault: () => undefined }, url);
      };
    },
  });
  const done: string[] = [];
  press('blockyard://first');
  links.listen({ openWindow: () => done.push('window'), open: (url) => done.push(url) });
  expect(done).toEqual(['blockyard://first']);
  press('blockyard://second');
  expect(done.slice(1)).toEqual(['window', 'blockyard://second']);
});

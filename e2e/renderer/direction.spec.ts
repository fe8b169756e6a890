/** Names that are written from right to left, in lines that are not. */
import { expect, test } from '@playwright/test';
import { openGallery, type GalleryWindow } from './gallery-window.ts';

let gallery: GalleryWindow;
test.beforeAll(async () => {
  gallery = await openGallery();
  await gallery.resize(1440, 900);
});
test.afterAll(async () => {
  await gallery.close();
});

/** Of each line that has both: how far the version begins to the right of the name's last letter's left edge. */
async function distances(name: string, version: string): Promise<readonly number[]> {
  return gallery.page.evaluate(
    ([wanted, after]) => {
      const lines = [...document.querySelectorAll('bdi, td, h1, h2, h3, p, b')].filter(
        (line) => line.textContent.includes(`${wanted} ${after}`) && line.checkVisibility(),
      );
      const leftOf = (line: Element, at: number): number => {
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        let from = 0;
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const { length } = node.textContent ?? '';
          if (at < from + length) {
            const range = document.createRange();
            range.setStart(node, at - from);
            range.setEnd(node, at - from + 1);
            return range.getBoundingClientRect().left;
          }
          from += length;
        }
        throw new Error('The text is not there.');
      };
      return lines.map((line) => {
        const at = line.textContent.indexOf(`${wanted} ${after}`);
        // Its first letter is its rightmost one.
        return leftOf(line, at + wanted.length + 1) - leftOf(line, at);
      });
    },
    [name, version] as const,
  );
}

const store = '\u0645\u062e\u0632\u0646';

test('a version stands after the name, and not within it', async () => {
  await gallery.open('right-to-left', 'dark');
  const onFleet = await distances(store, '2.0.0');
  // The lane's image and the sentence about what ended.
  expect(onFleet.length).toBeGreaterThanOrEqual(2);
  for (const distance of onFleet) expect(distance).toBeGreaterThan(0);
  await gallery.page.evaluate(() => {
    // The control: as one piece of text the version is drawn to the other side.
    const line = document.createElement('bdi');
    line.textContent = 'abc \u0645\u062e\u0632\u0646 9.9.9';
    document.querySelector('main')?.append(line);
  });
  expect((await distances(store, '9.9.9'))[0]).toBeLessThan(0);
});

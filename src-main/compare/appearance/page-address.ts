/** Where one generation is reached past the split, for looking at its pages. Pure. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';

export interface PageAddress {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Its preview; without one, the entry for the generation that has all of the traffic, as everybody meets it there. */
export function pageAddress(fleet: Fleet, id: GenerationId): Result<PageAddress> {
  const generation = fleet.generations.find((one) => one.id === id);
  const name = plain(id, 80);
  if (generation === undefined) {
    return fail({ code: 'not-found', message: `The fleet has no generation ${name}.` });
  }
  if (fleet.entry.kind === 'none') {
    const message = 'This fleet has no entry, so its generations have no address.';
    return fail({ code: 'refused', message });
  }
  if (generation.previewUrl !== undefined) {
    return succeed({ url: generation.previewUrl, headers: {} });
  }
  const weighted = fleet.split.weights.filter(({ weight }) => weight > 0);
  if (weighted.length === 1 && weighted[0]?.generation === id) {
    return succeed({ url: fleet.entry.url, headers: {} });
  }
  return fail({
    code: 'refused',
    message: `${name} has no address past the traffic from here, so it cannot be asked.`,
    todo: 'In the local yard each generation has one while a block of it runs.',
  });
}

/** @returns null when the path leads elsewhere than to that address. */
export function addressOf({ url }: PageAddress, path: string): string | null {
  if (!URL.canParse(path, url)) return null;
  const address = new URL(path, url);
  return address.origin === new URL(url).origin ? address.href : null;
}

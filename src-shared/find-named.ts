/** What a person calls a fleet, a generation, an image or a block, found among what the yard shows. Pure. */
import type { Block, Fleet, Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';
import type { Image } from './image.ts';
import { FaultError } from './result.ts';
import { plain } from './wording.ts';

/** @param named null: the only one. @throws FaultError 'bad-input' | 'not-found', with what there is. */
export function findFleet(fleets: readonly Fleet[], named: string | null): Fleet {
  const [only] = fleets;
  if (named === null) {
    if (only !== undefined && fleets.length === 1) return only;
    if (only === undefined) throw notFound('There is no fleet in this yard.');
    throw badInput(`There are ${fleets.length} fleets: say which one with --fleet.`, fleets.map(({ name }) => name)); // prettier-ignore
  }
  return oneOf(
    fleets.filter(({ id, name }) => id === named || name === named),
    `fleet ${plain(named, 80)}`,
    fleets.map(({ name }) => name),
  );
}

/** By `v002`, `2` or its id. */
export function findGeneration(fleet: Fleet, named: string): Generation {
  const isNamed = (one: Generation): boolean =>
    one.id === named || labelOfGeneration(one) === named || String(one.number) === named;
  return oneOf(
    fleet.generations.filter(isNamed),
    `generation ${plain(named, 80)} in ${plain(fleet.name, 80)}`,
    fleet.generations.map(labelOfGeneration),
  );
}

/** By its id, the beginning of it (with or without `sha256:`), or `NAME@VERSION`. */
export function findImage(images: readonly Image[], named: string): Image {
  const exact = images.filter(({ id }) => id === named);
  const isNamed = ({ id, name, version }: Image): boolean =>
    `${name}@${version}` === named ||
    (named.length >= 4 && (id.startsWith(named) || id.replace(/^sha256:/u, '').startsWith(named)));
  return oneOf(
    exact.length > 0 ? exact : images.filter(isNamed),
    `image ${plain(named, 80)}`,
    images.map(({ name, version }) => `${name}@${version}`),
  );
}

export interface FoundBlock {
  readonly generation: Generation;
  readonly block: Block;
}

/** By its id, or `v002/3` for the block in slot 3. */
export function findBlock(fleet: Fleet, named: string): FoundBlock {
  const all = fleet.generations.flatMap((generation) =>
    generation.blocks.map((block) => ({ generation, block })),
  );
  const isNamed = ({ generation, block }: FoundBlock): boolean =>
    block.id === named || `${labelOfGeneration(generation)}/${block.slot}` === named;
  return oneOf(
    all.filter(isNamed),
    `block ${plain(named, 80)} in ${plain(fleet.name, 80)}`,
    all.map(({ generation, block }) => `${labelOfGeneration(generation)}/${block.slot}`),
  );
}

function oneOf<Item>(found: readonly Item[], what: string, known: readonly string[]): Item {
  const [first] = found;
  if (first === undefined) throw notFound(`There is no ${what}.`, known);
  if (found.length > 1) throw badInput(`There are ${found.length} of ${what}: name it by its id.`);
  return first;
}

const mostNamed = 12;

function thereAre(known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const some = known.slice(0, mostNamed).map((name) => plain(name, 60));
  const more = known.length > mostNamed ? `, and ${known.length - mostNamed} more` : '';
  return `There are: ${some.join(', ')}${more}.`;
}

function notFound(message: string, known: readonly string[] = []): FaultError {
  return new FaultError({ code: 'not-found', message, todo: thereAre(known) });
}

function badInput(message: string, known: readonly string[] = []): FaultError {
  return new FaultError({ code: 'bad-input', message, todo: thereAre(known) });
}

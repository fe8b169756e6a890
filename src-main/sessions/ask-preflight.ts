/** Asks a yard what a preflight has to know and no look shows. Nothing is changed by it; each answer may be missing. */
import { attempt } from '../../src-shared/attempt.ts';
import { isServed } from '../../src-shared/entry-of.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { GenerationId, ImageId } from '../../src-shared/ids.ts';
import type { Image } from '../../src-shared/image.ts';
import type { ImageProof, PreflightFacts } from '../../src-shared/preflight-facts-schema.ts';
import { whyNotAlone } from '../../src-shared/proof-alone.ts';
import { comesFrom, type PreflightWish } from '../../src-shared/preflight-shape.ts';
import type { ReleaseChecks } from '../../src-shared/release-schema.ts';
import type { Result } from '../../src-shared/result.ts';
import { currentOf } from '../../src-shared/roles.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Clock } from '../clock/clock.ts';
import { within } from '../clock/within.ts';
import { compareKnownImages } from '../compare/known-images.ts';
import type { Yard } from '../yards/port.ts';

export interface PreflightAsking {
  readonly yard: Pick<
    Yard,
    | 'capabilities'
    | 'proveImage'
    | 'room'
    | 'describeImage'
    | 'probe'
    | 'check'
    | 'checkPermissions'
  >;
  readonly fleet: Fleet;
  /** Of the last look. */
  readonly images: readonly Image[];
  readonly clock: Clock;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** About twenty calls where somebody counts them. */
  readonly asksRights: boolean;
}

type Answer<Value> =
  | { readonly kind: 'told'; readonly value: Value }
  | { readonly kind: 'untold'; readonly because: string };

/** A strict cutover waits for all of them: what is not told by then is untold, and binds nobody. */
const answerMs = 10_000;

export async function askPreflight(
  asking: PreflightAsking,
  wish: PreflightWish,
): Promise<PreflightFacts> {
  const { yard, fleet, clock } = asking;
  const serving = currentOf(fleet);
  const { image, generation } = comesFrom(fleet, wish);
  const launches = wish.kind === 'release' && wish.source.kind === 'image';
  // Where nothing of the candidate runs, what serves shows whether the checks fit at all.
  const checked = generation ?? serving?.id ?? null;
  const asksRights = asking.asksRights && yard.capabilities.checksPermissions;
  const [own, back, difference, room, entry, check, permissions] = await Promise.all([
    image === null ? null : proofOf(asking, image),
    serving === undefined || serving.image === image ? null : proofOf(asking, serving.image),
    image === null || serving === undefined || serving.image === image
      ? null
      : differenceOf(asking, serving.image, image),
    launches ? told(clock, () => yard.room()) : null,
    isServed(fleet) ? told(clock, () => yard.probe(fleet.id, 'entry')) : null,
    wish.kind === 'release' && whyNotAlone(yard.capabilities, fleet) === null && checked !== null
      ? checkOf(asking, checked, wish.terms.checks)
      : null,
    asksRights ? told(clock, () => yard.checkPermissions(fleet.id)) : null,
  ]);
  const servingImage = serving?.image === image ? own : back;
  const rights =
    permissions?.kind === 'told' ? { ...permissions, value: [...permissions.value] } : permissions;
  return { image: own, servingImage, difference, room, entry, check, permissions: rights };
}

async function told<Value>(
  clock: Clock,
  ask: () => Promise<Result<Value>>,
): Promise<Answer<Value>> {
  const answer = await within(clock, answerMs, attempt(ask));
  return answer.ok
    ? { kind: 'told', value: answer.value }
    : { kind: 'untold', because: plain(answer.fault.message, 300) };
}

async function proofOf({ yard, clock }: PreflightAsking, id: ImageId): Promise<ImageProof> {
  const answer = await within(
    clock,
    answerMs,
    attempt(() => yard.proveImage(id)),
  );
  if (answer.ok) return { kind: 'whole', how: answer.value };
  const { code } = answer.fault;
  const message = plain(answer.fault.message, 300);
  if (code === 'not-found') return { kind: 'gone', text: message };
  return code === 'damaged'
    ? { kind: 'damaged', text: message }
    : { kind: 'untold', because: message };
}

async function differenceOf(
  { yard, images, clock, nowMs }: PreflightAsking,
  a: ImageId,
  b: ImageId,
): Promise<NonNullable<PreflightFacts['difference']>> {
  const known = (id: ImageId): Image | undefined => images.find((image) => image.id === id);
  const read = (id: ImageId) => yard.describeImage(id);
  const answer = await told(clock, () => compareKnownImages({ read, known, nowMs }, a, b));
  if (answer.kind === 'untold') return answer;
  const { rows, missing } = answer.value;
  return {
    kind: 'told',
    value: {
      differing: rows.filter(({ change }) => change !== 'equal').length,
      dangers: rows.filter(({ danger }) => danger !== null).map(({ fact }) => fact),
      missing: missing.length,
    },
  };
}

async function checkOf(
  { yard, fleet, clock }: PreflightAsking,
  of: GenerationId,
  checks: ReleaseChecks,
): Promise<NonNullable<PreflightFacts['check']>> {
  const answer = await told(clock, () => yard.check(fleet.id, of, checks));
  return answer.kind === 'untold' ? answer : { kind: 'told', value: { ...answer.value, of } };
}

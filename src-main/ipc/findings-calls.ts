/** The calls about findings: what differs between two sides, and that as a file. */
import type { AppearanceJobs } from '../compare/appearance/appearance-jobs.ts';
import { compareKnownImages } from '../compare/known-images.ts';
import { askFindings, type TwoSides } from '../compare/findings/ask-findings.ts';
import { askSamples } from '../compare/findings/ask-behaviour.ts';
import type { ComparedLately } from '../compare/findings/compared-lately.ts';
import { distil } from '../compare/findings/distil.ts';
import { longestSamplingMs, waitsForAcceptance } from '../compare/findings/waiting-sides.ts';
import {
  findingsPaper,
  paperName,
  paperOfRecord,
  type FindingsPaper,
  type PaperGround,
} from '../compare/findings/findings-paper.ts';
import type { Gathered } from '../compare/findings/gathered.ts';
import { paperText } from '../compare/findings/paper-text.ts';
import { systemClock } from '../clock/system-clock.ts';
import { writeExport } from '../journal/export-record.ts';
import type { Engine } from '../sessions/engine.ts';
import type { YardSession } from '../sessions/yard-session.ts';
import { listFor } from '../../src-shared/appearance.ts';
import type { Findings } from '../../src-shared/findings-schema.ts';
import type { YardId } from '../../src-shared/ids.ts';
import type { CallOrder } from '../../src-shared/ipc-contract.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { utcText } from '../../src-shared/utc-text.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Handlers } from './answer-call.ts';

export interface FindingsServices {
  readonly comparedLately: ComparedLately;
  readonly appearance: Pick<AppearanceJobs, 'picture'>;
  readonly chooseSavePath: (name: string) => Promise<string | null>;
}

/** Throw where there is no such session, or it is not open. */
export interface OfYard {
  readonly sessionOf: (yard: YardId) => YardSession;
  readonly engineOf: (yard: YardId) => Engine;
}

type Of = CallOrder<'findings.save'>['of'];

export function findingsCalls(
  { comparedLately, appearance, chooseSavePath }: FindingsServices,
  { sessionOf, engineOf }: OfYard,
): Pick<Handlers, Extract<keyof Handlers, `findings.${string}`>> {
  /** Another panel may carry the release that waits: what it measured is not here, and the two stand as they stood. */
  const underWay = new Map<string, Promise<Gathered>>();
  const sampleWaiting = async (yard: YardId, sides: TwoSides): Promise<Gathered | null> => {
    const { fleets, settings } = sessionOf(yard).feed.snapshot();
    const fleet = fleets.find(({ id }) => id === sides.fleet);
    if (fleet === undefined || !waitsForAcceptance(fleet, sides)) return null;
    if (comparedLately.hasSamples(yard, sides, fleets)) return null;
    const key = JSON.stringify([yard, sides.fleet, sides.a, sides.b]);
    const known = underWay.get(key);
    // Two who ask at once get the same answer, and the two sides the same requests only once.
    if (known !== undefined) return known;
    const sample = askSamples({
      clock: systemClock,
      listOf: (id) => listFor(settings.appearance, { yard, fleet: id }),
      keep: (seen, of, gathered) => comparedLately.keepSamples(yard, seen, of, gathered),
    });
    const run = sample(fleet, sides, AbortSignal.timeout(longestSamplingMs));
    underWay.set(key, run);
    return run.finally(() => underWay.delete(key));
  };

  const ask = async (yard: YardId, sides: TwoSides): Promise<Result<Findings>> => {
    const sampled = await sampleWaiting(yard, sides);
    const { fleets } = sessionOf(yard).feed.snapshot();
    const lately = comparedLately.ofGenerations(yard, sides, fleets);
    const seenBesides = () => Promise.resolve(lately);
    const behaviour = comparedLately.behaviourOf(yard, sides, fleets, sampled);
    const asked = askFindings({ yard: engineOf(yard).yard, clock: systemClock, seenBesides });
    return asked(sides, behaviour === undefined ? undefined : Promise.resolve(behaviour));
  };

  const ofImages = async (
    yard: YardId,
    { a, b }: Extract<Of, { kind: 'images' }>,
  ): Promise<Result<Findings>> => {
    const session = sessionOf(yard);
    const port = engineOf(yard).yard;
    const known: Parameters<typeof compareKnownImages>[0]['known'] = (id) =>
      session.feed.snapshot().images.find((image) => image.id === id);
    const read = port.describeImage.bind(port);
    const compared = await compareKnownImages({ read, known, nowMs: systemClock.now() }, a, b);
    if (!compared.ok) return compared;
    return succeed(distil(compared.value, comparedLately.ofImages(yard, { a, b })));
  };

  const paperOf = async (yard: YardId, of: Of): Promise<Result<FindingsPaper>> => {
    const session = sessionOf(yard);
    const { app: version } = session.feed.snapshot().versions;
    const ground: PaperGround = {
      ...{ yardName: session.summary().name, version, nowMs: systemClock.now() },
      readPicture: async (run, shot, kind) => {
        const read = await appearance.picture(run, shot, kind);
        if (read.ok) return read.value;
        throw new Error(read.fault.message);
      },
    };
    if (of.kind === 'record') {
      const read = await session.record(of.rollout);
      if (!read.ok) return read;
      const paper = await paperOfRecord(read.value, ground);
      if (paper !== null) return succeed(paper);
      const message = 'This record says nothing of a comparison.';
      return fail({ code: 'not-found', message });
    }
    const found = of.kind === 'images' ? await ofImages(yard, of) : await ask(yard, of);
    if (!found.ok) return found;
    const { a, b } = found.value;
    const title = `Findings: ${plain(b, 80)} compared with ${plain(a, 80)}`;
    const facts = [
      ...(of.kind === 'generations' ? [{ name: 'Fleet', value: plain(of.fleet, 120) }] : []),
      { name: 'Compared', value: utcText(ground.nowMs) },
    ];
    const compared = { kind: 'found', findings: found.value } as const;
    return succeed(await findingsPaper(compared, { title, facts }, ground));
  };

  return {
    'findings.ask': ({ yard, ...sides }) => ask(yard, sides),
    'findings.save': async ({ yard, of, format }) => {
      // Read first: nobody shall be asked where to put what is not there.
      const paper = await paperOf(yard, of);
      if (!paper.ok) return paper;
      const about = of.kind === 'record' ? of.rollout : of.kind === 'images' ? 'images' : of.fleet;
      const path = await chooseSavePath(paperName(about, systemClock.now(), format));
      if (path === null) return succeed(null);
      const written = await writeExport(path, paperText(paper.value, format));
      return written.ok ? succeed(path) : written;
    },
  };
}

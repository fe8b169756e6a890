/** Each call of the contract, led to the service that answers it. No rules live here. */
import { systemClock } from '../clock/system-clock.ts';
import { compareGenerations } from '../compare/compare-generations.ts';
import { compareKnownImages, withoutMarks } from '../compare/known-images.ts';
import { timelineName, timelineText } from '../journal/export-timeline.ts';
import { exportName, exportText, writeExport } from '../journal/export-record.ts';
import { eventOfNote } from '../fleets/note-event.ts';
import { askPreflight } from '../sessions/ask-preflight.ts';
import type { Engine } from '../sessions/engine.ts';
import type { AwsYards } from '../sessions/aws-yards.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { YardSession } from '../sessions/yard-session.ts';
import { keepingLastFleets } from '../settings/keeping-last-fleets.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { consoleAddress } from '../../src-shared/console-address.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { FleetId, GenerationId, YardId } from '../../src-shared/ids.ts';
import type { Settings } from '../../src-shared/panel.ts';
import { fail, FaultError, succeed, type Result } from '../../src-shared/result.ts';
import { changeRefusal, writeRefusal } from '../../src-shared/safety.ts';
import { ownerText } from '../../src-shared/wording.ts';
import type { Handlers } from './answer-call.ts';
import { contentsCalls, type ContentsServices } from './contents-calls.ts';
import { diskCalls, type DiskServices } from './disk-calls.ts';
import { findingsCalls, type FindingsServices } from './findings-calls.ts';
import { sampleFindings } from '../compare/findings/behaviour-findings.ts';
import { generationOf } from '../../src-shared/roles.ts';
import type { BehaviourJobs } from '../compare/behaviour/behaviour-jobs.ts';
import type { AppearanceJobs } from '../compare/appearance/appearance-jobs.ts';
import { diagnosticsCalls, type DiagnosticsServices } from './diagnostics-calls.ts';

export interface HandlerServices
  extends ContentsServices, DiskServices, DiagnosticsServices, FindingsServices {
  readonly sessions: Sessions;
  readonly aws: AwsYards;
  readonly appearance: AppearanceJobs;
  readonly behaviour: BehaviourJobs;
  readonly followFeed: () => void;
  readonly settings: SettingsFile;
  readonly applySettings: (settings: Settings) => void;
  /** A path the operator picked, or null when they closed the dialog. */
  readonly chooseImagePath: () => Promise<string | null>;
  /** The same of a release file. */
  readonly chooseReleaseFile: () => Promise<string | null>;
  /** Where a file is to go, or null when they closed the dialog. @param name the one that is offered. */
  readonly chooseSavePath: (name: string) => Promise<string | null>;
  /** Only of fleets that a session knows. */
  readonly openAddress: (session: YardSession, url: string) => Promise<void>;
  /** Only on the hosts of AWS's own console. */
  readonly openConsole: (url: string) => Promise<void>;
}

export function createHandlers(services: HandlerServices): Handlers {
  const { sessions, aws, settings } = services;
  const sessionOf = (id: YardId): YardSession => valueOf(sessions.of(id));
  const engineOf = (id: YardId): Engine => valueOf(sessionOf(id).engine());
  return {
    'panel.snapshot': () => {
      services.followFeed();
      return Promise.resolve(succeed(sessions.snapshot()));
    },
    'rollout.plan': ({ yard, fleet, wish }) =>
      Promise.resolve(engineOf(yard).rollouts.plan(fleet, wish)),
    'preflight.ask': async ({ yard, fleet: id, wish }) => {
      if (wish.kind !== 'release' && wish.kind !== 'cut-over') {
        const message = 'Only a release or a cutover has a preflight.';
        return fail({ code: 'bad-input', message });
      }
      const session = sessionOf(yard);
      const fleet = fleetOf(session, id);
      const { images } = session.feed.snapshot();
      const clock = systemClock;
      const asking = { yard: engineOf(yard).yard, fleet, images, clock, nowMs: clock.now() };
      return succeed(await askPreflight({ ...asking, asksRights: false }, wish));
    },
    'rollout.begin': ({ yard, fleet, wish, pressedAtMs }) =>
      refusalOf(sessionOf(yard), wish.kind === 'revert' ? writeRefusal : changeRefusal) ??
      engineOf(yard).rollouts.begin(fleet, wish, pressedAtMs),
    'rollout.revert': ({ yard, fleet, to, pressedAtMs }) =>
      refusalOf(sessionOf(yard), writeRefusal) ??
      engineOf(yard).rollouts.revert(fleet, to, pressedAtMs),
    'rollout.control': ({ yard, fleet, rollout, change }) =>
      refusalOf(sessionOf(yard), writeRefusal) ??
      engineOf(yard).rollouts.control(fleet, rollout, change),
    'rollout.record': ({ yard, rollout }) => sessionOf(yard).record(rollout),
    'rollout.save-record': async ({ yard, rollout }) => {
      const session = sessionOf(yard);
      const read = await session.record(rollout);
      if (!read.ok) return read;
      const path = await services.chooseSavePath(exportName(read.value));
      if (path === null) return succeed(null);
      const { app } = session.feed.snapshot().versions;
      const ground = { yard: session.summary(), version: app, nowMs: Date.now() };
      const written = await writeExport(path, exportText(read.value, ground));
      return written.ok ? succeed(path) : written;
    },
    'timeline.annotate': async ({ yard, fleet, rollout, id, text }) => {
      const session = sessionOf(yard);
      const by = ownerText(session.feed.snapshot().self);
      const order = { id, fleet, rollout, by, text };
      const refused = refusalOf(session, writeRefusal);
      if (refused !== null) return refused;
      const kept = await engineOf(yard).yard.annotate(order);
      if (!kept.ok) return kept;
      // Whoever wrote it sees it at once, and not with the next look.
      session.feed.addEvents([eventOfNote(kept.value)], 'on-top');
      return succeed(null);
    },
    'timeline.save': async ({ yard, format }) => {
      const session = sessionOf(yard);
      const { events, unreadable } = await session.timeline();
      const { app: version } = session.feed.snapshot().versions;
      const ground = { yard: session.summary(), version, nowMs: Date.now(), unreadable };
      const path = await services.chooseSavePath(timelineName(ground, format));
      if (path === null) return succeed(null);
      const written = await writeExport(path, timelineText(events, ground, format));
      return written.ok ? succeed(path) : written;
    },
    'release.open-file': async ({ yard }) => {
      const session = sessionOf(yard);
      const path = await services.chooseReleaseFile();
      if (path === null) return succeed(null);
      // With it come the readers of YAML and of the schema, which no start needs.
      const { openReleaseFile } = await import('../release-files/open-release-file.ts');
      const { yards } = sessions.snapshot();
      return openReleaseFile(path, { ...session.feed.snapshot(), yards });
    },
    'image.choose': async ({ yard }) => {
      const path = await services.chooseImagePath();
      return path === null ? succeed(null) : engineOf(yard).yard.importImage(path);
    },
    'image.import': ({ yard, path }) => engineOf(yard).yard.importImage(path),
    'image.find': async ({ yard, image }) => {
      const found = await engineOf(yard).yard.describeImage(image);
      return found.ok ? succeed(withoutMarks(found.value.image)) : found;
    },
    'image.compare': ({ yard, a, b }) => {
      const session = sessionOf(yard);
      const engine = session.engine();
      return compareKnownImages(
        {
          read: (id) => (engine.ok ? engine.value.yard.describeImage(id) : Promise.resolve(engine)),
          known: (id) => session.feed.snapshot().images.find((image) => image.id === id),
          nowMs: Date.now(),
        },
        a,
        b,
      );
    },
    ...contentsCalls(services, (yard) => engineOf(yard).yard),
    ...diskCalls(services, (yard) => engineOf(yard).yard),
    ...findingsCalls(services, { sessionOf, engineOf }),
    'appearance.compare': async ({ yard, fleet: id, job, ...order }) => {
      const fleet = fleetOf(sessionOf(yard), id);
      const report = await services.appearance.compare(job, { ...order, fleet });
      if (report.ok) services.comparedLately.keepAppearance(yard, report.value);
      return report;
    },
    'appearance.stop': ({ job }) => {
      services.appearance.stop(job);
      return Promise.resolve(succeed(null));
    },
    'behaviour.compare': async ({ yard, fleet: id, job, ...order }) => {
      const fleet = fleetOf(sessionOf(yard), id);
      const report = await services.behaviour.compare(job, { ...order, fleet });
      const [a, b] = [generationOf(fleet, order.a), generationOf(fleet, order.b)];
      // What was cut short may go otherwise the next time.
      const isWhole = report.ok && report.value.missing.length === 0;
      if (isWhole && a !== undefined && b !== undefined) {
        const sides = { fleet: id, a: a.id, b: b.id };
        services.comparedLately.keepSamples(
          yard,
          fleet,
          sides,
          sampleFindings(report.value, { a, b }),
        );
      }
      return report;
    },
    'behaviour.stop': ({ job }) => {
      services.behaviour.stop(job);
      return Promise.resolve(succeed(null));
    },
    'appearance.picture': ({ run, shot, kind }) => services.appearance.picture(run, shot, kind),
    'generation.compare': async ({ yard, fleet, a, b }) => {
      const port = engineOf(yard).yard;
      const [left, right] = await Promise.all([
        port.describeGeneration(fleet, a),
        a === b ? null : port.describeGeneration(fleet, b),
      ]);
      if (!left.ok) return left;
      if (right?.ok === false) return right;
      return succeed(compareGenerations(left.value, right?.value ?? left.value, Date.now()));
    },
    'yard.permissions': async ({ yard, fleet }) => {
      const { yard: port } = engineOf(yard);
      if (!port.capabilities.checksPermissions) {
        return fail({ code: 'refused', message: 'In this yard nothing is forbidden by rights.' });
      }
      const told = await port.checkPermissions(fleet);
      return told.ok ? succeed([...told.value]) : told;
    },
    'fleet.left-objects': async ({ yard, fleet }) => {
      const left = await engineOf(yard).yard.leftObjects(fleet);
      return left.ok ? succeed([...left.value]) : left;
    },
    'block.log': async ({ yard, fleet, block }) => {
      const log = await engineOf(yard).yard.blockLog(fleet, block);
      return log.ok
        ? succeed({ lines: [...log.value.lines], droppedBytes: log.value.droppedBytes })
        : log;
    },
    'entry.pause': ({ yard, fleet, isPaused }) => {
      const session = sessionOf(yard);
      const by = ownerText(session.feed.snapshot().self);
      return (
        refusalOf(session, writeRefusal) ?? engineOf(yard).yard.pauseEntry({ fleet, isPaused, by })
      );
    },
    'generation.note-data': ({ yard, fleet, generation, note }) => {
      const session = sessionOf(yard);
      const by = ownerText(session.feed.snapshot().self);
      const order = { fleet, generation, note, by };
      return refusalOf(session, writeRefusal) ?? engineOf(yard).yard.noteData(order);
    },
    'fleet.rehearse': ({ yard, fleet, away, back }) => {
      const session = sessionOf(yard);
      const by = ownerText(session.feed.snapshot().self);
      const order = { fleet, away, back, by };
      return refusalOf(session, writeRefusal) ?? engineOf(yard).yard.rehearse(order);
    },
    'sample-traffic.set': ({ yard, fleet, isOn }) => {
      const { sampleTraffic, yard: port } = engineOf(yard);
      if (!port.capabilities.sampleTraffic) {
        const message = 'Blockyard sends no sample traffic in this yard.';
        return Promise.resolve(fail({ code: 'refused', message }));
      }
      const { entry } = fleetOf(sessionOf(yard), fleet);
      // What fetches its work is not sent any: the yard fills the queue it is fetched from.
      if (entry.kind === 'none') return port.sample({ kind: 'work', fleet, isOn });
      sampleTraffic.set(fleet, entry.url, isOn);
      return Promise.resolve(succeed(null));
    },
    'sample-runners.add': ({ yard }) => engineOf(yard).yard.sample({ kind: 'add' }),
    'yard.choose': ({ yard }) => Promise.resolve(sessions.choose(yard)),
    'yard.start': ({ yard }) => sessionOf(yard).start(),
    'yard.stop': ({ yard }) => sessionOf(yard).stop(),
    'yard.settings': ({ yard, change }) => aws.change(yard, change),
    'aws.profiles': () => aws.profiles(),
    'aws.try': ({ connection, mfaCode }) => aws.tryOut(connection, mfaCode),
    'aws.connect': (wanted) => aws.connect(wanted),
    'aws.forget': ({ yard }) => aws.forget(yard),
    'aws.sign-in': ({ yard, mfaCode }) => sessionOf(yard).signIn(mfaCode),
    'settings.set': async (wanted) => {
      const kept = keepingLastFleets(wanted, settings.current());
      services.applySettings(kept);
      for (const session of sessions.all()) session.feed.showSettings(kept);
      await settings.save(kept);
      return succeed(null);
    },
    ...diagnosticsCalls(services),
    'fleet.open': async ({ yard, fleet, generation }) => {
      const session = sessionOf(yard);
      await services.openAddress(session, addressOf(fleetOf(session, fleet), generation));
      return succeed(null);
    },
    'console.open': async ({ yard, fleet, target }) => {
      const session = sessionOf(yard);
      const { band } = session.feed.snapshot();
      const address = consoleAddress(band, fleetOf(session, fleet), target);
      if (address === null) {
        const message = 'No console of AWS is known for this: it is not AWS itself, or not told by an id.'; // prettier-ignore
        return fail({ code: 'refused', message });
      }
      await services.openConsole(address);
      return succeed(null);
    },
  };
}

/** Said before anything is recorded; the yard itself refuses the same. */
function refusalOf(
  session: YardSession,
  refusal: typeof writeRefusal,
): Promise<Result<never>> | null {
  const message = refusal(session.feed.snapshot().band);
  return message === null ? null : Promise.resolve(fail({ code: 'refused', message }));
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new FaultError(result.fault);
  return result.value;
}

function fleetOf({ feed }: YardSession, id: FleetId): Fleet {
  const fleet = feed.snapshot().fleets.find((known) => known.id === id);
  if (fleet === undefined) {
    throw new FaultError({ code: 'not-found', message: `There is no fleet ${id} in this yard.` });
  }
  return fleet;
}

function addressOf(fleet: Fleet, generation: GenerationId | null): string {
  if (generation === null && fleet.entry.kind === 'http') return fleet.entry.url;
  if (generation === null) {
    const message = 'This fleet has no entry: its blocks fetch their work.';
    throw new FaultError({ code: 'refused', message });
  }
  const preview = fleet.generations.find((known) => known.id === generation)?.previewUrl;
  if (preview === undefined) {
    throw new FaultError({
      code: 'not-found',
      message: `${generation} has no preview address now.`,
      todo: 'Wait until one of its blocks is running.',
    });
  }
  return preview;
}

/**
 * The yard host from its first to its last moment, the same under Electron and plain Node; what differs
 * (how a JavaScript block is started) is passed in. Outlives the panel, belongs to one data folder.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fail, faultOf, FaultError, succeed, type Result } from '../../src-shared/result.ts';
import type { Clock } from '../clock/clock.ts';
import { PROTOCOL_VERSION, type Greeting } from './protocol.ts';
import type { SpawnBlock } from './blocks/block-process.ts';
import { openPortPool } from './blocks/free-port.ts';
import { markOf } from './blocks/launch-mark.ts';
import { spawnCommand } from './blocks/spawn-command.ts';
import { createBlockStarter } from './blocks/start-block.ts';
import { openControlServer, type ControlServer } from './control-server.ts';
import { chooseEntryPort, importSamples, sampleFleet } from './first-run.ts';
import { startFolderCare } from './folder-care.ts';
import { lastBeat } from './heartbeat.ts';
import { createHostContext, type HostContext } from './host-context.ts';
import { createHostHandlers, refuseEffects } from './host-handlers.ts';
import { claimHostLock, releaseClaim, type HeldLock } from './host-lock.ts';
import { openHostLog, type HostLog } from './host-log.ts';
import { openImageStore } from './images/image-store.ts';
import type { HostClaim } from './lock-files.ts';
import { openState } from './open-state.ts';
import { openNoteBook } from './note-book.ts';
import { openFleet, reapLeftovers, recordedProcesses, settleInterrupted } from './restore.ts';
import { securePrivateFolder, socketPlaceFor, thisPlace } from './socket-place.ts';
import { clearStartFailure, writeStartFailure } from './start-failure.ts';
import { writeStateFile } from './state-file.ts';
import { createStateStore } from './state-store.ts';
import { tellGap } from './tell-gap.ts';
import { startTrafficPulse } from './traffic-pulse.ts';

export interface YardHostOptions {
  readonly dataFolder: string;
  /** Holds storefront-v1, -v2 and -v3, read at the first run, and test-runners-v1 and -v2. */
  readonly samplesFolder: string;
  readonly appVersion: string;
  /** Starts a JavaScript entry: utilityProcess in Electron, a Node child elsewhere. */
  readonly spawnNode: SpawnBlock;
  readonly clock: Clock;
  /** Of the sample fleet's generations. */
  readonly sampleBlocks?: number;
  /** Where to look for the sample fleet's port from; 0 for any free one. */
  readonly samplePort?: number;
}

export interface YardHost {
  readonly claim: HostClaim;
  /** Drains shortly, ends the blocks, closes. A second call waits for the same end. */
  readonly stop: () => Promise<void>;
  /** Resolves when it has ended, by whomever. */
  readonly stopped: Promise<void>;
  /** Something unforeseen was thrown: written down and told, the traffic goes on. */
  readonly reportAccident: (error: unknown) => void;
}

export type HostStart =
  | { readonly kind: 'running'; readonly host: YardHost }
  /** Another host of this folder lives: this start has nothing to do. */
  | { readonly kind: 'taken'; readonly by: HostClaim | null };

const preferredQueuePort = 8580;
const launchesAtOnce = 4;
const closeGraceMs = 1000;
const endGraceMs = 3000;

/** @returns a fault with a sentence when the host cannot run; it is in the log and beside it too. */
export async function runYardHost(options: YardHostOptions): Promise<Result<HostStart>> {
  const dataFolder = resolve(options.dataFolder);
  // Whatever is made from here on belongs to this user alone.
  if (process.platform !== 'win32') process.umask(0o077);
  const log = openHostLog(dataFolder, options.clock);
  try {
    return succeed(await start({ ...options, dataFolder }, log));
  } catch (error) {
    const fault = faultOf(error);
    log.write(`The yard host cannot run. ${fault.message} ${fault.todo ?? ''}`);
    await writeStartFailure(dataFolder, fault);
    return fail(fault);
  }
}

async function start(options: YardHostOptions, log: HostLog): Promise<HostStart> {
  const { dataFolder, clock, appVersion } = options;
  await prepareFolder(dataFolder);
  const lock = await claimHostLock({
    dataFolder,
    appVersion,
    nowMs: clock.now(),
    socketFor: (number) => socketPlaceFor(dataFolder, number, thisPlace()).path,
  });
  if (lock.kind === 'taken') return lock;
  const { claim } = lock;
  log.write(`Host ${String(claim.number)} (process ${String(claim.pid)}, ${appVersion}) starts.`);

  // Before anything is started: this is what can be refused.
  prepareSocketFolder(dataFolder, claim.number);
  const startedAtMs = clock.now();
  const lastAliveAtMs = await lastBeat(dataFolder);
  await removeLeftoverFiles(dataFolder);
  const opened = await openState(dataFolder, startedAtMs);
  const reaped = await reapLeftovers({
    recorded: recordedProcesses(opened.state),
    yard: claim.yard,
    ownsUnnamed: lock.isSuccessor,
  });

  let context: HostContext | null = null;
  const controls: ControlServer[] = [];
  const announce = (): void => {
    for (const control of controls) control.announceChange();
  };
  const store = createStateStore({
    initial: opened.state,
    write: (state) => writeStateFile(dataFolder, state),
    onSaveState: (because) => {
      const text =
        because === null
          ? "The yard's state is saved again."
          : `The yard's state cannot be saved: ${because}. Traffic goes on and a revert still goes; what changes now is lost if the host ends, and other changes are refused.`;
      context?.notice({ fleet: null, severity: because === null ? 'info' : 'trouble', text });
    },
  });
  const ports = await openPortPool(Math.random);
  const host = createHostContext({
    clock,
    store,
    log,
    notes: await openNoteBook(dataFolder),
    // Of a container, what its limit leaves.
    room: () => ({ freeBytes: process.availableMemory(), freePorts: ports.left() }),
    images: await openImageStore({
      folder: join(dataFolder, 'images'),
      clock,
      onSetAside: ({ message }, keptAs) => {
        const text = `${message} That copy is out of use now and kept as ${keptAs} in the folder of the images; a good one takes its place.`;
        context?.notice({ fleet: null, severity: 'warning', text });
      },
    }),
    probeKey: randomUUID(),
    start: createBlockStarter({
      spawnNode: options.spawnNode,
      spawnCommand,
      ports,
      clock,
      newMark: () => markOf(claim, randomUUID()),
      hostEnv: process.env,
    }),
    onChange: announce,
    launchesAtOnce,
    samples: {
      folder: options.samplesFolder,
      queuePort: options.samplePort === 0 ? 0 : preferredQueuePort,
    },
  });
  context = host;
  await store.adopt((state) => settleInterrupted(state, clock.now()));
  for (const text of opened.sentences) host.notice({ fleet: null, severity: 'trouble', text });
  const copied = copyText(lock, reaped.leftAlone);
  if (copied !== null) host.notice({ fleet: null, severity: 'warning', text: copied });
  if (opened.isNew) await makeSampleFleet(host, options);
  const fleets = store.get().fleets.map((fleet) => fleet.id);
  await Promise.all(fleets.map((fleet) => openFleet(host, fleet)));

  const greeting: Greeting = {
    kind: 'greeting',
    protocol: PROTOCOL_VERSION,
    appVersion,
    pid: claim.pid,
    hostNumber: claim.number,
    dataFolder,
    startedAtMs,
  };
  let ending: Promise<void> | null = null;
  const handlers = createHostHandlers({
    host,
    status: () => {
      const { pid, hostNumber } = greeting;
      const notSavedBecause = store.notSavedBecause();
      return { appVersion, pid, hostNumber, startedAtMs, dataFolder, notSavedBecause };
    },
    requestStop: () => {
      // After the answer has gone out.
      setTimeout(() => void stop(), 50);
    },
  });
  const openControl = async (): Promise<void> => {
    prepareSocketFolder(dataFolder, claim.number);
    controls.push(
      await openControlServer({
        socketPath: claim.socket,
        greeting,
        handlers: refuseEffects(handlers, () => ending !== null),
        report: log.write,
      }),
    );
  };
  await openControl();
  await clearStartFailure(dataFolder);
  const care = startFolderCare({ host, dataFolder, claim, reopenControl: openControl });
  const pulse = startTrafficPulse(host);
  if (opened.state.fleets.length > 0) {
    void tellGap(host, {
      lastAliveAtMs,
      stoppedAtMs: opened.state.stoppedAtMs,
      reaped: reaped.ended,
    });
  }

  let hasStopped: () => void = () => undefined;
  const stopped = new Promise<void>((settle) => {
    hasStopped = settle;
  });
  const stop = (): Promise<void> => {
    ending ??= (async () => {
      log.write(`Host ${String(claim.number)} ends.`);
      care.stop();
      pulse.stop();
      // A panel that starts the yard again now must wait for the next host, not talk to this one.
      for (const control of controls) control.refuseNew();
      const runtimes = host.runtimes();
      await Promise.all(
        runtimes.map(async ({ entry, work }) => {
          await Promise.all([entry.close(closeGraceMs), work?.close() ?? Promise.resolve()]);
        }),
      );
      await Promise.all(runtimes.map(({ blocks }) => blocks.endAll(endGraceMs)));
      const saved = store.adopt((state) => ({
        ...settleInterrupted(state, clock.now()),
        stoppedAtMs: clock.now(),
      }));
      await Promise.race([saved, clock.delay(endGraceMs)]);
      const isQuiet = await Promise.race([
        store.close().then(() => true),
        clock.delay(endGraceMs).then(() => false),
      ]);
      await Promise.all(controls.map((control) => control.close()));
      if (process.platform !== 'win32') {
        await rm(claim.socket, { force: true });
        // Empty then, unless somebody put something there: then it stays.
        await rmdir(dirname(claim.socket)).catch(() => undefined);
      }
      log.write(`Host ${String(claim.number)} has ended.`);
      // A write that hangs may end later and would then replace the next host's state: in that case only
      // the end of this process lets go of the folder. The same when the release cannot be written.
      if (isQuiet) await releaseClaim(dataFolder, claim, clock.now()).catch(() => undefined);
      else
        log.write(
          'The state is still being written: the folder is free when this process is gone.',
        );
      hasStopped();
    })();
    return ending;
  };
  const reportAccident = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.write(`accident: ${text}`);
    const { message } = faultOf(error);
    host.notice({
      fleet: null,
      severity: 'trouble',
      text: `The yard host met an error of its own: ${message}`,
    });
  };
  return { kind: 'running', host: { claim, stop, stopped, reportAccident } };
}

async function prepareFolder(dataFolder: string): Promise<void> {
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32') await chmod(dataFolder, 0o700);
  } catch (error) {
    throw new FaultError({
      code: 'unreachable',
      message: `The data folder cannot be used (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
      where: dataFolder,
      todo: 'Choose a folder of your own, on a disk that is writable.',
    });
  }
}

function prepareSocketFolder(dataFolder: string, hostNumber: number): void {
  const place = socketPlaceFor(dataFolder, hostNumber, thisPlace());
  if (place.folder !== null) securePrivateFolder(place.folder, thisPlace());
}

/** Halves of atomic writes that a crash cut off. Contenders for the lock have files of another name. */
async function removeLeftoverFiles(dataFolder: string): Promise<void> {
  const names = await readdir(dataFolder);
  const halves = names.filter((name) => /^\.[0-9a-f]{12}\.tmp$/u.test(name));
  await Promise.all(halves.map((name) => rm(join(dataFolder, name), { force: true })));
}

async function makeSampleFleet(host: HostContext, options: YardHostOptions): Promise<void> {
  try {
    const images = await importSamples(host.images, options.samplesFolder);
    const port = await chooseEntryPort(options.samplePort);
    const fleet = sampleFleet(images, port, options.sampleBlocks ?? 4, host.clock.now());
    await host.store.commit((state) => ({ state: { ...state, fleets: [fleet] }, value: null }));
  } catch (error) {
    const { message, todo } = faultOf(error);
    const next = 'It is tried again at the next start of the yard.';
    const text = `The sample fleet could not be made. ${message} ${todo ?? ''}`.trim();
    host.notice({ fleet: null, severity: 'trouble', text: `${text} ${next}` });
  }
}

/** A folder of another yard's files; null for an ordinary one. */
function copyText({ copyOf }: HeldLock, leftAlone: number): string | null {
  if (copyOf === null && leftAlone === 0) return null;
  const holder =
    copyOf === null
      ? 'another yard'
      : `the yard in ${copyOf.folder?.path ?? 'another folder'}, which runs (process ${String(copyOf.pid)})`;
  const blocks =
    leftAlone === 0 ? '' : ` ${String(leftAlone)} processes named in it were left running.`;
  return `This data folder holds a copy of ${holder}. That yard is left alone; this is a yard of its own now, and an entry opens when its port is free.${blocks}`;
}

/**
 * What the host does when its data folder vanishes under it: the traffic goes on untouched, the folder
 * is made again and the state, which is whole in memory, written anew. Images are gone for good.
 */
import { mkdir } from 'node:fs/promises';
import { faultOf } from '../../src-shared/result.ts';
import { startHeartbeat, type Heartbeat } from './heartbeat.ts';
import type { HostContext } from './host-context.ts';
import { restoreClaim } from './host-lock.ts';
import type { HostClaim } from './lock-files.ts';

export interface FolderCareOptions {
  readonly host: HostContext;
  readonly dataFolder: string;
  readonly claim: HostClaim;
  /** The control socket may have lain in the folder. */
  readonly reopenControl: () => Promise<void>;
}

export function startFolderCare(options: FolderCareOptions): Heartbeat {
  const { host, dataFolder } = options;
  let trouble: string | null = null;
  let isMending = false;
  let heartbeat: Heartbeat | null = null;

  const say = (code: string | null, severity: 'trouble' | 'info', text: string): void => {
    if (trouble === code) return;
    trouble = code;
    host.notice({ fleet: null, severity, text });
  };

  const mend = async (): Promise<void> => {
    isMending = true;
    try {
      await mkdir(dataFolder, { recursive: true, mode: 0o700 });
      const lock = await restoreClaim(dataFolder, options.claim);
      if (lock.kind === 'taken') {
        say(
          'taken',
          'trouble',
          `Another yard host has taken the data folder ${dataFolder}. This one goes on serving; stop one of them.`,
        );
        return;
      }
      await options.reopenControl();
      const isSaved = await host.store.rewrite();
      heartbeat?.stop();
      heartbeat = beatOn();
      if (isSaved) {
        say(
          null,
          'info',
          `The data folder ${dataFolder} was made again and the yard's state written anew. Images that were in it have to be imported again before blocks can be launched from them.`,
        );
      }
    } catch (error) {
      host.log.write(`The data folder cannot be made again: ${faultOf(error).message}`);
    } finally {
      isMending = false;
    }
  };

  const onBeat = (failure: NodeJS.ErrnoException | null): void => {
    if (failure === null || isMending) return;
    if (failure.code === 'ENOENT') {
      say(
        'gone',
        'trouble',
        `The data folder ${dataFolder} is gone. The traffic goes on as it is.`,
      );
      void mend();
    }
  };
  const beatOn = (): Heartbeat => startHeartbeat({ dataFolder, clock: host.clock, onBeat });
  heartbeat = beatOn();
  return {
    stop: () => {
      heartbeat?.stop();
    },
  };
}
